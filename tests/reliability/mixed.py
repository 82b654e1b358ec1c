"""A soak of one person's days: starts, stops, switches, changes, undos; then minutes are compared.

    python -m tests.reliability.mixed INTENTS SEED [times]

Commands are processes that are killed at a request or at any moment; requests go wrong, the network
is away, another sync runs beside them. From time to time the weather clears: then hv must bring
Harvest to what was typed, to the minute. What differs is printed with the commands that led to it.
"""

import os
import random
import shutil
import signal
import struct
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from harvest_cli.local.outbox.queue import Login, Outbox
from harvest_cli.local.outbox.row import Op, State
from harvest_cli.sandbox.example import KIM
from tests.account import ACCOUNT_ID, an_account, call
from tests.faulty_harvest import faulty_harvest
from tests.reliability import typed
from tests.reliability.forked_runs import Ended, Forks
from tests.reliability.reckoning import Figures, alike, apart, as_seen, joined, same
from tests.reliability.scenes import LIST, POST, login_of
from tests.reliability.typed import Change, Entry, World

ONE, SET = "GET /v2/time_entries/*", "PATCH /v2/time_entries/*"
WRITES = (POST, SET, f"{SET}/stop", f"{SET}/restart", "DELETE /v2/time_entries/*")
ENDS = ("500", "502", "reset", "close", "half", "garbage", "html", "429 soon", "kill")
FAULTS = (*ENDS, *(f"commit,{end}" for end in ENDS if end != "429 soon"), "late 5,504")
LOOKS = ("502", "reset", "close", "500", "kill")
ZONE = ZoneInfo("America/New_York")
MONDAY = datetime(2026, 11, 23, 9, tzinfo=ZONE)
EACH = 8
"""Commands from one fair weather to the next."""
DONE, ASKS, OPEN = 0, 8, 75
WEIGHTS = {"log": 5, "copied": 2, "start": 6, "stop": 4, "edit": 3, "delete": 1, "undo": 2} | {
    "restart": 2,
    "copy": 1,
}
MOST_WORLDS = 32
TOLD = ("Logged", "Started", "Stopped", "Resumed", "Changed", "Deleted", "Saved", "Unconfirmed")
"""What a command says of its own write, which holds even where it is killed after that."""
KEPT = Path(tempfile.gettempdir()) / "hv-mixed"


class Intent(NamedTuple):
    """What a person wants: of which entry, and how many minutes, or how many ago."""

    kind: str
    label: str = ""
    minutes: int = 0


class Soak:
    """One person, and what they typed."""

    def __init__(self, folder: Path, seed: int, *, by_times: bool) -> None:
        self.folder, self.by_times = folder, by_times
        self.dice = random.Random(seed)
        self.clock = folder / "clock"
        self.ahead = 0.0
        self.till(MONDAY)
        self.account = an_account(now=self.now, wants_timestamp_timers=by_times)
        self.worlds = [World()]
        self.story: list[str] = []
        self.before: list[str] = []
        self.wrong: list[str] = []
        self.found: Counter[str] = Counter()
        self.number = 0
        self.finishes = False
        self.marks: tuple[float, ...] = ()

    @contextmanager
    def begun(self) -> Iterator["Soak"]:
        """Serve the account and keep two processes that fork."""
        with faulty_harvest(self.account, {}, lambda: self.now().timestamp()) as self.server:
            home = self.folder / "home"
            login = login_of(self.server.url, home)
            own = {"HOME": str(home), "HV_TIMEOUT": "5", "HV_ASK_AFTER_SECONDS": "86400"}
            environ = {"PATH": os.environ["PATH"], **own, **login}
            self.forks = [Forks(self.folder, name, environ) for name in ("first", "second")]
            self.server.kill = self.kill_all
            try:
                assert self.hv("projects").code == DONE
                self.known = {entry["id"] for entry in self.held()}
                yield self
            finally:
                for fork in self.forks:
                    fork.close()

    def kill_all(self) -> None:
        """The machine loses power."""
        for fork in self.forks:
            fork.kill()

    # -- time and weather

    def now(self) -> datetime:
        return datetime.fromtimestamp(time.time() + self.ahead, UTC)

    def till(self, moment: datetime) -> None:
        self.pass_((moment - self.now()).total_seconds())

    def pass_(self, seconds: float) -> None:
        """Let time pass, for all processes too."""
        self.ahead += seconds
        self.clock.write_bytes(struct.pack("d", self.ahead))

    @property
    def minute(self) -> float:
        return self.now().timestamp() / 60

    @property
    def day(self) -> int:
        return self.now().astimezone(ZONE).toordinal()

    def rain(self) -> None:
        """Plan what goes wrong until the next fair weather."""
        plan = {line: [self._fault(FAULTS, 0.4) for _ in range(300)] for line in WRITES}
        looks = {line: [self._fault(LOOKS, 0.2) for _ in range(300)] for line in (LIST, ONE)}
        self.server.fail({**plan, **looks})

    def _fault(self, kinds: tuple[str, ...], much: float) -> str:
        return self.dice.choice(kinds) if self.dice.random() < much else ""

    # -- what is typed

    def hv(self, *argv: str, away: bool = False, kill_after: float | None = None) -> Ended:
        """One run to its end, or until it is killed."""
        fork = self.forks[0]
        fork.begin(list(argv), away=away)
        timer = threading.Timer(kill_after or 0, fork.kill)
        if kill_after is not None:
            timer.start()
        ended = fork.end()
        timer.cancel()
        self.tell(f"{'away: ' if away else ''}hv {' '.join(argv)} -> {ended.code} {ended.said!r}")
        self._tell_requests()
        self.found["kills"] += ended.code == -signal.SIGKILL
        self.found["tracebacks"] += ended.code == 1
        return ended

    def tell(self, text: str) -> None:
        self.story.append(f"{self.now().astimezone(ZONE):%a %H:%M:%S} {text}")

    def _tell_requests(self) -> None:
        """What the server was asked and did since this was told last."""
        happened, self.server.story = self.server.story, []
        self.story += [f"        {str(each)[:300]}" for each in happened]

    def intent(self) -> Intent:
        """What a person types next."""
        dice = self.dice
        kind = dice.choices([*WEIGHTS], [*WEIGHTS.values()])[0]
        running = [world.running for world in self.worlds]
        self.number += 1
        label = f"{'m' if kind == 'copied' else 'i'}{self.number:04d}"
        if kind in ("start", "stop"):
            early = dice.random() < 0.4 and self._since(running) < self.minute - 6
            return Intent(kind, label, 5 if early else 0)
        if kind in ("edit", "delete", "restart") and (known := self._single()):
            return Intent(kind, known)
        if kind == "copy" or (kind == "undo" and typed.can_undo(self.worlds)):
            return Intent(kind)
        return Intent("copied" if kind == "copied" else "log", label, dice.choice((15, 30, 45)))

    def meaning(self, intent: Intent) -> tuple[list[str], Change]:
        """The words of an intent that is typed now, and what it makes of a world."""
        at, day = self.minute, self.day
        kind, label, minutes = intent
        # An undo that was left open is finished by the next one, which says what it undid.
        rows = self.outbox().open_rows() if kind == "undo" else []
        self.finishes = any(row.op == Op.UNDO for row in rows)
        since = f" {minutes}m ago" if minutes else ""
        what: dict[str, tuple[list[str], Change]] = {
            "log": (["log", f"{minutes}m TF: {label}"], typed.log(label, day, minutes)),
            "copied": (["log", f"{minutes}m MW: {label}"], typed.log(label, day, minutes)),
            "start": (["start", f"TF{since}: {label}"], typed.start(label, day, at - minutes)),
            "stop": (["stop", *([since.strip()] if since else [])], typed.stop(at - minutes)),
            "edit": (["edit", label, "--hours", "+15m", "--yes"], typed.edit(label, 15)),
            "delete": (["delete", label, "--yes"], typed.delete(label)),
            "restart": (["restart", label], typed.restart(label, day, at, self.by_times)),
            "copy": (["copy", "yesterday", "--project", "MW", "--yes"], typed.copy(day)),
            "undo": (["undo"], typed.undo),
        }
        return what[kind]

    def _since(self, running: list[Entry | None]) -> float:
        """Since when something runs or ran, in the world where that began last."""
        ended = max((float(mark) for mark in self.marks), default=0.0)
        return max([ended, *(entry.since or 0.0 for entry in running if entry)])

    def _single(self) -> str | None:
        """A finished entry of today that each world has."""
        first = self.worlds[0].entries
        labels = [entry.label for entry in first if entry.day == self.day]
        found = [name for name in labels if all(world.single(name) for world in self.worlds)]
        return self.dice.choice(found[-6:]) if found else None

    def type(self) -> None:
        """Type one command in the rain."""
        argv, change = self.meaning(self.intent())
        beside = self.dice.random() < 0.2
        if beside:
            self.forks[1].begin(["sync"])
        away = self.dice.random() < 0.2
        limit = self.dice.uniform(0.0, 0.12) if self.dice.random() < 0.15 else None
        ended = self.hv(*argv, away=away, kill_after=limit)
        if beside:
            other = self.forks[1].end()
            self.tell(f"   beside it: hv sync -> {other.code} {other.said!r}")
        self.believe(argv, change, ended)
        self._check_claim(ended, alone=not beside)
        # A server that is late is so by seconds, not until somebody asks it again.
        self.pass_(10)
        self.server.carry_out_late()
        self.pass_(60 * self.dice.randint(8, 25))

    def believe(self, argv: list[str], change: Change, ended: Ended) -> None:
        """What is typed by now, after a command that ended so."""
        killed = ended.code == -signal.SIGKILL
        told = killed and ended.said.startswith(TOLD)
        done = ended.code in (DONE, OPEN) or told
        either = (killed and not told) or ended.code == ASKS or self.finishes
        copies = range(1, 2**typed.MOST_COPIES) if argv[0] == "copy" else ()
        parts = [typed.copy(self.day, which) for which in copies]
        after = typed.told(self.worlds, change, killed=either, done=done, parts=parts)
        self.worlds = after or self.worlds
        self.found["intents"] += 1
        self.found["done"] += done
        if argv[0] in ("start", "stop", "restart"):
            self.marks = (*self.marks[-3:], self.minute)

    # -- fair weather

    def held(self) -> list[dict[str, Any]]:
        """The person's entries, straight from the account."""
        self.server.carry_out_late()
        found = call(self.account, "GET", "/time_entries", query={"user_id": KIM}).body
        return [*found["time_entries"]]

    def outbox(self) -> Outbox:
        login = Login(self.server.url, ACCOUNT_ID, KIM)
        return Outbox(self.folder / "home" / "state" / "outbox-default.sqlite", login)

    def _check_claim(self, ended: Ended, *, alone: bool) -> None:
        """What says that everything is there must be right."""
        if alone and "Everything is on Harvest" in ended.said and self.outbox().waiting():
            self.found["claims"] += 1
            self.wrong.append(f"claimed too much: {self.story[-1]}")

    def settle(self) -> None:
        """Fair weather until nothing waits, then compare."""
        self.found["requests"] += len(self.server.seen)
        self.found["faults"] += sum(self.server.met.values())
        self.server.seen.clear()
        self.server.met.clear()
        self.server.fail({})
        for _ in range(8):
            self.pass_(200)
            ended = self.hv("sync")
            self._check_claim(ended, alone=True)
            if ended.code == DONE:
                break
            if ended.code == ASKS:
                for row in self.outbox().listed():
                    self.hv("outbox", "retry", row.key)
        else:
            self.found["unsettled"] += 1
            self._drop_refused()
        self._compare()

    def _drop_refused(self) -> None:
        """What is refused stays in view: it is counted once, and not at each fair weather after."""
        for row in self.outbox().listed():
            if row.state == State.REJECTED:
                self.hv("outbox", "drop", row.key, "--yes")

    def observed(self) -> list[Entry]:
        """What Harvest holds of what was typed."""
        new = [entry for entry in self.held() if entry["id"] not in self.known]
        return [
            Entry(
                str(entry["notes"]),
                datetime.fromisoformat(entry["spent_date"]).toordinal(),
                float(entry["hours"]) * 60,
                self.minute if entry["is_running"] else None,
            )
            for entry in new
        ]

    def _compare(self) -> None:
        found, now = sorted(self.observed()), self.minute
        fitting = [world for world in self.worlds if alike(found, world, now)]
        if not fitting and self.by_times:
            fitting = [world for world in self.worlds if alike(found, world, now, whole=joined)]
            self.found["parts"] += bool(fitting)
        if fitting:
            self.worlds = fitting[:MOST_WORLDS]
            self._forget_story()
        else:
            self._count(found, min(self.worlds, key=lambda world: apart(found, world, now)), now)
            self.worlds = [World(tuple(entry._replace(since=entry.since) for entry in found))]

    def _forget_story(self) -> None:
        """What led to this far stays known until the next fair weather but one."""
        self.before, self.story = self.story, ["-- fair"]

    def _count(self, found: list[Entry], world: World, now: float) -> None:
        """What is wrong, against the nearest of the worlds."""
        wanted = [as_seen(entry, now) for entry in world.entries]
        labels = {entry.label for entry in (*found, *wanted)}
        for label in sorted(labels):
            here = [e for e in found if e.label == label]
            there = [e for e in wanted if e.label == label]
            kind = "lost" if len(here) < len(there) else "doubled"
            kind = kind if len(here) != len(there) else "off"
            if kind != "off" or not all(map(same, sorted(here), sorted(there))):
                self.found[kind] += 1
                self.wrong.append(f"{kind}: {label} is {here}, typed {there}")
        self.wrong += [*self.before, *self.story, "=" * 40]
        self._forget_story()

    def next_day(self) -> None:
        """Stop, settle, and go home."""
        self.settle()
        if self.worlds[0].running:
            self.worlds = typed.told(self.worlds, typed.stop(self.minute), killed=False, done=True)
            self.hv("stop")
        tomorrow = self.now().astimezone(ZONE) + timedelta(days=1)
        self.till(tomorrow.replace(hour=9, minute=0, second=0))
        self.known_days()

    def known_days(self) -> None:
        """Entries of days before yesterday are not looked at any more."""
        old = [e["id"] for e in self.held() if _ordinal(e) < self.day - 1]
        self.known |= set(old)
        self.worlds = [
            World(tuple(e for e in world.entries if e.day >= self.day - 1)) for world in self.worlds
        ]
        self.marks = ()

    def run(self, intents: int) -> None:
        """Type so many commands."""
        while self.found["intents"] < intents:
            self.rain()
            for _ in range(EACH):
                self.type()
            self.settle()
            if self.now().astimezone(ZONE).hour >= 17:
                self.next_day()


def _ordinal(entry: dict[str, Any]) -> int:
    return datetime.fromisoformat(entry["spent_date"]).toordinal()


def soak(intents: int, seed: int, *, by_times: bool = False) -> Figures:
    """One person's days; what went wrong is printed and kept."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        person = Soak(Path(folder), seed, by_times=by_times)
        with person.begun():
            person.run(intents)
        if person.wrong:
            KEPT.mkdir(exist_ok=True)
            kept = KEPT / f"{'times' if by_times else 'hours'}-{seed}.txt"
            kept.write_text("\n".join(person.wrong) + "\n", encoding="utf-8")
            shutil.copytree(folder, kept.with_suffix(""), dirs_exist_ok=True)
            print(f"kept in {kept}", flush=True)
    counts = {name: person.found[name] for name in Figures._fields}
    return Figures(**counts)._replace(seconds=time.monotonic() - began)


ONE_SOAK = 250


if __name__ == "__main__":
    total, first = Figures(), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    while total.intents < int(sys.argv[1]):
        total = total.plus(soak(ONE_SOAK, first + int(total.intents), by_times="times" in sys.argv))
        print(total, flush=True)
