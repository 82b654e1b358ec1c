"""The backup log beside its database: what each change writes there, and what comes back of it."""

from collections.abc import Iterable
from contextlib import suppress

from harvest_cli.domain.records import TYPE_CHECKING
from harvest_cli.local.outbox.database import transaction
from harvest_cli.local.outbox.imports import note_again
from harvest_cli.local.outbox.intent_log import (
    CONTENT,
    End,
    Intent,
    Trail,
    TrailEnd,
    end_line,
    intent_line,
)
from harvest_cli.local.outbox.row import WAITING, Row, State, change, fact, insert, keep_fact

if TYPE_CHECKING:
    from sqlite3 import Connection

_SEQ, _GONE, _TOLD = "seq ", "gone ", "trail"
"""Facts of an intent: how often it changed, and that it was discarded or replaced.

The last is of the log: how long it was, in bytes, when the database committed last.
"""


class SecondCopy:
    """The backup log `trail` beside its database `db`: what each change writes, what comes back.

    What writes there, but `settled`, is called within a transaction, whose lock keeps appends and
    compaction apart. Where the log cannot be written the database must do: it counts the changes of
    each intent, and remembers what was discarded: an older line never beats a newer row.
    """

    def __init__(self, db: "Connection", trail: Trail) -> None:
        self._db, self._trail = db, trail

    def wanted(
        self, rows: Iterable[Row], instead_of: Row | None = None, end: str = TrailEnd.REWRITTEN
    ) -> None:
        """Note new rows, and the end of the one that they replace, all at once."""
        lines = [intent_line(row, self._seq(row.key)) for row in rows]
        if instead_of is not None:
            lines.append(self._end_line(instead_of.key, end))
        self._note(*lines)

    def again(self, key: str) -> None:
        """Note here that a settled intent is to be wanted once more: older lines tell no more."""
        keep_fact(self._db, _SEQ + key, str(self._seq(key) + 1))

    def changed(self, row: Row) -> None:
        """Note what a row is by now, as newer than all that the log has of it."""
        seq = self._seq(row.key) + 1
        keep_fact(self._db, _SEQ + row.key, str(seq))
        self._note(intent_line(row, seq))

    def dropped(self, key: str) -> None:
        """Note that a row is not wanted any more."""
        self._note(self._end_line(key, TrailEnd.DROPPED))

    def gone(self, key: str) -> None:
        """Remember here that an intent ended: a log that could not be written has it open."""
        keep_fact(self._db, _GONE + key, "")

    def settled(self, key: str, entry_id: int | None) -> None:
        """Note that a row is on Harvest, after the database has it.

        Were it before, a kill between the two would lose the deed; and to lose this line does no
        harm, because a look finds the entry.
        """
        with suppress(OSError):
            self._trail.settle(key, TrailEnd.DONE, entry_id, self._seq(key))

    def missing(self) -> list[Intent]:
        """Open intents of the log that the database neither has nor ended."""
        sql = "SELECT key FROM outbox UNION SELECT substr(name, ?) FROM facts WHERE name LIKE ?"
        found = self._db.execute(sql, (len(_GONE) + 1, f"{_GONE}%"))
        known = {key for (key,) in found}
        intents = self._trail.intents().values()
        return [each for each in intents if each.row is not None and each.key not in known]

    def knows_all(self) -> None:
        """Note, within a transaction, how long the log is now."""
        keep_fact(self._db, _TOLD, str(self._trail.size()))

    def beyond(self) -> list[Intent]:
        """What the log tells that the database was never told: a run was killed between the two.

        Usually this costs a look at the size, and a line or two. A database that never knew the
        log, as a new one beside an old log, is not asked.
        """
        told, size = fact(self._db, _TOLD), self._trail.size()
        if told is None or told == str(size):
            return []
        since = int(told) if told.isdecimal() else 0
        return [each for each in self._trail.intents(since).values() if self._is_news(each)]

    def _is_news(self, intent: Intent) -> bool:
        found = self._db.execute("SELECT state FROM outbox WHERE key = ?", (intent.key,)).fetchone()
        if intent.end is not None:
            stands = found is not None and State.DONE not in (found[0], intent.end.state)
            return stands and intent.seq >= self._seq(intent.key)
        if found is None:
            return fact(self._db, _GONE + intent.key) is None
        return found[0] in WAITING and intent.seq > self._seq(intent.key)

    def recover(self) -> int:
        """Take over what is missing in the database; how many rows that were."""
        with transaction(self._db):
            return self._take_over(self.missing())

    def catch_up(self) -> int:
        """Take over what is `beyond` the database; how many rows of it are new.

        So whatever is typed next knows of it. A run that commits at this moment is waited for. An
        outbox of before the log's length was kept knows it from now on.
        """
        if fact(self._db, _TOLD) is None:
            with transaction(self._db, durable=False):
                self.knows_all()
            return 0
        if not self.beyond():
            return 0
        with transaction(self._db):
            found = self._read_on()
            self.knows_all()
        return found

    def _read_on(self) -> int:
        """The same within a transaction, before it writes: its commit would pass over the rest."""
        return self._take_over(self.beyond())

    def _take_over(self, intents: Iterable[Intent]) -> int:
        new: list[Row] = []
        for intent in intents:
            if intent.row is None:
                self._db.execute("DELETE FROM outbox WHERE key = ?", (intent.key,))
                self.gone(intent.key)
                continue
            found = self._db.execute("SELECT 1 FROM outbox WHERE key = ?", (intent.key,))
            if found.fetchone():
                wanted = {name: getattr(intent.row, name) for name in CONTENT}
                change(self._db, intent.key, wanted)
            else:
                insert(self._db, intent.row)
                new.append(intent.row)
            keep_fact(self._db, _SEQ + intent.key, str(intent.seq))
        note_again(self._db, new)
        return len(new)

    def caught_up(self, row: Row) -> Row:
        """The row as the log has it, where that is newer: a change did not reach the database."""
        last = self._trail.last(row.key)
        if last is None or last.row is None or last.seq <= self._seq(row.key):
            return row
        self._take_over([last])
        return row._replace(**{name: getattr(last.row, name) for name in CONTENT})

    def end_of(self, key: str) -> End | None:
        """How an intent ended as the log has it, where the database knows of nothing newer."""
        last = self._trail.last(key)
        return last.end if last is not None and last.seq >= self._seq(key) else None

    def compact(self, now: float) -> None:
        """Let go of what neither file needs any more; raises OSError."""
        self._read_on()
        self._trail.compact(now)
        self.knows_all()
        known = set(self._trail.intents())
        known |= {key for (key,) in self._db.execute("SELECT key FROM outbox")}
        sql = "SELECT name FROM facts WHERE name LIKE ? OR name LIKE ?"
        for (name,) in self._db.execute(sql, (f"{_SEQ}%", f"{_GONE}%")).fetchall():
            if name.partition(" ")[2] not in known:
                self._db.execute("DELETE FROM facts WHERE name = ?", (name,))

    def _end_line(self, key: str, end: str) -> str:
        return end_line(key, End(end), self._seq(key))

    def _seq(self, key: str) -> int:
        """How often what is wanted of an intent has changed, as far as the database knows."""
        try:
            return int(fact(self._db, _SEQ + key) or 0)
        except ValueError:
            return 0

    def _note(self, *lines: str) -> None:
        with suppress(OSError):
            if lines and not self._db.in_transaction:
                self._trail.append(lines)
            elif lines:
                self._read_on()
                self._trail.append(lines)
                self.knows_all()
