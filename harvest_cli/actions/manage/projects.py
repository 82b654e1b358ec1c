"""`hv projects --all`: every project of the account with its tasks, be it mine or not."""

from harvest_cli.actions.manage.access import management
from harvest_cli.actions.resolve.projects import ProjectList, ProjectRow
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.projects import TaskAssignment


def all_projects(context: Context, words: str) -> ProjectList:
    """The projects that I may see, archived ones too, whose names hold the words. Two requests."""
    work = management(context, "see all projects of the account", "manager")
    tasks: dict[int, list[TaskAssignment]] = {}
    found, parts = list(work.all_projects()), words.casefold().split()
    for row in work.task_assignments():
        made = TaskAssignment(row.id, row.task, row.billable, row.is_active)
        tasks.setdefault(row.project.id, []).append(made)
    rows = []
    for each in found:
        text = f"{each.client.name} {each.project.name} {each.project.code or ''}".casefold()
        if all(part in text for part in parts):
            own = tuple(tasks.get(each.project.id, ())[::-1])
            rows.append(ProjectRow(each._replace(task_assignments=own), slug=""))
    return ProjectList(words, tuple(rows))
