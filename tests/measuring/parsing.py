"""How long reading one sentence takes in an account of 2,000 projects."""

import os
import random
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from harvest_cli.domain.projects import Client, Project, ProjectAssignment, Task, TaskAssignment
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


USUAL = 0.8
"""Milliseconds of processor time that `_known_work` takes where the bounds are meant."""


def _known_work() -> None:
    seen: dict[int, tuple[int, int]] = {}
    total = 0
    for number in range(6000):
        total += number
        seen[number & 63] = (total, number)
        if seen.get(total & 63):
            total ^= 1


def _spent(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1000


def cost(work: Callable[[], object], times: int = 5) -> float:
    """Milliseconds of processor time, as if other work did not slow this machine down.

    What shares a core slows both the work and what is known of it: the best of each counts.
    """
    pairs = [(_spent(work), _spent(_known_work)) for _ in range(times)]
    known = min(known for _, known in pairs)
    return min(spent for spent, _ in pairs) * min(1.0, USUAL / known)


def quick(work: Callable[[], object], most: float) -> bool:
    """Whether work costs at most so many milliseconds; tried again where it seems to cost more."""
    return any(cost(work, times) <= most for times in (1, 3, 9))


def parse_times(count: int = 2000, sentences: int = 1000) -> tuple[float, float, float]:
    """Median, 95th percentile and maximum in milliseconds of processor time."""
    known, rng = projects(count), random.Random(3)
    names, took = Names.of(known), []
    for number in range(sentences):
        text = SENTENCES[number % len(SENTENCES)].format(rng.choice(known).project.name)
        took.append(cost(partial(parse_log, text, NOW, names)))
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
