"""Harvest's reports: time, what is uninvoiced, what budgets have left; one row per currency.

Hours are after the account's rounding; people without billable rates get no money columns.
Project names are plain in reports about money, and have the code before them in time reports.
"""

from collections.abc import Callable
from datetime import date
from functools import partial

from harvest_cli.domain.records import TYPE_CHECKING, Any
from harvest_cli.sandbox.entries.read import decimal
from harvest_cli.sandbox.request.paging import numbered_rows
from harvest_cli.sandbox.request.params import day_param, flag_param, param
from harvest_cli.sandbox.request.permissions import Call, entries_seen, managed_projects, require
from harvest_cli.sandbox.request.replies import Handler, Reply, refuse

if TYPE_CHECKING:
    from sqlite3 import Row


LONGEST_DAYS = 365

# Unverified: a running timer counts with what it has at the moment.
CURRENT = (
    "(hours + CASE WHEN timer_started_at IS NULL THEN 0 "
    "ELSE max(0, (:now - timer_started_at + 18) / 36) END)"
)
ROUNDED = (
    f"CASE WHEN :unit = 0 THEN {CURRENT} ELSE ({CURRENT} * 60 + :unit - 1) / :unit * :unit / 60 END"
)
Labels = Callable[["Row"], dict[str, Any]]


def by_project(call: Call) -> Reply:
    """`GET /reports/time/projects`; names carry the project's code in brackets."""
    columns = "project_id, project_name, client_id, client_name"
    return _time(call, columns, lambda row: {"project_name": coded_name(row)}, ", project_code")


def by_person(call: Call) -> Reply:
    """`GET /reports/time/team`."""
    people = {
        row["id"]: {
            "is_contractor": bool(row["is_contractor"]),
            "weekly_capacity": row["weekly_capacity"],
            "avatar_url": row["avatar_url"],
        }
        for row in call.db.execute("SELECT * FROM users")
    }
    return _time(call, "user_id, user_name", lambda row: people[row["user_id"]])


def coded_name(row: "Row") -> str:
    """`[OS1] Online Store - Phase 1`, as time and expense reports name a project."""
    code = row["project_code"]
    return f"[{code}] {row['project_name']}" if code else str(row["project_name"])


def period(call: Call) -> tuple[date, date]:
    """`from` and `to`, both required, at most 365 days apart."""
    first, last = day_param(call.query, "from"), day_param(call.query, "to")
    # Unverified: the words of all three refusals.
    if first is None or last is None:
        missing = [("From", first), ("To", last)]
        refuse(*(f"{name} can't be blank" for name, day in missing if day is None))
    if last < first:
        refuse("To must be on or after from")
    if (last - first).days > LONGEST_DAYS:
        refuse("The date range can't be longer than 365 days")
    return first, last


def _time(call: Call, columns: str, labels: Labels = lambda _: {}, hidden: str = "") -> Reply:
    """Sums by columns, which are shown with `labels` besides; those of `hidden` are not."""
    group = columns + hidden
    first, last = period(call)
    scope, ids = entries_seen(call.caller)
    for place in range(len(ids)):
        scope = scope.replace("?", f":seen{place}", 1)
    # Fixed fees count as money only when asked for with `include_fixed_fee=true`.
    fixed = "1" if param(call.query, "include_fixed_fee") == "true" else "NOT is_fixed_fee"
    rows = call.db.execute(
        f"SELECT {group}, currency, sum({ROUNDED}) AS total, "
        f"sum(CASE WHEN billable THEN {ROUNDED} ELSE 0 END) AS billable_total, "
        f"sum(CASE WHEN billable AND {fixed} THEN {ROUNDED} * coalesce(billable_rate, 0) "
        "ELSE 0 END) / 100 AS amount FROM entry_details "
        f"WHERE {scope} AND spent_date BETWEEN :first AND :last "
        f"GROUP BY {group}, currency ORDER BY 2 COLLATE NOCASE, currency",
        {
            **_rounding(call),
            "first": first.isoformat(),
            "last": last.isoformat(),
            **{f"seen{place}": id_ for place, id_ in enumerate(ids)},
        },
    )
    names = columns.split(", ")
    items = [
        {**{name: row[name] for name in names}, **labels(row), **_sums(call, row)} for row in rows
    ]
    return numbered_rows(call, "results", items)


def _sums(call: Call, row: "Row") -> dict[str, Any]:
    hours = {
        "total_hours": decimal(row["total"]),
        "billable_hours": decimal(row["billable_total"]),
    }
    if not call.caller.sees_rates:
        # Unverified: absent rather than null for people who may not see rates.
        return hours
    return {**hours, "currency": row["currency"], "billable_amount": decimal(row["amount"])}


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


ROUTES: dict[str, Handler] = {
    "GET /reports/time/clients": partial(_time, columns="client_id, client_name"),
    "GET /reports/time/projects": by_project,
    "GET /reports/time/tasks": partial(_time, columns="task_id, task_name"),
    "GET /reports/time/team": by_person,
    "GET /reports/expenses/clients": expenses,
    "GET /reports/expenses/projects": expenses,
    "GET /reports/expenses/categories": expenses,
    "GET /reports/expenses/team": expenses,
    "GET /reports/uninvoiced": uninvoiced,
    "GET /reports/project_budget": project_budget,
}
