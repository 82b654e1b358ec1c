"""One write that somebody asked for, as the outbox keeps it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sqlite3 import Connection

QUEUED, SENDING, UNKNOWN, DONE, REJECTED = "queued", "sending", "unknown", "done", "rejected"
WAITING = (QUEUED, SENDING, UNKNOWN)
"""States of what is not settled: certainly not sent, being sent, perhaps sent."""


class Row(NamedTuple):
    """`op` is create, start, sentence, stop, edit or delete; times are epoch seconds.

    `body_json` is what to write, `base_json` what the person saw before, or more about the intent.
    `resends` counts sends after one whose fate was unknown: where it is not 0, two entries are
    possible until `verify_until` has passed. `text` is the sentence, `shown` the line for people.
    `user_id` is None while nobody could be asked who the login belongs to.
    """

    key: str
    server: str
    account_id: int
    user_id: int | None
    op: str
    body_json: str
    body_sha256: str
    spent_date: str | None = None
    base_json: str | None = None
    text: str = ""
    shown: str = ""
    state: str = QUEUED
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
