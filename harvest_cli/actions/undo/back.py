"""One write taken back, from wherever an undo that was cut short has left its entry.

Each request is skipped where its end is there already, so that the same function resumes.
"""

from datetime import timedelta
from decimal import Decimal

from harvest_cli.actions.day.clock import (
    by_times,
    day_of,
    elapsed,
    hours_at,
    on_the_wall,
    wall_time,
)
from harvest_cli.actions.entries.change import refuse_locked, renew_glance
from harvest_cli.actions.outbox import writes
from harvest_cli.actions.outbox.create import create_entry
from harvest_cli.actions.outbox.enqueue import Wish
from harvest_cli.actions.outbox.history import Reversal, Undone, UndoStep, Written
from harvest_cli.actions.outbox.row_facts import keeping, outbox_of, without_mark
from harvest_cli.actions.session import dry_run
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.undo.steps import (
    CLOSE,
    MINUTE,
    Gone,
    UndoWork,
    as_ended,
    as_left,
    as_resumed,
    changed,
    given_back,
    lost_since,
    refuse_others,
    with_what_passed,
)
from harvest_cli.domain.entries import EntryState, NewEntry, TimeEntry
from harvest_cli.domain.errors import NeedsDecision
from harvest_cli.domain.hours import FULL_DAY, minutes_from_hours
from harvest_cli.domain.records import Any
from harvest_cli.harvest.wire.write import EntryChange, EntryFilter
from harvest_cli.local.outbox.journal import MADE, Deed, note_resumed, note_return
from harvest_cli.local.outbox.row import new_key, pack

HOW = {
    Deed.CREATED: Reversal.DELETED,
    Deed.STARTED: Reversal.DELETED,
    Deed.EDITED: Reversal.RESTORED,
    Deed.STOPPED: Reversal.RESTARTED,
    Deed.RESTARTED: Reversal.STOPPED,
    Deed.DELETED: Reversal.CREATED_AGAIN,
}


def step_back(work: UndoWork, step: UndoStep) -> list[Undone]:
    """One write taken back with all that it did; what prevents it is found before it begins."""
    ended, more = as_ended(work, step), as_resumed(work, step)
    undone = _taken_back(work, step.written)
    gone = [_deleted(work, *pair) for pair in more]
    return [undone, *gone, *given_back(work, step, ended, undone)]


def _taken_back(work: UndoWork, written: Written) -> Undone:
    if written.deed.deed == Deed.DELETED:
        return _created_again(work, written)
    try:
        now = as_left(work, written)
    except Gone:
        if not (work.resuming and _goes(written)):
            raise
        return Undone(written, Reversal.DELETED, None)
    if _goes(written):
        return _deleted(work, written, now)
    undo_of = {Deed.EDITED: _restored, Deed.STOPPED: _restarted, Deed.RESTARTED: _stopped}
    return undo_of[written.deed.deed](work, written, now)


def _goes(written: Written) -> bool:
    """Whether a deed made its entry, so that taking it back deletes that."""
    before, deed = written.before, written.deed.deed
    copied = deed == Deed.RESTARTED and before is not None and before.id != written.entry.id
    return deed in MADE or copied


def _state(done: writes.Done) -> EntryState:
    return EntryState.CREATED if done.confirmed else EntryState.UNCONFIRMED


def _deleted(work: UndoWork, written: Written, now: TimeEntry) -> Undone:
    context = work.context
    refuse_locked(now, "deleted")
    work.begin()
    done = writes.delete(context, now.id, now)
    if done.confirmed:
        context.account.forget_entry(now)
        renew_glance(context, now, None)
    # What goes is shown with the hours that go.
    return Undone(written._replace(after=now), Reversal.DELETED, None, _state(done))


def _restored(work: UndoWork, written: Written, now: TimeEntry) -> Undone:
    done = changed(work, now, change_back(work.context, written, now))
    return Undone(written, Reversal.RESTORED, done.entry, _state(done))


def _restarted(work: UndoWork, written: Written, now: TimeEntry) -> Undone:
    """A stopped timer: its notes, day and hours go back first, then it runs on."""
    context = work.context
    if not now.is_running:
        stopped = changed(work, now, _before_it_runs(work, written, now))
        if stopped.entry is None:
            return Undone(written, Reversal.RESTARTED, None, EntryState.UNCONFIRMED)
        now = stopped.entry
    done, short = _running(work, now), False
    notes = []
    if done.entry is not None:
        renew_glance(context, now, done.entry)
        # Harvest itself resumes no entry that tells its start and end.
        if done.entry.id != now.id:
            _note_resumed(context, written, now, done.entry)
            notes = ["resumed as a new entry"]
        short = by_times(context, now) and bool(work.late) and not _is_today(work)
        until = context.now if short else work.typed
        lost = lost_since(context, written._replace(after=now), until)
        notes += [lost] if lost else []
    return Undone(written, Reversal.RESTARTED, done.entry, _state(done), "; ".join(notes), short)


def _note_resumed(context: Context, stop: Written, left: TimeEntry, runs: TimeEntry) -> None:
    """Note which entry goes on, so that to undo the start takes it along."""
    at = context.clock().timestamp()
    with keeping(context):
        note_resumed(outbox_of(context).db, stop.deed, runs.id, pack(left), pack(runs), at)


def _before_it_runs(work: UndoWork, written: Written, now: TimeEntry) -> EntryChange:
    change = before_stop(work.context, written, now)
    if by_times(work.context, now):
        return change
    ran, left = _ran(written), written.entry.hours
    moved = ran is not None and left is not None and abs(ran - left) > CLOSE
    return with_what_passed(work, change, ran if moved else left)


def _running(work: UndoWork, now: TimeEntry) -> writes.Done:
    """The entry running, or the new one that goes on with it, since the undo was typed."""
    if now.is_running:
        return writes.Done(True, now)
    if not by_times(work.context, now):
        work.begin()
        return writes.restart(work.context, now)
    newer = _begun_since(work, now) if work.resuming else []
    if len(newer) > 1 or (newer and not newer[0].is_running):
        # The person worked on with it.
        return writes.Done(True, newer[-1])
    work.begin()
    done = writes.Done(True, newer[0]) if newer else writes.restart(work.context, now)
    return done if done.entry is None else changed(work, done.entry, _since_typed(work, done.entry))


def _since_typed(work: UndoWork, entry: TimeEntry) -> EntryChange:
    """What puts a timer by clock times on this day, and at the time at which the undo was typed.

    On the sheet of an earlier day its start would count from there; a start of yesterday cannot be
    told at all.
    """
    start = entry.started_time
    if work.late and _is_today(work):
        start = wall_time(work.context, work.typed)
    # The day alone would leave the start to Harvest.
    return EntryChange(spent_date=work.context.today, started_time=start)


def _is_today(work: UndoWork) -> bool:
    return day_of(work.context, work.typed) == work.context.today


def _begun_since(work: UndoWork, entry: TimeEntry) -> list[TimeEntry]:
    """My entries like one, made since the undo was typed, oldest first."""
    context, day = work.context, entry.spent_date
    mine = EntryFilter(user_id=context.account.data.user.id, from_=day)
    place = (entry.project.id, entry.task.id, entry.notes or "")
    found = [
        each
        for each in context.client.time_entries(mine)
        if (each.project.id, each.task.id, each.notes or "") == place
        and each.created_at is not None
        and elapsed(work.typed, each.created_at) > -MINUTE
    ]
    return sorted(found, key=lambda each: each.id)


def before_stop(context: Context, written: Written, now: TimeEntry) -> EntryChange:
    """What a stop changed besides: notes, the day, and hours up to the moment that was meant.

    The hours are those that the timer had when the stop was typed.
    """
    before, change = written.before, EntryChange()
    if before is None:
        return change
    if (before.notes or "") != (now.notes or ""):
        change = change._replace(notes=before.notes or "")
    if before.spent_date is not None and before.spent_date != now.spent_date:
        change = change._replace(spent_date=before.spent_date)
    ran = _ran(written)
    if ran is not None and now.hours is not None and abs(ran - now.hours) > CLOSE:
        change = change._replace(**_end_at(context, before, ran))
    return change


def _end_at(context: Context, before: TimeEntry, ran: Decimal) -> dict[str, Any]:
    """The end of a timer that ran so many hours, as the account tracks it."""
    if not by_times(context, before) or before.timer_started_at is None:
        return {"hours": ran}
    end = before.timer_started_at + timedelta(hours=float(ran))
    # Over midnight or a change of the clocks two times do not tell what was worked.
    same = day_of(context, end) == before.spent_date
    fits = on_the_wall(context, before.timer_started_at, end) == minutes_from_hours(ran)
    return {"ended_time": wall_time(context, end)} if same and fits else {"hours": ran}


def _ran(written: Written) -> Decimal | None:
    """Hours of a timer when its stop was typed, by Harvest's clock; None where it did not tell."""
    before, after = written.before, written.after
    if before is None or before.timer_started_at is None:
        return None
    moment = after.updated_at if after is not None else None
    ran = hours_at(before, moment, moment) if moment is not None else None
    return ran if ran is not None and ran <= FULL_DAY else None


def _stopped(work: UndoWork, written: Written, now: TimeEntry) -> Undone:
    """A restarted timer, or one that was deleted while it ran and came back without running."""
    context, before, running = work.context, written.before, now
    done = writes.Done(True, now)
    if now.is_running:
        work.begin()
        done = writes.stop(context, now.id, now)
    if done.entry is not None and before is not None and before.hours is not None:
        done = changed(work, done.entry, EntryChange(hours=before.hours))
    if done.entry is not None:
        context.account.remember(done.entry)
        renew_glance(context, running, None)
    return Undone(written, Reversal.STOPPED, done.entry, _state(done))


def _created_again(work: UndoWork, written: Written) -> Undone:
    context, gone = work.context, written.entry
    refuse_others(context, gone)
    # The row of the new entry is all that has to be kept.
    new, key = anew(gone), _noted(context, written)
    sent = create_entry(context, Wish(new, "hv undo", key=key))
    if sent.entry is not None:
        context.account.remember(sent.entry)
    note = "" if sent.entry else "it is pending in the outbox"
    if sent.entry and gone.is_running:
        note = "stopped"
    return Undone(written, Reversal.CREATED_AGAIN, sent.entry, sent.state, note)


def _noted(context: Context, written: Written) -> str:
    """A key for the row that creates an entry again, noted before the row is there."""
    key = new_key(context.own_run)
    with keeping(context):
        note_return(outbox_of(context).db, written.deed, key, context.clock().timestamp())
    return key


def change_back(context: Context, written: Written, now: TimeEntry) -> EntryChange:
    """What makes an entry be as it was before an edit; raises NeedsDecision if that is unknown."""
    before = written.before
    if before is None:
        message = f"hv does not know what entry {now.id} was before"
        raise NeedsDecision(message, hint="Nothing was changed")
    change = EntryChange(notes=before.notes or "")
    if (before.project.id, before.task.id) != (now.project.id, now.task.id):
        change = change._replace(project_id=before.project.id, task_id=before.task.id)
    if before.spent_date is not None and before.spent_date != now.spent_date:
        change = change._replace(spent_date=before.spent_date)
    linked = EntryChange(external_reference=before.external_reference)
    if linked.against(now):
        change = change._replace(external_reference=before.external_reference)
    if before.ended_time is not None and before.started_time is not None:
        change = change._replace(started_time=before.started_time, ended_time=before.ended_time)
    if now.is_running and before.is_running:
        return _of_running(context, change, before, now)
    if before.hours is not None and not now.is_running and before.hours != now.hours:
        change = change._replace(hours=before.hours)
    return change


def _of_running(
    context: Context, change: EntryChange, before: TimeEntry, now: TimeEntry
) -> EntryChange:
    """What an edit gave a timer that runs on: hours from before it, or its start."""
    if by_times(context, now):
        moved = before.started_time != now.started_time
        return change._replace(started_time=before.started_time) if moved else change
    held = before.hours_without_timer
    return change if held in (None, now.hours_without_timer) else change._replace(hours=held)


def anew(gone: TimeEntry) -> NewEntry:
    """An entry that was deleted, to be created again; hv's own mark belongs to the old one."""
    assert gone.spent_date is not None
    return NewEntry(
        project_id=gone.project.id,
        task_id=gone.task.id,
        spent_date=gone.spent_date,
        hours=gone.hours,
        started_time=gone.started_time if gone.ended_time else None,
        ended_time=gone.ended_time,
        notes=gone.notes,
        external_reference=without_mark(gone.external_reference),
    )


def requests_of(context: Context, written: Written) -> tuple[dry_run.WouldSend, ...]:
    """What takes a write back, as far as it can be told without asking Harvest."""
    entry, deed = written.entry, written.deed.deed
    if deed == Deed.EDITED:
        return dry_run.changes(context, entry.id, change_back(context, written, entry))
    if deed == Deed.STOPPED:
        change = before_stop(context, written, entry)
        first = [dry_run.change(context, entry.id, change)] if change.given() else []
        return (*first, dry_run.restart(entry.id))
    if deed == Deed.DELETED:
        return dry_run.creates(context, [anew(entry)])
    return (dry_run.deletion(entry.id) if _goes(written) else dry_run.stop(entry.id),)
