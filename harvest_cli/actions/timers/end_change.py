"""The end of a stopped timer: the moment that was meant, its rounding, and its parts by day.

Accounts that track hours get hours, counted from Harvest's own start of the timer; accounts that
track start and end get the end. Notes and day go along in the same request. A timer that ran past
midnight is divided: each day gets its own part.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from harvest_cli.actions.day.clock import (
    by_times,
    day_of,
    elapsed,
    harvest_zone,
    hours_at,
    hours_of,
    midnight_after,
    on_the_wall,
    wall_time,
)
from harvest_cli.actions.day.status_cache import StatusCache
from harvest_cli.actions.outbox.lookup import without_mark
from harvest_cli.actions.resolve.defaults import rounded_minutes, rounding_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import NewEntry, TimeEntry
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.hours import Rounding, hours_from_minutes, minute_of, minutes_from_hours
from harvest_cli.harvest.wire.write import UNSET, EntryChange
from harvest_cli.language.lengths.clock import on_clock

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
