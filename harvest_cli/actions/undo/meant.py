"""What an undo means: the commands that can be taken back, newest first, and undos cut short."""

import json
from collections.abc import Collection, Sequence

from harvest_cli.actions.outbox.history import (
    CommandWrites,
    UndoStep,
    Written,
    commands,
    going_on,
    history,
    returned,
    steps,
)
from harvest_cli.actions.outbox.row_facts import describe, outbox_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.errors import NeedsDecision, NotFound, UsageError
from harvest_cli.domain.wording import counted
from harvest_cli.local.outbox.journal import passed_over
from harvest_cli.local.outbox.progress import typed_at
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
