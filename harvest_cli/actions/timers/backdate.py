"""Making a timer run that has run for a while already, in either of Harvest's two ways.

Accounts that track times are told the start. Accounts that track hours get the hours so far as a
stopped entry, which is then restarted (Harvest docs, Time Entries).
"""

from datetime import UTC, date, datetime, timedelta

from harvest_cli.actions.day.clock import (
    clock_error,
    elapsed,
    harvest_zone,
    hours_of,
    true_now,
    wall_time,
)
from harvest_cli.actions.outbox import writes
from harvest_cli.actions.outbox.create import confirm_repeat, create_entry
from harvest_cli.actions.outbox.row_facts import CreateResult
from harvest_cli.actions.session import dry_run
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import EntryState, ExternalReference, NewEntry, TimeEntry
from harvest_cli.domain.errors import HvError
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.records import NamedTuple
from harvest_cli.harvest.wire.write import EntryChange

WRONG = timedelta(minutes=2)
"""More than this between the start that was asked for and Harvest's is another mode at work."""


class Beginning(NamedTuple):
    """A timer to start; `lead` is how long it has run already.

    `by_clock` when that came from a time of day, which our clock may tell wrongly.
    """

    project_id: int
    task_id: int
    spent_date: date
    notes: str | None = None
    reference: ExternalReference | None = None
    lead: timedelta = timedelta(0)
    by_clock: bool = False


class Begun(NamedTuple):
    """What became of it; `unfinished` tells what is missing and how to mend it."""

    state: EntryState
    entry: TimeEntry | None = None
    unfinished: str | None = None


def begin(context: Context, wanted: Beginning) -> Begun:
    """Start the timer; raises HvError when it is certain that nothing was created."""
    confirm_repeat(context, _new(wanted), "started", "Start")
    by_times = context.account.data.company.wants_timestamp_timers
    if not hours_of(wanted.lead):
        return _begun(context, create_entry(context, _new(wanted), base=_base(context, wanted)))
    if by_times is False:
        return _hours_then_restart(context, wanted)
    began = context.now.astimezone(UTC) - wanted.lead
    zone_day = began.astimezone(harvest_zone(context)).date()
    new = _new(wanted, started=began, context=context)
    sent = create_entry(context, new, base=_base(context, wanted))
    if sent.entry is None or by_times or zone_day != wanted.spent_date:
        return _begun(context, _with_true_start(context, sent, wanted))
    told = sent.entry.timer_started_at
    if told is not None and abs(elapsed(began, told)) <= WRONG:
        return _begun(context, sent)
    # /company was refused, and this account turns out to track hours.
    return _hours_later(context, sent.entry, wanted)


def requests_of(context: Context, wanted: Beginning) -> tuple[dry_run.WouldSend, ...]:
    """What `begin` would send first; a timer of an account of hours is restarted after that."""
    if not hours_of(wanted.lead):
        return dry_run.creates(context, [_new(wanted)])
    if context.account.data.company.wants_timestamp_timers is False:
        return dry_run.creates(context, [_stopped(wanted)])
    began = context.now.astimezone(UTC) - wanted.lead
    return dry_run.creates(context, [_new(wanted, started=began, context=context)])


def _stopped(wanted: Beginning) -> NewEntry:
    """The hours so far as a finished entry, which is restarted then."""
    return NewEntry(
        wanted.project_id,
        wanted.task_id,
        wanted.spent_date,
        hours=hours_of(wanted.lead),
        notes=wanted.notes,
        external_reference=wanted.reference,
    )


def _new(
    wanted: Beginning, *, started: datetime | None = None, context: Context | None = None
) -> NewEntry:
    return NewEntry(
        project_id=wanted.project_id,
        task_id=wanted.task_id,
        spent_date=wanted.spent_date,
        started_time=wall_time(context, started) if context and started else None,
        notes=wanted.notes,
        external_reference=wanted.reference,
    )


def _base(context: Context, wanted: Beginning) -> dict[str, object]:
    """The instant at which the timer is to have begun, should the start reach Harvest late."""
    began = context.now.astimezone(UTC) - wanted.lead
    return {"began": began.timestamp()}


def _begun(context: Context, sent: CreateResult) -> Begun:
    true_now(context)
    return Begun(sent.state, sent.entry)


def _hours_then_restart(context: Context, wanted: Beginning) -> Begun:
    sent = create_entry(context, _stopped(wanted), base=_base(context, wanted))
    true_now(context)
    if sent.entry is None:
        return Begun(sent.state)
    context.account.remember(sent.entry)
    entry = _with_true_hours(context, sent.entry, wanted)
    return _restarted(context, entry)


def _with_true_hours(context: Context, entry: TimeEntry, wanted: Beginning) -> TimeEntry:
    """The entry with the hours since its start by Harvest's clock, where ours is far off."""
    error = clock_error(context)
    if not error or not wanted.by_clock:
        return entry

    lead = max(timedelta(0), wanted.lead + error)
    try:
        done = writes.update(context, entry.id, EntryChange(hours=hours_of(lead)))
    except HvError:
        return entry
    return done.entry or entry


def _with_true_start(context: Context, sent: CreateResult, wanted: Beginning) -> CreateResult:
    """The timer with the start that `20m ago` meant by Harvest's clock, where ours is far off."""
    error = clock_error(context)
    if not error or wanted.by_clock or sent.entry is None:
        return sent

    begun = true_now(context) - wanted.lead
    try:
        change = EntryChange(started_time=wall_time(context, begun))
        done = writes.update(context, sent.entry.id, change)
    except HvError:
        return sent
    return sent._replace(entry=done.entry or sent.entry)


def _restarted(context: Context, entry: TimeEntry) -> Begun:
    mend = (
        f"{entry.hours or ZERO} h are logged, but the timer is not running: `hv restart {entry.id}`"
    )
    try:
        done = writes.restart(context, entry)
    except HvError as error:
        return Begun(EntryState.CREATED, entry, f"{mend} ({error.message})")
    if done.entry is None:
        unsure = f"Harvest did not confirm that timer {entry.id} is running: check `hv status`"
        return Begun(EntryState.CREATED, entry, unsure)
    return Begun(EntryState.CREATED, done.entry)


def _hours_later(context: Context, entry: TimeEntry, wanted: Beginning) -> Begun:
    try:
        writes.stop(context, entry.id)
        changed = writes.update(context, entry.id, EntryChange(hours=hours_of(wanted.lead)))
    except HvError as error:
        mend = f"Timer {entry.id} lacks its hours: `hv edit {entry.id} --hours …` ({error.message})"
        return Begun(EntryState.CREATED, entry, mend)
    return _restarted(context, changed.entry or entry)
