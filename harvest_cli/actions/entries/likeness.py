"""What two entries must have in common for one of them to be the other, written again."""

from datetime import date
from decimal import Decimal

from harvest_cli.domain.entries import NewEntry, TimeEntry
from harvest_cli.domain.hours import HUNDREDTH
from harvest_cli.domain.records import NamedTuple


class Likeness(NamedTuple):
    """All that a person types of an entry, but for clock times."""

    project: int
    task: int
    day: date | None
    hours: Decimal
    notes: str


def likeness_of(entry: TimeEntry) -> Likeness:
    """That of an entry on Harvest, or of one to be."""
    ids = (entry.project.id, entry.task.id)
    return _likeness(*ids, entry.spent_date, entry.hours, entry.notes)


def likeness_of_new(new: NewEntry) -> Likeness:
    """That of an entry as it is asked for."""
    return _likeness(new.project_id, new.task_id, new.spent_date, new.hours, new.notes)


def _likeness(
    project: int, task: int, day: date | None, hours: Decimal | None, notes: str | None
) -> Likeness:
    length = (hours or Decimal(0)).quantize(HUNDREDTH)
    return Likeness(project, task, day, length, (notes or "").replace("\r\n", "\n").strip())
