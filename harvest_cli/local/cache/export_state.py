"""What a folder of exported entries holds, so that the next export asks for what changed alone.

One SQLite file beside the files: the day of every entry, and when Harvest was asked. It may be
deleted together with the files; then all is asked for again.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from harvest_cli.domain.errors import HvError, UsageError
from harvest_cli.domain.records import TYPE_CHECKING, NamedTuple
from harvest_cli.local.disk.locks import alone_in

if TYPE_CHECKING:
    from sqlite3 import Connection

NAME = ".hv-export.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS entries (
    id INTEGER PRIMARY KEY, month INTEGER NOT NULL, there INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS by_month ON entries (month, there);
CREATE TABLE IF NOT EXISTS months (
    month INTEGER PRIMARY KEY, unfinished INTEGER NOT NULL, odd INTEGER NOT NULL
);
"""


class Place(NamedTuple):
    """Where an entry is: its month, counted from year 0, and whether it is in that file."""

    id: int
    month: int
    there: bool


class ExportState:
    """The state of one folder. Changes last once `keep` was called."""

    def __init__(self, database: "Connection") -> None:
        self._database = database

    def fact(self, name: str) -> str | None:
        """Something that was kept under a name."""
        row = self._one("SELECT value FROM facts WHERE name = ?", name)
        return None if row is None else str(row[0])

    def state(self, **facts: str) -> None:
        """Keep facts under their names."""
        self._many("INSERT OR REPLACE INTO facts VALUES (?, ?)", facts.items())

    def place(self, entry: int) -> Place | None:
        """Where an entry was at the last export."""
        row = self._one("SELECT id, month, there FROM entries WHERE id = ?", entry)
        return None if row is None else Place(row[0], row[1], bool(row[2]))

    def put(self, places: Iterable[Place]) -> None:
        """Keep where entries are."""
        self._many("INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", places)

    def clear(self, month: int | None = None) -> None:
        """Forget the entries of a month, or of all."""
        if month is None:
            self._database.execute("DELETE FROM entries")
        else:
            self._many("DELETE FROM entries WHERE month = ?", [(month,)])

    def count(self, first: int, last: int) -> int:
        """How many entries Harvest should have in these months, unreadable ones too."""
        span = (first, last)
        known = self._one("SELECT count(*) FROM entries WHERE month BETWEEN ? AND ?", *span)
        odd = self._one("SELECT total(odd) FROM months WHERE month BETWEEN ? AND ?", *span)
        return int((known or (0,))[0]) + int((odd or (0,))[0])

    def ids(self, month: int) -> set[int]:
        """The entries of a month."""
        rows = self._database.execute("SELECT id FROM entries WHERE month = ?", (month,))
        return {row[0] for row in rows}

    def months(self, *, there: bool = False) -> list[int]:
        """The months that have entries; with `there`, entries in their file."""
        least = "WHERE there" if there else ""
        rows = self._database.execute(f"SELECT DISTINCT month FROM entries {least} ORDER BY month")
        return [row[0] for row in rows]

    def unfinished(self) -> list[int]:
        """The months whose files a run began to write, and did not finish."""
        return [
            row[0] for row in self._database.execute("SELECT month FROM months WHERE unfinished")
        ]

    def begin(self, months: Iterable[int]) -> None:
        """Keep, from now on, that the files of these months are being written."""
        self._many(
            "INSERT INTO months VALUES (?, 1, 0) ON CONFLICT DO UPDATE SET unfinished = 1",
            ((month,) for month in months),
        )
        self.keep()

    def strange(self, month: int, odd: int) -> None:
        """Keep by how many Harvest counts more entries in a month than it sends."""
        self._many(
            "INSERT INTO months VALUES (?, 0, ?) ON CONFLICT DO UPDATE SET odd = excluded.odd",
            [(month, odd)],
        )

    def finish(self) -> None:
        """Keep that every file is whole, and all that was said before."""
        self._database.execute("UPDATE months SET unfinished = 0")
        self.keep()

    def forget(self) -> None:
        """Take back what was said and did not last yet."""
        self._database.rollback()

    def keep(self) -> None:
        """Let what was said last."""
        self._database.commit()

    def _one(self, sql: str, *values: object) -> tuple[int, ...] | None:
        found: tuple[int, ...] | None = self._database.execute(sql, values).fetchone()
        return found

    def _many(self, sql: str, rows: Iterable[object]) -> None:
        self._database.executemany(sql, rows)  # type: ignore[arg-type]


@contextmanager
def export_state(folder: Path) -> Iterator[ExportState]:
    """The state of a folder, for one run at a time; raises UsageError and HvError."""
    # Few runs keep up a folder.
    import sqlite3

    try:
        folder.mkdir(parents=True, exist_ok=True)
        with alone_in(folder):
            database = sqlite3.connect(folder / NAME)
            try:
                database.executescript(_SCHEMA)
                yield ExportState(database)
            finally:
                database.close()
    except sqlite3.DatabaseError as error:
        message = f"{folder / NAME} cannot be used: {error}"
        hint = "Name another folder, or delete this one to export everything again"
        raise HvError(message, hint=hint) from None
    except OSError as error:
        message = f"{folder} cannot be written: {error.strerror or error}"
        raise UsageError(message, hint="Name another folder with `-o`") from None
