"""Giving a stopped timer the end that was meant, in either of Harvest's two ways to keep time.

Accounts that track hours get hours, counted from Harvest's own start of the timer; accounts that
track start and end get the end. Notes and day go along in the same request.
"""

from datetime import datetime, timedelta
from decimal import Decimal

from harvest_cli.actions.day.clock import (
    by_times,
    elapsed,
    harvest_zone,
    hours_at,
    hours_of,
    wall_time,
)
from harvest_cli.actions.day.status_cache import StatusCache
from harvest_cli.actions.outbox import writes
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.hours import minutes_from_hours
from harvest_cli.harvest.wire.write import EntryChange
from harvest_cli.language.lengths.clock import on_clock

CLOSE = Decimal("0.02")
"""Harvest rounds to hundredths, and a minute is less than two of them."""
LATE = timedelta(seconds=60)
DAY = timedelta(hours=24)


def true_begin(context: Context, running: TimeEntry) -> datetime | None:
    """When a running entry began, before it is stopped: that is known no longer afterwards.

    A day and a clock time can be two moments, when the clocks went back; Harvest's own start of
    the timer, or hv's note of a backdated one, tells which.
    """
    since, zone = StatusCache(context).began(running), harvest_zone(context)
    by_clock = context.account.data.company.wants_timestamp_timers is not False
    if not by_clock or running.spent_date is None or running.started_time is None:
        return since
    minute = running.started_time.hour * 60 + running.started_time.minute
    moments = list(on_clock(running.spent_date, minute, zone))
    if since is None or not moments:
        return since if not moments else moments[0]
    near = min(moments, key=lambda moment: abs(elapsed(moment, since)))
    return since if abs(elapsed(near, since)) < LATE else near


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
    if begin is None or elapsed(begin, moment) >= DAY:
        return None
    wanted = hours_of(max(timedelta(0), elapsed(begin, moment)))
    if stopped.hours is not None and abs(stopped.hours - wanted) < CLOSE:
        return None
    wall = on_the_wall(context, begin, moment)
    if wall != minutes_from_hours(wanted):
        # Over a change of the clocks the difference of the two times is not what was worked.
        return EntryChange(hours=wanted)
    return EntryChange(ended_time=wall_time(context, moment))


def on_the_wall(context: Context, begin: datetime, end: datetime) -> int:
    """Minutes between two clock times by subtraction; past midnight is the next day."""
    first, last = wall_time(context, begin), wall_time(context, end)
    return (last.hour * 60 + last.minute - first.hour * 60 - first.minute) % (24 * 60)


def corrected(
    context: Context, running: TimeEntry, stopped: TimeEntry, moment: datetime
) -> writes.Done:
    """Make an entry that was just stopped end at `moment`; one request, or none when it does."""
    begin = true_begin(context, running)
    change = end_change(context, running, stopped, moment, begin)
    if change is None:
        return writes.Done(True, stopped)
    return writes.update(context, stopped.id, change, stopped)
