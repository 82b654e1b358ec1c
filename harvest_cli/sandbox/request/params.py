"""Reading what a client sent: bodies (JSON or form), and values of every type the docs name.

Numbers and ids may be strings, days may be whole date-times; an unreadable filter is a 422.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from urllib.parse import parse_qsl

from harvest_cli.domain.hours import minute_of, read_clock
from harvest_cli.domain.records import Any, TypeVar
from harvest_cli.sandbox.request.replies import bad_request, refuse

Pairs = tuple[tuple[str, str], ...]
Found = TypeVar("Found")
LONGEST_NUMBER = 40


def body_fields(content_type: str, body: bytes) -> dict[str, Any]:
    """The parameters in a body; without a known Content-Type there are none."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/json":
        return _json_fields(body)
    if kind == "application/x-www-form-urlencoded":
        return _form_fields(body)
    # Unverified: a body of another type is ignored rather than refused. Parameters of a write that
    # stand in the query, as some clients send them, are not read either.
    return {}


def _json_fields(body: bytes) -> dict[str, Any]:
    if not body.strip():
        return {}
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise bad_request() from error
    if not isinstance(document, dict):
        return {}
    # Unverified: that `roles[]` in JSON is the list that it is in a form; clients send it.
    return {name.removesuffix("[]"): _listed(name, value) for name, value in document.items()}


def _listed(name: str, value: object) -> object:
    return [value] if name.endswith("[]") and not isinstance(value, list) else value


def _form_fields(body: bytes) -> dict[str, Any]:
    """`a=1&b[c]=2&d[]=3` as {"a": "1", "b": {"c": "2"}, "d": ["3"]}."""
    fields: dict[str, Any] = {}
    for name, value in parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True):
        outer, bracket, inner = name.partition("[")
        if not bracket:
            fields[name] = value
            continue
        if inner == "]":
            before = fields.get(outer)
            fields[outer] = [*(before if isinstance(before, list) else []), value]
            continue
        nested = fields.get(outer)
        if not isinstance(nested, dict):
            nested = fields[outer] = {}
        nested[inner.rstrip("]")] = value
    return fields


def plain_text(value: object) -> str | None:
    """A value as text that can be stored; half a surrogate pair becomes a question mark."""
    return None if value is None else str(value).encode("utf-8", "replace").decode()


def is_blank(value: object) -> bool:
    """What Harvest calls blank: absent, null or only spaces."""
    return value is None or (isinstance(value, str) and not value.strip())


def whole(value: object) -> int | None:
    """An id, as a number or as text; None when it is neither, or larger than 64 bits."""
    if isinstance(value, bool):
        return None
    try:
        number = int(value) if isinstance(value, (int, str)) else None
    except ValueError:
        return None
    return number if number is not None and abs(number) < 2**63 else None


def hundredths(value: object) -> int | None:
    """Hours as a number, `"4.0"` or `"1:30"`, rounded half up to hundredths; None if unreadable."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    text = str(value).strip()
    if len(text) > LONGEST_NUMBER:
        return None
    hours, colon, minutes = text.partition(":")
    if colon and hours.isdecimal() and minutes.isdecimal() and int(minutes) < 60:
        return (int(hours) * 6000 + int(minutes) * 100 + 30) // 60
    try:
        exact = Decimal(text)
    except InvalidOperation:
        return None
    if not exact.is_finite() or abs(exact) > 1_000_000:
        return None
    return int((exact * 100).quantize(Decimal(1), "ROUND_HALF_UP"))


def day(value: object) -> date | None:
    """`2017-03-21`, `20170321`, or the day of a full date-time; None if unreadable."""
    text = value.strip() if isinstance(value, str) else ""
    head = text[:8] if text[:8].isdecimal() else text[:10]
    try:
        found = date.fromisoformat(head)
        if len(text) > len(head):
            datetime.fromisoformat(text)
    except ValueError:
        return None
    return found


def minute_of_day(value: object) -> int | None:
    """A time of day in either style of clock as minutes after midnight; None if unreadable."""
    found = read_clock(value) if isinstance(value, str) else None
    return None if found is None else minute_of(found)


def param(query: Pairs, name: str) -> str | None:
    """The last value of a query parameter, None when it is absent or empty."""
    values = [value for key, value in query if key == name]
    return values[-1] if values and values[-1] else None


def id_param(query: Pairs, name: str) -> int | None:
    """An id in the query; `me` is none (only paths know it)."""
    return _read(query, name, whole, "is not a number")


def flag_param(query: Pairs, name: str) -> bool | None:
    """`true` or `false` in the query, spelt so."""
    values = {"true": True, "false": False}
    # Unverified: other spellings, such as Python's True, are refused rather than guessed.
    return _read(query, name, values.get, "is not a boolean")


def day_param(query: Pairs, name: str) -> date | None:
    """A day in the query."""
    return _read(query, name, day, "is not a valid date")


def moment_param(query: Pairs, name: str) -> int | None:
    """A date-time in the query as seconds since 1970; without an offset it is UTC."""
    return _read(query, name, _seconds, "is not a valid datetime")


def _seconds(text: str) -> int | None:
    head, letter, tail = text.partition("T")
    try:
        # A `+` that was not percent-encoded arrives as a space.
        moment = datetime.fromisoformat(head + letter + tail.replace(" ", "+"))
    except ValueError:
        return None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


def _read(
    query: Pairs, name: str, reader: Callable[[str], Found | None], problem: str
) -> Found | None:
    text = param(query, name)
    if text is None:
        return None
    value = reader(text)
    if value is None:
        # Unverified: the words, and that Harvest refuses instead of ignoring.
        sentence = f"{name.replace('_', ' ').capitalize()} {problem}"
        refuse(sentence)
    return value


def pairs_of(query: Pairs | Mapping[str, str]) -> Pairs:
    """The query as pairs, however it was given."""
    return tuple(query.items()) if isinstance(query, Mapping) else tuple(query)
