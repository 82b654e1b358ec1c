"""The clients of a storm: each a process that logs, syncs or says "send" until it is killed.

    python -m tests.reliability.chaos_client MODE BROKEN log FIRST LAST
    python -m tests.reliability.chaos_client MODE BROKEN sync
    python -m tests.reliability.chaos_client MODE BROKEN retry KEY

Waits that cost time and prove nothing are short. BROKEN is empty, or names what is to be wrong
with hv: a storm that such a client does not fail proves nothing of the true one.
"""

import io
import os
import sys
import time
from collections.abc import Sequence
from typing import Any, NamedTuple

from harvest_cli.__main__ import run
from harvest_cli.actions.outbox import delivery, enqueue, policy, worker
from harvest_cli.actions.outbox.policy import Result, Step
from harvest_cli.harvest.http import transport
from harvest_cli.local.outbox.rate_limit import RateLimiter
from harvest_cli.local.outbox.row import State


class Mode(NamedTuple):
    """What a storm is like. `late` are the seconds by which a server may be late; `stops` whether
    processes stand still for longer than their lease; `each` how many type the same."""

    environ: tuple[tuple[str, str], ...] = ()
    reference: bool = False
    each: int = 1
    late: tuple[float, float] = (0.4, 0.4)
    lease: float | None = None
    stops: bool = False
    keyed: bool = True


QUIET = 0.6
OFF = (("HV_REFERENCE", "off"),)
MODES = {
    "plain": Mode(),
    "edge": Mode(late=(0.2, 2.0), lease=0.5, stops=True),
    "equal": Mode(each=2),
    "ref": Mode(reference=True, late=(0.1, 0.2), keyed=False),
    "off": Mode(OFF, late=(0.1, 0.2), keyed=False),
    "equal off": Mode(OFF, each=2, late=(0.1, 0.2), keyed=False),
}


def sentence(mode: Mode, number: int) -> list[str]:
    """What is typed for an intent; in some modes several people type the same."""
    words = ["log", f"15m on TF: intent {number // mode.each}"]
    issue = f"https://github.com/acme/site/issues/{number % 7}"
    return [*words, "--ref", issue] if mode.reference else words


def put(place: object, **values: object) -> None:
    """Set attributes that are there; a name that was changed since would change nothing."""
    for name, value in values.items():
        getattr(place, name)
        setattr(place, name, value)


def hasten(mode: Mode) -> None:
    """Make what a person would wait for short."""
    put(policy, LOOKS=(0.05,), VERIFY_AFTER=0.5)
    put(transport, backoff=lambda *_: 0.0)
    put(RateLimiter, acquire=lambda *_: 0.0, wait=lambda *_: 0.0)
    if mode.lease is not None:
        lease = mode.lease
        put(policy, LEASE=lease)
        for module in (enqueue, worker):
            put(module, lease_of=lambda _context: lease)


def break_it(how: str) -> None:
    """Make hv as bad as it must not be."""
    if how == "sends blindly":
        sane = policy.decide

        def blind(facts: policy.Facts, outcome: str, *rest: float) -> policy.Action:
            if outcome in (Result.NOTHING, Result.READ):
                return policy.Action(Step.SEND, State.SENDING)
            if outcome == Result.LOST:
                return policy.Action(Step.WAIT, State.UNKNOWN)
            return sane(facts, outcome, *rest)

        put(policy, decide=blind)
        put(worker, remove_duplicates=lambda *_: ())
    if how == "forgets":

        def forget(_context: Any, outbox: Any, key: str, **_values: object) -> None:
            outbox.drop(key)

        for module in (delivery, worker):
            put(module, note=forget)


def hv(*argv: str) -> tuple[int, str]:
    """One command line in this process; its status, and what it said of itself."""
    out, err = io.StringIO(), io.StringIO()
    return run(list(argv), os.environ, io.StringIO(), out, err), err.getvalue()


def log(mode: Mode, first: int, last: int) -> None:
    """Log the intents of these numbers; each is told on a line before anything else happens."""
    for number in range(first, last):
        code, err = hv(*sentence(mode, number))
        wrong = "Traceback" in err or "went wrong" in err
        print(number, code, wrong, f"{time.time():.3f}", flush=True)
        if number % 10 == 9:
            hv("sync")


def main(argv: Sequence[str]) -> int:
    """Do what the arguments say; exit status of the last command line."""
    mode, broken, verb, *rest = argv
    hasten(MODES[mode])
    break_it(broken)
    if verb == "log":
        print("ready", flush=True)
        log(MODES[mode], int(rest[0]), int(rest[1]))
        return 0
    return hv("sync")[0] if verb == "sync" else hv("outbox", "retry", *rest)[0]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
