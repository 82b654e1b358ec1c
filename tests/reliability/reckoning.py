"""What came of a soak: Harvest's entries beside those that were typed, to the minute."""

from collections.abc import Callable
from typing import NamedTuple

from tests.reliability.typed import Entry, World

NEAR = 2.0
"""Minutes: hours have two digits, clock times no seconds, and a stop takes its moment."""


class Figures(NamedTuple):
    """What came of it. `off` are entries of which minutes are missing or too many.

    `parts` are looks at which a timer of an account of times was there to the minute, in parts.
    """

    intents: int = 0
    done: int = 0
    kills: int = 0
    requests: int = 0
    faults: int = 0
    lost: int = 0
    doubled: int = 0
    off: int = 0
    claims: int = 0
    tracebacks: int = 0
    unsettled: int = 0
    parts: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        return ", ".join(f"{name} {value:.0f}" for name, value in self._asdict().items())

    def plus(self, other: "Figures") -> "Figures":
        return Figures._make(a + b for a, b in zip(self, other, strict=True))


def as_seen(entry: Entry, now: float) -> Entry:
    """An entry as it is at a moment."""
    return entry if entry.since is None else entry.stopped(now)._replace(since=now)


def same(one: Entry, two: Entry) -> bool:
    """Whether they are one entry, to the minute."""
    runs = (one.since is None) == (two.since is None)
    near = abs(one.minutes - two.minutes) <= NEAR
    return runs and near and (one.label, one.day) == (two.label, two.day)


def joined(entries: list[Entry]) -> list[Entry]:
    """The parts of each timer as one: what was interrupted runs on as a copy where times count."""
    whole: dict[tuple[str, int], Entry] = {}
    for entry in entries:
        before = whole.get(entry[:2], entry._replace(minutes=0.0))
        since = before.since if entry.since is None else entry.since
        whole[entry[:2]] = before._replace(minutes=before.minutes + entry.minutes, since=since)
    return list(whole.values())


def alike(
    found: list[Entry],
    world: World,
    now: float,
    whole: Callable[[list[Entry]], list[Entry]] = sorted,
) -> bool:
    """Whether what was found is a world, entry by entry."""
    wanted = whole(sorted(as_seen(entry, now) for entry in world.entries))
    found = whole(found)
    return len(found) == len(wanted) and all(map(same, found, wanted))


def apart(found: list[Entry], world: World, now: float) -> int:
    """How many entries of a world are not there, or too many."""
    wanted = [as_seen(entry, now) for entry in world.entries]
    return sum(not any(same(one, two) for two in found) for one in wanted) + abs(
        len(found) - len(wanted)
    )
