"""The SQLite file of the embedded account: its tables, and how it is opened.

Hours and rates are whole hundredths, moments whole seconds since 1970, days ISO text, times of
day minutes after midnight.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from harvest_cli.domain.errors import ConfigurationError
from harvest_cli.domain.records import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Connection

# "hvsb": tells our file from any other SQLite file.
APPLICATION_ID = 0x68767362
VERSION = 1
SCHEMA = Path(__file__).with_name("schema.sql").read_text(encoding="ascii")
TABLES = tuple(line.split()[2] for line in SCHEMA.splitlines() if line.startswith("CREATE TABLE"))


def open_store(path: Path | None) -> "Connection":
    """The connection to the file at `path`, or to memory; `is_empty` tells if it needs a story.

    Raises ConfigurationError when the file is something else, or cannot be read.
    """
    import sqlite3

    try:
        if path is not None:
            for folder in reversed((path.parent, *path.parent.parents)):
                folder.mkdir(exist_ok=True, mode=0o700)
        db = sqlite3.connect(
            ":memory:" if path is None else path,
            timeout=30,
            isolation_level=None,
            check_same_thread=False,
        )
    except (sqlite3.Error, OSError) as error:
        raise unreadable(path, str(error)) from error
    db.row_factory = sqlite3.Row
    try:
        _prepare(db, path)
    except ConfigurationError:
        db.close()
        raise
    except sqlite3.Error as error:
        db.close()
        raise unreadable(path, str(error)) from error
    return db


def _prepare(db: "Connection", path: Path | None) -> None:
    import sqlite3

    # One view of all three: another process may be making the account at this moment.
    with transaction(db, writing=False):
        tables = {row["name"] for row in db.execute("SELECT name FROM sqlite_master")}
        application = db.execute("PRAGMA application_id").fetchone()[0]
        version = db.execute("PRAGMA user_version").fetchone()[0]
    if tables and (application, version) != (APPLICATION_ID, VERSION):
        raise unreadable(path, "it is not a sandbox account of this version")
    if tables and not tables.issuperset(TABLES):
        # Accounts of hv 0.1.0 have no contacts, titles and rates.
        with transaction(db, writing=True):
            for statement in SCHEMA.split(";\n"):
                if statement.startswith("CREATE TABLE"):
                    db.execute(statement.replace("TABLE", "TABLE IF NOT EXISTS", 1))
    if path is not None:
        # Another process may be switching at this moment; then the mode is WAL all the same.
        with suppress(sqlite3.OperationalError):
            db.execute("PRAGMA journal_mode = WAL").fetchone()
        db.execute("PRAGMA synchronous = NORMAL")


def unreadable(path: Path | None, why: str) -> ConfigurationError:
    """What to raise when the file cannot be used, with what to do about it."""
    return ConfigurationError(
        f"The sandbox account `{path}` cannot be used: {why}", hint="Run `hv sandbox reset`"
    )


def is_empty(db: "Connection") -> bool:
    """Whether the file has no tables yet; ask inside a writing transaction."""
    return not db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone()


def create_tables(db: "Connection") -> None:
    """Lay out an empty account; `executescript` would commit, so one statement at a time."""
    for statement in SCHEMA.split(";\n"):
        if statement.strip():
            db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {VERSION}")


def clear_tables(db: "Connection") -> None:
    """Forget everything the account holds."""
    for table in [*TABLES, "sqlite_sequence"]:
        db.execute(f"DELETE FROM {table}")


@contextmanager
def transaction(db: "Connection", *, writing: bool) -> Iterator[None]:
    """One consistent view; `writing` takes the write lock at once, so it never fails half-way."""
    db.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
    try:
        yield
    except BaseException:
        # A full disk makes SQLite roll back by itself.
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")
