"""What a model gets wrong, caught before anything is sent: days, lengths, and equal entries."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta

from harvest_cli.actions.assistant.call import ToolCall
from harvest_cli.actions.assistant.documents import ToolAnswer, day_of, hours
from harvest_cli.actions.outbox.row_facts import stamp_of
from harvest_cli.actions.outbox.worker import A_FEW, A_MOMENT, process_queue
from harvest_cli.actions.resolve.resolver import ResolvedSentence
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.sync.replay import HANDLERS
from harvest_cli.domain.entries import NewEntry, TimeEntry
from harvest_cli.domain.errors import HvError, NotFound, NotLoggedIn, SentenceError
from harvest_cli.domain.hours import FULL_DAY, ZERO
from harvest_cli.domain.records import TYPE_CHECKING, NamedTuple
from harvest_cli.language.text.readings import LogReading
from harvest_cli.local.outbox.rate_limit import RateLimiter
from harvest_cli.local.outbox.row import WAITING, Row, pack, sha_of

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
    return [_known(context, new) for new in news]


def _known(context: Context, new: NewEntry) -> EqualWrite | None:
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
