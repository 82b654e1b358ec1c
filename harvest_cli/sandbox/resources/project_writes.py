"""Clients, contacts, tasks, projects, assignments: made, changed and deleted (Harvest docs)."""

from collections.abc import Callable, Mapping
from functools import partial

from harvest_cli.domain.records import Any
from harvest_cli.sandbox.request.params import hundredths, is_blank, whole
from harvest_cli.sandbox.request.permissions import Call, managed_projects, require
from harvest_cli.sandbox.request.replies import Handler, Reply, created, no_record, refuse
from harvest_cli.sandbox.resources import projects
from harvest_cli.sandbox.resources.records import (
    ACTIVE,
    NAME,
    Column,
    Kind,
    change,
    delete,
    flag,
    insert,
    iso_day,
    one_of,
    read_fields,
    record,
    shown_by,
    text,
)

RATES = (
    Column("hourly_rate", hundredths, nullable=True),
    Column("budget", hundredths, nullable=True),
)


def _assigned(kind: projects.Kind) -> Callable[[Call, int], dict[str, Any]]:
    def shape(call: Call, record_id: int) -> dict[str, Any]:
        found = call.db.execute(f"SELECT * FROM ({kind.select}) WHERE id = ?", (record_id,))
        return kind.shape(found.fetchone())

    return shape


CLIENTS = Kind(
    "clients",
    (
        NAME,
        ACTIVE,
        Column("address", text, nullable=True),
        Column("currency", text, "USD"),
    ),
    shown_by(partial(projects.one, projects.CLIENTS)),
    ("SELECT 1 FROM projects WHERE client_id = ?",),
)
CONTACTS = Kind(
    "contacts",
    (
        Column("client_id", whole, required=True),
        Column("first_name", text, required=True),
        *(Column(name, text, nullable=True) for name in ("title", "last_name", "email")),
        *(Column(name, text, nullable=True) for name in projects.PHONES),
    ),
    shown_by(partial(projects.one, projects.OF_CONTACTS)),
)
TASKS = Kind(
    "tasks",
    (
        NAME,
        Column("billable_by_default", flag, 1),
        Column("default_hourly_rate", hundredths, 0, nullable=True),
        Column("is_default", flag, 0),
        ACTIVE,
    ),
    shown_by(partial(projects.one, projects.TASKS)),
    ("SELECT 1 FROM entries WHERE task_id = ?",),
)
PROJECTS = Kind(
    "projects",
    (
        Column("client_id", whole, required=True),
        NAME,
        Column("is_billable", flag, required=True),
        Column("bill_by", one_of("Project", "Tasks", "People", "none"), required=True),
        Column(
            "budget_by",
            one_of("project", "project_cost", "task", "task_fees", "person", "none"),
            required=True,
        ),
        Column("code", text, nullable=True),
        ACTIVE,
        Column("is_fixed_fee", flag, 0),
        *RATES,
        Column("budget_is_monthly", flag, 0),
        Column("show_budget_to_all", flag, 0),
        Column("cost_budget", hundredths, nullable=True),
        Column("fee", hundredths, nullable=True),
        Column("notes", text, nullable=True),
        Column("starts_on", iso_day, nullable=True),
        Column("ends_on", iso_day, nullable=True),
    ),
    shown_by(projects.get_project),
)
TASK_ASSIGNMENTS = Kind(
    "task_assignments",
    (
        Column("task_id", whole, required=True),
        ACTIVE,
        Column("billable", flag, 0),
        *RATES,
    ),
    _assigned(projects.OF_TASKS),
    (
        "SELECT 1 FROM entries e JOIN task_assignments a "
        "ON a.project_id = e.project_id AND a.task_id = e.task_id WHERE a.id = ?",
    ),
)
USER_ASSIGNMENTS = Kind(
    "user_assignments",
    (
        Column("user_id", whole, required=True),
        ACTIVE,
        Column("is_project_manager", flag, 0),
        Column("use_default_rates", flag, 1),
        *RATES,
    ),
    _assigned(projects.OF_USERS),
    (
        "SELECT 1 FROM entries e JOIN user_assignments a "
        "ON a.project_id = e.project_id AND a.user_id = e.user_id WHERE a.id = ?",
    ),
)


def create_record(kind: Kind, call: Call) -> Reply:
    """`POST /clients`, `/contacts`, `/tasks`: administrators, and managers who may edit them."""
    require(call.caller.may("client_and_task_manager"))
    extra: dict[str, object] = {"statement_key": "0" * 32} if kind is CLIENTS else {}
    values = read_fields(kind, call.fields, new=True)
    _require_client(call, values)
    record_id = insert(kind, call, {**values, **extra})
    return created(kind.shape(call, record_id), kind.table, call.base)


def change_record(kind: Kind, call: Call, record_id: int) -> Reply:
    """`PATCH` of one of them."""
    require(call.caller.may("client_and_task_manager"))
    record(kind.table, call, record_id)
    values = read_fields(kind, call.fields, new=False)
    _require_client(call, values)
    return change(kind, call, record_id, values)


def delete_record(kind: Kind, call: Call, record_id: int) -> Reply:
    """`DELETE` of one of them; a client goes with its contacts."""
    require(call.caller.may("client_and_task_manager"))
    reply = delete(kind, call, record_id)
    if kind is CLIENTS:
        call.db.execute("DELETE FROM contacts WHERE client_id = ?", (record_id,))
    return reply


def _require_client(call: Call, values: Mapping[str, object]) -> None:
    """422 where a client is named that is not there."""
    if "client_id" in values:
        found = "SELECT 1 FROM clients WHERE id = ?"
        if not call.db.execute(found, (values["client_id"],)).fetchone():
            refuse("Client can't be blank")


def create_project(call: Call) -> Reply:
    """`POST /projects`; it has the default tasks, and its maker as the manager of it."""
    require(call.caller.may("project_creator"))
    values = read_fields(PROJECTS, call.fields, new=True)
    _require_client(call, values)
    project_id = insert(PROJECTS, call, values)
    for task in call.db.execute("SELECT * FROM tasks WHERE is_default AND is_active").fetchall():
        of_it = {"task_id": task["id"], "billable": task["billable_by_default"]}
        insert(TASK_ASSIGNMENTS, call, {"project_id": project_id, **of_it})
    joined = "SELECT id FROM users WHERE is_active AND (all_projects OR id = ?)"
    for user in call.db.execute(joined, (call.caller.id,)).fetchall():
        leads = int(user["id"] == call.caller.id)
        of_it = {"user_id": user["id"], "is_project_manager": leads}
        insert(USER_ASSIGNMENTS, call, {"project_id": project_id, **of_it})
    return created(PROJECTS.shape(call, project_id), "projects", call.base)


def change_project(call: Call, project_id: int) -> Reply:
    """`PATCH /projects/{id}`."""
    _require_project(call, project_id)
    values = read_fields(PROJECTS, call.fields, new=False)
    _require_client(call, values)
    return change(PROJECTS, call, project_id, values)


def delete_project(call: Call, project_id: int) -> Reply:
    """`DELETE /projects/{id}`, with the time that was tracked to it."""
    _require_project(call, project_id)
    for table in ("entries", "task_assignments", "user_assignments"):
        call.db.execute(f"DELETE FROM {table} WHERE project_id = ?", (project_id,))
    return delete(PROJECTS, call, project_id)


def _require_project(call: Call, project_id: int) -> None:
    """Administrators, and who manages the project; 403 for everybody else."""
    require(call.caller.is_admin or call.caller.is_manager)
    record("projects", call, project_id)
    require(call.caller.is_admin or project_id in managed_projects(call))


# -- assignments -----------------------------------------------------------------------------------


def assign(kind: Kind, call: Call, project_id: int) -> Reply:
    """`POST /projects/{id}/task_assignments` and `…/user_assignments`."""
    _require_project(call, project_id)
    values = read_fields(kind, call.fields, new=True)
    what = "task" if kind is TASK_ASSIGNMENTS else "user"
    other = values[f"{what}_id"]
    found = f"SELECT is_active FROM {what}s WHERE id = ?"
    row = call.db.execute(found, (other,)).fetchone()
    if row is None or not row["is_active"]:
        refuse(f"{what.capitalize()} can't be blank")
    taken = f"SELECT 1 FROM {kind.table} WHERE project_id = ? AND {what}_id = ?"
    if call.db.execute(taken, (project_id, other)).fetchone():
        refuse(f"{what.capitalize()} has already been taken")
    if kind is TASK_ASSIGNMENTS and is_blank(call.fields.get("hourly_rate")):
        by_tasks = record("projects", call, project_id)["bill_by"] == "Tasks"
        values["hourly_rate"] = None if by_tasks else 0
    record_id = insert(kind, call, {"project_id": project_id, **values})
    return created(kind.shape(call, record_id), f"projects/{project_id}/{kind.table}", call.base)


def change_assignment(kind: Kind, call: Call, project_id: int, assignment_id: int) -> Reply:
    """`PATCH` of one of them; whom or what it assigns stays."""
    _require_assignment(kind, call, project_id, assignment_id)
    fields = {k: v for k, v in call.fields.items() if k not in ("task_id", "user_id")}
    return change(kind, call, assignment_id, read_fields(kind, fields, new=False))


def delete_assignment(kind: Kind, call: Call, project_id: int, assignment_id: int) -> Reply:
    """`DELETE` of one of them, while no time is tracked to it."""
    _require_assignment(kind, call, project_id, assignment_id)
    return delete(kind, call, assignment_id)


def _require_assignment(kind: Kind, call: Call, project_id: int, assignment_id: int) -> None:
    _require_project(call, project_id)
    if record(kind.table, call, assignment_id)["project_id"] != project_id:
        raise no_record()


def _routes_of(kind: Kind) -> dict[str, Handler]:
    path = f"/projects/#/{kind.table}"
    return {
        f"POST {path}": partial(assign, kind),
        f"PATCH {path}/#": partial(change_assignment, kind),
        f"DELETE {path}/#": partial(delete_assignment, kind),
    }


def _routes(kind: Kind) -> dict[str, Handler]:
    return {
        f"POST /{kind.table}": partial(create_record, kind),
        f"PATCH /{kind.table}/#": partial(change_record, kind),
        f"DELETE /{kind.table}/#": partial(delete_record, kind),
    }


ROUTES: dict[str, Handler] = {
    "POST /projects": create_project,
    "PATCH /projects/#": change_project,
    "DELETE /projects/#": delete_project,
    **_routes(CLIENTS),
    **_routes(CONTACTS),
    **_routes(TASKS),
    **_routes_of(TASK_ASSIGNMENTS),
    **_routes_of(USER_ASSIGNMENTS),
}
