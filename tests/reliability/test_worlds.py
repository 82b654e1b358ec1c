"""Every request of every compound command, with each thing that can go wrong at it."""

from collections.abc import Iterator
from math import gcd
from pathlib import Path

import pytest

from tests.reliability.world_commands import COMMANDS
from tests.reliability.worlds import FAULTS, play, verdict
from tests.rows import few, share, some, sweep

APART = 7
"""A usual run tries one or two of the faults at each request, by turns."""
assert gcd(len(FAULTS), APART) == 1, "each request is to meet other faults than the one before"
QUICK = ("edit two", "stop", "stop ago", "start", "start ago", "switch ago", "undo stop", "copy")


def wrong(folder: Path, name: str, by_times: bool) -> tuple[int, list[str]]:
    """How many worlds of a command there are, and what is wrong in which."""
    places = (folder / str(number) for number in range(10_000))
    wanted = play(next(places), COMMANDS[name], by_times)
    idle = play(next(places), COMMANDS[name], by_times, idle=True)
    found, number = [], 0
    for fault, at in some(_worlds(wanted.requests), APART):
        ended = play(next(places), COMMANDS[name], by_times, fault, at)
        number += 1
        if said := verdict(ended, wanted, idle, fault):
            found.append(f"{name}, {'times' if by_times else 'hours'}, {fault} at {at}: {said}")
    return number, found


def _worlds(requests: int) -> Iterator[tuple[str, int]]:
    for at in range(requests):
        for fault in FAULTS:
            yield fault, at


@few(4)
@sweep
@pytest.mark.parametrize("by_times", [False, True], ids=["hours", "times"])
@pytest.mark.parametrize(
    "name",
    [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in COMMANDS],
)
def test_what_is_booked_is_what_was_typed_or_is_named(
    name: str, by_times: bool, tmp_path: Path
) -> None:
    number, found = wrong(tmp_path, name, by_times)
    print(f"{name}: {number} worlds")
    assert number >= share(len(FAULTS), APART)
    assert not found, "\n".join(found)
