"""The worker of the outbox: oldest row first, each by itself, none twice.

A row that Harvest refuses does not hold up the others. What only the person can decide is put
before them where somebody sits there, and kept where nobody does.

Two entries for one intent stand on Harvest where it was so late that hv had sent it again. The
younger is removed when nobody touched either; otherwise both stay and the person is told.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import timedelta
from enum import Enum

from harvest_cli.actions.outbox import policy, writes
from harvest_cli.actions.outbox.create import turn_in
from harvest_cli.actions.outbox.delivery import Delivery, deed_of, note
from harvest_cli.actions.outbox.policy import Result
from harvest_cli.actions.outbox.row_facts import (
    Event,
    EventKind,
    NoNetwork,
    differences,
    due_of,
    facts_of,
    key_of,
    lease_of,
    look,
    plain,
    stamp_of,
)
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import NewEntry, TimeEntry
from harvest_cli.domain.errors import ConfigurationError, HvError, NotLoggedIn, Outcome
from harvest_cli.local.outbox import monotonic
from harvest_cli.local.outbox.imports import run_of_key
from harvest_cli.local.outbox.intent_log import TrailEnd
from harvest_cli.local.outbox.journal import Deed
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import Op, Row, State, unpack_new

A_DAY = timedelta(hours=24)


class Fate(Enum):
    """What became of a twin; one that is left is looked at again."""

    REMOVED = 1
    LEFT = 2
    DOUBTFUL = 3


def remove_duplicates(context: Context, outbox: Outbox, row: Row, new: NewEntry) -> Iterator[Event]:
    """Look whether more than one entry came of a row; remove what is certain to be too much."""
    if key_of(new) is None:
        # An entry without a mark cannot be told from an honest one that is the same.
        outbox.record(row.key, verify_until=None)
        return
    found = look(context, new, 0.0)
    if found.outcome == Result.NOT_LOOKED:
        return
    first = next((e for e in found.entries if e.id == row.entry_id), None)
    fates = [(e, _fate(context, e, first)) for e in found.entries if e is not first]
    doubtful = [twin for twin, fate in fates if fate == Fate.DOUBTFUL]
    if doubtful:
        ids = ", ".join(f"#{twin.id}" for twin in (first, *doubtful) if twin)
        outbox.record(row.key, verify_until=None, last_error=f"twice on Harvest: {ids}")
    else:
        _look_again(context, outbox, row, left=any(fate == Fate.LEFT for _, fate in fates))
    for twin, fate in fates:
        if fate == Fate.REMOVED:
            yield Event(EventKind.REMOVED, row, twin)
    if doubtful:
        yield Event(EventKind.TWICE, row, text=", ".join(f"#{twin.id}" for twin in doubtful))


def _look_again(context: Context, outbox: Outbox, row: Row, *, left: bool) -> None:
    """Another look is due in ten minutes, until nothing can come any more and nothing is left."""
    now = context.clock().timestamp()
    over = row.verify_until is not None and now >= row.verify_until and not left
    until = None if over else row.verify_until
    outbox.record(row.key, verify_until=until, next_at=now + policy.VERIFY_AFTER)


def _fate(context: Context, twin: TimeEntry, kept: TimeEntry | None) -> Fate:
    """Remove a twin if that is right. Where the kept one is gone, the person deleted it."""
    if kept is None or not is_too_much(twin, kept):
        return Fate.DOUBTFUL
    try:
        done = writes.delete(context, twin.id, twin, deed=Deed.REMOVED).confirmed
    except HvError as failure:
        return Fate.DOUBTFUL if failure.outcome is Outcome.REJECTED else Fate.LEFT
    return Fate.REMOVED if done else Fate.LEFT


def is_too_much(twin: TimeEntry, kept: TimeEntry) -> bool:
    """Whether a twin equals the entry that is kept and nobody touched it since it was made."""
    # Unverified: what hv's mark does when an entry is copied or restarted; hence all the rest.
    made, changed, first = twin.created_at, twin.updated_at, kept.created_at
    if made is None or first is None or made != changed or abs(made - first) > A_DAY:
        return False
    if twin.is_locked or twin.is_billed or twin.is_running or twin.approval_status == "approved":
        return False
    return _said(twin) == _said(kept)


def _said(entry: TimeEntry) -> tuple[object, ...]:
    place = (entry.project.id, entry.task.id, entry.spent_date)
    return (*place, entry.hours, plain(entry.notes), entry.is_running)


A_ROW = 2
"""Requests of a row that was read from the file: a look, then the write."""
A_FEW, A_MOMENT = 5, 2.0
"""Rows, and seconds, that another command spends on what waits."""
Handler = Callable[[Context, Outbox, Row], Iterator[Event]]
"""Takes a claimed row of one kind as far as it goes now; raises NoNetwork, NotLoggedIn."""
Progress = Callable[[int, int], None]
"""Told how many rows were taken on, of how many."""
Handlers = Mapping[Op, Handler]
"""By the kind of the row; what is not in it is an entry to create."""


def process_queue(
    context: Context,
    handlers: Handlers,
    most: int | None = None,
    seconds: float | None = None,
    progress: Progress = lambda _count, _total: None,
) -> list[Event]:
    """Send what is due; at most so many rows, and no new one after so many seconds."""
    outbox = context.outbox
    if outbox is None:
        return []
    started, events, passing = monotonic.ticks(), [], seconds is not None
    rows = [row for row in outbox.open_rows() if _is_due(context, outbox, row, passing)]
    for number, row in enumerate(rows[:most]):
        progress(number, len(rows))
        now = stamp_of(context).wall
        over = seconds is not None and monotonic.ticks() - started >= seconds
        if over or (passing and turn_in(context, outbox, now, look=True)):
            break
        context.sleep(turn_in(context, outbox, now, count=A_ROW))
        try:
            for event in process_row(context, outbox, row, handlers):
                events.append(event)
        except NoNetwork:
            break
        except NotLoggedIn:
            raise
        except HvError as error:
            # What is wrong with one row does not reach the others.
            events.append(Event(EventKind.WAITS, row, text=error.message))
    return events


def _is_due(context: Context, outbox: Outbox, row: Row, passing: bool) -> bool:
    now = stamp_of(context)
    if outbox.is_leased(row, now) or (passing and row.key in context.handled):
        return False
    if due_of(row, now.wall) <= now.wall:
        return True
    if row.state not in (State.UNKNOWN, State.SENDING):
        return False
    # One that only the person can decide is not looked for by every command.
    return not (passing and _is_the_persons(context, outbox, row, now))


def _is_the_persons(context: Context, outbox: Outbox, row: Row, now: monotonic.Stamp) -> bool:
    if row.entry_id is not None:
        return False
    try:
        new = unpack_new(row.body_json)
    except (ValueError, TypeError, KeyError):
        return True
    return policy.only_the_person_knows(facts_of(context, outbox, row, new, now))


def process_row(context: Context, outbox: Outbox, row: Row, handlers: Handlers) -> Iterator[Event]:
    """Take one row as far as it goes now; raises NoNetwork, NotLoggedIn."""
    if row.state == State.DONE:
        yield from remove_duplicates(context, outbox, row, unpack_new(row.body_json))
        return
    claimed = outbox.claim(row.key, stamp_of(context), lease_of(context))
    if claimed is None:
        return
    handler = handlers.get(claimed.op, deliver_row)
    # What a sentence stands for was typed with it.
    outer, context.typed_in = (
        context.typed_in,
        context.typed_in or run_of_key(outbox.db, claimed.key),
    )
    try:
        if (over := _over_already(context, outbox, claimed)) is not None:
            yield over
        else:
            yield from handler(context, outbox, claimed)
    except (ValueError, TypeError, KeyError) as error:
        # A row that cannot be read must not hold up the others; one that may have left is no less
        # likely to be on Harvest for it.
        now = outbox.get(row.key)
        unsent = claimed.state == State.QUEUED and (now is None or now.attempts == claimed.attempts)
        state = State.REJECTED if unsent else State.UNKNOWN
        outbox.record(row.key, state=state, last_error=f"this row is damaged: {error}")
        yield Event(EventKind.REFUSED, row, text="this row is damaged", by_hv=True)
    finally:
        context.typed_in = outer


def _over_already(context: Context, outbox: Outbox, row: Row) -> Event | None:
    """What became of a row that the backup log has as settled, while the outbox has not.

    The file has then lost what was written last: power failed, its log was deleted, or an old copy
    put back. With it went what the journal had of an entry; one that is gone by now needs nothing.
    """
    end = outbox.copy.end_of(row.key)
    if end is None:
        return None
    if end.state != TrailEnd.DONE:
        outbox.drop(row.key)
        return Event(EventKind.DROPPED, row)
    if end.entry_id is None:
        outbox.record(row.key, state=State.DONE, last_error=None)
    else:
        deed = None
        with suppress(HvError):
            if row.op == Op.CREATE and context.journals:
                deed = deed_of(context, row, context.client.time_entry(end.entry_id))
        if not outbox.finish(row.key, end.entry_id, deed, certain=False):
            return None
    return Event(EventKind.SENT, row)


def as_asked(context: Context, event: Event, row: Row) -> Event:
    """The event of an entry that was sent, unless Harvest holds it otherwise than it was asked."""
    if event.what != EventKind.SENT or event.entry is None or event.entry.is_running:
        return event
    wrong = differences(context, event.entry, unpack_new(row.body_json))
    if not wrong:
        return event
    words = " and ".join(f"another {each}" for each in wrong)
    return event._replace(what=EventKind.DIFFERS, text=words)


def deliver_row(
    context: Context, outbox: Outbox, row: Row, *, resend: bool = False
) -> Iterator[Event]:
    """Bring the entry of a claimed row to Harvest; `resend` where the person says so."""
    try:
        ended = Delivery(context, outbox, row, unpack_new(row.body_json)).carry(resend=resend)
    except ConfigurationError as error:
        held = outbox.get(row.key) or row
        note(context, outbox, row.key, state=State.UNKNOWN if held.resends else State.QUEUED)
        raise NoNetwork from error
    if isinstance(ended.failure, NotLoggedIn):
        raise ended.failure
    text = ended.failure.message if ended.failure else ended.text
    yield as_asked(context, Event(ended.event, row, ended.entry, text), outbox.get(row.key) or row)
    if ended.stuck:
        raise NoNetwork
