"""Days of commits and entries at random: what is proposed overlaps nothing, never comes to more
than a day lacks, and is booked once.
"""

from collections import Counter
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from harvest_cli.actions.suggest import sources
from harvest_cli.local.repositories import Commit, Found, History, Read
from tests.rows import share, sweep
from tests.suggest.repositories import EMAIL, Home

EASTERN = timezone(timedelta(hours=-5))
PLACES = ('project = "MW"\ntask = "Programming"', 'project = "OS1"\ntask = "Research"', "")
TARGET = 7 * 60


class Days:
    """Three repositories whose commits are made up, and a person who logs beside them."""

    def __init__(self, home: Home, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
        self.home, self.random = home, Random(seed)
        self.made: dict[Any, list[Commit]] = {}
        for number, settings in enumerate(PLACES):
            folder = home.folder(f"r{number}")
            folder.mkdir(parents=True)
            (folder / ".git").mkdir()
            (folder / ".hv.toml").write_text(settings)
            self.made[folder] = []
        found = Found(tuple(self.made))
        monkeypatch.setattr(sources, "repositories", lambda *_: found)
        monkeypatch.setattr(sources, "histories", lambda *_: Read(tuple(self.histories())))

    def histories(self) -> list[History]:
        return [History(f, EMAIL, "", tuple(made)) for f, made in self.made.items()]

    def commit(self) -> None:
        day, minute = self.random.choice((16, 17)), self.random.randrange(7 * 60, 17 * 60)
        at = datetime(2026, 11, day, minute // 60, minute % 60, tzinfo=EASTERN)
        folder = self.random.choice(list(self.made))
        subject = f"{self.random.choice(('', 'SITE-1 ', 'SITE-2 '))}{self.random.random()}"
        self.made[folder].append(Commit(int(at.timestamp()), "main", subject))

    def log(self, *, by_times: bool) -> None:
        day, hour = self.random.choice(("monday", "yesterday")), self.random.randrange(7, 17)
        length = self.random.choice((20, 45, 90))
        words = f"{hour}:10-{hour + length // 60}:{10 + length % 60 % 50:02d}"
        words = words if by_times else f"{length}m"
        self.home.hv("log", f"{words} MW Programming {day}: by hand", "-y")

    def entries(self) -> list[Any]:
        ran = self.home.hv("entries", "nov 16-17", "--json")
        found: list[Any] = ran.json["entries"]
        return found


@sweep
@pytest.mark.parametrize("by_times", [False, True], ids=["hours", "times"])
@sweep
@pytest.mark.parametrize("seed", range(share(4, 4)))
def test_random_days(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, seed: int, *, by_times: bool
) -> None:
    home: Home = request.getfixturevalue("by_clock" if by_times else "at_home")
    days = Days(home, monkeypatch, seed)
    environ = {"HV_ROUND": days.random.choice(("none", "15m up", "6m nearest", "30m up"))}
    for _ in range(3):
        for _ in range(days.random.randrange(4, 14)):
            days.commit()
        if days.random.random() < 0.5:
            days.log(by_times=by_times)
        before = {each["id"]: each for each in days.entries()}
        document = home.suggest("nov 16-17", **environ).json
        ran = home.hv.with_(**environ)("suggest", "nov 16-17", "--yes", "--json")
        assert ran.code == 0, ran.err
        made = [each for each in days.entries() if each["id"] not in before]
        _are_as_proposed(document["suggestions"], made)
        _are_within(before.values(), made, by_times=by_times)
        again = home.suggest("nov 16-17", **environ).json["suggestions"]
        assert not [each for each in again if each["ticked"]], again


def _are_as_proposed(proposed: list[Any], made: list[Any]) -> None:
    ticked = [each for each in proposed if each["ticked"]]
    keys = ("spent_date", "hours", "notes")
    assert Counter(tuple(each[k] for k in keys) for each in ticked) == Counter(
        tuple(each[k] for k in keys) for each in made
    )
    words = [word for each in made for word in each["notes"].split("; ")]
    assert len(words) == len(set(words))


def _are_within(before: Any, made: list[Any], *, by_times: bool) -> None:
    there: Counter[str] = Counter()
    for each in before:
        there[each["spent_date"]] += round(each["hours"] * 60)
    for day in {each["spent_date"] for each in made}:
        new = sum(round(each["hours"] * 60) for each in made if each["spent_date"] == day)
        assert there[day] + new <= TARGET
        spans = [
            (each["started_time"], each["ended_time"])
            for each in made
            if by_times and each["spent_date"] == day
        ]
        old = [
            (each["started_time"], each["ended_time"])
            for each in before
            if by_times and each["spent_date"] == day
        ]
        assert all(one[1] <= two[0] for one, two in pairwise(sorted(spans))), spans
        assert not [(o, n) for o in old for n in spans if o[0] < n[1] and n[0] < o[1]]
