"""Real time between moments, whatever the clocks did, and what Harvest's clock says."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from harvest_cli.actions.day.clock import (
    banked,
    clock_error,
    day_of,
    elapsed,
    harvest_zone,
    hours_at,
    hours_of,
    midnight_after,
    moment_text,
    true_now,
    wall_time,
)
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import Company
from tests.actions.contexts import ME, NOW, NoHarvest, a_context
from tests.actions.entries.test_edit_times import RUNNING, an_entry
from tests.rows import for_each

NEW_YORK = ZoneInfo("America/New_York")


class Telling(NoHarvest):
    """A Harvest whose answers carried this date."""

    def __init__(self, moment: datetime | None) -> None:
        self.server_date = moment


def a_day(moment: datetime | None = None, clock: str = "24h", **environ: str) -> Context:
    return a_context(company=Company(clock=clock), client=Telling(moment), environ=environ)


def new_york(*when: int, fold: int = 0) -> datetime:
    year, month, day, hour, minute = when
    return datetime(year, month, day, hour, minute, tzinfo=NEW_YORK, fold=fold)


@for_each(
    ("start", "end", "hours"),
    [
        (new_york(2026, 3, 8, 1, 30), new_york(2026, 3, 8, 3, 30), "1.00"),
        (new_york(2026, 11, 1, 0, 30), new_york(2026, 11, 1, 2, 30), "3.00"),
        (new_york(2026, 11, 1, 1, 30), new_york(2026, 11, 1, 1, 30, fold=1), "1.00"),
        (new_york(2026, 12, 31, 23, 30), new_york(2027, 1, 1, 0, 30), "1.00"),
        (new_york(2026, 11, 18, 9, 0), new_york(2026, 11, 18, 9, 20), "0.33"),
        (new_york(2026, 11, 18, 9, 0), new_york(2026, 11, 18, 9, 0), "0.00"),
    ],
    ids=["forward", "back", "the hour twice", "year end", "minutes", "none"],
)
def test_time_passes_whatever_the_clocks_show(start: datetime, end: datetime, hours: str) -> None:
    assert hours_of(elapsed(start, end)) == Decimal(hours)


@pytest.mark.parametrize(
    ("seconds", "hours"), [(17, "0.00"), (18, "0.01"), (53, "0.01"), (54, "0.02")]
)
def test_seconds_are_rounded_half_up_to_hundredths(seconds: int, hours: str) -> None:
    assert hours_of(timedelta(seconds=seconds)) == Decimal(hours)


def test_clock_times_are_in_the_zone_that_harvest_knows() -> None:
    abroad = a_context(environ={"HV_TIMEZONE": "Europe/Berlin"}, client=Telling(None))
    assert abroad.now.hour == 16
    assert wall_time(abroad, NOW.replace(second=59)) == time(10, 30)
    nowhere = a_context(user=ME._replace(timezone="Mars"), environ={"HV_TIMEZONE": "Europe/Berlin"})
    assert str(harvest_zone(nowhere)) == "Europe/Berlin"


@for_each(
    ("clock", "moment", "text"),
    [
        ("24h", NOW, "10:30"),
        ("12h", NOW, "10:30am"),
        ("12h", NOW - timedelta(hours=24), "10:30am yesterday"),
        ("24h", NOW - timedelta(hours=48), "10:30 on Mon 16 Nov"),
        ("24h", NOW - timedelta(days=365), "10:30 on Tue 18 Nov 2025"),
        ("24h", NOW + timedelta(days=1), "10:30 on Thu 19 Nov"),
    ],
)
def test_a_moment_is_told_with_its_day_unless_it_is_today(
    clock: str, moment: datetime, text: str
) -> None:
    assert moment_text(a_day(clock=clock), moment) == text


def test_a_day_ends_at_midnight_in_the_persons_zone() -> None:
    context = a_day()
    assert midnight_after(context, date(2026, 11, 18)) == datetime(2026, 11, 19, 5, tzinfo=UTC)
    assert midnight_after(context, date(2026, 10, 31)) == datetime(2026, 11, 1, 4, tzinfo=UTC)
    last = datetime(2026, 11, 19, 4, 59, tzinfo=UTC)
    assert [day_of(context, last + timedelta(minutes=n)).day for n in (0, 1)] == [18, 19]


@for_each(
    ("seconds", "counts"), [(0, False), (120, False), (-120, False), (121, True), (-7200, True)]
)
def test_a_clock_that_is_far_off_is_corrected_and_said_once(seconds: int, counts: bool) -> None:
    off = timedelta(seconds=seconds)
    context = a_day(NOW + off)
    assert clock_error(context) == (off if counts else timedelta(0))
    assert true_now(context) == true_now(context) == NOW + (off if counts else timedelta(0))
    assert len(context.take_warnings()) == counts


@pytest.mark.parametrize(
    ("off", "said"), [(timedelta(hours=3), "3:00 behind"), (-timedelta(minutes=5), "0:05 ahead of")]
)
def test_the_warning_says_how_far_and_which_way(off: timedelta, said: str) -> None:
    context = a_day(NOW + off)
    true_now(context)
    (warning,) = context.take_warnings()
    assert f"clock is {said} Harvest's" in warning


def test_a_present_that_was_chosen_is_not_corrected() -> None:
    context = a_day(NOW + timedelta(hours=3), HV_NOW="2026-11-18T10:30:00")
    assert clock_error(context) == timedelta(0)
    assert clock_error(a_day(None)) == timedelta(0)


def test_a_running_entry_counts_from_harvests_start() -> None:
    assert banked(RUNNING, NOW) == Decimal("1.00")
    assert hours_at(RUNNING, NOW, NOW) == Decimal("2.00")
    assert hours_at(RUNNING, NOW + timedelta(minutes=30), NOW) == Decimal("2.50")
    assert hours_at(RUNNING, NOW - timedelta(minutes=90), NOW) == Decimal("0.50")
    assert hours_at(RUNNING, NOW - timedelta(hours=9), NOW) == Decimal("0.00")


def test_what_was_banked_is_worked_out_where_it_was_left_out() -> None:
    unknown = RUNNING._replace(hours_without_timer=None)
    assert banked(unknown, NOW) == Decimal("1.00")
    assert banked(unknown._replace(hours=Decimal("0.50")), NOW) == Decimal("0.00")
    assert banked(unknown._replace(timer_started_at=None), NOW) == Decimal("2.00")
    stopped = an_entry(hours=None)
    assert hours_at(stopped, NOW, NOW) == Decimal("0.00")
