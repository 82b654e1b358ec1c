"""`hv edit` and `hv delete` in words: what is planned is shown where it asks, and carried out.

What is done to several entries is one command, and one undo.
"""

import re
import shlex
from collections.abc import Callable, Sequence

from harvest_cli.actions.entries.change import (
    Changed,
    Deleted,
    Prepared,
    carry,
    gone,
    kept_changes,
    kept_deletions,
    open_change,
    previewed,
    refuse_locked,
)
from harvest_cli.actions.entries.edit import (
    FLAGS,
    Edit,
    delete_entry,
    edit_entry,
    in_words,
    is_old,
    is_relative,
    one_by_one,
    prepare,
    refuse_unreadable,
    with_words,
)
from harvest_cli.actions.entries.edit_times import with_end
from harvest_cli.actions.entries.read import entries_in
from harvest_cli.actions.entries.reference import (
    WAYS,
    entry_for,
    fitting,
    lately,
    looking_up,
    one_of,
    short,
)
from harvest_cli.actions.entries.results import NoteEditor
from harvest_cli.actions.outbox.create import FATAL
from harvest_cli.actions.outbox.intent import Intent, leave_intents
from harvest_cli.actions.resolve.query import QueryFlags, scope_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import Period
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.errors import (
    ExitCode,
    HvError,
    NotFound,
    Refused,
    SentenceError,
    UsageError,
)
from harvest_cli.domain.records import NamedTuple
from harvest_cli.language.lengths.durations import like_a_time
from harvest_cli.language.periods.marks import leaves_out
from harvest_cli.language.sentence.edit import EditReading, parse_edit
from harvest_cli.language.text.match import JOINING


class Passed(NamedTuple):
    """An entry that is not changed, and why; `is_locked` where Harvest would refuse it."""

    entry: TimeEntry
    why: str
    is_locked: bool = False


class EditPlan(NamedTuple):
    """What is to be done: to one entry by its `reference`, or to all of `entries`.

    It `asks` where a person has to look at it first; where it is `unsure`, one of the entries may
    be meant, and a yes that was given before does not do. `changes` stand beside the entries that
    are edited.
    """

    reference: str | None
    edit: Edit = Edit()
    entries: tuple[TimeEntry, ...] = ()
    changes: tuple[Prepared, ...] = ()
    skipped: tuple[Passed, ...] = ()
    asks: bool = False
    unsure: UsageError | None = None


@looking_up()
def plan_of(
    context: Context, reading: EditReading, edit: Edit, note_editor: NoteEditor | None = None
) -> EditPlan:
    """What `hv edit` would do, with what the words say in `edit`; sends nothing.

    Raises SentenceError, UsageError, NotFound.
    """
    if edit == Edit() and note_editor is None:
        message = "Nothing to change"
        words = reading.where.split()
        while not reading.is_period and words and words[-1].lower() in JOINING:
            words.pop()
        entry = " ".join(words) or ", ".join(reading.references) or "last"
        if reading.is_period:
            # What cannot be days lacks more than a change.
            scope_of(context, QueryFlags(entry), verb="edit")
        text, hint = reading.text, f"Name a change: `hv edit {entry} +15m`"
        raise UsageError(message, hint=hint, text=text, span=(len(text), len(text) + 1))
    reference = only_one(reading)
    if reference is not None:
        return EditPlan(reference, edit)
    if note_editor is not None:
        message = "The editor takes the notes of one entry"
        raise UsageError(message, hint="Name one entry, or give `--note TEXT`")
    refuse_unreadable(context, edit)
    entries, skipped, period = _meant(context, reading, "edit", "changed")
    changes = [prepare(context, each, edit) for each in entries]
    wanted = tuple(each for each in changes if each.differences)
    old = any(is_old(context, each.before) for each in wanted)
    several = period is not None and len(entries) + len(skipped) > 1
    asks = bool(wanted) and (several or old)
    is_day = several and asks and period is not None and period.start == period.end
    unsure = _may_be_one(reading, edit, entries) if is_day else None
    skipped += tuple(Passed(e.before, "nothing to change") for e in changes if not e.differences)
    return EditPlan(None, edit, tuple(entries), wanted, skipped, asks, unsure)


_FROM = re.compile(r"(?i) from (?!.* (?:to|until|till|through) )")


@looking_up()
def plan_delete(context: Context, words: str) -> EditPlan:
    """What `hv delete` would do; sends nothing. Raises SentenceError, UsageError, NotFound."""
    reading = read_words(context, words, only_entries=True)
    reference = only_one(reading)
    if reference is not None:
        # "everything from yesterday" is of that day alone.
        where = _FROM.sub(" of ", reading.where)
        if not where or not _names_days(context, where):
            return EditPlan(reference)
        reading = reading._replace(where=where, is_period=True)
    entries, skipped, _ = _meant(context, reading, "delete", "deleted")
    return EditPlan(None, Edit(), entries, (), skipped, bool(entries))


# -- which entries -------------------------------------------------------------------------------


def read_words(
    context: Context, words: str, *, only_entries: bool = False, flagged: bool = False
) -> EditReading:
    known = (context.now, context.account.names, context.sentence_conventions)
    reading = parse_edit(words, *known, only_entries=only_entries, flagged=flagged)
    reading = with_end(context, reading)
    for each in reading.inferences:
        context.infer(each.short)
    if meant := like_a_time(reading.hours or ""):
        context.infer(meant)
    return reading


def only_one(reading: EditReading) -> str | None:
    """The one entry that is named; None for days and for several entries."""
    named = reading.references
    if reading.is_period or len(named) > 1:
        return None
    return named[0] if named else reading.where


def _meant(
    context: Context, reading: EditReading, verb: str, done: str
) -> tuple[tuple[TimeEntry, ...], tuple[Passed, ...], Period | None]:
    """The entries, each once, and the days where those are named.

    Locked ones raise, but among those of days they are passed over.
    """
    if not reading.is_period:
        rows = [entry_for(context, name) for name in reading.references]
        entries = tuple({each.id: each for each in rows}.values())
        for each in entries:
            refuse_locked(each, done)
        return entries, (), None
    open_, skipped = [], []
    found, period = _of_days(context, reading, verb)
    for each in found:
        try:
            refuse_locked(each, done)
        except Refused as locked:
            skipped.append(Passed(each, f'"{locked.said}"', True))
        else:
            open_.append(each)
    return tuple(open_), tuple(skipped), period


def _names_days(context: Context, words: str) -> bool:
    """Whether words that fit no entry name days, other than at their beginning."""
    # The reader of periods loads in 4 ms.
    from harvest_cli.language.periods.read import parse_period

    try:
        conventions = context.sentence_conventions
        parse_period(words, context.now, context.account.names, conventions)
    except SentenceError as refused:
        if refused.days is None:
            return False
    return not fitting(lately(context), words)


def _of_days(
    context: Context, reading: EditReading, verb: str
) -> tuple[Sequence[TimeEntry], Period | None]:
    try:
        scope = scope_of(context, QueryFlags(reading.where), verb=verb)
    except SentenceError as refused:
        # "friday standup" may be words of an entry as well.
        where = reading.where
        found = fitting(lately(context), where) or _noted(context, where, refused, verb)
        if not found:
            raise refused from None
        return [one_of(context, found, reading.where)], None
    entries = entries_in(context, scope)
    if not entries:
        message = f'You have no entries of "{reading.where}"'
        raise NotFound(message, hint=WAYS)
    return entries, scope.period


def _noted(context: Context, where: str, refused: SentenceError, verb: str) -> list[TimeEntry]:
    """The entries of `friday moodboard`, whose days and names are known: those with such notes."""
    if refused.days is None or refused.span is None or leaves_out(where):
        return []
    first, last = refused.span
    rest = f"{where[:first]} {where[last:]}"
    try:
        scope = scope_of(context, QueryFlags(rest), verb=verb)
    except SentenceError:
        return []
    return fitting(entries_in(context, scope), where[first:last])


def _may_be_one(
    reading: EditReading, edit: Edit, entries: Sequence[TimeEntry]
) -> UsageError | None:
    """The refusal where a day may stand for one entry: what is said fits one, or it begins `last`.

    `last friday 2h` may be the entry of last Friday, all of that day, or the last one moved there.
    """
    fits_one = (edit.hours and not is_relative(edit)) or edit.begin or edit.end or edit.note
    where = reading.where
    if not fits_one and where.split()[0].lower() != "last":
        return None
    said = shlex.join(reading.text.partition(where)[2].split())
    flags = [
        f"{flag} {shlex.quote(value)}"
        for name, flag in FLAGS.items()
        if name not in in_words(reading) and (value := getattr(edit, name))
    ]
    return UsageError(
        f'"{where}" may be one of {len(entries)} entries',
        code="ambiguous_reference",
        hint=f"Name one: `hv edit {' '.join(filter(None, [str(entries[-1].id), said, *flags]))}`",
        candidates=[short(entry) for entry in entries[:9]],
    )


class Several(NamedTuple):
    """What became of several entries; `left` were not tried after a hopeless failure."""

    rows: tuple[Changed | Deleted, ...]
    skipped: tuple[Passed, ...] = ()
    failed: tuple[tuple[TimeEntry, HvError], ...] = ()
    left: int = 0
    warnings: tuple[str, ...] = ()
    dry_run: bool = False

    @property
    def exit_code(self) -> ExitCode:
        """The first failure's, 5 for what is known to be refused, 75 while one is not certain."""
        if self.failed:
            return self.failed[0][1].exit_code
        if not self.dry_run and any(each.is_locked for each in self.skipped):
            return ExitCode.REFUSED
        return next((row.exit_code for row in self.rows if row.exit_code), ExitCode.DONE)


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
    alone = is_relative(edit) and not (only_one(reading) is not None or note_editor or dry_run)
    with one_by_one(context, alone=alone):
        plan = plan_of(context, reading, edit, note_editor)
        if sure and plan.unsure and not dry_run:
            raise plan.unsure
        if look is None or not plan.asks:
            return carry_out_edit(context, plan, note_editor, sure=sure, dry_run=dry_run)
    look(plan)
    with one_by_one(context, alone=alone):
        if alone:
            known = {each.before.id for each in plan.changes}
            plan = plan_of(context, reading, edit)
            plan = plan._replace(changes=tuple(e for e in plan.changes if e.before.id in known))
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
    failed: list[tuple[TimeEntry, HvError]] = []
    left = 0
    for number, (entry, intent) in enumerate(each, 1):
        try:
            done.append(do(entry, intent))
        except HvError as error:
            failed.append((entry, error))
            if error.exit_code in FATAL:
                rest = each[number:]
                kept = leave_intents([intent for _, intent in rest], error)
                done += [waits(entry) for entry, _ in rest if kept]
                left = 0 if kept else len(rest)
                break
    warnings = [*(text for row in done for text in row.warnings), *context.take_warnings()]
    rows = [row._replace(warnings=()) for row in done]
    return Several(tuple(rows), plan.skipped, tuple(failed), left, tuple(dict.fromkeys(warnings)))
