"""Looking for an entry whose answer was lost: by its key, or by everything that was typed."""

from collections.abc import Collection
from datetime import datetime, timedelta
from decimal import Decimal

from harvest_cli.actions.outbox.policy import Result
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import ExternalReference, NewEntry, TimeEntry
from harvest_cli.domain.errors import HvError
from harvest_cli.domain.records import NamedTuple, StrEnum
from harvest_cli.harvest.wire.write import EntryFilter

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
