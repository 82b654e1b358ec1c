"""Tables of Harvest, of hv, and of one's own: columns by their usual names, or as one was told.

Harvest's time report and its import layout have such names too.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from harvest_cli.domain.errors import HvError, UsageError
from harvest_cli.domain.hours import read_clock
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.domain.wording import quoted, unguarded
from harvest_cli.language.days.relative import read_date
from harvest_cli.language.trackers.cells import (
    HINT,
    Length,
    clock,
    day_of,
    length,
    order_of,
    point_of,
    said,
    truth,
    without_time,
)
from harvest_cli.language.trackers.columns import heads, texts_of, whole
from harvest_cli.language.trackers.rows import (
    FileRow,
    ReaderOptions,
    Sheet,
    Skip,
    Texts,
    entry,
    skipped,
    too_long,
)
from harvest_cli.language.trackers.tables import Table, folded

NEEDED = ("spent_date", "hours", "project")
MEANINGS = {
    "spent_date": ("date", "day", "spent_at", "work_date"),
    "hours": ("duration", "length", "time_spent"),
    "project": ("project_name",),
    "project_code": ("code",),
    "client": ("client_name", "customer"),
    "task": ("task_name",),
    "notes": ("note", "description", "comment", "comments"),
    "started_time": ("started_at", "start_time", "start"),
    "ended_time": ("ended_at", "end_time", "end"),
    "break": ("pause",),
    "minutes": ("mins", "duration_(minutes)"),
    "seconds": ("secs", "duration_(seconds)"),
    "permalink": ("external_reference_url", "reference_url", "link"),
    "user": ("user_name", "person", "employee", "team_member"),
}
"""What a column is for, and the other names that it goes by."""
READ = {
    *MEANINGS,
    *("first_name", "last_name", "is_running", "project_id", "task_id", "email"),
    *("reference_id", "reference_group"),
}
DERIVED = {
    *("id", "state", "billable", "billable?", "rounded_hours", "hours_rounded", "client_id"),
    *("is_locked", "is_billed", "approval_status", "invoiced?", "approved?", "user_id"),
    *("employee?", "employee_id", "roles", "teams", "department", "currency", "billable_rate"),
    *("cost_rate", "billable_amount", "cost_amount"),
}
"""Columns of hv and of Harvest's own report that Harvest works out anew for each entry."""
TOLD = {"tag": "tags", "reference": "permalink"}
_MEANT = {other: name for name, others in MEANINGS.items() for other in others}
_HARVEST = heads("Date", "Client", "Project", "Task", "Notes", "Hours", "First Name", "Last Name")
_HV = heads("spent_date", "hours", "project")
_NOTHING = re.compile(r"(?=.*0)[0:.,]+ ?h?")
_TOTAL = re.compile(
    r"(?:grand |sub[- ]?|gesamt|zwischen)?(?:totals?|sum(?:me|a)?|gesamt)\b", re.IGNORECASE
)
_LENGTHS = ("hours", "minutes", "seconds")


class Doubled(NamedTuple):
    """Two columns of one meaning that say different things in one row: their heads and cells."""

    name: str
    heads: tuple[str, str]
    cells: tuple[str, str]


class SheetRow(NamedTuple):
    """A row and the line that it begins on; `cells` are by meaning."""

    line: int
    cells: Mapping[str, str]
    doubled: tuple[Doubled, ...] = ()

    def get(self, name: str) -> str:
        """What the row says there, without blanks around it; nothing where it says nothing."""
        return self.cells.get(name, "").strip()


def meaning_of(head: str, columns: Mapping[str, str]) -> str:
    """What a column is for: as one was told, else by its usual names, else its own name."""
    told = {folded(name): meant for name, meant in columns.items()}.get(folded(head))
    name = re.sub(r"[\s_-]+", "_", folded(told or head))
    return TOLD.get(name, _MEANT.get(name, name))


def is_read(head: str, columns: Mapping[str, str]) -> bool:
    """Whether a column has a meaning."""
    return meaning_of(head, columns) in READ | DERIVED


def missing(found: Iterable[str], columns: Mapping[str, str]) -> list[str]:
    """What a table lacks to be a sheet: a day, hours or both ends, a project."""
    names = {meaning_of(head, columns) for head in found}
    if {"started_time", "ended_time"} <= names:
        # They may have their day.
        names |= {"hours", "spent_date"}
    names |= {"hours"} if names & {"minutes", "seconds"} else set()
    names |= {"project"} if "project_code" in names else set()
    return [name for name in NEEDED if name not in names]


def kind_of(found: frozenset[str]) -> str:
    """Whose table it is, for people and for what is remembered of it."""
    if found >= _HARVEST:
        return "harvest"
    return "hv" if found >= _HV else "sheet"


def read_sheet(table: Table, asked: ReaderOptions) -> Sheet:
    """The rows of a table; raises Unclear, or UsageError for two orders of day and month."""
    names = [meaning_of(head, asked.columns) for head in table.heads]
    kind = kind_of(frozenset(map(folded, table.heads)))
    # Others put no guard before a text, so what stands there is theirs.
    plain = unguarded if kind == "hv" else str
    rows = [_row(line, table.heads, names, [*map(plain, cells)]) for line, cells in table.rows]
    skips = [_left_out(row) for row in rows]
    dated = [
        (row.line, without_time(row.get("spent_date")))
        for row, skip in zip(rows, skips, strict=True)
        if skip is None
    ]
    order = order_of(dated, asked.order)
    mark = point_of(row.get("hours") for row in rows)
    # JSON has no columns.
    reader = _Reader(asked, order.name, mark, names if table.delimiter else ())
    found = [reader.row(row, skip) for row, skip in zip(rows, skips, strict=True)]
    unused = _unused(table, names)
    return Sheet(kind, tuple(whole(table, found)), table.delimiter, order.name, unused)


def _row(line: int, found: Sequence[str], names: Sequence[str], cells: Sequence[str]) -> SheetRow:
    kept: dict[str, str] = {}
    of: dict[str, str] = {}
    doubled: list[Doubled] = []
    for head, name, cell in zip(found, names, cells, strict=False):
        before = kept.get(name, "")
        if not before.strip():
            kept[name], of[name] = cell, head
        elif name in READ and cell.strip() and folded(cell) != folded(before):
            doubled.append(Doubled(name, (of[name], head), (before.strip(), cell.strip())))
    if not kept.get("spent_date", "").strip():
        start = kept.get("started_time", "").strip()
        kept["spent_date"] = "" if (day := without_time(start)) == start else day
    return SheetRow(line, kept, tuple(doubled + _with_units(kept)))


def _with_units(kept: dict[str, str]) -> list[Doubled]:
    """Put minutes and seconds that stand in columns of their own with the hours."""
    hours, *others = (kept.get(name, "").strip() for name in _LENGTHS)
    if hours.isdecimal() and others[0].isdecimal() and int(others[0]) < 60:
        kept["hours"] = f"{hours}h {others[0]}m"
        return []
    told = [f"{text} {name}" for name, text in zip(_LENGTHS[1:], others, strict=True) if text]
    if not hours and told:
        kept["hours"] = told.pop(0)
    return [Doubled("hours", ("hours", text.split()[-1]), (kept["hours"], text)) for text in told]


def _unused(table: Table, names: Sequence[str]) -> tuple[str, ...]:
    """Heads of columns that hold what is not read."""
    holds: dict[str, None] = {}
    places = [at for at, name in enumerate(names) if name not in READ and name not in DERIVED]
    for at in places:
        if any(at < len(cells) and cells[at].strip() for _, cells in table.rows):
            holds[table.heads[at] or "one without a name"] = None
    return tuple(holds)


# -- rows that are no entries ------------------------------------------------------------------


def _left_out(row: SheetRow) -> Skip | None:
    if _is_total(row):
        return Skip.TOTAL
    if truth(row.get("is_running")):
        return Skip.RUNNING
    return Skip.NO_TIME if _NOTHING.fullmatch(row.get("hours")) else None


def _is_total(row: SheetRow) -> bool:
    """Whether a row sums up others: it says so in place of a day, or says nothing but hours."""
    day = row.get("spent_date")
    texts = [text for name in MEANINGS if name not in _LENGTHS and (text := row.get(name))]
    if day or (row.get("project") and row.get("task")):
        return bool(_TOTAL.match(day))
    return not texts or any(map(_TOTAL.match, texts))


# -- one row -----------------------------------------------------------------------------------


class _Reader:
    """Reads the rows of one table."""

    def __init__(self, asked: ReaderOptions, order: str, mark: str, names: Sequence[str]) -> None:
        self._asked, self._order, self._mark = asked, order, mark
        self._columns = {name: at for at, name in reversed([*enumerate(names, 1)])}
        self._at = ""
        """The meaning of the cell that is read."""
        self._conventions = asked.conventions._replace(date_order=order or None)

    def row(self, row: SheetRow, skip: Skip | None) -> FileRow:
        """The row of some cells."""
        texts = _texts(row)
        if skip is not None:
            return skipped(row.line, skip, **texts)
        try:
            return self._entry(row, texts)
        except HvError as error:
            return FileRow(row.line, wrong=error, column=self._columns.get(self._at, 0), **texts)

    def _entry(self, row: SheetRow, texts: Texts) -> FileRow:
        readers: dict[str, Callable[[str], object]] = {
            "spent_date": self._day,
            "hours": self._hours,
        }
        self._at = ""
        _refuse_doubled(row, readers)
        day = self._day(self._cell(row, "spent_date"))
        ends = [_dated(self._cell(row, name)) for name in ("started_time", "ended_time")]
        moments = [datetime.combine(day, at) if at else None for _, at in ends]
        days = [day_of(text, self._order) for text, _ in ends]
        if moments[0] and moments[1]:
            over = days[1] - days[0] if days[0] and days[1] else None
            moments[1] += timedelta(moments[1] < moments[0]) if over is None else over
        pause = self._hours(text).seconds if (text := self._cell(row, "break")) else Decimal(0)
        took = self._hours(self._cell(row, "hours")) if self._says_hours(row) else None
        one_end = moments[0] is None
        made = entry(
            row.line,
            day=day,
            begin=moments[0],
            end=None if one_end else moments[1],
            length=took,
            pause=pause,
            exact=took is not None,
            **texts,
        )
        if pause and made.skip is Skip.NEGATIVE:
            message = "the break is longer than the time: minutes are written as 0:30 or 30 min"
            raise UsageError(message, code="invalid_duration")
        unlikely = made.skip is Skip.NEGATIVE or (made.skip is Skip.NO_TIME and made.seconds)
        made = made._replace(skip=None, wrong=too_long(made.seconds)) if unlikely else made
        return made if made.wrong is None else made._replace(column=self._columns.get("hours", 0))

    def _cell(self, row: SheetRow, name: str) -> str:
        self._at = name
        return row.get(name)

    def _says_hours(self, row: SheetRow) -> bool:
        return bool(row.get("hours")) or not (row.get("started_time") and row.get("ended_time"))

    def _hours(self, text: str) -> Length:
        return length(text, self._mark, self._asked.conventions)

    def _day(self, text: str) -> date:
        plain = without_time(text.strip())
        found = day_of(plain, self._order)
        if found is None:
            return read_date(plain, self._asked.now, self._conventions, lambda _: None)
        if plain != text.strip():
            self._refuse_other_zone(text.strip(), found)
        return found

    def _refuse_other_zone(self, text: str, written: date) -> None:
        """Refuse an instant whose day depends on where one is; midnight stands for its day."""
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return
        here = moment.astimezone(self._asked.zone).date() if moment.tzinfo else written
        if here != written and moment.time() != datetime.min.time():
            message = f"{text} is {here} where you are, and {written} where it was written"
            raise UsageError(message, code="invalid_date", hint=HINT)


def _refuse_doubled(row: SheetRow, readers: Mapping[str, Callable[[str], object]]) -> None:
    """Refuse columns of one meaning that differ, unless both are read as the same."""
    for name, found, cells in row.doubled:
        read = readers.get(name)
        if read is not None and _seen(read(cells[0])) == _seen(read(cells[1])):
            continue
        message = f"`{found[0]}` is {quoted(cells[0])}, `{found[1]}` is {quoted(cells[1])}"
        raise UsageError(message, hint="Keep the column that counts")


def _seen(value: object) -> object:
    return value.seconds if isinstance(value, Length) else value


def _dated(text: str) -> tuple[str, Any]:
    """The day in front of a time of day, if it is there, and the time; raises UsageError."""
    day = without_time(text)
    return ("", _clock(text)) if day == text else (day, _clock(text[len(day) :].lstrip(" T")))


def _clock(text: str) -> Any:
    """A time of day; None for none. Raises UsageError."""
    if not said(text):
        return None
    found = clock(text) or read_clock(text)
    if found is None:
        message = f"{quoted(text)} is not a time of day"
        raise UsageError(message, code="invalid_time")
    return found.replace(second=0, microsecond=0)


def _texts(row: SheetRow) -> Texts:
    cells = {
        **row.cells,
        "date": row.get("spent_date"),
        "start": row.get("started_time"),
        "end": row.get("ended_time"),
        "length": row.get("hours"),
        "code": row.get("project_code"),
        "billable": row.get("billable") or row.get("billable?"),
    }
    cells.pop("id", None)
    return {
        **texts_of(cells),
        "reference": tuple(row.get(n) for n in ("permalink", "reference_id", "reference_group")),
        "ids": (row.get("project_id"), row.get("task_id")),
        "notes": row.cells.get("notes", ""),
    }
