"""The domain's values as JSON bodies and query parameters (Harvest docs, Time Entries).

Only what was given is sent. Hours have two decimals, which a JSON number carries exactly.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal

from harvest_cli.domain.days import Period
from harvest_cli.domain.entries import ExternalReference, NewEntry, TimeEntry
from harvest_cli.domain.hours import clock_text
from harvest_cli.domain.records import Any, Final, NamedTuple, StrEnum

REFERENCE_MEMBERS = ("id", "group_id", "account_id", "permalink")
"""Harvest derives the service from the permalink itself."""


def body_of(values: Mapping[str, object]) -> bytes:
    """A JSON body; notes in any script arrive whatever charset the other side assumes."""
    # json loads in 2 ms, and confirmations take only the types of this file.
    import json

    return json.dumps(values).encode("ascii")


def new_entry(entry: NewEntry, clock: str | None) -> dict[str, object]:
    """The members of a create; `clock` is the account's way of writing times of day.

    Hours and times go together when both were given: an account uses the kind it tracks by.
    """
    given = entry._asdict().items()
    return {name: wire_value(value, clock) for name, value in given if value is not None}


def entry_change(change: "EntryChange", clock: str | None) -> dict[str, object]:
    """The members of an update: the fields that were set, None among them.

    A reference that is removed takes a request of its own. Raises ValueError when nothing was set.
    """
    wanted = change.in_one().given()
    if not wanted:
        message = "nothing to change"
        raise ValueError(message)
    # Unverified: a null clears notes and times of day, as an empty text does with notes.
    return {name: wire_value(value, clock) for name, value in wanted.items()}


def wire_value(value: object, clock: str | None) -> object:
    """One value as JSON has it."""
    if isinstance(value, time):
        # The form that Harvest documents, and accepts by either clock.
        return clock_text(value, clock or "12h")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, ExternalReference):
        members = {name: getattr(value, name) for name in REFERENCE_MEMBERS}
        return {name: text for name, text in members.items() if text is not None}
    return value


def filter_params(wanted: "EntryFilter") -> dict[str, str]:
    """The query of a list of entries."""
    given = wanted._asdict().items()
    return {name.rstrip("_"): param(value) for name, value in given if value is not None}


def param(value: object) -> str:
    """One value as a query has it: `true`, `2026-11-21`, `2026-11-21T09:00:00Z`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else str(value)


def report_params(period: Period, include_fixed_fee: bool | None) -> dict[str, str]:
    """The query of a report: the days in the compact form of Harvest's own samples."""
    params = {"from": f"{period.start:%Y%m%d}", "to": f"{period.end:%Y%m%d}"}
    if include_fixed_fee is not None:
        params["include_fixed_fee"] = param(include_fixed_fee)
    return params


class Unset(StrEnum):
    """The type of UNSET: leave the field as it is, which None (clear it) cannot say."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET


class EntryChange(NamedTuple):
    """New values for some fields of an entry (Harvest docs, Update a time entry).

    `notes=None` or `""` clears the notes. Do not set `hours` on a running entry unless the hours
    are what is to change: they would be added to. A reference of None is removed, by
    `Harvest.delete_external_reference`.
    """

    project_id: int | Unset = UNSET
    task_id: int | Unset = UNSET
    spent_date: date | Unset = UNSET
    started_time: time | Unset | None = UNSET
    ended_time: time | Unset | None = UNSET
    hours: Decimal | Unset = UNSET
    notes: str | Unset | None = UNSET
    external_reference: ExternalReference | Unset | None = UNSET

    def in_one(self) -> "EntryChange":
        """What of it one update sets: all but a reference that is removed."""
        return self if self.external_reference else self._replace(external_reference=UNSET)

    def given(self) -> dict[str, Any]:
        """The fields that are set."""
        return {name: value for name, value in self._asdict().items() if value is not UNSET}

    def against(self, entry: TimeEntry) -> dict[str, tuple[object, object]]:
        """The fields that an entry holds otherwise: what it holds, and what is wanted.

        Empty notes and none are the same; references are, whose link and number are.
        """
        notes = "" if self.notes is None else self.notes
        given = self._replace(notes=notes).given()
        return {
            name: (held, given[name])
            for name, held in fields_of(entry).items()
            if name in given and _key_of(given[name]) != _key_of(held)
        }

    def reverse(self, entry: TimeEntry) -> "EntryChange":
        """The change that gives the fields set here the values that an entry holds."""
        held = fields_of(entry)
        return EntryChange(**{name: held[name] for name in self.given() if name in held})


def _key_of(value: object) -> object:
    """What two values of a field are compared by: Harvest adds to references of its own accord."""
    return (value.id, value.permalink) if isinstance(value, ExternalReference) else value


def fields_of(entry: TimeEntry) -> dict[str, Any]:
    """What an entry holds, by the names of a change; notes are a text, empty for none.

    The hours of a running entry are those from before its timer: that is what a change sets.
    """
    banked = entry.hours_without_timer if entry.is_running else None
    return {
        "spent_date": entry.spent_date,
        "hours": entry.hours if banked is None else banked,
        "started_time": entry.started_time,
        "ended_time": entry.ended_time,
        "project_id": entry.project.id,
        "task_id": entry.task.id,
        "notes": entry.notes or "",
        "external_reference": entry.external_reference,
    }


class EntryFilter(NamedTuple):
    """The filters of Harvest's list of entries (Harvest docs, List all time entries).

    Without `user_id` administrators and managers get everybody's entries. `from_` and `to` are
    both included; `updated_since` is not, and must be aware. `external_reference_id` matches any
    service and group: check the rest of the reference afterwards.
    """

    user_id: int | None = None
    client_id: int | None = None
    project_id: int | None = None
    task_id: int | None = None
    external_reference_id: str | None = None
    is_billed: bool | None = None
    is_running: bool | None = None
    approval_status: str | None = None
    updated_since: datetime | None = None
    from_: date | None = None
    to: date | None = None
    per_page: int | None = None
