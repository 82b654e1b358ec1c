"""Child processes of tests: each one that runs hv starts here, and is told its moment.

A child is given `HV_NOW`. Where it must share a clock that passes with its account, as when it is
killed and its row is sent later, a test says `now=REAL`: that hv takes the machine's moment, and so
does the account of that test. `tests/test_child.py` holds that nothing else starts a Python.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.forked import Forked, can_fork

ROOT = Path(__file__).parent.parent
PYTHON = sys.executable
HV = (PYTHON, "-m", "harvest_cli")
FORKED = ("python, forked",)
FORKED_HV = (*FORKED, "-m", "harvest_cli")
"""The same, where a test is about a process and not about its start: `tests/forked.py`."""
NOW = "2026-11-18T10:30:00"
"""A Wednesday."""
REAL = ""
"""The machine's own moment, for processes that share it with their account."""
Process = subprocess.Popen[Any]
Done = subprocess.CompletedProcess[Any]
SECONDS = 60.0
"""For a slow machine; nothing waits longer than it has to."""


def at(environ: Mapping[str, str] | None = None, now: str = NOW) -> dict[str, str]:
    """The variables of a child: its own (this process's where none are given), and its moment."""
    own = dict(os.environ if environ is None else environ)
    paths = [str(ROOT), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    told = {"HV_NOW": now} if now else {}
    return {"PYTHONPATH": os.pathsep.join(filter(None, paths)), **told, **own}


def start(
    argv: Sequence[Any], environ: Mapping[str, str] | None = None, *, now: str = NOW, **how: Any
) -> Process:
    """Start a program; text streams, nothing on standard input, unless `how` says otherwise."""
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return begun(argv, at(environ, now), **{**pipes, "text": True, **how})


def begun(argv: Sequence[Any], environ: Mapping[str, str], **how: Any) -> Process:
    """Start a program with just these variables and streams."""
    program, *more = argv
    if program != FORKED[0]:
        return Process([*argv], env=environ, **how)
    if can_fork(more, environ, how):
        return Forked(more, env=environ, **how)
    return Process([PYTHON, *more], env=environ, **how)


def run(
    argv: Sequence[Any],
    environ: Mapping[str, str] | None = None,
    *,
    now: str = NOW,
    given: Any = None,
    **how: Any,
) -> Done:
    """Run a program to its end; `given` is what stands on its standard input."""
    with start(argv, environ, now=now, **how, **({} if given is None else {"stdin": -1})) as going:
        try:
            out, err = going.communicate(given, timeout=SECONDS)
        except BaseException:
            going.kill()
            raise
    return Done([*argv], going.returncode, out, err)
