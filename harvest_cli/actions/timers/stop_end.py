"""A timer that was just stopped gets the end, the notes and the day that were meant."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from harvest_cli.actions.day.clock import (
    by_times,
    elapsed,
    hours_at,
    hours_of,
    running_now,
    true_now,
)
from harvest_cli.actions.day.status_cache import StatusCache
from harvest_cli.actions.entries.results import LoggedEntry
from harvest_cli.actions.outbox import writes
from harvest_cli.actions.outbox.enqueue import keep_write
from harvest_cli.actions.outbox.pending import (
    PendingTimer,
    end_pending,
    entry_from_ids,
    finished_entry,
)
from harvest_cli.actions.session import dry_run
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.timers.end_change import end_change, later_parts, own_end, rounded_stop
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.errors import HvError, Outcome
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.records import NamedTuple
from harvest_cli.harvest.wire.write import UNSET, EntryChange
from harvest_cli.language.sentence.stop import StopReading
from harvest_cli.local.outbox.row import Op, State

MOVED = Decimal("0.10")
"""Hours; a timer that differs more from what hv knew was stopped or changed in between."""
OFF = Decimal("0.05")
"""Hours; clock times drop their seconds at both ends, and that is not worth a request."""
SLACK = timedelta(seconds=60)
"""Clock times have no seconds: a stop in the very minute of the start is none before it."""


class StopFlags(NamedTuple):
    """What flags said: `note` replaces the notes, `on` moves the entry, `split` divides it.

    `day` is `on` as it was understood.
    """

    note: str | None = None
    on: str | None = None
    split: bool = False
    day: date | None = None


class Stopping(NamedTuple):
    """A timer and the moment it is to end; `asked` when Harvest told of it just now.

    `begun` is when it really began, as far as known.
    """

    entry: TimeEntry
    moment: datetime
    asked: bool
    begun: datetime | None = None


class Ended(NamedTuple):
    """The entries that came of it, the moment of the end, and what could not be done."""

    rows: tuple[LoggedEntry, ...]
    moment: datetime
    problem: str | None = None
    said: str | None = None


def end_as_meant(
    context: Context,
    reading: StopReading,
    flags: StopFlags,
    wanted: Stopping,
    stopped: TimeEntry,
) -> Ended:
    """The stopped entry with the end, notes and day that were asked for, in one more request."""
    now = true_now(context)
    moment = now - timedelta(minutes=reading.ago) if reading.ago else wanted.moment
    moment = now if reading.is_now else moment
    StatusCache(context).save([])
    end = own_end(context, wanted.entry, moment) if flags.split else moment
    entry, state = stopped, EntryState.CREATED
    said = None
    problem = _changed_elsewhere(context, wanted, stopped, moment)
    try:
        change = _change(context, reading, flags, wanted, stopped, None if problem else end)
        if not flags.split and problem is None:
            change, said = rounded_stop(context, stopped, change)
        if change is not None:
            done = writes.update(context, stopped.id, change, stopped)
            entry = done.entry or stopped
            state = EntryState.CREATED if done.confirmed else EntryState.UNCONFIRMED
    except HvError as error:
        problem = f"It was stopped just now, but not changed: {error.message}"
    context.account.remember(entry)
    rows = [LoggedEntry(state, entry)]
    if flags.split and problem is None:
        more, problem = later_parts(context, entry, end, moment)
        rows += more
    StatusCache(context).save([])
    return Ended(tuple(rows), moment, problem, None if problem else said)


def requests_of(
    context: Context, reading: StopReading, flags: StopFlags, wanted: Stopping, stopped: TimeEntry
) -> tuple[dry_run.WouldSend, ...]:
    """What a stop would send; of one that is divided at midnight the later parts come on top."""
    end = own_end(context, wanted.entry, wanted.moment) if flags.split else wanted.moment
    change = _change(context, reading, flags, wanted, stopped, end)
    if not flags.split:
        change, _ = rounded_stop(context, stopped, change)
    stop = dry_run.stop(stopped.id)
    return (stop,) if change is None else (stop, dry_run.change(context, stopped.id, change))


def _changed_elsewhere(
    context: Context, wanted: Stopping, stopped: TimeEntry, moment: datetime
) -> str | None:
    """What to say when the timer was not the one that hv knew, so that its end cannot be told."""
    if wanted.asked or moment >= true_now(context) - SLACK:
        return None
    expected = hours_at(wanted.entry, true_now(context), context.now)
    known = (wanted.entry.spent_date, wanted.entry.started_time)
    if by_times(context, stopped):
        same = known == (stopped.spent_date, stopped.started_time)
    else:
        same = abs((stopped.hours or ZERO) - expected) < MOVED
    if same:
        return None
    return (
        "The timer was changed elsewhere meanwhile, so it was stopped just now: "
        f"check it, and set its hours with `hv edit {stopped.id} --hours …`"
    )


def _change(
    context: Context,
    reading: StopReading,
    flags: StopFlags,
    wanted: Stopping,
    stopped: TimeEntry,
    end: datetime | None,
) -> EntryChange | None:
    timed = None
    is_meant = not reading.is_now or flags.split or _is_off(context, wanted, stopped)
    if end is not None and is_meant:
        timed = end_change(context, wanted.entry, stopped, end, wanted.begun)
    change = timed or EntryChange()
    notes = flags.note if flags.note is not None else _appended(stopped.notes, reading.notes)
    if notes is not None and notes != (stopped.notes or ""):
        change = change._replace(notes=notes)
    if flags.day is not None:
        change = change._replace(spent_date=flags.day)
    fields = (change.hours, change.ended_time, change.notes, change.spent_date)
    return change if any(field is not UNSET for field in fields) else None


def _is_off(context: Context, wanted: Stopping, stopped: TimeEntry) -> bool:
    """Whether an account of clock times counted clearly other hours than really passed."""
    # Unverified: how Harvest counts a timer that was given a start on the day before, or one that
    # runs over a change of the clocks.
    if wanted.begun is None or stopped.hours is None or not by_times(context, stopped):
        return False
    ran = hours_of(elapsed(wanted.begun, true_now(context)))
    return abs(ran - stopped.hours) > OFF


def _appended(before: str | None, added: str | None) -> str | None:
    if not added:
        return None
    return f"{before}\n{added}" if before else added


# -- a stop that Harvest cannot be told of ------------------------------------------------------


def entry_of(context: Context, pending: PendingTimer) -> TimeEntry:
    """A timer that waits here, as it would look on Harvest."""
    new = pending.new
    entry = entry_from_ids(context, new.spent_date, new.project_id, new.task_id)
    return entry._replace(notes=new.notes, is_running=True, timer_started_at=pending.began)


def end_here(
    context: Context,
    pending: PendingTimer,
    entry: TimeEntry,
    wanted: Stopping,
    notes: str | None,
) -> LoggedEntry:
    """Note the end of a timer that waits here itself; it becomes a finished_entry entry."""
    end_pending(context, pending, wanted.moment, notes)
    done = finished_entry(context, pending._replace(ended=wanted.moment))
    unsure = pending.row.state != State.QUEUED
    state = EntryState.UNCONFIRMED if unsure else EntryState.QUEUED
    ended = entry._replace(hours=done.hours, is_running=False, timer_started_at=None)
    return LoggedEntry(state, ended, key=pending.row.key)


def queue_stop(
    context: Context, reading: StopReading, wanted: Stopping, failure: HvError
) -> LoggedEntry:
    """A stop that certainly did not reach Harvest; raises `failure` where it cannot be kept."""
    if failure.outcome not in (Outcome.NOT_SENT, Outcome.NOT_DONE):
        raise failure
    key = _keep(context, reading, wanted, failure.message)
    if key is None:
        raise failure
    entry = running_now(wanted.entry, wanted.moment)
    ended = entry._replace(is_running=False, timer_started_at=None)
    return LoggedEntry(EntryState.QUEUED, ended, key=key)


def unconfirmed_stop(context: Context, reading: StopReading, wanted: Stopping) -> LoggedEntry:
    """A stop whose answer was lost, and which a look did not settle."""
    key = _keep(context, reading, wanted, "Harvest did not answer")
    return LoggedEntry(EntryState.UNCONFIRMED, wanted.entry, key=key or "")


def _keep(context: Context, reading: StopReading, wanted: Stopping, why: str) -> str | None:
    body = {"moment": wanted.moment.astimezone(UTC).isoformat(), "notes": reading.notes}
    return keep_write(context, Op.STOP, wanted.entry, body, why)
