"""A restart, a change and a deletion that are lost or wait: taken on, and never doubled."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from harvest_cli.actions.entries.edit import Edit, edit_entry
from harvest_cli.actions.sync import sync
from harvest_cli.domain.errors import NeedsDecision
from tests.account import call
from tests.outbox.test_divided_start import settled
from tests.outbox.test_divided_stop import FAULTS, HOUR, MODES, minutes
from tests.reliability.scenes import scene_at
from tests.reliability.world_commands import COMMANDS
from tests.reliability.worlds import Line, booked, touched
from tests.rows import few
from tests.workday import Person

POST, ONE = "POST /v2/time_entries", "PATCH /v2/time_entries/*"
RESTART, DELETE = f"{ONE}/restart", "DELETE /v2/time_entries/*"


@pytest.fixture
def scene(home: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    def make(by_times: bool = False, **account: Any) -> Any:
        account["wants_timestamp_timers"] = by_times
        return scene_at(home, monkeypatch, {}, {}, at_nine=True, **account)

    return make


@few(3)
@pytest.mark.write("W17")
@MODES
@FAULTS
def test_a_restart_is_kept_until_it_is_proven(by_times: bool, fault: str, scene: Any) -> None:
    with scene(by_times) as at:
        at.hv("start", "TF: x")
        at.clock.sleep(HOUR)
        at.hv("stop")
        at.clock.sleep(HOUR)
        lists: list[Any] = [""] + ["500"] * 9
        at.fail({RESTART: [fault], "GET /v2/time_entries": lists})
        ran = at.hv("restart")
        assert ran.code == 75, ran
        typed = at.clock()
        assert at.hv("outbox", "--json").json["outbox"][0]["op"] == "restart"
        at.fail({})
        at.clock.sleep(150)
        settled(at)
        (running,) = [entry for entry in at.new if entry["is_running"]]
        ran_for = (at.clock() - typed).total_seconds() / 60
        before = 0 if by_times else 60
        assert abs(minutes(running) - before - ran_for) <= 3
        assert sum(map(minutes, at.new)) == pytest.approx(60 + ran_for, abs=3)
        assert len(at.new) == (2 if by_times else 1)


def test_a_restart_that_was_stopped_while_it_waited_ends_as_typed(scene: Any) -> None:
    with scene() as at:
        at.hv("start", "TF: x")
        at.clock.sleep(HOUR)
        at.hv("stop")
        at.clock.sleep(HOUR)
        at.fail({RESTART: ["500"]})
        assert at.hv("restart").code == 75
        at.clock.sleep(HOUR)
        at.fail({"GET /v2/time_entries/*": ["500"] * 9, "GET /v2/time_entries": ["500"] * 9})
        at.hv("stop")
        at.fail({})
        at.clock.sleep(HOUR)
        settled(at)
        (entry,) = at.new
        assert (minutes(entry), entry["is_running"]) == (120, False)


@few(3)
@FAULTS
def test_a_change_is_taken_on(fault: str, scene: Any) -> None:
    with scene() as at:
        at.log()
        at.fail({ONE: [fault], "GET /v2/time_entries/*": ["", *["500"] * 3]})
        at.hv("edit", str(at.new[0]["id"]), "--hours", "2h")
        at.fail({})
        at.clock.sleep(HOUR * 1.1)
        settled(at)
        assert minutes(at.new[0]) == 120


@few(3)
@FAULTS
def test_a_deletion_is_taken_on(fault: str, scene: Any) -> None:
    with scene() as at:
        at.log()
        at.fail({DELETE: [fault] * 3, "GET /v2/time_entries/*": ["", *["500"] * 3]})
        at.hv("delete", str(at.new[0]["id"]), "--yes")
        at.fail({})
        at.clock.sleep(HOUR * 1.1)
        settled(at)
        assert at.made == 0


@pytest.mark.write("W26")
@pytest.mark.parametrize("several", [False, True])
def test_two_changes_at_once_add_up(several: bool, scene: Any) -> None:
    with scene() as at:
        for _ in range(1 + several):
            at.log()
        rows, second = ", ".join(str(entry["id"]) for entry in at.new), []

        def meanwhile(handler: Any, reply: Any) -> None:
            other = threading.Thread(
                target=lambda: second.append(at.hv("edit", rows, "--hours", "+15m"))
            )
            other.start()
            other.join(0.3)
            waiting.append(other)
            handler.send(reply.status, reply.headers, reply.body)

        waiting: list[threading.Thread] = []
        at.fail({"GET /v2/time_entries/*": [meanwhile]})
        assert at.hv("edit", rows, "--hours", "+15m").code == 0
        waiting[0].join(20)
        assert [ran.code for ran in second] == [0]
        assert [minutes(entry) for entry in at.new] == [75 + 30] * (1 + several)


@pytest.mark.write("W15")
@pytest.mark.parametrize(("field", "named"), [("project", "project"), ("user", "person")])
def test_an_answer_that_names_another_project_or_person_is_told(
    scene: Any, network: Any, field: str, named: str
) -> None:
    import json

    def elsewhere(handler: Any, reply: Any) -> None:
        entry = json.loads(reply.body)
        entry[field] = {**entry[field], "id": 14307913}
        handler.send(reply.status, reply.headers, json.dumps(entry).encode())

    with scene() as at:
        with network.away():
            at.log()
        at.fail({POST: [elsewhere]})
        ran = at.hv("sync")
        assert ran.code == 8
        assert f"another {named}" in ran.out
        at.fail({POST: [elsewhere]})
        ran = at.hv("log", "2h on TF: a fault")
        assert ran.code == 8
        assert f"Harvest put the entry on another {named} than requested" in ran.err
        assert call(at.harvest.account, "GET", "/users/me").status == 200


@pytest.mark.write("W7")
@pytest.mark.parametrize("verb", ["stop", "edit", "delete"])
def test_what_waits_goes_on_waiting_while_harvest_asks_for_it(
    verb: str, scene: Any, network: Any
) -> None:
    with scene() as at:
        at.log()
        at.hv("start", "TF: x")
        at.clock.sleep(HOUR)
        number = str(next(entry["id"] for entry in at.new if not entry["is_running"]))
        words = {"stop": (), "edit": (number, "--hours", "2h"), "delete": (number, "--yes")}[verb]
        if verb == "stop":
            with network.away():
                assert at.hv(verb, *words).code == 75
        else:
            at.fail({ONE: ["429"], DELETE: ["429"]})
            assert at.hv(verb, *words).code == 75
        at.clock.sleep(1.1 * HOUR)
        at.fail({f"{ONE}/stop": ["429"], ONE: ["429"], DELETE: ["429"]})
        ran = at.hv("sync")
        (row,) = at.hv("outbox", "--json").json["outbox"]
        assert (ran.code, row["state"]) == (75, "queued")
        at.clock.sleep(1.1 * HOUR)
        settled(at)


def test_lines_without_a_network_are_not_paced(scene: Any, network: Any) -> None:
    with scene() as at:
        lines = "".join(f"15m TF: line {number}\n" for number in range(120))
        began = at.clock.later
        with network.away():
            ran = at.hv("log", "-", stdin=lines)
        assert ran.code == 75
        assert at.clock.later - began < 3
        assert len(at.states) == 120


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_deletion_is_of_what_an_undo_of_hv_restored_meanwhile(
    person: Person, elsewhere: bool
) -> None:
    line, behind = Line(person), COMMANDS["delete behind undo"]
    person.adapter = line
    behind.before(person, line)
    line.fault, line.at, line.seen = "503 before", 1, 0
    behind.typed(person)
    # A look and a change of the undo, then a look of the deletion.
    line.fault, line.at, line.seen = "elsewhere" if elsewhere else "", 2, 0
    person.pass_(5)
    assert sync(person.context()).exit_code == (8 if elsewhere else 0)
    assert [each["notes"] for each in booked(person)][3:] == ["elsewhere"] * elsewhere


def test_what_is_added_to_hours_waits_for_an_undo_of_them(person: Person) -> None:
    line = person.adapter = Line(person)
    COMMANDS["delete behind undo"].before(person, line)
    with pytest.raises(NeedsDecision, match="is not on Harvest yet"):
        edit_entry(person.context(), str(touched(person)), Edit(hours="+15m"), sure=True)
    assert sync(person.context()).exit_code == 0
    assert person.minutes(booked(person)[-1]) == 60
