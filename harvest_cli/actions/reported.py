"""What the reports answer: sums by one or two groups, with what they are compared to."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from harvest_cli.domain.days import Period
from harvest_cli.domain.reports import BudgetRow, UninvoicedRow
from harvest_cli.domain.totals import Sums

NO_DAYS: Mapping[date, Decimal] = MappingProxyType({})


class ReportLine(NamedTuple):
    """The sums of one client, project, task, person, day, week or month (`kind`).

    `day` is set for the last three: the first day of it. `client` is that of a project. `before`
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


class Report(NamedTuple):
    """Hours and money of a period. `whose` is a name or "everyone"; `filters` are in words.

    `source` is "entries" (summed here) or "reports" (Harvest's own sums: its hours are after
    rounding). `by_day` holds the hours of each day where they were asked for; `trend_step` is day,
    week or month where the lines have trends. `unreadable` rows are missing from the sums.
    """

    period: Period
    group_by: tuple[str, ...]
    whose: str
    lines: tuple[ReportLine, ...]
    total: Sums
    today: date
    source: str = "entries"
    currency: str | None = None
    filters: tuple[str, ...] = ()
    compared: Period | None = None
    before: Sums | None = None
    by_day: Mapping[date, Decimal] = NO_DAYS
    trend_step: str | None = None
    unreadable: int = 0


class BudgetReport(NamedTuple):
    """The budgets of the projects that I may see."""

    rows: tuple[BudgetRow, ...]


class UninvoicedReport(NamedTuple):
    """What is not invoiced yet, by project and currency."""

    period: Period
    rows: tuple[UninvoicedRow, ...]
    today: date
