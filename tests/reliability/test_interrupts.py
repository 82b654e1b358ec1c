"""Ctrl-C says what state it left: twenty random moments for each of four commands (P11).

A usual run tries three, `python -m pytest -m slow tests/reliability/test_interrupts.py` all.
A real process each time, on a server that takes its time, so that the moments fall into starting,
reading, keeping, waiting, recording and printing alike. What was said is then held against what
Harvest holds in the end.
"""

import os
import random
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from harvest_cli.sandbox.example import KIM, PROJECT_MANAGEMENT, TASK_FORCE
from tests import child
from tests.account import call, present_account
from tests.faulty_harvest import FaultyHarvest, faulty_harvest
from tests.reliability.processes import ended, start, until
from tests.reliability.scenes import LIST, POST, login_of
from tests.running import Hv

if os.name != "posix":
    pytest.skip("signals are of POSIX", allow_module_level=True)

MOMENTS = pytest.mark.parametrize("count", [2, pytest.param(20, marks=pytest.mark.slow)])
QUICK = {"HV_QUIET_SECONDS": "0.1", "HV_TIMEOUT": "5"}
SLOW = 0.06
"""Seconds that the server takes for an answer."""
ABREAST = 4


class Left(NamedTuple):
    """What a run that was broken off said, and what came of it."""

    code: int
    out: str
    err: str
    entries: int
    running: int

    @property
    def said(self) -> str:
        return f"{self.out}{self.err}"


def slowly(handler: Any, reply: Any) -> None:
    time.sleep(SLOW)
    # Or a write that goes out on a connection which is closing is in doubt, as it should be.
    handler.close_connection = False
    handler.send(reply.status, reply.headers, reply.body)


class Point(NamedTuple):
    """One moment in a command of somebody with an account and a home of their own."""

    server: FaultyHarvest
    home: Path
    argv: tuple[str, ...]
    moment: float

    @property
    def hv(self) -> Hv:
        return Hv({**login_of(self.server.url, self.home), **QUICK})

    def whole(self) -> float:
        """The seconds that the command takes when it is left alone."""
        began = time.monotonic()
        code, out, err = ended(self.begin())
        assert code == 0, (out, err)
        return time.monotonic() - began

    def begin(self) -> child.Process:
        slow = {line: [slowly] * 9 for line in (POST, LIST, "PATCH /v2/time_entries/*/stop")}
        self.server.fail(slow)
        return start(self.server.url, self.home, *self.argv, environ=QUICK, hv=child.HV)

    def break_off(self, whole: float) -> tuple[int, str, str]:
        """Run the command, and press Ctrl-C at its moment, a share of the `whole` time."""
        process = self.begin()
        time.sleep(self.moment * whole)
        process.send_signal(signal.SIGINT)
        return ended(process)

    def settle(self, code: int, out: str, err: str) -> Left:
        """What came of it, once hv had looked after what it left."""
        self.server.fail({})
        until(lambda: self.hv("sync").code == 0)
        call_ = call(self.server.account, "GET", "/time_entries", query={"user_id": KIM})
        held = [each for each in call_.body["time_entries"] if each["notes"] == "broken off"]
        return Left(code, out, err, len(held), sum(each["is_running"] for each in held))


def begin_timer(point: Point) -> None:
    today = datetime.now(ZoneInfo("America/New_York")).date().isoformat()
    fields = {"project_id": TASK_FORCE, "task_id": PROJECT_MANAGEMENT, "spent_date": today}
    made = call(point.server.account, "POST", "/time_entries", json={**fields, "notes": NOTES})
    assert made.status == 201, made.body


def keep_entry(point: Point) -> None:
    point.server.fail({POST: ["401"]})
    assert point.hv("log", f"15m on TF: {NOTES}").code == 3


NOTES = "broken off"
COMMANDS: dict[str, tuple[tuple[str, ...], Any]] = {
    "log": (("log", f"15m on TF: {NOTES}"), None),
    "start": (("start", f"TF: {NOTES}"), None),
    "stop": (("stop",), begin_timer),
    "sync": (("sync",), keep_entry),
}


def all_left(folder: Path, verb: str, count: int) -> list[Left]:
    """What each of so many random moments left."""
    trials = 3 if count >= 20 else 1
    dice = random.Random(verb)
    argv, prepare = COMMANDS[verb]
    with ExitStack() as stack:
        points = []
        for number in range(count + trials):
            account = present_account()
            server = stack.enter_context(faulty_harvest(account, {}))
            # One in each part of the whole, so that few of them are spread as well as many.
            moment = 0.1 + (number % count + dice.random()) / count
            point = Point(server, folder / f"{number}", argv, moment)
            if prepare:
                prepare(point)
            points.append(point)
        with ThreadPoolExecutor(ABREAST) as pool:
            # Some that are left alone show how long it takes here and now.
            whole = sorted(pool.map(Point.whole, points[count:]))[trials // 2]
            ends = list(pool.map(lambda point: point.break_off(whole), points[:count]))
        settled = zip(points[:count], ends, strict=True)
        return [point.settle(*end) for point, end in settled]


SWALLOWED = re.compile(r"Exception ignored in: .*?KeyboardInterrupt: *\n", re.DOTALL)
"""A Ctrl-C that came while Python itself called back: it goes on, and so does hv."""


def check(left: Left) -> None:
    """An exit status that fits, no trace of hv's own, and nothing of the token."""
    no_hv = ", in main" not in left.err or "<frozen site>" in left.err
    if left.code not in (0, 130) and no_hv:
        # Python itself had not come up yet, and knows nothing of hv.
        assert left.code in (1, -signal.SIGINT), left
        assert "KeyboardInterrupt" in left.err or not left.err, left
        return
    assert left.code in (0, 130), left
    assert "Traceback" not in SWALLOWED.sub("", left.err), left
    assert "went wrong" not in left.err, left
    assert left.code == 0 or "hv: Interrupted" in left.err, left


@pytest.mark.promise("P11")
@MOMENTS
@pytest.mark.parametrize("verb", ["log", "start"])
def test_what_was_said_of_a_new_entry_is_what_became_of_it(
    verb: str, count: int, tmp_path: Path
) -> None:
    found = all_left(tmp_path, verb, count)
    for left in found:
        check(left)
        told = any(words in left.said for words in ("Logged", "Started", "is saved", "on Harvest"))
        assert left.entries == told, left
    if count >= 20:
        assert {left.code for left in found} >= {0, 130}
        assert {left.entries for left in found} == {0, 1}


@pytest.mark.promise("P11")
@MOMENTS
def test_a_stop_that_was_broken_off_is_done_or_said_to_be_open(count: int, tmp_path: Path) -> None:
    found = all_left(tmp_path, "stop", count)
    for left in found:
        check(left)
        assert left.entries == 1, left
        said = "Stopped" in left.out or "may have changed" in left.err
        assert left.running or said, left
    assert count < 20 or {left.running for left in found} == {0, 1}


@pytest.mark.promise("P11")
@MOMENTS
def test_a_sync_that_was_broken_off_leaves_every_row_one_entry(count: int, tmp_path: Path) -> None:
    found = all_left(tmp_path, "sync", count)
    for left in found:
        check(left)
        assert left.entries == 1, left
    assert count < 20 or {left.code for left in found} >= {0, 130}
