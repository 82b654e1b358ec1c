"""Whole runs under `strace`: which calls they make, and a SIGKILL just before one of them."""

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests import child
from tests.reliability.scenes import login_of

STRACE = shutil.which("strace") or ""
CALLS = "write,pwrite64,fdatasync,fsync,rename,link,unlink,connect,sendto"


def traced(url: str, home: Path, argv: tuple[str, ...], *how: str) -> child.Done:
    """One run of hv; `how` are arguments of strace."""
    environ = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "HV_QUIET_SECONDS": "0.2",
        "PYTHONDONTWRITEBYTECODE": "1",
        **login_of(url, home),
    }
    trace = [STRACE, "-f", "-qq", "-o", str(home.parent / "trace"), *how]
    return child.run([*trace, *child.HV, *argv], environ, now=child.REAL)


def calls_of(home: Path) -> list[str]:
    """The calls of the last run, as strace tells them."""
    return (home.parent / "trace").read_text(errors="replace").splitlines()


def name_of(call: str) -> str:
    """The name of a call; nothing for what is none."""
    found = re.match(r"(?:\d+ +)?(\w+)\(", call)
    return found[1] if found else ""


def numbered(calls: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Every call before which a run can be killed by name, with its number among those."""
    seen: Counter[str] = Counter()
    for name in map(name_of, calls):
        if name in CALLS.split(","):
            seen[name] += 1
            yield name, seen[name]


def points(home: Path) -> Iterator[tuple[str, int]]:
    """Those of the last run."""
    return numbered(calls_of(home))


def copied(base: Path, folder: Path) -> Path:
    """A home that is as that one."""
    folder.mkdir()
    return Path(shutil.copytree(base, folder / "home"))
