"""What time it is, and where."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from harvest_cli.domain.company import User
from harvest_cli.domain.errors import ConfigurationError
from tests.actions.contexts import ME, a_context


@pytest.mark.parametrize(
    ("zone", "day", "hour"),
    [("Perth", 19, 7), ("Hawaii", 18, 13), ("London", 18, 23), ("Europe/Berlin", 19, 0)],
)
def test_today_is_the_day_of_the_harvest_user(zone: str, day: int, hour: int) -> None:
    late = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)
    context = a_context(user=User(1, timezone=zone), now=late)
    assert (context.today.day, context.now.hour) == (day, hour)


def test_the_setting_beats_the_users_zone() -> None:
    context = a_context(environ={"HV_TIMEZONE": "Asia/Tokyo"})
    assert context.zone == ZoneInfo("Asia/Tokyo")


def test_an_unknown_zone_is_said_and_this_machines_is_taken() -> None:
    context = a_context(user=User(1, timezone="Mars (Base)"))
    assert context.now.tzinfo is not None
    assert "Mars (Base)" in context.take_warnings()[0]
    assert context.take_warnings() == ()


@pytest.mark.parametrize(
    ("stated", "now"),
    [
        ("2026-03-08T09:00:00", "2026-03-08T09:00:00-04:00"),
        ("2026-03-08T09:00:00+01:00", "2026-03-08T04:00:00-04:00"),
        ("2026-03-08", "2026-03-08T00:00:00-05:00"),
    ],
)
def test_hv_now_stands_for_now_in_the_users_zone(stated: str, now: str) -> None:
    assert a_context(environ={"HV_NOW": stated}).now.isoformat() == now


def test_hv_now_that_is_no_moment_is_named() -> None:
    with pytest.raises(ConfigurationError, match="HV_NOW"):
        _ = a_context(environ={"HV_NOW": "noon"}).now


def test_the_target_of_a_workday_is_a_fifth_of_my_capacity() -> None:
    wednesday, saturday = datetime(2026, 11, 18), datetime(2026, 11, 21)
    assert a_context().targets.due(wednesday.date()) == Decimal("7.00")
    assert a_context().targets.due(saturday.date()) is None


def test_a_length_of_day_that_was_set_is_the_target() -> None:
    context = a_context(environ={"HV_WORKDAY_HOURS": "6"}, user=ME)
    assert context.targets.due(context.today) == Decimal("6.00")
