"""`hv edit`: fields of one entry set to what was asked; what was and what is now come back.

`hv delete`: one entry of mine, after asking.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from harvest_cli.actions.day.status_cache import StatusCache
from harvest_cli.actions.entries.edit_times import running_planned, settled, times_changed
from harvest_cli.actions.entries.reference import entry_for, short
from harvest_cli.actions.entries.results import NoteEditor
from harvest_cli.actions.outbox.changes import carry_delete, carry_edit
from harvest_cli.actions.outbox.intent import Carried, Intent, new_intent, packed_change
from harvest_cli.actions.resolve.ambiguity import with_fresh_names
from harvest_cli.actions.resolve.defaults import default_task
from harvest_cli.actions.resolve.flags import in_hours
from harvest_cli.actions.session import dry_run as would_send
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.errors import (
    ConfigurationError,
    ExitCode,
    NeedsDecision,
    NotLoggedIn,
    Refused,
    UsageError,
)
from harvest_cli.domain.records import NamedTuple
from harvest_cli.harvest.wire.write import EntryChange
from harvest_cli.language.days.relative import read_date
from harvest_cli.language.lengths.clock import read_clock_time
from harvest_cli.language.lengths.durations import read_hours
from harvest_cli.local.outbox.database import one_at_a_time
from harvest_cli.local.outbox.row import Op, State

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
        return _exit_code(self.state)


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
        return _exit_code(self.state)


def _exit_code(state: EntryState) -> ExitCode:
    waits = state in (EntryState.UNCONFIRMED, EntryState.QUEUED)
    return ExitCode.SAVED_HERE if waits else ExitCode.DONE


def differences(entry: TimeEntry, change: EntryChange) -> tuple[Difference, ...]:
    """What a change would make otherwise; fields that it sets to what they are do not count.

    The hours of a running timer are told with those that it has run.
    """
    found = {name: Difference(name, *values) for name, values in change.against(entry).items()}
    after = planned(entry, change)
    if entry.is_running and after.hours != entry.hours:
        found["hours"] = Difference("hours", entry.hours, after.hours)
    return tuple(found.values())


def planned(entry: TimeEntry, change: EntryChange) -> TimeEntry:
    """The entry with the change's own values; its project and task are only numbers there."""
    if entry.is_running:
        return running_planned(entry, change)
    given = change.given()
    return entry._replace(**{name: given[name] for name in given if name in entry._fields})


OLD = timedelta(days=31)


class Edit(NamedTuple):
    """What to change, as typed; None leaves a field as it is, an empty `note` clears the notes."""

    hours: str | None = None
    note: str | None = None
    append: str | None = None
    project: str | None = None
    client: str | None = None
    task: str | None = None
    date: str | None = None
    begin: str | None = None
    end: str | None = None


def edit_entry(
    context: Context,
    reference: str,
    edit: Edit,
    note_editor: NoteEditor | None = None,
    *,
    sure: bool = False,
    dry_run: bool = False,
) -> Changed:
    """Change one entry of mine; raises before anything is sent where that can be known."""
    if edit == Edit() and note_editor is None:
        message = "There is nothing to change"
        raise UsageError(message, hint="Name a change: `hv edit last --hours +15m --note …`")
    _refuse_unreadable(context, edit)
    relative = (edit.hours or "").strip()[:1] in RELATIVE and edit.hours and note_editor is None
    with _one_at_a_time(context) if relative and not dry_run else nullcontext():
        return _edited(context, reference, edit, note_editor, sure=sure, dry_run=dry_run)


RELATIVE = ("+", "-", "−")


def _one_at_a_time(context: Context) -> AbstractContextManager[None]:
    """Until the answer is in, what `+15m` adds to is not read by another hv of this machine."""
    return one_at_a_time(context.outbox_path.parent) if context.outbox else nullcontext()


def _edited(
    context: Context,
    reference: str,
    edit: Edit,
    note_editor: NoteEditor | None,
    *,
    sure: bool,
    dry_run: bool,
) -> Changed:
    before = settled(context, entry_for(context, reference))
    refuse_locked(before, "changed")
    change = _change(context, before, edit, note_editor)
    wanted = differences(before, change)
    if not wanted:
        return Changed(before, before, ())
    if not sure and not dry_run:
        _ask_if_old(context, before)
    if dry_run:
        after = _planned(context, before, change)
        requests = (would_send.change(context, before.id, change),)
        return Changed(before, after, wanted, EntryState.PREVIEW, requests=requests)
    return _sent(context, before, change, wanted)


def _refuse_unreadable(context: Context, edit: Edit) -> None:
    """Read what needs no entry to be read, so that a slip costs no request."""
    if edit.date is not None:
        read_date(edit.date, context.now, context.conventions)
    if edit.hours is not None:
        typed = edit.hours.strip()
        signed = typed.startswith(("+", "-", "−"))
        read_hours(typed[1:] if signed else in_hours(typed), context.conventions)
    for typed in filter(None, (edit.begin, edit.end)):
        read_clock_time(typed)


def _new_day(context: Context, typed: str) -> date:
    return read_date(
        typed, context.now, context.conventions, lambda each: context.infer(each.short)
    )


def _sent(
    context: Context, before: TimeEntry, change: EntryChange, wanted: tuple[Difference, ...]
) -> Changed:
    carried = _carried(context, Op.EDIT, before, packed_change(change) or {}, carry_edit)
    if carried.entry is None:
        after, state = _planned(context, before, change), carried.shown_state
        return Changed(before, after, wanted, state, context.take_warnings())
    renew_glance(context, before, carried.entry)
    for told in wanted:
        if told.name == "hours" and not _holds(carried.entry, told.after):
            context.warn("Harvest holds it with another number of hours")
    return Changed(before, carried.entry, wanted, warnings=context.take_warnings())


def _carried(
    context: Context,
    op: Op,
    entry: TimeEntry,
    body: Mapping[str, object],
    carry: Callable[[Intent], Carried],
) -> Carried:
    """Write to Harvest; what did not arrive, or perhaps not, stays kept. Raises a refusal."""
    intent = new_intent(context, op, entry, body)
    try:
        carried = carry(intent)
    except ConfigurationError:
        intent.forget()
        raise
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
        raise Refused(message, code="locked", hint="An administrator can unlock it in Harvest")


def _ask_if_old(context: Context, entry: TimeEntry) -> None:
    if entry.spent_date is None or context.today - entry.spent_date <= OLD:
        return
    question = f"Entry {entry.id} is from {entry.spent_date.isoformat()}. Change it?"
    confirm(context, question, f"{entry.spent_date.isoformat()} is long ago")


def confirm(context: Context, question: str, message: str) -> None:
    """Go on when the person says so; raises UsageError where nobody can be asked."""
    if context.agrees is None:
        raise UsageError(message, code="not_confirmed", hint="Add `--yes` to confirm")
    if not context.agrees(question):
        message = "Nothing was changed"
        raise NeedsDecision(message)


def _change(
    context: Context, entry: TimeEntry, edit: Edit, note_editor: NoteEditor | None
) -> EntryChange:
    change = EntryChange()
    notes = _notes(entry, edit, note_editor)
    if notes is not None and notes != (entry.notes or ""):
        change = change._replace(notes=notes)
    if edit.date is not None:
        change = change._replace(spent_date=_new_day(context, edit.date))
    if edit.project is not None or edit.task is not None:
        project_id, task_id = with_fresh_names(context, lambda: _place(context, entry, edit))
        # Both, because the old task need not be on the new project.
        change = change._replace(project_id=project_id, task_id=task_id)
    elif edit.client is not None:
        message = "`--client` only helps to tell projects apart"
        raise UsageError(message, hint="Add `--project NAME`")
    return times_changed(context, entry, change, edit.hours, edit.begin, edit.end)


def _notes(entry: TimeEntry, edit: Edit, note_editor: NoteEditor | None) -> str | None:
    notes = edit.note
    if edit.append:
        base = notes if notes is not None else entry.notes
        notes = f"{base}\n{edit.append}" if base else edit.append
    if note_editor is None:
        return notes
    written = note_editor(notes if notes is not None else entry.notes or "")
    if written is None:
        message = "The notes were left empty; nothing was changed"
        raise NeedsDecision(message, hint='To clear them: `--note ""`')
    return written


def _place(context: Context, entry: TimeEntry, edit: Edit) -> tuple[int, int]:
    names = context.account.names
    if edit.project is not None:
        assignment = names.project(edit.project, edit.client)
    else:
        found = context.account.data.assignment_of(entry.project.id)
        if found is None or not found.is_active:
            message = f"{entry.project.name} is no longer one of your projects"
            raise UsageError(message, hint="Name a project too: `--project NAME`")
        assignment = found
    if edit.task is not None:
        return assignment.project.id, names.task(assignment, edit.task).id
    task = assignment.usable_task(entry.task.id) or default_task(context, assignment)[0]
    return assignment.project.id, task.id


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


def delete_entry(
    context: Context, reference: str, *, sure: bool = False, dry_run: bool = False
) -> Deleted:
    """Delete one entry; raises UsageError where nobody can be asked and `--yes` is missing."""
    entry = entry_for(context, reference)
    refuse_locked(entry, "deleted")
    if dry_run:
        requests = (would_send.deletion(entry.id),)
        return Deleted(entry, EntryState.PREVIEW, context.today, requests=requests)
    if not sure:
        question = f"{short(entry)}. Delete this entry?"
        confirm(context, question, "Deleting needs to be confirmed")
    carried = _carried(context, Op.DELETE, entry, {}, carry_delete)
    if carried.state != State.DONE:
        return Deleted(entry, carried.shown_state, context.today, context.take_warnings())
    # The day's total, known without asking, must not count it any more.
    context.account.forget_entry(entry)
    renew_glance(context, entry, None)
    return Deleted(entry, EntryState.CREATED, context.today, context.take_warnings())
