"""Two entries for one intent: the server was so late that hv had sent it again.

The younger one is removed when nobody touched either; otherwise both stay and the person is told.

The same entry twice: people retype what they think was lost, and scripts run again.

On a terminal hv asks first, in a pipe it says so. With `--once` the first is left as it is.
"""

from contextlib import suppress
from datetime import timedelta
from typing import NamedTuple

from harvest_cli.actions.outbox import policy, writes
from harvest_cli.actions.outbox.lookup import key_of, look, plain
from harvest_cli.actions.outbox.row_facts import stamp_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import NewEntry, TimeEntry
from harvest_cli.domain.errors import HvError, NeedsDecision, Outcome
from harvest_cli.local.outbox.entry_json import pack
from harvest_cli.local.outbox.journal import REMOVED
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import DONE, Row, sha_of

A_DAY = timedelta(hours=24)
_REMOVED, _LEFT, _DOUBTFUL = "removed", "left", "doubtful"


class Duplicates(NamedTuple):
    """What a later look gave: twins that were removed, and those that only a person can judge."""

    removed: tuple[TimeEntry, ...] = ()
    kept: tuple[TimeEntry, ...] = ()


def remove_duplicates(context: Context, outbox: Outbox, row: Row, new: NewEntry) -> Duplicates:
    """Look whether more than one entry came of a row; remove what is certain to be too much."""
    if key_of(new) is None:
        # An entry without a mark cannot be told from an honest one that is the same.
        outbox.record(row.key, verify_until=None)
        return Duplicates()
    found = look(context, new, 0.0)
    if found.outcome == policy.NOT_LOOKED:
        return Duplicates()
    kept = next((e for e in found.entries if e.id == row.entry_id), None)
    fates = [(e, _fate(context, e, kept)) for e in found.entries if e is not kept]
    doubtful = tuple(twin for twin, fate in fates if fate == _DOUBTFUL)
    if doubtful:
        ids = ", ".join(f"#{twin.id}" for twin in (kept, *doubtful) if twin)
        outbox.record(row.key, verify_until=None, last_error=f"twice on Harvest: {ids}")
    else:
        _look_again(context, outbox, row, left=any(fate == _LEFT for _, fate in fates))
    return Duplicates(tuple(twin for twin, fate in fates if fate == _REMOVED), doubtful)


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
        done = writes.delete(context, twin.id, twin, deed=REMOVED).confirmed
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


MOMENT = 60.0
"""Seconds within which an equal entry is more often a retry than meant."""


def confirm_repeat(context: Context, new: NewEntry, deed: str, again: str) -> None:
    """Ask, or say where nobody can be asked, when an equal entry was just written or waits.

    `deed` and `again` are words: logged, "Log it once more". Raises NeedsDecision when it is not
    meant.
    """
    earlier = _earlier(context, new)
    if earlier is None:
        return
    waits = earlier.state != DONE
    if waits:
        said = "The same entry waits here already"
    else:
        said = f"The same was {deed} less than a minute ago (#{earlier.entry_id})"
    if context.choose is None:
        look = "`hv outbox` shows both" if waits else "`hv undo` takes this one back"
        context.warn(f"{said}: {look}")
    elif context.choose(said, [again, "Leave it"]) != 0:
        message = f"Nothing was {deed} this time"
        raise NeedsDecision(message, hint="`hv outbox` shows it" if waits else None)


def _earlier(context: Context, new: NewEntry) -> Row | None:
    import sqlite3

    outbox = context.outbox
    if outbox is None:
        return None
    with suppress(sqlite3.Error):
        return outbox.same(sha_of(pack(new)), stamp_of(context).wall - MOMENT)
    return None
