"""Several entries at once: planned first, compared with what is there, then sent.

`hv copy` plans the entries of one day or week for another; `hv log --csv` those of a file.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time, timedelta
from decimal import Decimal

from harvest_cli.actions.entries.doubts import say_doubts
from harvest_cli.actions.entries.log import as_entry
from harvest_cli.actions.entries.meanwhile import Likeness, Meanwhile, likeness_of, likeness_of_new
from harvest_cli.actions.entries.read import entries_in
from harvest_cli.actions.entries.results import LoggedEntry
from harvest_cli.actions.outbox.create import Kept, Wish, keep_entries
from harvest_cli.actions.outbox.lookup import differences, key_of
from harvest_cli.actions.outbox.row_facts import CreateResult
from harvest_cli.actions.outbox.several import BROKEN_OFF, send_entries
from harvest_cli.actions.outbox.worker import Progress
from harvest_cli.actions.resolve.query import QueryFlags, scope_of
from harvest_cli.actions.resolve.request import clock_times, request_for
from harvest_cli.actions.session.account import entries_of
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.session.dry_run import WouldSend, creates
from harvest_cli.domain.days import Period, week_of
from harvest_cli.domain.entries import EntryState, ExternalReference, NewEntry, TimeEntry
from harvest_cli.domain.errors import ExitCode, HvError, NotFound, UsageError
from harvest_cli.domain.projects import ProjectAssignment, Task
from harvest_cli.domain.records import NamedTuple
from harvest_cli.language.periods.flags import landing
from harvest_cli.language.text.readings import EntryReading, Inference
from harvest_cli.local.outbox.row import WAITING, Op, unpack_new


class BulkItem(NamedTuple):
    """One entry to be. `place` says where it comes from (`line 3`); `skip` why it is not sent."""

    place: str
    entry: TimeEntry
    new: NewEntry | None = None
    assumed: str | None = None
    skip: str | None = None


class LeftOut(NamedTuple):
    """A line that is to be no entry, such as a total, and what it is instead."""

    place: str
    why: str


class Plan(NamedTuple):
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
        return bool(self.entries) and not self.to_send

    def again(self) -> "Plan":
        """The same with every entry to be sent, be it there or not."""
        entries = tuple(each._replace(skip=None) for each in self.entries)
        return self._replace(entries=entries, meanwhile=None)

    def without(self, left: BulkItem, why: str) -> "Plan":
        """The same, one entry of it being skipped."""
        skipped = (each._replace(skip=why) if each is left else each for each in self.entries)
        return self._replace(entries=tuple(skipped))


class Failed(NamedTuple):
    """An entry that was not made, and why."""

    planned: BulkItem
    error: HvError


class BulkResult(NamedTuple):
    """What became of a plan. `left` counts entries that were not tried after the first hopeless
    failure and that are not kept either: a second run goes on with them. `requests` are those of a
    dry run."""

    plan: Plan
    done: tuple[LoggedEntry, ...]
    failed: tuple[Failed, ...] = ()
    left: int = 0
    dry_run: bool = False
    requests: tuple[WouldSend, ...] = ()
    inferences: tuple[Inference, ...] = ()

    @property
    def exit_code(self) -> ExitCode:
        """The first failure's, 75 while an entry is not confirmed, else 0."""
        if self.failed:
            return self.failed[0].error.exit_code
        unsure = {EntryState.QUEUED, EntryState.UNCONFIRMED}
        waits = any(each.state in unsure for each in self.done)
        return ExitCode.SAVED_HERE if waits else ExitCode.DONE


class Wanted(NamedTuple):
    """An entry as it was read, before it has clock times; its fields are those of BulkItem."""

    place: str
    reading: EntryReading
    reference: ExternalReference | None = None
    assumed: str | None = None


def planned(context: Context, wanted: Sequence[Wanted]) -> list[BulkItem]:
    """Entries ready to be sent, in the way this account tracks time."""
    items: list[BulkItem] = []
    for each, times in zip(
        wanted, clock_times(context, [each.reading for each in wanted]), strict=True
    ):
        new = request_for(each.reading, times, each.reference)
        items.append(BulkItem(each.place, as_entry(each.reading, new), new, each.assumed))
    return items


class There(NamedTuple):
    """An entry that exists already: how to name it, and when it begins."""

    name: str
    started_time: time | None


def compared(
    context: Context,
    entries: Sequence[BulkItem],
    left_out: Iterable[LeftOut] = (),
    listed: Sequence[TimeEntry] | None = None,
) -> Plan:
    """A plan of these entries; what my timesheets or the outbox hold is skipped, one for one.

    What was sent or kept before a break is found again this way, so that nothing is doubled.
    `listed` are my entries of those days where they were asked for already.
    """
    days = [each.new.spent_date for each in entries if each.new and each.skip is None]
    if not days:
        return Plan(tuple(entries), context.today, tuple(left_out))
    me = context.account.data.user.id
    meanwhile = Meanwhile(context)
    there: dict[Likeness, list[There]] = {}
    marks: set[str] = set()
    if listed is None:
        listed = entries_of(context.client, me, min(days), max(days))
    for entry in listed:
        if entry.external_reference and entry.external_reference.id:
            marks.add(entry.external_reference.id)
        found = There(f"already there as #{entry.id}", entry.started_time)
        there.setdefault(likeness_of(entry), []).append(found)
    kept = dict(kept_here(context))
    meanwhile.compared(kept, (entry.id for entry in listed))
    for new in kept.values():
        if key_of(new) in marks:
            # Its answer was lost, and it is among the entries above.
            continue
        found = There("is pending in the outbox already", new.started_time)
        there.setdefault(likeness_of_new(new), []).append(found)
    checked = tuple(_unless_there(each, there) for each in entries)
    return Plan(checked, context.today, tuple(left_out), meanwhile)


def kept_here(context: Context) -> Iterator[tuple[str, NewEntry]]:
    """Entries that wait on this machine to be sent, or to be found on Harvest, by their keys."""
    if context.outbox is None:
        return
    for row in context.outbox.open_rows():
        if row.op == Op.CREATE and row.state in WAITING:
            yield row.key, unpack_new(row.body_json)


def _unless_there(each: BulkItem, there: dict[Likeness, list[There]]) -> BulkItem:
    if each.skip is not None or each.new is None:
        return each
    alike = there.get(likeness_of(each.entry), [])
    begins = each.new.started_time
    same = [e for e in alike if begins is not None and e.started_time == begins] or alike
    if not same:
        return each
    found = same[0]
    alike.remove(found)
    return each._replace(skip=found.name)


def carry_out(
    context: Context,
    plan: Plan,
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
        requests = creates(context, news)
        return BulkResult(plan, tuple(previews), dry_run=True, requests=requests)
    done: list[LoggedEntry] = []
    failed: list[Failed] = []
    left = 0
    kept = keep_entries(context, [_wish(each, plan.meanwhile) for each in waiting])
    sent = send_entries(context, kept)
    for number, each in enumerate(waiting):
        progress(number, len(waiting))
        try:
            ended = next(sent)
        except KeyboardInterrupt:
            failed.append(Failed(each, _interrupted()))
            rest = zip(waiting[number + 1 :], kept[number + 1 :], strict=True)
            done += [_waiting(one, each) for one, each in rest if each.outbox is not None]
            left = sum(each.outbox is None for each in kept[number + 1 :])
            break
        if ended is None:
            left += 1
        elif isinstance(ended, HvError):
            failed.append(Failed(each, ended))
        elif isinstance(ended, Exception):
            raise ended
        elif ended.already is not None:
            plan = plan.without(each, "another hv has just logged it")
        else:
            done.append(_done(context, each, ended))
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
    if each.new is None:
        raise AssertionError(each)
    likeness = likeness_of(each.entry)
    unless = (lambda outbox: meanwhile.twin(outbox, likeness)) if meanwhile else None
    return Wish(each.new, unless=unless)


def _waiting(each: BulkItem, kept: Kept) -> LoggedEntry:
    return LoggedEntry(EntryState.QUEUED, each.entry, each.assumed, BROKEN_OFF, key=kept.row.key)


def _done(context: Context, each: BulkItem, sent: CreateResult) -> LoggedEntry:
    """The entry as it was made, or as it waits."""
    if sent.entry is None or each.new is None:
        return LoggedEntry(sent.state, each.entry, each.assumed, sent.why, sent.until, sent.key)
    context.account.remember(sent.entry)
    for difference in differences(context, sent.entry, each.new):
        context.warn(f"{each.place}: Harvest holds it with another {difference}")
    return LoggedEntry(sent.state, sent.entry, each.assumed)


def hours_of(entries: Iterable[BulkItem]) -> Decimal:
    """Hours in all."""
    return sum((each.entry.hours or Decimal(0) for each in entries), Decimal("0.00"))


EXAMPLE = "Write `hv copy yesterday`, or `hv copy last week to this week`"


class Copying(NamedTuple):
    """Which days are copied to which."""

    source: Period
    target: Period
    plan: Plan
    inferences: tuple[Inference, ...] = ()


def plan_copy(context: Context, asked: QueryFlags) -> Copying:
    """What a copy would make; sends nothing.

    Raises UsageError when source or target is unclear, NotFound when there is nothing to copy.
    """
    source, to = _split(asked.words)
    if not source.strip():
        message = "The day or week to copy is missing"
        raise UsageError(message, code="no_range", hint=EXAMPLE)
    today = Period(context.today, context.today)
    # What narrows the copy may stand behind the target.
    rest = _words_behind(context, to) if to else ""
    words = " ".join(f"{source} {rest}".split())
    scope = scope_of(context, asked._replace(words=words, to=None), today, "copy")
    aimed = to or asked.to
    target = _target(context, scope.period, aimed.removesuffix(rest) if aimed and rest else aimed)
    if target == scope.period:
        message = "A period cannot be copied onto itself"
        raise UsageError(message, hint="Name another day after `to`")
    entries = entries_in(context, scope)
    if not entries:
        message = "No entries to copy on those days"
        raise NotFound(message, hint="`hv entries` shows what there is")
    shift = target.start - scope.period.start
    rows = [moved(context, entry, shift) for entry in entries]
    return Copying(scope.period, target, compared(context, rows), scope.inferences)


def _split(words: str) -> tuple[str, str | None]:
    """Before and after the last ` to `."""
    padded = f" {words} "
    source, found, to = padded.rpartition(" to ")
    return (source, to.strip()) if found else (words, None)


def _words_behind(context: Context, to: str) -> str:
    _, rest = landing(to, context.today, context.now, context.conventions)
    return rest


def _target(context: Context, source: Period, to: str | None) -> Period:
    length = source.end - source.start
    first = context.conventions.week_start
    whole_week = source == week_of(source.start, first)
    if to is None:
        if whole_week:
            return week_of(context.today, first)
        if length:
            message = "Unclear where to copy several days"
            raise UsageError(message, code="no_range", hint=EXAMPLE)
        return Period(context.today, context.today)
    found, rest = landing(to, source.start, context.now, context.conventions)
    if found is None or rest:
        message = f'Expected the day or week to copy to, got "{to[:60]}"'
        raise UsageError(message, code="invalid_date", hint=EXAMPLE)
    start = week_of(found, first).start if whole_week else found
    return Period(start, start + length)


def moved(context: Context, entry: TimeEntry, shift: timedelta) -> BulkItem:
    """An entry once more, so much later; skipped where it can no longer be tracked."""
    place = f"#{entry.id}"
    if entry.spent_date is None or entry.hours is None or entry.is_running:
        why = "its timer still runs" if entry.is_running else "its hours cannot be read"
        return BulkItem(place, entry, skip=why)
    day = entry.spent_date + shift
    found = usable(context, entry.project.id, entry.task.id)
    if found is None:
        why = "its project or task can no longer be tracked"
        return BulkItem(place, entry._replace(spent_date=day), skip=why)
    assignment, task = found
    reading = EntryReading(
        assignment=assignment,
        spent_date=day,
        hours=entry.hours,
        task=task,
        started_time=entry.started_time if entry.ended_time else None,
        ended_time=entry.ended_time if entry.started_time else None,
        notes=entry.notes,
    )
    return planned(context, [Wanted(place, reading, _link(entry.external_reference))])[0]


def _link(reference: ExternalReference | None) -> ExternalReference | None:
    """The link to an issue; the marks that hv itself puts on entries belong to one entry alone."""
    return reference if reference is not None and reference.permalink else None


def usable(
    context: Context, project_id: int, task_id: int
) -> tuple[ProjectAssignment, Task] | None:
    """The project and task, if time may be tracked to them now."""
    assignment = context.account.data.assignment_of(project_id)
    if assignment is None or not assignment.is_active:
        return None
    task = assignment.usable_task(task_id)
    return (assignment, task) if task is not None else None
