"""Giving back the timer that a start ended: it runs on, where that invents no hours.

What passed since on the other timer belongs to neither; the person is told how long that was.

What takes a write back: the change, the entry anew, and for a dry run the requests.
"""

from datetime import datetime, timedelta
from decimal import Decimal

from harvest_cli.actions.day.clock import banked, by_times, elapsed, moment_text
from harvest_cli.actions.entries.edit import refuse_locked, renew_glance
from harvest_cli.actions.outbox import writes
from harvest_cli.actions.outbox.history import Step, Undone, Written, changed_since
from harvest_cli.actions.outbox.lookup import GROUP
from harvest_cli.actions.session import dry_run
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import EntryState, NewEntry, TimeEntry
from harvest_cli.domain.errors import HvError, NeedsDecision, NotFound, RateLimited, Unreachable
from harvest_cli.domain.hours import ZERO, as_clock, hours_from_minutes
from harvest_cli.harvest.wire.write import EntryChange
from harvest_cli.local.outbox.journal import Deed

CLOSE = Decimal("0.05")
"""Hours; what hv counts up to a stop and what Harvest writes differ by the rounding of both."""
LEFT = "left stopped"
MINUTE = timedelta(minutes=1)


def as_left(
    context: Context, written: Written, role: str = "", hint: str = "", slack: Decimal = ZERO
) -> TimeEntry:
    """The entry now, asked of Harvest; raises NeedsDecision when it is not as hv left it.

    `role` follows its number in a message, `hint` says what can be done instead. Hours that
    differ by no more than `slack` count as equal.
    """
    left, number = written.entry, written.deed.entry_id
    try:
        now = context.client.time_entry(number)
    except NotFound:
        message = f"Entry {number}{role} is gone: it was deleted elsewhere"
        code = "changed_since" if role else None
        raise NeedsDecision(message, code=code, hint=hint or "Nothing was changed") from None
    except (Unreachable, RateLimited) as failure:
        failure.hint = failure.hint or "Nothing was undone"
        raise
    if left.hours is not None and now.hours is not None and abs(left.hours - now.hours) <= slack:
        left = left._replace(hours=now.hours)
    if changed := changed_since(left, now):
        message = f"Entry {number}{role} was changed since: {'; '.join(changed)}"
        hint = hint or "Nothing was undone"
        raise NeedsDecision(message, code="changed_since", hint=hint)
    return now


def as_ended(context: Context, step: Step) -> list[TimeEntry]:
    """The timers that a start ended, as they are now.

    Raises NeedsDecision when one was changed since, Refused when one cannot run any more.
    """
    started = step.written.deed
    alone = "`hv stop`" if started.deed == Deed.RESTARTED else f"`hv delete {started.entry_id}`"
    hint = f"Nothing was undone; {alone} undoes the start alone"
    found = []
    for each in step.ended:
        now = as_left(context, each, ", which the start ended,", hint, CLOSE)
        if not _why_not(context, now):
            refuse_locked(now, "restarted")
        found.append(now)
    return found


def _why_not(context: Context, entry: TimeEntry) -> str | None:
    """Why an entry is not restarted, with the command that goes on with it; None when it is."""
    if by_times(context, entry):
        return f"it can only be resumed as a new entry: `hv restart {entry.id}`"
    if entry.spent_date is not None and entry.spent_date != context.today:
        day = day_text(entry.spent_date, context.today)
        return f"it is on the sheet of {day}: `hv restart {entry.id}` resumes it as a new entry"
    return None


def previewed(context: Context, step: Step) -> list[Undone]:
    """What would become of the timers that a start ended."""
    found = []
    for each in step.ended:
        why = _why_not(context, each.entry)
        how = LEFT if why else "restarted"
        request = None if why else dry_run.restart(each.entry.id)
        found.append(Undone(each, how, each.entry, EntryState.PREVIEW, why or "", request=request))
    return found


def given_back(
    context: Context, step: Step, ended: list[TimeEntry], undone: Undone
) -> list[Undone]:
    """Let them run on, once the start itself was taken back."""
    if undone.state is EntryState.UNCONFIRMED:
        why = "Harvest did not confirm that the start was undone: check `hv status`"
        return [Undone(each, LEFT, each.entry, note=why) for each in step.ended]
    return [_runs_on(context, *pair) for pair in zip(step.ended, ended, strict=True)]


def _runs_on(context: Context, written: Written, now: TimeEntry) -> Undone:
    if why := _why_not(context, now):
        return Undone(written, LEFT, now, note=why)
    try:
        done = writes.restart(context, now)
    except HvError as error:
        note = f"{error.message}; `hv restart {now.id}` tries again"
        return Undone(written, LEFT, now, note=note, unfinished=True)
    if done.entry is None:
        return Undone(written, "restarted", now, EntryState.UNCONFIRMED)
    renew_glance(context, now, done.entry)
    return Undone(written, "restarted", done.entry, note=_lost(context, written))


def _lost(context: Context, written: Written) -> str:
    """The time since the timer was ended: on no entry, and nothing that hv may make up."""
    end = _end_of(written)
    minutes = 0 if end is None else round(elapsed(end, context.now) / MINUTE)
    if end is None or minutes < 1:
        return ""
    length = "minute" if minutes == 1 else f"{minutes} minutes"
    length = length if minutes < 60 else f"{as_clock(hours_from_minutes(minutes))} hours"
    verb = "is" if minutes == 1 else "are"
    fix = f"`hv edit {written.deed.entry_id} --hours +{minutes}m` adds them"
    return f"the {length} since {moment_text(context, end)} {verb} on no entry: {fix}"


def _end_of(written: Written) -> datetime | None:
    """When the timer ended, from its start and the hours that it got."""
    before, after = written.before, written.after
    if before is None or after is None or before.timer_started_at is None or after.hours is None:
        return None
    ran = after.hours - banked(before, written.at)
    return before.timer_started_at + timedelta(hours=float(ran))


def change_back(written: Written, now: TimeEntry) -> EntryChange:
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
    if before.ended_time is not None and before.started_time is not None:
        change = change._replace(started_time=before.started_time, ended_time=before.ended_time)
    if before.hours is not None and not now.is_running and before.hours != now.hours:
        change = change._replace(hours=before.hours)
    return change


def anew(gone: TimeEntry) -> NewEntry:
    """An entry that was deleted, to be created again; hv's own mark belongs to the old one."""
    if gone.spent_date is None:
        raise AssertionError(gone)
    reference = gone.external_reference
    return NewEntry(
        project_id=gone.project.id,
        task_id=gone.task.id,
        spent_date=gone.spent_date,
        hours=gone.hours,
        started_time=gone.started_time if gone.ended_time else None,
        ended_time=gone.ended_time,
        notes=gone.notes,
        external_reference=None if reference and reference.group_id == GROUP else reference,
    )


def request_of(context: Context, written: Written) -> dry_run.WouldSend:
    """The request that takes a write back, as far as it can be told without asking Harvest."""
    entry, deed = written.entry, written.deed.deed
    if deed == Deed.EDITED:
        return dry_run.change(context, entry.id, change_back(written, entry))
    if deed == Deed.STOPPED:
        return dry_run.restart(entry.id)
    if deed == Deed.DELETED:
        return dry_run.creates(context, [anew(entry)])[0]
    resumed = deed == Deed.RESTARTED and not (written.before and written.before.id != entry.id)
    return dry_run.stop(entry.id) if resumed else dry_run.deletion(entry.id)
