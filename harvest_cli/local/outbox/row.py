"""One write that somebody asked for, as the outbox keeps it; time entries as JSON and back."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from harvest_cli.domain.company import Client, Project, Task
from harvest_cli.domain.entries import ExternalReference, Named, NewEntry, TimeEntry
from harvest_cli.domain.records import TYPE_CHECKING, Any, NamedTuple, StrEnum
from harvest_cli.local.outbox import monotonic

if TYPE_CHECKING:
    from sqlite3 import Connection


class State(StrEnum):
    """How far a row is: certainly not sent, being sent, perhaps sent, on Harvest, refused."""

    QUEUED = "queued"
    SENDING = "sending"
    UNKNOWN = "unknown"
    DONE = "done"
    REJECTED = "rejected"


class Op(StrEnum):
    """What a row writes; a sentence is one that was not understood yet."""

    CREATE = "create"
    START = "start"
    SENTENCE = "sentence"
    STOP = "stop"
    EDIT = "edit"
    DELETE = "delete"
    RESTART = "restart"
    UNDO = "undo"


WAITING = (State.QUEUED, State.SENDING, State.UNKNOWN)
"""States of what is not settled."""


class Row(NamedTuple):
    """A write as it is stored; times are epoch seconds.

    `body_json` is what to write, `base_json` what the person saw before, or more about the intent.
    `resends` counts sends after one whose fate was unknown: where it is not 0, two entries are
    possible until `verify_until` has passed. `text` is the sentence, `shown` the line for people.
    `user_id` is None while nobody could be asked who the login belongs to.
    """

    key: str
    server: str
    account_id: int
    user_id: int | None
    op: Op
    body_json: str
    body_sha256: str
    spent_date: str | None = None
    base_json: str | None = None
    text: str = ""
    shown: str = ""
    state: State = State.QUEUED
    attempts: int = 0
    resends: int = 0
    sent_at: float | None = None
    sent_mono: float | None = None
    boot_id: str | None = None
    next_at: float = 0.0
    lease_until: float = 0.0
    lease_pid: int = 0
    lease_start: str = ""
    entry_id: int | None = None
    verify_until: float | None = None
    last_error: str | None = None
    created_at: float = 0.0
    hv_version: str = ""


def row_of(columns: Iterable[Any]) -> Row:
    """A row as the file holds it. In a damaged one, a state that makes no sense is unknown."""
    row = Row._make(columns)
    state = State(row.state) if row.state in _STATES else State.UNKNOWN
    return row._replace(state=state, op=Op(row.op) if row.op in _OPS else row.op)


_STATES, _OPS = frozenset(State), frozenset(Op)
_TYPED, _LONG = "typed ", 600.0


def insert(db: "Connection", row: Row, said_at: float | None = None) -> None:
    """Add a row, within a transaction; it keeps what was typed, unless a stop is but a part.

    `said_at` is now in epoch seconds by `HV_NOW`, where that is set; it is only shown.
    """
    db.execute(f"INSERT INTO outbox VALUES ({', '.join('?' * len(row))})", row)
    if said_at is not None:
        keep_moment(db, None, run_of(row.key), said_at)
    forget_line(db, run_of(row.key), stopping=row.op == Op.STOP)


def change(db: "Connection", key: str, values: Mapping[str, object]) -> None:
    """Set columns of a row, within a transaction."""
    names = ", ".join(f"{name} = ?" for name in values)
    if names:
        db.execute(f"UPDATE outbox SET {names} WHERE key = ?", (*values.values(), key))


_SAID = "CREATE TABLE IF NOT EXISTS said (id INTEGER PRIMARY KEY, run TEXT, at REAL)"
"""It is made when `HV_NOW` is first set; the run tells where a number was given anew."""


def keep_moment(db: "Connection", number: int | None, run: str, said_at: float) -> None:
    """Keep now by `HV_NOW` of a deed by its number, or of a row of the outbox by its run alone."""
    db.execute(_SAID)
    if number is None:
        # Deeds have numbers above 0.
        number = -int(sha_of(run)[:12], 16) - 1
    db.execute("REPLACE INTO said VALUES (?, ?, ?)", (number, run, said_at))


def moments(db: "Connection") -> dict[tuple[int, str], float]:
    """Those moments, by number and run."""
    if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'said'").fetchone():
        return {}
    return {(number, run): at for number, run, at in db.execute("SELECT id, run, at FROM said")}


def fact(db: "Connection", name: str) -> str | None:
    """Something that was learnt of this profile's account."""
    found = db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
    return str(found[0]) if found else None


def keep_fact(db: "Connection", name: str, value: str) -> None:
    """Keep something for the next runs, within a transaction."""
    db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))


def note_line(
    db: "Connection", run: str, line: str, at: float, now: float, mark: str, *, stops: bool = False
) -> None:
    """Note a command line, within a transaction: its run may be killed before it keeps a row.

    `at` is when it was typed, by whatever stands for now; both are epoch seconds. `mark` is a file
    that goes when the run ends, even where the disk is full and the note cannot go. The row of a
    stop keeps what was typed only where the command `stops` and does no more.
    """
    own = os.getpid()
    told = (line, at, now, own, monotonic.started(own), monotonic.boot(), mark)
    keep_fact(db, _notes_of(run)[not stops], json.dumps(told))


def _notes_of(run: str) -> tuple[str, str]:
    """The names of a run's note: one that any row ends, one that a stop does not end."""
    return f"{_TYPED}{run}", f"{_TYPED}{run}+"


def is_noted(db: "Connection", run: str) -> bool:
    """Whether the line of a run is noted."""
    return any(fact(db, name) is not None for name in _notes_of(run))


def forget_line(db: "Connection", run: str, *, stopping: bool = False) -> None:
    """Let go of the line of a run, which is kept by now or has ended.

    Where it is only `stopping` a timer, what is more than a stop is not kept yet.
    """
    names = _notes_of(run)[: 1 if stopping else 2]
    db.executemany("DELETE FROM facts WHERE name = ?", [(name,) for name in names])


class LostLine(NamedTuple):
    """What a run was given that was killed before it kept anything; moments are epoch seconds."""

    run: str
    line: str
    at: float
    since: float
    mark: Path


def lost_lines(db: "Connection", own: str, now: float) -> Iterator[LostLine]:
    """The lines of runs, but the `own`, that were killed before they kept anything."""
    sql = "SELECT name, value FROM facts WHERE name > ? AND name < ? AND name NOT IN (?, ?)"
    for name, value in db.execute(sql, (_TYPED, f"{_TYPED}~", *_notes_of(own))).fetchall():
        line, at, since, pid, began, boot, mark = json.loads(value)
        # Where nobody knows whether a process is gone, it counts as alive for ever.
        over = not monotonic.can_tell(began) and now - since > _LONG
        gone = over or not monotonic.is_alive(pid, began, boot)
        run = name.removeprefix(_TYPED).removesuffix("+")
        lost = LostLine(run, line, at, since, Path(mark))
        if gone and lost.mark.exists():
            yield lost


def key_within(key: str, number: int) -> str:
    """The key of what one intent turned out to hold: the same whoever works it out, and when."""
    return f"hv-{sha_of(f'{key} {number}')[:32]}"


def key_beside(key: str, number: int) -> str:
    """The key of a write that follows from another, as a part of the same run."""
    return f"hv-{sha_of(f'{key} {number}')[:17]}{run_of(key)}"


def told_column(op: Op) -> str:
    """The column that tells how a write of several requests was typed, and how far it is."""
    return "base_json" if op == Op.START else "body_json"


def told_of(row: Row) -> dict[str, Any]:
    """What that column holds; raises ValueError for a damaged row."""
    found: dict[str, Any] = json.loads(getattr(row, told_column(row.op)) or "{}")
    return found


RUN = 15
"""Letters of the name of a run: `w`, and what no other run has."""


def new_run() -> str:
    """A name for one command, unlike that of any other."""
    return f"w{os.urandom(RUN // 2).hex()}"


def new_key(run: str = "") -> str:
    """A key that no other intent has; it ends in the name of the run that the intent is of."""
    return f"hv-{os.urandom(9).hex()[:17]}{run or new_run()}"


def run_of(key: str) -> str:
    """The run that an intent was typed in; one of its own where the key does not tell."""
    return key[-RUN:] if tells_run(key) else f"w{sha_of(key)[: RUN - 1]}"


def tells_run(key: str) -> bool:
    """Whether a key tells its run, as that of what was typed does."""
    return key[-RUN : -RUN + 1] == "w"


def sha_of(body: str) -> str:
    """The mark of a payload."""
    from hashlib import sha256

    return sha256(body.encode()).hexdigest()


_DAYS = ("spent_date",)
_TIMES = ("started_time", "ended_time")
_MOMENTS = ("timer_started_at", "created_at", "updated_at")
_NUMBERS = ("hours", "hours_without_timer", "rounded_hours", "billable_rate", "cost_rate")
_PARTS: dict[str, Any] = {
    "client": Client,
    "project": Project,
    "task": Task,
    "user": Named,
    "external_reference": ExternalReference,
}


def pack(thing: NewEntry | TimeEntry) -> str:
    """One line of JSON; fields that are None are left out."""
    given = thing._asdict().items()
    return json.dumps({name: plain(value) for name, value in given if value is not None})


def plain(value: object) -> object:
    """One value as JSON has it."""
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def unpack_new(text: str) -> NewEntry:
    """The entry to create; raises ValueError, TypeError or KeyError for anything else."""
    return NewEntry(**_values(json.loads(text)))


def new_of(row: Row) -> NewEntry | None:
    """The entry that a row is to create; None where the row is damaged."""
    try:
        return unpack_new(row.body_json)
    except (ValueError, TypeError, KeyError):
        return None


def unpack_entry(text: str) -> TimeEntry:
    """The entry as Harvest held it; raises ValueError, TypeError or KeyError."""
    # What Harvest sent unreadable was None, and left out.
    return TimeEntry(**{"spent_date": None, "hours": None, **_values(json.loads(text))})


def _values(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value_of(name, raw) for name, raw in dict(found).items()}


def value_of(name: str, raw: Any) -> Any:
    """The value of a field, by its name."""
    if name in _DAYS:
        return date.fromisoformat(raw)
    if name in _TIMES:
        return time.fromisoformat(raw)
    if name in _MOMENTS:
        return datetime.fromisoformat(raw)
    if name in _NUMBERS:
        return Decimal(raw)
    return _PARTS[name](*raw) if name in _PARTS else raw
