"""Budgets and what is not invoiced, for people."""

from decimal import Decimal

import pytest

from harvest_cli.show.machine.renderer import Layout, render
from harvest_cli.show.terminal.columns import display_width
from tests.show.report_samples import a_budget, not_invoiced
from tests.show.samples import an_output, block, written


def budgets(width: int | None = 120, **more: object) -> list[str]:
    output = an_output(width=width)
    render(a_budget(**more), output, Layout(ascii_only=True))
    return block(written(output)).splitlines()


def test_a_budget_shows_what_is_spent_and_left() -> None:
    heads, row = budgets()
    assert heads.split() == ["Project", "Client", "Spent", "Budget", "Left", "Used", "By"]
    assert row.split() == [
        *("Marketing", "Website", "ABC", "Corp", "50:00", "100:00", "50:00", "50.0%", "#####"),
        "project",
    ]


def test_a_budget_that_is_overspent_fills_its_bar_and_no_more() -> None:
    row = budgets(budget_spent=Decimal(250), budget_remaining=Decimal(-150))[1]
    assert "250.0% ##########" in row
    assert "#" * 11 not in row
    assert "-150:00" in row


@pytest.mark.parametrize("budget", [None, Decimal(0)])
def test_without_a_budget_there_is_no_share(budget: Decimal | None) -> None:
    row = budgets(budget=budget, budget_by="none")[1]
    assert "%" not in row
    assert not row.endswith("none")


def test_hidden_numbers_are_question_marks_and_months_are_named() -> None:
    row = budgets(budget_spent=None, budget_remaining=None, budget_is_monthly=True)[1]
    assert row.count("?") == 2
    assert row.endswith("project a month")


@pytest.mark.parametrize("width", [20, 40, 60, 80])
def test_narrow_terminals_see_fewer_columns(width: int) -> None:
    for line in budgets(width):
        assert display_width(line) <= width


def test_what_is_not_invoiced_ends_with_sums_by_currency() -> None:
    output = an_output(width=120)
    render(not_invoiced(), output)
    title, _, row, total = block(written(output)).splitlines()
    assert title == "Not invoiced, Sun 1 – Mon 30 Nov"
    assert row.split()[-6:] == ["Corp", "10:00", "4:00", "25.50", "425.50", "USD"]
    assert total == "Total  425.50 USD"


def test_where_amounts_are_hidden_the_total_is_said_to_be_nothing() -> None:
    output = an_output(width=120)
    render(not_invoiced(uninvoiced_amount=None, currency=None), output)
    assert block(written(output)).splitlines()[-1] == "Total  nothing"
