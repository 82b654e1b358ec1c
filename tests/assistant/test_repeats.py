"""Conversations in which calls come twice: whatever is lost, Harvest holds one of each."""

import time
from collections.abc import Mapping
from concurrent.futures import wait
from typing import Any

import pytest

from harvest_cli.commands.assistant.answering import Worker
from harvest_cli.domain import wall_clock
from harvest_cli.local.outbox import monotonic
from tests.account import call
from tests.assistant.asking import LOG, POST, Asking, Far
from tests.network import LOST, Network
from tests.rows import few
from tests.running import Hv
from tests.served import Served


def test_from_a_choice_to_one_entry(far: Far) -> None:
    asked = far("log_time", text="2h on industries: hero")
    assert asked.status == "needs_choice"
    chosen = asked["candidates"][0]["arguments"]
    logged = far("log_time", **chosen)
    again = far("log_time", **chosen)
    assert (logged.status, again.status) == ("logged", "already_logged")
    assert logged.entry["id"] == again.entry["id"]
    assert logged["write_id"] == again["write_id"]
    assert not again.is_error
    assert len(far.held()) == 1


def test_one_log_is_one_request(far: Far) -> None:
    before = len(far.harvest.seen)
    far("log_time", **LOG)
    assert far.harvest.seen[before:] == [POST]


def test_a_lost_answer_is_found_by_the_same_call(far: Far) -> None:
    far.harvest.fail({POST: ["commit,reset"], "GET /v2/time_entries": ["500"] * 9})
    lost = far("log_time", **LOG)
    assert lost.status == "unconfirmed"
    assert lost["message"].startswith("Do not log it again")
    far.harvest.fail({})
    found = far("log_time", **LOG)
    assert found.status == "already_logged"
    assert [each["id"] for each in far.held()] == [found.entry["id"]]


@few(3)
@pytest.mark.parametrize(
    ("fault", "status", "is_error", "sent"),
    [
        ("reset unread", "unconfirmed", False, 0),
        ("502", "unconfirmed", False, 0),
        ("commit,reset", "unconfirmed", False, 1),
        ("commit,500", "unconfirmed", False, 1),
        ("commit,html", "unconfirmed", False, 1),
        ("429", "saved_not_sent", False, 0),
        ("401", "not_logged_in", True, 0),
        ("422", "refused", True, 0),
    ],
)
def test_whatever_comes_back_is_told_as_it_is_and_ends_as_one_entry(
    fault: str,
    status: str,
    is_error: bool,
    sent: int,
    far: Far,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    far.harvest.fail({POST: [fault], "GET /v2/time_entries": ["502"] * 9})
    first = far("log_time", **LOG)
    assert (first.status, first.is_error, len(far.held())) == (status, is_error, sent)
    begin = "Nothing was logged" if is_error else "Do not log it again"
    assert first["message"].startswith(begin)
    assert "fail" not in first["message"].lower()
    far.harvest.fail({})
    usual, ahead = monotonic.ticks, [0.0]
    monkeypatch.setattr(wall_clock, "epoch_seconds", lambda: time.time() + ahead[0])
    monkeypatch.setattr(monotonic, "ticks", lambda: usual() + ahead[0])
    said = []
    for minutes in (0, 11, 22, 33):
        ahead[0] = minutes * 60.0
        said.append(far("log_time", **LOG))
    assert said[-1].status == "already_logged", [each.document for each in said]
    assert [each["id"] for each in far.held()] == [said[-1].entry["id"]]


def test_what_could_not_be_looked_at_is_not_called_logged(far: Far) -> None:
    far("log_time", **LOG)
    far.harvest.fail({f"GET /v2/time_entries/{far.held()[0]['id']}": ["500"] * 9})
    said = far("log_time", **LOG)
    assert (said.status, said.is_error) == ("unconfirmed", False)
    assert len(far.held()) == 1


def test_a_second_equal_entry_is_logged_where_it_is_meant(ask: Asking) -> None:
    first = ask("log_time", **LOG)
    second = ask("log_time", **LOG, again=True)
    third = ask("log_time", **LOG, again=True)
    assert [each.status for each in (first, second, third)] == [
        "logged",
        "logged",
        "already_logged",
    ]
    assert third.entry["id"] == second.entry["id"]
    assert sum(each.get("notes") == "hero" for each in ask.entries("today")) == 2


def test_deleted_on_the_web_it_is_asked_about(reached: tuple[Asking, Served]) -> None:
    ask, there = reached
    number = ask("log_time", **LOG).entry["id"]
    call(
        there.account,
        "DELETE",
        f"/time_entries/{number}",
        there.token_environ["HARVEST_ACCESS_TOKEN"],
    )
    said = ask("log_time", **LOG)
    assert (said.status, said.is_error) == ("needs_confirmation", True)
    assert said["message"].startswith("Nothing was logged")
    (choice,) = said["candidates"]
    again = ask("log_time", **choice["arguments"])
    assert (again.status, again.entry["id"] != number) == ("logged", True)
    assert ask("log_time", **choice["arguments"]).status == "already_logged"
    assert ask("log_time", **LOG).status == "already_logged"


def test_undone_it_may_be_logged_again(ask: Asking) -> None:
    logged = ask("log_time", **LOG)
    undone = [ask("undo_write", write_id=logged["write_id"]) for _ in range(2)]
    assert [each.status for each in undone] == ["undone", "already_undone"]
    assert not undone[1].is_error
    assert ask("log_time", **LOG).status == "logged"
    assert sum(each.get("notes") == "hero" for each in ask.entries("today")) == 1


def test_only_the_named_write_is_taken_back(ask: Asking) -> None:
    first = ask("log_time", text="1h on MW: one")
    ask("log_time", text="1h on MW: two")
    ask("undo_write", write_id=first["write_id"])
    assert [each["notes"] for each in ask.entries("today")] == ["two"]
    assert ask("undo_write", write_id=first["write_id"][:6]).status == "not_found"


def test_a_timer_starts_and_stops_once(ask: Asking) -> None:
    starts = [ask("start_timer", text="MW: footer") for _ in range(2)]
    assert [each.status for each in starts] == ["started", "already_running"]
    assert starts[0].entry["id"] == starts[1].entry["id"]
    stops = [ask("stop_timer") for _ in range(2)]
    assert [each.status for each in stops] == ["stopped", "nothing_running"]
    named = ask("stop_timer", entry_id=starts[0].entry["id"])
    assert (named.status, named.entry["running"]) == ("nothing_running", False)
    assert sum(each.get("notes") == "footer" for each in ask.entries("today")) == 1


def test_an_entry_is_continued_once(ask: Asking) -> None:
    old = next(each for each in ask.entries("last week") if each.get("notes") == "Icon set")
    starts = [ask("start_timer", entry_id=old["id"]) for _ in range(2)]
    assert [each.status for each in starts] == ["started", "already_running"]
    assert len(ask.entries("today")) == 1


def test_a_start_whose_answer_is_lost_runs_once(far: Far) -> None:
    far.harvest.fail({POST: ["commit,reset"], "GET /v2/time_entries": ["", "502", "502", "502"]})
    assert far("start_timer", text="MW: hero").status in ("unconfirmed", "started")
    far.harvest.fail({})
    assert far("start_timer", text="MW: hero").status == "already_running"
    assert len(far.held()) == 1


def test_an_entry_is_deleted_once(ask: Asking) -> None:
    entry = ask("log_time", **LOG).entry
    given = {"entry_id": entry["id"], "spent_date": "2026-11-18", "hours": 2}
    wrong = ask("delete_entry", **{**given, "hours": 3})
    assert (wrong.status, wrong.is_error) == ("conflict", True)
    assert [ask("delete_entry", **given).status for _ in range(2)] == [
        "deleted",
        "already_deleted",
    ]
    assert ask("delete_entry", **{**given, "entry_id": 999_999_999}).status == "not_found"


def test_an_edit_is_made_once(ask: Asking) -> None:
    number = ask("log_time", **LOG).entry["id"]
    edits = [ask("edit_entry", entry_id=number, hours=1.5) for _ in range(2)]
    assert [each.status for each in edits] == ["changed", "unchanged"]
    assert edits[0]["before"]["hours"] == 2.0
    assert edits[1]["after"]["hours"] == 1.5
    assert ask("undo_write", write_id=edits[0]["write_id"]).status == "undone"
    assert ask("log_time", **LOG).entry["hours"] == 2.0


def test_out_of_reach_a_sentence_is_kept_once(ask: Asking, network: Network, hv: Hv) -> None:
    with network.away():
        said = [ask("log_time", **LOG) for _ in range(3)]
    assert {each.status for each in said} == {"saved_not_sent"}
    assert len(hv("outbox", "--json").json["outbox"]) == 1
    assert ask("log_time", **LOG).status == "already_logged"
    assert sum(each.get("notes") == "hero" for each in ask.entries("today")) == 1


def test_after_a_cut_line_what_was_sent_is_asked_about(ask: Asking, network: Network) -> None:
    ask("list_projects")
    with network.away(LOST):
        assert ask("log_time", **LOG).status == "unconfirmed"
    assert ask("log_time", **LOG).status in ("unconfirmed", "already_logged", "saved_not_sent")
    assert sum(each.get("notes") == "hero" for each in ask.entries("today")) <= 1


def test_two_hundred_equal_calls_five_at_a_time_are_one_entry(ask: Asking) -> None:
    def answered(name: str, given: Mapping[str, Any], _: Any) -> tuple[dict[str, Any], bool]:
        said = ask(name, **given)
        return said.document, said.is_error

    worker = Worker(answered)
    said: list[Any] = []
    for _ in range(40):
        under_way = [worker.submit("log_time", LOG) for _ in range(5)]
        wait(under_way)
        said += [each.result()[0] for each in under_way]
    worker.close()
    assert len(said) == 200
    assert len({each["entries"][0]["id"] for each in said}) == 1
    assert {each["status"] for each in said} == {"logged", "already_logged"}
    assert sum(each.get("notes") == "hero" for each in ask.entries("today")) == 1


def test_equal_calls_take_no_turn_of_the_writes(far: Far, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(
        "harvest_cli.commands.cli.wiring.time", type("T", (), {"sleep": slept.append})
    )
    far("log_time", **LOG)
    for _ in range(30):
        far("log_time", **LOG)
    looks = [each for each in slept if each > 0]
    assert looks, "looks at equal entries have a pace"
    slept.clear()
    assert far("log_time", text="1h on TF: other").status == "logged"
    assert max(slept, default=0.0) == 0.0


def test_minutes_for_hours_and_full_days_are_asked_about(ask: Asking) -> None:
    assert ask("log_time", text="90h on MW: hero").status == "not_understood"
    ask("log_time", text="20h on MW: hero")
    said = ask("log_time", text="6h on TF: more")
    assert (said.status, said["confirm_date"]) == ("needs_confirmation", "2026-11-18")
    assert ask("log_time", text="6h on TF: more", confirm_date="2026-11-18").status == "logged"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2h on MW 2026-01-12", "2026-01-12"),
        ("2h on MW 2025-11-18", "2025-11-18"),
        ("2h on MW 2026-12-24", "2026-12-24"),
        ("2h on MW 2027-11-17", "2027-11-17"),
    ],
)
def test_a_day_far_off_is_asked_about(text: str, day: str, ask: Asking) -> None:
    said = ask("log_time", text=text)
    assert (said.status, said["confirm_date"]) == ("needs_confirmation", day)
    assert ask("log_time", text=text, confirm_date="2026-11-18").status == "needs_confirmation"
    assert ask("log_time", text=text, confirm_date=day).status == "logged"


def test_of_several_days_far_off_the_first_is_asked_about(ask: Asking) -> None:
    text = "2h on MW on 2026-01-12 and 2026-01-13: x"
    said = ask("log_time", text=text)
    assert (said.status, said["confirm_date"]) == ("needs_confirmation", "2026-01-12")
    assert len(ask("log_time", text=text, confirm_date="2026-01-12")["entries"]) == 2


def test_an_entry_is_not_moved_to_another_year_unasked(ask: Asking) -> None:
    number = ask("log_time", **LOG).entry["id"]
    said = ask("edit_entry", entry_id=number, date="2025-11-18")
    assert (said.status, said["confirm_date"]) == ("needs_confirmation", "2025-11-18")
    assert said["message"].startswith("Nothing was changed")
    assert ask("edit_entry", entry_id=number, date="last friday").status == "changed"
    given = {"entry_id": number, "date": "2025-11-18", "confirm_date": "2025-11-18"}
    assert [ask("edit_entry", **given).status for _ in range(2)] == ["changed", "unchanged"]


def test_leave_may_be_far_ahead(ask: Asking) -> None:
    said = ask("log_time", text="annual leave 2026-12-24")
    assert (said.status, said.entry["task"]) == ("logged", "Annual Leave")
