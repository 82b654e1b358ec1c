"""Real time between moments, and clock times as Harvest wants them, whatever the clocks did.

Two aware times of one zone subtract by the wall in Python; here every difference is taken in UTC.
"""

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from decimal import Decimal

from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import DAY, day_text
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.hours import (
    DAY_MINUTES,
    ZERO,
    Ratio,
    clock_text,
    hours_from_minutes,
    minute_of,
)
from harvest_cli.domain.wall_clock import stated_now

MUCH = timedelta(seconds=120)
"""A clock that is further off than this is worth a warning."""


def elapsed(start: datetime, end: datetime) -> timedelta:
    """Real time from one moment to another."""
    return end.astimezone(UTC) - start.astimezone(UTC)


def hours_of(span: timedelta) -> Decimal:
    """A span of time as Harvest's hundredths, rounded half up."""
    return hours_from_minutes(Ratio(round(span.total_seconds()), 60))


def harvest_zone(context: Context) -> tzinfo:
    """The zone that Harvest reads clock times in: the user's there, whatever hv was set to."""
    # zoneinfo loads in 5 ms, and `hv outbox` reads no times of Harvest.
    from harvest_cli.domain.zones import zone_named

    return zone_named(context.account.data.user.timezone) or context.zone


def wall_time(context: Context, moment: datetime) -> time:
    """What a clock in Harvest's zone for me shows at that moment; seconds are dropped."""
    return moment.astimezone(harvest_zone(context)).time().replace(second=0, microsecond=0)


def on_the_wall(context: Context, begin: datetime, end: datetime) -> int:
    """Minutes between two clock times by subtraction; past midnight is the next day."""
    first, last = wall_time(context, begin), wall_time(context, end)
    return (minute_of(last) - minute_of(first)) % DAY_MINUTES


def moment_text(context: Context, moment: datetime) -> str:
    """A moment for people: the clock as the account writes it, with the day unless it is today."""
    local = moment.astimezone(context.zone)
    clock = clock_text(local.time(), context.account.data.company.clock)
    if local.date() == context.today:
        return clock
    if local.date() == context.today - DAY:
        return f"{clock} yesterday"
    return f"{clock} on {day_text(local.date(), context.today)}"


def to_come(context: Context, typed: str) -> UsageError:
    """The refusal of a moment, as it is written, that must be past."""
    message = f"{typed} is in the future: it is {moment_text(context, context.now)} now"
    return UsageError(message, code="invalid_time", hint="Give an earlier time")


def day_of(context: Context, moment: datetime) -> date:
    """The day that moment belongs to."""
    return moment.astimezone(context.zone).date()


def midnight_after(context: Context, day: date) -> datetime:
    """The moment when a day ends."""
    return datetime.combine(day + timedelta(days=1), time.min, context.zone).astimezone(UTC)


def clock_error(context: Context) -> timedelta:
    """How far Harvest's clock is ahead of ours by its last answer; zero while none told.

    With `HV_NOW` somebody chose the present, and it is not corrected.
    """
    if stated_now(context.environ):
        return timedelta(0)
    told = context.client.server_date
    if told is None or abs(elapsed(context.clock(), told)) <= MUCH:
        return timedelta(0)
    # A clock that jumped while this ran does not make the moment wrong at which it began.
    error = elapsed(context.now, told)
    return error if abs(error) > MUCH else timedelta(0)


def true_now(context: Context) -> datetime:
    """This moment by Harvest's clock where ours is far off, which is said once."""
    error = clock_error(context)
    if error:
        minutes = round(abs(error).total_seconds() / 60)
        side = "behind" if error > timedelta(0) else "ahead of"
        context.warn(
            f"This machine's clock is {minutes // 60}:{minutes % 60:02d} {side} Harvest's; "
            "times are counted by Harvest's"
        )
    return context.now.astimezone(UTC) + error


def banked(entry: TimeEntry, asked_at: datetime) -> Decimal:
    """Hours of a running entry from before its timer; worked out where Harvest left them out."""
    if entry.hours_without_timer is not None:
        return entry.hours_without_timer
    if entry.timer_started_at is None:
        return entry.hours or ZERO
    return max(ZERO, (entry.hours or ZERO) - hours_of(elapsed(entry.timer_started_at, asked_at)))


def hours_at(entry: TimeEntry, moment: datetime, asked_at: datetime) -> Decimal:
    """What a running entry holds at a moment, counted from Harvest's own start of the timer.

    A moment before that start takes off of what was banked: a timer that was started late.
    """
    before = banked(entry, asked_at)
    if entry.timer_started_at is None:
        return before
    return max(ZERO, before + hours_of(elapsed(entry.timer_started_at, moment)))


def by_times(context: Context, entry: TimeEntry) -> bool:
    """Whether this account tracks start and end; a stopped entry tells where nobody else does."""
    told = context.account.data.company.wants_timestamp_timers
    if told is not None:
        return told
    return entry.started_time is not None and entry.ended_time is not None


def stopped_at(entry: TimeEntry, moment: datetime) -> TimeEntry:
    """A running entry as it is once it was stopped at that moment."""
    return running_now(entry, moment)._replace(is_running=False, timer_started_at=None)


def running_now(entry: TimeEntry, now: datetime) -> TimeEntry:
    """A running entry with the hours that it has by now."""
    since = entry.timer_started_at
    # Our clock may be behind; nothing runs backwards because of that.
    return entry._replace(hours=hours_at(entry, max(now, since) if since else now, now))
