"""Parquet, written by DuckDB: the columns of the CSV with their types."""

from collections.abc import Iterator
from pathlib import Path

from harvest_cli.actions.exports.export import Export, duckdb
from harvest_cli.actions.exports.folder import Damaged
from harvest_cli.domain.records import Any
from harvest_cli.show.machine.entries import CSV_COLUMNS, ENTRY
from harvest_cli.show.machine.text import json_text

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


def flat_lines(rows: Iterator[Any]) -> Iterator[str]:
    """A flat JSON object per entry, of the columns of the CSV."""
    cells = ENTRY.row_of(CSV_COLUMNS)
    return (f"{json_text(dict(zip(CSV_COLUMNS, cells(row), strict=True)))}\n" for row in rows)


def write_parquet(export: Export, target: Path) -> None:
    """Write the entries; they pass through a file beside `target`, which is gone afterwards."""
    beside = target.with_name(f"{target.name}.jsonl")
    try:
        with beside.open("w", encoding="utf-8") as file:
            file.writelines(flat_lines(export.rows()))
        copy_to(target, f"SELECT * FROM {read_lines(beside)}")
    finally:
        beside.unlink(missing_ok=True)


def read_lines(path: Path) -> str:
    """The table of a file of `flat_lines`, in SQL."""
    return f"read_json({_quoted(path)}, format='newline_delimited', columns={{{_COLUMNS}}})"


def read_parquet(path: Path) -> str:
    """The table of a file of ours, in SQL."""
    return f"read_parquet({_quoted(path)})"


def copy_to(target: Path, select: str) -> int:
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
