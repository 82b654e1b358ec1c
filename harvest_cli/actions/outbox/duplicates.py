"""Two entries for one intent: the server was so late that hv had sent it again.

The younger one is removed when nobody touched either; otherwise both stay and the person is told.
"""

from collections.abc import Iterator
from datetime import timedelta
from enum import Enum

from harvest_cli.actions.outbox import policy, writes
from harvest_cli.actions.outbox.lookup import key_of, look, plain
from harvest_cli.actions.outbox.policy import Result
from harvest_cli.actions.outbox.row_facts import Event, EventKind
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import NewEntry, TimeEntry
from harvest_cli.domain.errors import HvError, Outcome
from harvest_cli.local.outbox.journal import Deed
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import Row

A_DAY = timedelta(hours=24)


class Fate(Enum):
    """What became of a twin; one that is left is looked at again."""

    REMOVED = 1
    LEFT = 2
    DOUBTFUL = 3


def remove_duplicates(context: Context, outbox: Outbox, row: Row, new: NewEntry) -> Iterator[Event]:
    """Look whether more than one entry came of a row; remove what is certain to be too much."""
    if key_of(new) is None:
        # An entry without a mark cannot be told from an honest one that is the same.
        outbox.record(row.key, verify_until=None)
        return
    found = look(context, new, 0.0)
    if found.outcome == Result.NOT_LOOKED:
        return
    first = next((e for e in found.entries if e.id == row.entry_id), None)
    fates = [(e, _fate(context, e, first)) for e in found.entries if e is not first]
    doubtful = [twin for twin, fate in fates if fate == Fate.DOUBTFUL]
    if doubtful:
        ids = ", ".join(f"#{twin.id}" for twin in (first, *doubtful) if twin)
        outbox.record(row.key, verify_until=None, last_error=f"twice on Harvest: {ids}")
    else:
        _look_again(context, outbox, row, left=any(fate == Fate.LEFT for _, fate in fates))
    for twin, fate in fates:
        if fate == Fate.REMOVED:
            yield Event(EventKind.REMOVED, row, twin)
    if doubtful:
        yield Event(EventKind.TWICE, row, text=", ".join(f"#{twin.id}" for twin in doubtful))


def _look_again(context: Context, outbox: Outbox, row: Row, *, left: bool) -> None:
    """Another look is due in ten minutes, until nothing can come any more and nothing is left."""
    now = context.clock().timestamp()
    over = row.verify_until is not None and now >= row.verify_until and not left
    until = None if over else row.verify_until
    outbox.record(row.key, verify_until=until, next_at=now + policy.VERIFY_AFTER)


def _fate(context: Context, twin: TimeEntry, kept: TimeEntry | None) -> Fate:
    """Remove a twin if that is right. Where the kept one is gone, the person deleted it."""
    if kept is None or not is_too_much(twin, kept):
        return Fate.DOUBTFUL
    try:
        done = writes.delete(context, twin.id, twin, deed=Deed.REMOVED).confirmed
    except HvError as failure:
        return Fate.DOUBTFUL if failure.outcome is Outcome.REJECTED else Fate.LEFT
    return Fate.REMOVED if done else Fate.LEFT


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
