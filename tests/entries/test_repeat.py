"""The same entry typed again: asked about on a terminal, said in a pipe, left alone with --once."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.child import FORKED_HV, start
from tests.running import Hv
from tests.served import served

SAME = ("log", "1h MW, Programming: footer")


def held(hv: Hv) -> int:
    """Entries with these notes that Harvest holds."""
    entries = hv("entries", "today", "--json").json["entries"]
    return sum(entry["notes"] == "footer" for entry in entries)


@pytest.fixture
def away(tmp_path: Path, home: Path) -> Hv:
    """hv out of reach of Harvest."""
    with served(tmp_path / "served") as there:
        environ = {"HV_HOME": str(home), **there.token_environ, "HV_NOW": "2026-11-18T10:30:00"}
        hv = Hv(environ)
        assert hv("projects").code == 0
    return hv


@pytest.mark.ux(34)
def test_on_a_terminal_it_is_asked_about(hv: Hv) -> None:
    hv(*SAME)
    left = hv(*SAME, terminal=True, stdin="n\n")
    assert (left.code, held(hv)) == (8, 1)
    assert "logged less than a minute ago" in left.err
    assert "Nothing was logged this time" in left.err
    again = hv(*SAME, terminal=True, stdin="y\n")
    assert (again.code, held(hv)) == (0, 2)


def test_yes_and_another_entry_are_not_asked_about(hv: Hv) -> None:
    hv(*SAME)
    assert hv(*SAME, "--yes", terminal=True).code == 0
    assert hv("log", "1h MW, Programming: header", terminal=True).code == 0
    assert hv("log", "1h MW, Research: footer", terminal=True).code == 0
    assert hv("log", "1h MW yesterday, Programming: footer", terminal=True).code == 0


def test_a_minute_later_it_is_another_entry(hv: Hv) -> None:
    hv(*SAME)
    state = next((Path(hv.environ["HV_HOME"])).rglob("outbox-*.sqlite"))
    with closing(sqlite3.connect(state)) as database, database:
        database.execute("UPDATE outbox SET created_at = created_at - 60")
    ran = hv(*SAME, terminal=True)
    assert (ran.code, ran.err, held(hv)) == (0, "", 2)


@pytest.mark.ux(34)
def test_in_a_pipe_it_is_logged_and_said(hv: Hv) -> None:
    first = hv(*SAME, "-q").out.strip()
    ran = hv(*SAME)
    assert (ran.code, held(hv)) == (0, 2)
    assert f"The same entry was logged less than a minute ago (#{first})" in ran.err
    assert "`hv undo`" in ran.err


def test_nothing_is_said_of_one_that_was_taken_back(hv: Hv) -> None:
    hv(*SAME)
    hv("undo")
    ran = hv(*SAME, terminal=True)
    assert (ran.code, ran.err, held(hv)) == (0, "", 1)


def test_what_waits_is_asked_about_however_old_it_is(away: Hv) -> None:
    assert away(*SAME).code == 75
    later = away.with_(HV_NOW="2026-11-18T18:00:00")
    ran = later(*SAME, terminal=True, stdin="n\n")
    assert ran.code == 8
    assert "is pending already" in ran.err
    assert len(away("outbox", "--json").json["outbox"]) == 1
    piped = later(*SAME)
    assert piped.code == 75
    assert "is pending already: `hv outbox`" in piped.err


@pytest.mark.ux(34)
def test_once_leaves_it_at_the_first(hv: Hv) -> None:
    first = hv(*SAME, "--once", "-q")
    assert first.code == 0
    again = hv(*SAME, "--once")
    assert (again.code, held(hv)) == (0, 1)
    assert again.out.startswith("Logged already 1:00  ABC Corp › Marketing Website")
    assert f"#{first.out.strip()}" in again.out
    assert hv(*SAME, "--once", "-q").out == first.out
    document = hv(*SAME, "--once", "--json").json["entries"][0]
    assert (document["id"], document["already"]) == (int(first.out), True)


def test_once_holds_for_weeks_and_asks_nobody_then(hv: Hv) -> None:
    hv(*SAME, "--once")
    later = hv.with_(HV_NOW="2026-12-02T09:00:00", HV_DEBUG="1")
    ran = later("log", "1h MW 2026-11-18, Programming: footer", "--once")
    assert (ran.code, "POST" in ran.err) == (0, False)
    assert ran.out.startswith("Logged already")
    tomorrow = hv.with_(HV_NOW="2026-11-19T09:00:00")
    assert tomorrow(*SAME, "--once").out.startswith("Logged 1:00")


def test_once_logs_what_was_deleted_by_hv(hv: Hv) -> None:
    hv(*SAME, "--once")
    hv("delete", "last", "--yes")
    assert hv(*SAME, "--once").out.startswith("Logged 1:00")
    assert held(hv) == 1


def test_once_goes_for_each_line_and_each_entry(hv: Hv) -> None:
    ran = hv("log", "-", "--once", stdin=f"{SAME[1]}\n{SAME[1]}\n1h TF, Research: x\n")
    assert ran.code == 0
    assert [line.split()[:2] for line in ran.out.splitlines() if "Logged" in line] == [
        ["Logged", "1:00"],
        ["Logged", "already"],
        ["Logged", "1:00"],
    ]


def test_once_keeps_one_row_while_harvest_is_out_of_reach(away: Hv) -> None:
    for _ in range(2):
        ran = away(*SAME, "--once", "--json")
        assert (ran.code, ran.json["entries"][0]["state"]) == (75, "queued")
    assert len(away("outbox", "--json").json["outbox"]) == 1
    told = away(*SAME, "--once")
    assert told.out.startswith("Saved here already, not yet on Harvest")


def test_once_is_once_among_many_processes(hv: Hv) -> None:
    hv("projects")
    command = [*FORKED_HV, *SAME, "--once", "-q"]
    environ = {**hv.environ, "PATH": ""}
    running = [start(command, environ) for _ in range(4)]
    codes = []
    for each in running:
        each.communicate()
        codes.append(each.returncode)
    assert set(codes) <= {0, 75}
    assert held(hv) == 1


def test_a_timer_that_was_just_started_is_not_started_again_unasked(hv: Hv) -> None:
    started = ("start", "MW, Programming: footer")
    first = hv(*started, "-q").out
    ran = hv(*started, terminal=True, stdin="n\n")
    assert (ran.code, held(hv)) == (8, 1)
    assert "started less than a minute ago" in ran.err
    assert hv("status", "--format", "{id}").out == first
    piped = hv(*started)
    assert (piped.code, held(hv)) == (0, 2)
    assert "The same entry was started less than a minute ago" in piped.err


@pytest.mark.found("F5")
def test_once_says_that_what_it_logged_is_gone(hv: Hv) -> None:
    first = hv(*SAME, "--once", "-q").out.strip()
    assert hv("api", "delete", f"time_entries/{first}").code == 0
    ran = hv(*SAME, "--once")
    assert (ran.code, held(hv)) == (8, 0)
    assert f"#{first}, which was deleted on Harvest since" in ran.err
    assert hv(*SAME, "--once", terminal=True, stdin="n\n").code == 8
    assert hv(*SAME, "--once", "--again").out.startswith("Logged 1:00")
    assert held(hv) == 1


@pytest.mark.found("F5")
def test_once_logs_it_again_where_a_person_says_so(hv: Hv) -> None:
    first = hv(*SAME, "--once", "-q").out.strip()
    hv("api", "delete", f"time_entries/{first}")
    assert hv(*SAME, "--once", terminal=True, stdin="y\n").code == 0
    assert held(hv) == 1
