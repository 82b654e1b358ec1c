"""The arguments of a call, checked against their tool: what is unknown or of another kind is said.

Hosts check little: hv does it itself, and takes "true" and "12" for what they mean.
"""

import math
from collections.abc import Mapping

from harvest_cli.actions.assistant.tools import Tool, ToolArgument
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import Any
from harvest_cli.domain.wording import close_words, quoted

Arguments = dict[str, Any]
LONGEST = 60
_WORDS = {"true": True, "false": False}


def arguments_of(tool: Tool, given: Mapping[str, Any]) -> Arguments:
    """The arguments that were given, each of its kind; null is not given.

    Raises UsageError with the code `unknown_argument`, `missing_argument` or `wrong_type`.
    """
    known = {each.name: each for each in tool.arguments}
    for name in given:
        if name not in known:
            near = close_words(str(name), known)
            meant = f"; did you mean {near[0]}?" if near else ""
            message = f"{tool.name} has no argument {quoted(str(name))}{meant}"
            raise UsageError(message, code="unknown_argument", candidates=near or sorted(known))
    found = {name: _read(known[name], value) for name, value in given.items() if value is not None}
    missing = [each.name for each in tool.arguments if each.required and each.name not in found]
    if missing:
        message = f"{tool.name} needs {' and '.join(missing)}"
        raise UsageError(message, code="missing_argument", candidates=missing)
    return found


def _read(argument: ToolArgument, value: Any) -> Any:
    read = {"string": _text, "boolean": _boolean, "integer": _whole, "number": _number}
    return read[argument.type](argument, value)


def _misfit(argument: ToolArgument, wanted: str) -> UsageError:
    return UsageError(f"{argument.name} must be {wanted}", code="wrong_type")


def _text(argument: ToolArgument, value: Any) -> str:
    if not isinstance(value, str):
        raise _misfit(argument, "a text")
    if len(value) > argument.most:
        raise _misfit(argument, f"at most {argument.most} characters")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise _misfit(argument, "valid Unicode") from None
    return value


def _boolean(argument: ToolArgument, value: Any) -> bool:
    found = _WORDS.get(value.strip().lower()) if isinstance(value, str) else value
    if not isinstance(found, bool):
        raise _misfit(argument, "true or false")
    return found


def _whole(argument: ToolArgument, value: Any) -> int:
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value.strip()[:LONGEST])
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= argument.most:
        raise _misfit(argument, f"a whole number from 1 to {argument.most}")
    return value


def _number(argument: ToolArgument, value: Any) -> float:
    # "+1" is meant on top of what there is, and no tool adds: twice it would be added twice.
    odd = isinstance(value, bool) or str(value).lstrip().startswith("+")
    try:
        found = math.nan if odd else float(value)
    except (TypeError, ValueError, OverflowError):
        found = math.nan
    if not 0 <= found <= argument.most:
        raise _misfit(argument, f"a number from 0 to {argument.most}")
    return found
