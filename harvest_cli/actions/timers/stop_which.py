"""Which timer a stop is of, and the moment that was meant: never anybody else's, none to come.

`hv stop at …` when nothing runs: the timer that hv stopped last gets the end that was meant.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta, tzinfo

from harvest_cli.actions.day.clock import banked, by_times, elapsed, moment_text, to_come, true_now
from harvest_cli.actions.day.forgotten import forgotten, until_when
from harvest_cli.actions.day.status_cache import StatusCache
from harvest_cli.actions.entries.change import Prepared, differences
from harvest_cli.actions.entries.reference import fitting, numbered, one_of
from harvest_cli.actions.outbox import writes
from harvest_cli.actions.outbox.history import STARTS, Written, changed_since, history, left_by
from harvest_cli.actions.outbox.pending import stopped_here
from harvest_cli.actions.outbox.row_facts import outbox_of
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.timers.ending import (
    SLACK,
    Ending,
    StopFlags,
    Stopping,
    as_meant,
    true_begin,
)
from harvest_cli.actions.timers.timeline import waiting_starts
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import HvError, NeedsDecision, NotFound, Unreachable, UsageError
from harvest_cli.domain.hours import ZERO, as_clock
from harvest_cli.harvest.wire.write import EntryChange
from harvest_cli.language.lengths.clock import EXISTING, on_clock
from harvest_cli.language.sentence.stop import StopReading, no_time, parse_stop
from harvest_cli.local.outbox.journal import Deed
from harvest_cli.local.outbox.progress import typed_at


def which_timer(context: Context, reading: StopReading) -> Stopping:
    """Which timer, and when; everything that can be refused is refused here."""
    known = None if reading.reference else StatusCache(context).fresh()
    if known is not None and len(known.entries) == 1 and (timer := last_known_timer(context)):
        return timer_at(context, reading, timer, asked=False)
    try:
        return timer_at(context, reading, _asked_for(context, reading), asked=True)
    except Unreachable:
        # However long ago Harvest told of it: a stop that is kept is looked at before it is sent.
        timer = None if reading.reference else last_known_timer(context)
        if timer is None or context.outbox is None:
            raise
        return timer_at(context, reading, timer, asked=False)


def _asked_for(context: Context, reading: StopReading) -> TimeEntry:
    running = writes.running_entries(context)
    if not running:
        StatusCache(context).save([])
        raise nothing_runs(context)
    if reading.loose is not None:
        called = [each for each in running if reading.reference.casefold() in _called(each)]
        if not called:
            raise reading.loose
        return one_of(context, called, reading.reference)
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
        message = f'No running timer matches "{reading.reference}"'
        hint = "`hv status` shows the running timer; notes stand behind a colon"
        raise NotFound(message, code="no_timer", hint=hint)
    return one_of(context, found, reading.reference)


def _called(entry: TimeEntry) -> set[str]:
    code = entry.project.code or ""
    return {name.casefold() for name in (code, entry.project.name, entry.task.name)}


def nothing_runs(context: Context) -> NotFound:
    """What to say when there is nothing to stop: that, and what was tracked last."""
    recent = context.account.data.recent
    last = next((row for row in recent if row.spent_date <= context.today), None)
    rest, hint = "", "`hv projects` lists what you can start, like `hv start NAME`"
    if last is not None:
        names = _names(context, last.project_id, last.task_id)
        rest = f"; the last entry is {as_clock(last.hours)} on {names}, "
        rest += day_text(last.spent_date, context.today)
        hint = "`hv restart` resumes the last entry"
    return NotFound(f"No timer is running{rest}", code="no_timer", hint=hint)


def _names(context: Context, project_id: int, task_id: int) -> str:
    assignment = context.account.data.assignment_of(project_id)
    if assignment is None:
        return "a deleted project"
    assigned = assignment.assigned(task_id)
    return " › ".join([assignment.project.name, *([assigned.task.name] if assigned else [])])


def found_out(
    context: Context, reading: StopReading, guessed: Stopping, failure: HvError | None
) -> Stopping:
    """What was known is out of date, or Harvest refuses: ask once what runs."""
    refused = failure or Unreachable("Harvest gave no clear answer")
    if guessed.asked:
        raise refused
    StatusCache(context).forget()
    wanted = timer_at(context, reading, _asked_for(context, reading), asked=True)
    if wanted.entry.id == guessed.entry.id:
        raise refused
    context.warn("The timer that hv knew of was stopped elsewhere; this one is running now")
    return wanted


def timer_at(context: Context, reading: StopReading, entry: TimeEntry, *, asked: bool) -> Stopping:
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
    text, span = reading.text, (0, len(reading.spoken)) if reading.spoken else None
    # Of a time alone the one of yesterday is hardly meant.
    later, midnight = (
        set(found).difference(past),
        datetime.combine(context.today, time.min, context.zone),
    )
    if not found:
        message = "That time does not exist on that day: the clocks go forward"
        hint = EXISTING
    elif later and not any(reading.day or each >= midnight for each in past):
        refused = to_come(context, moment_text(context, min(later)))
        refused.text, refused.span = text, span
        return refused
    else:
        start = moment_text(context, since) if since else "later"
        message = f"{moment_text(context, past[0])} is before the timer started ({start})"
        is_new = start == moment_text(context, context.now)
        hint = "`hv stop` ends it now" if is_new else f"Give a time after {start}"
        hint += "; nothing was stopped"
    return UsageError(message, code="invalid_time", hint=hint, text=text, span=span)


def asked_if_forgotten(
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
    return reading, timer_at(context, reading, wanted.entry, asked=wanted.asked)


def moments(reading: StopReading, now: datetime, zone: tzinfo) -> list[datetime]:
    """Every moment that the words can mean, latest first; those on other days only if named.

    Behind them what is meant instead, where none of them can be.

    Empty when the clocks skipped that time on that day. `now` is aware.
    """
    if reading.ago is not None:
        return [now.astimezone(UTC) - timedelta(minutes=reading.ago)]
    if reading.minutes is None:
        return [now.astimezone(UTC)]
    today = now.astimezone(zone).date()
    days = [reading.day] if reading.day else [today, today - timedelta(days=1)]
    options = [each for each in (reading.minutes, reading.also) if each is not None]
    instead = [reading.instead] if reading.instead is not None else []
    off = timedelta(minutes=reading.off)

    def found(minutes: Sequence[int]) -> list[datetime]:
        each = {m - off for on in days for minute in minutes for m in on_clock(on, minute, zone)}
        return sorted(each, reverse=True)

    return [*found(options), *found(instead)]


# -- while Harvest cannot be asked --------------------------------------------------------------

_DEEDS = 20
"""Deeds that are looked through."""


def last_known_timer(context: Context) -> TimeEntry | None:
    """The timer of Harvest's last answer, or what hv itself did about timers since that.

    A run that was killed behind its last request has not told the status cache. What ran before a
    start of hv's own runs no more.
    """
    heard = StatusCache(context).last_heard()
    entries = heard.entries if heard is not None else ()
    deeds = [each for each in history(context, _DEEDS) if heard is None or each.at > heard.at]
    since: dict[int, TimeEntry | None] = {}
    for each in deeds:
        since.setdefault(each.deed.entry_id, left_by(each))
    runs = {number for number, entry in since.items() if entry is not None and entry.is_running}
    last = next((it for it in deeds if it.deed.deed in STARTS and not it.deed.undone_at), None)
    if last is None:
        return next((each for each in entries if each.id not in since or each.id in runs), None)
    if last.deed.entry_id not in runs:
        return None
    # The status cache knows of a beginning before the timer's.
    return next((each for each in entries if each.id == last.deed.entry_id), last.entry)


def ended_here(context: Context, timer: TimeEntry) -> datetime | None:
    """When a timer of Harvest ended by a stop or a start that waits here; None where it runs."""
    since, starts = timer.timer_started_at, waiting_starts(context.existing_outbox, timer)
    ended = min((each for each in starts if since is None or each >= since), default=None)
    return stopped_here(context, timer.id) or ended


RIGHT_AFTER = timedelta(hours=24)
"""So long after a stop its end may be corrected in these words."""


def correction(
    context: Context, reading: StopReading, flags: StopFlags
) -> tuple[Stopping, Prepared] | None:
    """The last stop with another end, and what gives its entry that; None where there is none.

    Raises for a moment that cannot be.
    """
    stop = None if reading.is_now or reading.reference else _last_stop(context)
    if stop is None or stop.before is None:
        return None
    begun = _begun(context, stop.before)
    found = _meant_by(context, reading, begun, stop)
    now = _as_left(context, stop.entry)
    wanted = Stopping(stop.before, found, True, begun)
    ending = Ending(wanted, False, None, reading.notes, flags.note, flags.day)
    change = as_meant(context, ending._replace(stopped=now), live=False).change or EntryChange()
    return wanted, Prepared(now, change, differences(now, change))


def _begun(context: Context, ran: TimeEntry) -> datetime | None:
    """When the run began; of a backdated one the account of hours kept only how much it had."""
    begun = true_begin(context, ran)
    for each in history(context, _DEEDS):
        if each.deed.deed == Deed.STARTED and each.deed.entry_id == ran.id and begun:
            had = banked(each.entry, each.at) if not by_times(context, ran) else ZERO
            is_same = each.entry.timer_started_at == ran.timer_started_at
            return begun - timedelta(hours=float(had)) if is_same else begun
    return begun


def _last_stop(context: Context) -> Written | None:
    """The stop that was the last command, but for changes of it; with the entry as it was left."""
    if context.existing_outbox is None:
        return None
    found = [each for each in history(context, 9) if each.deed.undone_at is None]
    last = found[0] if found else None
    while found and last and _is_change_of(found[0], last):
        found.pop(0)
    if last is None or not found or found[0].deed.deed != Deed.STOPPED:
        return None
    stop = found[0]
    late = elapsed(stop.at, context.now) > RIGHT_AFTER
    is_same = stop.deed.entry_id == last.deed.entry_id
    return None if late or not is_same else stop._replace(after=last.entry)


def _is_change_of(each: Written, last: Written) -> bool:
    return each.deed.deed == Deed.EDITED and each.deed.entry_id == last.deed.entry_id


def _meant_by(
    context: Context, reading: StopReading, begun: datetime | None, stop: Written
) -> datetime:
    """The latest moment that the words mean, between the start of the timer and its stop."""
    now = context.now
    if reading.after is not None:
        found = [] if begun is None else [begun + timedelta(minutes=reading.after - reading.off)]
    else:
        found = moments(reading, now.astimezone(context.zone), context.zone)
    stopped = _typed(context, stop)
    ended = stopped + SLACK
    fits = [each for each in found if each <= ended and (begun is None or begun <= each)]
    if fits:
        return fits[0].astimezone(UTC)
    span = f"{moment_text(context, begun)} to " if begun else "until "
    message = f"The timer that was stopped last ran {span}{moment_text(context, stopped)}"
    raise UsageError(message, code="invalid_time", hint="Give a time in between")


def _typed(context: Context, stop: Written) -> datetime:
    """When a stop was typed: one that waited here was so before it was done."""
    if stop.deed.said_at is not None:
        return stop.at
    typed = typed_at(outbox_of(context)).get(stop.deed.run, stop.deed.at)
    return min(stop.at, datetime.fromtimestamp(typed, UTC))


def _as_left(context: Context, left: TimeEntry) -> TimeEntry:
    """The entry as Harvest holds it; raises where it is gone, runs again or was changed since."""
    try:
        now = context.client.time_entry(left.id)
    except NotFound:
        message = f"Entry {left.id} is gone: it was deleted elsewhere"
        raise NeedsDecision(message, code="changed_since", hint="Nothing was changed") from None
    changed = changed_since(left, now)
    if changed:
        message = f"Entry {left.id} was changed since: {'; '.join(changed.values())}"
        hint = f"`hv edit {left.id} until 17:00` changes it all the same"
        raise NeedsDecision(message, code="changed_since", hint=hint)
    return now
