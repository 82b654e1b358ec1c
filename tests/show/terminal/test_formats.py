"""Hours, days and ranges in words."""

from datetime import date, time
from decimal import Decimal

import pytest

from harvest_cli.domain.days import Period
from harvest_cli.show.terminal.formats import clock_range, hours_text, near_day, period_text
from tests.rows import for_each
from tests.show.samples import MOCKUPS, TODAY


@pytest.mark.ux(54)
@for_each(
    ("hours", "time_format", "text"),
    [
        ("2.00", "hours_minutes", "2:00"),
        ("2.00", "decimal", "2.00"),
        ("2.00", None, "2:00"),
        ("0.33", "hours_minutes", "0:20"),
        ("0.33", "decimal", "0.33"),
        ("100.5", None, "100:30"),
        ("0", "decimal", "0.00"),
    ],
)
def test_hours_follow_the_account(hours: str, time_format: str | None, text: str) -> None:
    assert hours_text(Decimal(hours), time_format) == text


def test_unknown_hours_are_said_to_be_so() -> None:
    assert hours_text(None, "decimal") == "?"


@for_each(
    ("start", "end", "clock", "text"),
    [
        (time(9), time(11, 30), "24h", "9:00–11:30"),
        (time(9), time(11, 30), "12h", "9:00am–11:30am"),
        (time(11), time(13, 30), "12h", "11:00am–1:30pm"),
        (time(0), time(12), "12h", "12:00am–12:00pm"),
        (time(22), time(2), None, "22:00–2:00"),
        (time(9), None, "24h", ""),
        (None, None, "24h", ""),
    ],
)
def test_a_range_is_shown_when_both_ends_are_known(
    start: time | None, end: time | None, clock: str | None, text: str
) -> None:
    assert clock_range(MOCKUPS._replace(started_time=start, ended_time=end), clock) == text


@for_each(
    ("day", "text"),
    [
        (date(2026, 11, 22), "Today"),
        (date(2026, 11, 21), "Yesterday"),
        (date(2026, 11, 20), "Fri 20 Nov"),
        (date(2026, 11, 23), "Mon 23 Nov"),
        (date(2025, 11, 21), "Fri 21 Nov 2025"),
    ],
)
def test_near_days_have_names(day: date, text: str) -> None:
    assert near_day(day, TODAY) == text


def test_the_first_day_of_all_has_no_yesterday() -> None:
    assert near_day(date(1, 1, 2), date.min) == "Tue 2 Jan"
    assert near_day(date.min, None) == "Mon 1 Jan 1"


@for_each(
    ("start", "end", "text"),
    [
        (date(2026, 11, 16), date(2026, 11, 16), "Mon 16 Nov"),
        (date(2026, 11, 16), date(2026, 11, 22), "Mon 16 – Sun 22 Nov"),
        (date(2026, 10, 26), date(2026, 11, 1), "Mon 26 Oct – Sun 1 Nov"),
        (date(2025, 10, 27), date(2025, 11, 2), "Mon 27 Oct – Sun 2 Nov 2025"),
        (date(2025, 11, 17), date(2026, 11, 22), "Mon 17 Nov 2025 – Sun 22 Nov 2026"),
        (date(2025, 12, 29), date(2026, 1, 4), "Mon 29 Dec 2025 – Sun 4 Jan 2026"),
    ],
)
def test_a_period_says_no_month_or_year_twice(start: date, end: date, text: str) -> None:
    assert period_text(Period(start, end), TODAY) == text
