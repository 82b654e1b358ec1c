"""Tables of services: what each column means, and the rows that follow from it.

A layout names the heads that make it known, and the heads of each meaning. What is odd about one
service is a function of its cells.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from harvest_cli.domain.errors import HvError, UsageError
from harvest_cli.domain.records import NamedTuple
from harvest_cli.language.trackers.cells import (
    Order,
    at_clock,
    day_of,
    length,
    moment,
    order_of,
    point_of,
    said,
    truth,
    without_time,
    wrong_day,
)
from harvest_cli.language.trackers.rows import (
    FileRow,
    ReaderOptions,
    Sheet,
    Skip,
    Texts,
    entry,
    skipped,
)
from harvest_cli.language.trackers.tables import Table, folded
from harvest_cli.language.trackers.watson import with_tags

Cells = dict[str, str]
"""The cells of a row by what they mean, as they are written."""
DAYS = ("date", "end_date")
"""Meanings whose cells share one order of day and month."""


class Layout(NamedTuple):
    """A table of one service. `needs` are heads that make it known, `lacks` heads that deny it, and
    `exactly` its heads where there are no others.

    `columns` has the heads of each meaning: date, end_date, start, end, begin and finish (moments),
    length (of which the first that says something counts), client, project, task, notes, user,
    first_name, last_name, email, tags, code, link, id, billable. `tidy` changes the cells of a row,
    or says why it is to be skipped.
    """

    kind: str
    needs: frozenset[str]
    columns: Mapping[str, tuple[str, ...]]
    lacks: frozenset[str] = frozenset()
    exactly: tuple[str, ...] = ()
    tidy: Callable[[Cells], Skip | None] = lambda _: None
    instants: bool = False
    total: str = "date"
    """The meaning whose cell is empty, or says so, in rows that sum up others."""
    tagged: bool = False
    """Whether a tag can be the task, and all others are the notes."""


def heads(*names: str) -> frozenset[str]:
    """Heads as they are compared."""
    return frozenset(map(folded, names))


def fits(layout: Layout, found: frozenset[str]) -> bool:
    """Whether the heads of a table are those of a layout."""
    if layout.exactly:
        return found == heads(*layout.exactly)
    return layout.needs <= found and not layout.lacks & found


def read_table(layout: Layout, table: Table, asked: ReaderOptions) -> Sheet:
    """The rows of a table; raises Unclear, or UsageError for two orders of day and month."""
    named = _places(layout, table)
    rows = [(line, _cells(named, cells)) for line, cells in table.rows]
    skips = [layout.tidy(cells) for _, cells in rows]
    dated = (
        (line, cells.get(name, ""))
        for (line, cells), skip in zip(rows, skips, strict=True)
        if skip is None
        for name in DAYS
    )
    order = order_of(dated, asked.order)
    mark = point_of(cells.get("length", "") for _, cells in rows)
    reader = _Reader(layout, asked, order, mark, named)
    found = [reader.row(line, cells, skip) for (line, cells), skip in zip(rows, skips, strict=True)]
    made = tuple(whole(table, found))
    return Sheet(layout.kind, made, table.delimiter, order.name, instants=layout.instants)


def whole(table: Table, rows: Iterable[FileRow]) -> Iterator[FileRow]:
    """The rows, of which one that lacks cells on a last line without an end is wrong."""
    for row, (line, cells) in zip(rows, table.rows, strict=True):
        last = line == table.rows[-1][0]
        many, wanted = len(cells), len(table.heads)
        ends = last and table.cut and many < wanted
        if ends or (many > wanted and any(map(str.strip, cells[wanted:]))):
            message = f"it has {many} cells, the first line {wanted}"
            message = f"the file ends within it: {message}" if ends else message
            row = row._replace(wrong=UsageError(message), skip=None)
        yield row


def _places(layout: Layout, table: Table) -> list[tuple[str, int]]:
    at = {folded(head): place for place, head in reversed(list(enumerate(table.heads)))}
    return [
        (name, at[folded(head)])
        for name, known in layout.columns.items()
        for head in known
        if folded(head) in at
    ]


def _cells(named: Sequence[tuple[str, int]], cells: Sequence[str]) -> Cells:
    """The first cell of each meaning that says something."""
    found: Cells = {}
    for name, place in named:
        text = cells[place] if place < len(cells) else ""
        if name not in found or not found[name].strip():
            found[name] = text
    return found


class _Reader:
    """Reads the rows of one table."""

    def __init__(
        self,
        layout: Layout,
        asked: ReaderOptions,
        order: Order,
        mark: str,
        named: Sequence[tuple[str, int]],
    ) -> None:
        self._layout, self._asked = layout, asked
        self._order, self._mark = order.name, mark
        self._columns = {name: at + 1 for name, at in reversed(named)}
        self._at = ""
        """The meaning of the cell that is read."""

    def row(self, line: int, cells: Cells, skip: Skip | None) -> FileRow:
        """The row of some cells."""
        texts = texts_of(cells)
        if self._layout.tagged:
            texts |= with_tags(self._asked, texts["tags"])
        if skip is None and self._is_total(cells):
            skip = Skip.TOTAL
        if skip is not None:
            return skipped(line, skip, **texts)
        try:
            return self._entry(line, cells, texts)
        except HvError as error:
            return FileRow(line, wrong=error, column=self._columns.get(self._at, 0), **texts)

    def _is_total(self, cells: Cells) -> bool:
        text = (cells.get(self._layout.total) or cells.get("begin", "")).strip()
        return not text or text.casefold().startswith(("total", "grand total", "sum", "gesamt"))

    def _entry(self, line: int, cells: Cells, texts: Texts) -> FileRow:
        begin, end = self._moments(cells)
        pause = length(text, self._mark).seconds if (text := self._cell(cells, "break")) else 0
        day = None if begin else self._day(self._cell(cells, "date"))
        took = length(text, self._mark) if (text := self._cell(cells, "length")) else None
        made = entry(
            line, day=day, begin=begin, end=end, length=took, pause=Decimal(pause), **texts
        )
        return made if made.wrong is None else made._replace(column=self._columns.get("length", 0))

    def _cell(self, cells: Cells, name: str) -> str:
        self._at = name
        return said(cells.get(name, ""))

    def _moments(self, cells: Cells) -> tuple[datetime | None, datetime | None]:
        if first := self._cell(cells, "begin"):
            begin_ = self._moment(first)
            return begin_, self._moment(self._cell(cells, "finish"))
        if not said(cells.get("start", "")):
            return None, None
        day = last = self._day(self._cell(cells, "date"))
        begin = at_clock(day, self._cell(cells, "start"))
        if not said(cells.get("end", "")):
            return begin, None
        if until := self._cell(cells, "end_date"):
            last = self._day(until)
        end = at_clock(last, self._cell(cells, "end"))
        if until:
            return begin, end
        return begin, end + timedelta(days=end < begin)

    def _moment(self, text: str) -> datetime | None:
        if not text:
            return None
        found = moment(text, self._asked.zone)
        if found is None and (day := day_of(text, self._order)) is not None:
            found = at_clock(day, text[len(without_time(text)) :].strip(" T") or "0:00")
        if found is None:
            raise wrong_day(text)
        return found

    def _day(self, text: str) -> date:
        found = day_of(text, self._order)
        if found is None:
            raise wrong_day(text.strip())
        return found


_SAID = (
    *("client", "project", "task", "email", "code", "user", "tags", "first_name", "last_name"),
    *("link", "id"),
)
_RAW = ("date", "begin", "start", "end_date", "finish", "end", "length", "break")


def texts_of(cells: Cells) -> Texts:
    """The fields of a row that are text."""
    told = [said(cells[name]) if name in cells else "" for name in _SAID]
    client, project, task, email, code, user, tags, *names, link, id_ = told
    tagged = map(str.strip, tags.strip("[]").replace('"', "").split(","))
    return {
        "client": client,
        "project": project,
        "task": task,
        "email": email,
        "code": code,
        "notes": said(cells.get("notes", "")),
        "user": user or " ".join(filter(None, names)),
        "parts": ("", "") if user else tuple(names),
        "tags": tuple(filter(None, tagged)),
        "reference": (link, "", ""),
        "source_id": id_,
        "billable": truth(cells.get("billable", "")),
        "raw": tuple([cells[name].strip() if name in cells else "" for name in _RAW]),
    }
