"""Creating, changing and deleting time entries, and their external reference."""

from datetime import date

from harvest_cli.domain.records import TYPE_CHECKING, Any
from harvest_cli.sandbox.entries.read import entry_json, find, shown
from harvest_cli.sandbox.entries.timers import stop_running, times_of_changed, times_of_new
from harvest_cli.sandbox.entries.validate import (
    check_assigned,
    check_deletable,
    check_editable,
    check_notes,
    check_open,
)
from harvest_cli.sandbox.request.params import day, is_blank, plain_text, whole
from harvest_cli.sandbox.request.permissions import Call, require_write_for
from harvest_cli.sandbox.request.replies import Handler, Reply, answer, created, refuse

if TYPE_CHECKING:
    from sqlite3 import Row

NO_PROJECT = "Project can't be blank"
NO_TASK = "Task can't be blank"
NO_DATE = "Spent date can't be blank"
BAD_DATE = "Spent date is not a valid date"
REFERENCE = {
    "id": "reference_id",
    "group_id": "reference_group",
    "account_id": "reference_account",
    "permalink": "permalink",
}


def create_entry(call: Call) -> Reply:
    """`POST /time_entries`: a stopped entry, or a timer that stops the one before."""
    project_id, task_id, spent_date = _required(call)
    user_id = _owner(call)
    check_notes(call, call.fields.get("notes"))
    billable = check_assigned(call, user_id, project_id, task_id)
    check_open(call, user_id, project_id, spent_date)
    times = times_of_new(call, user_id, spent_date)
    if times.timer_started_at is not None:
        stop_running(call, user_id)
    values: dict[str, Any] = {
        "user_id": user_id,
        "project_id": project_id,
        "task_id": task_id,
        "spent_date": spent_date.isoformat(),
        "notes": plain_text(call.fields.get("notes")),
        "hours": times.hours,
        "started": times.started,
        "ended": times.ended,
        "timer_started_at": times.timer_started_at,
        "billable": billable,
        "created_at": call.seconds,
        "updated_at": call.seconds,
        **(_reference(call) or {}),
    }
    marks = ", ".join("?" * len(values))
    sql = f"INSERT INTO entries ({', '.join(values)}) VALUES ({marks})"
    made = call.db.execute(sql, tuple(values.values())).lastrowid
    assert made is not None
    return created(shown(call, made), "time_entries", call.base)


def _required(call: Call) -> tuple[int, int, date]:
    """Project, task and day; one 422 names all that are missing."""
    project_id = whole(call.fields.get("project_id"))
    task_id = whole(call.fields.get("task_id"))
    spent_date = day(call.fields.get("spent_date"))
    if project_id is None or task_id is None or spent_date is None:
        problems = [NO_PROJECT] if project_id is None else []
        problems += [NO_TASK] if task_id is None else []
        problems += [NO_DATE] if is_blank(call.fields.get("spent_date")) else []
        problems += [BAD_DATE] if spent_date is None else []
        refuse(*problems)
    return project_id, task_id, spent_date


def _owner(call: Call) -> int:
    given = call.fields.get("user_id")
    if is_blank(given):
        return call.caller.id
    user_id = whole(given)
    known = call.db.execute("SELECT is_active FROM users WHERE id = ?", (user_id,)).fetchone()
    if user_id is None or known is None:
        refuse("User can't be blank")
    require_write_for(call, user_id)
    return user_id


def _reference(call: Call) -> dict[str, str | None] | None:
    """The members of `external_reference` as columns; None when none was sent.

    Unverified: any one member is enough, and null does not remove a reference.
    """
    given = call.fields.get("external_reference")
    if not isinstance(given, dict):
        return None
    return {
        column: None if is_blank(given.get(name)) else plain_text(given[name])
        for name, column in REFERENCE.items()
    }


def update_entry(call: Call, entry_id: int) -> Reply:
    """`PATCH /time_entries/{id}`: what is sent is set, the rest stays; `user_id` is ignored."""
    row = find(call, entry_id)
    require_write_for(call, row["user_id"])
    values = _changed(call, row)
    check_editable(call, row, set(values))
    _check_place(call, row, values)
    if "notes" in values:
        check_notes(call, values["notes"])
    if values:
        # Unverified: an update that changes nothing leaves `updated_at` alone.
        values["updated_at"] = call.seconds
        names = ", ".join(f"{name} = ?" for name in values)
        sql = f"UPDATE entries SET {names} WHERE id = ?"
        call.db.execute(sql, (*values.values(), entry_id))
    return answer(shown(call, entry_id))


def _changed(call: Call, row: "Row") -> dict[str, Any]:
    """The columns whose value would become another."""
    wanted: dict[str, Any] = dict(_moved(call))
    if "notes" in call.fields:
        wanted["notes"] = plain_text(call.fields["notes"])
    times = times_of_changed(call, row)
    for name in ("hours", "started", "ended", "timer_started_at"):
        wanted[name] = getattr(times, name)
    wanted |= _reference(call) or {}
    return {name: value for name, value in wanted.items() if row[name] != value}


def _moved(call: Call) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    for name, problem in (("project_id", NO_PROJECT), ("task_id", NO_TASK)):
        if name in call.fields:
            wanted[name] = whole(call.fields[name])
            if wanted[name] is None:
                refuse(problem)
    if "spent_date" in call.fields:
        given = call.fields["spent_date"]
        spent_date = day(given)
        if spent_date is None:
            refuse(*([NO_DATE] if is_blank(given) else []), BAD_DATE)
        wanted["spent_date"] = spent_date.isoformat()
    return wanted


def _check_place(call: Call, row: "Row", values: dict[str, Any]) -> None:
    """When project, task or day become others, the new place must take time as well."""
    if not values.keys() & {"project_id", "task_id", "spent_date"}:
        return
    project_id = values.get("project_id", row["project_id"])
    task_id = values.get("task_id", row["task_id"])
    spent_date = date.fromisoformat(values.get("spent_date", row["spent_date"]))
    values["billable"] = check_assigned(call, row["user_id"], project_id, task_id)
    check_open(call, row["user_id"], project_id, spent_date)


def delete_entry(call: Call, entry_id: int) -> Reply:
    """`DELETE /time_entries/{id}`; the answer is the entry as it was."""
    row = find(call, entry_id)
    require_write_for(call, row["user_id"])
    check_deletable(call, row)
    last = entry_json(call, row)
    call.db.execute("DELETE FROM entries WHERE id = ?", (entry_id,))
    return answer(last)


def delete_reference(call: Call, entry_id: int) -> Reply:
    """`DELETE /time_entries/{id}/external_reference`; 200 also when there is none."""
    row = find(call, entry_id)
    require_write_for(call, row["user_id"])
    check_editable(call, row, set())
    call.db.execute(
        "UPDATE entries SET reference_id = NULL, reference_group = NULL, "
        "reference_account = NULL, permalink = NULL, updated_at = ? WHERE id = ?",
        (call.seconds, entry_id),
    )
    # Unverified: what the body holds.
    return answer(shown(call, entry_id))


ROUTES: dict[str, Handler] = {
    "POST /time_entries": create_entry,
    "PATCH /time_entries/#": update_entry,
    "DELETE /time_entries/#": delete_entry,
    "DELETE /time_entries/#/external_reference": delete_reference,
}
