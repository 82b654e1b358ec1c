"""A home that cannot be written: what must be kept is refused, everything else goes on."""

import os
from pathlib import Path

import pytest

from tests import child
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
    for argv in (("projects",), ("log", "1h on MW: x"), ("whoami",)):
        ran = read_only(*argv)
        assert ran.code == 0, ran.err
        assert ran.err.count("Nothing can be saved in the cache (Read-only file system)") == 1
    assert not home.exists()


def test_on_a_read_only_file_system_a_login_is_not_lost_in_silence(read_only: Hv) -> None:
    for argv in (("login", "--with-token"), ("config", "set", "timeout", "5")):
        ran = read_only(*argv, stdin=CANARY)
        assert ran.code == 78
        assert "cannot be written: Read-only file system" in ran.err
        assert CANARY not in ran.err
