"""Time entries, as Harvest holds them and as they are asked for (Harvest docs, Time Entries).

Times of day are wall clock in the user's zone; moments are aware; hours are hundredths.
A field that Harvest left out, or sent as something unreadable, is None.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from operator import attrgetter

from harvest_cli.domain.company import Client, Project, Task
from harvest_cli.domain.records import NamedTuple, StrEnum


class EntryState(StrEnum):
    """Where an entry that somebody typed is now; part of the public JSON."""

    CREATED = "created"
    QUEUED = "queued"
    UNCONFIRMED = "unconfirmed"
    PREVIEW = "preview"

    @property
    def is_open(self) -> bool:
        """Whether it is not certain to be on Harvest."""
        return self in (EntryState.QUEUED, EntryState.UNCONFIRMED)


class Named(NamedTuple):
    """An id and a name; what an entry says of its user."""

    id: int | None
    name: str


class ExternalReference(NamedTuple):
    """The one link of an entry to something elsewhere; Harvest keeps all members as strings."""

    id: str | None = None
    group_id: str | None = None
    account_id: str | None = None
    permalink: str | None = None
    service: str | None = None


class TimeEntry(NamedTuple):
    """One row of a timesheet.

    `hours` includes the running part at the moment of the answer; `hours_without_timer` is what
    was banked before the current run. `started_time` and `ended_time` are set in accounts that
    track by start and end (and, while running, elsewhere too: never infer the mode from them).
    `id` is 0 as long as Harvest gave none (previews, entries that wait to be sent).
    """

    id: int
    spent_date: date | None
    hours: Decimal | None
    client: Client
    project: Project
    task: Task
    user: Named | None = None
    notes: str | None = None
    is_running: bool = False
    started_time: time | None = None
    ended_time: time | None = None
    timer_started_at: datetime | None = None
    hours_without_timer: Decimal | None = None
    rounded_hours: Decimal | None = None
    is_locked: bool = False
    locked_reason: str | None = None
    is_closed: bool = False
    approval_status: str | None = None
    is_billed: bool = False
    billable: bool = False
    budgeted: bool = False
    billable_rate: Decimal | None = None
    cost_rate: Decimal | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    external_reference: ExternalReference | None = None


class NewEntry(NamedTuple):
    """A time entry to be created, in Harvest's own terms (Harvest docs, Create a time entry).

    With neither `hours` nor `ended_time` Harvest starts a timer. `spent_date` is never optional.
    """

    project_id: int
    task_id: int
    spent_date: date
    hours: Decimal | None = None
    started_time: time | None = None
    ended_time: time | None = None
    notes: str | None = None
    external_reference: ExternalReference | None = None
    user_id: int | None = None


Place = tuple[int, int, float, int]
"""Where an entry stands in a list, in numbers."""
LATE = time.max
"""Where an entry without a start stands among those of its day that have one."""


def _seconds(at: time) -> int:
    return (at.hour * 60 + at.minute) * 60 + at.second


_LATEST = _seconds(LATE)


def listed_from(first: date, now: datetime) -> Callable[[TimeEntry], Place]:
    """A key to sort by: day, then start, else as they were made, then id.

    Without a day an entry stands at `first`, without a creation it was made `now`.
    """
    return lambda entry: (
        (entry.spent_date or first).toordinal(),
        _LATEST if entry.started_time is None else _seconds(entry.started_time),
        (entry.created_at or now).timestamp(),
        entry.id,
    )


Places = tuple[list[int], list[int], list[float], list[int]]
"""The places of several entries, number by number."""


def places_of(entries: Sequence[TimeEntry], first: date, now: datetime) -> Places:
    """Where entries stand, as `listed_from` has each of them, in half of the time."""
    return (
        [(day or first).toordinal() for day in map(attrgetter("spent_date"), entries)],
        [
            _LATEST if at is None else _seconds(at)
            for at in map(attrgetter("started_time"), entries)
        ],
        [(at or now).timestamp() for at in map(attrgetter("created_at"), entries)],
        [*map(attrgetter("id"), entries)],
    )


class Part(NamedTuple):
    """One piece of a sentence, `sentence[start:end]`, and its role by name."""

    start: int
    end: int
    kind: str
    text: str
