"""Tables of fields: a JSON document, its schema and its rows all follow from one table.

A type is a name of `schema.TYPES` (`text`, `number`; with `?` it may be null), `a|b` for one of
these words, a Table for an object, `[type]` for a list, `{"*": type}` for an object whose keys are
data, and `OrNull` of any of them. A function stands for a type that is defined later.
"""

from collections.abc import Callable, Iterable
from datetime import date, time
from decimal import Decimal
from operator import attrgetter

from harvest_cli.domain.records import Any, NamedTuple

Cell = str | int | bool | float | Decimal | date | time | None
Record = dict[str, Any]
Getter = Callable[[Any], Any]


class OrNull(NamedTuple):
    """A type whose value may be null."""

    type: Any


class Field(NamedTuple):
    """One field. Keys that end in `?` are left out where there is no value.

    `get` reads the value of the thing that the table describes, by a function or a dotted name;
    None: its attribute of the field's name.
    `column` is the place of the field among the columns of TSV and CSV, from 1 on; 0: in none.
    `cell` reads what stands there, where that is not the value itself. `root` is the attribute of
    the thing that it is read from, where few values come again and again.
    """

    key: str
    type: Any = "text"
    get: Getter | str | None = None
    column: int = 0
    cell: Getter | str | None = None
    root: str = ""

    @property
    def name(self) -> str:
        """The key as it is written."""
        return self.key.removesuffix("?")

    @property
    def getter(self) -> Getter:
        """What reads its value."""
        return _reader(self.get or self.name)


def _reader(get: Getter | str) -> Getter:
    return attrgetter(get) if isinstance(get, str) else get


class Column(NamedTuple):
    """What one column reads of a thing, and its `root` as a Field has it."""

    name: str
    read: Getter
    root: str


class Table:
    """The fields of one document, in the order of its keys; `name` shares its schema.

    `also` are fields of columns alone.
    """

    def __init__(self, *fields: Field, name: str | None = None, also: tuple[Field, ...] = ()):
        self.fields, self.name = fields, name
        self._readers = [(field.key, field.getter, _converter(field.type)) for field in fields]
        placed = sorted((f for f in (*fields, *also) if f.column), key=lambda field: field.column)
        self.column_of = {
            field.name: Column(field.name, _reader(field.cell or field.getter), field.root)
            for field in placed
        }
        self.columns = tuple(self.column_of)

    def record(self, thing: Any) -> Record:
        """The thing as a JSON object."""
        found: Record = {}
        for key, get, convert in self._readers:
            value = get(thing)
            if convert is not None and value is not None:
                value = convert(value)
            if not key.endswith("?"):
                found[key] = value
            elif value is not None:
                found[key[:-1]] = value
        return found

    def members(self) -> list[tuple[Column, Getter | None]]:
        """The members of its JSON object, all of which are always there, and what converts each."""
        return [
            (Column(field.name, get, field.root), convert)
            for field, (_, get, convert) in zip(self.fields, self._readers, strict=True)
        ]

    def row_of(self, columns: tuple[str, ...] | None = None) -> Callable[[Any], tuple[Cell, ...]]:
        """A function from a thing to its cells; `columns` None: all that have a place."""
        readers = [self.column_of[name].read for name in columns or self.columns]
        return lambda thing: tuple([read(thing) for read in readers])


def within(name: str, fields: Iterable[Field]) -> list[Field]:
    """The same fields, of what a thing has under a name."""
    part = attrgetter(name)

    def read(get: Getter) -> Getter:
        return lambda thing: get(part(thing))

    return [field._replace(get=read(field.getter)) for field in fields]


def record(kind: Any, thing: Any) -> Any:
    """A thing as JSON by any type: a list of records, for instance."""
    convert = _converter(kind)
    return thing if convert is None or thing is None else convert(thing)


def _converter(kind: Any) -> Getter | None:
    """How a value becomes JSON; None for what `json_text` writes as it is."""
    if isinstance(kind, OrNull):
        return _converter(kind.type)
    if isinstance(kind, Table):
        return kind.record
    if isinstance(kind, list):
        one = _converter(kind[0])
        return list if one is None else lambda values: [one(value) for value in values]
    if isinstance(kind, dict):
        return dict
    if callable(kind):
        return lambda value: record(kind(), value)
    return None
