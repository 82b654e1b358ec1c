"""A report for people: aligned lines with shares, money and pictures, and always a total."""

from collections.abc import Iterator
from decimal import Decimal

from harvest_cli.actions.reports.lines import Report, ReportLine
from harvest_cli.domain.totals import GROUPINGS
from harvest_cli.show.machine.renderer import USUAL, Layout, Renderer, Rows
from harvest_cli.show.machine.reports import REPORT, report_columns, report_rows, whole
from harvest_cli.show.reports.charts import bar, calendar_lines, in_blocks, sparkline
from harvest_cli.show.reports.report_values import (
    all_lines,
    line_name,
    remarks_of,
    texts_of,
    title_of,
    warn_of_uncounted,
)
from harvest_cli.show.terminal.formats import hours_text, period_text
from harvest_cli.show.terminal.output import Format, Output
from harvest_cli.show.terminal.table import (
    GAP,
    Column,
    Row,
    Slot,
    fitted,
    grid_lines,
    header_row,
    left_out,
    table_width,
)

_NAME, _CLIENT = 32, 24  # longer names are cut before a column goes
_LONGEST_BAR = 40
_KEPT_FOR_PICTURE = ((60, 8), (40, 4))
"""On a terminal of so many columns a picture has at least that many of them."""
_INDENT = "  "


def report_lines(report: Report, output: Output, layout: Layout = USUAL) -> Iterator[str]:
    """The report as a table or as Markdown, with a calendar where that was asked for."""
    if layout.markdown:
        # Loaded when it was asked for: a report as text must not wait for it.
        from harvest_cli.show.reports.documents import report_markdown

        yield from report_markdown(report, output.time_format)
    elif report.lines:
        yield from _table_lines(report, output, layout)
        if layout.calendar:
            yield ""
            yield from calendar_lines(report.by_day, report.period, output, layout)


def _table_lines(report: Report, output: Output, layout: Layout) -> Iterator[str]:
    """The table; with `chart` a bar beside each line, or its trend if it has one."""
    blocks = in_blocks(output, ascii_only=layout.ascii_only)
    yield output.style(output.text(output.marks(title_of(report))), "bold")
    columns = _columns(report)
    total = Row(_cells("Total", whole(report, "Total"), report, output), "bold")
    rows = [*_rows(report, output), total]
    beside = _beside_picture(output.width, _whole_picture(report, chart=layout.chart))
    places = fitted(columns, rows, beside, header=True)
    room = output.width and output.width - table_width(places) - GAP
    pictures = _pictures(report, room, chart=layout.chart, blocks=blocks)
    if wide := max(map(len, pictures), default=0):
        places.append(Slot(len(columns), Column(""), wide))
    narrow = left_out(columns, rows, places)
    rows.insert(0, header_row(columns))
    drawn = zip(rows, ("", *pictures, ""), strict=True)
    pictured = [Row((*row.cells, picture), row.style) for row, picture in drawn]
    yield from grid_lines(places, pictured, output)
    axis = [_axis(report, wide, output.time_format)] if report.trend_step and wide else []
    for remark in [*narrow, *axis, *remarks_of(report, output.time_format)]:
        yield output.style(output.text(output.marks(remark)), "dim")


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
    for depth, line in all_lines(report.lines):
        name = _INDENT * depth + output.text(output.marks(line_name(line, report)))
        yield Row(_cells(name, line, report, output), "bold" if line.lines else None)


def _cells(name: str, line: ReportLine, report: Report, output: Output) -> tuple[str, ...]:
    texts = texts_of(line, report, output.time_format)
    shown = texts._replace(
        billable=texts.billable if line.sums.billable_hours else "",
        amounts=output.text(texts.amounts),
    )
    return (name, output.text(line.client or ""), *shown)


def _pictures(report: Report, room: int | None, *, chart: bool, blocks: bool) -> list[str]:
    """For each row its trend or its bar, as far as there is room (None: as much as it takes)."""
    lines = [line for _, line in all_lines(report.lines)]
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


def _axis(report: Report, wide: int, style: str | None) -> str:
    """What a bar of a trend is, and how much the tallest; `wide`: how many are seen."""
    most = max(hours for _, line in all_lines(report.lines) for hours in line.trend)
    cut = any(len(line.trend) > wide for line in report.lines)
    part = f", the last {wide} are shown" if cut else ""
    return f"A bar is a {report.trend_step}{part}; the tallest is {hours_text(most, style)}"


def _report_rows(report: Report, output: Output, _layout: Layout) -> Rows | None:
    plain = output.format is Format.PLAIN
    if plain and not report.lines:
        return None
    return report_columns(report), report_rows(report, total=plain)


def _remarks(report: Report, output: Output) -> None:
    if not report.lines and output.format in (Format.HUMAN, Format.PLAIN):
        filters = f" ({', '.join(report.filters)})" if report.filters else ""
        output.note(f"No time for {period_text(report.period, report.today)}{filters}")
    warn_of_uncounted(report.unreadable + report.total.unknown, output)


RENDERERS = {Report: Renderer(REPORT, report_lines, _report_rows, remarks=_remarks)}
