"""One call of a tool: its arguments, checked, and what every tool that writes shares.

Hosts check little: hv does it itself, says what is unknown or of another kind, and takes "true" and
"12" for what they mean.
"""

import math
from collections.abc import Mapping

from harvest_cli.actions.assistant.documents import ToolAnswer
from harvest_cli.actions.assistant.tools import Tool, ToolArgument
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import EntryState
from harvest_cli.domain.errors import NotFound, Progress, UsageError, nobody
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.domain.wording import close_words, quoted

KEPT = "saved_not_sent"
UNSURE = "unconfirmed"
Arguments = dict[str, Any]
LONGEST = 60
_WORDS = {"true": True, "false": False}
SHORTEST_ID = 10_000
"""Smaller numbers are rows of a list that a terminal showed, and never ids."""
WAITS: dict[EntryState, tuple[str, str]] = {
    EntryState.QUEUED: (KEPT, "it is saved on this machine, and hv sends it by itself"),
    EntryState.UNCONFIRMED: (UNSURE, "Harvest may have it already, and hv finds out by itself"),
}
"""Status and reason for what is not certain to be on Harvest."""


class ToolCall(NamedTuple):
    """What a tool is given: the context of this call alone, and checked arguments."""

    context: Context
    tool: Tool
    arguments: Arguments
    progress: Progress = nobody

    def text(self, name: str) -> str | None:
        """An argument as typed; None where it is missing or blank."""
        value = self.arguments.get(name)
        return value if isinstance(value, str) and value.strip() else None

    def number(self, name: str) -> str | None:
        """A number as hv reads it from words."""
        value = self.arguments.get(name)
        return None if value is None else f"{value:.4f}".rstrip("0").rstrip(".")

    def entry_id(self) -> int | None:
        """The id of an entry; raises NotFound for what cannot be one."""
        value: int | None = self.arguments.get("entry_id")
        if value is not None and value < SHORTEST_ID:
            message = f"Entry {value} is not one of yours"
            raise NotFound(message, code="unknown_entry")
        return value

    def waiting(self, state: EntryState, fields: dict[str, Any]) -> ToolAnswer | None:
        """The answer for a write that is not certain yet; None where it is."""
        if state not in WAITS:
            return None
        status, why = WAITS[state]
        return ToolAnswer(status, f"Do not {self.tool.deed} it again: {why}", fields)

    def refused(self, status: str, why: str, **fields: Any) -> ToolAnswer:
        """A refusal by a guard: nothing was sent."""
        return ToolAnswer(status, f"{self.tool.nothing}: {why}", fields, is_error=True)


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
    found = {name: _typed(known[name], value) for name, value in given.items() if value is not None}
    missing = [each.name for each in tool.arguments if each.required and each.name not in found]
    if missing:
        message = f"{tool.name} needs {' and '.join(missing)}"
        raise UsageError(message, code="missing_argument", candidates=missing)
    return found


def _typed(argument: ToolArgument, value: Any) -> Any:
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
