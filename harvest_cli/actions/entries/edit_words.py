"""`hv edit` and `hv delete` in words: which entries are meant, and what of them is changed.

Several entries are planned first and shown, so that one question is asked for all of them; what is
done is one command, and one undo.
"""

from collections.abc import Callable, Sequence
from datetime import date

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
    Edit,
    delete_entry,
    edit_entry,
    is_old,
    prepare,
    refuse_unreadable,
)
from harvest_cli.actions.entries.read import entries_in
from harvest_cli.actions.entries.reference import WAYS, entry_for, fitting, lately, one_of
from harvest_cli.actions.entries.results import NoteEditor
from harvest_cli.actions.outbox.intent import Intent, leave_intents
from harvest_cli.actions.outbox.several import FATAL
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
from harvest_cli.language.sentence.edit import EditReading, parse_edit

_FLAGS = {"hours": "--hours", "date": "--date", "begin": "--from", "end": "--to", "note": "--note"}


class Passed(NamedTuple):
    """An entry that is not changed, and why."""

    entry: TimeEntry
    why: str


class Failed(NamedTuple):
    """An entry that could not be changed."""

    entry: TimeEntry
    error: HvError


class Several(NamedTuple):
    """What became of several entries; `left` were not tried after a hopeless failure."""

    rows: tuple[Changed | Deleted, ...]
    skipped: tuple[Passed, ...] = ()
    failed: tuple[Failed, ...] = ()
    left: int = 0
    warnings: tuple[str, ...] = ()

    @property
    def exit_code(self) -> ExitCode:
        """The first failure's, 75 while a change is not certain, else 0."""
        if self.failed:
            return self.failed[0].error.exit_code
        codes = [row.exit_code for row in self.rows]
        return next((code for code in codes if code), ExitCode.DONE)


class Plan(NamedTuple):
    """What is to be done: to one entry by its `reference`, or to all of `entries`.

    It `asks` where a person has to look at it first. `changes` stand beside the entries that are
    edited.
    """

    reference: str | None
    edit: Edit = Edit()
    entries: tuple[TimeEntry, ...] = ()
    changes: tuple[Prepared, ...] = ()
    skipped: tuple[Passed, ...] = ()
    asks: bool = False
    today: date | None = None


def plan_edit(
    context: Context, words: str, edit: Edit, note_editor: NoteEditor | None = None
) -> Plan:
    """What `hv edit` would do; sends nothing. Raises SentenceError, UsageError, NotFound."""
    reading = _read(context, words)
    edit = _with_words(reading, edit)
    if edit == Edit() and note_editor is None:
        message = "There is nothing to change"
        entry = reading.where or " ".join(reading.references.names) or "last"
        raise UsageError(message, hint=f"Name a change: `hv edit {entry} +15m`")
    reference = _only_one(reading)
    if reference is not None:
        return Plan(reference, edit)
    if note_editor is not None:
        message = "The editor takes the notes of one entry"
        raise UsageError(message, hint="Name one entry, or give `--note TEXT`")
    refuse_unreadable(context, edit)
    entries, skipped = _meant(context, reading, "edit", "changed")
    changes = [prepare(context, each, edit) for each in entries]
    wanted = tuple(each for each in changes if each.differences)
    old = any(is_old(context, each.before) for each in wanted)
    asks = bool(wanted) and (reading.is_period or old)
    skipped += tuple(Passed(e.before, "nothing to change") for e in changes if not e.differences)
    return Plan(None, edit, tuple(entries), wanted, skipped, asks)


def plan_delete(context: Context, words: str) -> Plan:
    """What `hv delete` would do; sends nothing. Raises SentenceError, UsageError, NotFound."""
    reading = _read(context, words, only_entries=True)
    reference = _only_one(reading)
    if reference is not None:
        return Plan(reference)
    entries, skipped = _meant(context, reading, "delete", "deleted")
    return Plan(None, Edit(), entries, (), skipped, bool(entries))


def carry_out_edit(
    context: Context,
    plan: Plan,
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
        return Several(tuple(previewed(context, each) for each in plan.changes), plan.skipped)
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
    context: Context, plan: Plan, *, sure: bool = False, dry_run: bool = False
) -> Deleted | Several:
    """Delete what the plan names."""
    if plan.reference is not None:
        return delete_entry(context, plan.reference, sure=sure, dry_run=dry_run)
    if dry_run:
        return Several(
            tuple(gone(context, each, dry_run=True) for each in plan.entries), plan.skipped
        )
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
    plan: Plan,
    each: Sequence[tuple[TimeEntry, Intent]],
    do: Callable[[TimeEntry, Intent], Changed | Deleted],
    waits: Callable[[TimeEntry], Changed | Deleted],
) -> Several:
    """Carry out what is kept, one after the other; what no other can escape leaves the rest."""
    done: list[Changed | Deleted] = []
    failed: list[Failed] = []
    left = 0
    for number, (entry, intent) in enumerate(each, 1):
        try:
            done.append(do(entry, intent))
        except HvError as error:
            failed.append(Failed(entry, error))
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


# -- which entries -------------------------------------------------------------------------------


def _read(context: Context, words: str, *, only_entries: bool = False) -> EditReading:
    reading = parse_edit(
        words,
        context.now,
        context.account.names,
        context.sentence_conventions,
        only_entries=only_entries,
    )
    for each in reading.inferences:
        context.infer(each.short)
    return reading


def _only_one(reading: EditReading) -> str | None:
    """The one entry that is named; None for days and for several entries."""
    named = reading.references.names
    if reading.is_period or len(named) > 1:
        return None
    return named[0] if named else reading.where


def _meant(
    context: Context, reading: EditReading, verb: str, done: str
) -> tuple[tuple[TimeEntry, ...], tuple[Passed, ...]]:
    """The entries, each once; locked ones raise, but among those of days they are passed over."""
    if not reading.is_period:
        found = [entry_for(context, name) for name in reading.references.names]
        entries = tuple({each.id: each for each in found}.values())
        for each in entries:
            refuse_locked(each, done)
        return entries, ()
    open_, skipped = [], []
    for each in _of_days(context, reading, verb):
        try:
            refuse_locked(each, done)
        except Refused as locked:
            skipped.append(Passed(each, locked.message.partition(": ")[2]))
        else:
            open_.append(each)
    return tuple(open_), tuple(skipped)


def _of_days(context: Context, reading: EditReading, verb: str) -> list[TimeEntry]:
    today = Period(context.today, context.today)
    try:
        scope = scope_of(context, QueryFlags(reading.where), today, verb)
    except SentenceError as refused:
        # "friday standup" may be words of an entry as well.
        found = fitting(lately(context), reading.where)
        if not found:
            raise refused from None
        return [one_of(context, found, reading.where)]
    entries = entries_in(context, scope)
    if not entries:
        message = f'You have no entries of "{reading.where}"'
        raise NotFound(message, hint=WAYS)
    return entries


# -- what is changed -----------------------------------------------------------------------------


def _with_words(reading: EditReading, edit: Edit) -> Edit:
    """The flags, and what the words say besides; raises where both say one thing."""
    words = {
        "hours": reading.hours,
        "date": reading.day.isoformat() if reading.day else None,
        "begin": reading.begin,
        "end": reading.end,
        "note": reading.notes,
    }
    given = {name: value for name, value in words.items() if value is not None}
    twice = [name for name in given if getattr(edit, name) is not None]
    if twice:
        message, text = f"The words and `{_FLAGS[twice[0]]}` give the same field", reading.text
        raise UsageError(message, hint="Give one of them", text=text, span=(0, len(text)))
    return edit._replace(**given, names=reading.names, text=reading.text if reading.names else "")
