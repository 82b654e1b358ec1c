"""The tools that change what is there: values to set, never differences, so that twice is once.

Neither does a start or a stop that is sent twice change anything the second time.
"""

import re
from datetime import date
from decimal import Decimal

from harvest_cli.actions.assistant.call import (
    Document,
    ToolAnswer,
    ToolCall,
    days_of,
    entry_of,
    row_of,
)
from harvest_cli.actions.assistant.log import drain, far_day
from harvest_cli.actions.entries import edit
from harvest_cli.actions.entries.reference import by_id
from harvest_cli.actions.entries.results import TimerResult
from harvest_cli.actions.outbox.history import Undoing, Undone, history
from harvest_cli.actions.outbox.pending import local_entries, pending_start, running_entry
from harvest_cli.actions.outbox.row_facts import entry_state
from harvest_cli.actions.outbox.writes import running_entries
from harvest_cli.actions.resolve.flags import Flags
from harvest_cli.actions.timers.ending import StopFlags
from harvest_cli.actions.timers.restart import restart_timer
from harvest_cli.actions.timers.start import start_timer as start
from harvest_cli.actions.timers.stop import stop_timer as stop
from harvest_cli.actions.undo.undo import undo
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.errors import NotFound, RateLimited, Unreachable, UsageError
from harvest_cli.domain.hours import ZERO, as_clock
from harvest_cli.domain.records import Any
from harvest_cli.language.sentence.stop import parse_stop
from harvest_cli.local.outbox.journal import Deed
from harvest_cli.local.outbox.row import run_of

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
    return call.context.existing_outbox is not None and number in local_entries(call.context)[1]


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


# -- timers ----------------------------------------------------------------------------------------


RUNNING = "It runs already; nothing new was sent"
NOTHING = "No timer is running; nothing was sent"


def start_timer(call: ToolCall) -> ToolAnswer:
    """Start a timer from words or arguments, or continue an entry."""
    context, number = call.context, call.entry_id()
    given = [each for each in ("text", "project", "client", "task", "notes") if call.text(each)]
    if number is not None and (given or call.text("at")):
        message = f"entry_id continues an entry as it is; leave out {' and '.join(given or ['at'])}"
        raise UsageError(message, code="wrong_arguments")
    if number is not None:
        entry = by_id(context, number)
        return _running_already(call, entry) or _told_of_timer(
            call, restart_timer(context, str(number))
        )
    text = call.text("text") or ""
    flags = Flags(
        project=call.text("project"),
        client=call.text("client"),
        task=call.text("task"),
        from_=call.text("at"),
        note=call.text("notes"),
    )
    planned = start(context, text, flags, dry_run=True)
    context.take_warnings()
    found = _running_already(call, planned.entries[0].entry)
    return found or _told_of_timer(call, start(context, text, flags))


def _running_already(call: ToolCall, wanted: TimeEntry) -> ToolAnswer | None:
    """The answer where a timer of the same project, task and notes runs, here or on Harvest."""
    context = call.context
    pending = pending_start(context)
    if pending is not None:
        entry = running_entry(context, pending)
        if _place(entry) == _place(wanted):
            state = entry_state(pending.row.state)
            drain(context)
            if pending_start(context) is not None:
                return call.waiting(state, {"entries": [entry_of(entry, context.today, state)]})
    try:
        running = running_entries(context)
    except (Unreachable, RateLimited):
        return None
    same = [each for each in running if _place(each) == _place(wanted) or each.id == wanted.id]
    if not same:
        return None
    return ToolAnswer("already_running", RUNNING, {"entries": [entry_of(same[0], context.today)]})


def _place(entry: TimeEntry) -> tuple[int, int, str]:
    return (entry.project.id, entry.task.id, (entry.notes or "").strip())


def stop_timer(call: ToolCall) -> ToolAnswer:
    """Stop the running timer, or the one with this id."""
    context, number = call.context, call.entry_id()
    words = " ".join(filter(None, (str(number or ""), _moment(call.text("at")))))
    reading = parse_stop(words, context.now, context.conventions)
    misread = bool(reading.notes) or (call.text("at") is not None and reading.is_now)
    if reading.reference != str(number or "") or misread:
        message = "at is not a time of day: write 17:30, or 10m ago"
        raise UsageError(message, code="invalid_time")
    note = call.arguments.get("notes")
    try:
        found = stop(context, words, StopFlags(note=note))
    except NotFound as missing:
        if missing.code != "no_timer":
            raise
        shown = [by_id(context, number)] if number is not None else []
        entries = [entry_of(each, context.today) for each in shown]
        return ToolAnswer("nothing_running", NOTHING, {"entries": entries})
    return _told_of_timer(call, found)


def _moment(typed: str | None) -> str:
    """A time of day as hv reads it behind `hv stop`."""
    words = (typed or "").strip()
    return f"at {words}" if words[:1].isdigit() and "ago" not in words.lower() else words


def _told_of_timer(call: ToolCall, timer: TimerResult) -> ToolAnswer:
    """The answer to a start or stop that was sent, or waits."""
    drain(call.context)
    context, today = call.context, call.context.today
    fields: Document = {
        "entries": [row_of(row, today) for row in timer.entries],
        "write_id": context.own_run,
        "days": days_of(context, [row.entry.spent_date for row in timer.entries]),
    }
    if timer.stopped:
        fields["stopped"] = [_ended(entry_of(each, today)) for each in timer.stopped]
    if said := [each.text for each in timer.inferences]:
        fields["inferences"] = said
    if timer.warnings:
        fields["warnings"] = list(timer.warnings)
    for state in (EntryState.UNCONFIRMED, EntryState.QUEUED):
        if any(row.state is state for row in timer.entries):
            return call.waiting(state, fields) or ToolAnswer("fault", "")
    done = str(timer.deed)
    if timer.unfinished:
        message = f"The timer is {done}, but a part could not be done; `reason` says which"
        return ToolAnswer("partly", message, {**fields, "reason": timer.unfinished}, is_error=True)
    whole = sum((row.entry.hours or ZERO for row in timer.entries), ZERO)
    return ToolAnswer(done, f"The timer is {done}; it stands at {as_clock(whole)}", fields)


def _ended(entry: Document) -> Document:
    """A timer that another one ended, as hv knew it: not whether it is billable."""
    return {name: value for name, value in entry.items() if name != "billable"}
