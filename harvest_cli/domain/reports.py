"""Rows of Harvest's own reports (Harvest docs, Reports)."""

from decimal import Decimal
from typing import NamedTuple

from harvest_cli.domain.entries import Named
from harvest_cli.domain.projects import Client


class ReportRow(NamedTuple):
    """One row of `/reports/time/*`: hours after rounding; one row per currency.

    `billable_amount` and `currency` are None for people who may not see rates. Only the ids and
    names of the report's own grouping are set.
    """

    total_hours: Decimal
    billable_hours: Decimal
    currency: str | None = None
    billable_amount: Decimal | None = None
    client: Client | None = None
    project: Named | None = None
    task: Named | None = None
    user: Named | None = None
    weekly_capacity: int | None = None
    is_contractor: bool | None = None


class BudgetRow(NamedTuple):
    """One row of `/reports/project_budget`: hours or money by `budget_by`; values may be hidden."""

    client: Client
    project: Named
    budget_by: str | None = None
    budget_is_monthly: bool = False
    is_active: bool = True
    budget: Decimal | None = None
    budget_spent: Decimal | None = None
    budget_remaining: Decimal | None = None


class UninvoicedRow(NamedTuple):
    """One row of `/reports/uninvoiced`; the amount can be negative."""

    client: Client
    project: Named
    currency: str | None = None
    total_hours: Decimal | None = None
    uninvoiced_hours: Decimal | None = None
    uninvoiced_expenses: Decimal | None = None
    uninvoiced_amount: Decimal | None = None
