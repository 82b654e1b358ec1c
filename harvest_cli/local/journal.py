"""What hv wrote to Harvest, with the entry before and after, so that it can be taken back."""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sqlite3 import Connection


class Deed(NamedTuple):
    """One write. `deed` is created, started, stopped, restarted, edited or deleted.

    `run` names the command that did it: several writes of one to one entry are one deed.
    """

    at: float
    server: str
    account_id: int
    user_id: int | None
    deed: str
    entry_id: int
    before_json: str | None
    after_json: str | None
    text: str = ""
    id: int = 0
    undone_at: float | None = None
    run: str = ""


_COLUMNS = "at, server, account_id, user_id, deed, entry_id, before_json, after_json, text"


DELETED = (
    "SELECT entry_id FROM journal WHERE deed = 'deleted' AND undone_at IS NULL"
    " OR deed IN ('created', 'started') AND undone_at IS NOT NULL"
)
"""The entries that hv took away again, as a query."""


def write_down(db: "Connection", deed: Deed) -> None:
    """Add a deed; one that goes on with the same entry in the same run joins the one before."""
    last = db.execute(
        "SELECT id, run, entry_id, deed FROM journal ORDER BY id DESC LIMIT 1"
    ).fetchone()
    goes_on = deed.deed in ("edited", "restarted")
    if last and goes_on and (last[1], last[2]) == (deed.run, deed.entry_id):
        name = "started" if deed.deed == "restarted" and last[3] == "created" else last[3]
        sql = "UPDATE journal SET after_json = ?, at = ?, deed = ? WHERE id = ?"
        db.execute(sql, (deed.after_json, deed.at, name, last[0]))
        return
    sql = f"INSERT INTO journal (run, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    db.execute(sql, (deed.run, *deed[:9]))


def deeds(db: "Connection", account_id: int, most: int) -> list[Deed]:
    """The last deeds in an account, newest first, those that were taken back included."""
    sql = f"SELECT {_COLUMNS}, id, undone_at FROM journal WHERE account_id = ?"
    found = db.execute(f"{sql} ORDER BY id DESC LIMIT ?", (account_id, most))
    return [Deed(*row) for row in found]


def mark_undone(db: "Connection", deed_id: int, at: float) -> None:
    """Note that a deed was taken back."""
    from harvest_cli.local.database import transaction

    with transaction(db):
        db.execute("UPDATE journal SET undone_at = ? WHERE id = ?", (at, deed_id))
