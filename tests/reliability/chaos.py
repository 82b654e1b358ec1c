"""Chaos: many intents, killed clients, faulted requests, two syncers at once; then one count.

    python -m tests.reliability.chaos INTENTS SEED

runs a soak of any size and prints its figures. Every client is a process that is killed without
warning at a random moment, or left to end; more than half of all requests meet a fault.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from harvest_cli.local.outbox import Login, Outbox
from harvest_cli.sandbox.story import KIM
from tests.account import ACCOUNT_ID, an_account
from tests.faulty_harvest import FaultyHarvest, faulty_harvest
from tests.reliability.processes import ROOT, run
from tests.reliability.scenes import LIST, POST, login_of

FAULTS = (
    *("commit,reset", "commit,close", "commit,half", "commit,html", "commit,500", "commit,202"),
    *("reset", "close", "500", "502", "504", "302", "garbage", "reset unread", "late 0.4,504"),
)
LIST_FAULTS = ("502", "reset", "close", "500")
WORKER = """
import io, os, sys
from harvest_cli.__main__ import run
import harvest_cli.actions.delivery as delivery
import harvest_cli.actions.delivery_policy as policy
import harvest_cli.harvest.waiting as waiting
delivery.BUCKET, policy.LOOKS = 10**9, (0.05,)
waiting.backoff = lambda *_: 0.0
first, last = int(sys.argv[1]), int(sys.argv[2])
for number in range(first, last):
    out, err = io.StringIO(), io.StringIO()
    sentence = ["log", f"15m on TF: intent {number}"]
    code = run(sentence, os.environ, io.StringIO(), out, err)
    # What was said is on this line before anything else can happen.
    print(number, code, "Traceback" in err.getvalue(), flush=True)
    if number % 10 == 9:
        run(["sync"], os.environ, io.StringIO(), out, err)
"""
PLANNED = 100_000
ONE_STORM = 500
ENVIRON = {"HV_QUIET_SECONDS": "0.6", "HV_ASK_AFTER_SECONDS": "86400", "HV_TIMEOUT": "5"}


class Figures(NamedTuple):
    """What came of it. `durable` are intents that were kept or told as logged.

    Requests and faults are those before the weather cleared.
    """

    intents: int
    durable: int
    kills: int
    requests: int
    faults: int
    lost: int
    doubled: int
    tracebacks: int
    unsettled: int
    seconds: float

    def __str__(self) -> str:
        return ", ".join(f"{name} {value:.0f}" for name, value in self._asdict().items())


class Storm:
    """One run of chaos."""

    def __init__(self, server: FaultyHarvest, home: Path, seed: int) -> None:
        self.server, self.home = server, home
        self.dice = random.Random(seed)
        self.said: dict[int, int] = {}
        self.kills = self.tracebacks = 0
        self.environ = {"PATH": os.environ["PATH"], **login_of(server.url, home), **ENVIRON}

    def rain(self) -> None:
        """Plan faults for the requests to come."""
        plan = [self._fault(FAULTS, 0.7) for _ in range(PLANNED)]
        looks = [self._fault(LIST_FAULTS, 0.55) for _ in range(PLANNED)]
        self.server.fail({POST: plan, LIST: looks})

    def _fault(self, kinds: tuple[str, ...], much: float) -> str:
        return self.dice.choice(kinds) if self.dice.random() < much else ""

    def log(self, first: int, last: int) -> None:
        """A worker logs these intents and is killed somewhere, perhaps more than once."""
        while first < last:
            told = self._worker(first, last)
            first = max([first - 1, *told]) + (2 if self._cut else 1)

    def _worker(self, first: int, last: int) -> list[int]:
        process = subprocess.Popen(
            [sys.executable, "-c", WORKER, str(first), str(last)],
            env=self.environ,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._cut = self.dice.random() < 0.9
        try:
            out, _ = process.communicate(timeout=self.dice.uniform(0.3, 0.9) if self._cut else 120)
            self._cut = False
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            self.kills += 1
            out, _ = process.communicate()
        told = [line.split() for line in out.splitlines() if len(line.split()) == 3]
        for number, code, trace in told:
            self.said[int(number)] = int(code)
            self.tracebacks += trace == "True"
        return [int(number) for number, *_ in told]

    def syncers(self) -> list["subprocess.Popen[bytes]"]:
        """Two that work on the same rows at the same time."""
        command = [sys.executable, "-m", "harvest_cli", "sync"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return [
            subprocess.Popen(command, env=self.environ, cwd=ROOT, **quiet)  # type: ignore[call-overload]
            for _ in range(2)
        ]

    def settle(self) -> int:
        """Fair weather: sync until nothing waits; how many rows still do."""
        self.server.fail({})
        for _ in range(60):
            code, _, _ = run(self.server.url, self.home, "sync", environ=ENVIRON)
            if code == 0:
                return self._ten_minutes_later()
            if code == 8:
                # Sent too often without an answer: that is for the person, who says "send".
                box = self.outbox()
                for row in box.listed():
                    run(self.server.url, self.home, "outbox", "retry", row.key, environ=ENVIRON)
            time.sleep(0.3)
        box = self.outbox()
        return box.waiting()

    def _ten_minutes_later(self) -> int:
        """The later look at what was sent twice, which removes what a slow server made of it."""
        box = self.outbox()
        box.db.execute("UPDATE outbox SET next_at = 0 WHERE verify_until IS NOT NULL")
        run(self.server.url, self.home, "sync", environ=ENVIRON)
        return box.waiting()

    def outbox(self) -> Outbox:
        return Outbox(
            self.home / "state" / "outbox-default.sqlite",
            Login(self.server.url, ACCOUNT_ID, KIM),
        )


def storm(intents: int, seed: int, workers: int = 4) -> Figures:
    """Let it rage and count."""
    from concurrent.futures import ThreadPoolExecutor

    began = time.monotonic()
    account = an_account(now=lambda: datetime.now(UTC))
    with tempfile.TemporaryDirectory() as folder, faulty_harvest(account, {}) as server:
        home = Path(folder) / "home"
        assert run(server.url, home, "projects")[0] == 0
        parts = [Storm(server, home, seed + n) for n in range(workers)]
        parts[0].rain()
        share = intents // workers
        with ThreadPoolExecutor(workers + 1) as pool:
            jobs = [pool.submit(p.log, n * share, (n + 1) * share) for n, p in enumerate(parts)]
            while not all(job.done() for job in jobs):
                syncing = parts[0].syncers()
                time.sleep(parts[0].dice.uniform(0.2, 1.0))
                if parts[0].dice.random() < 0.4:
                    for process in syncing:
                        process.kill()
                        parts[0].kills += 1
                for process in syncing:
                    process.wait(60)
            for job in jobs:
                job.result()
        requests, faults = len(server.seen), sum(server.met.values())
        unsettled = parts[0].settle()
        return _count(parts, (intents, requests, faults, unsettled), time.monotonic() - began)


def _count(parts: list[Storm], told: tuple[int, int, int, int], seconds: float) -> Figures:
    intents, requests, faults, unsettled = told
    server = parts[0].server
    held = server.account.db.execute(
        "SELECT notes FROM entries WHERE user_id = ? AND notes LIKE 'intent %'", (KIM,)
    ).fetchall()
    entries = Counter(int(notes.split()[1]) for (notes,) in held)
    box = parts[0].outbox()
    kept = box.db.execute("SELECT text FROM outbox").fetchall()
    durable = {int(text.rsplit(" ", 1)[1]) for (text,) in kept if "intent" in text}
    durable |= {n for part in parts for n, code in part.said.items() if code in (0, 75)}
    return Figures(
        intents=intents,
        durable=len(durable),
        kills=sum(part.kills for part in parts),
        requests=requests,
        faults=faults,
        lost=sum(entries[number] == 0 for number in durable),
        doubled=sum(count > 1 for count in entries.values()),
        tracebacks=sum(part.tracebacks for part in parts),
        unsettled=unsettled,
        seconds=seconds,
    )


def soak(intents: int, seed: int) -> Figures:
    """Storm after storm, each with dice of its own; prints the sums as they grow."""
    total = Figures(*[0] * len(Figures._fields))
    while total.intents < intents:
        found = storm(min(ONE_STORM, intents - total.intents), seed + total.intents)
        total = Figures._make(a + b for a, b in zip(total, found, strict=True))
        print(total, flush=True)
    return total


if __name__ == "__main__":
    soak(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
