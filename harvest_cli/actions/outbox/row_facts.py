"""Facts of an outbox row: its age, its lease and what the policy asks, and what became of it.

And looking for its entry where the answer was lost: by its key, or by everything that was typed.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from harvest_cli.actions.outbox.policy import LEASE, Facts, Result
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import EntryState, ExternalReference, NewEntry, TimeEntry
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
from harvest_cli.harvest.wire.write import EntryFilter
from harvest_cli.local.outbox import monotonic
from harvest_cli.local.outbox.journal import Deed, JournalEntry
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import Op as Op
from harvest_cli.local.outbox.row import Row as Row
from harvest_cli.local.outbox.row import State as State

GROUP = "hv"
"""Marks the external references that are hv's own keys."""
MARKS = "reference"
"""The fact that the outbox learns of an account: one of MarkSupport."""
CLOCK_GRAIN = timedelta(seconds=2)
"""Harvest writes whole seconds, and its Date header is one too."""
ROUNDING = Decimal("0.005")


class MarkSupport(StrEnum):
    """Whether an answer held the mark that was sent."""

    KEPT = "on"
    DROPPED = "off"


class SendOutcome(NamedTuple):
    """How a send or a look ended, with the entries that it gave, the oldest first."""

    outcome: str
    entries: tuple[TimeEntry, ...] = ()
    failure: HvError | None = None

    @property
    def entry(self) -> TimeEntry | None:
        """The first of them; the others are as likely."""
        return self.entries[0] if self.entries else None

    @property
    def pause(self) -> float:
        """Seconds that Harvest asks hv to wait."""
        return (self.failure.retry_after if self.failure else None) or 0.0


def key_of(new: NewEntry) -> str | None:
    """hv's own key in an entry, if it carries one."""
    reference = new.external_reference
    return reference.id if reference is not None and reference.group_id == GROUP else None


def without_mark(reference: ExternalReference | None) -> ExternalReference | None:
    """The link of an entry for another one: hv's own mark belongs to one entry alone."""
    return None if reference is not None and reference.group_id == GROUP else reference


def has_key(entry: TimeEntry, key: str) -> bool:
    """Whether an entry carries this key; ids alone are not unique on Harvest."""
    reference = entry.external_reference
    return reference is not None and (reference.id, reference.group_id) == (key, GROUP)


def look(
    context: Context,
    new: NewEntry,
    age: float,
    known: Collection[int] = (),
    *,
    well: bool = False,
    marks: str | None = MarkSupport.KEPT,
) -> SendOutcome:
    """Look once. `age` is seconds since it was sent; `known` are entries that are others.

    With `well` the whole day is looked through too, should the filter by reference miss one; and
    while nobody knows whether the account keeps `marks`, for one without that is the same in all
    that was typed. Where marks are dropped this is done each time.
    """
    key = key_of(new)
    me = new.user_id or context.account.data.user.id
    day = EntryFilter(user_id=me, from_=new.spent_date, to=new.spent_date)
    try:
        if key is None:
            return _by_likeness(context, new, age, known, day)
        # Unverified: the filter is exact, and an entry is visible to it at once.
        wanted = EntryFilter(user_id=me, external_reference_id=key)
        found = [e for e in context.client.time_entries(wanted) if has_key(e, key)]
        well = well or marks == MarkSupport.DROPPED
        if not found and well:
            listed = list(context.client.time_entries(day))
            found = [e for e in listed if has_key(e, key)]
            if not found and marks != MarkSupport.KEPT:
                bare = [e for e in listed if e.external_reference is None]
                return _looked_alike(_alike(context, bare, new, age, known), context, age)
    except HvError as failure:
        return SendOutcome(Result.NOT_LOOKED, failure=failure)
    return _look_at(found, well=well)


def _by_likeness(
    context: Context, new: NewEntry, age: float, known: Collection[int], day: EntryFilter
) -> SendOutcome:
    if new.external_reference is not None:
        day = day._replace(external_reference_id=new.external_reference.id)
    listed = list(context.client.time_entries(day))
    return _looked_alike(_alike(context, listed, new, age, known), context, age)


def _looked_alike(found: list[TimeEntry], context: Context, age: float) -> SendOutcome:
    looked = _look_at(found)
    if looked.outcome == Result.FOUND and (made := found[0].created_at) is not None:
        # Within the grain of the clocks it can be this one, or that of another machine.
        sent_at = _now(context) - timedelta(seconds=age)
        if made < sent_at.replace(microsecond=0):
            return looked._replace(outcome=Result.ALIKE)
    return looked


def _now(context: Context) -> datetime:
    # Ages are told by Harvest's clock: this machine's may be hours off.
    return context.client.server_date or context.clock()


def _alike(
    context: Context,
    listed: Collection[TimeEntry],
    new: NewEntry,
    age: float,
    known: Collection[int],
) -> list[TimeEntry]:
    sent_at = _now(context) - timedelta(seconds=age) - CLOCK_GRAIN
    return [e for e in listed if e.id not in known and is_same(e, new, sent_at)]


def _look_at(found: list[TimeEntry], *, well: bool = True) -> SendOutcome:
    ordered = tuple(sorted(found, key=lambda entry: entry.id))
    if not ordered:
        return SendOutcome(Result.ABSENT if well else Result.MISSED)
    return SendOutcome(Result.FOUND if len(ordered) == 1 else Result.SEVERAL, ordered)


def is_same(entry: TimeEntry, new: NewEntry, sent_at: datetime) -> bool:
    """Whether an entry can be the one that was sent: same in all that was typed, and as young."""
    if (entry.project.id, entry.task.id) != (new.project_id, new.task_id):
        return False
    if entry.spent_date != new.spent_date or plain(entry.notes) != plain(new.notes):
        return False
    if new.hours is not None and abs((entry.hours or Decimal(-1)) - new.hours) > ROUNDING:
        return False
    return entry.created_at is not None and entry.created_at >= sent_at


def plain(notes: str | None) -> str:
    """Notes without what servers change by themselves."""
    return (notes or "").replace("\r\n", "\n").strip()


class Differing(StrEnum):
    """What Harvest may hold otherwise than it was asked, in words."""

    PERSON = "person"
    PROJECT = "project"
    TASK = "task"
    DATE = "date"
    HOURS = "number of hours"


def differences(context: Context, entry: TimeEntry, new: NewEntry) -> list[Differing]:
    """What Harvest holds otherwise than it was asked."""
    owner = entry.user.id if entry.user is not None else None
    wrong = {
        Differing.PERSON: owner not in (None, new.user_id or context.account.data.user.id),
        Differing.PROJECT: entry.project.id != new.project_id,
        Differing.TASK: entry.task.id != new.task_id,
        Differing.DATE: entry.spent_date != new.spent_date,
        Differing.HOURS: new.hours is not None
        and entry.hours is not None
        and abs(entry.hours - new.hours) >= ROUNDING,
    }
    return [each for each, differs in wrong.items() if differs]


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
    return max(LEASE, 2.0 * float(context.settings.get("timeout")) + 10.0)


def facts_of(
    context: Context, outbox: Outbox | None, row: Row, new: NewEntry, now: monotonic.Stamp
) -> Facts:
    """What the policy needs to know of a row."""
    return Facts(
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


def deed_now(
    context: Context,
    login: tuple[str, int, int | None],
    deed: Deed,
    number: int,
    before: str | None,
    after: str | None,
    text: str = "",
) -> JournalEntry:
    """A deed of this moment for the journal; `login` is server, account and user."""
    made = JournalEntry(context.clock().timestamp(), *login, deed, number, before, after, text)
    return made._replace(run=context.run, said_at=context.said_now)


def describe(row: Row) -> str:
    """One row in words, for a question."""
    return f'"{row.text}"' if row.text else f"{row.shown} {row.spent_date or ''}".strip()


def outbox_of(context: Context) -> Outbox:
    """The outbox; raises NotSaved where nothing can be stored."""
    if context.outbox is None:
        message = "This profile has no outbox: its folder cannot be used"
        raise NotSaved(message, hint="`hv doctor` says why")
    return context.outbox
