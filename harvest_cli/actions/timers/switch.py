"""Making a timer run that has run for a while already, and ending what runs at the moment meant.

Accounts that track times are told the start. Accounts that track hours get the hours so far as a
stopped entry, which is then restarted (Harvest docs, Time Entries). Harvest stops the running timer
of a person when another starts, and its answer does not say so.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from harvest_cli.actions.day.clock import (
    banked,
    by_times,
    clock_error,
    elapsed,
    hours_at,
    hours_of,
    moment_text,
    running_now,
    stopped_at,
    true_now,
    wall_time,
)
from harvest_cli.actions.day.status_cache import StatusCache
from harvest_cli.actions.entries.change import planned
from harvest_cli.actions.entries.results import DayTotal, LoggedEntry, TimerEvent, TimerResult
from harvest_cli.actions.outbox.create import confirm_repeat, create_entry
from harvest_cli.actions.outbox.enqueue import Wish
from harvest_cli.actions.outbox.intent import Intent, held
from harvest_cli.actions.outbox.row_facts import WriteResult
from harvest_cli.actions.outbox.writes import running_entries, write
from harvest_cli.actions.session import dry_run
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.timers.ending import (
    Ending,
    Stopping,
    as_meant,
    later_parts,
    own_end,
    settled,
    true_begin,
)
from harvest_cli.actions.timers.going import carry_start
from harvest_cli.actions.timers.stop_end import carry_stop
from harvest_cli.actions.timers.timeline import noted_others, waiting_starts
from harvest_cli.domain.entries import EntryState, NewEntry, TimeEntry
from harvest_cli.domain.errors import HvError, NotLoggedIn, Unreachable, UsageError
from harvest_cli.domain.hours import FULL_DAY, ZERO, as_clock
from harvest_cli.domain.records import NamedTuple
from harvest_cli.harvest.wire.write import UNSET, EntryChange
from harvest_cli.local.outbox.journal import Deed
from harvest_cli.local.outbox.row import WAITING, Row, State, unpack_entry


class Beginning(NamedTuple):
    """A timer to start; `lead` is how long it has run already.

    `by_clock` when that came from a time of day, which our clock may tell wrongly.
    """

    new: NewEntry
    lead: timedelta = timedelta(0)
    by_clock: bool = False


class Begun(NamedTuple):
    """What became of it; `unfinished` tells what is missing and how to mend it.

    `rows` are the ends of what ran before, kept and not yet sent.
    """

    state: EntryState
    entry: TimeEntry | None = None
    unfinished: str | None = None
    rows: tuple[Row, ...] = ()


def begin(
    context: Context,
    wanted: Beginning,
    running: tuple[TimeEntry, ...] = (),
    unknown: HvError | None = None,
) -> Begun:
    """Start the timer; raises HvError when it is certain that nothing was created.

    `running` are the timers that it ends, at its own beginning or where one that waits began.
    One that began earlier is kept until those are known which are `unknown` now.
    """
    confirm_repeat(context, wanted.new, "started", "Start")
    new, began = first_of(context, wanted), context.now.astimezone(UTC) - wanted.lead
    # The instant at which it is to have begun, should the start reach Harvest late.
    base: dict[str, object] = {"began": began.timestamp()}
    if not (hours_of(wanted.lead) or waiting_starts(context.existing_outbox)):
        sent = create_entry(context, Wish(new, base=base))
        true_now(context)
        return Begun(sent.state, sent.entry)
    base["others"] = noted_others(context, running)
    later = unknown if hours_of(wanted.lead) else None
    sent = create_entry(context, Wish(new, base=base), goes_on=True, later=later)
    true_now(context)
    if sent.entry is None or sent.row is None:
        return Begun(sent.state)
    context.account.remember(sent.entry)
    intent = Intent(context, context.outbox, sent.row, fresh=True)
    error = clock_error(context)
    if error and not wanted.by_clock:
        # So long ago is counted by Harvest's clock.
        intent.record({"began": float(str(base["began"])) + error.total_seconds()})
    return _begun(intent, carry_start(intent, sent.entry))


def _begun(intent: Intent, carried: WriteResult) -> Begun:
    entry = carried.entry
    if isinstance(carried.failure, NotLoggedIn):
        raise carried.failure
    lost = intent.outbox is None and carried.state in WAITING
    if entry is not None and (lost or carried.state == State.REJECTED):
        held, why = entry.hours or ZERO, carried.text
        mend = f"{held} h are logged, but the timer is not running: `hv restart {entry.id}` ({why})"
        return Begun(EntryState.CREATED, entry, mend)
    left = carried.text if carried.state == State.DONE else None
    return Begun(carried.shown_state, entry, left or None, carried.rows)


def first_of(context: Context, wanted: Beginning) -> NewEntry:
    """What is sent first; a timer of an account of hours is restarted after that."""
    if not hours_of(wanted.lead):
        return wanted.new
    if context.account.data.company.wants_timestamp_timers is False:
        return wanted.new._replace(hours=hours_of(wanted.lead))
    began = context.now.astimezone(UTC) - wanted.lead
    return wanted.new._replace(started_time=wall_time(context, began))


class Others(NamedTuple):
    """My timers that run before a start; afterwards, `stopped` holds how they ended.

    `asked` when Harvest told of them just now, `unknown` why it could not be asked.
    """

    running: tuple[TimeEntry, ...] = ()
    stopped: tuple[TimeEntry, ...] = ()
    unfinished: str | None = None
    asked: bool = False
    waits: bool = False
    unknown: Unreachable | None = None


def others_now(context: Context) -> Others:
    """What runs now: from what is known lately, else asked."""
    known = StatusCache(context).fresh()
    if known is not None and known.fresh:
        return Others(known.entries)
    try:
        return Others(running_entries(context), asked=True)
    except Unreachable as failure:
        # What a start stops cannot be named then; one that began earlier waits for the answer.
        return Others(unknown=failure)


def refuse_later_timers(context: Context, others: Others, began: datetime | None) -> None:
    """A start may not lie before the start of what runs: raises UsageError, nothing is sent."""
    for entry in others.running:
        since = StatusCache(context).began(entry)
        if began is not None and since is not None and began < since:
            at = moment_text(context, since)
            message = (
                f"{entry.project.name} › {entry.task.name} has been running since {at}, "
                f"which is after {moment_text(context, began)}"
            )
            hint = f"Start at {at} or later, or change that entry first: `hv edit running`"
            raise UsageError(message, code="invalid_time", hint=hint)


def switched(context: Context, others: Others, begun: Begun, began: datetime | None) -> Others:
    """How the others ended, at a backdated start too; what runs now is kept."""
    if begun.entry is None or begun.state is not EntryState.CREATED:
        StatusCache(context).mark_stale()
        return others
    # A backdated start does not say when Harvest stopped the others: that was just now.
    now = (None if began or begun.rows else begun.entry.timer_started_at) or true_now(context)
    ends = {unpack_entry(row.base_json or "{}").id: row for row in begun.rows}
    ended, problems, waits = [], [], False
    for entry in others.running:
        if entry.id == begun.entry.id:
            continue
        final = entry._replace(
            hours=hours_at(entry, now, context.now),
            is_running=False,
            timer_started_at=None,
            ended_time=wall_time(context, now) if _by_times(context) else None,
        )
        if entry.id in ends:
            final, problem, open_ = _ended_at(context, ends[entry.id], final)
            problems += [problem] if problem else []
            waits |= open_
        else:
            before = entry._replace(hours_without_timer=banked(entry, context.now))
            write(context, Deed.ENDED, entry.id, before, final)
        context.account.remember(final)
        # An account of hours forgets the clock time of a timer that has ended.
        ended.append(final if _by_times(context) else final._replace(started_time=None))
    context.account.remember(begun.entry)
    known = StatusCache(context)
    known.save([begun.entry] if begun.entry.is_running else [], **known.since(began))
    unfinished = problems[0] if problems else None
    return Others(others.running, tuple(ended), unfinished, waits=waits or others.waits)


def _by_times(context: Context) -> bool:
    return context.account.data.company.wants_timestamp_timers is True


def _ended_at(context: Context, row: Row, final: TimeEntry) -> tuple[TimeEntry, str | None, bool]:
    """A timer that a backdated start ended, with its end; what is in the way, and if it waits."""
    intent = held(context, row)
    if intent is None:
        return final, None, True
    carried = carry_stop(intent, final)
    if carried.state == State.DONE:
        return carried.entry or final, None, False
    told = f"Entry {final.id} was stopped just now, not when the other one began"
    if carried.state in WAITING and intent.outbox is not None:
        return final, f"{told}: {carried.text}; `hv sync` corrects it", True
    fix = f"fix it with `hv edit {final.id} --hours …`"
    return final, f"{told}: {carried.text}; {fix}", False


def timer_result(
    context: Context,
    event: TimerEvent,
    text: str,
    rows: Sequence[LoggedEntry],
    others: Others | None = None,
) -> TimerResult:
    """The answer of a command that started or stopped a timer, and ended `others`."""
    others = others or Others()
    return TimerResult(
        event,
        text,
        tuple(rows),
        others.stopped,
        days=days_of(context, [*(row.entry for row in rows), *others.stopped]),
        warnings=context.take_warnings(),
        unfinished=others.unfinished,
        today=context.today,
        zone=context.zone,
        profile=context.shown_profile,
        waits=others.waits,
    )


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
        totals.append(DayTotal(day, hours, context.targets.due(day)))
    return tuple(totals)


# -- what is foreseen ------------------------------------------------------------------------------


NEW = "{id}"
"""Stands for the number that Harvest will give."""


class Foreseen(NamedTuple):
    """Entries as they will be, the requests in their order, and what is to be said of the end."""

    entries: tuple[TimeEntry, ...] = ()
    requests: tuple[dry_run.WouldSend, ...] = ()
    said: str | None = None


def foreseen_stop(context: Context, ending: Ending, *, live: bool = True) -> Foreseen:
    """A stop: the entry with the end that is meant, and its parts on later days.

    A timer that a start ends is not `live`; Harvest stops that one itself. Raises UsageError for
    more than Harvest lets an entry have.
    """
    running = ending.wanted.entry
    stopped = stopped_now(context, running)
    ending = as_meant(context, ending._replace(stopped=stopped), live=live)
    entry, requests = stopped, [dry_run.stop(running.id)] if live else []
    if ending.change is not None:
        _refuse_beyond_a_day(ending, ending.change)
        entry = _with_end(context, ending, stopped, ending.change)
        requests.append(dry_run.change(context, running.id, ending.change))
    news: list[NewEntry] = []
    if ending.split:
        wanted = ending.wanted
        end = own_end(context, wanted.entry, wanted.moment, wanted.begun)
        news = list(later_parts(context, entry, end, wanted.moment))
    parts = (_part_of(context, entry, new) for new in news)
    creates = dry_run.creates(context, news)
    return Foreseen((entry, *parts), (*requests, *creates), ending.said)


def _refuse_beyond_a_day(ending: Ending, change: EntryChange) -> None:
    """Raise UsageError where the end that was meant takes more than a day, before a request."""
    hours, entry = change.hours, ending.wanted.entry
    if not isinstance(hours, Decimal) or hours <= FULL_DAY:
        return
    name = f"{entry.project.name} › {entry.task.name}"
    message = f"{name} would have {as_clock(hours)}, and an entry can have at most 24 hours"
    parts = "`hv stop --split` gives each day its own part"
    hint = "Stop it earlier, like `hv stop at 18:00 yesterday`" if ending.split else parts
    raise UsageError(message, code="invalid_duration", hint=hint)


def stopped_now(context: Context, running: TimeEntry) -> TimeEntry:
    """A running entry as Harvest leaves it when it is stopped now."""
    timed = by_times(context, running)
    return stopped_at(running, context.now)._replace(
        started_time=running.started_time if timed else None,
        ended_time=wall_time(context, context.now) if timed else None,
    )


def _with_end(
    context: Context, ending: Ending, stopped: TimeEntry, change: EntryChange
) -> TimeEntry:
    entry, begun = planned(stopped, change), ending.wanted.begun
    if change.ended_time is UNSET or change.hours is not UNSET or begun is None:
        return entry
    wanted = ending.wanted
    end = own_end(context, wanted.entry, wanted.moment, begun) if ending.split else wanted.moment
    return entry._replace(hours=hours_of(elapsed(begun, end)))


def _part_of(context: Context, entry: TimeEntry, new: NewEntry) -> TimeEntry:
    timed = by_times(context, entry)
    return entry._replace(
        id=0,
        spent_date=new.spent_date,
        hours=new.hours,
        started_time=new.started_time if timed else None,
        ended_time=new.ended_time if timed else None,
    )


def foreseen_start(context: Context, wanted: Beginning, running: Sequence[TimeEntry]) -> Foreseen:
    """A start: its requests, and how what runs ends: at the start's own beginning."""
    lead = hours_of(wanted.lead)
    requests = dry_run.creates(context, [first_of(context, wanted)])
    if lead and context.account.data.company.wants_timestamp_timers is False:
        requests = (*requests, dry_run.restart(NEW))
    if not lead:
        return Foreseen(tuple(stopped_now(context, each) for each in running), requests)
    began = context.now.astimezone(UTC) - wanted.lead
    ends = [_ended(context, each, began) for each in running]
    entries = tuple(end.entries[0] for end in ends)
    return Foreseen(entries, (*requests, *(each for end in ends for each in end.requests)))


def _ended(context: Context, running: TimeEntry, began: datetime) -> Foreseen:
    stop = Stopping(settled(running, context.now), began, True, true_begin(context, running))
    return foreseen_stop(context, Ending(stop, ended=True), live=False)


def began_on_clock(context: Context, entry: TimeEntry, wanted: Beginning) -> TimeEntry:
    """A timer to come, with the clock time at which an account of times lets it begin."""
    if not context.account.data.company.wants_timestamp_timers:
        return entry
    return entry._replace(started_time=wall_time(context, context.now - wanted.lead))
