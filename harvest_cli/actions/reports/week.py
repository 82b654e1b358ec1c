"""`hv week` and `hv gaps`: hours by day against what is due. Always mine, the running timer too."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from harvest_cli.actions.day.targets import target_of
from harvest_cli.actions.entries.read import Progress, entries_in, ledger_of, nobody
from harvest_cli.actions.resolve.query import QueryFlags, scope_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import DAY, Period, week_of
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.records import NamedTuple

LOOK_BACK = timedelta(days=30)
BARE = {"last": "last week", "previous": "last week", "this": "this week"}
"""Words that only make sense where a week is meant."""


class WeekRow(NamedTuple):
    """One project and task: the hours of each day of the week; `running` is the day it runs on."""

    client: str
    project: str
    task: str
    hours: tuple[Decimal, ...]
    running: date | None = None

    @property
    def total(self) -> Decimal:
        """Of the week."""
        return sum(self.hours, ZERO)


class DaySum(NamedTuple):
    """One day against its target, which is None where nothing is due; `entries` is how many."""

    day: date
    hours: Decimal
    target: Decimal | None
    entries: int = 0

    @property
    def difference(self) -> Decimal:
        """Positive when there is more than is due."""
        return self.hours - (self.target or ZERO)


class Week(NamedTuple):
    """A grid of projects and tasks by days. `uncounted` entries had hours that make no sense."""

    period: Period
    rows: tuple[WeekRow, ...]
    days: tuple[DaySum, ...]
    today: date
    uncounted: int = 0

    @property
    def total(self) -> Decimal:
        """Hours of the week."""
        return sum((day.hours for day in self.days), ZERO)

    @property
    def target(self) -> Decimal:
        """Hours due in the week."""
        return sum((day.target or ZERO for day in self.days), ZERO)

    @property
    def due(self) -> Decimal:
        """Hours due up to today."""
        return sum((day.target or ZERO for day in self.days if day.day <= self.today), ZERO)


class Gaps(NamedTuple):
    """The workdays of a period with less than is due; `checked` is how many were looked at."""

    period: Period
    days: tuple[DaySum, ...]
    checked: int
    today: date

    @property
    def missing(self) -> Decimal:
        """Hours missing in all."""
        return sum((-day.difference for day in self.days), ZERO)


def week_of_words(context: Context, asked: QueryFlags) -> Week:
    """The account's week that the words are about, this one when they say nothing.

    Of a longer period it is the latest week that has begun.
    """
    first = context.conventions.week_start
    words = BARE.get(asked.words.strip().casefold(), asked.words)
    scope = scope_of(context, asked._replace(words=words), week_of(context.today, first))
    said = scope.period
    period = week_of(max(said.start, min(said.end, context.today)), first)
    entries = entries_in(context, scope.over(period))
    rows = _rows(entries, period)
    return Week(
        period=period,
        rows=rows,
        days=tuple(_day(context, day, entries) for day in period.days()),
        today=context.today,
        uncounted=sum(entry.hours is None for entry in entries) + context.client.unreadable,
    )


def _rows(entries: Iterable[TimeEntry], period: Period) -> tuple[WeekRow, ...]:
    found: dict[tuple[int, int], WeekRow] = {}
    for entry in entries:
        if entry.spent_date is None:
            continue
        key = (entry.project.id, entry.task.id)
        names = (entry.client.name, entry.project.name, entry.task.name)
        row = found.get(key) or WeekRow(*names, (ZERO,) * 7)
        hours = list(row.hours)
        hours[(entry.spent_date - period.start).days] += entry.hours or ZERO
        running = entry.spent_date if entry.is_running else row.running
        found[key] = row._replace(hours=tuple(hours), running=running)
    return tuple(sorted(found.values(), key=lambda row: tuple(map(str.casefold, row[:3]))))


def _day(context: Context, day: date, entries: Iterable[TimeEntry]) -> DaySum:
    todays = [entry for entry in entries if entry.spent_date == day]
    hours = sum((entry.hours for entry in todays if entry.hours is not None), ZERO)
    return DaySum(day, hours, target_of(context, day), len(todays))


def gaps_in(context: Context, asked: QueryFlags, progress: Progress = nobody) -> Gaps:
    """Workdays with less than is due, of the last 30 days when no period is named.

    Days to come are left out, and so is today unless it is all that was asked for.
    """
    yesterday = context.today - DAY
    scope = scope_of(context, asked, Period(yesterday - LOOK_BACK + DAY, yesterday))
    period = scope.period
    if period != Period(context.today, context.today):
        period = Period(period.start, min(period.end, yesterday))
    if period.end < period.start:
        return Gaps(scope.period, (), 0, context.today)
    ledger = ledger_of(context, scope.over(period), ("day",), progress)
    sums = {key[0]: part for key, part in ledger.totals().items()}
    days = []
    for day in period.days():
        found = sums.get(day)
        hours, count = (found.hours, found.entries) if found else (ZERO, 0)
        days.append(DaySum(day, hours, target_of(context, day), count))
    due = [day for day in days if day.target]
    return Gaps(period, tuple(d for d in due if d.difference < 0), len(due), context.today)
