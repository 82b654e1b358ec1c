"""Hours and clock times of an entry, changed as its account keeps time."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from harvest_cli.actions.entries.edit_times import times_changed, wanted_hours
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import Client, Company, Project, Task
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import UsageError
from harvest_cli.harvest.wire.write import UNSET, EntryChange
from tests.actions.contexts import NOW, NoHarvest, a_context
from tests.rows import for_each

DAY = date(2026, 11, 18)
"""A Wednesday; it is 10:30 in New York."""


class Silent(NoHarvest):
    """A Harvest that was asked nothing, and told no time."""

    server_date = None


def at_work(by_times: bool | None = None, now: datetime = NOW, clock: str = "24h") -> Context:
    company = Company(wants_timestamp_timers=by_times, clock=clock)
    return a_context(company=company, client=Silent(), now=now)


def an_entry(**more: object) -> TimeEntry:
    usual = TimeEntry(
        1, DAY, Decimal("1.50"), Client(1, "ABC"), Project(2, "Website"), Task(3, "Design")
    )
    return usual._replace(**more)  # type: ignore[arg-type]


RUNNING = an_entry(
    hours=Decimal("2.00"),
    is_running=True,
    hours_without_timer=Decimal("1.00"),
    timer_started_at=NOW - timedelta(hours=1),
)


def changed(
    context: Context,
    entry: TimeEntry,
    hours: str | None = None,
    begin: str | None = None,
    end: str | None = None,
) -> EntryChange:
    return times_changed(context, entry, EntryChange(), hours, begin, end)


@for_each(
    ("typed", "hours"),
    [
        ("2h", "2.00"),
        ("1:45", "1.75"),
        ("+15m", "1.75"),
        ("-15m", "1.25"),
        ("−15m", "1.25"),
        (" +0:20 ", "1.83"),
        ("-1:29", "0.02"),
        ("+22:30", "24.00"),
    ],
)
def test_hours_are_set_or_added_to_what_is_held(typed: str, hours: str) -> None:
    assert wanted_hours(at_work(), an_entry(), typed) == Decimal(hours)


def test_minutes_add_up_to_minutes() -> None:
    entry = an_entry(hours=Decimal("0.33"))
    assert wanted_hours(at_work(), entry, "+20m") == Decimal("0.67")


@pytest.mark.parametrize("typed", ["-1:30", "-2h", "+22:31", "+24h"])
def test_what_leaves_nothing_or_more_than_a_day_is_refused(typed: str) -> None:
    with pytest.raises(UsageError) as refused:
        wanted_hours(at_work(), an_entry(), typed)
    assert refused.value.code == "invalid_duration"
    assert refused.value.hint


@for_each("typed", ["", "+", "abc", "+-1h", "25h", "0"])
def test_what_is_no_length_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        wanted_hours(at_work(), an_entry(), typed)


def test_more_on_a_running_timer_counts_what_it_ran() -> None:
    assert wanted_hours(at_work(), RUNNING, "+30m") == Decimal("2.50")


def test_an_entry_whose_hours_are_unknown_counts_as_none() -> None:
    assert wanted_hours(at_work(), an_entry(hours=None), "+30m") == Decimal("0.50")


@pytest.mark.parametrize(("begin", "end"), [("9", None), (None, "10"), ("9", "10")])
def test_hours_and_clock_times_do_not_go_together(begin: str | None, end: str | None) -> None:
    with pytest.raises(UsageError, match="cannot be combined"):
        changed(at_work(), an_entry(), "1h", begin, end)


def test_nothing_asked_is_nothing_changed() -> None:
    assert changed(at_work(), an_entry()) == EntryChange()


def test_an_account_of_times_moves_the_end_with_the_hours() -> None:
    entry = an_entry(started_time=time(9), ended_time=time(10, 30))
    assert changed(at_work(True), entry, "2h") == EntryChange(
        hours=Decimal("2.00"), ended_time=time(11)
    )
    assert changed(at_work(False), entry, "2h") == EntryChange(hours=Decimal("2.00"))


def test_an_end_past_midnight_is_left_to_harvest() -> None:
    entry = an_entry(started_time=time(23), ended_time=time(23, 30))
    assert changed(at_work(True), entry, "1:00") == EntryChange(hours=Decimal("1.00"))
    assert changed(at_work(True), entry, "0:59").ended_time == time(23, 59)


@pytest.mark.parametrize(
    ("begin", "end", "hours", "span"),
    [
        ("9:00", "11:30", "2.50", (time(9), time(11, 30))),
        ("8:30", None, "2.00", (time(8, 30), time(10, 30))),
        (None, "12:00", "3.00", (time(9), time(12))),
        ("0:00", "23:59", "23.98", (time(0), time(23, 59))),
    ],
)
def test_one_or_both_clock_times_are_set(
    begin: str | None, end: str | None, hours: str, span: tuple[time, time]
) -> None:
    entry = an_entry(started_time=time(9), ended_time=time(10, 30))
    change = changed(at_work(True), entry, None, begin, end)
    assert change.hours == Decimal(hours)
    assert (change.started_time, change.ended_time) == span
    assert changed(at_work(False), entry, None, begin, end) == EntryChange(hours=Decimal(hours))


@pytest.mark.parametrize(("begin", "end"), [("11:00", "9:00"), ("9:00", "9:00")])
def test_an_end_that_is_not_after_the_start_is_refused(begin: str, end: str) -> None:
    with pytest.raises(UsageError, match="is not after") as refused:
        changed(at_work(True), an_entry(), None, begin, end)
    assert refused.value.code == "invalid_time"


def test_one_time_of_an_entry_without_times_is_refused() -> None:
    for begin, end in (("9:00", None), (None, "10:00")):
        with pytest.raises(UsageError, match="keeps hours"):
            changed(at_work(False), an_entry(), None, begin, end)


def test_a_running_timer_has_no_end_to_set() -> None:
    with pytest.raises(UsageError, match="is running") as refused:
        changed(at_work(True), RUNNING, None, None, "10:00")
    assert "hv stop at" in (refused.value.hint or "")


def test_the_start_of_a_running_timer_can_be_set_but_not_to_come() -> None:
    entry = RUNNING._replace(started_time=time(9, 30))
    assert changed(at_work(True), entry, None, "9:15") == EntryChange(started_time=time(9, 15))
    assert changed(at_work(True), entry, None, "10:30").started_time == time(10, 30)
    with pytest.raises(UsageError, match="in the future"):
        changed(at_work(True), entry, None, "10:31")
    with pytest.raises(UsageError, match="keeps hours"):
        changed(at_work(False), RUNNING, None, "9:15")


def test_hours_of_a_running_timer_leave_the_running_part() -> None:
    assert changed(at_work(False), RUNNING, "1:30") == EntryChange(hours=Decimal("0.50"))
    assert changed(at_work(False), RUNNING, "1:00") == EntryChange(hours=Decimal("0.00"))
    with pytest.raises(UsageError, match="has already run longer: 1:00"):
        changed(at_work(False), RUNNING, "0:59")


def test_hours_of_a_running_timer_move_its_start_in_an_account_of_times() -> None:
    change = changed(at_work(True), RUNNING, "2h")
    assert (change.started_time, change.hours) == (time(8, 30), UNSET)
    with pytest.raises(UsageError, match="started yesterday"):
        changed(at_work(True), RUNNING, "10:31")


def test_just_after_midnight_a_timer_cannot_be_made_longer_than_its_day() -> None:
    after = datetime(2026, 11, 18, 5, 10, tzinfo=UTC)
    entry = RUNNING._replace(timer_started_at=after - timedelta(minutes=5))
    assert changed(at_work(True, after), entry, "0:10").started_time == time(0, 0)
    with pytest.raises(UsageError, match="started yesterday"):
        changed(at_work(True, after), entry, "0:11")
