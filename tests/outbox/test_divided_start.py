"""A start that takes several requests, or reaches Harvest late, and timers that know each other."""

from collections.abc import Callable
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.account import call
from tests.network import Network
from tests.outbox.test_divided_stop import (
    HOUR,
    MODES,
    SETTLED,
    STOP,
    divided,
    minutes,
    wait_until,
)
from tests.reliability.scenes import Scene, scene_at
from tests.rows import few, sweep, together

POST, SET = "POST /v2/time_entries", "PATCH /v2/time_entries/*"
RESTART = f"{SET}/restart"


@pytest.fixture
def scene(home: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    def make(by_times: bool = False, **account: Any) -> Any:
        account["wants_timestamp_timers"] = by_times
        return scene_at(home, monkeypatch, {}, {}, at_nine=True, **account)

    return make


def settled(at: Scene, pauses: tuple[float, ...] = (150.0, 600.0, 0.5 * HOUR, HOUR)) -> None:
    """Sync until nothing waits."""
    ran = at.hv("sync")
    for pause in pauses:
        if ran.code == 0:
            break
        assert "Everything is on Harvest" not in ran.out
        at.clock.sleep(pause)
        ran = at.hv("sync")
    assert (ran.code, ran.out.splitlines()[-1] in SETTLED) == (0, True), ran
    assert at.hv("outbox", "--json").json == {"outbox": []}


def booked(at: Scene) -> dict[str, int]:
    """Minutes by notes, what runs included."""
    assert sum(entry["is_running"] for entry in at.new) <= 1
    found = {str(entry["notes"]): minutes(entry) for entry in at.new}
    assert len(found) == len(at.new)
    return found


def close(found: dict[str, int], **wanted: int) -> None:
    assert found.keys() == wanted.keys()
    assert all(abs(found[name] - wanted[name]) <= 2 for name in wanted), (found, wanted)


@few(4)
@pytest.mark.write("W3")
@sweep
@divided(POST, SET, RESTART, STOP)
def test_a_late_start_runs_since_it_was_typed(
    by_times: bool, fault: str, line: str, scene: Any, network: Network
) -> None:
    with scene(by_times) as at:
        wait_until(at, 9)
        with network.away():
            assert at.hv("start", "TF: x").code == 75
        at.clock.sleep(2 * HOUR)
        at.fail({line: [fault]})
        at.hv("sync")
        settled(at, (150.0, 300.0, HOUR, HOUR))
        (entry,) = at.new
        assert entry["is_running"]
        began = at.clock().astimezone(ZoneInfo("America/New_York"))
        close(booked(at), x=round((began.hour - 9) * 60 + began.minute + began.second / 60))


@few(3)
@pytest.mark.write("W13")
@sweep
@divided(POST, RESTART)
def test_a_backdated_start_whose_answer_is_lost_runs(
    by_times: bool, fault: str, line: str, scene: Any
) -> None:
    with scene(by_times) as at:
        wait_until(at, 10)
        at.fail({line: [fault], "GET /v2/time_entries": ["500"] * 9})
        at.hv("start", "TF at 9:15am: x")
        at.fail({})
        at.clock.sleep(150)
        settled(at)
        (entry,) = at.new
        assert entry["is_running"]
        now = at.clock().astimezone(ZoneInfo("America/New_York"))
        close(booked(at), x=round((now.hour - 9) * 60 + now.minute - 15))


@few(3)
@pytest.mark.write("W4")
@sweep
@divided(SET, STOP)
def test_an_unconfirmed_start_that_was_stopped_here_ends_as_typed(
    by_times: bool, fault: str, line: str, scene: Any, network: Network
) -> None:
    with scene(by_times) as at:
        wait_until(at, 9)
        at.fail({POST: ["commit,reset"], "GET /v2/time_entries": ["500"] * 99})
        assert at.hv("start", "TF: x").code == 75
        at.clock.sleep(HOUR)
        with network.away():
            assert at.hv("stop").code == 75
        at.clock.sleep(6 * HOUR)
        at.fail({line: [fault]})
        settled(at, (150.0, HOUR, 2 * HOUR))
        close(booked(at), x=60)
        assert not at.new[0]["is_running"]


@pytest.mark.write("W5")
@MODES
def test_kept_timers_know_each_other(by_times: bool, scene: Any, network: Network) -> None:
    with scene(by_times) as at:
        wait_until(at, 9)
        with network.away():
            at.hv("start", "TF: a")
            at.clock.sleep(HOUR)
            at.hv("start", "TF: b")
            at.clock.sleep(HOUR)
            assert at.hv("stop").code == 75
        at.clock.sleep(HOUR)
        settled(at)
        close(booked(at), a=60, b=60)
        assert len(at.harvest.seen) < 12


@pytest.mark.write("W6")
@MODES
def test_what_ran_when_a_kept_start_was_typed_ended_there(
    by_times: bool, scene: Any, network: Network
) -> None:
    with scene(by_times) as at:
        wait_until(at, 9)
        assert at.hv("start", "TF: a").code == 0
        at.clock.sleep(HOUR)
        with network.away():
            assert at.hv("start", "TF: b").code == 75
        at.clock.sleep(2 * HOUR)
        settled(at)
        close(booked(at), a=60, b=120)


@few(2)
@pytest.mark.write("W6")
@MODES
@pytest.mark.parametrize("stops", [False, True], ids=["runs", "stopped"])
def test_a_kept_start_whose_answer_is_lost_ended_what_ran_before_it(
    by_times: bool, stops: bool, scene: Any, network: Network
) -> None:
    with scene(by_times) as at:
        wait_until(at, 9)
        assert at.hv("start", "TF: a").code == 0
        at.clock.sleep(HOUR)
        with network.away():
            at.hv("start", "TF: b")
        at.clock.sleep(HOUR / 2)
        at.fail({POST: ["commit,reset"], "GET /v2/time_entries": ["", "", *["500"] * 9]})
        assert at.hv("sync").code == 75
        at.fail({})
        at.clock.sleep(HOUR / 2)
        if stops:
            with network.away():
                assert at.hv("stop").code == 75
        at.clock.sleep(HOUR / 2)
        ran = at.hv("sync")
        assert "elsewhere" not in ran.out
        settled(at)
        close(booked(at), a=60, b=60 if stops else 90)


@few(2)
@sweep
@pytest.mark.write("W6")
@pytest.mark.parametrize(
    ("by_times", "faults", "verb"),
    together([False, True], [["500"], ["500", "500"]], ["start", "restart"]),
)
def test_a_timer_that_is_let_run_while_another_start_waits_knows_it(
    by_times: bool, faults: list[str], verb: str, scene: Any, network: Network
) -> None:
    with scene(by_times) as at:
        wait_until(at, 9)
        at.hv("log", "10m MW: over")
        assert at.hv("start", "TF: a").code == 0
        at.clock.sleep(HOUR)
        with network.away():
            at.hv("start", "TF: b")
        at.clock.sleep(HOUR / 2)
        at.fail({POST: faults, RESTART: faults[1:]})
        at.hv(*(["start", "TF: over"] if verb == "start" else ["restart", "over"]))
        at.fail({})
        at.clock.sleep(HOUR / 6)
        settled(at, (10.0, 20.0, 120.0))
        held = [(str(e["notes"]), minutes(e)) for e in at.new if e["notes"] != "over"]
        assert sorted(held) == [("a", 60), ("b", 30)]
        assert [entry["notes"] for entry in at.new if entry["is_running"]] == ["over"]


@few(2)
@pytest.mark.write("W6")
@MODES
@pytest.mark.parametrize("verb", ["start", "restart"])
def test_a_timer_whose_stop_waits_was_ended_by_hv_where_hv_let_another_run(
    by_times: bool, verb: str, scene: Any, network: Network
) -> None:
    with scene(by_times) as at:
        wait_until(at, 9)
        at.hv("log", "10m MW: over")
        at.hv("start", "TF: a")
        at.clock.sleep(HOUR)
        with network.away():
            at.hv("log", "10m MW: first")
            at.hv("stop")
        at.clock.sleep(HOUR / 2)
        # What waits before it is in the way, so that the stop is not even tried.
        at.fail({POST: ["500"], "GET /v2/time_entries": ["500"] * 3})
        at.hv(*(["start", "MW: b"] if verb == "start" else ["restart", "over"]))
        at.fail({})
        at.clock.sleep(HOUR / 6)
        ran = at.hv("sync")
        assert (ran.code, "elsewhere" in ran.out) == (0, False), ran
        assert [minutes(entry) for entry in at.new if entry["notes"] == "a"] == [60]


@pytest.mark.write("W6")
@MODES
def test_a_timer_whose_stop_waits_is_not_stopped_twice(
    by_times: bool, scene: Any, network: Network
) -> None:
    with scene(by_times) as at:
        at.hv("start", "TF: a")
        at.clock.sleep(HOUR)
        with network.away():
            assert at.hv("stop").code == 75
            at.clock.sleep(HOUR / 2)
            ran = at.hv("stop")
        assert (ran.code, "which is pending" in ran.err) == (4, True)
        settled(at)
        close(booked(at), a=60)


@pytest.mark.write("W6")
@MODES
def test_a_stop_ends_the_kept_timer_and_what_ran_before_it(
    by_times: bool, scene: Any, network: Network
) -> None:
    with scene(by_times) as at:
        wait_until(at, 9)
        assert at.hv("start", "TF: a").code == 0
        at.clock.sleep(HOUR)
        with network.away():
            assert at.hv("start", "TF: b").code == 75
            at.clock.sleep(HOUR)
            at.hv("stop")
        at.clock.sleep(HOUR)
        settled(at)
        close(booked(at), a=60, b=60)
        assert not any(entry["is_running"] for entry in at.new)


@pytest.mark.write("W6")
@MODES
def test_what_began_since_is_stopped_when_the_person_says_so_and_counts_once(
    by_times: bool, scene: Any, network: Network
) -> None:
    with scene(by_times) as at:
        wait_until(at, 9)
        with network.away():
            at.hv("start", "TF: b")
        at.clock.sleep(HOUR)
        body = {"project_id": 14308069, "task_id": 8083365, "notes": "c"}
        day = at.clock().astimezone(ZoneInfo("America/New_York")).date().isoformat()
        call(at.harvest.account, "POST", "/time_entries", json={**body, "spent_date": day})
        at.clock.sleep(HOUR)
        ran = at.hv("sync", terminal=True, stdin="y\n", NO_COLOR="1")
        assert ran.code == 0, ran
        at.clock.sleep(HOUR)
        held = sorted((str(e["notes"]), minutes(e), e["is_running"]) for e in at.new)
        assert held == [("b", 60, False), ("b", 60, True), ("c", 60, False)]


@few(3)
@pytest.mark.write("W32")
@sweep
@divided(POST, SET, RESTART)
def test_a_switch_some_time_ago_is_taken_on(
    by_times: bool, fault: str, line: str, scene: Any
) -> None:
    with scene(by_times) as at:
        wait_until(at, 9)
        at.hv("start", "TF: a")
        at.clock.sleep(1.5 * HOUR)
        at.fail({line: [fault]})
        ran = at.hv("start", "TF 20m ago: b")
        assert ran.code in (0, 75)
        at.fail({})
        if fault == "429":
            at.clock.sleep(HOUR)
        at.clock.sleep(150)
        settled(at)
        now = at.clock().astimezone(ZoneInfo("America/New_York"))
        close(booked(at), a=70, b=round((now.hour - 10) * 60 + now.minute - 10))
        assert [e["notes"] for e in at.new if e["is_running"]] == ["b"]


@few(3)
@pytest.mark.write("W8")
@pytest.mark.parametrize(
    ("zone", "day", "typed"),
    [
        ("America/New_York", date(2026, 11, 1), "00:30"),
        ("America/New_York", date(2026, 3, 8), "01:30"),
        ("Europe/London", date(2026, 10, 25), "00:30"),
        ("Australia/Lord_Howe", date(2026, 4, 5), "00:30"),
        ("Pacific/Chatham", date(2026, 4, 5), "01:30"),
        ("America/St_Johns", date(2026, 11, 1), "00:30"),
    ],
)
@MODES
def test_a_change_of_the_clocks_counts_what_passed(
    by_times: bool, zone: str, day: date, typed: str, anybody: Any
) -> None:
    from harvest_cli.actions.sync import sync
    from tests.lossy import Lossy
    from tests.workday import URL

    person = anybody(zone=zone, wants_timestamp_timers=by_times)
    hour, minute = map(int, typed.split(":"))
    person.at(hour, minute, day=day)
    lossy = person.adapter = Lossy(person.account, URL, lambda *_: False)
    lossy.offline = True
    person.start("Marketing Website: over it")
    person.pass_(180)
    person.stop()
    lossy.offline = False
    person.pass_(60)
    assert sync(person.context()).exit_code == 0
    (entry,) = [e for e in person.entries(day, day) if e["notes"] == "over it"]
    assert person.minutes(entry) == 180


@pytest.mark.write("W35")
def test_a_stop_while_a_late_start_is_made_up_holds(
    scene: Any, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scene() as at:
        wait_until(at, 9)
        with network.away():
            at.hv("start", "TF: x")
        at.clock.sleep(HOUR)
        stops: list[int] = []

        def between(handler: Any, reply: Any) -> None:
            stops.append(at.hv("stop").code)
            handler.send(reply.status, reply.headers, reply.body)

        at.fail({POST: [between]})
        at.hv("sync")
        at.clock.sleep(HOUR)
        settled(at)
        assert stops in ([0], [75])
        close(booked(at), x=60)
        assert not at.new[0]["is_running"]
