"""A report for other programs: one JSON document, or rows of cells."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from harvest_cli.actions.reports.lines import BudgetReport, Report, ReportLine, UninvoicedReport
from harvest_cli.domain.totals import Sums
from harvest_cli.show.machine.rows import Cell
from harvest_cli.show.reports.report_values import amounts_of, share

Record = dict[str, Any]
REPORT_COLUMNS = (
    "name", "hours", "rounded_hours", "billable_hours", "share", "amounts", "client", "id",
)  # fmt: skip
COMPARED_COLUMNS = ("before_hours", "difference")
BUDGET_COLUMNS = (
    "client", "project", "budget_by", "budget", "budget_spent", "budget_remaining",
    "budget_is_monthly", "project_id",
)  # fmt: skip
UNINVOICED_COLUMNS = (
    "client", "project", "currency", "total_hours", "uninvoiced_hours", "uninvoiced_expenses",
    "uninvoiced_amount", "project_id",
)  # fmt: skip


def report_document(report: Report) -> Record:
    """What `hv report --json` prints. With two groupings each row has its own `rows`."""
    by = report.group_by
    earlier = report.compared
    return {
        "from": report.period.start,
        "to": report.period.end,
        "group_by": by[0],
        "then_by": by[1] if len(by) > 1 else None,
        "whose": report.whose,
        "filters": list(report.filters),
        "source": report.source,
        "compared": earlier and {"from": earlier.start, "to": earlier.end},
        "rows": [_row(line, report) for line in report.lines],
        "total": _sums(report.total, report, report.before),
        "by_day": {day.isoformat(): hours for day, hours in sorted(report.by_day.items())},
        "trend_step": report.trend_step,
        "unreadable": report.unreadable,
    }


def _row(line: ReportLine, report: Report) -> Record:
    below = {"rows": [_row(each, report) for each in line.lines]} if line.lines else {}
    trend = {"trend": list(line.trend)} if report.trend_step else {}
    return {
        "name": line.name,
        "id": line.id,
        "client": line.client,
        **_sums(line.sums, report, line.before),
        **trend,
        **below,
    }


def _sums(sums: Sums, report: Report, before: Sums | None) -> Record:
    compared = {}
    if before is not None:
        compared = {"before_hours": before.hours, "difference": sums.hours - before.hours}
    return {
        "hours": sums.hours,
        "rounded_hours": sums.rounded_hours,
        "billable_hours": sums.billable_hours,
        "rounded_billable_hours": sums.rounded_billable_hours,
        "share": share(sums.hours, report.total.hours),
        "amounts": amounts_of(sums.amounts, report.currency),
        "entries": None if report.source == "reports" else sums.entries,
        "running": sums.running,
        "uncounted": sums.unknown,
        **compared,
    }


def report_columns(report: Report) -> tuple[str, ...]:
    """The columns of its rows: a second name with two groupings, what it is compared to last."""
    second = ("then",) if len(report.group_by) > 1 else ()
    compared = COMPARED_COLUMNS if report.compared else ()
    return (REPORT_COLUMNS[0], *second, *REPORT_COLUMNS[1:], *compared)


def report_rows(report: Report, *, total: bool) -> Iterator[tuple[Cell, ...]]:
    """The cells of each line, of the second grouping where there is one; `total` comes last."""
    two = len(report.group_by) > 1
    for line in report.lines:
        if not two:
            yield _cells((line.name,), line, report)
        for each in line.lines:
            yield _cells((line.name, each.name), each, report)
    if total:
        whole = ReportLine("", "", report.total, before=report.before)
        yield _cells(("total", "") if two else ("total",), whole, report)


def _cells(names: tuple[str, ...], line: ReportLine, report: Report) -> tuple[Cell, ...]:
    sums, compared = line.sums, tuple[Cell, ...]()
    if report.compared:
        before = None if line.before is None else line.before.hours
        compared = (before, None if before is None else sums.hours - before)
    return (
        *names,
        sums.hours,
        sums.rounded_hours,
        sums.billable_hours,
        share(sums.hours, report.total.hours),
        amounts_cell(amounts_of(sums.amounts, report.currency)),
        line.client,
        line.id,
        *compared,
    )


def amounts_cell(amounts: dict[str, Decimal]) -> str:
    """`EUR 1200.00; USD 350.00`, for one cell."""
    return "; ".join(f"{code} {amount}" for code, amount in amounts.items())


def budget_document(report: BudgetReport) -> Record:
    """What `hv report budget --json` prints."""
    return {"budgets": [dict(zip(BUDGET_COLUMNS, row, strict=True)) for row in budget_rows(report)]}


def budget_rows(report: BudgetReport) -> Iterator[tuple[Cell, ...]]:
    """The cells of each budget, as BUDGET_COLUMNS names them."""
    for row in report.rows:
        yield (
            row.client.name,
            row.project.name,
            row.budget_by,
            row.budget,
            row.budget_spent,
            row.budget_remaining,
            row.budget_is_monthly,
            row.project.id,
        )


def uninvoiced_document(report: UninvoicedReport) -> Record:
    """What `hv report uninvoiced --json` prints."""
    rows = [dict(zip(UNINVOICED_COLUMNS, row, strict=True)) for row in uninvoiced_rows(report)]
    return {
        "from": report.period.start,
        "to": report.period.end,
        "rows": rows,
        "total": {"amounts": uninvoiced_amounts(report)},
    }


def uninvoiced_rows(report: UninvoicedReport) -> Iterator[tuple[Cell, ...]]:
    """The cells of each project and currency, as UNINVOICED_COLUMNS names them."""
    for row in report.rows:
        yield (
            row.client.name,
            row.project.name,
            row.currency,
            row.total_hours,
            row.uninvoiced_hours,
            row.uninvoiced_expenses,
            row.uninvoiced_amount,
            row.project.id,
        )


def uninvoiced_amounts(report: UninvoicedReport) -> dict[str, Decimal]:
    """Money not invoiced, by currency."""
    found: dict[str | None, Decimal] = {}
    for row in report.rows:
        if row.uninvoiced_amount is not None:
            found[row.currency] = found.get(row.currency, Decimal(0)) + row.uninvoiced_amount
    return amounts_of(found, None)
