"""A timesheet for a client: as text, as Markdown, as a page to print, in the account's formats."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from harvest_cli.actions.reports.report import Timesheet, Total
from harvest_cli.domain.company import Company
from harvest_cli.domain.days import MONTHS, day_text
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.show.machine.renderer import USUAL, Layout, Renderer
from harvest_cli.show.machine.reports import TIMESHEET, timesheet_rows
from harvest_cli.show.reports.documents import Head, Page, PagePart, escaped, page_text
from harvest_cli.show.reports.report_values import still_running, warn_of_uncounted
from harvest_cli.show.terminal.formats import Parts, hours_text, period_text, uneven
from harvest_cli.show.terminal.output import Format, Output
from harvest_cli.show.terminal.table import Column, Row, table_lines

_PIECES = {"%d": "{0:%d}", "%m": "{0:%m}", "%Y": "{0:%Y}", "%y": "{0:%y}", "%b": "{1}"}
_NUMBER = 3
_FLOORS = {"Project": 7, "Task": 8, "Person": 8, "Notes": 8}
_TURNS = {"Person": 1, "Notes": 2, "Task": 3}
"""Letters to which names are cut before a column goes, and which column goes first."""


def date_text(day: date | None, company: Company) -> str:
    """A day as the account writes it; by its name where that is unknown."""
    if day is None:
        return "?"
    written = company.date_format or ""
    pattern = re.sub("%[dmYyb]", lambda found: _PIECES[found[0]], re.sub("[{}]", "", written))
    known = pattern.count("{") == _NUMBER and "%" not in re.sub(r"\{0:%\w\}", "", pattern)
    return pattern.format(day, MONTHS[day.month - 1]) if known else day_text(day)


def number_text(number: Decimal, company: Company) -> str:
    """A number with two decimals, with the account's signs: `1.234,50`."""
    point, thousands = company.decimal_symbol or ".", company.thousands_separator
    text = f"{number:,.2f}"
    marks = {",": "," if thousands is None else thousands, ".": point}
    return "".join(marks.get(char, char) for char in text)


class _Words:
    """The texts of one timesheet."""

    def __init__(self, sheet: Timesheet, style: str | None) -> None:
        self.sheet, self._style = sheet, style

    def day(self, day: date | None) -> str:
        """A day."""
        return date_text(day, self.sheet.company)

    def hours(self, hours: Decimal | None) -> str:
        """Hours in the account's format."""
        if self._style == "decimal" and hours is not None:
            return number_text(hours, self.sheet.company)
        return hours_text(hours, self._style)

    def money(self, total: Total) -> str:
        """Money by currency."""
        sums = (
            f"{number_text(amount, self.sheet.company)} {code}" for code, amount in total.amounts
        )
        return " + ".join(sums)

    def row(self, entry: TimeEntry, *, day: bool = True) -> list[str]:
        """The cells of an entry: its day only where it is to be shown."""
        cells = [self.day(entry.spent_date) if day else "", entry.project.name, entry.task.name]
        cells += [entry.user.name if entry.user else ""] if self.sheet.several else []
        cells += [" ".join((entry.notes or "").split()), self.hours(entry.hours)]
        return self._priced(cells, self.sheet.total_of([entry]))

    def total(self, name: str, total: Total) -> list[str]:
        """The cells of a sum under the entries."""
        blank = ["", "", *([""] if self.sheet.several else []), ""]
        return self._priced([name, *blank, self.hours(total.hours)], total)

    def heads(self) -> list[Head]:
        """The columns of the entries."""
        people = [Head("Person")] if self.sheet.several else []
        heads = [Head("Date"), Head("Project"), Head("Task"), *people, Head("Notes")]
        return [*heads, Head("Hours", right=True), *self.amount_head()]

    def amount_head(self) -> list[Head]:
        """The column of money, where it was asked for."""
        return [Head("Amount", right=True)] if self.sheet.priced else []

    def uneven(self) -> list[str]:
        """Why the minutes do not add up, where they do not."""
        sheet = self.sheet
        parts = [*sheet.by_day().values()], [*sheet.by_task().values()]
        sums: list[Parts] = [([one.hours for one in each], sheet.total.hours) for each in parts]
        for day, total in sheet.by_day().items():
            sums.append(([e.hours for e in sheet.entries if e.spent_date == day], total.hours))
        return uneven(sums, self._style)

    def _priced(self, cells: list[str], total: Total) -> list[str]:
        return [*cells, self.money(total)] if self.sheet.priced else cells

    def by_day(self) -> list[list[str]]:
        """Each day with its total."""
        days = self.sheet.by_day().items()
        return [self._priced([self.day(day), self.hours(t.hours)], t) for day, t in days]

    def by_task(self) -> list[list[str]]:
        """Each project and task with its total."""
        tasks = self.sheet.by_task().items()
        return [self._priced([*names, self.hours(t.hours)], t) for names, t in tasks]


def title_of(sheet: Timesheet) -> str:
    """`Timesheet, Thu 1 – Sat 31 Oct 2026`."""
    return f"Timesheet, {period_text(sheet.period, None)}"


def about(sheet: Timesheet) -> str:
    """Whose it is, and what narrows it."""
    return " · ".join([sheet.whose[:1].upper() + sheet.whose[1:], *sheet.filters])


def timesheet_lines(sheet: Timesheet, output: Output, layout: Layout = USUAL) -> Iterator[str]:
    """The entries with the total of each day, then the totals by task."""
    words = _Words(sheet, output.time_format)
    if layout.markdown:
        yield from _markdown(sheet, words)
        return
    if not sheet.entries:
        return
    yield output.style(output.text(output.marks(f"{title_of(sheet)}: {about(sheet)}")), "bold")
    listed = [Row(tuple(map(output.text, cells)), style) for cells, style in _listed(sheet, words)]
    tasks = [Row(tuple(map(output.text, cells))) for cells in words.by_task()]
    heads = [Head("Project"), Head("Task"), Head("Hours", right=True), *words.amount_head()]
    yield from _grid(words.heads(), listed, output)
    yield ""
    yield from _grid(heads, tasks, output)
    for line in words.uneven():
        yield output.style(line, "dim")


def _grid(heads: Sequence[Head], rows: Sequence[Row], output: Output) -> Iterator[str]:
    """A table in which names are cut, and no number is: each currency has a line."""
    columns = [
        Column(name, right, floor=_FLOORS.get(name), drop=_TURNS.get(name, 0))
        for name, right in heads
    ]
    parted = [part for row in rows for part in _by_currency(row)]
    return table_lines(columns, parted, output)


def _by_currency(row: Row) -> Iterator[Row]:
    *others, last = row.cells
    for number, part in enumerate(last.split(" + ")):
        yield Row((*(others if number == 0 else [""] * len(others)), part), row.style)


def _listed(sheet: Timesheet, words: _Words) -> Iterator[tuple[list[str], str | None]]:
    """The entries, each day once, and below each day of several its total; all of it last."""
    days = sheet.by_day()
    for day, total in days.items():
        entries = [entry for entry in sheet.entries if entry.spent_date == day]
        for number, entry in enumerate(entries):
            yield words.row(entry, day=number == 0), None
        if len(entries) > 1:
            yield words.total("", total), "dim"
    yield words.total("Total", sheet.total), "bold"


def _markdown(sheet: Timesheet, words: _Words) -> Iterator[str]:
    yield f"**{escaped(title_of(sheet))}**"
    yield ""
    yield escaped(about(sheet))
    total = words.total("Total", sheet.total)
    yield from _table(words.heads(), [*map(words.row, sheet.entries)], total)
    money = words.amount_head()
    day, task = [Head("Date")], [Head("Project"), Head("Task")]
    yield from _table([*day, Head("Hours", right=True), *money], words.by_day())
    yield from _table([*task, Head("Hours", right=True), *money], words.by_task())
    for remark in words.uneven():
        yield ""
        yield escaped(remark)


def _table(
    heads: Sequence[Head], rows: Sequence[Sequence[str]], total: Sequence[str] = ()
) -> Iterator[str]:
    yield ""
    yield f"| {' | '.join(head.name for head in heads)} |"
    yield f"| {' | '.join('---:' if head.right else '---' for head in heads)} |"
    for row in rows:
        yield f"| {' | '.join(map(escaped, row))} |"
    if total:
        cells = (f"**{escaped(cell)}**" if cell else "" for cell in total)
        yield f"| {' | '.join(cells)} |"


def timesheet_page(sheet: Timesheet, made: str, style: str | None) -> str:
    """One HTML page; each month begins a sheet of paper, and so do the totals."""
    words = _Words(sheet, style)
    months = defaultdict[tuple[int, int], list[TimeEntry]](list)
    for each in sheet.entries:
        if each.spent_date:
            months[each.spent_date.year, each.spent_date.month].append(each)
    parts = []
    for number, (year, month) in enumerate(sorted(months)):
        of_month = sheet._replace(entries=tuple(months[year, month]))
        inside = _Words(of_month, style)
        listed = list(_listed(of_month, inside))
        rows, total = [cells for cells, _ in listed[:-1]], listed[-1][0]
        strong = [at for at, (_, look) in enumerate(listed[:-1]) if look]
        heading = f"{MONTHS[month - 1]} {year}" if len(months) > 1 else ""
        parts.append(PagePart(words.heads(), rows, total, heading, number > 0, strong))
    if parts:
        money = words.amount_head()
        hours = [Head("Hours", right=True), *money]
        parts.append(
            PagePart([Head("Project"), Head("Task"), *hours], words.by_task(), (), "By task", True)
        )
        parts.append(PagePart([Head("Date"), *hours], words.by_day(), (), "By day"))
    cards = [(words.hours(sheet.total.hours), "hours")]
    cards += [(number_text(amount, sheet.company), code) for code, amount in sheet.total.amounts]
    told = [*_told(sheet), *words.uneven()]
    return page_text(Page(title_of(sheet), parts, about(sheet), cards, remarks=told), made)


def _told(sheet: Timesheet) -> list[str]:
    return [still_running(sheet.running)] if sheet.running else []


def _remarks(sheet: Timesheet, output: Output) -> None:
    if not sheet.entries and output.format in (Format.HUMAN, Format.PLAIN):
        output.note(f"No time for {period_text(sheet.period, sheet.today)}")
    for told in _told(sheet):
        output.note(told)
    warn_of_uncounted(sheet.uncounted, output)


RENDERERS = {Timesheet: Renderer(TIMESHEET, timesheet_lines, timesheet_rows, remarks=_remarks)}
