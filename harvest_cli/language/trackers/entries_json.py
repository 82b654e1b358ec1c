"""Entries as hv and Harvest have them in JSON: each becomes the row that hv's CSV has of it."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation

from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.hours import as_decimal
from harvest_cli.domain.records import Any
from harvest_cli.domain.wording import guarded
from harvest_cli.language.timesheets.rows import MOST_ROWS
from harvest_cli.language.timesheets.tables import Table
from harvest_cli.language.trackers.json_values import Record, parsed, text_in

DAY = "spent_date"
_PLACES = {
    DAY: (DAY,),
    "hours": ("hours",),
    "client": ("client", "name"),
    "project": ("project", "name"),
    "task": ("task", "name"),
    "notes": ("notes",),
    "started_time": ("started_time",),
    "ended_time": ("ended_time",),
    "is_running": ("is_running",),
    "user": ("user", "name"),
    "project_code": ("project", "code"),
    "permalink": ("external_reference", "permalink"),
    "reference_id": ("external_reference", "id"),
    "reference_group": ("external_reference", "group_id"),
    "project_id": ("project", "id"),
    "task_id": ("task", "id"),
}
"""The columns of hv's CSV that are read, and where a record has them."""
OWN_MARK = "hv"


def is_entry(record: object) -> bool:
    """Whether a value is an entry of hv or of Harvest."""
    return isinstance(record, Mapping) and DAY in record and "hours" in record


def lines_of(text: str) -> list[tuple[int, Any]] | None:
    """The records of JSON lines that begin with an entry, with their lines; None for others.

    Raises UsageError for a line that is no JSON.
    """
    lines = ((n, each) for n, each in enumerate(text.split("\n"), 1) if each.strip())
    first = next(lines, None)
    if first is None or f'"{DAY}"' not in first[1] or first[1].strip() == "{":
        return None
    try:
        record = parsed(first[1])
    except UsageError:
        return None
    if not is_entry(record):
        return None
    return [(first[0], record), *((n, parsed(each, n)) for n, each in lines)]


def table_of_entries(records: Iterable[tuple[int, Any]]) -> Table:
    """Entries as the table that hv's CSV is; raises UsageError for what is no entry."""
    return Table(tuple(_PLACES), tuple(_rows(records)))


def _rows(records: Iterable[tuple[int, Any]]) -> Iterator[tuple[int, list[str]]]:
    for number, (line, record) in enumerate(records, 1):
        if number > MOST_ROWS:
            message = f"The file has more than {MOST_ROWS} entries (line {line})"
            raise UsageError(message, hint="Split it")
        if not isinstance(record, Mapping):
            message = f"line {line} is no entry, as those before it are"
            raise UsageError(message, hint="Export it again")
        yield line, _cells(record)


def _cells(record: Record) -> list[str]:
    cells = [_cell(record, *places) for places in _PLACES.values()]
    reference = record.get("external_reference")
    if text_in(reference, "group_id") == OWN_MARK:
        # It names an entry of another account, or this very one.
        cells = [
            "" if places[0] == "external_reference" else cell
            for cell, places in zip(cells, _PLACES.values(), strict=True)
        ]
    return cells


def _cell(record: Record, name: str, within: str = "") -> str:
    value = record.get(name)
    if within:
        return guarded(text_in(value, within))
    if isinstance(value, bool):
        return str(value).lower()
    text = text_in(record, name) if name != "notes" else _notes(record)
    if name == "hours" and text:
        try:
            return as_decimal(Decimal(text))
        except InvalidOperation:
            return text
    return guarded(text)


def _notes(record: Record) -> str:
    """Notes as they are, blanks at their ends too: the CSV has them so."""
    text_in(record, "notes")
    notes = record.get("notes")
    return notes if isinstance(notes, str) else ""
