"""Timers: one running per person, started, stopped and restarted by the account's mode."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from harvest_cli.sandbox.entries.json import running_hours
from harvest_cli.sandbox.entries.read import find, shown
from harvest_cli.sandbox.entries.validate import check_assigned, check_editable
from harvest_cli.sandbox.request.params import time_at
from harvest_cli.sandbox.request.permissions import Call, require_write_for, zone_of
from harvest_cli.sandbox.request.replies import ALREADY_RUNNING, NOT_RUNNING, Reply, answer, invalid

if TYPE_CHECKING:
    from sqlite3 import Row

DAY_MINUTES = 24 * 60


def minute_now(call: Call, user_id: int) -> int:
    """The clock of that person now, in minutes after midnight; seconds are dropped."""
    local = call.now.astimezone(zone_of(call.db, user_id))
    return local.hour * 60 + local.minute


def moment_today(call: Call, user_id: int, minute: int) -> int:
    """The moment their clock showed `minute` today, in seconds since 1970."""
    zone = zone_of(call.db, user_id)
    today = call.now.astimezone(zone).date()
    return int(datetime.combine(today, time_at(minute), zone).astimezone(UTC).timestamp())


def stop_running(call: Call, user_id: int) -> None:
    """Stop that person's timer, if one runs; Harvest does so whenever another starts."""
    rows = call.db.execute(
        "SELECT * FROM entries WHERE user_id = ? AND timer_started_at IS NOT NULL", (user_id,)
    ).fetchall()
    for row in rows:
        stop_row(call, row)


def stop_row(call: Call, row: "Row") -> None:
    """Bank the running part; an account that tracks times keeps the start and gets an end."""
    start = row["started"] if call.by_timestamp else None
    end = minute_now(call, row["user_id"]) if call.by_timestamp else None
    call.db.execute(
        "UPDATE entries SET hours = ?, timer_started_at = NULL, started = ?, ended = ?, "
        "updated_at = ? WHERE id = ?",
        (running_hours(row, call.seconds), start, end, call.seconds, row["id"]),
    )


def stop(call: Call, entry_id: int) -> Reply:
    """`PATCH /time_entries/{id}/stop`, possible while it runs."""
    row = find(call, entry_id)
    require_write_for(call, row["user_id"])
    if row["timer_started_at"] is None:
        raise invalid(NOT_RUNNING)
    stop_row(call, row)
    return answer(shown(call, entry_id))


def restart(call: Call, entry_id: int) -> Reply:
    """`PATCH /time_entries/{id}/restart`, possible while it is stopped.

    By duration the same entry runs on; by start and end a new one is made and returned.
    """
    row = find(call, entry_id)
    require_write_for(call, row["user_id"])
    if row["timer_started_at"] is not None:
        raise invalid(ALREADY_RUNNING)
    # Unverified: that a locked entry, or one whose task is gone, does not restart for anybody.
    check_editable(call, row, {"spent_date"})
    billable = check_assigned(call, row["user_id"], row["project_id"], row["task_id"])
    stop_running(call, row["user_id"])
    if not call.by_timestamp:
        # Unverified: the entry keeps its own spent_date, whatever the day.
        call.db.execute(
            "UPDATE entries SET timer_started_at = ?, started = NULL, ended = NULL, "
            "updated_at = ? WHERE id = ?",
            (call.seconds, call.seconds, entry_id),
        )
        return answer(shown(call, entry_id))
    return answer(shown(call, _copy(call, row, billable)))


def _copy(call: Call, row: "Row", billable: bool) -> int:
    # Unverified: the old spent_date is kept, and the external reference is not copied.
    made = call.db.execute(
        "INSERT INTO entries (user_id, project_id, task_id, spent_date, notes, started, "
        "timer_started_at, billable, created_at, updated_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            *(row[name] for name in ("user_id", "project_id", "task_id", "spent_date", "notes")),
            minute_now(call, row["user_id"]),
            call.seconds,
            billable,
            call.seconds,
            call.seconds,
        ),
    )
    assert made.lastrowid is not None
    return made.lastrowid
