"""The file itself: who else may hold it, and that a crash leaves it whole."""

from pathlib import Path

import pytest

from harvest_cli.sandbox.store import (
    APPLICATION_ID,
    TABLES,
    clear_tables,
    create_tables,
    is_empty,
    open_store,
    transaction,
)
from tests.account import an_account, call, log
from tests.child import PYTHON, run


def test_a_new_file_is_empty_until_its_tables_are_made(tmp_path: Path) -> None:
    db = open_store(tmp_path / "a.sqlite")
    assert is_empty(db)
    with transaction(db, writing=True):
        create_tables(db)
    assert not is_empty(db)
    assert db.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    assert db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    db.close()


def test_tables_that_were_not_finished_are_not_there(tmp_path: Path) -> None:
    db = open_store(tmp_path / "a.sqlite")

    def half_way() -> None:
        with transaction(db, writing=True):
            create_tables(db)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_way()
    assert is_empty(db)
    db.close()


def test_clearing_reaches_every_table() -> None:
    account = an_account()
    log(account, hours=1)
    with account.transaction():
        clear_tables(account.db)
    for table in TABLES:
        assert account.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0
    known = account.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    assert {row["name"] for row in known} == {*TABLES, "sqlite_sequence"}


def test_an_account_of_an_earlier_version_gets_the_tables_that_are_new(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    with an_account(path) as old, old.transaction():
        for table in ("contacts", "titles", "rates"):
            old.db.execute(f"DROP TABLE {table}")
    with an_account(path) as account:
        assert call(account, "GET", "/contacts").body["contacts"] == []
        assert call(account, "POST", "/roles", json={"name": "Tester"}).status == 201


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.account import an_account, log
account = an_account(Path(sys.argv[1]))
print(log(account, hours=1)["id"], flush=True)
account.db.execute("BEGIN IMMEDIATE")
account.db.execute("DELETE FROM entries")
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_process_loses_nothing_that_was_answered(tmp_path: Path) -> None:
    done = run([PYTHON, "-c", KILLED, str(tmp_path)])
    assert done.returncode < 0
    with an_account(tmp_path) as account:
        path = f"/time_entries/{done.stdout.strip()}"
        assert call(account, "GET", path).body["hours"] == 1.0
        assert log(account, hours=2)["hours"] == 2.0


def test_lists_of_a_person_use_an_index() -> None:
    account = an_account()
    plan = account.db.execute(
        "EXPLAIN QUERY PLAN SELECT id FROM entries WHERE user_id = 1782959 "
        "AND spent_date >= '2026-11-01' ORDER BY spent_date DESC, id DESC LIMIT 10"
    ).fetchall()
    assert any("entries_by_user" in row["detail"] for row in plan)
