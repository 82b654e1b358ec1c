"""The state file of one profile: opened with care, made whole or not at all, never emptied.

An empty or cut file is a valid empty database to SQLite, so the head of the file is looked at
first: it must carry hv's own number. Whatever is damaged is moved aside, never overwritten.
"""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from harvest_cli.domain.errors import ConfigurationError
from harvest_cli.domain.records import TYPE_CHECKING
from harvest_cli.local.disk.files import open_private, private_folder, sync_folder
from harvest_cli.local.disk.locks import alone
from harvest_cli.local.outbox.row import Row

if TYPE_CHECKING:
    from sqlite3 import Connection

APPLICATION = 0x68764F42
VERSION = 1
PATIENCE = 5.0
"""Seconds to wait for another process that writes."""
QUICK = 256
"""Pages that are all looked at within a millisecond, each time the file is opened."""
_MAGIC = b"SQLite format 3\x00"
_HEAD = 100
_SCHEMA = f"""
BEGIN IMMEDIATE;
CREATE TABLE outbox (
    key TEXT PRIMARY KEY, server TEXT NOT NULL, account_id INTEGER NOT NULL, user_id INTEGER,
    op TEXT NOT NULL, body_json TEXT NOT NULL, body_sha256 TEXT NOT NULL, spent_date TEXT,
    base_json TEXT, text TEXT NOT NULL, shown TEXT NOT NULL, state TEXT NOT NULL,
    attempts INTEGER NOT NULL, resends INTEGER NOT NULL, sent_at REAL, sent_mono REAL,
    boot_id TEXT, next_at REAL NOT NULL, lease_until REAL NOT NULL, lease_pid INTEGER NOT NULL,
    lease_start TEXT NOT NULL, entry_id INTEGER, verify_until REAL, last_error TEXT,
    created_at REAL NOT NULL, hv_version TEXT NOT NULL
);
CREATE INDEX outbox_open ON outbox (created_at) WHERE state != 'done' OR verify_until IS NOT NULL;
CREATE TABLE journal (
    id INTEGER PRIMARY KEY, at REAL NOT NULL, run TEXT NOT NULL, server TEXT NOT NULL,
    account_id INTEGER NOT NULL, user_id INTEGER, deed TEXT NOT NULL, entry_id INTEGER NOT NULL,
    before_json TEXT, after_json TEXT, text TEXT NOT NULL, undone_at REAL
);
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
PRAGMA application_id = {APPLICATION};
PRAGMA user_version = {VERSION};
COMMIT;
"""
_TABLES = (
    ("outbox", ", ".join(Row._fields)),
    ("journal", "id, at, run, server, account_id, user_id, deed, entry_id"),
    ("journal", "before_json, after_json, text, undone_at"),
    ("facts", "name, value"),
)


class Damaged(Exception):
    """The file is not what hv wrote; the text says what is wrong with it."""


def open_database(path: Path) -> "Connection":
    """A connection to the file, made if there is none.

    Raises Damaged, OSError (NotOurs among them), sqlite3.OperationalError, and ConfigurationError
    for a file that a newer hv made.
    """
    import sqlite3

    private_folder(path.parent)
    if not looks_whole(path):
        _create(path)
    try:
        db = connect(path)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:
            # It is there and can be read, and lacks a table or a column.
            raise Damaged(str(error)) from error
        raise
    except UnicodeDecodeError as error:
        # SQLite quotes what it cannot make sense of, and that is no text.
        message = "its description is not text"
        raise Damaged(message) from error
    except sqlite3.DatabaseError as error:
        raise Damaged(str(error)) from error
    return db


def connect(path: Path) -> "Connection":
    """The database as it lies there, open; raises what SQLite raises."""
    import sqlite3

    db = sqlite3.connect(
        # With its drive behind three slashes on Windows.
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=PATIENCE,
        isolation_level=None,
        # Used by one thread, but closed by whichever collects the garbage.
        check_same_thread=False,
    )
    # Text with one rotten letter is worth more than an error in place of all rows.
    db.text_factory = lambda text: text.decode(errors="replace")
    try:
        db.execute("PRAGMA synchronous = FULL")
        if sys.platform == "darwin":
            # As in `lasting.sync`.
            db.execute("PRAGMA fullfsync = ON")
        _refuse_newer(path, db.execute("PRAGMA user_version").fetchone()[0])
        _check_tables(db)
        _leave_the_log_at_exit(db)
    except BaseException:
        db.close()
        raise
    return db


def _check_tables(db: "Connection") -> None:
    """Raises sqlite3.Error where a table is not as it was made, or its pages make no sense."""
    import sqlite3

    for table, columns in _TABLES:
        db.execute(f"SELECT {columns} FROM {table} LIMIT 1").fetchone()
    if db.execute("PRAGMA page_count").fetchone()[0] <= QUICK:
        (found,) = db.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise sqlite3.DatabaseError(found.splitlines()[-1])


def _leave_the_log_at_exit(db: "Connection") -> None:
    # Folding the write-ahead log into the file at every exit would cost two more waits for the
    # disk; SQLite does it by itself when the log has grown.
    import sqlite3

    option = getattr(sqlite3, "SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE", None)
    if option is not None:
        db.setconfig(option, True)  # type: ignore[attr-defined, unused-ignore]


_IN_USE: dict[tuple[int, int], list[int]] = {}
"""Files that this process has connections to, with descriptors to be closed after the last of them.

To close one before would drop the locks of SQLite, and another process would take the write-ahead
log away (sqlite.org/howtocorrupt.html, section 2.2).
"""
_CONNECTIONS: Counter[tuple[int, int]] = Counter()


def in_use(path: Path, db: "Connection") -> Callable[[], None]:
    """Count a connection to the file; gives what closes it."""
    found = path.lstat()
    file = (found.st_dev, found.st_ino)
    _CONNECTIONS[file] += 1
    _IN_USE.setdefault(file, [])

    def close() -> None:
        db.close()
        _CONNECTIONS[file] -= 1
        if not _CONNECTIONS[file]:
            for handle in _IN_USE.pop(file, ()):
                os.close(handle)

    return close


def looks_whole(path: Path) -> bool:
    """Whether the file is there and is ours by its head; False when there is none.

    Raises Damaged for anything else, ConfigurationError for a file of a newer hv.
    """
    try:
        handle = open_private(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    found = os.fstat(handle)
    try:
        _check_head(path, os.read(handle, _HEAD), found.st_size)
    finally:
        later = _IN_USE.get((found.st_dev, found.st_ino))
        if later is None:
            os.close(handle)
        else:
            later.append(handle)
    return True


def _check_head(path: Path, head: bytes, size: int) -> None:
    if not head:
        message = "it is empty"
        raise Damaged(message)
    if len(head) < _HEAD or not head.startswith(_MAGIC):
        message = "it is not a database"
        raise Damaged(message)
    if int.from_bytes(head[68:72], "big") != APPLICATION:
        message = "it belongs to another program"
        raise Damaged(message)
    _refuse_newer(path, int.from_bytes(head[60:64], "big"))
    page = int.from_bytes(head[16:18], "big")
    page = 65536 if page == 1 else page
    if size < page * int.from_bytes(head[28:32], "big"):
        message = "it is cut short"
        raise Damaged(message)


def _refuse_newer(path: Path, version: int) -> None:
    # The head may lag behind the write-ahead log, so this is asked twice.
    if version > VERSION:
        message = f"{path} was made by a newer hv"
        raise ConfigurationError(message, hint="Update hv; the file is unchanged")


def _create(path: Path) -> None:
    """A new database under its name at once and whole: made aside, then linked."""
    import sqlite3

    temporary = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    os.close(open_private(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
    try:
        db = sqlite3.connect(temporary, isolation_level=None)
        try:
            db.executescript(_SCHEMA)
            set_journal_mode(db)
        finally:
            db.close()
        _publish(temporary, path)
        sync_folder(path.parent)
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            temporary.with_name(temporary.name + ending).unlink(missing_ok=True)


def _publish(temporary: Path, path: Path) -> None:
    try:
        os.link(temporary, path)
    except FileExistsError:
        return
    except OSError:
        # No hard links on this file system.
        if not path.exists():
            temporary.rename(path)


def set_journal_mode(db: "Connection") -> str:
    """Write ahead where the file system can, else a rollback journal; gives the mode.

    Network file systems answer `delete` or an error, and then FULL must do without the log.
    """
    import sqlite3

    try:
        (mode,) = db.execute("PRAGMA journal_mode = WAL").fetchone()
    except sqlite3.OperationalError:
        mode = "delete"
    if mode != "wal":
        with suppress(sqlite3.OperationalError):
            db.execute("PRAGMA journal_mode = DELETE")
    db.execute("PRAGMA synchronous = FULL")
    return str(mode)


def move_aside(path: Path, moment: str) -> Path | None:
    """Rename a damaged file and what belongs to it; None when another process was faster."""
    with alone(path.with_name(f"{path.name}.lock")):
        try:
            whole = looks_whole(path)
        except Damaged:
            whole = False
        if whole and not _unreadable(path):
            return None
        aside = path.with_name(f"{path.name}.corrupt-{moment}")
        for ending in ("-wal", "-shm", ""):
            with suppress(FileNotFoundError):
                path.with_name(path.name + ending).rename(aside.with_name(aside.name + ending))
        return aside


def _unreadable(path: Path) -> bool:
    import sqlite3

    try:
        connect(path).close()
    except sqlite3.OperationalError as error:
        return error.sqlite_errorcode == sqlite3.SQLITE_ERROR
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return True
    return False


@contextmanager
def transaction(db: "Connection", *, durable: bool = True) -> Iterator[None]:
    """All or nothing. It takes the lock at once: one that asks later is refused without a wait.

    What need not be `durable` waits for no disk: a loss of power within half a minute may take it
    back, and nothing that was written before it. Whoever dies loses nothing.
    """
    # Without a write-ahead log the file itself would be torn.
    waits = durable or db.execute("PRAGMA journal_mode").fetchone() != ("wal",)
    if not waits:
        db.execute("PRAGMA synchronous = NORMAL")
    try:
        db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")
    finally:
        if not waits:
            db.execute("PRAGMA synchronous = FULL")
