"""Runs of hv that are forked from one process, which has loaded it: `forks` is the other end."""

import json
import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tests import child


class Ended(NamedTuple):
    """How a run ended."""

    code: int
    said: str


class Forks:
    """Where runs of hv are forked: one at a time, any of which can be killed."""

    def __init__(self, folder: Path, name: str, environ: dict[str, str]) -> None:
        self.out, self.err = folder / f"{name}.out", folder / f"{name}.err"
        self.environ = environ
        argv = [child.PYTHON, "-m", "tests.reliability.forks", str(folder / "clock")]
        self.process = child.start(argv, environ, now=child.REAL, stdin=-1, stderr=None)
        self.pid = 0

    def begin(self, argv: list[str], *, away: bool = False) -> None:
        """Start a run."""
        for path in (self.out, self.err):
            path.write_bytes(b"")
        asked = {"argv": argv, "away": away, "out": str(self.out), "err": str(self.err)}
        assert self.process.stdin is not None
        self.process.stdin.write(f"{json.dumps({**asked, 'environ': self.environ})}\n")
        self.process.stdin.flush()
        self.pid = int(self._line())

    def end(self) -> Ended:
        """Wait for it."""
        code = int(self._line())
        self.pid = 0
        said = "".join(path.read_text(encoding="utf-8") for path in (self.out, self.err))
        return Ended(code, said)

    def kill(self) -> None:
        """End it without warning, if it still runs."""
        if pid := self.pid:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()

    def _line(self) -> str:
        assert self.process.stdout is not None
        return str(self.process.stdout.readline())
