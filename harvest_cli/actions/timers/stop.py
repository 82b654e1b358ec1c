"""`hv stop`: my timer, now or at the moment that was meant; never anybody else's."""

from datetime import timedelta

from harvest_cli.actions.day.clock import by_times, moment_text, stopped_at
from harvest_cli.actions.day.status_cache import StatusCache
from harvest_cli.actions.entries.change import carry, planned, previewed
from harvest_cli.actions.entries.results import LoggedEntry, TimerEvent, TimerResult
from harvest_cli.actions.outbox.create import send_kept
from harvest_cli.actions.outbox.delivery import ANOTHER
from harvest_cli.actions.outbox.intent import Intent
from harvest_cli.actions.outbox.pending import (
    PendingTimer,
    end_pending,
    finished_entry,
    pending_start,
    running_entry,
    timer_of,
)
from harvest_cli.actions.outbox.row_facts import EventKind, WriteResult, entry_state
from harvest_cli.actions.resolve.clock_times import say_doubts_of
from harvest_cli.actions.resolve.flags import day_typed
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.timers.ending import (
    Ending,
    StopFlags,
    Stopping,
    StopPlan,
    ending_of,
    own_end,
)
from harvest_cli.actions.timers.stop_end import carry_stop, ending_to, keep_stop
from harvest_cli.actions.timers.stop_which import (
    asked_if_forgotten,
    correction,
    ended_here,
    found_out,
    last_known_timer,
    timer_at,
    which_timer,
)
from harvest_cli.actions.timers.switch import foreseen_stop, timer_result
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.errors import (
    HvError,
    NotFound,
    NotLoggedIn,
    Refused,
    SentenceError,
    Unreachable,
    UsageError,
)
from harvest_cli.language.days.relative import read_date
from harvest_cli.language.sentence.stop import StopReading, parse_stop, without_slips
from harvest_cli.language.text.readings import Inference
from harvest_cli.local.outbox.progress import left_last
from harvest_cli.local.outbox.row import WAITING, Row, State, unpack_entry, unpack_new

NO_FLAGS = StopFlags()


def stop_timer(
    context: Context, text: str, flags: StopFlags = NO_FLAGS, *, dry_run: bool = False
) -> TimerResult:
    """Stop my timer; raises NotFound when none runs, UsageError for a moment that cannot be."""
    reading = parse_stop(text, context.now, context.conventions)
    try:
        return _stop(context, reading, flags, dry_run=dry_run)
    except (NotFound, SentenceError):
        if not reading.reference:
            raise
        again = without_slips(text, context.now, context.conventions)
        if again is None:
            raise
        return _stop(context, again, flags, dry_run=dry_run)


def _stop(
    context: Context, reading: StopReading, flags: StopFlags, *, dry_run: bool
) -> TimerResult:
    here = not (reading.reference or dry_run)
    pending = pending_start(context) if here else None
    if pending is not None and (ended := _stop_here(context, reading, flags, pending)):
        return ended
    if here and (first := _kept_first(context, reading, flags)):
        return _behind_others(context, *first)
    context.drain()
    try:
        wanted = which_timer(context, reading)
    except NotFound as missing:
        if reading.reference:
            raise
        return _corrected(context, reading, flags, missing, dry_run=dry_run)
    plan = _planned(context, reading, flags, wanted, dry_run=dry_run)
    wanted, seen = plan.wanted, foreseen_stop(context, ending_to(plan))
    if dry_run:
        rows = [LoggedEntry(EntryState.PREVIEW, each) for each in seen.entries]
        return _turn(context, plan, rows, said=seen.said)._replace(requests=seen.requests)
    if until := ended_here(context, wanted.entry):
        message = f"That timer was stopped at {moment_text(context, until)}, which is pending"
        raise NotFound(message, code="no_timer", hint="`hv sync` sends it")
    return _carried(context, plan, keep_stop(context, plan))


def _planned(
    context: Context,
    reading: StopReading,
    flags: StopFlags,
    wanted: Stopping,
    *,
    dry_run: bool = False,
) -> StopPlan:
    """The stop with what a person chooses for a forgotten timer; raises UsageError for flags."""
    reading, wanted = asked_if_forgotten(context, reading, flags, wanted, dry_run=dry_run)
    return StopPlan(reading, _checked(context, flags, wanted), wanted)


def _kept_first(
    context: Context, reading: StopReading, flags: StopFlags
) -> tuple[StopPlan, Intent] | None:
    """A stop that is kept before what waits is sent, where it is known what it is of."""
    outbox, known = context.existing_outbox, StatusCache(context).fresh()
    timer = last_known_timer(context) if known is not None and len(known.entries) == 1 else None
    if outbox is None or not outbox.waiting() or timer is None or ended_here(context, timer):
        return None
    try:
        wanted = timer_at(context, reading, timer, asked=False)
    except UsageError:
        # It may be another by then.
        return None
    plan = _planned(context, reading, flags, wanted)
    foreseen_stop(context, ending_to(plan))
    return plan, keep_stop(context, plan, waits=True)


def _behind_others(context: Context, plan: StopPlan, intent: Intent) -> TimerResult:
    """Send a little of what waits, then the stop that is kept already."""
    context.drain()
    if intent.outbox is not None and not intent.reload():
        carried = WriteResult(EventKind.WAITS, State.UNKNOWN, text=ANOTHER)
        return _answer(context, plan, intent, carried)
    return _carried(context, plan, intent)


def _carried(context: Context, plan: StopPlan, intent: Intent) -> TimerResult:
    """Take a stop that is kept as far as it goes now, and tell how far that is."""
    carried = intent.carried(carry_stop)
    if _is_elsewhere(carried):
        wanted = found_out(context, plan.reading, plan.wanted, carried.failure)
        plan = plan._replace(wanted=wanted)
        intent = keep_stop(context, plan)
        carried = intent.carried(carry_stop)
    if carried.state == State.REJECTED and carried.entry is None and carried.failure:
        raise carried.failure
    return _answer(context, plan, intent, carried)


def _stop_here(
    context: Context, reading: StopReading, flags: StopFlags, pending: PendingTimer
) -> TimerResult | None:
    """The stop of a timer that waits here itself; None where it is on Harvest by now."""
    entry = running_entry(context, pending)
    wanted = timer_at(context, reading, entry, asked=False)
    plan = _planned(context, reading, flags, wanted)
    row = _end_here(context, pending, entry, plan)
    if row is None:
        return None
    context.drain()
    return _turn(context, plan, [_by_now(context, row)])


def _by_now(context: Context, ended: LoggedEntry) -> LoggedEntry:
    """A timer that was ended here, with what became of it since; raises Refused."""
    outbox = context.outbox
    row = outbox.get(ended.key) if outbox is not None else None
    if outbox is None or row is None:
        return ended
    if row.state == State.REJECTED:
        raise Refused(row.last_error or "Harvest refused it", hint="`hv outbox` shows it")
    if row.state in WAITING:
        return ended._replace(state=entry_state(row.state))
    StatusCache(context).learn([])
    number = row.entry_id or timer_of(row).told.get("now")
    left = left_last(outbox, number) if number else None
    return LoggedEntry(EntryState.CREATED, unpack_entry(left) if left else ended.entry)


def _corrected(
    context: Context, reading: StopReading, flags: StopFlags, missing: NotFound, *, dry_run: bool
) -> TimerResult:
    """Nothing runs: the last stop gets the end that is meant, where one was said."""
    if flags.on is not None:
        flags = flags._replace(day=read_date(flags.on, context.now, context.conventions))
    found = correction(context, reading, flags)
    if found is None:
        raise missing
    wanted, prepared = found
    changed = previewed(context, prepared) if dry_run else carry(context, prepared)
    row = LoggedEntry(changed.state, changed.after)
    context.warn("No timer is running: the one that was stopped last got another end")
    plan = StopPlan(reading, flags, wanted)
    return _turn(context, plan, [row])._replace(requests=changed.requests)


def _is_elsewhere(carried: WriteResult) -> bool:
    return (
        carried.state == State.REJECTED
        and carried.entry is None
        and isinstance(carried.failure, Refused | NotFound)
    )


def _answer(context: Context, plan: StopPlan, intent: Intent, carried: WriteResult) -> TimerResult:
    """What became of a stop: all of it, or what is still open."""
    ending = ending_of(intent.row, intent.told)
    plan = plan._replace(wanted=ending.wanted)
    if carried.state in WAITING and (
        isinstance(carried.failure, NotLoggedIn) or (intent.outbox is None and not carried.entry)
    ):
        raise carried.failure or Unreachable(carried.text)
    if carried.entry is None or carried.state in WAITING:
        StatusCache(context).mark_stale()
        row = LoggedEntry(carried.shown_state, _meant(ending, carried), key=intent.row.key)
        return _turn(context, plan, [row])
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
    return _turn(context, plan, rows, problem or None, said)


def _meant(ending: Ending, carried: WriteResult) -> TimeEntry:
    """The entry as it will be once what is open has arrived."""
    if carried.entry is None:
        unsure = carried.shown_state is EntryState.UNCONFIRMED
        return ending.wanted.entry if unsure else stopped_at(*ending.wanted[:2])
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
    return flags._replace(day=day_typed(context, flags.on))


def _end_here(
    context: Context, pending: PendingTimer, entry: TimeEntry, plan: StopPlan
) -> LoggedEntry | None:
    """Note the end of a timer that waits here itself; None where it is on Harvest by now."""
    reading, flags, wanted = plan
    day = flags.day.isoformat() if flags.day else None
    told = {"notes": reading.notes, "note": flags.note, "day": day, "split": flags.split}
    if not end_pending(context, pending, wanted.moment, told):
        return None
    ended = pending._replace(ended=wanted.moment, told={**pending.told, **told, "split": False})
    done = finished_entry(context, ended)
    shown = entry._replace(hours=done.hours, is_running=False, timer_started_at=None)
    return LoggedEntry(entry_state(pending.row.state), shown, key=pending.row.key)


def _turn(
    context: Context,
    plan: StopPlan,
    rows: list[LoggedEntry],
    problem: str | None = None,
    said: str | None = None,
) -> TimerResult:
    for row in rows:
        say_doubts_of(context, row.entry)
    reading, wanted = plan.reading, plan.wanted
    until, inferences = wanted.moment, [*reading.inferences]
    if reading.off and by_times(context, wanted.entry):
        inferences = [_off_the_end(each) for each in inferences]
    else:
        # The hours are less, and the end is the one that was said.
        until += timedelta(minutes=reading.off)
    inferences += [Inference("round", said)] if said else []
    return timer_result(context, TimerEvent.STOPPED, reading.text, rows)._replace(
        until=None if reading.is_now else until, inferences=tuple(inferences), unfinished=problem
    )


def _off_the_end(said: Inference) -> Inference:
    """Where Harvest counts from start to end, a break that is told moves the end."""
    return said._replace(text=f"{said.text} the end") if said.kind == "break" else said
