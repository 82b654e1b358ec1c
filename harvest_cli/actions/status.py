"""`hv status`: what runs, today against its target, the week against its capacity.

Two requests at once: my entries of this week, and what runs, which may be of an earlier day. While
Harvest is out of reach, `offline_status` tells what is known without it.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from harvest_cli.actions.day.clock import hours_of, moment_text, running_now, true_now
from harvest_cli.actions.day.forgotten import ForgottenTimer, forgotten
from harvest_cli.actions.day.glance import (
    balance_now,
    capacity_of,
    counts_today,
    done_at,
    glance_fields,
    pending_and_rejected,
    week_so_far,
)
from harvest_cli.actions.day.status_cache import Heard, StatusCache, total
from harvest_cli.actions.outbox.pending import (
    PendingWrite,
    entry_from_ids,
    pending_hours,
    pending_line,
    pending_writes,
)
from harvest_cli.actions.outbox.writes import running_entries
from harvest_cli.actions.session.account import OLD_NAMES, entries_of, recent_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import Period
from harvest_cli.domain.entries import TimeEntry, listed_from
from harvest_cli.domain.errors import HvError, RateLimited, Unreachable
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.records import NamedTuple


class Status(NamedTuple):
    """Where the day stands. `running` holds every running timer of mine (usually one or none).

    `week` are the hours since `week_from`, `capacity` those of a whole week; `done_at` is when the
    target will be reached if the timer goes on; `counts_today` tells whether it is on today's
    sheet. `waiting` is what Harvest does not have yet, and is in none of the sums; `rejected`
    counts what was refused, and is neither mended nor discarded. `holiday` is the name of today's
    day off, whole or half;
    `balance` the hours ahead or behind as far as `hv balance` keeps them.

    Where Harvest could not be asked `failure` says why, and everything is as it was at `as_of`,
    timers counted on; without `running_known` nobody knows whether one runs.
    """

    now: datetime
    running: tuple[TimeEntry, ...]
    entries: tuple[TimeEntry, ...]
    total: Decimal
    target: Decimal | None = None
    week: Decimal | None = None
    week_from: date | None = None
    capacity: Decimal | None = None
    done_at: datetime | None = None
    counts_today: bool = False
    waiting: tuple[PendingWrite, ...] = ()
    forgotten: tuple[ForgottenTimer, ...] = ()
    as_of: datetime | None = None
    failure: HvError | None = None
    running_known: bool = True
    rejected: int = 0
    holiday: str | None = None
    balance: Decimal | None = None

    @property
    def unsent(self) -> int:
        """How many writes wait here."""
        return len(self.waiting)

    @property
    def waiting_today(self) -> Decimal:
        """Hours of today that Harvest does not have yet."""
        today = self.now.date()
        return pending_hours(self.waiting, today, today)

    @property
    def waiting_this_week(self) -> Decimal:
        """The same of this week up to today."""
        today = self.now.date()
        return pending_hours(self.waiting, self.week_from or today, today)


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
    _learn(context, week, entries)
    waits = _apart_from(pending_writes(context), (*entries, *running))
    found = _standing(context, running, todays, waits, running)._replace(week=total(entries))
    kept(context, found)
    return found


def _standing(
    context: Context,
    running: tuple[TimeEntry, ...],
    todays: Sequence[TimeEntry],
    waits: tuple[PendingWrite, ...],
    timers: Sequence[TimeEntry],
) -> Status:
    """Where the day stands with these entries; `timers` go on, here or on Harvest."""
    today, hours = context.today, total(todays)
    on_top = pending_hours(waits, today, today)
    return Status(
        now=context.now,
        running=running,
        entries=tuple(todays),
        total=hours,
        target=context.targets.due(today),
        week_from=week_so_far(context, today).start,
        capacity=capacity_of(context),
        done_at=done_at(context, context.now, hours + on_top, timers),
        counts_today=counts_today(context, running, context.now),
        waiting=waits,
        forgotten=tuple(filter(None, (forgotten(context, entry) for entry in running))),
        rejected=pending_and_rejected(context)[1],
        holiday=context.targets.day_off(today),
        balance=balance_now(context, hours),
    )


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


# -- while Harvest is out of reach ---------------------------------------------------------------
# Every part says from when it is: Harvest's own word with its moment, what waits here apart.


def offline_status(context: Context, failure: Unreachable | RateLimited) -> Status:
    """What hv last knew and what waits here.

    Raises `failure` where nothing is known; its hint then names what waits.
    """
    waits = pending_writes(context)
    if context.account.cached() is None:
        failure.hint = pending_line(waits) or failure.hint
        raise failure
    try:
        found = _put_together(context, failure, waits)
    except (Unreachable, RateLimited):
        # Old names are asked for again before they serve.
        raise failure from None
    # The whole answer says it already.
    context.warnings.discard(OLD_NAMES)
    return found


def _put_together(
    context: Context, failure: Unreachable | RateLimited, waits: tuple[PendingWrite, ...]
) -> Status:
    today, heard = context.today, StatusCache(context).last_heard()
    week = week_so_far(context, today)
    running = _running_as_known(context, heard, waits)
    entries = _entries_as_known(context, running, waits)
    todays = [entry for entry in entries if entry.spent_date == today]
    timers = [*running, *(e.entry for e in waits if e.entry and e.runs)]
    as_of = heard.at if heard is not None else context.account.data.fetched_at
    return _standing(context, running, todays, waits, timers)._replace(
        week=total([entry for entry in entries if entry.spent_date in week]),
        as_of=as_of.astimezone(context.zone),
        failure=failure,
        running_known=heard is not None,
    )


def _running_as_known(
    context: Context, heard: Heard | None, waits: Sequence[PendingWrite]
) -> tuple[TimeEntry, ...]:
    """The timers that Harvest told of and that were not stopped here since."""
    ended = {each.entry.id for each in waits if each.entry is not None}
    known = heard.entries if heard is not None else ()
    here = [running_now(entry, context.now) for entry in known if entry.id not in ended]
    found = []
    for each in here:
        named = entry_from_ids(context, each.spent_date, each.project.id, each.task.id)
        found.append(each._replace(billable=named.billable))
    return tuple(found)


def _entries_as_known(
    context: Context, running: Sequence[TimeEntry], waits: Sequence[PendingWrite]
) -> list[TimeEntry]:
    """My entries as they were known, without their notes; the timers among them counted on."""
    apart = {entry.id for entry in running} | {e.entry.id for e in waits if e.entry is not None}
    rows = [row for row in context.account.data.recent if row.id not in apart and row.hours]
    found = [
        entry_from_ids(context, row.spent_date, row.project_id, row.task_id, row.hours, row.id)
        for row in rows
    ]
    # Of accounts that track times the starts are not known here: the ids are nearest to them.
    timed = context.account.data.company.wants_timestamp_timers
    order = listed_from(context.today, context.now)
    return sorted([*found, *running], key=(lambda entry: entry.id) if timed else order)


def shown_away(context: Context, failure: Unreachable | RateLimited) -> dict[str, str]:
    """The same for a prompt; it is kept for a while, so that not every prompt tries the network.

    Raises `failure` when nothing is known of today.
    """
    status, known = offline_status(context, failure), StatusCache(context).stored()
    here = next((each.entry for each in reversed(status.waiting) if each.runs), None)
    over = known is None or context.now.timestamp() >= float(known["day_ends"])
    if here is None and over:
        raise failure
    running = here or next(iter(status.running), None)
    shown = () if running is None else (running,)
    day = status.total + status.waiting_today
    week = (status.week or ZERO) + status.waiting_this_week
    fields = glance_fields(context, shown, context.now, day, week)
    as_of = moment_text(context, status.as_of) if status.as_of is not None else ""
    return StatusCache(context).save_offline(running, **fields, as_of=as_of)
