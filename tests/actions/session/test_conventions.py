"""Conventions: how a person counts and writes time; settings first, then what Harvest says."""

from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from harvest_cli.actions.day.glance import capacity_of
from harvest_cli.actions.resolve.flags import Flags
from harvest_cli.actions.resolve.resolver import resolve
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.session.conventions import conventions_of
from harvest_cli.actions.setup.settings import all_settings
from harvest_cli.domain.company import Company
from harvest_cli.domain.days import WeekStart
from harvest_cli.language.text.readings import Conventions
from harvest_cli.local.cache.account_cache import AccountData, AccountFile
from harvest_cli.local.config.settings import Settings
from tests.actions.contexts import LOGIN, ME, NOW, a_context
from tests.language.samples import names
from tests.rows import for_each


def conventions(company: Company, **environ: str) -> Conventions:
    return conventions_of(Settings(environ), AccountData(NOW, ME, company, ()))


@for_each(
    ("setting", "told", "first", "origin"),
    [
        ("", "Sunday", WeekStart.SUNDAY, "Harvest"),
        ("", "Saturday", WeekStart.SATURDAY, "Harvest"),
        ("", "monday", WeekStart.MONDAY, "Harvest"),
        ("", None, WeekStart.MONDAY, "default"),
        ("", "Friday", WeekStart.MONDAY, "default"),
        ("", "", WeekStart.MONDAY, "default"),
        ("saturday", "Sunday", WeekStart.SATURDAY, "HV_WEEK_START"),
        ("monday", "Sunday", WeekStart.MONDAY, "HV_WEEK_START"),
    ],
)
def test_the_first_day_of_a_week(
    setting: str, told: str | None, first: WeekStart, origin: str
) -> None:
    found = conventions(Company(week_start_day=told), HV_WEEK_START=setting)
    assert (found.week_start, found.origins["week_start"]) == (first, origin)


@for_each(
    ("setting", "pattern", "order", "origin"),
    [
        ("", "%m/%d/%Y", "mdy", "Harvest"),
        ("", "%d/%m/%Y", "dmy", "Harvest"),
        ("", "%d.%m.%Y", "dmy", "Harvest"),
        ("", "%Y-%m-%d", None, "default"),
        ("", None, None, "default"),
        ("", "%Q", None, "default"),
        ("mdy", "%d/%m/%Y", "mdy", "HV_DATE_ORDER"),
    ],
)
def test_the_order_of_day_and_month(
    setting: str, pattern: str | None, order: str | None, origin: str
) -> None:
    found = conventions(Company(date_format=pattern), HV_DATE_ORDER=setting)
    assert (found.date_order, found.origins["date_order"]) == (order, origin)


@for_each(
    ("setting", "told", "shown", "origin"),
    [
        ("", "decimal", "decimal", "Harvest"),
        ("", "hours_minutes", "hours_minutes", "Harvest"),
        ("", None, "hours_minutes", "default"),
        ("", "roman", "hours_minutes", "default"),
        ("decimal", "hours_minutes", "decimal", "HV_TIME_FORMAT"),
    ],
)
def test_how_hours_are_shown(setting: str, told: str | None, shown: str, origin: str) -> None:
    found = conventions(Company(time_format=told), HV_TIME_FORMAT=setting)
    assert (found.time_format, found.origins["time_format"]) == (shown, origin)


def test_an_account_of_which_nothing_is_known_has_the_defaults_of_hv() -> None:
    found = conventions_of(Settings({}), None)
    assert found == Conventions()._replace(origins=found.origins)
    assert set(found.origins.values()) == {"default"}


def test_the_kinds_of_leave_come_along_for_sentences() -> None:
    context = a_context()
    assert context.conventions.leave == ()
    kinds = {leave.kind for leave in context.sentence_conventions.leave}
    assert kinds == {"sick", "annual", "public_holiday"}


# -- the working day, in every place that counts with it ---------------------------------------

DAYS: list[tuple[int | None, dict[str, str], str, str]] = [
    (126000, {}, "7.00", "Harvest"),
    (144000, {}, "8.00", "Harvest"),
    (126000, {"HV_WORKDAYS": "mon-thu"}, "8.75", "Harvest"),
    (126000, {"HV_WORKDAYS": "wed"}, "24.00", "Harvest"),
    (126000, {"HV_WORKDAY_HOURS": "6"}, "6.00", "HV_WORKDAY_HOURS"),
    (126000, {"HV_WORKDAY_HOURS": "8"}, "8.00", "HV_WORKDAY_HOURS"),
    (126000, {"STANDARD_WORK_DAY_HOURS": "7.5"}, "7.50", "STANDARD_WORK_DAY_HOURS"),
    (None, {}, "8.00", "default"),
    (0, {}, "8.00", "default"),
    (None, {"HV_WORKDAYS": "mon tue wed"}, "8.00", "default"),
]
"""Capacity in seconds a week, environment, hours of a working day, what decided that."""


def at_work(capacity: int | None, environ: dict[str, str], folder: Path) -> Context:
    me = ME._replace(weekly_capacity=capacity)
    context = a_context(*names("A").assignments, user=me, environ=environ, folder=folder)
    stored = AccountFile(folder, LOGIN.api_url, LOGIN.account_id, LOGIN.token.reveal())
    stored.save(context.account.data)
    return context


@pytest.mark.parametrize(("capacity", "environ", "hours", "origin"), DAYS)
def test_a_working_day_is_as_long_everywhere(
    capacity: int | None, environ: dict[str, str], hours: str, origin: str, tmp_path: Path
) -> None:
    context = at_work(capacity, environ, tmp_path)
    assert context.targets.due(context.today) == Decimal(hours)
    for words, share in (("a day", 1), ("half a day", 2)):
        for text, flags in (
            (f"{words} Task Force Research", Flags()),
            ("Task Force Research", Flags(hours=words)),
        ):
            (entry,) = resolve(context, text, flags).entries
            half_up = (Decimal(hours) / share).quantize(Decimal("0.01"), ROUND_HALF_UP)
            assert entry.hours == half_up, (text, flags)
    shown = {each.name: each for each in all_settings(context)}["workday_hours"]
    assert (Decimal(str(shown.value)), shown.origin) == (Decimal(hours), origin)


@pytest.mark.parametrize(("capacity", "environ", "hours", "origin"), DAYS)
def test_a_week_holds_the_capacity_or_its_workdays(
    capacity: int | None, environ: dict[str, str], hours: str, origin: str, tmp_path: Path
) -> None:
    context = at_work(capacity, environ, tmp_path)
    days = len(context.conventions.workdays)
    week = Decimal(capacity or 0) / 3600 if origin == "Harvest" else Decimal(hours) * days
    # No day holds more than 24 hours, whatever Harvest wants of a week with few workdays.
    week = min(week, Decimal(24) * days)
    assert capacity_of(context) == week
