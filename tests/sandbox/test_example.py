"""The opening story: the documentation's example company, two weeks of history, nothing today."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.example import KIM, harvest_zone
from tests.account import BOB_TOKEN, JANE_TOKEN, NOW, TODAY, an_account, call, log
from tests.rows import for_each


def mine(account: EmbeddedAccount, **query: Any) -> list[dict[str, Any]]:
    answer = call(account, "GET", "/time_entries", query={"user_id": KIM, **query})
    found: list[dict[str, Any]] = answer.body["time_entries"]
    return found


def test_the_projects_are_those_of_the_documentation() -> None:
    body = call(an_account(), "GET", "/users/me/project_assignments").body
    names = [
        (a["client"]["name"], a["project"]["name"], a["project"]["code"])
        for a in body["project_assignments"]
    ]
    assert names == [
        ("Internal", "[LV] Leave", ""),
        ("123 Industries", "Task Force", "TF"),
        ("123 Industries", "Online Store - Phase 1", "OS1"),
        ("ABC Corp", "Marketing Website", "MW"),
    ]


def test_the_tasks_are_those_of_the_documentation() -> None:
    body = call(an_account(), "GET", "/users/me/project_assignments").body
    tasks = {
        a["project"]["name"]: [t["task"]["name"] for t in a["task_assignments"]]
        for a in body["project_assignments"]
    }
    four = ["Graphic Design", "Programming", "Project Management", "Research"]
    assert tasks["Marketing Website"] == four
    assert tasks["[LV] Leave"] == ["Annual Leave", "Person (Sick/Carer's) Leave"]


def test_the_first_entry_gets_the_id_of_the_documentation() -> None:
    assert log(an_account(), hours=2)["id"] == 636718192


def test_nothing_is_logged_today_and_nothing_runs() -> None:
    account = an_account()
    assert mine(account, **{"from": TODAY}) == []
    assert mine(account, is_running=True) == []


@for_each("offset", range(7))
def test_every_day_of_the_week_has_ten_working_days_behind_it(offset: int) -> None:
    account = an_account(now=NOW + timedelta(days=offset))
    since = TODAY + timedelta(days=offset - 21)
    days = {entry["spent_date"] for entry in mine(account, **{"from": since})}
    assert len(days) >= 10
    assert all(date.fromisoformat(day).weekday() < 5 for day in days)
    assert max(days) < (TODAY + timedelta(days=offset)).isoformat()


@for_each("offset", range(7))
def test_last_week_is_open_and_the_week_before_is_locked(offset: int) -> None:
    today = TODAY + timedelta(days=offset)
    account = an_account(now=NOW + timedelta(days=offset))
    monday = today - timedelta(days=today.weekday())
    last = mine(account, **{"from": monday - timedelta(days=7), "to": today})
    before = mine(
        account, **{"from": monday - timedelta(days=14), "to": monday - timedelta(days=8)}
    )
    assert not any(entry["is_locked"] for entry in last)
    assert before
    assert all(entry["is_closed"] for entry in before)
    assert any(entry["is_billed"] for entry in before)


@for_each("offset", range(7))
def test_the_task_used_last_is_the_obvious_one(offset: int) -> None:
    account = an_account(now=NOW + timedelta(days=offset))
    last = {entry["project"]["code"]: entry["task"]["name"] for entry in mine(account)[::-1]}
    assert last["MW"] == "Graphic Design"
    assert last["OS1"] == "Programming"


def test_an_archived_project_keeps_its_old_entries() -> None:
    account = an_account()
    old = mine(account, project_id=14300100)
    assert {entry["locked_reason"] for entry in old} == {"Item Archived"}
    assert len(old) == 2


def test_the_same_day_tells_the_same_story() -> None:
    assert mine(an_account()) == mine(an_account())


def test_an_account_of_start_and_end_has_both_everywhere() -> None:
    account = an_account(wants_timestamp_timers=True)
    assert all(entry["started_time"] and entry["ended_time"] for entry in mine(account))


def test_an_account_of_durations_has_neither() -> None:
    assert not any(entry["started_time"] or entry["ended_time"] for entry in mine(an_account()))


def test_days_are_those_of_the_users_zone() -> None:
    midnight = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)
    auckland = an_account(now=midnight, zone="Pacific/Auckland")
    honolulu = an_account(now=midnight, zone="Hawaii")
    assert mine(auckland)[0]["spent_date"] == "2026-11-24"
    assert mine(honolulu)[0]["spent_date"] == "2026-11-23"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (None, "Eastern Time (US & Canada)"),
        ("Europe/Berlin", "Berlin"),
        ("Berlin", "Berlin"),
        ("Antarctica/Troll", "Antarctica/Troll"),
    ],
)
def test_a_zone_has_harvests_name_where_it_has_one(given: str | None, told: str) -> None:
    assert harvest_zone(given) == told
    assert call(an_account(zone=given), "GET", "/users/me").body["timezone"] == told


@pytest.mark.parametrize(("token", "name"), [(BOB_TOKEN, "Bob"), (JANE_TOKEN, "Jane")])
def test_colleagues_have_tokens_and_entries_of_their_own(token: str, name: str) -> None:
    account = an_account()
    me = call(account, "GET", "/users/me", token).body
    assert me["first_name"] == name
    entries = call(account, "GET", "/time_entries", token, query={"user_id": me["id"]}).body
    assert entries["total_entries"] > 3


def test_some_entries_have_no_notes_and_one_has_a_reference() -> None:
    entries = mine(an_account())
    assert any(entry["notes"] is None for entry in entries)
    assert any(entry["external_reference"] for entry in entries)
    assert any(entry["hours"] == 1.33 for entry in entries)
