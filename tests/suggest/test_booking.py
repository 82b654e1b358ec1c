"""`hv suggest --yes`, a list to tick, and what was booked once: it is not proposed again."""

from itertools import pairwise
from typing import Any

import pytest

from harvest_cli.__main__ import run
from tests.network import LOST, REFUSED, Network
from tests.rows import few
from tests.running import CTRL_C, FakeTerminal
from tests.suggest.repositories import Home


def entries(home: Home) -> list[Any]:
    found: list[Any] = home.hv("entries", "this week", "--json").json["entries"]
    return found


@pytest.fixture
def worked(at_home: Home) -> Home:
    """Two days of commits for a known project, one for an unknown one."""
    at_home.repository("site", 'project = "MW"\ntask = "Programming"')
    at_home.repository("spike", None)
    at_home.commit("site", "16 09:10", "A")
    at_home.commit("site", "17 09:10", "B")
    at_home.commit("spike", "17 14:00", "C")
    return at_home


def test_nothing_is_sent_unasked(worked: Home) -> None:
    plain = worked.hv("suggest")
    assert plain.code == 0
    assert [line.split("\t")[0] for line in plain.out.splitlines()] == ["true", "true", "false"]
    assert "hv suggest --yes" in plain.err
    worked.hv("suggest", "--json")
    worked.hv("suggest", "--dry-run", terminal=True)
    assert worked.hv("suggest", "--yes", "--dry-run").out.startswith("true\t")
    assert entries(worked) == []
    assert worked.hv("suggest", "-q").out == ""
    assert worked.hv("suggest", "--header").out.startswith("ticked\torigin\t")


def test_yes_books_what_is_ticked_and_one_undo_takes_it_back(worked: Home) -> None:
    ran = worked.hv("suggest", "--yes")
    assert ran.code == 0, ran.err
    assert ran.out.count("Logged 0:30") == 2
    assert sorted(each["notes"] for each in entries(worked)) == ["A", "B"]
    assert worked.rows() == ["? 17 0.5 None: C"]
    assert worked.hv("suggest", "--yes").out == ""
    assert len(entries(worked)) == 2
    assert worked.hv("undo").code == 0
    assert entries(worked) == []
    assert len(worked.rows()) == 3
    assert worked.hv("suggest", "--yes").code == 0
    assert len(entries(worked)) == 2


@pytest.mark.parametrize(
    "change", [["edit", "last", "2h"], ["edit", "last", "--note", "x"], ["delete", "last", "--yes"]]
)
def test_what_was_booked_is_not_proposed_after_a_change(worked: Home, change: list[str]) -> None:
    worked.hv("suggest", "yesterday", "--yes")
    worked.hv("entries", "yesterday")
    assert worked.hv(*change).code == 0
    assert worked.rows("yesterday") == ["? 17 0.5 None: C"]


def test_a_rebase_and_another_text_make_nothing_new(worked: Home) -> None:
    worked.hv("suggest", "--yes")
    folder = worked.folder("site")
    worked.git(folder, "commit", "-q", "--amend", "--allow-empty", "-m", "B, in other words")
    assert worked.rows() == ["? 17 0.5 None: C"]


def test_what_came_since_is_proposed_by_itself(worked: Home) -> None:
    worked.hv("suggest", "yesterday", "--yes")
    worked.commit("site", "17 09:50", "D")
    assert "17 0.67 Marketing Website: D" in worked.rows("yesterday")
    worked.hv("suggest", "yesterday", "--yes")
    assert sorted(each["notes"] for each in entries(worked)) == ["B", "D"]


def test_each_commit_of_an_entry_is_booked(worked: Home) -> None:
    worked.commit("site", "17 09:50", "D")
    worked.hv("suggest", "yesterday", "--yes")
    folder = worked.folder("site")
    worked.git(folder, "reset", "-q", "--hard", "HEAD~2")
    worked.commit("site", "17 09:50", "D")
    assert worked.rows("yesterday") == ["? 17 0.5 None: C"]


def test_pending_and_unconfirmed_ones_are_not_proposed_again(
    worked: Home, network: Network
) -> None:
    for result in (REFUSED, LOST):
        day = "yesterday" if result is LOST else "monday"
        with network.away(result, "POST"):
            assert worked.hv("suggest", day, "--yes").code == 75
        assert worked.rows(day) == (["? 17 0.5 None: C"] if day == "yesterday" else [])
    worked.hv("sync")
    assert [each["notes"] for each in entries(worked)] == ["A"]
    assert worked.hv("suggest", "--yes").out == ""


def test_on_a_terminal_one_ticks(worked: Home) -> None:
    ran = worked.hv(
        "suggest", terminal=True, stdin="1 off\n\n", COLUMNS="90", NO_COLOR="1", LANG="C.UTF-8"
    )
    assert ran.code == 0, ran.err
    assert '  1 [x] Mon 16 Nov   0:30  ABC Corp › Marketing Website › Programming  "A"' in ran.err
    assert "        estimated from 1 commit of ~/src/site, 8:40am to 9:10am" in ran.err
    assert "  3 [ ] Tue 17 Nov   0:30  ?" in ran.err
    assert [each["notes"] for each in entries(worked)] == ["B"]
    none = worked.hv("suggest", terminal=True, stdin="n\n")
    assert (none.code, none.out) == (8, "")
    assert len(entries(worked)) == 1


def test_an_unknown_place_that_is_ticked_is_asked_for_once(worked: Home) -> None:
    worked.commit("spike", "17 14:40", "D")
    ran = worked.hv("suggest", terminal=True, stdin="3\n1\n1\n", NO_COLOR="1")
    assert ran.code == 0, ran.err
    assert "Which project does ~/src/spike mean?" in ran.err
    (entry,) = entries(worked)
    assert entry["notes"] == "C; D"
    worked.commit("spike", "18 09:00", "E")
    (row,) = worked.suggest("today").json["suggestions"]
    assert (row["ticked"], row["project"]) == (True, entry["project"]["name"])
    assert "~/src/spike" in worked.hv("projects", "--remembered").out


@few(3)
@pytest.mark.parametrize("typed", [CTRL_C, f"3\n{CTRL_C}", f"3\n1\n{CTRL_C}", "q", "3\nq"])
def test_who_ends_the_list_or_its_questions_books_nothing(worked: Home, typed: str) -> None:
    ran = worked.hv("suggest", terminal=True, stdin=f"{typed}\n")
    assert (ran.code, ran.out) == (130 if CTRL_C in typed else 8, "")
    assert entries(worked) == []
    assert "~/src/spike" not in worked.hv("projects", "--remembered").out


@pytest.mark.parametrize("answer", ["", "q"])
def test_no_answer_about_one_place_ends_it_all(worked: Home, answer: str) -> None:
    worked.repository("other", "")
    worked.commit("other", "17 16:40", "D")
    ran = worked.hv("suggest", terminal=True, stdin=f"all\n{answer}\n")
    assert (ran.code, ran.out) == (8, ""), ran.err
    assert ran.err.count("Which project does") == 1
    assert entries(worked) == []


def test_with_clock_times_nothing_overlaps(by_clock: Home) -> None:
    by_clock.repository("site", 'project = "MW"\ntask = "Programming"')
    by_clock.hv("log", "9:20-10am TF Research yesterday: call")
    for at in ("09:10", "09:40", "10:30", "11:00"):
        by_clock.commit("site", f"17 {at}", at)
    document = by_clock.suggest("yesterday").json
    assert document["remarks"][0].startswith("1 commit stands for no time: within what is there")
    rows = document["suggestions"]
    times = [(each["started_time"], each["ended_time"], each["notes"]) for each in rows]
    assert times == [("08:40", "09:10", "09:10"), ("10:00", "11:00", "10:30; 11:00")]
    assert by_clock.hv("suggest", "yesterday", "--yes").code == 0
    made = by_clock.hv("entries", "yesterday", "--json").json["entries"]
    spans = sorted((each["started_time"], each["ended_time"]) for each in made)
    assert spans == [("08:40", "09:10"), ("09:20", "10:00"), ("10:00", "11:00")]
    assert by_clock.rows("yesterday") == []


def test_the_time_of_a_running_timer_is_taken(by_clock: Home) -> None:
    by_clock.repository("site", 'project = "MW"\ntask = "Programming"')
    by_clock.hv("start", "TF Research at 9:30")
    for at in ("09:10", "09:40", "10:20"):
        by_clock.commit("site", f"18 {at}", at)
    rows = by_clock.suggest("today").json["suggestions"]
    assert [(each["started_time"], each["ended_time"]) for each in rows] == [("08:40", "09:10")]


def test_with_clock_times_rounding_stays_in_what_is_free(by_clock: Home) -> None:
    by_clock.repository("site", 'project = "MW"\ntask = "Programming"')
    by_clock.repository("shop", 'project = "OS1"\ntask = "Programming"')
    by_clock.hv("log", "8:40-9am TF Research yesterday: call")
    by_clock.commit("site", "17 09:10", "A")
    by_clock.commit("shop", "17 09:18", "B")
    by_clock.commit("site", "17 09:50", "C")
    rows = by_clock.suggest("yesterday", HV_ROUND="15m up").json["suggestions"]
    spans = [(each["started_time"], each["ended_time"]) for each in rows]
    assert spans == sorted(spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans)), spans
    assert spans[0][0] >= "09:00"


def test_what_is_booked_while_the_question_is_open_is_not_booked_twice(
    worked: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer() -> str:
        worked.commit("site", "16 08:50", "Earlier")
        assert worked.hv("suggest", "--yes").code == 0
        return "\n"

    typed, out, err = FakeTerminal(), FakeTerminal(), FakeTerminal()
    monkeypatch.setattr(typed, "readline", answer)
    assert run(["suggest"], dict(worked.hv.environ), typed, out, err) == 0
    assert out.getvalue() == ""
    assert sorted(each["notes"] for each in entries(worked)) == ["B", "Earlier; A"]
