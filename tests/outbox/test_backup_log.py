"""The backup log as a person meets it: a lost database, a kill between two files, a cut line."""

from pathlib import Path

import pytest

from tests.network import Network
from tests.running import Hv

NINE, TEN, THREE = "2026-11-18T09:00:00", "2026-11-18T10:00:00", "2026-11-18T15:00:00"


@pytest.fixture
def state(home: Path) -> Path:
    return home / "state"


def lose_the_database(state: Path) -> None:
    for path in state.glob("outbox-sandbox.sqlite*"):
        path.unlink()


def entries(hv: Hv) -> list[tuple[str, float, bool]]:
    found = hv("entries", "today", "--json", HV_NOW=THREE).json["entries"]
    return sorted((each["notes"], each["hours"], each["is_running"]) for each in found)


@pytest.mark.write("W12")
def test_a_stop_is_not_lost_with_the_database(hv: Hv, network: Network, state: Path) -> None:
    hv("projects")
    with network.away():
        assert hv("start", "TF: call", HV_NOW=NINE).code == 75
        assert hv("stop", HV_NOW=TEN).code == 75
    lose_the_database(state)
    assert hv("outbox", "import").code == 0
    (row,) = hv("outbox", "--json").json["outbox"]
    assert row["hours"] == 1.0
    assert hv("sync", HV_NOW=THREE, HV_QUIET_SECONDS="0.001").code == 0
    assert entries(hv) == [("call", 1.0, False)]


@pytest.mark.write("W10")
@pytest.mark.parametrize("readable", [True, False])
def test_a_sentence_that_was_replaced_stays_replaced(
    hv: Hv, network: Network, state: Path, readable: bool
) -> None:
    hv("projects")
    with network.away():
        hv("log", "1h TF: old")
        hv("log", "1h TF: discarded")
        log = state / "outbox-sandbox.entries.log"
        if not readable:
            kept = log.rename(state / "kept")
            log.mkdir()
        hv("outbox", "edit", "1", "30m TF: new")
        assert hv("outbox", "drop", "1", "--yes").code == 0
        if not readable:
            log.rmdir()
            kept.rename(log)
    assert hv("sync").code == 0
    assert entries(hv) == [("new", 0.5, False)]


@pytest.mark.write("W19")
def test_a_cut_line_costs_nothing_and_the_doctor_says_it(
    hv: Hv, network: Network, state: Path
) -> None:
    hv("projects")
    with network.away():
        hv("log", "1h TF: one")
        with (state / "outbox-sandbox.entries.log").open("ab") as file:
            file.write(b'{"key": "hv-1234", "server": "https')
        hv("log", "1h TF: two")
        lose_the_database(state)
        assert hv("outbox", "import", "--json").json == {"imported": 2}
    told = {each["name"]: each["text"] for each in hv("doctor", "--json").json["findings"]}
    assert told["backup log"] == "1 line is cut off or damaged, and passed over"
