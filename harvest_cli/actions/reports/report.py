"""`hv report`: hours and money of a period, grouped; mine from my own entries, exact.

No report quota is spent on my own time, a Member may do it, and the hours are known as tracked
and as rounded. `--everyone` uses Harvest's own sums where they can answer the question.
"""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import partial

from harvest_cli.actions.entries.read import entries_in, ledger_of
from harvest_cli.actions.reports import lines as grouping
from harvest_cli.actions.reports.lines import (
    BudgetReport,
    Report,
    ReportLine,
    Source,
    UninvoicedReport,
    compared,
    earlier_of,
    likeness,
)
from harvest_cli.actions.resolve.query import Query, QueryFlags, scope_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import Company
from harvest_cli.domain.days import Period, month_of, slices
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import NotFound, Progress, RateLimited, Refused, UsageError, nobody
from harvest_cli.domain.hours import HUNDREDTH, ZERO
from harvest_cli.domain.records import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar
from harvest_cli.domain.totals import BudgetRow, Ledger, ReportRow, Sums, UninvoicedRow, steps_of
from harvest_cli.language.text.readings import Inference

if TYPE_CHECKING:
    from harvest_cli.domain.days import WeekStart

COMPARISONS = ("before", "year")
USUAL = ("project",)
SHORT, LONG = 15, 800
"""Days: up to the first a trend goes by day, from the second on by month, else by week."""

REPORTS: dict[str, Literal["clients", "projects", "tasks", "team"]] = {
    "client": "clients",
    "project": "projects",
    "task": "tasks",
    "team": "team",
}
LONGEST = 365
"""Days that one question may span (Harvest docs, Reports)."""


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
        found = _everyones(context, scope, wanted)
        if found is not None:
            return found
    read = partial(_from_entries, context, progress=progress)
    return _beside_earlier(context, scope, wanted, read)


def _beside_earlier(
    context: Context,
    scope: Query,
    wanted: ReportOptions,
    read: Callable[[Query, ReportOptions], Report],
) -> Report:
    """What `read` makes of a scope, beside the same of an earlier period where that is wanted."""
    report, earlier = read(scope, wanted), earlier_of(scope, wanted.compare, context.today)
    if earlier is None:
        return report
    return compared(report, read(scope.over(earlier), ReportOptions()))


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
        by_day=grouping.hours_by_day(ledger) if with_days else {}, trend_step=step
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


# -- everybody's time ---------------------------------------------------------------------------


def _everyones(context: Context, scope: Query, wanted: ReportOptions) -> Report | None:
    """The report from Harvest's own sums; None, with a warning where it surprises, when it cannot.

    They sum by one of client, project, task and person, after rounding, and show what the role may
    see. Anything else is summed from the time entries.
    """
    if not _answers(scope, wanted):
        return None
    try:
        return _beside_earlier(context, scope, wanted, partial(_sums_of_harvest, context))
    except (Refused, NotFound, RateLimited) as error:
        context.warn(f"{error.message}; summed from the time entries that you may see")
        return None


def _answers(scope: Query, wanted: ReportOptions) -> bool:
    """Whether Harvest's reports can answer: one group, no filter, nothing by day."""
    one = len(scope.group_by) == 1 and scope.group_by[0] in REPORTS
    narrowed = scope.is_filtered or bool(scope.without.people)
    return one and not narrowed and not wanted.by_day and not wanted.trend


def _sums_of_harvest(context: Context, scope: Query, _wanted: ReportOptions) -> Report:
    kind, found = scope.group_by[0], dict[Any, ReportLine]()
    for piece in slices(scope.period, LONGEST):
        # Fixed fees count, as they do in sums over entries, which do not tell them apart.
        for row in context.client.time_report(REPORTS[kind], piece, include_fixed_fee=True):
            line = _line(context, kind, row)
            known = found.setdefault(line.id or line.name, line)
            _add(known.sums, row)
    lines = grouping.in_order(list(found.values()))
    return grouping.report_with(context, scope, lines)._replace(source=Source.REPORTS)


def _line(context: Context, kind: str, row: ReportRow) -> ReportLine:
    named: Any = getattr(row, "user" if kind == "team" else kind)
    line = ReportLine(kind, named.name if named else "?", Sums(), named.id if named else None)
    if kind != "project":
        return line
    # Time reports put the code before a project's name; the catalogue has the name alone.
    names = {a.project.id: a.project.name for a in context.account.data.assignments}
    return line._replace(
        name=names.get(line.id or 0, line.name), client=row.client.name if row.client else None
    )


def _add(sums: Sums, row: ReportRow) -> None:
    sums.hours += row.total_hours
    sums.rounded_hours += row.total_hours
    sums.billable_hours += row.billable_hours
    sums.rounded_billable_hours += row.billable_hours
    if row.billable_amount is not None:
        before = sums.amounts.get(row.currency, ZERO)
        sums.amounts[row.currency] = before + row.billable_amount


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


# -- a timesheet for a client ----------------------------------------------------------------------


K = TypeVar("K")


class Total(NamedTuple):
    """Hours and money of some entries; money by currency."""

    hours: Decimal = ZERO
    amounts: tuple[tuple[str, Decimal], ...] = ()


class Timesheet(NamedTuple):
    """Entries by day, of `whose`; with `priced` what they cost is told. `company` is the account's.

    `several` tells whether they are of more than one person; `uncounted` entries had no hours.
    """

    period: Period
    whose: str
    filters: tuple[str, ...]
    entries: tuple[TimeEntry, ...]
    today: date
    company: Company
    priced: bool = False
    several: bool = False
    uncounted: int = 0
    inferences: tuple[Inference, ...] = ()

    @property
    def total(self) -> Total:
        """All entries together."""
        return self.total_of(self.entries)

    @property
    def running(self) -> int:
        """How many timers are among them."""
        return sum(entry.is_running for entry in self.entries)

    def by_day(self) -> dict[date | None, Total]:
        """The totals of each day."""
        return self._grouped(lambda entry: entry.spent_date)

    def by_task(self) -> dict[tuple[str, str], Total]:
        """The totals of each project and task."""
        found = self._grouped(lambda entry: (entry.project.name, entry.task.name))
        return dict(sorted(found.items(), key=lambda pair: tuple(map(str.casefold, pair[0]))))

    def _grouped(self, key: Callable[[TimeEntry], K]) -> dict[K, Total]:
        found: dict[K, list[TimeEntry]] = {}
        for entry in self.entries:
            found.setdefault(key(entry), []).append(entry)
        return {name: self.total_of(entries) for name, entries in found.items()}

    def total_of(self, entries: Iterable[TimeEntry]) -> Total:
        """The totals of some of them; money is rounded once, at the end."""
        hours, exact = ZERO, dict[str, Decimal]()
        for entry in entries:
            hours += entry.hours or ZERO
            amount = self.amount_of(entry)
            if amount is not None:
                exact[self.currency_of(entry)] = exact.get(self.currency_of(entry), ZERO) + amount
        sums = ((code, exact[code].quantize(HUNDREDTH)) for code in sorted(exact))
        return Total(hours, tuple(sums))

    def amount_of(self, entry: TimeEntry) -> Decimal | None:
        """What an entry costs, exact; None where that is not told, or nothing."""
        if not (self.priced and entry.billable) or entry.billable_rate is None:
            return None
        hours = entry.hours if entry.rounded_hours is None else entry.rounded_hours
        return None if hours is None else hours * entry.billable_rate

    def currency_of(self, entry: TimeEntry) -> str:
        """The currency of its client, else that of the account."""
        return entry.client.currency or self.company.currency or "?"


def timesheet_of(
    context: Context, asked: QueryFlags, *, priced: bool, progress: Progress = nobody
) -> Timesheet:
    """The timesheet that words and flags ask for, of this month when they name no period.

    Raises UsageError for groups, and what reading and asking raise.
    """
    scope = scope_of(context, asked, month_of(context.today))
    if scope.group_by or scope.compared:
        message = "A timesheet lists entries: it is neither grouped nor compared"
        raise UsageError(message, hint="Omit `--timesheet`, or the groups")
    entries = entries_in(context, scope, progress)
    return Timesheet(
        period=scope.period,
        whose=scope.whose,
        filters=scope.filters,
        entries=tuple(entries),
        today=context.today,
        company=context.account.data.company,
        priced=priced,
        several=len({entry.user.id for entry in entries if entry.user}) > 1,
        uncounted=sum(entry.hours is None for entry in entries) + context.client.unreadable,
        inferences=scope.inferences,
    )
