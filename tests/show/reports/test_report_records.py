"""Reports for other programs: the same keys and as many cells every time."""

from datetime import date
from decimal import Decimal

import pytest

from harvest_cli.actions.reports.lines import Report, Source
from harvest_cli.domain.days import Period
from harvest_cli.show.machine.reports import (
    BUDGET,
    BUDGETS,
    REPORT,
    UNINVOICED,
    UNINVOICED_REPORT,
    report_columns,
    report_rows,
    uninvoiced_amounts,
)
from tests.rows import for_each
from tests.show.report_samples import (
    STORE,
    WEBSITE,
    a_budget,
    a_line,
    a_report,
    not_invoiced,
    sums,
)

EARLIER = Period(date(2026, 10, 1), date(2026, 10, 31))
TWO_DEEP = a_report(
    a_line("ABC Corp", sums("3.00"), "client", lines=(WEBSITE, STORE)), by=("client", "project")
)
COMPARED = a_report(
    WEBSITE._replace(before=sums("10.00")), STORE, compared=EARLIER, before=sums("10.00")
)
EMPTY = a_report()


@for_each("report", [a_report(WEBSITE, STORE), TWO_DEEP, COMPARED, EMPTY])
@for_each("total", [True, False])
def test_every_row_has_a_cell_for_each_column(report: Report, total: bool) -> None:
    columns = report_columns(report)
    rows = list(report_rows(report, total=total))
    assert {len(row) for row in rows} <= {len(columns)}
    assert bool(rows) is (total or bool(report.lines))


@pytest.mark.parametrize("report", [a_report(WEBSITE, STORE), TWO_DEEP, COMPARED, EMPTY])
def test_the_document_has_the_same_keys_whatever_is_in_it(report: Report) -> None:
    assert list(REPORT.record(report)) == [
        *("from", "to", "group_by", "then_by", "groups", "whose", "filters", "source", "compared"),
        *("rows", "total", "by_day", "trend_step", "unreadable", "inferences"),
    ]


def test_a_row_holds_hours_money_and_share() -> None:
    first, second = REPORT.record(a_report(WEBSITE, STORE))["rows"]
    assert (first["name"], first["id"], first["client"]) == ("Marketing Website", 11, "ABC Corp")
    assert (first["hours"], first["share"]) == (Decimal("7.50"), Decimal("75.0"))
    assert second["rounded_hours"] == Decimal("2.75")
    assert second["amounts"] == {"EUR": Decimal("1200.01")}
    assert "before_hours" not in first


def test_what_is_compared_has_its_difference_where_there_was_something() -> None:
    document = REPORT.record(COMPARED)
    assert document["compared"] == {"from": EARLIER.start, "to": EARLIER.end}
    assert document["rows"][0]["difference"] == Decimal("-2.50")
    assert "difference" not in document["rows"][1]
    first, second, _ = report_rows(COMPARED, total=True)
    assert first[-4:-2] == (Decimal("10.00"), Decimal("-2.50"))
    assert second[-4:-2] == (None, None)


def test_with_two_groups_each_row_has_its_own_rows_and_the_table_only_those() -> None:
    (row,) = REPORT.record(TWO_DEEP)["rows"]
    assert [each["name"] for each in row["rows"]] == ["Marketing Website", "Online Store"]
    assert [cells[:2] for cells in report_rows(TWO_DEEP, total=True)] == [
        ("ABC Corp", "Marketing Website"),
        ("ABC Corp", "Online Store"),
        ("total", ""),
    ]


def test_harvests_own_sums_do_not_count_entries() -> None:
    assert REPORT.record(a_report(WEBSITE, source=Source.REPORTS))["total"]["entries"] is None
    assert REPORT.record(a_report(WEBSITE))["total"]["entries"] == 1


def test_days_are_in_order_and_trends_only_where_asked() -> None:
    days = {date(2026, 11, 3): Decimal(1), date(2026, 11, 2): Decimal(2)}
    report = a_report(WEBSITE._replace(trend=(Decimal(1),)), by_day=days, trend_step="week")
    document = REPORT.record(report)
    assert list(document["by_day"]) == ["2026-11-02", "2026-11-03"]
    assert document["rows"][0]["trend"] == [Decimal(1)]
    assert "trend" not in REPORT.record(a_report(WEBSITE))["rows"][0]


def test_budgets_and_what_is_not_invoiced_are_records_of_their_columns() -> None:
    (budget,) = BUDGETS.record(a_budget(budget_spent=None))["budgets"]
    assert tuple(budget) == BUDGET.columns
    assert budget["budget_spent"] is None
    (row,) = UNINVOICED_REPORT.record(not_invoiced())["rows"]
    assert tuple(row) == UNINVOICED.columns
    assert row["uninvoiced_amount"] == Decimal("425.5")


def test_money_that_is_hidden_is_in_no_sum_and_negative_money_is() -> None:
    assert uninvoiced_amounts(not_invoiced(uninvoiced_amount=None)) == {}
    assert uninvoiced_amounts(not_invoiced(uninvoiced_amount=Decimal(-5))) == {
        "USD": Decimal("-5.00")
    }
