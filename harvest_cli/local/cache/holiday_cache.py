"""Public holidays by year, as the library told them: loading it takes a quarter of a second."""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

from harvest_cli.domain.records import Any
from harvest_cli.local.disk.files import read_private, write_private

SIZE_LIMIT = 1024 * 1024
KEPT = timedelta(days=90)
"""Laws change, and so does the library."""


class HolidayCache:
    """The public holidays of one region, in a file of the cache folder."""

    def __init__(self, folder: Path, region: str, language: str, now: datetime) -> None:
        plain = "".join(c if c.isalnum() else "-" for c in f"{region}-{language}")
        self._path = folder / f"holidays-{plain[:60]}.json"
        self._mark, self._now = [region, language], now

    def year(self, year: int) -> dict[date, str] | None:
        """Days and names of one year; None where that is unknown or old."""
        stored = self._stored()
        try:
            age = self._now.timestamp() - float(stored["at"])
            if stored["of"] != self._mark or not 0 <= age <= KEPT.total_seconds():
                return None
            return {date.fromisoformat(day): str(name) for day, name in stored[str(year)].items()}
        except (KeyError, ValueError, TypeError, AttributeError):
            return None

    def keep(self, years: Mapping[int, Mapping[date, str]]) -> None:
        """Add years; raises OSError."""
        stored = self._stored()
        kept = stored if stored.get("of") == self._mark else {}
        kept |= {
            str(year): {str(day): name for day, name in sorted(days.items())}
            for year, days in years.items()
        }
        kept |= {"of": self._mark, "at": int(self._now.timestamp())}
        write_private(self._path, json.dumps(kept, indent=1).encode(), durable=False)

    def _stored(self) -> dict[str, Any]:
        try:
            found = json.loads(read_private(self._path, SIZE_LIMIT) or b"{}")
        except (ValueError, RecursionError, OSError):
            return {}
        return found if isinstance(found, dict) else {}
