"""Days and periods of days; periods cut into pieces and compared with earlier ones."""

from collections.abc import Iterator
from datetime import date, timedelta

from harvest_cli.domain.records import IntEnum, NamedTuple

DAY = timedelta(days=1)


class WeekStart(IntEnum):
    """First day of the week, numbered as `date.weekday()` (Harvest docs, Company)."""

    MONDAY = 0
    SATURDAY = 5
    SUNDAY = 6


class Period(NamedTuple):
    """A run of days, both ends included."""

    start: date
    end: date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.start <= day <= self.end

    def days(self) -> Iterator[date]:
        """Each day, in order."""
        day = self.start
        while day <= self.end:
            yield day
            if day == date.max:
                return
            day += DAY


def week_of(day: date, first: int) -> Period:
    """The week that holds `day`; `first` is a weekday as `date.weekday()` numbers it."""
    start = day - timedelta(days=(day.weekday() - first) % 7)
    return Period(start, start + timedelta(days=6))


def month_of(day: date) -> Period:
    """The calendar month that holds `day`."""
    start = day.replace(day=1)
    if day.month == 12:
        return Period(start, day.replace(day=31))
    return Period(start, start.replace(month=day.month + 1) - DAY)


def month_number(day: date) -> int:
    """The number of the month that holds `day`, counted from year 0."""
    return day.year * 12 + day.month - 1


def numbered_month(number: int) -> Period:
    """The month of that number."""
    return month_of(date(number // 12, number % 12 + 1, 1))


def months_of(day: date, many: int) -> Period:
    """The quarter (3) or half (6) of the year that holds `day`."""
    first = day.month - (day.month - 1) % many
    return Period(date(day.year, first, 1), month_of(date(day.year, first + many - 1, 1)).end)


WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_text(day: date, today: date | None = None) -> str:
    """`Sat 21 Nov`, with the year when it is not the year of `today`; always in English."""
    text = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return text if today is not None and day.year == today.year else f"{text} {day.year}"


def slices(period: Period, days: int) -> Iterator[Period]:
    """The period in pieces of at most `days` days, in order."""
    start = period.start
    while True:
        room = (date.max - start).days >= days
        end = min(period.end, start + timedelta(days=days - 1)) if room else period.end
        yield Period(start, end)
        if end >= period.end:
            return
        start = end + DAY


def period_before(period: Period) -> Period:
    """The one right before: whole months before whole months, else as many days."""
    if period.start.day == 1 and period.end == month_of(period.end).end:
        months = month_number(period.end) - month_number(period.start) + 1
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


def _shifted(day: date, months: int) -> date:
    """The same day so many months on, or the last of that month; never before the first year."""
    month = numbered_month(max(month_number(day) + months, 12))
    return month.end.replace(day=min(day.day, month.end.day))
