"""Create an entry: store it, wait for its turn, send it once; ask first when it is a repeat."""

import random
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial

from harvest_cli.actions.outbox.delivery import ANOTHER, Delivery, deliver, reason_of
from harvest_cli.actions.outbox.enqueue import NewRow, new_row
from harvest_cli.actions.outbox.policy import LONGEST_PAUSE
from harvest_cli.actions.outbox.row_facts import CreateResult, lease_of, moment_of, stamp_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import EntryState, NewEntry
from harvest_cli.domain.errors import (
    ConfigurationError,
    HvError,
    NeedsDecision,
    NotSaved,
    Outcome,
    Unreachable,
)
from harvest_cli.domain.records import NamedTuple
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.rate_limit import RateLimiter
from harvest_cli.local.outbox.row import Row, State, new_key, pack, sha_of, unpack_new

LONGEST_PACE = 120.0
"""Seconds that a write waits for its turn at most."""
MOMENT = 60.0
"""Seconds within which an equal entry is more often a retry than meant."""
_STATES = {State.DONE: EntryState.CREATED, State.QUEUED: EntryState.QUEUED}


def create_entry(
    context: Context,
    new: NewEntry,
    text: str = "",
    base: Mapping[str, object] | None = None,
    *,
    once: bool = False,
    unless: Callable[[Outbox], Row | None] | None = None,
    key: str | None = None,
    goes_on: bool = False,
    later: HvError | None = None,
) -> CreateResult:
    """Create the entry, or store it to be sent later; `text` is the sentence it came from.

    `base` makes it a timer; where it `goes_on` its row stays open, and is given too. `key` is for
    its row, where somebody has to know it beforehand. With `once` an equal entry that this machine
    knows of is left to be the one, and so is the row that `unless` finds as this one is kept.
    What is for `later`, because of that failure, is kept and not sent.
    Raises what Harvest said when it refused, and NotSaved when it is neither here nor there.
    """
    outbox, key = context.outbox, key or new_key(context.own_run)
    stored = _store(context, outbox, _Wish(new, text, base, key), once=once, unless=unless)
    if isinstance(stored, Row):
        return CreateResult(_state(stored.state), None, stored.key, already=stored)
    (row, wanted), wait, error = stored
    outbox = None if error else outbox
    if outbox is not None:
        if deferred := _deferred(context, outbox, row, later):
            return deferred
        context.sleep(wait)
    try:
        ended = deliver(context, outbox, row, wanted, fresh=True, goes_on=goes_on)
    except ConfigurationError:
        if outbox is not None:
            outbox.drop(key)
        raise
    if outbox is None and ended.entry is None:
        raise _nowhere(row, ended, error)
    if ended.failure is not None:
        raise ended.failure
    made = CreateResult(_state(ended.state), ended.entry, key, ended.why or None, ended.until)
    return made._replace(row=(outbox.get(key) if outbox else None) or row) if goes_on else made


def send_kept(context: Context, outbox: Outbox | None, row: Row) -> CreateResult:
    """Send an entry whose row was kept together with another write, and waits for its turn.

    Raises what Harvest said when it refused.
    """
    new = unpack_new(row.body_json)
    held: Row | None = row
    if outbox is not None:
        context.written.append(row.key)
        now = stamp_of(context)
        context.sleep(turn_in(context, outbox, now.wall))
        held = outbox.claim(row.key, stamp_of(context), lease_of(context))
    if held is None:
        return CreateResult(EntryState.UNCONFIRMED, None, row.key, ANOTHER)
    ended = deliver(context, outbox, held, new, fresh=True)
    if ended.failure is not None:
        raise ended.failure
    return CreateResult(_state(ended.state), ended.entry, row.key, ended.why or None, ended.until)


class _Wish(NamedTuple):
    """An entry to create, with what its row tells besides."""

    new: NewEntry
    text: str
    base: Mapping[str, object] | None
    key: str


def _store(
    context: Context,
    outbox: Outbox | None,
    wish: _Wish,
    *,
    once: bool,
    unless: Callable[[Outbox], Row | None] | None,
) -> Row | tuple[NewRow, float, Exception | None]:
    """The row, seconds until its turn, and why it is not stored; or the row of an equal entry."""
    import sqlite3

    try:
        wait = turn_in(context, outbox, stamp_of(context).wall)
        made = new_row(context, outbox, *wish, wait=wait)
        if outbox is not None:
            context.written.append(wish.key)
            find = partial(unless, outbox) if unless is not None else (lambda: None)
            if earlier := outbox.insert(made.row, once=once, unless=find):
                return earlier
    except (sqlite3.Error, OSError) as error:
        context.cannot_keep("state folder", error)
        # With the key that it had: perhaps it is on the disk for all that.
        return new_row(context, None, *wish), 0.0, error
    return made, wait, None


def _state(state: State) -> EntryState:
    return _STATES.get(state, EntryState.UNCONFIRMED)


def turn_in(
    context: Context, outbox: Outbox | None, now: float, *, look: bool = False, count: int = 1
) -> float:
    """Seconds until this write may leave: a loop of hundreds is paced, never refused.

    The turn, of so many requests, is taken, unless this is but a `look`.
    """
    # Nobody is spared requests that reach nobody.
    if outbox is None or context.profile == "sandbox" or context.away:
        return 0.0
    login = context.credentials
    turns = RateLimiter(context.places().state, login.api_url, login.account_id)
    wait = max(
        turns.wait(now) if look else turns.acquire(now, count), outbox.paused_until(now) - now
    )
    return min(wait * random.uniform(1.0, 1.2), LONGEST_PACE) if wait > 0 else 0.0


def _deferred(
    context: Context, outbox: Outbox, row: Row, later: HvError | None
) -> CreateResult | None:
    """Keep a row without sending it: for `later`, or as Harvest asked to be left alone for long."""
    why, until, now = reason_of(later), 0.0, stamp_of(context).wall
    if later is None:
        why, until = "Harvest asks hv to wait (rate limit)", outbox.paused_until(now)
        if until - now <= LONGEST_PAUSE:
            return None
    values = {"attempts": 0, "sent_at": None, "next_at": until, "last_error": why}
    outbox.record(row.key, state=State.QUEUED, **values)
    return CreateResult(EntryState.QUEUED, None, row.key, why, moment_of(until) if until else None)


def _nowhere(row: Row, ended: Delivery, error: Exception | None) -> Exception:
    """What to raise for an entry that is not stored here and not known to be on Harvest."""
    failure = ended.failure or Unreachable("Harvest gave no clear answer")
    if failure.outcome in (Outcome.REJECTED, Outcome.UNAUTHORIZED):
        return failure
    lost = ended.state == State.UNKNOWN
    unsure = "perhaps on Harvest" if lost else "not on Harvest"
    reason = getattr(error, "strerror", None) or error or "the state folder cannot be written"
    message = f"The entry is not saved here ({reason}) and is {unsure} ({reason_of(failure)})"
    hint = f"Write it down: {row.shown} {row.body_json}"
    if lost:
        hint = f"Check `hv entries` before you log it again. {hint}"
    return NotSaved(message, hint=hint, outcome=failure.outcome)


def confirm_repeat(context: Context, new: NewEntry, deed: str, verb: str) -> None:
    """Ask, or warn where nobody can be asked, when an equal entry was just written or is pending.

    `deed` and `verb` are words: logged, Log. Raises NeedsDecision when it is not meant.
    """
    earlier = _earlier(context, new)
    if earlier is None:
        return
    pending = earlier.state != State.DONE
    if pending:
        said = "The same entry is pending already"
    else:
        said = f"The same entry was {deed} less than a minute ago (#{earlier.entry_id})"
    if context.agrees is None:
        look = "`hv outbox` shows both" if pending else "`hv undo` removes this one"
        context.warn(f"{said}: {look}")
    elif not context.agrees(f"{said}. {verb} it again?"):
        message = f"Nothing was {deed} this time"
        raise NeedsDecision(message, hint="`hv outbox` shows it" if pending else None)


def _earlier(context: Context, new: NewEntry) -> Row | None:
    import sqlite3

    if context.outbox is not None:
        with suppress(sqlite3.Error):
            return context.outbox.same(sha_of(pack(new)), stamp_of(context).wall - MOMENT)
    return None
