"""From a name and arguments to one document: the only way in, and the end of every failure."""

from collections.abc import Callable, Mapping
from contextlib import suppress

from harvest_cli.actions.assistant import changes, log, looks
from harvest_cli.actions.assistant.call import (
    Document,
    ToolAnswer,
    ToolCall,
    arguments_of,
    document_of,
)
from harvest_cli.actions.assistant.refusals import refusal, unknown
from harvest_cli.actions.assistant.tools import Tool
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.errors import HvError, Progress, nobody
from harvest_cli.domain.records import Any

DEEDS: dict[str, Callable[[ToolCall], ToolAnswer]] = {
    "log_time": log.log_time,
    "preview_time": log.preview_time,
    "start_timer": changes.start_timer,
    "stop_timer": changes.stop_timer,
    "edit_entry": changes.edit_entry,
    "delete_entry": changes.delete_entry,
    "undo_write": changes.undo_write,
    "get_status": looks.get_status,
    "list_entries": looks.list_entries,
    "list_projects": looks.list_projects,
    "list_tasks": looks.list_tasks,
    "get_time_report": looks.get_time_report,
    "find_gaps": looks.find_gaps,
}


def answer(
    tool: Tool,
    given: Mapping[str, Any],
    open_context: Callable[[], Context],
    progress: Progress = nobody,
) -> tuple[Document, bool]:
    """The document that a call comes to, and whether it is a refusal; nothing is ever raised.

    `open_context` gives a context for this call alone; `progress` hears how many rows were read.
    """
    context: Context | None = None
    arguments: dict[str, Any] = {}
    try:
        context = open_context()
        context.progress = progress
        arguments = arguments_of(tool, given)
        found = DEEDS[tool.name](ToolCall(context, tool, arguments, progress))
    except HvError as error:
        found = _refused(tool, context, arguments, error)
    except Exception as error:  # the boundary: its text may hold anything, only its kind is told
        found = unknown(tool, context, type(error).__name__)
    return _whole(tool, context, found), found.is_error


def _refused(
    tool: Tool, context: Context | None, arguments: dict[str, Any], error: HvError
) -> ToolAnswer:
    try:
        return refusal(tool, context, arguments, error)
    except Exception:  # candidates are a help: the refusal itself must not fail for them
        return refusal(tool, None, arguments, error)


def _whole(tool: Tool, context: Context | None, found: ToolAnswer) -> Document:
    """The document, with what waits on this machine where a tool looks at Harvest."""
    waits = 0
    with suppress(Exception):
        outbox = context.existing_outbox if context is not None and tool.reads else None
        waits = outbox.waiting() if outbox is not None else 0
    if waits and "pending" not in found.fields:
        found = found._replace(fields={**found.fields, "not_on_harvest_yet": waits})
    try:
        return document_of(context, found)
    except Exception:  # the moment is a help too
        return document_of(None, found)
