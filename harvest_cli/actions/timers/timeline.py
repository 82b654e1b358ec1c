"""Kept timers and what Harvest says, as one line of time.

What ran on Harvest when a start was typed is ended at that moment; what began there since is not
stopped unasked; and a timer that ended meanwhile is created finished.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from harvest_cli.actions.day.clock import by_times, elapsed, hours_of, true_now, wall_time
from harvest_cli.actions.outbox.enqueue import change_row, queued
from harvest_cli.actions.outbox.intent import Intent
from harvest_cli.actions.outbox.pending import (
    PendingTimer,
    finished_entry,
    folded,
    split_at,
    stops_of,
)
from harvest_cli.actions.outbox.policy import Do
from harvest_cli.actions.outbox.row_facts import WriteResult, describe, has_key, key_of, look
from harvest_cli.actions.outbox.writes import continues, running_entries
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.timers.ending import (
    Ending,
    Stopping,
    later_parts,
    settled,
    told_of,
    true_begin,
)
from harvest_cli.domain.entries import NewEntry, TimeEntry
from harvest_cli.domain.errors import HvError
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.records import Any
from harvest_cli.local.outbox.progress import timers, timers_before
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import WAITING, Op, Row, State, key_beside, pack, unpack_entry

LATE = timedelta(seconds=90)
"""A timer that is off by no more than this is left so: clock times have no seconds."""
RUNS = "another timer is running now"


def timer_now(intent: Intent) -> PendingTimer:
    """The timer of a row as it stands: one that began later ended it."""
    outbox = intent.outbox
    rows = [*timers(outbox), intent.row] if outbox is not None else [intent.row]
    rows = [row for row in rows if row.key != intent.row.key] + [intent.row]
    rows.sort(key=lambda row: row.created_at)
    return next(timer for timer in folded(rows) if timer.row.key == intent.row.key)


def entry_id(intent: Intent) -> int | None:
    return intent.row.entry_id or intent.told.get("id")


def prepared(intent: Intent, timer: PendingTimer) -> WriteResult | None:
    """What ran when a late timer began is noted, to be ended then; what began since is not stopped.

    What is created is the timer as it is by now. Gives what became of it where it cannot go on.
    """
    context = intent.context
    if intent.fresh or elapsed(timer.began, context.now) <= LATE:
        return None
    try:
        others = [each for each in running_entries(context) if not _is_own(intent, each)]
    except HvError as failure:
        return intent.wait(failure, maybe=intent.row.state != State.QUEUED)
    # Harvest has answered, and its clock counts.
    now = true_now(context)
    begins = [(each, true_begin(context, each) or now) for each in others]
    since = [pair for pair in begins if pair[1] >= timer.began]
    told: dict[str, Any] = {"others": _noted(intent, [p for p in begins if p not in since])}
    rows: list[Row] = []
    if since and timer.ended is None and not _is_there(intent, timer):
        if not _may_start(context, intent.row, since[0][0]):
            return intent.ask(since[0][0], RUNS)
        told["began"] = now.timestamp()
        rows = [_span_before(intent, timer._replace(ended=since[0][1]))]
    values = {}
    timer = timer._replace(began=now) if rows else timer
    if entry_id(intent) is None and _may_be_rewritten(intent):
        values["body_json"] = pack(as_wanted(context, timer, now))
    intent.record(told, rows=rows, **values)
    return None


def _noted(intent: Intent, begins: list[tuple[TimeEntry, datetime]]) -> list[dict[str, str]]:
    """What this ends, with what an earlier run noted: Harvest may have ended that already."""
    found = _others(intent.context, begins)
    if intent.row.state == State.QUEUED and entry_id(intent) is None:
        return found
    ids = {unpack_entry(each["entry"]).id for each in found}
    noted = intent.told.get("others", [])
    return [*found, *(each for each in noted if unpack_entry(each["entry"]).id not in ids)]


def _is_there(intent: Intent, timer: PendingTimer) -> bool:
    """Whether what may have been sent is on Harvest, so that what began since has ended it."""
    if intent.row.state == State.QUEUED or entry_id(intent) is not None:
        return False
    return bool(look(intent.context, timer.new, 0.0).entries)


def _may_be_rewritten(intent: Intent) -> bool:
    """Whether what is created may be another than before: it is told by its key all the same."""
    new = timer_now(intent).new
    return intent.row.state == State.QUEUED or key_of(new) is not None


def _is_own(intent: Intent, entry: TimeEntry) -> bool:
    return entry.id == entry_id(intent) or _makes(intent.row, entry)


def _makes(row: Row, entry: TimeEntry) -> bool:
    """Whether a running entry is what a start or a restart lets run."""
    if row.op == Op.RESTART and continues(entry, unpack_entry(row.base_json or "{}")):
        # In an account of times it is a copy.
        return True
    return entry.id == row.entry_id or has_key(entry, row.key)


def _span_before(intent: Intent, timer: PendingTimer) -> Row:
    """What a timer ran until another one began, as an entry of its own."""
    new = finished_entry(intent.context, timer)._replace(external_reference=None)
    return intent.row_beside(0, new, text=intent.row.text)


def _others(context: Context, begins: list[tuple[TimeEntry, datetime]]) -> list[dict[str, str]]:
    return [
        {"entry": pack(settled(each, context.now)), "begun": begun.astimezone(UTC).isoformat()}
        for each, begun in begins
    ]


def waiting_starts(outbox: Outbox | None, beside: TimeEntry | None = None) -> list[datetime]:
    """When the timers began of which something waits here; not that of the entry `beside`."""
    rows = timers(outbox) if outbox is not None else []
    waiting = folded(row for row in rows if row.state in WAITING)
    return [each.began for each in waiting if beside is None or not _makes(each.row, beside)]


def noted_others(context: Context, running: tuple[TimeEntry, ...]) -> list[dict[str, str]]:
    """Timers that a start is to end at another moment than now, for its row.

    One that was typed before and still waits ends them where it began.
    """
    begins = [(each, true_begin(context, each)) for each in running]
    found = _others(context, [(each, begun) for each, begun in begins if begun is not None])
    for told in found:
        begun = datetime.fromisoformat(told["begun"])
        starts = waiting_starts(context.existing_outbox, unpack_entry(told["entry"]))
        if until := min((each for each in starts if each >= begun), default=None):
            told["until"] = until.isoformat()
    return found


def _may_start(context: Context, row: Row, other: TimeEntry) -> bool:
    if context.agrees is None:
        return False
    running = f"{other.project.name} › {other.task.name}"
    return context.agrees(f"{describe(row)} would stop {running}. Start it now?")


def as_wanted(context: Context, timer: PendingTimer, now: datetime) -> NewEntry:
    """What creates a timer as it is by now: a finished entry, or one with its time so far."""
    if timer.ended is not None:
        return finished_entry(context, timer)
    bare = timer.new._replace(hours=None, started_time=None, ended_time=None)
    lead = timer.banked + hours_of(max(elapsed(timer.began, now), timedelta(0)))
    if not lead or elapsed(timer.began, now) <= LATE:
        return bare
    if context.account.data.company.wants_timestamp_timers is False:
        return bare._replace(hours=lead)
    return bare._replace(started_time=wall_time(context, timer.began))


def ends_before(intent: Intent, entry: TimeEntry) -> Iterator[Row]:
    """The stops of what ran when this began: Harvest did that where this ran."""
    context, timer = intent.context, timer_now(intent)
    for number, told in enumerate(intent.told.get("others", []), 10):
        other = unpack_entry(told["entry"])
        if other.id == entry.id:
            continue
        begun = datetime.fromisoformat(told["begun"])
        starts = [timer.began, *waiting_starts(intent.outbox, other)]
        until = [datetime.fromisoformat(told["until"])] if "until" in told else starts
        # What was typed before this, a start that still waits or a stop, has ended it already.
        until += stops_of(intent.outbox, other.id, begun + LATE)
        end = min((each for each in until if each >= begun), default=timer.began)
        stop = Stopping(other, end, True, begun)
        body = told_of(Ending(stop, sent=_ran_from(intent, entry), ended=True))
        row = change_row(context, Op.STOP, other, body)
        yield row._replace(key=key_beside(intent.row.key, number), created_at=intent.row.created_at)


def _ran_from(intent: Intent, entry: TimeEntry) -> datetime | None:
    """When Harvest ended what ran before, at the earliest; None where this was made finished."""
    if not entry.is_running and Do.STOP not in intent.told.get("steps", []):
        return None
    return ran_from(entry, intent.context.now)


def ran_from(entry: TimeEntry, now: datetime) -> datetime:
    """Since when the timer of an entry runs on Harvest, whatever it says itself."""
    known = [each for each in (entry.created_at, entry.timer_started_at) if each is not None]
    return max(known, default=now)


def parts_after(intent: Intent, entry: TimeEntry) -> Iterator[Row]:
    """The parts of later days, where a timer that ended here is to be divided at midnight."""
    context, timer = intent.context, timer_now(intent)
    if timer.ended is None or not timer.told.get("split"):
        return
    first = split_at(context, timer)
    for number, new in enumerate(later_parts(context, entry, first, timer.ended), 40):
        yield intent.row_beside(number, new)


def interrupted(intent: Intent) -> Iterator[Row]:
    """The timer of a later start that stands still because this one reached Harvest after it.

    It runs on from then.
    """
    context, ran = intent.context, intent.told.get("ran")
    if ran is None or intent.outbox is None or timer_now(intent).ended is None:
        return
    last = folded(timers(intent.outbox))[-1]
    number = last.row.entry_id or last.told.get("now")
    if last.ended is not None or last.row.state != State.DONE or number is None:
        return
    try:
        entry = context.client.time_entry(number)
    except HvError:
        return
    at = entry.updated_at
    if entry.is_running or at is None or abs(elapsed(at, datetime.fromisoformat(ran))) > LATE:
        return
    held = ZERO if by_times(context, entry) else entry.hours or ZERO
    told = {"began": at.timestamp(), "banked": str(held), "id": entry.id, "left": pack(entry)}
    row = change_row(context, Op.RESTART, entry, told)
    yield queued(row._replace(key=key_beside(intent.row.key, 60)))


def ended_by_late_start(intent: Intent, entry: TimeEntry) -> bool:
    """Whether a timer stands still because an earlier start reached Harvest after it."""
    if intent.outbox is None or entry.updated_at is None:
        return False
    earlier = folded(timers_before(intent.outbox, intent.row))
    ran = [each.told["ran"] for each in earlier if "ran" in each.told]
    return any(abs(elapsed(entry.updated_at, datetime.fromisoformat(at))) <= LATE for at in ran)
