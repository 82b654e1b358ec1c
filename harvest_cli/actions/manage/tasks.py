"""`hv tasks PROJECT`: which tasks may be tracked on a project; add, change, archive, remove."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from harvest_cli.actions.entries.edit import confirm
from harvest_cli.actions.manage.access import done_already, management, pick, telling, would
from harvest_cli.actions.manage.people import amount_of
from harvest_cli.actions.outbox.history import Managed, ManagedDeed
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.session.dry_run import WouldSend
from harvest_cli.actions.undo.managed import note, plain
from harvest_cli.domain.company import ProjectAssignment
from harvest_cli.domain.errors import NotFound, Refused, UsageError
from harvest_cli.domain.managed import TaskFields, TaskOfProject
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.harvest.management import Management

KEPT = ("is_active", "billable", "hourly_rate", "budget")
LONGEST = 60
"""Letters of what was typed, in a message."""


class TaskFlags(NamedTuple):
    """What flags say of a task on a project, as typed; `none` takes a rate or budget away."""

    billable: bool | None = None
    rate: str | None = None
    budget: str | None = None


class ProjectTasks(NamedTuple):
    """The tasks of a project, newest first."""

    project: ProjectAssignment
    tasks: tuple[TaskOfProject, ...]


class TaskChanged(NamedTuple):
    """What was done to a task of a project: added, changed, archived, restored or removed.

    Of a dry run `requests` would be sent; `name` is the task's.
    """

    deed: ManagedDeed
    project: ProjectAssignment
    name: str
    task: TaskOfProject | None
    requests: tuple[WouldSend, ...] = ()


def tasks(context: Context, words: str) -> ProjectTasks:
    """The tasks of a project, archived ones too; one request where hv knows the project."""
    work = management(context, "see the tasks of a project", "manager")
    project = project_named(context, work, words)
    return ProjectTasks(project, _rows(work, project))


def _rows(work: Management, project: ProjectAssignment) -> tuple[TaskOfProject, ...]:
    """The tasks of a project; raises Refused or NotFound where somebody else manages it."""
    try:
        return tuple(work.task_assignments(project.project.id))
    except (NotFound, Refused) as error:
        error.message = f"{project.project.name} is not among the projects that you manage"
        error.hint = "`hv projects --all` lists those"
        raise


def project_named(context: Context, work: Management, words: str) -> ProjectAssignment:
    """One of my projects where the words fit one, else of the account's."""
    try:
        return pick(words, context.account.data.assignments, _project_names, "project")
    except NotFound:
        return pick(words, work.all_projects(), _project_names, "project")


def _project_names(project: ProjectAssignment) -> tuple[str, ...]:
    own = project.project
    code = [own.code] if own.code else []
    both = f"{project.client.name} {own.name}"
    return (own.name, str(own.id), *code, both, f"{own.name} {own.id}", f"{both} {own.id}")


def _task_names(row: TaskOfProject) -> tuple[str, ...]:
    return (row.task.name, str(row.task.id))


def split_words(words: tuple[str, ...], flag: str | None) -> tuple[str, str]:
    """Project and task of `hv tasks add PROJECT TASK`; each is one word, or quoted."""
    if flag is not None:
        return flag, " ".join(words)
    if len(words) != 2:
        message = "The project and the task are needed, in this order"
        if len(words) > 2:
            message += f', got "{" ".join(words)[:LONGEST]}"'
        raise UsageError(message, hint='hv tasks add Website "Business Development"')
    return words[0], words[1]


def add(
    context: Context, project_words: str, words: str, flags: TaskFlags, *, dry_run: bool = False
) -> TaskChanged:
    """Let a task of the account be tracked on a project."""
    fields = _fields(flags)
    work = management(context, "add tasks to a project", "manager")
    project = project_named(context, work, project_words)
    task = pick(words, work.all_tasks(is_active=True), lambda t: (t.name, str(t.id)), "task")
    known = project.assigned(task.id)
    if known is not None and known.is_active:
        message = f"{task.name} is on {project.project.name} already"
        hint = f'`hv tasks edit {project.project.id} "{task.name}" --rate 75` changes it'
        raise NotFound(message, code="nothing_to_do", hint=hint)
    fields = {"task_id": task.id, **fields}
    if dry_run:
        requests = would("POST", _path(project), fields)
        return TaskChanged(ManagedDeed.ADDED, project, task.name, None, requests)
    with telling(f"hv tasks {project.project.id}"):
        made = work.create_task_assignment(project.project.id, fields)
    back = ("DELETE", _path(project, made), None)
    return _noted(context, ManagedDeed.ADDED, project, made, KEPT, back)


def change(
    context: Context, project_words: str, words: str, flags: TaskFlags, *, dry_run: bool = False
) -> TaskChanged:
    """Change whether a task is billable, its rate or its budget."""
    fields = _fields(flags)
    if not fields:
        message = "Nothing to change"
        raise UsageError(message, hint="For example `--rate 75`: `hv tasks --help`")
    return _changed(
        context, project_words, words, ManagedDeed.CHANGED, lambda _: fields, dry_run=dry_run
    )


def archive(
    context: Context, project_words: str, words: str, *, sure: bool = False, dry_run: bool = False
) -> TaskChanged:
    """No more time may be tracked to the task on this project; what there is stays."""
    return _switched(context, project_words, words, active=False, sure=sure, dry_run=dry_run)


def restore(
    context: Context, project_words: str, words: str, *, dry_run: bool = False
) -> TaskChanged:
    """Time may be tracked to it again."""
    return _switched(context, project_words, words, active=True, sure=True, dry_run=dry_run)


def _switched(
    context: Context, project: str, words: str, *, active: bool, sure: bool, dry_run: bool
) -> TaskChanged:
    def wanted(row: TaskOfProject) -> TaskFields:
        if row.is_active == active:
            raise done_already(row.task.name, "active" if active else "archived")
        if not sure and not dry_run:
            question = f"Archive {row.task.name} on {row.project.name}? No more time goes to it"
            confirm(context, question, "Archiving a task needs to be confirmed")
        return {"is_active": active}

    deed = ManagedDeed.RESTORED if active else ManagedDeed.ARCHIVED
    return _changed(context, project, words, deed, wanted, dry_run=dry_run)


def remove(
    context: Context, project_words: str, words: str, *, sure: bool = False, dry_run: bool = False
) -> TaskChanged:
    """Take a task without time off a project, after asking."""
    work = management(context, "remove tasks from a project", "manager")
    project = project_named(context, work, project_words)
    number = project.project.id
    row = pick(words, _rows(work, project), _task_names, "task")
    if dry_run:
        requests = would("DELETE", _path(project, row), {})
        return TaskChanged(ManagedDeed.REMOVED, project, row.task.name, row, requests)
    if not sure:
        question = f"Remove {row.task.name} from {project.project.name}?"
        confirm(context, question, "Removing a task needs to be confirmed")
    with telling(f"hv tasks {number}"):
        work.delete_task_assignment(number, row.id)
    again = {"task_id": row.task.id, **plain(row._asdict(), KEPT)}
    back = ("POST", _path(project), again)
    return _noted(context, ManagedDeed.REMOVED, project, row, (), back)


def _changed(
    context: Context,
    project_words: str,
    words: str,
    deed: ManagedDeed,
    wanted: Callable[[TaskOfProject], TaskFields],
    *,
    dry_run: bool,
) -> TaskChanged:
    work = management(context, "change the tasks of a project", "manager")
    project = project_named(context, work, project_words)
    number = project.project.id
    row = pick(words, _rows(work, project), _task_names, "task")
    fields, path = wanted(row), _path(project, row)
    if dry_run:
        return TaskChanged(deed, project, row.task.name, row, would("PATCH", path, fields))
    with telling(f"hv tasks {number}"):
        done = work.update_task_assignment(number, row.id, fields)
    names = list(fields)
    back = ("PATCH", path, plain(row._asdict(), names))
    return _noted(context, deed, project, done, names, back)


def _noted(
    context: Context,
    deed: ManagedDeed,
    project: ProjectAssignment,
    row: TaskOfProject,
    names: Sequence[str],
    *back: tuple[str, str, Mapping[str, Any] | None],
) -> TaskChanged:
    """What was done, kept for `hv undo`: how fields with these names were left, and the way back.

    Whoever needs names of tasks next asks for them again.
    """
    what = f"{project.client.name} › {project.project.name} › {row.task.name}"
    path, left = _path(project, row), plain(row._asdict(), names)
    note(context, row.id, Managed(deed, what, path, left, back))
    context.account.forget()
    return TaskChanged(deed, project, row.task.name, row)


def _path(project: ProjectAssignment, row: TaskOfProject | None = None) -> str:
    path = f"/projects/{project.project.id}/task_assignments"
    return f"{path}/{row.id}" if row else path


def _fields(flags: TaskFlags) -> TaskFields:
    fields: TaskFields = {}
    if flags.billable is not None:
        fields["billable"] = flags.billable
    if flags.rate is not None:
        fields["hourly_rate"] = _or_none(flags.rate, "--rate")
    if flags.budget is not None:
        fields["budget"] = _or_none(flags.budget, "--budget")
    return fields


def _or_none(text: str, flag: str) -> Decimal | None:
    return None if text.strip().lower() == "none" else amount_of(text, flag)
