"""`hv stop` on the day after: a timer that was forgotten, and one that ran past midnight."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from harvest_cli.actions.resolve.flags import Flags
from harvest_cli.actions.timers.start import start_timer
from harvest_cli.actions.timers.stop import stop_timer
from harvest_cli.domain.errors import UsageError
from tests.workday import Person, running

TODAY = date(2026, 11, 24)
YESTERDAY = TODAY - timedelta(days=1)


def overnight(person: Person) -> int:
    """Started yesterday at half past three, found this morning at ten."""
    person.at(15, 30, day=YESTERDAY)
    made = person.start("Marketing Website: hero").entries[0].entry.id
    person.at(10, day=TODAY)
    return made


def test_a_stop_yesterday_mends_a_forgotten_timer(either: Person) -> None:
    made = overnight(either)
    turn = either.stop("at 18:30 yesterday")
    entry = either.entry(made)
    assert (entry["spent_date"], either.minutes(entry)) == ("2026-11-23", 180)
    assert turn.days[0].day == YESTERDAY


def test_the_latest_time_that_is_past_may_be_yesterdays(either: Person) -> None:
    made = overnight(either)
    either.stop("at 18:30")
    assert either.minutes(either.entry(made)) == 180


def test_an_entry_can_be_moved_to_another_day(either: Person) -> None:
    made = overnight(either)
    either.stop("at 18:30 yesterday", on="today")
    assert either.entry(made)["spent_date"] == "2026-11-24"
    assert either.minutes(either.entry(made)) == 180


def test_a_timer_over_midnight_can_be_divided(either: Person) -> None:
    made = overnight(either)
    turn = either.stop("at 2am", split=True)
    first, second = (either.entry(row.entry.id) for row in turn.entries)
    assert first["id"] == made
    assert [(e["spent_date"], either.minutes(e)) for e in (first, second)] == [
        ("2026-11-23", 510),
        ("2026-11-24", 120),
    ]
    assert (second["notes"], second["project"]) == ("hero", first["project"])
    assert not second["is_running"]


def test_dividing_over_several_days_gives_each_its_part(person: Person) -> None:
    person.at(20, day=date(2026, 11, 21))
    person.start("Marketing Website")
    person.at(10, day=TODAY)
    turn = person.stop(split=True)
    parts = [person.entry(row.entry.id) for row in turn.entries]
    assert [person.minutes(part) for part in parts] == [240, 1440, 1440, 600]


def test_dividing_what_stays_within_a_day_changes_nothing(either: Person) -> None:
    running(either, 30)
    turn = either.stop(split=True)
    assert [either.minutes(row.entry) for row in turn.entries] == [30]


def test_more_than_a_week_is_not_divided_and_runs_on(person: Person) -> None:
    person.at(20, day=date(2026, 11, 16))
    made = person.start("Marketing Website").entries[0].entry.id
    person.at(10, day=TODAY)
    with pytest.raises(UsageError, match="too long to divide"):
        person.stop(split=True)
    assert person.entry(made)["is_running"]


def test_a_day_that_is_none_is_refused_while_it_runs_on(either: Person) -> None:
    made = running(either, 30)
    with pytest.raises(UsageError):
        either.stop(on="feb 30")
    assert either.entry(made)["is_running"]


def test_more_than_a_day_is_refused_before_anything_is_sent(either: Person) -> None:
    either.at(8, day=YESTERDAY)
    made = either.start("Marketing Website").entries[0].entry.id
    either.at(10, 30, day=TODAY)
    for dry_run in (True, False):
        with pytest.raises(UsageError, match="26:10, and an entry can have at most 24") as refused:
            stop_timer(either.context(), "at 10:10", dry_run=dry_run)
        assert "`hv stop --split`" in (refused.value.hint or "")
        with pytest.raises(UsageError, match="at most 24 hours"):
            start_timer(either.context(), "TF at 10:10", Flags(), dry_run=dry_run)
    assert either.entry(made)["is_running"]
    parts = either.stop(split=True).entries
    assert [row.entry.hours for row in parts] == [16, Decimal("10.5")]
