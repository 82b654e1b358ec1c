"""Reports for programs: sums by group, budgets, what is not invoiced, timesheets."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from harvest_cli.actions.reports.lines import Report, ReportLine, Source, UninvoicedReport
from harvest_cli.actions.reports.report import Timesheet
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.hours import HUNDREDTH
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.domain.totals import GROUPINGS, Sums
from harvest_cli.show.machine.entries import FROM_TO, INFERENCES, PERIOD
from harvest_cli.show.machine.fields import Cell, Field, OrNull, Table
from harvest_cli.show.machine.renderer import Rows

TENTH = Decimal("0.1")


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """Percent of the whole, to a tenth; None of nothing."""
    return (part * 100 / whole).quantize(TENTH, ROUND_HALF_UP) if whole else None


def amounts_of(amounts: Mapping[str | None, Decimal], currency: str | None) -> dict[str, Decimal]:
    """Money by currency code in order, to the hundredth; `currency` is for what names none."""
    found: dict[str, Decimal] = {}
    for code, amount in amounts.items():
        name = code or currency or "?"
        found[name] = found.get(name, Decimal(0)) + amount
    return {code: cents(found[code]) for code in sorted(found)}


def cents(amount: Decimal) -> Decimal:
    """An amount to the hundredth, halves up."""
    return amount.quantize(HUNDREDTH, ROUND_HALF_UP)


def amounts_cell(amounts: dict[str, Decimal]) -> str:
    """`EUR 1200.00; USD 350.00`, for one cell."""
    return "; ".join(f"{code} {amount}" for code, amount in amounts.items())


class InReport(NamedTuple):
    """A line with the report that it stands in."""

    line: ReportLine
    report: Report

    @property
    def amounts(self) -> dict[str, Decimal]:
        """Money by currency."""
        return amounts_of(self.line.sums.amounts, self.report.currency)

    @property
    def before(self) -> Decimal | None:
        """Hours of the period that it is compared with."""
        return None if self.line.before is None else self.line.before.hours

    @property
    def difference(self) -> Decimal | None:
        """Hours more than before."""
        return None if self.before is None else self.line.sums.hours - self.before

    @property
    def entries(self) -> int | None:
        """How many; Harvest's own reports do not tell."""
        return None if self.report.source is Source.REPORTS else self.line.sums.entries


SUMS = (
    Field("hours", "number", "line.sums.hours", 3),
    Field("rounded_hours", "number", "line.sums.rounded_hours", 4),
    Field("billable_hours", "number", "line.sums.billable_hours", 5),
    Field("rounded_billable_hours", "number", "line.sums.rounded_billable_hours"),
    Field("share", "number?", lambda each: share(each.line.sums.hours, each.report.total.hours), 6),
    Field("amounts", {"*": "number"}, None, 7, lambda each: amounts_cell(each.amounts)),
    Field("entries", "int?"),
    Field("running", "int", "line.sums.running"),
    Field("uncounted", "int", "line.sums.unknown"),
    Field("before_hours?", "number", "before", 10),
    Field("difference?", "number", None, 11),
)
LINE: Table = Table(
    Field("name", "text", "line.name", 1),
    Field("id", "int?", "line.id", 9),
    Field("client", "text?", "line.client", 8),
    *SUMS,
    Field("trend?", ["number"], lambda each: each.line.trend if each.report.trend_step else None),
    Field(
        "rows?",
        [lambda: LINE],
        lambda each: [InReport(below, each.report) for below in each.line.lines] or None,
    ),
    name="line",
    also=(
        Field("amount", "number?", lambda each: _only(each.amounts, 1), 12),
        Field("currency", "text?", lambda each: _only(each.amounts, 0), 13),
    ),
)


def _only(amounts: dict[str, Decimal], place: int) -> Cell:
    """The amount or its currency, for a sum; None where there are several currencies, or none."""
    return next(iter(amounts.items()))[place] if len(amounts) == 1 else None


def whole(report: Report, name: str = "") -> ReportLine:
    """The sums of a report as a line."""
    return ReportLine("", name, report.total, before=report.before)


_GROUPING = "|".join([*GROUPINGS, "null"])
REPORT = Table(
    *FROM_TO,
    Field("group_by", _GROUPING, lambda report: report.group_by[0]),
    Field(
        "then_by",
        _GROUPING,
        lambda report: report.group_by[1] if len(report.group_by) > 1 else None,
    ),
    Field("groups", ["text"], "group_by"),
    Field("whose"),
    Field("filters", ["text"]),
    Field("source", "entries|reports"),
    Field("compared", OrNull(PERIOD)),
    Field("rows", [LINE], lambda report: [InReport(line, report) for line in report.lines]),
    Field("total", Table(*SUMS, name="sums"), lambda report: InReport(whole(report), report)),
    Field(
        "by_day",
        {"*": "number"},
        lambda report: {day.isoformat(): hours for day, hours in sorted(report.by_day.items())},
    ),
    Field("trend_step", "text?"),
    Field("unreadable", "int"),
    INFERENCES,
)


_THEN = ("then", "after")
_COMPARED = ("before_hours", "difference")


def report_columns(report: Report) -> tuple[str, ...]:
    """The columns of its rows: a name for each grouping, and what it is compared to."""
    name, *others = LINE.columns
    shown = [each for each in others if report.compared or each not in _COMPARED]
    return (name, *_THEN[: len(report.group_by) - 1], *shown)


def report_rows(report: Report, *, total: bool) -> Iterator[tuple[Cell, ...]]:
    """The cells of each line of the last grouping, behind the names above; `total` comes last."""
    cells = LINE.row_of(tuple(name for name in report_columns(report) if name not in _THEN))
    for *above, line in paths(report.lines):
        _, *others = cells(InReport(line, report))
        names = [*(each.name for each in above), line.name]
        # What is only in the earlier period has nothing below it.
        yield (*names, *[""] * (len(report.group_by) - len(names)), *others)
    if total:
        _, *others = cells(InReport(whole(report), report))
        yield ("total", *[""] * (len(report.group_by) - 1), *others)


def paths(lines: Sequence[ReportLine]) -> Iterator[tuple[ReportLine, ...]]:
    """Each line that has none below it, behind those above it."""
    for line in lines:
        yield from ((line, *path) for path in paths(line.lines)) if line.lines else [(line,)]


BUDGET = Table(
    Field("client", "text", "client.name", 1),
    Field("project", "text", "project.name", 2),
    Field("budget_by", "text?", None, 3),
    Field("budget", "number?", None, 4),
    Field("budget_spent", "number?", None, 5),
    Field("budget_remaining", "number?", None, 6),
    Field("budget_is_monthly", "bool?", None, 7),
    Field("project_id", "int", "project.id", 8),
)
BUDGETS = Table(Field("budgets", [BUDGET], "rows"))
UNINVOICED = Table(
    Field("client", "text", "client.name", 1),
    Field("project", "text", "project.name", 2),
    Field("currency", "text?", None, 3),
    Field("total_hours", "number?", None, 4),
    Field("uninvoiced_hours", "number?", None, 5),
    Field("uninvoiced_expenses", "number?", None, 6),
    Field("uninvoiced_amount", "number?", None, 7),
    Field("project_id", "int", "project.id", 8),
)


def uninvoiced_amounts(report: UninvoicedReport) -> dict[str, Decimal]:
    """Money not invoiced, by currency."""
    found = Sums()
    for row in report.rows:
        if row.uninvoiced_amount is not None:
            before = found.amounts.get(row.currency, Decimal(0))
            found.amounts[row.currency] = before + row.uninvoiced_amount
    return amounts_of(found.amounts, None)


UNINVOICED_REPORT = Table(
    *FROM_TO,
    Field("rows", [UNINVOICED]),
    Field("total", Table(Field("amounts", {"*": "number"}, uninvoiced_amounts)), lambda each: each),
)
EXPORT = Table(
    Field("folder", "text", lambda kept: str(kept.folder)),
    Field("whole", "bool"),
    Field("changed", "int"),
    Field("gone", "int"),
    Field(
        "files",
        [Table(Field("path", "text", lambda each: str(each.path)), Field("entries", "int"))],
    ),
)


class OnSheet(NamedTuple):
    """An entry with the timesheet that it stands on."""

    entry: TimeEntry
    sheet: Timesheet

    @property
    def amount(self) -> Decimal | None:
        """What it costs, to the hundredth; None where that was not asked for."""
        found = self.sheet.amount_of(self.entry)
        return None if found is None else found.quantize(HUNDREDTH)

    @property
    def currency(self) -> str | None:
        """Of the amount."""
        return None if self.amount is None else self.sheet.currency_of(self.entry)


SHEET_ROW = Table(
    Field("spent_date", "date?", "entry.spent_date", 1),
    Field("hours", "number?", "entry.hours", 2),
    Field("client", "text", "entry.client.name", 3),
    Field("project", "text", "entry.project.name", 4),
    Field("task", "text", "entry.task.name", 5),
    Field("notes", "text?", "entry.notes", 6),
    Field("person", "text?", lambda each: each.entry.user and each.entry.user.name, 7),
    Field("amount", "number?", None, 8),
    Field("currency", "text?", None, 9),
)
PRICED = ("amount", "currency")
_TOTAL = (
    Field("hours", "number", lambda named: named[1].hours),
    Field("amounts", {"*": "number"}, lambda named: dict(named[1].amounts)),
)
"""Of a total behind what it is of."""


TIMESHEET = Table(
    *FROM_TO,
    Field("whose"),
    Field("filters", ["text"]),
    Field("entries", [SHEET_ROW], lambda sheet: [OnSheet(entry, sheet) for entry in sheet.entries]),
    Field(
        "by_day",
        [Table(Field("spent_date", "date?", lambda named: named[0]), *_TOTAL)],
        lambda sheet: sheet.by_day().items(),
    ),
    Field(
        "by_task",
        [
            Table(
                Field("project", "text", lambda named: named[0][0]),
                Field("task", "text", lambda named: named[0][1]),
                *_TOTAL,
            )
        ],
        lambda sheet: sheet.by_task().items(),
    ),
    Field("total", Table(*_TOTAL), lambda sheet: ("", sheet.total)),
    Field("uncounted", "int"),
    INFERENCES,
)


def timesheet_rows(sheet: Timesheet, *_: object) -> Rows:
    """The columns and the cells of each entry; money only where it was asked for."""
    columns = tuple(name for name in SHEET_ROW.columns if sheet.priced or name not in PRICED)
    return columns, map(
        SHEET_ROW.row_of(columns), (OnSheet(entry, sheet) for entry in sheet.entries)
    )


DOCUMENTS: dict[str, Any] = {
    "report": REPORT,
    "export": EXPORT,
    "report-budget": BUDGETS,
    "report-uninvoiced": UNINVOICED_REPORT,
    "report-timesheet": TIMESHEET,
}
