"""The time entry object: its keys, locks, and what roles see of it (Harvest docs; captures)."""

from datetime import date
from typing import Any

import pytest

from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.entries.read import hundredths_between, rounded
from harvest_cli.sandbox.example import ONLINE_STORE, WINTER_CAMPAIGN
from tests.account import (
    TODAY,
    administrator,
    an_account,
    approve,
    call,
    locked_week,
    log,
    manager,
    member,
)
from tests.rows import for_each

KEYS = (
    "id spent_date hours hours_without_timer rounded_hours notes is_locked locked_reason is_closed "
    "approval_status is_billed timer_started_at started_time ended_time is_running billable "
    "budgeted billable_rate cost_rate created_at updated_at user client project task "
    "user_assignment task_assignment invoice external_reference"
)


def first(account: EmbeddedAccount, **query: Any) -> dict[str, Any]:
    found = call(account, "GET", "/time_entries", query=query).body["time_entries"][0]
    assert isinstance(found, dict)
    return found


def test_an_entry_has_every_documented_key() -> None:
    assert set(log(an_account(), hours=1)) == set(KEYS.split())


def test_client_and_project_carry_their_undocumented_members() -> None:
    entry = log(an_account(), hours=1)
    assert entry["client"] == {"id": 5735774, "name": "ABC Corp", "currency": "USD"}
    assert entry["project"] == {"id": 14307913, "name": "Marketing Website", "code": "MW"}


def test_the_assignments_are_those_of_the_documentation() -> None:
    entry = log(an_account(), hours=1)
    assert (entry["user_assignment"]["id"], entry["task_assignment"]["id"]) == (
        125068553,
        155502709,
    )
    assert entry["task_assignment"]["created_at"] == "2017-06-26T21:36:23Z"


def test_an_assignment_that_is_gone_is_null() -> None:
    account = an_account()
    path = f"/time_entries/{log(account, hours=1)['id']}"
    account.db.execute("DELETE FROM user_assignments")
    account.db.execute("DELETE FROM task_assignments")
    body = call(account, "GET", path).body
    assert (body["user_assignment"], body["task_assignment"]) == (None, None)


def test_rates_are_for_administrators_and_managers_with_the_permission() -> None:
    def rates(account: EmbeddedAccount) -> tuple[Any, ...]:
        entry = log(account, hours=1)
        return (
            entry["billable_rate"],
            entry["cost_rate"],
            entry["task_assignment"]["hourly_rate"],
        )

    assert rates(administrator()) == (100.0, 50.0, 100.0)
    assert rates(manager(None, "billable_rates_manager")) == (100.0, None, 100.0)
    assert rates(manager()) == rates(member()) == (None, None, None)


@pytest.mark.parametrize(
    ("bill_by", "rate"), [("Project", 100.0), ("Tasks", 80.0), ("People", 90.0), ("none", None)]
)
def test_the_rate_comes_from_where_the_project_bills(bill_by: str, rate: float | None) -> None:
    account = administrator()
    account.db.execute("UPDATE projects SET bill_by = ?", (bill_by,))
    account.db.execute("UPDATE task_assignments SET hourly_rate = 8000")
    account.db.execute("UPDATE user_assignments SET hourly_rate = 9000, use_default_rates = 0")
    assert log(account, hours=1)["billable_rate"] == rate


@for_each(
    ("approved", "invoiced", "archived", "period", "reason"),
    [
        (0, 0, 0, 0, None),
        (0, 0, 1, 0, "Item Archived"),
        (0, 1, 0, 0, "Item Invoiced"),
        (0, 1, 1, 0, "Item Invoiced and Archived"),
        (0, 0, 0, 1, "Item Locked for this Time Period"),
        (1, 0, 0, 1, "Item Approved and Locked for this Time Period"),
        (1, 1, 0, 1, "Item Invoiced and Approved and Locked for this Time Period"),
    ],
)
def test_why_an_entry_is_locked(
    approved: int, invoiced: int, archived: int, period: int, reason: str | None
) -> None:
    account = an_account()
    entry = log(account, hours=1)
    if period:
        approve(account, TODAY, TODAY)
    account.db.execute(
        "UPDATE entries SET approval_status = ?, invoice_id = ?, invoice_number = ? WHERE id = ?",
        (
            "approved" if approved else "unsubmitted",
            13150403 if invoiced else None,
            "1001" if invoiced else None,
            entry["id"],
        ),
    )
    if archived:
        account.db.execute("UPDATE projects SET is_active = 0")
    body = call(account, "GET", f"/time_entries/{entry['id']}").body
    assert (body["is_locked"], body["locked_reason"]) == (reason is not None, reason)
    assert body["is_closed"] is bool(approved)
    assert body["is_billed"] is bool(invoiced)
    assert body["invoice"] == ({"id": 13150403, "number": "1001"} if invoiced else None)


@pytest.mark.parametrize("table", ["projects", "clients", "tasks", "users"])
def test_anything_archived_locks_the_entry(table: str) -> None:
    account = an_account()
    entry = log(account, hours=1)
    account.db.execute(f"UPDATE {table} SET is_active = 0 WHERE id NOT IN (1782884, 1795925)")
    # Kim cannot ask any more once archived; Bob can.
    token = "sandbox-token-bob-powell"
    body = call(account, "GET", f"/time_entries/{entry['id']}", token).body
    assert body["locked_reason"] == "Item Archived"


def test_the_locks_of_the_story() -> None:
    account = an_account()
    billed = first(account, is_billed=True, project_id=ONLINE_STORE)
    assert billed["locked_reason"].startswith("Item Invoiced and Approved")
    assert first(account, project_id=WINTER_CAMPAIGN)["locked_reason"] == "Item Archived"


def test_a_locked_week_refuses_all_of_its_days_and_locks_what_is_there() -> None:
    account = locked_week()
    entry = first(account, user_id=1782959)
    assert (entry["spent_date"], entry["is_closed"]) == ("2026-11-23", True)
    for day in (date(2026, 11, 23), date(2026, 11, 29)):
        fields = {"project_id": 14307913, "task_id": 8083365, "spent_date": day.isoformat()}
        assert call(account, "POST", "/time_entries", json=fields).status == 422


@for_each(
    ("hours", "minutes", "kept"),
    [
        (211, 15, 225),
        (135, 15, 150),
        (200, 15, 200),
        (2, 15, 25),
        (0, 15, 0),
        (211, 0, 211),
        (101, 6, 110),
        (33, 30, 50),
    ],
)
def test_rounding_goes_up_to_the_accounts_unit(hours: int, minutes: int, kept: int) -> None:
    assert rounded(hours, minutes) == kept


def test_rounded_hours_follow_the_account() -> None:
    entry = log(an_account(time_rounding=15), hours=2.11)
    assert (entry["hours"], entry["rounded_hours"]) == (2.11, 2.25)


@for_each(("seconds", "hours"), [(0, 0), (17, 0), (18, 1), (930, 26), (-5, 0)])
def test_elapsed_seconds_become_hundredths(seconds: int, hours: int) -> None:
    assert hundredths_between(1000, 1000 + seconds) == hours
