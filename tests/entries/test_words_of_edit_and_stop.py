"""What people type behind `hv stop` and `hv edit`; the meanings were fixed before any was read."""

import re
import shlex

import pytest

from tests.more_projects import with_projects
from tests.rows import few
from tests.running import Hv

STOPS = {
    "at 5": 7.5, "quarter past 4": 6.75, "16h45": 7.25, "at noon": 2.5, "now: merged": 7.83,
    "at 17.10": 7.67, "half an hour ago: reviewed with client": 7.33, "after 6 hours": 6.0,
    "minus an hour for lunch": 6.83, "with a 45 min break": 7.08, "after an hour": 1.0,
    "at half four": 7.0, "with lunch": None, "after 6": None, "minus 30": None,
    "a few minutes ago": None, "at 9": None, "at 3:30": 6.0, "at 03:30": None,
    "at 4pm, 30m lunch": 6.0, "w/ 1h lunch": 6.83, "at 16:00 (30m break): sent": 6.0,
    "lunch 30m": 7.33, "30m lunch at 4pm, sent": 6.0, "at 16:00, 1h lunch talk booked": 6.5,
    "at 5, 30m lunh": 7.0, "at 5, 2 lunches": 7.5, "at 4pm - lucnh 30m: x": 6.0,
    "16:00 - 1h lunch": 5.5, "at 16:00 -30m": 6.0, "at 16:00 less lunch 30m": 6.0,
    "ten to five: done": 7.33, "5 o'clock": 7.5, "at 16:45h": 7.25, "at 19:00": None,
    "16:00 - 1h lunch talk": 6.5, "minus lunch 30m": 7.33,
    "5 minuts ago": 7.75, "at half fuor": 7.0, "10 minutes ealier: minuts": 7.67,
}  # fmt: skip
"""Hours of a timer since 9:30, at 17:20; None is refused."""


@few(6)
@pytest.mark.parametrize("words", STOPS)
def test_stop(hv: Hv, words: str) -> None:
    hv("start", "MW Research at 9:30: nav", HV_NOW="2026-11-18T11:00:00")
    ran = hv("stop", words, "--json", HV_NOW="2026-11-18T17:20:00")
    assert (ran.json["entries"][0]["hours"] if ran.code == 0 else None) == STOPS[words], ran.err
    assert ran.code in (0, 2)


@pytest.mark.found("E5")
@pytest.mark.parametrize("words", ["eod", "at eod", "by the end of the day: done"])
def test_the_end_of_the_day_is_that_of_working_hours(hv: Hv, words: str) -> None:
    hv("start", "MW Research at 9:30", HV_NOW="2026-11-18T11:00:00")
    at_home = hv.with_(HV_NOW="2026-11-18T18:20:00", HV_WORKING_HOURS="9:00-17:30")
    ran = at_home("stop", words, "--json")
    assert ran.json["entries"][0]["hours"] == 8
    assert "read as 5:30pm" in str(ran.json["inferences"])


@pytest.mark.found("E5")
def test_words_that_only_join_name_no_timer(hv: Hv) -> None:
    hv("start", "TF Research at 9:30: on-call rota", HV_NOW="2026-11-18T11:00:00")
    at_work = hv.with_(HV_NOW="2026-11-18T17:20:00")
    for words in (
        "for",
        "on",
        "for the",
        "on for 10m ago",
        "10m ago on",
        "10m ago the",
        "at 3pm the",
    ):
        ran = at_work("stop", words, "-n")
        assert (ran.code, "Nothing follows" in ran.err, "^" in ran.err) == (2, True, True)
        (proposed, *_) = re.findall(r"`(?:hv stop )?([^`]+)`", ran.err)
        assert at_work("stop", proposed, "-n").code == 0
    assert at_work("stop", "rota on", "-n").code == 0
    assert at_work("stop", "research on", "-n").code == 0
    assert at_work("stop", "the on call", "-n").code == 0
    assert at_work("stop", "on: done", "-n").code == 0
    assert "No running timer" in at_work("stop", "the on call timer", "-n").err


def test_a_timer_may_be_called_like_a_joining_word(hv: Hv) -> None:
    hv("start", "TF Research at 9:30: log in", HV_NOW="2026-11-18T11:00:00")
    assert 'Nothing follows "in"' in hv("stop", "in", HV_NOW="2026-11-18T17:20:00").err
    with_projects(hv, "Intake", code="IN")
    hv("start", "Intake Programming at 11:30", HV_NOW="2026-11-18T12:00:00")
    assert hv("stop", "in", HV_NOW="2026-11-18T17:20:00").code == 0


@few(3)
@pytest.mark.parametrize(
    ("words", "task"),
    [
        ("2h Log On", "Log On"), ("Log On: y", "Log On"), ("Log On, 2h", "Log On"),
        ("Log On and 2h", "Log On"), ("Log On on monday", "Log On"), ("MW Log On", "Log On"),
        ("to Back To Log On", "Back To Log On"), ("to Sign Off With", "Sign Off With"),
        ("Check In Follow Up On", "Check In Follow Up On"),
        ("Follow Up On", "Check In Follow Up On"),
        ("2h on", None), ("MW on", None), ("Research on", None),
    ],
)  # fmt: skip
def test_a_task_may_end_in_a_joining_word(hv_at_work: Hv, words: str, task: str | None) -> None:
    ran = hv_at_work("edit", "last", words, "--json")
    assert (ran.json["after"]["task"]["name"] if ran.code == 0 else None) == task, ran.err
    assert task or 'Nothing follows "on"' in ran.err


@pytest.fixture
def hv_at_work(hv: Hv) -> Hv:
    """An entry on a project whose tasks end in joining words."""
    hv("log", "1h MW Research: nav")
    for task in ("Log On", "Back To Log On", "Sign Off With", "Check In Follow Up On"):
        hv("api", "post", "tasks", f"name={task}")
        assert hv("tasks", "add", "MW", task).code == 0
    return hv


def test_a_change_is_proposed_that_finds_the_entry(hv: Hv) -> None:
    hv("log", "1h MW Research: rota")
    ran = hv("edit", "rota", "on")
    assert "`hv edit rota +15m`" in ran.err
    assert hv("edit", "rota", "+15m", "-n").code == 0


def test_half_an_hour_after_is_said_at_a_stop_too(hv: Hv) -> None:
    hv("start", "MW Research at 9:30", HV_NOW="2026-11-18T11:00:00")
    ran = hv("stop", "at half four", HV_NOW="2026-11-18T17:20")
    assert '"half four" read as 4:30' in ran.out + ran.err


EDITS: dict[str, dict[str, object]] = {
    "90m": {"hours": 1.5}, "to 2h30": {"hours": 2.5}, "Programming": {"task": "Programming"},
    "TF Research": {"project": "Task Force"}, "yesterday": {"spent_date": "2026-11-17"},
    "on monday": {"spent_date": "2026-11-16"}, "10-12:30": {"hours": 2.5},
    "half an hour longer": {"hours": 2.5}, "20 minutes less": {"hours": 1.67},
    ": nav, second round": {"notes": "nav, second round"}, "move to TF": {"project": "Task Force"},
    "2h15 Programming yesterday: retest": {
        "hours": 2.25, "task": "Programming", "notes": "retest", "spent_date": "2026-11-17",
    },
    "mon 16 nov": {"spent_date": "2026-11-16"}, "three quarters of an hour": {"hours": 0.75},
    "yesteday": {"spent_date": "2026-11-17"}, "half an huor": {"hours": 0.5},
    "45 mnis: fix minuts": {"hours": 0.75, "notes": "fix minuts"}, "last feb 30": {}, "huors": {},
    "minus 20m break": {"hours": 1.67, "project": "Marketing Website"}, "30m lunch": {},
    "less half an hour for lunch": {"hours": 1.5}, "+15mn": {},
    "double it": {}, "task Programming": {"task": "Programming"},
}  # fmt: skip


@few(5)
@pytest.mark.parametrize("words", EDITS)
def test_edit(hv: Hv, words: str) -> None:
    hv("log", "2h MW Research: nav")
    ran = hv("edit", "last", *shlex.split(words), "--json")
    if not EDITS[words]:
        assert ran.code == 2
        return
    after = ran.json["after"]
    shown = {name: after[name]["name"] if isinstance(after[name], dict) else after[name]
             for name in EDITS[words]}  # fmt: skip
    assert shown == EDITS[words]


def test_what_a_refusal_of_edit_names(hv: Hv) -> None:
    hv("log", "2h MW Research: nav")
    hv("api", "post", "tasks", "name=Online")
    hv("tasks", "add", "TF", "Online")
    assert 'Marketing Website has no task called "Online"' in hv("edit", "last", "Online").err
    assert '"mw-old19" is neither a project' in hv("edit", "last", "mw-old19").err
    assert "There is no 30 February" in hv("edit", "last", "feb", "30").err


@pytest.mark.parametrize("words", ["at 4pm, 30m lunch", "at 16:00 minus 30m", "4pm - 30m lunch"])
def test_a_stop_tells_the_end_that_was_said_or_the_one_that_is_booked(hv: Hv, words: str) -> None:
    at_work = hv.with_(HV_NOW="2026-11-18T17:20:00")
    hv("start", "MW Research at 9:30", HV_NOW="2026-11-18T11:00:00")
    ran = at_work("stop", words)
    assert ran.out.startswith("Stopped 6:00  until 4:00pm"), ran.out
    assert "taken off\n" in ran.out
    hv("sandbox", "reset", "--timestamp")
    hv("start", "MW Research at 9:30", HV_NOW="2026-11-18T11:00:00")
    ran = at_work("stop", words)
    assert ran.out.startswith("Stopped 6:00  9:30am–3:30pm"), ran.out
    assert "taken off the end" in ran.out


def test_an_end_that_is_still_to_come_is_called_so(hv: Hv) -> None:
    hv("start", "MW Research at 9:30", HV_NOW="2026-11-18T11:00:00")
    ran = hv("stop", "at 7pm", HV_NOW="2026-11-18T17:20")
    assert "7:00pm is in the future" in ran.err


@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("2h10 MW Research nearest 15", 2.25), ("2h07 MW Research nearest 15", 2.0),
        ("2h01, rounded up to 15m, MW Research: x", 2.25), ("9-11:07 MW Research nearest 5m", 2.08),
        ("2h40 MW Research to the nearest quarter of an hour", 2.75),
        ("1h MW Research: nearest 15", 1.0),
    ],
)  # fmt: skip
def test_a_sentence_says_how_a_length_is_rounded(hv: Hv, words: str, hours: float) -> None:
    ran = hv("log", words, "-n", "--json", HV_ROUND="6m up")
    assert ran.json["entries"][0]["hours"] == hours
    by_flag = hv("log", words, "--round", "1h up", "-n", "--json").json["entries"][0]
    assert by_flag["hours"] in (1, 3)


def test_slips_and_breaks_are_said(hv: Hv) -> None:
    hv("start", "MW Research at 9:30", HV_NOW="2026-11-18T11:00:00")
    ran = hv("stop", "5 minuts ago, 30m lunch", HV_NOW="2026-11-18T17:20")
    assert '"minuts" read as minutes; "30m lunch" taken off' in ran.out + ran.err
    assert '"yesteday" read as yesterday' in hv("edit", "last", "yesteday").err


@pytest.mark.found("E4")
@pytest.mark.parametrize("dry", [(), ("-n",)])
def test_an_overlap_is_said_at_edit_start_and_stop(hv: Hv, dry: tuple[str, ...]) -> None:
    hv("sandbox", "reset", "--timestamp")
    hv("log", "9-10 TF Research")
    hv("log", "8-9 MW Research")
    ran = hv("edit", "last", "8:30-9:30", *dry)
    assert "8:30am to 9:30am overlaps 9:00am to 10:00am" in ran.err
    assert "overlaps" not in hv("edit", "last", "--note", "x", *dry).err
    assert "overlaps 9:00am to 10:00am" in hv("start", "MW Research at 9:40").err
    assert "overlaps" in hv("stop").err


@pytest.mark.found("H8")
def test_a_day_of_more_than_a_day_is_said_at_an_edit(hv: Hv) -> None:
    for _ in range(2):
        hv("log", "10h MW Research yesterday: x", "--yes")
    ran = hv("edit", "last", "23h")
    assert "more than 24 hours" in ran.err
    assert ran.code == 0
