"""Everybody's time from Harvest's own reports, where they can answer the question.

They sum by one of client, project, task and person, over at most 365 days at once, after rounding,
and show what the role may see. Anything else is summed from the time entries.
"""

from harvest_cli.actions.reports.lines import (
    Report,
    ReportLine,
    compared,
    earlier_of,
    in_order,
    report_with,
)
from harvest_cli.actions.resolve.query import Query
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import slices
from harvest_cli.domain.errors import NotFound, RateLimited, Refused
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.records import Any, Literal
from harvest_cli.domain.totals import ReportRow, Sums

REPORTS: dict[str, Literal["clients", "projects", "tasks", "team"]] = {
    "client": "clients",
    "project": "projects",
    "task": "tasks",
    "team": "team",
}
LONGEST = 365
"""Days that one question may span (Harvest docs, Reports)."""


def everyones_report(context: Context, scope: Query, wanted: Any) -> Report | None:
    """The report from Harvest's own sums; None, with a warning where it surprises, when it cannot.

    `wanted` is what the report shall hold besides its sums (`reports.Wanted`).
    """
    if not answers(scope, wanted):
        return None

    try:
        report = _report(context, scope)
        earlier = earlier_of(scope, wanted.compare, context.today)
        return compared(report, _report(context, scope.over(earlier))) if earlier else report
    except (Refused, NotFound, RateLimited) as error:
        context.warn(f"{error.message}; summed from the time entries that you may see")
        return None


def answers(scope: Query, wanted: Any) -> bool:
    """Whether Harvest's reports can answer: one group, no filter, nothing by day."""
    one = len(scope.group_by) == 1 and scope.group_by[0] in REPORTS
    narrowed = scope.is_filtered or bool(scope.without.people)
    return one and not narrowed and not wanted.by_day and not wanted.trend


def _report(context: Context, scope: Query) -> Report:
    kind, found = scope.group_by[0], dict[Any, ReportLine]()
    for piece in slices(scope.period, LONGEST):
        # Fixed fees count, as they do in sums over entries, which do not tell them apart.
        for row in context.client.time_report(REPORTS[kind], piece, include_fixed_fee=True):
            line = _line(context, kind, row)
            known = found.setdefault(line.id or line.name, line)
            _add(known.sums, row)
    lines = in_order(list(found.values()))
    return report_with(context, scope, lines)._replace(source="reports")


def _line(context: Context, kind: str, row: ReportRow) -> ReportLine:
    named: Any = getattr(row, "user" if kind == "team" else kind)
    line = ReportLine(kind, named.name if named else "?", Sums(), named.id if named else None)
    if kind != "project":
        return line
    # Time reports put the code before a project's name; the catalogue has the name alone.
    names = {a.project.id: a.project.name for a in context.account.data.assignments}
    return line._replace(
        name=names.get(line.id or 0, line.name),
        client=row.client.name if row.client else None,
    )


def _add(sums: Sums, row: ReportRow) -> None:
    sums.hours += row.total_hours
    sums.rounded_hours += row.total_hours
    sums.billable_hours += row.billable_hours
    sums.rounded_billable_hours += row.billable_hours
    if row.billable_amount is not None:
        before = sums.amounts.get(row.currency, ZERO)
        sums.amounts[row.currency] = before + row.billable_amount
