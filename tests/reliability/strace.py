"""Whole runs under `strace`: which calls they make, and a SIGKILL just before one of them."""

import os
import re
import shutil
from collections import Counter
from collections.abc import Iterator
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


def points(home: Path) -> Iterator[tuple[str, int]]:
    """Every call of the last run by name, with its number among those of its name."""
    seen: Counter[str] = Counter()
    for line in (home.parent / "trace").read_text(errors="replace").splitlines():
        found = re.match(r"(?:\d+ +)?(\w+)\(", line)
        if found and found[1] in CALLS.split(","):
            seen[found[1]] += 1
            yield found[1], seen[found[1]]


def copied(base: Path, folder: Path) -> Path:
    """A home that is as that one."""
    folder.mkdir()
    return Path(shutil.copytree(base, folder / "home"))
