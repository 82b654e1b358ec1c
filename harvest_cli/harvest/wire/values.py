"""Single JSON values to Python ones, forgiving: what cannot be read is None, never an error.

Numbers with a point become Decimal, so that no hour is ever off by a rounding; NaN and the
infinities, which JSON does not have but Python would accept, become None.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal, DecimalException

from harvest_cli.domain.hours import read_clock
from harvest_cli.domain.records import cast

Object = Mapping[str, object]
NAMELESS = "?"
YEARS = range(1000, 9000)
"""Others are nonsense, and no zone or week can be counted from them."""
LARGEST = 15
"""Numbers of more digits before the point are nonsense, and costly to write out."""
NUMBERS = (int, Decimal)
NUMERIC = (*NUMBERS, str)
"""Types as tuples, which are asked for each value of thousands of records."""


class Unreadable(Exception):
    """A record without what it cannot be a record without."""


def an_object(value: object) -> Object:
    """A JSON object; an empty one in place of anything else."""
    return cast("Object", value) if isinstance(value, dict) else {}


def a_list(value: object) -> list[object]:
    """A JSON list; an empty one in place of anything else."""
    return value if isinstance(value, list) else []


def number(value: object) -> Decimal | None:
    """A number, or one written as text."""
    if isinstance(value, bool) or not isinstance(value, NUMERIC):
        return None
    if isinstance(value, str) and not value.isascii():
        return None
    try:
        found = Decimal(value)
    except (DecimalException, ValueError):
        return None
    return found if found.is_finite() and found.adjusted() < LARGEST else None


def whole(value: object) -> int | None:
    """A whole number, or one written as text; ids may exceed 64 bits here."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and value.isascii() and value.strip().isdigit():
        return int(value) if len(value) < 40 else None
    found = number(value)
    return int(found) if found is not None and found == int(found) else None


def required_id(record: Object) -> int:
    """The `id` of a record; raises Unreadable when there is none that can be kept."""
    found = whole(record.get("id"))
    if found is None or abs(found) >= 2**63:
        message = "a record without an id"
        raise Unreadable(message)
    return found


def text(value: object) -> str | None:
    """Text that is not empty; numbers count as text. Half of a surrogate pair becomes `?`."""
    if isinstance(value, str) and value:
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, NUMBERS) and not isinstance(value, bool):
        return str(value)
    return None


def name(value: object) -> str:
    """A name to show; `?` in place of none."""
    return text(value) or NAMELESS


def flag(value: object, otherwise: bool = False) -> bool:
    """A yes or no; `otherwise` in place of anything else."""
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.lower(), otherwise)
    return value if isinstance(value, bool) else otherwise


def maybe_flag(value: object) -> bool | None:
    """A yes or no, or None where nothing was said."""
    return value if isinstance(value, bool) else None


def day(value: object) -> date | None:
    """`YYYY-MM-DD`, also at the start of a date-time."""
    if not isinstance(value, str):
        return None
    try:
        found = date.fromisoformat(value[:10])
    except ValueError:
        return None
    return found if found.year in YEARS else None


def moment(value: object) -> datetime | None:
    """An ISO date-time as an aware moment; UTC where it names no zone."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    if found.year not in YEARS:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def clock_time(value: object) -> time | None:
    """A time of day in either style of Harvest."""
    return read_clock(value) if isinstance(value, str) else None


class NotJson(Exception):
    """The bytes are not JSON that can be read."""


def decode(body: bytes) -> object:
    """The value in `body`; raises NotJson for anything that is not one JSON document."""
    try:
        return json.loads(
            body.decode("utf-8-sig"), parse_float=Decimal, parse_constant=lambda _name: None
        )
    except RecursionError as error:
        message = "nested too deeply"
        raise NotJson(message) from error
    except (ValueError, DecimalException) as error:
        message = "not JSON"
        raise NotJson(message) from error


def decode_object(body: bytes) -> dict[str, object]:
    """The JSON object in `body`; raises NotJson for anything else."""
    value = decode(body)
    if not isinstance(value, dict):
        message = "not a JSON object"
        raise NotJson(message)
    return value
