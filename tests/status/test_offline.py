"""`hv status` while Harvest is out of reach: what was last known."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from harvest_cli.harvest.http.answers import Answer
from tests.network import Network
from tests.running import Hv
from tests.status.wednesday import NOON, ONE, TEN, WHY, lines, started


def test_people_see_what_was_last_known_and_since_when(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away():
        ran = hv(HV_NOW=NOON, terminal=True, NO_COLOR="1")
    assert ran.code == 7
    assert lines(ran)[0] == "As of 10:00am, not up to date"
    assert lines(ran)[1].startswith("▶ 2:00  ABC Corp › Marketing Website › Graphic Design")
    assert "Today 3:00 of 7:00, target reached at 4:00pm" in lines(ran)
    assert lines(ran)[-1].startswith("Week ")
    assert ran.err.splitlines()[0] == WHY


def test_a_day_later_the_day_is_named(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away():
        ran = hv(HV_NOW="2026-11-19T09:00:00", terminal=True, NO_COLOR="1")
        later = hv(HV_NOW="2026-11-21T09:00:00", terminal=True, NO_COLOR="1")
    assert lines(ran)[0] == "As of 10:00am yesterday, not up to date"
    assert "Today 0:00 of 7:00" in lines(ran)
    assert "`hv stop at" in ran.err
    assert lines(later)[0] == "As of 10:00am on Wed 18 Nov, not up to date"


def test_asking_again_and_again_makes_nothing_younger(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away():
        for now in (NOON, ONE):
            assert hv("status", "--format", "{hours}", HV_NOW=now).code == 0
            ran = hv(HV_NOW=now, terminal=True, NO_COLOR="1")
            assert lines(ran)[0].startswith("As of 10:00am")


def test_a_pipe_gets_the_rows_and_the_reason_apart(hv: Hv, network: Network) -> None:
    started(hv)
    fresh = hv(HV_NOW=NOON)
    with network.away():
        ran = hv(HV_NOW=NOON)
    assert ran.code == 7
    bare = [row.split("\t")[:9] for row in fresh.out.splitlines()]
    assert [row.split("\t")[:9] for row in ran.out.splitlines()] == bare
    assert ran.err.splitlines() == [
        WHY,
        "Showing what hv knew at 12:00pm, and what is pending",
    ]


def test_machines_get_one_document_that_says_so(hv: Hv, network: Network) -> None:
    started(hv)
    fresh = hv("status", "--json", HV_NOW=TEN).json
    assert (fresh["stale"], fresh["as_of"], fresh["waiting"]) == (False, fresh["now"], [])
    with network.away():
        ran = hv("status", "--json", HV_NOW=NOON)
    stale = ran.json
    assert ran.code == 7
    assert list(stale) == [*fresh, "error"]
    assert (stale["stale"], stale["as_of"]) == (True, "2026-11-18T10:00:00-05:00")
    assert stale["error"]["code"] == "unreachable"
    assert stale["running"][0]["hours"] == 2.0
    assert stale["totals"] == {"hours": 3.0, "target": 7.0, "waiting": 0.0}
    assert ran.err.splitlines() == [WHY]


def test_a_question_for_scripts_is_not_answered_by_a_guess(hv: Hv, network: Network) -> None:
    with network.away():
        assert hv("status", "-q").code == 7
    started(hv)
    with network.away():
        ran = hv("status", "-q", HV_NOW=NOON)
    assert (ran.code, ran.out, ran.err) == (7, "636718193\n", f"{WHY}\n")


def test_whether_a_timer_runs_may_be_unknown(hv: Hv, network: Network, home: Path) -> None:
    started(hv)
    (status,) = (home / "cache").glob("*.status")
    status.unlink()
    with network.away():
        ran = hv(HV_NOW=NOON, terminal=True)
    assert ran.code == 7
    assert "Unknown whether a timer runs" in lines(ran)
    assert "No timer running" not in ran.out


def test_that_nothing_ran_is_known(hv: Hv, network: Network) -> None:
    hv("status", HV_NOW=TEN)
    with network.away():
        ran = hv(HV_NOW=NOON, terminal=True, NO_COLOR="1")
    assert lines(ran)[:2] == ["As of 10:00am, not up to date", "No timer running"]


def test_where_nothing_is_known_the_failure_is_all_there_is(hv: Hv, network: Network) -> None:
    with network.away():
        ran, document = hv(), hv("--json")
    assert (ran.code, ran.out, ran.err) == (7, "", f"{WHY}\n")
    assert list(document.json) == ["error"]


def test_a_throttle_shows_what_was_known_with_its_own_status(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away(Answer(429, "", {"Retry-After": "3600"}, b"{}", "/v2/time_entries")):
        ran = hv(HV_NOW=NOON, terminal=True, NO_COLOR="1")
    assert ran.code == 6
    assert lines(ran)[0].startswith("As of 10:00am")
    assert "asks hv to wait" in ran.err


def test_a_server_that_fails_is_out_of_reach_too(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away(Answer(500, "", {}, b"oops", "/v2/time_entries")):
        ran = hv(HV_NOW=NOON, terminal=True)
    assert ran.code == 7
    assert "▶ 2:00" in ran.out


def test_two_connections_are_tried_and_no_more(hv: Hv, network: Network) -> None:
    started(hv)
    with network.away():
        for number in range(3):
            hv("log", f"15m TF: {number}", HV_NOW=TEN)
        assert hv("start", "OS1", HV_NOW=TEN).code == 75
        network.tries.clear()
        assert hv(HV_NOW=NOON).code == 7
    assert len(network.tries) == 2


def test_a_closed_port_is_told_within_a_moment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.account import NOW, an_account
    from tests.faulty_harvest import faulty_harvest
    from tests.reliability.processes import here

    waited: list[float] = []
    waits = SimpleNamespace(sleep=waited.append)
    monkeypatch.setattr("harvest_cli.commands.cli.wiring.time", waits)
    with faulty_harvest(an_account(), {}) as server:
        then = {"HV_NOW": NOW.isoformat()}
        assert here(server.url, home, "start", "TF: x", environ=then)[0] == 0
        assert here(server.url, home, "status", "--json", environ=then)[0] == 0
    code, out, err = here(server.url, home, "status", "--json", environ=then)
    assert sum(waited) < 2
    assert (code, json.loads(out)["running"][0]["notes"]) == (7, "x")
    assert err.strip() == WHY


def test_a_cache_that_cannot_be_written_is_read_all_the_same(
    hv: Hv, network: Network, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started(hv)

    def full(*_: Any, **__: Any) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("harvest_cli.actions.day.status_cache.write_private", full)
    with network.away():
        ran = hv(HV_NOW=NOON, terminal=True)
        prompt = hv("status", "--format", "{project}", HV_NOW=NOON)
    assert "▶ 2:00" in ran.out
    assert (prompt.code, prompt.out) == (0, "Marketing Website\n")
