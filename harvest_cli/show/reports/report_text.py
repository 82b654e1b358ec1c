"""A report for people: aligned lines with shares, money and pictures, and always a total."""

from collections.abc import Iterator
from decimal import Decimal

from harvest_cli.actions.reports.lines import Report, ReportLine
from harvest_cli.domain.groupings import GROUPINGS
from harvest_cli.domain.totals import Sums
from harvest_cli.show.reports.charts import bar, in_blocks, sparkline
from harvest_cli.show.reports.report_values import (
    amounts_of,
    is_rounded,
    line_name,
    money_text,
    remarks_of,
    share,
    title_of,
)
from harvest_cli.show.terminal.formats import hours_text
from harvest_cli.show.terminal.output import Output
from harvest_cli.show.terminal.tables_base import (
    GAP,
    Column,
    Place,
    Row,
    fitted,
    grid_lines,
    header_row,
    table_width,
)

_NAME, _CLIENT = 32, 24  # longer names are cut before a column goes
_LONGEST_BAR = 40
_KEPT_FOR_PICTURE = ((60, 8), (40, 4))
"""On a terminal of so many columns a picture has at least that many of them."""
_INDENT = "  "


def show_report(report: Report, output: Output, *, chart: bool, ascii_only: bool) -> None:
    """The report as a table; with `chart` a bar beside each line, or its trend if it has one."""
    blocks = in_blocks(output, ascii_only=ascii_only)
    output.line(output.style(output.text(output.marks(title_of(report))), "bold"))
    columns = _columns(report)
    rows = [*_rows(report, output), _total(report, output)]
    beside = _beside_picture(output.width, _whole_picture(report, chart=chart))
    places = fitted(columns, rows, beside, header=True)
    room = output.width and output.width - table_width(places) - GAP
    pictures = _pictures(report, room, chart=chart, blocks=blocks)
    if wide := max(map(len, pictures), default=0):
        places.append(Place(len(columns), Column(""), wide))
    rows.insert(0, header_row(columns))
    drawn = zip(rows, ("", *pictures, ""), strict=True)
    pictured = [Row((*row.cells, picture), row.style) for row, picture in drawn]
    for line in grid_lines(places, pictured, output):
        output.line(line)
    for remark in remarks_of(report):
        output.line(output.style(output.text(output.marks(remark)), "dim"))


def _whole_picture(report: Report, *, chart: bool) -> int:
    """Columns that the pictures would take if there were room for all; 0 without any."""
    if report.trend_step:
        return max((len(line.trend) for line in report.lines), default=0)
    return _LONGEST_BAR if chart else 0


def _beside_picture(width: int | None, picture: int) -> int | None:
    """What a table may take of a terminal, so that the picture that was asked for has a place."""
    if width is None or not picture:
        return width
    kept = next((room for wide, room in _KEPT_FOR_PICTURE if width >= wide), 0)
    return width - min(kept, picture) - GAP if kept else width


def _columns(report: Report) -> tuple[Column, ...]:
    name = " / ".join(GROUPINGS[kind].title for kind in report.group_by)
    return (
        Column(name, floor=_NAME),
        Column("Client", floor=_CLIENT, drop=2),
        Column("Hours", right=True),
        Column("Rounded", right=True, drop=3),
        Column("Billable", right=True, drop=4),
        Column("Share", right=True, drop=5),
        Column("Amount", right=True, drop=6),
        Column("Before", right=True, drop=7),
        Column("+/-", right=True, drop=8),
    )


def _rows(report: Report, output: Output) -> Iterator[Row]:
    for line in report.lines:
        name = output.text(output.marks(line_name(line, report)))
        yield Row(_cells(name, line, report, output), "bold" if line.lines else None)
        for each in line.lines:
            below = _INDENT + output.text(output.marks(line_name(each, report)))
            yield Row(_cells(below, each, report, output))


def _total(report: Report, output: Output) -> Row:
    whole = ReportLine("", "Total", report.total, before=report.before)
    return Row(_cells("Total", whole, report, output), "bold")


def _cells(name: str, line: ReportLine, report: Report, output: Output) -> tuple[str, ...]:
    sums, style = line.sums, output.time_format
    part = share(sums.hours, report.total.hours)
    before = change = ""
    if report.compared is not None and line.before is not None:
        before = hours_text(line.before.hours, style)
        change = signed(sums.hours - line.before.hours, style)
    return (
        name,
        output.text(line.client or ""),
        counted(sums, style),
        hours_text(sums.rounded_hours, style) if is_rounded(report) else "",
        hours_text(sums.billable_hours, style) if sums.billable_hours else "",
        "" if part is None else f"{part}%",
        output.text(money_text(amounts_of(sums.amounts, report.currency))),
        before,
        change,
    )


def counted(sums: Sums, style: str | None) -> str:
    """Hours, with a `?` where some entries could not be counted."""
    return hours_text(sums.hours, style) + ("?" if sums.unknown else "")


def signed(hours: Decimal, style: str | None) -> str:
    """`+1:30`, `-0:15`, `0:00`."""
    return f"+{hours_text(hours, style)}" if hours > 0 else hours_text(hours, style)


def _pictures(report: Report, room: int | None, *, chart: bool, blocks: bool) -> list[str]:
    """For each row its trend or its bar, as far as there is room (None: as much as it takes)."""
    lines = [part for line in report.lines for part in (line, *line.lines)]
    if report.trend_step:
        most = max((hours for line in lines for hours in line.trend), default=Decimal(0))
        sparks = [sparkline(line.trend, blocks=blocks, most=most) for line in lines]
        return sparks if room is None else [spark[-room:] if room > 0 else "" for spark in sparks]
    wide = _LONGEST_BAR if room is None else min(room, _LONGEST_BAR)
    if not chart or wide < _KEPT_FOR_PICTURE[-1][1]:
        return ["" for _ in lines]
    leaves = [line for line in lines if not line.lines]
    most = max((line.sums.hours for line in leaves), default=Decimal(0))
    return ["" if line.lines else bar(line.sums.hours, most, wide, blocks=blocks) for line in lines]
