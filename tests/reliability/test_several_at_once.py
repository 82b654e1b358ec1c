"""One command that writes several entries: all of them are kept before the first byte leaves."""

import os
import signal
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.account import call
from tests.child import Process
from tests.faulty_harvest import FaultyHarvest
from tests.network import Network
from tests.reliability.conftest import Scenes
from tests.reliability.processes import here, kill, run, start, until
from tests.reliability.scenes import POST, Scene
from tests.reliability.test_deaths import harvest_at, settled
from tests.rows import by_turns, few, sweep

if os.name != "posix":
    pytest.skip("signals are of POSIX", allow_module_level=True)

CSV = """date,project,task,hours,notes
2026-11-24,Task Force,Research,1,several
2026-11-24,Task Force,Research,2,several
2026-11-24,Task Force,Research,3,several
"""
LINES = "".join(f"{hours}h Task Force Research 24 nov: several\n" for hours in (1, 2, 3))
SENTENCE = "1h MW Programming and 2h TF Research and 3h TF Programming 22 nov: several"
TYPED = {
    "sentence": (("log", SENTENCE), ""),
    "days": (("log", "2h TF Research 23 nov to 25 nov: several"), ""),
    "lines": (("log", "-"), LINES),
    "file": (("log", "--csv", "-"), CSV),
    "copy": (("copy", "22 nov to 21 nov", "--yes"), ""),
}
NOW = {"HV_NOW": "2026-11-28T10:30:00"}


def several(account: Any) -> list[float]:
    query = {"from": "2026-11-21", "to": "2026-11-26"}
    found = call(account, "GET", "/time_entries", query=query).body["time_entries"]
    return sorted(entry["hours"] for entry in found if entry["notes"] == "several")


@few(2)
@sweep
@pytest.mark.write("W20")
@pytest.mark.parametrize(("name", "fault"), by_turns([*TYPED], ["hang", "commit,hang"]))
def test_a_kill_amid_several_loses_none_and_doubles_none(name: str, fault: str, home: Path) -> None:
    with harvest_at(home) as server:
        if name == "copy":
            assert here(server.url, home, "log", SENTENCE, environ=NOW)[0] == 0
        before = several(server.account)
        server.seen.clear()
        server.fail({POST: ["", fault]})
        process = started(server, home, name)
        until(lambda: server.posts == 2)
        until(lambda: len(several(server.account)) == len(before) + 1 + (fault != "hang"))
        kill(process)
        settled(server, home)
        wanted = [2.0] * 3 if name == "days" else [1.0, 2.0, 3.0]
        assert Counter(several(server.account)) == Counter([*before, *wanted])
        # One command, one undo.
        assert here(server.url, home, "undo", environ=NOW)[0] == 0
        assert several(server.account) == before


@few(2)
@pytest.mark.parametrize("name", ["sentence", "lines", "file"])
def test_ctrl_c_amid_several_says_what_is_kept(name: str, home: Path) -> None:
    with harvest_at(home) as server:
        server.fail({POST: ["", "hang"]})
        process = started(server, home, name)
        until(lambda: server.posts == 2)
        code, out, err = kill(process, signal.SIGINT)
        assert code == 130
        said = "1 pending; 1 failed" if name == "file" else "2 entries are saved; `hv sync`"
        assert said in err, (out, err)
        settled(server, home)
        assert several(server.account) == [1.0, 2.0, 3.0]


def started(server: FaultyHarvest, home: Path, name: str) -> Process:
    argv, text = TYPED[name]
    process = start(server.url, home, *argv, environ=NOW, stdin=subprocess.PIPE)
    assert process.stdin is not None
    process.stdin.write(text)
    process.stdin.close()
    process.stdin = None
    return process


def typed(scene: Scene, name: str) -> Any:
    argv, text = TYPED[name]
    return scene.hv.with_(**NOW)(*argv, stdin=text)


@pytest.mark.parametrize("name", ["sentence", "lines", "file"])
def test_one_that_is_refused_stops_no_other(name: str, scene: Scenes) -> None:
    with scene({POST: ["422"]}) as made:
        ran = typed(made, name)
        assert (ran.code, "Locked" in ran.err) == (5, True)
        assert several(made.harvest.account) == [2.0, 3.0]
        assert made.states == ["rejected", "done", "done"]


@pytest.mark.parametrize("name", ["sentence", "lines", "file"])
def test_where_none_may_leave_the_rest_is_kept_and_said_so(name: str, scene: Scenes) -> None:
    with scene({POST: ["", "401"]}) as made:
        ran = typed(made, name)
        assert (ran.code, made.harvest.posts) == (3, 2)
        assert "saved here" in ran.err.lower()
        assert (ran.out + ran.err).count("not yet on Harvest") >= 1, ran
        assert made.states == ["done", "queued", "queued"]
        assert made.hv("sync").code == 0
        assert several(made.harvest.account) == [1.0, 2.0, 3.0]


@pytest.mark.parametrize("name", ["sentence", "lines", "file"])
def test_several_cost_one_request_each(name: str, scene: Scenes) -> None:
    with scene() as made:
        assert typed(made, name).code == 0
        looks = 1 if name == "file" else 0
        assert (made.harvest.posts, len(made.harvest.seen)) == (3, 3 + looks)


def test_another_hv_at_the_same_moment_sends_none_of_them(scene: Scenes) -> None:
    with scene() as made:
        ran: list[Any] = []

        def meanwhile(handler: Any, reply: Any) -> None:
            ran.append(run(made.harvest.url, made.home, "sync", environ=NOW))
            handler.send(reply.status, reply.headers, reply.body)

        made.fail({POST: ["", meanwhile]})
        ended = typed(made, "file")
        assert ended.code == 0, ended
        assert several(made.harvest.account) == [1.0, 2.0, 3.0]
        assert made.harvest.posts == 3
        assert ran


def test_lines_know_of_each_other_before_any_is_sent(scene: Scenes) -> None:
    text = "1h TF Research: several\n2h TF: several\n1h TF: several\n"
    with scene(wants_timestamp_timers=True) as made:
        ran = made.hv("log", "-", stdin=text, HV_NOW="2026-11-28T18:30:00")
        assert ran.code == 0
        assert [entry["task"]["name"] for entry in made.new] == ["Research"] * 3
        times = sorted((entry["started_time"], entry["ended_time"]) for entry in made.new)
        assert len(set(times)) == 3
        assert "overlaps" not in ran.err


def test_a_line_that_repeats_another_is_said(scene: Scenes) -> None:
    with scene() as made:
        ran = made.hv.with_(**NOW)("log", "-", stdin="1h TF Research: several\n" * 2)
        assert (ran.code, made.made) == (0, 2)
        assert ran.err.count("The same entry is on a line above: both are logged") == 1
        assert ran.out.count("Logged 1:00") == 2


@pytest.mark.parametrize("by_name", [False, True], ids=["the last", "by name"])
def test_what_is_half_on_harvest_is_not_taken_back_by_half(by_name: bool, scene: Scenes) -> None:
    with scene({POST: ["", "429"]}) as made:
        assert typed(made, "lines").code == 75
        assert made.states == ["done", "queued", "queued"]
        name = made.hv("history", "--json").json["history"][0]["write"]
        ran = made.hv("undo", *([name] if by_name else []))
        assert (ran.code, "is not on Harvest yet" in ran.err) == (8, True)
        assert several(made.harvest.account) == [1.0]
        made.clock.sleep(3700)
        assert made.hv("sync").code == 0
        assert made.hv("undo", *([name] if by_name else [])).code == 0
        assert several(made.harvest.account) == []


@pytest.mark.write("W20")
def test_ninety_lines_without_a_network_wait_for_nothing(scene: Scenes, network: Network) -> None:
    lines = "".join(f"0:{1 + n % 59:02d} Task Force Research: n {n}\n" for n in range(90))
    with scene() as made:
        before = made.clock.later
        with network.away():
            ran = made.hv.with_(**NOW)("log", "-", stdin=lines)
        assert (ran.code, made.states) == (75, ["queued"] * 90)
        assert made.clock.later == before


@pytest.mark.parametrize(
    ("argv", "request_", "left"),
    [
        (("edit", "each", "--hours", "4:00", "--yes"), "PATCH", [4.0] * 3),
        (("delete", "24 nov", "--yes"), "DELETE", []),
    ],
    ids=["edit", "delete"],
)
def test_changes_of_several_are_kept_before_the_first_is_sent(
    argv: tuple[str, ...], request_: str, left: list[float], scene: Scenes
) -> None:
    with scene() as made:
        hv = made.hv.with_(**NOW)
        for entry in made.held():
            call(made.harvest.account, "DELETE", f"/time_entries/{entry['id']}")
        assert hv("log", "-", stdin=LINES).code == 0
        made.fail({f"{request_} /v2/time_entries/*": ["", "401"]})
        ids = [str(entry["id"]) for entry in made.held() if entry["notes"] == "several"]
        ran = hv(argv[0], *(ids if argv[1] == "each" else argv[1:2]), *argv[2:])
        assert (ran.code, made.states[3:]) == (3, ["done", "queued", "queued"]), ran
        hours = "4:00" if left else "3:00"
        assert f"Saved here, not yet on Harvest  {hours}" in ran.out, ran
        assert hv("sync").code == 0
        assert several(made.harvest.account) == left
        assert hv("undo").code == 0
        assert several(made.harvest.account) == [1.0, 2.0, 3.0]
