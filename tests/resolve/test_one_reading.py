"""`parse`, `--dry-run` and the command itself read a sentence alike: words, flags, folder, alias.

A task that only history suggests is the one exception: `hv parse` shows what was said, and names it
null. Sentences, flags and settings are drawn with a fixed seed, so that a failure repeats.
"""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.account import NOW
from tests.rows import share, sweep
from tests.running import Hv
from tests.served import served

DRAWN = share(36, 3)
"""So many of all combinations are tried for each command and each kind of account."""
LOGGED = [
    "2h on MW yesterday: hero mockups",
    "1h07 Programming on TF",
    "9-10:20am Research on Online Store - Phase 1: calls",
    "half a day TF monday",
    "50m",
    "1h on MW and 20m on TF Research yesterday",
    "sick yesterday",
    "standup yesterday",
    "standup: with Bob",
    "quick 40m",
    "2h on Nowhere",
    "1h on 123 Industries",
    "8h minus 25m lunch on TF, Programming",
]
STARTED = [
    "TF Research at 9:15: interviews",
    "Marketing Website 20m ago",
    "MW Programming 35m",
    "",
    "standup",
    "quick: with Bob",
    "Nowhere",
    "123 Industries",
    ": only notes",
    "Programming on OS1 yesterday",
]
FLAGS: list[list[str]] = [
    [],
    [],
    ["--task", "Programming"],
    ["--task", "none"],
    ["--project", "TF"],
    ["--client", "ABC Corp"],
    ["--project", "none"],
    ["--note", "by flag"],
    ["--note", ""],
    ["--date", "yesterday"],
]
ROUNDED = ["--round", "15m up"]
SETTINGS = [
    "",
    'project = "MW"\n',
    'project = "TF"\ntask = "Research"\nnote = "daily"\n',
    'task = "Programming"\nround = "15m up"\n',
    'note = "daily"\nround = "6m nearest"\n',
    'project = "Gone Project"\n',
]
ALIASES = (
    '[alias]\nstandup = "15m Project Management on TF: stand-up"\nquick = "Marketing Website"\n'
)
WORDS = ("spent_date", "client", "project", "task", "notes")
SAID = ("hours", *WORDS)
TIMES = ("started_time", "ended_time")


@pytest.fixture(params=[False, True], ids=["hours", "times"])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Hv]:
    """`hv` on an account of hours, and on one of start and end."""
    place = tmp_path / "served"
    with served(place, wants_timestamp_timers=request.param) as there:
        home = tmp_path / "home"
        home.mkdir(mode=0o700)
        yield Hv({**there.token_environ, "HV_HOME": str(home), "HV_NOW": NOW.isoformat()})


def told(ran: Any, names: tuple[str, ...]) -> Any:
    """The entries of an answer by these fields, names as texts; of a refusal its code."""
    if "error" in ran.json:
        return ran.json["error"]["code"]
    found = []
    for entry in ran.json["entries"]:
        plain = {k: v.get("name") if isinstance(v, dict) else v for k, v in entry.items()}
        found.append({name: plain.get(name) or None for name in names})
    return found


def without_history(parsed: Any, planned: Any, ran: Any) -> tuple[Any, Any]:
    """Both without the tasks that nobody named, where history or the project suggested them."""
    if planned == "no_task":
        return "no_task", planned
    if isinstance(parsed, str) or isinstance(planned, str):
        return parsed, planned
    rows = []
    for there, row, entry in zip(parsed, planned, ran.json["entries"], strict=True):
        # The answer of a start does not say why.
        guessed = entry.get("assumed", "the only task") in ("last used here", "the only task")
        rows.append({**row, "task": there["task"]} if guessed and there["task"] is None else row)
    return parsed, rows


def rows(sentences: list[str], more: list[list[str]]) -> list[tuple[str, list[str], str]]:
    every = list(product(sentences, [*FLAGS, *more], SETTINGS))
    plain = [row for row in every if not row[1]]
    dice = Random(13)
    return [*dice.sample(plain, DRAWN // 2), *dice.sample(every, DRAWN - DRAWN // 2)]


def set_up(desk: Hv, settings: str) -> None:
    Path(desk.environ["HV_HOME"], "config.toml").write_text(settings + ALIASES)


@sweep
def test_logging_books_what_was_shown(desk: Hv) -> None:
    wrong = []
    for case in rows(LOGGED, [ROUNDED]):
        text, flags, settings = case
        set_up(desk, settings)
        dry = desk("log", text, *flags, "--dry-run", "--json")
        if not flags:
            parsed = told(desk("parse", "--as", "log", text, "--json"), SAID + TIMES)
            pair = without_history(parsed, told(dry, SAID + TIMES), dry)
            wrong += [(case, "parse", *pair)] if pair[0] != pair[1] else []
        booked = desk("log", text, *flags, "--json", "--yes")
        times = TIMES if by_times(booked) else ()
        pair = told(dry, SAID + times), told(booked, SAID + times)
        wrong += [(case, "log", *pair)] if pair[0] != pair[1] else []
    assert not wrong


def by_times(ran: Any) -> bool:
    return "entries" in ran.json and ran.json["entries"][0]["ended_time"] is not None


def began_before(ran: Any) -> bool:
    return "entries" in ran.json and ran.json["entries"][0]["started_time"] is not None


@sweep
def test_a_timer_starts_as_it_was_shown(desk: Hv) -> None:
    wrong = []
    for case in rows(STARTED, []):
        text, flags, settings = case
        set_up(desk, settings)
        dry = desk("start", text, *flags, "--dry-run", "--json")
        if not flags and text:
            ran = desk("parse", "--as", "start", text, "--json")
            # The time at which it began stands beside the hours that were said.
            names = WORDS if began_before(ran) else SAID
            said, planned = told(ran, names), told(dry, names)
            pair = (said, planned) if "task =" in settings else without_history(said, planned, dry)
            wrong += [(case, "parse", *pair)] if pair[0] != pair[1] else []
        begun = desk("start", text, *flags, "--json")
        pair = told(dry, SAID), told(begun, SAID)
        wrong += [(case, "start", *pair)] if pair[0] != pair[1] else []
        if begun.code == 0:
            assert desk("undo").code == 0
    assert not wrong
