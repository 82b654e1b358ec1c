"""Pages of things as lines of CSV or JSON, column by column: many times faster than one by one.

Columns that tell of the same few things (a project, its client, whether it is billed) are made
once for each combination.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import chain, groupby, repeat
from json.encoder import encode_basestring
from operator import attrgetter
from types import SimpleNamespace

from harvest_cli.domain.records import Any, NamedTuple, TypeVar
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

ENOUGH = 500
"""Things that tell which columns say the same again and again."""
FEW, ALL_NEW = 0.1, 0.9
"""Shares of them that differ: so few are put together, so many are never remembered."""
T = TypeVar("T")
Texts = Iterable[str]
Part = Callable[[Sequence[Any]], Iterable[Texts]]
"""Makes some texts of each thing, those at one place of all lines together."""


class Written(NamedTuple):
    """A column of lines: what stands before it, and the text of a value.

    `texts` makes those of many values, few of which are the same.
    """

    column: Column
    before: str
    text: Callable[[Any], str]
    texts: Callable[[Sequence[Any]], Texts]

    @property
    def root(self) -> str:
        """The attribute of a thing that it reads."""
        return self.column.root or self.column.name

    def whole(self, value: Any) -> str:
        """The text of a value, behind what stands before it."""
        return self.before + self.text(value)


class TextPages:
    """Makes a line of each thing: its columns, then `end`.

    `head` comes first. An empty text of a thing is the same to it as None, and a float as the
    decimal it stands for; `needs` are the attributes that it reads.
    """

    def __init__(self, head: str, columns: Sequence[Written], end: str) -> None:
        self.head, self.needs = head, frozenset(each.root for each in columns)
        self._end, self._settled = end, False
        self._columns = [e._replace(text=_Made(e.whole).__getitem__) for e in columns]
        self._together: Part = lambda _: ()
        self._parts: Sequence[Part | None] = [*map(_remembered, self._columns)]
        """None stands for what is put together."""

    def lines(self, things: Sequence[Any]) -> list[str]:
        """The lines of a page."""
        if not things:
            return []
        if len(things) >= ENOUGH and not self._settled:
            self._settle(things)
        told = iter(self._together(things))
        parts = (part(things) if part else (next(told),) for part in self._parts)
        ends = repeat(self._end, len(things))
        return [*map("".join, zip(*chain.from_iterable(parts), ends, strict=True))]

    def _settle(self, things: Sequence[Any]) -> None:
        """Put the columns together that tell of the same few things, here as in what follows."""
        # A moment is written as fast as it is looked for.
        moments = {root for root in self.needs if type(getattr(things[0], root)) is datetime}
        roots = {each.root: None for each in self._columns}
        shares = {root: root in moments or _share(things, (root,)) for root in roots}
        rooted = {each.root for each in self._columns if each.column.root}
        # A number or a text by itself only where all things have the same.
        enough = {root: FEW if root in rooted else 1 / len(things) for root in shares}
        few = sorted((r for r in shares if shares[r] <= enough[r]), key=shares.__getitem__)
        while len(few) > 1 and _share(things, few) > ALL_NEW / 2:
            few.pop()
        grouped = groupby(self._columns, lambda each: each.root in few)
        runs = [(together, [*run]) for together, run in grouped]
        if few:
            self._together = _joined(few, [run for together, run in runs if together])
        self._settled, self._parts = True, []
        for together, run in runs:
            alone = ((_fresh if shares[e.root] > ALL_NEW else _remembered)(e) for e in run)
            self._parts += [None] if together else alone


def _share(things: Sequence[Any], roots: Sequence[str]) -> float:
    """Which share of the things tells something new."""
    return len(set(map(attrgetter(*roots), things))) / len(things)


class _Made(dict[Any, T]):
    """What is made of values, by these; names, days and lengths come again and again.

    A column has values of one type: those of another might count as equal, as True and 1 do.
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make

    def __missing__(self, value: Any) -> T:
        if len(self) >= REMEMBERED:
            self.clear()
        found = self[value] = self._make(value)
        return found


def _remembered(written: Written) -> Part:
    """A column whose texts come again and again."""
    return lambda things: (map(written.text, map(written.column.read, things)),)


def _fresh(written: Written) -> Part:
    """A column that says something else of each thing."""

    def part(things: Sequence[Any]) -> Iterable[Texts]:
        values = [*map(written.column.read, things)]
        texts = map(str, values) if {*map(type, values)} == {int} else written.texts(values)
        return (repeat(written.before, len(values)), texts) if written.before else (texts,)

    return part


def _joined(roots: Sequence[str], runs: Sequence[Sequence[Written]]) -> Part:
    """Runs of columns side by side, each as one, by all that they are read from."""

    def make(values: Any) -> tuple[str, ...]:
        # What the columns read of a thing, and nothing else of it.
        named = zip(roots, values if len(roots) > 1 else (values,), strict=True)
        thing = SimpleNamespace(**dict(named))
        return tuple("".join([e.text(e.column.read(thing)) for e in run]) for run in runs)

    read, texts = attrgetter(*roots), _Made(make).__getitem__
    return lambda things: zip(*map(texts, map(read, things)), strict=True)


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
        between, exact = dialect.delimiter, Exact()

        def cell(value: Cell) -> str:
            return csv_cell(exact[value] if type(value) is float else value, raw, dialect)

        def cells(values: Sequence[Cell]) -> Texts:
            # What begins with a letter is no formula: most notes are done by the first two lines.
            return [
                (f'"{value}"' if between in value else value)
                if type(value) is str
                and value >= "A"
                and value.isprintable()
                and '"' not in value
                and (value.isascii() or clean(value) == value)
                else cell(value)
                for value in values
            ]

        named = [table.column_of[name] for name in columns]
        before = ["", *[between] * (len(named) - 1)]
        written = [Written(column, b, cell, cells) for column, b in zip(named, before, strict=True)]
        super().__init__(f"{between.join(columns)}\r\n", written, "\r\n")


class JsonPages(TextPages):
    """Writes a JSON object for each thing that a table describes."""

    def __init__(self, table: Table) -> None:
        written = [_member(*each) for each in table.members()]
        written = [
            e._replace(before=f"{', ' if n else '{'}{e.before}") for n, e in enumerate(written)
        ]
        super().__init__("", written, "}\n")


def _member(column: Column, convert: Getter | None) -> Written:
    exact = Exact()

    def text(value: Any) -> str:
        if type(value) is datetime:
            return f'"{moment_text(value)}"'
        if type(value) is float:
            value = exact[value]
        if value is None or value == "":
            return "null"
        return json_text(value if convert is None else convert(value))

    def texts(values: Sequence[Any]) -> Texts:
        return [
            encode_basestring(value)
            if type(value) is str and value and value.isprintable()
            else text(value)
            for value in values
        ]

    return Written(column, f"{json_text(column.name)}: ", text, texts)
