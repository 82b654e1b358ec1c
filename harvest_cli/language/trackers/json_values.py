"""JSON as files hold it: parsed with where it breaks off, and its values one by one.

A value of another kind than was expected counts as missing, or is refused with its record.
"""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from decimal import Decimal, InvalidOperation

from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import Any
from harvest_cli.domain.wording import quoted
from harvest_cli.language.timesheets.rows import LONGEST_CELL
from harvest_cli.language.timesheets.times import moment, wrong_day

Record = Mapping[str, Any]


def parsed(text: str, line: int = 1) -> Any:
    """The document, which begins on a line; raises UsageError with line and column."""
    import json

    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {line + error.lineno - 1}, column {error.colno}"
        message = f"The file is not JSON: {error.msg} ({place})"
        raise UsageError(message, hint="Export it again: it may have been cut short") from None
    except (RecursionError, ValueError):
        message = (
            "The file is not JSON that can be read: it is too deep, or a number is too long "
            f"(from line {line} on)"
        )
        raise UsageError(message, hint="Check what is in it") from None


def text_in(record: object, name: str) -> str:
    """The text under a name; a number is one. Nothing where there is none."""
    value = record.get(name) if isinstance(record, Mapping) else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value).strip()
    if len(text) > LONGEST_CELL:
        message = f"`{name}` holds {len(text)} characters"
        raise UsageError(message, hint="Check what is in it")
    return text


def texts_in(record: object, name: str) -> tuple[str, ...]:
    """The texts of a list."""
    value = record.get(name) if isinstance(record, Mapping) else None
    found = value if isinstance(value, list | tuple) else ()
    return tuple(each.strip() for each in found if isinstance(each, str) and each.strip())


def seconds_in(record: object, name: str) -> Decimal | None:
    """A number under a name; None where there is none."""
    try:
        return Decimal(text) if (text := text_in(record, name)) else None
    except InvalidOperation:
        message = f"`{name}` is {quoted(text_in(record, name))}, which is no number"
        raise UsageError(message, code="invalid_duration") from None


def moment_in(record: object, name: str, zone: tzinfo) -> datetime | None:
    """A moment under a name, in a zone; None where there is none. Raises UsageError."""
    text = text_in(record, name)
    if not text:
        return None
    try:
        found = moment(text, zone)
    except (OverflowError, OSError):
        found = None
    if found is None:
        raise wrong_day(text)
    return found


def epoch(value: object, zone: tzinfo) -> datetime:
    """A moment in seconds since 1970; raises UsageError."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise wrong_day(str(value))
    try:
        return datetime.fromtimestamp(value, zone)
    except (OverflowError, OSError, ValueError):
        raise wrong_day(str(value)) from None


def label(what: str, number: object) -> str:
    """A name for what is known by its number alone; nothing without one."""
    return f"{what} {number}" if isinstance(number, int | str) and number else ""
