"""The domain's values to JSON bodies and query parameters (Harvest docs, Time Entries).

Only what was given is sent. Hours have two decimals, which a JSON number carries exactly.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING

from harvest_cli.domain.clock import clock_text
from harvest_cli.domain.days import Period
from harvest_cli.domain.entries import ExternalReference, NewEntry

if TYPE_CHECKING:
    from harvest_cli.harvest.changes import EntryChange
    from harvest_cli.harvest.filters import EntryFilter

REFERENCE_MEMBERS = ("id", "group_id", "account_id", "permalink")
"""Harvest derives the service from the permalink itself."""


def body_of(values: Mapping[str, object]) -> bytes:
    """A JSON body; notes in any script arrive whatever charset the other side assumes."""
    return json.dumps(values).encode("ascii")


def new_entry(entry: NewEntry, clock: str | None) -> dict[str, object]:
    """The members of a create; `clock` is the account's way of writing times of day.

    Hours and times go together when both were given: an account uses the kind it tracks by.
    """
    given = entry._asdict().items()
    return {name: wire_value(value, clock) for name, value in given if value is not None}


def entry_change(change: "EntryChange", clock: str | None) -> dict[str, object]:
    """The members of an update: the fields that were set, None among them.

    Raises ValueError when nothing was set.
    """
    from harvest_cli.harvest.changes import UNSET

    values = change._asdict()
    wanted = {name: value for name, value in values.items() if value is not UNSET}
    if not wanted:
        message = "nothing to change"
        raise ValueError(message)
    # Unverified: a null clears notes and times of day, as an empty text does with notes.
    return {name: wire_value(value, clock) for name, value in wanted.items()}


def wire_value(value: object, clock: str | None) -> object:
    """One value as JSON has it."""
    if isinstance(value, time):
        return clock_text(value, clock)
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
    return dict(_params(wanted))


def _params(wanted: "EntryFilter") -> Iterator[tuple[str, str]]:
    for name, value in wanted._asdict().items():
        if value is not None:
            yield name.rstrip("_"), param(value)


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
