"""No command costs more instructions than it may."""

import pytest

from tests.measuring.instructions import budgets, counter, counts, over


@pytest.mark.slow
def test_no_command_passes_its_budget_by_more_than_a_twentieth() -> None:
    count, allowed = counter(), budgets()
    if count is None:
        pytest.skip("neither perf nor valgrind can count instructions here")
    if not allowed:
        pytest.skip("this version of Python has no budgets")
    assert over(counts(count), allowed) == []


def test_a_command_is_over_its_budget_from_five_per_cent_on() -> None:
    allowed = {"one": 2.0, "two": 4.0}
    assert over({"one": 2.09, "two": 4.21}, allowed) == ["two"]
