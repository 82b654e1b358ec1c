"""What Harvest refuses in a time entry: assignments, locks, limits (Harvest docs; support)."""

from datetime import date

from harvest_cli.domain.records import TYPE_CHECKING
from harvest_cli.sandbox.entries.read import locked_reason
from harvest_cli.sandbox.request.params import is_blank
from harvest_cli.sandbox.request.permissions import Call
from harvest_cli.sandbox.request.replies import refuse

if TYPE_CHECKING:
    from sqlite3 import Row

# Unverified: that Harvest has this limit at all.
MOST_HOURS = 2400


def check_hours(hours: int | None) -> int:
    """Hundredths within a day; 422 otherwise."""
    if hours is None:
        refuse("Hours is not a number")
    if not 0 <= hours <= MOST_HOURS:
        refuse("Hours must be between 0 and 24")
    return hours


def check_notes(call: Call, notes: object) -> None:
    """422 when the account wants notes and there are none."""
    # Unverified: that it also holds for a timer that starts.
    if call.company["day_entry_notes_required"] and is_blank(notes):
        refuse("Notes can't be blank")


def check_assigned(call: Call, user_id: int, project_id: int, task_id: int) -> bool:
    """That the person may track this task on this project; answers whether it is billable."""
    project = call.db.execute(
        "SELECT p.is_active AND c.is_active AS is_active, ua.is_active AS assigned "
        "FROM projects p JOIN clients c ON c.id = p.client_id "
        "LEFT JOIN user_assignments ua ON ua.project_id = p.id AND ua.user_id = ? "
        "WHERE p.id = ?",
        (user_id, project_id),
    ).fetchone()
    # Unverified: 422 rather than 404 for a project or task that does not exist.
    if project is None:
        refuse("Project can't be blank")
    if not project["is_active"]:
        refuse("Project is archived")
    if not project["assigned"]:
        refuse("User is not assigned to this project")
    task = call.db.execute(
        "SELECT ta.billable, ta.is_active AND t.is_active AS is_active "
        "FROM task_assignments ta JOIN tasks t ON t.id = ta.task_id "
        "WHERE ta.project_id = ? AND ta.task_id = ?",
        (project_id, task_id),
    ).fetchone()
    if task is None:
        refuse("Task is not assigned to this project")
    if not task["is_active"]:
        refuse("Task is archived")
    return bool(task["billable"])


def check_open(call: Call, user_id: int, project_id: int, spent_date: date) -> None:
    """That the day takes time: not in an approved week, nor inside what was invoiced.

    An approved week refuses all of its days, even where nothing is logged; an invoice locks its
    project from its first to its last entry.
    """
    text = spent_date.isoformat()
    approved = call.db.execute(
        "SELECT 1 FROM approvals WHERE user_id = ? AND ? BETWEEN first AND last", (user_id, text)
    ).fetchone()
    if approved:
        refuse("Spent date is in a week that has been approved")
    invoiced = call.db.execute(
        "SELECT 1 FROM entries WHERE project_id = ? AND invoice_id IS NOT NULL "
        "GROUP BY invoice_id HAVING ? BETWEEN min(spent_date) AND max(spent_date)",
        (project_id, text),
    ).fetchone()
    if invoiced:
        refuse("Spent date is in a period that has been invoiced")


def check_editable(call: Call, row: "Row", fields: set[str]) -> None:
    """That the entry may be changed: when locked, only by administrators, and not its place."""
    if locked_reason(row) is None:
        return
    if not call.caller.is_admin:
        refuse("Time entry is locked")
    if fields & {"project_id", "task_id", "spent_date"}:
        refuse("Project, task and date of a locked time entry cannot be changed")


def check_deletable(call: Call, row: "Row") -> None:
    """That the entry may go: not archived, not invoiced, not closed unless by administrators."""
    # Unverified: that an invoiced entry stays even for administrators.
    stays = row["is_archived"] or row["invoice_id"] is not None
    if stays or (locked_reason(row) is not None and not call.caller.is_admin):
        refuse("Time entry is locked")
