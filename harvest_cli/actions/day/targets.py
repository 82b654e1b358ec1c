"""How many hours a day should have.

Where the day and the week stand against their targets, and when the day will be done.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from harvest_cli.actions.day.clock import day_of, running_now
from harvest_cli.domain.days import DAY, WEEKDAYS, Period, week_of
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.hours import ZERO, as_clock, as_decimal, clock_text, hours_from_minutes
from harvest_cli.domain.records import TYPE_CHECKING

if TYPE_CHECKING:
    from harvest_cli.actions.session.context import Context

LAST_DAYS = 7
"""Days among which the last workday is looked for."""


def target_of(context: "Context", day: date) -> Decimal | None:
    """Hours due on a day; None where it is no workday, or a day off."""
    minutes = context.targets.schedule.target(day).minutes
    return hours_from_minutes(minutes) if minutes else None


def holiday_of(context: "Context", day: date) -> str | None:
    """The name of a day off, or half of one, on which work would be due otherwise."""
    found = context.targets.schedule.target(day)
    return found.holiday if found.usual else None


def week_so_far(context: "Context", day: date) -> Period:
    """The days of this week up to today."""
    return Period(week_of(day, context.conventions.week_start).start, day)


def capacity_of(context: "Context") -> Decimal:
    """My hours of this week: those of any week, without its days off."""
    schedule, first = context.targets.schedule, context.conventions.week_start
    days = [schedule.target(day) for day in week_of(context.today, first).days()]
    spared = sum(day.usual - day.minutes for day in days)
    return hours_from_minutes(schedule.week(context.today).total - spared)


def done_at(
    context: "Context", now: datetime, today: Decimal, running: Sequence[TimeEntry]
) -> datetime | None:
    """When today's target will be reached if the timer goes on; None when nothing counts there.

    To the minute: hours are hundredths, and 0:20 is a few seconds more than the 0.33 it is read as.
    """
    target = target_of(context, day_of(context, now))
    if target is None or today >= target or not counts_today(context, running, now):
        return None
    moment = now.astimezone(UTC) + timedelta(seconds=int((target - today) * 3600) + 30)
    return moment.replace(second=0, microsecond=0)


def counts_today(context: "Context", running: Sequence[TimeEntry], now: datetime) -> bool:
    """Whether a running timer is on today's sheet."""
    today = day_of(context, now)
    return any(entry.spent_date == today for entry in running)


def unsent(context: "Context") -> int:
    """How many entries wait here to be sent."""
    outbox = context.existing_outbox
    return outbox.waiting() if outbox is not None else 0


def rejected(context: "Context") -> int:
    """How many entries were refused, and are neither mended nor discarded."""
    outbox = context.existing_outbox
    return outbox.rejected() if outbox is not None else 0


def glance_of(context: "Context", running: Sequence[TimeEntry], now: datetime) -> dict[str, str]:
    """What the status file tells of day and week, from what is known without asking."""
    today = day_of(context, now)
    ids = {entry.id for entry in running}
    live = [running_now(entry, now) for entry in running]
    days = week_so_far(context, today)
    hours = [(e.spent_date, e.hours) for e in context.account.data.recent if e.id not in ids]
    hours += [(e.spent_date, e.hours or ZERO) for e in live if e.spent_date is not None]
    day_sum = sum((hour for day, hour in hours if day == today), ZERO)
    week_sum = sum((hour for day, hour in hours if day in days), ZERO)
    return glance_fields(context, running, now, day_sum, week_sum)


def glance_fields(
    context: "Context", running: Sequence[TimeEntry], now: datetime, today: Decimal, week: Decimal
) -> dict[str, str]:
    """Day and week in the words of the status file."""
    style = context.conventions.time_format
    target, capacity = target_of(context, day_of(context, now)), capacity_of(context)
    done = done_at(context, now, today, running)
    # A log, the fastest command, has no balance to tell.
    from harvest_cli.actions.day.balance_now import balance_now

    balance, missing = balance_now(context, today), missing_of(context)
    started = next((e.timer_started_at for e in running if e.timer_started_at), None)
    return {
        "time_format": style,
        "today_at": str(int(today * 100)),
        "week_at": str(int(week * 100)),
        "target_at": "" if target is None else str(int(target * 100)),
        "target": _text(target, style),
        "capacity": _text(capacity, style),
        "counts": "yes" if counts_today(context, running, now) else "",
        "since": _clock(context, started),
        "done": _clock(context, done),
        "unsent": str(unsent(context) or ""),
        "rejected": str(rejected(context) or ""),
        **({} if balance is None else {"balance": _signed(balance, style)}),
        **({"missing": f"{_text(missing[1], style)} missing {missing[0]}"} if missing else {}),
    }


def missing_of(context: "Context") -> tuple[str, Decimal] | None:
    """The last workday before today and the hours that it lacks, if it does.

    As far as hv knows of entries without asking.
    """
    day = context.today
    for _ in range(LAST_DAYS):
        day -= DAY
        target = target_of(context, day)
        if target is not None:
            lacks = target - context.account.hours_on(day)
            return (WEEKDAYS[day.weekday()], lacks) if lacks > 0 else None
    return None


def _text(hours: Decimal | None, style: str) -> str:
    if hours is None:
        return ""
    return as_decimal(hours) if style == "decimal" else as_clock(hours)


def _signed(hours: Decimal, style: str) -> str:
    return f"+{_text(hours, style)}" if hours > 0 else _text(hours, style)


def _clock(context: "Context", moment: datetime | None) -> str:
    if moment is None:
        return ""
    shown = moment.astimezone(context.zone).time()
    return clock_text(shown, context.conventions.clock)
