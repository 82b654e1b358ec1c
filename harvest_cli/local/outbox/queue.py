"""What was asked for and is not certain to be on Harvest yet: rows in the profile's state file.

A row is on the disk before its first byte leaves, and in the backup log before that: what is
wanted, each change of it and its end are written there before the database commits. Who sends a row
holds its lease; a lease ends with its time or with the process that took it, and who lost it
records nothing over what the next one recorded. Rows of another login are never touched.

A process that dies loses nothing that it wrote. For what a loss of power could take, hv waits:
what is wanted, in the backup log and then here, and each step of several requests. Not for the end
of an entry with hv's mark: its row stands as being sent, is looked for by the mark, and ends again,
with its place in the journal. Nor for its end in the backup log, or for any cache.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from weakref import finalize

from harvest_cli.domain.errors import LONGEST_WAIT
from harvest_cli.domain.records import TYPE_CHECKING, Any, NamedTuple
from harvest_cli.local.outbox import monotonic
from harvest_cli.local.outbox.database import in_use, open_database, transaction
from harvest_cli.local.outbox.intent_log import CONTENT, SecondCopy, Trail, TrailEnd
from harvest_cli.local.outbox.journal import (
    MADE,
    JournalEntry,
    creates_again,
    forget_before,
    taken_away,
    write_down,
)
from harvest_cli.local.outbox.row import (
    WAITING,
    Op,
    Row,
    State,
    change,
    fact,
    insert,
    keep_fact,
    row_of,
)

if TYPE_CHECKING:
    from sqlite3 import Connection

KEPT = 30 * 86400.0
"""Seconds for which settled rows stay."""
_COLUMNS = ", ".join(Row._fields)
_SELECT = f"SELECT {_COLUMNS} FROM outbox"
Unless = Callable[[], Row | None]
"""Finds the row that makes another one needless."""
_OPEN = "(state NOT IN ('done', 'rejected') OR verify_until IS NOT NULL)"


class Login(NamedTuple):
    """Whose rows are meant. `user_id` is None while Harvest could not be asked."""

    server: str
    account_id: int
    user_id: int | None


class Outbox:
    """The rows of one profile."""

    def __init__(self, path: Path, login: Login) -> None:
        self.path, self.login, is_new = path, login, not path.exists()
        self.said_at: float | None = None
        self.trail = Trail(path.with_name(f"{path.stem}.entries.log"))
        self.db: Connection = open_database(path)
        self.copy = SecondCopy(self.db, self.trail)
        self.close = finalize(self, in_use(path, self.db))
        """Lets go of the file; a second call does nothing."""
        if is_new and not self.trail.size():
            with transaction(self.db):
                self.copy.knows_all()

    def insert(self, row: Row, *, once: bool = False) -> Row | None:
        """Keep a new row; raises sqlite3.Error or OSError when it is not on the disk.

        With `once` an equal entry that is known here is given back, and nothing is kept.
        """
        unless = partial(self.same, row.body_sha256) if once else (lambda: None)
        return self.insert_unless([(row, unless)])[0]

    def insert_unless(self, wanted: Sequence[tuple[Row, Unless]]) -> list[Row | None]:
        """Keep new rows, all in one step or none; raises sqlite3.Error or OSError for none.

        What stands beside a row is asked in the same step; a row that it gives is given back.
        """
        import sqlite3

        new: list[Row] = []
        noted: list[Row] = []
        earlier: list[Row | None] = []
        try:
            with transaction(self.db):
                for row, unless in wanted:
                    earlier.append(unless())
                    if earlier[-1] is None:
                        insert(self.db, row, self.said_at)
                        new.append(row)
                self.copy.wanted(new)
                noted = new
        except sqlite3.Error:
            for row in noted:
                # The person is told that it is not kept, and writes it again.
                self.copy.dropped(row.key)
            raise
        return earlier

    def insert_all(
        self,
        rows: Sequence[Row],
        instead_of: Row | None = None,
        end: TrailEnd = TrailEnd.REWRITTEN,
    ) -> bool:
        """Keep several rows in place of one, which comes to this `end`, or none of them.

        False where the one is not as it was seen any more: another process had it meanwhile.
        """
        with transaction(self.db):
            if instead_of is not None and self.get(instead_of.key) != instead_of:
                return False
            if instead_of is not None:
                self._delete(instead_of.key)
            for row in rows:
                insert(self.db, row, self.said_at)
            self.copy.wanted(rows, instead_of, end)
        return True

    def claim(self, key: str, now: monotonic.Stamp, seconds: float) -> Row | None:
        """The row with a lease of ours, state sending; None when it is settled or another's.

        What was being sent by a process that is gone, or for too long, may have arrived.
        """
        with transaction(self.db):
            row = self.get(key)
            if row is None or row.state not in WAITING or self.is_leased(row, now):
                return None
            row = self.copy.newest(row)
            self._record(
                key,
                lease_until=now.wall + seconds,
                lease_pid=os.getpid(),
                lease_start=monotonic.started(os.getpid()),
            )
        return row

    def is_leased(self, row: Row, now: monotonic.Stamp) -> bool:
        """Whether somebody else may be sending this row at this moment."""
        if not row.lease_pid or now.wall >= row.lease_until:
            return False
        return monotonic.is_alive(row.lease_pid, row.lease_start, row.boot_id or monotonic.boot())

    def holds(self, row: Row) -> bool:
        """Whether this process may work on a row: nobody else does, and it is not settled."""
        return row.state in WAITING and (not row.lease_pid or _is_mine(row))

    def begin(self, key: str, now: monotonic.Stamp, resent: int) -> bool:
        """Mark a row as being sent from now on; False when its lease is no longer ours."""
        with transaction(self.db):
            row = self.get(key)
            if (
                row is None
                or row.state == State.DONE
                or not _is_mine(row)
                or now.wall >= row.lease_until
            ):
                return False
            self._record(
                key,
                state=State.SENDING,
                attempts=row.attempts + 1,
                resends=row.resends + resent,
                sent_at=now.wall,
                sent_mono=now.ticks,
                boot_id=now.boot,
            )
        return True

    def record(self, key: str, **values: Any) -> None:
        """Set columns of a row and give its lease back.

        Nothing is set where another process holds the lease by now, or has settled the row.
        """
        with transaction(self.db):
            row = self.get(key)
            if row is None or (row.lease_pid and not _is_mine(row)):
                return
            if row.state != State.DONE or values.get("state", State.DONE) == State.DONE:
                self._record(key, **{"lease_pid": 0, "lease_until": 0.0, **values})
        if values.get("state") == State.DONE:
            self.copy.settled(key, values.get("entry_id", row.entry_id))

    def amend(self, key: str, **values: Any) -> None:
        """Set columns of a row that we hold; the lease stays."""
        with transaction(self.db):
            self._record(key, **values)
            row = self.get(key)
            if row is not None and not values.keys().isdisjoint(CONTENT):
                self.copy.changed(row)

    def finish(
        self,
        key: str,
        entry_id: int,
        deed: JournalEntry | None,
        *,
        certain: bool = True,
        several: bool = False,
        doubtful: Mapping[str, float] | None = None,
        goes_on: bool = False,
        durable: bool = True,
    ) -> bool:
        """Settle a row: store its entry id; two rows never claim one entry.

        `deed` goes to the journal. False where the entry is another row's; when it is `certain`
        that it is this one's, the other one waits again. `doubtful` is set when `several` entries
        came of the row, or may have: somebody sent it again, or settled it with another entry,
        which stays. A row that `goes_on` stays open, and whose it is. It need not be `durable`
        where the same entry would be found again.
        """
        done = {"state": State.DONE, "lease_pid": 0} if not goes_on else {"state": State.SENDING}
        with transaction(self.db, durable=durable):
            sql = f"{_SELECT} WHERE entry_id = ? AND key != ?"
            others = [row_of(found) for found in self.db.execute(sql, (entry_id, key))]
            if others and not certain:
                return False
            for other in others:
                self._lose(other)
            row = self.get(key)
            settled = row is not None and row.state == State.DONE
            if several or (row and (row.resends or (settled and row.entry_id != entry_id))):
                self._record(key, **(doubtful or {}))
            if not settled:
                self._record(key, entry_id=entry_id, last_error=None, **done)
                if deed is not None and not creates_again(self.db, key):
                    write_down(self.db, deed)
        if not settled and not goes_on:
            self.copy.settled(key, entry_id)
        return True

    def _lose(self, row: Row) -> None:
        """The entry of a row is another's: where its own is nobody knows again."""
        self._record(row.key, state=State.UNKNOWN, entry_id=None, verify_until=None)
        self.copy.changed(row)
        sql = "DELETE FROM journal WHERE entry_id = ? AND deed IN (?, ?)"
        self.db.execute(sql, (row.entry_id, *MADE))

    def _record(self, key: str, **values: Any) -> None:
        change(self.db, key, values)

    def get(self, key: str) -> Row | None:
        """One row."""
        found = self.db.execute(f"{_SELECT} WHERE key = ?", (key,)).fetchone()
        return row_of(found) if found else None

    def open_rows(self) -> list[Row]:
        """Rows of this login that want something done, oldest first."""
        return self.ours(f"{_OPEN} ORDER BY created_at, rowid")

    def ours(self, where: str, *values: object) -> list[Row]:
        """Rows of this login that a condition of SQL finds, in its order."""
        found = self.db.execute(f"{_SELECT} WHERE {where}", values).fetchall()
        return [row for row in map(row_of, found) if self.is_ours(row)]

    def is_ours(self, row: Row) -> bool:
        """Whether a row may be sent with this login."""
        server, account, user = self.login
        here = (row.server, row.account_id) == (server, account)
        return here and row.user_id in (None, user)

    def listed(self) -> list[Row]:
        """What is not settled, with refused rows, twins and those of other logins."""
        where = "state != 'done' OR last_error IS NOT NULL ORDER BY created_at, rowid"
        return [row_of(found) for found in self.db.execute(f"{_SELECT} WHERE {where}")]

    def may_be_ours(self, row: Row) -> bool:
        """The same as far as that can be told: nobody may have been asked yet who I am."""
        return self.is_ours(row if self.login.user_id else row._replace(user_id=None))

    def pending(self) -> list[Row]:
        """Rows of this login that are not settled, oldest first."""
        return [row for row in self.listed() if row.state in WAITING and self.may_be_ours(row)]

    def rejected(self) -> int:
        """How many rows of this login are refused, and neither mended nor discarded."""
        return sum(r.state == State.REJECTED and self.may_be_ours(r) for r in self.listed())

    def waiting(self) -> int:
        """How many rows of this login are not settled."""
        return len(self.pending())

    def drop(self, key: str, seen: Row | None = None) -> bool:
        """Forget a row, in the backup log too; False when it has changed since it was `seen`."""
        with transaction(self.db):
            if seen is not None and self.get(key) != seen:
                return False
            self.copy.dropped(key)
            self._delete(key)
        return True

    def _delete(self, key: str) -> None:
        self.db.execute("DELETE FROM outbox WHERE key = ?", (key,))
        self.copy.gone(key)

    def forget(self, key: str) -> None:
        """Let go of a settled row, within a transaction, because it is wanted once more."""
        self.db.execute("DELETE FROM outbox WHERE key = ?", (key,))
        self.copy.again(key)

    def settled(self) -> set[str]:
        """The keys of the rows that are on Harvest, or refused."""
        sql = "SELECT key FROM outbox WHERE state IN (?, ?)"
        return {key for (key,) in self.db.execute(sql, (State.DONE, State.REJECTED))}

    def creates_of(self, day: str | None, *, standing: bool = False) -> list[Row]:
        """The entries of a day, or of all, that this login was to create and that were not refused.

        Where they are to be `standing`, without those that hv took away again.
        """
        where = "op = ? AND state != ? AND coalesce(spent_date = ?, TRUE) ORDER BY created_at"
        rows = self.ours(where, Op.CREATE, State.REJECTED, day)
        gone = taken_away(self.db) if standing and rows else set()
        return [row for row in rows if row.entry_id not in gone]

    def claimed_ids(self) -> set[int]:
        """Entries that other rows are known to be: one entry of Harvest satisfies one row."""
        sql = "SELECT entry_id FROM outbox WHERE entry_id IS NOT NULL"
        return {found for (found,) in self.db.execute(sql)}

    def same(self, sha: str, since: float = 0.0) -> Row | None:
        """The newest row of this login with this payload that waits, or was made after `since`.

        What Harvest refused, and what hv itself deleted again, does not count.
        """
        where = "body_sha256 = ? AND state != ? AND (state != ? OR created_at > ?)"
        newest = f"{where} ORDER BY created_at DESC"
        rows = self.ours(newest, sha, State.REJECTED, State.DONE, since)
        gone = taken_away(self.db) if rows else set()
        return next((row for row in rows if row.entry_id not in gone), None)

    def paused_until(self, now: float) -> float:
        """Until when Harvest asked to be left alone; epoch seconds, 0 for never."""
        moment = self._moment(f"pause {self.login.account_id}")
        return moment if moment <= now + LONGEST_WAIT else 0.0

    def pause_until(self, moment: float) -> None:
        """Tell every process of this profile to leave Harvest alone until then."""
        self.learn(f"pause {self.login.account_id}", str(moment))

    def fact(self, name: str) -> str | None:
        """Something that was learnt of this profile's account."""
        return fact(self.db, name)

    def _moment(self, name: str) -> float:
        try:
            return float(self.fact(name) or 0)
        except ValueError:
            return 0.0

    def learn(self, name: str, value: str) -> None:
        """Keep something for the next runs."""
        with transaction(self.db):
            keep_fact(self.db, name, value)

    def tidy(self, now: float) -> None:
        """Once a day, let go of what was settled a month ago; raises sqlite3.Error, OSError."""
        if self._moment("tidied") > now - 86400:
            return
        with transaction(self.db):
            self.copy.compact(now)
            old = (now - KEPT,)
            self.db.execute("DELETE FROM outbox WHERE state = 'done' AND created_at < ?", old)
            forget_before(self.db, now - KEPT)
            keep_fact(self.db, "tidied", str(now))


def _is_mine(row: Row) -> bool:
    """Whether this process holds the lease; in containers that share a folder, numbers repeat."""
    return row.lease_pid == os.getpid() and row.lease_start == monotonic.started(os.getpid())


def fresh(row: Row, now: monotonic.Stamp, seconds: float) -> Row:
    """A new row as it is kept when it is sent at once: being sent by this process."""
    return row._replace(
        state=State.SENDING,
        attempts=1,
        created_at=now.wall,
        sent_at=now.wall,
        sent_mono=now.ticks,
        boot_id=now.boot,
        lease_until=now.wall + seconds,
        lease_pid=os.getpid(),
        lease_start=monotonic.started(os.getpid()),
    )
