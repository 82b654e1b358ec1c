"""The tables of `config.toml` that are no settings, and where in the file a mistake stands."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from harvest_cli.domain.errors import FileMistake
from harvest_cli.domain.records import Any

TOP = ""
"""The keys in front of all tables."""


class TableSource:
    """Tables by their names, the file that they are from, and the profile that counts."""

    def __init__(self, tables: Mapping[str, Any], path: Path, profile: str | None) -> None:
        self._tables = tables
        self.path = path
        self._profile = profile

    def table(self, name: str) -> Mapping[str, Any]:
        """The table of that name, empty when there is none; raises FileMistake."""
        found = self._tables.get(name, {})
        if not isinstance(found, Mapping):
            raise self.mistake(TOP, name, _shown(name, found), f"a table: write `[{name}]`")
        return found

    def rows(self, name: str) -> Sequence[Mapping[str, Any]]:
        """The tables that share a name, as `[[name]]`; raises FileMistake."""
        found = self._tables.get(name, ())
        if not isinstance(found, list | tuple) or not all(isinstance(r, Mapping) for r in found):
            wanted = f"tables: write `[[{name}]]` above each"
            raise self.mistake(TOP, name, _shown(name, found), wanted)
        return found

    def day(self, table: str, at: int, row: Mapping[str, Any], key: str) -> date | None:
        """A day of a table, with quotes or without; None where it has none. Raises FileMistake."""
        value = row.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise self.mistake(table, key, value, "a day, such as 2026-07-01", at) from None

    def mistake(self, table: str, key: str, raw: Any, wanted: str, at: int = 0) -> FileMistake:
        """A value that cannot be read; `at` counts the tables of that name from 0."""
        # tomllib loads in 5 ms: only where something is wrong.
        from harvest_cli.local.config.toml_file import mistake_at

        for place in (f"profile.{self._profile}.{table}".rstrip("."), table):
            found = mistake_at(self.path, place, key, raw, wanted, at)
            if found.span:
                break
        return found


def _shown(name: str, found: Any) -> Any:
    """What stands in the file: a heading, or the value behind the name."""
    if isinstance(found, Mapping):
        return f"[{name}]"
    tables = isinstance(found, list) and found and all(isinstance(r, Mapping) for r in found)
    return f"[[{name}]]" if tables else found
