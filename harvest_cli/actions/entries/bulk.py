"""Several entries at once: planned first, compared with what is there, then sent.

`hv copy` plans the entries of one day or week for another; `hv import` those of a file. Two imports
of one file may run at once. Each compares with what is there before it begins, and the other one's
rows come later: each row is looked for in the same step that keeps it.
"""

from collections.abc import Iterable, Sequence
from datetime import date, time
from decimal import Decimal

from harvest_cli.actions.entries.log import logged_entry
from harvest_cli.actions.entries.read_log import as_entry
from harvest_cli.actions.entries.results import LoggedEntry
from harvest_cli.actions.outbox.create import BROKEN_OFF, KeptEntry, keep_entries, send_entries
from harvest_cli.actions.outbox.enqueue import Wish
from harvest_cli.actions.outbox.worker import Progress
from harvest_cli.actions.resolve.clock_times import clock_times, request_for, say_doubts
from harvest_cli.actions.resolve.defaults import as_account_counts
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.session.dry_run import Creates, WouldSend
from harvest_cli.domain.entries import EntryState, ExternalReference, NewEntry, TimeEntry
from harvest_cli.domain.errors import ExitCode, HvError
from harvest_cli.domain.hours import HUNDREDTH
from harvest_cli.domain.records import NamedTuple, StrEnum
from harvest_cli.language.text.readings import EntryReading, Inference
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import Row, new_of, run_of


class Likeness(NamedTuple):
    """All that a person types of an entry, but for clock times.

    One entry can be another one, written again, where they have this in common.
    """

    project: int
    task: int
    day: date | None
    hours: Decimal
    notes: str


def likeness_of(entry: TimeEntry) -> Likeness:
    """That of an entry on Harvest, or of one to be."""
    ids = (entry.project.id, entry.task.id)
    return _likeness(*ids, entry.spent_date, entry.hours, entry.notes)


def likeness_of_new(new: NewEntry) -> Likeness:
    """That of an entry as it is asked for."""
    return _likeness(new.project_id, new.task_id, new.spent_date, new.hours, new.notes)


def _likeness(
    project: int, task: int, day: date | None, hours: Decimal | None, notes: str | None
) -> Likeness:
    length = (hours or Decimal(0)).quantize(HUNDREDTH)
    return Likeness(project, task, day, length, (notes or "").replace("\r\n", "\n").strip())


class Meanwhile:
    """Begins before my entries are listed; `compared` says what was taken into account.

    What is on its way to Harvest then may arrive too late for the list, and be settled too early
    to be found among what waits: only what is settled by then is known.
    """

    def __init__(self, context: Context) -> None:
        self._own = context.own_run
        outbox = context.outbox
        self._settled = outbox.settled() if outbox is not None else set()
        self._known = set(self._settled)
        self._ids: set[int] = set()
        self._new: list[tuple[Row, Likeness]] | None = None

    def compared(self, keys: Iterable[str], ids: Iterable[int]) -> None:
        """Rows and entries that the plan was compared with."""
        self._known.update(keys)
        self._ids.update(ids)

    def twin(self, outbox: Outbox, likeness: Likeness, key: str | None = None) -> Row | None:  # noqa: ARG002 - asked by others
        """A row that another run kept since then for just such an entry; each is given once.

        `key` is that of the row that is to be kept. All are asked for in the one step that keeps
        them, in which nobody else writes: what is new is looked for once.
        """
        if self._new is None:
            self._new = [
                (row, likeness_of_new(new))
                for row in outbox.creates_of(None)
                if not (row.key in self._known or run_of(row.key) == self._own)
                and row.entry_id not in self._ids
                and (new := new_of(row)) is not None
            ]
        found = next((each for each in self._new if each[1] == likeness), None)
        if found is None:
            return None
        self._new.remove(found)
        return found[0]


class Presence(StrEnum):
    """How an entry is there already: on Harvest, pending here, imported once and there or gone.

    Or why there can be none: its week is approved.
    """

    THERE = "there"
    PENDING = "pending"
    BEFORE = "before"
    GONE = "gone"
    APPROVED = "approved"


class There(NamedTuple):
    """An entry that exists already: how to name it, and when it begins."""

    name: str
    how: Presence
    started_time: time | None = None
    entry_id: int | None = None


class BulkItem(NamedTuple):
    """One entry to be. `place` says where it comes from (`line 3`); `skip` why it is not sent.

    `there` is what exists already in its place. `key` is that of its row in the outbox, where it
    is known beforehand.
    """

    place: str
    entry: TimeEntry
    new: NewEntry | None = None
    assumed: str | None = None
    key: str | None = None
    skip: str | None = None
    there: There | None = None

    @property
    def is_refused(self) -> bool:
        """Whether Harvest would refuse it, as is known beforehand."""
        return self.there is not None and self.there.how is Presence.APPROVED


class LeftOut(NamedTuple):
    """A line that is to be no entry, such as a total, and what it is instead."""

    place: str
    why: str


class BulkPlan(NamedTuple):
    """Entries in the order in which they will be sent, and lines that are none of mine.

    `meanwhile` finds what other runs write before these entries are sent.
    """

    entries: tuple[BulkItem, ...]
    today: date
    left_out: tuple[LeftOut, ...] = ()
    meanwhile: Meanwhile | None = None

    @property
    def to_send(self) -> tuple[BulkItem, ...]:
        """Those that are not skipped."""
        return tuple(each for each in self.entries if each.skip is None)

    @property
    def is_there(self) -> bool:
        """Whether all of it was logged before."""
        skipped = (each.skip is not None and not each.is_refused for each in self.entries)
        return bool(self.entries) and all(skipped)

    def again(self) -> "BulkPlan":
        """The same with every entry to be sent, be it there or not, or its week approved."""
        entries = tuple(
            each if each.skip is None else each._replace(skip=None, key=None, there=None)
            for each in self.entries
        )
        return self._replace(entries=entries, meanwhile=None)

    def without(self, left: BulkItem, why: str) -> "BulkPlan":
        """The same, one entry of it being skipped."""
        skipped = (each._replace(skip=why) if each is left else each for each in self.entries)
        return self._replace(entries=tuple(skipped))


class BulkFailure(NamedTuple):
    """An entry that was not made, and why."""

    planned: BulkItem
    error: HvError


class BulkResult(NamedTuple):
    """What became of a plan. `left` counts entries that were not tried after the first hopeless
    failure and that are not kept either: a second run goes on with them. `requests` are those of a
    dry run."""

    plan: BulkPlan
    done: tuple[LoggedEntry, ...]
    failed: tuple[BulkFailure, ...] = ()
    left: int = 0
    dry_run: bool = False
    requests: Sequence[WouldSend] = ()
    inferences: tuple[Inference, ...] = ()

    @property
    def exit_code(self) -> ExitCode:
        """The first failure's, 5 for what is known to be refused, 75 while one is not confirmed."""
        if self.failed:
            return self.failed[0].error.exit_code
        if not self.dry_run and any(each.is_refused for each in self.plan.entries):
            return ExitCode.REFUSED
        waits = any(each.state.is_open for each in self.done)
        return ExitCode.SAVED_HERE if waits else ExitCode.DONE


class UntimedItem(NamedTuple):
    """An entry as it was read, before it has clock times; its fields are those of BulkItem."""

    place: str
    reading: EntryReading
    reference: ExternalReference | None = None
    assumed: str | None = None
    key: str | None = None


def planned(context: Context, wanted: Sequence[UntimedItem]) -> list[BulkItem]:
    """Entries ready to be sent, in the way this account tracks time."""
    items: list[BulkItem] = []
    readings = [as_account_counts(context, each.reading) for each in wanted]
    for each, reading, times in zip(wanted, readings, clock_times(context, readings), strict=True):
        new = request_for(reading, times, each.reference)
        entry = as_entry(reading, new)
        items.append(BulkItem(each.place, entry, new, each.assumed, each.key))
    return items


def carry_out(
    context: Context,
    plan: BulkPlan,
    *,
    dry_run: bool = False,
    sure: bool = True,
    progress: Progress = lambda _count, _total: None,
) -> BulkResult:
    """Send what the plan holds, each entry once; with `dry_run` only say what would be sent.

    All of it is on the disk before the first byte leaves.

    What is doubtful is said, or asked about unless one is `sure`; raises NeedsDecision for a no.
    """
    waiting = plan.to_send
    news = [each.new for each in waiting if each.new is not None]
    say_doubts(context, news, ask=not (sure or dry_run))
    if dry_run:
        previews = (LoggedEntry(EntryState.PREVIEW, e.entry, e.assumed) for e in waiting)
        requests = Creates(context, news)
        return BulkResult(plan, tuple(previews), dry_run=True, requests=requests)
    done: list[LoggedEntry] = []
    failed: list[BulkFailure] = []
    left = 0
    kept = keep_entries(context, [_wish(each, plan.meanwhile) for each in waiting])
    sent = send_entries(context, kept)
    for number, each in enumerate(waiting):
        progress(number, len(waiting))
        try:
            ended = next(sent)
        except KeyboardInterrupt:
            failed.append(BulkFailure(each, _interrupted()))
            rest = zip(waiting[number + 1 :], kept[number + 1 :], strict=True)
            done += [_waiting(one, each) for one, each in rest if each.outbox is not None]
            left = sum(each.outbox is None for each in kept[number + 1 :])
            break
        if ended is None:
            left += 1
        elif isinstance(ended, HvError):
            failed.append(BulkFailure(each, ended))
        elif isinstance(ended, Exception):
            raise ended
        elif ended.already is not None:
            plan = plan.without(each, "another hv has just logged it")
        else:
            made = logged_entry(context, ended, each.entry, each.new, f"{each.place}: ")
            done.append(made._replace(assumed=each.assumed))
    return BulkResult(plan, tuple(done), tuple(failed), left)


def _interrupted() -> HvError:
    error = HvError(
        "Interrupted while this was sent: it may or may not be on Harvest",
        hint="`hv sync` checks it, and sends what is pending",
        code="interrupted",
    )
    error.exit_code = ExitCode.INTERRUPTED
    return error


def _wish(each: BulkItem, meanwhile: Meanwhile | None) -> Wish:
    assert each.new is not None
    likeness = likeness_of(each.entry)
    unless = (lambda outbox: meanwhile.twin(outbox, likeness, each.key)) if meanwhile else None
    return Wish(each.new, unless=unless, key=each.key or "")


def _waiting(each: BulkItem, kept: KeptEntry) -> LoggedEntry:
    return LoggedEntry(EntryState.QUEUED, each.entry, each.assumed, BROKEN_OFF, key=kept.row.key)


def hours_of(entries: Iterable[BulkItem]) -> Decimal:
    """Hours in all."""
    return sum((each.entry.hours or Decimal(0) for each in entries), Decimal("0.00"))
