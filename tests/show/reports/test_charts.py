"""Levels, bars and sparklines: what a mark stands for is true of every value that has it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest_cli.show.reports.charts import ASCII_SHADES, SHADES, bar, in_blocks, level, sparkline
from tests.rows import for_each
from tests.show.samples import an_output

HOURS = st.decimals(min_value="0.01", max_value=10_000, places=2)


@for_each(
    ("value", "found"),
    [("0", 0), ("0.01", 1), ("2.00", 1), ("2.01", 2), ("4", 2), ("4.01", 3), ("6.5", 4), ("8", 4)],
)
def test_a_level_is_a_quarter_that_is_not_exceeded(value: str, found: int) -> None:
    assert level(Decimal(value), Decimal(8), 4) == found


@given(HOURS, HOURS, st.integers(1, 9))
def test_a_value_lies_between_its_level_and_the_one_below(
    value: Decimal, most: Decimal, levels: int
) -> None:
    value = min(value, most)
    found = level(value, most, levels)
    assert (found - 1) * most < value * levels <= found * most


@pytest.mark.parametrize(("value", "most"), [("-1", "8"), ("1", "0"), ("1", "-8")])
def test_what_makes_no_sense_is_nothing(value: str, most: str) -> None:
    assert level(Decimal(value), Decimal(most), 4) == 0
    assert bar(Decimal(value), Decimal(most), 10) == ""


def test_more_than_the_most_is_the_tallest() -> None:
    assert level(Decimal(99), Decimal(8), 4) == 4
    assert bar(Decimal(99), Decimal(8), 4) == "████"
    assert bar(Decimal(99), Decimal(8), 4, blocks=False) == "####"


def test_sparks_share_a_scale_that_is_given() -> None:
    assert sparkline([Decimal(4)], most=Decimal(8)) == "▄"
    assert sparkline([Decimal(4)]) == "█"


@pytest.mark.parametrize(("encoding", "can"), [("utf-8", True), ("latin-1", False)])
def test_blocks_are_for_streams_that_carry_them(encoding: str, can: bool) -> None:
    assert in_blocks(an_output(encoding=encoding)) is can
    assert not in_blocks(an_output(encoding=encoding), ascii_only=True)


def test_both_sets_of_shades_have_as_many_steps() -> None:
    assert len(SHADES) == len(ASCII_SHADES) == 5
    assert ASCII_SHADES.isascii()
