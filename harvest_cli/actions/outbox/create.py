"""Create entries: store them, wait for their turn, send each once; ask first when one is a repeat.

What stops one entry of a command need not stop the others.
"""

import random
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import partial

from harvest_cli.actions.outbox.delivery import ANOTHER, Delivery, reason_of
from harvest_cli.actions.outbox.enqueue import Wish, later, new_row
from harvest_cli.actions.outbox.policy import LONGEST_PAUSE
from harvest_cli.actions.outbox.row_facts import (
    CreateResult,
    WriteResult,
    entry_state,
    lease_of,
    moment_of,
    stamp_of,
)
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import EntryState, NewEntry
from harvest_cli.domain.errors import (
    ConfigurationError,
    ExitCode,
    HvError,
    NeedsDecision,
    NotSaved,
    Outcome,
    Unreachable,
)
from harvest_cli.domain.records import NamedTuple
from harvest_cli.local.outbox.progress import let_go
from harvest_cli.local.outbox.queue import Outbox, Unless
from harvest_cli.local.outbox.rate_limit import RateLimiter
from harvest_cli.local.outbox.row import Row, State, new_key, pack, sha_of, unpack_new

LONGEST_PACE = 120.0
"""Seconds that a write waits for its turn at most."""
MOMENT = 60.0
"""Seconds within which an equal entry is more often a retry than meant."""


class KeptEntry(NamedTuple):
    """An entry that is on the disk and this run's to send, from memory where `error` says why not.

    `wait` is the seconds until its turn, None where none is taken yet; `earlier` the row that is
    the one already.
    """

    row: Row
    new: NewEntry
    outbox: Outbox | None = None
    wait: float | None = None
    earlier: Row | None = None
    error: Exception | None = None


def keep_entries(context: Context, wishes: Sequence[Wish]) -> list[KeptEntry]:
    """Keep all that one command creates, in one step, before the first byte of it leaves.

    `send_entries` sends them, in their order. Should this run die, whoever uses the network next
    sends what is left; nobody else does while it lives.
    """
    import sqlite3

    outbox, found, wait = context.outbox, [], None
    # With the keys that they have: perhaps they are on the disk for all that.
    wishes = [each._replace(key=each.key or new_key(context.own_run)) for each in wishes]
    try:
        for number, wish in enumerate(wishes):
            if number == 0:
                wait = turn_in(context, outbox, stamp_of(context).wall)
            row, new = new_row(context, outbox, wish, wait=wait or 0.0)
            row = row if number == 0 else later(row, len(wishes))
            found.append(KeptEntry(row, new, outbox, wait if number == 0 else None))
        if outbox is not None and found:
            context.written += [each.row.key for each in found]
            unless = [_unless(outbox, *each) for each in zip(wishes, found, strict=True)]
            wanted = zip((each.row for each in found), unless, strict=True)
            earlier = outbox.insert_unless(list(wanted))
            found = [k._replace(earlier=e) for k, e in zip(found, earlier, strict=True)]
    except (sqlite3.Error, OSError) as error:
        context.cannot_keep("state folder", error)
        return [KeptEntry(*new_row(context, None, wish), error=error) for wish in wishes]
    return found


def _unless(outbox: Outbox, wish: Wish, kept: KeptEntry) -> Unless:
    if wish.once:
        return partial(outbox.same, kept.row.body_sha256)
    return partial(wish.unless, outbox) if wish.unless is not None else (lambda: None)


def create_entry(
    context: Context, wish: Wish, *, goes_on: bool = False, later: HvError | None = None
) -> CreateResult:
    """Create the entry, or store it to be sent later."""
    (kept,) = keep_entries(context, [wish])
    return send_entry(context, kept, goes_on=goes_on, later=later)


def send_entry(
    context: Context, kept: KeptEntry, *, goes_on: bool = False, later: HvError | None = None
) -> CreateResult:
    """Send an entry that is kept. The row of one that `goes_on` stays open, and is given too.

    What is for `later`, because of that failure, is not sent now.
    Raises what Harvest said when it refused, and NotSaved when it is neither here nor there.
    """
    row, new, outbox = kept.row, kept.new, kept.outbox
    if kept.earlier is not None:
        # It may be one of this very command, sent by now.
        found = (outbox.get(kept.earlier.key) if outbox else None) or kept.earlier
        return CreateResult(entry_state(found.state), None, found.key, already=found)
    if outbox is not None:
        if deferred := _deferred(context, outbox, row, later):
            return deferred
        wait = turn_in(context, outbox, stamp_of(context).wall) if kept.wait is None else kept.wait
        context.sleep(wait)
    try:
        delivery = Delivery(context, outbox, row, new, fresh=True, goes_on=goes_on)
        ended = delivery.carry()
    except ConfigurationError:
        if outbox is not None:
            outbox.drop(row.key)
        raise
    if outbox is None and ended.entry is None:
        raise _nowhere(row, ended, kept.error)
    return _result(context, outbox, row, ended, goes_on=goes_on)


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
    ended = Delivery(context, outbox, held, new, fresh=True).carry()
    return _result(context, outbox, row, ended)


def _result(
    context: Context, outbox: Outbox | None, row: Row, ended: WriteResult, *, goes_on: bool = False
) -> CreateResult:
    """What became of a row, in words for people; raises what Harvest said when it refused."""
    if ended.failure is not None:
        raise ended.failure
    if ended.is_taken and outbox is not None:
        return _by_another(context, outbox, row)
    state = entry_state(ended.state)
    made = CreateResult(state, ended.entry, row.key, ended.text or None, ended.until)
    return made._replace(row=(outbox.get(row.key) if outbox else None) or row) if goes_on else made


def _by_another(context: Context, outbox: Outbox, row: Row) -> CreateResult:
    """What became of a row that another run took over, as when this one stood still for long."""
    found = outbox.get(row.key)
    if found is not None and found.state == State.DONE and found.entry_id is not None:
        with suppress(HvError):
            entry = context.client.time_entry(found.entry_id)
            return CreateResult(EntryState.CREATED, entry, row.key)
    queued = found is not None and found.state == State.QUEUED
    state = EntryState.QUEUED if queued else EntryState.UNCONFIRMED
    return CreateResult(state, None, row.key, ANOTHER)


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


def _nowhere(row: Row, ended: WriteResult, error: Exception | None) -> Exception:
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
    found = _repeats(context, new, deed)
    if found is None:
        return
    said, look = found
    if context.agrees is None:
        context.warn(f"{said}: {look}")
    elif not context.agrees(f"{said}. {verb} it again?"):
        message = f"Nothing was {deed} this time"
        raise NeedsDecision(message, hint="`hv outbox` shows it" if look == _PENDING else None)


_PENDING = "`hv outbox` shows both"


def _repeats(context: Context, new: NewEntry, deed: str) -> tuple[str, str] | None:
    """What an entry repeats, and where to look; None for nothing."""
    if new in context.foreseen:
        return "The same entry is on a line above", f"both are {deed}"
    earlier = _earlier(context, new)
    if earlier is None:
        return None
    if earlier.state != State.DONE:
        return "The same entry is pending already", _PENDING
    said = f"The same entry was {deed} less than a minute ago (#{earlier.entry_id})"
    return said, "`hv undo` removes this one"


def _earlier(context: Context, new: NewEntry) -> Row | None:
    import sqlite3

    if context.outbox is not None:
        with suppress(sqlite3.Error):
            return context.outbox.same(sha_of(pack(new)), stamp_of(context).wall - MOMENT)
    return None


FATAL = {
    ExitCode.NOT_LOGGED_IN,
    ExitCode.UNREACHABLE,
    ExitCode.RATE_LIMITED,
    ExitCode.CONFIGURATION,
    ExitCode.NOT_SAVED,
}
"""How one entry can fail so that no other fares better."""
BROKEN_OFF = "the command was broken off"


def send_entries(
    context: Context, kept: Sequence[KeptEntry]
) -> Iterator[CreateResult | Exception | None]:
    """Send what `keep_entries` kept; gives what became of each, in its order, as it is known.

    An exception is what Harvest said when it refused one, or what hv did not expect; the others
    are sent all the same. After one that no other can escape they are not tried: they wait in the
    outbox, and for those that are not there None is given. Whoever stops asking leaves the rest in
    the outbox; so does Ctrl-C.
    """
    for number, each in enumerate(kept):
        rest = kept[number + 1 :]
        try:
            sent: CreateResult | Exception = send_entry(context, each)
        except KeyboardInterrupt:
            leave(context, rest)
            raise
        except Exception as error:
            sent = error
        try:
            yield sent
        except GeneratorExit:
            leave(context, rest)
            raise
        if isinstance(sent, HvError) and sent.exit_code in FATAL:
            yield from _left(context, rest, sent)
            return


def _left(
    context: Context, rest: Sequence[KeptEntry], error: HvError
) -> Iterator[CreateResult | None]:
    """What becomes of entries that are not tried."""
    if isinstance(error, ConfigurationError):
        # Nothing leaves before it is mended, and then the command is typed again.
        for each in rest:
            if each.outbox is not None and each.earlier is None:
                each.outbox.drop(each.row.key)
        yield from [None] * len(rest)
        return
    why = reason_of(error)
    leave(context, rest, why)
    for each in rest:
        waits = CreateResult(EntryState.QUEUED, None, each.row.key, why)
        if each.earlier is not None:
            yield send_entry(context, each)
        else:
            yield waits if each.outbox is not None else None


def leave(context: Context, rest: Sequence[KeptEntry], why: str = BROKEN_OFF) -> None:
    """Leave entries that are kept to whoever uses the network next."""
    import sqlite3

    keys = [each.row.key for each in rest if each.earlier is None]
    context.handled.update(keys)
    outbox = next((each.outbox for each in rest), None)
    if outbox is not None:
        with suppress(sqlite3.Error):
            let_go(outbox, keys, why)
