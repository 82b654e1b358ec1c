"""From sums by ids and days to the lines of a report, rolled up, in order and compared."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from harvest_cli.actions.resolve.query import Query
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import Period, WeekStart, period_before, so_far, year_before
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.records import Any, NamedTuple, StrEnum
from harvest_cli.domain.totals import BudgetRow, Ledger, Sums, UninvoicedRow, steps_of, total_of
from harvest_cli.language.text.readings import Inference

UNNAMED = "?"
Keyed = dict[tuple[Any, ...], Sums]
"""Sums by the ids or days of each grouping."""


class ReportLine(NamedTuple):
    """The sums of one client, project, task, person, or stretch of time (`kind`).

    `day` is set for the last: the first day of it. `client` is that of a project. `before`
    are the sums of the earlier period, `lines` those of the second grouping, `trend` the hours of
    each step of the period.
    """

    kind: str
    name: str
    sums: Sums
    id: int | None = None
    day: date | None = None
    client: str | None = None
    before: Sums | None = None
    lines: tuple["ReportLine", ...] = ()
    trend: tuple[Decimal, ...] = ()


def lines_of(ledger: Ledger, by: tuple[str, ...], first: WeekStart) -> tuple[ReportLine, ...]:
    """The lines of a report by some groups; those of time in its order, others largest first.

    The ledger must hold the attributes that `by` needs.
    """
    found: Keyed = {}
    places = [ledger.by.index("day" if steps_of(name) else name) for name in by]
    for key, sums in ledger.totals().items():
        ids = tuple(
            step_of(name, key[at], first) if isinstance(key[at], date) else key[at]
            for name, at in zip(by, places, strict=True)
        )
        found.setdefault(ids, Sums()).include(sums)
    return _nested(ledger, by, found)


def _nested(ledger: Ledger, by: tuple[str, ...], found: Keyed) -> tuple[ReportLine, ...]:
    """The lines of the first grouping, each with those of the next below it."""
    apart: dict[Any, Keyed] = {}
    for key, sums in found.items():
        apart.setdefault(key[0], {})[key[1:]] = sums
    lines = []
    for id_, inner in apart.items():
        below = _nested(ledger, by[1:], inner) if len(by) > 1 else ()
        lines.append(_one(ledger, by[0], id_, total_of(inner.values()), below))
    return in_order(lines)


def _one(
    ledger: Ledger, kind: str, key: Any, sums: Sums, below: tuple[ReportLine, ...] = ()
) -> ReportLine:
    if steps_of(kind):
        day = key if isinstance(key, date) else None
        return ReportLine(kind, time_name(kind, day), sums, day=day, lines=below)
    named, client = ledger.named[kind, key], None
    if kind == "project":
        named, client = named[0], named[1].name
    name = named.name or UNNAMED
    return ReportLine(kind, name, sums, id=key or None, client=client, lines=below)


def step_of(kind: str, day: date, first: WeekStart) -> date:
    """The first day of the week or month that holds `day`; the day itself for other kinds."""
    steps = steps_of(kind)
    return steps.holding(day, first).start if steps else day


def time_name(kind: str, day: date | None) -> str:
    """A day or the first day of a week as ISO date, a month as `2026-11`."""
    steps = steps_of(kind)
    return UNNAMED if day is None or steps is None else steps.key(day)


def in_order(lines: list[ReportLine]) -> tuple[ReportLine, ...]:
    """Time in its order, the rest by hours, then by name, then by id."""

    def place(line: ReportLine) -> tuple[Any, ...]:
        if steps_of(line.kind):
            return (line.day is None, line.day or date.min)
        return (-line.sums.hours, line.name.casefold(), line.client or "", line.id or 0)

    return tuple(sorted(lines, key=place))


def hours_by_day(ledger: Ledger) -> dict[date, Decimal]:
    """The hours of each day that a ledger with days holds."""
    at, found = ledger.by.index("day"), dict[date, Decimal]()
    for key, sums in ledger.totals().items():
        if isinstance(key[at], date):
            found[key[at]] = found.get(key[at], ZERO) + sums.hours
    return found


NO_DAYS: Mapping[date, Decimal] = MappingProxyType({})


class Source(StrEnum):
    """Whose sums they are: hv's of the entries, or those of Harvest, which rounds each entry."""

    ENTRIES = "entries"
    REPORTS = "reports"


class Report(NamedTuple):
    """Hours and money of a period. `whose` is a name or "everyone"; `filters` are in words.

    `by_day` holds the hours of each day where they were asked for; `trend_step` is day,
    week or month where the lines have trends. `unreadable` rows are missing from the sums.
    """

    period: Period
    group_by: tuple[str, ...]
    whose: str
    lines: tuple[ReportLine, ...]
    total: Sums
    today: date
    source: Source = Source.ENTRIES
    currency: str | None = None
    filters: tuple[str, ...] = ()
    compared: Period | None = None
    before: Sums | None = None
    by_day: Mapping[date, Decimal] = NO_DAYS
    trend_step: str | None = None
    unreadable: int = 0
    inferences: tuple[Inference, ...] = ()


def report_with(context: Context, scope: Query, lines: tuple[ReportLine, ...]) -> Report:
    """The report that these lines make."""
    return Report(
        period=scope.period,
        group_by=scope.group_by,
        whose=scope.whose,
        filters=scope.filters,
        lines=lines,
        total=total_of(line.sums for line in lines),
        today=context.today,
        currency=context.account.data.company.currency,
        unreadable=context.client.unreadable,
        inferences=scope.inferences,
    )


class BudgetReport(NamedTuple):
    """The budgets of the projects that I may see."""

    rows: tuple[BudgetRow, ...]


class UninvoicedReport(NamedTuple):
    """What is not invoiced yet, by project and currency."""

    period: Period
    rows: tuple[UninvoicedRow, ...]
    today: date


# -- beside an earlier period -------------------------------------------------------------------


def earlier_of(scope: Query, how: str | None, today: date) -> Period | None:
    """The earlier period to compare with; as far as this one has come when it still runs.

    `how` is before or year; the words may name the period themselves.
    """
    period, earlier = scope.period, scope.compared
    if how is not None:
        earlier = period_before(period) if how == "before" else year_before(period)
    return None if earlier is None else so_far(earlier, period, today)


def compared(report: Report, earlier: Report) -> Report:
    """The report with the sums of an earlier one beside its own; lines only there come last."""
    found = report._replace(compared=earlier.period, before=earlier.total)
    if steps_of(report.group_by[0]):
        # Days, weeks and months have no namesakes before: the totals alone are compared.
        return found
    before = {likeness(line): line.sums for line in earlier.lines}
    lines = [line._replace(before=before.pop(likeness(line), Sums())) for line in report.lines]
    gone = [line for line in earlier.lines if likeness(line) in before]
    lines += [line._replace(sums=Sums(), before=line.sums, lines=(), trend=()) for line in gone]
    return found._replace(lines=tuple(lines))


def likeness(line: ReportLine) -> tuple[object, ...]:
    """What makes a line the same as one of another period."""
    return (line.id, line.name, line.client)
