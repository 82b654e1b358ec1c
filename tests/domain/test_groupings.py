"""Every grouping of reports is read in words and by flag, and summed by an attribute."""

from datetime import date

import pytest

from harvest_cli.actions.resolve.query import groups_of
from harvest_cli.domain.totals import GROUPINGS, steps_of
from harvest_cli.language.periods.marks import group
from harvest_cli.language.text.tokens import tokenise
from tests.rows import for_each


@for_each("key", GROUPINGS)
def test_a_grouping_is_named_by_its_key(key: str) -> None:
    assert groups_of(key) == (key,)


@for_each(
    ("noun", "key"), [(noun, key) for key, each in GROUPINGS.items() for noun in each.nouns.split()]
)
def test_a_noun_means_one_grouping(noun: str, key: str) -> None:
    found = group(tokenise(f"by {noun}"), 0)
    assert found is not None
    assert found.value == (key,)


@pytest.mark.parametrize(("key", "name"), [("day", "2026-02-28"), ("month", "2026-02")])
def test_a_period_is_named_by_its_first_day(key: str, name: str) -> None:
    steps = steps_of(key)
    assert steps is not None
    assert steps.key(steps.holding(date(2026, 2, 28), 0).start) == name
