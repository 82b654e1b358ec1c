"""A report as a Markdown table, to paste into a message, a wiki or an issue."""

from collections.abc import Iterator

from harvest_cli.actions.reports.lines import Report, ReportLine
from harvest_cli.domain.groupings import GROUPINGS
from harvest_cli.show.machine.reports import amounts_of, share, whole
from harvest_cli.show.reports.report_values import (
    counted_hours,
    line_name,
    money_text,
    remarks_of,
    signed,
    title_of,
)
from harvest_cli.show.terminal.clean import clean
from harvest_cli.show.terminal.formats import hours_text

_ACTIVE = "\\`*_[]<>|&~$"
"""Characters that Markdown may obey inside a cell."""


def report_markdown(report: Report, time_format: str | None) -> Iterator[str]:
    """The lines of the table with its title, its total and its remarks."""
    yield f"**{escaped(title_of(report))}**"
    yield ""
    heads = [GROUPINGS[kind].title for kind in report.group_by]
    right = ["Hours", "Billable", "Share", "Amount"]
    right += ["Before", "+/-"] if report.compared else []
    yield _line([*heads, *right])
    yield _line([*("---" for _ in heads), *("---:" for _ in right)])
    for line in report.lines:
        names = [escaped(_name(line, report))]
        if len(report.group_by) == 1:
            yield _line([*names, *_numbers(line, report, time_format)])
        for each in line.lines:
            below = [*names, escaped(_name(each, report))]
            yield _line([*below, *_numbers(each, report, time_format)])
    numbers = _numbers(whole(report, "Total"), report, time_format)
    blank = [""] * (len(heads) - 1)
    yield _line(["**Total**", *blank, *(f"**{cell}**" if cell else "" for cell in numbers)])
    for remark in remarks_of(report):
        yield ""
        yield escaped(remark)


def escaped(text: str) -> str:
    """Text that Markdown shows as it stands, on one line."""
    marked = (f"\\{char}" if char in _ACTIVE else char for char in clean(text))
    return "".join(marked).replace("\\<", "&lt;").replace("\\&", "&amp;").replace("\\>", "&gt;")


def _name(line: ReportLine, report: Report) -> str:
    name = line_name(line, report)
    return f"{name} ({line.client})" if line.client else name


def _numbers(line: ReportLine, report: Report, style: str | None) -> list[str]:
    sums = line.sums
    part = share(sums.hours, report.total.hours)
    compared: list[str] = []
    if report.compared:
        before = line.before
        compared = ["", ""]
        if before is not None:
            change = sums.hours - before.hours
            compared = [hours_text(before.hours, style), signed(change, style)]
    return [
        counted_hours(sums, style),
        hours_text(sums.billable_hours, style),
        "" if part is None else f"{part}%",
        escaped(money_text(amounts_of(sums.amounts, report.currency))),
        *compared,
    ]


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
