"""Letting a timer run as it was typed: a start or a restart, now, earlier, or by now ended.

An account that
tracks hours gets those so far as a stopped entry, which is then restarted; what hv itself sent is
in the row, so that a timer that stands still without that was stopped by somebody else.
"""

from datetime import UTC, timedelta
from decimal import Decimal

from harvest_cli.actions.day.clock import (
    banked,
    by_times,
    elapsed,
    harvest_zone,
    hours_of,
    moment_text,
    true_now,
    wall_time,
)
from harvest_cli.actions.day.status_cache import StatusCache
from harvest_cli.actions.outbox.delivery import ANOTHER, Delivery
from harvest_cli.actions.outbox.intent import Intent, Overtaken, new_intent
from harvest_cli.actions.outbox.pending import PendingTimer, finished_entry
from harvest_cli.actions.outbox.policy import Do, Next, Seen
from harvest_cli.actions.outbox.row_facts import EventKind, WriteResult
from harvest_cli.actions.outbox.writes import (
    Step,
    StepResult,
    continues,
    look_at,
    running_entries,
    take,
)
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.timers.ending import CLOSE
from harvest_cli.actions.timers.timeline import (
    LATE,
    as_wanted,
    ended_by_late_start,
    ends_before,
    entry_id,
    interrupted,
    noted_others,
    parts_after,
    prepared,
    ran_from,
    timer_now,
    waiting_starts,
)
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import HvError, NotFound
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.records import NamedTuple
from harvest_cli.harvest.wire.write import EntryChange
from harvest_cli.local.outbox.journal import Deed
from harvest_cli.local.outbox.row import Op, State, pack, unpack_entry

MOST = 9
"""Requests for one timer in one run; more would be a quarrel with somebody else."""
CARRIED_OVER = ("began", "ended", "notes", "note", "day", "split", "others")


class Move(NamedTuple):
    """What a timer needs next; with no `do` nothing more. `left` says what somebody else did."""

    do: Do | None = None
    change: EntryChange | None = None
    left: str = ""


def carry_start(
    intent: Intent, entry: TimeEntry | None = None, *, resend: bool = False
) -> WriteResult:
    """Take a start or a restart as far as it goes now.

    `entry` is the one of an answer that this run just had; `resend` where the person says that an
    entry which is not found is to be sent again.
    """
    for _ in range(MOST):
        try:
            return _taken_on(intent, entry, resend=resend)
        except Overtaken:
            # It was stopped here while it was on its way.
            if not intent.reload():
                break
            entry = None
    return WriteResult(EventKind.WAITS, State.UNKNOWN, entry, ANOTHER)


def _taken_on(intent: Intent, entry: TimeEntry | None, *, resend: bool) -> WriteResult:
    if not intent.fresh:
        # What ran is known no longer: the command that sends this on its way must ask.
        StatusCache(intent.context).mark_stale()
    found: TimeEntry | WriteResult = entry or _entry_now(intent, resend=resend)
    for _ in range(MOST):
        if isinstance(found, WriteResult):
            return found
        move = next_move(intent, found)
        if move.do is None:
            return _over(intent, found, move)
        found = _moved(intent, found, move)
    return intent.wait(why="it is changed elsewhere at the same time")


def _entry_now(intent: Intent, *, resend: bool) -> TimeEntry | WriteResult:
    """The entry as Harvest holds it; created first where it is not there."""
    context = intent.context
    number = entry_id(intent)
    if number is None:
        return prepared(intent, timer_now(intent)) or _created(intent, resend=resend)
    try:
        if found := prepared(intent, timer_now(intent)):
            return found
        if intent.row.op == Op.RESTART:
            return _resumed(intent, number)
        return context.client.time_entry(number)
    except NotFound:
        return intent.finish(None, "the entry is gone")
    except HvError as failure:
        return intent.wait(failure, maybe=intent.row.state != State.QUEUED)


def _created(intent: Intent, *, resend: bool) -> TimeEntry | WriteResult:
    context = intent.context
    new = timer_now(intent).new
    delivery = Delivery(context, intent.outbox, intent.row, new, goes_on=True)
    ended = delivery.carry(resend=resend)
    if ended.entry is None:
        return ended._replace(text=ended.failure.message) if ended.failure else ended
    if not intent.reload():
        raise Overtaken
    return ended.entry


def _resumed(intent: Intent, number: int) -> TimeEntry | WriteResult:
    """The entry that a restart let run: in an account of times that is a copy, told by its look.

    What hv sent to the copy since tells it too. Where none came of it, it is started anew there.
    """
    context, before = intent.context, intent.before
    left = intent.told.get("left")
    known = unpack_entry(left).id if left else number
    if known != number:
        return context.client.time_entry(known)
    running = [each for each in running_entries(context) if continues(each, before)]
    if running:
        return running[0]
    if not by_times(context, before):
        return context.client.time_entry(number)
    timer = timer_now(intent)
    age = elapsed(timer.began, context.now).total_seconds()
    quiet = float(context.settings.get("quiet_seconds"))
    if age < quiet:
        return intent.wait(why="Harvest does not show it yet", maybe=True, after=quiet - age)
    told = {name: value for name, value in intent.told.items() if name in CARRIED_OVER}
    new = as_wanted(context, timer, context.now)
    row = intent.row_beside(1, new, told, intent.row.text)
    return intent.finish(None, rows=[row._replace(created_at=intent.row.created_at)])


# -- the entry ---------------------------------------------------------------------------------


def next_move(intent: Intent, entry: TimeEntry) -> Move:
    """What an entry needs to be as it was typed."""
    context, timer = intent.context, timer_now(intent)
    own = _is_as_hv_left_it(intent, entry)
    if timer.ended is not None:
        return _end_move(context, timer, entry, own=own)
    if not entry.is_running and not own and not ended_by_late_start(intent, entry):
        at = moment_text(context, entry.updated_at) if entry.updated_at else "meanwhile"
        return Move(left=f"stopped elsewhere at {at}")
    now = true_now(context)
    wanted = timer.banked + hours_of(max(elapsed(timer.began, now), timedelta(0)))
    if not entry.is_running:
        short = abs(wanted - (entry.hours or ZERO)) > hours_of(LATE)
        return Move(Do.SET, EntryChange(hours=wanted)) if short else Move(Do.RESTART)
    return _running_move(intent, timer, entry, wanted)


def _running_move(intent: Intent, timer: PendingTimer, entry: TimeEntry, wanted: Decimal) -> Move:
    context, since = intent.context, entry.timer_started_at
    now = true_now(context)
    held = banked(entry, now)
    held += hours_of(max(elapsed(since, now), timedelta(0))) if since else ZERO
    if abs(wanted - held) <= hours_of(LATE):
        return Move()
    if not by_times(context, entry):
        return Move(Do.STOP) if wanted > held else Move()
    zone = harvest_zone(context)
    day = timer.began.astimezone(zone).date()
    # Unverified: a start of an earlier day, sent to a running timer, is taken for today's.
    if Do.SET in _steps(intent) or {entry.spent_date, now.astimezone(zone).date()} != {day}:
        return Move()
    return Move(Do.SET, EntryChange(started_time=wall_time(context, timer.began)))


def _end_move(context: Context, timer: PendingTimer, entry: TimeEntry, *, own: bool) -> Move:
    if entry.is_running:
        return Move(Do.STOP)
    wanted = finished_entry(context, timer)
    change = EntryChange()
    off = abs((wanted.hours or ZERO) - (entry.hours or ZERO)) >= CLOSE
    if off and own:
        change = change._replace(hours=wanted.hours or ZERO)
        if by_times(context, entry) and wanted.started_time and wanted.ended_time:
            change = EntryChange(started_time=wanted.started_time, ended_time=wanted.ended_time)
    if (wanted.notes or "") != (entry.notes or "") and (
        timer.told.get("notes") or timer.told.get("note")
    ):
        change = change._replace(notes=wanted.notes or "")
    if wanted.spent_date != entry.spent_date:
        change = change._replace(spent_date=wanted.spent_date)
    if change.given():
        return Move(Do.SET, change)
    return Move(left="" if own or not off else "it was stopped elsewhere")


def _steps(intent: Intent) -> list[str]:
    """What hv sent of this entry after it was there, or may have."""
    return list(intent.told.get("steps", []))


def _is_as_hv_left_it(intent: Intent, entry: TimeEntry) -> bool:
    """Whether an entry that stands still does so because of hv.

    It was made so, or stopped by hv, and nobody touched it since; a restart that may have arrived
    would have been such a touch.
    """
    steps, left = _steps(intent), intent.told.get("left")
    if steps and steps[-1] in (Do.STOP, Do.SET):
        return True
    if left is not None:
        return entry.updated_at == unpack_entry(left).updated_at
    made, changed = entry.created_at, entry.updated_at
    stopped = entry.hours is not None and intent.row.op == Op.START
    return (
        stopped
        and made is not None
        and changed is not None
        and abs(elapsed(made, changed)) <= timedelta(seconds=2)
    )


def _moved(intent: Intent, entry: TimeEntry, move: Move) -> TimeEntry | WriteResult:
    """The entry after one more request, or what is in the way."""
    context, do = intent.context, move.do
    assert do is not None
    steps = _steps(intent)

    def judge(now: TimeEntry) -> Seen:
        if do == Do.SET:
            holds = move.change is not None and not move.change.against(now)
        else:
            holds = now.is_running == (do == Do.RESTART)
        return Seen.HOLDS if holds else Seen.UNTOUCHED

    def mark() -> None:
        told = {"steps": [*steps, do], "left": pack(entry)}
        if do == Do.STOP:
            told["ran"] = ran_from(entry, context.now).astimezone(UTC).isoformat()
        intent.record(told, state=State.SENDING)

    look = look_at(context, entry.id, judge)
    taken = take(intent, Step(do, entry.id, move.change, known=True), look, mark)
    if taken.next == Next.GO_ON and taken.entry is not None:
        _journal(intent, do, entry, taken.entry)
        intent.record({"steps": [*steps, do], "left": pack(taken.entry)})
        return taken.entry
    return _not_moved(intent, entry, taken, steps)


def resume(intent: Intent) -> WriteResult:
    """The one request of a restart that this run has just kept."""
    context, before = intent.context, intent.before

    def look() -> tuple[Seen, TimeEntry | None]:
        running = [each for each in running_entries(context) if continues(each, before)]
        return (Seen.HOLDS, running[0]) if len(running) == 1 else (Seen.UNTOUCHED, None)

    step = Step(Do.RESTART, before.id, known=True, kept=True, copies=by_times(context, before))
    taken = take(intent, step, look, lambda: None)
    if taken.next == Next.GO_ON and taken.entry is not None:
        intent.did(Deed.RESTARTED, taken.entry.id, before, taken.entry)
        return intent.finish(taken.entry, rows=ends_before(intent, taken.entry))
    if taken.next in (Next.REFUSE, Next.LEAVE):
        return intent.refused(taken.failure)
    told: dict[str, object] | None = None if taken.maybe else {"steps": []}
    return intent.wait(taken.failure, maybe=taken.maybe, after=taken.after, told=told)


def keep_restart(context: Context, entry: TimeEntry, running: tuple[TimeEntry, ...]) -> Intent:
    """Keep a restart before its first byte leaves; `running` is what it ends."""
    told = {
        "began": context.now.timestamp(),
        # An account of times lets a copy run, which begins with nothing.
        "banked": str(ZERO if by_times(context, entry) else entry.hours or ZERO),
        "id": entry.id,
        "steps": [Do.RESTART],
        "left": pack(entry),
        "others": noted_others(context, running) if waiting_starts(context.existing_outbox) else [],
    }
    return new_intent(context, Op.RESTART, entry, told)


def _journal(intent: Intent, do: Do, before: TimeEntry, after: TimeEntry) -> None:
    """A start with its hours, made up or ended, is one deed."""
    first = intent.row.op == Op.RESTART and do == Do.RESTART
    intent.did(
        Deed.RESTARTED if first or do == Do.RESTART else Deed.EDITED, after.id, before, after
    )


def _not_moved(
    intent: Intent, entry: TimeEntry, taken: StepResult, steps: list[str]
) -> TimeEntry | WriteResult:
    if taken.next == Next.LEAVE:
        if taken.entry is None:
            return intent.finish(None, "the entry is gone")
        # It was not hv after all.
        intent.record({"steps": steps, "left": pack(entry)})
        return taken.entry
    if taken.next == Next.REFUSE:
        return intent.refuse(taken.failure, entry)
    told = None if taken.maybe else {"steps": steps, "left": pack(entry)}
    return intent.wait(taken.failure, entry, maybe=taken.maybe, after=taken.after, told=told)


def _over(intent: Intent, entry: TimeEntry, move: Move) -> WriteResult:
    """All that was asked of the entry is proven; what ran before it is still to be ended."""
    context = intent.context
    context.account.remember(entry)
    if not intent.fresh and entry.is_running:
        StatusCache(context).learn([entry], timer_now(intent).began)
    rows = [*ends_before(intent, entry), *parts_after(intent, entry), *interrupted(intent)]
    return intent.finish(entry, move.left, rows=rows)
