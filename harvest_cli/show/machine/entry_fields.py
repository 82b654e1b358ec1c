"""What `--fields` can pick of an entry, and the columns of its CSV; one name each, no nesting."""

from collections.abc import Callable, Sequence
from datetime import time
from decimal import Decimal
from operator import attrgetter

from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.errors import UsageError
from harvest_cli.show.machine.rows import Cell

Reader = Callable[[TimeEntry], Cell]
OWN_MARK = "hv"
"""Group of the references that hv puts on entries for itself; they mean nothing elsewhere."""


def _clock(moment: time | None) -> str | None:
    return None if moment is None else f"{moment:%H:%M}"


def _number(name: str) -> Reader:
    """A number of an entry; nothing in place of one that is none."""

    def read(entry: TimeEntry) -> Decimal | None:
        value: Decimal | None = getattr(entry, name)
        return value if value is not None and value.is_finite() else None

    return read


def _reference(entry: TimeEntry, name: str) -> str | None:
    reference = entry.external_reference
    if reference is None or reference.group_id == OWN_MARK:
        return None
    found: str | None = getattr(reference, name)
    return found


FIELDS: dict[str, Reader] = {
    "id": lambda entry: entry.id or None,
    "spent_date": attrgetter("spent_date"),
    "hours": _number("hours"),
    "client": attrgetter("client.name"),
    "project": attrgetter("project.name"),
    "task": attrgetter("task.name"),
    "billable": attrgetter("billable"),
    "state": lambda _entry: str(EntryState.CREATED),
    "notes": attrgetter("notes"),
    "rounded_hours": _number("rounded_hours"),
    "started_time": lambda entry: _clock(entry.started_time),
    "ended_time": lambda entry: _clock(entry.ended_time),
    "is_running": attrgetter("is_running"),
    "user": lambda entry: entry.user and entry.user.name,
    "project_code": attrgetter("project.code"),
    "is_locked": attrgetter("is_locked"),
    "is_billed": attrgetter("is_billed"),
    "approval_status": attrgetter("approval_status"),
    "permalink": lambda entry: _reference(entry, "permalink"),
    "reference_id": lambda entry: _reference(entry, "id"),
    "reference_group": lambda entry: _reference(entry, "group_id"),
    "client_id": attrgetter("client.id"),
    "project_id": lambda entry: entry.project.id or None,
    "task_id": lambda entry: entry.task.id or None,
    "user_id": lambda entry: entry.user and entry.user.id,
    "currency": attrgetter("client.currency"),
    "billable_rate": _number("billable_rate"),
    "locked_reason": attrgetter("locked_reason"),
}
CSV_COLUMNS = tuple(FIELDS)[: tuple(FIELDS).index("task_id") + 1]
"""All that makes an entry; `hv log --csv` reads it back."""


def fields_of(text: str) -> tuple[str, ...]:
    """`id,hours,notes` as names; raises UsageError for one that is none."""
    names = tuple(part.strip() for part in text.split(",") if part.strip())
    wrong = [name for name in names if name not in FIELDS]
    if wrong or not names:
        message = f"`--fields` knows no {wrong[0]!r}" if wrong else "`--fields` names none"
        raise UsageError(message, hint=f"Known: {', '.join(FIELDS)}")
    return names


def row_of(names: Sequence[str]) -> Callable[[TimeEntry], tuple[Cell, ...]]:
    """A function from an entry to the cells that the names pick."""
    readers = [FIELDS[name] for name in names]
    return lambda entry: tuple([read(entry) for read in readers])
