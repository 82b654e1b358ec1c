"""Rows of text for pipes and spreadsheets: TSV without surprises, CSV by RFC 4180."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from harvest_cli.actions.resolve.projects import ProjectRow
from harvest_cli.actions.status.types import Status
from harvest_cli.domain.csv_guard import guarded
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.hours import as_decimal
from harvest_cli.show.terminal.clean import clean

Cell = str | int | bool | Decimal | date | None
REMEMBERED = 4096
"""Cells whose text is kept while rows are written."""
ENTRY_COLUMNS = (
    "id", "spent_date", "hours", "client", "project", "task", "billable", "state", "notes",
)  # fmt: skip
STATUS_COLUMNS = (*ENTRY_COLUMNS[:-1], "is_running", "notes")
PROJECT_COLUMNS = ("client", "project", "code", "slug", "tasks", "last_used", "last_task")


def entry_row(entry: TimeEntry, state: EntryState = EntryState.CREATED) -> tuple[Cell, ...]:
    """The cells of one entry, as ENTRY_COLUMNS names them."""
    return (
        entry.id or None,
        entry.spent_date,
        entry.hours,
        entry.client.name,
        entry.project.name,
        entry.task.name,
        entry.billable,
        str(state),
        entry.notes,
    )


def status_rows(status: Status) -> Iterator[tuple[Cell, ...]]:
    """Today's entries, after timers that run since another day, as STATUS_COLUMNS names them.

    What waits here comes last, with its state; of a sentence that was not looked up yet only that.
    """
    todays = {entry.id for entry in status.entries}
    elsewhere = [entry for entry in status.running if entry.id not in todays]
    for entry in (*elsewhere, *status.entries):
        *cells, notes = entry_row(entry)
        yield (*cells, entry.is_running, notes)
    for each in status.waiting:
        if each.entry is not None:
            *cells, notes = entry_row(each.entry, each.state)
            yield (*cells, each.runs, notes)
        elif each.op == "sentence":
            yield (*[None] * 7, str(each.state), False, each.text)


def project_row(row: ProjectRow) -> tuple[Cell, ...]:
    """The cells of one project, as PROJECT_COLUMNS names them; tasks are joined by `; `."""
    assignment = row.assignment
    return (
        assignment.client.name,
        assignment.project.name,
        assignment.project.code,
        row.slug,
        "; ".join(task.name for task in assignment.tasks),
        row.last_used,
        row.last_task,
    )


def tsv_rows(
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    header: bool = False,
    shown: Callable[[str], str] = clean,
) -> Iterator[str]:
    """Lines of tab-separated cells (no line ends), cleaned by `shown`; never cut."""
    if header:
        yield "\t".join(columns)
    # Names, days and lengths come again and again in a long list.
    text = lru_cache(REMEMBERED, typed=True)(lambda cell: shown(_word(cell)))
    for row in rows:
        yield "\t".join(map(text, row))


def csv_rows(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, raw: bool = False
) -> Iterator[str]:
    """Lines of CSV without their `\\r\\n`, the header first.

    Text that a spreadsheet would calculate gets a leading `'`, unless `raw`. Line breaks and
    tabs in notes stay, quoted; other controls are made visible.
    """
    yield ",".join(columns)
    text = lru_cache(REMEMBERED, typed=True)(lambda cell: _csv_cell(cell, raw))
    for row in rows:
        yield ",".join(map(text, row))


def _csv_cell(cell: Cell, raw: bool) -> str:
    text = _word(cell)
    if isinstance(cell, str):
        text = clean(text if raw else guarded(text), keep="\n\t")
    if any(mark in text for mark in ',"\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _word(cell: Cell) -> str:
    """A cell as machines read it: ISO days, decimal hours, true and false, nothing for None."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return as_decimal(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)
