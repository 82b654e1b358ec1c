"""`hv log holidays november`: public holidays booked where `[leave.holiday]` says, each once."""

import re

from harvest_cli.actions.entries.bulk import BulkItem
from harvest_cli.actions.entries.comparing import compared
from harvest_cli.actions.entries.read_log import as_entry
from harvest_cli.actions.fill.fill import Filling
from harvest_cli.actions.resolve.flags import Flags
from harvest_cli.actions.resolve.query import QueryFlags, scope_of
from harvest_cli.actions.resolve.resolver import resolve
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.session.conventions import leave_of
from harvest_cli.domain.days import months_of
from harvest_cli.domain.errors import NotFound
from harvest_cli.domain.schedule import DayTarget

PLACE = "holiday"
"""The kind of leave that says where public holidays go."""
_WORDS = re.compile(r"(?:(?:public|bank)\s+)?holidays\b(?:\s+(?:in|of|for))?\s*", re.IGNORECASE)
SET = "Set `[holidays] region` in config.toml, as in `hv help targets`"


def holidays_to_book(context: Context, text: str) -> Filling:
    """The public holidays of the days that are named, of this year when none are.

    Raises NotFound when there are none, besides what cannot be understood.
    """
    schedule = context.targets.checked()
    year = months_of(context.today, 12)
    scope = scope_of(context, QueryFlags(_WORDS.sub("", text, count=1)), year, "holidays")
    (place,) = (each for each in leave_of(context.settings) if each.kind == PLACE)
    found = [(day, schedule.target(day)) for day in scope.period.days()]
    days = [(day, due) for day, due in found if due.holiday and due.usual > due.minutes]
    if not days:
        message = f"No holiday on a workday from {scope.period.start} to {scope.period.end}"
        raise NotFound(message, hint=None if schedule.region else SET)
    items = []
    for day, due in days:
        flags = Flags(
            project=place.project,
            task=place.task,
            date=day.isoformat(),
            hours=_length(due),
            note=due.holiday,
        )
        read = resolve(context, "", flags)
        (reading,), (new,) = read.entries, read.requests
        items.append(BulkItem(due.holiday or PLACE, as_entry(reading, new), new))
    return Filling(scope.period, compared(context, items))


def _length(due: DayTarget) -> str:
    minutes = due.usual - due.minutes
    return f"{minutes // 60}:{minutes % 60:02d}"
