"""How far a write of several requests is: recorded step by step in its row, all or nothing."""

import os
from collections.abc import Iterable, Mapping

from harvest_cli.domain.records import Any
from harvest_cli.local.outbox.database import transaction
from harvest_cli.local.outbox.imports import runs_by_key
from harvest_cli.local.outbox.journal import JournalEntry, write_down
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import WAITING, Row, State, change, insert, run_of

_RUNS = "op IN ('start', 'restart')"
"""What lets a timer run."""


def record_step(
    outbox: Outbox,
    seen: Row,
    values: Mapping[str, Any],
    deeds: Iterable[JournalEntry] = (),
    rows: Iterable[Row] = (),
) -> Row | None:
    """Record a step of a row that we hold, with the deeds and the rows that follow from it.

    The row as it is then; None where the intent is another by now, or the lease another's.
    """
    with transaction(outbox.db):
        row = outbox.get(seen.key)
        if row is None or not _is_intent(row, seen) or not outbox.holds(row):
            return None
        change(outbox.db, seen.key, values)
        for deed in deeds:
            write_down(outbox.db, deed)
        new = [each for each in rows if outbox.get(each.key) is None]
        for each in new:
            insert(outbox.db, each)
        if new:
            outbox.copy.wanted(new)
        row = outbox.get(seen.key)
    if row is not None and values.get("state") == State.DONE:
        outbox.copy.settled(row.key, row.entry_id)
    return row


def let_go(outbox: Outbox, keys: Iterable[str], why: str) -> None:
    """Give back rows of ours that were kept and never sent: whoever comes next sends them."""
    sql = (
        "UPDATE outbox SET lease_pid = 0, lease_until = 0, last_error = ? "
        "WHERE key = ? AND state = 'queued' AND lease_pid = ?"
    )
    with transaction(outbox.db):
        outbox.db.executemany(sql, [(why, key, os.getpid()) for key in keys])


def amend_as_seen(outbox: Outbox, seen: Row, values: Mapping[str, Any]) -> bool:
    """Set columns of a row, whoever holds it; False where it is settled or wants otherwise."""
    with transaction(outbox.db):
        if not _is_intent(outbox.get(seen.key), seen):
            return False
        change(outbox.db, seen.key, values)
        if row := outbox.get(seen.key):
            outbox.copy.changed(row)
    return True


def _is_intent(row: Row | None, seen: Row) -> bool:
    """Whether a row still waits, and for what it did when it was seen."""
    if row is None or row.state not in WAITING:
        return False
    return (row.body_json, row.base_json) == (seen.body_json, seen.base_json)


def typed_at(outbox: Outbox) -> dict[str, float]:
    """When the runs of hv were typed of which a row is here; epoch seconds."""
    found = outbox.db.execute("SELECT key, created_at FROM outbox ORDER BY created_at DESC")
    runs = runs_by_key(outbox.db)
    return {runs.get(key) or run_of(key): at for key, at in found}


def own_starts(outbox: Outbox, first: float, last: float) -> bool:
    """Whether a start or restart of this login may have reached Harvest between these moments."""
    where = f"{_RUNS} AND state NOT IN ('queued', 'rejected') AND sent_at BETWEEN ? AND ?"
    return bool(outbox.ours(where, first, last))


def timers_before(outbox: Outbox, row: Row, most: int = 20) -> list[Row]:
    """Starts and restarts of this login that were typed before that row, newest first."""
    where = f"{_RUNS} AND created_at < ? ORDER BY created_at DESC LIMIT ?"
    return outbox.ours(where, row.created_at, most)


def timers(outbox: Outbox) -> list[Row]:
    """Starts and restarts of this login since the oldest that is open, oldest first."""
    open_ones = f"{_RUNS} AND state NOT IN ('done', 'rejected')"
    first = f"(SELECT min(created_at) FROM outbox WHERE {open_ones})"
    where = f"{_RUNS} AND state != 'rejected' AND created_at >= {first}"
    return outbox.ours(f"{where} ORDER BY created_at, rowid")


def stops(outbox: Outbox, since: float) -> list[Row]:
    """Stops of this login that were typed since a moment, but for those that were refused."""
    where = "op = 'stop' AND state != 'rejected' AND created_at >= ? ORDER BY created_at, rowid"
    return outbox.ours(where, since)


def restored(outbox: Outbox, entry_id: int, since: float) -> list[str]:
    """An entry as it was before deeds that were undone since a moment."""
    sql = "SELECT before_json FROM journal WHERE entry_id = ? AND undone_at >= ?"
    return [str(each) for (each,) in outbox.db.execute(sql, (entry_id, since)) if each]


def left_last(outbox: Outbox, entry_id: int) -> str | None:
    """An entry as hv itself left it last, as the journal keeps it; None where it never did."""
    sql = "SELECT after_json FROM journal WHERE entry_id = ? ORDER BY at DESC, id DESC LIMIT 1"
    found = outbox.db.execute(sql, (entry_id,)).fetchone()
    return str(found[0]) if found and found[0] else None
