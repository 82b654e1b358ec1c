"""Making a timer run that has run for a while already, in either of Harvest's two ways.

Accounts that track times are told the start. Accounts that track hours get the hours so far as a
stopped entry, which is then restarted (Harvest docs, Time Entries).

Harvest stops the running timer of a person when another starts, and its answer does not say so.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from harvest_cli.actions.day.clock import (
    banked,
    clock_error,
    elapsed,
    harvest_zone,
    hours_at,
    hours_of,
    moment_text,
    running_now,
    true_now,
    wall_time,
)
from harvest_cli.actions.day.status_cache import StatusCache
from harvest_cli.actions.day.targets import target_of
from harvest_cli.actions.entries.results import DayTotal
from harvest_cli.actions.outbox import writes
from harvest_cli.actions.outbox.create import confirm_repeat, create_entry
from harvest_cli.actions.outbox.row_facts import CreateResult
from harvest_cli.actions.outbox.writes import running_entries, write
from harvest_cli.actions.session import dry_run
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.timers.end_change import corrected
from harvest_cli.domain.entries import EntryState, ExternalReference, NewEntry, TimeEntry
from harvest_cli.domain.errors import HvError, Unreachable, UsageError
from harvest_cli.domain.hours import ZERO, clock_text
from harvest_cli.harvest.wire.write import EntryChange
from harvest_cli.local.outbox.journal import Deed

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


class Others(NamedTuple):
    """My timers that run before a start; afterwards, `stopped` holds how they ended.

    `asked` when Harvest told of them just now.
    """

    running: tuple[TimeEntry, ...] = ()
    stopped: tuple[TimeEntry, ...] = ()
    unfinished: str | None = None
    asked: bool = False


def others_now(context: Context) -> Others:
    """What runs now: from what is known lately, else asked."""
    known = StatusCache(context).fresh()
    if known is not None and known.fresh:
        return Others(known.entries)
    try:
        return Others(running_entries(context), asked=True)
    except Unreachable:
        # The start itself will tell; what it stops cannot be named then.
        return Others()


def refuse_later_timers(context: Context, others: Others, began: datetime | None) -> None:
    """A start may not lie before the start of what runs: raises UsageError, nothing is sent."""
    for entry in others.running:
        since = StatusCache(context).began(entry)
        if began is not None and since is not None and began < since:
            at = moment_text(context, since)
            message = (
                f"{entry.project.name} › {entry.task.name} runs since {at}, "
                f"which is after {moment_text(context, began)}"
            )
            hint = f"Start at {at} or later, or change that entry first: `hv edit running`"
            raise UsageError(message, code="invalid_time", hint=hint)


def switched(context: Context, others: Others, begun: Begun, began: datetime | None) -> Others:
    """How the others ended, at a backdated start too; what runs now is kept."""
    if begun.entry is None:
        StatusCache(context).mark_stale()
        return others
    # A backdated start does not say when Harvest stopped the others: that was just now.
    now = (None if began else begun.entry.timer_started_at) or true_now(context)
    ended, problems = [], []
    for entry in others.running:
        if entry.id == begun.entry.id:
            continue
        final = entry._replace(
            hours=hours_at(entry, now, context.now),
            is_running=False,
            timer_started_at=None,
            ended_time=wall_time(context, now) if _by_times(context) else None,
        )
        # The deed is written before the end is corrected, which then becomes a part of it.
        before = entry._replace(hours_without_timer=banked(entry, context.now))
        write(context, Deed.ENDED, entry.id, before, final)
        if began is not None:
            final, problem = _ended_at(context, entry, final, began)
            problems += [problem] if problem else []
        context.account.remember(final)
        ended.append(final)
    context.account.remember(begun.entry)
    StatusCache(context).save(
        [begun.entry] if begun.entry.is_running else [], **_since(context, began)
    )
    return Others(others.running, tuple(ended), problems[0] if problems else None)


def _since(context: Context, moment: datetime | None) -> dict[str, str]:
    """The start of a backdated timer, for the status file."""
    if moment is None:
        return {}
    clock = context.account.data.company.clock
    shown = clock_text(moment.astimezone(context.zone).time(), clock)
    return {"began_at": str(int(moment.timestamp())), "since": shown}


def _by_times(context: Context) -> bool:
    return context.account.data.company.wants_timestamp_timers is True


def _ended_at(
    context: Context, running: TimeEntry, final: TimeEntry, moment: datetime
) -> tuple[TimeEntry, str | None]:
    told = f"Entry {running.id} was stopped just now, not at {moment_text(context, moment)}"
    try:
        done = corrected(context, running, final, moment)
    except HvError as error:
        return final, f"{told}: {error.message}; fix it with `hv edit {running.id} --hours …`"
    if done.entry is None:
        return final, f"{told}, or Harvest did not confirm the change: check `hv entries`"
    return done.entry, None


def days_of(context: Context, entries: Sequence[TimeEntry]) -> tuple[DayTotal, ...]:
    """The totals of the days that these entries are on, the running part included."""
    days = sorted({entry.spent_date for entry in entries if entry.spent_date is not None})
    live = [running_now(e, context.now) for e in entries if e.is_running and e.id]
    extra = {entry.id: entry for entry in live}
    totals = []
    for day in days:
        hours = context.account.hours_on(day)
        for row in context.account.data.recent:
            if row.id in extra and row.spent_date == day:
                hours += (extra[row.id].hours or row.hours) - row.hours
        totals.append(DayTotal(day, hours, target_of(context, day)))
    return tuple(totals)
