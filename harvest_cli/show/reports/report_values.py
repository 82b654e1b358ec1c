"""The words and numbers of a report that several faces share."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from harvest_cli.actions.reports.lines import Report, ReportLine
from harvest_cli.domain.groupings import GROUPINGS, steps_of
from harvest_cli.domain.hours import HUNDREDTH
from harvest_cli.domain.wording import counted
from harvest_cli.show.terminal.formats import period_text

TENTH = Decimal("0.1")


def line_name(line: ReportLine, report: Report) -> str:
    """A line's name for people, not cleaned: `Mon 16 – Sun 22 Nov`, `Nov 2026`, `ABC Corp`."""
    steps = steps_of(line.kind)
    if line.day is None or steps is None:
        return line.name
    if steps.title is not None:
        return steps.title(line.day)
    # Weeks begin on the weekday that this one was summed from.
    return period_text(steps.holding(line.day, line.day.weekday()), report.today)


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """Percent of the whole, to a tenth; None of nothing."""
    return (part * 100 / whole).quantize(TENTH, ROUND_HALF_UP) if whole else None


def amounts_of(amounts: Mapping[str | None, Decimal], currency: str | None) -> dict[str, Decimal]:
    """Money by currency code in order, to the hundredth; `currency` is for what names none."""
    found: dict[str, Decimal] = {}
    for code, amount in amounts.items():
        name = code or currency or "?"
        found[name] = found.get(name, Decimal(0)) + amount
    return {code: cents(found[code]) for code in sorted(found)}


def cents(amount: Decimal) -> Decimal:
    """An amount to the hundredth, halves up."""
    return amount.quantize(HUNDREDTH, ROUND_HALF_UP)


def money_text(amounts: Mapping[str, Decimal]) -> str:
    """`1,200.00 EUR + 350.00 USD`; nothing for no money."""
    return " + ".join(f"{amount:,} {code}" for code, amount in amounts.items())


def title_of(report: Report) -> str:
    """`Kim Allen's hours by client, Sun 1 – Mon 30 Nov: ABC Corp, billable`; not cleaned."""
    by = " and ".join(GROUPINGS[kind].title.lower() for kind in report.group_by)
    filters = f": {', '.join(report.filters)}" if report.filters else ""
    whose = report.whose[:1].upper() + report.whose[1:]
    return f"{whose}'s hours by {by}, {period_text(report.period, report.today)}{filters}"


def remarks_of(report: Report) -> list[str]:
    """What a reader must know to trust the numbers."""
    found = []
    if report.total.running:
        timers = counted(report.total.running, "timer")
        found.append(f"{timers} still running: counted as of now")
    if report.source == "reports":
        found.append("Hours as rounded by Harvest's reports")
    if report.compared is not None:
        found.append(f"Compared with {period_text(report.compared, report.today)}")
    return found


def is_rounded(report: Report) -> bool:
    """Whether rounding changed any hours, so that both must be shown."""
    return any(line.sums.hours != line.sums.rounded_hours for line in report.lines)
