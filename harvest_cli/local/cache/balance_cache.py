"""My entries as the balance knows them, so that only what changed is asked for again.

Two files: all entries in short, and what they came to, small enough to be read for every status.
"""

import json
from datetime import date
from pathlib import Path

from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.local.disk.files import read_private, write_private

MOST_BYTES = 64 * 1024 * 1024
SMALL = 64 * 1024
VERSION = 1

Row = tuple[int, int, int]
"""The day's ordinal, hundredths of an hour, and the place of project and task among the names."""


class CachedEntries(NamedTuple):
    """Entries by id since a day. `read_at` is when Harvest was asked, in seconds.

    `names` are (project id, task id, project, task). `odd` is by how many the count that Harvest
    told was above that of the entries it sent.
    """

    since: date
    read_at: float
    rows: dict[int, Row]
    names: list[tuple[int, int, str, str]]
    odd: int = 0


class Reached(NamedTuple):
    """The balance in seconds at the end of a day, and the tasks whose time is no work, by id.

    `mark` stands for the settings that it follows from.
    """

    day: date
    seconds: int
    mark: str
    kinds: dict[int, str]


class BalanceCache:
    """The files of one login in the cache folder; `owner` says whose they are."""

    def __init__(self, folder: Path, owner: list[str | int | None]) -> None:
        place = "".join(c if c.isalnum() else "-" for c in "-".join(map(str, owner)))
        self._entries = folder / f"balance-{place[-80:]}.json"
        self._reached = folder / f"balance-{place[-80:]}.now"
        self._owner = [VERSION, *owner]

    def load(self) -> CachedEntries | None:
        """What is known; None for nothing, or what is damaged."""
        stored = self._read(self._entries, MOST_BYTES)
        try:
            rows = {int(i): (int(d), int(h), int(n)) for i, d, h, n in stored["rows"]}
            names = [(int(p), int(t), str(a), str(b)) for p, t, a, b in stored["names"]]
            since = date.fromisoformat(stored["since"])
            return CachedEntries(since, float(stored["read_at"]), rows, names, int(stored["odd"]))
        except (KeyError, ValueError, TypeError):
            return None

    def save(self, kept: CachedEntries) -> None:
        """Keep the entries; raises OSError."""
        self._write(
            self._entries,
            {
                "since": kept.since.isoformat(),
                "read_at": kept.read_at,
                "odd": kept.odd,
                "names": kept.names,
                "rows": [(entry, *row) for entry, row in kept.rows.items()],
            },
        )

    def reached(self) -> Reached | None:
        """The balance at the end of the last day that was summed."""
        stored = self._read(self._reached, SMALL)
        try:
            day = date.fromisoformat(stored["day"])
            kinds = {int(task): str(kind) for task, kind in stored["kinds"].items()}
            return Reached(day, int(stored["seconds"]), str(stored["mark"]), kinds)
        except (KeyError, ValueError, TypeError, AttributeError):
            return None

    def reach(self, reached: Reached) -> None:
        """Keep the balance; raises OSError."""
        self._write(self._reached, {**reached._asdict(), "day": reached.day.isoformat()})

    def _read(self, path: Path, limit: int) -> dict[str, Any]:
        try:
            found = json.loads(read_private(path, limit) or b"{}")
        except (ValueError, RecursionError, OSError):
            return {}
        return found if isinstance(found, dict) and found.get("owner") == self._owner else {}

    def _write(self, path: Path, content: dict[str, Any]) -> None:
        text = json.dumps({"owner": self._owner, **content}, separators=(",", ":"))
        write_private(path, text.encode(), durable=False)
