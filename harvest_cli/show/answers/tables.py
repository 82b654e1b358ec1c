"""Tables for people: entries by day with their totals, and the projects to track to."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from harvest_cli.actions.entries.results import EntryList
from harvest_cli.actions.resolve.projects import ProjectList, ProjectRow
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.hours import ZERO
from harvest_cli.show.terminal.columns import fit, pad
from harvest_cli.show.terminal.formats import clock_range, hours_text, period_text
from harvest_cli.show.terminal.output import Output
from harvest_cli.show.terminal.tables_base import (
    GAP,
    LONGEST_RICH,
    Column,
    Place,
    Row,
    fitted,
    grid_lines,
    header_row,
    table_width,
)

_NAME = 24  # names are cut only below this width
ENTRY_TABLE = (
    Column("#", right=True, style="dim"),
    Column("Hours", right=True),
    Column("Clock", right=True, drop=2),
    Column("Person", floor=12, squeeze=2),
    Column("Client", floor=_NAME, squeeze=2, drop=1),
    Column("Project", floor=_NAME, squeeze=2),
    Column("Task", floor=_NAME, squeeze=2, drop=3),
    Column("Notes", style="dim", floor=20, drop=4),
)
_PROJECT_TABLE = (
    Column("Project", floor=_NAME, squeeze=2),
    Column("Code", style="cyan", floor=10, squeeze=2, drop=6),
    Column("Client", floor=_NAME, squeeze=2, drop=4),
    Column("Last used", drop=1),
    Column("Task when none is named", floor=_NAME, squeeze=2, drop=3),
    Column("Slug", style="dim", floor=_NAME, squeeze=2, drop=2),
    Column("Tasks", style="dim", floor=20, drop=5),
)


def show_entries(
    listed: EntryList,
    output: Output,
    time_format: str | None = None,
    clock: str | None = None,
    *,
    people: bool = False,
) -> None:
    """The entries by day, numbered, with sums by day and in all; or that there are none.

    With `people` each row says whose it is.
    """
    if not listed.entries:
        output.note(no_entries(listed))
        return
    time_format = time_format or output.time_format
    rows = entry_rows(listed.entries, output, time_format, clock or output.clock, people=people)
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
    if meanings := legend(listed.entries):
        line = output.marks(meanings)
        cut = line if output.width is None else fit(line, output.width, output.ellipsis)
        output.line(output.style(cut, "dim"))


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


def no_entries(listed: EntryList) -> str:
    """The remark when a period is empty."""
    return f"No entries for {period_text(listed.period, listed.today)}"


def no_projects(listed: ProjectList) -> str:
    """The remark when no project fits."""
    if listed.words.strip():
        meant = f"; did you mean `hv projects {listed.near}`?" if listed.near else ""
        return f'No project of yours fits "{listed.words}"{meant}'
    return "No projects are assigned to you"


def entry_rows(
    entries: Sequence[TimeEntry],
    output: Output,
    time_format: str | None,
    clock: str | None,
    *,
    people: bool = False,
) -> list[Row]:
    """The entries as rows of ENTRY_TABLE, marked as `marks_of` says."""
    marks = [output.marks(marks_of(entry)) for entry in entries]
    wide = max(map(len, marks), default=0)
    rows = []
    for number, (entry, mark) in enumerate(zip(entries, marks, strict=True), 1):
        hours = hours_text(entry.hours, time_format)
        person = entry.user.name if people and entry.user else ""
        names = (entry.client.name, entry.project.name, entry.task.name, entry.notes or "")
        cells = (
            str(number),
            f"{hours} {mark.ljust(wide)}" if wide else hours,
            output.marks(clock_range(entry, clock)),
            output.text(person),
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
            output.text(f"{row.default_task} ({row.why})" if row.default_task else ""),
            output.text(row.slug),
            ", ".join(output.text(task.name) for task in assignment.tasks),
        )
    )


def _write(output: Output, places: Sequence[Place], rows: Sequence[Row], *, rich: bool) -> None:
    """Rich for what fits a few screens; longer lists are aligned by hand, many times faster."""
    if rich:
        from harvest_cli.show.terminal.tables_base import print_grid

        print_grid(output, places, rows)
        return
    for line in grid_lines(places, rows, output):
        output.line(line)


def _ends(left: str, right: str, edge: int) -> str:
    """One word at each end of a line that is `edge` wide."""
    return pad(left, max(edge - len(right), len(left) + 1)) + right


def _sum(entries: Sequence[TimeEntry]) -> Decimal:
    return sum((entry.hours for entry in entries if entry.hours is not None), ZERO)
