"""The backup log: one line per intent in a plain file, so that a lost outbox can be restored.

A line is on the disk before the first byte leaves for Harvest. Lines are kept for one to two
months: the file is renamed once its first line is a month old, and the one before it goes.
"""

import json
from enum import StrEnum
from pathlib import Path
from typing import Any

from harvest_cli.domain.records import NamedTuple
from harvest_cli.local.disk.files import append_private, read_private
from harvest_cli.local.outbox.row import Row, State, row_of

KEPT = 30 * 86400.0
SIZE_LIMIT = 16 * 1024 * 1024
_FIELDS = (
    *("key", "server", "account_id", "user_id", "op", "body_json", "body_sha256", "spent_date"),
    *("base_json", "text", "shown", "created_at", "hv_version"),
)


class TrailEnd(StrEnum):
    """How an intent ended: as an entry, or for a sentence as the rows that it stands for."""

    DONE = "done"
    DROPPED = "dropped"
    RESOLVED = "resolved"
    REWRITTEN = "rewritten"


class End(NamedTuple):
    """The last line of an intent; `state` is a TrailEnd, `entry_id` the entry that it is."""

    state: str
    entry_id: int | None = None


class Trail:
    """The trail of one profile."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._before = path.with_name(f"{path.name}.1")

    def intend(self, row: Row) -> None:
        """Note that an entry is wanted; raises OSError."""
        line = {name: getattr(row, name) for name in _FIELDS}
        append_private(self.path, json.dumps(line), durable=True)

    def settle(self, key: str, state: TrailEnd, entry_id: int | None = None) -> None:
        """Note that an intent needs nothing more; raises OSError. Losing this line does no harm."""
        append_private(self.path, json.dumps({"key": key, "state": state, "entry_id": entry_id}))

    def open_intents(self) -> list[Row]:
        """Intents without an end, oldest first, as rows whose fate is unknown."""
        found: dict[str, Row] = {}
        for line in b"".join(self._contents()).splitlines():
            _take(line, found)
        return list(found.values())

    def end_of(self, key: str) -> End | None:
        """How an intent ended, where its last line tells an end."""
        mark, end = json.dumps(key).encode(), None
        for content in self._contents():
            at = content.find(mark)
            while at >= 0:
                first, last = content.rfind(b"\n", 0, at) + 1, content.find(b"\n", at)
                line = content[first : last if last >= 0 else None]
                end = _end_in(line, key, end)
                at = content.find(mark, first + len(line))
        return end

    def _contents(self) -> list[bytes]:
        return [read_private(path, SIZE_LIMIT) or b"" for path in (self._before, self.path)]

    def rotate(self, now: float) -> None:
        """Begin a new file when the first line of this one is a month old; raises OSError."""
        first = (read_private(self.path, SIZE_LIMIT) or b"").split(b"\n", 1)[0]
        try:
            began = float(json.loads(first)["created_at"])
        except (ValueError, KeyError, TypeError):
            return
        if now - began > KEPT:
            self.path.replace(self._before)


def _take(line: bytes, found: dict[str, Row]) -> None:
    try:
        told: dict[str, Any] = json.loads(line)
        if "state" in told:
            found.pop(str(told["key"]), None)
        else:
            values = {name: told[name] for name in _FIELDS}
            # Nobody knows whether it was sent, so it counts as sent when it was written.
            at = float(told["created_at"])
            row = Row(**values, state=State.UNKNOWN, attempts=1, sent_at=at)
            found[told["key"]] = row_of(row)
    except (ValueError, KeyError, TypeError):
        # A line that was cut by a loss of power: the entry it stood for was never confirmed.
        return


def _end_in(line: bytes, key: str, before: End | None) -> End | None:
    try:
        told = json.loads(line)
        if told["key"] != key:
            return before
        return End(str(told["state"]), told.get("entry_id")) if "state" in told else None
    except (ValueError, KeyError, TypeError):
        return before
