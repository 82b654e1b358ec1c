"""What Harvest is asked for, by the way the account tracks time."""

from datetime import date, time
from decimal import Decimal

import pytest

from harvest_cli.actions.resolve.clock_times import clock_times, request_for
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import (
    Client,
    Company,
    Project,
    ProjectAssignment,
    Task,
    TaskAssignment,
)
from harvest_cli.domain.entries import NewEntry
from harvest_cli.language.text.readings import EntryReading
from tests.actions.contexts import a_context

TASK = Task(11, "Programming")
SHOP = ProjectAssignment(
    1, Project(7, "Shop"), Client(1, "ABC"), task_assignments=(TaskAssignment(99, TASK),)
)
TODAY, YESTERDAY = date(2026, 11, 18), date(2026, 11, 17)


def reading(
    hours: str = "2", day: date = TODAY, begin: time | None = None, end: time | None = None
) -> EntryReading:
    return EntryReading(SHOP, day, Decimal(hours), TASK, begin, end, "notes: as typed ")


def new_entry(context: Context, entry: EntryReading) -> tuple[NewEntry, str | None]:
    (times,) = clock_times(context, [entry])
    return request_for(entry, times, None), times.why


def asked(entry: EntryReading, mode: bool | None) -> tuple[time | None, time | None, str | None]:
    context = a_context(SHOP, company=Company(wants_timestamp_timers=mode))
    new, why = new_entry(context, entry)
    assert new.hours == entry.hours
    return new.started_time, new.ended_time, why


def test_ids_and_notes_go_as_they_are() -> None:
    new, why = new_entry(a_context(SHOP), reading())
    assert (new.project_id, new.task_id, new.spent_date) == (7, 11, TODAY)
    assert new.notes == "notes: as typed "
    assert why is None


@pytest.mark.parametrize("mode", [False, None])
def test_hours_alone_stay_alone_where_hours_count(mode: bool | None) -> None:
    assert asked(reading(), mode) == (None, None, None)


@pytest.mark.parametrize("mode", [True, False, None])
def test_clock_times_that_were_typed_go_with_the_hours(mode: bool | None) -> None:
    entry = reading("2", begin=time(9), end=time(11))
    assert asked(entry, mode) == (time(9), time(11), None)


def test_hours_of_today_end_now_where_clock_times_count() -> None:
    begin, end, why = asked(reading("2"), mode=True)
    assert (begin, end) == (time(8, 30), time(10, 30))
    assert why is not None
    assert "assumed" in why


def test_hours_of_another_day_begin_at_nine_where_clock_times_count() -> None:
    begin, end, _ = asked(reading("1.5", day=YESTERDAY), mode=True)
    assert (begin, end) == (time(9), time(10, 30))


def test_hours_that_would_leave_the_day_begin_at_midnight() -> None:
    assert asked(reading("12"), mode=True)[:2] == (time(0), time(12))
    assert asked(reading("16", day=YESTERDAY), mode=True)[:2] == (time(0), time(16))


def test_a_whole_day_of_24_hours_has_no_clock_times() -> None:
    assert asked(reading("24", day=YESTERDAY), mode=True) == (None, None, None)


def test_a_break_moves_the_end_where_clock_times_count() -> None:
    entry = reading("7.5", begin=time(9), end=time(17))
    begin, end, why = asked(entry, mode=True)
    assert (begin, end) == (time(9), time(16, 30))
    assert "break" in str(why)


def test_a_break_leaves_the_typed_times_where_hours_count() -> None:
    entry = reading("7.5", begin=time(9), end=time(17))
    assert asked(entry, mode=False) == (time(9), time(17), None)


def test_a_night_across_midnight_is_no_break() -> None:
    entry = reading("3", begin=time(22), end=time(1))
    assert asked(entry, mode=True) == (time(22), time(1), None)
