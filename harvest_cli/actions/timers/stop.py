"""`hv stop`: my timer, now or at the moment that was meant; never anybody else's."""

from datetime import UTC, datetime, timedelta

from harvest_cli.actions.day.clock import elapsed, moment_text, running_now, true_now
from harvest_cli.actions.day.forgotten import forgotten, until_when
from harvest_cli.actions.day.status_cache import StatusCache
from harvest_cli.actions.entries.change import planned
from harvest_cli.actions.entries.doubts import say_doubts_of
from harvest_cli.actions.entries.reference import fitting, numbered, one_of
from harvest_cli.actions.entries.results import LoggedEntry, TimerEvent
from harvest_cli.actions.outbox import writes
from harvest_cli.actions.outbox.create import send_kept
from harvest_cli.actions.outbox.intent import Carried, Intent
from harvest_cli.actions.outbox.pending import (
    PendingTimer,
    end_pending,
    entry_from_ids,
    finished_entry,
    pending_start,
    stopped_here,
)
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.timers.correct import correction
from harvest_cli.actions.timers.end_change import own_end, true_begin
from harvest_cli.actions.timers.ending import (
    SLACK,
    Ending,
    StopFlags,
    Stopping,
    ending_of,
)
from harvest_cli.actions.timers.foreseen import Foreseen, foreseen_stop
from harvest_cli.actions.timers.last_known import last_known_timer
from harvest_cli.actions.timers.results import TimerResult
from harvest_cli.actions.timers.stop_end import carry_stop, ending_to, keep_stop
from harvest_cli.actions.timers.switch import days_of
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.errors import (
    ConfigurationError,
    HvError,
    NotFound,
    NotLoggedIn,
    Refused,
    Unreachable,
    UsageError,
)
from harvest_cli.domain.hours import as_clock
from harvest_cli.language.days.relative import read_date
from harvest_cli.language.sentence.stop import StopReading, moments, no_time, parse_stop
from harvest_cli.language.text.readings import Inference
from harvest_cli.local.outbox.row import WAITING, Row, State, unpack_new

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
    if pending is not None and (ended := _ended_here(context, reading, flags, pending)):
        return ended
    try:
        wanted = _wanted(context, reading)
    except NotFound as missing:
        if reading.reference:
            raise
        return _corrected(context, reading, flags, missing, dry_run=dry_run)
    reading, wanted = _asked_if_forgotten(context, reading, flags, wanted, dry_run=dry_run)
    flags = _checked(context, flags, wanted)
    seen = foreseen_stop(context, ending_to(reading, flags, wanted))
    if dry_run:
        return _previewed(context, reading, wanted, seen)
    if until := stopped_here(context, wanted.entry.id):
        message = f"That timer was stopped at {moment_text(context, until)}, which is pending"
        raise NotFound(message, code="no_timer", hint="`hv sync` sends it")
    intent, carried = _sent(context, reading, flags, wanted)
    if _is_elsewhere(carried):
        wanted = _found_out(context, reading, wanted, carried.failure)
        intent, carried = _sent(context, reading, flags, wanted)
    if carried.state == State.REJECTED and carried.entry is None and carried.failure:
        raise carried.failure
    return _answer(context, reading, intent, carried)


def _ended_here(
    context: Context, reading: StopReading, flags: StopFlags, pending: PendingTimer
) -> TimerResult | None:
    """The stop of a timer that waits here itself; None where it is on Harvest by now."""
    entry = _entry_of(context, pending)
    wanted = _at(context, reading, entry, asked=False)
    reading, wanted = _asked_if_forgotten(context, reading, flags, wanted, dry_run=False)
    flags = _checked(context, flags, wanted)
    row = _end_here(context, pending, entry, wanted, _told(reading, flags))
    return _turn(context, reading, [row], wanted) if row else None


def _previewed(
    context: Context, reading: StopReading, wanted: Stopping, seen: Foreseen
) -> TimerResult:
    rows = [LoggedEntry(EntryState.PREVIEW, each) for each in seen.entries]
    turn = _turn(context, reading, rows, wanted, said=seen.said)
    return turn._replace(requests=seen.requests)


def _asked_if_forgotten(
    context: Context, reading: StopReading, flags: StopFlags, wanted: Stopping, *, dry_run: bool
) -> tuple[StopReading, Stopping]:
    """The same, or what a person chooses for a timer that ran on unnoticed; raises for neither."""
    found = forgotten(context, wanted.entry, wanted.begun) if reading.is_now else None
    if found is None or flags.split or flags.on is not None:
        return reading, wanted
    words = until_when(context, found, "Nothing was stopped", ask=not dry_run)
    if not words:
        return reading, wanted
    then = parse_stop(words, context.now, context.conventions)
    reading = then._replace(notes=reading.notes)
    return reading, _at(context, reading, wanted.entry, asked=wanted.asked)


def _corrected(
    context: Context, reading: StopReading, flags: StopFlags, missing: NotFound, *, dry_run: bool
) -> TimerResult:
    """Nothing runs: the last stop gets the end that is meant, where one was said."""
    if flags.on is not None:
        flags = flags._replace(day=read_date(flags.on, context.now, context.conventions))
    found = correction(context, reading, flags)
    if found is None:
        raise missing
    changed = found.carried(context, dry_run=dry_run)
    row = LoggedEntry(changed.state, changed.after)
    context.warn("No timer runs: the one that was stopped last got another end")
    return _turn(context, reading, [row], found.wanted)._replace(requests=changed.requests)


def _sent(
    context: Context, reading: StopReading, flags: StopFlags, wanted: Stopping
) -> tuple[Intent, Carried]:
    intent = keep_stop(context, reading, flags, wanted)
    try:
        return intent, carry_stop(intent)
    except ConfigurationError:
        intent.forget()
        raise


def _is_elsewhere(carried: Carried) -> bool:
    return carried.entry is None and isinstance(carried.failure, Refused | NotFound)


def _answer(
    context: Context, reading: StopReading, intent: Intent, carried: Carried
) -> TimerResult:
    """What became of a stop: all of it, or what is still open."""
    ending = ending_of(intent.row, intent.told)
    if carried.state in WAITING and (
        isinstance(carried.failure, NotLoggedIn) or (intent.outbox is None and not carried.entry)
    ):
        raise carried.failure or Unreachable(carried.text)
    if carried.entry is None or carried.state in WAITING:
        StatusCache(context).mark_stale()
        row = LoggedEntry(carried.shown_state, _meant(ending, carried), key=intent.row.key)
        return _turn(context, reading, [row], ending.wanted)
    StatusCache(context).save([])
    rows, problem = [LoggedEntry(carried.shown_state, carried.entry)], carried.text
    if carried.state == State.REJECTED:
        problem = f"It was stopped just now, but not changed: {carried.text}"
    for part in carried.rows:
        try:
            rows.append(_part(context, intent, part, carried.entry))
        except HvError as error:
            problem = problem or f"The part of {part.spent_date} is missing: {error.message}"
    StatusCache(context).save([])
    said = None if problem else ending.said
    return _turn(context, reading, rows, ending.wanted, problem or None, said)


def _meant(ending: Ending, carried: Carried) -> TimeEntry:
    """The entry as it will be once what is open has arrived."""
    if carried.entry is None:
        entry = running_now(ending.wanted.entry, ending.wanted.moment)
        if carried.shown_state is EntryState.UNCONFIRMED:
            return ending.wanted.entry
        return entry._replace(is_running=False, timer_started_at=None)
    return planned(carried.entry, ending.change) if ending.change else carried.entry


def _part(context: Context, intent: Intent, row: Row, entry: TimeEntry) -> LoggedEntry:
    """A later day's part, sent now."""
    sent = send_kept(context, intent.outbox, row)
    if sent.entry is not None:
        context.account.remember(sent.entry)
        return LoggedEntry(EntryState.CREATED, sent.entry)
    new = unpack_new(row.body_json)
    shown = entry._replace(id=0, spent_date=new.spent_date, hours=new.hours)
    return LoggedEntry(sent.state, shown, key=row.key)


def _checked(context: Context, flags: StopFlags, wanted: Stopping) -> StopFlags:
    """The flags understood, before anything is sent; raises UsageError."""
    if flags.split:
        own_end(context, wanted.entry, wanted.moment, wanted.begun)
    if flags.on is None:
        return flags

    def say(each: Inference) -> None:
        context.infer(each.short)

    return flags._replace(day=read_date(flags.on, context.now, context.conventions, say))


def _wanted(context: Context, reading: StopReading) -> Stopping:
    """Which timer, and when; everything that can be refused is refused here."""
    known = None if reading.reference else StatusCache(context).fresh()
    if known is not None and len(known.entries) == 1 and (timer := last_known_timer(context)):
        return _at(context, reading, timer, asked=False)
    try:
        return _at(context, reading, _asked_for(context, reading), asked=True)
    except Unreachable:
        # However long ago Harvest told of it: a stop that is kept is looked at before it is sent.
        timer = None if reading.reference else last_known_timer(context)
        if timer is None or context.outbox is None:
            raise
        return _at(context, reading, timer, asked=False)


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
    if not found and reading.doubt is not None:
        raise no_time(reading)
    if not found:
        message = f'No running timer of yours is "{reading.reference}"'
        hint = "`hv status` shows the running timer; notes stand behind a colon"
        raise NotFound(message, code="no_timer", hint=hint)
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


def _found_out(
    context: Context, reading: StopReading, guessed: Stopping, failure: HvError | None
) -> Stopping:
    """What was known is out of date, or Harvest refuses: ask once what runs."""
    refused = failure or Unreachable("Harvest gave no clear answer")
    if guessed.asked:
        raise refused
    StatusCache(context).forget()
    wanted = _at(context, reading, _asked_for(context, reading), asked=True)
    if wanted.entry.id == guessed.entry.id:
        raise refused
    context.warn("The timer that hv knew of was stopped elsewhere; this one is running now")
    return wanted


def _at(context: Context, reading: StopReading, entry: TimeEntry, *, asked: bool) -> Stopping:
    """The latest moment that the words can mean, after the start and not in the future."""
    now = true_now(context) if asked else context.now.astimezone(UTC)
    since = true_begin(context, entry)
    if reading.is_now:
        return Stopping(entry, now, asked, since)
    if reading.after is not None and since is not None:
        found = [since.astimezone(UTC) + timedelta(minutes=reading.after - reading.off)]
    else:
        found = moments(reading, now.astimezone(context.zone), context.zone)
    past = [moment for moment in found if moment <= now + SLACK]
    after = [moment for moment in past if since is None or elapsed(since, moment) > -SLACK]
    if after:
        return Stopping(entry, min(after[0], now), asked, since)
    raise _impossible(context, reading, found, past, since)


def _impossible(
    context: Context,
    reading: StopReading,
    found: list[datetime],
    past: list[datetime],
    since: datetime | None,
) -> UsageError:
    if not found:
        message = "That time does not exist on that day: the clocks go forward"
        hint = "Give a time that exists on that day"
    elif not past:
        typed, now = (moment_text(context, each) for each in (found[-1], context.now))
        message, hint = f"{typed} is in the future: it is {now} now", "Give an earlier time"
    else:
        start = moment_text(context, since) if since else "later"
        message = f"{moment_text(context, past[0])} is before the timer started ({start})"
        hint = f"Give a time after {start}; nothing was stopped"
    text, span = reading.text, (0, len(reading.spoken)) if reading.spoken else None
    return UsageError(message, code="invalid_time", hint=hint, text=text, span=span)


def _entry_of(context: Context, pending: PendingTimer) -> TimeEntry:
    """A timer that waits here, as it would look on Harvest."""
    new = pending.new
    entry = entry_from_ids(context, new.spent_date, new.project_id, new.task_id)
    return entry._replace(notes=new.notes, is_running=True, timer_started_at=pending.began)


def _told(reading: StopReading, flags: StopFlags) -> dict[str, object]:
    """What a stop says beside its moment."""
    day = flags.day.isoformat() if flags.day else None
    return {"notes": reading.notes, "note": flags.note, "day": day, "split": flags.split}


def _end_here(
    context: Context,
    pending: PendingTimer,
    entry: TimeEntry,
    wanted: Stopping,
    told: dict[str, object],
) -> LoggedEntry | None:
    """Note the end of a timer that waits here itself; None where it is on Harvest by now."""
    if not end_pending(context, pending, wanted.moment, told):
        return None
    ended = pending._replace(ended=wanted.moment, told={**pending.told, **told, "split": False})
    done = finished_entry(context, ended)
    unsure = pending.row.state != State.QUEUED
    state = EntryState.UNCONFIRMED if unsure else EntryState.QUEUED
    shown = entry._replace(hours=done.hours, is_running=False, timer_started_at=None)
    return LoggedEntry(state, shown, key=pending.row.key)


def _turn(
    context: Context,
    reading: StopReading,
    rows: list[LoggedEntry],
    wanted: Stopping,
    problem: str | None = None,
    said: str | None = None,
) -> TimerResult:
    for row in rows:
        say_doubts_of(context, row.entry)
    return TimerResult(
        TimerEvent.STOPPED,
        reading.text,
        tuple(rows),
        until=None if reading.is_now else wanted.moment,
        days=days_of(context, [row.entry for row in rows]),
        inferences=(*reading.inferences, *([Inference("round", said)] if said else [])),
        warnings=context.take_warnings(),
        unfinished=problem,
        today=context.today,
        zone=context.zone,
        profile=context.shown_profile,
    )
