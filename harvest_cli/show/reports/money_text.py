"""Budgets, and what is not invoiced yet, for people."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from harvest_cli.actions.reports.lines import BudgetReport, UninvoicedReport
from harvest_cli.domain.totals import BudgetRow, UninvoicedRow
from harvest_cli.show.machine.renderer import USUAL, Layout, Renderer, noted_if_empty, rows_of
from harvest_cli.show.machine.reports import (
    BUDGET,
    BUDGETS,
    UNINVOICED,
    UNINVOICED_REPORT,
    share,
    uninvoiced_amounts,
)
from harvest_cli.show.reports.charts import bar, in_blocks
from harvest_cli.show.reports.documents import Head, Page, PagePart, page_text
from harvest_cli.show.reports.report_values import money_text
from harvest_cli.show.terminal.formats import hours_text, period_text
from harvest_cli.show.terminal.output import Output
from harvest_cli.show.terminal.table import Column, Row, table_lines

_NAME = 12
_BUDGET = (
    Column("Project", floor=_NAME),
    Column("Client", floor=_NAME, drop=1),
    Column("Spent", right=True),
    Column("Budget", right=True),
    Column("Left", right=True),
    Column("Used", right=True, drop=2),
    Column("By", drop=3),
)


def budget_lines(report: BudgetReport, output: Output, layout: Layout = USUAL) -> Iterable[str]:
    """Each budget with what is spent and left of it, in hours or money."""
    blocks = in_blocks(output, ascii_only=layout.ascii_only)
    rows = []
    for row in report.rows:
        used = _used(row)
        numbers = _sums(row, output.time_format)
        part = min(used or Decimal(0), Decimal(100))
        picture = "" if used is None else f"{used:>5}% {bar(part, Decimal(100), 10, blocks=blocks)}"
        names = (output.text(row.project.name), output.text(row.client.name))
        rows.append(Row((*names, *numbers, picture.ljust(17), output.text(_by(row)))))
    return table_lines(_BUDGET, rows, output) if rows else ()


_UNINVOICED = (
    Column("Project", floor=_NAME),
    Column("Client", floor=_NAME, drop=1),
    Column("Hours", right=True, drop=2),
    Column("Uninvoiced", right=True),
    Column("Expenses", right=True, drop=3),
    Column("Amount", right=True),
    Column("", right=False),
)


def uninvoiced_lines(
    report: UninvoicedReport, output: Output, _layout: Layout = USUAL
) -> Iterator[str]:
    """What is not invoiced by project, and the sums by currency."""
    if not report.rows:
        return
    style = output.time_format
    period = period_text(report.period, report.today)
    yield output.style(output.marks(f"Not invoiced, {period}"), "bold")
    rows = [Row(tuple(map(output.text, _uninvoiced_cells(row, style)))) for row in report.rows]
    yield from table_lines(_UNINVOICED, rows, output)
    total = money_text(uninvoiced_amounts(report)) or "nothing"
    yield output.style(f"Total  {output.text(total)}", "bold")


def _uninvoiced_cells(row: UninvoicedRow, style: str | None) -> list[str]:
    return [
        row.project.name,
        row.client.name,
        hours_text(row.total_hours, style),
        hours_text(row.uninvoiced_hours, style),
        _number(row.uninvoiced_expenses),
        _number(row.uninvoiced_amount),
        row.currency or "",
    ]


_OF_MONEY = ("project_cost", "task_fees")
"""Kinds of budgets that are not of hours."""


def _used(row: BudgetRow) -> Decimal | None:
    """Percent of the budget that is spent."""
    return share(row.budget_spent or Decimal(0), row.budget) if row.budget else None


def _by(row: BudgetRow) -> str:
    """What the budget is of, and whether it is one a month."""
    monthly = " a month" if row.budget_is_monthly else ""
    return f"{row.budget_by}{monthly}" if _has_budget(row) else ""


def _has_budget(row: BudgetRow) -> bool:
    return row.budget_by not in (None, "none")


def _sums(row: BudgetRow, style: str | None) -> list[str]:
    """Spent, budget and left, as `_sum` writes each."""
    return [_sum(each, row, style) for each in (row.budget_spent, row.budget, row.budget_remaining)]


def _sum(value: Decimal | None, row: BudgetRow, style: str | None) -> str:
    """Hours or money; nothing where there is no budget, and `?` for what one may not see."""
    if value is None:
        return "?" if _has_budget(row) else ""
    return _number(value) if row.budget_by in _OF_MONEY else hours_text(value, style)


def _number(value: Decimal | None) -> str:
    return "?" if value is None else f"{value.quantize(Decimal('0.01')):,}"


def money_page(report: BudgetReport | UninvoicedReport, made: str, style: str | None) -> str:
    """Budgets, or what is not invoiced, as one HTML page."""
    if isinstance(report, BudgetReport):
        return page_text(_budget_page(report, style), made)
    return page_text(_uninvoiced_page(report, style), made)


def _heads(columns: tuple[Column, ...]) -> list[Head]:
    return [Head(column.name, column.right) for column in columns]


def _budget_page(report: BudgetReport, style: str | None) -> Page:
    rows = []
    for row in report.rows:
        used = _used(row)
        part = "" if used is None else f"{used}%"
        rows.append([row.project.name, row.client.name, *_sums(row, style), part, _by(row)])
    parts = [PagePart(_heads(_BUDGET), rows)] if rows else []
    return Page("Budgets", parts, nothing="No project shows you its budget.")


def _uninvoiced_page(report: UninvoicedReport, style: str | None) -> Page:
    cells = [_uninvoiced_cells(row, style) for row in report.rows]
    rows = [[*others, f"{amount} {code}".strip()] for *others, amount, code in cells]
    parts = [PagePart(_heads(_UNINVOICED[:-1]), rows)] if rows else []
    cards = [(f"{amount:,}", code) for code, amount in uninvoiced_amounts(report).items()]
    title = f"Not invoiced, {period_text(report.period, None)}"
    return Page(title, parts, cards=cards, nothing="Nothing is uninvoiced.")


def _all_invoiced(report: UninvoicedReport) -> str:
    return f"Nothing uninvoiced for {period_text(report.period, report.today)}"


RENDERERS = {
    BudgetReport: Renderer(
        BUDGETS,
        budget_lines,
        rows_of(BUDGET),
        remarks=noted_if_empty("No project shows you its budget"),
    ),
    UninvoicedReport: Renderer(
        UNINVOICED_REPORT,
        uninvoiced_lines,
        rows_of(UNINVOICED),
        remarks=noted_if_empty(_all_invoiced),
    ),
}
