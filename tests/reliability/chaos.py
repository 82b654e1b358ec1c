"""Chaos: many intents, killed clients, faulted requests, two syncers at once; then one count.

    python -m tests.reliability.chaos INTENTS SEED [MODE]

runs a soak of any size and prints its figures; MODE is one of those in `chaos_client`. Every client
is a process that is killed without warning at a random moment, stopped and let go on, or left to
end; more than half of all requests meet a fault. The story of each intent that was lost or doubled
is printed, and the folder of its storm is kept.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from harvest_cli.local.outbox.queue import Login, Outbox
from harvest_cli.sandbox.example import KIM
from tests import child
from tests.account import ACCOUNT_ID, present_account
from tests.faulty_harvest import FaultyHarvest, faulty_harvest
from tests.reliability.chaos_client import MODES, QUIET
from tests.reliability.chaos_story import Moment, keep, reckon, story
from tests.reliability.processes import here
from tests.reliability.scenes import LIST, POST, login_of

FAULTS = (
    *("commit,reset", "commit,close", "commit,half", "commit,html", "commit,500", "commit,202"),
    *("reset", "close", "500", "502", "504", "302", "garbage", "reset unread", "late"),
)
LIST_FAULTS = ("502", "reset", "close", "500")
DELETE = "DELETE /v2/time_entries/*"
DELETE_FAULTS = ("502", "reset", "commit,reset", "close", "commit,500")
PLANNED = 100_000
FAIR = "plain"
"""The mode of clients that settle all: a lease of half a second would be over before a send."""
PATIENCE = 120.0
"""Seconds that a client may take which is not to be killed."""
ONE_STORM = 500
ENVIRON = {"HV_QUIET_SECONDS": str(QUIET), "HV_ASK_AFTER_SECONDS": "86400", "HV_TIMEOUT": "5"}
KEPT = Path(tempfile.gettempdir()) / "hv-chaos"


class Figures(NamedTuple):
    """What came of it. `durable` are intents that were kept or told as logged; `cut` those that
    were told as not kept, or were typed when their worker was killed; `removed` are duplicates of
    slow servers that hv took away.

    Requests and faults are those before the weather cleared.
    """

    intents: int
    durable: int
    kills: int
    cut: int
    stops: int
    requests: int
    faults: int
    late: int
    removed: int
    lost: int
    doubled: int
    tracebacks: int
    unsettled: int
    seconds: float

    def __str__(self) -> str:
        return ", ".join(f"{name} {value:.0f}" for name, value in self._asdict().items())


def until_told(process: child.Process, lines: int) -> str:
    """Read so many lines of a client, and not a byte more: the rest is for `communicate`."""
    assert process.stdout is not None
    told = b""
    while told.count(b"\n") < lines and (byte := os.read(process.stdout.fileno(), 1)):
        told += byte
    return told.decode()


class Storm:
    """One run of chaos: a person with one home, and the dice of one worker."""

    def __init__(self, server: FaultyHarvest, home: Path, seed: int, mode: str, how: str) -> None:
        self.server, self.home = server, home
        self.name, self.mode, self.broken = mode, MODES[mode], how
        self.dice = random.Random(seed)
        self.said: dict[int, int] = {}
        self.moments: list[Moment] = []
        self.tracebacks = self.cut = 0
        login = login_of(server.url, home)
        own = {**ENVIRON, **dict(self.mode.environ)}
        self.environ = {"PATH": os.environ["PATH"], "HOME": str(home), **login, **own}

    def count(self, what: str) -> int:
        """How often this was done to a client."""
        return sum(each.what == what for each in self.moments)

    def rain(self) -> None:
        """Plan faults for the requests to come."""
        plan = [self._fault(FAULTS, 0.7) for _ in range(PLANNED)]
        looks = [self._fault(LIST_FAULTS, 0.55) for _ in range(PLANNED)]
        removals = [self._fault(DELETE_FAULTS, 0.5) for _ in range(PLANNED)]
        self.server.fail({POST: plan, LIST: looks, DELETE: removals})

    def _fault(self, kinds: tuple[str, ...], much: float) -> str:
        found = self.dice.choice(kinds) if self.dice.random() < much else ""
        return f"late {self.dice.uniform(*self.mode.late):.2f},504" if found == "late" else found

    def log(self, first: int, last: int) -> None:
        """A worker logs these intents and is killed somewhere, perhaps more than once."""
        while first < last:
            told, cut = self.worker(first, last)
            first = max([first - 1, *told]) + (2 if cut else 1)

    def worker(self, first: int, last: int) -> tuple[list[int], bool]:
        process = self.client("log", str(first), str(last))
        cut = self.dice.random() < 0.9
        # A slow machine is no other storm: a worker is killed on its way from one intent to the
        # next, however long those take. Until it is ready it has nothing to lose.
        out = until_told(process, 1 + (self.dice.randint(0, 5) if cut else 0))
        if cut:
            self._stop_and_go(process)
        # One that was to end by itself and takes too long is cut off like the others: what it
        # was about must not be typed again, or it would be two intents.
        rest, cut = self._ended(process, self.dice.uniform(0.0, 0.6) if cut else PATIENCE)
        self.cut += cut
        told = [line.split() for line in (out + rest).splitlines() if len(line.split()) == 4]
        for number, code, wrong, at in told:
            self.said[int(number)] = int(code)
            self.moments.append(Moment(float(at), process.pid, f"told {number}: {code}"))
            self.tracebacks += wrong == "True"
            self.cut += code not in ("0", "75")
        return [int(number) for number, *_ in told], cut

    def _ended(self, process: child.Process, patience: float = PATIENCE) -> tuple[str, bool]:
        """What a client still told, and whether it had to be killed after so many seconds."""
        try:
            return process.communicate(timeout=patience)[0], False
        except subprocess.TimeoutExpired:
            self.do(process, signal.SIGKILL, "killed")
            return process.communicate()[0], True

    def client(self, *what: str, mode: str = "") -> child.Process:
        """A client of this storm."""
        how = [mode or self.name, self.broken]
        command = [*child.FORKED, "-m", "tests.reliability.chaos_client", *how]
        began = time.time()
        unread = {"stderr": subprocess.DEVNULL}
        process = child.start([*command, *what], self.environ, now=child.REAL, **unread)
        self.moments.append(Moment(began, process.pid, f"begins to {' '.join(what)}"))
        return process

    def do(self, process: child.Process, how: int, what: str) -> None:
        """Send a signal, and keep when."""
        self.moments.append(Moment(time.time(), process.pid, what))
        process.send_signal(how)

    def _stop_and_go(self, process: child.Process) -> None:
        """Let a client stand still for a while, like a laptop that was closed."""
        if not self.mode.stops or self.dice.random() < 0.4:
            return
        for _ in range(self.dice.randint(1, 3)):
            time.sleep(self.dice.uniform(0.15, 0.5))
            self.do(process, signal.SIGSTOP, "stopped")
            time.sleep(self.dice.uniform(0.3, 1.5))
            self.do(process, signal.SIGCONT, "goes on")

    def sync_twice(self) -> None:
        """Two work on the same rows at the same time, and are perhaps killed."""
        pair = [self.client("sync") for _ in range(2)]
        time.sleep(self.dice.uniform(0.2, 1.0))
        self._stop_and_go(pair[0])
        if self.dice.random() < 0.4:
            for process in pair:
                self.do(process, signal.SIGKILL, "killed")
        for process in pair:
            self._ended(process)

    def whole(self, *what: str) -> int:
        """A client that is left to end, with the lease that it has in truth; its exit status."""
        process = self.client(*what, mode=FAIR)
        self._ended(process)
        return process.returncode

    def settle(self) -> int:
        """Fair weather: sync until nothing waits; how many rows still do."""
        self.server.fail({})
        while self.server.late:
            time.sleep(0.1)
            self.server.carry_out_late()
        for _ in range(60):
            code = self.whole("sync")
            if code == 0:
                return self._ten_minutes_later()
            if code == 8:
                # Sent too often without an answer: that is for the person, who says "send".
                box = self.outbox()
                for row in box.listed():
                    self.whole("retry", row.key)
            time.sleep(0.3)
        box = self.outbox()
        return box.waiting()

    def _ten_minutes_later(self) -> int:
        """The later look at what was sent twice, which removes what a slow server made of it."""
        box = self.outbox()
        box.db.execute("UPDATE outbox SET next_at = 0 WHERE verify_until IS NOT NULL")
        self.whole("sync")
        return box.waiting()

    def outbox(self) -> Outbox:
        """The rows of this person."""
        login = Login(self.server.url, ACCOUNT_ID, KIM)
        return Outbox(self.home / "state" / "outbox-default.sqlite", login)


def storm(
    intents: int, seed: int, mode: str = "plain", broken: str = "", workers: int = 4
) -> Figures:
    """Let it rage and count; `broken` makes the clients worse than they are."""
    began = time.monotonic()
    account = present_account()
    with tempfile.TemporaryDirectory() as folder, faulty_harvest(account, {}) as server:
        home = Path(folder) / "home"
        assert here(server.url, home, "projects")[0] == 0
        parts = [Storm(server, home, seed + n, mode, broken) for n in range(workers)]
        parts[0].rain()
        share = intents // workers
        with ThreadPoolExecutor(workers + 1) as pool:
            jobs = [pool.submit(p.log, n * share, (n + 1) * share) for n, p in enumerate(parts)]
            while not all(job.done() for job in jobs):
                parts[0].sync_twice()
            for job in jobs:
                job.result()
        before = (intents, len(server.seen), sum(server.met.values()))
        unsettled = parts[0].settle()
        found = _figures(parts, before, unsettled, f"{mode}-{seed}{broken}".replace(" ", "-"))
        return found._replace(seconds=time.monotonic() - began)


def _figures(
    parts: list[Storm], before: tuple[int, int, int], unsettled: int, name: str
) -> Figures:
    intents, requests, faults = before
    first = parts[0]
    server, box = first.server, first.outbox()
    each = first.mode.each
    said = [n // each for p in parts for n, code in p.said.items() if code in (0, 75)]
    found = reckon(server, box, said, each)
    moments = sorted(each for part in parts for each in part.moments)
    if wrong := (*found.lost, *found.doubled):
        told = [line for label in wrong for line in story(server, first.home, label, moments)]
        keep(first.home, server, told, KEPT / name)
        print("\n".join(told), f"kept in {KEPT / name}", sep="\n", flush=True)
    removed = "SELECT count(*) FROM journal WHERE deed = 'removed'"
    return Figures(
        intents=intents,
        durable=found.durable,
        kills=sum(part.count("killed") for part in parts),
        cut=sum(part.cut for part in parts),
        stops=sum(part.count("stopped") for part in parts),
        requests=requests,
        faults=faults,
        late=sum(each.what == "late" for each in server.story),
        removed=box.db.execute(removed).fetchone()[0],
        lost=len(found.lost),
        doubled=len(found.doubled),
        tracebacks=sum(part.tracebacks for part in parts),
        unsettled=unsettled,
        seconds=0.0,
    )


def soak(intents: int, seed: int, mode: str = "plain") -> Figures:
    """Storm after storm, each with dice of its own; prints the sums as they grow."""
    total = Figures(*[0] * len(Figures._fields))
    while total.intents < intents:
        found = storm(min(ONE_STORM, intents - total.intents), seed + total.intents, mode)
        total = Figures._make(a + b for a, b in zip(total, found, strict=True))
        print(mode, total, flush=True)
    return total


if __name__ == "__main__":
    words = sys.argv[3:] or ["plain"]
    soak(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1, " ".join(words))
