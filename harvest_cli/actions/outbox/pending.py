"""Timers that are pending in the outbox: started or stopped here, not yet on Harvest."""

import json
from datetime import UTC, datetime
from typing import NamedTuple

from harvest_cli.actions.day.clock import harvest_zone, hours_of, passed, wall_time
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import NewEntry, TimeEntry
from harvest_cli.local.outbox.entry_json import unpack_entry, unpack_new
from harvest_cli.local.outbox.row import WAITING, Row


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
    outbox = context.existing_outbox
    if outbox is None:
        return None
    rows = [r for r in outbox.open_rows() if r.op == "start" and r.state in WAITING]
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
    timed = context.account.data.company.wants_timestamp_timers is not False
    timed = timed and day == end.astimezone(harvest_zone(context)).date()
    return timer.new._replace(
        hours=hours_of(passed(timer.began, end)),
        started_time=wall_time(context, timer.began) if timed else None,
        ended_time=wall_time(context, end) if timed else None,
        notes=notes,
    )
