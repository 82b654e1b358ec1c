"""The balance for people: a table of periods, bars of hours over and under, a page to print."""

from collections.abc import Iterator, Mapping, Sequence

from harvest_cli.actions.balance import Balance
from harvest_cli.domain.balance import Line, TimeKind, hours_of
from harvest_cli.domain.days import day_text
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.records import Any
from harvest_cli.domain.totals import GROUPINGS, steps_of
from harvest_cli.show.machine.days import BALANCE, LINE, InBalance
from harvest_cli.show.machine.renderer import USUAL, Layout, Renderer, Rows
from harvest_cli.show.reports.charts import bar, in_blocks, sparkline
from harvest_cli.show.reports.documents import Head, Page, PagePart, page_text
from harvest_cli.show.reports.report_values import warn_of_uncounted
from harvest_cli.show.terminal.formats import (
    Parts,
    holiday_text,
    hours_text,
    period_text,
    signed,
    uneven,
)
from harvest_cli.show.terminal.output import Output
from harvest_cli.show.terminal.table import Column, Row, fitted, grid_lines, header_row

_COLUMNS = {
    "worked": "Worked",
    "leave": "Leave",
    "holiday": "Holidays",
    TimeKind.UNPAID.value: "Unpaid",
    TimeKind.COMPENSATION.value: "In lieu",
    "target": "Target",
}
_TURNS = {
    "unpaid": 1,
    "compensation": 2,
    "holiday": 3,
    "leave": 4,
    "worked": 6,
    "target": 7,
}
"""Which column goes first where there is no room; bars are the fifth."""
_ALWAYS = ("worked", "target")
_NAME, _WIDEST_BAR = 21, 16


def balance_lines(balance: Balance, output: Output, layout: Layout = USUAL) -> Iterator[str]:
    """The table with its total, the days off, what is left today, and where the balance is."""
    style = output.time_format
    yield output.style(output.marks(f"Balance, {title_of(balance)}"), "bold")
    shown = _shown(balance)
    heads = [Column(_COLUMNS[name], right=True, drop=_TURNS[name]) for name in shown]
    signs = (Column("Difference", right=True), Column("Balance", right=True))
    columns = (
        Column(GROUPINGS[balance.group_by].title, floor=_NAME),
        *heads,
        *signs,
        Column("", drop=5),
    )
    bars = _bars(balance, output, layout)
    rows = [
        Row((output.marks(name_of(line, balance)), *_cells(line, shown, style), picture))
        for line, picture in zip(balance.lines, bars, strict=True)
    ]
    rows.append(Row(("Total", *_cells(balance.total, shown, style), ""), "bold"))
    if balance.start:
        before = ("Before", *("" for _ in shown), "", signed(hours_of(balance.start), style), "")
        rows.insert(0, Row(before, "dim"))
    places = fitted(columns, rows, output.width, header=True)
    yield from grid_lines(places, [header_row(columns), *rows], output)
    placed = {place.at for place in places}
    for at, name in enumerate(shown, 1):
        if at not in placed:
            yield output.marks(_told_apart(balance, name, style))
    for day, due in balance.holidays if balance.group_by == "day" or layout.origin else ():
        name = holiday_text(due.holiday or "", half=bool(due.minutes))
        yield output.style(output.text(f"{day_text(day, balance.today)}: {name}"), "dim")
    for remark in remarks_of(balance, style):
        yield output.style(output.marks(remark), "dim")
    if layout.origin:
        for line in origin_lines(balance):
            yield output.style(output.text(line), "dim")
    trend = _trend(balance, output, layout)
    yield f"{output.style('Balance', 'bold')} {_total(balance, output)}{trend}"


def origin_lines(balance: Balance) -> list[str]:
    """What the balance follows from, and what set each."""
    return [f"{each.what}: {each.value}  ({each.origin})" for each in balance.origins]


def title_of(balance: Balance) -> str:
    """The days, and since when it is counted where that is earlier."""
    days = period_text(balance.period, balance.today)
    if balance.since == balance.period.start:
        return days
    return f"{days}, counted since {day_text(balance.since, balance.today)}"


def name_of(line: Line, balance: Balance) -> str:
    """The name of a line: `Oct 2026`, `Mon 16 – Sun 22 Nov`, `Wed 18 Nov`."""
    steps = steps_of(balance.group_by)
    if steps is not None and steps.title is not None:
        return steps.title(line.period.start)
    return period_text(line.period, balance.today)


def _shown(balance: Balance) -> list[str]:
    part = balance.total.part
    return [name for name in _COLUMNS if name in _ALWAYS or getattr(part, name)]


def _cells(line: Line, shown: Sequence[str], style: str | None) -> list[str]:
    part = line.part
    hours = [hours_text(hours_of(getattr(part, name)), style) for name in shown]
    balance = signed(hours_of(line.balance), style)
    return [*hours, signed(hours_of(part.difference), style), balance]


def _told_apart(balance: Balance, name: str, style: str | None) -> str:
    """A column for which there is no room, on a line of its own: `Leave: Nov 2026 7:00`."""
    found = [(name_of(line, balance), getattr(line.part, name)) for line in balance.lines]
    told = [f"{period} {hours_text(hours_of(part), style)}" for period, part in found if part]
    total = hours_text(hours_of(getattr(balance.total.part, name)), style)
    more = f"; {total} in all" if len(told) > 1 else ""
    return f"{_COLUMNS[name]}: {', '.join(told)}{more}"


def _sums(balance: Balance) -> Iterator[Parts]:
    for name in (*_COLUMNS, "difference"):
        parts = [hours_of(getattr(line.part, name)) for line in balance.lines]
        yield parts, hours_of(getattr(balance.total.part, name))
    before = balance.start
    for line in balance.lines:
        yield [hours_of(before), hours_of(line.part.difference)], hours_of(line.balance)
        before = line.balance


def remarks_of(balance: Balance, style: str | None) -> list[str]:
    """What is left today, and what is in no sum."""
    found = uneven(_sums(balance), style)
    if balance.period.end == balance.today and balance.due_today > balance.done_today:
        left = hours_text(balance.due_today - balance.done_today, style)
        due = hours_text(balance.due_today, style)
        found.append(f"Today {hours_text(balance.done_today, style)} of {due}, {left} to go")
    if balance.pending:
        found.append(f"{hours_text(balance.pending, style)} pending, not counted")
    return found


def _bars(balance: Balance, output: Output, layout: Layout) -> list[str]:
    """Each difference as a bar with its sign, where a chart was asked for."""
    if not layout.chart:
        return ["" for _ in balance.lines]
    blocks = in_blocks(output, ascii_only=layout.ascii_only)
    hours = [hours_of(line.part.difference) for line in balance.lines]
    most = max(map(abs, hours), default=hours_of(0))
    drawn = [bar(abs(each), most, _WIDEST_BAR, blocks=blocks) for each in hours]
    signs = ["+" if each > 0 else "-" if each else "" for each in hours]
    return [f"{sign}{picture}" for sign, picture in zip(signs, drawn, strict=True)]


def _trend(balance: Balance, output: Output, layout: Layout) -> str:
    """The running total as a line of blocks, from its lowest to its highest."""
    values = [hours_of(line.balance) for line in balance.lines]
    if len(values) < 3:
        return ""
    lowest = min(values)
    blocks = in_blocks(output, ascii_only=layout.ascii_only)
    # The lowest is to be seen too.
    step = (max(values) - lowest) / 8 or 1
    return f"  {sparkline([value - lowest + step for value in values], blocks=blocks)}"


def balance_page(balance: Balance, made: str, style: str | None) -> str:
    """One HTML page."""
    shown = _shown(balance)
    heads = [Head(_COLUMNS[name], right=True) for name in shown]
    columns = [Head(GROUPINGS[balance.group_by].title), *heads]
    columns += [Head("Difference", right=True), Head("Balance", right=True)]
    rows = [[name_of(line, balance), *_cells(line, shown, style)] for line in balance.lines]
    total = ["Total", *_cells(balance.total, shown, style)]
    part = balance.total.part
    cards = [
        (signed(hours_of(balance.total.balance), style), "balance"),
        (hours_text(hours_of(part.worked), style), "worked"),
        (hours_text(hours_of(part.leave), style), "leave"),
        (hours_text(hours_of(part.target), style), "target"),
    ]
    days_off = [
        [day_text(day, None), holiday_text(due.holiday or "", half=bool(due.minutes))]
        for day, due in balance.holidays
    ]
    parts = [PagePart(columns, rows, total)]
    if days_off:
        parts.append(PagePart([Head("Day"), Head("Holiday")], days_off, heading="Holidays"))
    about = [f"Counted since {day_text(balance.since, None)}"]
    about += [f"before: {signed(hours_of(balance.start), style)}"] if balance.start else []
    return page_text(
        Page(
            f"Balance, {period_text(balance.period, None)}",
            parts,
            " · ".join(about),
            cards,
            _drawn(balance, style),
            remarks_of(balance, style),
        ),
        made,
    )


def _drawn(balance: Balance, style: str | None) -> Mapping[str, Any] | None:
    """The differences as bars above and below a line."""
    hours = [hours_of(line.part.difference) for line in balance.lines]
    highest, lowest = max(ZERO, *hours), min(ZERO, *hours)
    if highest == lowest:
        return None
    scale = 96 / (highest - lowest)
    zero = 2 + highest * scale
    bars = []
    for at, (line, each) in enumerate(zip(balance.lines, hours, strict=True)):
        height = abs(each) * scale
        bars.append(
            {
                "x": at * 10 + 1,
                "y": f"{zero - height if each > 0 else zero:.2f}",
                "height": f"{height:.2f}",
                "kind": "over" if each > 0 else "under",
                "title": f"{name_of(line, balance)}: {signed(each, style)}",
            }
        )
    name = "Hours over and under the target"
    return {"width": len(bars) * 10, "zero": f"{zero:.2f}", "bars": bars, "name": name}


def _rows(balance: Balance, _output: Output, _layout: Layout) -> Rows:
    return LINE.columns, map(LINE.row_of(), (InBalance(line, balance) for line in balance.lines))


def _total(balance: Balance, output: Output) -> str:
    return signed(hours_of(balance.total.balance), output.time_format)


RENDERERS = {
    Balance: Renderer(
        BALANCE,
        balance_lines,
        _rows,
        quiet=lambda balance, output: [_total(balance, output)],
        remarks=lambda balance, output: warn_of_uncounted(balance.uncounted, output),
    ),
}
