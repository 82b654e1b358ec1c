"""Letting a row of the outbox go: only when the person says so, for what it holds is then lost."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.network import Network
from tests.running import Hv
from tests.served import served


@pytest.fixture
def waiting(tmp_path: Path, home: Path) -> Hv:
    """hv out of reach of Harvest, with one entry that waits."""
    with served(tmp_path / "served") as there:
        hv = Hv({"HV_HOME": str(home), **there.token_environ})
        assert hv("projects").code == 0
    assert hv("log", "1h MW: on a train").code == 75
    return hv


def kept(hv: Hv) -> int:
    return len(hv("outbox", "--json").json["outbox"])


@pytest.mark.ux(31)
def test_off_a_terminal_it_needs_yes(waiting: Hv) -> None:
    ran = waiting("outbox", "drop", "1", "--json")
    assert (ran.code, ran.json["error"]["code"]) == (2, "not_confirmed")
    assert "`--yes`" in ran.json["error"]["hint"]
    assert kept(waiting) == 1
    done = waiting("outbox", "drop", "1", "--yes")
    assert (done.code, done.out) == (0, "Discarded: 1h MW: on a train\n")
    assert kept(waiting) == 0


@pytest.mark.ux(30)
def test_on_a_terminal_it_is_asked_and_may_stay(waiting: Hv) -> None:
    left = waiting("outbox", "drop", "1", terminal=True, stdin="n\n")
    assert (left.code, kept(waiting)) == (8, 1)
    assert "on a train" in left.err
    assert "exists only on this machine and has not been sent [y/N] " in " ".join(left.err.split())
    gone = waiting("outbox", "drop", "1", terminal=True, stdin="y\n")
    assert (gone.code, kept(waiting)) == (0, 0)


def test_a_row_that_may_be_on_harvest_says_so(waiting: Hv, tmp_path: Path) -> None:
    state = next((tmp_path / "hv-home").rglob("outbox-*.sqlite"))

    with sqlite3.connect(state) as database:
        database.execute("UPDATE outbox SET state = 'unknown'")
    database.close()
    asked = waiting("outbox", "drop", "1", terminal=True, stdin="n\n")
    assert "may be on Harvest already" in " ".join(asked.err.split())


def test_a_row_that_there_is_not_is_not_asked_about(waiting: Hv) -> None:
    ran = waiting("outbox", "drop", "9", terminal=True, stdin="y\n")
    assert (ran.code, kept(waiting)) == (4, 1)
    assert "[y/N]" not in ran.err


def test_a_number_counts_rows_whatever_their_keys_begin_with(waiting: Hv, tmp_path: Path) -> None:
    assert waiting("log", "2h TF, Research: second").code == 75
    state = next((tmp_path / "hv-home").rglob("outbox-*.sqlite"))
    with closing(sqlite3.connect(state)) as database, database:
        sql = "UPDATE outbox SET key = ? WHERE text LIKE ?"
        database.execute(sql, (f"hv-2{'0' * 31}", "%train%"))
        database.execute(sql, (f"hv-1234{'0' * 28}", "%second%"))
    assert "on a train" in waiting("outbox", "drop", "1", "--yes").out
    assert waiting("outbox", "drop", "2", "--yes").code == 4
    assert "second" in waiting("outbox", "drop", "1234", "--yes").out


@pytest.mark.parametrize("key", ["hv-192", "hv-1", "192a"])
def test_what_begins_as_a_key_is_no_place(waiting: Hv, home: Path, key: str) -> None:
    name = "hv-192a" + "0" * 28
    with closing(sqlite3.connect(home / "state" / "outbox-default.sqlite")) as db, db:
        db.execute("UPDATE outbox SET key = ?", (name,))
    assert waiting("outbox", "drop", key, "--yes").code == 0
    assert kept(waiting) == 0


def test_each_row_has_its_place_by_which_it_is_named(hv: Hv, network: Network) -> None:
    hv("projects")
    with network.away():
        for note in ("first", "second"):
            hv("log", f"1h TF Research: {note}")
        lines = hv("outbox", terminal=True).out.splitlines()
    assert [line[0] for line in lines if not line.startswith(" ")] == ["1", "2"]
    with network.away():
        assert "1h TF Research: second" in hv("outbox", "drop", "2", "--yes").out
