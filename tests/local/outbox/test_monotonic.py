"""Ages that no change of a clock can falsify, and processes that are the same one."""

import os

import pytest

from harvest_cli.local.outbox import monotonic
from harvest_cli.local.outbox.monotonic import Stamp, age
from tests.child import PYTHON, start
from tests.rows import for_each

THEN = Stamp(1_000_000.0, 500.0, "boot-1")


@for_each(
    ("now", "seconds"),
    [
        (Stamp(1_000_060.0, 560.0, "boot-1"), 60.0),
        (Stamp(990_000.0, 560.0, "boot-1"), 60.0),
        (Stamp(2_000_000.0, 560.0, "boot-1"), 60.0),
        (Stamp(1_000_060.0, 400.0, "boot-1"), 0.0),
        (Stamp(1_000_060.0, 5.0, "boot-2"), 60.0),
        (Stamp(999_000.0, 5.0, "boot-2"), 0.0),
    ],
    ids=["usual", "wall back", "wall ahead", "ticks back", "after a restart", "restart, wall back"],
)
def test_an_age_counts_what_really_passed(now: Stamp, seconds: float) -> None:
    assert age(THEN, now) == seconds


def test_a_machine_without_a_name_for_its_start_uses_the_wall_clock() -> None:
    assert age(Stamp(100.0, 9.0, ""), Stamp(130.0, 2.0, "")) == 30.0


def test_a_moment_is_of_this_machine_and_its_ticks_go_on() -> None:
    one, two = monotonic.stamp(7.0), monotonic.stamp(7.0)
    assert one.boot == two.boot == monotonic.boot()
    assert two.ticks >= one.ticks > 0
    assert one.wall == 7.0


def test_this_process_is_alive_and_the_same() -> None:
    assert monotonic.is_alive(os.getpid(), monotonic.started(os.getpid()), monotonic.boot())


def test_a_process_of_another_start_of_the_machine_is_gone() -> None:
    assert not monotonic.is_alive(os.getpid(), monotonic.started(os.getpid()), "another boot")


def test_another_process_with_the_same_number_is_not_it() -> None:
    if not monotonic.started(os.getpid()):
        pytest.skip("this system does not tell when a process began")
    assert not monotonic.is_alive(os.getpid(), "1", monotonic.boot())


def test_a_process_that_ended_is_gone() -> None:
    ended = start([PYTHON, "-c", ""])
    ended.communicate()
    assert not monotonic.is_alive(ended.pid, "", monotonic.boot())
    assert monotonic.started(ended.pid) == ""


def test_a_process_of_somebody_else_counts_as_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_pid: int, _signal: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "kill", refused)
    assert monotonic.is_alive(1, "", monotonic.boot())
