"""How many hours a day should have, and where the week stands."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from harvest_cli.actions.day.glance import capacity_of, counts_today, done_at, week_so_far
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import Company
from harvest_cli.domain.days import Period
from tests.actions.contexts import ME, NOW, a_context
from tests.actions.entries.test_edit_times import RUNNING
from tests.rows import for_each

MONDAY = date(2026, 11, 16)
CAPACITY = 126000
"""Thirty-five hours."""


def a_person(capacity: int | None = CAPACITY, **environ: str) -> Context:
    return a_context(
        user=ME._replace(weekly_capacity=capacity),
        company=Company(week_start_day="Sunday"),
        environ=environ,
    )


@for_each(
    ("capacity", "environ", "target"),
    [
        (CAPACITY, {}, "7.00"),
        (CAPACITY, {"HV_WORKDAY_HOURS": "6"}, "6.00"),
        (CAPACITY, {"STANDARD_WORK_DAY_HOURS": "7.5"}, "7.50"),
        (CAPACITY, {"HV_WORKDAYS": "mon-thu"}, "8.75"),
        (None, {}, "8.00"),
        (0, {}, "8.00"),
        (144000, {}, "8.00"),
        # 1667 minutes: whole ones each day, and Monday has what is left.
        (100000, {}, "5.57"),
    ],
)
def test_capacity_or_the_setting_is_spread_over_workdays(
    capacity: int | None, environ: dict[str, str], target: str
) -> None:
    assert a_person(capacity, **environ).targets.due(MONDAY) == Decimal(target)


@pytest.mark.parametrize(
    ("workdays", "due"),
    [
        ("mon-fri", [0, 1, 2, 3, 4]),
        ("sun-thu", [0, 1, 2, 3, 6]),
        ("sat", [5]),
        ("fri-mon", [0, 4, 5, 6]),
    ],
)
def test_only_workdays_have_a_target(workdays: str, due: list[int]) -> None:
    context = a_person(HV_WORKDAYS=workdays)
    days = [MONDAY + timedelta(days=n) for n in range(7)]
    assert [day.weekday() for day in days if context.targets.due(day) is not None] == due


@pytest.mark.parametrize(
    ("capacity", "environ", "hours"),
    [
        (CAPACITY, {}, "35.00"),
        (CAPACITY, {"HV_WORKDAY_HOURS": "6"}, "30.00"),
        (None, {}, "40.00"),
        (None, {"HV_WORKDAYS": "mon tue"}, "16.00"),
    ],
)
def test_a_week_holds_my_capacity(
    capacity: int | None, environ: dict[str, str], hours: str
) -> None:
    assert capacity_of(a_person(capacity, **environ)) == Decimal(hours)


@pytest.mark.parametrize(
    ("environ", "first"),
    [
        ({}, date(2026, 11, 15)),
        ({"HV_WEEK_START": "monday"}, MONDAY),
        ({"HV_WEEK_START": "saturday"}, date(2026, 11, 14)),
    ],
)
def test_the_week_so_far_begins_where_the_account_begins_it(
    environ: dict[str, str], first: date
) -> None:
    day = date(2026, 11, 18)
    assert week_so_far(a_person(CAPACITY, **environ), day) == Period(first, day)


def test_on_the_first_day_of_a_week_there_is_one_day_so_far() -> None:
    sunday = date(2026, 11, 15)
    assert week_so_far(a_person(), sunday) == Period(sunday, sunday)


def test_the_day_will_be_done_when_the_rest_of_the_target_has_passed() -> None:
    context = a_person()
    assert done_at(context, NOW, Decimal("5.00"), [RUNNING]) == NOW + timedelta(hours=2)
    assert done_at(context, NOW, Decimal("7.00"), [RUNNING]) is None
    assert done_at(context, NOW, Decimal("8.00"), [RUNNING]) is None
    assert done_at(context, NOW, Decimal("5.00"), []) is None


def test_on_a_free_day_nothing_is_to_be_done() -> None:
    saturday = NOW + timedelta(days=3)
    timer = RUNNING._replace(spent_date=saturday.date())
    assert done_at(a_person(), saturday, Decimal(0), [timer]) is None


def test_a_timer_of_another_day_does_not_count_today() -> None:
    yesterday = RUNNING._replace(spent_date=NOW.date() - timedelta(days=1))
    assert counts_today(a_person(), [RUNNING], NOW)
    assert not counts_today(a_person(), [yesterday], NOW)
    assert not counts_today(a_person(), [], NOW)
