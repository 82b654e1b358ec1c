"""`hv week` and `hv gaps`: hours by day against what is due, the running timer too."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from harvest_cli.actions.entries.read import entries_in, ledger_of
from harvest_cli.actions.resolve.query import Query, QueryFlags, scope_of, whose_else
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import DAY, Period, week_of
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import Progress, SentenceError, UsageError, nobody
from harvest_cli.domain.hours import ZERO, hours_from_minutes
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.totals import Key, Sums
from harvest_cli.language.text.readings import Inference, Person

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
    """One project and task: the hours of each day; `running` is the day it runs on.

    `whose` they are is told where several people are asked for.
    """

    client: str
    project: str
    task: str
    hours: tuple[Decimal, ...]
    running: date | None = None
    whose: str | None = None

    @property
    def total(self) -> Decimal:
        """Of all days."""
        return sum(self.hours, ZERO)


class DaySum(NamedTuple):
    """One day against its target, which is None where nothing is due; `entries` is how many.

    `holiday` is the name of a day off, or half of one, on which work would be due otherwise;
    `whose` it is is told where several people are asked for.
    """

    day: date
    hours: Decimal
    target: Decimal | None
    entries: int = 0
    holiday: str | None = None
    whose: str | None = None

    @property
    def difference(self) -> Decimal:
        """Positive when there is more than is due."""
        return self.hours - (self.target or ZERO)


class Week(NamedTuple):
    """A grid of projects and tasks by days, of one week or several; whose it is, unless mine.

    `uncounted` entries had hours that make no sense. `people` are the grids of several people,
    whose hours and targets are summed here.
    """

    period: Period
    rows: tuple[WeekRow, ...]
    days: tuple[DaySum, ...]
    today: date
    uncounted: int = 0
    whose: str | None = None
    inferences: tuple[Inference, ...] = ()
    people: "tuple[Week, ...]" = ()

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

    `holidays` are its days off, whole or half; `whose` they are, unless mine. `people` are the
    gaps of several people, each by themselves.
    """

    period: Period
    days: tuple[DaySum, ...]
    checked: int
    today: date
    holidays: tuple[DaySum, ...] = ()
    whose: str | None = None
    inferences: tuple[Inference, ...] = ()
    people: "tuple[Gaps, ...]" = ()

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
    scope = _scope(context, asked, this)
    period = _whole_weeks(context, scope.period, this, COUNTED.search(asked.words))
    if (period.end - period.start).days > 7 * MOST_WEEKS:
        message = f"`hv week` shows at most {MOST_WEEKS} weeks"
        raise UsageError(message, hint=f'`hv report "{period.start} to {period.end} by week"`')
    scope = scope.over(period)
    entries = entries_in(context, scope)
    people = _people(context, scope)
    found = _week(context, period, people[0], entries) if len(people) == 1 else None
    if found is None:
        own = [[e for e in entries if e.user and e.user.id == each.id] for each in people]
        weeks = [_week(context, period, *each) for each in zip(people, own, strict=True)]
        found = _together(weeks, period, context.today)
    return found._replace(
        uncounted=sum(entry.hours is None for entry in entries) + context.client.unreadable,
        whose=whose_else(context, scope),
        inferences=scope.inferences,
    )


def _people(context: Context, scope: Query) -> tuple[Person, ...]:
    """Whom it is about, each by themselves."""
    if scope.users:
        return scope.users
    left = {person.id for person in scope.without.people}
    seen = (user for user in context.client.users(active=True) if user.id not in left)
    found = [Person(user.id, user.name, user.weekly_capacity) for user in seen]
    return tuple(sorted(found, key=lambda each: each.name.casefold()))


def _week(context: Context, period: Period, person: Person, entries: list[TimeEntry]) -> Week:
    """The grid of one person."""
    days = tuple(_day(context, person, day, entries) for day in period.days())
    return Week(period, _rows(entries, period), days, context.today, whose=person.name)


def _together(weeks: Sequence[Week], period: Period, today: date) -> Week:
    """The grids of several people, with the sums of all."""
    rows = (row._replace(whose=each.whose) for each in weeks for row in each.rows)
    days = []
    for of_day in zip(*(each.days for each in weeks), strict=True):
        due = [each.target for each in of_day if each.target]
        total = sum((each.hours for each in of_day), ZERO)
        many = sum(each.entries for each in of_day)
        days.append(of_day[0]._replace(hours=total, target=sum(due, ZERO) or None, entries=many))
    return Week(period, tuple(rows), tuple(days), today, people=tuple(weeks))


def _scope(context: Context, asked: QueryFlags, this: Period) -> Query:
    """What the words ask for, a slip in the one that goes on from the name of the command too."""
    words = _of_week(asked.words)
    try:
        return scope_of(context, asked._replace(words=words), this, "week")
    except SentenceError as refused:
        # Loaded for what is refused.
        from harvest_cli.language.text.slips import as_meant

        mended, said = as_meant(asked.words, context.account.names.may_begin)
        again = _of_week(mended)
        if again == mended or words != asked.words or refused.code != "no_range":
            raise
    scope = scope_of(context, asked._replace(words=again), this, "week")
    for each in said:
        context.infer(each.short)
    return scope._replace(inferences=(*said, *scope.inferences))


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


def _target(context: Context, person: Person, day: date) -> Decimal | None:
    """Hours due on a day; of somebody else their own capacity spread over the workdays."""
    mine = context.targets.due(day)
    is_me = person.id == context.account.data.user.id
    if mine is None or is_me or person.capacity is None:
        return mine
    found = context.targets.schedule.target(day)
    usual = person.capacity // 60 // len(context.conventions.workdays)
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


def _day(context: Context, person: Person, day: date, entries: Iterable[TimeEntry]) -> DaySum:
    todays = [entry for entry in entries if entry.spent_date == day]
    hours = sum((entry.hours for entry in todays if entry.hours is not None), ZERO)
    target = _target(context, person, day)
    return DaySum(day, hours, target, len(todays), context.targets.day_off(day))


def gaps_in(context: Context, asked: QueryFlags, progress: Progress = nobody) -> Gaps:
    """Workdays with less than is due, of the last 30 days when no period is named.

    Days to come are left out, and so is today unless it is all that was asked for.
    """
    context.targets.checked()
    yesterday = context.today - DAY
    usual = Period(yesterday - LOOK_BACK + DAY, yesterday)
    scope = scope_of(context, asked, usual, "gaps")
    period, whose = scope.period, whose_else(context, scope)
    if period != Period(context.today, context.today):
        period = Period(period.start, min(period.end, yesterday))
    if period.end < period.start:
        return Gaps(scope.period, (), 0, context.today, (), whose, scope.inferences)
    people = _people(context, scope)
    ledger = ledger_of(context, scope.over(period), ("team", "day"), progress)
    sums = ledger.totals()
    days = [day for day in scope.days if day in period]
    found = [_gaps_of(context, period, person, days, sums) for person in people]
    if len(found) == 1:
        return found[0]._replace(whose=whose, inferences=scope.inferences)
    lacking = (day._replace(whose=each.whose) for each in found for day in each.days)
    return Gaps(
        period,
        tuple(lacking),
        sum(each.checked for each in found),
        context.today,
        found[0].holidays,
        whose,
        scope.inferences,
        tuple(found),
    )


def _gaps_of(
    context: Context, period: Period, person: Person, days: Sequence[date], sums: Mapping[Key, Sums]
) -> Gaps:
    """The gaps of one person in some days of the period, by the sums of each person and day."""
    found = []
    for day in days:
        sum_ = sums.get((person.id, day))
        hours, count = (sum_.hours, sum_.entries) if sum_ else (ZERO, 0)
        target = _target(context, person, day)
        found.append(DaySum(day, hours, target, count, context.targets.day_off(day)))
    due = [day for day in found if day.target]
    lacking = tuple(day for day in due if day.difference < 0)
    off = tuple(day for day in found if day.holiday)
    return Gaps(period, lacking, len(due), context.today, off, person.name)
