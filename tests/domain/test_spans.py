"""Periods in pieces, and the ones they are compared with."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest_cli.domain.days import Period, period_before, slices, so_far, year_before
from tests.rows import for_each

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


def period(text: str) -> Period:
    start, end = map(date.fromisoformat, text.split(" "))
    return Period(start, end)


@given(DAYS, st.integers(0, 2000), st.integers(1, 400))
def test_slices_cover_every_day_once(start: date, length: int, most: int) -> None:
    whole = Period(start, start + timedelta(length))
    pieces = list(slices(whole, most))
    assert [day for piece in pieces for day in piece.days()] == list(whole.days())
    assert all((piece.end - piece.start).days < most for piece in pieces)


def test_the_last_days_there_are_can_be_sliced() -> None:
    end = Period(date(9999, 12, 30), date.max)
    assert list(slices(end, 365)) == [end]


@for_each(
    ("now", "before"),
    [
        ("2026-11-01 2026-11-30", "2026-10-01 2026-10-31"),
        ("2026-03-01 2026-03-31", "2026-02-01 2026-02-28"),
        ("2026-01-01 2026-03-31", "2025-10-01 2025-12-31"),
        ("2026-01-01 2026-12-31", "2025-01-01 2025-12-31"),
        ("2026-11-16 2026-11-22", "2026-11-09 2026-11-15"),
        ("2026-11-18 2026-11-18", "2026-11-17 2026-11-17"),
        ("2026-11-02 2026-11-30", "2026-10-04 2026-11-01"),
    ],
)
def test_the_period_before_is_of_the_same_kind(now: str, before: str) -> None:
    assert period_before(period(now)) == period(before)


@pytest.mark.parametrize(
    ("now", "before"),
    [
        ("2026-11-01 2026-11-30", "2025-11-01 2025-11-30"),
        ("2028-02-01 2028-02-29", "2027-02-01 2027-02-28"),
        ("2025-02-01 2025-02-28", "2024-02-01 2024-02-29"),
        ("2026-11-16 2026-11-22", "2025-11-16 2025-11-22"),
    ],
)
def test_the_year_before_has_the_same_days(now: str, before: str) -> None:
    assert year_before(period(now)) == period(before)


def test_a_period_that_runs_is_compared_as_far_as_it_has_come() -> None:
    now, before = period("2026-11-01 2026-11-30"), period("2026-10-01 2026-10-31")
    assert so_far(before, now, date(2026, 11, 18)) == period("2026-10-01 2026-10-18")
    assert so_far(before, now, date(2026, 12, 1)) == before


@given(DAYS, st.integers(0, 800))
def test_earlier_periods_end_before_the_period_begins_or_a_year_ago(start: date, days: int) -> None:
    now = Period(start, start + timedelta(days))
    assert period_before(now).end == start - timedelta(1)
    assert year_before(now).start < start
