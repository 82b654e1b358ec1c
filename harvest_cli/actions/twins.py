"""Two entries for one intent: the server was so late that hv had sent it again.

The younger one is removed when nobody touched either; otherwise both stay and the person is told.
"""

from datetime import timedelta
from typing import NamedTuple

from harvest_cli.actions import delivery_policy as policy
from harvest_cli.actions.context import Context
from harvest_cli.actions.lookups import look, plain
from harvest_cli.domain.entries import NewEntry, TimeEntry
from harvest_cli.domain.errors import HvError
from harvest_cli.local.outbox import Outbox
from harvest_cli.local.outbox_row import Row

A_DAY = timedelta(hours=24)


class Twins(NamedTuple):
    """What a later look gave: twins that were removed, and those that only a person can judge."""

    removed: tuple[TimeEntry, ...] = ()
    kept: tuple[TimeEntry, ...] = ()


def verify(context: Context, outbox: Outbox, row: Row, new: NewEntry) -> Twins:
    """Look whether more than one entry came of a row; remove what is certain to be too much."""
    now = context.clock().timestamp()
    found = look(context, new, 0.0)
    if found.outcome == policy.NOT_LOOKED:
        return Twins()
    kept = next((e for e in found.entries if e.id == row.entry_id), None)
    kept = kept or (found.entries[0] if found.entries else None)
    removed, doubtful = [], []
    for twin in found.entries:
        if kept is None or twin.id == kept.id:
            continue
        if is_too_much(twin, kept) and _removed(context, twin):
            removed.append(twin)
        else:
            doubtful.append(twin)
    if doubtful:
        ids = ", ".join(f"#{twin.id}" for twin in (kept, *doubtful) if twin)
        outbox.record(row.key, verify_until=None, last_error=f"twice on Harvest: {ids}")
    else:
        over = row.verify_until is not None and now >= row.verify_until
        until = None if over else row.verify_until
        outbox.record(row.key, verify_until=until, next_at=now + policy.VERIFY_AFTER)
    return Twins(tuple(removed), tuple(doubtful))


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


def _removed(context: Context, twin: TimeEntry) -> bool:
    from harvest_cli.actions import sending

    try:
        return sending.delete(context, twin.id, twin).confirmed
    except HvError:
        return False
