"""`hv edit`: fields of one entry set to what was asked; what was and what is now come back.

`hv delete`: one entry of mine, after asking.
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta

from harvest_cli.actions.entries.change import (
    Changed,
    Deleted,
    Prepared,
    carry,
    differences,
    gone,
    previewed,
    refuse_locked,
)
from harvest_cli.actions.entries.edit_times import settled, times_changed
from harvest_cli.actions.entries.reference import entry_for, short
from harvest_cli.actions.entries.results import NoteEditor
from harvest_cli.actions.outbox.pending import refuse_unsettled
from harvest_cli.actions.outbox.row_facts import without_mark
from harvest_cli.actions.resolve.ambiguity import with_fresh_names
from harvest_cli.actions.resolve.defaults import NONE, default_task
from harvest_cli.actions.resolve.flags import day_typed, in_hours
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import ProjectAssignment, Task
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import NeedsDecision, SentenceError, UsageError
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.references import reference_to
from harvest_cli.harvest.wire.write import EntryChange
from harvest_cli.language.days.relative import read_date
from harvest_cli.language.lengths.clock import read_clock_time
from harvest_cli.language.lengths.durations import read_hours
from harvest_cli.language.names.index import Names
from harvest_cli.language.names.matching import (
    full_name,
    task_matches,
    task_refusal,
    unknown_project,
)
from harvest_cli.language.names.spelling import did_you_mean, near_to
from harvest_cli.language.sentence.edit import EditReading, Loose
from harvest_cli.language.text.tokens import key_of, words_of
from harvest_cli.local.disk.locks import alone_in

OLD = timedelta(days=31)
FLAGS = {"hours": "--hours", "date": "--date", "begin": "--from", "end": "--to", "note": "--note"}
FLAGS |= {name: f"--{name}" for name in ("append", "project", "client", "task", "ref")}
"""The flag of each field of `Edit`."""


class Edit(NamedTuple):
    """What to change, as typed; None leaves a field as it is, an empty `note` clears the notes.

    `names` are words of the sentence `text` that are a project or a task; at `timed` it gives hours
    or times.
    """

    hours: str | None = None
    note: str | None = None
    append: str | None = None
    project: str | None = None
    client: str | None = None
    task: str | None = None
    date: str | None = None
    begin: str | None = None
    end: str | None = None
    names: tuple[Loose, ...] = ()
    text: str = ""
    ref: str | None = None
    timed: tuple[int, int] | None = None


def edit_entry(
    context: Context,
    reference: str,
    edit: Edit,
    note_editor: NoteEditor | None = None,
    *,
    sure: bool = False,
    dry_run: bool = False,
) -> Changed:
    """Change one entry of mine; raises before anything is sent where that can be known."""
    if edit == Edit() and note_editor is None:
        message = "Nothing to change"
        raise UsageError(message, hint="Name a change: `hv edit last --hours +15m --note …`")
    refuse_unreadable(context, edit)
    alone = is_relative(edit) and note_editor is None and not dry_run
    with one_by_one(context, alone=alone):
        wanted = prepare(context, entry_for(context, reference), edit, note_editor)
        if not wanted.differences:
            return Changed(wanted.before, wanted.before, ())
        if not sure and not dry_run:
            _ask_if_old(context, wanted.before)
        return previewed(context, wanted) if dry_run else carry(context, wanted)


def is_relative(edit: Edit) -> bool:
    """Whether hours are added to what an entry holds, or taken off."""
    return (edit.hours or "").strip().startswith(("+", "-", "−"))


def one_by_one(context: Context, *, alone: bool) -> AbstractContextManager[None]:
    """Until the answer is in, what `+15m` adds to is not read by another hv of this machine."""
    return alone_in(context.outbox_path.parent) if alone and context.outbox else nullcontext()


def prepare(
    context: Context, entry: TimeEntry, edit: Edit, note_editor: NoteEditor | None = None
) -> Prepared:
    """What would be changed of an entry; sends nothing. Raises for what cannot be, or is locked."""
    if is_relative(edit):
        refuse_unsettled(context, entry)
    before = settled(context, entry)
    refuse_locked(before, "changed")
    change = _change(context, before, edit, note_editor)
    return Prepared(before, change, differences(before, change))


def refuse_unreadable(context: Context, edit: Edit) -> None:
    """Read what needs no entry to be read, so that a slip costs no request."""
    if edit.date is not None:
        read_date(edit.date, context.now, context.conventions)
    if edit.hours is not None:
        typed = edit.hours.strip()
        read_hours(typed[1:] if is_relative(edit) else in_hours(typed), context.conventions)
    for typed in filter(None, (edit.begin, edit.end)):
        read_clock_time(typed)
    if edit.ref is not None and not _removes(edit.ref):
        reference_to(edit.ref)


def is_old(context: Context, entry: TimeEntry) -> bool:
    """Whether an entry is of so long ago that a change of it is rather a slip."""
    return entry.spent_date is not None and context.today - entry.spent_date > OLD


def _ask_if_old(context: Context, entry: TimeEntry) -> None:
    if entry.spent_date is None or not is_old(context, entry):
        return
    question = f"Entry {entry.id} is from {entry.spent_date.isoformat()}. Change it?"
    confirm(context, question, f"{entry.spent_date.isoformat()} is long ago")


def confirm(context: Context, question: str, message: str) -> None:
    """Go on when the person says so; raises UsageError where nobody can be asked."""
    if context.agrees is None:
        raise UsageError(message, code="not_confirmed", hint="Add `--yes` to confirm")
    if not context.agrees(question):
        message = "Nothing was changed"
        raise NeedsDecision(message)


def _change(
    context: Context, entry: TimeEntry, edit: Edit, note_editor: NoteEditor | None
) -> EntryChange:
    change = EntryChange()
    notes = _notes(entry, edit, note_editor)
    if notes is not None and notes != (entry.notes or ""):
        change = change._replace(notes=notes)
    if edit.date is not None:
        change = change._replace(spent_date=day_typed(context, edit.date))
    if edit.project is not None or edit.task is not None or edit.names:
        project_id, task_id = with_fresh_names(context, lambda: _place(context, entry, edit))
        # Both, because the old task need not be on the new project.
        change = change._replace(project_id=project_id, task_id=task_id)
    elif edit.client is not None:
        message = "`--client` only helps to tell projects apart"
        raise UsageError(message, hint="Add `--project NAME`")
    if edit.ref is not None:
        change = _linked(entry, change, edit.ref)
    try:
        return times_changed(context, entry, change, edit.hours, edit.begin, edit.end)
    except UsageError as refused:
        if edit.timed is not None:
            refused.text, refused.span = edit.text, edit.timed
        raise


def _removes(typed: str) -> bool:
    return typed.strip().casefold() == NONE


def _linked(entry: TimeEntry, change: EntryChange, typed: str) -> EntryChange:
    """With another link, or with none; the mark that hv itself puts on entries is none."""
    if not _removes(typed):
        return change._replace(external_reference=reference_to(typed))
    held = without_mark(entry.external_reference)
    return change._replace(external_reference=None) if held else change


def _notes(entry: TimeEntry, edit: Edit, note_editor: NoteEditor | None) -> str | None:
    notes = edit.note
    if edit.append:
        base = notes if notes is not None else entry.notes
        notes = f"{base}\n{edit.append}" if base else edit.append
    if note_editor is None:
        return notes
    written = note_editor(notes if notes is not None else entry.notes or "")
    if written is None:
        message = "The notes were left empty; nothing was changed"
        raise NeedsDecision(message, hint='To clear them: `--note ""`')
    return written


def _said_twice(flag: str, text: str) -> UsageError:
    """The refusal of a flag for what the words give too."""
    message, place = f"The words and `{flag}` give the same field", (0, len(text))
    return UsageError(message, hint="Give one of them", text=text, span=place)


def with_words(reading: EditReading, edit: Edit) -> Edit:
    """The flags, and what the words say besides; raises where both say one thing."""
    given = in_words(reading)
    twice = [name for name in given if getattr(edit, name) is not None]
    if twice:
        raise _said_twice(FLAGS[twice[0]], reading.text)
    text = reading.text if reading.names or reading.timed else ""
    return edit._replace(**given, names=reading.names, text=text, timed=reading.timed)


def in_words(reading: EditReading) -> dict[str, str]:
    """What the words give of each field of `Edit`, but the names."""
    words = {
        "hours": reading.hours,
        "date": reading.day.isoformat() if reading.day else None,
        "begin": reading.begin,
        "end": reading.end,
        "note": reading.notes,
    }
    return {name: value for name, value in words.items() if value is not None}


def _place(context: Context, entry: TimeEntry, edit: Edit) -> tuple[int, int]:
    names = context.account.names
    said = place_of(context, entry, edit.names, edit.text)
    for flag, word, value in (
        ("--task", said.task, edit.task),
        ("--project", said.assignment, edit.project),
    ):
        if word is not None and value is not None:
            raise _said_twice(flag, edit.text)
    if said.assignment is not None:
        assignment = said.assignment
    elif edit.project is not None:
        assignment = names.project(edit.project, edit.client)
    else:
        found = context.account.data.assignment_of(entry.project.id)
        if found is None or not found.is_active:
            message = f"{entry.project.name} is no longer one of your projects"
            raise UsageError(message, hint="Name a project too: `--project NAME`")
        assignment = found
    if said.task is not None:
        return assignment.project.id, names.task(assignment, said.task.name).id
    if edit.task is not None:
        return assignment.project.id, names.task(assignment, edit.task).id
    task = assignment.usable_task(entry.task.id) or default_task(context, assignment)[0]
    return assignment.project.id, task.id


def delete_entry(
    context: Context, reference: str, *, sure: bool = False, dry_run: bool = False
) -> Deleted:
    """Delete one entry; raises UsageError where nobody can be asked and `--yes` is missing."""
    entry = entry_for(context, reference)
    refuse_locked(entry, "deleted")
    if not sure and not dry_run:
        question = f"{short(entry)}. Delete this entry?"
        confirm(context, question, "Deleting needs to be confirmed")
    return gone(context, entry, dry_run=dry_run)


# -- loose words as a project or a task ------------------------------------------------------------


class EditPlace(NamedTuple):
    """Where an entry is to go; None leaves it where it is. `exact` where the words are its name."""

    assignment: ProjectAssignment | None = None
    task: Task | None = None
    exact: bool = False


def place_of(context: Context, entry: TimeEntry, runs: Sequence[Loose], text: str) -> EditPlace:
    """What the words name; raises SentenceError with the words that name nothing, or two things."""
    names = context.account.names
    current = context.account.data.assignment_of(entry.project.id)
    found = EditPlace()
    # A project first: the tasks are those of it.
    for run in sorted(runs, key=lambda run: names.project_match(run.text) is None):
        meant = _meant(names, found.assignment or current, run, text)
        if (meant.assignment and found.assignment) or (meant.task and found.task):
            message = f'"{run.text}" is one name too many'
            raise _at(
                SentenceError(message, code="usage", hint="Name one project, one task"), run, text
            )
        found = EditPlace(meant.assignment or found.assignment, meant.task or found.task)
    return found


def _meant(names: Names, current: ProjectAssignment | None, run: Loose, text: str) -> EditPlace:
    meanings = [*_whole(names, current, run.text)] or [*_parted(names, run.text)]
    exact = [each for each in meanings if each.exact] or meanings
    if len(exact) == 1:
        return exact[0]
    if exact:
        raise _at(_several(run, exact), run, text)
    raise _at(_unknown(names, current, run, text), run, text)


def _whole(names: Names, current: ProjectAssignment | None, typed: str) -> Iterator[EditPlace]:
    """All the words as one project, or as one task."""
    key = key_of(typed)
    for task in _tasks(current, typed):
        yield EditPlace(None, task, key_of(task.name) == key)
    match = names.project_match(typed)
    if match is not None and (match.how == "exact" or key not in names.task_keys):
        try:
            yield EditPlace(names.project(typed), None, match.how == "exact")
        except SentenceError:
            if match.how == "exact":
                raise


def _parted(names: Names, typed: str) -> Iterator[EditPlace]:
    """A project and one of its tasks, in either order; the longest project first."""
    words = typed.replace("#", " ").replace("@", " ").split()
    seen = set()
    for cut in range(len(words) - 1, 0, -1):
        pieces = " ".join(words[:cut]), " ".join(words[cut:])
        for project, task in (pieces, pieces[::-1]):
            for each in _pair(names, project, task):
                if each[:2] not in seen:
                    seen.add(each[:2])
                    yield each


def _pair(names: Names, project: str, task: str) -> Iterator[EditPlace]:
    match = names.project_match(project)
    if match is None:
        return
    live = [names.assignments[place] for place in match.places]
    fits = [(a, found) for a in live if a.is_active for found in _tasks(a, task)]
    if len(fits) == 1:
        yield EditPlace(*fits[0], match.how == "exact")


def _tasks(assignment: ProjectAssignment | None, typed: str) -> list[Task]:
    """The tasks that the words name, also behind the noun: "task Programming"."""
    noun, _, name = typed.partition(" ")
    said = [typed, name] if name and noun.casefold() == "task" else [typed]
    found = (task_matches(assignment, words_of(each), typed=each) for each in said if assignment)
    return next(filter(None, found), [])


def _several(run: Loose, meanings: Sequence[EditPlace]) -> SentenceError:
    def told(each: EditPlace) -> str:
        names = [full_name(each.assignment)] if each.assignment else ["task"]
        return " › ".join([*names, *([each.task.name] if each.task else [])])

    return SentenceError(
        f'"{run.text}" has {len(meanings)} meanings',
        code="ambiguous_project",
        hint="Use `--project` or `--task`",
        candidates=[told(each) for each in meanings],
    )


def _unknown(
    names: Names, current: ProjectAssignment | None, run: Loose, text: str
) -> SentenceError:
    try:
        names.project(run.text)
    except SentenceError as missed:
        if missed.code != "unknown_project":
            return missed
        head = text[: run.start].strip().split(" ")[0] or "last"
        missed.message = f'"{run.text}" is neither a project of yours nor a task of this project'
        tasks = [task.name for task in current.tasks] if current else []
        if near := near_to(run.text, tasks):
            missed.hint, missed.candidates = did_you_mean(near, ""), (near,)
        elif not missed.candidates:
            missed.hint = f"Put notes behind a colon: `hv edit {head}: {run.text}`"
        return missed
    # What begins a project's name, and is a task elsewhere.
    return task_refusal(current, run.text, ()) if current else unknown_project(names, run.text)


def _at(error: SentenceError, run: Loose, text: str) -> SentenceError:
    error.text, error.span = text, (run.start, run.end)
    return error
