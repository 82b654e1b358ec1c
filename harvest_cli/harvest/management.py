"""What those who manage an account ask of Harvest: people, and the tasks of projects.

Loaded for them alone. Each method is one request, a list one for each page, and raises the HvError
that fits how it ended (Harvest docs, Users and Task Assignments).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal

from harvest_cli.domain.company import Project, ProjectAssignment, Task
from harvest_cli.domain.managed import Person, PersonFields, TaskFields, TaskOfProject
from harvest_cli.harvest.client import Harvest
from harvest_cli.harvest.wire import write
from harvest_cli.harvest.wire.read import (
    Object,
    client,
    flag,
    name,
    number,
    read_as,
    required_id,
    task,
    text,
    texts,
)


class Management:
    """The endpoints of people and task assignments, over the client of a command."""

    def __init__(self, harvest: Harvest) -> None:
        self._harvest = harvest

    def people(
        self, is_active: bool | None = None, updated_since: datetime | None = None
    ) -> Iterator[Person]:
        """The people that I may see, newest first; raises Refused where that is nobody."""
        params = _list_params(is_active=is_active, updated_since=updated_since)
        return self._harvest.rows("/users", "users", params, person)

    def person(self, user_id: int) -> Person:
        """One of them."""
        return self._harvest.record(f"/users/{user_id}", person)

    def create_person(self, fields: PersonFields) -> Person:
        """Invite somebody; first name, last name and e-mail address are required. Sent once."""
        return self._harvest.write_record("POST", "/users", fields, person)

    def update_person(self, user_id: int, fields: PersonFields) -> Person:
        """Change somebody; `is_active` archives and restores."""
        return self._harvest.write_record("PATCH", f"/users/{user_id}", fields, person)

    def delete_person(self, user_id: int) -> None:
        """Delete somebody without time; raises Refused for everybody else."""
        self._harvest.delete_record(f"/users/{user_id}")

    def create_rate(self, user_id: int, kind: str, fields: Mapping[str, object]) -> Decimal | None:
        """A rate from its `start_date` on, `kind` as paths name it; its amount. Sent once."""
        path = f"/users/{user_id}/{kind}"
        return self._harvest.write_record(
            "POST", path, fields, lambda row: number(row.get("amount"))
        )

    def task_assignments(
        self,
        project_id: int | None = None,
        is_active: bool | None = None,
        updated_since: datetime | None = None,
    ) -> Iterator[TaskOfProject]:
        """The tasks of one project, or of all that I manage, newest first."""
        path = "/task_assignments" if project_id is None else _tasks_path(project_id)
        params = _list_params(is_active=is_active, updated_since=updated_since)
        return self._harvest.rows(path, "task_assignments", params, task_of_project)

    def task_assignment(self, project_id: int, assignment_id: int) -> TaskOfProject:
        """One of them."""
        return self._harvest.record(_tasks_path(project_id, assignment_id), task_of_project)

    def create_task_assignment(self, project_id: int, fields: TaskFields) -> TaskOfProject:
        """Let a task be tracked on a project; `task_id` is required. Sent once."""
        return self._harvest.write_record("POST", _tasks_path(project_id), fields, task_of_project)

    def update_task_assignment(
        self, project_id: int, assignment_id: int, fields: TaskFields
    ) -> TaskOfProject:
        """Change one; `is_active` archives and restores."""
        path = _tasks_path(project_id, assignment_id)
        return self._harvest.write_record("PATCH", path, fields, task_of_project)

    def delete_task_assignment(self, project_id: int, assignment_id: int) -> None:
        """Remove one to which no time is tracked; raises Refused for others."""
        self._harvest.delete_record(_tasks_path(project_id, assignment_id))

    def all_projects(self, is_active: bool | None = None) -> Iterator[ProjectAssignment]:
        """Every project that I may see, be it mine or not, without its tasks."""
        params = _list_params(is_active=is_active)
        return self._harvest.rows("/projects", "projects", params, project_of_account)

    def all_tasks(self, is_active: bool | None = None) -> Iterator[Task]:
        """Every task of the account."""
        params = _list_params(is_active=is_active)
        return self._harvest.rows("/tasks", "tasks", params, task)


def person(record: Object) -> Person:
    """Somebody of the account; raises Unreadable without an id."""
    lists = {name: texts(record.get(name)) for name in ("roles", "access_roles")}
    return read_as(Person, record, id=required_id(record), **lists)


def task_of_project(record: Object) -> TaskOfProject:
    """A task of a project; raises Unreadable without an id."""
    return read_as(TaskOfProject, record, id=required_id(record))


def project_of_account(record: Object) -> ProjectAssignment:
    """A project with its client, without an assignment of mine; raises Unreadable without an id."""
    found = Project(required_id(record), name(record.get("name")), text(record.get("code")))
    active = flag(record.get("is_active"), otherwise=True)
    return ProjectAssignment(None, found, client(record.get("client")), is_active=active)


def _tasks_path(project_id: int, assignment_id: int | None = None) -> str:
    path = f"/projects/{int(project_id)}/task_assignments"
    return path if assignment_id is None else f"{path}/{int(assignment_id)}"


def _list_params(**given: object) -> dict[str, str]:
    return {name: write.param(value) for name, value in given.items() if value is not None}
