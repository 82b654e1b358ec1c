"""Rows of Harvest's reports to the domain's values (Harvest docs, Reports)."""

from harvest_cli.domain.entries import Named
from harvest_cli.domain.projects import Client
from harvest_cli.domain.reports import BudgetRow, ReportRow, UninvoicedRow
from harvest_cli.harvest.wire.values import (
    Object,
    Unreadable,
    flag,
    maybe_flag,
    name,
    number,
    text,
    whole,
)


def report_row(record: Object) -> ReportRow:
    """One row of a time report; raises Unreadable without its hours, which would falsify sums."""
    total, billable = number(record.get("total_hours")), number(record.get("billable_hours"))
    if total is None or billable is None:
        message = "a row without hours"
        raise Unreadable(message)
    return ReportRow(
        total_hours=total,
        billable_hours=billable,
        currency=text(record.get("currency")),
        billable_amount=number(record.get("billable_amount")),
        client=_client(record) if _has(record, "client") else None,
        project=_named(record, "project") if _has(record, "project") else None,
        task=_named(record, "task") if _has(record, "task") else None,
        user=_named(record, "user") if _has(record, "user") else None,
        weekly_capacity=whole(record.get("weekly_capacity")),
        is_contractor=maybe_flag(record.get("is_contractor")),
    )


def budget_row(record: Object) -> BudgetRow:
    """One project's budget; raises Unreadable when it does not say which project."""
    _require_project(record)
    return BudgetRow(
        client=_client(record),
        project=_named(record, "project"),
        budget_by=text(record.get("budget_by")),
        budget_is_monthly=flag(record.get("budget_is_monthly")),
        is_active=flag(record.get("is_active"), otherwise=True),
        budget=number(record.get("budget")),
        budget_spent=number(record.get("budget_spent")),
        budget_remaining=number(record.get("budget_remaining")),
    )


def uninvoiced_row(record: Object) -> UninvoicedRow:
    """What of one project is not invoiced; raises Unreadable when it does not say which."""
    _require_project(record)
    return UninvoicedRow(
        client=_client(record),
        project=_named(record, "project"),
        currency=text(record.get("currency")),
        total_hours=number(record.get("total_hours")),
        uninvoiced_hours=number(record.get("uninvoiced_hours")),
        uninvoiced_expenses=number(record.get("uninvoiced_expenses")),
        uninvoiced_amount=number(record.get("uninvoiced_amount")),
    )


def _has(record: Object, what: str) -> bool:
    return f"{what}_id" in record or f"{what}_name" in record


def _require_project(record: Object) -> None:
    if not _has(record, "project"):
        message = "a row without a project"
        raise Unreadable(message)


def _client(record: Object) -> Client:
    found = whole(record.get("client_id"))
    return Client(found, name(record.get("client_name")), text(record.get("currency")))


def _named(record: Object, what: str) -> Named:
    return Named(whole(record.get(f"{what}_id")), name(record.get(f"{what}_name")))
