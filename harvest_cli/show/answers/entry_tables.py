"""Entries by day with their totals, and the projects to track to, as tables for people."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, groupby

from harvest_cli.actions.entries.read import EntryList, EntryTexts
from harvest_cli.actions.resolve.projects import ProjectList, ProjectRow
from harvest_cli.actions.resolve.query import EVERYONE
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.records import Any
from harvest_cli.domain.wording import counted
from harvest_cli.show.machine.entries import CSV_COLUMNS, ENTRY, LIST, TERMINAL, TSV_COLUMNS
from harvest_cli.show.machine.names import PROJECT, PROJECTS
from harvest_cli.show.machine.renderer import USUAL, Layout, Renderer, Rows, rows_of
from harvest_cli.show.terminal.columns import fit, pad
from harvest_cli.show.terminal.formats import (
    Parts,
    clock_range,
    hours_text,
    of_person,
    period_text,
    uneven,
    written_day,
)
from harvest_cli.show.terminal.output import Format, Output
from harvest_cli.show.terminal.table import (
    GAP,
    LONGEST_RICH,
    Column,
    Row,
    drawn,
    fitted,
    table_lines,
    table_width,
)

ENTRY_COLUMNS = tuple(TERMINAL.values())
_NAME = 24  # names are cut only below this width
_PROJECT_TABLE = (
    Column("Project", floor=_NAME, squeeze=2),
    Column("Code", style="cyan", floor=10, squeeze=2, drop=6),
    Column("Client", floor=_NAME, squeeze=2, drop=4),
    Column("Last used", drop=1),
    Column("Default task", floor=_NAME, squeeze=2, drop=3, wraps=True),
    Column("Slug", style="dim", floor=_NAME, squeeze=2, drop=2),
    Column("Tasks", style="dim", floor=20, drop=5, wraps=True),
)


def entry_lines(listed: EntryList, output: Output, layout: Layout = USUAL) -> Iterator[str]:
    """The entries by day, numbered, with sums by day and in all.

    With `people` each row says whose it is.
    """
    entries = tuple(listed.entries)
    if not entries:
        return
    style = output.time_format
    rows = entry_rows(entries, output, people=layout.people)
    places = fitted(ENTRY_COLUMNS, rows, output.width)
    total, billable = (hours_text(hours, style) for hours in (listed.total, listed.billable))
    last = f"Total, {billable} billable"
    if output.width is not None and len(last) + len(total) + GAP > output.width:
        last = "Total"
    edge = max(table_width(places), len(last) + len(total) + GAP)
    if listed.whose:
        yield output.style(of_person(listed.whose, listed.period, listed.today, output), "bold")
    numbered = zip(entries, rows, strict=True)
    for day, group in groupby(numbered, key=lambda pair: pair[0].spent_date):
        pairs = list(group)
        name = "No date" if day is None else day_text(day, listed.today)
        subtotal = hours_text(sum((e.hours for e, _ in pairs if e.hours is not None), ZERO), style)
        yield output.style(_ends(name, subtotal, edge), "bold")
        yield from drawn(output, places, [row for _, row in pairs], rich=len(rows) <= LONGEST_RICH)
    yield ""
    yield output.style(_ends(last, total, edge), "bold")
    for line in uneven(_sums(entries, listed.total), style):
        yield output.style(line, "dim")
    if meanings := legend(entries):
        line = output.marks(meanings)
        cut = line if output.width is None else fit(line, output.width, output.ellipsis)
        yield output.style(cut, "dim")


def _sums(entries: Sequence[TimeEntry], total: Decimal) -> Iterator[Parts]:
    """The hours of each day with their sum, and those of the days with the total."""
    days = defaultdict[Any, list[Decimal]](list)
    for entry in entries:
        days[entry.spent_date].append(entry.hours or ZERO)
    yield from ((hours, sum(hours, ZERO)) for hours in days.values())
    yield [sum(hours, ZERO) for hours in days.values()], total


def _entry_table(listed: EntryList, output: Output, layout: Layout) -> Rows:
    usual = TSV_COLUMNS
    if output.format is Format.CSV:
        usual = CSV_COLUMNS
    elif layout.people:
        usual = (*TSV_COLUMNS, "user")
    columns = layout.fields or usual
    return columns, map(ENTRY.row_of(columns), listed.entries)


def _entry_document(listed: EntryList, layout: Layout) -> Any:
    """The document, or with `json_lines` its records; only `fields` of each entry."""
    records = _entry_records(listed.entries, layout.fields)
    if layout.json_lines:
        return records
    return {**LIST.record(listed._replace(entries=())), "entries": records}


def _entry_records(
    entries: Iterable[TimeEntry], fields: tuple[str, ...] | None
) -> Iterable[dict[str, Any]]:
    if fields is None:
        return map(ENTRY.record, entries)
    cells = ENTRY.row_of(fields)
    return (dict(zip(fields, cells(entry), strict=True)) for entry in entries)


def _entry_remarks(listed: EntryList, output: Output) -> None:
    if not listed.entries and output.format in (Format.HUMAN, Format.PLAIN):
        name = "anybody" if listed.whose == EVERYONE else listed.whose
        whose = f" of {name}" if name else ""
        output.note(f"No entries{whose} for {period_text(listed.period, listed.today)}")
    if listed.unreadable:
        entries = counted(listed.unreadable, "entry", "entries")
        output.warn(f"{entries} could not be read; the total is incomplete")


def write_texts(head: str, found: EntryTexts, output: Output) -> None:
    """Entries that were made to texts page by page, and a warning where some are missing."""
    output.write_exactly(chain([head], found.lines()))
    if found.unreadable:
        entries = counted(found.unreadable, "entry", "entries")
        output.warn(f"{entries} could not be read: missing above")


MARKS = {"▶": "running", "B": "billed", "A": "approved", "L": "locked"}


def marks_of(entry: TimeEntry) -> str:
    """`▶` runs, `B` is on an invoice, `A` approved; `L` is locked for another reason."""
    if entry.is_running:
        return "▶"
    approved = entry.is_closed or entry.approval_status == "approved"
    marks = ("B" if entry.is_billed else "") + ("A" if approved else "")
    return marks or ("L" if entry.is_locked else "")


def legend(entries: Sequence[TimeEntry]) -> str:
    """What the marks mean that the entries carry."""
    carried = "".join(map(marks_of, entries))
    return "  ".join(f"{mark} {meaning}" for mark, meaning in MARKS.items() if mark in carried)


def entry_rows(entries: Sequence[TimeEntry], output: Output, *, people: bool = False) -> list[Row]:
    """The entries as rows of ENTRY_COLUMNS, marked as `marks_of` says."""
    marks = [output.marks(marks_of(entry)) for entry in entries]
    hours = [hours_text(entry.hours, output.time_format) for entry in entries]
    wide = max(map(len, marks), default=0)
    own: dict[str, Callable[[int], str]] = {
        "number": lambda at: str(at + 1),
        "hours": lambda at: " ".join(filter(None, (hours[at], marks[at].ljust(wide)))),
        "clock": lambda at: output.marks(clock_range(entries[at], output.clock)),
        **({} if people else {"user": lambda _: ""}),
    }
    columns = [own.get(name) or _cell_of(name, entries, output) for name in TERMINAL]
    return [
        Row(tuple(read(at) for read in columns), "green" if entry.is_running else None)
        for at, entry in enumerate(entries)
    ]


def _cell_of(name: str, entries: Sequence[TimeEntry], output: Output) -> Callable[[int], str]:
    """The text of a field of the entry at a place."""
    read = ENTRY.column_of[name].read
    return lambda at: output.text(str(read(entries[at]) or ""))


def project_lines(listed: ProjectList, output: Output, _layout: Layout = USUAL) -> Iterator[str]:
    """The projects with code, client and tasks."""
    if listed.rows:
        rows = [_project(row, output) for row in listed.rows]
        yield from table_lines(_PROJECT_TABLE, rows, output, rich=len(rows) < LONGEST_RICH)


def _project_remarks(listed: ProjectList, output: Output) -> None:
    if listed.rows or output.format not in (Format.HUMAN, Format.PLAIN):
        return
    if not listed.words.strip():
        output.note("No projects are assigned to you")
        return
    meant = f"; did you mean `hv projects {listed.near}`?" if listed.near else ""
    output.note(f'No project matches "{listed.words}"{meant}')


def _project(row: ProjectRow, output: Output) -> Row:
    assignment = row.assignment
    return Row(
        (
            output.text(assignment.project.name + ("" if assignment.is_active else " (archived)")),
            output.text(assignment.project.code or ""),
            output.text(assignment.client.name),
            written_day(row.last_used, output),
            output.text(f"{row.default_task} ({row.why})" if row.default_task else ""),
            output.text(row.slug),
            ", ".join(output.text(task.name) for task in assignment.tasks),
        )
    )


def _ends(left: str, right: str, edge: int) -> str:
    """One word at each end of a line that is `edge` wide."""
    return pad(left, max(edge - len(right), len(left) + 1)) + right


RENDERERS = {
    EntryList: Renderer(_entry_document, entry_lines, _entry_table, remarks=_entry_remarks),
    ProjectList: Renderer(PROJECTS, project_lines, rows_of(PROJECT), remarks=_project_remarks),
}
