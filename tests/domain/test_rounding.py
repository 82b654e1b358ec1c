"""Rounding to steps of minutes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest_cli.domain.hours import Rounding, read_rounding
from tests.rows import for_each


@for_each(
    ("rule", "minutes", "after"),
    [
        ("15m up", 1, 15),
        ("15m up", 60, 60),
        ("15m up", 61, 75),
        ("15m nearest", 67, 60),
        ("15m nearest", 68, 75),
        ("6m nearest", 63, 66),
        ("15m nearest", 3, 15),
        ("15m", 7, 15),
        ("15", 8, 15),
        ("30m up", 0, 0),
    ],
)
def test_lengths_are_rounded(rule: str, minutes: int, after: int) -> None:
    rounding = read_rounding(rule)
    assert rounding is not None
    assert rounding.apply(minutes) == after


@pytest.mark.parametrize("rule", ["none", "off", "NONE"])
def test_none_is_no_rounding(rule: str) -> None:
    assert read_rounding(rule) is None


@for_each(
    "rule",
    ["", "15m down", "m up", "0m up", "1m", "-5m", "15m up up", "999m", "1.5m", "١٥m", "9999m"],
)
def test_a_rule_that_makes_no_sense_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match="15m up"):
        read_rounding(rule)


@given(st.integers(1, 1440), st.integers(2, 240), st.sampled_from(["up", "nearest"]))
def test_the_result_is_whole_steps_and_at_most_one_step_away(
    minutes: int, step: int, mode: str
) -> None:
    after = Rounding(step, mode).apply(minutes)
    assert after % step == 0
    assert abs(after - minutes) < step or (minutes < step and after == step)
    assert mode != "up" or after >= minutes


def test_a_rule_is_written_as_it_is_read() -> None:
    assert read_rounding(str(Rounding(15, "up"))) == Rounding(15, "up")
