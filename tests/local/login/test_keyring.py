"""The keyring in a child process: named back ends only, a time limit, nothing in its arguments."""

import os
from pathlib import Path

import pytest

from harvest_cli.domain.errors import ConfigurationError, NotLoggedIn
from harvest_cli.local.login.keyring import Keyring

TOKEN = "1234567.pt.token-in-the-keyring"
GOOD = """
import pathlib, sys
FILE = pathlib.Path({file!r})
class {name}:
    priority = {priority}
    def set_password(self, service, name, token):
        FILE.write_text(f"{{service}}|{{name}}|{{token}}")
        FILE.with_suffix(".argv").write_text(" ".join(sys.argv))
    def get_password(self, service, name):
        known = FILE.read_text().split("|") if FILE.exists() else []
        return known[2] if known[:2] == [service, name] else None
    def delete_password(self, service, name):
        if not FILE.exists():
            raise RuntimeError(name)
        FILE.unlink()
"""


def environ_with(folder: Path, **back_ends: str) -> dict[str, str]:
    """An environment whose `keyring` package has these back ends."""
    package = folder / "fake" / "keyring" / "backends"
    package.mkdir(parents=True)
    for each in (package, package.parent):
        (each / "__init__.py").touch()
    (package.parent / "backend.py").touch()
    for name, code in back_ends.items():
        (package / f"{name}.py").write_text(code)
    return {"PYTHONPATH": str(folder / "fake"), "PATH": os.environ["PATH"]}


def working(folder: Path, name: str = "Keyring", priority: float = 5) -> str:
    return GOOD.format(file=str(folder / "stored"), name=name, priority=priority)


def test_a_token_is_stored_read_and_forgotten(tmp_path: Path) -> None:
    keyring = Keyring(environ_with(tmp_path, SecretService=working(tmp_path)), seconds=20)
    keyring.set("work", TOKEN)
    assert keyring.get("work") == TOKEN
    keyring.delete("work")
    with pytest.raises(NotLoggedIn, match="no token"):
        keyring.get("work")
    keyring.delete("work")


def test_the_token_is_not_among_the_arguments(tmp_path: Path) -> None:
    keyring = Keyring(environ_with(tmp_path, SecretService=working(tmp_path)), seconds=20)
    keyring.set("work", TOKEN)
    arguments = (tmp_path / "stored.argv").read_text()
    assert "work" in arguments
    assert TOKEN not in arguments


def test_back_ends_that_are_not_of_an_operating_system_are_not_used(tmp_path: Path) -> None:
    environ = environ_with(tmp_path, file=working(tmp_path, "PlaintextKeyring"))
    with pytest.raises(ConfigurationError, match="This system has no keyring"):
        Keyring(environ, seconds=20).set("work", TOKEN)
    assert not (tmp_path / "stored").exists()


def test_the_next_one_is_taken_where_the_first_does_not_work(tmp_path: Path) -> None:
    environ = environ_with(
        tmp_path,
        macOS="raise ImportError('not here')",
        SecretService="class Keyring:\n    priority = 0\n",
        kwallet=working(tmp_path, "DBusKeyring"),
    )
    keyring = Keyring(environ, seconds=20)
    keyring.set("work", TOKEN)
    assert keyring.get("work") == TOKEN


def test_one_that_hangs_is_ended(tmp_path: Path) -> None:
    environ = environ_with(tmp_path, SecretService="import time\ntime.sleep(30)\n")
    with pytest.raises(NotLoggedIn, match=r"did not answer within 0\.3 s"):
        Keyring(environ, seconds=0.3).get("work")


def test_what_it_raises_is_not_repeated(tmp_path: Path) -> None:
    code = f"""
class Keyring:
    priority = 5
    def get_password(self, service, name):
        raise RuntimeError({TOKEN!r})
"""
    with pytest.raises(NotLoggedIn, match="refused") as refused:
        Keyring(environ_with(tmp_path, SecretService=code), seconds=20).get("work")
    assert TOKEN not in str(refused.value) + str(refused.value.hint)


def test_without_the_package_the_way_to_it_is_told(tmp_path: Path) -> None:
    environ = environ_with(tmp_path)
    (tmp_path / "fake" / "keyring" / "backend.py").write_text("raise ImportError\n")
    with pytest.raises(ConfigurationError, match="not installed"):
        Keyring(environ, seconds=20).get("work")


def test_a_folder_cannot_lend_its_own_modules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hostile = tmp_path / "cloned"
    hostile.mkdir()
    (hostile / "keyring.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    monkeypatch.chdir(hostile)
    environ = environ_with(tmp_path, SecretService=working(tmp_path))
    Keyring(environ, seconds=20).set("work", TOKEN)
    assert not (tmp_path / "ran").exists()
