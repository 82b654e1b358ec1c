"""Pages of things as lines of CSV or JSON, column by column: many times faster than one by one.

Columns side by side that tell of the same few things (a project, its client, whether it is
billed) are one text, made once for each combination.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from datetime import datetime
from itertools import groupby
from json.encoder import encode_basestring
from operator import attrgetter
from types import SimpleNamespace

from harvest_cli.domain.records import Any
from harvest_cli.domain.safe_text import clean
from harvest_cli.domain.totals import Exact
from harvest_cli.show.machine.fields import Cell, Column, Getter, Table
from harvest_cli.show.machine.text import (
    PLAIN,
    REMEMBERED,
    Dialect,
    csv_cell,
    json_text,
    moment_text,
)

_GUARDED = frozenset("'=+-@")
"""How text begins that a spreadsheet could calculate, or that was guarded."""
ENOUGH = 500
"""Things that tell which columns say the same again and again."""
FEW, ALL_NEW = 0.1, 0.9
"""Shares of them that differ: so few are put together, so many are never remembered."""
Text = Callable[[Any], str]


class TextPages:
    """Makes a line of each thing: the texts of its columns with `between` them, within `ends`.

    `head` comes first. An empty text of a thing is the same to it as None, and a float as the
    decimal it stands for; `needs` are the attributes that it reads.
    """

    def __init__(
        self,
        head: str,
        columns: Sequence[tuple[Column, Text]],
        between: str,
        ends: tuple[str, str],
    ) -> None:
        (first, begin), *_ = columns
        last, end = columns[-1]
        before, after = ends
        if before:
            columns = [(first, lambda value: before + begin(value)), *columns[1:]]
        columns = [*columns[:-1], (last, lambda value: end(value) + after)]
        self.head, self.needs = head, frozenset(each.root or each.name for each, _ in columns)
        self._columns, self._between, self._settled = columns, between, False
        self._parts = [(column.read, _Texts(text).__getitem__) for column, text in columns]

    def lines(self, things: Sequence[Any]) -> list[str]:
        """The lines of a page."""
        if len(things) >= ENOUGH and not self._settled:
            self._settled, self._parts = True, [*self._put_together(things)]
        parts = [map(text, map(read, things)) for read, text in self._parts]
        return [*map(self._between.join, zip(*parts, strict=True))]

    def _put_together(self, things: Sequence[Any]) -> Iterable[tuple[Getter, Text]]:
        """The columns by what these things have in them."""

        def new(read: Getter) -> float:
            return len(set(map(read, things))) / len(things)

        shares = {c.root: new(attrgetter(c.root)) for c, _ in self._columns if c.root}

        def place(each: tuple[Column, Text]) -> Hashable:
            root = each[0].root
            return (not root and each[0].name) or (shares[root] > FEW and root)

        for _, group in groupby(self._columns, key=place):
            several = [*group]
            if not several[0][0].root:
                read, text = several[0][0].read, several[0][1]
                yield read, text if new(read) > ALL_NEW else _Texts(text).__getitem__
            elif new(attrgetter(*_roots(several))) <= ALL_NEW / 2:
                yield _joined(several, self._between)
            else:
                yield from ((column.read, _Texts(text).__getitem__) for column, text in several)


class _Texts(dict[Any, str]):
    """Texts by the values that they are made of; names, days and lengths come again and again.

    A column has values of one type: those of another might count as equal, as True and 1 do.
    """

    def __init__(self, make: Text) -> None:
        self._make = make

    def __missing__(self, value: Any) -> str:
        if len(self) >= REMEMBERED:
            self.clear()
        found = self[value] = self._make(value)
        return found


def _roots(columns: Sequence[tuple[Column, Text]]) -> list[str]:
    return sorted({column.root for column, _ in columns})


def _joined(columns: Sequence[tuple[Column, Text]], between: str) -> tuple[Getter, Text]:
    """Columns side by side as one, by all that they are read from."""
    roots = _roots(columns)

    def make(values: Any) -> str:
        # What the columns read of a thing, and nothing else of it.
        named = zip(roots, values if len(roots) > 1 else (values,), strict=True)
        thing = SimpleNamespace(**dict(named))
        return between.join([text(column.read(thing)) for column, text in columns])

    return attrgetter(*roots), _Texts(make).__getitem__


class CsvPages(TextPages):
    """Writes some columns of a table, their names first."""

    def __init__(
        self,
        table: Table,
        columns: Sequence[str],
        *,
        raw: bool = False,
        dialect: Dialect = PLAIN,
    ) -> None:
        between = dialect.delimiter
        self.head = f"{between.join(columns)}\r\n"

        exact = Exact()

        def cell(value: Cell) -> str:
            if type(value) is int:
                return str(value)
            if type(value) is float:
                return csv_cell(exact[value], raw, dialect)
            if type(value) is not str or '"' in value or not value.isprintable():
                return csv_cell(value, raw, dialect)
            if value[:1] in _GUARDED or not (value.isascii() or clean(value) == value):
                return csv_cell(value, raw, dialect)
            return f'"{value}"' if between in value else value

        head = f"{between.join(columns)}\r\n"
        cells = [(table.column_of[name], cell) for name in columns]
        super().__init__(head, cells, between, ("", "\r\n"))


class JsonPages(TextPages):
    """Writes a JSON object for each thing that a table describes."""

    def __init__(self, table: Table) -> None:
        super().__init__(
            "",
            [(column, _member(column.name, convert)) for column, convert in table.members()],
            ", ",
            ("{", "}\n"),
        )


def _member(name: str, convert: Getter | None) -> Text:
    before, exact = f"{json_text(name)}: ", Exact()

    def member(value: Any) -> str:
        if type(value) is str and value and value.isprintable():
            return before + encode_basestring(value)
        if type(value) is int:
            return f"{before}{value}"
        if type(value) is datetime:
            return f'{before}"{moment_text(value)}"'
        if type(value) is float:
            value = exact[value]
        if value is None or value == "":
            return f"{before}null"
        return before + json_text(value if convert is None else convert(value))

    return member
