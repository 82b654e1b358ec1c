"""A home that hv 0.1.0 wrote, kept as files, and what a test needs to run today's hv on a copy.

Databases are kept as SQL (`NAME.sqlite.sql`), everything else byte for byte. The home knows two
servers by their ports, which a test leads to the accounts that it serves. The accounts are made
again from the requests that changed them, `accounts.json`.
"""

import json
import os
import socket
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.request.replies import Request
from tests.account import Clock, an_account
from tests.faulty_harvest import FaultyHarvest, faulty_harvest
from tests.running import Hv

HERE = Path(__file__).parent
HOME, FOLDER, ACCOUNTS = HERE / "home", HERE / "folder", HERE / "accounts.json"
SHAPES = HERE / "shapes.json"
PORTS = {"default": 8417, "work": 8418}
"""The ports of the two servers, by the profile that is logged in there."""
SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "default": {},
    "work": {"wants_timestamp_timers": True},
}
BEGAN = datetime.fromisoformat("2026-10-12T09:00:00-04:00")
WRITTEN = datetime.fromisoformat("2026-11-18T17:00:00-05:00")
"""When the last command of 0.1.0 ran; a Wednesday."""
TOMORROW = datetime.fromisoformat("2026-11-19T07:30:00-05:00")
SETTINGS_SAVED_AT = int(BEGAN.timestamp()) * 10**9
"""When configuration and logins were written, in nanoseconds: caches are marked with it."""
WALL_CLOCK = "harvest_cli.commands.cli.wiring.wall_clock"


def put(home: Path) -> None:
    """Lay the home of 0.1.0 out at `home`, as it was when its last command ended."""
    for kept in sorted(path for path in HOME.rglob("*") if path.is_file()):
        path = home / kept.relative_to(HOME)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.suffix == ".sql":
            path = path.with_suffix("")
            load(kept.read_text(encoding="utf-8"), path)
        else:
            path.write_bytes(kept.read_bytes())
        path.chmod(0o600)
        os.utime(path, (WRITTEN.timestamp(), WRITTEN.timestamp()))
    date_settings(home)


def date_settings(home: Path) -> None:
    """Give the files of settings the time that the caches know them by."""
    for name in ("config.toml", "credentials.toml"):
        os.utime(home / name, ns=(SETTINGS_SAVED_AT, SETTINGS_SAVED_AT))


def load(sql: str, path: Path) -> None:
    """Make a database of its SQL."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.executescript(sql)
        db.execute("PRAGMA journal_mode = WAL")


def dump(path: Path) -> str:
    """A database as SQL, with the numbers in its head."""
    with closing(sqlite3.connect(path)) as db:
        heads = [
            f"PRAGMA {name} = {db.execute(f'PRAGMA {name}').fetchone()[0]};"
            for name in ("application_id", "user_version")
        ]
        return "\n".join([*heads, *db.iterdump(), ""])


def rows(path: Path, sql: str) -> list[Any]:
    """What a query gives of a database."""
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()


class Present(Clock):
    """The one clock of hv and of Harvest; who sleeps moves it."""

    def timestamp(self) -> float:
        """Epoch seconds."""
        return self.moment.timestamp()

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.moment += timedelta(seconds=seconds)


class Network:
    """What the ports of the home lead to; `away` refuses every connection, `dies` ends the run."""

    def __init__(self) -> None:
        self.ports: dict[int, int] = {}
        self.away = False
        self.dies = False
        self.dialled = 0

    def lead(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Lead every connection of this process."""
        connect = socket.socket.connect

        def led(sock: socket.socket, address: Any) -> None:
            if isinstance(address, tuple) and address[1] in PORTS.values():
                self.dialled += 1
                if self.dies:
                    raise KeyboardInterrupt
                if self.away:
                    raise ConnectionRefusedError(111, "Connection refused")
                address = (address[0], self.ports[address[1]], *address[2:])
            connect(sock, address)

        monkeypatch.setattr(socket.socket, "connect", led)


class Stage:
    """hv on a home, the servers that the home knows, the network between them, and the clock."""

    def __init__(self, home: Path, clock: Present, network: Network) -> None:
        self.home, self.clock, self.network = home, clock, network
        self.servers: dict[str, FaultyHarvest] = {}
        self.hv = Hv({"HV_HOME": str(home), "TZ": "UTC"})

    def rows(self, sql: str, profile: str = "default") -> list[Any]:
        """What a query gives of a profile's own database."""
        return rows(self.home / "state" / f"outbox-{profile}.sqlite", sql)

    @property
    def harvest(self) -> FaultyHarvest:
        """The server of the default profile."""
        return self.servers["default"]


@contextmanager
def stage_at(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    clock: Present,
    accounts: Mapping[str, EmbeddedAccount],
) -> Iterator[Stage]:
    """Serve the accounts and let hv live by the clock."""
    network = Network()
    network.lead(monkeypatch)
    monkeypatch.setattr(WALL_CLOCK, clock)
    monkeypatch.setattr(time, "time", clock.timestamp)
    monkeypatch.setattr("harvest_cli.commands.cli.wiring.time.sleep", clock.sleep)
    monkeypatch.setattr(time, "clock_gettime", lambda _: clock.timestamp(), raising=False)
    monkeypatch.setattr(os, "ttyname", lambda _: "/dev/pts/7", raising=False)
    stage = Stage(home, clock, network)
    with (
        faulty_harvest(accounts["default"], {}, clock.timestamp) as default,
        faulty_harvest(accounts["work"], {}, clock.timestamp) as work,
    ):
        stage.servers = {"default": default, "work": work}
        network.ports = {PORTS[name]: int(s.server_address[1]) for name, s in stage.servers.items()}
        yield stage


def new_account(profile: str, clock: Present) -> EmbeddedAccount:
    """The account of a profile before anybody used it."""
    return an_account(now=clock, **SETTINGS[profile])


def account_again(profile: str, clock: Present) -> EmbeddedAccount:
    """The account as it was left: every request that changed it, once more at its moment."""
    after, clock.moment = clock.moment, BEGAN
    account = new_account(profile, clock)
    for told in json.loads(ACCOUNTS.read_text(encoding="utf-8"))[profile]:
        clock.moment = datetime.fromisoformat(told["at"])
        body = json.dumps(told["body"]).encode() if told["body"] is not None else b""
        request = Request(told["method"], told["path"], (), told["headers"], body)
        reply = account.handle(request)
        assert (reply.status, _id_in(reply.body)) == (told["status"], told["id"])
    clock.moment = after
    return account


def _id_in(body: bytes) -> int | None:
    found = json.loads(body or b"{}")
    return found.get("id") if isinstance(found, dict) else None
