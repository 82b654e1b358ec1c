"""A home that cannot be written: what must be kept is refused, everything else goes on."""

import os
from collections.abc import Callable
from pathlib import Path
from sqlite3 import Connection

import pytest

from harvest_cli.local.outbox import database
from tests import child
from tests.network import Network
from tests.running import Hv
from tests.served import CANARY, Served

if os.name != "posix":
    pytest.skip("modes are of POSIX", allow_module_level=True)

NOBODY = 12345


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """A home that may be read and not be written; root is another user for this."""
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o555)
    for above in folder.parents[:3]:
        if os.geteuid() == 0:
            above.chmod(above.stat().st_mode | 0o055)
    return folder


def run(there: Served, home: Path, *argv: str, stdin: str = "") -> child.Done:
    environ = {"HV_HOME": str(home), "PATH": os.environ["PATH"], **there.token_environ}
    other = NOBODY if os.geteuid() == 0 else None
    try:
        return child.run([*child.HV, *argv], environ, given=stdin, cwd="/", user=other, group=other)
    except PermissionError:
        pytest.skip(f"{child.PYTHON} may not be run by another user")


def test_reading_and_logging_go_on_with_one_warning(there: Served, locked: Path) -> None:
    for argv in (("projects",), ("log", "1h on MW: x")):
        done = run(there, locked, *argv)
        if "No module named" in done.stderr:
            pytest.skip("the package may not be read by another user")
        assert done.returncode == 0, done.stderr
        assert done.stderr.count("warning:") == 1
        assert CANARY not in done.stdout + done.stderr
    assert list(locked.iterdir()) == []


@pytest.mark.parametrize(
    "argv", [("login", "--with-token"), ("config", "set", "timeout", "5")], ids=["login", "config"]
)
def test_what_must_be_kept_is_refused_in_words(
    there: Served, locked: Path, argv: tuple[str, ...]
) -> None:
    done = run(there, locked, *argv, stdin=CANARY)
    if "No module named" in done.stderr:
        pytest.skip("the package may not be read by another user")
    assert done.returncode == 78
    assert "cannot be written" in done.stderr or "another user" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.fixture
def read_only(there: Served, home: Path, monkeypatch: pytest.MonkeyPatch) -> Hv:
    """`hv` on a file system where nothing can be made, whoever runs the tests."""

    def refused(_path: Path, *_how: object, **_more: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", refused)
    return Hv({"HV_HOME": str(home), **there.token_environ})


def test_on_a_read_only_file_system_reading_and_logging_go_on(read_only: Hv, home: Path) -> None:
    for typed in ("projects", "log 1h on MW: x", "edit last +15m", "delete last --yes", "whoami"):
        ran = read_only(*typed.split())
        assert ran.code == 0, ran.err
        assert ran.err.count("Nothing can be saved in the") == 1
        assert ran.err.count("(Read-only file system)") == 1
    assert not home.exists()


@pytest.mark.parametrize(
    "words",
    ["sync", "outbox drop 1 --yes", "outbox edit 1 2h MW", "outbox retry 1"],
)
def test_an_outbox_that_cannot_be_written_is_said_and_nothing_of_it_is_lost(
    there: Served, home: Path, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    hv = Hv({"HV_HOME": str(home), **there.token_environ})
    with Network(monkeypatch).away():
        assert hv("log", "1h on MW: x").code == 75
    with monkeypatch.context() as patched:
        patched.setattr(database, "connect", only_read(database.connect))
        ran = hv(*words.split())
        looked = [hv(*look.split()).code for look in ("outbox", "history", "status", "entries")]
        undone = hv("undo")
    assert (ran.code, "cannot write in its state folder" in ran.err) == (78, True), ran.err
    assert looked == [0] * 4
    assert (undone.code, "hv outbox drop" in undone.err) == (8, True)
    assert hv("sync").code == 0
    assert len(hv("entries", "--json").json["entries"]) == 1


def test_an_undo_goes_on_where_it_cannot_be_noted(
    there: Served, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hv = Hv({"HV_HOME": str(home), **there.token_environ})
    assert hv("log", "1h on MW: x").code == 0
    monkeypatch.setattr(database, "connect", only_read(database.connect))
    ran = hv("undo")
    assert (ran.code, ran.out.split()[0]) == (0, "Deleted"), ran.err
    assert "Nothing can be saved in the state folder" in ran.err
    again = hv("undo")
    assert (again.code, "is gone" in again.err or "deleted" in again.err) == (8, True), again.err


def only_read(connect: Callable[[Path], Connection]) -> Callable[[Path], Connection]:
    """A database as it is on a file system that is read only."""

    def connected(path: Path) -> Connection:
        db = connect(path)
        db.execute("PRAGMA query_only = on")
        return db

    return connected


def test_on_a_read_only_file_system_a_login_is_not_lost_in_silence(read_only: Hv) -> None:
    for argv in (("login", "--with-token"), ("config", "set", "timeout", "5")):
        ran = read_only(*argv, stdin=CANARY)
        assert ran.code == 78
        assert "cannot be written: Read-only file system" in ran.err
        assert CANARY not in ran.err


def test_on_a_read_only_file_system_the_sandbox_says_where_it_cannot_be(
    read_only: Hv, home: Path
) -> None:
    ran = read_only("--sandbox", "log", "1h MW")
    assert ran.code == 78
    assert f"The sandbox cannot be kept in {home}" in ran.err
    assert "`export HV_HOME=$(mktemp -d)`" in ran.err


def test_doctor_names_a_folder_in_which_nothing_can_be_made(
    read_only: Hv, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_asked: False)
    found = read_only("doctor", "--json").json["findings"]
    told = {each["name"]: each["text"] for each in found if each["area"] == "paths"}
    assert told["state"].endswith(f"{home.parent} cannot be written")
