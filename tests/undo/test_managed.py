"""`hv undo` of what was done to people and to the tasks of projects."""

import json

import pytest

from tests.rows import few
from tests.running import Hv

NEW = ("people", "add", "ada@example.com", "--name", "Ada Byron")


def person(hv: Hv, words: str) -> dict[str, object]:
    rows = hv("people", words, "--json").json["people"]
    return dict(rows[0]) if rows else {}


def research(hv: Hv) -> dict[str, object]:
    rows = hv("tasks", "TF", "--json").json["tasks"]
    kept = ("is_active", "billable", "hourly_rate", "budget")
    return next(({key: row[key] for key in kept} for row in rows if row["task"] == "Research"), {})


@few(3)
@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("edit", "jane", "--capacity", "20h", "--title", "QA,Lead"), "Changed back  Jane Smith"),
        (("edit", "jane", "--role", "manager,project_creator"), "Changed back  Jane Smith"),
        (("edit", "jane", "--rate", "120", "--cost", "1"), "Changed back  Jane Smith"),
        (("archive", "jane", "--yes"), "Restored  Jane Smith"),
        (("add", "ada@example.com", "--name", "Ada Byron"), "Deleted  Ada Byron"),
    ],
)
def test_what_was_done_to_somebody_is_taken_back(hv: Hv, argv: tuple[str, ...], said: str) -> None:
    hv("projects")
    before = hv("people", "--json").json["people"]
    assert hv("people", *argv).code == 0
    changed = hv("people", "--json").json["people"]
    assert _plain(changed) != _plain(before)
    shown = hv("undo", "-n")
    assert "Nothing sent" in shown.out
    assert hv("people", "--json").json["people"] == changed
    ran = hv("undo")
    assert (ran.code, said in ran.out) == (0, True), ran.out + ran.err
    assert _plain(hv("people", "--json").json["people"]) == _plain(before)
    assert "Nothing to undo" in hv("undo").err


def _plain(rows: list[dict[str, object]]) -> str:
    return json.dumps([{**row, "updated_at": None} for row in rows])


def test_a_restored_person_is_archived_again(hv: Hv) -> None:
    hv("projects")
    hv("people", "archive", "jane", "--yes")
    hv("people", "restore", "jane")
    assert "Archived  Jane Smith" in hv("undo").out
    assert person(hv, "jane")["is_active"] is False
    assert "Restored  Jane Smith" in hv("undo").out
    assert person(hv, "jane")["is_active"] is True


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("edit", "TF", "Research", "--rate", "7", "--budget", "9", "--billable"), "Changed back"),
        (("archive", "TF", "Research", "--yes"), "Restored"),
    ],
)
def test_what_was_done_to_a_task_is_taken_back(hv: Hv, argv: tuple[str, ...], said: str) -> None:
    hv("projects")
    before = research(hv)
    assert hv("tasks", *argv).code == 0
    assert research(hv) != before
    ran = hv("undo")
    assert f"{said}  123 Industries › Task Force › Research" in ran.out, ran.out + ran.err
    assert research(hv) == before


def test_a_task_that_was_added_goes_and_one_that_was_removed_comes_back(hv: Hv) -> None:
    hv("api", "post", "tasks", "name=Juggling")
    line = ("tasks", "add", "TF", "Juggling", "--billable", "--rate", "75.5", "--budget", "3")
    hv(*line)
    added = hv("tasks", "TF", "--json").json["tasks"][0]
    assert "Removed  123 Industries › Task Force › Juggling" in hv("undo").out
    assert hv("log", "1h TF Juggling").code != 0
    hv(*line)
    hv("tasks", "remove", "TF", "Juggling", "--yes")
    assert "Added again  123 Industries › Task Force › Juggling" in hv("undo").out
    again = hv("tasks", "TF", "--json").json["tasks"][0]
    changing = {"id": 0, "created_at": "", "updated_at": ""}
    assert {**again, **changing} == {**added, **changing}
    assert hv("log", "1h TF Juggling").code == 0


def test_a_deletion_cannot_be_taken_back_and_is_stepped_over(hv: Hv) -> None:
    hv("log", "1h TF Research: kept")
    hv(*NEW)
    hv("people", "delete", "ada", "--yes")
    ran = hv("undo")
    assert ran.code == 8
    assert "The deletion of Ada Byron <ada@example.com> cannot be undone" in ran.err
    assert "the next `hv undo`" in ran.err
    # Of one who was deleted since nothing can be taken back either.
    assert (hv("undo").code, hv("undo").code) == (8, 0)
    assert hv("entries", "today", "--json").json["entries"] == []


def test_what_was_changed_since_is_left_alone_and_named(hv: Hv) -> None:
    hv("projects")
    hv("people", "edit", "jane", "--capacity", "20h")
    hv("api", "patch", "users/1795925", "weekly_capacity=3600")
    ran = hv("undo")
    assert (ran.code, "Jane Smith <janesmith@example.com> was changed since" in ran.err) == (
        8,
        True,
    )
    assert person(hv, "jane")["weekly_capacity"] == 3600


def test_commands_of_both_kinds_are_taken_back_in_the_order_they_were_typed(hv: Hv) -> None:
    hv("log", "1h TF Research: first")
    hv("people", "edit", "jane", "--capacity", "20h")
    hv("log", "1h TF Research: second")
    hv("tasks", "edit", "TF", "Research", "--budget", "9")
    shown = hv("undo", "3", "-n").out
    assert [word for word in ("first", "second") if word in shown] == ["second"]
    document = hv("undo", "3", "--json").json
    assert [row["entry"]["notes"] for row in document["undone"]] == ["second"]
    assert [(row["did"], row["undo"]) for row in document["managed"]] == [
        ("changed", "changed back"),
        ("changed", "changed back"),
    ]
    assert person(hv, "jane")["weekly_capacity"] == 126_000
    rows = hv("entries", "today", "--json").json["entries"]
    assert [row["notes"] for row in rows] == ["first"]
    assert "Only 1 command can be undone" in hv("undo", "2").err


def test_the_history_names_them_and_undo_takes_their_names(hv: Hv) -> None:
    hv("projects")
    hv("people", "edit", "jane", "--capacity", "20h")
    hv("people", "edit", "jane", "--title", "QA")
    rows = hv("history", "--json").json["managed"]
    assert [(row["did"], row["what"]) for row in rows] == [
        ("changed", "Jane Smith <janesmith@example.com>")
    ] * 2
    assert "Jane Smith" in hv("history", terminal=True, COLUMNS="80").out
    assert all(each["at"].startswith("2026-11-18T") for each in rows), "now is as HV_NOW says"
    assert hv("undo", rows[1]["write"]).code == 0
    assert person(hv, "jane")["roles"] == ["QA"]
    assert hv("history", "--json").json["managed"][1]["undone"]
    assert "undone already" in hv("undo", rows[1]["write"]).err


def test_a_rate_is_changed_from_today_on(hv: Hv) -> None:
    hv("projects")
    ran = hv("people", "edit", "jane", "--rate", "120", "--title", "QA")
    assert "120.00 from today on" in ran.out
    rates = hv("api", "get", "users/1795925/billable_rates").json["billable_rates"]
    assert [(row["amount"], row["start_date"] is None) for row in rates] == [
        (100.0, True),
        (120.0, False),
    ]
    assert person(hv, "jane")["roles"] == ["QA"]


def test_what_cannot_be_taken_back_keeps_nothing_else_from_it(hv: Hv) -> None:
    hv("projects")
    hv("people", "edit", "jane", "--capacity", "20h")
    hv(*NEW)
    hv("people", "delete", "ada", "--yes")
    ran = hv("undo", "3")
    assert (ran.code, ran.err.count("Not undone")) == (8, 2), ran.err
    assert "Changed back  Jane Smith" in ran.out
    assert "Nothing to undo" in hv("undo").err


def test_an_entry_that_hv_booked_for_somebody_else_is_taken_back(hv: Hv) -> None:
    hv("log", "2h TF Research: interviews", "--user", "jane")
    assert "Deleted" in hv("undo").out
    assert hv("entries", "today", "--user", "jane", "--json").json["entries"] == []
