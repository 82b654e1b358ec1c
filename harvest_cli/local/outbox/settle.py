"""How a row ends as an entry of Harvest: one entry for one row, whoever comes to record it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from harvest_cli.local.outbox.row import DONE, UNKNOWN, Row, change

if TYPE_CHECKING:
    from sqlite3 import Connection

    from harvest_cli.local.outbox.journal import JournalEntry

_SELECT = f"SELECT {', '.join(Row._fields)} FROM outbox"


class Ending(NamedTuple):
    """What is known of a row that is on Harvest, in the words of `Outbox.finish`."""

    entry_id: int
    certain: bool
    several: bool
    doubtful: Mapping[str, float]


def end(
    db: "Connection", key: str, ending: Ending, deed: "JournalEntry | None"
) -> list[Row] | None:
    """Settle a row within a transaction, as `Outbox.finish` tells.

    Gives the rows that lost the entry by it, and None where it is another's.
    """
    from harvest_cli.local.outbox.journal import creates_again, write_down

    entry_id = ending.entry_id
    others = [Row(*r) for r in db.execute(f"{_SELECT} WHERE entry_id = ?", (entry_id,))]
    others = [row for row in others if row.key != key]
    if others and not ending.certain:
        return None
    for other in others:
        _lose(db, other)
    found = db.execute(f"{_SELECT} WHERE key = ?", (key,)).fetchone()
    row = Row(*found) if found else None
    settled = row is not None and row.state == DONE
    if ending.several or (row and (row.resends or (settled and row.entry_id != entry_id))):
        change(db, key, ending.doubtful)
    if not settled:
        change(db, key, {"state": DONE, "entry_id": entry_id, "last_error": None, "lease_pid": 0})
        if deed is not None and not creates_again(db, key):
            write_down(db, deed)
    return others


def _lose(db: "Connection", row: Row) -> None:
    """What was taken for a row's entry is another's: where its own is nobody knows again."""
    change(db, row.key, {"state": UNKNOWN, "entry_id": None, "verify_until": None})
    sql = "DELETE FROM journal WHERE entry_id = ? AND deed IN ('created', 'started')"
    db.execute(sql, (row.entry_id,))
