"""Days, weeks and months."""

import calendar
from datetime import date, timedelta

import pytest

from harvest_cli.domain.days import Period, WeekStart, day_text, month_of, week_of

EVERY_DAY = [date(2026, 1, 1) + timedelta(days=n) for n in range(3 * 365 + 1)]


@pytest.mark.parametrize("first", list(WeekStart))
def test_a_week_holds_its_day_and_begins_on_the_first_day(first: WeekStart) -> None:
    for day in EVERY_DAY:
        week = week_of(day, first)
        assert day in week
        assert week.start.weekday() == first
        assert len(list(week.days())) == 7


def test_a_month_runs_from_the_first_to_the_last() -> None:
    for day in EVERY_DAY:
        month = month_of(day)
        last = calendar.monthrange(day.year, day.month)[1]
        assert (month.start.day, month.end.day) == (1, last)
        assert day in month


def test_a_period_knows_its_days_and_nothing_else() -> None:
    period = Period(date(2026, 12, 31), date(2027, 1, 1))
    assert list(period.days()) == [date(2026, 12, 31), date(2027, 1, 1)]
    assert date(2027, 1, 2) not in period
    assert "2026-12-31" not in period


def test_the_last_day_of_all_does_not_overflow() -> None:
    assert list(Period(date.max, date.max).days()) == [date.max]


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 21), "Sat 21 Nov"),
        (date(2026, 1, 1), "Thu 1 Jan"),
        (date(2025, 12, 31), "Wed 31 Dec 2025"),
    ],
)
def test_a_day_names_its_weekday_and_another_year(day: date, text: str) -> None:
    assert day_text(day, date(2026, 11, 22)) == text


def test_a_day_names_its_year_when_today_is_unknown() -> None:
    assert day_text(date(2026, 11, 21)) == "Sat 21 Nov 2026"
