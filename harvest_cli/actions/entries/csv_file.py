"""A CSV file as spreadsheets write it: its columns by what they mean, its rows one by one."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TextIO

from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.wording import unguarded

NEEDED = ("spent_date", "hours", "project")
MEANINGS = {
    "spent_date": ("date", "day", "spent_at", "work_date"),
    "hours": ("duration", "length", "time_spent"),
    "project": ("project_name",),
    "project_code": ("code",),
    "client": ("client_name", "customer"),
    "task": ("task_name",),
    "notes": ("note", "description", "comment", "comments"),
    "started_time": ("started_at", "start_time"),
    "ended_time": ("ended_at", "end_time"),
    "permalink": ("external_reference_url", "reference_url"),
    "user": ("user_name", "person", "employee", "team_member"),
}
"""What a column is for, and the other names that it goes by."""
READ = {
    *MEANINGS,
    *("first_name", "last_name", "is_running", "project_id", "task_id"),
    *("reference_id", "reference_group"),
}
DERIVED = {
    *("id", "state", "billable", "billable?", "rounded_hours", "hours_rounded", "client_id"),
    *("is_locked", "is_billed", "approval_status", "invoiced?", "approved?", "user_id"),
    *("employee?", "employee_id", "roles", "teams", "currency", "billable_rate", "cost_rate"),
    *("billable_amount", "cost_amount"),
}
"""Columns of hv and of Harvest's own report that Harvest works out anew for each entry."""
MOST_ROWS, MOST_CHARACTERS = 10_000, 20_000_000
EXAMPLE = "Give CSV as `hv entries --csv` writes it"
_MEANT = {other: name for name, others in MEANINGS.items() for other in others}
_SEPARATOR = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)


class Doubled(NamedTuple):
    """Two columns of one meaning that say different things in one row: their heads and cells."""

    name: str
    heads: tuple[str, str]
    cells: tuple[str, str]


class CsvRow(NamedTuple):
    """A row and the line that it ends on. `cells` are by meaning; `wrong` says why it is no row."""

    line: int
    cells: Mapping[str, str]
    doubled: tuple[Doubled, ...] = ()
    wrong: str = ""

    def get(self, name: str) -> str:
        """What the row says there, without blanks around it; nothing where it says nothing."""
        return self.cells.get(name, "").strip()


class CsvFile(NamedTuple):
    """The rows that hold something. `unused` are heads of columns that hold what is not read."""

    rows: tuple[CsvRow, ...]
    unused: tuple[str, ...]


def read_csv(file: TextIO) -> CsvFile:
    """The whole file; raises UsageError for what is no CSV, too large, or lacks a column."""
    text = file.read(MOST_CHARACTERS + 1).lstrip("\ufeff")
    if len(text) > MOST_CHARACTERS or "\0" in text:
        message = "The file is too large, or is not text"
        raise UsageError(message, hint=EXAMPLE)
    table = _cells(text)
    heads = [head.strip() for head in next(table, (0, []))[1]]
    names = _columns(heads)
    rows: list[CsvRow] = []
    unused: dict[str, None] = {}
    for line, cells in table:
        rows.append(_row(line, heads, names, cells))
        for head, name, cell in zip(heads, names, cells, strict=False):
            if cell.strip() and name not in READ and name not in DERIVED:
                unused[head or "one without a name"] = None
    return CsvFile(tuple(rows), tuple(unused))


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each line that has any, and the number of the line."""
    import csv
    import io

    told = _SEPARATOR.match(text)
    skipped, body = (1, text[told.end() :]) if told else (0, text)
    head = body.partition("\n")[0]
    delimiter = told[1] if told else max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter)
    try:
        for count, cells in enumerate(reader):
            if count > MOST_ROWS:
                message = f"The file has more than {MOST_ROWS} rows"
                raise UsageError(message, hint="Split it")
            if count == 0 or any(cell.strip() for cell in cells):
                yield reader.line_num + skipped, cells
    except csv.Error as error:
        message = f"line {reader.line_num + skipped} is not CSV: {error}"
        raise UsageError(message, hint=EXAMPLE) from None


def _columns(heads: Sequence[str]) -> list[str]:
    names = [re.sub(r"[\s_-]+", "_", head.casefold()) for head in heads]
    names = [_MEANT.get(name, name) for name in names]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        message = f"The first line of the file does not name {', '.join(missing)}"
        raise UsageError(message, hint=f"It needs at least: {','.join(NEEDED)}")
    return names


def _row(line: int, heads: Sequence[str], names: Sequence[str], cells: Sequence[str]) -> CsvRow:
    if any(cell.strip() for cell in cells[len(names) :]):
        wrong = f"it has {len(cells)} cells, the first line {len(names)}"
        return CsvRow(line, dict(zip(names, cells, strict=False)), wrong=wrong)
    found: dict[str, str] = {}
    of: dict[str, str] = {}
    doubled: list[Doubled] = []
    for head, name, cell in zip(heads, names, map(unguarded, cells), strict=False):
        before = found.get(name, "")
        if not before.strip():
            found[name], of[name] = cell, head
        elif name in READ and cell.strip() and _plain(cell) != _plain(before):
            doubled.append(Doubled(name, (of[name], head), (before.strip(), cell.strip())))
    return CsvRow(line, found, tuple(doubled))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
