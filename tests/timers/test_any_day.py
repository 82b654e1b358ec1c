"""Days made up at random, in every kind of account, against a model that knows only real time.

Moments are multiples of three minutes: those are whole hundredths of hours, so that a timer which
is resumed again and again has no rounding of Harvest's to excuse a wrong minute.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from tests.rows import few, share, sweep
from tests.workday import Person

PROJECTS = ("Marketing Website", "Task Force Research", "Online Store - Phase 1")
BEGINS = {
    "an autumn day": datetime(2026, 11, 24, 13, 0, tzinfo=UTC),
    "over midnight": datetime(2026, 11, 25, 1, 0, tzinfo=UTC),
    "over the clocks going forward": datetime(2026, 3, 8, 3, 0, tzinfo=UTC),
    "over the clocks going back": datetime(2026, 11, 1, 1, 0, tzinfo=UTC),
}
COMMANDS = 25


class Run(NamedTuple):
    """One entry of the model: when it began to run, and what it had before, in minutes."""

    began: int
    before: int = 0


class Model:
    """What a person with a stopwatch would write down; minutes since the day began."""

    def __init__(self, by_times: bool) -> None:
        self.by_times = by_times
        self.minutes: list[int] = []
        self.order: list[int] = []
        self.running: tuple[int, Run] | None = None

    def end(self, moment: int) -> None:
        if self.running is not None:
            place, run = self.running
            self.minutes[place] = run.before + moment - run.began
            self.touch(place)
        self.running = None

    def touch(self, place: int) -> None:
        self.order = [other for other in self.order if other != place] + [place]

    def start(self, moment: int) -> None:
        self.end(moment)
        self.minutes.append(0)
        self.running = (len(self.minutes) - 1, Run(moment))
        self.touch(len(self.minutes) - 1)

    def earliest(self) -> int:
        """How far back a start or a stop may lie."""
        return 0 if self.running is None else self.running[1].began


def commands(chance: Random, model: Model) -> Iterator[tuple[int, str, str, int]]:
    """Now, the verb, the words, and the moment they mean; each fits what runs then."""
    now = 60
    for _ in range(COMMANDS):
        now += 3 * chance.randrange(1, 12)
        back = 3 * chance.randrange(0, 15)
        moment = max(now - back, model.earliest())
        ago = f"{now - moment}m ago" if moment < now else ""
        if model.running is None or chance.random() < 0.5:
            yield now, "start", f"{chance.choice(PROJECTS)} {ago}", moment
        else:
            yield now, "stop", ago, moment


@few(2)
@sweep
@pytest.mark.parametrize("seed", range(share(3, 3)))
@pytest.mark.parametrize("by_times", [False, True], ids=["hours", "times"])
@pytest.mark.parametrize("name", BEGINS)
def test_any_day_has_the_minutes_of_a_stopwatch(
    name: str, by_times: bool, seed: int, tmp_path: Path
) -> None:
    begin, model = BEGINS[name], Model(by_times)
    person = Person(tmp_path / "cache", begin, wants_timestamp_timers=by_times)
    # The entries of the story are older, and none of them may count.
    known = {entry["id"] for entry in everything(person, begin)}
    for now, verb, words, moment in commands(Random(f"{seed} {name}"), model):
        person.clock.moment = begin + timedelta(minutes=now)
        if verb == "start":
            turn = person.start(words)
            model.start(moment)
        else:
            turn = person.stop(words)
            model.end(moment)
        assert turn.exit_code == 0, (now, verb, words, turn)
    if model.running is not None:
        person.pass_(3)
        person.stop()
        model.end(int((person.clock() - begin).total_seconds() / 60))
    found = [entry for entry in everything(person, begin) if entry["id"] not in known]
    assert [person.minutes(entry) for entry in found] == model.minutes
    assert not any(entry["is_running"] for entry in found)


def everything(person: Person, begin: datetime) -> list[dict[str, object]]:
    """The entries of the days around, in the order of their ids, which is that of their making."""
    day = begin.date()
    found = person.entries(day - timedelta(days=2), day + timedelta(days=3))
    return sorted(found, key=lambda entry: int(str(entry["id"])))


@sweep
@pytest.mark.parametrize("seed", range(share(4, 2)))
def test_resuming_again_and_again_loses_no_minute(seed: int, tmp_path: Path) -> None:
    chance = Random(seed)
    person = Person(tmp_path / "cache", BEGINS["an autumn day"])
    made = person.start(PROJECTS[0]).entries[0].entry.id
    whole = 0
    for _ in range(15):
        ran = 3 * chance.randrange(1, 10)
        person.pass_(ran)
        person.stop()
        whole += ran
        person.pass_(3 * chance.randrange(1, 10))
        assert person.restart().entries[0].entry.id == made
    person.stop()
    assert person.minutes(person.entry(made)) == whole
