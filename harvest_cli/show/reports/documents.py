"""A report as a document: one HTML page to mail or print, or a Markdown table to paste.

The page has no scripts, loads nothing, and escapes every value.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from harvest_cli.actions.reports.lines import Report, ReportLine
from harvest_cli.domain.days import MONTHS, WEEKDAYS, WeekStart, day_text
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.domain.safe_text import clean
from harvest_cli.domain.totals import GROUPINGS
from harvest_cli.show.machine.reports import amounts_of, paths, whole
from harvest_cli.show.reports.charts import LEVELS, level, weeks
from harvest_cli.show.reports.report_values import (
    all_lines,
    is_rounded,
    line_name,
    remarks_of,
    texts_of,
    title_of,
)
from harvest_cli.show.terminal.formats import hours_text, period_text

_HERE = Path(__file__)


class Head(NamedTuple):
    """The name of a column; numbers stand at the right."""

    name: str
    right: bool = False


class PagePart(NamedTuple):
    """One table of a page; with `breaks` it begins on a new sheet of paper.

    `strong` are the places of rows that are sums.
    """

    columns: Sequence[Head]
    rows: Sequence[Sequence[str]]
    total: Sequence[str] = ()
    heading: str = ""
    breaks: bool = False
    strong: Sequence[int] = ()


class Page(NamedTuple):
    """A page. `cards` are (value, name); `nothing` stands there where there is no table."""

    title: str
    parts: Sequence[PagePart]
    about: str = ""
    cards: Sequence[tuple[str, str]] = ()
    trend: Mapping[str, Any] | None = None
    remarks: Sequence[str] = ()
    nothing: str = "No time in this period."
    made: str = ""


def page_text(page: Page, made: str) -> str:
    """The page as HTML; `made` is when, in words."""
    return _rendered("page.html.j2", page._replace(made=made))


def _rendered(template: str, page: object) -> str:
    """A template of this folder, filled with a page."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, finalize=_cleaned
    )
    read = environment.from_string(_HERE.with_name(template).read_text(encoding="utf-8"))
    style = _HERE.with_name("page.css").read_text(encoding="utf-8")
    return read.render(page=page, style=style, zip=zip) + "\n"


def _cleaned(value: Any) -> Any:
    return clean(value) if type(value) is str else value


MOST_WEEKS = 14
"""Longer periods are drawn as small squares, a column a week."""
_CELL = 13


def report_page(report: Report, made: str, style: str | None = None, *, first: WeekStart) -> str:
    """The whole page. `made` is when in words, `first` the first day of a week."""
    return _rendered("report.html.j2", _page(report, made, first, style))


def _page(report: Report, made: str, first: WeekStart, style: str | None) -> Mapping[str, Any]:
    total = _row(whole(report, "Total"), report, style, None)
    by_day = report.by_day if len(report.by_day) > 1 else {}
    few = (report.period.end - report.period.start).days < 7 * MOST_WEEKS
    return {
        "title": f"Hours, {period_text(report.period, None)}",
        "whose": report.whose[:1].upper() + report.whose[1:],
        "filters": report.filters,
        "cards": _cards(report, total),
        "heading": " / ".join(GROUPINGS[kind].title for kind in report.group_by),
        "rows": list(_rows(report, style)),
        "total": total,
        "rounded": is_rounded(report),
        "amounts": bool(report.total.amounts),
        "compared": report.compared is not None,
        "weekdays": [WEEKDAYS[(first + place) % 7] for place in range(7)],
        "weeks": list(_weeks(report, first, style)) if by_day and few else [],
        "heat": _heat(report, first, style) if by_day and not few else None,
        "remarks": remarks_of(report, style),
        "made": made,
    }


def _cards(report: Report, total: Mapping[str, Any]) -> list[Mapping[str, str]]:
    cards: list[Mapping[str, str]] = [{"name": "hours", "value": total["hours"]}]
    cards.append({"name": "billable", "value": total["billable"]})
    amounts = amounts_of(report.total.amounts, report.currency)
    cards += [{"name": code, "value": f"{amount:,}"} for code, amount in amounts.items()]
    if report.compared is not None:
        cards.append({"name": "compared with before", "value": total["change"]})
    return cards


def _rows(report: Report, style: str | None) -> Iterator[Mapping[str, Any]]:
    lines = list(all_lines(report.lines))
    most = max((line.sums.hours for _, line in lines if not line.lines), default=ZERO)
    for depth, line in lines:
        kind = "group" if line.lines else "below" if depth else "line"
        yield {**_row(line, report, style, None if line.lines else most), "kind": kind}


def _row(
    line: ReportLine, report: Report, style: str | None, most: Decimal | None
) -> Mapping[str, Any]:
    sums, texts = line.sums, texts_of(line, report, style)
    amounts = amounts_of(sums.amounts, report.currency)
    length = None if most is None else max(sums.hours, ZERO) * 100 / (most or 1)
    return {
        "name": line_name(line, report),
        "client": line.client,
        "bar": None if length is None else f"{length:.2f}",
        **texts._asdict(),
        "rounded": hours_text(sums.rounded_hours, style),
        "amounts": [f"{amount:,} {code}" for code, amount in amounts.items()],
    }


def _weeks(
    report: Report, first: WeekStart, style: str | None
) -> Iterator[list[Mapping[str, Any] | None]]:
    most = max(report.by_day.values(), default=ZERO)
    for week in weeks(report.period, first):
        yield [
            _day(day, report, most, style) if day in report.period else None for day in week.days()
        ]


def _day(day: date, report: Report, most: Decimal, style: str | None) -> Mapping[str, Any]:
    hours = report.by_day.get(day, ZERO)
    begins = day.day == 1 or day == report.period.start
    return {
        "name": f"{day.day} {MONTHS[day.month - 1]}" if begins else str(day.day),
        "hours": hours_text(hours, style) if hours else "–",
        "level": level(hours, most, LEVELS),
    }


def _heat(report: Report, first: WeekStart, style: str | None) -> Mapping[str, Any]:
    most = max(report.by_day.values(), default=ZERO)
    cells, months = [], []
    columns = list(weeks(report.period, first))
    for x, week in enumerate(columns):
        for y, day in enumerate(week.days()):
            if day not in report.period:
                continue
            hours = report.by_day.get(day, ZERO)
            title = f"{day_text(day, report.today)}: {hours_text(hours, style)}"
            place = {"x": x * _CELL, "y": 12 + y * _CELL, "title": title}
            cells.append({**place, "level": level(hours, most, LEVELS)})
            if day.day == 1:
                months.append({"x": x * _CELL, "name": MONTHS[day.month - 1]})
    height = 12 + 7 * _CELL
    return {"width": len(columns) * _CELL, "height": height, "cells": cells, "months": months}


_ACTIVE = "\\`*_[]<>|&~$"
"""Characters that Markdown may obey inside a cell."""


def report_markdown(report: Report, time_format: str | None) -> Iterator[str]:
    """The lines of the table with its title, its total and its remarks."""
    yield f"**{escaped(title_of(report, sent=True))}**"
    yield ""
    heads = [GROUPINGS[kind].title for kind in report.group_by]
    right = ["Hours", "Billable", "Share", "Amount"]
    right += ["Before", "+/-"] if report.compared else []
    yield _line([*heads, *right])
    yield _line([*("---" for _ in heads), *("---:" for _ in right)])
    for path in paths(report.lines):
        names = [escaped(_name(line, report)) for line in path]
        names += [""] * (len(heads) - len(names))
        yield _line([*names, *_numbers(path[-1], report, time_format)])
    numbers = _numbers(whole(report, "Total"), report, time_format)
    blank = [""] * (len(heads) - 1)
    yield _line(["**Total**", *blank, *(f"**{cell}**" if cell else "" for cell in numbers)])
    for remark in remarks_of(report, time_format):
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
    texts = texts_of(line, report, style)
    compared = [texts.before, texts.change] if report.compared else []
    return [texts.hours, texts.billable, texts.share, escaped(texts.amounts), *compared]


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
