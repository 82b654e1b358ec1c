"""Two entries for one intent: the server was so late that hv had sent it again.

The younger one is removed when nobody touched either; otherwise both stay and the person is told.
"""

from datetime import timedelta
from typing import NamedTuple

from harvest_cli.actions import delivery_policy as policy
from harvest_cli.actions import sending
from harvest_cli.actions.context import Context
from harvest_cli.actions.lookups import key_of, look, plain
from harvest_cli.domain.entries import NewEntry, TimeEntry
from harvest_cli.domain.errors import HvError, Outcome
from harvest_cli.local.outbox.journal import REMOVED
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import Row

A_DAY = timedelta(hours=24)


_REMOVED, _LEFT, _DOUBTFUL = "removed", "left", "doubtful"


class Twins(NamedTuple):
    """What a later look gave: twins that were removed, and those that only a person can judge."""

    removed: tuple[TimeEntry, ...] = ()
    kept: tuple[TimeEntry, ...] = ()


def verify(context: Context, outbox: Outbox, row: Row, new: NewEntry) -> Twins:
    """Look whether more than one entry came of a row; remove what is certain to be too much."""
    if key_of(new) is None:
        # An entry without a mark cannot be told from an honest one that is the same.
        outbox.record(row.key, verify_until=None)
        return Twins()
    found = look(context, new, 0.0)
    if found.outcome == policy.NOT_LOOKED:
        return Twins()
    kept = next((e for e in found.entries if e.id == row.entry_id), None)
    fates = [(e, _fate(context, e, kept)) for e in found.entries if e is not kept]
    doubtful = tuple(twin for twin, fate in fates if fate == _DOUBTFUL)
    if doubtful:
        ids = ", ".join(f"#{twin.id}" for twin in (kept, *doubtful) if twin)
        outbox.record(row.key, verify_until=None, last_error=f"twice on Harvest: {ids}")
    else:
        _look_again(context, outbox, row, left=any(fate == _LEFT for _, fate in fates))
    return Twins(tuple(twin for twin, fate in fates if fate == _REMOVED), doubtful)


def _look_again(context: Context, outbox: Outbox, row: Row, *, left: bool) -> None:
    """Another look is due in ten minutes, until nothing can come any more and nothing is left."""
    now = context.clock().timestamp()
    over = row.verify_until is not None and now >= row.verify_until and not left
    until = None if over else row.verify_until
    outbox.record(row.key, verify_until=until, next_at=now + policy.VERIFY_AFTER)


def _fate(context: Context, twin: TimeEntry, kept: TimeEntry | None) -> str:
    """Remove a twin if that is right. Where the kept one is gone, the person deleted it."""
    if kept is None or not is_too_much(twin, kept):
        return _DOUBTFUL
    try:
        done = sending.delete(context, twin.id, twin, deed=REMOVED).confirmed
    except HvError as failure:
        return _DOUBTFUL if failure.outcome is Outcome.REJECTED else _LEFT
    return _REMOVED if done else _LEFT


def is_too_much(twin: TimeEntry, kept: TimeEntry) -> bool:
    """Whether a twin equals the entry that is kept and nobody touched it since it was made."""
    # Unverified: what hv's mark does when an entry is copied or restarted; hence all the rest.
    made, changed, first = twin.created_at, twin.updated_at, kept.created_at
    if made is None or first is None or made != changed or abs(made - first) > A_DAY:
        return False
    if twin.is_locked or twin.is_billed or twin.is_running or twin.approval_status == "approved":
        return False
    return _said(twin) == _said(kept)


def _said(entry: TimeEntry) -> tuple[object, ...]:
    place = (entry.project.id, entry.task.id, entry.spent_date)
    return (*place, entry.hours, plain(entry.notes), entry.is_running)
