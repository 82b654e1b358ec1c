"""Time entries as JSON, one by its id, and the list with every filter.

The shape is from the Harvest docs, The time entry object, and live captures: UTC moments,
decimals, clock times in the account's style.
"""

from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import urlsplit

from harvest_cli.domain.hours import as_time, clock_text
from harvest_cli.domain.records import TYPE_CHECKING, Any
from harvest_cli.sandbox.request.paging import numbered
from harvest_cli.sandbox.request.params import (
    day_param,
    flag_param,
    id_param,
    moment_param,
    param,
)
from harvest_cli.sandbox.request.permissions import Call, entries_seen
from harvest_cli.sandbox.request.replies import Handler, Reply, answer, no_record, refuse

if TYPE_CHECKING:
    from sqlite3 import Row


ICONS = "https://proxy.harvestfiles.com/production_harvestapp_public/uploads/platform_icons"

# Hosts for which Harvest has an icon. Unverified: that others get none.
KNOWN_SERVICES = ("asana.com", "basecamp.com", "github.com", "jira.com", "trello.com")


def entry_json(call: Call, row: "Row") -> dict[str, Any]:
    """One row of `entry_details`, as the caller may see it."""
    rates, costs = call.caller.sees_rates, call.caller.is_admin
    style = call.company["clock"]
    hours = running_hours(row, call.seconds)
    reason = locked_reason(row)
    return {
        "id": row["id"],
        "spent_date": row["spent_date"],
        "hours": decimal(hours),
        "hours_without_timer": decimal(row["hours"]),
        "rounded_hours": decimal(rounded(hours, call.company["time_rounding"])),
        "notes": row["notes"],
        "is_locked": reason is not None,
        "locked_reason": reason,
        "is_closed": row["approval_status"] == "approved",
        "approval_status": row["approval_status"],
        "is_billed": row["invoice_id"] is not None,
        "timer_started_at": moment(row["timer_started_at"]),
        "started_time": clock(row["started"], style),
        "ended_time": clock(row["ended"], style),
        "is_running": row["timer_started_at"] is not None,
        "billable": bool(row["billable"]),
        "budgeted": row["budget_by"] != "none",
        "billable_rate": decimal(row["billable_rate"]) if rates else None,
        "cost_rate": decimal(row["cost_rate"]) if costs else None,
        **stamps(row),
        **_links(row, rates),
        "invoice": _invoice(row),
        "external_reference": _reference(row),
    }


def running_hours(row: "Row", now: int) -> int:
    """Hundredths of an hour including the running part; they grow between two answers."""
    since = row["timer_started_at"]
    banked: int = row["hours"]
    return banked if since is None else banked + hundredths_between(since, now)


def hundredths_between(start: int, end: int) -> int:
    """Elapsed seconds as hundredths of an hour, rounded half up; never negative."""
    return max(0, (end - start + 18) // 36)


def rounded(hours: int, minutes: int) -> int:
    """Hundredths rounded up to the account's unit of `minutes`; 0 means no rounding."""
    if not minutes:
        return hours
    unit = minutes * 100
    return -(-hours * 60 // unit) * unit // 60


def locked_reason(row: "Row") -> str | None:
    """Why an entry is locked, in the words seen in answers; None when it is not."""
    approved = row["approval_status"] == "approved"
    causes = [
        word
        for word, applies in (
            ("Invoiced", row["invoice_id"] is not None),
            ("Approved", approved),
            ("Locked for this Time Period", approved or row["is_period_locked"]),
            ("Archived", row["is_archived"]),
        )
        if applies
    ]
    return f"Item {' and '.join(causes)}" if causes else None


def _links(row: "Row", rates: bool) -> dict[str, Any]:
    # Null where the person was never assigned, or the assignment was deleted.
    person, task = row["ua_id"] is not None, row["ta_id"] is not None
    return {
        "user": named(row, "user"),
        "client": client_named(row),
        "project": project_named(row),
        "task": named(row, "task"),
        "user_assignment": user_assignment(row, rates, "ua_") if person else None,
        "task_assignment": task_assignment(row, rates, "ta_") if task else None,
    }


def named(row: "Row", kind: str) -> dict[str, Any]:
    """The id and the name of a `kind` of record that a row belongs to."""
    return {"id": row[f"{kind}_id"], "name": row[f"{kind}_name"]}


def client_named(row: "Row") -> dict[str, Any]:
    """The client that a row belongs to."""
    return {**named(row, "client"), "currency": row["currency"]}


def project_named(row: "Row") -> dict[str, Any]:
    """The project that a row belongs to."""
    return {**named(row, "project"), "code": row["project_code"]}


def user_assignment(row: "Row", rates: bool, prefix: str = "") -> dict[str, Any]:
    """A person on a project, by columns with this prefix; `rates` tells whether they are seen."""
    return {
        "id": row[f"{prefix}id"],
        "is_project_manager": bool(row["is_project_manager"]),
        "is_active": bool(row[f"{prefix}is_active"]),
        "use_default_rates": bool(row["use_default_rates"]),
        "budget": decimal(row[f"{prefix}budget"]),
        **stamps(row, prefix),
        "hourly_rate": decimal(row[f"{prefix}hourly_rate"]) if rates else None,
    }


def task_assignment(row: "Row", rates: bool, prefix: str = "") -> dict[str, Any]:
    """The same of a task."""
    return {
        "id": row[f"{prefix}id"],
        "billable": bool(row[f"{prefix}billable"]),
        "is_active": bool(row[f"{prefix}is_active"]),
        **stamps(row, prefix),
        "hourly_rate": decimal(row[f"{prefix}hourly_rate"]) if rates else None,
        "budget": decimal(row[f"{prefix}budget"]),
    }


def _invoice(row: "Row") -> dict[str, Any] | None:
    if row["invoice_id"] is None:
        return None
    return {"id": row["invoice_id"], "number": row["invoice_number"]}


def _reference(row: "Row") -> dict[str, str | None] | None:
    members = {
        "id": row["reference_id"],
        "group_id": row["reference_group"],
        "account_id": row["reference_account"],
        "permalink": row["permalink"],
    }
    if not any(members.values()):
        return None
    service = _service(members["permalink"])
    icon = f"{ICONS}/{service}.png" if service in KNOWN_SERVICES else None
    return {**members, "service": service, "service_icon_url": icon}


def _service(permalink: str | None) -> str | None:
    """The host of the link, which Harvest shows as the service."""
    try:
        host = urlsplit(permalink or "").hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


@lru_cache(maxsize=4096)
def moment(seconds: int | None) -> str | None:
    """Seconds since 1970 as `2017-06-27T16:01:23Z`."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def decimal(hundredths: int | None) -> float | None:
    """Hundredths as a JSON number."""
    return None if hundredths is None else hundredths / 100


def clock(minute: int | None, style: str) -> str | None:
    """A time of day as an account with `style` 12h or 24h writes it."""
    return None if minute is None else clock_text(as_time(minute), style)


def stamps(row: Any, prefix: str = "") -> dict[str, str | None]:
    """When a record was made and last changed."""
    return {
        "created_at": moment(row[f"{prefix}created_at"]),
        "updated_at": moment(row[f"{prefix}updated_at"]),
    }


STATUSES = ("unsubmitted", "submitted", "approved")


def list_entries(call: Call) -> Reply:
    """`GET /time_entries`: by spent_date, newest first, then newest created."""
    where, values = _conditions(call)
    count = f"SELECT count(*) FROM entries WHERE {where}"
    total: int = call.db.execute(count, values).fetchone()[0]

    def fetch(size: int, offset: int) -> list[dict[str, Any]]:
        # The page is cut before the joins: otherwise late pages of large accounts are slow.
        rows = call.db.execute(
            f"SELECT * FROM entry_details WHERE id IN (SELECT id FROM entries WHERE {where} "
            "ORDER BY spent_date DESC, id DESC LIMIT ? OFFSET ?) "
            "ORDER BY spent_date DESC, id DESC",
            (*values, size, offset),
        )
        return [entry_json(call, row) for row in rows]

    return numbered(call, "time_entries", total, fetch)


def _conditions(call: Call) -> tuple[str, tuple[Any, ...]]:
    scope, scope_values = entries_seen(call.caller)
    query = call.query
    wanted: list[tuple[str, Any]] = [
        (f"{name} = ?", id_param(query, name)) for name in ("user_id", "project_id", "task_id")
    ]
    of_client = "project_id IN (SELECT id FROM projects WHERE client_id = ?)"
    wanted += [
        (of_client, id_param(query, "client_id")),
        # Only the reference's id; the group it belongs to does not count.
        ("reference_id = ?", param(query, "external_reference_id")),
        ("spent_date >= ?", _iso(call, "from")),
        ("spent_date <= ?", _iso(call, "to")),
        ("updated_at > ?", moment_param(query, "updated_since")),
        ("(invoice_id IS NOT NULL) = ?", flag_param(query, "is_billed")),
        ("(timer_started_at IS NOT NULL) = ?", flag_param(query, "is_running")),
        ("approval_status = ?", _status(call)),
    ]
    chosen = [(text, value) for text, value in wanted if value is not None]
    where = " AND ".join([scope, *(text for text, _ in chosen)])
    return where, (*scope_values, *(value for _, value in chosen))


def _iso(call: Call, name: str) -> str | None:
    found = day_param(call.query, name)
    return found.isoformat() if found else None


def _status(call: Call) -> str | None:
    status = param(call.query, "approval_status")
    if status is not None and status not in STATUSES:
        # Unverified: that an unknown status is refused.
        refuse("Approval status is not included in the list")
    return status


def get_entry(call: Call, entry_id: int) -> Reply:
    """`GET /time_entries/{id}`."""
    return answer(shown(call, entry_id))


def find(call: Call, entry_id: int) -> "Row":
    """The row of an entry that the caller may see; 404 otherwise."""
    scope, values = entries_seen(call.caller)
    sql = f"SELECT * FROM entry_details WHERE id = ? AND {scope}"
    row: Row | None = call.db.execute(sql, (entry_id, *values)).fetchone()
    if row is None:
        raise no_record()
    return row


def shown(call: Call, entry_id: int) -> dict[str, Any]:
    """An entry as the caller sees it now."""
    return entry_json(call, find(call, entry_id))


ROUTES: dict[str, Handler] = {
    "GET /time_entries": list_entries,
    "GET /time_entries/#": get_entry,
}
