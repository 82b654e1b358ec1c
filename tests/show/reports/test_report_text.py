"""A report for people: always a total, pictures only where there is room."""

from decimal import Decimal
from typing import Any

import pytest

from harvest_cli.actions.reports.lines import Report
from harvest_cli.show.machine.renderer import Layout, render
from harvest_cli.show.reports.report_values import counted_hours
from harvest_cli.show.terminal.columns import display_width
from harvest_cli.show.terminal.formats import signed
from tests.rows import for_each
from tests.show.report_samples import STORE, WEBSITE, a_line, a_report, sums
from tests.show.samples import an_output, block, written


def shown(report: Report, width: int | None = 100, **how: Any) -> list[str]:
    output = an_output(width=width, time_format=how.pop("time_format", None))
    render(report, output, Layout(chart=how.get("chart", False), ascii_only=True))
    return block(written(output)).splitlines()


def test_a_line_for_each_and_the_total_last() -> None:
    title, heads, first, second, total = shown(a_report(WEBSITE, STORE))
    assert title == "Kim Allen's hours by project, Sun 1 - Mon 30 Nov" or "–" in title
    assert heads.split()[:3] == ["Project", "Client", "Hours"]
    assert first.split()[:2] == ["Marketing", "Website"]
    assert "75.0%" in first
    assert "2:45" in second
    assert total.split()[:2] == ["Total", "10:00"]
    assert "1,200.01 EUR + 500.00 USD" in total


@for_each("width", [20, 30, 40, 60, 80, 200])
@for_each("chart", [True, False])
def test_no_line_is_wider_than_the_terminal(width: int, chart: bool) -> None:
    long = a_line("東京 " * 30, sums("1.00", amounts={"USD": "999999999.99"}), client="x" * 90)
    for line in shown(a_report(WEBSITE, STORE, long), width, chart=chart)[1:]:
        assert display_width(line) <= width


def test_bars_stand_beside_leaves_and_share_a_scale() -> None:
    parent = a_line("ABC Corp", sums("10.00"), "client", lines=(WEBSITE, STORE))
    rows = shown(a_report(parent, by=("client", "project")), None, chart=True)
    bars = [line.count("#") for line in rows[2:5]]
    assert bars[0] == 0
    assert bars[1] == 40
    assert bars[2] == pytest.approx(bars[1] / 3, abs=1)


def test_trends_stand_in_place_of_bars() -> None:
    line = WEBSITE._replace(trend=(Decimal(0), Decimal(4), Decimal(8)))
    rows = shown(a_report(line, trend_step="week"), chart=True)
    assert rows[2].endswith(" +@") or rows[2].endswith("=@")


def test_what_could_not_be_counted_has_a_question_mark() -> None:
    assert counted_hours(sums("1.00", unknown=1), None) == "1:00?"
    assert counted_hours(sums("1.00"), "decimal") == "1.00"


@pytest.mark.parametrize(
    ("hours", "text"),
    [("1.50", "+1:30"), ("-0.25", "-0:15"), ("0.00", "0:00"), ("0.01", "+0:01")],
)
def test_a_change_has_its_sign(hours: str, text: str) -> None:
    assert signed(Decimal(hours), None) == text


def test_decimal_accounts_see_decimals() -> None:
    assert "10.00" in shown(a_report(WEBSITE, STORE), time_format="decimal")[-1]


def test_a_name_that_steers_terminals_is_shown_clean() -> None:
    rows = shown(a_report(a_line("\x1b[31mred\x07", sums("1.00"))))
    assert not any("\x1b" in row or "\x07" in row for row in rows)
