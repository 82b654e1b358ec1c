"""Long pages of time entries, decoded by type: four times as fast, and only what is needed.

Strict on purpose: a page with anything that is not as Harvest documents it is rejected whole, and
read again by the tolerant reader. Loaded for long pages alone.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache, partial
from typing import Annotated, Any

import msgspec  # noqa: TID253 - this file loads lazily and is nothing without it
from msgspec.structs import astuple  # noqa: TID253

from harvest_cli.domain.company import Client, Project, Task
from harvest_cli.domain.entries import ExternalReference, Named, TimeEntry
from harvest_cli.domain.totals import Exact
from harvest_cli.harvest.wire.read import NAMELESS, clock_time

_clock = cache(clock_time)


class _Reference(msgspec.Struct, gc=False):
    id: str | int | None = None
    group_id: str | int | None = None
    account_id: str | int | None = None
    permalink: str | None = None
    service: str | None = None


class _Client(msgspec.Struct, gc=False, frozen=True):
    id: int | None
    name: str
    currency: str | None = None


class _Project(msgspec.Struct, gc=False, frozen=True):
    id: int
    name: str
    code: str | None = None


class _Named(msgspec.Struct, gc=False, frozen=True):
    id: int
    name: str


class _Currency(msgspec.Struct, gc=False):
    currency: str | None = None


_KINDS: Mapping[object, Any] = {
    Client: _Client,
    Project: _Project,
    Task: _Named,
    Named | None: _Named | None,
    Decimal | None: float | None,
    time | None: str | None,
    datetime | None: Annotated[datetime, msgspec.Meta(tz=True)] | None,
    ExternalReference | None: _Reference | None,
}
"""How JSON has what is of another type in the domain; floats of up to 15 digits tell the decimals
exactly."""
_REQUIRED = {"spent_date": date, "hours": float, "is_running": bool}


def _field(name: str, kind: Any) -> tuple[str, Any] | tuple[str, Any, Any]:
    """A field of an entry as Harvest documents it: without its default where it is always there."""
    given = _KINDS.get(kind, kind)
    if name in _REQUIRED or name not in TimeEntry._field_defaults:
        return name, _REQUIRED.get(name, given)
    return name, given, TimeEntry._field_defaults[name]


_OPTIONAL: Mapping[str, Any] = {
    "client": _Client,
    "project": _Named,
    "task": _Named,
    "team": _Named,
    "day": date,
}
_FIELD = {"team": "user", "day": "spent_date"}


@cache
def _line_decoder(needs: frozenset[str]) -> Any:
    """A decoder of pages whose rows have what sums need, and what `needs` names."""
    fields: list[tuple[str, Any] | tuple[str, Any, Any]] = [
        ("id", int),
        ("hours", float),
        ("is_running", bool),
        ("billable", bool),
        ("rounded_hours", float | None, None),
        ("billable_rate", float | None, None),
    ]
    # A project is told by its client too; money needs the client's currency in any case.
    client = _Client if needs & {"client", "project"} else _Currency
    wanted = {**{name: _OPTIONAL[name] for name in sorted(needs)}, "client": client}
    fields += [(_FIELD.get(name, name), kind) for name, kind in wanted.items()]
    line = msgspec.defstruct("Line", fields, gc=False, kw_only=True)
    page = msgspec.defstruct("Lines", [("time_entries", list[line])])  # type: ignore[valid-type]
    return msgspec.json.Decoder(page)


def lines(body: bytes, needs: frozenset[str]) -> list[Any] | None:
    """The rows of a page for summing, with what `needs` names of client, project, task, team, day.

    None when the page is not as documented.
    """
    return _rows(_line_decoder(needs), body)


def _rows(decoder: Any, body: bytes) -> list[Any] | None:
    try:
        found: list[Any] = decoder.decode(body).time_entries
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return found


def entries(body: bytes) -> list[TimeEntry] | None:
    """The entries of a page; None when the page is not as documented."""
    rows = _rows(_entry_decoder(), body)
    if rows is None:
        return None
    named: Mapping[object, Callable[[Any], Any]] = {
        kind: partial(_named, kind) for kind in (Client, Project, Task)
    }
    readers: Mapping[object, Callable[[Any], Any]] = {
        Decimal | None: Exact().__getitem__,
        time | None: _clock,
        **named,
        Named | None: partial(_named, Named),
        ExternalReference | None: _reference,
    }
    # Column by column a page is read without a call of Python for each value.
    columns: list[Iterable[Any]] = [*zip(*map(astuple, rows), strict=True)]
    for at, kind in enumerate(TimeEntry.__annotations__.values() if rows else ()):
        if kind == str | None:
            columns[at] = map(_NO_TEXT.get, columns[at], columns[at])
        elif kind in readers:
            columns[at] = map(readers[kind], columns[at])
    make: Callable[[Any], TimeEntry] = partial(tuple.__new__, TimeEntry)
    return list(map(make, zip(*columns, strict=True)))


_NO_TEXT: Mapping[str | None, str | None] = {"": None}


@cache
def _entry_decoder() -> Any:
    fields = [_field(*each) for each in TimeEntry.__annotations__.items()]
    entry = msgspec.defstruct("Entry", fields, gc=False, kw_only=True)
    page = msgspec.defstruct("Entries", [("time_entries", list[entry])])  # type: ignore[valid-type]
    return msgspec.json.Decoder(page)


# -- rows that are looked at once --------------------------------------------------------------

_Text = Annotated[str, msgspec.Meta(min_length=1)]


class _RowClient(_Client, gc=False, frozen=True, kw_only=True):
    name: _Text


class _RowProject(_Project, gc=False, frozen=True, kw_only=True):
    name: _Text


class _RowNamed(_Named, gc=False, frozen=True, kw_only=True):
    name: _Text


_ROW_KINDS: Mapping[object, Any] = {
    Client: _RowClient,
    Project: _RowProject,
    Task: _RowNamed,
    Named | None: _RowNamed | None,
}


_ODD = frozenset({"id", "started_time", "ended_time", "external_reference"})
"""What is read in any case, and made as a TimeEntry has it."""


def rows(body: bytes, needs: frozenset[str]) -> list[Any] | None:
    """The entries of a page with their ids, and those attributes of a TimeEntry that are needed.

    Numbers are floats that tell the decimals exactly, as a Line's, and an empty text stays one,
    where a TimeEntry has None. None when the page is not as documented, or a name in it is empty.
    """
    found = _rows(_row_decoder(needs | _ODD), body)
    for row in found or ():
        if row.started_time is not None or row.ended_time is not None:
            row.started_time, row.ended_time = _clock(row.started_time), _clock(row.ended_time)
        if row.external_reference is not None:
            row.external_reference = _reference(row.external_reference)
    return found


@cache
def _row_decoder(needs: frozenset[str]) -> Any:
    fields = []
    for name, kind in TimeEntry.__annotations__.items():
        _, given, *default = _field(name, kind)
        if name in needs:
            fields.append((name, _ROW_KINDS.get(kind, given), *default))
    row = msgspec.defstruct("Row", fields, gc=False, kw_only=True)
    page = msgspec.defstruct("Rows", [("time_entries", list[row])])  # type: ignore[valid-type]
    return msgspec.json.Decoder(page)


@cache
def _named(kind: Callable[..., Any], found: _Client | _Project | _Named | None) -> Any:
    if found is None:
        return None
    id_, name, *texts = astuple(found)
    return kind(id_, name or NAMELESS, *(text or None for text in texts))


def _reference(found: _Reference | None) -> ExternalReference | None:
    if found is None:
        return None
    texts = (found.id, found.group_id, found.account_id, found.permalink, found.service)
    return ExternalReference(*(None if t in (None, "") else str(t) for t in texts))
