"""An import for people: how each file was read, its rows with their verdicts, sums that add up."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import PurePath

from harvest_cli.actions.imports.results import (
    FileFacts,
    ImportPlan,
    ImportPreview,
    ImportResult,
    Line,
    Sums,
    Verdict,
)
from harvest_cli.domain.days import day_text
from harvest_cli.domain.hours import clock_text
from harvest_cli.domain.wording import counted
from harvest_cli.show.answers.bulk_text import as_logged, listed, summary
from harvest_cli.show.answers.errors import nothing_sent, show_error
from harvest_cli.show.answers.log_text import ids, logged_lines
from harvest_cli.show.machine.imports import ROW, import_document
from harvest_cli.show.machine.renderer import Layout, Renderer, nothing, rows_of
from harvest_cli.show.terminal.columns import wrapped
from harvest_cli.show.terminal.formats import hours_text, written_day
from harvest_cli.show.terminal.output import Channel, Format, Output
from harvest_cli.show.terminal.table import Column, Row, fitted, grid_lines, header_row, table_width

MOST_SHOWN = 60
"""Rows that a terminal shows before a question."""
_TABLE = (
    Column("Line", right=True, style="dim"),
    Column("Day"),
    Column("Hours", right=True, style="bold"),
    Column("From–to", style="dim"),
    Column("As in the file"),
    Column("On Harvest"),
    Column("Notes", style="dim"),
    Column(""),
)
NOTES = 6
"""Their place; a table has the first words of them."""
_SHORT = 40
_STYLES = {Verdict.WHICH: "yellow", Verdict.NEW: None} | dict.fromkeys(
    (Verdict.WRONG, Verdict.APPROVED), "red"
)
_IN_THE_WAY = (Verdict.WRONG, Verdict.WHICH, Verdict.APPROVED)
_ORDERS = {"dmy": "day before month", "mdy": "month before day"}
_MINUTE = Decimal(1) / 60
_SUMS = {each: each for each in ("new", "there", "approved", "skipped")}
_SUMS |= {"open": "without a project", "wrong": "wrong"}
"""What becomes of rows, in words."""


def show_import(planned: ImportPlan, output: Output) -> None:
    """On stderr, before a question: the rows, at most a screenful or two of them, and the sums."""
    for line in _table_lines(planned, output.err, output, MOST_SHOWN):
        output.err.line(line)
    show_sums(planned, output)


def show_heads(planned: ImportPlan, output: Output) -> None:
    """On stderr: how each file was read."""
    for each in planned.files:
        output.err.line(output.err.text(output.err.marks(facts_line(each.facts))))


def show_sums(planned: ImportPlan, output: Output) -> None:
    """On stderr: the closing sums, and what was assumed."""
    output.err.line(sums_text(planned.sums, output))
    for text in planned.said:
        output.err.line(output.err.text(text))


def event_text(line: Line, output: Output) -> str:
    """An event of a calendar, and where it would go, on one line of a list to tick."""
    row, entry = line.row, line.item.entry if line.item else None
    day = written_day(row.day, output) or "?"
    hours = hours_text(row.hours, output.time_format)
    title = entry.notes if entry and entry.notes else row.project
    place = " › ".join((entry.project.name, entry.task.name)) if entry else ""
    parts = (day, _ends(line, output), hours, " ".join((title or "").split()), place, row.said)
    return output.err.text(output.err.marks("  ".join(filter(None, parts))))


def _ends(line: Line, output: Output) -> str:
    row = line.row
    ends = (clock_text(at, output.clock) for at in (row.start, row.end) if at is not None)
    return "–".join(ends)


def _table_lines(
    planned: ImportPlan, channel: Channel, output: Output, most: int | None = None
) -> Iterator[str]:
    for each in planned.files:
        yield channel.style(channel.text(channel.marks(facts_line(each.facts))), "bold")
        lines = each.lines if most is None else _first(each.lines, most)
        rows = [_row(line, channel, output, planned.plan.today) for line in lines]
        yield from _fitting(rows, channel)
        if len(lines) < len(each.lines):
            more = len(each.lines) - len(lines)
            yield channel.marks(f"… {more} more: `--dry-run` shows all")


def _fitting(rows: Sequence[Row], channel: Channel) -> Iterator[str]:
    """The rows as a table; each on lines of its own where that is too wide: nothing is cut."""
    head = header_row([c._replace(name=channel.marks(c.name)) for c in _TABLE])
    short = (
        [head, *(_with_short_notes(row, channel) for row in rows)]
        if channel.width is not None
        else [head, *rows]
    )
    places = fitted(_TABLE, short, None)
    if channel.width is None or table_width(places) <= channel.width:
        yield from grid_lines(places, short, channel)
        return
    for row in rows:
        number, day, hours, ends, names, where, notes, verdict = row.cells
        first = "  ".join(filter(None, (number.rjust(4), day, hours, ends, verdict)))
        place = channel.marks(" → ").join(filter(None, (names, where)))
        for line in (first, *(f"      {text}" for text in (place, notes) if text)):
            for part in wrapped(line, channel.width):
                yield channel.style(part, row.style) if row.style else part


def _with_short_notes(row: Row, channel: Channel) -> Row:
    cells, notes = list(row.cells), row.cells[NOTES]
    if len(notes) > _SHORT:
        cells[NOTES] = f"{notes[:_SHORT].rpartition(' ')[0]} {channel.ellipsis}".strip()
    return row._replace(cells=tuple(cells))


def _first(lines: Sequence[Line], most: int) -> list[Line]:
    """The first rows, and those before all that are in the way."""
    if len(lines) <= most:
        return list(lines)
    wanted = [each for each in lines if each.verdict in _IN_THE_WAY][:most]
    others = [each for each in lines if each not in wanted][: most - len(wanted)]
    return sorted((*wanted, *others), key=lambda each: each.row.line)


def facts_line(facts: FileFacts) -> str:
    """How a file was read, on one line."""
    parts = [f"{PurePath(facts.name).name}: {facts.kind}", facts.encoding]
    parts += [facts.delimiter] if facts.delimiter else []
    parts += [_ORDERS[facts.date_order]] if facts.date_order else []
    parts += [f"times in {facts.zone}"] if facts.zone else []
    return ", ".join(parts)


def _row(line: Line, channel: Channel, output: Output, today: date) -> Row:
    row, entry = line.row, line.item.entry if line.item else None
    names = " › ".join(filter(None, (row.client, row.project, row.task)))
    where = " › ".join((entry.project.name, entry.task.name)) if entry else ""
    if line.item and line.item.assumed:
        where += f" ({line.item.assumed})"
    notes = entry.notes if entry else row.notes
    cells = (
        str(row.line),
        day_text(row.day, today) if row.day else "",
        hours_text(row.hours, output.time_format) if row.day else "",
        _ends(line, output),
        names,
        where,
        " ".join((notes or "").split()),
        verdict_text(line),
    )
    style = _STYLES.get(line.verdict, "dim")
    return Row(tuple(channel.text(channel.marks(cell)) for cell in cells), style)


def verdict_text(line: Line) -> str:
    """What is to become of a row, in a few words."""
    number = f" #{line.entry_id}" if line.entry_id else ""
    return {
        Verdict.NEW: "new",
        Verdict.THERE: f"there{number}" if number else line.why,
        Verdict.BEFORE: f"imported before{number}",
        Verdict.GONE: f"gone since{number}",
        Verdict.APPROVED: "approved",
        Verdict.SKIP: f"skip: {line.why}",
        Verdict.WHICH: "which?",
        Verdict.WRONG: f"wrong: {line.why}",
    }[line.verdict]


def sums_text(sums: Sums, output: Output) -> str:
    """The closing sums: what is read is what becomes of it."""
    style = output.time_format
    found = [(each, getattr(sums, each), getattr(sums, f"{each}_hours")) for each in _SUMS]
    parts = [
        f"{count} ({hours_text(hours, style)}) {_SUMS[each]}"
        for each, count, hours in found
        if count or each == "new"
    ]
    drift = ""
    if abs(sums.drift) >= _MINUTE:
        sign = "+" if sums.drift > 0 else "-"
        drift = f"; rounding: {sign}{hours_text(abs(sums.drift), style)}"
    rows = counted(sums.read, "row")
    return f"{rows}, {hours_text(sums.read_hours, style)} = {' + '.join(parts)}{drift}"


def _preview(preview: ImportPreview, output: Output, _layout: Layout) -> Iterator[str]:
    yield from _table_lines(preview.planned, output, output)
    if preview.failure is None:
        yield from nothing_sent(preview.bulk.requests, output)


def _why_not(preview: ImportPreview, output: Output) -> None:
    """The sums, what was assumed, rules to complete, and why nothing was sent."""
    if not output.quiet:
        _sums(preview.planned, output, heads=output.format is not Format.HUMAN)
    if preview.planned.toml and output.format is not Format.JSON:
        output.err.line()
        for line in preview.planned.toml.splitlines():
            output.err.whole_line(output.err.text(line))
        output.err.line()
    if preview.failure is not None:
        show_error(preview.failure, output, record=False)


def _sent(result: ImportResult, output: Output) -> None:
    """The sums of the file, where they were not shown before, what was made of it and what not.

    Thousands of rows may be refused for one reason, which is said once.
    """
    if not (result.shown or output.quiet):
        _sums(result.planned, output, heads=True)
    reasons = dict.fromkeys(each.error.message for each in result.bulk.failed)
    for message in reasons:
        several = [each for each in result.bulk.failed if each.error.message == message]
        error = several[0].error
        error.message = f"{listed([each.planned.place for each in several])}: {message}"
        show_error(error, output, record=False)
    if not output.quiet:
        output.err.line(summary(result.bulk, output.time_format))


def _sums(planned: ImportPlan, output: Output, *, heads: bool) -> None:
    for each in planned.files if heads else ():
        output.note(facts_line(each.facts))
    show_sums(planned, output)


RENDERERS = {
    ImportPreview: Renderer(
        import_document, _preview, rows_of(ROW, "planned.lines"), quiet=nothing, remarks=_why_not
    ),
    ImportResult: Renderer(
        import_document,
        lambda result, output, _: logged_lines(as_logged(result.bulk), output),
        quiet=lambda result, output: ids(as_logged(result.bulk), output),
        remarks=_sent,
    ),
}
