"""The state file: made whole, recognised by its head, moved aside when damaged, never emptied."""

import os
import sqlite3
from pathlib import Path

import pytest

from harvest_cli.domain.errors import ConfigurationError
from harvest_cli.local.disk.files import NotOurs
from harvest_cli.local.outbox import database
from harvest_cli.local.outbox.database import (
    APPLICATION,
    VERSION,
    Damaged,
    looks_whole,
    move_aside,
    open_database,
    transaction,
)

posix = pytest.mark.skipif(os.name != "posix", reason="owners and modes are of POSIX")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "default.sqlite"


@pytest.fixture
def kept(path: Path) -> Path:
    """A file with one fact in it, folded into one file."""
    db = open_database(path)
    db.execute("INSERT INTO facts VALUES ('a', 'b')")
    db.execute("PRAGMA journal_mode = DELETE")
    db.close()
    return path


def facts(path: Path) -> list[tuple[str, str]]:
    db = open_database(path)
    try:
        return db.execute("SELECT * FROM facts").fetchall()
    finally:
        db.close()


def test_the_file_is_made_with_hvs_own_number(path: Path) -> None:
    assert not looks_whole_after_folder(path)
    open_database(path).close()
    assert looks_whole(path)
    db = sqlite3.connect(path)
    numbers = [
        db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
    ]
    db.close()
    assert numbers == [APPLICATION, VERSION]


def looks_whole_after_folder(path: Path) -> bool:
    path.parent.mkdir()
    return looks_whole(path)


def test_opening_again_keeps_what_is_there(kept: Path) -> None:
    assert facts(kept) == [("a", "b")]
    assert facts(kept) == [("a", "b")]


@posix
def test_it_is_its_owners_alone_and_leaves_nothing_beside_it(path: Path) -> None:
    open_database(path).close()
    assert path.stat().st_mode & 0o777 == 0o600
    names = {each.name for each in path.parent.iterdir()}
    assert names <= {path.name, f"{path.name}-wal", f"{path.name}-shm"}


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is empty"),
        (b"x", "it is not a database"),
        (b"junk " * 1000, "it is not a database"),
        (b"SQLite format 3\x00", "it is not a database"),
        (b"SQLite format 3\x00" + b"\x00" * 200, "it belongs to another program"),
    ],
)
def test_anything_else_is_damage_and_is_left_as_it_is(path: Path, content: bytes, why: str) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(Damaged, match=why):
        open_database(path)
    assert path.read_bytes() == content


def test_a_file_cut_short_is_damage(kept: Path) -> None:
    content = kept.read_bytes()
    kept.write_bytes(content[: len(content) // 2])
    with pytest.raises(Damaged, match="it is cut short"):
        open_database(kept)


def test_pages_of_garbage_are_damage(kept: Path) -> None:
    content = kept.read_bytes()
    kept.write_bytes(content[:100] + b"\xff" * (len(content) - 100))
    with pytest.raises(Damaged):
        open_database(kept)


def test_a_database_of_another_program_is_not_touched(path: Path) -> None:
    path.parent.mkdir()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE theirs (x)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(Damaged, match="it belongs to another program"):
        open_database(path)
    assert path.read_bytes() == before


def test_a_file_of_a_newer_hv_is_refused_and_not_touched(kept: Path) -> None:
    db = sqlite3.connect(kept)
    db.execute(f"PRAGMA user_version = {VERSION + 1}")
    db.close()
    before = kept.read_bytes()
    with pytest.raises(ConfigurationError, match="made by a newer hv") as refused:
        open_database(kept)
    assert refused.value.exit_code == 78
    with pytest.raises(ConfigurationError):
        move_aside(kept, "x")
    assert kept.read_bytes() == before


def test_a_damaged_file_is_moved_aside_with_what_belongs_to_it(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"junk")
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).write_bytes(b"more junk")
    aside = move_aside(path, "20261118")
    assert aside == path.with_name("default.sqlite.corrupt-20261118")
    assert aside.read_bytes() == b"junk"
    assert aside.with_name(f"{aside.name}-wal").read_bytes() == b"more junk"
    assert not path.exists()
    assert facts(path) == []


def test_a_sound_file_is_not_moved(kept: Path) -> None:
    assert move_aside(kept, "x") is None
    assert facts(kept) == [("a", "b")]


def test_of_two_that_mend_at_once_the_second_finds_it_mended(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"junk")
    assert move_aside(path, "1") is not None
    open_database(path).close()
    assert move_aside(path, "2") is None


@posix
def test_a_link_in_its_place_is_not_followed(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_bytes(b"mine")
    path.parent.mkdir()
    path.symlink_to(target)
    with pytest.raises(OSError, match=r"default\.sqlite"):
        open_database(path)
    assert target.read_bytes() == b"mine"


@posix
def test_a_file_of_another_user_is_not_used(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: ours + 1)
    with pytest.raises(NotOurs, match="belongs to another user"):
        looks_whole(kept)


def test_all_of_a_change_or_nothing(kept: Path) -> None:
    db = open_database(kept)

    def fail() -> None:
        with transaction(db):
            db.execute("INSERT INTO facts VALUES ('c', 'd')")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert not db.in_transaction
    db.close()
    assert facts(kept) == [("a", "b")]


def test_a_writer_waits_for_another_and_is_then_refused(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "PATIENCE", 0.05)
    one, two = open_database(kept), open_database(kept)
    with transaction(one), pytest.raises(sqlite3.OperationalError, match="locked"):
        two.execute("BEGIN IMMEDIATE")
    with transaction(two):
        two.execute("INSERT INTO facts VALUES ('c', 'd')")
    one.close()
    two.close()


def test_without_hard_links_the_file_is_made_too(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_names: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    open_database(path).close()
    assert facts(path) == []


class Answering:
    """A connection whose file system knows no write-ahead log."""

    def __init__(self, mode: str | None) -> None:
        self.mode, self.asked = mode, list[str]()

    def execute(self, sql: str) -> "Answering":
        self.asked.append(sql)
        if self.mode is None and "WAL" in sql:
            raise sqlite3.OperationalError("disk I/O error")
        return self

    def fetchone(self) -> tuple[str | None]:
        return (self.mode,)


@pytest.mark.parametrize(("mode", "used"), [("wal", "wal"), ("delete", "delete"), (None, "delete")])
def test_every_write_is_synced_whatever_the_file_system_can(mode: str | None, used: str) -> None:
    connection = Answering(mode)
    assert database.set_journal_mode(connection) == used  # type: ignore[arg-type]
    assert connection.asked[-1] == "PRAGMA synchronous = FULL"
    assert ("PRAGMA journal_mode = DELETE" in connection.asked) is (used == "delete")


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        ("ALTER TABLE outbox RENAME COLUMN lease_pid TO lease_qid", "lease_pid"),
        ("DROP TABLE facts", "facts"),
        ("UPDATE sqlite_master SET rootpage = 2 WHERE name = 'facts'", "page 2"),
    ],
)
def test_tables_that_are_not_as_they_were_made_are_damage(
    damage: str, why: str, path: Path
) -> None:
    open_database(path).close()
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA writable_schema = ON")
    db.execute(damage)
    db.execute("PRAGMA journal_mode = DELETE")
    db.close()
    with pytest.raises(Damaged, match=why):
        open_database(path)
    assert move_aside(path, "now") is not None
    open_database(path).close()


@pytest.mark.parametrize("what", ["schema", "row"])
def test_letters_that_rotted_are_damage_or_one_rotten_letter(what: str, tmp_path: Path) -> None:
    path = tmp_path / "state" / "outbox.sqlite"
    db = open_database(path)
    db.execute("INSERT INTO facts VALUES ('found', 'it here')")
    db.execute("PRAGMA journal_mode = DELETE")
    db.close()
    old, new = {"schema": (b"CREATE TABLE", b"CREATE T\xf5BLE"), "row": (b"it", b"i\xf4")}[what]
    content = path.read_bytes()
    at = content.rfind(old)
    path.write_bytes(content[:at] + new + content[at + len(old) :])
    if what == "schema":
        with pytest.raises(Damaged):
            open_database(path)
        aside = move_aside(path, "now")
        assert aside is not None
        assert aside.read_bytes() == content[:at] + new + content[at + len(old) :]
    else:
        db = open_database(path)
        assert db.execute("SELECT value FROM facts").fetchone() == ("i\ufffd here",)
        db.close()
