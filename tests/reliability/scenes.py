"""hv, a Harvest with faults on a real socket, and a clock that only moves when somebody waits."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from harvest_cli.local.outbox import monotonic
from harvest_cli.local.outbox.queue import Login, Outbox
from harvest_cli.sandbox.example import KIM
from tests.account import ACCOUNT_ID, KIM_TOKEN, call, present_account
from tests.faulty_harvest import Fault, FaultyHarvest, faulty_harvest
from tests.running import Hv, Ran

POST, LIST = "POST /v2/time_entries", "GET /v2/time_entries"
TYPED = ("log", "1h15 on TF: a fault")


class Passing:
    """The present of hv and of the server: it moves by what is waited, and a little when read.

    A reading moves it by less than it takes, so that it never outruns the machine's clock, by
    which children without a clock of their own tell what is due.
    """

    def __init__(self) -> None:
        self.began, self.began_ticks = datetime.now(UTC), time.monotonic()
        self.later = self.read = 0.0

    def __call__(self) -> datetime:
        return self.began + timedelta(seconds=self._passed())

    def wall(self) -> float:
        return self.began.timestamp() + self._passed()

    def ticks(self) -> float:
        return self.began_ticks + self._passed()

    def sleep(self, seconds: float) -> None:
        self.later += seconds

    def begin_at_nine(self) -> None:
        """Begin at the last nine o'clock of the person: hours later it is still the same day."""
        here = self.began.astimezone(ZoneInfo("America/New_York"))
        nine = here.replace(hour=9, minute=0, second=0, microsecond=0)
        self.began = (nine if nine <= here else nine - timedelta(days=1)).astimezone(UTC)

    def follow(self) -> None:
        """Show what the machine does: children without a clock of their own were at work."""
        self.began, self.began_ticks = datetime.now(UTC), time.monotonic()

    def _passed(self) -> float:
        self.read += 1e-6
        return self.later + self.read


class Scene:
    """One person, one account, and what the server holds in the end."""

    def __init__(self, harvest: FaultyHarvest, hv: Hv, clock: Passing, home: Path) -> None:
        self.harvest, self.hv, self.clock, self.home = harvest, hv, clock, home
        warm = hv("projects")
        assert warm.code == 0, warm.err
        self.known = {entry["id"] for entry in self.held()}
        harvest.seen.clear()

    def held(self) -> list[dict[str, Any]]:
        """All my entries, straight from the account; what is late is carried out before."""
        self.harvest.carry_out_late()
        entries: list[dict[str, Any]] = call(
            self.harvest.account, "GET", "/time_entries", query={"user_id": KIM}
        ).body["time_entries"]
        return entries

    def log(self) -> Ran:
        """Type the sentence."""
        return self.hv(*TYPED)

    def fail(self, faults: Mapping[str, Sequence[Fault]]) -> None:
        """What goes wrong from now on."""
        self.harvest.fail(faults)

    @property
    def new(self) -> list[dict[str, Any]]:
        """The entries that were not there before."""
        return [entry for entry in self.held() if entry["id"] not in self.known]

    @property
    def made(self) -> int:
        """How many those are."""
        return len(self.new)

    @property
    def outbox(self) -> Outbox:
        """The rows that hv keeps."""
        login = Login(self.harvest.url, ACCOUNT_ID, KIM)
        return Outbox(self.home / "state" / "outbox-default.sqlite", login)

    @property
    def states(self) -> list[str]:
        """The states of all rows, oldest first."""
        box = self.outbox
        rows = box.db.execute("SELECT state FROM outbox ORDER BY created_at, rowid").fetchall()
        return [state for (state,) in rows]


def login_of(url: str, home: Path, token: str = KIM_TOKEN) -> dict[str, str]:
    """The variables of a run against a server."""
    return {
        "HV_HOME": str(home),
        "HARVEST_API_URL": url,
        "HARVEST_ACCESS_TOKEN": token,
        "HARVEST_ACCOUNT_ID": str(ACCOUNT_ID),
    }


@contextmanager
def scene_at(
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    faults: Mapping[str, Sequence[Fault]],
    environ: Mapping[str, str],
    *,
    at_nine: bool = False,
    **account: Any,
) -> Iterator[Scene]:
    """A scene whose waits cost no time."""
    clock = Passing()
    if at_nine:
        clock.begin_at_nine()
    monkeypatch.setattr(monotonic, "ticks", clock.ticks)
    monkeypatch.setattr("harvest_cli.commands.cli.wiring.wall_clock", clock)
    monkeypatch.setattr("harvest_cli.commands.cli.wiring.time", SimpleNamespace(sleep=clock.sleep))
    with faulty_harvest(present_account(clock, **account), {}, clock.wall) as harvest:
        ready = Scene(harvest, Hv({**login_of(harvest.url, home), **environ}), clock, home)
        ready.fail(faults)
        yield ready
