"""Shares, money and names of a report."""

from datetime import date
from decimal import Decimal

import pytest

from harvest_cli.actions.reports.lines import Source
from harvest_cli.domain.days import Period
from harvest_cli.show.machine.reports import amounts_of, cents, share
from harvest_cli.show.reports.report_values import (
    is_rounded,
    line_name,
    money_text,
    remarks_of,
    title_of,
)
from tests.rows import for_each
from tests.show.report_samples import STORE, WEBSITE, a_line, a_report, sums


@for_each(
    ("part", "whole", "percent"),
    [
        ("1", "3", "33.3"),
        ("2", "3", "66.7"),
        ("1", "2000", "0.1"),
        ("1", "2001", "0.0"),
        ("0", "8", "0.0"),
        ("8", "8", "100.0"),
        ("-1", "4", "-25.0"),
    ],
)
def test_a_share_is_percent_to_a_tenth(part: str, whole: str, percent: str) -> None:
    assert str(share(Decimal(part), Decimal(whole))) == percent


def test_of_nothing_there_is_no_share() -> None:
    assert share(Decimal(0), Decimal(0)) is None


@pytest.mark.parametrize(
    ("exact", "kept"), [("0.005", "0.01"), ("0.0049", "0.00"), ("-1.005", "-1.01")]
)
def test_halves_of_a_cent_go_up(exact: str, kept: str) -> None:
    assert cents(Decimal(exact)) == Decimal(kept)


def test_currencies_stand_in_order_and_are_never_added() -> None:
    found = amounts_of({"USD": Decimal("1200"), "EUR": Decimal("0.005")}, "CHF")
    assert money_text(found) == "0.01 EUR + 1,200.00 USD"
    assert money_text({}) == ""


def test_money_without_a_currency_is_the_accounts() -> None:
    amounts = {None: Decimal(1), "USD": Decimal(2)}
    assert money_text(amounts_of(amounts, "USD")) == "3.00 USD"
    assert money_text(amounts_of({None: Decimal(1)}, None)) == "1.00 ?"


@for_each(
    ("kind", "day", "name"),
    [
        ("day", date(2026, 11, 18), "Wed 18 Nov"),
        ("day", date(2025, 11, 18), "Tue 18 Nov 2025"),
        ("week", date(2026, 11, 16), "Mon 16 – Sun 22 Nov"),
        ("week", date(2026, 12, 28), "Mon 28 Dec 2026 – Sun 3 Jan 2027"),
        ("month", date(2026, 11, 1), "Nov 2026"),
        ("client", None, "its own name"),
    ],
)
def test_a_line_of_time_is_named_for_people(kind: str, day: date | None, name: str) -> None:
    line = a_line("its own name", sums("1.00"), kind, day=day)
    assert line_name(line, a_report(line, by=(kind,))) == name


def test_the_title_says_whose_hours_by_what_and_which() -> None:
    report = a_report(by=("client", "task"), filters=("ABC Corp", "billable"))
    assert title_of(report) == (
        "Kim Allen's hours by client and task, Sun 1 – Mon 30 Nov: ABC Corp, billable"
    )


@pytest.mark.parametrize(
    ("running", "said"),
    [
        (0, []),
        (1, ["1 timer still running: counted as of now"]),
        (2, ["2 timers still running: counted as of now"]),
    ],
)
def test_running_timers_are_remarked(running: int, said: list[str]) -> None:
    assert remarks_of(a_report(a_line("x", sums("1.00", running=running))), None) == said


def test_where_the_hours_come_from_and_what_they_are_compared_with_is_remarked() -> None:
    earlier = Period(date(2026, 10, 1), date(2026, 10, 31))
    report = a_report(WEBSITE, source=Source.REPORTS, compared=earlier)
    assert remarks_of(report, None) == [
        "Hours as rounded by Harvest's reports",
        "Compared with Thu 1 – Sat 31 Oct",
    ]


def test_rounding_is_shown_where_it_changed_any_line() -> None:
    assert is_rounded(a_report(WEBSITE, STORE))
    assert not is_rounded(a_report(WEBSITE))
