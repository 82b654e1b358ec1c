"""A TOML file: its content, and where a mistake stands in it."""

import re
import tomllib
from collections.abc import Mapping
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
