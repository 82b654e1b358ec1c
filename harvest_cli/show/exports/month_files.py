"""Parquet, and files of a month that are kept up: what is new is merged with rows that stay."""

import csv
import json
from collections.abc import Iterable, Iterator
from heapq import merge
from pathlib import Path

from harvest_cli.actions.exports.export import Damaged, Export, FolderExport, duckdb
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.records import Any
from harvest_cli.domain.wording import counted
from harvest_cli.show.machine.entries import CSV_COLUMNS, ENTRY
from harvest_cli.show.machine.renderer import Layout, Renderer, nothing
from harvest_cli.show.machine.reports import EXPORT
from harvest_cli.show.machine.text import Dialect, csv_rows, json_text
from harvest_cli.show.terminal.output import Output

Row = tuple[str, int, str]
"""Day, id, and the row as it is written."""
_TYPES = {
    "DATE": ("spent_date",),
    "TIME": ("started_time", "ended_time"),
    "DECIMAL(7,2)": ("hours", "rounded_hours"),
    "BIGINT": ("id", "client_id", "project_id", "task_id", "user_id"),
    "BOOLEAN": ("billable", "is_running", "is_locked", "is_billed"),
}
TYPES = dict.fromkeys(CSV_COLUMNS, "VARCHAR") | {
    name: kind for kind, names in _TYPES.items() for name in names if name in CSV_COLUMNS
}
"""The type of each column."""
_COLUMNS = ", ".join(f"'{name}': '{kind}'" for name, kind in TYPES.items())


class Lines:
    """JSON lines."""

    name, how = "entries.jsonl", "jsonl"

    def write(
        self, target: Path, old: Path | None, without: frozenset[int], new: Iterable[TimeEntry]
    ) -> int:
        """As `MonthFile` says."""
        rows = ((str(e.spent_date), e.id, f"{json_text(ENTRY.record(e))}\n") for e in new)
        return _merged(target, "", () if old is None else _json_rows(old), without, rows)


class Sheet:
    """CSV of a dialect; days are ISO."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self.name, self.how = "entries.csv", f"csv {dialect.delimiter} {dialect.decimal}"

    def write(
        self, target: Path, old: Path | None, without: frozenset[int], new: Iterable[TimeEntry]
    ) -> int:
        """As `MonthFile` says."""
        head, *_ = csv_rows(CSV_COLUMNS, (), dialect=self._dialect)
        kept = () if old is None else self._rows(old, f"{head}\r\n")
        return _merged(target, f"{head}\r\n", kept, without, self._new(new))

    def _new(self, new: Iterable[TimeEntry]) -> Iterator[Row]:
        cells = ENTRY.row_of(CSV_COLUMNS)
        seen: list[TimeEntry] = []

        def rows() -> Iterator[tuple[object, ...]]:
            for entry in new:
                seen.append(entry)
                yield cells(entry)

        lines = csv_rows(CSV_COLUMNS, rows(), dialect=self._dialect)  # type: ignore[arg-type]
        next(lines)
        for line in lines:
            entry = seen.pop()
            yield str(entry.spent_date), entry.id, f"{line}\r\n"

    def _rows(self, old: Path, head: str) -> Iterator[Row]:
        with old.open(encoding="utf-8", newline="") as file:
            if file.readline() != head:
                raise Damaged
            taken: list[str] = []

            def lines() -> Iterator[str]:
                for line in file:
                    taken.append(line)
                    yield line

            try:
                for row in csv.reader(lines(), delimiter=self._dialect.delimiter, strict=True):
                    if len(row) != len(CSV_COLUMNS):
                        raise Damaged
                    yield row[1], int(row[0]), "".join(taken)
                    taken.clear()
            except (ValueError, csv.Error) as error:
                raise Damaged from error


class Parquet:
    """Parquet; old rows and new ones are merged by DuckDB."""

    name, how = "entries.parquet", "parquet"

    def write(
        self, target: Path, old: Path | None, without: frozenset[int], new: Iterable[TimeEntry]
    ) -> int:
        """As `MonthFile` says."""
        beside, gone = (target.with_name(f"{target.name}.{each}") for each in ("new", "gone"))
        try:
            with beside.open("w", encoding="utf-8") as file:
                file.writelines(_flat_lines(iter(new)))
            select = f"SELECT * FROM {_read_lines(beside)}"
            if old is not None:
                gone.write_text("".join(f'{{"id": {each}}}\n' for each in without))
                select += (
                    f" UNION ALL SELECT * FROM read_parquet({_quoted(old)}) WHERE id NOT IN "
                    f"(SELECT id FROM {_read_lines(gone)})"
                )
            return _copy_to(target, f"{select} ORDER BY spent_date, id")
        finally:
            beside.unlink(missing_ok=True)
            gone.unlink(missing_ok=True)


# -- Parquet, written by DuckDB: the columns of the CSV with their types ------------------------


def _flat_lines(rows: Iterator[Any]) -> Iterator[str]:
    """A flat JSON object per entry, of the columns of the CSV."""
    cells = ENTRY.row_of(CSV_COLUMNS)
    return (f"{json_text(dict(zip(CSV_COLUMNS, cells(row), strict=True)))}\n" for row in rows)


def write_parquet(export: Export, target: Path) -> None:
    """Write the entries; they pass through a file beside `target`, which is gone afterwards."""
    beside = target.with_name(f"{target.name}.jsonl")
    try:
        with beside.open("w", encoding="utf-8") as file:
            file.writelines(_flat_lines(export.rows()))
        _copy_to(target, f"SELECT * FROM {_read_lines(beside)}")
    finally:
        beside.unlink(missing_ok=True)


def _read_lines(path: Path) -> str:
    """The table of a file of `flat_lines`, in SQL."""
    return f"read_json({_quoted(path)}, format='newline_delimited', columns={{{_COLUMNS}}})"


def _copy_to(target: Path, select: str) -> int:
    """Write what a query gives, in its order, with little memory; the number of rows.

    Raises Damaged where a file that it reads is not one of ours.
    """
    library = duckdb()
    with library.connect() as database:
        database.execute("SET threads = 1; SET memory_limit = '60MB'")
        copy = f"COPY ({select}) TO {_quoted(target)} (FORMAT parquet)"
        try:
            return int(database.execute(copy).fetchall()[0][0])
        except library.Error as error:
            raise Damaged from error


def _quoted(path: Path) -> str:
    return "'{}'".format(str(path).replace("'", "''"))


# -- rows of old files -------------------------------------------------------------------------


def _json_rows(old: Path) -> Iterator[Row]:
    with old.open(encoding="utf-8") as file:
        try:
            for line in file:
                record = json.loads(line)
                yield record["spent_date"], record["id"], line
        except (ValueError, KeyError, TypeError) as error:
            raise Damaged from error


def _merged(
    target: Path, head: str, kept: Iterable[Row], without: frozenset[int], new: Iterable[Row]
) -> int:
    """Write the rows in their order; how many there are."""
    count = 0
    stay = (row for row in kept if row[1] not in without)
    with target.open("w", encoding="utf-8", newline="") as file:
        file.write(head)
        for row in merge(stay, new):
            file.write(row[2])
            count += 1
    return count


# -- what became of them -----------------------------------------------------------------------


def _changed_files(kept: FolderExport, output: Output, _layout: Layout) -> Iterator[str]:
    for each in kept.files:
        what = counted(each.entries, "entry", "entries") if each.entries else "gone"
        yield output.text(f"{each.path.relative_to(kept.folder)}: {what}")
    changed = counted(kept.changed, "entry", "entries")
    if kept.whole:
        yield f"{changed} written"
    else:
        yield f"{changed} changed since the last export, {kept.gone} gone"


RENDERERS = {FolderExport: Renderer(EXPORT, _changed_files, quiet=nothing)}
