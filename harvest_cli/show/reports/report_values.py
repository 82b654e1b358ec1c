"""The words of a report that text, Markdown and HTML share."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from operator import attrgetter

from harvest_cli.actions.reports.lines import Report, ReportLine, Source
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.totals import GROUPINGS, Sums, steps_of
from harvest_cli.domain.wording import counted
from harvest_cli.show.machine.reports import amounts_of, share
from harvest_cli.show.terminal.formats import hours_text, period_text, signed, uneven
from harvest_cli.show.terminal.output import Output


def line_name(line: ReportLine, report: Report) -> str:
    """A line's name for people, not cleaned: `Mon 16 – Sun 22 Nov`, `Nov 2026`, `ABC Corp`."""
    steps = steps_of(line.kind)
    if line.day is None or steps is None:
        return line.name
    if steps.title is not None:
        return steps.title(line.day)
    # Weeks begin on the weekday that this one was summed from.
    return period_text(steps.holding(line.day, line.day.weekday()), report.today)


def all_lines(lines: Sequence[ReportLine], depth: int = 0) -> Iterator[tuple[int, ReportLine]]:
    """Each line with how deep it stands, and those below it."""
    for line in lines:
        yield depth, line
        yield from all_lines(line.lines, depth + 1)


def money_text(amounts: Mapping[str, Decimal]) -> str:
    """`1,200.00 EUR + 350.00 USD`; nothing for no money."""
    return " + ".join(f"{amount:,} {code}" for code, amount in amounts.items())


def title_of(report: Report, *, sent: bool = False) -> str:
    """`Kim Allen's hours by client, Sun 1 – Mon 30 Nov: ABC Corp, billable`; not cleaned.

    With its year where it is `sent` to somebody, who may read it whenever.
    """
    titles = [GROUPINGS[kind].title.lower() for kind in report.group_by]
    by = " and ".join(filter(None, (", ".join(titles[:-1]), titles[-1])))
    filters = f": {', '.join(report.filters)}" if report.filters else ""
    whose = report.whose[:1].upper() + report.whose[1:]
    today = None if sent else report.today
    return f"{whose}'s hours by {by}, {period_text(report.period, today)}{filters}"


def remarks_of(report: Report, style: str | None) -> list[str]:
    """What a reader must know to trust the numbers."""
    groups = [(line.lines, line.sums) for _, line in all_lines(report.lines) if line.lines]
    pairs = [([line.sums for line in lines], whole) for lines, whole in groups]
    pairs.append(([line.sums for line in report.lines], report.total))
    found = uneven(
        (
            (map(hours, parts), hours(whole))
            for parts, whole in pairs
            for hours in (attrgetter("hours"), attrgetter("billable_hours"))
        ),
        style,
    )
    if report.total.running:
        found.append(still_running(report.total.running))
    if report.source is Source.REPORTS:
        found.append("Hours as rounded by Harvest's reports")
    if report.compared is not None:
        found.append(f"Compared with {period_text(report.compared, report.today)}")
    return found


def still_running(count: int) -> str:
    """What is said of timers in a sum."""
    return f"{counted(count, 'timer')} still running: counted as of now"


def is_rounded(report: Report) -> bool:
    """Whether rounding changed any hours, so that both must be shown."""
    return any(line.sums.hours != line.sums.rounded_hours for line in report.lines)


class LineText(NamedTuple):
    """The numbers of a line as texts, empty where there are none; `rounded` only beside others."""

    hours: str
    rounded: str
    billable: str
    share: str
    amounts: str
    before: str
    change: str


def texts_of(line: ReportLine, report: Report, style: str | None) -> LineText:
    """What a table shows of a line; `before` and `change` where the report is compared."""
    sums, before = line.sums, line.before if report.compared is not None else None
    part = share(sums.hours, report.total.hours)
    return LineText(
        counted_hours(sums, style),
        hours_text(sums.rounded_hours, style) if is_rounded(report) else "",
        hours_text(sums.billable_hours, style),
        "" if part is None else f"{part}%",
        money_text(amounts_of(sums.amounts, report.currency)),
        "" if before is None else hours_text(before.hours, style),
        "" if before is None else signed(sums.hours - before.hours, style),
    )


def counted_hours(sums: Sums, style: str | None) -> str:
    """Hours, with a `?` where some entries could not be counted."""
    return hours_text(sums.hours, style) + ("?" if sums.unknown else "")


def warn_of_uncounted(entries: int, output: Output) -> None:
    """Warn of entries that are missing from the sums."""
    if entries:
        output.warn(
            f"{counted(entries, 'entry', 'entries')} could not be counted; the total is incomplete"
        )
