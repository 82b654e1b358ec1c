"""`hv status`: today against the target, the week against the capacity, when the day is done."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from harvest_cli.actions.status import live_status, ticked
from harvest_cli.domain.hours import as_clock
from tests.account import JANE_TOKEN, call, log
from tests.workday import NEW_YORK, Person

TODAY = date(2026, 11, 24)


def test_today_and_the_week_are_summed(either: Person) -> None:
    before = either.status()
    log(either.account, hours=2)
    log(either.account, hours=1.5, spent_date="2026-11-23")
    log(either.account, hours=4, spent_date="2026-11-22")
    found = either.status()
    assert found.total - before.total == 2
    assert found.week - before.week == Decimal("3.5")
    assert (found.week_from, found.capacity) == (date(2026, 11, 23), 35)


def test_a_week_begins_where_the_account_says(anybody: Callable[..., Person]) -> None:
    person = anybody(week_start_day="Sunday")
    log(person.account, hours=4, spent_date="2026-11-22")
    found = person.status()
    assert found.week_from == date(2026, 11, 22)


def test_the_day_is_done_when_the_target_is_reached(either: Person) -> None:
    log(either.account, hours=3.5)
    either.start("Marketing Website")
    either.pass_(30)
    found = either.status()
    assert found.total == 4
    assert found.done_at == datetime(2026, 11, 24, 13, 30, tzinfo=NEW_YORK)


def test_without_a_timer_no_end_can_be_told(person: Person) -> None:
    log(person.account, hours=3)
    assert person.status().done_at is None


def test_a_timer_on_another_day_does_not_bring_today_nearer(person: Person) -> None:
    log(person.account, spent_date="2026-11-23")
    found = person.status()
    assert found.running
    assert (found.done_at, found.counts_today) == (None, False)


@pytest.mark.parametrize(
    ("environ", "targets"),
    [
        ({}, ["7:00", "7:00", None]),
        ({"HV_WORKDAY_HOURS": "6"}, ["6:00", "6:00", None]),
        ({"HV_WORKDAYS": "mon-thu"}, ["8:45", None, None]),
        ({"HV_WORKDAYS": "mon tue sat"}, ["11:40", None, "11:40"]),
    ],
)
def test_capacity_is_spread_over_the_workdays(
    anybody: Callable[..., Person], environ: dict[str, str], targets: list[str | None]
) -> None:
    person = anybody(environ=environ)
    context = person.context()
    days = [date(2026, 11, 24), date(2026, 11, 27), date(2026, 11, 28)]
    found = [context.targets.due(day) for day in days]
    assert [None if hours is None else as_clock(hours) for hours in found] == targets


def test_a_length_of_days_makes_the_week(anybody: Callable[..., Person]) -> None:
    person = anybody(environ={"HV_WORKDAY_HOURS": "6", "HV_WORKDAYS": "mon-thu"})
    assert person.status().capacity == 24


def test_only_mine_is_shown_to_an_administrator(anybody: Callable[..., Person]) -> None:
    person = anybody(role="administrator")
    log(person.account, hours=1)
    found = person.status()
    assert {entry.user.name for entry in found.entries} == {"Kim Allen"}
    janes = Person(person.folder, person.clock(), token=JANE_TOKEN)
    assert live_status(janes.context()).running == ()


def test_what_changed_elsewhere_is_learnt(either: Person) -> None:
    made = log(either.account, hours=2)
    gone = log(either.account, hours=1)
    either.status()
    call(either.account, "PATCH", f"/time_entries/{made['id']}", json={"notes": "x"})
    call(either.account, "DELETE", f"/time_entries/{gone['id']}")
    either.status()
    assert either.context().account.hours_on(TODAY) == 2


def test_time_passes_without_asking(either: Person) -> None:
    either.start("Marketing Website")
    either.pass_(30)
    first = either.status()
    later = ticked(first, 15 * 60)
    either.pass_(15)
    again = either.status()
    assert (later.total, later.week, later.now) == (again.total, again.week, again.now)
    assert later.running[0].hours == again.running[0].hours
    assert [entry.hours for entry in later.entries] == [entry.hours for entry in again.entries]


def test_nothing_passes_while_nothing_runs(person: Person) -> None:
    first = person.status()
    assert ticked(first, 900)._replace(now=first.now) == first


def test_now_is_the_moment_that_was_asked(person: Person) -> None:
    assert person.status().now == datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
