"""Days of work, acted out in both kinds of account: the hours are those a person would compute.

Each line of a day is the minute of real time it happens at, what is typed, and each day ends with
the minutes of real time that every entry must hold. The clock moves in whole minutes.
"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from harvest_cli.actions.timers.restart import Way
from tests.rows import few, sweep, together
from tests.workday import NEW_YORK, Person

MW, TF, OS1 = "Marketing Website", "Task Force Research", "Online Store - Phase 1"


class Step(NamedTuple):
    """A moment as minutes since the day began, a command, and its words."""

    minute: int
    verb: str
    words: str = ""


class Day(NamedTuple):
    """A run of steps from `begin`; `minutes` are those of each entry in the order they were made.

    `by_times` are those of an account that tracks start and end, where a restart makes a new entry.
    """

    begin: datetime
    steps: tuple[Step, ...]
    minutes: tuple[int, ...]
    by_times: tuple[int, ...] | None = None
    zone: str = "Eastern Time (US & Canada)"


def local(year: int, month: int, day: int, hour: int, zone: ZoneInfo = NEW_YORK) -> datetime:
    return datetime(year, month, day, hour, tzinfo=zone).astimezone(UTC)


S = Step
USUAL = Day(
    # Nine o'clock on a Tuesday, thirty commands.
    local(2026, 11, 24, 9),
    (
        S(0, "start", f"{MW}: hero"),
        S(25, "start", TF),  # MW 25
        S(40, "stop"),  # TF 15
        S(52, "start", f"{OS1} 7m ago"),  # from 45
        S(75, "stop"),  # OS1 30
        S(80, "start", MW),
        S(103, "stop", "3m ago"),  # MW 20
        S(110, "start", f"{TF} at 10:45"),  # from 105
        S(130, "stop", "at 11:05"),  # until 125: 20
        S(140, "start", f"{OS1} since 11:15"),  # from 135
        S(150, "start", f"{MW} 5m ago: switch"),  # OS1 until 145: 10; MW from 145
        S(171, "stop"),  # MW 26
        S(180, "restart"),  # the last, MW
        S(200, "stop"),  # +20
        S(210, "start", TF),
        S(211, "stop"),  # 1
        S(240, "start", f"{OS1} with 30m already"),  # 30
        S(265, "stop"),  # 55
        S(270, "start", MW),
        S(280, "start", MW),  # 10
        S(290, "stop"),  # 10
        S(300, "start", f"{TF} at 2pm"),
        S(320, "stop", "at 2:15pm"),  # 15
        S(330, "start", OS1),
        S(350, "restart", "^3"),  # OS1 20; the third from last runs on
        S(365, "stop"),
        S(370, "start", f"{MW} an hour ago with 5m already"),  # refused: OS1 ran then? no, stopped
        S(380, "stop"),  # 75
        S(400, "start", f"{TF}: last"),
        S(480, "stop", "30m ago: went home"),  # 50
    ),
    minutes=(25, 15, 30, 20, 20, 10, 46, 1, 55, 10, 25, 15, 20, 75, 50),
    by_times=(25, 15, 30, 20, 20, 10, 26, 20, 1, 55, 10, 10, 15, 20, 15, 75, 50),
)
MIDNIGHT = Day(
    local(2026, 12, 31, 22),  # New Year's Eve, a Thursday
    (
        S(0, "start", MW),
        S(45, "start", f"{TF} 15m ago"),  # MW until 22:30: 30; TF from 22:30
        S(60, "stop"),  # TF 30
        S(100, "start", OS1),  # 23:40
        S(140, "start", f"{MW} 10m ago"),  # 00:20; OS1 until 00:10: 30; MW from 00:10
        S(160, "stop", "at 0:30"),  # MW 20
        S(190, "start", f"{TF} 75m ago"),  # from 23:55 on the day before
        S(210, "stop"),  # 95
        S(215, "restart"),  # the last is yesterday's TF: copied to today
        S(230, "stop"),  # 15
        S(240, "start", OS1),
        S(270, "stop", "at 2:15"),  # 15
    ),
    minutes=(30, 30, 30, 20, 95, 15, 15),
    # There the one started before midnight is given to its day, and restarting copies it too.
    by_times=(30, 30, 30, 20, 95, 15, 15),
)
SPRING = Day(
    local(2026, 3, 8, 0),  # at 2:00 the clocks go to 3:00
    (
        S(90, "start", MW),  # 1:30
        S(150, "stop", "at 3:30"),  # it is 3:30: 60
        S(155, "start", f"{TF} 45m ago"),  # 3:35, from 1:50 (real time 110)
        S(170, "stop"),  # 60
        S(180, "start", f"{OS1} at 1:45"),  # 4:00; real 105: 75 so far
        S(190, "stop", "10m ago"),  # 75
        S(200, "start", MW),
        S(230, "stop", "at 4:40am"),  # 4:20 to 4:40: 20
    ),
    minutes=(60, 60, 75, 20),
)
AUTUMN = Day(
    local(2026, 11, 1, 0),  # at 2:00 the clocks go back to 1:00
    (
        S(30, "start", MW),  # 0:30
        S(150, "stop", "at 1:15"),  # 1:30 again; the latest 1:15 is real 135: 105
        S(155, "start", f"{TF} 60m ago"),  # from real 95, which was 1:35 the first time
        S(165, "stop"),  # 70
        S(190, "start", f"{OS1} at 0:50"),  # 2:10; real 50: 140 so far
        S(200, "stop"),  # 150
        S(210, "start", MW),
        S(240, "stop", "at 2:45am"),  # 2:30 to 2:45: 15
    ),
    minutes=(105, 70, 150, 15),
)
BERLIN = ZoneInfo("Europe/Berlin")
WEEK_END = Day(
    local(2026, 10, 24, 23, BERLIN),  # the Saturday before the clocks go back in Europe
    (
        S(0, "start", MW),
        S(90, "start", f"{TF} 15m ago"),  # 0:30; MW until 0:15: 75
        S(300, "stop"),  # over the change, from 75: 225
        S(330, "start", OS1),
        S(360, "stop"),  # 30
    ),
    minutes=(75, 225, 30),
    zone="Berlin",
)
DAYS = {
    "a usual day": USUAL,
    "New Year's Eve": MIDNIGHT,
    "clocks forward": SPRING,
    "clocks back": AUTUMN,
    "over a week's end in Berlin": WEEK_END,
}


def act(person: Person, day: Day) -> None:
    for step in day.steps:
        person.clock.moment = day.begin + timedelta(minutes=step.minute)
        if step.verb == "start":
            turn = person.start(step.words)
        elif step.verb == "stop":
            turn = person.stop(step.words)
        else:
            turn = person.restart(step.words, Way.BY_DAY)
        assert turn.exit_code == 0, (step, turn)


def made_since(person: Person, begin: datetime) -> list[int]:
    first = begin.astimezone(NEW_YORK).date() - timedelta(days=1)
    found = person.entries(first, first + timedelta(days=3))
    stamp = begin.strftime("%Y-%m-%dT%H:%M:%SZ")
    return [person.minutes(entry) for entry in found if entry["created_at"] >= stamp]


@few(2)
@sweep
@pytest.mark.parametrize(
    ("name", "by_times", "clock"), together([*DAYS], [False, True], ["12h", "24h"])
)
def test_a_day_ends_with_the_hours_a_person_would_compute(
    name: str, by_times: bool, clock: str, tmp_path: Path
) -> None:
    day = DAYS[name]
    person = Person(
        tmp_path / "cache", day.begin, wants_timestamp_timers=by_times, clock=clock, zone=day.zone
    )
    act(person, day)
    wanted = (day.by_times if by_times else None) or day.minutes
    assert made_since(person, day.begin) == list(wanted)


def test_the_table_is_as_long_as_a_day_of_work() -> None:
    assert len(USUAL.steps) == 30
    assert {step.verb for step in USUAL.steps} == {"start", "stop", "restart"}
    assert date(2026, 3, 8) == SPRING.begin.astimezone(NEW_YORK).date()


@few(3)
@pytest.mark.parametrize("name", DAYS)
def test_an_account_that_does_not_tell_how_it_tracks_comes_out_the_same(
    name: str, tmp_path: Path
) -> None:
    day = DAYS[name]
    person = Person(
        tmp_path / "cache", day.begin, role="member", company_for_members=False, zone=day.zone
    )
    act(person, day)
    assert made_since(person, day.begin) == list(day.minutes)
