"""A home of its own for every test, a clock that stands, and no network but loopback."""

import socket
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.network import Network
from tests.running import Hv
from tests.served import Served, served

NOW = "2026-11-18T10:30:00"
"""A Wednesday."""
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder that `HV_HOME` names."""
    return tmp_path / "hv-home"


@pytest.fixture
def hv(home: Path) -> Hv:
    """`hv` on the embedded Harvest, on a Wednesday morning in New York."""
    return Hv(
        {
            "HV_HOME": str(home),
            "HV_PROFILE": "sandbox",
            "HV_NOW": NOW,
            "HV_TIMEZONE": "America/New_York",
        }
    )


@pytest.fixture
def there(tmp_path: Path) -> Iterator[Served]:
    """The embedded account behind a loopback port, as Harvest would be reached."""
    with served(tmp_path / "served") as account:
        yield account


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    """A network that can be taken away, and nobody who waits for it to come back."""
    monkeypatch.setattr(
        "harvest_cli.actions.session.context.time", SimpleNamespace(sleep=lambda _: None)
    )
    return Network(monkeypatch)


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches for the network fails where it does."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            message = f"a test wanted to reach {address[0]}"
            raise AssertionError(message)
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the machine's own settings reaches a test."""
    for name in (
        "CI",
        "NO_COLOR",
        "FORCE_COLOR",
        "COLUMNS",
        "HTTPS_PROXY",
        "HTTP_PROXY",
        "ALL_PROXY",
    ):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
