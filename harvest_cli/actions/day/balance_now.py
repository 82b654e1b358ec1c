"""The balance as far as it is known without asking: what `hv balance` kept, and the days since."""

from datetime import date
from decimal import Decimal
from zlib import crc32

from harvest_cli.domain.balance import TimeKind, day_part, hours_of
from harvest_cli.domain.days import DAY, Period
from harvest_cli.domain.errors import UsageError
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
