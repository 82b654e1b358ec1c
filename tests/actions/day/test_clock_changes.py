"""Real time, clock times and the hours of a timer, over every change of the clocks."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from harvest_cli.actions.day import clock
from harvest_cli.domain.company import Client, Project, Task
from harvest_cli.domain.entries import TimeEntry
from tests.rows import for_each
from tests.workday import NEW_YORK, Person

START = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


def an_entry(**fields: object) -> TimeEntry:
    """A timer since nine in New York."""
    entry = TimeEntry(
        id=1,
        spent_date=date(2026, 11, 24),
        hours=Decimal("1.00"),
        client=Client(1, "ABC Corp"),
        project=Project(1, "Marketing Website"),
        task=Task(1, "Graphic Design"),
        is_running=True,
        timer_started_at=START,
        hours_without_timer=Decimal("0.00"),
    )
    return entry._replace(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("begin", "end", "minutes"),
    [
        (datetime(2026, 11, 24, 9, 0), datetime(2026, 11, 24, 9, 30), 30),
        (datetime(2026, 3, 8, 1, 30), datetime(2026, 3, 8, 3, 30), 60),
        (datetime(2026, 11, 1, 0, 30), datetime(2026, 11, 1, 2, 30), 180),
        (datetime(2026, 12, 31, 23, 50), datetime(2027, 1, 1, 0, 20), 30),
    ],
    ids=["a day", "clocks forward", "clocks back", "a year's end"],
)
def test_what_passed_is_real_time(begin: datetime, end: datetime, minutes: int) -> None:
    here = [moment.replace(tzinfo=NEW_YORK) for moment in (begin, end)]
    assert clock.elapsed(*here) == timedelta(minutes=minutes)


@for_each(
    ("seconds", "hours"),
    [(0, "0.00"), (17, "0.00"), (18, "0.01"), (1200, "0.33"), (3600, "1.00"), (-1200, "-0.33")],
)
def test_spans_become_hundredths(seconds: int, hours: str) -> None:
    assert clock.hours_of(timedelta(seconds=seconds)) == Decimal(hours)


def test_every_whole_minute_of_a_day_survives_as_hours() -> None:
    from harvest_cli.domain.hours import minutes_from_hours

    for minute in range(24 * 60):
        assert minutes_from_hours(clock.hours_of(timedelta(minutes=minute))) == minute


@for_each(
    ("after", "banked", "hours"),
    [
        (30, "0.00", "0.50"),
        (30, "1.00", "1.50"),
        (0, "1.00", "1.00"),
        (-15, "1.00", "0.75"),
        (-90, "1.00", "0.00"),
    ],
)
def test_a_timer_holds_what_was_banked_and_what_it_ran(after: int, banked: str, hours: str) -> None:
    entry = an_entry(hours_without_timer=Decimal(banked))
    found = clock.hours_at(entry, START + timedelta(minutes=after), START)
    assert found == Decimal(hours)


def test_what_harvest_leaves_out_is_worked_out() -> None:
    entry = an_entry(hours=Decimal("1.75"), hours_without_timer=None)
    assert clock.banked(entry, START + timedelta(minutes=45)) == Decimal("1.00")
    stopped = an_entry(hours_without_timer=None, timer_started_at=None)
    assert clock.banked(stopped, START) == Decimal("1.00")


def test_harvests_zone_is_that_of_the_user_there(anybody: Callable[..., Person]) -> None:
    person = anybody(environ={"HV_TIMEZONE": "Europe/Berlin"})
    context = person.context()
    assert str(clock.harvest_zone(context)) == "America/New_York"
    assert clock.wall_time(context, START) == time(9, 0)
    assert clock.day_of(context, datetime(2026, 11, 24, 23, 30, tzinfo=UTC)) == date(2026, 11, 25)


def test_a_zone_that_hv_does_not_know_gives_way(anybody: Callable[..., Person]) -> None:
    person = anybody(environ={"HV_TIMEZONE": "Europe/Berlin"})
    context = person.context()
    catalogue = context.account.data
    context.account.held = catalogue._replace(
        user=catalogue.user._replace(timezone="Nowhere (Moon)")
    )
    assert clock.harvest_zone(context) == ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2026, 11, 24), datetime(2026, 11, 25, 5, 0, tzinfo=UTC)),
        (date(2026, 3, 8), datetime(2026, 3, 9, 4, 0, tzinfo=UTC)),
        (date(2026, 11, 1), datetime(2026, 11, 2, 5, 0, tzinfo=UTC)),
    ],
)
def test_days_end_at_midnight_whatever_their_length(
    person: Person, day: date, end: datetime
) -> None:
    assert clock.midnight_after(person.context(), day) == end


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 11, 24, 14, 5, tzinfo=UTC), "9:05am"),
        (datetime(2026, 11, 23, 23, 30, tzinfo=UTC), "6:30pm yesterday"),
        (datetime(2026, 11, 20, 23, 30, tzinfo=UTC), "6:30pm on Fri 20 Nov"),
        (datetime(2025, 11, 20, 23, 30, tzinfo=UTC), "6:30pm on Thu 20 Nov 2025"),
    ],
)
def test_moments_are_told_as_the_account_writes_them(
    person: Person, moment: datetime, words: str
) -> None:
    assert clock.moment_text(person.context(), moment) == words


@pytest.mark.parametrize(
    ("ahead", "words"),
    [(0, None), (1, None), (-1, None), (180, "3:00 ahead of"), (-65, "1:05 behind")],
)
def test_a_clock_that_is_off_is_told_once(person: Person, ahead: int, words: str | None) -> None:
    person.ahead = timedelta(minutes=ahead)
    context = person.context()
    list(context.client.project_assignments())
    clock.true_now(context)
    now = clock.true_now(context)
    warnings = context.take_warnings()
    if words is None:
        assert warnings == ()
    else:
        assert [words in warning for warning in warnings] == [True]
        assert abs(now - person.clock()) <= timedelta(seconds=1)


def test_before_any_answer_our_own_clock_is_all_there_is(person: Person) -> None:
    person.ahead = timedelta(hours=3)
    context = person.context()
    assert clock.true_now(context) == person.clock() + timedelta(hours=3)
    assert context.take_warnings() == ()
