"""Ending a timer, step by step: the stop, the end that was meant, and the parts of later days.

The row knows what hv has sent, so that a timer that stands still without that was stopped by
somebody else.
"""

from datetime import datetime, timedelta

from harvest_cli.actions.day.clock import elapsed, moment_text
from harvest_cli.actions.day.status_cache import StatusCache
from harvest_cli.actions.outbox.intent import Intent, new_intent
from harvest_cli.actions.outbox.policy import Do, Next, Seen
from harvest_cli.actions.outbox.row_facts import WriteResult
from harvest_cli.actions.outbox.writes import Step, StepResult, look_at, take
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.timers.ending import (
    Ending,
    Stopping,
    StopPlan,
    as_meant,
    ending_of,
    later_parts,
    own_end,
    settled,
    told_of,
    true_begin,
    with_notes,
)
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.harvest.wire.write import EntryChange
from harvest_cli.local.outbox.journal import Deed
from harvest_cli.local.outbox.progress import own_starts
from harvest_cli.local.outbox.row import Op, Row, State, pack

EARLIER = timedelta(seconds=120)
"""A timer that was changed last so long before hv's own stop left was not stopped by it."""
AGAIN = timedelta(seconds=60)


def keep_stop(context: Context, plan: StopPlan, *, waits: bool = False) -> Intent:
    """Keep a stop before its first byte leaves, or before what it `waits` for leaves."""
    wanted = plan.wanted._replace(entry=settled(plan.wanted.entry, context.now))
    ending = ending_to(plan._replace(wanted=wanted))
    ending = ending._replace(sent=None if waits else context.now)
    return new_intent(context, Op.STOP, wanted.entry, told_of(ending), waits=waits)


def ending_to(plan: StopPlan) -> Ending:
    """A stop as its row tells it first."""
    reading, flags, wanted = plan
    said = (reading.is_now, reading.ago, reading.notes, flags.note, flags.day, flags.split)
    return Ending(wanted, *said, rounds=True)


def carry_stop(intent: Intent, assumed: TimeEntry | None = None) -> WriteResult:
    """Take a stop as far as it goes now.

    `assumed` is the entry as a start that this run made must have left it. Raises Overtaken, and
    ConfigurationError where nothing may leave at all.
    """
    ending = ending_of(intent.row, intent.told)
    if not intent.fresh:
        StatusCache(intent.context).mark_stale()
    if ending.stopped is None and assumed is None:
        found = _stop(intent, ending)
        if isinstance(found, WriteResult):
            return found
        ending = found
    elif assumed is not None:
        _journal(intent, ending, assumed)
        ending = as_meant(intent.context, ending._replace(stopped=assumed), live=False)
    return _set(intent, ending)


def _stop(intent: Intent, ending: Ending) -> Ending | WriteResult:
    context, running = intent.context, ending.wanted.entry
    seen: list[TimeEntry] = []

    def judge(now: TimeEntry) -> Seen:
        seen.append(now)
        if not now.is_running:
            return Seen.OTHER if _was_stopped_before(now, ending.sent) else Seen.HOLDS
        return Seen.OTHER if _runs_again(now, running) else Seen.UNTOUCHED

    def mark() -> None:
        now = settled(seen[-1], context.now) if seen else running
        begun = true_begin(context, now) or ending.wanted.begun
        wanted = Stopping(now, ending.wanted.moment, True, begun)
        told = told_of(ending._replace(wanted=wanted, sent=context.now))
        intent.record(told, base_json=pack(now), state=State.SENDING)

    # Behind what waited before it a timer may be another than it was.
    now = intent.fresh and intent.row.state != State.QUEUED
    sent = ending.sent is not None and not intent.fresh
    step = Step(Do.STOP, running.id, sent=sent, known=now, kept=now)
    taken = take(intent, step, look_at(context, running.id, judge), mark)
    ending = ending_of(intent.row, intent.told)
    if taken.entry is not None and (
        taken.next == Next.GO_ON or (taken.next == Next.LEAVE and _hv_ended(intent, taken.entry))
    ):
        return _stopped(intent, ending, taken.entry)
    return _not_stopped(intent, ending, taken)


def _was_stopped_before(now: TimeEntry, sent: datetime | None) -> bool:
    """Whether a timer stood still already when hv's stop left."""
    return (
        sent is not None and now.updated_at is not None and elapsed(now.updated_at, sent) > EARLIER
    )


def _hv_ended(intent: Intent, now: TimeEntry) -> bool:
    """Whether a timer stands still because hv let another one run."""
    if now.is_running or now.updated_at is None or intent.outbox is None:
        return False
    at = now.updated_at.timestamp()
    return own_starts(intent.outbox, at - EARLIER.total_seconds(), at + EARLIER.total_seconds())


def _runs_again(now: TimeEntry, before: TimeEntry) -> bool:
    begun, known = now.timer_started_at, before.timer_started_at
    return begun is not None and known is not None and abs(elapsed(known, begun)) > AGAIN


def _not_stopped(intent: Intent, ending: Ending, taken: StepResult) -> WriteResult:
    if taken.next == Next.LEAVE:
        return _left(intent, ending, taken)
    if taken.next == Next.REFUSE:
        if not intent.fresh:
            return intent.refuse(taken.failure, taken.entry)
        # The timer runs on in sight.
        return intent.refused(taken.failure)
    told = None if taken.maybe else told_of(ending._replace(sent=None))
    return intent.wait(taken.failure, maybe=taken.maybe, after=taken.after, told=told)


def _left(intent: Intent, ending: Ending, taken: StepResult) -> WriteResult:
    """Somebody else stopped it, let it run again, or deleted it; the notes are still wanted."""
    context, now = intent.context, taken.entry
    if now is None:
        if intent.fresh:
            return intent.refused(taken.failure)
        return intent.finish(ending.wanted.entry, "the entry is gone")
    if now.is_running:
        return intent.finish(now, "the timer was started again meanwhile")
    at = moment_text(context, now.updated_at) if now.updated_at else "meanwhile"
    typed = moment_text(context, ending.wanted.moment)
    problem = f"stopped elsewhere at {at}; you typed {typed}"
    notes = with_notes(ending, now)
    change = None if notes is None else EntryChange(notes=notes)
    ending = ending._replace(stopped=now, change=change, problem=problem, split=False)
    intent.record(told_of(ending))
    return _set(intent, ending)


def _journal(intent: Intent, ending: Ending, stopped: TimeEntry) -> None:
    deed = Deed.ENDED if ending.ended else Deed.STOPPED
    intent.did(deed, stopped.id, ending.wanted.entry, stopped)


def _stopped(intent: Intent, ending: Ending, stopped: TimeEntry) -> Ending:
    """The stop is proven: keep that, and what is left to do."""
    _journal(intent, ending, stopped)
    ending = as_meant(intent.context, ending._replace(stopped=stopped), live=intent.fresh)
    if ending.change is not None or ending.split:
        intent.record(told_of(ending))
    return ending


def _set(intent: Intent, ending: Ending) -> WriteResult:
    """The last request, and what follows from the end: the parts of later days."""
    context, stopped, change = intent.context, ending.stopped, ending.change
    assert stopped is not None
    entry = stopped
    if change is not None:

        def judge(now: TimeEntry) -> Seen:
            if now.is_running:
                return Seen.OTHER
            if not change.against(now):
                return Seen.HOLDS
            return Seen.OTHER if change.reverse(stopped).against(now) else Seen.UNTOUCHED

        step = Step(Do.SET, stopped.id, change, known=intent.fresh)
        taken = take(intent, step, look_at(context, stopped.id, judge), lambda: None)
        if taken.next != Next.GO_ON or taken.entry is None:
            return _not_set(intent, ending, taken)
        entry = taken.entry
        intent.did(Deed.EDITED, entry.id, stopped, entry)
    context.account.remember(entry)
    _learnt(intent, entry)
    if not intent.fresh and ending.problem:
        return intent.finish(entry, ending.problem)
    carried = intent.finish(entry, rows=_parts(intent, ending, entry))
    return carried._replace(text=ending.problem or "")


def _learnt(intent: Intent, entry: TimeEntry) -> None:
    """That a timer runs no longer of which hv thought so when it could ask last."""
    known = StatusCache(intent.context)
    heard = known.last_heard()
    if not intent.fresh and heard is not None and [e.id for e in heard.entries] == [entry.id]:
        known.learn([])


def _not_set(intent: Intent, ending: Ending, taken: StepResult) -> WriteResult:
    stopped = ending.stopped
    if taken.next == Next.LEAVE:
        gone = taken.entry is None
        return intent.finish(taken.entry or stopped, "the entry is gone" if gone else CHANGED)
    if taken.next == Next.REFUSE:
        return intent.refuse(taken.failure, stopped)
    return intent.wait(taken.failure, stopped, maybe=taken.maybe, after=taken.after)


CHANGED = "it was changed elsewhere meanwhile"


def _parts(intent: Intent, ending: Ending, entry: TimeEntry) -> list[Row]:
    """The rows of the parts of later days, with keys that follow from the stop's own."""
    if not ending.split:
        return []
    context, moment = intent.context, ending.wanted.moment
    end = own_end(context, ending.wanted.entry, moment, ending.wanted.begun)
    parts = later_parts(context, entry, end, moment)
    return [intent.row_beside(number, new) for number, new in enumerate(parts)]
