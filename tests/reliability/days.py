"""The soak of `mixed` in one process and on one clock: what went wrong is shrunk to its least.

    python -m tests.reliability.days DAYS SEED [times]

A day is a handful of commands with what goes wrong at which of their requests. One that does not
end to the minute is played again with less and less, and what is left of it is printed.
"""

import io
import math
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import pytest

from harvest_cli.__main__ import run
from harvest_cli.actions.outbox import policy
from harvest_cli.commands.cli import wiring
from harvest_cli.domain import wall_clock
from harvest_cli.harvest.http import transport
from harvest_cli.harvest.http.exchange import Exchange
from harvest_cli.local.outbox import monotonic
from harvest_cli.local.outbox.intent_log import Trail
from harvest_cli.local.outbox.rate_limit import RateLimiter
from tests.conftest import MEMORY, in_memory
from tests.faulty_harvest import faulty_harvest
from tests.ready_accounts import ready_accounts
from tests.reliability import typed
from tests.reliability.forked_runs import Ended
from tests.reliability.forks import AWAY
from tests.reliability.mixed import FAULTS, LOOKS, MONDAY, Intent, Soak
from tests.reliability.scenes import login_of

LONG = 14
"""Commands of a day at most."""
SHELF = MEMORY if in_memory() else None
APPEND = 900
NONE: Mapping[int, str] = {}


class Killed(BaseException):
    """The process is gone."""


class Step(NamedTuple):
    """A command so many minutes after the day began, and what goes wrong at which request.

    From `APPEND` on the numbers are of lines of the backup log, behind which the run is killed.
    One without words is fair weather, in which everything must get to Harvest.
    """

    after: float
    intent: Intent | None = None
    away: bool = False
    faults: Mapping[int, str] = NONE

    def __str__(self) -> str:
        moment = f"{9 + int(self.after // 60):02d}:{int(self.after % 60):02d}"
        if self.intent is None:
            return f"{moment} fair weather"
        words = " ".join(str(each) for each in self.intent if each)
        wrong = ", ".join(f"{number}: {fault}" for number, fault in self.faults.items())
        return f"{moment} {'away: ' if self.away else ''}{words}{f' ({wrong})' if wrong else ''}"


_STEP = re.compile(r"(\d\d):(\d\d) (away: )?([a-z ]+?)(?: ([im]\d+))?(?: (\d+))?(?: \((.+)\))?$")


def read(text: str) -> list[Step]:
    """Steps as they are printed, one a line."""
    return [_step(line.strip()) for line in text.strip().splitlines()]


def _step(line: str) -> Step:
    found = _STEP.match(line)
    assert found, line
    hour, minute, away, kind, label, minutes, wrong = found.groups()
    after = (int(hour) - 9) * 60 + int(minute)
    if kind == "fair weather":
        return Step(after)
    pairs = re.findall(r"(\d+): ((?:commit,|late \d+,)?[^,]+)", wrong or "")
    faults = {int(number): fault for number, fault in pairs}
    return Step(after, Intent(kind, label or "", int(minutes or 0)), bool(away), faults)


class Day(Soak):
    """A day from its steps, or with steps that are thought of on the way."""

    def __init__(self, folder: Path, seed: int, *, by_times: bool) -> None:
        self.moment = MONDAY.timestamp()
        super().__init__(folder, seed, by_times=by_times)
        self.planned: Callable[[str], str] = lambda _line: ""
        self.away = self.dead = False
        self.asked = self.appended = 0

    def now(self) -> datetime:
        self.moment += 1e-4
        return datetime.fromtimestamp(self.moment, UTC)

    def pass_(self, seconds: float) -> None:
        self.moment += seconds

    @contextmanager
    def begun(self) -> Iterator["Day"]:
        """Serve the account, on a clock by hand."""
        with (
            faulty_harvest(self.account, {}, lambda: self.moment) as self.server,
            pytest.MonkeyPatch.context() as patch,
        ):
            home = self.folder / "home"
            own = {"HOME": str(home), "HV_TIMEOUT": "5", "HV_ASK_AFTER_SECONDS": "86400"}
            self.environ = {**own, **login_of(self.server.url, home)}
            self.server.kill = self._die
            patch.setattr(self.server, "planned", self._plan)
            patch.setattr(wall_clock, "epoch_seconds", lambda: self.now().timestamp())
            patch.setattr(monotonic, "ticks", lambda: self.now().timestamp())
            patch.setattr(wiring, "time", SimpleNamespace(sleep=self.pass_))
            patch.setattr(transport, "backoff", lambda *_: 0.0)
            patch.setattr(RateLimiter, "acquire", lambda *_: 0.0)
            patch.setattr(RateLimiter, "wait", lambda *_: 0.0)
            patch.setattr(policy, "LOOKS", (0.02,))
            self._append = Trail.append
            patch.setattr(Trail, "append", lambda *a, **how: self._write(*a, **how))
            self._perform = Exchange.perform
            patch.setattr(Exchange, "perform", lambda *a: self._exchange(*a))
            assert self.hv("projects").code == 0
            self.known = {entry["id"] for entry in self.held()}
            yield self

    def _die(self) -> None:
        self.dead = True

    def _plan(self, line: str) -> str:
        self.asked += 1
        return self.planned(line)

    def _write(self, trail: Trail, lines: Iterable[str], *, durable: bool = True) -> None:
        self._append(trail, lines, durable=durable)
        self.appended += 1
        if self.planned(""):
            raise Killed

    def _exchange(self, exchange: Exchange, request: Any) -> Any:
        if self.away:
            return AWAY
        result = self._perform(exchange, request)
        if self.dead:
            raise Killed
        return result

    def hv(self, *argv: str, away: bool = False, **_: object) -> Ended:
        """One run to its end, or until it is killed."""
        self.away, self.dead, self.asked, self.appended = away, False, 0, 0
        out, err = io.StringIO(), io.StringIO()
        try:
            code = run(list(argv), self.environ, io.StringIO(), out, err)
        except Killed:
            code = -9
        ended = Ended(code, out.getvalue() + err.getvalue())
        self.tell(f"{'away: ' if away else ''}hv {' '.join(argv)} -> {ended.code} {ended.said!r}")
        self._tell_requests()
        self.found["kills"] += code == -9
        if code == 1:
            self.found["tracebacks"] += 1
            self.wrong.append(f"status 1: {self.story[-1]}")
        return ended

    # -- a day

    def play(self, steps: list[Step]) -> list[str]:
        """Play these steps; what went wrong."""
        for step in steps:
            self.moment = max(self.moment, MONDAY.timestamp() + 60 * step.after)
            if step.intent is None:
                self.settle()
            elif self._makes_sense(step.intent):
                self.do(step, partial(self._scripted, step.faults))
            if self.wrong:
                return self.wrong
        return self.wrong

    def _makes_sense(self, intent: Intent) -> bool:
        """Whether the model knows what such a command means now."""
        if intent.kind == "undo":
            return typed.can_undo(self.worlds)
        if intent.kind in ("edit", "delete", "restart"):
            return all(world.single(intent.label) for world in self.worlds)
        return True

    def do(self, step: Step, planned: Callable[[str], str]) -> None:
        """Type one command."""
        assert step.intent is not None
        argv, change = self.meaning(step.intent)
        self.planned = planned
        ended = self.hv(*argv, away=step.away)
        self.planned = lambda _line: ""
        self.believe(argv, change, ended)
        self._check_claim(ended, alone=True)
        self.pass_(10)
        self.server.carry_out_late()

    def think(self, commands: int) -> list[Step]:
        """Type so many commands that come to mind, until something is wrong; the steps."""
        steps: list[Step] = []
        for number in range(1, commands + 1):
            self.moment = math.ceil(self.moment / 60) * 60.0
            step = Step(self._after, self.intent(), self.dice.random() < 0.2)
            met: dict[int, str] = {}
            self.do(step, partial(self._think_of_fault, met))
            steps.append(step._replace(faults=met))
            self.pass_(60 * self.dice.randint(8, 25))
            if number == commands or self.dice.random() < 0.15:
                self.moment = math.ceil(self.moment / 60) * 60.0
                steps.append(Step(self._after))
                self.settle()
            if self.wrong:
                break
        return steps

    @property
    def _after(self) -> float:
        return (self.moment - MONDAY.timestamp()) / 60

    def _at(self, line: str) -> int:
        """The number of a request, or without one of the line of the backup log."""
        return self.asked - 1 if line else APPEND + self.appended - 1

    def _scripted(self, faults: Mapping[int, str], line: str) -> str:
        return faults.get(self._at(line), "")

    def _think_of_fault(self, met: dict[int, str], line: str) -> str:
        kinds, much = (FAULTS, 0.35) if line else (("kill",), 0.04)
        if line.startswith("GET"):
            kinds, much = LOOKS, 0.15
        fault = self._fault(kinds, much) if not line or "time_entries" in line else ""
        if fault:
            met[self._at(line)] = fault
        return fault


def played(steps: list[Step], *, by_times: bool) -> tuple[list[str], list[str]]:
    """What is wrong after these steps, and their story."""
    with tempfile.TemporaryDirectory(dir=SHELF) as folder:
        day = Day(Path(folder), 1, by_times=by_times)
        with day.begun():
            return day.play(steps), [*day.before, *day.story]


def shrunk(steps: list[Step], *, by_times: bool) -> list[Step]:
    """The least of these steps and faults that is still wrong."""

    def is_wrong(fewer: list[Step]) -> bool:
        return bool(played(fewer, by_times=by_times)[0])

    again = True
    while again:
        again = False
        for fewer in _less(steps):
            if is_wrong(fewer):
                steps, again = fewer, True
                break
    return steps


def _less(steps: list[Step]) -> Iterator[list[Step]]:
    for size in (8, 4, 2, 1):
        for n in range(0, len(steps) - 1, size):
            if len(fewer := steps[:n] + steps[n + size :]) < len(steps) and fewer:
                yield fewer if fewer[-1].intent is None else [*fewer, steps[-1]]
    for n, step in enumerate(steps):
        for simpler in _simpler(step):
            yield [*steps[:n], simpler, *steps[n + 1 :]]


def _simpler(step: Step) -> Iterator[Step]:
    if step.away:
        yield step._replace(away=False)
    for number in step.faults:
        yield step._replace(faults={n: f for n, f in step.faults.items() if n != number})
    if step.intent is not None and step.intent.kind in ("start", "stop") and step.intent.minutes:
        yield step._replace(intent=step.intent._replace(minutes=0))


def main(days: int, seed: int, *, by_times: bool) -> int:
    """Think of days; how many were wrong."""
    wrong, intents, began = 0, 0, time.monotonic()
    for number in range(seed, seed + days):
        with tempfile.TemporaryDirectory(dir=SHELF) as folder:
            day = Day(Path(folder), number, by_times=by_times)
            with day.begun():
                steps = day.think(LONG)
            intents += day.found["intents"]
            told = list(day.wrong)
        if not told:
            continue
        wrong += 1
        least = shrunk(steps, by_times=by_times)
        told, _ = played(least, by_times=by_times)
        print(f"==== day {number}{' times' if by_times else ''}", flush=True)
        print("\n".join(map(str, least)))
        print("\n".join(told or ["it did not happen again", *map(str, steps)]), flush=True)
    print(f"{days} days, {intents} intents, {wrong} wrong, {time.monotonic() - began:.0f} s")
    return wrong


if __name__ == "__main__":
    with ready_accounts():
        main(int(sys.argv[1]), int(sys.argv[2]), by_times="times" in sys.argv)
