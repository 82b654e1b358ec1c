"""A database that stays open for runs that follow one another, while it is the same file."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from harvest_cli.local.disk.open_database import Held

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there nobody removes what is open")


class Box:
    """A database, with a write-ahead log."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("CREATE TABLE IF NOT EXISTS t (x)")
        self.close = self.db.close


def test_the_same_is_lent_until_the_file_is_another(tmp_path: Path) -> None:
    path, held = tmp_path / "box.sqlite", Held[Box]()

    def lent() -> Box:
        return held.lent(path, lambda: Box(path))

    first = lent()
    assert lent() is first
    first.db.execute("INSERT INTO t VALUES (1)")
    with Box(path).db as other:
        other.execute("INSERT INTO t VALUES (2)")
    assert lent() is first
    assert first.db.execute("SELECT count(*) FROM t").fetchone() == (2,)
    assert held.lent(tmp_path / "else.sqlite", lambda: Box(tmp_path / "else.sqlite")) is not first
    held.close()


def _replaced(path: Path) -> None:
    shutil.copy(path, path.with_name("copy"))
    path.with_name("copy").replace(path)


@pytest.mark.parametrize(
    "changed",
    [
        Path.unlink,
        _replaced,
        lambda path: os.truncate(path, 0),
        lambda path: path.with_name(f"{path.name}-wal").unlink(),
    ],
    ids=["removed", "another in its place", "cut short", "its log removed"],
)
def test_a_file_that_somebody_changed_by_hand_is_opened_anew(
    tmp_path: Path, changed: Callable[[Path], None]
) -> None:
    path, held = tmp_path / "box.sqlite", Held[Box]()
    first = held.lent(path, lambda: Box(path))
    first.db.execute("PRAGMA wal_checkpoint")
    second = held.lent(path, lambda: Box(path))
    third = held.lent(path, lambda: Box(path))
    changed(path)
    fourth = held.lent(path, lambda: Box(tmp_path / "new.sqlite"))
    assert second is third is not fourth
    with pytest.raises(sqlite3.ProgrammingError):
        second.db.execute("SELECT 1")
    held.close()


def test_what_went_wrong_or_is_unfinished_is_opened_anew(tmp_path: Path) -> None:
    path, held = tmp_path / "box.sqlite", Held[Box | None]()
    assert held.lent(path, lambda: None) is None
    first = held.lent(path, lambda: Box(path))
    held.distrust()
    second = held.lent(path, lambda: Box(path))
    assert second is not None
    second.db.execute("BEGIN")
    assert first is not second is not held.lent(path, lambda: Box(path))
    held.close()
    held.close()
