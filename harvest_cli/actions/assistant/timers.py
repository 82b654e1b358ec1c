"""The tools of timers: a start or stop that is sent twice changes nothing the second time."""

from harvest_cli.actions.assistant.call import ToolCall
from harvest_cli.actions.assistant.documents import Document, ToolAnswer, days_of, entry_of, row_of
from harvest_cli.actions.assistant.guards import drain
from harvest_cli.actions.entries.reference import by_id
from harvest_cli.actions.entries.results import TimerResult
from harvest_cli.actions.outbox.pending import entry_from_ids, pending_start
from harvest_cli.actions.outbox.row_facts import entry_state
from harvest_cli.actions.outbox.writes import running_entries
from harvest_cli.actions.resolve.flags import Flags
from harvest_cli.actions.timers.ending import StopFlags
from harvest_cli.actions.timers.restart import restart_timer
from harvest_cli.actions.timers.start import start_timer as start
from harvest_cli.actions.timers.stop import stop_timer as stop
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.errors import NotFound, RateLimited, Unreachable, UsageError
from harvest_cli.domain.hours import ZERO, as_clock
from harvest_cli.language.sentence.stop import parse_stop

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
        return _running_already(call, entry) or _told(call, restart_timer(context, str(number)))
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
    return found or _told(call, start(context, text, flags))


def _running_already(call: ToolCall, wanted: TimeEntry) -> ToolAnswer | None:
    """The answer where a timer of the same project, task and notes runs, here or on Harvest."""
    context = call.context
    pending = pending_start(context)
    if pending is not None:
        new = pending.new
        entry = entry_from_ids(context, new.spent_date, new.project_id, new.task_id)
        entry = entry._replace(notes=new.notes, is_running=True)
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
    return _told(call, found)


def _moment(typed: str | None) -> str:
    """A time of day as hv reads it behind `hv stop`."""
    words = (typed or "").strip()
    return f"at {words}" if words[:1].isdigit() and "ago" not in words.lower() else words


def _told(call: ToolCall, timer: TimerResult) -> ToolAnswer:
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
