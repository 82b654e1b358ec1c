"""Accounts and example sentences for the tests, and how an answer is compared with its meaning."""

import gzip
import json
import re
from datetime import datetime, time
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from harvest_cli.domain.company import Client, Project, ProjectAssignment, Task, TaskAssignment
from harvest_cli.domain.days import WeekStart
from harvest_cli.domain.errors import SentenceError
from harvest_cli.language.names.index import Names
from harvest_cli.language.periods.read import parse_period
from harvest_cli.language.sentence.leave import WORDS
from harvest_cli.language.sentence.log import parse_log
from harvest_cli.language.sentence.start import parse_start
from harvest_cli.language.text.readings import Conventions, EntryReading, Leave

HERE = Path(__file__).resolve().parent
Fields = dict[str, Any]
NOW = datetime(2026, 11, 18, 10, 30, tzinfo=ZoneInfo("Europe/Berlin"))
_WORDS = {"project", "client", "task", "notes", "group_by"}
_OUTER = " .;,:-–—\"'"
_COSTLY = {"entries", "project", "client", "spent_date", "hours", "started_time", "from", "to"}


@cache
def _stored() -> Fields:
    with gzip.open(HERE / "workspaces.json.gz", "rt", encoding="utf-8") as file:
        data: Fields = json.load(file)
    return data


@cache
def assignments(workspace: str) -> tuple[ProjectAssignment, ...]:
    """The projects of account A (three), B (sixty, full of traps) or C (two thousand)."""
    stored = _stored()
    numbers: dict[str, int] = {}
    found = []
    for place, (client, name, code, tasks, active) in enumerate(
        stored["workspaces"][workspace]["projects"]
    ):
        assigned = tuple(
            TaskAssignment(None, Task(numbers.setdefault(task, len(numbers) + 1), task), billable)
            for task, billable in stored["task_sets"][tasks]
        )
        owner = Client(numbers.setdefault(client, len(numbers) + 1), client)
        found.append(
            ProjectAssignment(place + 1, Project(1000 + place, name, code), owner, active, assigned)
        )
    return tuple(found)


@cache
def names(workspace: str) -> Names:
    """The names of an account."""
    return Names(assignments(workspace))


@cache
def manner(
    workspace: str, week_start: str = "monday", date_order: str = "", clock: str = ""
) -> Conventions:
    """How the people of an account write."""
    settings = _stored()["workspaces"][workspace]["settings"]
    leave = tuple(
        Leave(kind, WORDS.get(kind, (kind.replace("_", " "),)), to["project"], to["task"])
        for kind, to in settings.get("leave", {}).items()
    )
    return Conventions(
        int(settings["day_hours"] * 60),
        WeekStart.__members__[week_start.upper()],
        date_order.lower() or None,
        leave,
        clock or None,
    )


def read(name: str) -> list[Fields]:
    """The examples of a file, one JSON object a line."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def kind_of(example: Fields) -> tuple[object, object]:
    """What an example is of, and how hard; of each kind a usual run tries some."""
    return example["kind"], example.get("split")


def clock(moment: time | None) -> str | None:
    """A time of day as the examples write it."""
    return moment.strftime("%H:%M") if moment else None


def entry(reading: EntryReading) -> Fields:
    """An entry as the examples write it."""
    return {
        "spent_date": reading.spent_date.isoformat(),
        "hours": float(reading.hours),
        "client": reading.assignment.client.name,
        "project": reading.assignment.project.name,
        "task": reading.task.name if reading.task else None,
        "notes": reading.notes,
        "started_time": clock(reading.started_time),
        "ended_time": clock(reading.ended_time),
    }


def answer(example: Fields, zone: str | None = None) -> Fields:
    """What the parser makes of an example, in the shape of its `expect`."""
    settings = example.get("settings") or {}
    zone = zone or example.get("tz", "Europe/Berlin")
    now = datetime.fromisoformat(example["now"]).replace(tzinfo=ZoneInfo(zone))
    how = manner(
        example["workspace"],
        settings.get("week_start", "monday"),
        settings.get("date_order", ""),
        settings.get("clock", ""),
    )
    known, text = names(example["workspace"]), example["text"]
    try:
        if example["kind"] == "log":
            return {"entries": [entry(e) for e in parse_log(text, now, known, how).entries]}
        if example["kind"] == "start":
            start = parse_start(text, now, known, how)
            return {
                "project": start.assignment.project.name,
                "client": start.assignment.client.name,
                "task": start.task.name if start.task else None,
                "notes": start.notes,
                "started_time": clock(start.started_time),
                "spent_date": start.spent_date.isoformat(),
            }
        asked = parse_period(text, now, known, how)
    except SentenceError as error:
        return {"error": error.code}
    return {
        "from": asked.period.start.isoformat(),
        "to": asked.period.end.isoformat(),
        "group_by": asked.group_by[0] if asked.group_by else None,
        "client": asked.client,
        "project": asked.assignment.project.name if asked.assignment else None,
        "task": asked.task,
        "billable": asked.billable,
    }


def _same(name: str, wanted: object, got: object) -> bool:
    if name == "hours":
        return isinstance(got, float) and abs(got - float(str(wanted))) <= 0.011
    if name in _WORDS:
        wanted, got = (
            re.sub(r"\s+", " ", str(x or "")).strip(_OUTER).casefold() for x in (wanted, got)
        )
    return (wanted or None) == (got or None)


def wrong_fields(wanted: Fields, got: Fields) -> set[str]:
    """The fields in which an answer differs from what was meant."""
    if "error" in wanted or "error" in got:
        return set() if wanted.get("error") == got.get("error") else {"error"}
    rows = wanted.get("entries", [wanted])
    left = list(got.get("entries", [got]))
    wrong = set() if len(rows) == len(left) else {"entries"}
    for row in rows:
        if not left:
            break
        best = min(left, key=lambda e: sum(not _same(k, v, e.get(k)) for k, v in row.items()))
        left.remove(best)
        wrong |= {name for name, value in row.items() if not _same(name, value, best.get(name))}
    return wrong


def judge(example: Fields, got: Fields) -> tuple[set[str], bool]:
    """The wrong fields against the best accepted meaning, and whether that costs money."""
    accepted = [example["expect"], *example.get("alts", [])]
    wrong = min((wrong_fields(wanted, got) for wanted in accepted), key=len)
    due = all("error" in wanted for wanted in accepted)
    return wrong, "error" not in got and (bool(wrong & _COSTLY) or due)
