"""Taking back a start: the timer that it stopped runs on, where that invents no hours."""

from typing import Any

import pytest

from harvest_cli.harvest.http.exchange import Exchange
from tests.account import ACCOUNT_ID
from tests.network import Network
from tests.reliability.worlds import Killed
from tests.rows import few
from tests.running import Hv, Ran

DAY = "2026-11-18"
TEN, ELEVEN, QUARTER = "2026-11-18T10:00:00", "2026-11-18T11:00:00", "2026-11-18T11:15:00"
NEXT_DAY = "2026-11-19T09:00:00"


@pytest.fixture
def at(hv: Hv) -> Hv:
    """Today's entry that runs since ten, and another that stopped it at eleven."""
    switched(hv)
    return hv


def switched(hv: Hv, *how: str) -> None:
    assert hv("start", "MW: hero", HV_NOW=TEN).code == 0
    started = hv("start", "TF, Research", *how, HV_NOW=ELEVEN)
    assert started.out.startswith("Stopped "), started.err


def by_times(hv: Hv) -> Hv:
    assert hv("sandbox", "reset", "--timestamp").code == 0
    switched(hv)
    return hv


def entries(hv: Hv, now: str = QUARTER) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = hv("entries", "today", "--json", HV_NOW=now).json["entries"]
    return found


def undone(hv: Hv, *argv: str, now: str = QUARTER) -> Ran:
    return hv("undo", *argv, HV_NOW=now)


def change_elsewhere(home: Any, sql: str) -> None:
    import sqlite3

    db = sqlite3.connect(home / "state" / "sandbox.sqlite")
    db.execute(sql)
    db.commit()
    db.close()


def test_the_timer_that_it_stopped_runs_again(at: Hv) -> None:
    ran = undone(at)
    assert ran.code == 0, ran.err
    gone, again = ran.out.splitlines()
    assert gone.startswith("Deleted  0:15  123 Industries › Task Force › Research")
    assert again.startswith("Resumed  1:00  ABC Corp › Marketing Website › Graphic Design")
    (entry,) = entries(at)
    assert (entry["is_running"], entry["notes"], entry["hours"]) == (True, "hero", 1.0)


def test_the_minutes_in_between_are_named_and_not_invented(at: Hv) -> None:
    again = undone(at).out.splitlines()[1]
    told = (
        "the 15 minutes since 11:00am are on no entry: `hv edit 636718192 --hours +15m` adds them"
    )
    assert told in again
    (entry,) = entries(at, "2026-11-18T11:45:00")
    assert entry["hours"] == 1.5


def test_on_a_terminal_the_command_is_not_broken(at: Hv) -> None:
    ran = at("undo", HV_NOW=QUARTER, terminal=True, COLUMNS="110", NO_COLOR="1")
    last = ran.out.splitlines()[-1]
    assert last.startswith("  the 15 minutes since 11:00am are on no entry: `hv edit 636718192 ")


def test_what_is_named_to_add_them_does(at: Hv) -> None:
    undone(at)
    assert at("edit", "636718192", "--hours", "+15m", HV_NOW=QUARTER).code == 0
    assert entries(at)[0]["hours"] == 1.25


def test_a_slip_of_seconds_has_nothing_to_name(at: Hv) -> None:
    again = undone(at, now="2026-11-18T11:00:20").out.splitlines()[1]
    assert again.startswith("Resumed  1:00")
    assert "no entry" not in again


def test_a_backdated_start_gives_back_from_where_it_cut(hv: Hv) -> None:
    switched(hv, "20m", "ago")
    assert [round(entry["hours"] * 60) for entry in entries(hv, ELEVEN)] == [40, 20]
    ran = undone(hv)
    assert ran.code == 0, ran.err
    assert "the 35 minutes since 10:40am" in ran.out
    (entry,) = entries(hv)
    assert (entry["is_running"], round(entry["hours"] * 60)) == (True, 40)
    assert undone(hv).out.startswith("Deleted")
    assert entries(hv) == []


def test_one_command_is_one_thing_to_take_back(at: Hv) -> None:
    assert undone(at, "2").code == 0
    assert entries(at) == []
    assert undone(at).code == 4


def test_a_restart_gives_back_what_it_stopped_too(hv: Hv) -> None:
    hv("log", "30m TF: x", HV_NOW=TEN)
    hv("start", "MW: hero", HV_NOW=TEN)
    assert hv("restart", "TF", HV_NOW=ELEVEN).out.startswith("Stopped 1:00")
    ran = undone(hv)
    assert [line.split("  ")[0] for line in ran.out.splitlines()] == ["Stopped", "Resumed"]
    assert {e["notes"]: (e["is_running"], e["hours"]) for e in entries(hv)} == {
        "hero": (True, 1.0),
        "x": (False, 0.5),
    }


def test_where_a_restart_makes_a_new_entry_it_is_left_and_said(hv: Hv) -> None:
    ran = undone(by_times(hv))
    assert ran.code == 0, ran.err
    gone, left = ran.out.splitlines()
    assert gone.startswith("Deleted")
    assert left.startswith("Left stopped  1:00  ABC Corp › Marketing Website")
    assert "it can only be resumed as a new entry: `hv restart 636718192`" in left
    (entry,) = entries(hv)
    assert entry["is_running"] is False
    assert hv("restart", "636718192", HV_NOW=QUARTER).code == 0


def test_on_a_later_day_it_is_left_and_said(at: Hv) -> None:
    ran = undone(at, now=NEXT_DAY)
    left = ran.out.splitlines()[1]
    assert left.startswith("Left stopped")
    assert "it is on the sheet of Wed 18 Nov: `hv restart 636718192`" in left
    assert at("status", "--json", HV_NOW=NEXT_DAY).json["running"] == []


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE entries SET notes = 'mine' WHERE id = 636718192", "notes hero → mine"),
        ("UPDATE entries SET hours = 4.00 WHERE id = 636718192", "hours 1"),
        ("DELETE FROM entries WHERE id = 636718192", "is gone"),
    ],
    ids=["notes", "hours", "deleted"],
)
def test_what_was_changed_since_stops_all_of_it(at: Hv, home: Any, sql: str, told: str) -> None:
    change_elsewhere(home, sql)
    ran = undone(at)
    assert (ran.code, ran.out) == (8, "")
    assert told in ran.err
    assert "`hv delete 636718193`" in ran.err
    running = at("status", "--json", HV_NOW=QUARTER).json["running"]
    assert [entry["id"] for entry in running] == [636718193]


def test_a_locked_entry_is_not_touched_and_nothing_else_is(at: Hv, home: Any) -> None:
    change_elsewhere(home, "UPDATE entries SET approval_status = 'approved' WHERE id = 636718192")
    ran = undone(at)
    assert (ran.code, ran.out) == (5, "")
    assert "636718192" in ran.err
    assert len(entries(at)) == 2


def test_a_dry_run_tells_both_and_sends_nothing(at: Hv) -> None:
    ran = undone(at, "--dry-run")
    first, second, *requests, last = ran.out.splitlines()
    assert [request.split()[0] for request in requests] == ["DELETE", "PATCH"]
    assert first.startswith("Would be deleted")
    assert second.startswith("Would be resumed")
    assert last == "Nothing sent"
    assert len(entries(at)) == 2


def test_a_dry_run_says_what_would_be_left(hv: Hv) -> None:
    second = undone(by_times(hv), "--dry-run").out.splitlines()[1]
    assert second.startswith("Would be left stopped")
    assert "`hv restart 636718192`" in second


def test_json_has_a_row_for_each(at: Hv) -> None:
    first, second = undone(at, "--json").json["undone"]
    assert (first["did"], first["undo"]) == ("started", "deleted")
    assert (second["did"], second["undo"], second["entry"]["is_running"]) == (
        "ended",
        "restarted",
        True,
    )


def test_history_names_what_a_start_ended(at: Hv) -> None:
    found = at("history", "--json").json["history"]
    assert [(each["did"], each["id"]) for each in found] == [
        ("ended", 636718192),
        ("started", 636718193),
        ("started", 636718192),
    ]
    undone(at)
    found = at("history", "--json").json["history"]
    assert [each["undone"] for each in found] == [True, True, False]


def test_a_start_that_stopped_nothing_gives_nothing_back(hv: Hv) -> None:
    hv("start", "TF", HV_NOW=TEN)
    ran = undone(hv)
    assert (ran.code, len(ran.out.splitlines())) == (0, 1)


def test_a_restart_that_harvest_refuses_is_said_and_nothing_is_lost(
    at: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    from harvest_cli.domain.errors import Outcome, Refused
    from harvest_cli.harvest.client import Harvest

    def refused(*_: object) -> object:
        message = "Harvest refused: not today"
        raise Refused(message, outcome=Outcome.REJECTED)

    monkeypatch.setattr(Harvest, "restart_time_entry", refused)
    ran = undone(at)
    assert ran.code == 8
    gone, left = ran.out.splitlines()
    assert gone.startswith("Deleted")
    assert left.startswith("Left stopped  1:00")
    assert "Harvest refused: not today; `hv restart 636718192` tries again" in left
    monkeypatch.undo()
    assert [entry["is_running"] for entry in entries(at)] == [False]
    assert undone(at).out.startswith("Deleted  1:00"), "the older start is next"


def test_a_timer_that_is_perhaps_deleted_does_not_start_another(
    at: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    from harvest_cli.actions.outbox import writes
    from harvest_cli.harvest.client import Harvest

    monkeypatch.setattr(writes, "delete", lambda *_: writes.Done(False))
    monkeypatch.setattr(Harvest, "restart_time_entry", lambda *_: pytest.fail("it may run still"))
    ran = undone(at)
    assert ran.code == 75
    assert ran.out.splitlines()[1].startswith("Left stopped")


def test_the_answer_of_the_restart_may_be_lost(at: Hv, monkeypatch: pytest.MonkeyPatch) -> None:
    from harvest_cli.actions.outbox import writes

    monkeypatch.setattr(writes, "restart", lambda *_: writes.Done(False))
    ran = undone(at)
    assert ran.code == 75
    assert ran.out.splitlines()[1].startswith("Unconfirmed")


# -- what was typed last and waits here ------------------------------------------------------


def test_what_waits_here_was_typed_last_and_is_not_passed_over(
    hv: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = Network(monkeypatch)
    hv("log", "1h TF: on Harvest", HV_NOW=TEN)
    with network.away():
        assert hv("log", "2h TF: waits", HV_NOW=ELEVEN).code == 75
    for argv in ((), ("--dry-run",), ("2",)):
        ran = undone(hv, *argv)
        assert (ran.code, ran.out) == (8, "")
        assert '"2h TF: waits" was typed last and is not on Harvest yet' in ran.err
        assert "`hv outbox drop " in ran.err
    assert [each["undone"] for each in hv("history", "--json").json["history"]] == [False]


def test_once_it_is_sent_it_is_the_one_to_take_back(
    hv: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = Network(monkeypatch)
    hv("log", "1h TF: before", HV_NOW=TEN)
    with network.away():
        hv("log", "2h TF: waits", HV_NOW=ELEVEN)
    assert hv("sync", HV_NOW=ELEVEN).code == 0
    assert "waits" in undone(hv).out
    assert [entry["notes"] for entry in entries(hv)] == ["before"]


def test_what_waits_of_another_login_is_nobodys_last_word(
    hv: Hv, home: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = Network(monkeypatch)
    hv("log", "1h TF: mine", HV_NOW=TEN)
    with network.away():
        hv("log", "2h TF: waits", HV_NOW=ELEVEN)
    import sqlite3

    db = sqlite3.connect(home / "state" / "outbox-sandbox.sqlite")
    db.execute("UPDATE outbox SET account_id = ? WHERE state = 'queued'", (ACCOUNT_ID + 1,))
    db.commit()
    db.close()
    assert "mine" in undone(hv).out


STOPS = ("10:00", "11:00")


def own(hv: Hv) -> list[tuple[str, bool]]:
    found = hv("entries", "today", "--json", HV_NOW=f"{DAY}T12:30").json["entries"]
    return [(each["notes"], each["is_running"]) for each in found if each["notes"] == "it"]


@pytest.mark.found("F1")
@pytest.mark.parametrize("by_times", [True, False])
def test_a_start_is_undone_behind_the_undo_of_its_stop(hv: Hv, by_times: bool) -> None:
    """Where times are tracked, another entry goes on with what was stopped; it goes along."""
    assert hv("sandbox", "reset", *(["--timestamp"] if by_times else [])).code == 0
    hv("start", "TF: it", HV_NOW=f"{DAY}T09:00")
    for number, at in enumerate(STOPS, 1):
        assert hv("stop", HV_NOW=f"{DAY}T{at}").code == 0
        ran = hv("undo", HV_NOW=f"{DAY}T{at}:30")
        assert (ran.code, "Resumed" in ran.out) == (0, True)
        assert own(hv).count(("it", True)) == 1
        assert len(own(hv)) == (1 + number if by_times else 1)
    shown = hv("undo", "--dry-run", HV_NOW=f"{DAY}T12:00")
    assert shown.out.count("DELETE") == (3 if by_times else 1), shown.out
    ran = hv("undo", HV_NOW=f"{DAY}T12:00")
    assert (ran.code, ran.out.count("Deleted"), own(hv)) == (0, 3 if by_times else 1, [])


@pytest.mark.found("F1")
def test_both_are_undone_at_once_too_and_what_was_changed_meanwhile_is_told(hv: Hv) -> None:
    assert hv("sandbox", "reset", "--timestamp").code == 0
    hv("start", "TF: it", HV_NOW=f"{DAY}T09:00")
    hv("stop", HV_NOW=f"{DAY}T10:00")
    ran = hv("undo", "2", HV_NOW=f"{DAY}T10:01")
    assert (ran.code, own(hv)) == (0, []), ran.err
    hv("start", "TF: it", HV_NOW=f"{DAY}T11:00")
    hv("stop", HV_NOW=f"{DAY}T11:30")
    hv("undo", HV_NOW=f"{DAY}T11:31")
    (number,) = (each["id"] for each in entries(hv, f"{DAY}T11:32") if each["is_running"])
    hv("api", "PATCH", f"/time_entries/{number}", "notes=web", HV_NOW=f"{DAY}T11:33")
    ran = hv("undo", HV_NOW=f"{DAY}T11:34")
    assert (ran.code, "notes it → web" in ran.err) == (8, True), ran.err
    assert len(own(hv)) == 1


@few(3)
@pytest.mark.write("W14")
@pytest.mark.parametrize("dies", range(1, 5))
def test_a_start_that_goes_with_what_went_on_is_undone_where_a_run_was_killed(
    hv: Hv, monkeypatch: pytest.MonkeyPatch, dies: int
) -> None:
    assert hv("sandbox", "reset", "--timestamp").code == 0
    hv("start", "TF: it", HV_NOW=f"{DAY}T09:00")
    hv("stop", HV_NOW=f"{DAY}T10:00")
    hv("undo", HV_NOW=f"{DAY}T10:01")
    real, asked = Exchange.perform, list[Any]()

    def perform(exchange: Exchange, request: Any) -> Any:
        asked.append(request)
        if len(asked) == dies:
            raise Killed
        return real(exchange, request)

    with monkeypatch.context() as there:
        there.setattr(Exchange, "perform", perform)
        with pytest.raises(Killed):
            hv("undo", HV_NOW=f"{DAY}T10:02")
    monkeypatch.setattr("harvest_cli.local.outbox.monotonic.is_alive", lambda *_: False)
    ran = hv("undo", HV_NOW=f"{DAY}T10:03")
    assert (ran.code, own(hv)) == (0, []), ran.err
