"""`hv report`: hours and money of a period, grouped; mine from my own entries, exact.

No report quota is spent on my own time, a Member may do it, and the hours are known as tracked
and as rounded. `--everyone` uses Harvest's own sums where they can answer the question.
"""

from harvest_cli.actions.entries.read import ledger_of
from harvest_cli.actions.reports import lines as grouping
from harvest_cli.actions.reports.everyone import everyones_report
from harvest_cli.actions.reports.lines import (
    Report,
    ReportLine,
    compared,
    earlier_of,
    likeness,
)
from harvest_cli.actions.resolve.query import Query, QueryFlags, scope_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import Period, month_of
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.progress import Progress, nobody
from harvest_cli.domain.records import TYPE_CHECKING, NamedTuple
from harvest_cli.domain.totals import Ledger, steps_of

if TYPE_CHECKING:
    from decimal import Decimal

    from harvest_cli.domain.days import WeekStart

COMPARISONS = ("before", "year")
USUAL = ("project",)
SHORT, LONG = 15, 800
"""Days: up to the first a trend goes by day, from the second on by month, else by week."""


class ReportOptions(NamedTuple):
    """What a report shall hold besides the sums: an earlier period, days, trends."""

    compare: str | None = None
    by_day: bool = False
    trend: bool = False


def report_of(
    context: Context, asked: QueryFlags, wanted: ReportOptions, progress: Progress = nobody
) -> Report:
    """The report that words and flags ask for; this month by project when they say nothing.

    Raises SentenceError and UsageError for what is not understood, and what asking Harvest raises.
    """
    scope = scope_of(context, asked, month_of(context.today))
    scope = scope._replace(group_by=scope.group_by or USUAL)
    if not scope.users:
        found = everyones_report(context, scope, wanted)
        if found is not None:
            return found
    report = _from_entries(context, scope, wanted, progress)
    earlier = earlier_of(scope, wanted.compare, context.today)
    if earlier is None:
        return report
    return compared(report, _from_entries(context, scope.over(earlier), ReportOptions(), progress))


def _from_entries(
    context: Context, scope: Query, wanted: ReportOptions, progress: Progress
) -> Report:
    by, first = scope.group_by, context.conventions.week_start
    with_days = wanted.by_day or wanted.trend
    ledger = ledger_of(context, scope, (*by, "day") if with_days else by, progress)
    lines, step = grouping.lines_of(ledger, by, first), None
    if wanted.trend:
        step = trend_step(scope.period)
        lines = _with_trends(lines, ledger, scope.period, step, first)
    return grouping.report_with(context, scope, lines)._replace(
        by_day=grouping.hours_by_day(ledger) if with_days else {},
        trend_step=step,
    )


def trend_step(period: Period) -> str:
    """How fine a trend over the period is."""
    days = (period.end - period.start).days + 1
    return "day" if days < SHORT else "week" if days < LONG else "month"


def _with_trends(
    lines: tuple[ReportLine, ...], ledger: Ledger, period: Period, step: str, first: "WeekStart"
) -> tuple[ReportLine, ...]:
    kind = lines[0].kind if lines else ""
    if not lines or steps_of(kind):
        return lines
    steps = list(dict.fromkeys(grouping.step_of(step, day, first) for day in period.days()))
    fine = {likeness(line): line.lines for line in grouping.lines_of(ledger, (kind, step), first)}
    found = []
    for line in lines:
        hours: dict[object, Decimal] = {part.day: part.sums.hours for part in fine[likeness(line)]}
        found.append(line._replace(trend=tuple(hours.get(day, ZERO) for day in steps)))
    return tuple(found)
