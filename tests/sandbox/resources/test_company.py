"""Account settings, read and changed (Harvest docs, Company)."""

from typing import Any

import pytest

from harvest_cli.domain.errors import ConfigurationError
from tests.account import administrator, an_account, call, log, manager, member
from tests.rows import for_each


def test_the_company_has_what_changes_client_behaviour() -> None:
    body = call(an_account(), "GET", "/company").body
    expected = {
        "wants_timestamp_timers": False,
        "clock": "12h",
        "time_format": "hours_minutes",
        "week_start_day": "Monday",
        "date_format": "%m/%d/%Y",
        "decimal_symbol": ".",
        "thousands_separator": ",",
        "weekly_capacity": 126000,
        "day_entry_notes_required": False,
        "currency": "USD",
    }
    assert {name: body[name] for name in expected} == expected
    assert "id" not in body
    assert "rate_limit" not in body


def test_a_member_reads_the_company_or_not_as_the_account_says() -> None:
    account = member()
    assert call(account, "GET", "/company").status == 200
    account.configure(company_for_members=False)
    assert call(account, "GET", "/company").status == 403
    account.configure(role="administrator")
    assert call(account, "GET", "/company").status == 200


def test_an_administrator_switches_the_timer_mode() -> None:
    account = administrator()
    answer = call(account, "PATCH", "/company", json={"wants_timestamp_timers": True})
    assert (answer.status, answer.body["wants_timestamp_timers"]) == (200, True)
    assert log(account, hours=1)["started_time"] is not None


def test_an_administrator_changes_the_weekly_capacity_and_nothing_else() -> None:
    account = administrator()
    body = call(
        account, "PATCH", "/company", json={"weekly_capacity": "144000", "name": "Mine"}
    ).body
    assert (body["weekly_capacity"], body["name"]) == (144000, "API Examples")
    assert call(account, "PATCH", "/company", json={"weekly_capacity": "x"}).status == 422


@pytest.mark.parametrize("make", [member, manager])
def test_nobody_else_changes_the_company(make: Any) -> None:
    assert call(make(), "PATCH", "/company", json={"weekly_capacity": 1}).status == 403


@for_each(
    ("name", "value"),
    [
        ("clock", "24h"),
        ("time_format", "decimal"),
        ("week_start_day", "Saturday"),
        ("date_format", "%Y-%m-%d"),
        ("day_entry_notes_required", True),
        ("wants_timestamp_timers", True),
    ],
)
def test_configure_changes_a_setting_and_keeps_the_entries(name: str, value: object) -> None:
    account = an_account()
    entry = log(account, hours=1, notes="kept")
    account.configure(**{name: value})
    assert call(account, "GET", "/company").body[name] == value
    assert call(account, "GET", f"/time_entries/{entry['id']}").body["notes"] == "kept"


def test_configure_changes_the_zone_and_the_role_of_kim() -> None:
    account = an_account()
    account.configure(zone="Europe/Berlin", role="member")
    body = call(account, "GET", "/users/me").body
    assert (body["timezone"], body["access_roles"]) == ("Berlin", ["member"])


@for_each(
    "settings",
    [
        {"spoon": 1},
        {"clock": "36h"},
        {"role": "king"},
        {"zone": "Mars/Base"},
        {"date_format": "x"},
        {"wants_timestamp_timers": "yes"},
        {"time_rounding": True},
        {"rate_limit": 1},
    ],
    ids=str,
)
def test_a_setting_that_harvest_does_not_have_is_refused_and_nothing_changes(
    settings: dict[str, Any],
) -> None:
    account = an_account()
    with pytest.raises(ConfigurationError):
        account.configure(time_format="decimal", **settings)
    assert call(account, "GET", "/company").body["time_format"] == "hours_minutes"
