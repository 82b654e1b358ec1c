"""Sentences whose names could not be looked up: kept with the moment at which they were typed.

They are read when Harvest can be asked, as if it were that moment. What is ambiguous then is
refused, never guessed.
"""

import copy
import json
from datetime import datetime

from harvest_cli import __version__
from harvest_cli.actions.context import Context
from harvest_cli.actions.delivery import Sent, new_row, stamp_of
from harvest_cli.actions.understanding import Flags
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.errors import HvError, UsageError
from harvest_cli.domain.projects import Client, Project, Task
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import QUEUED, UNKNOWN, Row, key_within, new_key, sha_of


def keep_sentence(context: Context, text: str, flags: Flags, failure: HvError) -> Sent:
    """Keep a sentence to be read later; raises `failure` where nothing can be kept."""
    import sqlite3

    outbox = context.outbox
    if outbox is None:
        raise failure
    login = context.credentials
    now = stamp_of(context)
    stated = context.environ.get("HV_NOW", "").strip()
    base = {
        "moment": stated or context.clock().astimezone().isoformat(),
        "flags": flags._asdict(),
        "login": _mark(context),
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
    return Sent(EntryState.QUEUED, None, row.key, getattr(failure, "reason", "") or "no connection")


def shell_of(text: str) -> TimeEntry:
    """What can be shown of a sentence that was not understood yet; an empty one is refused."""
    if not text.strip():
        message = "The sentence is empty"
        raise UsageError(message, code="empty")
    nothing = Project(0, "")
    return TimeEntry(0, None, None, Client(None, ""), nothing, Task(0, ""), notes=None)


def resolved(context: Context, outbox: Outbox, row: Row) -> list[Row]:
    """The rows that a sentence stands for, which take its place; raises HvError.

    None come where another process was faster. Their keys follow from its own, so that whoever
    reads it once more, from a file that went back in time, finds what came of it.
    """
    from harvest_cli.actions.logging_time import reference_of
    from harvest_cli.actions.request import new_entry
    from harvest_cli.actions.understanding import understand

    told = json.loads(row.body_json)
    if told["login"] != _mark(context):
        message = "It was typed with another login"
        raise HvError(message)
    held = outbox.get(row.key)
    then = at_moment(context, told["moment"])
    flags = Flags(**told["flags"])
    understood = understand(then, row.text, flags)
    now = stamp_of(context)
    rows = []
    for number, entry in enumerate(understood.entries):
        new, _ = new_entry(then, entry, reference_of(flags.ref))
        key = key_within(row.key, number)
        made, _ = new_row(context, outbox, new, now, row.text, key=key)
        made = unsent(made)._replace(created_at=row.created_at)
        rows.append(made if row.state == QUEUED else _perhaps_sent(made, row))
    rows = [made for made in rows if outbox.get(made.key) is None]
    if held is None or not outbox.insert_all(rows, instead_of=held):
        return []
    for made in rows:
        outbox.trail.intend(made)
    outbox.trail.settle(row.key, "resolved")
    return rows


def unsent(row: Row) -> Row:
    """A new row that waits for its turn instead of being sent at once."""
    return row._replace(state=QUEUED, attempts=0, sent_at=None, lease_pid=0, lease_until=0.0)


def _perhaps_sent(made: Row, sentence: Row) -> Row:
    """A row of a sentence that was read before, for all anybody knows."""
    return made._replace(state=UNKNOWN, attempts=1, sent_at=sentence.sent_at, boot_id=None)


def at_moment(context: Context, text: str) -> Context:
    """The same run as if it were that moment."""
    moment = datetime.fromisoformat(text)
    then = copy.copy(context)
    zone = context.zone
    moment = moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
    then.__dict__["now"] = moment
    then.choose = None
    return then


def _mark(context: Context) -> int:
    """Tells the login apart from others without revealing it."""
    from zlib import crc32

    return crc32(context.credentials.token.reveal().encode())
