"""Timers that somebody may have forgotten: when that is said, and that the command mends it."""

from datetime import date, timedelta

import pytest

from harvest_cli.actions.day.forgotten import ForgottenTimer, forgotten
from harvest_cli.actions.outbox.writes import running_entries
from tests.rows import few
from tests.workday import Person

TODAY = date(2026, 11, 24)
YESTERDAY = TODAY - timedelta(days=1)


def found(person: Person) -> ForgottenTimer | None:
    """What is said of the timer that runs."""
    context = person.context()
    return forgotten(context, running_entries(context)[0])


def run(person: Person, begin: tuple[date, int, int], end: tuple[date, int, int]) -> None:
    """Let a timer run from one moment to another."""
    person.at(begin[1], begin[2], day=begin[0])
    person.start("Marketing Website")
    person.at(end[1], end[2], day=end[0])


@few(4)
@pytest.mark.parametrize(
    ("begin", "end", "why", "mend"),
    [
        ((YESTERDAY, 9, 0), (TODAY, 9, 30), "24 hours", "hv stop at 4:00pm yesterday"),
        ((TODAY, 7, 0), (TODAY, 19, 30), "12 hours, since 7:00am", "hv stop at 2:00pm"),
        ((YESTERDAY, 20, 0), (TODAY, 1, 0), "before midnight", "hv stop at 9:00pm yesterday"),
        ((YESTERDAY, 22, 0), (TODAY, 1, 0), "before midnight", "hv stop at 11:55pm yesterday"),
        ((TODAY, 15, 0), (TODAY, 21, 30), "is still running, since 3:00pm", "hv stop at 9:00pm"),
        ((date(2026, 11, 20), 14, 0), (TODAY, 9, 0), "91 hours", "hv stop at 9:00pm 2026-11-20"),
    ],
)
def test_a_forgotten_timer_is_told_with_what_mends_it(
    either: Person,
    begin: tuple[date, int, int],
    end: tuple[date, int, int],
    why: str,
    mend: str,
) -> None:
    run(either, begin, end)
    told = found(either)
    assert told is not None
    assert why in told.why
    assert told.mend == mend


@few(4)
@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ((TODAY, 9, 0), (TODAY, 10, 0)),
        ((TODAY, 9, 0), (TODAY, 21, 0)),
        ((TODAY, 21, 30), (TODAY, 23, 0)),
        ((TODAY, 5, 0), (TODAY, 6, 30)),
    ],
    ids=["an hour", "a long day", "a late start", "an early start"],
)
def test_who_means_it_is_left_alone(
    either: Person, begin: tuple[date, int, int], end: tuple[date, int, int]
) -> None:
    run(either, begin, end)
    assert found(either) is None


def test_working_hours_are_a_setting(person: Person) -> None:
    run(person, (TODAY, 15, 0), (TODAY, 18, 0))
    person.environ["HV_WORKING_HOURS"] = "9:00-17:00"
    told = found(person)
    assert told is not None
    assert told.mend == "hv stop at 5:00pm"
    person.environ["HV_WORKING_HOURS"] = "none"
    assert found(person) is None


def test_the_command_that_is_proposed_works(either: Person) -> None:
    run(either, (YESTERDAY, 9, 0), (TODAY, 9, 30))
    told = found(either)
    assert told is not None
    turn = either.stop(told.mend.removeprefix("hv stop "))
    entry = either.entry(turn.entries[0].entry.id)
    assert (either.minutes(entry), entry["spent_date"]) == (420, YESTERDAY.isoformat())


def test_the_command_works_a_minute_after_the_start_too(person: Person) -> None:
    run(person, (YESTERDAY, 23, 58), (TODAY, 8, 0))
    told = found(person)
    assert told is not None
    turn = person.stop(told.mend.removeprefix("hv stop "))
    assert person.minutes(turn.entries[0].entry) <= 2


def test_the_status_tells_of_it(person: Person) -> None:
    run(person, (YESTERDAY, 9, 0), (TODAY, 9, 30))
    assert [told.mend for told in person.status().forgotten] == ["hv stop at 4:00pm yesterday"]
