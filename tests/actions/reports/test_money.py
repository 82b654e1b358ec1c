"""Budgets and what is not invoiced: in order, added up over long periods, hidden where it is."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from harvest_cli.actions.reports.report import budgets, uninvoiced
from harvest_cli.actions.resolve.query import QueryFlags
from harvest_cli.domain.company import Client
from harvest_cli.domain.entries import Named
from harvest_cli.domain.errors import Refused
from harvest_cli.domain.totals import BudgetRow, UninvoicedRow
from tests.actions.contexts import NoHarvest, a_context


def a_row(
    project: int = 11, currency: str | None = "USD", amount: str | None = "10"
) -> UninvoicedRow:
    money = None if amount is None else Decimal(amount)
    hours = Decimal(1)
    return UninvoicedRow(
        Client(1, "ABC"), Named(project, f"P{project}"), currency, hours, hours, hours, money
    )


class Reporting(NoHarvest):
    """A Harvest whose reports are these; `asked` are the periods."""

    def __init__(self, *rows: Any, refused: bool = False) -> None:
        self.rows, self.refused, self.asked = rows, refused, list[Any]()

    def uninvoiced(self, period: Any) -> Iterator[UninvoicedRow]:
        self.asked.append(period)
        if self.refused:
            message = "Not authorized!"
            raise Refused(message, status=403)
        yield from self.rows

    def project_budget(self, *, is_active: bool) -> list[BudgetRow]:
        self.asked.append(is_active)
        return list(self.rows)


def test_a_month_is_asked_for_when_nothing_is_said() -> None:
    client = Reporting(a_row())
    report = uninvoiced(a_context(client=client), QueryFlags())
    assert report.period == (date(2026, 11, 1), date(2026, 11, 30))
    assert client.asked == [report.period]


def test_long_periods_are_asked_for_in_years_and_added_up() -> None:
    client = Reporting(a_row(), a_row(12, "EUR"))
    report = uninvoiced(a_context(client=client), QueryFlags(words="2024-01-01 to 2025-12-31"))
    assert len(client.asked) == 3
    assert max((piece.end - piece.start).days for piece in client.asked) < 365
    assert [row.project.id for row in report.rows] == [11, 12]
    assert [row.uninvoiced_amount for row in report.rows] == [Decimal(30), Decimal(30)]


def test_currencies_of_one_project_are_rows_of_their_own() -> None:
    report = uninvoiced(a_context(client=Reporting(a_row(), a_row(11, "EUR"))), QueryFlags())
    assert len(report.rows) == 2


def test_an_amount_that_is_hidden_once_is_hidden_in_the_sum() -> None:
    report = uninvoiced(a_context(client=Reporting(a_row(), a_row(11, "USD", None))), QueryFlags())
    assert [row.uninvoiced_amount for row in report.rows] == [None]


def test_those_who_may_not_see_it_are_told_whom_to_ask() -> None:
    with pytest.raises(Refused, match="may create invoices") as refused:
        uninvoiced(a_context(client=Reporting(refused=True)), QueryFlags())
    assert (refused.value.status, refused.value.exit_code) == (403, 5)


def test_budgets_of_active_projects_come_by_client_and_name() -> None:
    rows = [
        BudgetRow(Client(n, c), Named(n, p))
        for n, (c, p) in enumerate((("b", "x"), ("A", "z"), ("B", "a")))
    ]
    client = Reporting(*rows)
    report = budgets(a_context(client=client), QueryFlags())
    assert [row.project.name for row in report.rows] == ["z", "a", "x"]
    assert client.asked == [True]
