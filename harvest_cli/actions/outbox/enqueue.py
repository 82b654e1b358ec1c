"""Put a sentence or a change into the outbox, to be sent later."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from harvest_cli import __version__
from harvest_cli.actions.outbox.row_facts import CreateResult, stamp_of
from harvest_cli.actions.resolve.flags import Flags
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.errors import HvError, UsageError
from harvest_cli.domain.projects import Client, Project, Task
from harvest_cli.domain.wall_clock import stated_now
from harvest_cli.local.outbox.entry_json import pack, plain
from harvest_cli.local.outbox.row import QUEUED, Row, new_key, sha_of

if TYPE_CHECKING:
    from harvest_cli.harvest.wire.write import EntryChange


def keep_sentence(context: Context, text: str, flags: Flags, failure: HvError) -> CreateResult:
    """Keep a sentence to be read later; raises `failure` where nothing can be kept."""
    import sqlite3

    outbox = context.outbox
    if outbox is None:
        raise failure
    login = context.credentials
    now = stamp_of(context)
    stated = stated_now(context.environ)
    base = {
        "moment": stated or context.clock().astimezone().isoformat(),
        "flags": flags._asdict(),
        "login": login_mark(context),
    }
    body = json.dumps(base)
    row = Row(
        key=new_key(),
        server=login.api_url,
        account_id=login.account_id,
        user_id=outbox.login.user_id,
        op="sentence",
        body_json=body,
        body_sha256=sha_of(text + body),
        text=text,
        shown=text,
        state=QUEUED,
        last_error="the names could not be looked up",
        created_at=now.wall,
        hv_version=__version__,
    )
    try:
        outbox.insert(row)
        outbox.trail.intend(row)
    except (sqlite3.Error, OSError):
        raise failure from None
    return CreateResult(
        EntryState.QUEUED, None, row.key, getattr(failure, "reason", "") or "no connection"
    )


def shell_of(text: str) -> TimeEntry:
    """What can be shown of a sentence that was not understood yet; an empty one is refused."""
    if not text.strip():
        message = "The sentence is empty"
        raise UsageError(message, code="empty")
    nothing = Project(0, "")
    return TimeEntry(0, None, None, Client(None, ""), nothing, Task(0, ""), notes=None)


def unsent(row: Row) -> Row:
    """A new row that waits for its turn instead of being sent at once."""
    return row._replace(state=QUEUED, attempts=0, sent_at=None, lease_pid=0, lease_until=0.0)


def login_mark(context: Context) -> int:
    """Tells the login apart from others without revealing it."""
    from zlib import crc32

    return crc32(context.credentials.token.reveal().encode())


def keep_write(
    context: Context, op: str, entry: TimeEntry, body: Mapping[str, object], why: str
) -> str | None:
    """Keep a stop, an edit or a delete of an entry; its key, None where nothing can be kept."""
    import sqlite3

    outbox = context.outbox
    if outbox is None:
        return None
    login, now = context.credentials, stamp_of(context)
    text = json.dumps({name: plain(value) for name, value in body.items()})
    names = " › ".join(n for n in (entry.project.name, entry.task.name) if n)
    row = Row(
        key=new_key(),
        server=login.api_url,
        account_id=login.account_id,
        user_id=context.account.data.user.id,
        op=op,
        body_json=text,
        body_sha256=sha_of(f"{op} {entry.id} {text}"),
        spent_date=entry.spent_date.isoformat() if entry.spent_date else None,
        base_json=pack(entry),
        shown=f"{names} #{entry.id}",
        state=QUEUED,
        last_error=why,
        created_at=now.wall,
        hv_version=__version__,
    )
    try:
        outbox.insert(row)
        outbox.trail.intend(row)
    except (sqlite3.Error, OSError) as error:
        context.cannot_keep("state folder", error)
        return None
    return row.key


def change_body(change: "EntryChange") -> dict[str, object]:
    """The fields that a change sets."""
    from harvest_cli.harvest.wire.write import UNSET

    return {name: value for name, value in change._asdict().items() if value is not UNSET}
