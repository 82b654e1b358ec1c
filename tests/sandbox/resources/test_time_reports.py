"""Time reports: periods, roles, currencies, rounding (Harvest docs, Time Reports)."""

from typing import Any

import pytest

from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.example import BOB, JANE, KIM
from tests.account import (
    JANE_TOKEN,
    Clock,
    administrator,
    an_account,
    call,
    log,
    manager,
    member,
)
from tests.rows import for_each

KINDS = ("clients", "projects", "tasks", "team")
MONTH = {"from": "20261101", "to": "20261130"}
TODAY = {"from": "20261124", "to": "20261124"}


def rows(
    account: EmbeddedAccount, kind: str, query: dict[str, str] | None = None, **more: Any
) -> list[dict[str, Any]]:
    answer = call(account, "GET", f"/reports/time/{kind}", query=(query or MONTH) | more)
    assert answer.status == 200, answer.body
    found: list[dict[str, Any]] = answer.body["results"]
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_report_has_the_common_columns_and_numbered_pages(kind: str) -> None:
    answer = call(administrator(), "GET", f"/reports/time/{kind}", query={**MONTH, "per_page": 1})
    common = {"total_hours", "billable_hours", "currency", "billable_amount"}
    assert common < set(answer.body["results"][0])
    assert answer.body["next_page"] == 2


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("clients", {"client_id", "client_name"}),
        ("projects", {"project_id", "project_name", "client_id", "client_name"}),
        ("tasks", {"task_id", "task_name"}),
        ("team", {"user_id", "user_name", "is_contractor", "weekly_capacity", "avatar_url"}),
    ],
)
def test_each_report_names_what_it_groups_by(kind: str, columns: set[str]) -> None:
    common = {"total_hours", "billable_hours", "currency", "billable_amount"}
    assert set(rows(administrator(), kind)[0]) == columns | common


@pytest.mark.parametrize("kind", KINDS)
def test_every_report_adds_up_to_the_entries(kind: str) -> None:
    account = administrator()
    query = {"from": "2026-11-01", "to": "2026-11-30"}
    entries = call(account, "GET", "/time_entries", query=query).body["time_entries"]
    expected = round(sum(entry["hours"] for entry in entries), 2)
    assert round(sum(row["total_hours"] for row in rows(account, kind)), 2) == expected


def test_the_same_person_has_one_row_for_each_currency() -> None:
    kim = [row for row in rows(administrator(), "team") if row["user_id"] == KIM]
    assert {row["currency"] for row in kim} == {"USD", "EUR"}


def test_project_names_carry_their_code_in_brackets() -> None:
    names = {row["project_name"] for row in rows(administrator(), "projects")}
    assert "[MW] Marketing Website" in names
    assert "[LV] Leave" in names


def test_billable_hours_and_amounts() -> None:
    account = administrator()
    log(account, hours=1.5)
    log(account, hours=2, task_id=8083369)
    assert rows(account, "clients", TODAY) == [
        {
            "client_id": 5735774,
            "client_name": "ABC Corp",
            "total_hours": 3.5,
            "billable_hours": 1.5,
            "currency": "USD",
            "billable_amount": 150.0,
        }
    ]


def test_hours_are_rounded_entry_by_entry() -> None:
    account = administrator(time_rounding=15)
    log(account, hours=0.02)
    log(account, hours=2.11)
    assert rows(account, "tasks", TODAY)[0]["total_hours"] == 2.5


def test_a_running_timer_counts_with_what_it_has() -> None:
    clock = Clock()
    account = administrator(now=clock)
    log(account)
    clock.pass_(minutes=30)
    assert rows(account, "tasks", TODAY)[0]["total_hours"] == 0.5


def people(account: EmbeddedAccount) -> set[int]:
    return {row["user_id"] for row in rows(account, "team")}


def test_a_member_sees_their_own_time_without_money() -> None:
    account = member()
    assert people(account) == {KIM}
    assert not {"currency", "billable_amount"} & set(rows(account, "team")[0])


def test_a_manager_sees_own_and_managed_time_and_money_by_permission() -> None:
    account = manager()
    assert people(account) == {KIM, BOB, JANE}
    account.db.execute("DELETE FROM teammates")
    assert people(account) == {KIM, BOB}
    assert "currency" not in rows(account, "team")[0]
    assert "currency" in rows(manager(None, "billable_rates_manager"), "team")[0]


def test_an_administrator_sees_all() -> None:
    assert people(administrator()) == {KIM, BOB, JANE}


@for_each("kind", KINDS)
@for_each("missing", ["from", "to"])
def test_from_and_to_are_required(kind: str, missing: str) -> None:
    query = {name: day for name, day in MONTH.items() if name != missing}
    assert call(an_account(), "GET", f"/reports/time/{kind}", query=query).status == 422


@for_each(
    ("first", "last", "status"),
    [
        ("20210101", "20220101", 200),
        ("20210101", "20220102", 422),
        ("2026-11-01", "2026-11-30", 200),
        ("2026-11-30", "2026-11-01", 422),
        ("2026-11-31", "2026-12-01", 422),
    ],
)
def test_a_period_spans_365_days_at_most(first: str, last: str, status: int) -> None:
    query = {"from": first, "to": last}
    assert call(an_account(), "GET", "/reports/time/clients", query=query).status == status


def test_compact_and_dashed_days_mean_the_same() -> None:
    dashed = {"from": "2026-11-01", "to": "2026-11-30"}
    assert rows(an_account(), "tasks", dashed) == rows(an_account(), "tasks", MONTH)


def test_both_ends_of_a_period_count() -> None:
    account = administrator()
    log(account, hours=1, spent_date="2026-11-21")
    log(account, hours=2, spent_date="2026-11-22")
    query = {"from": "20261121", "to": "20261122"}
    assert rows(account, "tasks", query)[0]["total_hours"] == 3.0


def test_fixed_fees_are_money_only_when_asked_for() -> None:
    account = administrator()
    account.db.execute("UPDATE projects SET is_fixed_fee = 1")
    log(account, hours=1)
    assert rows(account, "tasks", TODAY)[0]["billable_amount"] == 0.0
    asked = rows(account, "tasks", TODAY, include_fixed_fee="true")
    assert asked[0]["billable_amount"] == 100.0


def test_a_period_without_time_has_no_rows() -> None:
    assert rows(an_account(), "team", {"from": "20200101", "to": "20200131"}) == []


def test_jane_sees_herself() -> None:
    answer = call(an_account(), "GET", "/reports/time/team", JANE_TOKEN, query=MONTH)
    assert [row["user_id"] for row in answer.body["results"]] == [JANE]
