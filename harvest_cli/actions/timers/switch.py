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
from harvest_cli.actions.outbox.writes import running_entries, write
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.timers.backdate import Begun
from harvest_cli.actions.timers.end_change import corrected
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import HvError, Unreachable, UsageError
from harvest_cli.domain.hours import clock_text
from harvest_cli.domain.records import NamedTuple
from harvest_cli.local.outbox.journal import Deed


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
