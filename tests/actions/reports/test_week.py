"""Hours by day against what is due: the account's weeks, and the days that lack hours."""

from datetime import date
from decimal import Decimal
from typing import Any

from harvest_cli.actions.reports.week import gaps_in, week_of_words
from harvest_cli.actions.resolve.query import QueryFlags
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import Company
from harvest_cli.domain.days import Period
from harvest_cli.domain.entries import Named, TimeEntry
from tests.actions.contexts import ME, NoHarvest, a_context
from tests.actions.entries.test_edit_times import an_entry
from tests.rows import for_each

TODAY = date(2026, 11, 18)
"""A Wednesday."""


class Holding(NoHarvest):
    """A Harvest that holds these entries, and remembers what it was asked for."""

    def __init__(self, *entries: TimeEntry, unreadable: int = 0) -> None:
        self.entries, self.unreadable = entries, unreadable
        self.asked: list[Any] = []

    def time_entries(self, wanted: Any) -> list[TimeEntry]:
        self.asked.append(wanted)
        days = Period(wanted.from_, wanted.to)
        return [entry for entry in self.entries if entry.spent_date in days]

    def time_entry_pages(self, wanted: Any) -> list[list[TimeEntry]]:
        return [self.time_entries(wanted)]

    def time_lines(self, wanted: Any, _needs: object) -> list[list[TimeEntry]]:
        return [self.time_entries(wanted)]


def at_work(client: Holding, first: str = "Monday", **environ: str) -> Context:
    user = ME._replace(weekly_capacity=126000)
    return a_context(
        user=user, company=Company(week_start_day=first), client=client, environ=environ
    )


MINE = Named(ME.id, "Kim Allen")


def on(day: str, hours: str | None = "1.00", **more: object) -> TimeEntry:
    length = None if hours is None else Decimal(hours)
    return an_entry(spent_date=date.fromisoformat(day), hours=length, **{"user": MINE, **more})


def days(text: str) -> Period:
    return Period(*map(date.fromisoformat, text.split()))


@for_each(
    ("words", "first", "week"),
    [
        ("", "Monday", "2026-11-16 2026-11-22"),
        ("", "Sunday", "2026-11-15 2026-11-21"),
        ("", "Saturday", "2026-11-14 2026-11-20"),
        ("last", "Monday", "2026-11-09 2026-11-15"),
        ("previous", "Sunday", "2026-11-08 2026-11-14"),
        ("2026-01-01", "Monday", "2025-12-29 2026-01-04"),
        ("2026-01-01", "Sunday", "2025-12-28 2026-01-03"),
        ("last month", "Monday", "2026-09-28 2026-11-01"),
        ("this month", "Monday", "2026-10-26 2026-11-22"),
    ],
)
def test_the_week_meant_is_the_accounts(words: str, first: str, week: str) -> None:
    client = Holding()
    found = week_of_words(at_work(client, first), QueryFlags(words=words))
    assert found.period == days(week)
    assert [day.day for day in found.days] == list(days(week).days())
    assert {wanted.user_id for wanted in client.asked} == {ME.id}


def test_projects_and_tasks_are_rows_with_the_hours_of_each_day() -> None:
    entries = (on("2026-11-16"), on("2026-11-16", "0.50"), on("2026-11-18", is_running=True))
    week = week_of_words(at_work(Holding(*entries)), QueryFlags())
    (row,) = week.rows
    assert [int(hours * 100) for hours in row.hours] == [150, 0, 100, 0, 0, 0, 0]
    assert (row.total, row.running) == (Decimal("2.50"), TODAY)
    assert [day.entries for day in week.days] == [2, 0, 1, 0, 0, 0, 0]


def test_sums_targets_and_what_is_due_so_far() -> None:
    week = week_of_words(at_work(Holding(on("2026-11-16", "8.00"))), QueryFlags())
    assert (week.total, week.target, week.due) == tuple(map(Decimal, ("8.00", "35.00", "21.00")))
    assert [day.difference for day in week.days[:2]] == [Decimal("1.00"), Decimal("-7.00")]
    assert week.days[5].target is None


def test_hours_that_make_no_sense_are_counted_as_uncounted() -> None:
    week = week_of_words(at_work(Holding(on("2026-11-16", None), unreadable=2)), QueryFlags())
    assert (week.total, week.uncounted) == (Decimal("0.00"), 3)


@for_each(
    ("words", "period", "checked"),
    [
        ("", "2026-10-19 2026-11-17", 22),
        ("this week", "2026-11-16 2026-11-17", 2),
        ("last week", "2026-11-09 2026-11-15", 5),
        ("today", "2026-11-18 2026-11-18", 1),
        ("2026-11-14", "2026-11-14 2026-11-14", 0),
    ],
)
def test_days_to_come_and_today_are_no_gaps_unless_asked_for(
    words: str, period: str, checked: int
) -> None:
    gaps = gaps_in(at_work(Holding()), QueryFlags(words=words))
    assert (gaps.period, gaps.checked, len(gaps.days)) == (days(period), checked, checked)


def test_a_day_with_less_than_is_due_is_a_gap_and_others_are_not() -> None:
    entries = (on("2026-11-16", "6.99"), on("2026-11-17", "7.00"))
    gaps = gaps_in(at_work(Holding(*entries)), QueryFlags(words="this week"))
    assert [day.day.day for day in gaps.days] == [16]
    assert gaps.missing == Decimal("0.01")


def test_a_period_to_come_has_no_gaps_and_asks_nothing() -> None:
    client = Holding()
    gaps = gaps_in(at_work(client), QueryFlags(words="next week"))
    assert (gaps.days, gaps.checked, client.asked) == ((), 0, [])


def test_free_days_of_ones_own_are_no_gaps() -> None:
    gaps = gaps_in(at_work(Holding(), HV_WORKDAYS="sat sun"), QueryFlags(words="last week"))
    assert [day.day.day for day in gaps.days] == [14, 15]
