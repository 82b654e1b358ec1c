"""The tools that log: one sentence, exactly once however often it is sent."""

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta

from harvest_cli.actions.assistant.call import (
    Document,
    ToolAnswer,
    ToolCall,
    day_of,
    days_of,
    entry_of,
    hours,
    row_of,
)
from harvest_cli.actions.assistant.refusals import refusal
from harvest_cli.actions.entries import log as entries
from harvest_cli.actions.entries.read_log import is_out_of_reach
from harvest_cli.actions.entries.results import Logged, LoggedEntry
from harvest_cli.actions.outbox.row_facts import stamp_of
from harvest_cli.actions.outbox.worker import A_FEW, A_MOMENT, process_queue
from harvest_cli.actions.resolve.flags import Flags
from harvest_cli.actions.resolve.resolver import ResolvedSentence, resolve
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.sync import HANDLERS
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import EntryState, NewEntry, TimeEntry
from harvest_cli.domain.errors import HvError, NotFound, NotLoggedIn, SentenceError
from harvest_cli.domain.hours import FULL_DAY, ZERO, as_clock
from harvest_cli.domain.records import TYPE_CHECKING, NamedTuple
from harvest_cli.language.text.readings import LogReading
from harvest_cli.local.outbox.rate_limit import RateLimiter
from harvest_cli.local.outbox.row import WAITING, Op, Row, State, pack, run_of, sha_of

if TYPE_CHECKING:
    from decimal import Decimal

BACK, AHEAD = timedelta(days=92), timedelta(days=7)
"""A day further off is more often reckoned wrong than meant."""
LOOKS = 20
"""Looks at equal entries in the window of the pace; the writes have the rest of Harvest's limit."""
RETRY = 300.0
"""Seconds within which a second `again` is a retry of the first."""


def unusual_day(call: ToolCall, understood: ResolvedSentence[LogReading]) -> ToolAnswer | None:
    """Ask about the first day that is far off; the answer comes back as `confirm_date`."""
    today = call.context.today
    leave = any(each.kind == "leave" for each in understood.reading.inferences)
    days = [entry.spent_date for entry in understood.entries]
    asked = (day for day in days if not (leave and day > today) or _is_another_year(day, today))
    far = next((day for day in asked if _is_far(day, today)), None)
    return None if far is None else far_day(call, far)


def far_day(call: ToolCall, day: date) -> ToolAnswer | None:
    """Ask about a day if it is far off."""
    far = _is_far(day, call.context.today)
    return _to_confirm(call, day, "the day is far from today") if far else None


def _is_far(day: date, today: date) -> bool:
    return not today - BACK <= day <= today + AHEAD or _is_another_year(day, today)


def _is_another_year(day: date, today: date) -> bool:
    """Whether it is today or yesterday but for the year: a slip."""
    near = (today, today - timedelta(days=1))
    return day not in near and (day.month, day.day) in {(each.month, each.day) for each in near}


def full_day(call: ToolCall, news: Sequence[NewEntry]) -> ToolAnswer | None:
    """Ask about a day that would hold more than 24 hours; raises SentenceError for one entry."""
    more: dict[date, Decimal] = {}
    for new in news:
        length = new.hours or ZERO
        if length > FULL_DAY:
            message = "One entry is longer than a day: are these minutes?"
            raise SentenceError(message, code="invalid_duration")
        more[new.spent_date] = more.get(new.spent_date, ZERO) + length
    for day, length in more.items():
        whole = call.context.account.hours_on(day) + length
        if whole > FULL_DAY:
            found = _to_confirm(call, day, "the day would hold more than 24 hours")
            return found and found._replace(fields={**found.fields, "hours": hours(whole)})
    return None


def _to_confirm(call: ToolCall, day: date, why: str) -> ToolAnswer | None:
    if (call.text("confirm_date") or "").strip() == day.isoformat():
        return None
    told = {**day_of(day, call.context.today), "confirm_date": day.isoformat()}
    why += "; ask the user, then pass that day as confirm_date"
    return call.refused("needs_confirmation", why, **told)


# -- equal entries -------------------------------------------------------------------------------


class EqualWrite(NamedTuple):
    """An equal entry that hv wrote: its row, and the entry as Harvest holds it now.

    `gone` where it was deleted elsewhere since; neither where nobody could look.
    """

    row: Row
    entry: TimeEntry | None = None
    gone: bool = False


def known_equals(context: Context, news: Sequence[NewEntry]) -> list[EqualWrite | None]:
    """For each entry the equal one that hv wrote already, looked at now; sends nothing new."""
    return [_equal_of(context, new) for new in news]


def _equal_of(context: Context, new: NewEntry) -> EqualWrite | None:
    outbox = context.existing_outbox
    row = outbox.same(sha_of(pack(new)), 0.0) if outbox is not None else None
    if outbox is None or row is None:
        return None
    if row.state in WAITING:
        drain(context)
        row = outbox.get(row.key) or row
    if row.entry_id is None:
        return EqualWrite(row)
    _in_turn(context)
    try:
        return EqualWrite(row, context.client.time_entry(row.entry_id))
    except NotFound:
        return EqualWrite(row, gone=True)
    except NotLoggedIn:
        raise
    except HvError:
        return EqualWrite(row)


def _in_turn(context: Context) -> None:
    """Wait for a turn of looks, which have a pace of their own."""
    if context.profile == "sandbox":
        return
    login = context.credentials
    turns = RateLimiter(
        context.places().state, f"{login.api_url} looks", login.account_id, most=LOOKS
    )
    context.sleep(turns.acquire(context.clock().timestamp()))


def repeated_again(context: Context, news: Sequence[NewEntry]) -> list[EqualWrite | None]:
    """The entries that an equal call with `again` made just now: then this one is its retry."""
    outbox = context.existing_outbox
    now = stamp_of(context).wall
    if outbox is None:
        return [None] * len(news)
    rows = [outbox.same(sha_of(pack(new)), now - RETRY) for new in news]
    meant = [row is not None and outbox.fact(_fact(row)) == row.key for row in rows]
    return known_equals(context, news) if all(meant) else [None] * len(news)


def note_again(context: Context, news: Sequence[NewEntry]) -> None:
    """Note which entries `again` made."""
    outbox = context.existing_outbox
    for new in news if outbox is not None else ():
        row = outbox.same(sha_of(pack(new)), 0.0) if outbox is not None else None
        if outbox is not None and row is not None:
            outbox.learn(_fact(row), row.key)


def _fact(row: Row) -> str:
    return f"again {row.body_sha256[:16]}"


def drain(context: Context) -> None:
    """Send a little of what waits, where nothing else was in the way."""
    import sqlite3

    with suppress(HvError, sqlite3.Error, OSError):
        if context.existing_outbox is not None:
            process_queue(context, HANDLERS, A_FEW, A_MOMENT)


# -- the tools -------------------------------------------------------------------------------------


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
