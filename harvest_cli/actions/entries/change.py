"""A change or a deletion of one entry: what would be otherwise, and sending it."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from harvest_cli.actions.day.status_cache import StatusCache
from harvest_cli.actions.entries.edit_times import running_planned
from harvest_cli.actions.outbox.history import changed_since
from harvest_cli.actions.outbox.intent import Intent, change_of, new_intents, packed_change
from harvest_cli.actions.outbox.policy import Do, Next, Seen
from harvest_cli.actions.outbox.row_facts import Differing, WriteResult, without_mark
from harvest_cli.actions.outbox.writes import Step, StepResult, look_at, take
from harvest_cli.actions.resolve.clock_times import say_doubts_of
from harvest_cli.actions.session import dry_run as would_send
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import EntryState, ExternalReference, TimeEntry
from harvest_cli.domain.errors import ExitCode, NotLoggedIn, Refused
from harvest_cli.domain.records import TYPE_CHECKING, NamedTuple
from harvest_cli.harvest.wire.write import EntryChange
from harvest_cli.local.outbox.journal import Deed
from harvest_cli.local.outbox.progress import left_last, restored
from harvest_cli.local.outbox.row import Op, State, unpack_entry

if TYPE_CHECKING:
    from harvest_cli.actions.session.dry_run import WouldSend


class Difference(NamedTuple):
    """One field: its name in Harvest's terms, and its value before and after."""

    name: str
    before: object
    after: object


class Changed(NamedTuple):
    """One entry before and after; equal when there was nothing to do.

    `requests` are those of a dry run.
    """

    before: TimeEntry
    after: TimeEntry
    differences: tuple[Difference, ...]
    state: EntryState = EntryState.CREATED
    warnings: tuple[str, ...] = ()
    requests: "tuple[WouldSend, ...]" = ()

    @property
    def exit_code(self) -> ExitCode:
        """75 while it is not certain."""
        return ExitCode.SAVED_HERE if self.state.is_open else ExitCode.DONE


class Deleted(NamedTuple):
    """An entry that is gone, or not certainly gone."""

    entry: TimeEntry
    state: EntryState = EntryState.CREATED
    today: date | None = None
    warnings: tuple[str, ...] = ()
    requests: "tuple[WouldSend, ...]" = ()

    @property
    def exit_code(self) -> ExitCode:
        """75 while it is not certain."""
        return ExitCode.SAVED_HERE if self.state.is_open else ExitCode.DONE


def differences(entry: TimeEntry, change: EntryChange) -> tuple[Difference, ...]:
    """What a change would make otherwise; fields that it sets to what they are do not count.

    The hours of a running timer are told with those that it has run.
    """
    found = {
        name: Difference(name, *map(_told, values))
        for name, values in change.against(entry).items()
    }
    after = planned(entry, change)
    if entry.is_running and after.hours != entry.hours:
        found["hours"] = Difference("hours", entry.hours, after.hours)
    return tuple(found.values())


def _told(value: object) -> object:
    """A reference is its link; hv's own mark is none."""
    if not isinstance(value, ExternalReference):
        return value
    link = without_mark(value)
    return link and (link.permalink or link.id)


def planned(entry: TimeEntry, change: EntryChange) -> TimeEntry:
    """The entry with the change's own values; its project and task are only numbers there."""
    if entry.is_running:
        return running_planned(entry, change)
    given = change.given()
    return entry._replace(**{name: given[name] for name in given if name in entry._fields})


class Prepared(NamedTuple):
    """An entry, the change that it is to get, and what will be otherwise."""

    before: TimeEntry
    change: EntryChange
    differences: tuple[Difference, ...]


def previewed(context: Context, wanted: Prepared) -> Changed:
    """A change that is not sent."""
    after = _planned(context, wanted.before, wanted.change)
    requests = would_send.changes(context, wanted.before.id, wanted.change)
    say_doubts_of(context, after, wanted.before)
    warnings, state = context.take_warnings(), EntryState.PREVIEW
    return Changed(wanted.before, after, wanted.differences, state, warnings, requests)


def kept_changes(context: Context, wanted: Sequence[Prepared]) -> list[Intent]:
    """Changes that are kept, to be sent one by one with `carry`."""
    told = [(each.before, packed_change(each.change) or {}) for each in wanted]
    return new_intents(context, Op.EDIT, told)


def kept_deletions(context: Context, entries: Sequence[TimeEntry]) -> list[Intent]:
    """Deletions that are kept, to be sent one by one with `gone`."""
    return new_intents(context, Op.DELETE, [(entry, {}) for entry in entries])


def open_change(context: Context, prepared: Prepared, state: EntryState) -> Changed:
    """A change that is kept, and not certain to be on Harvest."""
    before, change, wanted = prepared
    after = _planned(context, before, change)
    return Changed(before, after, wanted, state, context.take_warnings())


def carry(context: Context, prepared: Prepared, intent: Intent | None = None) -> Changed:
    """Send a change, that of an `intent` where it is kept already."""
    before, _, wanted = prepared
    carried = _carried(intent or kept_changes(context, [prepared])[0], carry_edit)
    say_doubts_of(context, carried.entry or _planned(context, before, prepared.change), before)
    if carried.entry is None:
        return open_change(context, prepared, carried.shown_state)
    renew_glance(context, before, carried.entry)
    for told in wanted:
        if told.name == "hours" and not _holds(carried.entry, told.after):
            context.warn(f"Harvest holds it with another {Differing.HOURS}")
    return Changed(before, carried.entry, wanted, warnings=context.take_warnings())


def _carried(intent: Intent, carry: Callable[[Intent], WriteResult]) -> WriteResult:
    """Write to Harvest; what did not arrive, or perhaps not, stays kept. Raises a refusal."""
    carried = intent.carried(carry)
    told = isinstance(carried.failure, NotLoggedIn) or carried.state == State.REJECTED
    if carried.failure and (told or (intent.outbox is None and carried.state == State.QUEUED)):
        raise carried.failure
    return carried


def _planned(context: Context, before: TimeEntry, change: EntryChange) -> TimeEntry:
    """The entry as the change would leave it, with the names of its new place."""
    after = planned(before, change)
    project_id, task_id = change.project_id, change.task_id
    found = context.account.data.assignment_of(project_id) if isinstance(project_id, int) else None
    if found is None:
        return after
    task = found.usable_task(task_id) if isinstance(task_id, int) else None
    return after._replace(project=found.project, client=found.client, task=task or after.task)


def _holds(entry: TimeEntry, hours: object) -> bool:
    if not isinstance(hours, Decimal) or entry.hours is None:
        return True
    return abs(entry.hours - hours) < Decimal("0.03")


def refuse_locked(entry: TimeEntry, done: str) -> None:
    """Refuse with Harvest's own reason what it would refuse anyway; nothing is sent."""
    reason = entry.locked_reason if entry.is_locked else None
    if entry.is_locked or entry.is_billed or entry.approval_status == "approved":
        words = reason or ("Item Invoiced" if entry.is_billed else "Item Approved")
        message = f'Entry {entry.id} cannot be {done}: "{words}"'
        refused = Refused(message, code="locked", hint="An administrator can unlock it in Harvest")
        refused.said = words
        raise refused


def renew_glance(context: Context, before: TimeEntry, after: TimeEntry | None) -> None:
    """Keep what is known to run in step with a change."""
    known = StatusCache(context).fresh()
    if known is None or not known.fresh:
        if before.is_running:
            StatusCache(context).save([after] if after is not None and after.is_running else [])
        return
    running = [entry for entry in known.entries if entry.id != before.id]
    if after is not None and after.is_running:
        running = [after, *running]
    StatusCache(context).save(running)


def gone(
    context: Context, entry: TimeEntry, intent: Intent | None = None, *, dry_run: bool = False
) -> Deleted:
    """Delete an entry, as its `intent` has it where that is kept; or tell what would be sent."""
    if dry_run:
        requests = (would_send.deletion(entry.id),)
        return Deleted(entry, EntryState.PREVIEW, context.today, requests=requests)
    carried = _carried(intent or kept_deletions(context, [entry])[0], carry_delete)
    if carried.state != State.DONE:
        return Deleted(entry, carried.shown_state, context.today, context.take_warnings())
    # The day's total, known without asking, must not count it any more.
    context.account.forget_entry(entry)
    renew_glance(context, entry, None)
    return Deleted(entry, EntryState.CREATED, context.today, context.take_warnings())


def carry_edit(intent: Intent) -> WriteResult:
    """Set the fields of an entry; what somebody else changed meanwhile is left to the person."""
    context, before = intent.context, intent.before
    change = change_of(intent.told) or EntryChange()

    def judge(now: TimeEntry) -> Seen:
        missing = change.against(now)
        if not missing:
            return Seen.HOLDS
        # Between its requests a change is there in part.
        moved = change.reverse(before).against(now)
        return Seen.OTHER if moved.keys() & missing.keys() else Seen.UNTOUCHED

    taken = _taken(intent, Do.SET, judge, change)
    if taken.next == Next.GO_ON and taken.entry is not None:
        intent.did(Deed.EDITED, before.id, before, taken.entry)
        context.account.remember(taken.entry)
        return intent.finish(taken.entry)
    return _left_open(intent, taken, before)


def carry_delete(intent: Intent) -> WriteResult:
    """Delete an entry, unless somebody changed it since the person saw it; gone is gone."""
    before = intent.before

    def judge(now: TimeEntry) -> Seen:
        same = now.updated_at == before.updated_at or _is_as_hv_left_it(intent, now)
        return Seen.UNTOUCHED if same else Seen.OTHER

    taken = _taken(intent, Do.DELETE, judge)
    if taken.next == Next.GO_ON:
        intent.did(Deed.DELETED, before.id, before, None)
        return intent.finish(before)
    return _left_open(intent, taken, before)


def _is_as_hv_left_it(intent: Intent, now: TimeEntry) -> bool:
    """Whether it was hv that changed an entry last: what was typed before has arrived after it.

    What an undo does is no deed of its own: the entry is then as it was before the one undone.
    """
    if intent.outbox is None:
        return False
    packed = left_last(intent.outbox, now.id)
    left = unpack_entry(packed) if packed else None
    if left is not None and (left.updated_at, left.hours) == (now.updated_at, now.hours):
        return True
    undone = restored(intent.outbox, now.id, intent.row.created_at)
    return any(not changed_since(unpack_entry(each), now) for each in undone)


def _taken(
    intent: Intent, do: Do, judge: Callable[[TimeEntry], Seen], change: EntryChange | None = None
) -> StepResult:
    """The one step of a change or a deletion."""
    number, fresh = intent.before.id, intent.fresh
    sent = not fresh and intent.row.state != State.QUEUED
    step = Step(do, number, change, sent=sent, known=fresh, kept=fresh)
    look = look_at(intent.context, number, judge)
    return take(intent, step, look, lambda: intent.record(state=State.SENDING))


def _left_open(intent: Intent, taken: StepResult, before: TimeEntry) -> WriteResult:
    if taken.next == Next.LEAVE and taken.entry is None and not intent.fresh:
        return intent.finish(before, "the entry is gone")
    if taken.next in (Next.LEAVE, Next.REFUSE) and intent.fresh:
        return intent.refused(taken.failure)
    if taken.next == Next.LEAVE:
        return intent.refuse(None, taken.entry, "it was changed elsewhere")
    if taken.next == Next.REFUSE:
        return intent.refuse(taken.failure, None)
    return intent.wait(taken.failure, maybe=taken.maybe, after=taken.after)
