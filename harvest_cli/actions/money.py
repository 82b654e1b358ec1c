"""`hv report budget` and `hv report uninvoiced`: for those whom Harvest shows them."""

from decimal import Decimal

from harvest_cli.actions.context import Context
from harvest_cli.actions.reported import BudgetReport, UninvoicedReport
from harvest_cli.actions.scope import Asked, scope_of
from harvest_cli.domain.days import month_of
from harvest_cli.domain.errors import Refused
from harvest_cli.domain.reports import UninvoicedRow
from harvest_cli.domain.spans import slices

LONGEST = 365


def budgets(context: Context) -> BudgetReport:
    """The budgets of active projects that I may see, by client and project."""
    rows = list(context.client.project_budget(is_active=True))
    rows.sort(key=lambda row: (row.client.name.casefold(), row.project.name.casefold()))
    return BudgetReport(tuple(rows))


def uninvoiced(context: Context, asked: Asked) -> UninvoicedReport:
    """What is not invoiced of a period, this month when none is named; by client and project."""
    period = scope_of(context, asked, month_of(context.today)).period
    found: dict[tuple[int | None, str | None], UninvoicedRow] = {}
    try:
        for piece in slices(period, LONGEST):
            for row in context.client.uninvoiced(piece):
                key = (row.project.id, row.currency)
                found[key] = _joined(found[key], row) if key in found else row
    except Refused as error:
        message = "Harvest shows uninvoiced time only to those who may create invoices"
        raise Refused(message, hint="Ask an administrator", status=error.status) from None
    rows = sorted(found.values(), key=lambda r: (r.client.name.casefold(), r.project.name))
    return UninvoicedReport(period, tuple(rows), context.today)


def _joined(one: UninvoicedRow, other: UninvoicedRow) -> UninvoicedRow:
    return one._replace(
        total_hours=_plus(one.total_hours, other.total_hours),
        uninvoiced_hours=_plus(one.uninvoiced_hours, other.uninvoiced_hours),
        uninvoiced_expenses=_plus(one.uninvoiced_expenses, other.uninvoiced_expenses),
        uninvoiced_amount=_plus(one.uninvoiced_amount, other.uninvoiced_amount),
    )


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other
