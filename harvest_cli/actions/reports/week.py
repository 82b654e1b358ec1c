"""`hv week` and `hv gaps`: hours by day against what is due, the running timer too."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from harvest_cli.actions.day.targets import holiday_of, target_of
from harvest_cli.actions.entries.read import entries_in, ledger_of
from harvest_cli.actions.resolve.query import Query, QueryFlags, scope_of, whose_else
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import DAY, Period, week_of
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.hours import ZERO, hours_from_minutes
from harvest_cli.domain.messages import Progress, nobody
from harvest_cli.domain.records import NamedTuple
from harvest_cli.language.text.readings import Inference

LOOK_BACK = timedelta(days=30)
STEPS = re.compile(
    r"(?i)\b(last|previous|this|next)(?=\s*(?:$|,|\b(?:for|of|in|and|vs|without|except|but)\b))"
)
"""Words that only make sense where a week is meant, where nothing else is."""
NUMBERS = re.compile(
    r"\d{1,2}(?:\s*(?:-|–|to|,|and|&)\s*\d{1,2})*(?=$|,?\s+(?:for|without|except|but)\b)"
)
"""Weeks by their numbers."""
COUNTED = re.compile(r"(?i)\b(?:weeks|days|fortnights?)\b")
"""Words that only so many of them end in."""
MEANT = ("before last", "of ", "starting ", "beginning ", "commencing ", "ending ")
"""Beginnings that go on from the name of the command."""
MOST_WEEKS = 54


class WeekRow(NamedTuple):
    """One project and task: the hours of each day; `running` is the day it runs on."""

    client: str
    project: str
    task: str
    hours: tuple[Decimal, ...]
    running: date | None = None

    @property
    def total(self) -> Decimal:
        """Of all days."""
        return sum(self.hours, ZERO)


class DaySum(NamedTuple):
    """One day against its target, which is None where nothing is due; `entries` is how many.

    `holiday` is the name of a day off, or half of one, on which work would be due otherwise.
    """

    day: date
    hours: Decimal
    target: Decimal | None
    entries: int = 0
    holiday: str | None = None

    @property
    def difference(self) -> Decimal:
        """Positive when there is more than is due."""
        return self.hours - (self.target or ZERO)


class Week(NamedTuple):
    """A grid of projects and tasks by days, of one week or several; whose it is, unless mine.

    `uncounted` entries had hours that make no sense.
    """

    period: Period
    rows: tuple[WeekRow, ...]
    days: tuple[DaySum, ...]
    today: date
    uncounted: int = 0
    whose: str | None = None
    inferences: tuple[Inference, ...] = ()

    def by_week(self) -> "Iterator[Week]":
        """Each week by itself."""
        for at in range(0, len(self.days), 7):
            days = self.days[at : at + 7]
            rows = (row._replace(hours=row.hours[at : at + 7]) for row in self.rows)
            kept = tuple(r for r in rows if r.total or any(r.running == d.day for d in days))
            yield self._replace(
                period=Period(days[0].day, days[-1].day), rows=kept, days=days, uncounted=0
            )

    @property
    def total(self) -> Decimal:
        """Hours of all days."""
        return sum((day.hours for day in self.days), ZERO)

    @property
    def target(self) -> Decimal:
        """Hours due on all days."""
        return sum((day.target or ZERO for day in self.days), ZERO)

    @property
    def due(self) -> Decimal:
        """Hours due up to today."""
        return sum((day.target or ZERO for day in self.days if day.day <= self.today), ZERO)


class Gaps(NamedTuple):
    """The workdays of a period with less than is due; `checked` is how many were looked at.

    `holidays` are its days off, whole or half; `whose` they are, unless mine.
    """

    period: Period
    days: tuple[DaySum, ...]
    checked: int
    today: date
    holidays: tuple[DaySum, ...] = ()
    whose: str | None = None

    @property
    def missing(self) -> Decimal:
        """Hours missing in all."""
        return sum((-day.difference for day in self.days), ZERO)


def week_of_words(context: Context, asked: QueryFlags) -> Week:
    """The account's weeks that the words are about, this one when they say nothing.

    Of a period that goes on it is the weeks that have begun. Raises UsageError for too many.
    """
    first = context.conventions.week_start
    context.targets.checked(strict=False)
    this = week_of(context.today, first)
    scope = scope_of(context, asked._replace(words=_of_week(asked.words)), this, "week")
    period = _whole_weeks(context, scope.period, this, COUNTED.search(asked.words))
    if (period.end - period.start).days > 7 * MOST_WEEKS:
        message = f"`hv week` shows at most {MOST_WEEKS} weeks"
        raise UsageError(message, hint=f'`hv report "{period.start} to {period.end} by week"`')
    scope = scope.over(period)
    entries = entries_in(context, scope)
    days = list(period.days())
    return Week(
        period=period,
        rows=_rows(entries, period),
        days=tuple(_day(context, scope, day, entries) for day in days),
        today=context.today,
        uncounted=sum(entry.hours is None for entry in entries) + context.client.unreadable,
        whose=whose_else(context, scope),
        inferences=scope.inferences,
    )


def _of_week(words: str) -> str:
    """The words of `hv week` as they are read elsewhere: `last for Acme`, `45`, `44-46`."""
    plain = words.strip().casefold()
    if plain.startswith(MEANT):
        return f"week {words.strip()}"
    if found := NUMBERS.match(plain):
        return f"{'week' if found[0].isdigit() else 'weeks'} {words.strip()}"
    return STEPS.sub(r"\1 week", words)


def _whole_weeks(context: Context, said: Period, this: Period, counted: object) -> Period:
    """The weeks that hold the period; so many `counted` up to today are as many with this one."""
    first, length = this.start, (said.end - said.start).days + 1
    start = week_of(said.start, context.conventions.week_start).start
    if counted and said.end == context.today and length % 7 == 0:
        start = first - timedelta(days=length - 7)
    last = said.end if said.start > this.end else max(said.start, min(said.end, context.today))
    return Period(start, week_of(last, context.conventions.week_start).end)


def _target(context: Context, scope: Query, day: date) -> Decimal | None:
    """Hours due on a day; of somebody else their own capacity spread over the workdays."""
    mine = target_of(context, day)
    capacity = scope.users[0].capacity if scope.users and whose_else(context, scope) else None
    if mine is None or not capacity:
        return mine
    found = context.targets.schedule.target(day)
    usual = capacity // 60 // len(context.conventions.workdays)
    return hours_from_minutes(usual if found.minutes >= found.usual else usual // 2)


def _rows(entries: Iterable[TimeEntry], period: Period) -> tuple[WeekRow, ...]:
    found: dict[tuple[int, int], WeekRow] = {}
    for entry in entries:
        if entry.spent_date is None:
            continue
        key = (entry.project.id, entry.task.id)
        names = (entry.client.name, entry.project.name, entry.task.name)
        row = found.get(key) or WeekRow(*names, (ZERO,) * ((period.end - period.start).days + 1))
        hours = list(row.hours)
        hours[(entry.spent_date - period.start).days] += entry.hours or ZERO
        running = entry.spent_date if entry.is_running else row.running
        found[key] = row._replace(hours=tuple(hours), running=running)
    return tuple(sorted(found.values(), key=lambda row: tuple(map(str.casefold, row[:3]))))


def _day(context: Context, scope: Query, day: date, entries: Iterable[TimeEntry]) -> DaySum:
    todays = [entry for entry in entries if entry.spent_date == day]
    hours = sum((entry.hours for entry in todays if entry.hours is not None), ZERO)
    target = _target(context, scope, day)
    return DaySum(day, hours, target, len(todays), holiday_of(context, day))


def gaps_in(context: Context, asked: QueryFlags, progress: Progress = nobody) -> Gaps:
    """Workdays with less than is due, of the last 30 days when no period is named.

    Days to come are left out, and so is today unless it is all that was asked for.
    """
    context.targets.checked()
    yesterday = context.today - DAY
    usual = Period(yesterday - LOOK_BACK + DAY, yesterday)
    scope = scope_of(context, asked, usual, "gaps")
    period = scope.period
    if period != Period(context.today, context.today):
        period = Period(period.start, min(period.end, yesterday))
    if period.end < period.start:
        return Gaps(scope.period, (), 0, context.today, whose=whose_else(context, scope))
    ledger = ledger_of(context, scope.over(period), ("day",), progress)
    sums = {key[0]: part for key, part in ledger.totals().items()}
    days = []
    for day in period.days():
        if scope.runs and not any(day in run for run in scope.runs):
            continue
        found = sums.get(day)
        hours, count = (found.hours, found.entries) if found else (ZERO, 0)
        target = _target(context, scope, day)
        days.append(DaySum(day, hours, target, count, holiday_of(context, day)))
    due = [day for day in days if day.target]
    lacking = tuple(day for day in due if day.difference < 0)
    off = tuple(day for day in days if day.holiday)
    return Gaps(period, lacking, len(due), context.today, off, whose_else(context, scope))
