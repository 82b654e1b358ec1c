"""`hv edit` and `hv delete` in words: what is planned is shown where it asks, and carried out.

What is done to several entries is one command, and one undo.
"""

from collections.abc import Callable, Sequence
from contextlib import nullcontext

from harvest_cli.actions.entries.change import (
    Changed,
    Deleted,
    carry,
    gone,
    kept_changes,
    kept_deletions,
    open_change,
    previewed,
)
from harvest_cli.actions.entries.edit import Edit, delete_entry, edit_entry, is_relative, one_by_one
from harvest_cli.actions.entries.edit_plan import (
    EditPlan,
    Passed,
    only_one,
    plan_of,
    read_words,
    with_words,
)
from harvest_cli.actions.entries.results import NoteEditor
from harvest_cli.actions.outbox.create import FATAL
from harvest_cli.actions.outbox.intent import Intent, leave_intents
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.errors import ExitCode, HvError
from harvest_cli.domain.records import NamedTuple


class EditFailure(NamedTuple):
    """An entry that could not be changed."""

    entry: TimeEntry
    error: HvError


class Several(NamedTuple):
    """What became of several entries; `left` were not tried after a hopeless failure."""

    rows: tuple[Changed | Deleted, ...]
    skipped: tuple[Passed, ...] = ()
    failed: tuple[EditFailure, ...] = ()
    left: int = 0
    warnings: tuple[str, ...] = ()
    dry_run: bool = False

    @property
    def exit_code(self) -> ExitCode:
        """The first failure's, 5 for what is known to be refused, 75 while one is not certain."""
        if self.failed:
            return self.failed[0].error.exit_code
        if not self.dry_run and any(each.is_locked for each in self.skipped):
            return ExitCode.REFUSED
        codes = [row.exit_code for row in self.rows]
        return next((code for code in codes if code), ExitCode.DONE)


def edit_in_words(
    context: Context,
    words: str,
    edit: Edit,
    note_editor: NoteEditor | None = None,
    *,
    look: Callable[[EditPlan], None] | None = None,
    dry_run: bool = False,
) -> Changed | Several:
    """Do what the words say; `look` shows a plan that asks and raises for a no, None says yes.

    What `+15m` adds to is read while no other hv of this machine is at it, and read again where a
    question stood in between.
    """
    reading, sure = read_words(context, words, flagged=edit != Edit()), look is None
    edit = with_words(reading, edit)
    several = only_one(reading) is None and note_editor is None
    alone = is_relative(edit) and several and not dry_run
    with one_by_one(context) if alone else nullcontext():
        plan = plan_of(context, reading, edit, note_editor)
        if sure and plan.unsure and not dry_run:
            raise plan.unsure
        if look is None or not plan.asks:
            return carry_out_edit(context, plan, note_editor, sure=sure, dry_run=dry_run)
    look(plan)
    with one_by_one(context) if alone else nullcontext():
        plan = plan.only(plan_of(context, reading, edit)) if alone else plan
        return carry_out_edit(context, plan)


def carry_out_edit(
    context: Context,
    plan: EditPlan,
    note_editor: NoteEditor | None = None,
    *,
    sure: bool = False,
    dry_run: bool = False,
) -> Changed | Several:
    """Change what the plan names."""
    if plan.reference is not None:
        edit, name = plan.edit, plan.reference
        return edit_entry(context, name, edit, note_editor, sure=sure, dry_run=dry_run)
    changes = {each.before.id: each for each in plan.changes}
    if dry_run:
        rows = tuple(previewed(context, each) for each in plan.changes)
        return Several(rows, plan.skipped, dry_run=True)
    intents = kept_changes(context, plan.changes)
    each = [(change.before, intent) for change, intent in zip(plan.changes, intents, strict=True)]
    return _each(
        context,
        plan,
        each,
        lambda entry, intent: carry(context, changes[entry.id], intent),
        lambda entry: open_change(context, changes[entry.id], EntryState.QUEUED),
    )


def carry_out_delete(
    context: Context, plan: EditPlan, *, sure: bool = False, dry_run: bool = False
) -> Deleted | Several:
    """Delete what the plan names."""
    if plan.reference is not None:
        return delete_entry(context, plan.reference, sure=sure, dry_run=dry_run)
    if dry_run:
        rows = tuple(gone(context, each, dry_run=True) for each in plan.entries)
        return Several(rows, plan.skipped, dry_run=True)
    intents = kept_deletions(context, plan.entries)
    return _each(
        context,
        plan,
        list(zip(plan.entries, intents, strict=True)),
        lambda entry, intent: gone(context, entry, intent),
        lambda entry: Deleted(entry, EntryState.QUEUED, context.today),
    )


def _each(
    context: Context,
    plan: EditPlan,
    each: Sequence[tuple[TimeEntry, Intent]],
    do: Callable[[TimeEntry, Intent], Changed | Deleted],
    waits: Callable[[TimeEntry], Changed | Deleted],
) -> Several:
    """Carry out what is kept, one after the other; what no other can escape leaves the rest."""
    done: list[Changed | Deleted] = []
    failed: list[EditFailure] = []
    left = 0
    for number, (entry, intent) in enumerate(each, 1):
        try:
            done.append(do(entry, intent))
        except HvError as error:
            failed.append(EditFailure(entry, error))
            if error.exit_code in FATAL:
                rest = each[number:]
                kept = leave_intents([intent for _, intent in rest], error)
                done += [waits(entry) for entry, _ in rest if kept]
                left = 0 if kept else len(rest)
                break
    warnings = [text for row in done for text in row.warnings]
    warnings += context.take_warnings()
    rows = [row._replace(warnings=()) for row in done]
    return Several(tuple(rows), plan.skipped, tuple(failed), left, tuple(dict.fromkeys(warnings)))
