"""Which rows of files were imported: by their keys, each with the entry that it became.

A row is noted in the same transaction that keeps it in the outbox; the file itself notes the entry
once the outbox knows it, whichever version of hv sends it, and forgets a row that is dropped.
"""

from collections.abc import Iterable, Iterator

from harvest_cli.domain.records import TYPE_CHECKING, NamedTuple
from harvest_cli.local.outbox.journal import MADE
from harvest_cli.local.outbox.row import Row, run_of, tells_run

if TYPE_CHECKING:
    from sqlite3 import Connection

_SCHEMA = (
    """CREATE TABLE IF NOT EXISTS imports (
        fingerprint TEXT PRIMARY KEY, kind TEXT NOT NULL, file_sha TEXT NOT NULL,
        line INTEGER NOT NULL, entry_id INTEGER, state TEXT NOT NULL, at REAL NOT NULL,
        run TEXT NOT NULL
    )""",
    """CREATE TABLE IF NOT EXISTS import_parts (
        part TEXT PRIMARY KEY, fingerprint TEXT NOT NULL
    )""",
    """CREATE TRIGGER IF NOT EXISTS imports_settled AFTER UPDATE OF entry_id ON outbox
        WHEN NEW.entry_id IS NOT OLD.entry_id BEGIN
        UPDATE imports SET entry_id = NEW.entry_id,
            state = CASE WHEN NEW.entry_id IS NULL THEN 'kept' ELSE 'done' END
            WHERE fingerprint = NEW.key;
        END""",
    """CREATE TRIGGER IF NOT EXISTS imports_dropped AFTER DELETE ON outbox
        WHEN OLD.entry_id IS NULL BEGIN
        DELETE FROM imports WHERE fingerprint = OLD.key;
        END""",
)
_AT_ONCE = 500
"""Keys that one question to SQLite holds."""


class ImportedRow(NamedTuple):
    """A row of a file: which file and line, the entry that it became, and the run that read it."""

    key: str
    kind: str
    file_sha: str
    line: int
    entry_id: int | None
    at: float
    run: str


def prepare(db: "Connection") -> None:
    """Make room for rows of files in the file of the outbox, within a transaction."""
    for statement in _SCHEMA:
        db.execute(statement)


def note(db: "Connection", row: ImportedRow) -> None:
    """Note a row, within the transaction that keeps it."""
    db.execute(
        "INSERT OR REPLACE INTO imports VALUES (?, ?, ?, ?, ?, 'kept', ?, ?)",
        (row.key, row.kind, row.file_sha, row.line, row.entry_id, row.at, row.run),
    )


def note_again(db: "Connection", rows: Iterable[Row]) -> None:
    """Note rows of files whose notes a kill took, as those of one run, within a transaction."""
    of_files = [row for row in rows if not tells_run(row.key)]
    if of_files:
        prepare(db)
    for row in of_files:
        run = run_of(of_files[0].key)
        note(db, ImportedRow(row.key, "", "", 0, row.entry_id, row.created_at, run))


def note_parts(db: "Connection", key: str, parts: Iterable[str]) -> None:
    """Note what an entry stands for besides its own key, within the transaction that keeps it."""
    db.executemany(
        "INSERT OR REPLACE INTO import_parts VALUES (?, ?)", [(part, key) for part in parts]
    )


def booked(db: "Connection") -> dict[str, int | None]:
    """What was booked or waits to be, and was not taken back or refused: the entry of each key,
    and of each part of one.
    """
    return {part: number for part, _, number in _booked(db)}


def booked_as(db: "Connection", parts: Iterable[str]) -> str | None:
    """The key of what was booked with one of these parts."""
    wanted = set(parts)
    return next((key for part, key, _ in _booked(db) if part in wanted), None)


def _booked(db: "Connection") -> Iterator[tuple[str, str, int | None]]:
    if not _is_there(db) or not _is_there(db, "import_parts"):
        return
    back = taken_back(db)
    sql = (
        "WITH parts AS (SELECT part, fingerprint FROM import_parts"
        " UNION ALL SELECT fingerprint, fingerprint FROM imports)"
        " SELECT part, fingerprint, imports.entry_id FROM parts JOIN imports USING (fingerprint)"
        " LEFT JOIN outbox ON outbox.key = fingerprint"
        " WHERE imports.entry_id IS NOT NULL OR outbox.state != 'rejected'"
    )
    for part, key, number in db.execute(sql).fetchall():
        if number not in back:
            yield part, key, number


def entries_by_key(db: "Connection", keys: Iterable[str]) -> dict[str, int | None]:
    """The entries that these rows became when they were imported before."""
    if not _is_there(db):
        return {}
    found: dict[str, int | None] = {}
    wanted = list(keys)
    for at in range(0, len(wanted), _AT_ONCE):
        some = wanted[at : at + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        sql = f"SELECT fingerprint, entry_id FROM imports WHERE fingerprint IN ({marks})"
        found.update(db.execute(sql, some).fetchall())
    return found


def run_of_key(db: "Connection", key: str) -> str:
    """The run that a row was typed in: that of its file, else the one that its key tells."""
    if _is_there(db):
        sql = "SELECT run FROM imports WHERE fingerprint = ?"
        if found := db.execute(sql, (key,)).fetchone():
            return str(found[0])
    return run_of(key)


def runs_by_key(db: "Connection") -> dict[str, str]:
    """The run of each row of a file that is still in the outbox."""
    if not _is_there(db):
        return {}
    sql = "SELECT key, run FROM outbox JOIN imports ON fingerprint = key"
    return dict(db.execute(sql).fetchall())


def taken_back(db: "Connection") -> set[int]:
    """The entries that `hv undo` took away again."""
    sql = "SELECT entry_id FROM journal WHERE deed IN (?, ?) AND undone_at IS NOT NULL"
    return {number for (number,) in db.execute(sql, MADE)}


def _is_there(db: "Connection", name: str = "imports") -> bool:
    sql = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return db.execute(sql, (name,)).fetchone() is not None
