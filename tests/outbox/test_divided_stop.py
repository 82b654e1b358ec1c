"""A stop that takes two requests, with a fault or a death between them: it ends as it was typed."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.account import call
from tests.network import Network
from tests.reliability.scenes import Scene, scene_at
from tests.rows import few, some, sweep, together

STOP, SET, POST = (
    "PATCH /v2/time_entries/*/stop",
    "PATCH /v2/time_entries/*",
    "POST /v2/time_entries",
)
HOUR = 3600.0
SETTLED = ("Everything is on Harvest", "Nothing pending")


@pytest.fixture
def scene(home: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    def make(by_times: bool = False, **account: Any) -> Any:
        account["wants_timestamp_timers"] = by_times
        return scene_at(home, monkeypatch, {}, {}, at_nine=True, **account)

    return make


MODES = pytest.mark.parametrize("by_times", [False, True], ids=["hours", "times"])
ALL_FAULTS = ["500", "commit,500", "commit,reset", "reset", "429"]
FAULTS = pytest.mark.parametrize("fault", ALL_FAULTS)


def divided(*lines: str) -> pytest.MarkDecorator:
    """What fails at each of the lines, in both kinds of account.

    A usual run has a fault that carries nothing out, one that does, and one that asks for a wait.
    """
    rows = together([False, True], some(ALL_FAULTS, 2), lines)
    return pytest.mark.parametrize(("by_times", "fault", "line"), rows)


def minutes(entry: Any) -> int:
    return round(float(entry["hours"]) * 60)


def wait_until(at: Scene, hour: int) -> None:
    """Wait for that hour of the person's day."""
    now = at.clock().astimezone(ZoneInfo("America/New_York"))
    at.clock.sleep((hour - now.hour) % 24 * HOUR - now.minute * 60 - now.second)


def ends(at: Scene, *parts: int) -> None:
    """Sync until nothing waits: then these minutes are booked, and nothing was claimed before."""
    for pause in (150.0, 1.5 * HOUR, 1.5 * HOUR):
        at.clock.sleep(pause)
        ran = at.hv("sync")
        if ran.code == 0:
            break
        assert "Everything is on Harvest" not in ran.out
    assert (ran.code, ran.out.splitlines()[-1] in SETTLED) == (0, True), ran
    assert at.hv("outbox", "--json").json == {"outbox": []}
    assert sorted(map(minutes, at.new)) == sorted(parts)
    assert not any(entry["is_running"] for entry in at.new)


@few(3)
@pytest.mark.write("W1")
@sweep
@divided(STOP, SET)
def test_a_kept_stop_ends_when_it_was_typed_whatever_fails_between(
    by_times: bool, fault: str, line: str, scene: Any, network: Network
) -> None:
    with scene(by_times) as at:
        at.hv("start", "TF: x")
        at.clock.sleep(1.5 * HOUR)
        with network.away():
            assert at.hv("stop").code == 75
        at.clock.sleep(6 * HOUR)
        at.fail({line: [fault]})
        first = at.hv("sync")
        ends(at, 90)
        assert "elsewhere" not in first.out


@few(3)
@pytest.mark.write("W2")
@sweep
@divided(STOP, SET)
def test_a_stop_some_time_ago_with_notes_is_taken_on(
    by_times: bool, fault: str, line: str, scene: Any
) -> None:
    with scene(by_times) as at:
        at.hv("start", "TF: x")
        at.clock.sleep(2 * HOUR)
        at.fail({line: [fault], "GET /v2/time_entries/*": ["500"] * 3})
        at.hv("stop", "30m ago: done")
        ends(at, 90)
        assert at.new[0]["notes"] == "x\ndone"


def test_an_open_stop_says_so_and_shows_what_it_will_be(scene: Any) -> None:
    with scene() as at:
        at.hv("start", "TF: x")
        at.clock.sleep(2 * HOUR)
        at.fail({SET: ["429"]})
        ran = at.hv("stop", "30m ago")
        assert ran.code == 75
        assert ran.out.startswith("Saved here, not yet on Harvest 1:30")
        (row,) = at.hv("outbox", "--json").json["outbox"]
        assert (row["op"], row["state"]) == ("stop", "queued")


@few(3)
@pytest.mark.write("W9")
@pytest.mark.write("W33")
@sweep
@divided(STOP, SET, POST)
def test_a_stop_that_is_divided_at_midnight_stays_divided(
    by_times: bool, fault: str, line: str, scene: Any
) -> None:
    with scene(by_times) as at:
        wait_until(at, 22)
        at.hv("start", "TF: x")
        at.clock.sleep(3.5 * HOUR)
        at.fail({line: [fault]})
        at.hv("stop", "--split")
        ends(at, 120, 90)
        assert len({entry["spent_date"] for entry in at.new}) == 2


@pytest.mark.write("W16")
@MODES
def test_notes_of_a_kept_stop_reach_a_timer_that_was_stopped_in_the_web(
    by_times: bool, scene: Any, network: Network
) -> None:
    with scene(by_times) as at:
        at.hv("start", "TF: x")
        at.clock.sleep(HOUR)
        with network.away():
            assert at.hv("stop:", "done").code == 75
        at.clock.sleep(HOUR)
        call(at.harvest.account, "PATCH", f"/time_entries/{at.new[0]['id']}/stop")
        at.clock.sleep(HOUR)
        ran = at.hv("sync")
        assert "stopped elsewhere" in ran.out
        assert (at.new[0]["notes"], minutes(at.new[0])) == ("x\ndone", 120)


@pytest.mark.write("W25")
def test_a_stop_days_after_the_last_answer_is_kept(scene: Any, network: Network) -> None:
    with scene() as at:
        wait_until(at, 10)
        at.hv("start", "TF: x")
        at.clock.sleep(26 * HOUR)
        with network.away():
            assert at.hv("stop", "at 11:00am yesterday").code == 75
        ends(at, 60)


@pytest.mark.write("W25")
@MODES
def test_an_end_that_no_entry_can_have_is_told(
    by_times: bool, scene: Any, network: Network
) -> None:
    with scene(by_times) as at:
        at.hv("start", "TF: x")
        at.clock.sleep(25 * HOUR)
        with network.away():
            assert at.hv("stop").code == 75
        at.clock.sleep(4 * HOUR)
        ran = at.hv("sync")
        assert (ran.code, "between 0 and 24" in ran.out) == (5, True)
        assert at.hv("sync").code == 5


def test_a_token_that_is_refused_between_leaves_the_stop_open(scene: Any) -> None:
    with scene() as at:
        at.hv("start", "TF: x")
        at.clock.sleep(2 * HOUR)
        at.fail({SET: ["401"]})
        ran = at.hv("stop", "1h ago")
        assert ran.code == 3
        assert "saved here" in ran.err
        ends(at, 60)


def test_a_change_of_the_end_that_is_refused_stays_in_view(scene: Any) -> None:
    with scene() as at:
        at.hv("start", "TF: x")
        at.clock.sleep(2 * HOUR)
        at.fail({SET: ["422"]})
        ran = at.hv("stop", "1h ago")
        assert (ran.code, "not changed" in ran.err) == (8, True)
        (row,) = at.hv("outbox", "--json").json["outbox"]
        assert row["state"] == "rejected"
