"""What waits here to reach Harvest, as the entries that it will be there."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from harvest_cli.actions.context import Context
from harvest_cli.actions.listed import Unsent
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.projects import Client, Project, Task

if TYPE_CHECKING:
    from harvest_cli.local.outbox.row import Row


def waiting(context: Context) -> tuple[Unsent, ...]:
    """Every write of this login that waits, oldest first; names are those known without asking."""
    from harvest_cli.actions.keeping import outbox_path
    from harvest_cli.local.outbox.row import WAITING

    if not outbox_path(context).exists() or context.outbox is None:
        return ()
    outbox = context.outbox
    rows = [row for row in outbox.listed() if row.state in WAITING and outbox.is_ours(row)]
    return tuple(_unsent(context, row) for row in rows)


def typed_here(context: Context) -> tuple[list[tuple[float, TimeEntry]], set[int]]:
    """The entries that wait here with the moments at which they were typed, newest first.

    And the numbers of those whose deletion waits.
    """
    from harvest_cli.local.outbox.entry_json import unpack_entry
    from harvest_cli.local.outbox.row import WAITING

    outbox = context.outbox
    listed = [] if outbox is None else [row for row in outbox.listed() if outbox.is_ours(row)]
    rows = [row for row in reversed(listed) if row.state in WAITING]
    gone = {unpack_entry(row.base_json).id for row in rows if row.op == "delete" and row.base_json}
    shown = [(row.created_at, _unsent(context, row).entry) for row in rows]
    return [(moment, entry) for moment, entry in shown if entry is not None], gone


def _unsent(context: Context, row: "Row") -> Unsent:
    try:
        entry, until = _meant(context, row)
    except (ValueError, TypeError, KeyError):
        # A row that cannot be read still waits.
        entry, until = None, None
    state = EntryState.QUEUED if row.state == "queued" else EntryState.UNCONFIRMED
    return Unsent(row.key, row.op, state, row.text, row.shown, entry, until, row.last_error)


def _meant(context: Context, row: "Row") -> tuple[TimeEntry | None, datetime | None]:
    """The entry that a row will be, and when it was stopped if it is a timer that was."""
    if row.op == "stop":
        return _stopped(row)
    # Without names there is neither an entry to show nor a zone to count in.
    if row.op not in ("create", "start") or context.book.at_hand() is None:
        return None, None
    from harvest_cli.actions.late_timers import finished, pending_of
    from harvest_cli.actions.moments import hours_of, passed

    timer = pending_of(row)
    if row.op == "start" and timer.ended is None:
        runs = bare_entry(context, timer.new.spent_date, timer.new.project_id, timer.new.task_id)
        ran = hours_of(max(passed(timer.began, context.now), timedelta(0)))
        runs = runs._replace(hours=ran, is_running=True, timer_started_at=timer.began)
        return runs._replace(notes=timer.new.notes), None
    new = finished(context, timer) if row.op == "start" else timer.new
    entry = bare_entry(context, new.spent_date, new.project_id, new.task_id, new.hours)
    entry = entry._replace(
        notes=new.notes, started_time=new.started_time, ended_time=new.ended_time
    )
    return entry, timer.ended


def _stopped(row: "Row") -> tuple[TimeEntry, datetime]:
    """The timer as it was when its stop was typed."""
    from harvest_cli.actions.late_timers import stop_moment
    from harvest_cli.actions.running import running_now

    entry, moment = stop_moment(row)
    ended = running_now(entry, moment)
    return ended._replace(is_running=False, timer_started_at=None), moment


def bare_entry(
    context: Context,
    day: date | None,
    project_id: int,
    task_id: int,
    hours: Decimal | None = None,
    number: int = 0,
) -> TimeEntry:
    """An entry with the names that are known here, and without notes."""
    for each in context.book.catalogue.assignments:
        if each.project.id == project_id:
            tasks = [a for a in each.task_assignments if a.task.id == task_id]
            task = tasks[0].task if tasks else Task(task_id, "")
            billable = bool(tasks) and tasks[0].billable
            known = (each.client, each.project, task)
            return TimeEntry(number, day, hours, *known, billable=billable)
    nameless = (Client(None, ""), Project(project_id, ""), Task(task_id, ""))
    return TimeEntry(number, day, hours, *nameless)


def told_of(waits: Sequence[Unsent]) -> str | None:
    """What waits here in one line, where nothing else can be shown; None when nothing does."""
    if not waits:
        return None
    last = waits[-1]
    shown = f'"{last.text}"' if last.text else last.what
    if len(waits) == 1:
        return f"1 entry waits here: {shown}; `hv outbox` shows it"
    return f"{len(waits)} entries wait here, the last one {shown}; `hv outbox` shows them"
