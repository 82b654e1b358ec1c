"""Sums: exact, by any group, currencies apart, and honest about what could not be counted."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest_cli.domain.company import Client, Project, Task
from harvest_cli.domain.entries import Named, TimeEntry
from harvest_cli.domain.totals import Exact, Ledger, total_of
from tests.rows import for_each


class Line(NamedTuple):
    """What is summed, as the fast reader gives it."""

    hours: Any = 1.0
    rounded_hours: Any = None
    billable_rate: Any = None
    billable: bool = True
    is_running: bool = False
    client: Any = Client(1, "ABC Corp", "USD")
    project: Any = Project(10, "Website")
    task: Any = Task(20, "Design")
    user: Any = Named(30, "Kim Allen")
    spent_date: Any = date(2026, 11, 18)


def folded(*lines: Line, by: tuple[str, ...] = ()) -> Ledger:
    ledger = Ledger(by)
    ledger.fold(lines)
    return ledger


@for_each(
    ("value", "exact"),
    [(0.1, "0.1"), (0.33, "0.33"), (1e3, "1000"), (Decimal("2.11"), "2.11"), (-1.5, "-1.5")],
)
def test_a_number_is_the_decimal_that_was_written(value: Any, exact: str) -> None:
    assert Exact()[value] == Decimal(exact)


@for_each("value", [None, float("nan"), float("inf"), 1e15, Decimal("1e400")])
def test_what_cannot_be_hours_is_none(value: Any) -> None:
    assert Exact()[value] is None


@given(st.lists(st.integers(0, 2400), max_size=300))
def test_sums_never_drift(hundredths: list[int]) -> None:
    ledger = folded(*(Line(hours=n / 100) for n in hundredths))
    assert total_of(ledger.totals().values()).hours == Decimal(sum(hundredths)) / 100


def test_floats_and_decimals_give_the_same_sums() -> None:
    as_float = [Line(hours=0.1, rounded_hours=0.25, billable_rate=99.99)] * 7
    as_decimal = [
        Line(hours=Decimal("0.1"), rounded_hours=Decimal("0.25"), billable_rate=Decimal("99.99"))
    ] * 7
    for lines in (as_float, as_decimal):
        found = total_of(folded(*lines).totals().values())
        assert (found.hours, found.rounded_hours) == (Decimal("0.7"), Decimal("1.75"))
        assert found.amounts == {"USD": Decimal("174.9825")}


def test_currencies_stay_apart() -> None:
    euro = Client(2, "123 Industries", "EUR")
    found = total_of(
        folded(Line(billable_rate=10.0), Line(billable_rate=10.0, client=euro)).totals().values()
    )
    assert found.amounts == {"USD": Decimal(10), "EUR": Decimal(10)}


def test_only_billable_time_with_a_rate_is_money() -> None:
    lines = (
        Line(billable=False, billable_rate=10.0),
        Line(billable_rate=None),
        Line(billable_rate=0.0),
    )
    found = total_of(folded(*lines).totals().values())
    assert found.amounts == {"USD": 0}
    assert (found.hours, found.billable_hours) == (Decimal(3), Decimal(2))


def test_what_makes_no_sense_is_counted_as_unknown() -> None:
    lines = (
        Line(hours=None),
        Line(hours=1e20),
        Line(hours=1.5),
        Line(hours=2.0, rounded_hours=2.5),
    )
    found = total_of(folded(*lines).totals().values())
    assert (found.unknown, found.entries) == (2, 2)
    assert (found.hours, found.rounded_hours) == (Decimal("3.5"), Decimal("4.0"))


def test_running_entries_are_counted_as_such() -> None:
    found = total_of(folded(Line(is_running=True), Line()).totals().values())
    assert (found.running, found.entries) == (1, 2)


@pytest.mark.parametrize(
    ("by", "keys"),
    [
        ((), {()}),
        (("client",), {(1,)}),
        (("project", "task"), {(10, 20), (11, 20)}),
        (("team", "day"), {(30, date(2026, 11, 18))}),
    ],
)
def test_groups_by_one_or_two(by: tuple[str, ...], keys: set[Any]) -> None:
    ledger = folded(Line(), Line(project=Project(11, "Shop"), billable=False), by=by)
    assert set(ledger.totals()) == keys
    assert total_of(ledger.totals().values()).hours == 2


def test_names_are_those_seen_first() -> None:
    ledger = folded(Line(), Line(project=Project(10, "Renamed")), by=("project",))
    assert ledger.named["project", 10] == (Project(10, "Website"), Client(1, "ABC Corp", "USD"))


def test_entries_of_the_domain_are_lines_too() -> None:
    entry = TimeEntry(
        id=1,
        spent_date=date(2026, 11, 18),
        hours=Decimal("0.33"),
        client=Client(1, "ABC Corp"),
        project=Project(10, "Website"),
        task=Task(20, "Design"),
        billable=True,
        billable_rate=Decimal(100),
    )
    ledger = Ledger(("day",))
    ledger.fold([entry])
    (found,) = ledger.totals().values()
    assert (found.hours, found.amounts) == (Decimal("0.33"), {None: Decimal("33.00")})
