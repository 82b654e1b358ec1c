"""`hv outbox`, `sync`, `history`, `undo` and `doctor` while nobody can be reached."""

import json

import pytest

from tests.network import Network
from tests.running import Hv

TEN, NOON, ONE = "2026-11-18T10:00:00", "2026-11-18T12:00:00", "2026-11-18T13:00:00"
REFUSED = "Harvest cannot be reached: connection refused"


@pytest.fixture
def timers(hv: Hv, network: Network) -> Hv:
    """One timer that was started and stopped here, one that runs here, one stopped on Harvest."""
    hv("start", "MW: hero", HV_NOW=TEN)
    with network.away():
        assert hv("stop", HV_NOW=NOON).code == 75
        assert hv("start", "TF: interviews", HV_NOW=NOON).code == 75
        assert hv("stop", "at", "12:45", HV_NOW=ONE).code == 75
        assert hv("start", "OS1: api", HV_NOW=ONE).code == 75
    return hv


@pytest.mark.usefixtures("timers")
def test_the_outbox_tells_when_timers_began_and_ended(hv: Hv, network: Network) -> None:
    with network.away():
        rows = hv("outbox", "--json", HV_NOW=ONE).json["outbox"]
        assert network.tries == []
    assert [(row["op"], row["since"], row["until"], row["hours"]) for row in rows] == [
        ("stop", "2026-11-18T15:00:00Z", "2026-11-18T17:00:00Z", None),
        ("start", "2026-11-18T17:00:00Z", "2026-11-18T17:45:00Z", 0.75),
        ("start", "2026-11-18T18:00:00Z", None, None),
    ]


@pytest.mark.usefixtures("timers")
def test_rows_were_typed_when_hv_now_says_so(hv: Hv, network: Network) -> None:
    with network.away():
        hv("log", "1h MW: one", HV_NOW=TEN)
        rows = hv("outbox", "--json").json["outbox"]
        shown = hv("outbox", terminal=True, HV_NOW=ONE, COLUMNS="200", NO_COLOR="1").out
    hours = (17, 17, 18, 15)
    assert [row["created_at"] for row in rows] == [f"2026-11-18T{at}:00:00Z" for at in hours]
    assert "10:00am" in next(line for line in shown.splitlines() if "1h MW: one" in line)


@pytest.mark.usefixtures("timers")
def test_people_see_what_each_row_does(hv: Hv) -> None:
    ran = hv("outbox", terminal=True, HV_NOW=ONE, COLUMNS="140", NO_COLOR="1")
    lines = [line for line in ran.out.splitlines() if not line.startswith(" ")]
    does = ["stop at 12:00pm", "timer 12:00pm to 12:45pm", "timer since 1:00pm"]
    for line, words in zip(lines, does, strict=True):
        assert words in line


def test_a_reason_has_a_line_of_its_own_where_there_is_no_room_beside(
    hv: Hv, network: Network
) -> None:
    hv("projects")
    with network.away():
        hv("log", "30m TF, Research: a note that is as long as many notes are", HV_NOW=NOON)
        ran = hv("outbox", terminal=True, HV_NOW=ONE, COLUMNS="80", NO_COLOR="1")
        beside = hv("outbox", terminal=True, HV_NOW=ONE, COLUMNS="200", NO_COLOR="1")
    row, *_, reason = ran.out.splitlines()
    assert row.startswith("1  ")
    assert reason.startswith("   (")
    assert reason.endswith(")")
    assert len(beside.out.splitlines()) == 1


def test_an_entry_has_no_moments(hv: Hv, network: Network) -> None:
    hv("projects")
    with network.away():
        hv("log", "30m TF: x", HV_NOW=NOON)
        (row,) = hv("outbox", "--json").json["outbox"]
    assert (row["since"], row["until"], row["hours"]) == (None, None, 0.5)


def test_a_row_that_is_damaged_is_listed(hv: Hv, network: Network, home: object) -> None:
    import sqlite3

    hv("projects")
    with network.away():
        hv("start", "TF: x", HV_NOW=NOON)
    db = sqlite3.connect(f"{home}/state/outbox-sandbox.sqlite")
    db.execute("UPDATE outbox SET base_json = '[', body_json = '{'")
    db.commit()
    db.close()
    (row,) = hv("outbox", "--json").json["outbox"]
    assert (row["since"], row["until"], row["notes"]) == (None, None, None)


def test_a_stop_within_the_minute_of_its_start_takes_nothing_away(hv: Hv, network: Network) -> None:
    hv("projects")
    with network.away():
        hv("start", "TF", HV_NOW="2026-11-18T10:00:30")
        ran = hv("stop", "1m", "ago", "--json", HV_NOW="2026-11-18T10:00:40")
        assert ran.json["entries"][0]["hours"] == 0.0
    assert hv("sync", HV_NOW=NOON).code == 0
    (entry,) = hv("entries", "today", "--json", HV_NOW=NOON).json["entries"]
    assert (entry["hours"], entry["is_running"]) == (0.0, False)


def test_nothing_is_asked_where_nothing_waits(hv: Hv, network: Network) -> None:
    with network.away():
        assert hv("sync", "--json").json == {"events": [], "left": 0, "rejected": 0}
        assert hv("outbox", "--json").json == {"outbox": []}
        assert hv("history", "--json").json == {"history": []}
        assert network.tries == []


def test_a_sync_tries_once_says_why_and_what_is_left(hv: Hv, network: Network) -> None:
    hv("projects")
    with network.away():
        for number in range(3):
            hv("log", f"15m TF: {number}", HV_NOW=NOON)
        network.tries.clear()
        ran = hv("sync", HV_NOW=NOON)
        assert len(network.tries) <= 2
    assert ran.code == 75
    assert "connection refused" in ran.out
    assert ran.out.splitlines()[-1] == "3 entries still pending"


def test_history_needs_no_network(hv: Hv, network: Network) -> None:
    hv("log", "30m TF: x", HV_NOW=TEN)
    with network.away():
        found = hv("history", "--json", HV_NOW=NOON).json["history"]
        assert network.tries == []
    assert [each["did"] for each in found] == ["created"]


def test_an_undo_that_reaches_nobody_says_that_nothing_happened(hv: Hv, network: Network) -> None:
    hv("log", "30m TF: x", HV_NOW=TEN)
    with network.away():
        ran = hv("undo", HV_NOW=NOON)
        document = hv("undo", "--json", HV_NOW=NOON).json
    assert ran.code == 7
    assert ran.err.splitlines() == [f"hv: {REFUSED}", "", "hint: Nothing was undone"]
    assert document["error"]["hint"] == "Nothing was undone"
    assert hv("undo", HV_NOW=NOON).out.startswith("Deleted")


def test_the_doctor_names_the_failure_and_what_waits(hv: Hv, network: Network) -> None:
    hv("projects")
    with network.away():
        hv("log", "30m TF: x", HV_NOW=NOON)
        ran = hv("doctor", "--json")
    document = json.loads(ran.out)
    told = {(each["area"], each["state"]): each["text"] for each in document["findings"]}
    assert (ran.code, document["exit_code"]) == (7, 7)
    assert told["harvest", "problem"] == REFUSED
    assert told["outbox", "warning"] == "1 pending"


def test_a_late_start_that_could_not_ask_what_runs_is_free_for_the_next_one(
    hv: Hv, network: Network
) -> None:
    hv("projects")
    with network.away():
        assert hv("start", "TF: away", HV_NOW="2026-11-18T10:00:00").code == 75
        hv("sync", HV_NOW="2026-11-18T11:00:00")
    assert hv("sync", HV_NOW="2026-11-18T11:00:00").code == 0
    (running,) = hv("status", "--json", HV_NOW="2026-11-18T11:00:00").json["running"]
    assert (running["notes"], running["hours"]) == ("away", 1.0)


@pytest.mark.parametrize(
    "typed", ["edit last +15m", "edit 636708723 1h", "edit yesterday --note a", "delete last"]
)
def test_whoever_names_an_entry_hears_what_works_without_a_network(
    hv: Hv, network: Network, typed: str
) -> None:
    hv("projects")
    with network.away():
        ran = hv(*typed.split(), "--yes")
    assert (ran.code, ran.err.splitlines()[0]) == (7, f"hv: {REFUSED}")
    assert "`hv outbox edit`" in ran.err
    assert hv("help", "offline").code == 0
    assert "`hv help offline`" in ran.err
