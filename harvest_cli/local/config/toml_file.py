"""A TOML file: its content, its tables, and where a mistake stands in it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from harvest_cli.domain.errors import ConfigurationError, FileMistake
from harvest_cli.domain.records import Any
from harvest_cli.domain.wording import expected
from harvest_cli.local.config.setting_types import without_user
from harvest_cli.local.disk.files import NotOurs, read_trusted

SIZE_LIMIT = 1024 * 1024
LONGEST_LINE = 400
IN_EDITOR = "Fix it in an editor: `hv config edit`"


def file_content(path: Path) -> bytes | None:
    """What is in the file, None when there is none; raises ConfigurationError."""
    try:
        if path.is_dir():
            message = f"{path} is a folder, not a file"
            raise ConfigurationError(message, hint=f"Move it away: `mv {path} {path}.old`")
        content = read_trusted(path, SIZE_LIMIT)
    except FileNotFoundError:
        return None
    except NotOurs as problem:
        message = f"{path} is not read: {problem}"
        hint = f"Check what is in it, then `chmod go-w {path}`"
        hint = hint if path.is_file() else f"Move it away: `mv {path} {path}.old`"
        raise ConfigurationError(message, hint=hint) from None
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}"
        raise ConfigurationError(message, hint=f"Check `ls -l {path}`") from None
    if len(content) > SIZE_LIMIT:
        message = f"{path} is larger than {SIZE_LIMIT // 1024} KiB"
        raise ConfigurationError(message, hint="Check what is in it")
    return content


def parsed(path: Path, content: bytes) -> Mapping[str, Any]:
    """The tables in the content of a file; raises FileMistake with the line at fault."""
    # It loads in 5 ms: only where there is a file.
    import tomllib

    try:
        # Editors on Windows put a byte order mark first; it carries nothing.
        text = content.decode("utf-8-sig")
        return tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"{path}, line {line}: this is not UTF-8 text"
        raise FileMistake(message, hint="Save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(path, text, str(error)) from None
    except (RecursionError, ValueError) as error:  # numbers of thousands of digits
        reason = "too deep" if isinstance(error, RecursionError) else "a number is too long"
        message = f"{path} is not valid TOML: {reason}"
        raise FileMistake(message, hint=IN_EDITOR) from None


def _not_toml(path: Path, text: str, reason: str) -> FileMistake:
    found = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z", reason)
    what = reason[: found.start()] if found else reason
    lines = text.split("\n")
    number = int(found[1]) if found and found[1] else len(lines)
    line = lines[number - 1].rstrip("\r") if number <= len(lines) else ""
    start = min(int(found[2]) - 1, len(line)) if found and found[2] else len(line)
    return FileMistake(
        f"{path}, line {number} is not valid TOML: {what[:1].lower()}{what[1:]}",
        hint=IN_EDITOR,
        text=line[:LONGEST_LINE],
        span=(start, start + 1),
    )


def mistake_at(
    path: Path, table: str, name: str, raw: Any, wanted: str, at: int = 0
) -> FileMistake:
    """The error for a value that cannot be read: file, line, and a caret under the value.

    The caret is under the key where that is what cannot be read. `table` is the table that
    the key stands in, empty for the top of the file; of several `[[table]]` it is the one
    at `at`, and its heading where the key is missing.
    """
    number, line = line_of(path, table, name, at)
    line = without_user(line)
    start = 0 if line.lstrip().startswith("[") else line.find("=") + 1
    end = len(line.rstrip())
    if start and raw == name:
        start, end = 0, len(line[: start - 1].rstrip())
    start += len(line[start:]) - len(line[start:].lstrip())
    place = f", line {number}" if number else ""
    got, span = without_user(str(raw)), (start, end) if number else None
    where = f"{name} in {path}{place}"
    message = expected(wanted, got, where)
    found = FileMistake(message, hint=IN_EDITOR, text=line[:LONGEST_LINE], span=span)
    found.wanted, found.got, found.where = wanted, got, where
    return found


def line_of(path: Path, table: str, name: str, at: int) -> tuple[int, str]:
    """The number and text of the line that sets a key in a table; (0, "") when not found."""
    try:
        lines = (file_content(path) or b"").decode("utf-8-sig", "replace").splitlines()
    except ConfigurationError:
        return 0, ""
    here, seen, heading = "", -1, (0, "")
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if text.startswith("["):
            here = text.strip("[] \t").replace('"', "").replace(" ", "").split("]")[0]
            seen += here == table
            heading = (number, line) if here == table and text.startswith("[[") else heading
            if here == f"{table}.{name}".lstrip("."):
                return number, line
        key = text.partition("=")[0].strip().strip("\"'")
        if key == name and here == table and (not table or seen == at):
            return number, line
    return heading if seen == at else (0, "")


# -- tables that are no settings ---------------------------------------------------------------

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

    def only(self, table: str, row: Mapping[str, Any], keys: Sequence[str], at: int = 0) -> None:
        """Raise FileMistake where a table has any other key."""
        for key in row:
            if key not in keys:
                raise self.mistake(table, key, key, f"one of {', '.join(keys)}", at)

    def texts(self, table: str, key: str, value: Any, wanted: str) -> tuple[str, ...]:
        """A text, or a list of them; raises FileMistake."""
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list | tuple) or not all(isinstance(t, str) for t in listed):
            raise self.mistake(table, key, value, wanted)
        return tuple(each.strip() for each in listed)

    def span(self, table: str, row: Mapping[str, Any], at: int) -> tuple[date | None, date | None]:
        """The days `from` and `until`, None where there is none; raises FileMistake."""
        start, end = (self._day(table, at, row, key) for key in ("from", "until"))
        if end is not None and end < (start or date.min):
            raise self.mistake(table, "until", end, f"a day after {start}", at)
        return start, end

    def _day(self, table: str, at: int, row: Mapping[str, Any], key: str) -> date | None:
        """A day, with quotes or without."""
        value = row.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise self.mistake(table, key, value, "a day, such as 2026-07-01", at) from None

    def mistake(self, table: str, key: str, raw: Any, wanted: str, at: int = 0) -> FileMistake:
        """A value that cannot be read; `at` counts the tables of that name from 0."""
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
