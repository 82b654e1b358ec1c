"""The questions that the README of the older server promised, and its dates wherever one sits."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.assistant.asking import Asking
from tests.rows import for_each


@for_each(
    ("text", "hours", "day", "project", "notes"),
    [
        (
            "2 hours on MW doing development work today",
            2.0,
            "2026-11-18",
            "Marketing Website",
            None,
        ),
        ("45 minutes on MW testing yesterday", 0.75, "2026-11-17", "Marketing Website", "testing"),
    ],
)
def test_time_is_read_as_it_was_said(
    text: str, hours: float, day: str, project: str, notes: str | None, ask: Asking
) -> None:
    entry = ask("preview_time", text=text).entry
    assert (entry["hours"], entry["spent_date"], entry["project"]) == (hours, day, project)
    assert notes is None or entry["notes"] == notes


def test_an_unknown_project_is_asked_about(ask: Asking) -> None:
    said = ask("log_time", text="2 hours on Project X doing development work today")
    assert (said.status, len(said["candidates"])) == ("needs_choice", 4)


def test_a_week_of_leave_is_five_of_the_persons_own_days(ask: Asking) -> None:
    said = ask("preview_time", text="Taking annual leave next week")
    assert [each["spent_date"] for each in said["entries"]] == [
        f"2026-11-{day}" for day in range(23, 28)
    ]
    assert {each["hours"] for each in said["entries"]} == {7.0}


@for_each(
    ("text", "first", "last", "group"),
    [
        ("last month", "2026-10-01", "2026-10-31", ["project"]),
        ("this week", "2026-11-16", "2026-11-22", ["project"]),
        ("Q1 by client", "2026-01-01", "2026-03-31", ["client"]),
        ("Jan 1st to 31st", "2026-01-01", "2026-01-31", ["project"]),
        ("last week by user", "2026-11-09", "2026-11-15", ["team"]),
    ],
)
def test_a_report_says_what_it_is_of(
    text: str, first: str, last: str, group: list[str], ask: Asking
) -> None:
    said = ask("get_time_report", text=text)
    assert (said["from"], said["to"], said["group"]) == (first, last, group)
    assert said.document.get("so_far", False) == (text == "this week")


def test_team_hours_are_my_own_and_say_how_to_get_all(ask: Asking) -> None:
    mine = ask("get_time_report", text="team last week")
    assert "everyone=true" in mine["message"]
    assert [each["name"] for each in mine["rows"]] == [mine["whose"]]
    assert len(ask("get_time_report", text="team last week", everyone=True)["rows"]) > 1


def test_recent_entries_are_those_of_seven_days(ask: Asking) -> None:
    said = ask("list_entries")
    assert (said["from"], said["to"]) == ("2026-11-12", "2026-11-18")


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
