"""One command line is one thing to take back, whatever it wrote, and all of it goes back."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.harvest.http.exchange import Exchange
from tests.network import LOST, Network
from tests.rows import few, sweep, together
from tests.running import Hv, Ran

TEN, NOON = "2026-11-18T10:00:00", "2026-11-18T12:00:00"


@pytest.fixture
def at(hv: Hv) -> Hv:
    """The embedded account on a Wednesday, with nothing done yet."""
    assert hv("projects").code == 0
    return hv


def entries(hv: Hv, period: str = "nov 2 to nov 22") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = hv("entries", period, "--json").json["entries"]
    return found


def ids(hv: Hv) -> list[int]:
    return sorted(each["id"] for each in entries(hv))


def elsewhere(home: Path, sql: str) -> None:
    with closing(sqlite3.connect(home / "state" / "sandbox.sqlite")) as db:
        db.execute(sql)
        db.commit()


def undone(ran: Ran) -> list[str]:
    return [each["undo"] for each in ran.json["undone"]]


def left_stopped(hv: Hv) -> None:
    hv("start", "TF", HV_NOW="2026-11-17T20:00:00")
    assert hv("stop", "--split", HV_NOW="2026-11-18T01:30:00").code == 0


SEVERAL = {
    "several days": (["log", "nov 9 to nov 13 15m TF"], 5, ""),
    "one sentence": (["log", "1h MW and 2h TF"], 2, ""),
    "lines": (["log", "-"], 3, "1h TF: a\n2h MW: b\n15m TF: c\n"),
    "a file": (
        ["log", "--csv", "-"],
        2,
        "date,project,task,hours,notes\n2026-11-17,Task Force,Research,1,a\n"
        "2026-11-17,Task Force,Research,2,b\n",
    ),
}


@few(2)
@pytest.mark.found("F1")
@pytest.mark.parametrize(("argv", "count", "stdin"), SEVERAL.values(), ids=SEVERAL)
def test_one_command_is_one_undo(at: Hv, argv: list[str], count: int, stdin: str) -> None:
    before = ids(at)
    at("log", "30m TF: before")
    kept = ids(at)
    ran = at(*argv, stdin=stdin)
    assert ran.code == 0, ran.err
    assert len(ids(at)) == len(kept) + count
    ran = at("undo")
    assert ran.code == 0, ran.err
    assert ran.out.startswith(f"One command made {count} changes")
    assert len(ran.out.splitlines()) == count + 1
    assert ids(at) == kept
    assert at("undo").code == 0
    assert ids(at) == before


@pytest.mark.found("F1")
def test_a_copied_week_goes_at_once_and_two_commands_with_a_two(at: Hv) -> None:
    before = ids(at)
    at("log", "nov 9 to nov 13 15m TF: w")
    ran = at("copy", "last week to this week", "--yes")
    assert ran.code == 0, ran.err
    made = len(ids(at)) - len(before)
    assert at("undo", "--dry-run").out.count("Would be deleted") == made - 5
    ran = at("undo", "2", "--json")
    assert undone(ran) == ["deleted"] * made
    assert len({each["write"] for each in ran.json["undone"]}) == 2
    assert ids(at) == before


@pytest.mark.found("F1")
def test_what_was_typed_offline_is_one_command_each_though_one_sync_sends_it(
    at: Hv, network: Network
) -> None:
    before = ids(at)
    with network.away():
        at("log", "1h MW and 2h TF", HV_NOW=TEN)
        at("log", "15m TF: alone", HV_NOW=TEN)
    assert at("sync").code == 0
    assert undone(at("undo", "--json")) == ["deleted"]
    assert len(undone(at("undo", "--json"))) == 2
    assert ids(at) == before


@pytest.mark.found("F1")
def test_a_divided_stop_comes_back_whole(at: Hv) -> None:
    before = ids(at)
    left_stopped(at)
    ran = at("undo", HV_NOW="2026-11-18T01:31:00")
    assert ran.code == 0, ran.err
    assert [line.split("  ")[0] for line in ran.out.splitlines()][1:] == ["Deleted", "Resumed"]
    (timer,) = at("status", "--json", HV_NOW="2026-11-18T01:31:00").json["running"]
    assert (timer["spent_date"], timer["hours"]) == ("2026-11-17", 5.5)
    assert len(ids(at)) == len(before) + 1


@pytest.mark.found("F2")
@pytest.mark.parametrize(
    "how", [["--date", "yesterday"], [":", "sent"], ["30m", "ago"], ["--note", "x"]]
)
def test_all_that_a_stop_changed_goes_back(at: Hv, how: list[str]) -> None:
    at("start", "TF: research", HV_NOW=TEN)
    assert at("stop", *how, HV_NOW=NOON).code == 0
    ran = at("undo", HV_NOW=NOON)
    assert ran.code == 0, ran.err
    (timer,) = at("status", "--json", HV_NOW=NOON).json["running"]
    assert (timer["spent_date"], timer["notes"]) == ("2026-11-18", "research")
    assert timer["hours"] == pytest.approx(2.0, abs=0.05)


@pytest.mark.found("F2")
def test_a_stop_is_told_with_the_minutes_that_no_entry_has(at: Hv) -> None:
    at("start", "TF: research", HV_NOW=TEN)
    at("stop", HV_NOW=NOON)
    ran = at("undo", HV_NOW="2026-11-18T12:20:00")
    assert "the 20 minutes since 12:00pm are on no entry" in ran.out


@pytest.mark.write("W11")
def test_another_person_of_the_same_account_takes_nothing_of_mine_back(at: Hv, home: Path) -> None:
    at("log", "1h TF: mine")
    mine = ids(at)
    with closing(sqlite3.connect(home / "state" / "outbox-sandbox.sqlite")) as db:
        db.execute("UPDATE journal SET user_id = user_id + 1")
        db.commit()
    ran = at("undo")
    assert (ran.code, "Nothing to undo" in ran.err) == (4, True)
    assert ids(at) == mine


@pytest.mark.write("W11")
def test_what_an_administrator_did_to_a_colleague_is_not_undone_as_my_own(
    at: Hv, home: Path
) -> None:
    made = at("log", "1h TF: mine", "--json").json["entries"][0]["id"]
    at("edit", str(made), "--note", "other")
    with closing(sqlite3.connect(home / "state" / "outbox-sandbox.sqlite")) as db:
        (packed,) = db.execute("SELECT after_json FROM journal ORDER BY id DESC").fetchone()
        assert '"user": [' in packed
        start = packed.index('"user": [') + len('"user": [')
        changed = packed[:start] + "77" + packed[packed.index(",", start) :]
        db.execute("UPDATE journal SET after_json = ? WHERE deed = 'edited'", (changed,))
        db.commit()
    ran = at("undo")
    assert (ran.code, "belongs to" in ran.err) == (8, True)
    assert [each["notes"] for each in entries(at) if each["id"] == made] == ["other"]


LATER = {
    "deleted": ("DELETE FROM entries WHERE id = {}", 8, "is gone"),
    "changed": ("UPDATE entries SET notes = 'mine' WHERE id = {}", 8, "notes b → mine"),
    "approved": ("UPDATE entries SET approval_status = 'approved' WHERE id = {}", 5, "Approved"),
}


@pytest.mark.write("W14")
@pytest.mark.parametrize(("sql", "code", "told"), LATER.values(), ids=LATER)
def test_what_cannot_be_taken_back_is_named_once_and_passed_over(
    at: Hv, home: Path, sql: str, code: int, told: str
) -> None:
    before = ids(at)
    at("log", "1h TF: a")
    made = at("log", "2h TF: b", "--json").json["entries"][0]["id"]
    elsewhere(home, sql.format(made))
    ran = at("undo")
    assert (ran.code, ran.out, told in ran.err) == (code, "", True)
    assert "the next `hv undo` undoes what came before it" in ran.err
    ran = at("undo")
    assert (ran.code, '"a"' in ran.out) == (0, True)
    assert set(ids(at)) - set(before) <= {made}
    assert at("undo").code == 4


@pytest.mark.write("W14")
def test_the_rest_of_a_command_goes_back_beside_what_cannot(at: Hv, home: Path) -> None:
    before = ids(at)
    at("log", "nov 9 to nov 13 15m TF: w")
    gone = ids(at)[-3]
    elsewhere(home, f"DELETE FROM entries WHERE id = {gone}")
    ran = at("undo")
    assert (ran.code, ran.out.count("Deleted")) == (8, 4)
    assert f"Not undone: Entry {gone} is gone" in ran.err
    assert ids(at) == before


@pytest.mark.write("W14")
def test_a_command_is_undone_by_its_name_whatever_came_later(at: Hv) -> None:
    at("log", "1h TF: a")
    (first,) = at("history", "--json").json["history"]
    at("log", "2h TF: b")
    ran = at("undo", first["write"][:8])
    assert (ran.code, '"a"' in ran.out) == (0, True), ran.err
    again = at("undo", first["write"], "--json")
    assert (again.code, again.json["error"]["code"]) == (4, "already_undone")
    assert again.json["error"]["message"].startswith('Command "')
    assert at("undo", "w0000").code == 4
    assert '"b"' in at("undo").out


# -- faults between the requests -------------------------------------------------------------------

DEEDS: dict[str, tuple[list[list[str]], str]] = {
    "log": ([["log", "1h TF: a"]], "DELETE"),
    "start": ([["start", "TF: a"]], "DELETE"),
    "stop": ([["start", "TF: a"], ["stop"]], "PATCH"),
    "stop and notes": ([["start", "TF: a"], ["stop", ":", "b"]], "PATCH"),
    "edit": ([["log", "1h TF: a"], ["edit", "last", "--note", "b"]], "PATCH"),
    "restart": ([["log", "1h TF: a"], ["restart"]], "PATCH"),
    "switch": ([["start", "TF: a"], ["start", "MW: b"]], "DELETE"),
}


def state_of(hv: Hv) -> list[tuple[str, float, bool]]:
    """Every entry with its notes, its hours, and whether it runs."""
    return sorted((e["notes"] or "", e["hours"], e["is_running"]) for e in entries(hv))


class Fault:
    """The `nth` write from now on fails, before or after Harvest carried it out, with its look."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, nth: int, *, after: bool) -> None:
        self.left, self.away = nth, False
        real = Exchange.perform

        def perform(exchange: Exchange, request: Any) -> Any:
            if self.away:
                return LOST
            if request.method != "GET":
                self.left -= 1
                if self.left == 0:
                    self.away = True
                    if after:
                        real(exchange, request)
                    return LOST
            return real(exchange, request)

        monkeypatch.setattr(Exchange, "perform", perform)


@few(3)
@pytest.mark.write("W34")
@sweep
@pytest.mark.parametrize(
    ("typed", "nth", "after", "then"),
    together([*DEEDS], [1, 2], [False, True], ["undo", "sync"]),
)
def test_an_undo_whose_answer_is_lost_is_finished_later(
    at: Hv, monkeypatch: pytest.MonkeyPatch, typed: str, nth: int, after: bool, then: str
) -> None:
    *before, last = DEEDS[typed][0]
    for argv in before:
        at(*argv)
    wanted = state_of(at)
    at(*last)
    with monkeypatch.context() as patched:
        fault = Fault(patched, nth, after=after)
        ran = at("undo")
    if not fault.away:
        assert (ran.code, state_of(at)) == (0, wanted)
        return
    assert ran.code == 75, ran.err
    assert "`hv sync` finishes it" in ran.err
    assert "undo of" in at("outbox").out
    ran = at(then)
    assert ran.code == 0, ran.err
    assert state_of(at) == wanted
    assert at("outbox", "--json").json["outbox"] == []
    assert all(each["undone"] for each in at("history", "--json").json["history"][:1])


@pytest.mark.write("W34")
@pytest.mark.parametrize(
    ("typed", "words", "left"),
    [(["log", "1h TF: c"], [], "a b"), (["log", "1h TF: c"], ["2"], "a"), (None, ["2"], "a")],
    ids=["log, undo", "log, undo 2", "undo 2"],
)
def test_an_open_undo_is_finished_and_what_was_typed_since_is_taken_back(
    at: Hv, monkeypatch: pytest.MonkeyPatch, typed: list[str] | None, words: list[str], left: str
) -> None:
    before = state_of(at)
    for notes in ("a", "b", "gone"):
        at("log", f"1h TF: {notes}")
    with monkeypatch.context() as patched:
        Fault(patched, 1, after=False)
        assert at("undo").code == 75
    if typed:
        # What waits is not sent first.
        with monkeypatch.context() as patched:
            patched.setattr("harvest_cli.commands.cli.drain.drain", lambda *_: None)
            assert at(*typed).code == 0
    ran = at("undo", *words)
    assert ran.code == 0, ran.err
    now = [notes for notes, *_ in state_of(at)]
    assert sorted(now) == sorted([*left.split(), *(notes for notes, *_ in before)])
    assert at("outbox", "--json").json["outbox"] == []


@pytest.mark.write("W34")
def test_an_undo_that_somebody_forestalled_is_told_and_let_go(
    at: Hv, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = at("log", "1h TF: a", "--json").json["entries"][0]["id"]
    with monkeypatch.context() as patched:
        Fault(patched, 1, after=False)
        assert at("undo").code == 75
    elsewhere(home, f"UPDATE entries SET notes = 'mine' WHERE id = {made}")
    ran = at("sync")
    assert "notes a → mine" in ran.out
    assert at("outbox", "--json").json["outbox"] == []
    assert made in ids(at)


@pytest.mark.write("W14")
def test_the_last_command_is_the_one_that_was_typed_last_not_the_one_confirmed_last(
    at: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ids(at)
    with monkeypatch.context() as patched:
        Fault(patched, 1, after=True)
        assert at("log", "1h TF: first").code == 75
    at("log", "2h TF: second")
    assert at("sync").code == 0
    assert len(ids(at)) == len(before) + 2
    assert '"second"' in at("undo").out
    assert '"first"' in at("undo").out


@pytest.mark.found("A6")
def test_history_shows_now_as_it_was_stated(at: Hv) -> None:
    assert at("log", "1h MW: hero", HV_NOW=TEN).code == 0
    assert at("start", "TF: api", HV_NOW=NOON).code == 0
    assert at("edit", "last", "--note", "later", HV_NOW="2026-11-18T13:00:00").code == 0
    rows = at("history", "--json").json["history"]
    began = [datetime.fromisoformat(row["at"]).astimezone(UTC).hour for row in rows]
    assert began == [18, 17, 15]
    shown = at("history", terminal=True).out
    assert "10:00am" in shown
    assert "hero" in shown


@pytest.mark.found("A6")
def test_the_machine_s_clock_sorts_what_is_undone(at: Hv) -> None:
    at("log", "1h MW: first typed", HV_NOW=NOON)
    at("log", "2h MW: typed last", HV_NOW=TEN)
    assert "typed last" in at("undo", HV_NOW=TEN).out
