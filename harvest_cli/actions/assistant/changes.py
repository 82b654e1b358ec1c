"""The tools that change what is there: values to set, never differences, so that twice is once."""

import re
from datetime import date
from decimal import Decimal

from harvest_cli.actions.assistant.call import ToolCall
from harvest_cli.actions.assistant.documents import Document, ToolAnswer, days_of, entry_of
from harvest_cli.actions.assistant.guards import drain, far_day
from harvest_cli.actions.entries import edit
from harvest_cli.actions.entries.reference import by_id
from harvest_cli.actions.outbox.history import Undoing, Undone, history
from harvest_cli.actions.undo.undo import undo
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.errors import NotFound, UsageError
from harvest_cli.domain.hours import ZERO, as_clock
from harvest_cli.domain.records import Any
from harvest_cli.local.outbox.journal import Deed
from harvest_cli.local.outbox.row import Op, run_of

CLOSE, CLOSE_RUNNING = Decimal("0.006"), Decimal("0.05")
"""Hours that the named length may differ by; a running timer goes on meanwhile."""
GONE = "It was deleted already; nothing was sent"
_NAMES = {"project_id": "project", "task_id": "task", "spent_date": "date"}
_NAME = re.compile(r"w[0-9a-f]{14}|d[0-9]{1,12}")


def edit_entry(call: ToolCall) -> ToolAnswer:
    """Set fields of one entry."""
    context, arguments = call.context, call.arguments
    wanted = edit.Edit(
        hours=call.number("hours"),
        note=arguments.get("notes"),
        project=call.text("project"),
        task=call.text("task"),
        date=call.text("date"),
        begin=call.text("start"),
        end=call.text("end"),
    )
    if wanted == edit.Edit():
        message = "Nothing to change: give hours, date, start, end, notes, project or task"
        raise UsageError(message, code="missing_argument")
    by_id(context, call.entry_id() or 0)
    if wanted.date is not None:
        moved = edit.edit_entry(context, str(call.entry_id()), wanted, sure=True, dry_run=True)
        day = moved.after.spent_date
        context.take_warnings()
        if day is not None and (doubt := far_day(call, day)) is not None:
            return doubt
    changed = edit.edit_entry(context, str(call.entry_id()), wanted, sure=True)
    today = context.today
    fields: Document = {
        "before": entry_of(changed.before, today),
        "after": entry_of(changed.after, today, changed.state),
    }
    if warnings := (*changed.warnings, *context.take_warnings()):
        fields["warnings"] = list(warnings)
    if not changed.differences:
        return ToolAnswer("unchanged", "The entry holds that already; nothing was sent", fields)
    drain(context)
    fields["write_id"] = context.own_run
    fields["days"] = days_of(context, [changed.before.spent_date, changed.after.spent_date])
    told = ", ".join(sorted({_NAMES.get(each.name, each.name) for each in changed.differences}))
    return call.waiting(changed.state, fields) or ToolAnswer("changed", f"Changed: {told}", fields)


def delete_entry(call: ToolCall) -> ToolAnswer:
    """Delete one entry, where day and length are those of the entry."""
    context, number = call.context, call.entry_id() or 0
    try:
        entry = by_id(context, number)
    except NotFound:
        if not _deleted_here(call, number):
            raise
        return ToolAnswer("already_deleted", GONE, {})
    fields: Document = {"entries": [entry_of(entry, context.today)]}
    if not _is_meant(entry, call.arguments):
        why = "the entry is of another day or length; look it up, and ask the user"
        return call.refused("conflict", why, code="not_the_entry", **fields)
    if _deletion_waits(call, number):
        drain(context)
        return call.waiting(EntryState.QUEUED, fields) or ToolAnswer("fault", "")
    deleted = edit.delete_entry(context, str(number), sure=True)
    fields["write_id"] = context.own_run
    drain(context)
    day = entry.spent_date
    fields["days"] = days_of(context, [day])
    if deleted.state is EntryState.CREATED:
        fields["entries"][0]["state"] = "deleted"
    on = f" on {day_text(day, context.today)}" if day else ""
    said = f"Deleted {as_clock(entry.hours or ZERO)}{on}"
    return call.waiting(deleted.state, fields) or ToolAnswer("deleted", said, fields)


def _is_meant(entry: TimeEntry, arguments: dict[str, Any]) -> bool:
    try:
        day = date.fromisoformat(arguments["spent_date"].strip())
    except ValueError:
        message = "spent_date must be an ISO day such as 2026-11-18"
        raise UsageError(message, code="invalid_date") from None
    close = CLOSE_RUNNING if entry.is_running else CLOSE
    away = abs((entry.hours or ZERO) - Decimal(str(arguments["hours"])))
    return day == entry.spent_date and away <= close


def _deleted_here(call: ToolCall, number: int) -> bool:
    """Whether hv itself deleted the entry, or took back what had made it."""
    if call.context.existing_outbox is None:
        return False
    deeds = [it.deed for it in history(call.context, -1) if it.deed.entry_id == number]
    return any(it.deed == Deed.DELETED or it.undone_at is not None for it in deeds)


def _deletion_waits(call: ToolCall, number: int) -> bool:
    outbox = call.context.existing_outbox
    rows = outbox.pending() if outbox is not None else []
    return any(row.op == Op.DELETE and row.shown.endswith(f"#{number}") for row in rows)


def undo_write(call: ToolCall) -> ToolAnswer:
    """Take back one write by its name."""
    context, name = call.context, call.arguments["write_id"].strip()
    if not _NAME.fullmatch(name):
        message = "hv gave no such write_id"
        raise NotFound(message, code="unknown_write")
    outbox = context.existing_outbox
    if any(run_of(row.key) == name for row in (outbox.pending() if outbox is not None else ())):
        why = "it is saved here and not on Harvest yet; `hv outbox drop` in a terminal discards it"
        return call.refused("conflict", why, code="not_sent_yet")
    try:
        undoing = undo(context, 1, name)
    except NotFound as missing:
        if missing.code != "already_undone":
            raise
        return ToolAnswer("already_undone", "It was undone already; nothing was sent", {})
    drain(context)
    return _told(call, undoing)


def _told(call: ToolCall, undoing: Undoing) -> ToolAnswer:
    days = [(each.entry or each.written.entry).spent_date for each in undoing.undone]
    fields: Document = {
        "undone": [_undone(call, each) for each in undoing.undone],
        "days": days_of(call.context, days),
    }
    if undoing.warnings:
        fields["warnings"] = list(undoing.warnings)
    if undoing.failure is not None:
        message = "A part was undone; `warnings` say what was not"
        return ToolAnswer("partly", message, fields, is_error=True)
    for each in undoing.undone:
        if (found := call.waiting(each.state, fields)) is not None:
            return found
    return ToolAnswer("undone", "Undone", fields)


def _undone(call: ToolCall, each: Undone) -> Document:
    entry = each.entry or each.written.entry
    shown = entry_of(entry, call.context.today, each.state)
    found = {"did": str(each.written.deed.deed), "undo": each.how, "entry": shown}
    return {**found, "note": each.note} if each.note else found
