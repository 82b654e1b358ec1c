"""Clients, projects, tasks and assignments, for those who may read them (Harvest docs)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from harvest_cli.sandbox.entries.read import decimal, stamps
from harvest_cli.sandbox.request.paging import by_cursor, numbered_rows
from harvest_cli.sandbox.request.params import flag_param, id_param, moment_param
from harvest_cli.sandbox.request.permissions import Call, has_teammates, managed_projects, require
from harvest_cli.sandbox.request.replies import Handler, Reply, answer, no_record

if TYPE_CHECKING:
    from sqlite3 import Row

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


def list_clients(call: Call) -> Reply:
    """`GET /clients`: administrators, and managers who may edit clients."""
    require(call.caller.may("client_and_task_manager"))
    return by_cursor(
        call, "clients", [_client(row) for row in _rows(call, "SELECT * FROM clients")]
    )


def get_client(call: Call, client_id: int) -> Reply:
    """`GET /clients/{id}`."""
    require(call.caller.may("client_and_task_manager"))
    return _one(call, "SELECT * FROM clients", client_id, _client)


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
        "client": {
            "id": row["client_id"],
            "name": row["client_name"],
            "currency": row["currency"],
        },
        # Undocumented, but in live answers.
        "currency": row["currency"],
    }


def list_tasks(call: Call) -> Reply:
    """`GET /tasks`: administrators, and managers who may edit tasks."""
    require(call.caller.may("client_and_task_manager"))
    return by_cursor(call, "tasks", [_task(row) for row in _rows(call, "SELECT * FROM tasks")])


def get_task(call: Call, task_id: int) -> Reply:
    """`GET /tasks/{id}`."""
    require(call.caller.may("client_and_task_manager"))
    return _one(call, "SELECT * FROM tasks", task_id, _task)


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


def list_task_assignments(call: Call) -> Reply:
    """`GET /task_assignments`, by cursor: administrators, and managers of projects."""
    managed = _managed(call)
    rows = _rows(call, TASK_ASSIGNMENTS)
    seen = [row for row in rows if managed is None or row["project_id"] in managed]
    return by_cursor(call, "task_assignments", [_task_assignment(row) for row in seen])


def project_task_assignments(call: Call, project_id: int) -> Reply:
    """`GET /projects/{id}/task_assignments`, in numbered pages."""
    _require_project(call, project_id)
    _one(call, PROJECTS, project_id, _project)
    rows = _rows(call, TASK_ASSIGNMENTS, project_id=project_id)
    return numbered_rows(call, "task_assignments", [_task_assignment(row) for row in rows])


def get_task_assignment(call: Call, project_id: int, assignment_id: int) -> Reply:
    """`GET /projects/{id}/task_assignments/{id}`."""
    _require_project(call, project_id)
    select = f"{TASK_ASSIGNMENTS} WHERE a.project_id = {project_id}"
    return _one(call, select, assignment_id, _task_assignment)


def _task_assignment(row: "Row") -> dict[str, Any]:
    return {
        "id": row["id"],
        "billable": bool(row["billable"]),
        "is_active": bool(row["is_active"]),
        **stamps(row),
        "hourly_rate": decimal(row["hourly_rate"]),
        "budget": decimal(row["budget"]),
        "project": _project_name(row),
        "task": {"id": row["task_id"], "name": row["task_name"]},
    }


def list_user_assignments(call: Call) -> Reply:
    """`GET /user_assignments`, by cursor: administrators, and managers of people or projects."""
    managed = None if call.caller.is_admin else managed_projects(call)
    require(managed is None or bool(managed) or has_teammates(call))
    rows = _rows(call, USER_ASSIGNMENTS, "user_id")
    seen = [row for row in rows if managed is None or row["project_id"] in managed]
    return by_cursor(call, "user_assignments", [_user_assignment(row) for row in seen])


def project_user_assignments(call: Call, project_id: int) -> Reply:
    """`GET /projects/{id}/user_assignments`, in numbered pages."""
    _require_project(call, project_id)
    _one(call, PROJECTS, project_id, _project)
    rows = _rows(call, USER_ASSIGNMENTS, "user_id", project_id=project_id)
    return numbered_rows(call, "user_assignments", [_user_assignment(row) for row in rows])


def get_user_assignment(call: Call, project_id: int, assignment_id: int) -> Reply:
    """`GET /projects/{id}/user_assignments/{id}`."""
    _require_project(call, project_id)
    select = f"{USER_ASSIGNMENTS} WHERE a.project_id = {project_id}"
    return _one(call, select, assignment_id, _user_assignment)


def _user_assignment(row: "Row") -> dict[str, Any]:
    return {
        "id": row["id"],
        "is_project_manager": bool(row["is_project_manager"]),
        "is_active": bool(row["is_active"]),
        "use_default_rates": bool(row["use_default_rates"]),
        "budget": decimal(row["budget"]),
        **stamps(row),
        "hourly_rate": decimal(row["hourly_rate"]),
        "project": _project_name(row),
        "user": {"id": row["user_id"], "name": row["user_name"]},
    }


def _project_name(row: "Row") -> dict[str, Any]:
    return {"id": row["project_id"], "name": row["project_name"], "code": row["project_code"]}


ROUTES: dict[str, Handler] = {
    "GET /clients": list_clients,
    "GET /clients/#": get_client,
    "GET /projects": list_projects,
    "GET /projects/#": get_project,
    "GET /projects/#/task_assignments": project_task_assignments,
    "GET /projects/#/task_assignments/#": get_task_assignment,
    "GET /projects/#/user_assignments": project_user_assignments,
    "GET /projects/#/user_assignments/#": get_user_assignment,
    "GET /tasks": list_tasks,
    "GET /tasks/#": get_task,
    "GET /task_assignments": list_task_assignments,
    "GET /user_assignments": list_user_assignments,
}
