"""Pending writes: what is in the outbox and not yet on Harvest, as the entries that it will be.

Also the message after Ctrl-C: what was sent, what is pending, what may have been changed.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType

from harvest_cli.actions.day.clock import (
    elapsed,
    harvest_zone,
    hours_of,
    midnight_after,
    moment_text,
    on_the_wall,
    stopped_at,
    wall_time,
)
from harvest_cli.actions.outbox.row_facts import entry_state
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import Client, Project, Task
from harvest_cli.domain.entries import EntryState, NewEntry, TimeEntry
from harvest_cli.domain.errors import NeedsDecision
from harvest_cli.domain.hours import ZERO, minutes_from_hours
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.domain.wording import counted
from harvest_cli.local.outbox.progress import amend_as_seen, stops, timers
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import (
    WAITING,
    Op,
    Row,
    State,
    told_column,
    told_of,
    unpack_entry,
    unpack_new,
)


class PendingTimer(NamedTuple):
    """A timer that waits here: its row, and when it began and ended.

    `banked` are the hours from before, `told` is all that its row tells of it.
    """

    row: Row
    new: NewEntry
    began: datetime
    ended: datetime | None = None
    banked: Decimal = ZERO
    told: Mapping[str, Any] = MappingProxyType({})


def timer_of(row: Row) -> PendingTimer:
    """The timer of a row; without an instant of its own it began when it was typed."""
    told = told_of(row)
    new = _as_new(unpack_entry(row.base_json or "{}")) if row.op == Op.RESTART else None
    began = datetime.fromtimestamp(float(told.get("began", row.created_at)), UTC)
    ended = told.get("ended")
    end = datetime.fromtimestamp(float(ended), UTC) if ended is not None else None
    before = Decimal(told.get("banked", ZERO))
    return PendingTimer(row, new or unpack_new(row.body_json), began, end, before, told)


def _as_new(entry: TimeEntry) -> NewEntry:
    if entry.spent_date is None:
        message = "its day cannot be read"
        raise ValueError(message)
    return NewEntry(entry.project.id, entry.task.id, entry.spent_date, notes=entry.notes)


def folded(rows: Iterable[Row]) -> list[PendingTimer]:
    """The timers of rows, oldest first: one that is not stopped ended when the next one began."""
    timers = []
    for row in rows:
        with suppress(ValueError, TypeError, KeyError):
            timers.append(timer_of(row))
    return [
        timer._replace(
            ended=min(
                (each.began for each in timers[n:] if each.began >= timer.began), default=None
            )
        )
        if timer.ended is None
        else timer
        for n, timer in enumerate(timers, 1)
    ]


def stop_moment(row: Row) -> tuple[TimeEntry, datetime]:
    """The timer that a kept stop is of, as it was known, and the moment at which it was typed."""
    moment = datetime.fromisoformat(json.loads(row.body_json)["moment"])
    return unpack_entry(row.base_json or "{}"), moment.astimezone(UTC)


def stopped_here(context: Context, entry_id: int) -> datetime | None:
    """When a timer ended by a stop that waits here; None where it runs for all that hv knows."""
    outbox = context.existing_outbox
    ended = None
    for row in outbox.open_rows() if outbox is not None else []:
        if row.op in (Op.STOP, Op.RESTART) and row.state in WAITING:
            timer = unpack_entry(row.base_json or "{}")
            if timer.id == entry_id:
                ended = stop_moment(row)[1] if row.op == Op.STOP else timer_of(row).ended
    return ended


def stops_of(outbox: Outbox | None, entry_id: int, since: datetime) -> list[datetime]:
    """When a timer was to end by stops of this login after a moment, settled ones too."""
    found = []
    for row in stops(outbox, since.timestamp()) if outbox is not None else []:
        with suppress(ValueError, TypeError, KeyError):
            timer, moment = stop_moment(row)
            found += [moment] if timer.id == entry_id and moment >= since else []
    return found


def refuse_unsettled(context: Context, entry: TimeEntry) -> None:
    """Raises NeedsDecision while hours of an entry are on their way: what it holds is not known."""
    outbox = context.existing_outbox
    for row in outbox.open_rows() if outbox is not None else []:
        if row.state in WAITING and (does := _does(row, entry)):
            at = moment_text(context, datetime.fromtimestamp(row.created_at, UTC))
            message = f"What was typed at {at} {does} is not on Harvest yet"
            hint = "`hv sync` sends it; type this again after that"
            raise NeedsDecision(message, code="waits_here", hint=hint)


def _does(row: Row, entry: TimeEntry) -> str:
    """What a row that waits does with the hours of an entry; nothing for most."""
    if row.op in _OF_HOURS and _number(row) == entry.id:
        return f"of entry {entry.id}"
    ends = row.op in (Op.START, Op.RESTART) and (entry.is_running or _ends(row, entry))
    return f"ends entry {entry.id} and" if ends else ""


def _ends(row: Row, entry: TimeEntry) -> bool:
    """Whether a start noted an entry as one that ran then."""
    with suppress(ValueError, TypeError, KeyError):
        others = timer_of(row).told.get("others", [])
        return any(unpack_entry(each["entry"]).id == entry.id for each in others)
    return False


_OF_HOURS = (Op.START, Op.RESTART, Op.STOP, Op.EDIT, Op.UNDO)


def _number(row: Row) -> int | None:
    """The entry that a row changes, where it has one by now."""
    if row.op == Op.START or row.entry_id is not None:
        return row.entry_id
    with suppress(ValueError, TypeError, KeyError):
        return unpack_entry(row.base_json or "").id
    return None


def pending_start(context: Context) -> PendingTimer | None:
    """The timer that waits here and was not stopped yet; the newest, None when there is none."""
    outbox = context.existing_outbox
    found = folded(timers(outbox)) if outbox is not None else []
    last = found[-1] if found else None
    return last if last and last.ended is None and last.row.state in WAITING else None


def end_pending(
    context: Context, timer: PendingTimer, moment: datetime, told: Mapping[str, object]
) -> bool:
    """Note here when a timer ended that is not on Harvest yet; raises sqlite3.Error.

    False where it has reached Harvest meanwhile.
    """
    if context.outbox is None:
        return False
    column = told_column(timer.row.op)
    ended = {**timer.told, "began": timer.began.timestamp(), "ended": moment.timestamp()}
    ended |= {name: value for name, value in told.items() if value}
    seen: dict[str, Any] = {column: json.dumps(ended)}
    return amend_as_seen(context.outbox, timer.row, seen)


def finished_entry(context: Context, timer: PendingTimer) -> NewEntry:
    """The entry that a timer became which was stopped before it reached Harvest."""
    # A stop within the minute of the start may be typed as one before it.
    end = max(timer.ended or timer.began, timer.began)
    if timer.told.get("split"):
        end = min(end, split_at(context, timer))
    notes, told = timer.new.notes, timer.told.get("notes")
    if told and told not in (notes or "").splitlines():
        notes = f"{notes}\n{told}" if notes else told
    day = timer.began.astimezone(harvest_zone(context)).date()
    hours = timer.banked + hours_of(elapsed(timer.began, end))
    timed = context.account.data.company.wants_timestamp_timers is not False and not timer.banked
    timed = timed and day == end.astimezone(harvest_zone(context)).date()
    # Over a change of the clocks the two times do not tell what was worked.
    timed = timed and on_the_wall(context, timer.began, end) == minutes_from_hours(hours)
    moved = timer.told.get("day")
    return timer.new._replace(
        spent_date=date.fromisoformat(moved) if moved else timer.new.spent_date,
        hours=hours,
        started_time=wall_time(context, timer.began) if timed else None,
        ended_time=wall_time(context, end) if timed else None,
        notes=timer.told.get("note") or notes,
    )


def split_at(context: Context, timer: PendingTimer) -> datetime:
    """When the first day of a timer ends that is to be divided at midnight."""
    return midnight_after(context, timer.new.spent_date)


class PendingWrite(NamedTuple):
    """A write that waits here: `op` is create, start, sentence, stop, edit or delete.

    `entry` is what it will be on Harvest as far as that is known now, a timer with its hours so
    far; None for a sentence that was not looked up yet, a change or a deletion. `until` is when a
    timer was stopped; `what` names the thing and `why` tells why it waits.
    """

    key: str
    op: Op
    state: EntryState
    text: str
    what: str
    entry: TimeEntry | None = None
    until: datetime | None = None
    why: str | None = None

    @property
    def runs(self) -> bool:
        """Whether it is a timer that goes on."""
        return self.entry is not None and self.entry.is_running


def pending_writes(context: Context) -> tuple[PendingWrite, ...]:
    """Every write of this login that waits, oldest first; names are those known without asking."""
    outbox = context.existing_outbox
    if outbox is None:
        return ()
    return tuple(_unsent(context, row) for row in outbox.pending())


def local_entries(context: Context) -> tuple[list[tuple[float, TimeEntry]], set[int]]:
    """The entries that wait here with the moments at which they were typed, newest first.

    And the numbers of those whose deletion waits.
    """
    rows = context.outbox.pending()[::-1] if context.outbox is not None else []
    gone = {unpack_entry(row.base_json).id for row in rows if row.op == Op.DELETE and row.base_json}
    shown = [(row.created_at, _unsent(context, row).entry) for row in rows]
    return [(moment, entry) for moment, entry in shown if entry is not None], gone


def _unsent(context: Context, row: Row) -> PendingWrite:
    try:
        entry, until = _meant(context, row)
    except (ValueError, TypeError, KeyError):
        # A row that cannot be read still waits.
        entry, until = None, None
    return PendingWrite(
        row.key, row.op, entry_state(row.state), row.text, row.shown, entry, until, row.last_error
    )


def _meant(context: Context, row: Row) -> tuple[TimeEntry | None, datetime | None]:
    """The entry that a row will be, and when it was stopped if it is a timer that was."""
    if row.op == Op.STOP:
        entry, moment = stop_moment(row)
        return stopped_at(entry, moment), moment
    # Without names there is neither an entry to show nor a zone to count in.
    if row.op not in (Op.CREATE, Op.START) or context.account.cached() is None:
        return None, None
    timer = _folded_timer(context, row)
    if row.op == Op.START and timer.ended is None:
        ran = hours_of(max(elapsed(timer.began, context.now), timedelta(0)))
        return running_entry(context, timer)._replace(hours=ran), None
    new = finished_entry(context, timer) if row.op == Op.START else timer.new
    entry = entry_from_ids(context, new.spent_date, new.project_id, new.task_id, new.hours)
    entry = entry._replace(
        notes=new.notes, started_time=new.started_time, ended_time=new.ended_time
    )
    return entry, timer.ended


def running_entry(context: Context, timer: PendingTimer) -> TimeEntry:
    """A timer that waits here, as it would look on Harvest."""
    new = timer.new
    entry = entry_from_ids(context, new.spent_date, new.project_id, new.task_id)
    return entry._replace(notes=new.notes, is_running=True, timer_started_at=timer.began)


def _folded_timer(context: Context, row: Row) -> PendingTimer:
    timer = timer_of(row)
    if row.op != Op.START or timer.ended is not None or context.outbox is None:
        return timer
    return next((each for each in folded(timers(context.outbox)) if each.row == row), timer)


def entry_from_ids(
    context: Context,
    day: date | None,
    project_id: int,
    task_id: int,
    hours: Decimal | None = None,
    number: int = 0,
) -> TimeEntry:
    """An entry with the names that are known here, and without notes."""
    found = context.account.data.assignment_of(project_id)
    if found is None:
        nameless = (Client(None, ""), Project(project_id, ""), Task(task_id, ""))
        return TimeEntry(number, day, hours, *nameless)
    assigned = found.assigned(task_id)
    task, billable = (assigned.task, assigned.billable) if assigned else (Task(task_id, ""), False)
    return TimeEntry(number, day, hours, found.client, found.project, task, billable=billable)


def pending_line(waits: Sequence[PendingWrite]) -> str | None:
    """What is pending in one line, where nothing else can be shown; None when nothing does."""
    if not waits:
        return None
    last = waits[-1]
    shown = f'"{last.text}"' if last.text else last.what
    if len(waits) == 1:
        return f"1 entry is pending: {shown}; `hv outbox` shows it"
    return f"{len(waits)} entries are pending, the last one {shown}; `hv outbox` shows them"


SAVED = "The entry is saved; hv will check it"
SAVED_ALL = "{} entries are saved; `hv sync` checks and sends them"
CHANGED = "Something may have changed on Harvest: `hv history` shows it"


def interrupt_report(context: Context) -> list[str]:
    """Sentences about what was kept, sent or changed, told from the rows as they are now.

    Empty when nothing was.
    """
    outbox = context.__dict__.get("outbox")
    rows = [outbox.get(key) for key in context.written] if outbox is not None else []
    states = [row.state for row in rows if row is not None]
    told = []
    if done := states.count(State.DONE):
        told.append(counted(done, "entry is on Harvest", "entries are on Harvest"))
    if waiting := sum(state in WAITING for state in states):
        told.append(SAVED if waiting == 1 else SAVED_ALL.format(waiting))
    return [*told, CHANGED] if context.changes else told


def pending_hours(waiting: Iterable[PendingWrite], first: date, last: date) -> Decimal:
    """The hours of what waits for the days from `first` to `last`."""
    entries = [each.entry for each in waiting if each.entry is not None]
    days = [e for e in entries if e.spent_date is not None and first <= e.spent_date <= last]
    return sum((entry.hours or ZERO for entry in days), ZERO)
