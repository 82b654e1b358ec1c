"""How words are read and hours shown: settings first, then what Harvest says of the account."""

import pytest

from harvest_cli.actions.session.manner import manner_of, time_format_of
from harvest_cli.domain.days import WeekStart
from harvest_cli.domain.people import Company
from harvest_cli.local.config.settings import Settings


@pytest.mark.parametrize(
    ("setting", "told", "first"),
    [
        ("", "Sunday", WeekStart.SUNDAY),
        ("", "Saturday", WeekStart.SATURDAY),
        ("", "monday", WeekStart.MONDAY),
        ("", None, WeekStart.MONDAY),
        ("", "Friday", WeekStart.MONDAY),
        ("", "", WeekStart.MONDAY),
        ("saturday", "Sunday", WeekStart.SATURDAY),
        ("monday", "Sunday", WeekStart.MONDAY),
    ],
)
def test_the_first_day_of_a_week(setting: str, told: str | None, first: WeekStart) -> None:
    settings = Settings({"HV_WEEK_START": setting})
    assert manner_of(settings, Company(week_start_day=told)).week_start is first


@pytest.mark.parametrize(
    ("setting", "pattern", "order"),
    [
        ("", "%m/%d/%Y", "mdy"),
        ("", "%d/%m/%Y", "dmy"),
        ("", "%d.%m.%Y", "dmy"),
        ("", "%Y-%m-%d", None),
        ("", None, None),
        ("", "%Q", None),
        ("mdy", "%d/%m/%Y", "mdy"),
    ],
)
def test_the_order_of_day_and_month(setting: str, pattern: str | None, order: str | None) -> None:
    settings = Settings({"HV_DATE_ORDER": setting})
    assert manner_of(settings, Company(date_format=pattern)).date_order == order


@pytest.mark.parametrize(
    ("setting", "told", "shown"),
    [
        ("", "decimal", "decimal"),
        ("", "hours_minutes", "hours_minutes"),
        ("", None, "hours_minutes"),
        ("", "roman", "hours_minutes"),
        ("decimal", "hours_minutes", "decimal"),
    ],
)
def test_how_hours_are_shown(setting: str, told: str | None, shown: str) -> None:
    settings = Settings({"HV_TIME_FORMAT": setting})
    assert time_format_of(settings, Company(time_format=told)) == shown


def test_the_length_of_a_day_and_the_kinds_of_leave_come_along() -> None:
    manner = manner_of(Settings({"HV_WORKDAY_HOURS": "7.5"}), Company())
    assert manner.workday_minutes == 450
    assert {leave.kind for leave in manner.leave} == {"sick", "annual", "public_holiday"}
