"""What is typed while something waits: a run that is killed meanwhile loses nothing unsaid.

What a command means may depend on what waits: which timer it ends, which row is the third. So it is
understood after that was sent; until it is kept, its line is noted. `hv stop` is kept before where
its timer is known (tests/timers/test_stop_behind_others.py), and so is `hv undo`.
"""

import os
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.harvest.http.exchange import Exchange
from harvest_cli.local.outbox import monotonic
from harvest_cli.local.outbox.row import new_run, note_line
from tests.network import Network
from tests.reliability.worlds import Killed
from tests.rows import few, some, sweep
from tests.running import Hv

EIGHT, NINE, TEN, THREE = (f"2026-11-18T{hour}:00:00" for hour in ("08", "09", "10", "15"))
VERBS = (
    "start TF: two",
    "start TF 20m ago: two",
    "stop call",
    "restart one",
    "edit one +15m",
    "delete one --yes",
)
DRAINED = 4
"""Requests of the drain: a look and a send for each of two entries. Then the command asks."""
ROWS = [*product(VERBS, (False, True), range(1, DRAINED + 2))]


class Line:
    """What hv asks; the run is killed at the request of the number `dies`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.dies, self.asked = 0, list[str]()
        real = Exchange.perform

        def perform(exchange: Exchange, request: Any) -> Any:
            self.asked.append(f"{request.method} {request.url}")
            if len(self.asked) == self.dies:
                raise Killed
            return real(exchange, request)

        monkeypatch.setattr(Exchange, "perform", perform)
        monkeypatch.setattr("harvest_cli.local.outbox.monotonic.is_alive", lambda *_: False)

    def run(self, hv: Hv, words: str, dies: int = 0) -> list[str]:
        """Type a command at ten; what it asked."""
        self.asked, self.dies = [], dies
        if dies:
            with pytest.raises(Killed):
                hv(*words.split(), HV_NOW=TEN)
        else:
            assert hv(*words.split(), HV_NOW=TEN).code == 0
        self.dies = 0
        return self.asked


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    return Line(monkeypatch)


def entries(hv: Hv) -> list[tuple[str, float, bool]]:
    assert hv("sync", HV_NOW=THREE, HV_QUIET_SECONDS="0.001").code == 0
    found = hv("entries", "today", "--json", HV_NOW=THREE).json["entries"]
    return sorted((each["notes"], each["hours"], each["is_running"]) for each in found)


@pytest.fixture
def waiting(hv: Hv, home: Path, network: Network) -> Callable[[str, bool], Hv]:
    """A home in which two entries wait; one is on Harvest, and a timer has run there for long."""

    def made(name: str, by_times: bool) -> Hv:
        here = hv.with_(HV_HOME=str(home / name), HV_NOW=EIGHT)
        assert here("sandbox", "reset", *(["--timestamp"] if by_times else [])).code == 0
        here("log", "1h TF: one")
        here("start", "TF: call", HV_NOW=NINE)
        with network.away():
            for note in ("x", "y"):
                assert here("log", f"30m MW: {note}", HV_NOW=NINE).code == 75
        return here

    return made


@few(2)
@sweep
@pytest.mark.write("W6")
@pytest.mark.parametrize(("words", "by_times", "dies"), some(ROWS, 11))
def test_a_command_that_is_killed_while_others_are_sent_is_named_and_typed_again(
    waiting: Callable[[str, bool], Hv], line: Line, words: str, by_times: bool, dies: int
) -> None:
    whole, here = waiting("whole", by_times), waiting("killed", by_times)
    posts = [n for n, each in enumerate(line.run(whole, words), 1) if each.startswith("POST")]
    assert posts[:2] == [2, DRAINED]
    line.run(here, words, dies)
    assert "killed" not in here("status", "--format", "{project}", HV_NOW=TEN).err
    told = f"Typed 18 Nov 10:00am and not saved, because hv was killed: hv {words}"
    assert " ".join(here("history", terminal=True, HV_NOW=TEN).err.split()).count(told) == 1
    assert "killed" not in here("outbox", HV_NOW=TEN).err
    line.run(here, words)
    assert entries(here) == entries(whole)


@pytest.mark.write("W6")
@pytest.mark.parametrize("dies", [1, 2, 3, 4])
def test_an_undo_that_is_killed_while_another_is_finished_is_kept(
    hv: Hv, line: Line, dies: int
) -> None:
    for note in ("one", "two"):
        hv("log", f"1h TF: {note}", HV_NOW=NINE)
    line.run(hv, "undo", 2)
    line.run(hv, "log 1h TF: three", 2)
    line.run(hv, "undo", dies)
    assert [each[0] for each in entries(hv)] == ["one"]


@pytest.mark.parametrize(("alive", "age", "told"), [(True, 60, 0), (True, 900, 1), (False, 0, 1)])
def test_a_line_is_lost_once_its_run_is_gone_or_must_be(
    hv: Hv, home: Path, monkeypatch: pytest.MonkeyPatch, alive: bool, age: float, told: int
) -> None:
    hv("log", "1h TF: one")
    monkeypatch.setattr(monotonic, "started", lambda _: "")
    monkeypatch.setattr(monotonic, "is_alive", lambda *_: alive)
    then = time.time() - age
    with closing(sqlite3.connect(home / "state" / "outbox-sandbox.sqlite")) as db, db:
        note_line(db, new_run(), "hv start TF", then, then, str(home))
    assert hv("outbox").err.count("hv was killed: hv start TF") == told
    # Nobody may have read that.
    assert hv("outbox").err.count("hv was killed: hv start TF") == told
    assert [hv("outbox", terminal=True).err.count("hv was killed") for _ in "12"] == [told, 0]


def test_a_line_of_another_container_is_not_called_lost(
    hv: Hv, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hv("log", "1h TF: one")
    now = time.time()
    state = home / "state" / "outbox-sandbox.sqlite"
    with monkeypatch.context() as there, closing(sqlite3.connect(state)) as db, db:
        there.setattr(os, "getpid", lambda: 1)
        there.setattr(monotonic, "started", lambda _: "77@pid:[1]")
        note_line(db, new_run(), "hv start TF", now, now, str(home))
    assert "killed" not in hv("outbox").err


FIVE, NEXT = "2026-11-18T17:00:00", "2026-11-19T08:50:00"
# Requests until the start's own: those of the drain, what runs, then the stop that was chosen.
ASKED = {True: 6, False: 4}


@sweep
@pytest.mark.write("W6")
@pytest.mark.parametrize(
    ("waits", "dies"), some([(w, n) for w, last in ASKED.items() for n in range(2, last + 1)], 2)
)
def test_a_start_that_is_killed_while_it_ends_a_forgotten_timer_is_named(
    hv: Hv, line: Line, network: Network, waits: bool, dies: int
) -> None:
    hv("start", "TF: one", HV_NOW=FIVE)
    if waits:
        with network.away():
            assert hv("log", "30m TF: x", HV_NOW=FIVE).code == 75
    line.asked, line.dies = [], dies
    with pytest.raises(Killed):
        hv("start", "MW:", "two", terminal=True, stdin="2\n", HV_NOW=NEXT)
    line.dies = 0
    found = hv("outbox")
    told = " ".join(found.err.split()).count("hv was killed: hv start MW: two")
    last = dies == ASKED[waits]
    assert (told, "Marketing Website" in found.out) == (not last, last), (line.asked, found.out)


@pytest.mark.parametrize(("asks", "words"), [("choose", "start"), ("agrees", "delete last")])
def test_a_run_that_is_killed_at_its_first_question_is_named(
    hv: Hv, line: Line, monkeypatch: pytest.MonkeyPatch, asks: str, words: str
) -> None:
    def killed(*_: object, **_more: object) -> None:
        raise Killed

    hv("log", "1h TF: one", HV_NOW=NINE)
    with monkeypatch.context() as there:
        there.setattr(f"harvest_cli.commands.cli.prompts.{asks}", killed)
        with pytest.raises(Killed):
            hv(*words.split(), terminal=True, HV_NOW=TEN)
    assert f"hv was killed: hv {words}" in " ".join(hv("outbox", terminal=True).err.split())


def test_a_run_that_ended_on_a_full_disk_is_not_called_killed(
    waiting: Callable[[str, bool], Hv], line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = waiting("full", False)

    def full(*_: object, **_more: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as meanwhile:
        # Nothing can be kept or forgotten once the line is noted; the change is sent all the same.
        meanwhile.setattr("harvest_cli.local.outbox.row.forget_line", full)
        assert any(asked.startswith("PATCH") for asked in line.run(here, "edit one +15m"))
    assert "killed" not in here("outbox").err


def test_what_only_shows_is_not_noted_and_marks_go(
    waiting: Callable[[str, bool], Hv], line: Line, home: Path
) -> None:
    here = waiting("killed", False)
    line.run(here, "edit one +15m --dry-run", 2)
    assert "killed" not in here("outbox").err
    stale = home / "killed" / "state" / "outbox-sandbox.w12345678901234"
    stale.touch()
    line.run(here, "edit one +15m")
    assert not [*stale.parent.glob("outbox-sandbox.w*")]
