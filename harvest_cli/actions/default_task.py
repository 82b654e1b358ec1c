"""Which task, when the sentence names none; and why, so that it can be said.

The task of the settings, else the one used last on that project, else the only one there is, else
the person is asked where somebody can be asked; never the first of several.
"""

from harvest_cli.actions.context import Context
from harvest_cli.actions.defaults import refuses_default, task_of_settings
from harvest_cli.domain.errors import SentenceError
from harvest_cli.domain.projects import ProjectAssignment, Task
from harvest_cli.language.text.readings import EntryReading

LAST_USED = "last used here"


CHOSEN = "chosen"
"""The reason where the person was asked: no assumption."""


def task_for(context: Context, entry: EntryReading, flag: str | None) -> tuple[Task, str | None]:
    """The task of an entry and, when nobody named it, why it was taken.

    Raises SentenceError `no_task`, `unknown_task` or `ambiguous_task`.
    """
    refused = refuses_default(flag, (task.name for task in entry.assignment.tasks))
    if flag is not None and not refused:
        return context.book.names.task(entry.assignment, flag), None
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
            return tasks[chosen], CHOSEN
    raise _no_task(assignment)


def known_default(
    context: Context, assignment: ProjectAssignment, *, refused: bool = False
) -> tuple[Task, str] | None:
    """The task that would be assumed without asking anybody, and why; None when there is none."""
    named = None if refused else task_of_settings(context, assignment)
    if named is not None:
        return named
    if last := last_used(context, assignment):
        return last, LAST_USED
    tasks = assignment.tasks
    return (tasks[0], "the only task") if len(tasks) == 1 else None


def last_used(context: Context, assignment: ProjectAssignment) -> Task | None:
    """The task of my newest entry on the project, if it may still be tracked.

    Entries up to the one at which the person gave up the default do not count.
    """
    usable = {task.id: task for task in assignment.tasks}
    given_up = context.book.choices.defaults.get(str(assignment.project.id), 0)
    for entry in context.book.catalogue.recent:
        if entry.id <= given_up:
            continue
        if entry.project_id == assignment.project.id and entry.task_id in usable:
            return usable[entry.task_id]
    return None


def _no_task(assignment: ProjectAssignment) -> SentenceError:
    name = assignment.project.name
    if not assignment.tasks:
        message = f"{name} has no task that you may track"
        return SentenceError(message, code="no_task", hint="Ask an administrator to add one")
    return SentenceError(
        f"{name} has {len(assignment.tasks)} tasks and you have used none of them lately",
        code="no_task",
        hint="Name the task, or add `--task NAME`",
        candidates=[task.name for task in assignment.tasks][:5],
    )
