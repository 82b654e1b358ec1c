"""Reports and weeks for the tests of how they are shown."""

from datetime import date
from decimal import Decimal
from typing import Any

from harvest_cli.actions.reports.lines import BudgetReport, Report, ReportLine, UninvoicedReport
from harvest_cli.actions.reports.week import DaySum, Gaps, Week, WeekRow
from harvest_cli.domain.company import Client
from harvest_cli.domain.days import DAY, Period
from harvest_cli.domain.entries import Named
from harvest_cli.domain.totals import BudgetRow, Sums, UninvoicedRow, total_of

TODAY = date(2026, 11, 18)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
WEEK = Period(date(2026, 11, 16), date(2026, 11, 22))
ABC = Client(1, "ABC Corp", "USD")


def sums(hours: str, billable: str = "0.00", **more: Any) -> Sums:
    """Sums of these hours; `rounded`, `amounts`, `running` and `unknown` as told."""
    found = Sums()
    found.hours = Decimal(hours)
    found.rounded_hours = Decimal(more.pop("rounded", hours))
    found.billable_hours = found.rounded_billable_hours = Decimal(billable)
    found.amounts = {code: Decimal(amount) for code, amount in more.pop("amounts", {}).items()}
    found.entries = 1
    for name, value in more.items():
        setattr(found, name, value)
    return found


def a_line(name: str, found: Sums, kind: str = "project", **more: Any) -> ReportLine:
    return ReportLine(kind, name, found, **more)


def a_report(*lines: ReportLine, by: tuple[str, ...] = ("project",), **more: Any) -> Report:
    """A report of November with these lines and their total."""
    usual: dict[str, Any] = {
        "period": NOVEMBER,
        "group_by": by,
        "whose": "Kim Allen",
        "lines": lines,
        "total": total_of(line.sums for line in lines),
        "today": TODAY,
        "currency": "USD",
    }
    return Report(**{**usual, **more})


WEBSITE = a_line(
    "Marketing Website",
    sums("7.50", "5.00", amounts={"USD": "500.00"}),
    id=11,
    client="ABC Corp",
)
STORE = a_line(
    "Online Store",
    sums("2.50", rounded="2.75", amounts={"EUR": "1200.005"}),
    id=12,
    client="123 Industries",
)


def a_week(*rows: WeekRow, today: date = TODAY, uncounted: int = 0) -> Week:
    """The week of 16 November 2026 with a target of seven hours on its workdays."""
    days = []
    for at, day in enumerate(WEEK.days()):
        hours = sum((row.hours[at] for row in rows), Decimal("0.00"))
        target = Decimal("7.00") if day.weekday() < 5 else None
        days.append(DaySum(day, hours, target, sum(bool(row.hours[at]) for row in rows)))
    return Week(WEEK, rows, tuple(days), today, uncounted)


def a_row(*hours: str, project: str = "Marketing Website", **more: Any) -> WeekRow:
    """A row of a week; days that are not given have nothing."""
    filled = [*map(Decimal, hours), *[Decimal("0.00")] * (7 - len(hours))]
    return WeekRow("ABC Corp", project, "Graphic Design", tuple(filled), **more)


def a_gap(day: date, hours: str = "0.00", target: str = "7.00") -> DaySum:
    return DaySum(day, Decimal(hours), Decimal(target), int(Decimal(hours) > 0))


def the_gaps(*days: DaySum, checked: int = 5) -> Gaps:
    return Gaps(Period(WEEK.start, WEEK.start + 4 * DAY), days, checked, TODAY)


def a_budget(**more: Any) -> BudgetReport:
    """One budget in hours, half used."""
    row = BudgetRow(
        client=ABC,
        project=Named(11, "Marketing Website"),
        budget_by="project",
        budget=Decimal(100),
        budget_spent=Decimal(50),
        budget_remaining=Decimal(50),
    )
    return BudgetReport((row._replace(**more),))


def not_invoiced(**more: Any) -> UninvoicedReport:
    """One project with money that is not invoiced."""
    row = UninvoicedRow(
        client=ABC,
        project=Named(11, "Marketing Website"),
        currency="USD",
        total_hours=Decimal("10.00"),
        uninvoiced_hours=Decimal("4.00"),
        uninvoiced_expenses=Decimal("25.5"),
        uninvoiced_amount=Decimal("425.5"),
    )
    return UninvoicedReport(NOVEMBER, (row._replace(**more),), TODAY)
