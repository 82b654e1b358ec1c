"""The tools that log: one sentence, exactly once however often it is sent."""

import json
from collections.abc import Sequence
from datetime import date

from harvest_cli.actions.assistant.call import ToolCall
from harvest_cli.actions.assistant.documents import Document, ToolAnswer, days_of, entry_of, row_of
from harvest_cli.actions.assistant.guards import (
    EqualWrite,
    drain,
    full_day,
    known_equals,
    note_again,
    repeated_again,
    unusual_day,
)
from harvest_cli.actions.assistant.refusals import refusal
from harvest_cli.actions.entries import log as entries
from harvest_cli.actions.entries.read_log import is_out_of_reach
from harvest_cli.actions.entries.results import Logged, LoggedEntry
from harvest_cli.actions.resolve.flags import Flags
from harvest_cli.actions.resolve.resolver import ResolvedSentence, resolve
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import EntryState, NewEntry
from harvest_cli.domain.errors import HvError
from harvest_cli.domain.hours import ZERO, as_clock
from harvest_cli.language.text.readings import LogReading
from harvest_cli.local.outbox.row import Op, State, run_of

ALREADY = "Already logged; nothing new was sent"


def log_time(call: ToolCall) -> ToolAnswer:
    """Log what the words say; an equal entry that hv logged is the one, unless `again` says no."""
    context, again = call.context, bool(call.arguments.get("again"))
    text, flags = call.arguments["text"], _flags(call)
    if (waits := _waiting_sentence(call, text, flags)) is not None:
        return waits
    understood = _understood(call, text, flags)
    if understood is not None:
        if (doubt := unusual_day(call, understood)) is not None:
            return doubt
        news = understood.requests
        known = repeated_again(context, news) if again else known_equals(context, news)
        left = [new for new, each in zip(news, known, strict=True) if each is None]
        if not left or any(each.gone for each in known if each is not None):
            return _known(call, news, known)
        if (doubt := full_day(call, left)) is not None:
            return doubt
    logged = entries.log_time(
        context, text, flags, sure=True, once=not again, understood=understood
    )
    if again and understood is not None:
        note_again(context, understood.requests)
    drain(context)
    return _logged(call, logged, len(understood.requests) if understood else len(logged.entries))


def preview_time(call: ToolCall) -> ToolAnswer:
    """How the words are read; nothing is sent."""
    text, flags = call.arguments["text"], _flags(call)
    understood = resolve(call.context, text, flags)
    doubt = unusual_day(call, understood) or full_day(call, understood.requests)
    if doubt is not None:
        return doubt
    shown = entries.log_time(
        call.context, text, flags, dry_run=True, sure=True, understood=understood
    )
    return ToolAnswer(
        "preview",
        f"Preview, not logged: {_summed(shown.entries, call.context.today)}",
        _fields(call, shown),
    )


def _flags(call: ToolCall) -> Flags:
    return Flags(
        project=call.text("project"),
        client=call.text("client"),
        task=call.text("task"),
        date=call.text("date"),
        hours=call.number("hours"),
        note=call.text("notes"),
        ref=call.text("issue_url"),
    )


def _understood(call: ToolCall, text: str, flags: Flags) -> ResolvedSentence[LogReading] | None:
    """The sentence, read; None where its names cannot be asked for, and it is to be kept."""
    try:
        return resolve(call.context, text, flags)
    except HvError as missed:
        if not is_out_of_reach(call.context, missed):
            raise
        return None


def _waiting_sentence(call: ToolCall, text: str, flags: Flags) -> ToolAnswer | None:
    """The equal sentence that waits for its names: it is sent now, or goes on waiting."""
    if not _kept(call, text, flags):
        return None
    drain(call.context)
    if not _kept(call, text, flags):
        return None
    state = EntryState.QUEUED
    return call.waiting(state, {"entries": [{"state": str(state), "text": text}]})


def _kept(call: ToolCall, text: str, flags: Flags) -> bool:
    outbox = call.context.existing_outbox
    rows = outbox.pending() if outbox is not None else []
    same = [row for row in rows if row.op == Op.SENTENCE and row.text == text]
    typed = {name: value for name, value in flags._asdict().items() if name != "user"}
    return any(json.loads(row.body_json).get("flags") == typed for row in same)


# -- answers -------------------------------------------------------------------------------------


def _known(
    call: ToolCall, news: Sequence[NewEntry], known: Sequence[EqualWrite | None]
) -> ToolAnswer:
    """The answer where hv wrote equal entries before."""
    context, found = call.context, [each for each in known if each is not None]
    shown = [entry_of(each.entry, context.today) for each in found if each.entry is not None]
    fields: Document = {
        "entries": shown,
        "write_id": run_of(found[0].row.key),
        "days": days_of(context, [new.spent_date for new in news]),
    }
    if any(each.gone for each in found):
        why = "hv logged this before, and it was deleted on Harvest since; ask the user"
        if len(news) == 1:
            fields["candidates"] = [
                {"label": "Log it again", "arguments": {**call.arguments, "again": True}}
            ]
            why += ", then pass again=true"
        return call.refused("needs_confirmation", why, **fields)
    queued = any(each.row.state == State.QUEUED for each in found)
    if len(shown) == len(found):
        return ToolAnswer("already_logged", ALREADY, fields)
    state = EntryState.QUEUED if queued else EntryState.UNCONFIRMED
    return call.waiting(state, fields) or ToolAnswer("fault", "")


def _logged(call: ToolCall, logged: Logged, whole: int) -> ToolAnswer:
    fields = _fields(call, logged)
    if logged.failure is not None:
        told = refusal(call.tool, call.context, call.arguments, logged.failure)
        count = sum(not row.already for row in logged.entries)
        message = f"{count} of {whole} logged; the rest was not: do not log the same again"
        return ToolAnswer("partly", message, {**told.fields, **fields}, is_error=True)
    for state in (EntryState.UNCONFIRMED, EntryState.QUEUED):
        if any(row.state is state for row in logged.entries):
            return call.waiting(state, fields) or ToolAnswer("fault", "")
    if all(row.already for row in logged.entries):
        return ToolAnswer("already_logged", ALREADY, fields)
    return ToolAnswer("logged", f"Logged {_summed(logged.entries, call.context.today)}", fields)


def _fields(call: ToolCall, logged: Logged) -> Document:
    context = call.context
    said = [each.text for each in logged.inferences]
    found: Document = {
        "entries": [row_of(row, context.today) for row in logged.entries],
        "write_id": context.own_run if context.written else None,
        "days": days_of(context, [row.entry.spent_date for row in logged.entries])
        if logged.read and all(row.sentence is None for row in logged.entries)
        else None,
        "inferences": said or None,
        "warnings": list(logged.warnings) or None,
    }
    return {name: value for name, value in found.items() if value is not None}


def _summed(rows: Sequence[LoggedEntry], today: date) -> str:
    """Hours and day of one entry, number and hours of several."""
    whole = sum((row.entry.hours or ZERO for row in rows), ZERO)
    days = sorted({row.entry.spent_date for row in rows if row.entry.spent_date})
    ends = [day_text(day, today) for day in dict.fromkeys(days[:1] + days[-1:])]
    count = "" if len(rows) == 1 else f"{len(rows)} entries, "
    return f"{count}{as_clock(whole)} on {' to '.join(ends)}"
