"""Months by number, counted from year 0, and entries handed out month by month."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path

from harvest_cli.domain.days import Period, month_of
from harvest_cli.domain.entries import TimeEntry


class Ahead:
    """Entries in the order of their days, handed out month by month."""

    def __init__(self, entries: Iterator[TimeEntry]) -> None:
        self._months = groupby(
            entries, key=lambda entry: month_number(entry.spent_date or date.min)
        )
        self._next = next(self._months, None)

    def of(self, month: int) -> Iterator[TimeEntry]:
        """The entries of a month; months are asked for in their order, and may be passed over."""
        while self._next is not None and self._next[0] < month:
            self._next = next(self._months, None)
        if self._next is None or self._next[0] != month:
            return
        yield from self._next[1]
        self._next = next(self._months, None)


def by_day(entry: TimeEntry) -> tuple[date, int]:
    """A key to sort by: day, then id."""
    return entry.spent_date or date.min, entry.id


def month_number(day: date) -> int:
    """The number of the month that holds a day."""
    return day.year * 12 + day.month - 1


def days_of(month: int) -> Period:
    """The days of a month."""
    return month_of(date(month // 12, month % 12 + 1, 1))


def month_of_file(path: Path) -> int | None:
    """The month that a path such as `year=2026/month=11/entries.csv` is for."""
    try:
        year, month = (int(part.name.partition("=")[2]) for part in (path.parents[1], path.parent))
    except ValueError:
        return None
    return year * 12 + month - 1
