"""One function per answer about the past: picks the face that was asked for, and writes it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from harvest_cli.domain.days import WeekStart
from harvest_cli.domain.wording import counted
from harvest_cli.show.terminal.output import Format, Output

if TYPE_CHECKING:
    from harvest_cli.actions.reports.lines import BudgetReport, Report, UninvoicedReport
    from harvest_cli.actions.reports.week import Gaps, Week
    from harvest_cli.show.machine.rows import Cell


class Picture(NamedTuple):
    """How a report is drawn: bars, a calendar, only ASCII; `first` is the first day of a week."""

    chart: bool = False
    calendar: bool = False
    ascii_only: bool = False
    markdown: bool = False
    header: bool = False
    raw: bool = False
    first: WeekStart = WeekStart.MONDAY

    @property
    def is_drawn(self) -> bool:
        """Whether a picture was asked for, which only the human face has."""
        return self.chart or self.calendar


def emit_report(report: "Report", output: Output, picture: Picture) -> None:
    """A report in the face of the output, or as Markdown."""
    from harvest_cli.show.reports import report_records as records

    if output.format is Format.JSON:
        _json(records.report_document(report), output)
    elif picture.markdown:
        from harvest_cli.show.reports.markdown import report_markdown

        for line in report_markdown(report, output.time_format):
            output.line(line)
    elif output.format is Format.HUMAN or (output.format is Format.PLAIN and picture.is_drawn):
        _drawn(report, output, picture)
    elif not report.lines and output.format is Format.PLAIN:
        output.note(nothing_in(report))
    else:
        rows = records.report_rows(report, total=output.format is Format.PLAIN)
        _rows(records.report_columns(report), rows, output, picture)
    warn_of_gaps(report, output)


def _drawn(report: "Report", output: Output, picture: Picture) -> None:
    from harvest_cli.show.reports.report_text import show_report

    if not report.lines:
        output.note(nothing_in(report))
        return
    show_report(report, output, chart=picture.chart, ascii_only=picture.ascii_only)
    if picture.calendar:
        from harvest_cli.show.reports.charts import show_calendar

        output.line()
        show_calendar(
            report.by_day,
            report.period,
            output,
            first=picture.first,
            ascii_only=picture.ascii_only,
        )


def nothing_in(report: "Report") -> str:
    """The remark when a report has no rows."""
    from harvest_cli.show.terminal.formats import period_text

    filters = f" ({', '.join(report.filters)})" if report.filters else ""
    return f"No time for {period_text(report.period, report.today)}{filters}"


def warn_of_gaps(report: "Report", output: Output) -> None:
    """Say that entries are missing from the sums."""
    missing = report.unreadable + report.total.unknown
    if missing:
        rows = counted(missing, "entry", "entries")
        output.warn(f"{rows} could not be counted; the total is incomplete")


def report_html(report: "Report", output: Output, *, made: datetime, first: WeekStart) -> str:
    """The report as one HTML page."""
    from harvest_cli.show.reports.html import report_page

    return report_page(report, made=made, first=first, time_format=output.time_format)


def emit_budgets(report: "BudgetReport", output: Output, picture: Picture) -> None:
    """The budgets in the face of the output."""
    from harvest_cli.show.reports import report_records as records

    if output.format is Format.JSON:
        _json(records.budget_document(report), output)
    elif output.format is not Format.HUMAN:
        _rows(records.BUDGET_COLUMNS, records.budget_rows(report), output, picture)
    elif report.rows:
        from harvest_cli.show.reports.money_text import show_budgets

        show_budgets(report, output, ascii_only=picture.ascii_only)
    if not report.rows and output.format is not Format.JSON:
        output.note("No project shows you its budget")


def emit_uninvoiced(report: "UninvoicedReport", output: Output, picture: Picture) -> None:
    """What is not invoiced, in the face of the output."""
    from harvest_cli.show.reports import report_records as records

    if output.format is Format.JSON:
        _json(records.uninvoiced_document(report), output)
    elif output.format is not Format.HUMAN:
        _rows(records.UNINVOICED_COLUMNS, records.uninvoiced_rows(report), output, picture)
    elif report.rows:
        from harvest_cli.show.reports.money_text import show_uninvoiced

        show_uninvoiced(report, output)
    if not report.rows and output.format is not Format.JSON:
        from harvest_cli.show.terminal.formats import period_text

        output.note(f"Nothing is uninvoiced for {period_text(report.period, report.today)}")


def emit_week(week: "Week", output: Output, picture: Picture) -> None:
    """The grid of a week in the face of the output."""
    from harvest_cli.show.reports import week_grid as grid

    if output.format is Format.JSON:
        _json(grid.week_document(week), output)
    elif output.format is Format.HUMAN:
        grid.show_week(week, output)
    else:
        _rows(grid.week_columns(week), grid.week_rows(week), output, picture)
    if not week.rows and output.format is Format.PLAIN:
        from harvest_cli.show.terminal.formats import period_text

        output.note(f"No entries for {period_text(week.period, week.today)}")
    if week.uncounted:
        rows = counted(week.uncounted, "entry", "entries")
        output.warn(f"{rows} could not be counted; the total is incomplete")


def emit_gaps(gaps: "Gaps", output: Output, picture: Picture) -> None:
    """The days that lack hours, in the face of the output."""
    from harvest_cli.show.reports import week_grid as grid
    from harvest_cli.show.terminal.formats import period_text

    if output.format is Format.JSON:
        _json(grid.gaps_document(gaps), output)
    elif output.format is not Format.HUMAN:
        _rows(grid.GAP_COLUMNS, grid.gap_rows(gaps), output, picture)
    elif gaps.days:
        grid.show_gaps(gaps, output)
    if not gaps.days and output.format is not Format.JSON:
        output.note(f"No gaps for {period_text(gaps.period, gaps.today)}")


def _json(document: object, output: Output) -> None:
    from harvest_cli.show.machine.json_text import write_json

    write_json(document, output)


def _rows(
    columns: Sequence[str], rows: "Iterable[Sequence[Cell]]", output: Output, picture: Picture
) -> None:
    from harvest_cli.show.machine.rows import csv_rows, tsv_rows

    if output.format is Format.CSV:
        lines = csv_rows(columns, rows, raw=picture.raw)
        output.write_exactly(f"{line}\r\n" for line in lines)
        return
    for line in tsv_rows(columns, rows, header=picture.header, shown=output.text):
        output.line(line)
