"""Timers that were started, and perhaps stopped, while Harvest could not be reached.

A start keeps the instant at which the timer was to begin. When it reaches Harvest late, the entry
gets the time that has passed; when it was stopped meanwhile, it becomes a finished entry.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from harvest_cli.actions.day.clock import hours_of, passed, wall_time
from harvest_cli.actions.outbox import writes
from harvest_cli.actions.outbox.pending import Pending, finished, pending_of
from harvest_cli.actions.outbox.row_facts import Event, describe
from harvest_cli.actions.outbox.worker import ASKS, SENT
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import NewEntry, TimeEntry
from harvest_cli.domain.errors import HvError
from harvest_cli.local.outbox.entry_json import pack
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import Row

LATE = timedelta(seconds=60)
Deliver = Callable[[Context, Outbox, Row, NewEntry], Iterator[Event]]


def replay_start(
    context: Context, outbox: Outbox, row: Row, deliver: Callable[..., Iterator[Event]]
) -> Iterator[Event]:
    """Bring a kept start to Harvest as what it is by now."""
    timer = pending_of(row)
    unsent = row.state == "queued"
    if unsent and timer.ended is not None:
        new = finished(context, timer)
        outbox.amend(row.key, op="create", body_json=pack(new), base_json=None)
        yield from deliver(context, outbox, row._replace(op="create", body_json=pack(new)))
        return
    if unsent and passed(timer.began, _now(context)) > LATE:
        try:
            others = writes.running_entries(context)
        except HvError as failure:
            # Whoever comes next need not wait until the lease is over.
            outbox.record(row.key, state="queued", last_error=failure.message)
            raise
        if others and not _may_start(context, row, others[0]):
            outbox.record(row.key, state="queued", last_error="another timer runs by now")
            yield Event(ASKS, row, others[0], "another timer runs by now")
            return
        if timer.new.hours is not None:
            bare = timer.new._replace(hours=None, started_time=None, ended_time=None)
            outbox.amend(row.key, body_json=pack(bare))
            row = row._replace(body_json=pack(bare))
    for event in deliver(context, outbox, row):
        if event.what == SENT and event.entry is not None:
            # It may have been stopped here while it was on its way.
            timer = pending_of(outbox.get(row.key) or row)
            yield event._replace(entry=as_meant(context, event.entry, timer))
        else:
            yield event


def _may_start(context: Context, row: Row, other: TimeEntry) -> bool:
    if context.choose is None:
        return False
    question = f"{describe(row)} would stop {other.project.name} › {other.task.name}"
    return context.choose(question, ["Start it", "Keep it for later"]) == 0


def as_meant(context: Context, entry: TimeEntry, timer: Pending) -> TimeEntry:
    """The entry with the time that the person meant: what was missed, or the end."""
    if timer.ended is not None:
        return _ended(context, entry, timer)
    started = entry.timer_started_at
    late = passed(timer.began, started) if started else timedelta(0)
    banked = entry.hours_without_timer or entry.hours
    if not entry.is_running or late <= LATE or (started and banked and banked >= hours_of(late)):
        return entry
    return _made_up(context, entry, timer)


def _ended(context: Context, entry: TimeEntry, timer: Pending) -> TimeEntry:
    from harvest_cli.actions.sync.replay_changes import with_notes
    from harvest_cli.harvest.wire.write import EntryChange

    stopped = entry
    if entry.is_running:
        stopped = writes.stop(context, entry.id, entry).entry or entry
    wanted = finished(context, timer)
    change = EntryChange(hours=wanted.hours or hours_of(timedelta(0)))
    if context.account.data.company.wants_timestamp_timers and wanted.ended_time:
        change = EntryChange(started_time=wanted.started_time, ended_time=wanted.ended_time)
    told = json.loads(timer.row.base_json or "{}").get("notes")
    change = with_notes(change, stopped, told) or change
    return writes.update(context, entry.id, change, stopped).entry or stopped


def _made_up(context: Context, entry: TimeEntry, timer: Pending) -> TimeEntry:
    """A timer that began late on Harvest gets what it missed."""
    from harvest_cli.harvest.wire.write import EntryChange

    try:
        if context.account.data.company.wants_timestamp_timers:
            change = EntryChange(started_time=wall_time(context, timer.began))
            return writes.update(context, entry.id, change, entry).entry or entry
        writes.stop(context, entry.id, entry)
        lead = hours_of(passed(timer.began, _now(context)))
        done = writes.update(context, entry.id, EntryChange(hours=lead), entry)
        return writes.restart(context, done.entry or entry).entry or entry
    except HvError as error:
        context.warn(f"Timer {entry.id} lacks the time before it reached Harvest: {error.message}")
        return entry


def _now(context: Context) -> datetime:
    return context.now.astimezone(UTC)
