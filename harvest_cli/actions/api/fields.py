"""`key=value` on the command line as parameters or a JSON body, in the manner of `gh api`.

A key may be nested, `project[name]=X`, and a list, `ids[]=1 ids[]=2`. A typed value that is
`true`, `false`, `null` or a number becomes that; a raw one stays the text that it is.
"""

import json
import re
from collections.abc import Iterable, Sequence

from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import Any

_KEY = re.compile(r"([^\[\]=]+)((?:\[[^\[\]]*\])*)")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,9})?")
_WORDS = {"true": True, "false": False, "null": None}


class Pair:
    """One field: its key in parts, an empty part for a place in a list, and its text."""

    def __init__(self, text: str, *, typed: bool) -> None:
        key, sign, self.text = text.partition("=")
        found = _KEY.fullmatch(key)
        if not sign or found is None:
            message = f'"{text}" is not a field'
            raise UsageError(message, hint="Write it as KEY=VALUE: `is_active=true`")
        self.key = key
        self.parts = (found[1], *re.findall(r"\[([^\[\]]*)\]", found[2]))
        self.typed = typed

    @property
    def value(self) -> Any:
        """The value of a body."""
        if not self.typed:
            return self.text
        if self.text in _WORDS:
            return _WORDS[self.text]
        return json.loads(self.text) if _NUMBER.fullmatch(self.text) else self.text


def params_of(pairs: Iterable[Pair]) -> dict[str, str]:
    """Fields as parameters of a query; raises UsageError for a key that is given twice."""
    found: dict[str, str] = {}
    for pair in pairs:
        if pair.key in found:
            raise _twice(pair.key)
        found[pair.key] = pair.text
    return found


def body_of(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Fields as a JSON object; raises UsageError where two of them contradict each other."""
    body: dict[str, Any] = {}
    for pair in pairs:
        _put(body, pair)
    return body


def _put(body: dict[str, Any], pair: Pair) -> None:
    place: Any = body
    for part, following in zip(pair.parts, (*pair.parts[1:], None), strict=True):
        wanted: Any = pair.value if following is None else [] if following == "" else {}
        if isinstance(place, list):
            place = _in_list(place, pair, wanted, following)
            continue
        if part in place and (following is None or type(place[part]) is not type(wanted)):
            raise _twice(pair.key)
        place = place.setdefault(part, wanted)


def _in_list(place: list[Any], pair: Pair, wanted: Any, following: str | None) -> Any:
    """The last object of a list while the key is new in it, else another one (`a[][b]=1`)."""
    last = place[-1] if place else None
    if following and isinstance(last, dict) and following not in last:
        return last
    if following == "" or (place and isinstance(wanted, dict) is not isinstance(last, dict)):
        raise _twice(pair.key)
    place.append(wanted)
    return wanted


def _twice(key: str) -> UsageError:
    message = f"`{key}` is given twice"
    return UsageError(message, hint=f"Keep one of them, or write a list: `{key}[]=…`")


def json_body(text: str) -> dict[str, Any]:
    """A body that was given as JSON; raises UsageError for what is no object, with the place."""
    try:
        found = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError:
        found = None
    except ValueError as error:
        message = f"The body is not JSON: {error}"
        raise UsageError(message, hint='It is one object: `{"name": "Research"}`') from None
    if not isinstance(found, dict):
        message = "The body is not a JSON object"
        raise UsageError(message, hint='It is one object: `{"name": "Research"}`')
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            message = f"the key {json.dumps(key)} is there twice"
            raise ValueError(message)
        found[key] = value
    return found


def _no_number(word: str) -> Any:
    message = f"{word} is not a JSON number"
    raise ValueError(message)
