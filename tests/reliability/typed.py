"""What the commands of a soak mean, in minutes: a model of one person's entries.

A command that was killed happened whole or not at all, so there may be several worlds until the
next look at Harvest tells which of them it is.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

UNDONE = ("log", "edit", "delete", "copy")
"""Commands whose undo brings the minutes back to what they were."""


class Entry(NamedTuple):
    """One entry: what it is called, its day, its minutes; `since` is when its timer began."""

    label: str
    day: int
    minutes: float
    since: float | None = None

    def stopped(self, at: float) -> "Entry":
        """The same, stopped at that minute."""
        if self.since is None:
            return self
        return self._replace(minutes=self.minutes + at - self.since, since=None)


class World(NamedTuple):
    """Entries, and what was typed before with the entries as they were then."""

    entries: tuple[Entry, ...] = ()
    before: tuple[tuple[str, tuple[Entry, ...]], ...] = ()

    def then(self, what: str, entries: Iterable[Entry]) -> "World":
        """The world after a command."""
        return World(tuple(entries), (*self.before[-9:], (what, self.entries)))

    @property
    def running(self) -> Entry | None:
        """The timer that runs."""
        return next((entry for entry in self.entries if entry.since is not None), None)

    def single(self, label: str) -> Entry | None:
        """The finished entry of that name, where there is one."""
        found = [entry for entry in self.entries if entry.label == label]
        return found[0] if len(found) == 1 and found[0].since is None else None


Change = Callable[[World], World | None]
"""What a command makes of a world; None where it has nothing to do there."""


def log(label: str, day: int, minutes: float) -> Change:
    return lambda world: world.then("log", (*world.entries, Entry(label, day, minutes)))


def start(label: str, day: int, at: float) -> Change:
    def change(world: World) -> World:
        ended = (entry.stopped(at) for entry in world.entries)
        return world.then("start", (*ended, Entry(label, day, 0.0, at)))

    return change


def stop(at: float) -> Change:
    def change(world: World) -> World | None:
        if world.running is None:
            return None
        return world.then("stop", (entry.stopped(at) for entry in world.entries))

    return change


def restart(label: str, day: int, at: float, by_times: bool) -> Change:
    def change(world: World) -> World | None:
        found = world.single(label)
        if found is None:
            return None
        others = [entry.stopped(at) for entry in world.entries if by_times or entry != found]
        again = Entry(label, day, 0.0, at) if by_times else found._replace(since=at)
        return world.then("restart", (*others, again))

    return change


def edit(label: str, more: float) -> Change:
    def change(world: World) -> World | None:
        found = world.single(label)
        if found is None:
            return None
        new = found._replace(minutes=found.minutes + more)
        return world.then("edit", (new if entry == found else entry for entry in world.entries))

    return change


def delete(label: str) -> Change:
    def change(world: World) -> World | None:
        found = world.single(label)
        if found is None:
            return None
        return world.then("delete", (entry for entry in world.entries if entry != found))

    return change


MOST_COPIES = 6


def copy(day: int, which: int = -1) -> Change:
    """Copies of what was logged the day before on the other project, whose names begin with m.

    `which` has a bit for each: a copy of several entries that was killed made some of them.
    """

    def change(world: World) -> World | None:
        here = {entry.label for entry in world.entries if entry.day == day}
        of_before = [
            entry
            for entry in world.entries
            if entry.day == day - 1 and entry.label[0] == "m" and entry.label not in here
        ]
        chosen = [entry for n, entry in enumerate(of_before) if which >> n & 1]
        new = [entry._replace(day=day) for entry in chosen]
        return world.then("copy", (*world.entries, *new)) if new else None

    return change


def undo(world: World) -> World | None:
    if not world.before:
        return None
    return World(world.before[-1][1], world.before[:-1])


def can_undo(worlds: Iterable[World]) -> bool:
    """Whether an undo means the same minutes in each of them."""
    return all(world.before and world.before[-1][0] in UNDONE for world in worlds)


def told(
    worlds: Iterable[World],
    change: Change,
    *,
    killed: bool,
    done: bool,
    parts: Iterable[Change] = (),
) -> list[World]:
    """The worlds after a command that ended so; `parts` is what a killed one may have done."""
    after: list[World] = []
    for world in worlds:
        if killed:
            after += [new for part in parts if (new := part(world)) is not None]
        new = change(world)
        if new is not None and (done or killed):
            after.append(new)
        if killed or not done:
            after.append(world)
    return list(dict.fromkeys(after))
