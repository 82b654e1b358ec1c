"""An entry to go on with where Harvest cannot be asked: one of those that hv itself wrote."""

from harvest_cli.actions.context import Context
from harvest_cli.actions.references import fitting, newest_of_each, nth, numbered, one_of, place_of
from harvest_cli.actions.undoing_deeds import Written, history
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import NotFound
from harvest_cli.local.journal import REMOVED

MOST = 200
"""Deeds that are looked through."""


def written_entry(context: Context, reference: str) -> TimeEntry:
    """The one that is meant of those that hv wrote; raises NotFound, UsageError for several."""
    entries = written_lately(context)
    digits = reference.removeprefix("#")
    try:
        if digits.isdecimal():
            wanted = numbered(context, digits)
            return nth([entry for entry in entries if entry.id == wanted], 1, reference)
        if place := place_of(reference):
            return nth(entries, place, reference or "last")
        return one_of(context, newest_of_each(fitting(entries, reference)), reference)
    except NotFound:
        message = "Harvest is out of reach, and hv wrote no such entry itself"
        raise NotFound(message, hint="`hv history` lists what it wrote") from None


def written_lately(context: Context) -> list[TimeEntry]:
    """The entries that hv wrote and did not take away again, newest first, as it left them."""
    found: dict[int, TimeEntry | None] = {}
    for each in history(context, MOST):
        found.setdefault(each.deed.entry_id, None if _is_gone(each) else each.entry)
    return [entry for entry in found.values() if entry is not None]


def _is_gone(last: Written) -> bool:
    """Whether the last deed with an entry took it away, or is one that was taken back so."""
    made = last.deed.deed in ("created", "started")
    return last.deed.deed in ("deleted", REMOVED) or (made and last.deed.undone_at is not None)
