"""Where the day stands as far as hv knows it while Harvest is out of reach.

Every part says from when it is: Harvest's own word with its moment, what waits here apart from it.
"""

from datetime import datetime

from harvest_cli.actions.day.balance_now import balance_now
from harvest_cli.actions.day.clock import moment_text, running_now
from harvest_cli.actions.day.forgotten import forgotten
from harvest_cli.actions.day.status_cache import Heard, StatusCache, total
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
from harvest_cli.actions.outbox.pending import (
    PendingWrite,
    entry_from_ids,
    pending_hours,
    pending_line,
    pending_writes,
)
from harvest_cli.actions.session.account import OLD_NAMES
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.status.answer import Status
from harvest_cli.domain.entries import TimeEntry, listed_from
from harvest_cli.domain.errors import RateLimited, Unreachable
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.records import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


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
    running = _running(context, heard, waits)
    entries = _entries(context, running, waits)
    todays = tuple(entry for entry in entries if entry.spent_date == today)
    on_top = pending_hours(waits, today, today)
    hours, timers = total(todays), [*running, *(e.entry for e in waits if e.entry and e.runs)]
    return Status(
        now=context.now,
        running=running,
        entries=todays,
        total=hours,
        target=target_of(context, today),
        week=total([entry for entry in entries if entry.spent_date in week]),
        week_from=week.start,
        capacity=capacity_of(context),
        done_at=done_at(context, context.now, hours + on_top, timers),
        counts_today=counts_today(context, running, context.now),
        waiting=waits,
        forgotten=tuple(filter(None, (forgotten(context, entry) for entry in running))),
        as_of=_as_of(context, heard),
        failure=failure,
        running_known=heard is not None,
        rejected=rejected(context),
        holiday=holiday_of(context, today),
        balance=balance_now(context, hours),
    )


def _as_of(context: Context, heard: Heard | None) -> datetime:
    moment = heard.at if heard is not None else context.account.data.fetched_at
    return moment.astimezone(context.zone)


def _running(
    context: Context, heard: Heard | None, waits: "Sequence[PendingWrite]"
) -> tuple[TimeEntry, ...]:
    """The timers that Harvest told of and that were not stopped here since."""
    ended = {each.entry.id for each in waits if each.entry is not None}
    known = heard.entries if heard is not None else ()
    here = [running_now(entry, context.now) for entry in known if entry.id not in ended]
    return tuple(entry._replace(billable=_billable(context, entry)) for entry in here)


def _billable(context: Context, entry: TimeEntry) -> bool:
    return entry_from_ids(context, entry.spent_date, entry.project.id, entry.task.id).billable


def _entries(
    context: Context, running: "Sequence[TimeEntry]", waits: "Sequence[PendingWrite]"
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
