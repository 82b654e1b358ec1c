"""How long reading one sentence takes in an account of 2,000 projects."""

import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from harvest_cli.domain.company import Client, Project, ProjectAssignment, Task, TaskAssignment
from harvest_cli.language.names.index import Names
from harvest_cli.language.sentence.log import parse_log

NOW = datetime(2026, 11, 18, 10, 30, tzinfo=ZoneInfo("America/New_York"))
FIRST = [
    "Coral",
    "Fjord",
    "Birch",
    "Hazel",
    "Linden",
    "Sparrow",
    "Meadow",
    "Quartz",
    "Amber",
    "Willow",
    "Cedar",
    "Harbour",
]
SECOND = [
    "Catalogue",
    "App",
    "Marketplace",
    "Journal",
    "Dashboard",
    "Gallery",
    "Portal",
    "Wiki",
    "Shop",
    "Atlas",
    "Ledger",
]
LAST = ["", " 2.0", " Phase 2", " Phase 3", " Redesign", " Support", " May 2026", " Q3"]
TASKS = [Task(n, name) for n, name in enumerate(("Design", "Development", "QA", "Meetings"), 1)]
SENTENCES = (
    "2h on {}",
    "1h30 Design on {} yesterday: hero mockups and the footer",
    "9-11:30am {} on monday",
    "{}, 45 minutes, nov 3, Development",
    "half an hour on {} last friday - call with the client",
)


def projects(count: int) -> list[ProjectAssignment]:
    """That many projects with names that overlap, as agencies have them."""
    found = []
    for number in range(count):
        name = f"{FIRST[number % 12]} {SECOND[number // 12 % 11]}{LAST[number // 132 % 8]}"
        name += f" {number}" if number >= 1056 else ""
        tasks = tuple(TaskAssignment(n, task) for n, task in enumerate(TASKS))
        client = Client(number % 80, f"Client {number % 80}")
        project = Project(number, name, f"P{number:04}")
        found.append(ProjectAssignment(number, project, client, task_assignments=tasks))
    return found


A_MILLISECOND = 6000
"""Calls, of functions and of methods, that a core with nothing else to do makes in one.

Counted, they are the same on a machine that is busy; each took 0.11 to 0.18 µs where the bounds
were set.
"""


def calls(work: Callable[[], object]) -> int:
    """How many calls some work makes."""
    made = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return made


def parse_calls(count: int = 2000, sentences: int = 200) -> float:
    """The 95th percentile of the calls that reading a sentence makes."""
    names = Names(known := projects(count))
    rng, made = random.Random(3), []
    for number in range(sentences):
        text = SENTENCES[number % len(SENTENCES)].format(rng.choice(known).project.name)
        made.append(calls(partial(parse_log, text, NOW, names)))
    return statistics.quantiles(made[5:], n=20)[-1]


def parse_times(count: int = 2000, sentences: int = 1000) -> tuple[float, float, float]:
    """Median, 95th percentile and maximum in milliseconds of processor time."""
    known, rng = projects(count), random.Random(3)
    names, took = Names(known), []
    for number in range(sentences):
        text = SENTENCES[number % len(SENTENCES)].format(rng.choice(known).project.name)
        best = 9.0
        for _ in range(3):
            # The processor's time, and the best of it: other work slows this down too.
            started = time.process_time()
            parse_log(text, NOW, names)
            best = min(best, time.process_time() - started)
        took.append(best * 1000)
    cuts = statistics.quantiles(took, n=20)
    return statistics.median(took), cuts[-1], max(took)


def lines_of(count: int) -> str:
    """That many sentences for the embedded account, one a line."""
    known = (
        "Marketing Website",
        "TF",
        "Online Store - Phase 1",
        "@MW",
        "ABC Corp / Marketing Website",
    )
    return "".join(
        SENTENCES[number % len(SENTENCES)].format(known[number // 5 % len(known)]) + "\n"
        for number in range(count)
    )


def seconds_for(command: Sequence[str], lines: str, environ: Mapping[str, str]) -> float:
    """Wall time of one process that reads these lines."""
    own = {**os.environ, **environ}
    started = time.perf_counter()
    done = subprocess.run(
        command, env=own, input=lines, capture_output=True, text=True, check=False
    )
    took = time.perf_counter() - started
    assert len(done.stdout.splitlines()) == lines.count("\n"), done.stderr[-2000:]
    return took
