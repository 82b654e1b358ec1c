"""The program that sees the token: only keyrings of operating systems, and no word of a secret."""

import io
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from harvest_cli.local.login import keyring as child


class Store:
    """A keyring in memory; with `broken` every call fails and quotes the secret."""

    priority = 5.0
    broken = False

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}

    def _check(self) -> None:
        if self.broken:
            message = "secret 4711.pt.canary"
            raise RuntimeError(message)

    def set_password(self, service: str, name: str, text: str) -> None:
        self._check()
        self.held[service, name] = text

    def get_password(self, service: str, name: str) -> str | None:
        self._check()
        return self.held.get((service, name))

    def delete_password(self, service: str, name: str) -> None:
        self._check()
        del self.held[service, name]


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Store:
    found = Store()
    monkeypatch.setattr(child, "back_end", lambda: found)
    return found


def test_a_token_goes_in_by_stdin_and_out_by_stdout(
    store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("4711.pt.canary"))
    assert child.main("set", "work") == 0
    assert store.held == {("harvest-cli", "work"): "4711.pt.canary"}
    assert child.main("get", "work") == 0
    assert capsys.readouterr().out == "4711.pt.canary"
    assert child.main("delete", "work") == 0
    assert store.held == {}


def test_each_way_to_fail_has_its_status(
    store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert child.main("get", "none") == child.NO_SUCH_TOKEN
    assert child.main("delete", "none") == child.FAILED
    store.broken = True
    assert child.main("get", "none") == child.FAILED
    monkeypatch.setattr(child, "back_end", lambda: None)
    assert child.main("get", "none") == child.NO_BACK_END

    def missing() -> None:
        raise ImportError

    monkeypatch.setattr(child, "back_end", missing)
    assert child.main("get", "none") == child.NOT_INSTALLED
    seen = capsys.readouterr()
    assert (seen.out, seen.err) == ("", "")


def installed(monkeypatch: pytest.MonkeyPatch, **kinds: Any) -> None:
    """A keyring package with these back ends: macOS, Windows, SecretService, kwallet."""
    for name in ("keyring", "keyring.backend", "keyring.backends"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    for module, kind in child.BACK_ENDS:
        short = module.rpartition(".")[2]
        made: Any = SimpleNamespace(**({kind: kinds[short]} if short in kinds else {}))
        monkeypatch.setitem(sys.modules, module, made)


class Weak(Store):
    priority = 0


class Wrong:
    @property
    def priority(self) -> float:
        raise RuntimeError

    def __lt__(self, _other: object) -> bool:
        raise RuntimeError


def test_the_first_that_works_here_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, macOS=Wrong, Windows=Weak, SecretService=Store, kwallet=Weak)
    assert type(child.back_end()) is Store


def test_none_that_works_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, macOS=Weak)
    assert child.back_end() is None


def test_only_keyrings_of_operating_systems_are_named() -> None:
    names = {module.rpartition(".")[2] for module, _ in child.BACK_ENDS}
    assert names == {"macOS", "Windows", "SecretService", "kwallet"}
