"""The end of a timer: the moment that was meant, its rounding, its parts by day, and its row.

Accounts that track hours get hours, counted from Harvest's own start of the timer; accounts that
track start and end get the end. Notes and day go along in the same request. A timer that ran past
midnight is divided: each day gets its own part. The row of a stop keeps all of it, so that any
later run works out the same.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from harvest_cli.actions.day.clock import (
    banked,
    by_times,
    day_of,
    elapsed,
    harvest_zone,
    hours_at,
    hours_of,
    midnight_after,
    on_the_wall,
    true_now,
    wall_time,
)
from harvest_cli.actions.day.status_cache import StatusCache
from harvest_cli.actions.outbox.intent import change_of, packed_change
from harvest_cli.actions.outbox.row_facts import without_mark
from harvest_cli.actions.resolve.defaults import rounded_minutes, rounding_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import NewEntry, TimeEntry
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.hours import (
    ZERO,
    Rounding,
    hours_from_minutes,
    minute_of,
    minutes_from_hours,
)
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.harvest.wire.write import UNSET, EntryChange
from harvest_cli.language.lengths.clock import on_clock
from harvest_cli.language.sentence.stop import StopReading
from harvest_cli.local.outbox.row import Row, pack, plain, unpack_entry, value_of

CLOSE = Decimal("0.02")
"""Harvest rounds to hundredths, and a minute is less than two of them."""
LATE = timedelta(seconds=60)


def true_begin(context: Context, running: TimeEntry) -> datetime | None:
    """When a running entry began, before it is stopped: that is known no longer afterwards.

    A day and a clock time can be two moments, when the clocks went back; Harvest's own start of
    the timer, or hv's note of a backdated one, tells which. A timer that was let run on the sheet
    of an earlier day has that day, and the clock time at which it really began.
    """
    since, zone = StatusCache(context).began(running), harvest_zone(context)
    by_clock = context.account.data.company.wants_timestamp_timers is not False
    if not by_clock or running.spent_date is None or running.started_time is None:
        return since
    minute = minute_of(running.started_time)
    moments = list(on_clock(running.spent_date, minute, zone))
    if since is None or not moments:
        return since if not moments else moments[0]
    near = min(moments, key=lambda moment: abs(elapsed(moment, since)))
    if abs(elapsed(near, since)) < LATE:
        return since
    wall = since.astimezone(zone).time()
    of_later_day = (wall.hour, wall.minute) == divmod(minute, 60) and near < since <= context.now
    return since if of_later_day else near


def end_change(
    context: Context,
    running: TimeEntry,
    stopped: TimeEntry,
    moment: datetime,
    begin: datetime | None,
) -> EntryChange | None:
    """The change that makes a stopped entry end at `moment`; None when it does already.

    `begin` is the `true_begin` of the entry while it ran.
    """
    if not by_times(context, stopped):
        wanted = hours_at(running, moment, context.now)
        # What stood there before the timer was never in minutes; what it ran is.
        close = stopped.hours is not None and abs(stopped.hours - wanted) < CLOSE
        return None if close else EntryChange(hours=wanted)
    if begin is None:
        return None
    wanted = hours_of(max(timedelta(0), elapsed(begin, moment)))
    if stopped.hours is not None and abs(stopped.hours - wanted) < CLOSE:
        return None
    wall = on_the_wall(context, begin, moment)
    if wall != minutes_from_hours(wanted):
        # Over a change of the clocks, or a day and more, two times do not tell what was worked.
        return EntryChange(hours=wanted)
    return EntryChange(ended_time=wall_time(context, moment))


MOST_DAYS = 7


def own_end(
    context: Context, entry: TimeEntry, moment: datetime, begun: datetime | None = None
) -> datetime:
    """When the part of the entry's own day ends: at its midnight, or at `moment`.

    A timer that was `begun` on a later day, on an entry of this one, adds nothing to it.
    Raises UsageError where the parts would be more than a week.
    """
    if entry.spent_date is None:
        return moment
    if (day_of(context, moment) - entry.spent_date).days > MOST_DAYS:
        message = f"The timer has run since {entry.spent_date.isoformat()}: too long to divide"
        raise UsageError(message, hint="Stop it at a time: `hv stop at 18:00 monday`")
    midnight = midnight_after(context, entry.spent_date)
    return min(moment, max(midnight, begun) if begun else midnight)


def later_parts(
    context: Context, entry: TimeEntry, begin: datetime, end: datetime
) -> Iterator[NewEntry]:
    """New entries from `begin` to `end`, one a day."""
    while elapsed(begin, end) >= timedelta(minutes=1):
        until = min(end, midnight_after(context, day_of(context, begin)))
        yield _part(context, entry, begin, until)
        begin = until


def _part(context: Context, entry: TimeEntry, begin: datetime, end: datetime) -> NewEntry:
    hours = hours_of(elapsed(begin, end))
    # Over a change of the clocks the two times do not tell what was worked, nor do they of a
    # whole day: then hours alone are right.
    fits = on_the_wall(context, begin, end) == minutes_from_hours(hours)
    timed = fits and context.account.data.company.wants_timestamp_timers is not False
    return NewEntry(
        project_id=entry.project.id,
        task_id=entry.task.id,
        spent_date=day_of(context, begin),
        hours=hours,
        started_time=wall_time(context, begin) if timed else None,
        ended_time=wall_time(context, end) if timed else None,
        notes=entry.notes,
        external_reference=without_mark(entry.external_reference),
    )


DAY = date(1, 1, 1)


def rounded_stop(
    context: "Context", stopped: "TimeEntry", change: EntryChange | None
) -> tuple[EntryChange | None, str | None]:
    """The change to send with the rounding of the settings in it, and what to say of it."""
    rounding = rounding_of(context, None)
    if rounding is None:
        return change, None

    planned = change or EntryChange()
    if by_times(context, stopped):
        return _moved_end(stopped, change, planned, rounding)
    hours = stopped.hours if planned.hours is UNSET else planned.hours
    if hours is None:
        return change, None
    after, said = rounded_minutes(minutes_from_hours(hours), rounding)
    return (planned._replace(hours=hours_from_minutes(after)), said) if said else (change, None)


def _moved_end(
    stopped: "TimeEntry", change: EntryChange | None, planned: EntryChange, rounding: Rounding
) -> tuple[EntryChange | None, str | None]:
    start = stopped.started_time if planned.started_time is UNSET else planned.started_time
    end = stopped.ended_time if planned.ended_time is UNSET else planned.ended_time
    if start is None or end is None or end < start:
        return change, None
    begin = datetime.combine(DAY, start)
    worked = int((datetime.combine(DAY, end) - begin).total_seconds()) // 60
    after, said = rounded_minutes(worked, rounding)
    moved = begin + timedelta(minutes=after)
    if said is None or moved.date() != DAY:
        return change, None
    return planned._replace(ended_time=moved.time()), said


# -- a stop as its row tells it --------------------------------------------------------------------


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


class StopPlan(NamedTuple):
    """A stop as it was typed: its words and flags, and the timer and moment that they mean."""

    reading: StopReading
    flags: StopFlags
    wanted: Stopping


class Ending(NamedTuple):
    """A stop as its row tells it.

    `sent` is when hv's own stop may have left, `stopped` the entry once that is proven; `change`
    gives it the end that was meant. `problem` and `said` are for the person. A timer was `ended`
    where a start did it; the end is one that the settings may round where it `rounds`.
    """

    wanted: Stopping
    is_now: bool = False
    ago: int | None = None
    notes: str | None = None
    note: str | None = None
    day: date | None = None
    split: bool = False
    sent: datetime | None = None
    stopped: TimeEntry | None = None
    change: EntryChange | None = None
    problem: str | None = None
    said: str | None = None
    ended: bool = False
    rounds: bool = False


def told_of(ending: Ending) -> dict[str, Any]:
    """A stop as its row keeps it; the timer itself stands beside it."""
    wanted = ending.wanted
    told = {
        "moment": wanted.moment.astimezone(UTC).isoformat(),
        "begun": wanted.begun and wanted.begun.astimezone(UTC).isoformat(),
        "asked": wanted.asked,
        "day": ending.day and plain(ending.day),
        "sent": ending.sent and ending.sent.astimezone(UTC).isoformat(),
        "stopped": ending.stopped and pack(ending.stopped),
        "change": packed_change(ending.change),
    }
    return {**told, **{name: getattr(ending, name) for name in _PLAINLY}}


_PLAINLY = ("is_now", "ago", "notes", "note", "split", "problem", "said", "ended", "rounds")
"""What a row keeps as it is."""


def ending_of(row: Row, told: Mapping[str, Any]) -> Ending:
    """The stop that a row tells; raises ValueError, TypeError or KeyError for a damaged one."""
    begun, sent = (told.get(name) for name in ("begun", "sent"))
    stopped, day = told.get("stopped"), told.get("day")
    moment = datetime.fromisoformat(told["moment"]).astimezone(UTC)
    wanted = Stopping(unpack_entry(row.base_json or "{}"), moment, bool(told.get("asked", True)))
    return Ending(
        wanted._replace(begun=begun and datetime.fromisoformat(begun)),
        sent=sent and datetime.fromisoformat(sent),
        stopped=unpack_entry(stopped) if stopped else None,
        change=change_of(told.get("change")),
        day=value_of("spent_date", day) if day else None,
        **{name: told[name] for name in _PLAINLY if name in told},
    )


def settled(entry: TimeEntry, asked_at: datetime) -> TimeEntry:
    """A running entry with what it holds beside its timer, which is hard to tell later."""
    return entry._replace(hours_without_timer=banked(entry, asked_at))


def as_meant(context: Context, ending: Ending, *, live: bool) -> Ending:
    """The same with the change that gives the entry the end, notes and day that were asked for.

    `live` where it was stopped just now and a person waits: now is by Harvest's clock then.
    """
    wanted, stopped = ending.wanted, ending.stopped
    assert stopped is not None
    now = true_now(context)
    moment = wanted.moment
    if live:
        moment = now - timedelta(minutes=ending.ago) if ending.ago else moment
        moment = now if ending.is_now else moment
    ending = ending._replace(wanted=wanted._replace(moment=moment))
    problem = _changed_elsewhere(context, ending, stopped, live=live)
    end = own_end(context, wanted.entry, moment, wanted.begun) if ending.split else moment
    change = _change(context, ending, stopped, None if problem else end, live=live)
    said = None
    if ending.rounds and not ending.split and problem is None:
        change, said = rounded_stop(context, stopped, change)
    split = ending.split and problem is None
    return ending._replace(change=change, problem=problem, said=said, split=split)


def _changed_elsewhere(
    context: Context, ending: Ending, stopped: TimeEntry, *, live: bool
) -> str | None:
    """What to say when the timer was not the one that hv knew, so that its end cannot be told."""
    wanted, now = ending.wanted, true_now(context)
    if wanted.asked or (live and wanted.moment >= now - SLACK):
        return None
    at = now if live else stopped.updated_at or now
    known = (wanted.entry.spent_date, wanted.entry.started_time)
    if by_times(context, stopped):
        same = known == (stopped.spent_date, stopped.started_time)
    else:
        expected = hours_at(wanted.entry, at, context.now)
        same = abs((stopped.hours or ZERO) - expected) < MOVED
    if same:
        return None
    return (
        "The timer was changed elsewhere meanwhile, so it was stopped just now: "
        f"check it, and set its hours with `hv edit {stopped.id} --hours …`"
    )


def _change(
    context: Context, ending: Ending, stopped: TimeEntry, end: datetime | None, *, live: bool
) -> EntryChange | None:
    timed, wanted = None, ending.wanted
    is_meant = not (ending.is_now and live) or ending.split or _is_off(context, wanted, stopped)
    if end is not None and is_meant:
        timed = end_change(context, wanted.entry, stopped, end, wanted.begun)
    change = timed or EntryChange()
    notes = with_notes(ending, stopped)
    if notes is not None:
        change = change._replace(notes=notes)
    if ending.day is not None:
        change = change._replace(spent_date=ending.day)
    return change if change.given() else None


def _is_off(context: Context, wanted: Stopping, stopped: TimeEntry) -> bool:
    """Whether an account of clock times counted clearly other hours than really passed."""
    # Unverified: how Harvest counts a timer that was given a start on the day before, or one that
    # runs over a change of the clocks.
    if wanted.begun is None or stopped.hours is None or not by_times(context, stopped):
        return False
    ran = hours_of(elapsed(wanted.begun, true_now(context)))
    return abs(ran - stopped.hours) > OFF


def with_notes(ending: Ending, stopped: TimeEntry) -> str | None:
    """The notes that the entry is to have; None where it has them."""
    held, added = stopped.notes or "", ending.notes
    if ending.note is not None:
        return ending.note if ending.note != held else None
    if not added or added in held.splitlines() or held.endswith(added):
        return None
    return f"{held}\n{added}" if held else added
