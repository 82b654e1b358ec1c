"""What hv wrote to Harvest, with the entry before and after, so that it can be taken back."""

from harvest_cli.domain.records import TYPE_CHECKING, Any, NamedTuple, StrEnum
from harvest_cli.local.outbox.database import transaction
from harvest_cli.local.outbox.row import keep_moment, moments

if TYPE_CHECKING:
    from sqlite3 import Connection


class Deed(StrEnum):
    """What a write did."""

    CREATED = "created"
    STARTED = "started"
    STOPPED = "stopped"
    RESTARTED = "restarted"
    EDITED = "edited"
    DELETED = "deleted"
    ENDED = "ended"
    """Harvest ended the timer because another began in the same run."""
    REMOVED = "removed"
    """A duplicate that hv itself deleted; it is listed, and not undone."""
    AGAIN = "again"
    """A note, no deed: the row whose key is `text` creates the deleted entry again."""
    PASSED = "passed"
    """A note, no deed: the deed whose number is `text` could not be taken back."""
    RESUMED = "resumed"
    """A note, no deed: an entry that goes on with one whose stop, named in `text`, is undone."""
    MANAGED = "managed"
    """A deed, but of no entry: `before_json` tells whom or what, and the way back."""


MADE = (Deed.CREATED, Deed.STARTED)
_NOTES = (Deed.AGAIN, Deed.PASSED, Deed.RESUMED, Deed.MANAGED)
_KNOWN = frozenset(Deed)
_NO_NOTES = f"deed NOT IN ({', '.join(repr(each.value) for each in _NOTES)})"


class JournalEntry(NamedTuple):
    """One write: the entry before and after, as `row.pack` packs it.

    `run` names the command that did it: they are taken back together, and several writes of one
    to one entry are one deed. Runs of hv 0.1.0 name the command that sent, not the one typed.
    """

    at: float
    server: str
    account_id: int
    user_id: int | None
    deed: Deed
    entry_id: int
    before_json: str | None
    after_json: str | None
    text: str = ""
    id: int = 0
    undone_at: float | None = None
    run: str = ""
    said_at: float | None = None
    """When it was by `HV_NOW`, where that was set; what is kept and sorted goes by `at`."""

    @property
    def command(self) -> str:
        """The name of the command that it belongs to."""
        return self.run if self.run.startswith("w") else f"d{self.id}"


_COLUMNS = "at, server, account_id, user_id, deed, entry_id, before_json, after_json, text"


class Again(NamedTuple):
    """An entry that was deleted and is created again: `number` is the one that it has then.

    None while that is not certain; `alive` is False where nothing came of it.
    """

    entry_id: int
    at: float
    number: int | None
    alive: bool


def write_down(db: "Connection", deed: JournalEntry) -> None:
    """Add a deed; one that goes on with the same entry in the same run joins the one before."""
    last = db.execute(
        "SELECT id, run, entry_id, deed FROM journal ORDER BY id DESC LIMIT 1"
    ).fetchone()
    goes_on = deed.deed in (Deed.EDITED, Deed.RESTARTED)
    if last and goes_on and (last[1], last[2]) == (deed.run, deed.entry_id):
        restarted = deed.deed == Deed.RESTARTED and last[3] == Deed.CREATED
        name = Deed.STARTED if restarted else last[3]
        sql = "UPDATE journal SET after_json = ?, at = ?, deed = ? WHERE id = ?"
        db.execute(sql, (deed.after_json, deed.at, name, last[0]))
        _write_moment(db, last[0], deed)
        return
    sql = f"INSERT INTO journal (run, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    _write_moment(db, db.execute(sql, (deed.run, *deed[:9])).lastrowid, deed)


def _write_moment(db: "Connection", number: int | None, deed: JournalEntry) -> None:
    if deed.said_at is not None:
        keep_moment(db, number, deed.run, deed.said_at)


def forget_before(db: "Connection", old: float) -> None:
    """Let go of deeds that were written down before."""
    db.execute("DELETE FROM journal WHERE at < ?", (old,))
    if moments(db):
        waits = "id < 0 AND EXISTS (SELECT 1 FROM outbox WHERE key LIKE '%' || run)"
        db.execute(f"DELETE FROM said WHERE NOT (id IN (SELECT id FROM journal) OR {waits})")


def deeds(
    db: "Connection", account_id: int, most: int, server: str = "", user_id: int | None = None
) -> list[JournalEntry]:
    """The last deeds in an account, newest first, those that were taken back included.

    They are anybody's where `user_id` is None, and all of them for a `most` of -1.
    A deletion is taken back where its entry is created again, or will be.
    """
    where = f"{_NO_NOTES} AND account_id = ? AND coalesce(server = ?, TRUE)"
    where += " AND coalesce(user_id = ?, TRUE) ORDER BY id DESC LIMIT ?"
    found = _newest(db, where, account_id, server or None, user_id, most)
    back = {each.entry_id: each.at if each.alive else None for each in created_again(db)}
    return [
        each._replace(undone_at=back[each.entry_id])
        if each.deed == Deed.DELETED and each.entry_id in back
        else each
        for each in found
    ]


def managed(db: "Connection", account_id: int, server: str) -> list[JournalEntry]:
    """What was done to people and tasks of projects in an account, newest first."""
    where = "(deed, account_id, server) = (?, ?, ?) ORDER BY id DESC"
    return _newest(db, where, Deed.MANAGED, account_id, server)


def _newest(db: "Connection", where: str, *values: object) -> list[JournalEntry]:
    """What a condition of SQL finds, in its order; without deeds that make no sense."""
    sql = f"SELECT {_COLUMNS}, id, undone_at, run FROM journal WHERE {where}"
    said = moments(db)
    found = (JournalEntry(*row) for row in db.execute(sql, values).fetchall() if row[4] in _KNOWN)
    return [
        each._replace(deed=Deed(each.deed), said_at=said.get((each.id, each.run))) for each in found
    ]


def created_again(db: "Connection") -> list[Again]:
    """The entries that were deleted and created again, each once, oldest first."""
    sql = (
        "SELECT journal.entry_id, journal.at, outbox.entry_id,"
        " outbox.key IS NOT NULL AND outbox.state != 'rejected'"
        " FROM journal LEFT JOIN outbox ON outbox.key = journal.text"
        " WHERE deed = ? ORDER BY journal.id"
    )
    found: dict[int, Again] = {}
    for entry_id, at, number, alive in db.execute(sql, (Deed.AGAIN,)):
        earlier = found.get(entry_id)
        if alive or earlier is None or not earlier.alive:
            found[entry_id] = Again(entry_id, at, number, bool(alive))
    return list(found.values())


def note_return(db: "Connection", deleted: JournalEntry, key: str, at: float) -> None:
    """Note that the row with this key is to create the entry again; to be called before it does."""
    _note(db, deleted, at=at, deed=Deed.AGAIN, before_json=None, after_json=None, text=key)


def _note(db: "Connection", about: JournalEntry, **values: Any) -> None:
    """Write down a note of a deed, which belongs to no run."""
    with transaction(db):
        write_down(db, about._replace(run="", **values))


def creates_again(db: "Connection", key: str) -> bool:
    """Whether the row with this key creates a deleted entry again, which is no deed of its own."""
    sql = "SELECT 1 FROM journal WHERE deed = ? AND text = ?"
    return db.execute(sql, (Deed.AGAIN, key)).fetchone() is not None


def taken_away(db: "Connection") -> set[int]:
    """The entries that hv took away again, by every number that they had."""
    again = created_again(db)
    back = {each.entry_id: each.alive for each in again}
    sql = "SELECT entry_id, deed, undone_at IS NOT NULL FROM journal"
    gone = {
        entry_id
        for entry_id, deed, undone in db.execute(f"{sql} WHERE {_NO_NOTES}")
        if (deed == Deed.DELETED and not back.get(entry_id, undone)) or (deed in MADE and undone)
    }
    pairs = [{each.entry_id, each.number} for each in again if each.alive and each.number]
    for pair in (*pairs, *reversed(pairs)):
        gone |= {number for number in pair if number} if gone & pair else set()
    return gone


def mark_undone(db: "Connection", deed_id: int, at: float) -> None:
    """Note that a deed was taken back."""
    with transaction(db):
        db.execute("UPDATE journal SET undone_at = ? WHERE id = ?", (at, deed_id))


def pass_over(db: "Connection", deed: JournalEntry, at: float) -> None:
    """Note that a deed cannot be taken back, so that those before it can."""
    text = str(deed.id)
    _note(db, deed, at=at, deed=Deed.PASSED, before_json=None, after_json=None, text=text)


def note_resumed(
    db: "Connection", stop: JournalEntry, number: int, left: str, runs: str, at: float
) -> None:
    """Note the entry that goes on with one whose stop is undone; both as they are then, packed."""
    text, sides = f"{stop.id} {stop.run}", {"before_json": left, "after_json": runs}
    _note(db, stop, at=at, deed=Deed.RESUMED, entry_id=number, text=text, **sides)


def resumed(db: "Connection") -> dict[str, JournalEntry]:
    """The notes of entries that go on with others, by the number and the run of the stop."""
    sql = f"SELECT {_COLUMNS}, id FROM journal WHERE deed = ? ORDER BY id"
    found = (JournalEntry(*row) for row in db.execute(sql, (Deed.RESUMED,)))
    return {each.text: each._replace(deed=Deed.RESUMED) for each in found}


def passed_over(db: "Connection") -> set[int]:
    """The numbers of the deeds that could not be taken back."""
    found = db.execute("SELECT text FROM journal WHERE deed = ?", (Deed.PASSED,))
    return {int(text) for (text,) in found if text.isdecimal()}
