"""A machine with `hv` on its path and a names file that holds the worst of names."""

import os
import shlex
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from harvest_cli.actions.session.account import keep_names
from harvest_cli.commands.help.complete import answer
from harvest_cli.domain.company import (
    Client,
    Company,
    Project,
    ProjectAssignment,
    Task,
    TaskAssignment,
    User,
)
from harvest_cli.language.names.index import Names
from harvest_cli.local.cache.account_cache import AccountData, RecentEntry
from harvest_cli.local.cache.completion_cache import NamesFile
from tests.child import PYTHON

ROOT = Path(__file__).parent.parent.parent
NOW = datetime(2026, 11, 18, 15, 30, tzinfo=UTC)
HOSTILE = (
    "$(touch x)",
    "`touch x`",
    "; touch x",
    "a\ntouch x\n",
    "' touch x '",
    '" touch x "',
    "x" * 300,
    "%F{red} %(?.a.b) \\e[31m",
    "\x1b]0;owned\x07 \x9b31m",
    "-rf",
    "--help",
    "a:b:c",
    "{a,b} * ? [x] ~ !! ^2 #no",
    "\u202eright\u202c",
    "日本語",
    "!!!",
    "a\tb\tc",
)
"""Names of projects that anybody with rights in Harvest could give."""
PLAIN = (
    ("Marketing Website", "ABC Corp", "MW", ("Graphic Design", "Programming")),
    ("Task Force", "123 Industries", "TF", ("Research", "Person (Sick/Carer's) Leave")),
    ("API", "ABC Corp", None, ("Programming",)),
    ("API", "123 Industries", None, ("Programming",)),
)


def assignment(
    number: int, name: str, client: str, code: str | None, tasks: tuple[str, ...]
) -> ProjectAssignment:
    """A project that may be tracked to."""
    ids = {task: 9000 + place for place, task in enumerate(sorted(set(tasks)))}
    return ProjectAssignment(
        number,
        Project(number, name, code),
        Client(sum(map(ord, client)), client),
        True,
        tuple(TaskAssignment(id_, Task(id_, task)) for task, id_ in ids.items()),
    )


def catalogue(*assignments: ProjectAssignment) -> AccountData:
    """An account with these projects; Task Force was used last."""
    user = User(1, "Kim", "Allen", "kim@example.com", "Eastern Time (US & Canada)", None, ())
    entry = RecentEntry(636718192, date(2026, 11, 17), 502, 9001, Decimal("1.50"))
    return AccountData(NOW, user, Company(), assignments, (entry,))


def offer(home: Path, *assignments: ProjectAssignment, profile: str = "sandbox") -> NamesFile:
    """Write the names file of a profile as hv does."""
    file = NamesFile(home / "cache", profile, "test")
    keep_names(file, catalogue(*assignments), Names(assignments))
    return file


def plain() -> list[ProjectAssignment]:
    """Well-behaved projects; numbers from 501."""
    return [assignment(501 + place, *each) for place, each in enumerate(PLAIN)]


def hostile() -> list[ProjectAssignment]:
    """Projects, clients, codes and tasks with hostile names; numbers from 901."""
    return [
        assignment(901 + place, name, f"Client {name}", name, (name, "Programming"))
        for place, name in enumerate(HOSTILE)
    ]


@pytest.fixture
def machine(tmp_path: Path, home: Path) -> Mapping[str, str]:
    """Variables of a shell in which `hv` completes names, and prints what it would be run with."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "hv"
    script.write_text(
        "#!/bin/sh\n"
        f'case $1 in __complete) exec {shlex.quote(PYTHON)} -m harvest_cli "$@" ;; esac\n'
        "printf 'ran:'; printf '<%s>' \"$@\"; echo\n"
    )
    script.chmod(0o700)
    offer(home, *plain(), *hostile())
    work = tmp_path / "work"
    work.mkdir()
    return {
        "HOME": str(tmp_path),
        "HV_HOME": str(home),
        "HV_PROFILE": "sandbox",
        "PATH": f"{folder}:{os.environ.get('PATH', '/usr/bin:/bin')}",
        "PYTHONPATH": str(ROOT),
        "TERM": "dumb",
        "LC_ALL": "C.UTF-8",
        "PWD": str(work),
    }


@pytest.fixture
def environ(home: Path) -> dict[str, str]:
    offer(home, *plain())
    return {"HV_HOME": str(home), "HV_PROFILE": "sandbox", "HOME": str(home)}


def offered(environ: dict[str, str], typed: str, shell: str = "bash") -> list[str]:
    """The words offered for a line; the word in progress is what stands behind the last blank."""
    return answer([shell, *typed.split(" ")], environ).splitlines()
