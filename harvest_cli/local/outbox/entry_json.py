"""Time entries as JSON text and back, for the outbox and the journal."""

import json
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from harvest_cli.domain.entries import ExternalReference, Named, NewEntry, TimeEntry
from harvest_cli.domain.projects import Client, Project, Task

_DAYS = ("spent_date",)
_TIMES = ("started_time", "ended_time")
_MOMENTS = ("timer_started_at", "created_at", "updated_at")
_NUMBERS = ("hours", "hours_without_timer", "rounded_hours", "billable_rate", "cost_rate")
_PARTS: dict[str, Any] = {
    "client": Client,
    "project": Project,
    "task": Task,
    "user": Named,
    "external_reference": ExternalReference,
}


def pack(thing: NewEntry | TimeEntry) -> str:
    """One line of JSON; fields that are None are left out."""
    given = thing._asdict().items()
    return json.dumps({name: plain(value) for name, value in given if value is not None})


def plain(value: object) -> object:
    """One value as JSON has it."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def unpack_new(text: str) -> NewEntry:
    """The entry to create; raises ValueError, TypeError or KeyError for anything else."""
    return NewEntry(**_values(json.loads(text)))


def unpack_entry(text: str) -> TimeEntry:
    """The entry as Harvest held it; raises ValueError, TypeError or KeyError."""
    # What Harvest sent unreadable was None, and left out.
    return TimeEntry(**{"spent_date": None, "hours": None, **_values(json.loads(text))})


def _values(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value_of(name, raw) for name, raw in dict(found).items()}


def value_of(name: str, raw: Any) -> Any:
    """The value of a field, by its name."""
    if name in _DAYS:
        return date.fromisoformat(raw)
    if name in _TIMES:
        return time.fromisoformat(raw)
    if name in _MOMENTS:
        return datetime.fromisoformat(raw)
    if name in _NUMBERS:
        return Decimal(raw)
    return _PARTS[name](*raw) if name in _PARTS else raw
