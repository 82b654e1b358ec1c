"""Clients, projects, tasks and assignments, for those who may read them (Harvest docs)."""

from collections.abc import Callable
from functools import partial

from harvest_cli.domain.records import TYPE_CHECKING, Any, NamedTuple
from harvest_cli.sandbox.entries.read import (
    client_named,
    decimal,
    named,
    project_named,
    stamps,
    task_assignment,
    user_assignment,
)
from harvest_cli.sandbox.request.paging import by_cursor, numbered_rows
from harvest_cli.sandbox.request.params import flag_param, id_param, moment_param
from harvest_cli.sandbox.request.permissions import Call, has_teammates, managed_projects, require
from harvest_cli.sandbox.request.replies import Handler, Reply, answer, no_record

if TYPE_CHECKING:
    from sqlite3 import Row

PHONES = ("phone_office", "phone_mobile", "fax")
Shape = Callable[["Row"], dict[str, Any]]
PROJECTS = (
    "SELECT p.*, c.name AS client_name, c.currency FROM projects p "
    "JOIN clients c ON c.id = p.client_id"
)
TASK_ASSIGNMENTS = (
    "SELECT a.*, p.name AS project_name, p.code AS project_code, t.name AS task_name "
    "FROM task_assignments a JOIN projects p ON p.id = a.project_id "
    "JOIN tasks t ON t.id = a.task_id"
)
CONTACTS = (
    "SELECT k.*, c.name AS client_name, 1 AS is_active FROM contacts k "
    "JOIN clients c ON c.id = k.client_id"
)
USER_ASSIGNMENTS = (
    "SELECT a.*, p.name AS project_name, p.code AS project_code, "
    "u.first_name || ' ' || u.last_name AS user_name FROM user_assignments a "
    "JOIN projects p ON p.id = a.project_id JOIN users u ON u.id = a.user_id"
)


def _rows(call: Call, select: str, *equal: str, **fixed: int) -> list["Row"]:
    """Rows newest first, by the filters in the query; `fixed` are columns from the path."""
    active, since = flag_param(call.query, "is_active"), moment_param(call.query, "updated_since")
    wanted: dict[str, int | None] = {name: id_param(call.query, name) for name in equal}
    wanted |= {**fixed, "is_active": active}
    chosen = {name: value for name, value in wanted.items() if value is not None}
    rows = call.db.execute(f"SELECT * FROM ({select}) ORDER BY created_at DESC, id DESC")
    return [
        row
        for row in rows
        if all(row[name] == value for name, value in chosen.items())
        and (since is None or row["updated_at"] > since)
    ]


def _one(call: Call, select: str, record_id: int, shape: Shape) -> Reply:
    row = call.db.execute(f"SELECT * FROM ({select}) WHERE id = ?", (record_id,)).fetchone()
    if row is None:
        raise no_record()
    return answer(shape(row))


class Kind(NamedTuple):
    """One kind of record: its name in paths, its rows, their JSON, and its filters by id."""

    name: str
    select: str
    shape: Shape
    filters: tuple[str, ...] = ()


def listed(kind: Kind, call: Call) -> Reply:
    """`GET /clients`, `/contacts` and `/tasks`: administrators, and managers who may edit them."""
    require(call.caller.may("client_and_task_manager"))
    rows = _rows(call, kind.select, *kind.filters)
    return by_cursor(call, kind.name, [kind.shape(row) for row in rows])


def one(kind: Kind, call: Call, record_id: int) -> Reply:
    """`GET /clients/{id}`, `/contacts/{id}` and `/tasks/{id}`."""
    require(call.caller.may("client_and_task_manager"))
    return _one(call, kind.select, record_id, kind.shape)


def _client(row: "Row") -> dict[str, Any]:
    return {
        "id": row["id"],
        "name": row["name"],
        "is_active": bool(row["is_active"]),
        "address": row["address"],
        "statement_key": row["statement_key"],
        **stamps(row),
        "currency": row["currency"],
    }


def _contact(row: "Row") -> dict[str, Any]:
    shown = ("id", "title", "first_name", "last_name", "email", *PHONES)
    return {**{name: row[name] for name in shown}, **stamps(row), "client": named(row, "client")}


def list_projects(call: Call) -> Reply:
    """`GET /projects`: administrators all, managers those they manage."""
    managed = _managed(call)
    rows = _rows(call, PROJECTS, "client_id")
    seen = [row for row in rows if managed is None or row["id"] in managed]
    return by_cursor(call, "projects", [_project(row) for row in seen])


def get_project(call: Call, project_id: int) -> Reply:
    """`GET /projects/{id}`."""
    _require_project(call, project_id)
    return _one(call, PROJECTS, project_id, _project)


def _managed(call: Call) -> frozenset[int] | None:
    """The projects of a manager, None for an administrator, 403 for everybody else."""
    if call.caller.is_admin:
        return None
    managed = managed_projects(call)
    require(bool(managed))
    return managed


def _require_project(call: Call, project_id: int) -> None:
    managed = _managed(call)
    # Unverified: 404, as for other records that one may not see.
    if managed is not None and project_id not in managed:
        raise no_record()


def _project(row: "Row") -> dict[str, Any]:
    plain = ("id", "name", "code", "bill_by", "budget_by", "notes", "starts_on", "ends_on")
    flags = ["is_active", "is_billable", "is_fixed_fee", "budget_is_monthly", "show_budget_to_all"]
    return {
        **{name: row[name] for name in plain},
        **{name: bool(row[name]) for name in flags},
        **{name: decimal(row[name]) for name in ("hourly_rate", "budget", "cost_budget", "fee")},
        "cost_budget_include_expenses": False,
        "notify_when_over_budget": False,
        "over_budget_notification_percentage": 80.0,
        "over_budget_notification_date": None,
        **stamps(row),
        "client": client_named(row),
        # Undocumented, but in live answers.
        "currency": row["currency"],
    }


def _task(row: "Row") -> dict[str, Any]:
    return {
        "id": row["id"],
        "name": row["name"],
        "billable_by_default": bool(row["billable_by_default"]),
        "default_hourly_rate": decimal(row["default_hourly_rate"]),
        "is_default": bool(row["is_default"]),
        "is_active": bool(row["is_active"]),
        **stamps(row),
    }


def _task_assignment(row: "Row") -> dict[str, Any]:
    links = {"project": project_named(row), "task": named(row, "task")}
    return {**task_assignment(row, rates=True), **links}


def _user_assignment(row: "Row") -> dict[str, Any]:
    links = {"project": project_named(row), "user": named(row, "user")}
    return {**user_assignment(row, rates=True), **links}


CLIENTS = Kind("clients", "SELECT * FROM clients", _client)
OF_CONTACTS = Kind("contacts", CONTACTS, _contact, ("client_id",))
TASKS = Kind("tasks", "SELECT * FROM tasks", _task)
OF_TASKS = Kind("task_assignments", TASK_ASSIGNMENTS, _task_assignment)
OF_USERS = Kind("user_assignments", USER_ASSIGNMENTS, _user_assignment, ("user_id",))


def list_task_assignments(call: Call) -> Reply:
    """`GET /task_assignments`, by cursor: administrators, and managers of projects."""
    return _managed_assignments(OF_TASKS, call, _managed(call))


def list_user_assignments(call: Call) -> Reply:
    """`GET /user_assignments`, by cursor: administrators, and managers of people or projects."""
    managed = None if call.caller.is_admin else managed_projects(call)
    require(managed is None or bool(managed) or has_teammates(call))
    return _managed_assignments(OF_USERS, call, managed)


def _managed_assignments(kind: Kind, call: Call, managed: frozenset[int] | None) -> Reply:
    rows = _rows(call, kind.select, *kind.filters)
    seen = [row for row in rows if managed is None or row["project_id"] in managed]
    return by_cursor(call, kind.name, [kind.shape(row) for row in seen])


def assignments_of(kind: Kind, call: Call, project_id: int) -> Reply:
    """`GET /projects/{id}/task_assignments` and `…/user_assignments`, in numbered pages."""
    _require_project(call, project_id)
    _one(call, PROJECTS, project_id, _project)
    rows = _rows(call, kind.select, *kind.filters, project_id=project_id)
    return numbered_rows(call, kind.name, [kind.shape(row) for row in rows])


def assignment_of(kind: Kind, call: Call, project_id: int, assignment_id: int) -> Reply:
    """One of them by its id."""
    _require_project(call, project_id)
    select = f"{kind.select} WHERE a.project_id = {project_id}"
    return _one(call, select, assignment_id, kind.shape)


ROUTES: dict[str, Handler] = {
    "GET /clients": partial(listed, CLIENTS),
    "GET /clients/#": partial(one, CLIENTS),
    "GET /contacts": partial(listed, OF_CONTACTS),
    "GET /contacts/#": partial(one, OF_CONTACTS),
    "GET /projects": list_projects,
    "GET /projects/#": get_project,
    "GET /projects/#/task_assignments": partial(assignments_of, OF_TASKS),
    "GET /projects/#/task_assignments/#": partial(assignment_of, OF_TASKS),
    "GET /projects/#/user_assignments": partial(assignments_of, OF_USERS),
    "GET /projects/#/user_assignments/#": partial(assignment_of, OF_USERS),
    "GET /tasks": partial(listed, TASKS),
    "GET /tasks/#": partial(one, TASKS),
    "GET /task_assignments": list_task_assignments,
    "GET /user_assignments": list_user_assignments,
}
