"""One call of a tool: its arguments, checked, and the parts of its answer, ready for JSON.

Hosts check little: hv does it itself, says what is unknown or of another kind, and takes "true" and
"12" for what they mean.
"""

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from zlib import crc32

from harvest_cli.actions.assistant.tools import Tool, ToolArgument
from harvest_cli.actions.entries.results import LoggedEntry
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import WEEKDAYS
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.errors import HvError, NotFound, Progress, UsageError, nobody
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.domain.safe_text import clean, redacted
from harvest_cli.domain.wording import close_words, quoted

KEPT = "saved_not_sent"
UNSURE = "unconfirmed"
Arguments = dict[str, Any]
Document = dict[str, Any]
LONGEST = 60
_WORDS = {"true": True, "false": False}
SHORTEST_ID = 10_000
"""Smaller numbers are rows of a list that a terminal showed, and never ids."""
WAITS: dict[EntryState, tuple[str, str]] = {
    EntryState.QUEUED: (KEPT, "it is saved on this machine, and hv sends it by itself"),
    EntryState.UNCONFIRMED: (UNSURE, "Harvest may have it already, and hv finds out by itself"),
}
"""Status and reason for what is not certain to be on Harvest."""


class ToolAnswer(NamedTuple):
    """What a tool answers: `status` for programs, one sentence, and the fields of its document."""

    status: str
    message: str
    fields: Document = {}  # noqa: RUF012 - never written to
    is_error: bool = False


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


LONGEST_NOTES = 300
MOST_BYTES = 18_000
"""Of the rows of one answer: with all the rest it stays below 20 KB."""


def document_of(context: Context | None, answer: ToolAnswer) -> Document:
    """The whole document; nothing in it steers a reader, and no token is in it."""
    now = now_of(context) if context is not None else None
    whole = {"message": answer.message, "status": answer.status, "now": now, **answer.fields}
    found = {name: harmless(value) for name, value in whole.items() if value is not None}
    return {name: in_arguments(each) if name in TOLD else each for name, each in found.items()}


def harmless(value: Any) -> Any:
    """Every text in a value, cleaned and without tokens; line breaks of notes stay."""
    if isinstance(value, str):
        return redacted(clean(value, keep="\n"))
    if isinstance(value, dict):
        return {name: harmless(each) for name, each in value.items()}
    return [harmless(each) for each in value] if isinstance(value, list | tuple) else value


TOLD = frozenset(("reason", "inferences", "warnings"))
"""Fields that hold sentences of hv, which are written for the command line."""
_SWITCHES = {"everyone": "everyone=true", "again": "again=true"}
_NAMES = {"note": "notes", "ref": "issue_url", "begin": "start", **_SWITCHES}
_FLAG = re.compile(r"--([a-z]+)( [A-Z]+\b)?")
_PATH = re.compile(r"(?<![\w/:.])(?:~?/|[A-Za-z]:\\)(?:[^\s/\\\"'`]+[/\\])+([^\s/\\\"'`]+)")


def in_arguments(said: Any) -> Any:
    """Sentences of hv with the names that arguments have here; of a file only its name is told."""
    if isinstance(said, list):
        return [in_arguments(each) for each in said]
    if not isinstance(said, str):
        return said
    named = _FLAG.sub(lambda found: _NAMES.get(found[1], found[1]), said)
    return _PATH.sub(r"\1", named)


def now_of(context: Context) -> Document | None:
    """The user's moment, weekday and zone; None where the zone is not known."""
    with suppress(HvError):
        if context.account.cached() is not None:
            now = context.now
            at = now.isoformat(timespec="minutes")
            return {"at": at, "weekday": f"{now:%A}", "zone": str(context.zone)}
    return None


def hours(value: Decimal | None) -> float | None:
    """Hours as a number."""
    return None if value is None else float(value)


def relative(day: date, today: date) -> str:
    """How far a day is from today, in words."""
    away = (day - today).days
    near = {0: "today", -1: "yesterday", 1: "tomorrow"}
    return near.get(away) or (f"in {away} days" if away > 0 else f"{-away} days ago")


def day_of(day: date, today: date) -> Document:
    """A day in three ways, so that nobody has to count."""
    weekday = WEEKDAYS[day.weekday()]
    return {"spent_date": day.isoformat(), "weekday": weekday, "relative": relative(day, today)}


def listed_entry(entry: TimeEntry, today: date) -> Document:
    """An entry of a long list: what goes without saying is left out."""
    found = entry_of(entry, today)
    del found["state"]
    usual = ("notes", "running", "locked")
    return {name: each for name, each in found.items() if each or name not in usual}


def entry_of(entry: TimeEntry, today: date, state: EntryState = EntryState.CREATED) -> Document:
    """One entry in short; long notes are cut, and say so."""
    notes = entry.notes
    cut = notes is not None and len(notes) > LONGEST_NOTES
    found = {
        "id": entry.id or None,
        "state": str(state),
        **(day_of(entry.spent_date, today) if entry.spent_date else {"spent_date": None}),
        "hours": hours(entry.hours),
        "client": entry.client.name,
        "project": entry.project.name,
        "project_id": entry.project.id,
        "task": entry.task.name,
        "task_id": entry.task.id,
        "notes": notes[:LONGEST_NOTES] if notes is not None and cut else notes,
        "billable": entry.billable,
        "running": entry.is_running,
        "locked": (entry.locked_reason or "locked") if entry.is_locked else None,
    }
    return {**found, "truncated": True} if cut else found


def row_of(row: LoggedEntry, today: date) -> Document:
    """An entry that was written, with why its task was taken where nobody named it."""
    if row.sentence is not None:
        return {"state": str(row.state), "text": row.sentence, "why": row.why}
    found = entry_of(row.entry, today, row.state)
    if row.assumed:
        found["assumed"] = in_arguments(f"task: {row.assumed}")
    return {**found, "why": row.why} if row.why else found


def days_of(context: Context, days: Sequence[date | None]) -> list[Document]:
    """The hours of days against their targets, as far as known without asking."""
    return [
        {
            "spent_date": day.isoformat(),
            "hours": hours(context.account.hours_on(day)),
            "target": hours(context.targets.due(day)),
        }
        for day in sorted({day for day in days if day is not None})
    ]


def size_of(value: object) -> int:
    """Bytes of a value as compact JSON."""
    return len(compact(value).encode())


def compact(value: object) -> str:
    """One line of JSON without blanks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# -- long lists ----------------------------------------------------------------------------------


def page_of(
    rows: Sequence[Any], shown: Callable[[Any], Document], arguments: Document, most: int = 50
) -> tuple[list[Document], Document]:
    """The documents of one page, and the cursor of the next; raises UsageError for another list's.

    The cursor holds where to go on, and the mark of the question that it belongs to.
    """
    asked = {name: value for name, value in arguments.items() if name not in ("cursor", "limit")}
    mark = f"{crc32(json.dumps(asked, sort_keys=True).encode()):08x}"
    begin = _place(arguments.get("cursor"), mark)
    found: list[Document] = []
    room = MOST_BYTES
    for row in rows[begin : begin + (arguments.get("limit") or most)]:
        document = shown(row)
        room -= size_of(document) + 1
        if room < 0 and found:
            break
        found.append(document)
    end = begin + len(found)
    return found, {"next_cursor": f"{end}-{mark}"} if end < len(rows) else {}


def _place(cursor: str | None, mark: str) -> int:
    if cursor is None:
        return 0
    place, _, of = cursor.partition("-")
    if of != mark or not (place.isascii() and place.isdigit()) or len(place) > 9:
        message = "cursor is of another list: leave it out to begin again"
        raise UsageError(message, code="invalid_cursor")
    return int(place)
