"""The backup log: a second copy of every intent, in lines of a plain file.

A line holds a whole intent, or how it ended. It is on the disk before the database commits, so
that a lost or older database is made whole again from here. Of several lines of one intent the one
with the highest `seq` tells, and of equal ones the last. Lines carry a checksum; version 0.1.0
wrote them without one, and without `seq`.
"""

import json
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from zlib import crc32

from harvest_cli.domain.records import TYPE_CHECKING, Any, NamedTuple, StrEnum
from harvest_cli.domain.wall_clock import epoch_seconds
from harvest_cli.local.disk.files import append_private, read_private, write_private
from harvest_cli.local.outbox.database import transaction
from harvest_cli.local.outbox.imports import note_again
from harvest_cli.local.outbox.row import (
    WAITING,
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

KEPT = 60 * 86400.0
"""Seconds for which the end of an intent is kept; an older database may come back meanwhile."""
CONTENT = (
    *("key", "server", "account_id", "user_id", "op", "body_json", "body_sha256", "spent_date"),
    *("base_json", "text", "shown", "created_at", "hv_version"),
)
"""What of a row says what is wanted; the other columns say how far it is."""
_TEXTS = ("server", "op", "body_json", "body_sha256", "text", "shown", "hv_version")
WORTH_COMPACTING = 200
"""Lines that are not needed any more, at least."""
_SUM = ', "crc": "'


class TrailEnd(StrEnum):
    """How an intent ended: as an entry, or for a sentence as the rows that it stands for."""

    DONE = "done"
    DROPPED = "dropped"
    RESOLVED = "resolved"
    REWRITTEN = "rewritten"


class End(NamedTuple):
    """The end of an intent; `state` is a TrailEnd, `entry_id` the entry that it is."""

    state: str
    entry_id: int | None = None


class Intent(NamedTuple):
    """What the lines of one intent come to: its row while it is open, or else its end.

    `at` is when it was typed, or when it ended; `line` is the one that tells.
    """

    key: str
    seq: int
    row: Row | None
    end: End | None
    at: float
    line: bytes


def intent_line(row: Row, seq: int = 0) -> str:
    """The line of an intent as it is wanted now; `seq` counts its changes."""
    return _summed({**{name: getattr(row, name) for name in CONTENT}, "seq": seq})


def end_line(key: str, end: End, seq: int = 0, at: float | None = None) -> str:
    """The line of an intent that needs nothing more; `seq` is that of the intent as it was."""
    moment = epoch_seconds() if at is None else at
    return _summed({"key": key, **end._asdict(), "seq": seq, "at": moment})


def _summed(told: dict[str, Any]) -> str:
    text = json.dumps(told)
    return f'{text[:-1]}{_SUM}{crc32(text.encode()):08x}"}}'


class Trail:
    """The trail of one profile. Who appends to it or compacts it holds the lock of the outbox."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._before = path.with_name(f"{path.name}.1")

    def append(self, lines: Iterable[str], *, durable: bool = True) -> None:
        """Add lines, all at once; raises OSError."""
        append_private(self.path, "\n".join(lines), durable=durable)

    def settle(self, key: str, state: TrailEnd, entry_id: int | None = None, seq: int = 0) -> None:
        """Note that an intent is on Harvest; raises OSError.

        Losing this line does no harm: a look finds the entry. So it waits for no disk.
        """
        self.append([end_line(key, End(state, entry_id), seq)], durable=False)

    def size(self) -> int:
        """Bytes of the log; 0 without one."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def intents(self, since: int = 0) -> dict[str, Intent]:
        """Every intent by its key, oldest first; `since` that byte, or all of a log cut shorter."""
        content = (read_private(self.path, sys.maxsize) or b"")[since:] if since else b""
        return _folded((content or self._content()).splitlines())

    def last(self, key: str) -> Intent | None:
        """What the log tells of one intent."""
        content, mark, lines = self._content(), json.dumps(key).encode(), []
        at = content.find(mark)
        while at >= 0:
            first, last = content.rfind(b"\n", 0, at) + 1, content.find(b"\n", at)
            line = content[first : last if last >= 0 else None]
            lines.append(line)
            at = content.find(mark, first + len(line))
        return _folded(lines).get(key)

    def end_of(self, key: str) -> End | None:
        """How an intent ended, where it did."""
        found = self.last(key)
        return found.end if found is not None else None

    def damaged(self) -> int:
        """How many lines cannot be read, such as one that a loss of power cut off."""
        return sum(_read(line) is None for line in self._content().splitlines() if line.strip())

    def compact(self, now: float) -> None:
        """Let go of the lines that no longer tell anything; raises OSError."""
        lines = self._content().splitlines()
        kept = [
            end_line(intent.key, intent.end, intent.seq, intent.at)
            if intent.end is not None
            else intent.line.decode()
            for intent in _folded(lines).values()
            if intent.end is None or now - intent.at <= KEPT
        ]
        if len(lines) - len(kept) >= WORTH_COMPACTING or self._before.exists():
            content = "".join(f"{line}\n" for line in kept)
            write_private(self.path, content.encode(), durable=True)
            self._before.unlink(missing_ok=True)

    def _content(self) -> bytes:
        """All lines. Version 0.1.0 put those of earlier months into a file of their own."""
        old, new = (read_private(path, sys.maxsize) or b"" for path in (self._before, self.path))
        return b"\n".join(filter(None, (old, new)))


def _folded(lines: Iterable[bytes]) -> dict[str, Intent]:
    found: dict[str, Intent] = {}
    for line in lines:
        told = _read(line)
        if told is None:
            continue
        before = found.get(told["key"])
        # A line of 0.1.0 tells no more than that it came after those above it.
        seq = told.get("seq", before.seq if before is not None else 0)
        if before is None or seq >= before.seq:
            found[told["key"]] = _intent(told, seq, before, line)
    return found


def _intent(told: dict[str, Any], seq: int, before: Intent | None, line: bytes) -> Intent:
    if "state" in told:
        at = float(told.get("at", before.at if before is not None else 0.0))
        end = End(str(told["state"]), told.get("entry_id"))
        return Intent(told["key"], seq, None, end, at, line)
    # Nobody knows whether it was sent, so it counts as sent when it was written.
    at = float(told["created_at"])
    values = {name: told[name] for name in CONTENT}
    row = row_of(Row(**values, state=State.UNKNOWN, attempts=1, sent_at=at))
    return Intent(told["key"], seq, row, None, at, line)


def _read(line: bytes) -> dict[str, Any] | None:
    """What a line tells; None where it is damaged."""
    text, mark, tail = line.rpartition(_SUM.encode())
    if mark:
        line = text + b"}"
        if tail != b'%08x"}' % crc32(line):
            return None
    try:
        told = json.loads(line)
        if not isinstance(told["key"], str) or not isinstance(told.get("seq", 0), int):
            return None
        is_end = "state" in told
        float(told.get("at", 0.0) if is_end else told["created_at"])
        return dict(told) if is_end or _fits(told) else None
    except (ValueError, KeyError, TypeError):
        return None


def _fits(told: dict[str, Any]) -> bool:
    """Whether the database takes an intent: without a checksum a line may hold anything."""
    texts = all(isinstance(told[name], str) for name in _TEXTS)
    others = all(isinstance(told[name], str | None) for name in ("spent_date", "base_json"))
    account, user = told["account_id"], told["user_id"]
    return texts and others and isinstance(account, int) and isinstance(user, int | None)


# -- beside its database -----------------------------------------------------------------------

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

    def newest(self, row: Row) -> Row:
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
