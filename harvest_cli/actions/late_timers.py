"""Timers that were started, and perhaps stopped, while Harvest could not be reached.

A start keeps the instant at which the timer was to begin. When it reaches Harvest late, the entry
gets the time that has passed; when it was stopped meanwhile, it becomes a finished entry.
"""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from harvest_cli.actions import sending
from harvest_cli.actions.context import Context
from harvest_cli.actions.drain import ASKS, SENT, Event, describe
from harvest_cli.actions.moments import harvest_zone, hours_of, passed, wall_time
from harvest_cli.domain.entries import NewEntry, TimeEntry
from harvest_cli.domain.errors import HvError
from harvest_cli.local.outbox.entry_json import pack, unpack_entry, unpack_new
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import WAITING, Row

LATE = timedelta(seconds=60)


Deliver = Callable[[Context, Outbox, Row, NewEntry], Iterator[Event]]


class Pending(NamedTuple):
    """A timer that waits here: its row, and when it began and ended."""

    row: Row
    new: NewEntry
    began: datetime
    ended: datetime | None = None


def pending_of(row: Row) -> Pending:
    """The timer of a row; without an instant of its own it began when it was typed."""
    told = json.loads(row.base_json or "{}")
    began = datetime.fromtimestamp(float(told.get("began", row.created_at)), UTC)
    ended = told.get("ended")
    end = datetime.fromtimestamp(float(ended), UTC) if ended is not None else None
    return Pending(row, unpack_new(row.body_json), began, end)


def stop_moment(row: Row) -> tuple[TimeEntry, datetime]:
    """The timer that a kept stop is of, as it was known, and the moment at which it was typed."""
    moment = datetime.fromisoformat(json.loads(row.body_json)["moment"])
    return unpack_entry(row.base_json or "{}"), moment.astimezone(UTC)


def pending_start(context: Context) -> Pending | None:
    """The timer that waits here and was not stopped yet; the newest, None when there is none."""
    from harvest_cli.actions.keeping import outbox_path

    if not outbox_path(context).exists() or context.outbox is None:
        return None
    rows = [r for r in context.outbox.open_rows() if r.op == "start" and r.state in WAITING]
    found = [timer for timer in map(pending_of, rows) if timer.ended is None]
    return found[-1] if found else None


def end_pending(context: Context, timer: Pending, moment: datetime, notes: str | None) -> None:
    """Note here when a timer ended that is not on Harvest yet; raises sqlite3.Error."""
    told = {**json.loads(timer.row.base_json or "{}"), "began": timer.began.timestamp()}
    told["ended"] = moment.timestamp()
    if notes:
        told["notes"] = notes
    if context.outbox is not None:
        context.outbox.amend(timer.row.key, base_json=json.dumps(told))


def finished(context: Context, timer: Pending) -> NewEntry:
    """The entry that a timer became which was stopped before it reached Harvest."""
    # A stop within the minute of the start may be typed as one before it.
    end = max(timer.ended or timer.began, timer.began)
    told = json.loads(timer.row.base_json or "{}").get("notes")
    notes = "\n".join(each for each in (timer.new.notes, told) if each) or None
    day = timer.began.astimezone(harvest_zone(context)).date()
    timed = context.book.catalogue.company.wants_timestamp_timers is not False
    timed = timed and day == end.astimezone(harvest_zone(context)).date()
    return timer.new._replace(
        hours=hours_of(passed(timer.began, end)),
        started_time=wall_time(context, timer.began) if timed else None,
        ended_time=wall_time(context, end) if timed else None,
        notes=notes,
    )


def started_late(
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
            others = sending.running_entries(context)
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
    from harvest_cli.actions.late_writes import with_notes
    from harvest_cli.harvest.wire.write import EntryChange

    stopped = entry
    if entry.is_running:
        stopped = sending.stop(context, entry.id, entry).entry or entry
    wanted = finished(context, timer)
    change = EntryChange(hours=wanted.hours or hours_of(timedelta(0)))
    if context.book.catalogue.company.wants_timestamp_timers and wanted.ended_time:
        change = EntryChange(started_time=wanted.started_time, ended_time=wanted.ended_time)
    told = json.loads(timer.row.base_json or "{}").get("notes")
    change = with_notes(change, stopped, told) or change
    return sending.update(context, entry.id, change, stopped).entry or stopped


def _made_up(context: Context, entry: TimeEntry, timer: Pending) -> TimeEntry:
    """A timer that began late on Harvest gets what it missed."""
    from harvest_cli.harvest.wire.write import EntryChange

    try:
        if context.book.catalogue.company.wants_timestamp_timers:
            change = EntryChange(started_time=wall_time(context, timer.began))
            return sending.update(context, entry.id, change, entry).entry or entry
        sending.stop(context, entry.id, entry)
        lead = hours_of(passed(timer.began, _now(context)))
        done = sending.update(context, entry.id, EntryChange(hours=lead), entry)
        return sending.restart(context, done.entry or entry).entry or entry
    except HvError as error:
        context.warn(f"Timer {entry.id} lacks the time before it reached Harvest: {error.message}")
        return entry


def _now(context: Context) -> datetime:
    return context.now.astimezone(UTC)
