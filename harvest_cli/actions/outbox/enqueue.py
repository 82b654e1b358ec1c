"""Put a write into the outbox: an entry, a sentence that was not understood yet, a change."""

import json
from collections.abc import Callable, Mapping
from zlib import crc32

from harvest_cli import __version__
from harvest_cli.actions.outbox.row_facts import (
    GROUP,
    MARKS,
    CreateResult,
    MarkSupport,
    keeping,
    lease_of,
    stamp_of,
)
from harvest_cli.actions.resolve.flags import Flags
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import Client, Project, Task
from harvest_cli.domain.entries import EntryState, ExternalReference, NewEntry, TimeEntry
from harvest_cli.domain.errors import HvError, UsageError
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.wall_clock import stated_now
from harvest_cli.local.outbox.queue import Outbox, fresh
from harvest_cli.local.outbox.row import Op, Row, State, new_key, pack, plain, sha_of


class Wish(NamedTuple):
    """An entry to create; `text` is the sentence it came from, `base` makes it a timer.

    `key` is for its row, where somebody has to know it beforehand. A row that `unless` finds as
    this one is kept is the one already; so is, where it is wanted `once`, that of an equal entry.
    """

    new: NewEntry
    text: str = ""
    base: Mapping[str, object] | None = None
    key: str = ""
    once: bool = False
    unless: Callable[[Outbox], Row | None] | None = None


def new_row(
    context: Context, outbox: Outbox | None, wish: Wish, *, wait: float = 0.0
) -> tuple[Row, NewEntry]:
    """The row of an entry that this process sends in `wait` seconds.

    And the entry to create, with its key where that may be.
    """
    new, base, key = wish.new, wish.base, wish.key or new_key(context.own_run)
    sha, now = sha_of(pack(new)), stamp_of(context)
    if new.external_reference is None and references_work(context, outbox):
        # Unverified: a reference without a permalink is accepted.
        new = new._replace(external_reference=ExternalReference(id=key, group_id=GROUP))
    row = _row(context, Op.CREATE if base is None else Op.START, key, pack(new))._replace(
        user_id=context.account.data.user.id,
        body_sha256=sha,
        spent_date=new.spent_date.isoformat(),
        base_json=None if base is None else json.dumps(base),
        text=wish.text,
        shown=names_of(context, new),
    )
    at_turn = now._replace(wall=now.wall + wait, ticks=now.ticks + wait)
    return fresh(row, at_turn, lease_of(context))._replace(created_at=now.wall), new


def queued(row: Row) -> Row:
    """A new row that waits for its turn instead of being sent at once."""
    return row._replace(state=State.QUEUED, attempts=0, sent_at=None, lease_pid=0, lease_until=0.0)


def queued_row(context: Context, outbox: Outbox | None, wish: Wish) -> Row:
    """The row of an entry that waits for its turn."""
    return queued(new_row(context, outbox, wish)[0])


def later(row: Row, count: int) -> Row:
    """The row of a write before which others of `count` are sent; each may take a second."""
    until = row.lease_until + count
    return row._replace(state=State.QUEUED, attempts=0, sent_at=None, lease_until=until)


def _row(context: Context, op: Op, key: str, body: str) -> Row:
    login = context.credentials
    return Row(
        key=key,
        server=login.api_url,
        account_id=login.account_id,
        user_id=None,
        op=op,
        body_json=body,
        body_sha256="",
        created_at=stamp_of(context).wall,
        hv_version=__version__,
    )


def references_work(context: Context, outbox: Outbox | None) -> bool:
    """Whether entries get hv's key: not when it was switched off, or Harvest did not keep one."""
    if context.settings.get("reference") == MarkSupport.DROPPED:
        return False
    return outbox is None or outbox.fact(MARKS) != MarkSupport.DROPPED


def names_of(context: Context, new: NewEntry) -> str:
    """Client, project and task for people, as far as they are known here."""
    found = context.account.data.assignment_of(new.project_id)
    if found is None:
        return f"project {new.project_id}"
    assigned = found.assigned(new.task_id)
    task = [assigned.task.name] if assigned else []
    return " › ".join([found.client.name, found.project.name, *task])


def keep_sentence(context: Context, text: str, flags: Flags, failure: HvError) -> CreateResult:
    """Keep a sentence to be read later; raises `failure` where nothing can be stored."""
    import sqlite3

    outbox = context.outbox
    if outbox is None:
        raise failure
    base = {
        "moment": stated_now(context.environ) or context.clock().astimezone().isoformat(),
        # One for somebody else is never kept, and older versions know no such flag.
        "flags": {name: value for name, value in flags._asdict().items() if name != "user"},
        "login": login_mark(context),
    }
    body = json.dumps(base)
    row = _row(context, Op.SENTENCE, new_key(context.own_run), body)._replace(
        user_id=outbox.login.user_id,
        body_sha256=sha_of(text + body),
        text=text,
        shown=text,
        last_error="the names could not be looked up",
    )
    try:
        outbox.insert(row)
    except (sqlite3.Error, OSError):
        raise failure from None
    why = getattr(failure, "reason", "") or "no connection"
    return CreateResult(EntryState.QUEUED, None, row.key, why)


def login_mark(context: Context) -> int:
    """Tells the login apart from others without revealing it."""
    return crc32(context.credentials.token.reveal().encode())


def nameless_entry(text: str) -> TimeEntry:
    """What can be shown of a sentence that was not understood yet; raises UsageError for none."""
    if not text.strip():
        message = "The sentence is empty"
        raise UsageError(message, code="empty")
    nothing = Project(0, "")
    return TimeEntry(0, None, None, Client(None, ""), nothing, Task(0, ""), notes=None)


def keep_undo(
    context: Context, entry: TimeEntry, body: Mapping[str, object], shown: str
) -> str | None:
    """Keep an undo that begins with an entry; its key, None where nothing can be stored."""
    row = change_row(context, Op.UNDO, entry, body)._replace(shown=shown)
    with keeping(context):
        if context.outbox is not None:
            context.outbox.insert(row)
            return row.key
    return None


def change_row(context: Context, op: Op, entry: TimeEntry, body: Mapping[str, object]) -> Row:
    """The row of a stop, a restart, an edit or a delete of an entry."""
    text = json.dumps({name: plain(value) for name, value in body.items()})
    names = " › ".join(n for n in (entry.project.name, entry.task.name) if n)
    return _row(context, op, new_key(context.own_run), text)._replace(
        user_id=context.account.data.user.id,
        body_sha256=sha_of(f"{op} {entry.id} {text}"),
        spent_date=entry.spent_date.isoformat() if entry.spent_date else None,
        base_json=pack(entry),
        shown=f"{names} #{entry.id}",
    )
