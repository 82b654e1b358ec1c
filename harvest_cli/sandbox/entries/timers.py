"""Timers, and what hours and clock times mean in the two timer modes (Harvest docs, Time Entries).

One timer runs per person. By duration an account keeps `hours`; by start and end it keeps both
times and derives the hours. Each ignores what belongs to the other, so a client may send both.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from harvest_cli.domain.hours import DAY_MINUTES, as_time, minute_of
from harvest_cli.domain.records import TYPE_CHECKING, Any, NamedTuple
from harvest_cli.sandbox.entries.read import find, running_hours, shown
from harvest_cli.sandbox.entries.validate import check_assigned, check_editable, check_hours
from harvest_cli.sandbox.request.params import day, hundredths, is_blank, minute_of_day
from harvest_cli.sandbox.request.permissions import Call, require_write_for, zone_of
from harvest_cli.sandbox.request.replies import Handler, Reply, answer, refuse

if TYPE_CHECKING:
    from sqlite3 import Row


def minute_now(call: Call, user_id: int) -> int:
    """The clock of that person now, in minutes after midnight; seconds are dropped."""
    local = call.now.astimezone(zone_of(call.db, user_id))
    return minute_of(local.time())


def moment_on(call: Call, user_id: int, spent_date: date, minute: int) -> int:
    """The moment their clock showed `minute` on a day, in seconds since 1970.

    Unverified: a timer that is sent after midnight counts from its own spent_date.
    """
    zone = zone_of(call.db, user_id)
    return int(datetime.combine(spent_date, as_time(minute), zone).astimezone(UTC).timestamp())


def stop_running(call: Call, user_id: int) -> None:
    """Stop that person's timer, if one runs; Harvest does so whenever another starts."""
    rows = call.db.execute(
        "SELECT * FROM entries WHERE user_id = ? AND timer_started_at IS NOT NULL", (user_id,)
    ).fetchall()
    for row in rows:
        stop_row(call, row)


def stop_row(call: Call, row: "Row") -> None:
    """Bank the running part; an account that tracks times keeps the start and gets an end."""
    start, end = None, None
    if call.by_timestamp:
        start, end = row["started"], minute_now(call, row["user_id"])
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
        refuse("Time entry is not running")
    stop_row(call, row)
    return answer(shown(call, entry_id))


def restart(call: Call, entry_id: int) -> Reply:
    """`PATCH /time_entries/{id}/restart`, possible while it is stopped.

    By duration the same entry runs on; by start and end a new one is made and returned.
    """
    row = find(call, entry_id)
    require_write_for(call, row["user_id"])
    if row["timer_started_at"] is not None:
        refuse("Time entry is already running")
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


class Times(NamedTuple):
    """Banked hundredths, clock times in minutes after midnight, and since when it runs."""

    hours: int
    started: int | None = None
    ended: int | None = None
    timer_started_at: int | None = None


def times_of_new(call: Call, user_id: int, spent_date: date) -> Times:
    """The times of an entry to be made; with neither hours nor an end its timer starts."""
    hours = _hours(call.fields)
    if call.by_timestamp:
        return _new_by_timestamp(call, user_id, spent_date, hours)
    if hours is not None:
        return Times(hours)
    # Unverified: start and end without hours are ignored here, so a timer starts by accident.
    return Times(0, minute_now(call, user_id), None, call.seconds)


def _new_by_timestamp(call: Call, user_id: int, spent_date: date, hours: int | None) -> Times:
    started, ended = _clock(call.fields, "started_time"), _clock(call.fields, "ended_time")
    now = minute_now(call, user_id)
    if ended is not None:
        start = now if started is None else started
        return Times(_between(start, ended), start, ended)
    if hours is not None:
        # Unverified: which clock times are invented; here the work has just ended.
        start = (now - _minutes(hours)) % DAY_MINUTES if started is None else started
        return Times(hours, start, (start + _minutes(hours)) % DAY_MINUTES)
    if started is None:
        return Times(0, now, None, call.seconds)
    # Unverified: a start later than now leaves the timer at zero until then.
    return Times(0, started, None, moment_on(call, user_id, spent_date, started))


def times_of_changed(call: Call, row: "Row") -> Times:
    """The times of an entry after an update; what was not sent stays."""
    kept = Times(row["hours"], row["started"], row["ended"], row["timer_started_at"])
    hours = _hours(call.fields)
    if call.by_timestamp:
        return _changed_by_timestamp(call, row, kept, hours)
    if hours is None:
        return kept
    # Unverified: on a running entry the new hours count as banked, so that a client which
    # echoes `hours` inflates them; old clients did.
    return kept._replace(hours=hours)


def _changed_by_timestamp(call: Call, row: "Row", kept: Times, hours: int | None) -> Times:
    started, ended = _clock(call.fields, "started_time"), _clock(call.fields, "ended_time")
    start = kept.started if started is None else started
    if ended is not None:
        # Unverified: an end stops a running entry.
        start = ended if start is None else start
        return Times(_between(start, ended), start, ended)
    if kept.timer_started_at is not None:
        since = kept.timer_started_at
        if started is not None:
            spent_date = day(call.fields.get("spent_date")) or date.fromisoformat(row["spent_date"])
            since = moment_on(call, row["user_id"], spent_date, started)
        return Times(kept.hours if hours is None else hours, start, None, since)
    if hours is not None:
        end = None if start is None else (start + _minutes(hours)) % DAY_MINUTES
        return Times(hours, start, end)
    if started is not None and kept.ended is not None:
        return Times(_between(started, kept.ended), started, kept.ended)
    return Times(kept.hours, start, kept.ended)


def _hours(fields: Mapping[str, Any]) -> int | None:
    value = fields.get("hours")
    return None if is_blank(value) else check_hours(hundredths(value))


def _clock(fields: Mapping[str, Any], name: str) -> int | None:
    value = fields.get(name)
    if is_blank(value):
        return None
    minute = minute_of_day(value)
    if minute is None:
        refuse(f"{name.replace('_', ' ').capitalize()} is not a valid time")
    return minute


def _between(started: int, ended: int) -> int:
    """Hundredths from start to end. Unverified: an end before the start is on the next day."""
    return ((ended - started) % DAY_MINUTES * 100 + 30) // 60


def _minutes(hours: int) -> int:
    return (hours * 60 + 50) // 100


ROUTES: dict[str, Handler] = {
    "PATCH /time_entries/#/restart": restart,
    "PATCH /time_entries/#/stop": stop,
}
