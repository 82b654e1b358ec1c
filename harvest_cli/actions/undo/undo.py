"""`hv undo` and `hv history`: the last writes of this profile, and taking them back.

Nothing is taken back that somebody changed since: the difference is shown instead. A start takes
the timer that it ended along.
"""

from harvest_cli.actions.entries.edit import refuse_locked, renew_glance
from harvest_cli.actions.outbox import writes
from harvest_cli.actions.outbox.create import create_entry
from harvest_cli.actions.outbox.history import (
    Step,
    Undoing,
    Undone,
    Written,
    history,
    returned,
    steps,
)
from harvest_cli.actions.outbox.row_facts import describe, outbox_of
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.undo.steps import (
    LEFT,
    anew,
    as_ended,
    as_left,
    change_back,
    given_back,
    previewed,
    request_of,
)
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.errors import (
    HvError,
    NeedsDecision,
    NotFound,
    UsageError,
)
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.wording import counted
from harvest_cli.harvest.wire.write import EntryChange
from harvest_cli.local.outbox.journal import MADE, Deed, mark_undone, note_return
from harvest_cli.local.outbox.row import Op, State, new_key

MOST = 100
_OPS = {Op.STOP: "The stop of ", Op.EDIT: "The change of ", Op.DELETE: "The deletion of "}


def undo(context: Context, count: int = 1, *, dry_run: bool = False) -> Undoing:
    """Take back the last `count` writes, newest first.

    Raises NotFound when there are none, NeedsDecision when one was changed since.
    """
    wanted = _last(context, count)
    if dry_run:
        found = [each for step in wanted for each in _preview(context, step)]
        return Undoing(tuple(found), dry_run=True)
    context.journals = False
    undone: list[Undone] = []
    for typed in wanted:
        try:
            step = _by_now(context, typed) if undone else typed
            found = _step_back(context, step)
        except HvError as failure:
            if not undone:
                raise
            # What a hint says of nothing being done is not so any more.
            failure.hint = None
            context.warn(f"Undo stopped: {failure.message}")
            return Undoing(tuple(undone), context.take_warnings(), failure=failure)
        undone += found
        if found[0].state is not EntryState.UNCONFIRMED:
            _mark(context, step, found)
    return Undoing(tuple(undone), context.take_warnings())


def _mark(context: Context, step: Step, found: list[Undone]) -> None:
    """Note what was taken back; a timer that was left stopped was not."""
    done = [each.written for each in found if each.how != LEFT]
    db, now = outbox_of(context).db, context.clock().timestamp()
    for each in (*done, *([step.ended_by] if step.ended_by else [])):
        mark_undone(db, each.deed.id, now)


def _last(context: Context, count: int) -> list[Step]:
    """The last writes that were not taken back.

    Raises UsageError, NotFound for too few, NeedsDecision when something waits that is newer.
    """
    if not 1 <= count <= MOST:
        message = f"`hv undo` undoes 1 to {MOST} changes"
        raise UsageError(message, hint="`hv history` lists them")
    found = steps(history(context, MOST), returned(context))
    _refuse_what_waits(context, found[0].written.deed.at if found else 0.0)
    if not found:
        message = "Nothing to undo"
        raise NotFound(message, hint="`hv history` lists the changes that hv made")
    if count > len(found):
        message = f"Only {counted(len(found), 'change')} can be undone"
        raise NotFound(message, hint="`hv history` lists them")
    return found[:count]


def _by_now(context: Context, step: Step) -> Step:
    """The same once one before it was taken back: its entry may have another number since.

    Raises NeedsDecision where that one waits here.
    """
    _refuse_what_waits(context, step.written.deed.at)
    found = steps(history(context, MOST), returned(context))
    return next((it for it in found if it.written.deed.id == step.written.deed.id), step)


def _refuse_what_waits(context: Context, last: float) -> None:
    """What was typed last is what a person means, and that may be here still."""
    newer = [row for row in outbox_of(context).pending() if row.created_at > last]
    if not newer:
        return
    row = newer[-1]
    where = "is not on Harvest yet" if row.state == State.QUEUED else "may not be on Harvest yet"
    message = f"{_OPS.get(row.op, '')}{describe(row)} was typed last and {where}"
    hint = f"`hv outbox drop {row.key[3:13]}` discards it, `hv sync` sends it"
    if row.state != State.QUEUED:
        hint = "`hv sync` checks it"
    raise NeedsDecision(message, code="waits_here", hint=hint)


def _preview(context: Context, step: Step) -> list[Undone]:
    how = _HOW[step.written.deed.deed]
    request = request_of(context, step.written)
    first = Undone(step.written, how, None, EntryState.PREVIEW, request=request)
    return [first, *previewed(context, step)]


_HOW = {
    Deed.CREATED: "deleted",
    Deed.STARTED: "deleted",
    Deed.EDITED: "restored",
    Deed.STOPPED: "restarted",
    Deed.RESTARTED: "stopped",
    Deed.DELETED: "created again",
}


def _step_back(context: Context, step: Step) -> list[Undone]:
    """One write taken back with all that it did; what prevents it is found before it begins."""
    ended = as_ended(context, step)
    undone = _taken_back(context, step.written)
    return [undone, *given_back(context, step, ended, undone)]


def _taken_back(context: Context, written: Written) -> Undone:
    if written.deed.deed == Deed.DELETED:
        return _created_again(context, written)
    now = as_left(context, written)
    if written.deed.deed in MADE:
        refuse_locked(now, "deleted")
        done = writes.delete(context, now.id, now)
        if done.confirmed:
            context.account.remember(now._replace(hours=ZERO))
            renew_glance(context, now, None)
        # What goes is shown with the hours that go.
        return Undone(written._replace(after=now), "deleted", None, _state(done))
    undo_of = {Deed.EDITED: _restored, Deed.STOPPED: _restarted, Deed.RESTARTED: _stopped}
    return undo_of[written.deed.deed](context, written, now)


def _state(done: writes.Done) -> EntryState:
    return EntryState.CREATED if done.confirmed else EntryState.UNCONFIRMED


def _restored(context: Context, written: Written, now: TimeEntry) -> Undone:
    change = change_back(written, now)
    done = writes.update(context, now.id, change, now)
    if done.entry is not None:
        context.account.remember(done.entry)
        renew_glance(context, now, done.entry)
    return Undone(written, "restored", done.entry, _state(done))


def _restarted(context: Context, written: Written, now: TimeEntry) -> Undone:
    done = writes.restart(context, now)
    note = ""
    if done.entry is not None:
        renew_glance(context, now, done.entry)
        if done.entry.id != now.id:
            note = "resumed as a new entry"
    return Undone(written, "restarted", done.entry, _state(done), note)


def _stopped(context: Context, written: Written, now: TimeEntry) -> Undone:
    before = written.before
    if before is not None and before.id != now.id:
        done = writes.delete(context, now.id, now)
        return Undone(written, "deleted", None, _state(done))
    # One that was deleted while it ran came back without running.
    stopped = writes.Done(True, now)
    done = writes.stop(context, now.id, now) if now.is_running else stopped
    if done.entry is not None and before is not None and before.hours is not None:
        done = writes.update(context, now.id, EntryChange(hours=before.hours), done.entry)
    if done.entry is not None:
        context.account.remember(done.entry)
        renew_glance(context, now, None)
    return Undone(written, "stopped", done.entry, _state(done))


def _created_again(context: Context, written: Written) -> Undone:
    gone, new = written.entry, anew(written.entry)
    sent = create_entry(context, new, "hv undo", key=_noted(context, written))
    if sent.entry is not None:
        context.account.remember(sent.entry)
    note = "" if sent.entry else "it is pending in the outbox"
    if sent.entry and gone.is_running:
        note = "stopped"
    return Undone(written, "created again", sent.entry, sent.state, note)


def _noted(context: Context, written: Written) -> str:
    """A key for the row that creates an entry again, noted before the row is there."""
    import sqlite3

    key = new_key()
    try:
        note_return(outbox_of(context).db, written.deed, key, context.clock().timestamp())
    except sqlite3.Error as error:
        context.cannot_keep("state folder", error)
    return key
