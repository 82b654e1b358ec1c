"""What can happen to hv's own files: F62 to F72. Nothing is emptied in silence."""

import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.local.outbox import database
from harvest_cli.local.outbox.database import APPLICATION, Damaged, looks_whole, open_database
from harvest_cli.local.outbox.queue import Login, Outbox
from harvest_cli.sandbox.example import KIM
from tests import child
from tests.account import ACCOUNT_ID
from tests.reliability.conftest import Scenes
from tests.reliability.processes import run
from tests.reliability.scenes import POST, Scene, login_of
from tests.rows import few
from tests.running import Ran

if os.name != "posix":
    pytest.skip("modes and links are of POSIX", allow_module_level=True)


def state_file(at: Scene) -> Path:
    return at.home / "state" / "outbox-default.sqlite"


def queued(at: Scene) -> None:
    """One row that waits."""
    at.fail({POST: ["401"]})
    assert at.log().code == 3
    at.fail({})


DAMAGE = {
    "0 bytes": lambda path: path.write_bytes(b""),
    "cut in the head": lambda path: path.write_bytes(path.read_bytes()[:60]),
    "cut behind": lambda path: path.write_bytes(path.read_bytes()[:9000]),
    "junk": lambda path: path.write_bytes(os.urandom(20_000)),
    "another program's": lambda path: path.write_bytes(
        path.read_bytes()[:68] + b"\0\0\0\1" + path.read_bytes()[72:]
    ),
    "pages overwritten": lambda path: path.write_bytes(
        path.read_bytes()[:100] + b"\xff" * (path.stat().st_size - 100)
    ),
}


@few(3)
@pytest.mark.fault("F67")
@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
def test_a_damaged_file_is_kept_and_rebuilt_from_the_paper_trail(
    damage: Any, scene: Scenes
) -> None:
    with scene() as at:
        queued(at)
        path = state_file(at)
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        damage(path)
        damaged = path.read_bytes()
        ran = at.hv("outbox")
        assert ran.code == 0
        assert ran.err.count("The outbox was damaged") == 1
        assert "a fault" in ran.out
        kept = list(path.parent.glob("*.corrupt-*"))
        assert [each.read_bytes() for each in kept] == [damaged]
        assert "damaged" not in at.hv("outbox").err
        at.clock.sleep(130)
        assert (at.hv("sync").code, at.made) == (0, 1)


@pytest.mark.fault("F67")
def test_a_damaged_file_does_not_stop_a_log(scene: Scenes) -> None:
    with scene() as at:
        assert at.log().code == 0
        state_file(at).write_bytes(b"")
        ran = at.log()
        assert (ran.code, at.made) == (0, 2)


def log_file(at: Scene) -> Path:
    """What was written and not yet put into the file itself."""
    return state_file(at).with_name(f"{state_file(at).name}-wal")


def fold(at: Scene) -> None:
    """Put all of it into the file, as SQLite does by itself now and then."""
    box = at.outbox
    assert box.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0


def in_the_file(at: Scene) -> list[str]:
    """The states of the rows that are in the file itself, whatever its log holds."""
    with sqlite3.connect(f"file:{state_file(at)}?immutable=1", uri=True) as db:
        found = db.execute("SELECT state FROM outbox ORDER BY created_at").fetchall()
    db.close()
    return [state for (state,) in found]


@pytest.mark.fault("F68")
def test_rows_that_were_in_a_deleted_log_file_are_in_the_paper_trail(scene: Scenes) -> None:
    with scene() as at:
        at.fail({POST: ["", "401"]})
        assert run(at.harvest.url, at.home)[0] == 0
        assert run(at.harvest.url, at.home, "log", "30m on TF: not sent")[0] == 3
        at.fail({})
        assert (log_file(at).stat().st_size > 0, in_the_file(at)) == (True, [])
        log_file(at).unlink()
        ran = at.hv("outbox")
        assert (ran.code, ran.out) == (0, "")
        assert "1 entry is only in the backup log: `hv outbox import`" in ran.err
        assert at.hv("outbox", "import").code == 0
        assert "not sent" in at.hv("outbox").out
        at.clock.sleep(130)
        assert (at.hv("sync").code, at.made) == (0, 2)


@pytest.mark.fault("F68")
def test_a_sync_takes_over_what_only_the_paper_trail_holds(scene: Scenes) -> None:
    with scene({POST: ["401"]}) as at:
        assert run(at.harvest.url, at.home)[0] == 3
        log_file(at).unlink()
        ran = at.hv("sync")
        assert (ran.code, at.states) == (75, ["unknown"])
        assert "1 entry was only in the backup log" in ran.err
        at.clock.sleep(130)
        again = at.hv("sync")
        assert (again.code, again.err, at.made, at.states) == (0, "", 1, ["done"])


@pytest.mark.fault("F68")
@pytest.mark.parametrize("reference", ["auto", "off"])
def test_a_row_that_a_deleted_log_file_makes_unsent_again_is_not_sent_again(
    reference: str, scene: Scenes
) -> None:
    with scene({POST: ["401"]}) as at:
        marks = {"HV_REFERENCE": reference}
        assert run(at.harvest.url, at.home, environ=marks)[0] == 3
        fold(at)
        assert run(at.harvest.url, at.home, "sync", environ=marks)[0] == 0
        assert (at.made, at.harvest.posts) == (1, 2)
        assert (log_file(at).stat().st_size > 0, in_the_file(at)) == (True, ["queued"])
        log_file(at).unlink()
        at.clock.follow()
        ran = at.hv("sync")
        assert (ran.code, at.made, at.harvest.posts) == (0, 1, 2), ran.out
        assert at.states == ["done"]


@pytest.mark.fault("F68")
def test_a_row_that_was_dropped_stays_so_when_the_log_file_is_deleted(scene: Scenes) -> None:
    with scene({POST: ["401"]}) as at:
        assert run(at.harvest.url, at.home)[0] == 3
        fold(at)
        assert run(at.harvest.url, at.home, "outbox", "drop", "1", "--yes")[0] == 0
        assert (log_file(at).stat().st_size > 0, in_the_file(at)) == (True, ["queued"])
        log_file(at).unlink()
        at.clock.follow()
        assert at.hv("sync").code == 0
        assert (at.made, at.states) == (0, [])


@pytest.mark.fault("F69")
def test_a_file_system_without_a_write_ahead_log_gets_a_rollback_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class NoLog:
        """A connection that will not write ahead."""

        def __init__(self, db: sqlite3.Connection, answer: str | None) -> None:
            self.db, self.answer = db, answer

        def execute(self, sql: str, *rest: Any) -> Any:
            if "WAL" in sql and self.answer is None:
                message = "disk I/O error"
                raise sqlite3.OperationalError(message)
            return self.db.execute(sql.replace("WAL", "DELETE"), *rest)

    for answer in ("delete", None):
        db = sqlite3.connect(tmp_path / f"{answer}.sqlite")
        assert database.set_journal_mode(NoLog(db, answer)) == "delete"  # type: ignore[arg-type]
        assert db.execute("PRAGMA synchronous").fetchone() == (2,)
        assert db.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        db.close()


def test_the_file_writes_ahead_and_waits_for_the_disk(tmp_path: Path) -> None:
    path = tmp_path / "state" / "outbox.sqlite"
    db = open_database(path)
    assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert db.execute("PRAGMA synchronous").fetchone() == (2,)
    assert db.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
    db.execute("INSERT INTO facts VALUES ('a', 'b')")
    files = {each.name: each.stat().st_mode & 0o777 for each in path.parent.iterdir()}
    assert set(files.values()) == {0o600}
    assert {f"{path.name}-wal", f"{path.name}-shm"} <= set(files)
    db.close()


def test_nothing_half_made_is_left_and_nothing_is_made_twice(tmp_path: Path) -> None:
    path = tmp_path / "state" / "outbox.sqlite"
    for _ in range(2):
        open_database(path).close()
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\0", b"x" * 200])
def test_an_empty_or_foreign_file_is_never_taken_for_an_outbox(
    content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "outbox.sqlite"
    path.write_bytes(content)
    with pytest.raises(Damaged):
        looks_whole(path)
    assert path.read_bytes() == content


@pytest.mark.fault("F62")
def test_a_state_file_that_is_a_link_is_not_followed(scene: Scenes, tmp_path: Path) -> None:
    with scene() as at:
        precious = tmp_path / "bashrc"
        precious.write_text("export A=1\n")
        path = state_file(at)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        path.symlink_to(precious)
        ran = at.log()
        assert (ran.code, at.made) == (0, 1)
        assert precious.read_text() == "export A=1\n"


@pytest.mark.fault("F62")
def test_a_linked_paper_trail_is_not_followed(scene: Scenes, tmp_path: Path) -> None:
    with scene() as at:
        precious = tmp_path / "bashrc"
        precious.write_text("export A=1\n")
        trail = at.home / "state" / "outbox-default.entries.log"
        trail.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        trail.symlink_to(precious)
        assert (at.log().code, at.made) == (0, 1)
        assert precious.read_text() == "export A=1\n"


def refused_folder(at: Scene) -> Ran:
    ran = at.log()
    assert (ran.code, at.made) == (0, 1), ran.err
    assert "Nothing can be saved in the state folder" in ran.err
    return ran


@pytest.mark.fault("F63")
def test_a_folder_that_everybody_may_write_is_not_used(scene: Scenes) -> None:
    with scene() as at:
        folder = at.home / "state"
        folder.mkdir(exist_ok=True)
        folder.chmod(0o777)
        refused_folder(at)
        assert list(folder.iterdir()) == []


@pytest.mark.fault("F63")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_somebody_else_is_not_used(scene: Scenes) -> None:
    with scene() as at:
        folder = at.home / "state"
        folder.mkdir(mode=0o700, exist_ok=True)
        os.chown(folder, 12345, 12345)
        refused_folder(at)
        assert list(folder.iterdir()) == []


@pytest.mark.fault("F64")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root leaves files of root")
def test_root_leaves_no_outbox_in_another_users_home(scene: Scenes, tmp_path: Path) -> None:
    with scene() as at:
        theirs = tmp_path / "theirs"
        theirs.mkdir()
        os.chown(theirs, 12345, 12345)
        ran = at.hv.with_(HV_HOME=str(theirs / ".hv"))("log", "15m on TF: x")
        assert (ran.code, at.made) == (0, 1), ran.err
        assert list(theirs.iterdir()) == []


@pytest.mark.fault("F65")
def test_names_that_cannot_be_read_are_fetched_again(scene: Scenes) -> None:
    with scene() as at:
        (cached,) = (at.home / "cache").glob("*.catalogue")
        for content in (b"", cached.read_bytes()[:50], b"\0" * 500, b"hv99 00000000\n{}"):
            cached.write_bytes(content)
            assert at.log().code == 0
        assert at.made == 4


@pytest.mark.fault("F71")
def test_without_any_home_hv_home_is_named(tmp_path: Path) -> None:
    probe = (
        "import os, pwd, sys\n"
        "from pathlib import Path\n"
        "def home(): raise RuntimeError\n"
        "Path.home = staticmethod(home)\n"
        "from harvest_cli.__main__ import run\n"
        "print(run(['--sandbox', 'log', '1h on TF'], os.environ, *[sys.stdin] + [sys.stderr] * 2))"
    )
    for more, code in (({}, "78"), ({"HV_HOME": str(tmp_path / "own")}, "0")):
        done = child.run([child.PYTHON, "-c", probe], {"PATH": "", **more})
        assert done.stdout.strip() == code, done.stderr
        assert more or "HV_HOME" in done.stderr


def test_a_row_that_cannot_be_read_does_not_hold_up_the_others(scene: Scenes) -> None:
    with scene({POST: ["401", "401"]}) as at:
        for number in range(2):
            at.hv("log", f"15m on TF: {number}")
        first = at.outbox.listed()[0]
        at.outbox.record(first.key, body_json="{", next_at=0.0)
        ran = at.hv("sync")
        assert (ran.code, at.made, at.states) == (5, 1, ["rejected", "done"])


def test_what_a_login_sees_is_its_own(tmp_path: Path) -> None:
    box = Outbox(tmp_path / "outbox.sqlite", Login("https://a.invalid", ACCOUNT_ID, KIM))
    assert box.waiting() == 0
    assert login_of("u", tmp_path)["HARVEST_API_URL"] == "u"
