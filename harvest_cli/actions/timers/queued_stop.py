"""`hv stop` when Harvest cannot be told: the instant is kept, and counts when it can."""

from datetime import UTC
from typing import TYPE_CHECKING

from harvest_cli.actions.day.clock import running_now
from harvest_cli.actions.entries.results import LoggedEntry
from harvest_cli.actions.outbox.enqueue import keep_write
from harvest_cli.actions.outbox.pending import (
    PendingTimer,
    end_pending,
    entry_from_ids,
    finished_entry,
)
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.errors import HvError, Outcome

if TYPE_CHECKING:
    from harvest_cli.actions.timers.stop_end import Stopping
    from harvest_cli.language.sentence.stop import StopReading
from harvest_cli.local.outbox.row import Op, State


def entry_of(context: Context, pending: PendingTimer) -> TimeEntry:
    """A timer that waits here, as it would look on Harvest."""
    new = pending.new
    entry = entry_from_ids(context, new.spent_date, new.project_id, new.task_id)
    return entry._replace(notes=new.notes, is_running=True, timer_started_at=pending.began)


def end_here(
    context: Context,
    pending: PendingTimer,
    entry: TimeEntry,
    wanted: "Stopping",
    notes: str | None,
) -> LoggedEntry:
    """Note the end of a timer that waits here itself; it becomes a finished_entry entry."""
    end_pending(context, pending, wanted.moment, notes)
    done = finished_entry(context, pending._replace(ended=wanted.moment))
    unsure = pending.row.state != State.QUEUED
    state = EntryState.UNCONFIRMED if unsure else EntryState.QUEUED
    ended = entry._replace(hours=done.hours, is_running=False, timer_started_at=None)
    return LoggedEntry(state, ended, key=pending.row.key)


def kept_stop(
    context: Context, reading: "StopReading", wanted: "Stopping", failure: HvError
) -> LoggedEntry:
    """A stop that certainly did not reach Harvest; raises `failure` where it cannot be kept."""
    if failure.outcome not in (Outcome.NOT_SENT, Outcome.NOT_DONE):
        raise failure
    key = _keep(context, reading, wanted, failure.message)
    if key is None:
        raise failure
    entry = running_now(wanted.entry, wanted.moment)
    ended = entry._replace(is_running=False, timer_started_at=None)
    return LoggedEntry(EntryState.QUEUED, ended, key=key)


def unconfirmed_stop(context: Context, reading: "StopReading", wanted: "Stopping") -> LoggedEntry:
    """A stop whose answer was lost, and which a look did not settle."""
    key = _keep(context, reading, wanted, "Harvest did not answer")
    return LoggedEntry(EntryState.UNCONFIRMED, wanted.entry, key=key or "")


def _keep(context: Context, reading: "StopReading", wanted: "Stopping", why: str) -> str | None:
    body = {"moment": wanted.moment.astimezone(UTC).isoformat(), "notes": reading.notes}
    return keep_write(context, Op.STOP, wanted.entry, body, why)
