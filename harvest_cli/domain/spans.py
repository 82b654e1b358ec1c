"""Periods cut into pieces and compared with earlier ones."""

from collections.abc import Iterator
from datetime import date, timedelta

from harvest_cli.domain.days import DAY, Period, month_of


def slices(period: Period, days: int) -> Iterator[Period]:
    """The period in pieces of at most `days` days, in order."""
    start = period.start
    while True:
        end = (
            min(period.end, start + timedelta(days=days - 1)) if _room(start, days) else period.end
        )
        yield Period(start, end)
        if end >= period.end:
            return
        start = end + DAY


def _room(start: date, days: int) -> bool:
    return (date.max - start).days >= days


def period_before(period: Period) -> Period:
    """The one right before: whole months before whole months, else as many days."""
    if period.start.day == 1 and period.end == month_of(period.end).end:
        months = _months(period.end) - _months(period.start) + 1
        return Period(_shifted(period.start, -months), period.start - DAY)
    length = period.end - period.start + DAY
    return Period(period.start - length, period.start - DAY)


def year_before(period: Period) -> Period:
    """The same days of the year before; the last of February stays the last."""
    start, end = _shifted(period.start, -12), _shifted(period.end, -12)
    return Period(start, month_of(end).end if period.end == month_of(period.end).end else end)


def so_far(earlier: Period, period: Period, today: date) -> Period:
    """`earlier`, cut where `period` stands today, so that like is compared with like."""
    if today not in period:
        return earlier
    return Period(earlier.start, min(earlier.end, earlier.start + (today - period.start)))


def _months(day: date) -> int:
    return day.year * 12 + day.month


def _shifted(day: date, months: int) -> date:
    """The same day so many months on, or the last of that month; never before the first year."""
    whole = max(day.year * 12 + day.month - 1 + months, 12)
    first = date(whole // 12, whole % 12 + 1, 1)
    return first.replace(day=min(day.day, month_of(first).end.day))
