"""People and the tasks of projects, for programs."""

from operator import attrgetter

from harvest_cli.domain.records import Any
from harvest_cli.show.machine.entries import REQUESTS
from harvest_cli.show.machine.fields import Field, OrNull, Table

PERSON = Table(
    Field("id", "int", None, 1),
    Field("name", "text", None, 2),
    Field("first_name"),
    Field("last_name"),
    Field("email", "text", None, 3),
    Field("telephone"),
    Field("timezone", "text?"),
    Field("has_access_to_all_future_projects", "bool"),
    Field("is_contractor", "bool", None, 7),
    Field("is_active", "bool", None, 4),
    Field("weekly_capacity", "int?", None, 6),
    Field("default_hourly_rate", "number?"),
    Field("cost_rate", "number?"),
    Field("roles", ["text"], None, 8, lambda person: "; ".join(person.roles)),
    Field("access_roles", ["text"], None, 5, lambda person: "; ".join(person.access_roles)),
    Field("avatar_url", "text?"),
    Field("created_at", "moment?"),
    Field("updated_at", "moment?"),
    name="person",
)
TASK = Table(
    Field("id", "int", None, 7),
    Field("project", "text", attrgetter("project.name"), 1),
    Field("project_id", "int", attrgetter("project.id")),
    Field("task", "text", attrgetter("task.name"), 2),
    Field("task_id", "int", attrgetter("task.id"), 8),
    Field("is_active", "bool", None, 3),
    Field("billable", "bool", None, 4),
    Field("hourly_rate", "number?", None, 5),
    Field("budget", "number?", None, 6),
    Field("created_at", "moment?"),
    Field("updated_at", "moment?"),
    name="task_of_project",
)
PEOPLE = Table(Field("people", [PERSON]))
PROJECT_TASKS = Table(
    Field("project", "text", attrgetter("project.project.name")),
    Field("project_id", "int", attrgetter("project.project.id")),
    Field("client", "text", attrgetter("project.client.name")),
    Field("tasks", [TASK]),
)
PERSON_CHANGE = Table(Field("deed"), Field("person", PERSON), REQUESTS)
TASK_CHANGE = Table(
    Field("deed"),
    Field("project", "text", attrgetter("project.project.name")),
    Field("project_id", "int", attrgetter("project.project.id")),
    Field("task", "text", attrgetter("name")),
    Field("task_assignment", OrNull(TASK), attrgetter("task")),
    REQUESTS,
)
DOCUMENTS: dict[str, Any] = {
    "people": PEOPLE,
    "people-change": PERSON_CHANGE,
    "tasks": PROJECT_TASKS,
    "tasks-change": TASK_CHANGE,
}
