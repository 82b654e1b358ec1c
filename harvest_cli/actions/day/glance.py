"""What is known of day, week and balance without asking: the glance that the status file gives."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zlib import crc32

from harvest_cli.actions.day.clock import day_of, running_now
from harvest_cli.domain.balance import TimeKind, day_part, hours_of
from harvest_cli.domain.days import DAY, WEEKDAYS, Period, week_of
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.hours import ZERO, as_clock, as_decimal, clock_text, hours_from_minutes
from harvest_cli.domain.records import TYPE_CHECKING
from harvest_cli.local.cache.balance_cache import BalanceCache
from harvest_cli.local.config.schedule_tables import BALANCE

if TYPE_CHECKING:
    from harvest_cli.actions.session.context import Context

SINCE, START = "balance_since", "balance_start"
TABLES = ("holidays", "target", "leave", BALANCE)
MOST_DAYS = 60
"""Days for which the entries that hv knows by itself stand in."""


def first_day(context: "Context") -> date:
    """The setting `balance_since`, else the first of this year; raises UsageError if to come."""
    set_, today = context.settings.get(SINCE), context.today
    since = date.fromisoformat(set_) if set_ else today.replace(month=1, day=1)
    if since > today:
        message = f"The balance begins on {since}, which is in the future ({SINCE})"
        raise UsageError(message, hint=f"Set an earlier day: `hv config set {SINCE} {today}`")
    return since


def balance_cache(context: "Context") -> BalanceCache:
    """What is kept of my entries."""
    login = context.credentials
    owner: list[str | int | None] = [login.api_url, login.account_id, context.account.data.user.id]
    return BalanceCache(context.places().cache, owner)


def settings_mark(context: "Context") -> str:
    """What a balance depends on besides entries, as one word."""
    settings, known = context.settings, context.conventions
    tables = [settings.tables.get(name) for name in TABLES]
    week = (known.workdays, known.workday_minutes, known.weekly_minutes)
    told = (settings.get(SINCE), settings.get(START), tables, week)
    return f"{crc32(repr(told).encode()):08x}"


def balance_now(context: "Context", today: Decimal) -> Decimal | None:
    """The balance with the hours of today so far; None where `hv balance` has to be asked.

    Of the days since it was, the entries count that hv knows of.
    """
    reached, now = balance_cache(context).reached(), context.today
    if reached is None or reached.mark != settings_mark(context):
        return None
    since = Period(reached.day + DAY, now)
    if not 0 <= (now - since.start).days <= MOST_DAYS:
        return None
    hours: dict[date, dict[str, int]] = {day: {} for day in since.days()}
    for row in context.account.data.recent:
        if row.spent_date in since and row.spent_date != now:
            kind = reached.kinds.get(row.task_id, TimeKind.WORK)
            of_day = hours[row.spent_date]
            of_day[kind] = of_day.get(kind, 0) + int(row.hours * 100)
    hours[now] = {TimeKind.WORK: int(today * 100)}
    schedule = context.targets.schedule
    parts = (day_part(found, day, schedule, now) for day, found in hours.items())
    return hours_of(reached.seconds + sum(part.difference for part in parts))


LAST_DAYS = 7
"""Days among which the last workday is looked for."""


def week_so_far(context: "Context", day: date) -> Period:
    """The days of its week up to a day."""
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
    target = context.targets.due(day_of(context, now))
    if target is None or today >= target or not counts_today(context, running, now):
        return None
    moment = now.astimezone(UTC) + timedelta(seconds=int((target - today) * 3600) + 30)
    return moment.replace(second=0, microsecond=0)


def counts_today(context: "Context", running: Sequence[TimeEntry], now: datetime) -> bool:
    """Whether a running timer is on today's sheet."""
    today = day_of(context, now)
    return any(entry.spent_date == today for entry in running)


def pending_and_rejected(context: "Context") -> tuple[int, int]:
    """How many entries wait here to be sent, and how many were refused and still stand here."""
    outbox = context.existing_outbox
    return (outbox.waiting(), outbox.rejected()) if outbox is not None else (0, 0)


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
    target, capacity = context.targets.due(day_of(context, now)), capacity_of(context)
    done = done_at(context, now, today, running)
    unsent, rejected = pending_and_rejected(context)
    balance, missing = balance_now(context, today), missing_of(context)
    sign = "+" if balance and balance > 0 else ""
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
        "unsent": str(unsent or ""),
        "rejected": str(rejected or ""),
        **({} if balance is None else {"balance": f"{sign}{_text(balance, style)}"}),
        **({"missing": f"{_text(missing[1], style)} missing {missing[0]}"} if missing else {}),
    }


def missing_of(context: "Context") -> tuple[str, Decimal] | None:
    """The last workday before today and the hours that it lacks, if it does.

    As far as hv knows of entries without asking.
    """
    day = context.today
    for _ in range(LAST_DAYS):
        day -= DAY
        target = context.targets.due(day)
        if target is not None:
            lacks = target - context.account.hours_on(day)
            return (WEEKDAYS[day.weekday()], lacks) if lacks > 0 else None
    return None


def _text(hours: Decimal | None, style: str) -> str:
    if hours is None:
        return ""
    return as_decimal(hours) if style == "decimal" else as_clock(hours)


def _clock(context: "Context", moment: datetime | None) -> str:
    if moment is None:
        return ""
    shown = moment.astimezone(context.zone).time()
    return clock_text(shown, context.conventions.clock)
