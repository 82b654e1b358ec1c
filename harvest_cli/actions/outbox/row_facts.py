"""Facts of an outbox row: its age, its lease and what the policy asks, and what became of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from harvest_cli.actions.outbox import policy
from harvest_cli.actions.outbox.lookup import MARKS, MarkSupport, key_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import EntryState, NewEntry, TimeEntry
from harvest_cli.domain.errors import (
    LONGEST_WAIT,
    HvError,
    NeedsDecision,
    NotFound,
    NotSaved,
    Outcome,
    UsageError,
)
from harvest_cli.domain.records import NamedTuple, StrEnum
from harvest_cli.local.outbox import monotonic
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import Op as Op
from harvest_cli.local.outbox.row import Row as Row
from harvest_cli.local.outbox.row import State as State


class CreateResult(NamedTuple):
    """What became of a create: `entry` is Harvest's own, or None while it is pending.

    `why` says in a few words why it waits, `until` when hv looks again. `already` is the row of an
    equal entry that was there before, where it was to be written once; `row` the one that goes on.
    """

    state: EntryState
    entry: TimeEntry | None
    key: str = ""
    why: str | None = None
    until: datetime | None = None
    already: Row | None = None
    row: Row | None = None


class EventKind(StrEnum):
    """What became of a row; part of the public JSON."""

    SENT = "sent"
    WAITS = "waits"
    REFUSED = "refused"
    ASKS = "asks"
    """Only the person can decide."""
    REMOVED = "removed"
    """A duplicate was deleted."""
    TWICE = "twice"
    """A duplicate is left to the person."""
    DROPPED = "dropped"
    DIFFERS = "differs"
    """Harvest holds it otherwise than it was asked."""
    LEFT = "left"
    """What was to be changed is left as somebody else made it."""


class WriteResult(NamedTuple):
    """How far a write came in this run: the entry as Harvest holds it, and what is in the way.

    `state` is what is stored; `text` says in a few words why it waits, `until` when hv looks again.
    `rows` are writes that follow from it, kept and not yet sent. `stuck` where another row would
    fare no better; `is_taken` where another process sends it.
    """

    event: EventKind
    state: State
    entry: TimeEntry | None = None
    text: str = ""
    failure: HvError | None = None
    rows: tuple[Row, ...] = ()
    stuck: bool = False
    until: datetime | None = None
    is_taken: bool = False

    @property
    def shown_state(self) -> EntryState:
        """The same as people are told."""
        return EntryState.CREATED if self.state == State.REJECTED else entry_state(self.state)


class Event(NamedTuple):
    """What became of one row; `text` says more, in Harvest's words, or hv's where `by_hv`."""

    what: EventKind
    row: Row
    entry: TimeEntry | None = None
    text: str = ""
    by_hv: bool = False


class NoNetwork(Exception):
    """Going on would only wait for the same failure again."""


def entry_state(state: State) -> EntryState:
    """Where the entry of a row is, as people are told."""
    if state == State.DONE:
        return EntryState.CREATED
    return EntryState.QUEUED if state == State.QUEUED else EntryState.UNCONFIRMED


@contextmanager
def keeping(context: Context) -> Iterator[None]:
    """Where what is done here cannot be kept on this machine that is said once, and hv goes on."""
    import sqlite3

    try:
        yield
    except (sqlite3.Error, OSError) as error:
        context.cannot_keep("state folder", error)


def lease_of(context: Context) -> float:
    """Seconds that a send may take, with room to spare."""
    return max(policy.LEASE, 2.0 * float(context.settings.get("timeout")) + 10.0)


def facts_of(
    context: Context, outbox: Outbox | None, row: Row, new: NewEntry, now: monotonic.Stamp
) -> policy.Facts:
    """What the policy needs to know of a row."""
    return policy.Facts(
        state=row.state,
        age=age_of(row, now),
        keyed=is_marked(outbox, new),
        resends=row.resends,
        due=due_of(row, now.wall),
        quiet=float(context.settings.get("quiet_seconds")),
        ask_after=float(context.settings.get("ask_after_seconds")),
    )


def due_of(row: Row, now: float) -> float:
    """When to go on with a row; what lies years ahead was asked for by mistake, and does not hold.

    Both are epoch seconds.
    """
    return row.next_at if row.next_at <= now + LONGEST_WAIT else 0.0


def is_about_the_write(error: HvError) -> bool:
    """Whether an error is about this very write, so that sending it again would fare no better.

    Harvest refused it in its own words, or hv cannot make sense of it. Everything else passes: a
    lost network, a limit of requests, a login, a setting.
    """
    if error.outcome is not None:
        return error.outcome is Outcome.REJECTED
    return isinstance(error, UsageError | NotFound | NeedsDecision)


def is_marked(outbox: Outbox | None, new: NewEntry) -> bool:
    """Whether an entry can be told from any other by hv's key, as far as that is known."""
    return key_of(new) is not None and (outbox is None or outbox.fact(MARKS) != MarkSupport.DROPPED)


def age_of(row: Row, now: monotonic.Stamp) -> float | None:
    """Seconds since a row was sent last; None for never."""
    if row.sent_at is None:
        return None
    return monotonic.age(monotonic.Stamp(row.sent_at, row.sent_mono or 0.0, row.boot_id or ""), now)


def stamp_of(context: Context) -> monotonic.Stamp:
    """This moment, for ages."""
    return monotonic.stamp(context.clock().timestamp())


def moment_of(wall: float) -> datetime:
    """Epoch seconds as an aware moment."""
    return datetime.fromtimestamp(wall, UTC)


def describe(row: Row) -> str:
    """One row in words, for a question."""
    return f'"{row.text}"' if row.text else f"{row.shown} {row.spent_date or ''}".strip()


def outbox_of(context: Context) -> Outbox:
    """The outbox; raises NotSaved where nothing can be stored."""
    if context.outbox is None:
        message = "This profile has no outbox: its folder cannot be used"
        raise NotSaved(message, hint="`hv doctor` says why")
    return context.outbox
