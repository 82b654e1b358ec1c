"""What an account has by name, for programs: projects, tasks, people, aliases, readings."""

from harvest_cli.actions.resolve.looking_back import in_words
from harvest_cli.actions.resolve.parse import Parsed, ParsedEntry
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.domain.totals import GROUPINGS
from harvest_cli.show.machine.entries import (
    INFERENCES,
    PERIOD,
    REQUESTS,
    SPAN,
    WARNINGS,
    clock_cell,
)
from harvest_cli.show.machine.fields import Field, OrNull, Table


class EntryOfSentence(NamedTuple):
    """One entry in the sentence that it was read from."""

    entry: ParsedEntry
    parsed: Parsed


PROJECT = Table(
    Field("client", "text", "assignment.client.name", 1),
    Field("project", "text", "assignment.project.name", 2),
    Field("code", "text?", "assignment.project.code", 3),
    Field("slug", "text", None, 4),
    Field(
        "tasks",
        ["text"],
        lambda row: [task.name for task in row.assignment.tasks],
        5,
        lambda row: "; ".join(task.name for task in row.assignment.tasks),
    ),
    Field("last_used", "date?", None, 6),
    Field("last_task", "text?", None, 7),
    Field("default_task", "text?"),
    Field("default_task_why", "text?", "why"),
    Field("client_id", "int?", "assignment.client.id"),
    Field("project_id", "int?", lambda row: row.assignment.project.id or None),
    Field("is_active", "bool", "assignment.is_active"),
    Field("task_ids", ["int"], lambda row: [task.id for task in row.assignment.tasks]),
)
MEMORY = Table(
    Field("words", "text?", None, 1),
    Field("client", "text", None, 2),
    Field("project", "text", None, 3),
    Field("task", "text?", None, 4),
    Field("why", "text", None, 5),
    name="memory",
)
ALIAS = Table(Field("name"), Field("sentence"), name="alias")
ALIAS_CHANGE = Table(
    Field("name", "text", "alias.name"),
    Field("sentence", "text", "alias.sentence"),
    Field("before", "text?"),
    Field("deleted", "bool"),
    Field("path"),
    Field("warnings", ["text"]),
)


PROJECTS = Table(Field("projects", [PROJECT], "rows"))
MEMORIES = Table(Field("remembered", [MEMORY], "rows"))
FORGOTTEN = Table(Field("forgotten", [MEMORY], "memories"))
FAVOURITE = Table(
    Field("client", "text", "assignment.client.name"),
    Field("project", "text", "assignment.project.name"),
    Field("task", "text", "task.name"),
    Field("entries", "int"),
    Field("last_used", "date?"),
)
ALIASES = Table(Field("aliases", [ALIAS], "rows"), Field("favourites", [FAVOURITE]))
START, END = "entry.started_time", "entry.ended_time"
_TYPED = Field("typed?", "text")
_SPANS = Field("spans", [SPAN], "parts")
PARSED_ENTRY = Table(
    Field("state", "preview", lambda _each: "preview"),
    Field("spent_date", "date?", "entry.spent_date", 1),
    Field("hours", "number?", "entry.hours", 2),
    Field("started_time", "time?", START, 3, clock_cell(START)),
    Field("ended_time", "time?", END, 4, clock_cell(END)),
    Field("is_running", "bool", lambda each: each.parsed.kind == "start"),
    Field("client", "text", "entry.client", 5),
    Field("project", "text", "entry.project", 6),
    Field("task", "text?", "entry.task", 7),
    Field("notes", "text?", "entry.notes", 8),
    also=(Field("text", "text", "parsed.text", 9),),
)


PARSED = Table(
    Field("text"),
    Field(
        "entries",
        [PARSED_ENTRY],
        lambda parsed: [EntryOfSentence(entry, parsed) for entry in parsed.entries],
    ),
    WARNINGS,
    _TYPED,
    INFERENCES,
    _SPANS,
)
PARSED_PERIOD = Table(
    Field("text", "text", None, 8),
    Field("from", "date", "period.period.start", 1),
    Field("to", "date", "period.period.end", 2),
    Field(
        "group_by",
        "|".join([*GROUPINGS, "null"]),
        lambda parsed: parsed.period.group_by[0] if parsed.period.group_by else None,
        3,
        lambda parsed: ",".join(parsed.period.group_by),
    ),
    Field("groups", ["text"], "period.group_by"),
    Field("client", "text?", "period.client", 4),
    Field(
        "project", "text?", lambda p: p.period.assignment and p.period.assignment.project.name, 5
    ),
    Field("task", "text?", "period.task", 6),
    Field("billable", "bool?", "period.billable", 7),
    _TYPED,
    INFERENCES,
    _SPANS,
    Field("filters", ["text"], lambda parsed: list(in_words(parsed.period))),
    Field("compared", OrNull(PERIOD), "period.compared"),
)
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
    Field("project", "text", "project.name", 1),
    Field("project_id", "int", "project.id"),
    Field("task", "text", "task.name", 2),
    Field("task_id", "int", "task.id", 8),
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
    Field("project", "text", "project.project.name"),
    Field("project_id", "int", "project.project.id"),
    Field("client", "text", "project.client.name"),
    Field("tasks", [TASK]),
)
PERSON_CHANGE = Table(Field("deed"), Field("person", PERSON), REQUESTS)
TASK_CHANGE = Table(
    Field("deed"),
    Field("project", "text", "project.project.name"),
    Field("project_id", "int", "project.project.id"),
    Field("task", "text", "name"),
    Field("task_assignment", OrNull(TASK), "task"),
    REQUESTS,
)
DOCUMENTS: dict[str, Any] = {
    "people": PEOPLE,
    "people-change": PERSON_CHANGE,
    "tasks": PROJECT_TASKS,
    "tasks-change": TASK_CHANGE,
    "projects": PROJECTS,
    "projects-remembered": MEMORIES,
    "projects-forgotten": FORGOTTEN,
    "parse": PARSED,
    "parse-period": PARSED_PERIOD,
    "alias-list": ALIASES,
    "alias-show": ALIAS,
    "alias-set": ALIAS_CHANGE,
    "alias-delete": ALIAS_CHANGE,
}
