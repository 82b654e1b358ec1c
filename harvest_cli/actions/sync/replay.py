"""Replay what was typed while Harvest could not be reached: changes, timers, sentences.

An edit or a delete is compared with the entry as it is now: what somebody changed meanwhile is left
as it is, and the person is told. A sentence is read as of the moment at which it was typed; what is
ambiguous then is refused, never guessed.
"""

import copy
import json
from collections.abc import Callable, Iterator
from datetime import datetime

from harvest_cli.actions.entries.change import carry_delete, carry_edit
from harvest_cli.actions.outbox.delivery import ANOTHER, note
from harvest_cli.actions.outbox.enqueue import Wish, login_mark, queued_row
from harvest_cli.actions.outbox.intent import Intent, Overtaken
from harvest_cli.actions.outbox.policy import VERIFY_AFTER
from harvest_cli.actions.outbox.row_facts import (
    Event,
    EventKind,
    NoNetwork,
    WriteResult,
    is_about_the_write,
)
from harvest_cli.actions.outbox.worker import Handler, Handlers, process_row
from harvest_cli.actions.resolve.flags import Flags
from harvest_cli.actions.resolve.resolver import resolve
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.timers.going import carry_start
from harvest_cli.actions.timers.stop_end import carry_stop
from harvest_cli.actions.undo.undo import replay_undo
from harvest_cli.domain.errors import ConfigurationError, HvError, NotLoggedIn
from harvest_cli.local.outbox.intent_log import TrailEnd
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import Op, Row, State, key_within


def carried(carry: Callable[..., WriteResult], **how: bool) -> Handler:
    """How rows of a kind are taken on from where they stand, with what follows from them."""

    def handle(context: Context, outbox: Outbox, row: Row) -> Iterator[Event]:
        intent = Intent(context, outbox, row)
        try:
            found = carry(intent, **how)
        except Overtaken:
            yield Event(EventKind.WAITS, row, text=ANOTHER)
            return
        except ConfigurationError as error:
            note(context, outbox, row.key, state=row.state)
            raise NoNetwork from error
        if isinstance(found.failure, NotLoggedIn):
            raise found.failure
        yield Event(found.event, row, found.entry, found.text)
        for each in found.rows:
            yield from process_row(context, outbox, each, HANDLERS)
        if found.stuck:
            raise NoNetwork

    return handle


def replay_sentence(
    context: Context, outbox: Outbox, row: Row, *, mine: bool = False
) -> Iterator[Event]:
    """Read a sentence, and send the entries that it stands for; `mine` where the person says so."""
    if not mine and _is_nobodys(context, row):
        again = f"`hv outbox retry {row.key[3:13]}` sends it"
        why = f"saved with another login, nobody knows whose: {again}"
        later = context.clock().timestamp() + VERIFY_AFTER
        note(context, outbox, row.key, state=row.state, last_error=why, next_at=later)
        yield Event(EventKind.ASKS, row, text=why)
        return
    try:
        rows = resolved(context, outbox, row)
    except HvError as error:
        # With names of yesterday, one that is missing may be new.
        known = not context.account.out_of_reach
        if known and error.outcome is None and is_about_the_write(error):
            outbox.record(row.key, state=State.REJECTED, last_error=error.message)
            yield Event(EventKind.REFUSED, row, text=error.message, by_hv=True)
            return
        note(context, outbox, row.key, state=State.QUEUED, last_error=error.message)
        if isinstance(error, NotLoggedIn):
            raise
        yield Event(EventKind.WAITS, row, text=error.message)
        raise NoNetwork from error
    for each in rows:
        yield from process_row(context, outbox, each, {})


def _is_nobodys(context: Context, row: Row) -> bool:
    """Whether only the person can tell that a sentence is theirs.

    A token may be renewed; a row that knows its person was compared before.
    """
    return row.user_id is None and json.loads(row.body_json)["login"] != login_mark(context)


def resolved(context: Context, outbox: Outbox, row: Row) -> list[Row]:
    """The rows that a sentence stands for, which take its place; raises HvError.

    None come where another process was faster. Their keys follow from its own, so that whoever
    reads it once more, from a file that went back in time, finds what came of it.
    """
    told = json.loads(row.body_json)
    held = outbox.get(row.key)
    then = at_moment(context, told["moment"])
    requests = resolve(then, row.text, Flags(**told["flags"])).requests
    rows = []
    for number, new in enumerate(requests):
        wish = Wish(new, row.text, key=key_within(row.key, number))
        made = queued_row(context, outbox, wish)._replace(created_at=row.created_at)
        if row.state != State.QUEUED:
            # The sentence was read before, for all anybody knows.
            made = made._replace(state=State.UNKNOWN, attempts=1, sent_at=row.sent_at, boot_id=None)
        rows.append(made)
    rows = [made for made in rows if outbox.get(made.key) is None]
    if held is None or not outbox.insert_all(rows, instead_of=held, end=TrailEnd.RESOLVED):
        return []
    return rows


def at_moment(context: Context, text: str) -> Context:
    """The same run as if it were that moment."""
    moment = datetime.fromisoformat(text)
    then = copy.copy(context)
    zone = context.zone
    moment = moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
    then.__dict__["now"] = moment
    then.choose = None
    return then


HANDLERS: Handlers = {
    Op.SENTENCE: replay_sentence,
    Op.START: carried(carry_start),
    Op.RESTART: carried(carry_start),
    Op.STOP: carried(carry_stop),
    Op.EDIT: carried(carry_edit),
    Op.DELETE: carried(carry_delete),
    Op.UNDO: replay_undo,
}
"""How rows of each kind are replayed; all others are entries to create."""
