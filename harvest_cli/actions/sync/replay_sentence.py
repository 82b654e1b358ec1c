"""Sentences whose names could not be looked up: kept with the moment at which they were typed.

They are read when Harvest can be asked, as if it were that moment. What is ambiguous then is
refused, never guessed.
"""

import copy
import json
from datetime import datetime

from harvest_cli.actions.outbox.deliver import new_row
from harvest_cli.actions.outbox.enqueue import _mark, unsent
from harvest_cli.actions.outbox.row_facts import stamp_of
from harvest_cli.actions.resolve.flags import Flags
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.errors import HvError
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import QUEUED, UNKNOWN, Row, key_within


def resolved(context: Context, outbox: Outbox, row: Row) -> list[Row]:
    """The rows that a sentence stands for, which take its place; raises HvError.

    None come where another process was faster. Their keys follow from its own, so that whoever
    reads it once more, from a file that went back in time, finds what came of it.
    """
    from harvest_cli.actions.resolve.request import new_entry
    from harvest_cli.actions.resolve.resolver import resolve
    from harvest_cli.domain.references import reference_of

    told = json.loads(row.body_json)
    if told["login"] != _mark(context):
        message = "It was typed with another login"
        raise HvError(message)
    held = outbox.get(row.key)
    then = at_moment(context, told["moment"])
    flags = Flags(**told["flags"])
    understood = resolve(then, row.text, flags)
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
