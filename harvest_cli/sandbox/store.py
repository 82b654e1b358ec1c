"""The SQLite file of the embedded account: its tables, and how it is opened.

Hours and rates are whole hundredths, moments whole seconds since 1970, days ISO text, times of
day minutes after midnight.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from harvest_cli.domain.errors import ConfigurationError

if TYPE_CHECKING:
    from sqlite3 import Connection

# "hvsb": tells our file from any other SQLite file.
APPLICATION_ID = 0x68767362
VERSION = 1
TABLES = (
    "company",
    "users",
    "teammates",
    "clients",
    "projects",
    "tasks",
    "task_assignments",
    "user_assignments",
    "entries",
    "approvals",
    "hits",
)
SCHEMA = """
CREATE TABLE company (id INTEGER PRIMARY KEY CHECK (id = 1), settings TEXT NOT NULL);
CREATE TABLE users (
    id INTEGER PRIMARY KEY, token TEXT UNIQUE NOT NULL, first_name TEXT NOT NULL,
    last_name TEXT NOT NULL, email TEXT NOT NULL, timezone TEXT NOT NULL,
    is_active INTEGER NOT NULL DEFAULT 1, is_contractor INTEGER NOT NULL DEFAULT 0,
    all_projects INTEGER NOT NULL DEFAULT 0, weekly_capacity INTEGER NOT NULL DEFAULT 126000,
    default_hourly_rate INTEGER, cost_rate INTEGER, roles TEXT NOT NULL,
    access_roles TEXT NOT NULL, avatar_url TEXT NOT NULL,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
CREATE TABLE teammates (manager_id INTEGER NOT NULL, user_id INTEGER NOT NULL,
    PRIMARY KEY (manager_id, user_id)) WITHOUT ROWID;
CREATE TABLE clients (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, currency TEXT NOT NULL, address TEXT,
    is_active INTEGER NOT NULL DEFAULT 1, statement_key TEXT NOT NULL,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
CREATE TABLE projects (
    id INTEGER PRIMARY KEY, client_id INTEGER NOT NULL, name TEXT NOT NULL, code TEXT,
    is_active INTEGER NOT NULL DEFAULT 1, is_billable INTEGER NOT NULL DEFAULT 1,
    is_fixed_fee INTEGER NOT NULL DEFAULT 0, bill_by TEXT NOT NULL DEFAULT 'Project',
    hourly_rate INTEGER, budget INTEGER, budget_by TEXT NOT NULL DEFAULT 'none',
    budget_is_monthly INTEGER NOT NULL DEFAULT 0, cost_budget INTEGER, fee INTEGER,
    show_budget_to_all INTEGER NOT NULL DEFAULT 0, notes TEXT, starts_on TEXT, ends_on TEXT,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
CREATE TABLE tasks (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, is_active INTEGER NOT NULL DEFAULT 1,
    billable_by_default INTEGER NOT NULL DEFAULT 1, default_hourly_rate INTEGER,
    is_default INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
CREATE TABLE task_assignments (
    id INTEGER PRIMARY KEY, project_id INTEGER NOT NULL, task_id INTEGER NOT NULL,
    billable INTEGER NOT NULL DEFAULT 1, is_active INTEGER NOT NULL DEFAULT 1,
    hourly_rate INTEGER, budget INTEGER,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, UNIQUE (project_id, task_id));
CREATE TABLE user_assignments (
    id INTEGER PRIMARY KEY, project_id INTEGER NOT NULL, user_id INTEGER NOT NULL,
    is_active INTEGER NOT NULL DEFAULT 1, is_project_manager INTEGER NOT NULL DEFAULT 0,
    use_default_rates INTEGER NOT NULL DEFAULT 1, hourly_rate INTEGER, budget INTEGER,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, UNIQUE (user_id, project_id));
CREATE TABLE entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER NOT NULL, project_id INTEGER NOT NULL,
    task_id INTEGER NOT NULL, spent_date TEXT NOT NULL, hours INTEGER NOT NULL DEFAULT 0,
    notes TEXT, started INTEGER, ended INTEGER, timer_started_at INTEGER,
    approval_status TEXT NOT NULL DEFAULT 'unsubmitted', invoice_id INTEGER, invoice_number TEXT,
    billable INTEGER NOT NULL DEFAULT 1, reference_id TEXT, reference_group TEXT,
    reference_account TEXT, permalink TEXT,
    created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
CREATE INDEX entries_by_day ON entries (spent_date, id);
CREATE INDEX entries_by_user ON entries (user_id, spent_date, id);
CREATE INDEX entries_by_reference ON entries (reference_id) WHERE reference_id IS NOT NULL;
CREATE INDEX entries_running ON entries (user_id) WHERE timer_started_at IS NOT NULL;
CREATE INDEX entries_invoiced ON entries (project_id, spent_date) WHERE invoice_id IS NOT NULL;
CREATE TABLE approvals (user_id INTEGER NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL);
CREATE INDEX approvals_by_user ON approvals (user_id, first);
CREATE TABLE hits (bucket TEXT NOT NULL, at REAL NOT NULL);
CREATE VIEW entry_details AS SELECT
    e.*, u.first_name || ' ' || u.last_name AS user_name, u.cost_rate,
    p.name AS project_name, p.code AS project_code, p.client_id, p.budget_by, p.is_fixed_fee,
    c.name AS client_name, c.currency, t.name AS task_name,
    NOT (p.is_active AND c.is_active AND t.is_active AND u.is_active) AS is_archived,
    EXISTS (SELECT 1 FROM approvals a WHERE a.user_id = e.user_id
            AND e.spent_date BETWEEN a.first AND a.last) AS is_period_locked,
    ta.id AS ta_id, ta.billable AS ta_billable, ta.is_active AS ta_is_active,
    ta.hourly_rate AS ta_hourly_rate, ta.budget AS ta_budget,
    ta.created_at AS ta_created_at, ta.updated_at AS ta_updated_at,
    ua.id AS ua_id, ua.is_active AS ua_is_active, ua.is_project_manager,
    ua.use_default_rates, ua.hourly_rate AS ua_hourly_rate, ua.budget AS ua_budget,
    ua.created_at AS ua_created_at, ua.updated_at AS ua_updated_at,
    CASE WHEN NOT e.billable THEN NULL
         WHEN p.bill_by = 'Project' THEN p.hourly_rate
         WHEN p.bill_by = 'Tasks' THEN ta.hourly_rate
         WHEN p.bill_by = 'People' AND ua.use_default_rates THEN u.default_hourly_rate
         WHEN p.bill_by = 'People' THEN ua.hourly_rate END AS billable_rate
FROM entries e JOIN users u ON u.id = e.user_id JOIN projects p ON p.id = e.project_id
JOIN clients c ON c.id = p.client_id JOIN tasks t ON t.id = e.task_id
LEFT JOIN task_assignments ta ON ta.project_id = e.project_id AND ta.task_id = e.task_id
LEFT JOIN user_assignments ua ON ua.project_id = e.project_id AND ua.user_id = e.user_id;
"""


def open_store(path: Path | None) -> "Connection":
    """The connection to the file at `path`, or to memory; `is_empty` tells if it needs a story.

    Raises ConfigurationError when the file is something else, or cannot be read.
    """
    import sqlite3

    try:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
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
    except (sqlite3.Error, ConfigurationError) as error:
        db.close()
        if isinstance(error, ConfigurationError):
            raise
        raise unreadable(path, str(error)) from error
    return db


def _prepare(db: "Connection", path: Path | None) -> None:
    import sqlite3

    # One view of all three: another process may be making the account at this moment.
    with transaction(db, writing=False):
        tables = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        application = db.execute("PRAGMA application_id").fetchone()[0]
        version = db.execute("PRAGMA user_version").fetchone()[0]
    if tables and (application, version) != (APPLICATION_ID, VERSION):
        raise unreadable(path, "it is not a sandbox account of this version")
    if path is not None:
        # Another process may be switching at this moment; then the mode is WAL all the same.
        with _suppressed(sqlite3.OperationalError):
            db.execute("PRAGMA journal_mode = WAL").fetchone()
        db.execute("PRAGMA synchronous = NORMAL")


@contextmanager
def _suppressed(kind: type[Exception]) -> Iterator[None]:
    try:
        yield
    except kind:
        return


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
