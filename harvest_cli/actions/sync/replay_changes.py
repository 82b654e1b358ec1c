"""Stops, changes and deletions that did not reach Harvest in time: kept, and caught up with.

Before one is repeated hv looks at the entry. What somebody changed meanwhile is left as it is,
and the person is told.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from harvest_cli.actions.day.clock import passed, told
from harvest_cli.actions.outbox import writes
from harvest_cli.actions.outbox.enqueue import change_body
from harvest_cli.actions.outbox.row_facts import Event
from harvest_cli.actions.outbox.worker import ASKS, LEFT, SENT, WAITS
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.timers.end_change import end_change, true_begin
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import NotFound
from harvest_cli.local.outbox.entry_json import unpack_entry, value_of
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import QUEUED, Row

if TYPE_CHECKING:
    from harvest_cli.harvest.wire.write import EntryChange


def replay_change(context: Context, outbox: Outbox, row: Row) -> Iterator[Event]:
    """Do now what was kept, if it is still what is wanted."""
    base, body = unpack_entry(row.base_json or "{}"), json.loads(row.body_json)
    handler = {"stop": _stop, "edit": _edit, "delete": _delete}[row.op]
    try:
        event = handler(context, row, base, body)
    except NotFound:
        done = row.op == "delete"
        event = Event(SENT if done else LEFT, row, base, "" if done else "the entry is gone")
    if event.what in (SENT, LEFT):
        outbox.record(row.key, state="done", entry_id=None, last_error=None)
        outbox.trail.settle(row.key, "done")
    else:
        held = "changed elsewhere" if event.what == ASKS else event.text
        outbox.record(row.key, state="rejected" if event.what == ASKS else QUEUED, last_error=held)
    yield event


def _stop(context: Context, row: Row, base: TimeEntry, body: dict[str, Any]) -> Event:
    """Stop the timer as of the moment at which it was typed."""
    moment = datetime.fromisoformat(body["moment"]).astimezone(UTC)
    now = context.client.time_entry(base.id)
    if not now.is_running:
        at = told(context, now.updated_at) if now.updated_at else "meanwhile"
        text = f"stopped elsewhere at {at}; you typed {told(context, moment)}"
        return Event(LEFT, row, now, text)
    begun, before = now.timer_started_at, base.timer_started_at
    if begun and before and abs(passed(before, begun).total_seconds()) > 60:
        return Event(LEFT, row, now, "the timer was started again meanwhile")
    begin = true_begin(context, now)
    done = writes.stop(context, base.id, now)
    if done.entry is None:
        return Event(WAITS, row, text="Harvest did not answer")
    change = end_change(context, now, done.entry, moment, begin)
    change = with_notes(change, done.entry, body.get("notes"))
    entry = writes.update(context, base.id, change, done.entry).entry if change else done.entry
    if entry is None:
        return Event(WAITS, row, text="Harvest did not answer")
    context.account.remember(entry)
    return Event(SENT, row, entry)


def with_notes(
    change: "EntryChange | None", entry: TimeEntry, added: str | None
) -> "EntryChange | None":
    """A change that adds to the notes too, unless they are there already."""
    from harvest_cli.harvest.wire.write import EntryChange

    if not added or added in (entry.notes or ""):
        return change
    notes = f"{entry.notes}\n{added}" if entry.notes else added
    return (change or EntryChange())._replace(notes=notes)


def _edit(context: Context, row: Row, base: TimeEntry, body: dict[str, Any]) -> Event:
    from harvest_cli.harvest.wire.write import EntryChange

    values: dict[str, Any] = {n: v if v is None else value_of(n, v) for n, v in body.items()}
    change = EntryChange(**values)
    now = context.client.time_entry(base.id)
    if writes.agrees(now, change):
        return Event(SENT, row, now)
    if not writes.agrees(now, _as_it_was(base, change)):
        return Event(ASKS, row, now, "it was changed elsewhere")
    done = writes.update(context, base.id, change, now)
    if done.entry is None:
        return Event(WAITS, row, text="Harvest did not answer")
    context.account.remember(done.entry)
    return Event(SENT, row, done.entry)


def _as_it_was(base: TimeEntry, change: "EntryChange") -> "EntryChange":
    """The fields that a change sets, with the values that the person saw."""
    held: dict[str, Any] = {
        "project_id": base.project.id,
        "task_id": base.task.id,
        "spent_date": base.spent_date,
        "started_time": base.started_time,
        "ended_time": base.ended_time,
        "hours": base.hours,
        "notes": base.notes or "",
    }
    return change._replace(**{name: held[name] for name in change_body(change) if name in held})


def _delete(context: Context, row: Row, base: TimeEntry, body: dict[str, Any]) -> Event:
    del body
    now = context.client.time_entry(base.id)
    if now.updated_at != base.updated_at:
        return Event(ASKS, row, now, "it was changed elsewhere")
    if not writes.delete(context, base.id, now).confirmed:
        return Event(WAITS, row, text="Harvest did not answer")
    return Event(SENT, row, base)
