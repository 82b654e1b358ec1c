"""Sync: send pending entries, replay queued changes, resolve unconfirmed entries.

An edit or a delete is compared with the entry as it is now: what somebody changed meanwhile is left
as it is, and the person is told. A sentence is read as of the moment at which it was typed; what is
ambiguous then is refused, never guessed.
"""

import copy
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from functools import partial

from harvest_cli.actions.day.clock import elapsed, hours_of
from harvest_cli.actions.entries.change import carry_delete, carry_edit
from harvest_cli.actions.entries.edit import confirm
from harvest_cli.actions.outbox.delivery import ANOTHER, note
from harvest_cli.actions.outbox.enqueue import Wish, login_mark, queued_row
from harvest_cli.actions.outbox.intent import Intent, Overtaken
from harvest_cli.actions.outbox.pending import stop_moment, timer_of
from harvest_cli.actions.outbox.policy import VERIFY_AFTER
from harvest_cli.actions.outbox.row_facts import (
    Event,
    EventKind,
    NoNetwork,
    WriteResult,
    due_of,
    is_about_the_write,
    outbox_of,
    stamp_of,
)
from harvest_cli.actions.outbox.worker import (
    Handler,
    Handlers,
    Progress,
    deliver_row,
    process_queue,
    process_row,
)
from harvest_cli.actions.resolve.flags import Flags
from harvest_cli.actions.resolve.resolver import resolve
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.session.open_outbox import only_in_log
from harvest_cli.actions.timers.going import carry_start
from harvest_cli.actions.timers.stop_end import carry_stop
from harvest_cli.actions.undo.undo import replay_undo
from harvest_cli.domain.errors import (
    ConfigurationError,
    ExitCode,
    HvError,
    NotFound,
    NotLoggedIn,
    UsageError,
)
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.wording import counted
from harvest_cli.local.outbox.intent_log import TrailEnd
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import (
    WAITING,
    Op,
    Row,
    State,
    key_within,
    moments,
    run_of,
    unpack_new,
)


def carried(carry: Callable[..., WriteResult], **how: bool) -> Handler:
    """How rows of a kind are taken on from where they stand, with what follows from them."""

    def handle(context: Context, outbox: Outbox, row: Row) -> Iterator[Event]:
        intent = Intent(context, outbox, row)
        try:
            found = carry(intent, **how)
        except Overtaken:
            yield Event(EventKind.WAITS, row, text=ANOTHER)
            return
        except ConfigurationError as error:
            note(context, outbox, row.key, state=row.state)
            raise NoNetwork from error
        if isinstance(found.failure, NotLoggedIn):
            raise found.failure
        yield Event(found.event, row, found.entry, found.text)
        for each in found.rows:
            yield from process_row(context, outbox, each, HANDLERS)
        if found.stuck:
            raise NoNetwork

    return handle


def replay_sentence(
    context: Context, outbox: Outbox, row: Row, *, mine: bool = False
) -> Iterator[Event]:
    """Read a sentence, and send the entries that it stands for; `mine` where the person says so."""
    if not mine and _is_nobodys(context, row):
        again = f"`hv outbox retry {row.key[3:13]}` sends it"
        why = f"saved with another login, nobody knows whose: {again}"
        later = context.clock().timestamp() + VERIFY_AFTER
        note(context, outbox, row.key, state=row.state, last_error=why, next_at=later)
        yield Event(EventKind.ASKS, row, text=why)
        return
    try:
        rows = resolved(context, outbox, row)
    except HvError as error:
        # With names of yesterday, one that is missing may be new.
        known = not context.account.out_of_reach
        if known and error.outcome is None and is_about_the_write(error):
            outbox.record(row.key, state=State.REJECTED, last_error=error.message)
            yield Event(EventKind.REFUSED, row, text=error.message, by_hv=True)
            return
        note(context, outbox, row.key, state=State.QUEUED, last_error=error.message)
        if isinstance(error, NotLoggedIn):
            raise
        yield Event(EventKind.WAITS, row, text=error.message)
        raise NoNetwork from error
    for each in rows:
        yield from process_row(context, outbox, each, {})


def _is_nobodys(context: Context, row: Row) -> bool:
    """Whether only the person can tell that a sentence is theirs.

    A token may be renewed; a row that knows its person was compared before.
    """
    return row.user_id is None and json.loads(row.body_json)["login"] != login_mark(context)


def resolved(context: Context, outbox: Outbox, row: Row) -> list[Row]:
    """The rows that a sentence stands for, which take its place; raises HvError.

    None come where another process was faster. Their keys follow from its own, so that whoever
    reads it once more, from a file that went back in time, finds what came of it.
    """
    told = json.loads(row.body_json)
    held = outbox.get(row.key)
    then = at_moment(context, told["moment"])
    requests = resolve(then, row.text, Flags(**told["flags"])).requests
    rows = []
    for number, new in enumerate(requests):
        wish = Wish(new, row.text, key=key_within(row.key, number))
        made = queued_row(context, outbox, wish)._replace(created_at=row.created_at)
        if row.state != State.QUEUED:
            # The sentence was read before, for all anybody knows.
            made = made._replace(state=State.UNKNOWN, attempts=1, sent_at=row.sent_at, boot_id=None)
        rows.append(made)
    rows = [made for made in rows if outbox.get(made.key) is None]
    if held is None or not outbox.insert_all(rows, instead_of=held, end=TrailEnd.RESOLVED):
        return []
    return rows


def at_moment(context: Context, text: str) -> Context:
    """The same run as if it were that moment."""
    moment = datetime.fromisoformat(text)
    then = copy.copy(context)
    zone = context.zone
    now = moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
    then.__dict__["now"] = now
    then.choose = None
    return then


HANDLERS: Handlers = {
    Op.SENTENCE: replay_sentence,
    Op.START: carried(carry_start),
    Op.RESTART: carried(carry_start),
    Op.STOP: carried(carry_stop),
    Op.EDIT: carried(carry_edit),
    Op.DELETE: carried(carry_delete),
    Op.UNDO: replay_undo,
}
"""How rows of each kind are replayed; all others are entries to create."""


LONGEST_WAIT = 1800.0
LONGEST_PLACE = 3
"""Digits; a longer number is the start of a key."""


class Waiting(NamedTuple):
    """One row as it is shown; `mine` says whether this login may send it.

    `since` and `until` are when a timer began and ended, as it was meant.
    """

    row: Row
    mine: bool
    notes: str | None = None
    hours: Decimal | None = None
    since: datetime | None = None
    until: datetime | None = None


class Outgoing(NamedTuple):
    """Everything that waits, oldest first, and remarks about it."""

    rows: tuple[Waiting, ...]
    notes: tuple[str, ...] = ()


class Synced(NamedTuple):
    """What a sync did, and how many rows of this login are left, and how many rejected.

    `single` where it was about one row: then others that are rejected are told, and no failure.
    """

    events: tuple[Event, ...]
    left: int
    rejected: int = 0
    single: bool = False

    @property
    def exit_code(self) -> ExitCode:
        """8 when the person must decide, 5 while something is rejected, 75 pending, else 0."""
        did = {event.what for event in self.events}
        if did & {EventKind.ASKS, EventKind.TWICE, EventKind.DIFFERS}:
            return ExitCode.NEEDS_DECISION
        if EventKind.REFUSED in did or (self.rejected and not self.single):
            return ExitCode.REFUSED
        return ExitCode.SAVED_HERE if self.left else ExitCode.DONE


def _synced(outbox: Outbox, events: Iterable[Event]) -> Synced:
    # What is left is told from the rows, whatever the events say.
    return Synced(tuple(events), outbox.waiting(), outbox.rejected())


def outgoing(context: Context) -> Outgoing:
    """What waits here; asks nobody."""
    outbox = outbox_of(context)
    said = {run: at for (_, run), at in moments(outbox.db).items()}
    listed = outbox.listed()
    typed = [row._replace(created_at=said.get(run_of(row.key), row.created_at)) for row in listed]
    rows = tuple(_waiting(outbox, row) for row in typed)
    notes = []
    if others := sum(not each.mine for each in rows):
        entries = counted(others, "entry is pending", "entries are pending")
        notes.append(f"{entries} for another login and never sent with this one")
    if missing := outbox.copy.missing():
        entries = counted(len(missing), "entry is", "entries are")
        notes.append(f"{entries} only in the backup log: `hv outbox import` restores them")
    return Outgoing(rows, tuple(notes))


def _waiting(outbox: Outbox, row: Row) -> Waiting:
    plain = Waiting(row, outbox.may_be_ours(row))
    try:
        if row.op == Op.CREATE:
            new = unpack_new(row.body_json)
            return plain._replace(notes=new.notes, hours=new.hours)
        return _timer(plain) if row.op in (Op.START, Op.STOP) else plain
    except (ValueError, TypeError, KeyError):
        # A row that cannot be read still waits.
        return plain


def _timer(waiting: Waiting) -> Waiting:
    """A start or a stop with the moments that were meant, and the hours once both are known."""
    row = waiting.row
    if row.op == Op.STOP:
        entry, moment = stop_moment(row)
        return waiting._replace(since=entry.timer_started_at, until=moment)
    timer = timer_of(row)
    end = timer.ended if timer.ended is None else max(timer.began, timer.ended)
    ran = None if end is None else hours_of(elapsed(timer.began, end))
    return waiting._replace(notes=timer.new.notes, hours=ran, since=timer.began, until=end)


def adopt(context: Context) -> int:
    """Restore the entries that are only in the backup log; returns how many."""
    return outbox_of(context).copy.recover()


def sync(
    context: Context, *, wait: bool = False, progress: Progress = lambda _count, _total: None
) -> Synced:
    """Send everything that is due; with `wait` sit out the pauses too.

    Entries that are only in the backup log are restored first, and looked up before sending.
    """
    outbox = outbox_of(context)
    if found := outbox.copy.recover():
        context.warn(only_in_log(found))
    _know_who_i_am(context, outbox)
    events = list(process_queue(context, HANDLERS, progress=progress))
    until = context.clock().timestamp() + LONGEST_WAIT
    while wait and (due := next_due(context, outbox)) is not None and due < until:
        context.sleep(max(0.1, due - context.clock().timestamp()))
        more = process_queue(context, HANDLERS, progress=progress)
        events += more
        if not more and next_due(context, outbox) == due:
            break
    outbox.tidy(context.clock().timestamp())
    return _synced(outbox, events)


def _know_who_i_am(context: Context, outbox: Outbox) -> None:
    """Ask Harvest whose login this is, where rows depend on it; raises what asking raises."""
    if outbox.login.user_id is None and outbox.listed():
        user = context.account.data.user.id
        outbox.login = outbox.login._replace(user_id=user)


def next_due(context: Context, outbox: Outbox) -> float | None:
    """When the next row is due that waits for nothing but time; None when there is none."""
    now = context.clock().timestamp()
    rows = [row for row in outbox.open_rows() if row.state in WAITING]
    later = [max(due_of(row, now), row.lease_until if row.lease_pid else 0.0) for row in rows]
    return min((moment for moment in later if moment > now), default=None)


def row_named(outbox: Outbox, name: str) -> Row:
    """The row whose key begins so, or its place in the list where that is a short number.

    Raises NotFound, or UsageError for several.
    """
    wanted = name.strip().removeprefix("hv-")
    rows = outbox.listed()
    if name.strip().isdecimal() and len(wanted) <= LONGEST_PLACE:
        # A key may begin with any digit: a number never means another row than the one it counts.
        found = rows[int(wanted) - 1 : int(wanted)] if int(wanted) else []
    else:
        found = [row for row in rows if wanted and row.key.removeprefix("hv-").startswith(wanted)]
    if not found:
        message = f'No row of the outbox is called "{name}"'
        raise NotFound(message, hint="`hv outbox` lists them")
    if len(found) > 1:
        message = f'"{name}" matches {len(found)} rows'
        raise UsageError(message, hint="Write more of the key")
    return found[0]


def drop(context: Context, name: str, *, sure: bool = False) -> Row:
    """Discard a row, after asking; raises UsageError where nobody can be asked."""
    outbox = outbox_of(context)
    row = row_named(outbox, name)
    if outbox.is_leased(row, stamp_of(context)):
        raise _gone_on(name)
    if not sure:
        unsure = row.resends or row.state not in (State.QUEUED, State.REJECTED)
        end = "may be on Harvest already" if unsure else "has not been sent"
        question = f'Discard "{row.text or row.shown}"? It exists only on this machine and {end}'
        confirm(context, question, "Discarding an entry needs to be confirmed")
    if not outbox.drop(row.key, row):
        raise _gone_on(name)
    return row


def _gone_on(name: str) -> UsageError:
    message = f'Row "{name}" is being sent at this moment, or was'
    return UsageError(message, hint="Look again in a minute: `hv outbox`")


def retry(context: Context, name: str) -> Synced:
    """Send a row now, after a look that does not find it, however old it is."""
    outbox = outbox_of(context)
    row = row_named(outbox, name)
    _know_who_i_am(context, outbox)
    if not outbox.is_ours(row):
        message = "That row was saved with another login"
        raise UsageError(message, hint="Log in as the user who typed it")
    if row.state == State.REJECTED:
        outbox.record(row.key, state=State.UNKNOWN if row.resends else State.QUEUED)
    outbox.amend(row.key, next_at=0.0)
    events: list[Event] = []
    with suppress(NoNetwork):
        for event in process_row(context, outbox, outbox.get(row.key) or row, _RESEND):
            events.append(event)
    return _synced(outbox, events)._replace(single=True)


_RESEND: Handlers = {
    **HANDLERS,
    Op.CREATE: partial(deliver_row, resend=True),
    Op.START: carried(carry_start, resend=True),
    Op.SENTENCE: partial(replay_sentence, mine=True),
}
"""For a row that the person wants to be sent."""


def rewrite(context: Context, name: str, text: str) -> Row:
    """Put another sentence in place of a row that is certainly not on Harvest."""
    outbox = outbox_of(context)
    row = row_named(outbox, name)
    if row.state not in (State.REJECTED, State.QUEUED) or row.resends:
        message = "That entry may be on Harvest already, so its sentence cannot be replaced"
        raise UsageError(message, hint="Wait for `hv sync` to resolve it, then `hv edit` it")
    if outbox.is_leased(row, stamp_of(context)):
        raise _gone_on(name)
    wanted = resolve(context, text, Flags()).requests
    rows = [queued_row(context, outbox, Wish(new, text)) for new in wanted]
    if not outbox.insert_all(rows, instead_of=row):
        raise _gone_on(name)
    return rows[0]
