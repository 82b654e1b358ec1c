"""Days and periods of days."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import IntEnum
from typing import NamedTuple

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


def week_of(day: date, first: WeekStart) -> Period:
    """The week that holds `day`."""
    start = day - timedelta(days=(day.weekday() - first) % 7)
    return Period(start, start + timedelta(days=6))


def month_of(day: date) -> Period:
    """The calendar month that holds `day`."""
    start = day.replace(day=1)
    after = (start + timedelta(days=31)).replace(day=1)
    return Period(start, after - DAY)


WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_text(day: date, today: date | None = None) -> str:
    """`Sat 21 Nov`, with the year when it is not the year of `today`; always in English."""
    text = f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"
    return text if today is not None and day.year == today.year else f"{text} {day.year}"
