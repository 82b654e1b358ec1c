"""Reading time entries: the list with every filter, and one by its id."""

from typing import TYPE_CHECKING, Any

from harvest_cli.sandbox.entries.json import entry_json
from harvest_cli.sandbox.request.paging import numbered
from harvest_cli.sandbox.request.params import day_param, flag_param, id_param, moment_param, param
from harvest_cli.sandbox.request.permissions import Call, entries_seen
from harvest_cli.sandbox.request.replies import BAD_STATUS, Reply, answer, invalid, no_record

if TYPE_CHECKING:
    from sqlite3 import Row

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
        raise invalid(BAD_STATUS)
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
