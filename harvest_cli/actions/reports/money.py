"""`hv report budget` and `hv report uninvoiced`: for those whom Harvest shows them."""

from datetime import date
from decimal import Decimal
from functools import partial

from harvest_cli.actions.reports.lines import BudgetReport, UninvoicedReport
from harvest_cli.actions.resolve.query import Query, QueryFlags, scope_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import Period, month_of, slices
from harvest_cli.domain.errors import Refused, UsageError
from harvest_cli.domain.totals import BudgetRow, UninvoicedRow

LONGEST = 365
NEVER = Period(date.min, date.min)
"""The period of a question that named none."""


def budgets(context: Context, asked: QueryFlags) -> BudgetReport:
    """The budgets of active projects that I may see, by client and project.

    Raises UsageError for what narrows entries only, or names days.
    """
    scope = _scope(context, asked, NEVER, "report budget")
    if scope.period != NEVER or asked.from_ or asked.to:
        message, text = "A budget has no period", asked.words
        place = (0, len(text)) if scope.period != NEVER else None
        hint = "`hv report` sums the time of a period"
        raise UsageError(message, hint=hint, text=text, span=place)
    rows = [row for row in context.client.project_budget(is_active=True) if _fits(scope, row)]
    rows.sort(key=lambda row: (row.client.name.casefold(), row.project.name.casefold()))
    return BudgetReport(tuple(rows))


def uninvoiced(context: Context, asked: QueryFlags) -> UninvoicedReport:
    """What is not invoiced of a period, this month when none is named; by client and project."""
    scope = _scope(context, asked, month_of(context.today), "report uninvoiced")
    period = scope.period
    found: dict[tuple[int | None, str | None], UninvoicedRow] = {}
    try:
        for piece in slices(period, LONGEST):
            for row in filter(partial(_fits, scope), context.client.uninvoiced(piece)):
                key = (row.project.id, row.currency)
                found[key] = _joined(found[key], row) if key in found else row
    except Refused as error:
        message = "Harvest shows uninvoiced time only to those who may create invoices"
        raise Refused(message, hint="Ask an administrator", status=error.status) from None
    rows = sorted(found.values(), key=lambda r: (r.client.name.casefold(), r.project.name))
    return UninvoicedReport(period, tuple(rows), context.today)


def _scope(context: Context, asked: QueryFlags, default: Period, verb: str) -> Query:
    """Which clients and projects; raises UsageError for what only entries can be narrowed by."""
    flags = {
        "--task": bool(asked.tasks),
        "--by": asked.by is not None,
        "--billable": asked.billable is not None,
        "--everyone": asked.everyone,
        "--user": bool(asked.users),
        "--search": asked.search is not None,
    }
    unheard = [name for name, given in flags.items() if given]
    scope = None if unheard else scope_of(context, asked, default, verb)
    if scope is not None:
        unheard = ["a task"] if scope.tasks or scope.without.tasks else []
    if scope is None or unheard:
        message = f"This report covers whole projects: it has no `{unheard[0]}`"
        raise UsageError(message, hint="Narrow it with `--project` or `--client`")
    return scope


def _fits(scope: Query, row: BudgetRow | UninvoicedRow) -> bool:
    left = scope.without
    if row.client.name in left.clients or row.project.id in {p.project.id for p in left.places}:
        return False
    if not scope.projects and not scope.clients:
        return True
    ids = {project.id for project in scope.projects}
    return row.project.id in ids or row.client.name in scope.clients


def _joined(one: UninvoicedRow, other: UninvoicedRow) -> UninvoicedRow:
    return one._replace(
        total_hours=_plus(one.total_hours, other.total_hours),
        uninvoiced_hours=_plus(one.uninvoiced_hours, other.uninvoiced_hours),
        uninvoiced_expenses=_plus(one.uninvoiced_expenses, other.uninvoiced_expenses),
        uninvoiced_amount=_plus(one.uninvoiced_amount, other.uninvoiced_amount),
    )


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other
