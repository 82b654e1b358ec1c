"""`hv undo`: the last commands, or a named one, taken back.

Nothing is taken back that somebody changed since: the difference is shown, and the rest goes on.
A start takes the timer that it ended along. What is to be done is kept in the outbox before the
first request that changes anything, so that the next `hv undo` or `hv sync` finishes it.
"""

import json
import math
from collections.abc import Collection, Iterator, Sequence

from harvest_cli.actions.outbox.history import (
    CommandWrites,
    Reversal,
    Undoing,
    Undone,
    UndoStep,
    Written,
    commands,
    going_on,
    history,
    returned,
    steps,
)
from harvest_cli.actions.outbox.row_facts import (
    Event,
    EventKind,
    NoNetwork,
    describe,
    keeping,
    lease_of,
    outbox_of,
    stamp_of,
)
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.undo.back import HOW, requests_of, step_back
from harvest_cli.actions.undo.steps import REFUSALS, UndoWork, previewed
from harvest_cli.domain.entries import EntryState
from harvest_cli.domain.errors import (
    HvError,
    NeedsDecision,
    NotFound,
    NotLoggedIn,
    Unreachable,
    UsageError,
)
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.wording import counted
from harvest_cli.local.outbox.journal import mark_undone, pass_over, passed_over
from harvest_cli.local.outbox.progress import typed_at
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import Op, Row, State, run_of

MOST = 100
WAITS = "waits_here"
"""The code of an error: something that was typed later is not on Harvest yet."""
_OPS = {Op.STOP: "The stop of ", Op.EDIT: "The change of ", Op.DELETE: "The deletion of "}
Names = Collection[tuple[int, str]]
"""Numbers of deeds with their runs: in a journal that was made anew the numbers begin again."""


def _mine(context: Context) -> tuple[Written, ...]:
    return history(context, -1, context.account.data.user.id)


def open_steps(context: Context, deeds: Names | None = None) -> list[UndoStep]:
    """What was not taken back, newest first: all, or that of some deeds."""
    found = steps(_mine(context), returned(context), going_on(context))
    return found if deeds is None else [it for it in found if _name(it.written) in deeds]


def _name(written: Written) -> tuple[int, str]:
    return written.deed.id, written.deed.run


def typed_last(context: Context, cut_short: Sequence[tuple[Row, list[UndoStep]]]) -> int:
    """How many of the undos that were cut short are what was typed last."""
    pending = [row.created_at for row in outbox_of(context).pending() if row.op != Op.UNDO]
    last = max([*pending, *(at for at, _ in by_time(context)[:1])], default=0.0)
    return sum(row.created_at >= last for row, _ in cut_short)


def last_commands(context: Context, count: int) -> list[CommandWrites]:
    """The last commands that can be taken back.

    Raises UsageError, NotFound for too few, NeedsDecision when something waits that is newer.
    """
    typed = by_time(context)
    refuse_what_waits(context, typed[0][0] if typed else 0.0)
    refuse_too_many(count, len(typed))
    return [command for _, command in typed[:count]]


def by_time(context: Context) -> list[tuple[float, CommandWrites]]:
    """The commands that can be taken back and when each was typed, newest first.

    What an undo that was cut short takes back is none of them.
    """
    passed = passed_over(outbox_of(context).db)
    taken = {_name(it.written) for _, of_it in unfinished(context) for it in of_it}
    untaken = [it for it in open_steps(context) if _name(it.written) not in taken]
    found = commands([it for it in untaken if it.written.deed.id not in passed])
    # What was kept for a while is no later command than one that was typed after it.
    at = typed_at(outbox_of(context))
    typed = [(at.get(each.name, each.steps[-1].written.deed.at), each) for each in found]
    return sorted(typed, key=lambda each: each[0], reverse=True)


def refuse_too_many(count: int, known: int) -> None:
    """Raise UsageError for a count that is none, NotFound where fewer can be taken back."""
    if not 1 <= count <= MOST:
        message = f"`hv undo` undoes 1 to {MOST} commands"
        raise UsageError(message, hint="`hv history` lists them")
    if not known:
        message = "Nothing to undo"
        raise NotFound(message, hint="`hv history` lists the changes that hv made")
    if count > known:
        message = f"Only {counted(known, 'command')} can be undone"
        raise NotFound(message, hint="`hv history` lists them")


def named_command(context: Context, name: str) -> CommandWrites:
    """The command whose name begins so; raises NotFound, UsageError for several."""
    found = [each for each in commands(open_steps(context)) if each.name.startswith(name)]
    exact = [each for each in found if each.name == name]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if found:
        message = f'"{name}" matches {len(found)} commands'
        raise UsageError(message, hint="Write more of its name: `hv history` shows it")
    if any(each.deed.command.startswith(name) for each in _mine(context)):
        raise undone_already(name)
    message = f'No command is called "{name}"'
    raise NotFound(message, hint="`hv history` shows their names")


def undone_already(name: str) -> NotFound:
    """The refusal of a command by a name that it still has."""
    hint = "`hv history` lists what was undone"
    return NotFound(f'Command "{name}" was undone already', code="already_undone", hint=hint)


def unfinished(context: Context) -> list[tuple[Row, list[UndoStep]]]:
    """What an earlier undo was to take back and may not have, by the row that holds it."""
    rows = [row for row in outbox_of(context).pending() if row.op == Op.UNDO]
    return [(row, steps_of(context, row)) for row in rows]


def steps_of(context: Context, row: Row) -> list[UndoStep]:
    """The steps of a kept undo that are left; raises ValueError, TypeError, KeyError."""
    return open_steps(context, _deeds_of(row))


def is_known(context: Context, row: Row) -> bool:
    """Whether the journal still holds anything that a kept undo is of."""
    deeds = _deeds_of(row)
    return any(_name(each) in deeds for each in _mine(context))


def _deeds_of(row: Row) -> set[tuple[int, str]]:
    return {(number, run) for number, run in json.loads(row.body_json)["deeds"]}


def by_now(context: Context, step: UndoStep) -> UndoStep:
    """The same once one before it was taken back: its entry may have another number since.

    Raises NeedsDecision where that one waits here.
    """
    refuse_what_waits(context, step.written.deed.at)
    return next(iter(open_steps(context, {_name(step.written)})), step)


def refuse_what_waits(context: Context, last: float, names: Collection[str] = ()) -> None:
    """What was typed last is what a person means, and that may be here still.

    So may a part of the commands with these names, which are taken back as a whole.
    """
    pending = [row for row in outbox_of(context).pending() if row.op != Op.UNDO]
    newer = [row for row in pending if row.created_at > last or run_of(row.key) in names]
    if not newer:
        return
    row = newer[-1]
    where = "is not on Harvest yet" if row.state == State.QUEUED else "may not be on Harvest yet"
    message = f"{_OPS.get(row.op, '')}{describe(row)} was typed last and {where}"
    hint = f"`hv outbox drop {row.key[3:13]}` discards it, `hv sync` sends it"
    if row.state != State.QUEUED:
        hint = "`hv sync` checks it"
    raise NeedsDecision(message, code=WAITS, hint=hint)


# -- taking back -----------------------------------------------------------------------------------


class Attempt(NamedTuple):
    """What came of some steps: `refused` cannot be taken back, `stopped` kept the rest waiting.

    `kept` where the outbox holds that rest.
    """

    undone: list[Undone]
    refused: list[HvError]
    stopped: HvError | None = None
    kept: bool = False


def undo(
    context: Context, count: int = 1, name: str | None = None, *, dry_run: bool = False
) -> Undoing:
    """Take back the last `count` commands, newest first, or the one with this name.

    An undo that was cut short is finished first, and is one of them where nothing was typed since.
    Raises NotFound when there are none, NeedsDecision or Refused when the only one cannot be taken
    back.
    """
    cut_short = unfinished(context) if name is None else []
    left = count - typed_last(context, cut_short)
    wanted = [named_command(context, name)] if name else []
    wanted += last_commands(context, left) if not name and left > 0 else []
    refuse_what_waits(context, math.inf, {command.name for command in wanted})
    steps = [step for command in wanted for step in command.steps]
    if dry_run:
        every = [*(step for _, of_it in cut_short for step in of_it), *steps]
        found = [each for step in every for each in _preview(context, step)]
        return Undoing(tuple(found), dry_run=True)
    intent = UndoWork(context, steps)
    if cut_short and steps:
        # It is known what is meant, and something else is sent first.
        intent.begin()
    attempt = Attempt([], [])
    for row, of_it in cut_short:
        more = _resumed(context, row, of_it)
        attempt = Attempt(attempt.undone + more.undone, attempt.refused + more.refused)
        if more.stopped is not None:
            intent.end(more.stopped.message)
            return _answer(context, attempt._replace(stopped=more.stopped, kept=True))
    more = _taken_back(intent)
    undone, refused = attempt.undone + more.undone, attempt.refused + more.refused
    return _answer(context, more._replace(undone=undone, refused=refused))


def _answer(context: Context, attempt: Attempt) -> Undoing:
    """What to tell; raises the one reason for which nothing at all was done."""
    undone, refused, stopped, kept = attempt
    failures = [*refused, *([stopped] if stopped is not None else [])]
    if len(failures) == 1 and not undone:
        raise failures[0]
    for failure in failures:
        # What a hint says of nothing being done is not so any more.
        failure.hint = failure.hint if isinstance(failure, NotLoggedIn) else None
    for failure in refused:
        context.warn(f"Not undone: {failure.message}")
    if stopped is not None:
        more = "; `hv sync` finishes it" if kept else ""
        context.warn(f"Undo stopped: {stopped.message}{more}")
    told = refused if kept else failures
    return Undoing(tuple(undone), context.take_warnings(), failure=next(iter(told), None))


def _resumed(context: Context, row: Row, steps: Sequence[UndoStep]) -> Attempt:
    """A kept undo taken up; raises NeedsDecision while another process is at it."""
    if outbox_of(context).claim(row.key, stamp_of(context), lease_of(context)) is None:
        message = "Another hv is undoing a change at this moment"
        raise NeedsDecision(message, hint="Look again in a minute: `hv history`")
    return _taken_back(UndoWork(context, steps, row))


def _taken_back(work: UndoWork) -> Attempt:
    """Take back one step after the other; what cannot be is passed over for good."""
    attempt = Attempt([], [])
    why: str | None = "it was interrupted"
    journals, work.context.journals = work.context.journals, False
    try:
        for step in work.steps:
            stopped = _tried(work, step, attempt)
            if stopped is not None:
                why = stopped.message
                return attempt._replace(stopped=stopped, kept=work.key is not None)
        why = None
    finally:
        work.context.journals = journals
        work.end(why)
    return attempt


def _tried(work: UndoWork, step: UndoStep, attempt: Attempt) -> HvError | None:
    """Try one step, adding what came of it; what delays it and all the rest is given."""
    try:
        renumbered = any(
            each.how == Reversal.CREATED_AGAIN or each.goes_on for each in attempt.undone
        )
        step = by_now(work.context, step) if renumbered else step
        found = step_back(work, step)
    except REFUSALS as failure:
        if failure.code == WAITS:
            return failure
        _pass_over(work.context, step, failure)
        attempt.refused.append(failure)
        return None
    except HvError as failure:
        if work.key is not None:
            failure.kept_as = failure.kept_as or work.key
            _keep(attempt, step, failure)
        return failure
    attempt.undone.extend(found)
    if any(
        each.state is not EntryState.CREATED and each.how != Reversal.CREATED_AGAIN
        for each in found
    ):
        message = "Harvest did not confirm it"
        return Unreachable(message)
    _mark(work.context, step, found)
    return None


def _keep(attempt: Attempt, step: UndoStep, failure: HvError) -> None:
    """What was begun goes on later; say so of the step that failed."""
    if isinstance(failure, NotLoggedIn):
        failure.add("The undo is saved here")
        failure.hint = "Run `hv login`, then `hv sync` finishes it"
        return
    how, why = HOW[step.written.deed.deed], failure.message
    attempt.undone.append(Undone(step.written, how, None, EntryState.QUEUED, why))


def _pass_over(context: Context, step: UndoStep, failure: HvError) -> None:
    with keeping(context):
        pass_over(outbox_of(context).db, step.written.deed, context.clock().timestamp())
    rest = "the next `hv undo` undoes what came before it"
    failure.hint = f"{failure.hint}; {rest}" if failure.hint else rest


def _mark(context: Context, step: UndoStep, found: list[Undone]) -> None:
    """Note what was taken back; a timer that was left stopped was not."""
    done = [each.written for each in found if each.how != Reversal.LEFT_STOPPED]
    db, now = outbox_of(context).db, context.clock().timestamp()
    with keeping(context):
        for each in (*done, *([step.ended_by] if step.ended_by else [])):
            mark_undone(db, each.deed.id, now)


def _preview(context: Context, step: UndoStep) -> list[Undone]:
    how = HOW[step.written.deed.deed]
    requests = requests_of(context, step.written)
    first = Undone(step.written, how, None, EntryState.PREVIEW, requests=requests)
    return [first, *previewed(context, step)]


def replay_undo(context: Context, outbox: Outbox, row: Row) -> Iterator[Event]:
    """Finish an undo that was cut short; the row is claimed."""
    steps, known = steps_of(context, row), is_known(context, row)
    attempt = _taken_back(UndoWork(context, steps, row))
    for failure in attempt.refused:
        yield Event(EventKind.LEFT, row, text=failure.message)
    if isinstance(attempt.stopped, NotLoggedIn):
        raise attempt.stopped
    if attempt.stopped is not None:
        yield Event(EventKind.WAITS, outbox.get(row.key) or row, text=attempt.stopped.message)
        raise NoNetwork from attempt.stopped
    if not known:
        yield Event(EventKind.LEFT, row, text="this machine no longer knows what it did")
    short = [each for each in attempt.undone if each.unfinished]
    for each in short:
        yield Event(EventKind.DIFFERS, row, each.entry, each.note)
    if known and not (attempt.refused or short):
        yield Event(EventKind.SENT, row)
