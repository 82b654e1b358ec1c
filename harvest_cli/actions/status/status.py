"""`hv status`: what runs, today against its target, the week against its capacity.

Two requests at once: my entries of this week, and what runs, which may be of an earlier day. While
Harvest is out of reach, `offline_status` tells what is known without it.
"""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from harvest_cli.actions.day.balance_now import balance_now
from harvest_cli.actions.day.clock import hours_of, true_now
from harvest_cli.actions.day.forgotten import forgotten
from harvest_cli.actions.day.status_cache import StatusCache, total
from harvest_cli.actions.day.targets import (
    capacity_of,
    counts_today,
    done_at,
    glance_fields,
    holiday_of,
    rejected,
    target_of,
    week_so_far,
)
from harvest_cli.actions.outbox.pending import PendingWrite, pending_hours, pending_writes
from harvest_cli.actions.outbox.writes import running_entries
from harvest_cli.actions.session.account import entries_of, recent_of
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.status.answer import Status
from harvest_cli.actions.status.offline import offline_status
from harvest_cli.domain.days import Period
from harvest_cli.domain.entries import TimeEntry, listed_from
from harvest_cli.domain.errors import RateLimited, Unreachable
from harvest_cli.domain.hours import ZERO


def status(context: Context) -> Status:
    """Where the day stands: as Harvest tells it, else as far as hv knows it.

    Raises Unreachable or RateLimited where nothing is known either.
    """
    try:
        return live_status(context)
    except (Unreachable, RateLimited) as failure:
        return offline_status(context, failure)


def live_status(context: Context) -> Status:
    """Where the day stands, asked of Harvest now; what was learnt is kept for the prompt."""
    today = context.today
    week = week_so_far(context, today)
    me = context.account.data.user.id
    entries, running = context.client.both(
        lambda: entries_of(context.client, me, week.start, week.end),
        lambda: running_entries(context),
    )
    true_now(context)
    todays = [entry for entry in entries if entry.spent_date == today]
    todays.sort(key=listed_from(today, context.now))
    hours, of_week = total(todays), total(entries)
    _learn(context, week, entries)
    waits = _apart_from(pending_writes(context), (*entries, *running))
    on_top = pending_hours(waits, today, today)
    found = Status(
        now=context.now,
        running=running,
        entries=tuple(todays),
        total=hours,
        target=target_of(context, today),
        week=of_week,
        week_from=week.start,
        capacity=capacity_of(context),
        done_at=done_at(context, context.now, hours + on_top, running),
        counts_today=counts_today(context, running, context.now),
        waiting=waits,
        forgotten=tuple(filter(None, (forgotten(context, entry) for entry in running))),
        rejected=rejected(context),
        holiday=holiday_of(context, today),
        balance=balance_now(context, hours),
    )
    kept(context, found)
    return found


def _apart_from(
    waits: Sequence[PendingWrite], held: Sequence[TimeEntry]
) -> tuple[PendingWrite, ...]:
    """What waits, without the entries that Harvest has already: a stop waits, its timer counts."""
    ids = {entry.id for entry in held}
    return tuple(
        each._replace(entry=None) if each.entry is not None and each.entry.id in ids else each
        for each in waits
    )


def kept(context: Context, found: Status) -> dict[str, str]:
    """Keep a status for the prompt; gives back what was kept."""
    week = found.week if found.week is not None else found.total
    told = glance_fields(context, found.running, context.now, found.total, week)
    return StatusCache(context).save(found.running, **told)


def _learn(context: Context, week: Period, entries: Sequence[TimeEntry]) -> None:
    """Take over what was entered, changed or deleted elsewhere this week."""
    held = {row.id: row for row in context.account.data.recent}
    for entry in entries:
        row = recent_of(entry)
        if row is not None and held.get(entry.id) != row and not entry.is_running:
            context.account.remember(entry)
    here = {entry.id for entry in entries}
    for row in held.values():
        if row.spent_date in week and row.id not in here and (row.hours or row.begins):
            context.account.forget_hours(row)


def ticked(status: Status, seconds: float) -> Status:
    """The same status some seconds later, when nothing but time has passed."""
    gone = timedelta(seconds=seconds)
    since_then = hours_of(gone)
    more = since_then if status.running else ZERO
    running = tuple(_later(entry, more) for entry in status.running)
    ids = {entry.id for entry in status.running}
    entries = tuple(_later(e, more) if e.id in ids else e for e in status.entries)
    counted = more if status.counts_today else ZERO
    on_week = any(
        entry.spent_date is not None
        and status.week_from is not None
        and entry.spent_date >= status.week_from
        for entry in status.running
    )
    week = None if status.week is None else status.week + (more if on_week else ZERO)
    waits = [
        each._replace(entry=_later(each.entry, since_then)) if each.entry and each.runs else each
        for each in status.waiting
    ]
    return status._replace(
        now=status.now + gone,
        running=running,
        entries=entries,
        total=status.total + counted,
        week=week,
        waiting=tuple(waits),
    )


def _later(entry: TimeEntry, more: Decimal) -> TimeEntry:
    return entry._replace(hours=(entry.hours or ZERO) + more)
