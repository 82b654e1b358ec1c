"""The backup log as a person meets it: a lost database, a kill between two files, a cut line."""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import pytest

from harvest_cli.local.outbox.intent_log import Trail
from tests.network import Network
from tests.rows import few
from tests.running import Hv

NINE, TEN, THREE = "2026-11-18T09:00:00", "2026-11-18T10:00:00", "2026-11-18T15:00:00"


class Killed(BaseException):
    """The process is gone."""


@pytest.fixture
def killed(hv: Hv, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Runs a command that is killed between the backup log and the commit of the database."""

    def append(trail: Trail, lines: Iterable[str], *, durable: bool = True) -> None:
        real(trail, lines, durable=durable)
        raise Killed

    def run(*argv: str, **environ: str) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(Trail, "append", append)
            with pytest.raises(Killed):
                hv.with_(**environ)(*argv)

    real = Trail.append
    return run


@pytest.fixture
def state(home: Path) -> Path:
    return home / "state"


def lose_the_database(state: Path) -> None:
    for path in state.glob("outbox-sandbox.sqlite*"):
        path.unlink()


def forget_the_length(state: Path) -> None:
    """As where an earlier version wrote, which did not keep how long the log was."""
    with closing(sqlite3.connect(state / "outbox-sandbox.sqlite", isolation_level=None)) as db:
        db.execute("DELETE FROM facts WHERE name = 'trail'")


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


@few(4)
@pytest.mark.write("W12")
@pytest.mark.parametrize("first", [False, True], ids=["", "first write of this version"])
@pytest.mark.parametrize(
    ("op", "argv"),
    [
        ("create", ("log", "1h TF: x")),
        ("start", ("start", "TF: x")),
        ("stop", ("stop",)),
        ("restart", ("restart", "one")),
        ("edit", ("edit", "one", "+15m")),
        ("delete", ("delete", "one", "--yes")),
        ("create", ("copy", "yesterday", "--yes")),
        ("undo", ("undo",)),
    ],
    ids=lambda each: each[0] if isinstance(each, tuple) else each,
)
def test_what_was_killed_before_the_commit_is_known_to_the_next_command(
    hv: Hv, killed: Callable[..., None], op: str, argv: tuple[str, ...], first: bool, state: Path
) -> None:
    hv("log", "1h MW: one")
    hv("start", "MW: two")
    if first:
        forget_the_length(state)
    killed(*argv)
    ran = hv("outbox", "--json")
    assert {row["op"] for row in ran.json["outbox"]} == {op}
    assert "only in the backup log: restored" in ran.err
    again = hv("outbox", "--json")
    assert (again.json["outbox"], again.err) == (ran.json["outbox"], "")


@pytest.mark.write("W12")
def test_a_restart_that_was_killed_before_the_commit_ends_what_ran_then(
    hv: Hv, killed: Callable[..., None]
) -> None:
    hv("log", "1h MW: one", HV_NOW=NINE)
    hv("start", "MW: zero", HV_NOW="2026-11-18T08:00:00")
    killed("restart", "one", HV_NOW=NINE)
    hv("start", "TF: two", HV_NOW=TEN)
    assert hv("sync", HV_NOW=THREE).code == 0
    assert entries(hv) == [("one", 2.0, False), ("two", 5.0, True), ("zero", 1.0, False)]


@pytest.mark.write("W12")
def test_a_change_that_was_killed_before_the_commit_holds_for_the_next_command(
    hv: Hv, network: Network, killed: Callable[..., None]
) -> None:
    hv("projects")
    with network.away():
        hv("log", "1h TF: dropped", HV_NOW=NINE)
        hv("start", "TF: call", HV_NOW=NINE)
        killed("outbox", "drop", "1", "--yes", HV_NOW=TEN)
        killed("stop", HV_NOW=TEN)
        assert hv("stop", HV_NOW=THREE).code in (4, 7)
    assert hv("sync", HV_NOW=THREE).code == 0
    assert entries(hv) == [("call", 1.0, False)]
