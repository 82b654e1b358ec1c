"""`hv undo` and `hv history`: the last writes, taken back unless somebody changed them."""

from typing import Any

import pytest

from tests.running import Hv, Ran


@pytest.fixture
def at(hv: Hv) -> Hv:
    """The embedded account on a Wednesday, with nothing done yet."""
    assert hv("projects").code == 0
    return hv


def entries(hv: Hv) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = hv("entries", "today", "--json").json["entries"]
    return found


def log(hv: Hv, text: str = "1h30 TF, Research: interviews") -> int:
    return int(hv("log", text, "--json").json["entries"][0]["id"])


def undone(hv: Hv, *argv: str) -> Ran:
    ran = hv("undo", *argv)
    assert ran.code == 0, ran.err
    return ran


@pytest.mark.ux(33)
def test_what_was_logged_is_deleted(at: Hv) -> None:
    log(at)
    assert undone(at).out.startswith("Deleted  1:30  123 Industries › Task Force › Research")
    assert entries(at) == []


def test_what_was_changed_gets_back_what_it_was(at: Hv) -> None:
    made = log(at)
    assert at("edit", str(made), "--hours", "3h", "--note", "other").code == 0
    assert undone(at).out.startswith("Restored")
    (entry,) = entries(at)
    assert (entry["hours"], entry["notes"]) == (1.5, "interviews")


def test_a_moved_entry_moves_back(at: Hv) -> None:
    made = log(at)
    assert at("edit", str(made), "--project", "MW", "--date", "yesterday").code == 0
    undone(at)
    (entry,) = entries(at)
    assert entry["project"]["name"] == "Task Force"


def test_what_was_deleted_is_created_again_with_a_new_number(at: Hv) -> None:
    made = log(at)
    assert at("delete", str(made), "--yes").code == 0
    ran = undone(at)
    assert ran.out.startswith("Restored with a new id")
    assert "number" not in ran.out
    (entry,) = entries(at)
    assert entry["id"] != made
    assert (entry["hours"], entry["notes"]) == (1.5, "interviews")


def test_a_started_timer_is_deleted(at: Hv) -> None:
    assert at("start", "TF").code == 0
    undone(at)
    assert at("status", "--json").json["running"] == []


def test_a_stopped_timer_runs_again(at: Hv) -> None:
    assert at("start", "TF", "20m", "ago").code == 0
    assert at("stop").code == 0
    assert undone(at).out.startswith("Resumed")
    assert len(at("status", "--json").json["running"]) == 1


def test_a_restarted_timer_stops_with_its_old_hours(at: Hv) -> None:
    made = log(at)
    assert at("restart", str(made)).code == 0
    assert undone(at).out.startswith("Stopped")
    (entry,) = entries(at)
    assert (entry["is_running"], entry["hours"]) == (False, 1.5)


def test_several_are_taken_back_newest_first(at: Hv) -> None:
    made = log(at)
    assert at("edit", str(made), "--hours", "3h").code == 0
    log(at, "15m TF: second")
    lines = undone(at, "3").out.splitlines()
    assert [line.split("  ")[0] for line in lines] == ["Deleted", "Restored", "Deleted"]
    assert entries(at) == []


@pytest.mark.ux(33)
@pytest.mark.parametrize(
    ("words", "count"),
    [
        (("last",), 1),
        (("two",), 2),
        (("last", "2"), 2),
        (("the last two commands",), 2),
        (("my last change",), 1),
    ],
)
def test_the_number_may_be_said_in_words(at: Hv, words: tuple[str, ...], count: int) -> None:
    for note in ("a", "b", "c"):
        log(at, f"1h TF, Research: {note}")
    undone(at, *words)
    assert len(entries(at)) == 3 - count


@pytest.mark.parametrize("words", ["the", "last week", "all", "commands", "two three", "today"])
def test_words_that_are_no_number_undo_nothing(at: Hv, words: str) -> None:
    log(at)
    ran = at("undo", words)
    assert (ran.code, len(entries(at))) == (2, 1)
    assert "^" in ran.err


def test_what_somebody_changed_since_is_left_and_the_difference_told(at: Hv, home: Any) -> None:
    made = log(at)
    import sqlite3

    db = sqlite3.connect(home / "state" / "sandbox.sqlite")
    db.execute("UPDATE entries SET notes = 'mine' WHERE id = ?", (made,))
    db.commit()
    db.close()
    ran = at("undo")
    assert ran.code == 8
    assert "notes interviews → mine" in ran.err
    assert len(entries(at)) == 1


def test_what_was_taken_back_beside_it_is_told_with_its_status(at: Hv, home: Any) -> None:
    for argv, told in (((), "Deleted  0:15"), (("--json",), "")):
        first = log(at)
        log(at, "15m TF: second")
        import sqlite3

        db = sqlite3.connect(home / "state" / "sandbox.sqlite")
        db.execute("UPDATE entries SET notes = 'mine' WHERE id = ?", (first,))
        db.commit()
        db.close()
        ran = at("undo", "2", *argv)
        assert ran.code == 8
        assert told in ran.out
        assert f"Not undone: Entry {first} was changed since" in ran.err
    assert len(ran.json["undone"]) == 1
    assert (ran.json["error"]["code"], ran.json["error"]["hint"]) == ("changed_since", None)


def test_an_entry_that_is_gone_is_said_to_be_gone(at: Hv, home: Any) -> None:
    made = log(at)
    import sqlite3

    db = sqlite3.connect(home / "state" / "sandbox.sqlite")
    db.execute("DELETE FROM entries WHERE id = ?", (made,))
    db.commit()
    db.close()
    ran = at("undo")
    assert ran.code == 8
    assert "gone" in ran.err


def test_nothing_is_taken_back_twice(at: Hv) -> None:
    log(at)
    undone(at)
    assert at("undo").code == 4
    assert [each["undone"] for each in at("history", "--json").json["history"]] == [True]


def test_more_than_there_is_is_refused_before_anything_is_sent(at: Hv) -> None:
    log(at)
    assert at("undo", "2").code == 4
    assert len(entries(at)) == 1


def test_a_dry_run_changes_nothing(at: Hv) -> None:
    log(at)
    ran = undone(at, "--dry-run")
    assert ran.out.startswith("Would be deleted")
    assert ran.out.endswith("Nothing sent\n")
    assert len(entries(at)) == 1


def test_json_holds_what_was_taken_back(at: Hv) -> None:
    made = log(at)
    (each,) = at("undo", "--json").json["undone"]
    assert (each["did"], each["undo"], each["entry"]["id"]) == ("created", "deleted", made)


def test_history_lists_the_newest_first_in_every_face(at: Hv) -> None:
    made = log(at)
    assert at("edit", str(made), "--hours", "3h").code == 0
    found = at("history", "--json").json["history"]
    assert [(each["did"], each["id"]) for each in found] == [("edited", made), ("created", made)]
    assert found[1]["sentence"] == "1h30 TF, Research: interviews"
    plain = at("history", "--header").out.splitlines()
    assert plain[0].split("\t")[-1] == "write"
    assert plain[0].split("\t")[:3] == ["at", "did", "id"]
    assert len(plain) == 3
    assert [row.split("\t")[3] for row in plain[1:]] == ["3.00", "1.50"]
    human = at("history", terminal=True).out
    assert "Edited" in human
    assert "interviews" in human


def test_notes_are_what_a_history_is_looked_at_for(at: Hv) -> None:
    at("log", "2h Online Store - Phase 1, Programming: checkout")
    at("undo")
    shown = at("history", terminal=True, COLUMNS="80", NO_COLOR="1").out
    assert all(word in shown for word in ("18 Nov ", "Created", "checkout", "undone"))
    assert max(map(len, shown.splitlines())) <= 80


def test_an_empty_history_says_so(at: Hv) -> None:
    assert at("history", "--json").json == {"history": []}
    for terminal in (True, False):
        ran = at("history", terminal=terminal)
        assert (ran.code, ran.out) == (0, "")
        assert "nothing" in ran.err


def test_one_run_with_several_writes_to_one_entry_is_one_deed(at: Hv) -> None:
    assert at("start", "TF", "20m", "ago").code == 0
    assert at("stop", "5m", "ago:", "sent").code == 0
    dids = [each["did"] for each in at("history", "--json").json["history"]]
    assert dids in (["stopped", "started"], ["stopped", "started", "started"])
