"""The order in which entries are listed, wherever they are."""

from collections.abc import Callable
from datetime import date, datetime, time

from harvest_cli.domain.entries import TimeEntry

LATE = time.max
"""Where an entry without a start stands among those of its day that have one."""


def listed_from(
    first: date, now: datetime
) -> Callable[[TimeEntry], tuple[date, time, datetime, int]]:
    """A key to sort by: day, then start, else as they were made, then id.

    Without a day an entry stands at `first`, without a creation it was made `now`.
    """
    return lambda entry: (
        entry.spent_date or first,
        entry.started_time or LATE,
        entry.created_at or now,
        entry.id,
    )
