"""Uninvoiced and budget reports (Harvest docs, Reports)."""

from typing import Any

import pytest

from harvest_cli.sandbox.account import EmbeddedAccount
from tests.account import administrator, call, log, manager, member

MONTH = {"from": "20261101", "to": "20261130"}


def budgets(account: EmbeddedAccount, **query: Any) -> dict[str, dict[str, Any]]:
    answer = call(account, "GET", "/reports/project_budget", query=query)
    assert answer.status == 200, answer.body
    return {row["project_name"]: row for row in answer.body["results"]}


def uninvoiced(account: EmbeddedAccount, **query: Any) -> dict[str, dict[str, Any]]:
    answer = call(account, "GET", "/reports/uninvoiced", query=MONTH | query)
    assert answer.status == 200, answer.body
    return {row["project_name"]: row for row in answer.body["results"]}


def test_budgets_need_no_period_and_have_plain_project_names() -> None:
    row = budgets(administrator())["Online Store - Phase 1"]
    assert set(row) == {
        *("client_id", "client_name", "project_id", "project_name"),
        *("budget_is_monthly", "budget_by", "is_active"),
        *("budget", "budget_spent", "budget_remaining"),
    }
    assert (row["budget"], row["budget_by"]) == (200.0, "project")
    assert row["budget_remaining"] == pytest.approx(200 - row["budget_spent"])


def test_what_is_logged_is_spent_and_the_rest_may_be_negative() -> None:
    account = administrator()
    before = budgets(account)["Marketing Website"]["budget_remaining"]
    for _ in range(3):
        log(account, hours=24)
    assert budgets(account)["Marketing Website"]["budget_remaining"] == pytest.approx(before - 72)
    assert before - 72 < 0


def test_a_project_without_budget_has_none_left() -> None:
    row = budgets(administrator())["Task Force"]
    assert (row["budget"], row["budget_remaining"]) == (None, None)


def test_budgets_are_filtered_by_activity() -> None:
    account = administrator()
    assert set(budgets(account, is_active=False)) == {"Winter Campaign"}
    assert "Winter Campaign" not in budgets(account, is_active=True)


def test_who_sees_which_budgets() -> None:
    assert len(budgets(administrator())) == 5
    assert set(budgets(manager())) == {"Marketing Website", "Online Store - Phase 1"}
    assert set(budgets(member())) == {"Marketing Website"}


def test_money_budgets_hide_their_values_from_members() -> None:
    for account, expected in ((administrator(), 900.0), (member(), None)):
        account.db.execute(
            "UPDATE projects SET budget_by = 'project_cost', cost_budget = 90000 WHERE code = 'MW'"
        )
        assert budgets(account)["Marketing Website"]["budget"] == expected


def test_uninvoiced_time_by_project() -> None:
    row = uninvoiced(administrator())["Online Store - Phase 1"]
    assert set(row) == {
        *("client_id", "client_name", "project_id", "project_name", "currency"),
        *("total_hours", "uninvoiced_hours", "uninvoiced_expenses", "uninvoiced_amount"),
    }
    assert 0 < row["uninvoiced_hours"] < row["total_hours"]
    assert row["uninvoiced_amount"] == pytest.approx(row["uninvoiced_hours"] * 100)


def test_uninvoiced_counts_fixed_fees_unless_told_otherwise() -> None:
    account = administrator()
    account.db.execute("UPDATE projects SET is_fixed_fee = 1 WHERE code = 'OS1'")
    assert "Online Store - Phase 1" in uninvoiced(account)
    assert "Online Store - Phase 1" not in uninvoiced(account, include_fixed_fee=False)


def test_who_sees_uninvoiced_time() -> None:
    assert call(member(), "GET", "/reports/uninvoiced", query=MONTH).status == 403
    assert call(manager(), "GET", "/reports/uninvoiced", query=MONTH).status == 403
    allowed = manager(None, "managed_projects_invoice_drafter")
    assert set(uninvoiced(allowed)) == {"Marketing Website", "Online Store - Phase 1"}


def test_uninvoiced_needs_a_period() -> None:
    assert call(administrator(), "GET", "/reports/uninvoiced").status == 422


@pytest.mark.parametrize("kind", ["clients", "projects", "categories", "team"])
def test_expense_reports_are_there_and_empty(kind: str) -> None:
    answer = call(member(), "GET", f"/reports/expenses/{kind}", query=MONTH)
    assert (answer.status, answer.body["results"]) == (200, [])
    assert call(member(), "GET", f"/reports/expenses/{kind}").status == 422
