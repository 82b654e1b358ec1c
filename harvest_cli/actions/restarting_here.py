"""An entry to go on with where Harvest cannot be asked: one of those that hv itself wrote."""

from harvest_cli.actions.context import Context
from harvest_cli.actions.references import fitting, newest_of_each, nth, numbered, one_of, place_of
from harvest_cli.actions.running import last_heard
from harvest_cli.actions.standing_waiting import typed_here
from harvest_cli.actions.undoing_deeds import Written, history, renumbered, returned
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import NotFound
from harvest_cli.local.outbox.journal import ENDED, REMOVED

MOST = 200
"""Deeds that are looked through."""


def written_entry(context: Context, reference: str) -> TimeEntry:
    """The one that is meant of those that hv wrote; it runs where that is what hv knows.

    Raises NotFound, UsageError for several.
    """
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
    """The entries that hv wrote and did not take away again, newest first, as it left them.

    What waits here to reach Harvest is among them, without an id where it has none yet.
    """
    kept, gone = typed_here(context)
    deeds = renumbered(history(context, MOST), returned(context))
    at = {each.deed.run: each.deed.at for each in deeds if each.deed.deed != ENDED}
    found: list[tuple[float, bool, int, TimeEntry | None]] = [
        *((moment, True, entry.id, entry) for moment, entry in kept),
        # What a start ended was there before it.
        *(
            (at.get(it.deed.run, it.deed.at), it.deed.deed != ENDED, it.deed.entry_id, _left(it))
            for it in deeds
        ),
    ]
    found.sort(key=lambda each: each[:2], reverse=True)
    seen, entries = set(gone), []
    for _moment, _own, number, entry in found:
        if entry is not None and (not number or number not in seen):
            entries.append(_as_known(context, entry))
        seen.add(number)
    return entries


def _left(each: Written) -> TimeEntry | None:
    """The entry after a deed, or after that was taken back; None where it is gone then."""
    deed, before = each.deed, each.before
    undone = deed.undone_at is not None
    if deed.deed in ("deleted", REMOVED):
        return before._replace(is_running=False) if undone and before is not None else None
    if not undone:
        return each.entry
    return before if before is not None and before.id == deed.entry_id else None


def _as_known(context: Context, entry: TimeEntry) -> TimeEntry:
    """A timer that Harvest told of later, as stopped, does not run."""
    heard = last_heard(context)
    if not entry.is_running or not entry.id or heard is None:
        return entry
    return entry._replace(is_running=any(entry.id == each.id for each in heard.entries))
