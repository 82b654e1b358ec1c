"""Tables for people: entries by day with their totals, and the projects to track to."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from harvest_cli.actions.listed import EntryList, ProjectList, ProjectRow
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.hours import ZERO
from harvest_cli.show.columns import pad
from harvest_cli.show.console import LONGEST_RICH
from harvest_cli.show.grid import (
    GAP,
    Column,
    Place,
    Row,
    fitted,
    grid_lines,
    header_row,
    table_width,
)
from harvest_cli.show.hours_text import clock_range, hours_text, period_text
from harvest_cli.show.output import Output

_NAME = 24  # names are cut only below this width
ENTRY_TABLE = (
    Column("#", right=True, style="dim"),
    Column("Hours", right=True),
    Column("Clock", right=True, drop=2),
    Column("Client", floor=_NAME, squeeze=2, drop=1),
    Column("Project", floor=_NAME, squeeze=2),
    Column("Task", floor=_NAME, squeeze=2, drop=3),
    Column("Notes", style="dim", floor=20, drop=4),
)
_PROJECT_TABLE = (
    Column("Project", floor=_NAME, squeeze=2),
    Column("Code", style="cyan", floor=10, squeeze=2, drop=5),
    Column("Client", floor=_NAME, squeeze=2, drop=3),
    Column("Last used", drop=1),
    Column("Slug", style="dim", floor=_NAME, squeeze=2, drop=2),
    Column("Tasks", style="dim", floor=20, drop=4),
)


def show_entries(
    listed: EntryList, output: Output, time_format: str | None = None, clock: str | None = None
) -> None:
    """The entries by day, numbered, with sums by day and in all; or that there are none."""
    if not listed.entries:
        output.note(no_entries(listed))
        return
    time_format = time_format or output.time_format
    rows = entry_rows(listed.entries, output, time_format, clock or output.clock)
    places = fitted(ENTRY_TABLE, rows, output.width)
    total, billable = (hours_text(h, time_format) for h in (listed.total, listed.billable))
    last = f"Total, {billable} billable"
    if output.width is not None and len(last) + len(total) + GAP > output.width:
        last = "Total"
    edge = max(table_width(places), len(last) + len(total) + GAP)
    numbered = zip(listed.entries, rows, strict=True)
    for day, group in groupby(numbered, key=lambda pair: pair[0].spent_date):
        pairs = list(group)
        name = "No date" if day is None else day_text(day, listed.today)
        subtotal = hours_text(_sum([entry for entry, _ in pairs]), time_format)
        output.line(output.style(_ends(name, subtotal, edge), "bold"))
        _write(output, places, [row for _, row in pairs], rich=len(rows) <= LONGEST_RICH)
    output.line()
    output.line(output.style(_ends(last, total, edge), "bold"))


def no_entries(listed: EntryList) -> str:
    """The remark when a period is empty."""
    return f"No entries for {period_text(listed.period, listed.today)}"


def no_projects(listed: ProjectList) -> str:
    """The remark when no project fits."""
    if listed.words.strip():
        return f'No project of yours fits "{listed.words}"'
    return "No projects are assigned to you"


def entry_rows(
    entries: Sequence[TimeEntry], output: Output, time_format: str | None, clock: str | None
) -> list[Row]:
    """The entries as rows of ENTRY_TABLE: `▶` runs, `L` is locked."""
    marked = any(entry.is_running or entry.is_locked for entry in entries)
    rows = []
    for number, entry in enumerate(entries, 1):
        mark = output.marks("▶") if entry.is_running else "L" if entry.is_locked else " "
        hours = hours_text(entry.hours, time_format)
        names = (entry.client.name, entry.project.name, entry.task.name, entry.notes or "")
        cells = (
            str(number),
            f"{hours} {mark}" if marked else hours,
            output.marks(clock_range(entry, clock)),
            *map(output.text, names),
        )
        rows.append(Row(cells, "green" if entry.is_running else None))
    return rows


def show_projects(listed: ProjectList, output: Output) -> None:
    """The projects with code, client and tasks; or that none fits."""
    if not listed.rows:
        output.note(no_projects(listed))
        return
    rows = [_project(row, output) for row in listed.rows]
    places = fitted(_PROJECT_TABLE, rows, output.width, header=True)
    rows.insert(0, header_row(_PROJECT_TABLE))
    _write(output, places, rows, rich=len(rows) <= LONGEST_RICH)


def _project(row: ProjectRow, output: Output) -> Row:
    assignment = row.assignment
    return Row(
        (
            output.text(assignment.project.name),
            output.text(assignment.project.code or ""),
            output.text(assignment.client.name),
            day_text(row.last_used, row.last_used) if row.last_used else "",
            output.text(row.slug),
            ", ".join(output.text(task.name) for task in assignment.tasks),
        )
    )


def _write(output: Output, places: Sequence[Place], rows: Sequence[Row], *, rich: bool) -> None:
    """Rich for what fits a few screens; longer lists are aligned by hand, many times faster."""
    if rich:
        from harvest_cli.show.console import print_grid

        print_grid(output, places, rows)
        return
    for line in grid_lines(places, rows, output):
        output.line(line)


def _ends(left: str, right: str, edge: int) -> str:
    """One word at each end of a line that is `edge` wide."""
    return pad(left, max(edge - len(right), len(left) + 1)) + right


def _sum(entries: Sequence[TimeEntry]) -> Decimal:
    return sum((entry.hours for entry in entries if entry.hours is not None), ZERO)
