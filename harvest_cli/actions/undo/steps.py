"""An entry as it is now against how hv left it, and the timers that a start ended.

Those run on, where that invents no hours. What passed since on the other timer belongs to neither;
the person is told how long that was.
"""

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal

from harvest_cli.actions.day.clock import banked, by_times, elapsed, hours_of, moment_text
from harvest_cli.actions.entries.change import refuse_locked, renew_glance
from harvest_cli.actions.outbox import writes
from harvest_cli.actions.outbox.enqueue import keep_undo
from harvest_cli.actions.outbox.history import Reversal, Undone, UndoStep, Written, changed_since
from harvest_cli.actions.outbox.row_facts import keeping, lease_of, outbox_of, stamp_of
from harvest_cli.actions.session import dry_run
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.errors import HvError, NeedsDecision, NotFound, Outcome, Refused
from harvest_cli.domain.hours import FULL_DAY, ZERO, as_clock, hours_from_minutes
from harvest_cli.harvest.wire.write import EntryChange
from harvest_cli.local.outbox.journal import MADE, Deed
from harvest_cli.local.outbox.row import Row, State

CLOSE = Decimal("0.05")
"""Hours; what hv counts up to a stop and what Harvest writes differ by the rounding of both."""
MINUTE = LATE = timedelta(minutes=1)
REFUSALS = (NeedsDecision, NotFound, Refused)
"""Why a write cannot be taken back at all; everything else only delays it."""


class Gone(NeedsDecision):
    """The entry was deleted elsewhere."""


_HOURS = "hours"


class UndoWork:
    """Steps that are taken back, and the row of the outbox that holds them while that is under way.

    `resuming` where an earlier run may have sent a part of it. It was `typed` at a moment; what
    runs again later than that gets the hours since. `sent` holds hours that were kept before they
    left, those of earlier runs too, by entry.
    """

    def __init__(self, context: Context, steps: Sequence[UndoStep], row: Row | None = None) -> None:
        self.context, self.steps = context, steps
        self.key = row.key if row else None
        self.resuming = row is not None
        waited = context.clock().timestamp() - row.created_at if row else 0.0
        self.typed = context.now - timedelta(seconds=max(0.0, waited))
        told = json.loads(row.body_json).get(_HOURS, {}) if row else {}
        self.sent = {int(number): Decimal(hours) for number, hours in told.items()}

    def begin(self) -> None:
        """Keep it, before the first request that changes anything; where it cannot be, go on."""
        if self.key is not None:
            return
        context, entry = self.context, self.steps[0].written.entry
        body = {"deeds": [(each.id, each.run) for each in (it.written.deed for it in self.steps)]}
        shown = f"undo of {entry.project.name} › {entry.task.name} #{entry.id}"
        self.key = keep_undo(context, entry, body, shown)
        if self.key is not None:
            outbox_of(context).claim(self.key, stamp_of(context), lease_of(context))

    def sends(self, entry_id: int, hours: Decimal) -> None:
        """Keep hours that an entry is given, so that they are known for hv's own."""
        self.sent[entry_id] = hours
        outbox = outbox_of(self.context)
        row = outbox.get(self.key) if self.key is not None else None
        if row is None:
            return
        told = {str(number): str(each) for number, each in self.sent.items()}
        body = json.dumps({**json.loads(row.body_json), _HOURS: told})
        with keeping(self.context):
            outbox.amend(row.key, body_json=body)

    def end(self, why: str | None) -> None:
        """Let it go, or keep it for later and say why."""
        if self.key is None:
            return
        with keeping(self.context):
            if why is None:
                outbox_of(self.context).drop(self.key)
            else:
                outbox_of(self.context).record(self.key, state=State.UNKNOWN, last_error=why)

    @property
    def late(self) -> Decimal:
        """Hours since it was typed; none while that is now."""
        since = elapsed(self.typed, self.context.now)
        return hours_of(since) if self.resuming and since > LATE else ZERO


def as_left(
    work: UndoWork, written: Written, role: str = "", hint: str = "", slack: Decimal = ZERO
) -> TimeEntry:
    """The entry now, asked of Harvest; raises NeedsDecision when it is not as hv left it.

    `role` follows its number in a message, `hint` says what can be done instead. Hours that
    differ by no more than `slack` count as equal. While resuming an undo that was cut short,
    what is already as it was before, or as hv sent it, is as it should be.
    """
    context, left, number = work.context, written.entry, written.deed.entry_id
    if written.deed.deed not in MADE:
        refuse_others(context, written.entry)
    try:
        now = context.client.time_entry(number)
    except NotFound:
        message = f"Entry {number}{role} is gone: it was deleted elsewhere"
        code = "changed_since" if role else None
        raise Gone(message, code=code, hint=hint or "Nothing was changed") from None
    except HvError as failure:
        failure.hint = failure.hint or "Nothing was undone"
        raise
    if left.hours is not None and now.hours is not None and abs(left.hours - now.hours) <= slack:
        left = left._replace(hours=now.hours)
    changed = changed_since(left, now)
    if now.hours is not None and work.sent.get(now.id) == now.hours:
        changed.pop("hours", None)
    if work.resuming and written.before is not None:
        foreign = changed_since(written.before, now)
        changed = {name: text for name, text in changed.items() if name in foreign}
    if changed:
        message = f"Entry {number}{role} was changed since: {'; '.join(changed.values())}"
        hint = hint or "Nothing was undone"
        raise NeedsDecision(message, code="changed_since", hint=hint)
    return now


def refuse_others(context: Context, entry: TimeEntry) -> None:
    """Raise NeedsDecision for an entry of somebody else."""
    owner = entry.user
    if owner is None or owner.id in (None, context.account.data.user.id):
        return
    message = f"Entry {entry.id} belongs to {owner.name}: `hv undo` changes only your own entries"
    hint = f"`hv edit {entry.id}` and `hv delete {entry.id}` change it"
    raise NeedsDecision(message, code="not_yours", hint=hint)


def as_ended(work: UndoWork, step: UndoStep) -> list[TimeEntry]:
    """The timers that a start ended, as they are now.

    Raises NeedsDecision when one was changed since, Refused when one cannot run any more.
    """
    started = step.written.deed
    alone = "`hv stop`" if started.deed == Deed.RESTARTED else f"`hv delete {started.entry_id}`"
    hint = f"Nothing was undone; {alone} undoes the start alone"
    found = []
    for each in step.ended:
        role = ", which the start ended,"
        now = as_left(work, each, role, hint, CLOSE)
        if not now.is_running and not _why_not(work.context, now):
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


def as_resumed(work: UndoWork, step: UndoStep) -> list[tuple[Written, TimeEntry]]:
    """The entries that go on with the one that a start made, as they are now; what is gone is none.

    Raises NeedsDecision when one was changed since.
    """
    found = []
    for each in step.more:
        with suppress(Gone):
            found.append((each, as_left(work, each)))
    return found


def previewed(context: Context, step: UndoStep) -> list[Undone]:
    """What would become of the timers that a start ended, and of what went on with its own."""
    found = [
        Undone(
            each, Reversal.DELETED, state=EntryState.PREVIEW, requests=(dry_run.deletion(number),)
        )
        for each in step.more
        for number in [each.entry.id]
    ]
    for each in step.ended:
        why = _why_not(context, each.entry)
        how = Reversal.LEFT_STOPPED if why else Reversal.RESTARTED
        requests = () if why else (dry_run.restart(each.entry.id),)
        preview = Undone(each, how, each.entry, EntryState.PREVIEW, why or "", requests=requests)
        found.append(preview)
    return found


def given_back(
    work: UndoWork, step: UndoStep, ended: list[TimeEntry], undone: Undone
) -> list[Undone]:
    """Let them run on, once the start itself was taken back."""
    if undone.state is EntryState.UNCONFIRMED:
        why = "Harvest did not confirm that the start was undone: check `hv status`"
        return [Undone(each, Reversal.LEFT_STOPPED, each.entry, note=why) for each in step.ended]
    return [_runs_on(work, *pair) for pair in zip(step.ended, ended, strict=True)]


def changed(work: UndoWork, now: TimeEntry, change: EntryChange) -> writes.Done:
    """The entry with the change, which is not sent where it holds that already."""
    if not change.against(now):
        return writes.Done(True, now)
    work.begin()
    if isinstance(change.hours, Decimal):
        work.sends(now.id, change.hours)
    done = writes.update(work.context, now.id, change, now)
    if done.entry is not None:
        work.context.account.remember(done.entry)
        renew_glance(work.context, now, done.entry)
    return done


def with_what_passed(work: UndoWork, change: EntryChange, hours: Decimal | None) -> EntryChange:
    """A change of a timer that is to run again late, with its hours up to now.

    `hours` are those with which it was to run on.
    """
    wanted = (hours or ZERO) + work.late
    fits = work.late and wanted <= FULL_DAY
    return change._replace(hours=wanted) if fits else change


def _runs_on(work: UndoWork, written: Written, now: TimeEntry) -> Undone:
    context = work.context
    if now.is_running:
        return Undone(written, Reversal.RESTARTED, now)
    if why := _why_not(context, now):
        return Undone(written, Reversal.LEFT_STOPPED, now, note=why)
    try:
        done = changed(work, now, with_what_passed(work, EntryChange(), written.entry.hours))
        done = writes.restart(context, done.entry) if done.entry is not None else done
    except HvError as error:
        if error.outcome in (Outcome.NOT_SENT, Outcome.NOT_DONE, Outcome.UNAUTHORIZED):
            return Undone(written, Reversal.RESTARTED, now, EntryState.QUEUED, error.message)
        note = f"{error.message}; `hv restart {now.id}` tries again"
        return Undone(written, Reversal.LEFT_STOPPED, now, note=note, unfinished=True)
    if done.entry is None:
        return Undone(written, Reversal.RESTARTED, now, EntryState.UNCONFIRMED)
    renew_glance(context, now, done.entry)
    return Undone(
        written, Reversal.RESTARTED, done.entry, note=lost_since(context, written, work.typed)
    )


def lost_since(context: Context, written: Written, until: datetime) -> str:
    """The time from the end of a timer until it runs again: on no entry, nor made up by hv."""
    end = _end_of(written)
    minutes = 0 if end is None else round(elapsed(end, until) / MINUTE)
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
