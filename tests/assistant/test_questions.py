"""The questions that the README of the older server promised, and its dates wherever one sits."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.assistant.asking import Asking
from tests.rows import for_each
from tests.running import Hv

MW, TF = "Marketing Website", "Task Force"
SICK = "Person (Sick/Carer's) Leave"


@for_each(
    ("text", "hours", "day", "project", "task", "notes"),
    [
        (
            "2 hours on MW doing development work today",
            *(2.0, "2026-11-18", MW, "Graphic Design", "development"),
        ),
        (
            "2 hours on MW doing programming work today",
            *(2.0, "2026-11-18", MW, "Programming", None),
        ),
        (
            "45 minutes on MW testing yesterday",
            *(0.75, "2026-11-17", MW, "Graphic Design", "testing"),
        ),
        (
            "3.5 hours on TF meetings last Friday",
            *(3.5, "2026-11-13", TF, "Project Management", "meetings"),
        ),
        ("I'm off sick today", *(7.0, "2026-11-18", "[LV] Leave", SICK, None)),
        ("I'm unwell today", *(7.0, "2026-11-18", "[LV] Leave", SICK, None)),
        ("I am unwell today", *(7.0, "2026-11-18", "[LV] Leave", SICK, None)),
    ],
)
def test_time_is_read_as_it_was_said(
    text: str, hours: float, day: str, project: str, task: str, notes: str | None, ask: Asking
) -> None:
    said = ask("preview_time", text=text)
    entry = said.entry
    assert (entry["hours"], entry["spent_date"], entry["project"]) == (hours, day, project)
    assert (entry["task"], entry["notes"]) == (task, notes)
    assert "warnings" not in said.document


def test_an_unknown_project_is_asked_about_and_the_rest_of_the_words_stays(ask: Asking) -> None:
    said = ask("log_time", text="2 hours on Project X doing development work today")
    assert (said.status, said["piece"], len(said["candidates"])) == ("needs_choice", "X", 4)
    for each in said["candidates"]:
        entry = ask("preview_time", **each["arguments"]).entry
        assert (entry["project_id"], entry["notes"]) == (each["project_id"], "development")


@for_each("text", ["Taking annual leave next week", "I'm taking annual leave next week"])
def test_a_week_of_leave_is_five_of_the_persons_own_days(text: str, ask: Asking) -> None:
    said = ask("preview_time", text=text)
    ahead = "2026-11-23 to 2026-11-27 are in the future"
    assert said["warnings"] == [ahead], "and not its Sunday, the 29th"
    assert [each["spent_date"] for each in said["entries"]] == [
        f"2026-11-{day}" for day in range(23, 28)
    ]
    assert {each["hours"] for each in said["entries"]} == {7.0}


@for_each(
    ("text", "first", "last", "group"),
    [
        ("last month", "2026-10-01", "2026-10-31", ["project"]),
        ("this week", "2026-11-16", "2026-11-22", ["project"]),
        ("Jan 1st to 31st", "2026-01-01", "2026-01-31", ["project"]),
        ("Q1", "2026-01-01", "2026-03-31", ["project"]),
        ("Show my hours for Q1 by client", "2026-01-01", "2026-03-31", ["client"]),
        ("by client for Q1", "2026-01-01", "2026-03-31", ["client"]),
        ("yesterday's hours", "2026-11-17", "2026-11-17", ["project"]),
        ("project hours", "2026-11-01", "2026-11-30", ["project"]),
        ("project hours for last month", "2026-10-01", "2026-10-31", ["project"]),
        ("by client", "2026-11-01", "2026-11-30", ["client"]),
        ("task breakdown", "2026-11-01", "2026-11-30", ["task"]),
        ("by task for January", "2026-01-01", "2026-01-31", ["task"]),
        ("by user", "2026-11-01", "2026-11-30", ["team"]),
        ("last week by user", "2026-11-09", "2026-11-15", ["team"]),
    ],
)
def test_a_report_says_what_it_is_of(
    text: str, first: str, last: str, group: list[str], ask: Asking
) -> None:
    said = ask("get_time_report", text=text)
    assert (said["from"], said["to"], said["group"]) == (first, last, group)
    is_open = last > "2026-11-18"
    assert said.document.get("so_far", False) == is_open == ("so far" in said["message"])


def test_team_hours_are_those_of_everybody(ask: Asking) -> None:
    told = ask("get_time_report", text="Show team hours for last week")
    assert "--" not in str(told.document), "no flags of the command line"
    assert told["whose"] == "everyone"
    assert len(told["rows"]) > 1
    assert ask("get_time_report", text="team last week", everyone=True)["rows"] == told["rows"]


@for_each(
    "text",
    [
        "Get time summary for Project X",
        "time summary for Project X last month",
        "Get time summary for X",
        "time summary for the X project",
    ],
)
def test_a_summary_of_a_project_that_is_not_there_names_the_project(text: str, ask: Asking) -> None:
    said = ask("get_time_report", text=text)
    assert (said.status, said["code"], said["piece"]) == ("needs_choice", "unknown_project", "X")
    assert ask("get_time_report", **said["candidates"][0]["arguments"]).status == "ok"


@for_each("period", [None, "recent", "my recent entries"])
def test_recent_entries_are_those_of_seven_days(period: str | None, ask: Asking) -> None:
    said = ask("list_entries", period=period)
    assert (said["from"], said["to"]) == ("2026-11-12", "2026-11-18")


@pytest.mark.parametrize("role", ["administrator", "member"])
def test_projects_and_tasks_are_listed_for_members_too(role: str, ask: Asking, hv: Hv) -> None:
    assert hv("sandbox", "reset", "--role", role).code == 0
    projects = ask("list_projects")["projects"]
    for each in projects:
        listed = ask("list_tasks", project=each["name"])["tasks"]
        assert {task["id"] for task in listed} == {task["id"] for task in each["tasks"]}
    assert MW in [each["name"] for each in projects]
    asked = ask("list_tasks", project="X")
    assert ask("list_tasks", **asked["candidates"][0]["arguments"]).status == "ok"


@for_each(
    ("moment", "zone", "today"),
    [
        ("2026-11-18T17:00Z", "Australia/Perth", "2026-11-19"),
        ("2026-11-19T04:00Z", "America/New_York", "2026-11-18"),
        ("2026-03-29T01:30Z", "Europe/Berlin", "2026-03-29"),
    ],
)
def test_today_is_the_day_of_the_person(moment: str, zone: str, today: str, home: Path) -> None:
    environ = {"HV_PROFILE": "sandbox", "HV_NOW": moment, "HV_TIMEZONE": zone}
    ask = Asking({**environ, "HV_HOME": str(home / zone.replace("/", "-"))})
    said = ask("log_time", text="1h on MW: x")
    assert (said.entry["spent_date"], said["now"]["zone"]) == (today, zone)
    assert said["now"]["at"].startswith(today)


def test_a_server_that_lives_over_midnight_has_a_new_today(home: Path) -> None:
    moment = datetime(2026, 11, 18, 23, 59)
    environ: dict[str, Any] = {
        "HV_HOME": str(home),
        "HV_PROFILE": "sandbox",
        "HV_TIMEZONE": "America/New_York",
        "HV_NOW": moment.isoformat(),
    }
    ask = Asking(environ)
    assert ask("log_time", text="1h on MW: x").entry["spent_date"] == "2026-11-18"
    environ["HV_NOW"] = (moment + timedelta(minutes=2)).isoformat()
    again = ask("log_time", text="1h on MW: x")
    assert (again.status, again.entry["spent_date"]) == ("logged", "2026-11-19")
