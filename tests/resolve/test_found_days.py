"""Days and times that were misread: parts of a day, nights, leave, points in dates, exceptions."""

import json
from itertools import product
from typing import Any

import pytest

from tests.more_projects import with_projects
from tests.rows import few
from tests.running import Hv, Ran

PARTS = ("am", "pm", "morning", "afternoon", "evening", "eve", "eod", "early", "late")
DAYS = {"monday": "2026-11-16", "yesterday": "2026-11-17", "nov 10": "2026-11-10"}
DAYS |= {"last friday": "2026-11-13", "today": "2026-11-18", "monday last week": "2026-11-09"}


def entries(ran: Ran) -> list[dict[str, Any]]:
    assert ran.code == 0, ran.out + ran.err
    found: list[dict[str, Any]] = ran.json["entries"]
    return found


def the_one(hv: Hv, *argv: str) -> dict[str, Any]:
    (entry,) = entries(hv(*argv, "-n", "--json"))
    return entry


def days(hv: Hv, sentence: str) -> list[str]:
    return [entry["spent_date"] for entry in entries(hv("log", sentence, "-n", "--json"))]


@pytest.fixture(params=["--duration", "--timestamp"])
def either_account(hv: Hv, request: pytest.FixtureRequest) -> Hv:
    """An account that tracks hours, and one that tracks start and end."""
    hv("sandbox", "reset", "--yes", request.param)
    return hv


@few(4)
@pytest.mark.found("C1")
@pytest.mark.parametrize("part", PARTS)
def test_a_day_with_any_part_of_a_day_keeps_its_day(hv: Hv, part: str) -> None:
    patterns = ("10m MW Research {}", "10m MW Research, {}", "{} 10m MW Research", "10m {} MW: x")
    lines = [
        pattern.format(f"{day}{between}{part}")
        for pattern, day, between in product(patterns, DAYS, (" ", ", "))
        if between == " " or pattern.endswith("Research, {}")
    ]
    ran = hv("log", "-", "-n", "--json", stdin="\n".join(lines))
    assert ran.code == 0
    for line, answer in zip(lines, ran.out.splitlines(), strict=True):
        (entry,) = json.loads(answer)["entries"]
        day = next(DAYS[day] for day in sorted(DAYS, key=len, reverse=True) if day in line)
        notes = "x" if line.endswith(": x") else None
        assert (entry["spent_date"], entry["notes"]) == (day, notes), line


@pytest.mark.found("C1")
def test_a_part_of_a_day_in_front_of_it_and_one_that_is_a_note(hv: Hv) -> None:
    for words in ("late monday", "early monday", "first thing on monday", "last thing monday"):
        assert days(hv, f"10m MW Research {words}") == ["2026-11-16"]
        assert the_one(hv, "log", f"10m MW Research, {words}")["notes"] is None
    for words in ("late fees", "early bird page", "eod wrap-up"):
        entry = the_one(hv, "log", f"10m MW Research monday {words}")
        assert (entry["spent_date"], entry["notes"]) == ("2026-11-16", words)


@pytest.mark.found("C2")
@pytest.mark.parametrize(
    ("now", "run"),
    [
        ("2026-11-18T00:10", "22:00-00:10"),
        ("2026-11-18T02:30", "11pm-2am"),
        ("2026-11-18T06:45", "21:30 to 06:30"),
    ],
)
def test_a_night_that_just_ended_began_the_evening_before(
    either_account: Hv, now: str, run: str
) -> None:
    hv = either_account.with_(HV_NOW=now)
    assert the_one(hv, "log", f"{run} TF")["spent_date"] == "2026-11-17"
    assert "it began on 2026-11-17" in hv("log", f"{run} TF", "-n").out
    assert hv("log", f"{run} TF programming", "-n", "--strict").code == 2
    assert the_one(hv, "log", f"{run} TF yesterday")["spent_date"] == "2026-11-17"


@pytest.mark.found("C2")
def test_times_that_are_still_ahead_are_said(either_account: Hv) -> None:
    hv = either_account
    for words in (
        ("14:00-15:00 TF",),
        ("3-5pm TF today",),
        ("TF", "--from", "13:00", "--to", "14"),
    ):
        assert "today is still ahead" in hv("log", *words, "-n").err, words
    for past in ("9-10 TF", "16:00-17:00 TF yesterday"):
        assert hv("log", past, "-n").err == ""


@few(4)
@pytest.mark.found("C5")
@pytest.mark.parametrize("clock", ["12h", "24h"])
@pytest.mark.parametrize("length", ["1-2h", "2-4h", "7-8h", "2-3 hours", "30-45m"])
def test_a_length_of_two_numbers_is_refused(hv: Hv, clock: str, length: str) -> None:
    hv("sandbox", "reset", "--yes", "--clock", clock)
    error = hv("log", f"{length} on MW", "--json").json["error"]
    assert (error["code"], error["message"]) == (
        "invalid_duration",
        "A duration must be one number",
    )


@pytest.mark.found("C6")
@pytest.mark.parametrize(
    "words",
    [
        "8h TF today except 1h for MW",
        "8h TF today but 1h MW",
        "8h TF yesterday excluding 30m",
        "8h TF today, except 1h for MW",
        "8h TF today apart from 1h",
        "8h TF today besides 1h on OS1",
    ],
)
def test_time_with_an_exception_is_refused(hv: Hv, words: str) -> None:
    ran = hv("log", words)
    assert ran.code == 2
    assert "^" in ran.err


@few(4)
@pytest.mark.found("C7")
@pytest.mark.parametrize(
    ("words", "hours"),
    [
        ("at 22:00 yesterday", 12.5),
        ("yesterday at 10pm", 12.5),
        ("since 11:30pm last night", 11.0),
        ("tuesday at 20:00", 14.5),
    ],
)
def test_a_timer_starts_at_a_time_of_yesterday_that_is_named(
    either_account: Hv, words: str, hours: float
) -> None:
    ran = either_account("start", f"OS1 {words}", "-n")
    assert "read as: started yesterday at" in ran.out
    start, *_ = either_account("start", f"OS1 {words}", "-n", "--json").json["requests"]
    assert start["body"]["spent_date"] == "2026-11-17"
    length = f"{int(hours)}:{round(hours % 1 * 60):02d}"
    assert f"Would start {length}" in ran.out


@pytest.mark.found("C7")
def test_a_timer_of_more_than_a_day_is_refused(hv: Hv) -> None:
    assert "more than 24 hours" in hv("start", "OS1 at 8am yesterday").err
    assert "at 22:00 yesterday" in hv("start", "OS1 at 22:00").err


@pytest.mark.found("C8")
@pytest.mark.parametrize("words", ["vacation", "annual leave", "day off", "I'm on holiday"])
def test_planned_leave_on_a_weekday_is_the_coming_one(hv: Hv, words: str) -> None:
    assert days(hv, f"{words} friday") == ["2026-11-20"]
    assert days(hv, f"{words} monday and friday") == ["2026-11-20", "2026-11-23"]
    assert "Friday read as 2026-11-20" in hv("log", f"{words} friday", "-n").out
    assert hv("log", f"{words} friday", "-n", "--strict").code == 2
    assert days(hv, f"{words} last friday") == ["2026-11-13"]


@pytest.mark.found("C8")
def test_leave_that_is_over_and_sick_leave_look_back(hv: Hv) -> None:
    for words in ("sick friday", "took friday as vacation"):
        assert days(hv, words) == ["2026-11-13"], words
    ran = hv("log", "vacation monday to tuesday", "-n")
    assert "2026-11-16 to 2026-11-17" in ran.out


@pytest.mark.found("C9")
@pytest.mark.parametrize(
    "notes", ["(fixing the nav)", "[fixing the nav]", "because of the outage", "(late) fixes"]
)
def test_notes_keep_their_brackets_and_their_first_word(hv: Hv, notes: str) -> None:
    for sentence in (f"2h MW {notes}", f"2h MW yesterday {notes}", f"2h MW, {notes}"):
        assert the_one(hv, "log", sentence)["notes"] == notes, sentence


@few(6)
@pytest.mark.found("C10")
@pytest.mark.parametrize(
    "words",
    ["1h lunch", "lunch 1h", "an hour for lunch", "w/ 1h lunch", "with 1h break", "1h break"],
)
def test_a_length_called_lunch_beside_clock_times_is_a_break(
    either_account: Hv, words: str
) -> None:
    hv = with_projects(either_account, "Lunch & Learn", "Break Room")
    for sentence in (f"9-5 MW Research, {words}", f"9-5 MW Research, {words}: layout"):
        entry = the_one(hv, "log", sentence)
        assert (entry["project"]["code"], entry["hours"]) == ("MW", 7.0), sentence
    entry = the_one(hv, "log", "1h lunch & learn programming")
    assert entry["project"]["name"] == "Lunch & Learn"


@pytest.mark.found("C11")
def test_dates_with_points_begin_with_the_day(hv: Hv) -> None:
    for order in ("mdy", "dmy"):
        mine = hv.with_(HV_DATE_ORDER=order)
        for date in ("09.11.2026", "9.11.", "09.11.26"):
            assert days(mine, f"1h TF {date}") == ["2026-11-09"], date
            flagged = the_one(mine, "log", "1h TF", "--date", date)
            assert flagged["spent_date"] == "2026-11-09"
        assert mine("log", "1h TF programming 9.11.2026", "-n", "--strict").code == 0
    assert days(hv.with_(HV_DATE_ORDER="mdy"), "1h TF 11/09/2026") == ["2026-11-09"]


@pytest.mark.found("C12")
@pytest.mark.parametrize("date", ["2025-11-18", "2025-11-17", "2027-11-18", "2027-11-17"])
def test_today_in_another_year_has_to_be_confirmed(hv: Hv, date: str) -> None:
    for argv in ((f"2h on MW {date}",), ("2h on MW", "--date", date)):
        error = hv("log", *argv, "--json").json["error"]
        assert error["code"] == "invalid_date"
        assert "in another year" in error["message"]
        assert "--yes" in error["hint"]
        assert hv("log", *argv, "-n", "--yes").code == 0
    assert days(hv, "2h on MW 2025-11-20") == ["2025-11-20"]


@pytest.mark.found("C13")
@pytest.mark.parametrize(
    "words",
    ["I'm off sick today", "I'm unwell today", "i’m ill", "I've been off sick today", "I'm sick"],
)
def test_saying_that_one_is_ill_is_a_workday_of_sick_leave(hv: Hv, words: str) -> None:
    entry = the_one(hv, "log", words)
    assert (entry["hours"], entry["spent_date"]) == (7.0, "2026-11-18")
    assert entry["task"]["name"] == "Person (Sick/Carer's) Leave"


@pytest.mark.found("A1")
def test_a_day_is_a_share_of_the_weekly_hours_unless_it_was_set(hv: Hv) -> None:
    for words, hours in (("sick yesterday", 7.0), ("1d MW", 7.0), ("half a day MW", 3.5)):
        ran = hv("log", words, "-n")
        assert the_one(hv, "log", words)["hours"] == hours
        assert " of 7:00" in ran.out
        assert the_one(hv.with_(HV_WORKDAY_HOURS="8"), "log", words)["hours"] == hours * 8 / 7
    four_days = hv.with_(HV_WORKDAYS="mon tue wed thu")
    assert the_one(four_days, "log", "1d MW")["hours"] == 8.75


@pytest.mark.found("A2")
def test_leave_counts_the_workdays_of_the_person(hv: Hv) -> None:
    three = hv.with_(HV_WORKDAYS="mon tue wed")
    week = ["2026-11-23", "2026-11-24", "2026-11-25"]
    for words in ("annual leave next week", "annual leave nov 23-29", "vacation nov 23 to nov 29"):
        assert days(three, words) == week
        assert "(mon tue wed)" in three("log", words, "-n").out
        assert days(hv, words) == [*week, "2026-11-26", "2026-11-27"]
    saturday = hv.with_(HV_WORKDAYS="sat sun mon")
    assert days(saturday, "annual leave nov 20-23") == ["2026-11-21", "2026-11-22", "2026-11-23"]
    assert days(three, "annual leave friday") == ["2026-11-20"]


@pytest.mark.found("D2", "D8")
@pytest.mark.parametrize(
    ("words", "task", "notes"),
    [
        ("2h OS1 doing Research", "Research", None),
        ("2h OS1 for Research", "Research", None),
        ("2h on OS1 doing research work yesterday", "Research", None),
        ("2h OS1 doing research for the pitch", "Research", "research for the pitch"),
        ("2h OS1 doing research interviews", "Research", "research interviews"),
        ("2h OS1 doing the dishes", "Programming", "the dishes"),
        ("3.5 hours on Task Force meetings last Friday", "Project Management", "meetings"),
        ("2 hours on Marketing Website doing programming work today", "Programming", None),
        ("1h TF client call", "", None),
    ],
)
def test_what_was_done_is_the_task_or_the_notes(
    hv: Hv, words: str, task: str, notes: str | None
) -> None:
    ran = hv("log", words, "-n", "--json")
    if not task:
        assert ran.code == 2
        return
    (entry,) = entries(ran)
    assert (entry["task"]["name"], entry["notes"]) == (task, notes)
