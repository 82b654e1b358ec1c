"""Harvest's reports about money and budgets: what is uninvoiced, and what budgets have left.

Project names are plain here, without the code that time reports put before them.
"""

from typing import TYPE_CHECKING, Any

from harvest_cli.sandbox.entries.json import decimal
from harvest_cli.sandbox.request.paging import numbered_rows
from harvest_cli.sandbox.request.params import flag_param
from harvest_cli.sandbox.request.permissions import Call, managed_projects, require
from harvest_cli.sandbox.request.replies import Reply
from harvest_cli.sandbox.resources.time_reports import ROUNDED, period

if TYPE_CHECKING:
    from sqlite3 import Row

MONEY_BUDGETS = ("project_cost", "task_fees")


def uninvoiced(call: Call) -> Reply:
    """`GET /reports/uninvoiced`: administrators, and managers who may draft invoices."""
    may_draft = call.caller.may("managed_projects_invoice_drafter")
    require(may_draft or call.caller.may("managed_projects_invoice_manager"))
    first, last = period(call)
    fixed = flag_param(call.query, "include_fixed_fee") is not False
    rows = call.db.execute(
        f"SELECT client_id, client_name, project_id, project_name, currency, "
        f"sum({ROUNDED}) AS total, "
        f"sum(CASE WHEN invoice_id IS NULL AND billable THEN {ROUNDED} ELSE 0 END) AS open, "
        f"sum(CASE WHEN invoice_id IS NULL AND billable "
        f"THEN {ROUNDED} * coalesce(billable_rate, 0) ELSE 0 END) / 100 AS amount "
        "FROM entry_details WHERE spent_date BETWEEN :first AND :last "
        "AND (:fixed OR NOT is_fixed_fee) "
        "GROUP BY project_id, currency ORDER BY client_name, project_name",
        {**_rounding(call), "first": first.isoformat(), "last": last.isoformat(), "fixed": fixed},
    ).fetchall()
    seen = _seen(call)
    items = [
        {
            **_names(row),
            "currency": row["currency"],
            "total_hours": decimal(row["total"]),
            "uninvoiced_hours": decimal(row["open"]),
            "uninvoiced_expenses": 0,
            "uninvoiced_amount": decimal(row["amount"]),
        }
        for row in rows
        if seen is None or row["project_id"] in seen
    ]
    return numbered_rows(call, "results", items)


def project_budget(call: Call) -> Reply:
    """`GET /reports/project_budget`, for everybody; what is shown depends on the role.

    Administrators see all projects, managers theirs and the shared ones, members those that
    show their budget to all.
    """
    active = flag_param(call.query, "is_active")
    rows = call.db.execute(
        "SELECT p.id AS project_id, p.name AS project_name, c.id AS client_id, "
        "c.name AS client_name, p.budget_by, p.budget_is_monthly, p.is_active, "
        "p.show_budget_to_all, p.budget, p.cost_budget, "
        f"(SELECT sum({ROUNDED}) FROM entry_details WHERE project_id = p.id) AS hours, "
        f"(SELECT sum({ROUNDED} * coalesce(billable_rate, 0)) / 100 FROM entry_details "
        "WHERE project_id = p.id) AS amount "
        "FROM projects p JOIN clients c ON c.id = p.client_id "
        "WHERE (:active IS NULL OR p.is_active = :active) ORDER BY c.name, p.name",
        {**_rounding(call), "active": active},
    ).fetchall()
    seen = _seen(call)
    items = [
        _budget(call, row)
        for row in rows
        if seen is None or row["project_id"] in seen or row["show_budget_to_all"]
    ]
    return numbered_rows(call, "results", items)


def expenses(call: Call) -> Reply:
    """`GET /reports/expenses/…`: the account tracks no expenses, so there are no rows."""
    period(call)
    return numbered_rows(call, "results", [])


def _rounding(call: Call) -> dict[str, int]:
    return {"now": call.seconds, "unit": call.company["time_rounding"] * 100}


def _seen(call: Call) -> frozenset[int] | None:
    return None if call.caller.is_admin else managed_projects(call)


def _names(row: "Row") -> dict[str, Any]:
    names = ("client_id", "client_name", "project_id", "project_name")
    return {name: row[name] for name in names}


def _budget(call: Call, row: "Row") -> dict[str, Any]:
    by_money = row["budget_by"] in MONEY_BUDGETS
    budget = row["cost_budget"] if by_money else row["budget"]
    spent = (row["amount"] if by_money else row["hours"]) or 0
    # Unverified: money is null, not absent, for people who may not see rates.
    hidden = by_money and not call.caller.sees_rates
    left = None if budget is None else budget - spent
    return {
        **_names(row),
        "budget_is_monthly": bool(row["budget_is_monthly"]),
        "budget_by": row["budget_by"],
        "is_active": bool(row["is_active"]),
        "budget": None if hidden else decimal(budget),
        "budget_spent": None if hidden else decimal(spent),
        "budget_remaining": None if hidden else decimal(left),
    }
