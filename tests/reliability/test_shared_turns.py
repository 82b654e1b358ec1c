"""F46 where an account has several profiles, and where reads are long: one count for all of it."""

from pathlib import Path
from typing import Any

import pytest

from harvest_cli.harvest.client import Harvest
from harvest_cli.local.outbox.rate_limit import BUCKET, WINDOW, RateLimiter
from tests.account import ACCOUNT_ID
from tests.reliability.conftest import Scenes
from tests.reliability.scenes import LIST, Scene


def files(home: Path) -> list[Path]:
    return sorted((home / "state").glob("turns-*"))


def take(at: Scene, turns: int) -> None:
    """So many turns of the account, as so many requests would take them."""
    RateLimiter(at.home / "state", at.harvest.url, ACCOUNT_ID).acquire(at.clock.wall(), turns)


@pytest.mark.fault("F46")
def test_two_profiles_of_one_account_share_its_turns(scene: Scenes, home: Path) -> None:
    with scene() as at:
        began = at.clock.wall()
        other = at.hv.with_(HV_PROFILE="work")
        for number in range(3):
            assert at.hv("log", f"15m TF: mine {number}").code == 0
            assert other("log", f"15m TF: work {number}").code == 0
        take(at, BUCKET - 6)
        assert at.clock.wall() - began < WINDOW
        assert other("log", "15m TF: one more").code == 0
        assert at.clock.wall() - began >= WINDOW
        assert (at.made, len(files(home))) == (7, 1)
        assert (home / "state" / "outbox-work.sqlite").exists()


@pytest.mark.fault("F46")
def test_another_account_has_turns_of_its_own(scene: Scenes, home: Path) -> None:
    with scene() as at:
        RateLimiter(home / "state", at.harvest.url, ACCOUNT_ID + 1).acquire(at.clock.wall(), BUCKET)
        began = at.clock.wall()
        assert at.log().code == 0
        assert at.clock.wall() - began < 5
        assert len(files(home)) == 2


@pytest.mark.fault("F46")
def test_what_is_sent_in_passing_takes_turns_and_waits_for_none(scene: Scenes) -> None:
    with scene() as at:
        at.fail({"POST /v2/time_entries": ["401"] * 3})
        for number in range(3):
            assert at.hv("log", f"15m TF: kept {number}").code == 3
        take(at, BUCKET - 3)
        at.fail({})
        began = at.clock.wall()
        assert at.hv("entries", "today").code == 0
        assert at.clock.wall() - began < 5


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists of Harvest come two entries a page, and pauses of reads take no time."""
    from harvest_cli.sandbox.request import paging as of_harvest

    monkeypatch.setattr(of_harvest, "LIMIT", 2)


def long_read(at: Scene, monkeypatch: pytest.MonkeyPatch) -> Any:
    defaults = Harvest.__init__.__kwdefaults__ or {}
    monkeypatch.setitem(defaults, "sleep", at.clock.sleep)
    return at.hv("entries", "last 60 days", "--json")


@pytest.mark.fault("F46")
@pytest.mark.usefixtures("pages")
def test_a_long_read_takes_its_turns(
    scene: Scenes, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene() as at:
        for path in files(home):
            path.unlink()
        at.harvest.seen.clear()
        ran = long_read(at, monkeypatch)
        assert ran.code == 0
        read = at.harvest.seen.count(LIST)
        assert read > 6
        waited = at.clock.later
        take(at, BUCKET - read - 1)
        assert at.hv("log", "15m TF: the last").code == 0
        assert at.clock.later == waited
        assert at.hv("log", "15m TF: one more").code == 0
        assert at.clock.later > waited


@pytest.mark.fault("F46")
@pytest.mark.usefixtures("pages")
def test_a_long_read_waits_for_writes(
    scene: Scenes, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene() as at:
        RateLimiter(home / "state", at.harvest.url, ACCOUNT_ID).acquire(at.clock.wall(), BUCKET)
        began = at.clock.later
        ran = long_read(at, monkeypatch)
        assert ran.code == 0, ran.err
        assert WINDOW - 2 <= at.clock.later - began <= WINDOW * 1.4


def test_a_short_read_takes_none_and_makes_no_file(scene: Scenes, home: Path) -> None:
    with scene() as at:
        for path in files(home):
            path.unlink()
        for argv in (("status",), ("entries", "today"), ("week",), ("projects",)):
            assert at.hv(*argv).code == 0
        assert at.hv("status", "--format", "{today}").code in (0, 4)
        assert files(home) == []


def test_a_log_takes_one_turn_in_one_request(scene: Scenes, home: Path) -> None:
    from struct import unpack

    with scene() as at:
        at.log()
        (path,) = files(home)
        assert path.stat().st_mode & 0o777 == 0o600
        taken = [each for each in unpack(f"<{BUCKET}d", path.read_bytes()) if each]
        assert (len(taken), len(at.harvest.seen)) == (1, 1)


def test_a_home_that_cannot_be_written_is_no_obstacle(
    scene: Scenes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("harvest_cli.local.outbox.rate_limit.open_private", full)
    with scene() as at:
        assert at.log().code == 0
        assert at.made == 1
