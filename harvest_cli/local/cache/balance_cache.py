"""What the balance follows from: my entries as it knows them, and public holidays.

Of entries there are two files, so that only what changed is asked for again: all of them in short,
and what they came to, small enough to be read for every status. The library of holidays takes a
quarter of a second to load.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.local.disk.files import read_private, write_private
from harvest_cli.local.disk.paths_fast import file_part

MOST_BYTES = 64 * 1024 * 1024
HOLIDAYS_KEPT = timedelta(days=90)
"""Laws change, and so does the library."""
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
        place = file_part("-".join(map(str, owner)))
        self._entries = folder / f"balance-{place[-80:]}.json"
        self._reached = folder / f"balance-{place[-80:]}.now"
        self._owner = [VERSION, *owner]

    def load(self) -> CachedEntries | None:
        """What is known; None for nothing, or what is damaged."""
        stored = self._read(self._entries)
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
        stored = self._read(self._reached)
        try:
            day = date.fromisoformat(stored["day"])
            kinds = {int(task): str(kind) for task, kind in stored["kinds"].items()}
            return Reached(day, int(stored["seconds"]), str(stored["mark"]), kinds)
        except (KeyError, ValueError, TypeError, AttributeError):
            return None

    def reach(self, reached: Reached) -> None:
        """Keep the balance; raises OSError."""
        self._write(self._reached, {**reached._asdict(), "day": reached.day.isoformat()})

    def _read(self, path: Path) -> dict[str, Any]:
        found = _read(path)
        return found if found.get("owner") == self._owner else {}

    def _write(self, path: Path, content: dict[str, Any]) -> None:
        text = json.dumps({"owner": self._owner, **content}, separators=(",", ":"))
        write_private(path, text.encode(), durable=False)


def _read(path: Path) -> dict[str, Any]:
    """What a file holds; nothing where it is damaged."""
    try:
        found = json.loads(read_private(path, MOST_BYTES) or b"{}")
    except (ValueError, RecursionError, OSError):
        return {}
    return found if isinstance(found, dict) else {}


class HolidayCache:
    """The public holidays of one region, in a file of the cache folder."""

    def __init__(self, folder: Path, region: str, language: str, now: datetime) -> None:
        self._path = folder / f"holidays-{file_part(f'{region}-{language}')[:60]}.json"
        self._mark, self._now = [region, language], now

    def year(self, year: int) -> dict[date, str] | None:
        """Days and names of one year; None where that is unknown or old."""
        stored = _read(self._path)
        try:
            age = self._now.timestamp() - float(stored["at"])
            if stored["of"] != self._mark or not 0 <= age <= HOLIDAYS_KEPT.total_seconds():
                return None
            return {date.fromisoformat(day): str(name) for day, name in stored[str(year)].items()}
        except (KeyError, ValueError, TypeError, AttributeError):
            return None

    def keep(self, years: Mapping[int, Mapping[date, str]]) -> None:
        """Add years; raises OSError."""
        stored = _read(self._path)
        kept = stored if stored.get("of") == self._mark else {}
        kept |= {
            str(year): {str(day): name for day, name in sorted(days.items())}
            for year, days in years.items()
        }
        kept |= {"of": self._mark, "at": int(self._now.timestamp())}
        write_private(self._path, json.dumps(kept, indent=1).encode(), durable=False)
