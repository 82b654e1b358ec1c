"""Working through what waits: oldest first, each row by itself, none twice.

A row that Harvest refuses does not hold up the others. What only the person can decide is put
before them where somebody sits there, and kept where nobody does.
"""

from collections.abc import Callable, Iterator, Mapping

from harvest_cli.actions.outbox import policy
from harvest_cli.actions.outbox.deliver import turn_in
from harvest_cli.actions.outbox.row_facts import (
    Event,
    NoNetwork,
    describe,
    facts_of,
    is_marked,
    lease_of,
    stamp_of,
)
from harvest_cli.actions.outbox.send_row import SendOutcome, look_up, note, post, record_outcome
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import NewEntry
from harvest_cli.domain.errors import ConfigurationError, HvError, NotLoggedIn
from harvest_cli.local.outbox import monotonic
from harvest_cli.local.outbox.entry_json import unpack_new
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import DONE, QUEUED, REJECTED, UNKNOWN, Row

A_FEW, A_MOMENT = 5, 2.0
"""Rows, and seconds, that another command spends on what waits."""
UNDECIDED = "send it again or drop it"
SENT, WAITS, REFUSED, ASKS, REMOVED, TWICE, DROPPED, LEFT = (
    *("sent", "waits", "refused", "asks", "removed", "twice", "dropped", "left"),
)


Handler = Callable[[Context, Outbox, Row], Iterator[Event]]
"""Takes a claimed row of one kind as far as it goes now; raises NoNetwork, NotLoggedIn."""
Handlers = Mapping[str, Handler]
"""By the kind of the row; what is not in it is an entry to create."""


def process_queue(
    context: Context, handlers: Handlers, most: int | None = None, seconds: float | None = None
) -> list[Event]:
    """Send what is due; at most so many rows, and no new one after so many seconds."""
    outbox = context.outbox
    if outbox is None:
        return []
    started, events, passing = monotonic.ticks(), [], seconds is not None
    rows = [row for row in outbox.open_rows() if _is_due(context, outbox, row, passing)]
    for row in rows[:most]:
        now = stamp_of(context).wall
        over = seconds is not None and monotonic.ticks() - started >= seconds
        if over or (passing and turn_in(context, outbox, now, look=True)):
            break
        context.sleep(turn_in(context, outbox, now))
        try:
            for event in _isolated(context, outbox, row, handlers):
                events.append(event)
        except NoNetwork:
            break
    return events


def _isolated(context: Context, outbox: Outbox, row: Row, handlers: Handlers) -> Iterator[Event]:
    """One row; what is wrong with it does not reach the others. Raises NoNetwork, NotLoggedIn."""
    try:
        yield from process_row(context, outbox, row, handlers)
    except NotLoggedIn:
        raise
    except HvError as error:
        yield Event(WAITS, row, text=error.message)


def _is_due(context: Context, outbox: Outbox, row: Row, passing: bool) -> bool:
    now = stamp_of(context)
    if outbox.is_leased(row, now) or (passing and row.key in context.handled):
        return False
    if row.state in ("unknown", "sending"):
        # One that only the person can decide is not looked for by every command.
        asked = (row.last_error or "").endswith(UNDECIDED)
        return not (passing and asked and row.next_at > now.wall)
    return row.next_at <= now.wall


def process_row(context: Context, outbox: Outbox, row: Row, handlers: Handlers) -> Iterator[Event]:
    """Take one row as far as it goes now; raises NoNetwork, NotLoggedIn."""
    if row.state == DONE:
        yield from _verified(context, outbox, row)
        return
    claimed = outbox.claim(row.key, stamp_of(context), lease_of(context))
    if claimed is None:
        return
    over = _over_already(outbox, claimed)
    if over is not None:
        yield over
        return
    handler = handlers.get(claimed.op, deliver_row)
    try:
        yield from handler(context, outbox, claimed)
    except (ValueError, TypeError, KeyError) as error:
        # A row that cannot be read must not hold up the others; one that may have left is no less
        # likely to be on Harvest for it.
        now = outbox.get(row.key)
        unsent = claimed.state == QUEUED and (now is None or now.attempts == claimed.attempts)
        state = REJECTED if unsent else UNKNOWN
        outbox.record(row.key, state=state, last_error=f"this row is damaged: {error}")
        yield Event(REFUSED, row, text="this row is damaged")


def _over_already(outbox: Outbox, row: Row) -> Event | None:
    """What became of a row that the paper trail knows to be over, while the file does not.

    The file has then lost what was written last: its log was deleted, or an old copy put back.
    """
    end = outbox.trail.end_of(row.key)
    if end is None:
        return None
    if end.state != DONE:
        outbox.drop(row.key)
        return Event(DROPPED, row)
    if end.entry_id is None:
        outbox.record(row.key, state=DONE, last_error=None)
    elif not outbox.finish(row.key, end.entry_id, None, certain=False):
        return None
    return Event(SENT, row)


def _verified(context: Context, outbox: Outbox, row: Row) -> Iterator[Event]:
    from harvest_cli.actions.outbox.duplicates import remove_duplicates

    found = remove_duplicates(context, outbox, row, unpack_new(row.body_json))
    for twin in found.removed:
        yield Event(REMOVED, row, twin)
    if found.kept:
        yield Event(TWICE, row, text=", ".join(f"#{twin.id}" for twin in found.kept))


def deliver_row(context: Context, outbox: Outbox, row: Row) -> Iterator[Event]:
    """Bring the entry of a claimed row to Harvest, after a look where it may be there."""
    new = unpack_new(row.body_json)
    now = stamp_of(context)
    action = policy.decide(facts_of(context, row, new, now), policy.NOTHING, now.wall)
    if action.step == policy.LOOK:
        learnt = look_up(context, outbox, row, new, patient=False)
        row = row._replace(state="unknown")
        now = stamp_of(context)
        action = policy.decide(facts_of(context, row, new, now), learnt.outcome, now.wall)
        if action.step in (policy.SEND, policy.ASK):
            # Before anything irreversible, look a second way.
            learnt = look_up(context, outbox, row, new, patient=False, well=True)
            action = policy.decide(facts_of(context, row, new, now), learnt.outcome, now.wall)
        if action.step != policy.SEND:
            yield from _told(context, outbox, row, new, learnt, action)
            return
    elif is_marked(context, new):
        # It is known not to have left, by a file that may be an old copy.
        learnt = look_up(context, outbox, row, new, patient=False)
        if learnt.outcome == policy.NOT_LOOKED:
            yield from _out_of_reach(context, outbox, row, learnt.failure)
        if learnt.outcome != policy.ABSENT:
            action = policy.decide(facts_of(context, row, new, now), learnt.outcome, now.wall)
            yield from _told(context, outbox, row, new, learnt, action)
            return
    yield from send_again(context, outbox, row, new)


def _out_of_reach(
    context: Context, outbox: Outbox, row: Row, failure: HvError | None
) -> Iterator[Event]:
    """Harvest cannot be asked now; raises NotLoggedIn where it knows who asks, NoNetwork else."""
    why = failure.message if failure else None
    note(context, outbox, row.key, state=row.state, last_error=why)
    if isinstance(failure, NotLoggedIn):
        raise failure
    yield Event(WAITS, row, text=why or "")
    raise NoNetwork


def _told(
    context: Context,
    outbox: Outbox,
    row: Row,
    new: NewEntry,
    learnt: SendOutcome,
    action: policy.Action,
) -> Iterator[Event]:
    """What a look without a send ends in."""
    if action.step == policy.CONFIRM:
        sent = record_outcome(context, outbox, row, new, learnt, patient=False)
        yield Event(SENT if sent.entry else WAITS, row, sent.entry, sent.why or "")
    elif action.step == policy.ASK:
        yield from _asked(context, outbox, row, new, 1 + len(learnt.others) if learnt.entry else 0)
    else:
        due = context.clock().timestamp() + action.after
        note(context, outbox, row.key, state="unknown", next_at=due)
        yield Event(WAITS, row, text="Harvest does not show it yet")


def send_again(context: Context, outbox: Outbox, row: Row, new: NewEntry) -> Iterator[Event]:
    """Send a claimed row; raises NoNetwork when nothing left this machine, NotLoggedIn."""
    resent = 0 if row.state == "queued" else 1
    if not outbox.begin(row.key, stamp_of(context), resent):
        return
    row = outbox.get(row.key) or row
    try:
        learnt = post(context, new)
    except ConfigurationError as error:
        note(context, outbox, row.key, state="unknown" if row.resends else "queued")
        raise NoNetwork from error
    if learnt.outcome == policy.THROTTLED and learnt.failure:
        outbox.pause_until(context.clock().timestamp() + (learnt.failure.retry_after or 0.0))
    try:
        sent = record_outcome(context, outbox, row, new, learnt, patient=False)
    except NotLoggedIn:
        raise
    except HvError as refused:
        yield Event(REFUSED, row, text=refused.message)
        return
    if sent.entry is not None:
        yield Event(SENT, row, sent.entry)
        return
    yield Event(WAITS, row, text=sent.why or "")
    if learnt.outcome in (policy.NOT_SENT, policy.THROTTLED):
        raise NoNetwork


def _asked(
    context: Context, outbox: Outbox, row: Row, new: NewEntry, alike: int
) -> Iterator[Event]:
    """Unconfirmed for long, and not on Harvest or perhaps one of some that are alike there.

    It is sent or let go, as the person says.
    """
    there = f"{alike} entries on Harvest are like it" if alike else ""
    question = f"{there or 'Not on Harvest, and nobody knows why'}: {describe(row)}"
    options = ["Send it", "Let it go", "Keep it for later"]
    chosen = context.choose(question, options) if context.choose is not None else None
    if chosen == 0:
        yield from send_again(context, outbox, row, new)
    elif chosen == 1:
        outbox.drop(row.key)
        yield Event(DROPPED, row)
    else:
        later = context.clock().timestamp() + policy.VERIFY_AFTER
        why = f"{there or 'not on Harvest'}: {UNDECIDED}"
        outbox.record(row.key, state="unknown", last_error=why, next_at=later)
        yield Event(ASKS, row, text=there)
