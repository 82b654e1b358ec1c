"""`hv stop`: my timer, now or at the moment that was meant; never anybody else's."""

from datetime import UTC, datetime

from harvest_cli.actions.day.clock import elapsed, moment_text, running_now, true_now
from harvest_cli.actions.day.status_cache import StatusCache
from harvest_cli.actions.entries.reference import fitting, numbered, one_of
from harvest_cli.actions.entries.results import LoggedEntry, TimerEvent
from harvest_cli.actions.outbox import writes
from harvest_cli.actions.outbox.pending import pending_start
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.timers.end_change import own_end, true_begin
from harvest_cli.actions.timers.results import TimerResult
from harvest_cli.actions.timers.stop_end import (
    SLACK,
    StopFlags,
    Stopping,
    end_as_meant,
    end_here,
    entry_of,
    queue_stop,
    requests_of,
    unconfirmed_stop,
)
from harvest_cli.actions.timers.switch import days_of
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.errors import HvError, NotFound, Refused, UsageError
from harvest_cli.domain.hours import as_clock
from harvest_cli.language.days.relative import read_date
from harvest_cli.language.sentence.stop import StopReading, moments, parse_stop
from harvest_cli.language.text.readings import Inference

NO_FLAGS = StopFlags()


def stop_timer(
    context: Context,
    text: str,
    flags: StopFlags = NO_FLAGS,
    *,
    dry_run: bool = False,
) -> TimerResult:
    """Stop my timer; raises NotFound when none runs, UsageError for a moment that cannot be."""
    reading = parse_stop(text, context.now, context.conventions)
    pending = None if reading.reference or dry_run else pending_start(context)
    if pending is not None:
        entry = entry_of(context, pending)
        wanted = _at(context, reading, entry, asked=False)
        row = end_here(context, pending, entry, wanted, reading.notes)
        return _turn(context, reading, [row], wanted)
    wanted = _wanted(context, reading)
    flags = _checked(context, flags, wanted)
    if dry_run:
        entry = running_now(wanted.entry, wanted.moment)._replace(is_running=False)
        row = LoggedEntry(EntryState.PREVIEW, entry)
        # Harvest stops it now, whatever end is meant; that is mended then.
        stopped = running_now(wanted.entry, context.now)._replace(is_running=False)
        requests = requests_of(context, reading, flags, wanted, stopped)
        return _turn(context, reading, [row], wanted)._replace(requests=requests)
    try:
        done = writes.stop(context, wanted.entry.id, wanted.entry)
    except (Refused, NotFound):
        wanted = _found_out(context, reading, wanted)
        done = writes.stop(context, wanted.entry.id, wanted.entry)
    except HvError as failure:
        row = queue_stop(context, reading, wanted, failure)
        StatusCache(context).mark_stale()
        return _turn(context, reading, [row], wanted)
    if done.entry is None:
        row = unconfirmed_stop(context, reading, wanted)
        StatusCache(context).mark_stale()
        return _turn(context, reading, [row], wanted)
    ended = end_as_meant(context, reading, flags, wanted, done.entry)
    wanted = wanted._replace(moment=ended.moment)
    return _turn(context, reading, list(ended.rows), wanted, ended.problem, ended.said)


def _checked(context: Context, flags: StopFlags, wanted: Stopping) -> StopFlags:
    """The flags understood, before anything is sent; raises UsageError."""
    if flags.split:
        own_end(context, wanted.entry, wanted.moment)
    if flags.on is None:
        return flags

    def say(each: Inference) -> None:
        context.infer(each.short)

    return flags._replace(day=read_date(flags.on, context.now, context.conventions, say))


def _wanted(context: Context, reading: StopReading) -> Stopping:
    """Which timer, and when; everything that can be refused is refused here."""
    known = None if reading.reference else StatusCache(context).fresh()
    if known is not None and len(known.entries) == 1:
        return _at(context, reading, known.entries[0], asked=False)
    return _at(context, reading, _asked_for(context, reading), asked=True)


def _asked_for(context: Context, reading: StopReading) -> TimeEntry:
    running = writes.running_entries(context)
    if not running:
        StatusCache(context).save([])
        raise nothing_runs(context)
    reference = reading.reference.removeprefix("#")
    if reference in {"", "running"}:
        return running[0] if len(running) == 1 else one_of(context, running, "running")
    if reference.isdecimal():
        found = [entry for entry in running if entry.id == numbered(context, reference)]
    else:
        found = fitting(running, reference)
    if not found:
        message = f'No running timer of yours is "{reading.reference}"'
        raise NotFound(message, code="no_timer", hint="`hv status` shows the running timer")
    return one_of(context, found, reading.reference)


def nothing_runs(context: Context) -> NotFound:
    """What to say when there is nothing to stop: that, and what was tracked last."""
    recent = context.account.data.recent
    last = next((row for row in recent if row.spent_date <= context.today), None)
    rest = ""
    if last is not None:
        names = _names(context, last.project_id, last.task_id)
        rest = f"; the last entry is {as_clock(last.hours)} on {names}, "
        rest += day_text(last.spent_date, context.today)
    return NotFound(
        f"No timer is running{rest}", code="no_timer", hint="`hv restart` resumes the last entry"
    )


def _names(context: Context, project_id: int, task_id: int) -> str:
    assignment = context.account.data.assignment_of(project_id)
    if assignment is None:
        return "a deleted project"
    assigned = assignment.assigned(task_id)
    return " › ".join([assignment.project.name, *([assigned.task.name] if assigned else [])])


def _found_out(context: Context, reading: StopReading, guessed: Stopping) -> Stopping:
    """What was known is out of date, or Harvest refuses: ask once what runs."""
    if guessed.asked:
        raise
    StatusCache(context).forget()
    wanted = _at(context, reading, _asked_for(context, reading), asked=True)
    if wanted.entry.id == guessed.entry.id:
        raise
    context.warn("The timer that hv knew of was stopped elsewhere; this one is running now")
    return wanted


def _at(context: Context, reading: StopReading, entry: TimeEntry, *, asked: bool) -> Stopping:
    """The latest moment that the words can mean, after the start and not in the future."""
    now = true_now(context) if asked else context.now.astimezone(UTC)
    since = true_begin(context, entry)
    if reading.is_now:
        return Stopping(entry, now, asked, since)
    found = moments(reading, now.astimezone(context.zone), context.zone)
    past = [moment for moment in found if moment <= now + SLACK]
    after = [moment for moment in past if since is None or elapsed(since, moment) > -SLACK]
    if after:
        return Stopping(entry, min(after[0], now), asked, since)
    raise _impossible(context, found, past, since)


def _impossible(
    context: Context, found: list[datetime], past: list[datetime], since: datetime | None
) -> UsageError:
    code = "invalid_time"
    if not found:
        message = "That time does not exist on that day: the clocks go forward"
        return UsageError(message, code=code, hint="Give a time that exists on that day")
    if not past:
        typed, now = (moment_text(context, each) for each in (found[-1], context.now))
        message = f"{typed} is in the future: it is {now} now"
        return UsageError(message, code=code, hint="Give an earlier time")
    start = moment_text(context, since) if since else "later"
    message = f"{moment_text(context, past[0])} is before the timer started ({start})"
    return UsageError(message, code=code, hint=f"Give a time after {start}; nothing was stopped")


def _turn(
    context: Context,
    reading: StopReading,
    rows: list[LoggedEntry],
    wanted: Stopping,
    problem: str | None = None,
    said: str | None = None,
) -> TimerResult:
    return TimerResult(
        TimerEvent.STOPPED,
        reading.text,
        tuple(rows),
        until=None if reading.is_now else wanted.moment,
        days=days_of(context, [row.entry for row in rows]),
        inferences=(Inference("round", said),) if said else (),
        warnings=context.take_warnings(),
        unfinished=problem,
        today=context.today,
        zone=context.zone,
        profile=context.shown_profile,
    )
