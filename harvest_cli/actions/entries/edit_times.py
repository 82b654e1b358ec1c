"""Hours, start and end of an existing entry, in the way that its account keeps time."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from harvest_cli.actions.day.clock import (
    banked,
    by_times,
    day_of,
    hours_of,
    to_come,
    true_now,
    wall_time,
)
from harvest_cli.actions.resolve.flags import in_hours
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.hours import (
    FULL_DAY,
    ZERO,
    as_clock,
    hours_from_minutes,
    minute_of,
    minutes_from_hours,
)
from harvest_cli.harvest.wire.write import EntryChange
from harvest_cli.language.lengths.clock import (
    change,
    minutes_between,
    on_clock,
    read_clock_time,
    skipped,
)
from harvest_cli.language.lengths.durations import read_hours
from harvest_cli.language.sentence.edit import EditReading


def times_changed(
    context: Context,
    entry: TimeEntry,
    change: EntryChange,
    hours: str | None,
    begin: str | None,
    end: str | None,
) -> EntryChange:
    """The change with hours or clock times added; raises UsageError for what cannot be."""
    if hours is not None and (begin is not None or end is not None):
        message = "`--hours` cannot be combined with clock times"
        raise UsageError(message, hint="Give the hours, or `--from` and `--to`")
    if hours is not None:
        wanted = wanted_hours(context, entry, hours)
        return (
            _running(context, entry, change, wanted)
            if entry.is_running
            else _stopped(context, entry, change, wanted)
        )
    if begin is not None or end is not None:
        return _clock(context, entry, change, begin, end)
    return change


def wanted_hours(context: Context, entry: TimeEntry, typed: str) -> Decimal:
    """`1:30` as it is; `+15m` and `-15m` added to what the entry holds."""
    text = typed.strip().replace("−", "-")
    sign = text[:1] if text[:1] in "+-" else ""
    amount = read_hours(text[1:] if sign else in_hours(text), context.conventions)
    if not sign:
        return amount
    held = entry.hours or ZERO
    # Minutes add up to minutes: 0.33 h and 0.33 h are 40 minutes, which 0.66 h are too.
    minutes = minutes_from_hours(held) + minutes_from_hours(amount) * (-1 if sign == "-" else 1)
    wanted = hours_from_minutes(minutes)
    if wanted <= 0:
        message = f"Duration must be more than zero: the entry has {as_clock(held)}"
        raise UsageError(
            message,
            code="invalid_duration",
            hint=f"Subtract less, or delete it: `hv delete {entry.id}`",
        )
    if wanted > FULL_DAY:
        message = "An entry can have at most 24 hours"
        raise UsageError(message, code="invalid_duration", hint="Log the rest on its own day")
    return wanted


def settled(context: Context, entry: TimeEntry) -> TimeEntry:
    """A running entry with its hours of now, and those from before its timer."""
    if not entry.is_running or entry.timer_started_at is None:
        return entry
    held = banked(entry, context.now)
    ran = hours_of(max(timedelta(0), true_now(context) - entry.timer_started_at))
    return entry._replace(hours=held + ran, hours_without_timer=held)


def running_planned(before: TimeEntry, change: EntryChange) -> TimeEntry:
    """A running entry as a change would leave it: it runs on, from its start if that moves."""
    held, before_it = before.hours or ZERO, before.hours_without_timer
    after = before._replace(**{n: v for n, v in change.given().items() if n in before._fields})
    if isinstance(change.hours, Decimal) and before_it is not None:
        total = held - before_it + change.hours
        return after._replace(hours=total, hours_without_timer=change.hours)
    if isinstance(change.started_time, time) and before.started_time is not None:
        moved = minute_of(before.started_time) - minute_of(change.started_time)
        # By the clock alone: a start that would be a day ago is today's.
        total = held + hours_from_minutes(moved)
        return after._replace(hours=total - FULL_DAY if total > FULL_DAY else total)
    return after


def _stopped(
    context: Context, entry: TimeEntry, change: EntryChange, wanted: Decimal
) -> EntryChange:
    if not by_times(context, entry) or entry.started_time is None:
        return change._replace(hours=wanted)
    length = timedelta(minutes=minutes_from_hours(wanted))
    begun = datetime.combine(entry.spent_date or context.today, entry.started_time)
    if (begun + length).date() != begun.date():
        return change._replace(hours=wanted)
    return change._replace(hours=wanted, ended_time=(begun + length).time())


def _running(
    context: Context, entry: TimeEntry, change: EntryChange, wanted: Decimal
) -> EntryChange:
    """The running part stays; what was banked before it, or the start, gives way."""
    now = true_now(context)
    if context.account.data.company.wants_timestamp_timers:
        _refuse_older(context, entry, change)
        begun = now - timedelta(minutes=minutes_from_hours(wanted))
        if day_of(context, begun) != context.today:
            message = "The timer would have started yesterday"
            raise UsageError(message, code="invalid_duration", hint="Stop it, then edit it")
        return change._replace(started_time=wall_time(context, begun))
    since = entry.timer_started_at or now
    # In minutes, as people add them; hundredths of hours would drift.
    left = timedelta(minutes=minutes_from_hours(wanted)) - max(timedelta(0), now - since)
    if left < timedelta(0):
        ran = as_clock(hours_of(now - since))
        message = f"The timer has already run longer: {ran}"
        raise UsageError(message, code="invalid_duration", hint="Stop it first: `hv stop`")
    # Unverified: hours sent to a running entry count as those from before its timer.
    return change._replace(hours=hours_of(left))


def _clock(
    context: Context, entry: TimeEntry, change: EntryChange, begin: str | None, end: str | None
) -> EntryChange:
    started = read_clock_time(begin) if begin is not None else entry.started_time
    ended = read_clock_time(end) if end is not None else entry.ended_time
    if entry.is_running and end is not None:
        message = "The timer is running"
        raise UsageError(message, hint="End it with `hv stop at …`")
    if entry.is_running and context.account.data.company.wants_timestamp_timers:
        if begin is not None:
            _refuse_older(context, entry, change)
        _refuse_future(context, entry, started)
        return change._replace(started_time=started)
    if started is None or ended is None or entry.is_running:
        message = "This account keeps hours, not times"
        hint = "Give both `--from` and `--to`, or `--hours`"
        raise UsageError(message, hint=hint)
    moved = change.spent_date if isinstance(change.spent_date, date) else None
    day, by_clock = moved or entry.spent_date or context.today, _between(context, started, ended)
    minutes = _passed(context, day, started, ended, by_clock)
    hours = hours_from_minutes(minutes)
    if not by_times(context, entry) or minutes != by_clock:
        # Over a change of the clocks the difference of the two times is not what was worked.
        return change._replace(hours=hours)
    return change._replace(hours=hours, started_time=started, ended_time=ended)


def _refuse_older(context: Context, entry: TimeEntry, change: EntryChange) -> None:
    """Raise UsageError for a timer that is of an earlier day, or goes to another one.

    Unverified: from which day Harvest counts a start, which is a time of day.
    """
    moved = change.spent_date if isinstance(change.spent_date, date) else entry.spent_date
    if moved != entry.spent_date:
        message = "The timer is running: its day and its start cannot change together"
        raise UsageError(message, code="invalid_time", hint="Stop it first: `hv stop`")
    day = entry.spent_date or context.today
    if day < context.today:
        message = f"The timer began on an earlier day: {day_text(day, context.today)}"
        hint = "Stop it first: `hv stop --split`"
        raise UsageError(message, code="invalid_time", hint=hint)


def _refuse_future(context: Context, entry: TimeEntry, started: time | None) -> None:
    day = entry.spent_date or context.today
    local = context.now.replace(tzinfo=None)
    if started is not None and datetime.combine(day, started) > local:
        raise to_come(context, context.conventions.time_text(started))


def _passed(context: Context, day: date, started: time, ended: time, by_clock: int) -> int:
    """The minutes that passed on that day; raises UsageError for a time it had not, or twice."""

    if not change(day, context.zone):
        return by_clock
    begin, end = minute_of(started), minute_of(ended)
    found = minutes_between(day, begin, end, context.zone)
    if len(found) == 1:
        return found[0]
    code, hint = "invalid_time", "Give the hours: `--hours`"
    for moment, minute in ((started, begin), (ended, end)):
        times = len(list(on_clock(day, minute, context.zone)))
        told = context.conventions.time_text(moment)
        if times == 0:
            raise UsageError(skipped(told, day), code=code, hint=hint)
        if times > 1:
            message = f"{told} occurs twice on {day.isoformat()}"
            raise UsageError(message, code=code, hint=hint)
    raise AssertionError(found)


def _between(context: Context, started: time, ended: time) -> int:
    """Minutes from start to end; an end before the start is refused, as on Harvest's own form."""
    length = datetime.combine(date.min, ended) - datetime.combine(date.min, started)
    if length <= timedelta(0):
        told = context.conventions.time_text
        message = f"{told(ended)} is not after {told(started)}"
        raise UsageError(message, code="invalid_time", hint="Give an end after the start")
    return int(length.total_seconds() // 60)


def with_end(context: Context, reading: EditReading) -> EditReading:
    """`to 14:30` is when an entry ended, where the account has times; `to 1:30` can be both there.

    Elsewhere it is a length.
    """
    hours, timed = reading.hours or "", reading.timed
    by_clock = context.account.data.company.wants_timestamp_timers
    if timed is None or not by_clock or not _CLOCK.fullmatch(hours):
        return reading
    if not reading.text[: timed[0]].casefold().endswith(" to "):
        return reading
    if int(hours.partition(":")[0]) >= 10:
        return reading._replace(hours=None, end=hours)
    message = f'"to {hours}" may be a length or the end'
    hint = f"Write `{hours.replace(':', 'h')}`, or `until {hours}`"
    raise UsageError(message, hint=hint, text=reading.text, span=timed)


_CLOCK = re.compile(r"\d\d?:\d\d")
