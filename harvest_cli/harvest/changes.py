"""What to change in a time entry: only the fields that were set are sent."""

from datetime import date, time
from decimal import Decimal
from enum import Enum
from typing import Final, NamedTuple

from harvest_cli.domain.entries import ExternalReference


class Unset(Enum):
    """The type of UNSET: leave the field as it is, which None (clear it) cannot say."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET


class EntryChange(NamedTuple):
    """New values for some fields of an entry (Harvest docs, Update a time entry).

    `notes=None` or `""` clears the notes. Do not set `hours` on a running entry unless the hours
    are what is to change: they would be added to. A reference is removed by
    `Harvest.delete_external_reference`, so None is not a value for it.
    """

    project_id: int | Unset = UNSET
    task_id: int | Unset = UNSET
    spent_date: date | Unset = UNSET
    started_time: time | Unset | None = UNSET
    ended_time: time | Unset | None = UNSET
    hours: Decimal | Unset = UNSET
    notes: str | Unset | None = UNSET
    external_reference: ExternalReference | Unset = UNSET
