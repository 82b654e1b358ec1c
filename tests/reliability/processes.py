"""hv as a process of its own, to be killed, stopped and run many at once."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from harvest_cli.local.outbox import monotonic
from tests import child
from tests.reliability.scenes import TYPED, login_of
from tests.running import Hv


def variables(url: str, home: Path, environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """Those of a run against a server, short of patience."""
    own = {"PATH": os.environ["PATH"], "HOME": str(home), "HV_QUIET_SECONDS": "1"}
    return {**own, **login_of(url, home), **(environ or {})}


def start(
    url: str,
    home: Path,
    *argv: str,
    environ: Mapping[str, str] | None = None,
    hv: Sequence[str] = child.FORKED_HV,
    **how: object,
) -> child.Process:
    """Start `hv` against a server; the sentence of the other tests where none is given."""
    own = variables(url, home, environ)
    return child.start([*hv, *(argv or TYPED)], own, now=child.REAL, **how)


def ended(process: child.Process, within: float = 60) -> tuple[int, str, str]:
    """Exit status and what was printed."""
    out, err = process.communicate(timeout=within)
    return process.returncode, out, err


def run(
    url: str, home: Path, *argv: str, environ: Mapping[str, str] | None = None
) -> tuple[int, str, str]:
    """One whole run, in a process that leaves its files as an end leaves them."""
    return ended(start(url, home, *argv, environ=environ))


def here(
    url: str, home: Path, *argv: str, environ: Mapping[str, str] | None = None
) -> tuple[int, str, str]:
    """The same in this process, for a run that nothing kills and beside which none is at work."""
    ran = Hv(variables(url, home, environ))(*(argv or TYPED))
    return ran.code, ran.out, ran.err


@contextmanager
def later(seconds: float) -> Iterator[None]:
    """Runs in this process are so much later meanwhile than what other processes have left."""
    ticks = monotonic.ticks
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(monotonic, "ticks", lambda: ticks() + seconds)
        patched.setattr(
            "harvest_cli.commands.cli.wiring.wall_clock",
            lambda: datetime.now(UTC) + timedelta(seconds=seconds),
        )
        yield


CROWD = """
import io, json, os, sys, requests
from harvest_cli.__main__ import run
from harvest_cli.local.outbox.rate_limit import RateLimiter
paced, lines = json.loads(sys.argv[1])
if not paced:
    RateLimiter.acquire = lambda *_: 0.0
def be_hv(number):
    codes = []
    for line in lines:
        err = io.StringIO()
        argv = [word.format(number) for word in line]
        codes.append(run(argv, os.environ, io.StringIO(), io.StringIO(), err))
        print(err.getvalue(), file=sys.stderr, end='', flush=True)
    os._exit(max(codes))
pids = [os.fork() or be_hv(number) for number in range(int(sys.argv[2]))]
print(*(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids))
"""


def crowd(
    url: str, home: Path, many: int, *lines: Sequence[str], paced: bool = True
) -> tuple[list[int], str]:
    """So many processes at once, forks of one that has loaded hv: their statuses and errors.

    Each runs all command lines, in which `{}` is its number; `paced`: it waits for its turn.
    """
    asked = [json.dumps([paced, lines]), str(many)]
    ran = child.run([*child.FORKED, "-c", CROWD, *asked], variables(url, home), now=child.REAL)
    return [int(code) for code in ran.stdout.split()], ran.stderr


def until(holds: Callable[[], bool], within: float = 20) -> None:
    """Wait for another process to get somewhere."""
    limit = time.monotonic() + within
    while not holds():
        assert time.monotonic() < limit, "it never came"
        time.sleep(0.005)


def kill(process: child.Process, how: int = signal.SIGKILL) -> tuple[int, str, str]:
    """End a process and collect what it had printed."""
    process.send_signal(how)
    return ended(process)
