"""What hv remembers of this account's words: choices for ambiguous ones, and default tasks.

All of it can be looked at and forgotten.
"""

from collections.abc import Iterable

from harvest_cli.actions.resolve.ambiguity import with_fresh_names
from harvest_cli.actions.resolve.defaults import TaskReason, known_default
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import ProjectAssignment
from harvest_cli.domain.errors import ConfigurationError, NotFound
from harvest_cli.domain.records import NamedTuple
from harvest_cli.language.text.tokens import key_of
from harvest_cli.local.cache.choices import NOWHERE


class Memory(NamedTuple):
    """One thing remembered: `words` that mean a project or a task, or no words for a default task.

    `why` says where it comes from.
    """

    words: str | None
    client: str
    project: str
    task: str | None
    why: str


class Forgotten(NamedTuple):
    """What was forgotten just now."""

    memories: tuple[Memory, ...]


def remembered(context: Context) -> tuple[Memory, ...]:
    """Everything remembered: words first, then the default task of each project."""
    return (*_words(context), *_defaults(context, context.account.data.assignments))


def _words(context: Context) -> list[Memory]:
    choices = context.account.choices
    known = context.account.data.assignment_of
    found = [
        Memory(words, *_names(known(project_id), project_id), None, "you chose it")
        for words, project_id in sorted(choices.projects.items())
    ]
    for key, task_id in sorted(choices.tasks.items()):
        number, _, words = key.partition(" ")
        assignment = known(int(number)) if number.isdecimal() else None
        found.append(_chosen(words, assignment, number, task_id))
    for words, (project_id, task_id) in sorted(choices.imports().items()):
        if (project_id, task_id) == NOWHERE:
            found.append(Memory(words, "", "rows to skip", None, "you chose it"))
            continue
        found.append(_chosen(words, known(project_id), project_id, task_id))
    return found


def _chosen(
    words: str, assignment: ProjectAssignment | None, number: object, task_id: int
) -> Memory:
    task = assignment.usable_task(task_id) if assignment else None
    name = task.name if task else f"task {task_id}"
    return Memory(words, *_names(assignment, number), name, "you chose it")


def _names(assignment: ProjectAssignment | None, number: object) -> tuple[str, str]:
    if assignment is None:
        return "", f"project {number}"
    return assignment.client.name, assignment.project.name


def _defaults(context: Context, assignments: Iterable[ProjectAssignment]) -> list[Memory]:
    found = []
    for assignment in assignments:
        default = known_default(context, assignment) if assignment.is_active else None
        if default is not None:
            task, why = default
            names = _names(assignment, assignment.project.id)
            found.append(Memory(None, *names, task.name, why))
    return found


def forget(context: Context, words: str) -> Forgotten:
    """Forget a wording, or all about the project that the words name.

    Of a project that is every wording that was chosen for it, and the task used last on it.
    Raises NotFound when nothing is remembered of it, SentenceError when no project is meant.
    """
    choices, typed = context.account.choices, words.strip().casefold()
    key = typed if typed in choices.imports() else key_of(words)
    gone = [memory for memory in _words(context) if memory.words == key]
    if gone:
        choices.forget_imported(key)
        choices.projects.pop(key, None)
        for task_key in [each for each in choices.tasks if each.partition(" ")[2] == key]:
            del choices.tasks[task_key]
        return _kept(context, gone)
    assignment = with_fresh_names(context, lambda: context.account.names.project(words))
    gone = _of_project(context, assignment)
    if not gone:
        message = f"Nothing is remembered about {assignment.project.name}"
        raise NotFound(message, hint="`hv projects --remembered` lists what hv remembers")
    return _kept(context, gone)


def _of_project(context: Context, assignment: ProjectAssignment) -> list[Memory]:
    choices, number = context.account.choices, assignment.project.id
    named = _names(assignment, number)
    gone = [m for m in _words(context) if (m.client, m.project) == named]
    for words, (chosen, _) in choices.imports().items():
        if chosen == number:
            choices.forget_imported(words)
    for words in [each for each, chosen in choices.projects.items() if chosen == number]:
        del choices.projects[words]
    for key in [each for each in choices.tasks if each.partition(" ")[0] == str(number)]:
        del choices.tasks[key]
    gone += [m for m in _defaults(context, [assignment]) if m.why == TaskReason.LAST_USED]
    _give_up_default(context, assignment)
    return gone


def _give_up_default(context: Context, assignment: ProjectAssignment) -> None:
    number = assignment.project.id
    ids = [entry.id for entry in context.account.data.recent if entry.project_id == number]
    if ids:
        context.account.choices.defaults[str(number)] = max(ids)


def forget_all(context: Context) -> Forgotten:
    """Forget every wording and every task used last."""
    gone = _words(context)
    active = [a for a in context.account.data.assignments if a.is_active]
    gone += [memory for memory in _defaults(context, active) if memory.why == TaskReason.LAST_USED]
    choices = context.account.choices
    choices.projects.clear()
    choices.tasks.clear()
    for names in choices.imports():
        choices.forget_imported(names)
    for assignment in active:
        _give_up_default(context, assignment)
    return _kept(context, gone)


def _kept(context: Context, gone: list[Memory]) -> Forgotten:
    choices = context.account.choices
    try:
        choices.save()
    except OSError as error:
        message = f"{choices.path} cannot be written: {error.strerror or error}"
        raise ConfigurationError(
            message, hint=f"Check the permissions: `ls -ld {choices.path.parent}`"
        ) from None
    return Forgotten(tuple(gone))
