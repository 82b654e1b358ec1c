"""Hours: whole minutes survive Harvest's hundredths, and nothing drifts."""

import operator
import random
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from harvest_cli.domain.hours import (
    Ratio,
    as_clock,
    as_decimal,
    hours_from_minutes,
    minutes_from_hours,
)
from tests.rows import for_each


def test_every_minute_of_a_day_survives_the_way_there_and_back() -> None:
    for minutes in range(24 * 60 + 1):
        assert minutes_from_hours(hours_from_minutes(minutes)) == minutes


@for_each("work", [operator.add, operator.sub, operator.mul, operator.lt, operator.gt, operator.eq])
def test_a_ratio_reckons_as_fractions_do(work: Callable[[Any, Any], Any]) -> None:
    chance = random.Random(4)
    for _ in range(200):
        above, below, other, under = (chance.randint(1, 12) for _ in range(4))
        found = work(Ratio(above, below), Ratio(other, under) if under > 4 else other)
        true = work(Fraction(above, below), Fraction(other, under) if under > 4 else other)
        assert (found.numerator, found.denominator) == (true.numerator, true.denominator)
        assert (int(found), round(found), bool(found)) == (true // 1, round(true), bool(true))
        assert (found <= 3, found >= 3) == (true <= 3, true >= 3)
        assert hash(Ratio(above)) == hash(above)


@for_each(
    ("minutes", "hours"),
    [(20, "0.33"), (90, "1.50"), (1, "0.02"), (40, "0.67"), (Ratio(3, 2), "0.03"), (0, "0.00")],
)
def test_minutes_are_rounded_to_hundredths_half_up(minutes: int | Ratio, hours: str) -> None:
    assert hours_from_minutes(minutes) == Decimal(hours)


@for_each(
    ("hours", "text"),
    [
        ("1.5", "1:30"),
        ("0.33", "0:20"),
        ("12", "12:00"),
        ("0", "0:00"),
        ("-1.25", "-1:15"),
        ("100.02", "100:01"),
    ],
)
def test_hours_as_a_timesheet_shows_them(hours: str, text: str) -> None:
    assert as_clock(Decimal(hours)) == text


def test_less_than_half_a_minute_below_zero_has_no_sign() -> None:
    assert as_clock(Decimal("-0.001")) == "0:00"


@pytest.mark.parametrize(
    ("hours", "text"), [("1.5", "1.50"), ("2", "2.00"), ("0.335", "0.34"), ("1E+2", "100.00")]
)
def test_hours_with_two_decimals(hours: str, text: str) -> None:
    assert as_decimal(Decimal(hours)) == text
