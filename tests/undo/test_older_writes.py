"""What `hv undo` created again is the entry that it was: older writes are taken back from it."""

from typing import Any

import pytest

from harvest_cli.harvest.http.exchange import Exchange
from tests.network import LOST, Network
from tests.running import Hv, Ran


@pytest.fixture
def at(hv: Hv) -> Hv:
    """The embedded account on a Wednesday, with nothing done yet."""
    assert hv("projects").code == 0
    return hv


def entries(hv: Hv) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = hv("entries", "today", "--json").json["entries"]
    return found


def deleted(hv: Hv) -> int:
    """The number of an entry that was logged, changed and deleted."""
    made = int(hv("log", "1h TF, Research: a", "--json").json["entries"][0]["id"])
    assert hv("edit", str(made), "--note", "b").code == 0
    assert hv("delete", str(made), "--yes").code == 0
    return made


def hows(ran: Ran) -> list[str]:
    return [line.split("  ")[0] for line in ran.out.splitlines()]


def test_a_chain_goes_on_past_a_deletion(at: Hv) -> None:
    made = deleted(at)
    assert hows(at("undo")) == ["Restored with a new id"]
    (again,) = entries(at)
    assert (again["notes"], again["id"] != made) == ("b", True)
    ran = at("undo")
    assert (ran.code, hows(ran)) == (0, ["Restored"]), ran.err
    assert f"#{again['id']}" in ran.out
    assert [(e["notes"], e["id"]) for e in entries(at)] == [("a", again["id"])]
    ran = at("undo")
    assert (ran.code, hows(ran)) == (0, ["Deleted"]), ran.err
    assert entries(at) == []
    assert at("undo").code == 4


def test_all_of_it_at_once(at: Hv) -> None:
    deleted(at)
    ran = at("undo", "3")
    assert (ran.code, hows(ran)) == (0, ["Restored with a new id", "Restored", "Deleted"]), ran.err
    assert entries(at) == []


def test_it_can_be_deleted_and_brought_back_several_times(at: Hv) -> None:
    deleted(at)
    numbers = set()
    for _ in range(3):
        assert hows(at("undo")) == ["Restored with a new id"]
        (again,) = entries(at)
        numbers.add(again["id"])
        assert at("delete", str(again["id"]), "--yes").code == 0
    assert len(numbers) == 3
    ran = at("undo", "3")
    assert (ran.code, hows(ran)) == (0, ["Restored with a new id", "Restored", "Deleted"]), ran.err
    assert entries(at) == []


def test_a_change_after_it_goes_before_the_one_from_before(at: Hv) -> None:
    deleted(at)
    at("undo")
    (again,) = entries(at)
    assert at("edit", str(again["id"]), "--hours", "2h").code == 0
    assert hows(at("undo", "3")) == ["Restored", "Restored", "Deleted"]
    assert entries(at) == []


def test_a_dry_run_names_the_number_that_it_has_now(at: Hv) -> None:
    made = deleted(at)
    at("undo")
    (again,) = entries(at)
    ran = at("undo", "--dry-run")
    assert f"#{again['id']}" in ran.out
    assert f"#{made}" not in ran.out


def test_what_was_changed_since_is_left_there_too(at: Hv, home: Any) -> None:
    deleted(at)
    at("undo")
    import sqlite3

    db = sqlite3.connect(home / "state" / "sandbox.sqlite")
    db.execute("UPDATE entries SET notes = 'mine' WHERE notes = 'b'")
    db.commit()
    db.close()
    ran = at("undo")
    assert ran.code == 8
    assert "notes b → mine" in ran.err


def test_a_timer_that_was_deleted_comes_back_stopped_and_the_chain_goes_on(at: Hv) -> None:
    assert at("start", "TF: x", HV_NOW="2026-11-18T10:00:00").code == 0
    assert at("edit", "running", "--note", "y", HV_NOW="2026-11-18T10:10:00").code == 0
    assert at("delete", "running", "--yes", HV_NOW="2026-11-18T10:15:00").code == 0
    ran = at("undo")
    assert hows(ran) == ["Restored with a new id"]
    assert "(stopped)" in ran.out
    (again,) = entries(at)
    assert (again["is_running"], again["hours"]) == (False, 0.25)
    ran = at("undo")
    assert (ran.code, hows(ran)) == (0, ["Restored"]), ran.err
    assert [(e["notes"], e["hours"]) for e in entries(at)] == [("x", 0.25)]
    assert hows(at("undo")) == ["Deleted"]
    assert entries(at) == []


def test_a_restart_before_the_deletion_gives_the_old_hours_back(at: Hv) -> None:
    at("log", "1h TF: x", HV_NOW="2026-11-18T10:00:00")
    at("restart", HV_NOW="2026-11-18T10:10:00")
    at("stop", HV_NOW="2026-11-18T10:20:00")
    at("restart", HV_NOW="2026-11-18T10:20:00")
    at("delete", "running", "--yes", HV_NOW="2026-11-18T10:25:00")
    for how, state in (
        ("Restored with a new id", (False, 75)),
        ("Stopped", (False, 70)),
        ("Resumed", (True, 70)),
        ("Stopped", (False, 60)),
    ):
        ran = at("undo")
        assert (ran.code, hows(ran)) == (0, [how]), ran.err
        (entry,) = entries(at)
        assert (entry["is_running"], round(entry["hours"] * 60)) == state
    assert hows(at("undo")) == ["Deleted"]


def test_the_number_is_said_once(at: Hv) -> None:
    deleted(at)
    ran = at("undo")
    (again,) = entries(at)
    assert ran.out.count(str(again["id"])) == 1
    assert "Restored with a new id" in ran.out


def test_history_keeps_the_numbers_of_its_day(at: Hv) -> None:
    made = deleted(at)
    at("undo")
    found = at("history", "--json").json["history"]
    assert [(each["did"], each["id"], each["undone"]) for each in found] == [
        ("deleted", made, True),
        ("edited", made, False),
        ("created", made, False),
    ]


# -- a re-creation that waits -------------------------------------------------------------------


def test_one_that_waits_is_sent_first_and_is_the_entry_then(
    at: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = Network(monkeypatch)
    deleted(at)
    with network.away():
        ran = at("undo")
        assert ran.code == 75
        assert "it is pending in the outbox" in ran.out
    for argv in (("undo",), ("undo", "2")):
        ran = at(*argv)
        assert (ran.code, ran.out) == (8, "")
        assert "is not on Harvest yet" in ran.err
    assert at("sync").code == 0
    assert len(entries(at)) == 1
    assert hows(at("undo", "2")) == ["Restored", "Deleted"]
    assert entries(at) == []
    assert at("undo").code == 4


@pytest.mark.parametrize("arrives", [True, False])
def test_one_whose_answer_was_lost_is_no_write_of_its_own(
    arrives: bool, at: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    deleted(at)
    with monkeypatch.context() as patched:
        network = Network(patched)
        if arrives:
            whole = Exchange.perform

            def cut(exchange: Exchange, request: Any) -> Any:
                network.result = None
                whole(exchange, request)
                network.result = LOST
                return LOST

            patched.setattr(Exchange, "perform", cut)
        network.result = LOST
        assert at("undo").code == 75
    ran = at("undo")
    assert (ran.code, ran.out) == (8, "")
    assert "may not be on Harvest yet" in ran.err
    assert at("sync", HV_QUIET_SECONDS="0.001").code == 0
    assert len(entries(at)) == 1
    found = at("history", "--json").json["history"]
    assert [(each["did"], each["undone"]) for each in found] == [
        ("deleted", True),
        ("edited", False),
        ("created", False),
    ]
    assert hows(at("undo", "2")) == ["Restored", "Deleted"]
    assert entries(at) == []


def test_the_older_ones_of_a_run_wait_for_one_that_waits(
    at: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = Network(monkeypatch)
    deleted(at)
    with network.away():
        ran = at("undo", "2")
    assert ran.code == 8
    assert "Undo stopped: " in ran.err
    assert "is not on Harvest yet" in ran.err
    assert at("sync").code == 0
    assert [e["notes"] for e in entries(at)] == ["b"]


def test_one_that_was_dropped_can_be_asked_for_again(
    at: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = Network(monkeypatch)
    deleted(at)
    with network.away():
        at("undo")
    (row,) = at("outbox", "--json").json["outbox"]
    assert at("outbox", "drop", row["key"], "--yes").code == 0
    assert [each["undone"] for each in at("history", "--json").json["history"]] == [False] * 3
    assert hows(at("undo", "3")) == ["Restored with a new id", "Restored", "Deleted"]
    assert entries(at) == []


# -- logged once --------------------------------------------------------------------------------


def once(hv: Hv) -> int:
    ran = hv("log", "1h TF, Research: a", "--once", "--json")
    assert ran.code == 0, ran.err
    return len(entries(hv))


def test_an_entry_whose_deletion_was_taken_back_is_logged(at: Hv) -> None:
    at("log", "1h TF, Research: a")
    at("delete", "last", "--yes")
    at("undo")
    assert once(at) == 1


def test_one_that_was_taken_back_under_its_new_number_is_not(at: Hv) -> None:
    at("log", "1h TF, Research: a")
    at("delete", "last", "--yes")
    at("undo", "2")
    assert entries(at) == []
    assert once(at) == 1


def test_one_that_was_deleted_under_its_new_number_is_not(at: Hv) -> None:
    at("log", "1h TF, Research: a")
    at("delete", "last", "--yes")
    at("undo")
    at("delete", "last", "--yes")
    assert entries(at) == []
    assert once(at) == 1


def test_one_whose_return_waits_is_logged(at: Hv, monkeypatch: pytest.MonkeyPatch) -> None:
    network = Network(monkeypatch)
    at("log", "1h TF, Research: a")
    at("delete", "last", "--yes")
    with network.away():
        at("undo")
        assert at("log", "1h TF, Research: a", "--once").code in (0, 75)
        assert len(at("outbox", "--json").json["outbox"]) == 1
    at("sync")
    assert once(at) == 1
