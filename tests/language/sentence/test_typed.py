"""What people type who have not read the help, read as they mean it.

The rows of `typed.txt`, and of `second.txt` to `fourth.txt`, whose meanings were fixed before any
was read.

    2h acme-web design mon/tue => Acme Ltd / Website; Design; 120m; 11-16 + …; 11-17

A row is a sentence of `hv log`, or of `hv start` behind that word, in the agency of London, and
what it means: project, task, minutes, day, `09:00-11:00`, `since 09:00`, `"notes"`. What is not
there was not said: today, no task, no notes. `said` where the answer tells what was taken;
`refused` with a code, and in quotes what the caret is under.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from harvest_cli.domain.company import Client, Project, ProjectAssignment, Task, TaskAssignment
from harvest_cli.domain.errors import SentenceError
from harvest_cli.language.names.index import Names
from harvest_cli.language.names.matching import full_name
from harvest_cli.language.sentence.log import parse_log
from harvest_cli.language.sentence.start import parse_start
from harvest_cli.language.text.readings import (
    Conventions,
    EntryReading,
    LogReading,
    StartReading,
)
from tests.looking_back.worlds import places
from tests.rows import for_each

LONDON = ZoneInfo("Europe/London")
LOGGED, STARTED = (datetime(2026, 11, 18, *at, tzinfo=LONDON) for at in ((16, 40), (11, 20)))
MANNER = Conventions(workday_minutes=450, date_order="dmy", clock="24h")


class Row(NamedTuple):
    """A sentence and what it means; `text` without the command."""

    command: str
    text: str
    meaning: str


def rows(name: str) -> Iterator[Row]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    for line in lines:
        if line and not line.startswith("#"):
            text, _, meaning = line.partition(" => ")
            started = text.startswith("start ")
            yield Row("start" if started else "log", text.removeprefix("start "), meaning)


@cache
def agency() -> Names:
    numbers: dict[str, int] = {}
    found = []
    for at, (client, project, code, tasks, active) in enumerate(places()):
        owner = Client(numbers.setdefault(client, len(numbers) + 1), client)
        assigned = tuple(
            TaskAssignment(None, Task(numbers.setdefault(task, len(numbers) + 1), task), True)
            for task in tasks
        )
        found.append(
            ProjectAssignment(at + 1, Project(900 + at, project, code), owner, active, assigned)
        )
    return Names(tuple(found))


def reading(row: Row) -> LogReading | StartReading:
    if row.command == "start":
        return parse_start(row.text, STARTED, agency(), MANNER)
    return parse_log(row.text, LOGGED, agency(), MANNER)


def told(got: LogReading | StartReading) -> str:
    """A reading as rows write it."""
    entries = got.entries if isinstance(got, LogReading) else (got,)
    return " + ".join(_entry(each) for each in entries)


def _entry(entry: EntryReading | StartReading) -> str:
    found = [full_name(entry.assignment)]
    found += [entry.task.name] if entry.task else []
    if isinstance(entry, EntryReading):
        found += [f"{round(60 * entry.hours)}m"]
    found += [f"{entry.spent_date:%m-%d}"] if entry.spent_date != date(2026, 11, 18) else []
    begun = f"{entry.started_time:%H:%M}" if entry.started_time else ""
    if isinstance(entry, EntryReading) and entry.ended_time:
        found += [f"{begun}-{entry.ended_time:%H:%M}"]
    elif begun:
        found += [f"since {begun}"]
    return "; ".join([*found, *([f'"{entry.notes}"'] if entry.notes else [])])


ALL = [
    row
    for name in ("typed.txt", "second.txt", "third.txt", "fourth.txt", "fifth.txt", "sixth.txt")
    for row in rows(name)
]


@for_each("row", ALL, ids=lambda row: row.text)
def test_a_sentence_is_read_as_it_is_meant(row: Row) -> None:
    if row.meaning.startswith("refused"):
        with pytest.raises(SentenceError) as refused:
            reading(row)
        code, *under = re.findall(r'[a-z_]+|"[^"]+"', row.meaning.removeprefix("refused "))
        assert refused.value.code == code
        span = refused.value.span
        assert [f'"{row.text[slice(*span)]}"' if span else ""] == under or not under
        return
    got = reading(row)
    wanted, _, said = row.meaning.partition("; said ")
    times = re.search(r"\d\d:\d\d-|since", wanted)
    found = told(got) if times else re.sub(r"; \d\d:\d\d-\d\d:\d\d", "", told(got))
    assert found == wanted
    assert said in " | ".join(each.text for each in got.inferences)


REFUSED = [row for row in ALL if row.meaning.startswith("refused")]
NOT_A_SENTENCE = (
    "hv projects",
    "restore",
    "Restore",
    "Use `hv log`",
    "Name it",
    "Name one of",
    "Name a project",
)
"""Hints that tell of something else than another sentence."""


@for_each("row", REFUSED, ids=lambda row: row.text)
def test_what_a_hint_proposes_is_accepted_or_is_a_question(row: Row) -> None:
    with pytest.raises(SentenceError) as refused:
        reading(row)
    error = refused.value
    assert error.hint
    if any(words in error.hint for words in NOT_A_SENTENCE):
        return
    proposed = [
        *re.findall(r'`([^`]+)`|"([^"]+)"', error.hint),
        *((c, "") for c in error.candidates),
    ]
    tried = [text for piece in proposed for text in _pasted(row.text, error, piece[0] or piece[1])]
    assert any(_is_understood(row._replace(text=text)) for text in tried), tried


def _pasted(text: str, error: SentenceError, piece: str) -> list[str]:
    """The sentence with a piece in place of what was refused, behind it, or alone."""
    start, end = error.span or (len(text), len(text))
    quoted = re.fullmatch(r'"(.*)"', piece)
    piece = re.sub(r'^--\w+ "?', "", quoted[1] if quoted else piece)
    return [piece, f"{text[:start]} {piece} {text[end:]}", f"{text} {piece}"]


def _is_understood(row: Row) -> bool:
    try:
        reading(row)
    except SentenceError as again:
        return again.code.startswith("ambiguous")
    return True
