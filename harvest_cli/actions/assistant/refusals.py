"""Whatever goes wrong as an answer: a status, what is on Harvest, and what can be chosen.

Messages are hv's own fixed words. What was typed, and what others wrote, stands in fields.
"""

from collections.abc import Iterator

from harvest_cli.actions.assistant.call import Arguments, Document, ToolAnswer
from harvest_cli.actions.assistant.tools import Tool
from harvest_cli.actions.resolve.projects import projects
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import ProjectAssignment, Task
from harvest_cli.domain.errors import (
    ConfigurationError,
    HvError,
    NeedsDecision,
    NotFound,
    NotLoggedIn,
    NotSaved,
    Outcome,
    RateLimited,
    Refused,
    SentenceError,
    Unreachable,
    UsageError,
)
from harvest_cli.domain.records import Any

MOST = 10
"""Candidates."""
CHOICES = frozenset(
    (
        *("no_project", "unknown_project", "archived_project", "ambiguous_project"),
        *("unknown_client", "ambiguous_client", "unknown_task", "ambiguous_task", "no_task"),
        *("ambiguous_name", "ambiguous_reference"),
    )
)
"""Codes of names that fit several things, or none."""
_BEFORE_NAMES = frozenset(("on", "for", "to", "in", "at", "of", "project", "the"))
ASK = "ask the user which one is meant; do not choose"
LOOK = "what it did is not known: look with get_status and list_entries before anything else"
SAVED = "it is saved here, and hv sends it once the user has run `hv login` in a terminal"
_WORDS: tuple[tuple[type[HvError], str, str], ...] = (
    (SentenceError, "not_understood", "hv cannot read it; `code` and `reason` say why"),
    (UsageError, "not_understood", "an argument does not fit; `reason` says which"),
    (NotLoggedIn, "not_logged_in", "the user has to run `hv login` in a terminal"),
    (NotFound, "not_found", "there is no such thing among the user's own"),
    (Refused, "refused", "Harvest does not allow it; `harvest_said` holds its words"),
    (RateLimited, "rate_limited", "Harvest asks hv to wait; try after so many `seconds`"),
    (Unreachable, "unreachable", "Harvest is out of reach"),
    (NeedsDecision, "conflict", "only the user can decide; `reason` says what"),
    (ConfigurationError, "misconfigured", "a setting of hv is wrong; the user has to correct it"),
)


def refusal(
    tool: Tool, context: Context | None, arguments: Arguments, error: HvError
) -> ToolAnswer:
    """The answer to a call that failed as `error` says."""
    if isinstance(error, UsageError) and error.code in CHOICES:
        return _choice(tool, context, arguments, error)
    status, why = next(((s, w) for kind, s, w in _WORDS if isinstance(error, kind)), ("fault", ""))
    fields = _details(error)
    if isinstance(error, NotSaved):
        unsure = error.outcome is Outcome.UNKNOWN
        where = "perhaps on Harvest: look with list_entries" if unsure else "not on Harvest"
        return ToolAnswer(
            "fault", f"The entry is not saved here and {where}", fields, is_error=True
        )
    if not why or (error.outcome is Outcome.UNKNOWN and _may_be_done(tool, context)):
        return unknown(tool, context, error.code, status)
    if isinstance(error, NotLoggedIn) and error.kept_as:
        why = f"{SAVED}; do not {tool.deed} it again"
    return ToolAnswer(status, f"{tool.nothing}: {why}", fields, is_error=True)


def unknown(tool: Tool, context: Context | None, code: str, status: str = "fault") -> ToolAnswer:
    """The answer to a fault of hv itself: what a write did may be known to nobody."""
    if not _may_be_done(tool, context):
        said = f"{tool.nothing}: something in hv went wrong"
        return ToolAnswer(status, said, {"code": code}, is_error=True)
    return ToolAnswer(status, f"Do not repeat it: {LOOK}", {"code": code}, is_error=True)


def _may_be_done(tool: Tool, context: Context | None) -> bool:
    """Whether this call may have written something."""
    return not tool.reads and context is not None and bool(context.written or context.changes)


def _details(error: HvError) -> Document:
    found: Document = {"code": error.code, "reason": error.message}
    if error.span is not None:
        found |= {"span": list(error.span), "piece": error.text[slice(*error.span)]}
    if isinstance(error, Refused):
        found["harvest_said"] = error.said or error.message
    if error.retry_after is not None:
        found["seconds"] = round(error.retry_after)
    if isinstance(error, UsageError) and error.candidates:
        found["accepted"] = list(error.candidates[:MOST])
    return found


# -- choices -------------------------------------------------------------------------------------


def _choice(
    tool: Tool, context: Context | None, arguments: Arguments, error: UsageError
) -> ToolAnswer:
    found = list(_candidates(context, arguments, error))[:MOST] if context is not None else []
    fields = {**_details(error), "candidates": found}
    fields.pop("accepted", None)
    what = "task" if "task" in error.code else "client" if "client" in error.code else "project"
    if isinstance(error, SentenceError) and error.is_beside:
        what = "task"
    kind = error.code.partition("_")[0]
    why = {"no": f"the {what} is missing", "ambiguous": f"several fit the name of the {what}"}.get(
        kind, f"no {what} of the {'project' if what == 'task' else 'user'} has that name"
    )
    return ToolAnswer("needs_choice", f"{tool.nothing}: {why}; {ASK}", fields, is_error=True)


def _candidates(context: Context, arguments: Arguments, error: UsageError) -> Iterator[Document]:
    if isinstance(error, SentenceError) and error.is_beside:
        yield {"label": "As notes", "arguments": _as_notes(arguments, error)}
        return
    chosen = _choices(error)
    for assignment, task in chosen:
        yield _candidate(context, arguments, error, assignment, task)
    if chosen:
        return
    if "project" in error.code and "client" not in error.code:
        for row in projects(context, "").rows[:MOST]:
            if not error.candidates or row.slug in getattr(error, "slugs", ()):
                yield _candidate(context, arguments, error, row.assignment, None)
        return
    for name in error.candidates:
        what = "task" if "task" in error.code else "client"
        yield {"label": name, "arguments": _named(arguments, error, what, name)}


def _choices(error: UsageError) -> list[tuple[ProjectAssignment, Task | None]]:
    """All that ambiguous words can mean."""
    choices = error.choices if isinstance(error, SentenceError) else ()
    pairs: list[Any] = [each if isinstance(each, tuple) else (each, None) for each in choices]
    return [each for each in pairs if isinstance(each[0], ProjectAssignment)]


def _as_notes(arguments: Arguments, error: SentenceError) -> Arguments:
    """The arguments with the words as notes, and with them the lines that follow."""
    (begin, end), text = error.span or (0, 0), error.text
    end = len(text) if text[end:].lstrip(" ").startswith("\n") else end
    return {"notes": text[begin:end].strip(), **arguments, "text": text[:begin] + text[end:]}


def _named(arguments: Arguments, error: UsageError, what: str, name: str) -> Arguments:
    """The arguments with another name; words that were no task are what was done."""
    words = _words(arguments, error)
    if what != "task" or words is None or error.span is None:
        return {**arguments, what: name}
    begin, end = error.span
    said = {words: f"{error.text[:begin]}{name}{error.text[end:]}"}
    return {"notes": error.text[begin:end], **arguments, **said}


def _words(arguments: Arguments, error: UsageError) -> str | None:
    """The argument that holds the words at fault."""
    return next((name for name in ("text", "period") if arguments.get(name) == error.text), None)


def _candidate(
    context: Context,
    arguments: Arguments,
    error: UsageError,
    assignment: ProjectAssignment,
    task: Task | None,
) -> Document:
    slug = context.account.names.slug(assignment)
    label = f"{assignment.client.name} / {assignment.project.name}"
    found: Document = {"label": label, "slug": slug, "project_id": assignment.project.id}
    if task is not None:
        found |= {"label": f"{label}: {task.name}", "task_id": task.id}
    said: tuple[str, Any] = ("project", str(assignment.project.id))
    said = ("task", task.name) if task is not None else said
    return {**found, "arguments": _with(arguments, error, slug, task, said)}


def _with(
    arguments: Arguments, error: UsageError, slug: str, task: Task | None, said: tuple[str, Any]
) -> Arguments:
    """The arguments with the choice in them: in place of the words, else beside them."""
    text, words = error.text, _words(arguments, error)
    left = {name: value for name, value in arguments.items() if name != "project_id"}
    if error.span is None or words is None or _is_what_was_done(error):
        return {**left, said[0]: said[1]}
    begin, end = error.span
    return {**arguments, words: f"{text[:begin]}{task.name if task else slug}{text[end:]}"}


def _is_what_was_done(error: UsageError) -> bool:
    """Whether an unknown name stands where no project is named: `standup 15 min`."""
    before = error.text[: (error.span or (0, 0))[0]].split()[-1:]
    named = bool(before) and before[0].lower() in _BEFORE_NAMES
    return error.code == "unknown_project" and not named and "@" not in error.text
