"""What settings add to a sentence: project, task, notes, rounding; each is said in the answer.

Which task, when the sentence names none; and why, so that it can be said.

The task of the settings, else the one used last on that project, else the only one there is, else
the person is asked where somebody can be asked; never the first of several.
"""

from datetime import date, datetime, timedelta

from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import ProjectAssignment, Task
from harvest_cli.domain.errors import SentenceError, UsageError
from harvest_cli.domain.hours import (
    DAY_MINUTES,
    Rounding,
    as_clock,
    hours_from_minutes,
    minutes_from_hours,
    read_rounding,
)
from harvest_cli.domain.records import TYPE_CHECKING, StrEnum, TypeVar
from harvest_cli.domain.wording import expected
from harvest_cli.language.text.readings import EntryReading
from harvest_cli.local.disk.paths_fast import FOLDER_FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from harvest_cli.language.text.readings import LogReading, Overrides, StartReading

_R = TypeVar("_R")
NONE = "none"
"""`--task none`, `--project none`: whatever a setting names does not count this time."""


def refuses_default(flag: "str | None", names: "Iterable[str]") -> bool:
    """Whether a flag says `none`. Where Harvest has something of that very name, it means that."""
    if flag is None or flag.strip().casefold() != NONE:
        return False
    return all(name.casefold() != NONE for name in names)


def with_default_project(
    context: "Context",
    given: "Overrides",
    read: "Callable[[Overrides], _R]",
    *,
    refused: bool = False,
) -> "tuple[_R, list[str]]":
    """Read with what is given; where no project is named, with the one of the settings.

    `refused` says that the setting does not count this time.

    A name that is misspelt is still refused: the default is for sentences that name none.
    """
    try:
        return read(given), []
    except SentenceError as missed:
        named, origin = context.settings.value("project")
        if missed.code != "no_project" or not named or refused or given.assignment is not None:
            raise
        assignment = _project(context, named, origin)
    reading = read(given._replace(assignment=assignment))
    return reading, [f"project {assignment.project.name} from {_short(context, 'project', origin)}"]


def _short(context: Context, name: str, origin: str) -> str:
    """Where a value stands, in a confirmation; `hv config list --origin` has the whole path."""
    return FOLDER_FILE if context.settings.is_of_folder(name) else origin


def _project(context: "Context", named: str, origin: str) -> "ProjectAssignment":
    try:
        return context.account.names.project(named)
    except SentenceError as unknown:
        unknown.message = f"{unknown.message} (`project` in {origin})"
        raise


def with_default_notes(
    context: "Context", entry: "EntryReading", flag: str | None
) -> "EntryReading":
    """The entry with the notes of the settings where it has none; `--note ""` wants none."""
    note = None if entry.notes or flag is not None else context.settings.get("note")
    return entry._replace(notes=note) if note else entry


def refuse_missing_notes(context: Context, notes: "Iterable[str | None]", example: str) -> None:
    """Raise UsageError where the account wants notes and an entry has none."""
    if context.account.data.company.day_entry_notes_required and not all(notes):
        message = "This account requires notes on every entry"
        raise UsageError(message, hint=f"Add them after a colon: `{example}`")


def task_of_settings(
    context: "Context", assignment: "ProjectAssignment"
) -> "tuple[Task, str] | None":
    """The task that the settings name, if this project has it, and why it was taken."""
    named, origin = context.settings.value("task")
    if not named:
        return None
    try:
        return context.account.names.task(
            assignment, named
        ), f"from {_short(context, 'task', origin)}"
    except SentenceError:
        return None


def rounding_of(
    context: "Context", flag: str | None, reading: "LogReading | StartReading | None" = None
) -> "Rounding | None":
    """How to round: the flag, else the sentence, else the setting; raises UsageError for a flag."""
    if flag is None:
        found: Rounding | None = getattr(reading, "rounding", None) or context.settings.get("round")
        return found
    try:
        return read_rounding(flag)
    except ValueError as wanted:
        raise UsageError(expected(str(wanted), flag, "--round")) from None


def rounded_minutes(minutes: int, rounding: "Rounding | None") -> tuple[int, str | None]:
    """The rounded length, and what to say of it when it changed. A day stays a day."""
    if rounding is None:
        return minutes, None
    after = rounding.apply(minutes)
    if after == minutes or after > DAY_MINUTES:
        return minutes, None
    before, now = (as_clock(hours_from_minutes(each)) for each in (minutes, after))
    return after, f"{before} rounded to {now} ({rounding})"


def rounded_entry(
    entry: "EntryReading", rounding: "Rounding | None"
) -> "tuple[EntryReading, str | None]":
    """The entry with its length rounded; where it has clock times, its end moves along."""
    minutes = minutes_from_hours(entry.hours)
    after, said = rounded_minutes(minutes, rounding)
    if said is None:
        return entry, None
    end = entry.ended_time
    if entry.started_time is not None and end is not None:
        begin = datetime.combine(date(1, 1, 1), entry.started_time)
        if (begin + timedelta(minutes=minutes)).time() == end:
            end = (begin + timedelta(minutes=after)).time()
    return entry._replace(hours=hours_from_minutes(after), ended_time=end), said


def as_account_counts(context: "Context", entry: "EntryReading") -> "EntryReading":
    """The entry with the hours that Harvest will count: from start to end, thus of whole minutes.

    A timer's 0.46 hours are 28 minutes by the clock, which are 0.47: asked for as 0.46, a copy is
    not found again and would be made once more (Harvest docs, Time Entries).
    """
    if not context.account.data.company.wants_timestamp_timers:
        return entry
    return entry._replace(hours=hours_from_minutes(minutes_from_hours(entry.hours)))


class TaskReason(StrEnum):
    """Why a task that nobody named was taken, in words, where no setting has it.

    One that was CHOSEN by the person is no assumption.
    """

    LAST_USED = "last used here"
    ONLY = "the only task"
    CHOSEN = "chosen"


def task_for(context: Context, entry: EntryReading, flag: str | None) -> tuple[Task, str | None]:
    """The task of an entry and, when nobody named it, why it was taken.

    Raises SentenceError `no_task`, `unknown_task` or `ambiguous_task`.
    """
    refused = refuses_default(flag, (task.name for task in entry.assignment.tasks))
    if flag is not None and not refused:
        return context.account.names.task(entry.assignment, flag), None
    if entry.task is not None:
        return entry.task, None
    return default_task(context, entry.assignment, refused=refused)


def default_task(
    context: Context, assignment: ProjectAssignment, *, refused: bool = False
) -> tuple[Task, str]:
    """The task to assume on a project, and why; `refused` leaves the settings' task out."""
    tasks = assignment.tasks
    if known := known_default(context, assignment, refused=refused):
        return known
    if context.choose is not None and tasks:
        question = f"Which task on {assignment.project.name}?"
        chosen = context.choose(question, [task.name for task in tasks])
        if chosen is not None:
            return tasks[chosen], TaskReason.CHOSEN
    raise _no_task(assignment)


def known_default(
    context: Context, assignment: ProjectAssignment, *, refused: bool = False
) -> tuple[Task, str] | None:
    """The task that would be assumed without asking anybody, and why; None when there is none."""
    named = None if refused else task_of_settings(context, assignment)
    if named is not None:
        return named
    if last := last_used(context, assignment):
        return last, TaskReason.LAST_USED
    tasks = assignment.tasks
    return (tasks[0], TaskReason.ONLY) if len(tasks) == 1 else None


def last_used(context: Context, assignment: ProjectAssignment) -> Task | None:
    """The task of my newest entry on the project, if it may still be tracked.

    Entries up to the one at which the person gave up the default do not count.
    """
    given_up = context.account.choices.defaults.get(str(assignment.project.id), 0)
    for new in reversed(context.foreseen):
        if new.project_id == assignment.project.id and (
            task := assignment.usable_task(new.task_id)
        ):
            return task
    for entry in context.account.data.recent:
        if entry.id > given_up and entry.project_id == assignment.project.id:
            task = assignment.usable_task(entry.task_id)
            if task is not None:
                return task
    return None


def _no_task(assignment: ProjectAssignment) -> SentenceError:
    name = assignment.project.name
    if not assignment.tasks:
        message = f"{name} has no task that you may track"
        return SentenceError(message, code="no_task", hint="Ask an administrator to add one")
    return SentenceError(
        f"{name} has {len(assignment.tasks)} tasks and you have used none of them recently",
        code="no_task",
        hint="Name the task, or add `--task NAME`",
        candidates=[task.name for task in assignment.tasks][:5],
    )
