"""The company's settings; users, assignments and teammates (Harvest docs)."""

import json
from collections.abc import Mapping

from harvest_cli.domain.errors import ConfigurationError
from harvest_cli.domain.records import TYPE_CHECKING, Any
from harvest_cli.domain.wording import quoted
from harvest_cli.domain.zones import zone_named
from harvest_cli.sandbox.entries.read import (
    client_named,
    decimal,
    named,
    project_named,
    stamps,
    task_assignment,
    user_assignment,
)
from harvest_cli.sandbox.example import BEHAVIOUR, COMPANY, KIM, harvest_zone
from harvest_cli.sandbox.request.paging import by_cursor, numbered_rows
from harvest_cli.sandbox.request.params import flag_param, moment_param, whole
from harvest_cli.sandbox.request.permissions import Call, has_teammates, is_teammate, require
from harvest_cli.sandbox.request.replies import Handler, Reply, answer, no_record, refuse

if TYPE_CHECKING:
    from sqlite3 import Connection, Row


PERSON = ("id", "first_name", "last_name", "email")


def me(call: Call) -> Reply:
    """`GET /users/me`, for everybody."""
    return answer(_user_json(call, _row(call, call.caller.id)))


def get_user(call: Call, user_id: int) -> Reply:
    """`GET /users/{id}`: oneself, or by role."""
    require(_may_see(call, user_id))
    return answer(_user_json(call, _row(call, user_id)))


def list_users(call: Call) -> Reply:
    """`GET /users`: administrators all, managers themselves and their teammates."""
    require(call.caller.is_admin or has_teammates(call))
    active, since = flag_param(call.query, "is_active"), moment_param(call.query, "updated_since")
    rows = call.db.execute(
        "SELECT * FROM users WHERE (:active IS NULL OR is_active = :active) "
        "AND (:since IS NULL OR updated_at > :since) ORDER BY created_at DESC, id DESC",
        {"active": active, "since": since},
    ).fetchall()
    seen = [row for row in rows if _may_see(call, row["id"])]
    return by_cursor(call, "users", [_user_json(call, row) for row in seen])


def _may_see(call: Call, user_id: int) -> bool:
    return call.caller.is_admin or user_id == call.caller.id or is_teammate(call, user_id)


def _row(call: Call, user_id: int) -> "Row":
    row: Row | None = call.db.execute("SELECT * FROM users WHERE id = ?", (user_id,)).fetchone()
    if row is None:
        raise no_record()
    return row


def _user_json(call: Call, row: "Row") -> dict[str, Any]:
    """A user; the rates are absent, not null, for those who may not see them."""
    rates: dict[str, Any] = {}
    if call.caller.sees_rates:
        rates["default_hourly_rate"] = decimal(row["default_hourly_rate"])
    if call.caller.is_admin:
        rates["cost_rate"] = decimal(row["cost_rate"])
    access = json.loads(row["access_roles"])
    return {
        **{name: row[name] for name in PERSON},
        "telephone": "",
        "timezone": row["timezone"],
        "weekly_capacity": row["weekly_capacity"],
        "has_access_to_all_future_projects": bool(row["all_projects"]),
        "is_contractor": bool(row["is_contractor"]),
        "is_active": bool(row["is_active"]),
        **stamps(row),
        **rates,
        "roles": json.loads(row["roles"]),
        "access_roles": access,
        "avatar_url": row["avatar_url"],
        # Undocumented, but in live answers.
        "employee_id": None,
        "calendar_integration_enabled": False,
        "calendar_integration_source": None,
        "can_create_projects": "administrator" in access,
        "permissions_claims": ["timers:read:own", "timers:write:own"],
    }


def my_assignments(call: Call) -> Reply:
    """`GET /users/me/project_assignments`: active ones, newest first, in numbered pages.

    The links name the numeric id instead of `me`, as live answers do.
    """
    items = _assignments(call, call.caller.id, None)
    path = f"/users/{call.caller.id}/project_assignments"
    return numbered_rows(call, "project_assignments", items, path)


def user_assignments_of(call: Call, user_id: int) -> Reply:
    """`GET /users/{id}/project_assignments`: the same for another, by role; with cursors."""
    require(_may_see(call, user_id))
    _row(call, user_id)
    since = moment_param(call.query, "updated_since")
    return by_cursor(call, "project_assignments", _assignments(call, user_id, since))


def _assignments(call: Call, user_id: int, since: int | None) -> list[dict[str, Any]]:
    rows = call.db.execute(
        "SELECT ua.*, p.name AS project_name, p.code AS project_code, p.is_billable, "
        "p.client_id, c.name AS client_name, c.currency "
        "FROM user_assignments ua JOIN projects p ON p.id = ua.project_id "
        "JOIN clients c ON c.id = p.client_id "
        "WHERE ua.user_id = :user AND ua.is_active AND p.is_active AND c.is_active "
        "AND (:since IS NULL OR ua.updated_at > :since) ORDER BY ua.created_at DESC, ua.id DESC",
        {"user": user_id, "since": since},
    ).fetchall()
    tasks = _tasks_by_project(call, user_id)
    return [_assignment_json(call, row, tasks.get(row["project_id"], [])) for row in rows]


def _tasks_by_project(call: Call, user_id: int) -> dict[int, list[dict[str, Any]]]:
    rows = call.db.execute(
        "SELECT ta.*, t.name AS task_name, t.is_active AS task_is_active "
        "FROM task_assignments ta JOIN tasks t ON t.id = ta.task_id "
        "JOIN user_assignments ua ON ua.project_id = ta.project_id "
        "WHERE ua.user_id = ? AND ua.is_active ORDER BY ta.id",
        (user_id,),
    )
    tasks: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        task = {
            **task_assignment(row, call.caller.sees_rates),
            "is_active": bool(row["is_active"] and row["task_is_active"]),
            "task": named(row, "task"),
        }
        tasks.setdefault(row["project_id"], []).append(task)
    return tasks


def _assignment_json(call: Call, row: "Row", tasks: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        **user_assignment(row, call.caller.sees_rates),
        "project": {**project_named(row), "is_billable": bool(row["is_billable"])},
        "client": client_named(row),
        "task_assignments": tasks,
    }


def list_teammates(call: Call, user_id: int) -> Reply:
    """`GET /users/{id}/teammates`, for administrators; 422 unless that user is a manager."""
    require(call.caller.is_admin)
    if "manager" not in json.loads(_row(call, user_id)["access_roles"]):
        refuse("User is not a manager")
    rows = call.db.execute(
        "SELECT u.* FROM teammates t JOIN users u ON u.id = t.user_id "
        "WHERE t.manager_id = ? ORDER BY u.id DESC",
        (user_id,),
    )
    return by_cursor(call, "teammates", [{name: row[name] for name in PERSON} for row in rows])


ROLES = ("administrator", "manager", "member")
CHOICES = {
    "clock": ("12h", "24h"),
    "time_format": ("decimal", "hours_minutes"),
    "week_start_day": ("Saturday", "Sunday", "Monday"),
    "date_format": ("%m/%d/%Y", "%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%Y.%m.%d", "%Y/%m/%d"),
    "role": ROLES,
}


def get_company(call: Call) -> Reply:
    """`GET /company`. The docs want an administrator, yet clients read it for everybody.

    Unverified: which holds for a Member; the account setting `company_for_members` decides.
    """
    require(call.caller.is_admin or bool(call.company["company_for_members"]))
    return answer(_shown(call.company))


def change_company(call: Call) -> Reply:
    """`PATCH /company`: `wants_timestamp_timers` and `weekly_capacity`, by administrators."""
    require(call.caller.is_admin)
    changes: dict[str, Any] = {}
    if "wants_timestamp_timers" in call.fields:
        changes["wants_timestamp_timers"] = call.fields["wants_timestamp_timers"] in (True, "true")
    if "weekly_capacity" in call.fields:
        capacity = whole(call.fields["weekly_capacity"])
        if capacity is None or capacity < 0:
            refuse("Weekly capacity is not a number")
        changes["weekly_capacity"] = capacity
    return answer(_shown(change_settings(call.db, changes)))


def _shown(settings: Mapping[str, Any]) -> dict[str, Any]:
    return {name: settings[name] for name in COMPANY}


def read_settings(db: "Connection") -> dict[str, Any]:
    """Everything that is set, `/company` and behaviour alike."""
    row = db.execute("SELECT settings FROM company").fetchone()
    stored: dict[str, Any] = json.loads(row[0])
    return stored


def change_settings(db: "Connection", changes: Mapping[str, Any]) -> dict[str, Any]:
    """Set some settings and return all of them."""
    settings = {**read_settings(db), **changes}
    db.execute("UPDATE company SET settings = ?", (json.dumps(settings),))
    return settings


def apply_settings(db: "Connection", settings: Mapping[str, Any]) -> None:
    """Set company settings, behaviour, and Kim Allen's `role`, `permissions` and `zone`.

    Raises ConfigurationError for a name or a value that Harvest does not have.
    """
    personal = {"role", "permissions", "zone"}
    for name, value in settings.items():
        _check(name, value, {*personal, *COMPANY, *BEHAVIOUR})
    change_settings(db, {k: v for k, v in settings.items() if k not in personal})
    if "role" in settings or "permissions" in settings:
        extra = [] if isinstance(settings.get("permissions"), str) else settings.get("permissions")
        access = [settings.get("role", "manager"), *(extra or [])]
        _change_kim(db, "access_roles", json.dumps(access))
    if settings.get("zone"):
        _change_kim(db, "timezone", harvest_zone(settings["zone"]))


def _change_kim(db: "Connection", column: str, value: str) -> None:
    db.execute(f"UPDATE users SET {column} = ? WHERE id = ?", (value, KIM))


def _check(name: str, value: object, known: set[str]) -> None:
    if name not in known:
        message = f"The sandbox account has no setting `{name}`"
        raise ConfigurationError(message)
    usual = {**COMPANY, **BEHAVIOUR}.get(name)
    if usual is not None and type(value) is not type(usual):
        kind = type(usual).__name__
        message = f"`{name}` of the sandbox account is a {kind}, not {quoted(str(value))}"
        raise ConfigurationError(message)
    choices = CHOICES.get(name)
    if choices and value not in choices:
        message = f"`{name}` of the sandbox account is one of {', '.join(choices)}"
        raise ConfigurationError(message)
    if name == "zone" and value is not None and zone_named(str(value)) is None:
        message = f"There is no time zone `{value}`"
        raise ConfigurationError(message)


ROUTES: dict[str, Handler] = {
    "GET /company": get_company,
    "PATCH /company": change_company,
    "GET /users": list_users,
    "GET /users/me": me,
    "GET /users/me/project_assignments": my_assignments,
    "GET /users/#": get_user,
    "GET /users/#/project_assignments": user_assignments_of,
    "GET /users/#/teammates": list_teammates,
}
