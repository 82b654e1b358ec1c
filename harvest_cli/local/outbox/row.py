"""One write that somebody asked for, as the outbox keeps it."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

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


def change(db: "Connection", key: str, values: Mapping[str, object]) -> None:
    """Set columns of a row, within a transaction."""
    names = ", ".join(f"{name} = ?" for name in values)
    if names:
        db.execute(f"UPDATE outbox SET {names} WHERE key = ?", (*values.values(), key))


def key_within(key: str, number: int) -> str:
    """The key of what one intent turned out to hold: the same whoever works it out, and when."""
    return f"hv-{sha_of(f'{key} {number}')[:32]}"


def new_key() -> str:
    """A key that no other intent has."""
    import os

    return f"hv-{os.urandom(16).hex()}"


def sha_of(body: str) -> str:
    """The mark of a payload."""
    from hashlib import sha256

    return sha256(body.encode()).hexdigest()
