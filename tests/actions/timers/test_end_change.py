"""A stopped timer gets the end that was meant: hours or an end, whatever the clocks did."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from harvest_cli.actions.day.clock import by_times, on_the_wall
from harvest_cli.actions.timers.ending import end_change
from harvest_cli.harvest.wire.write import EntryChange
from tests.actions.contexts import NOW
from tests.actions.entries.test_edit_times import RUNNING, an_entry, at_work
from tests.rows import for_each

NEW_YORK = ZoneInfo("America/New_York")


def new_york(day: int, month: int, hour: int, minute: int = 0, fold: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=NEW_YORK, fold=fold)


@for_each(
    ("told", "times", "answer"),
    [
        (True, (None, None), True),
        (False, (time(9), time(10)), False),
        (None, (time(9), time(10)), True),
        (None, (time(9), None), False),
        (None, (None, None), False),
    ],
)
def test_the_account_tells_its_mode_and_else_a_stopped_entry_does(
    told: bool | None, times: tuple[time | None, time | None], answer: bool
) -> None:
    entry = an_entry(started_time=times[0], ended_time=times[1])
    assert by_times(at_work(told), entry) is answer


@for_each(
    ("moment", "hours"),
    [
        (NOW - timedelta(minutes=30), Decimal("1.50")),
        (NOW - timedelta(minutes=90), Decimal("0.50")),
        (NOW + timedelta(minutes=3), Decimal("2.05")),
        (NOW, None),
        (NOW + timedelta(seconds=30), None),
    ],
)
def test_an_account_of_hours_gets_hours_counted_from_harvests_start(
    moment: datetime, hours: Decimal | None
) -> None:
    stopped = an_entry(hours=Decimal("2.00"))
    change = end_change(at_work(False), RUNNING, stopped, moment, None)
    assert change == (None if hours is None else EntryChange(hours=hours))


def test_an_account_of_times_gets_the_end() -> None:
    stopped = an_entry(hours=Decimal("2.00"), started_time=time(8, 30), ended_time=time(10, 30))
    begin = new_york(18, 11, 8, 30)
    end = end_change(at_work(True), RUNNING, stopped, new_york(18, 11, 9, 45), begin)
    assert end == EntryChange(ended_time=time(9, 45))
    assert end_change(at_work(True), RUNNING, stopped, new_york(18, 11, 10, 30), begin) is None


@pytest.mark.parametrize(
    ("begin", "end", "hours"),
    [
        (new_york(8, 3, 1, 30), new_york(8, 3, 3, 30), "1.00"),
        (new_york(1, 11, 0, 30), new_york(1, 11, 2, 30), "3.00"),
        (new_york(1, 11, 1, 30), new_york(1, 11, 1, 30, fold=1), "1.00"),
    ],
    ids=["forward", "back", "the hour twice"],
)
def test_over_a_change_of_the_clocks_hours_are_sent_instead(
    begin: datetime, end: datetime, hours: str
) -> None:
    stopped = an_entry(hours=Decimal("9.00"), started_time=begin.time(), ended_time=time(12))
    change = end_change(at_work(True), RUNNING, stopped, end, begin)
    assert change == EntryChange(hours=Decimal(hours))


def test_an_end_on_the_next_day_is_an_end() -> None:
    stopped = an_entry(hours=Decimal("9.00"), started_time=time(23), ended_time=time(8))
    begin, end = new_york(17, 11, 23), new_york(18, 11, 1)
    change = end_change(at_work(True), RUNNING, stopped, end, begin)
    assert change == EntryChange(ended_time=time(1))


def test_an_end_without_a_known_begin_is_left() -> None:
    stopped = an_entry(hours=Decimal("9.00"), started_time=time(9), ended_time=time(12))
    assert end_change(at_work(True), RUNNING, stopped, NOW, None) is None


@pytest.mark.parametrize("hours", [24, 216])
def test_what_two_times_cannot_tell_is_sent_as_hours_for_harvest_to_judge(hours: int) -> None:
    stopped = an_entry(hours=Decimal("9.00"), started_time=time(9), ended_time=time(12))
    change = end_change(at_work(True), RUNNING, stopped, NOW, NOW - timedelta(hours=hours))
    assert change == EntryChange(hours=Decimal(hours))


@pytest.mark.parametrize(
    ("begin", "end", "minutes"),
    [
        (new_york(18, 11, 9), new_york(18, 11, 10, 30), 90),
        (new_york(17, 11, 23), new_york(18, 11, 1), 120),
        (new_york(8, 3, 1, 30), new_york(8, 3, 3, 30), 120),
        (datetime(2026, 11, 18, 14, tzinfo=UTC), datetime(2026, 11, 18, 15, tzinfo=UTC), 60),
    ],
)
def test_the_wall_subtracts_what_clocks_show(begin: datetime, end: datetime, minutes: int) -> None:
    assert on_the_wall(at_work(True), begin, end) == minutes
