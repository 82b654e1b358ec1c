"""hv as processes that are forked from one which has everything imported, on a clock by hand.

    python -m tests.reliability.forks CLOCK

reads runs from its input, one JSON object a line, and answers each with two lines: the process,
and how it ended. CLOCK is a file whose first eight bytes are the seconds by which all of them live
after the machine; it can be changed while they run, as when a laptop was closed.
"""

import importlib
import json
import os
import pkgutil
import struct
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import harvest_cli
from harvest_cli.__main__ import run
from harvest_cli.actions.outbox import policy
from harvest_cli.domain import wall_clock
from harvest_cli.domain.errors import Outcome
from harvest_cli.harvest.http import transport
from harvest_cli.harvest.http.answers import Failure, FailureKind
from harvest_cli.harvest.http.exchange import Exchange
from harvest_cli.local.outbox import monotonic
from harvest_cli.local.outbox.rate_limit import RateLimiter
from tests.reliability.chaos_client import put

AWAY = Failure(Outcome.NOT_SENT, FailureKind.CONNECT, "connection refused")


def ahead(clock: int) -> float:
    """The seconds that are in the file of the clock."""
    (found,) = struct.unpack("d", os.pread(clock, 8, 0))
    return float(found)


def prepare(clock: int) -> None:
    """Import everything, take the clock by hand, and make short what a person would wait for."""
    for module in pkgutil.walk_packages(harvest_cli.__path__, "harvest_cli."):
        # What needs an extra that is not installed is not run here.
        with suppress(ImportError):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    wall, ticks = time.time, monotonic.ticks
    put(wall_clock, epoch_seconds=lambda: wall() + ahead(clock))
    put(monotonic, ticks=lambda: ticks() + ahead(clock))
    put(policy, LOOKS=(0.02,))
    put(transport, backoff=lambda *_: 0.0)
    put(RateLimiter, acquire=lambda *_: 0.0, wait=lambda *_: 0.0)


def be_hv(asked: dict[str, Any]) -> int:
    """Run one command line; what it says goes where it was asked to go."""
    if asked["away"]:
        put(Exchange, perform=lambda *_: AWAY)
    with (
        Path(asked["out"]).open("w", encoding="utf-8", buffering=1) as out,
        Path(asked["err"]).open("w", encoding="utf-8", buffering=1) as err,
        Path(os.devnull).open(encoding="utf-8") as nothing,
    ):
        return run(asked["argv"], asked["environ"], nothing, out, err)


def main(path: str) -> None:
    """Fork a run for each line."""
    clock = os.open(path, os.O_RDONLY)
    prepare(clock)
    for line in sys.stdin:
        process = os.fork()
        if process == 0:
            os._exit(be_hv(json.loads(line)))
        print(process, flush=True)
        print(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
