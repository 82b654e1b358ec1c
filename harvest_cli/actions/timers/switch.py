"""Which timers a start ends, and making them end at the moment that was meant.

Harvest stops the running timer of a person when another starts, and its answer does not say so.
"""

from collections.abc import Sequence
from datetime import datetime

from harvest_cli.actions.day.clock import (
    banked,
    hours_at,
    moment_text,
    running_now,
    true_now,
    wall_time,
)
from harvest_cli.actions.day.status_cache import StatusCache
from harvest_cli.actions.day.targets import target_of
from harvest_cli.actions.entries.results import DayTotal
from harvest_cli.actions.outbox.intent import held
from harvest_cli.actions.outbox.writes import running_entries, write
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.timers.backdate import Begun
from harvest_cli.actions.timers.stop_end import carry_stop
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.errors import Unreachable, UsageError
from harvest_cli.domain.records import NamedTuple
from harvest_cli.local.outbox.journal import Deed
from harvest_cli.local.outbox.row import WAITING, Row, State, unpack_entry


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
                f"{entry.project.name} › {entry.task.name} runs since {at}, "
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
        return final, f"{told}: {carried.text}; `hv sync` mends it", True
    fix = f"fix it with `hv edit {final.id} --hours …`"
    return final, f"{told}: {carried.text}; {fix}", False


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
