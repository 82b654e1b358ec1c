"""hv as a process of its own, to be killed, stopped and run many at once."""

import os
import signal
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from tests import child
from tests.reliability.scenes import TYPED, login_of


def start(
    url: str, home: Path, *argv: str, environ: Mapping[str, str] | None = None, **how: object
) -> child.Process:
    """Start `hv` against a server; the sentence of the other tests where none is given."""
    own = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "HV_QUIET_SECONDS": "1",
        **login_of(url, home),
        **(environ or {}),
    }
    return child.start([*child.HV, *(argv or TYPED)], own, now=child.REAL, **how)


def ended(process: child.Process, within: float = 60) -> tuple[int, str, str]:
    """Exit status and what was printed."""
    out, err = process.communicate(timeout=within)
    return process.returncode, out, err


def run(
    url: str, home: Path, *argv: str, environ: Mapping[str, str] | None = None
) -> tuple[int, str, str]:
    """One whole run."""
    return ended(start(url, home, *argv, environ=environ))


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
