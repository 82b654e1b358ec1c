"""What hours and clock times mean in each of the two timer modes (Harvest docs, Time Entries).

By duration an account keeps `hours`; by start and end it keeps both times and derives the
hours. Each ignores what belongs to the other, so a client may send both.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from harvest_cli.sandbox.entries.timers import DAY_MINUTES, minute_now, moment_today
from harvest_cli.sandbox.entries.validate import check_hours
from harvest_cli.sandbox.request.params import hundredths, is_blank, minute_of_day
from harvest_cli.sandbox.request.permissions import Call
from harvest_cli.sandbox.request.replies import BAD_END, BAD_START, invalid

if TYPE_CHECKING:
    from sqlite3 import Row


class Times(NamedTuple):
    """Banked hundredths, clock times in minutes after midnight, and since when it runs."""

    hours: int
    started: int | None = None
    ended: int | None = None
    timer_started_at: int | None = None


def times_of_new(call: Call, user_id: int) -> Times:
    """The times of an entry to be made; with neither hours nor an end its timer starts."""
    hours = _hours(call.fields)
    if call.by_timestamp:
        return _new_by_timestamp(call, user_id, hours)
    if hours is not None:
        return Times(hours)
    # Unverified: start and end without hours are ignored here, so a timer starts by accident.
    return Times(0, minute_now(call, user_id), None, call.seconds)


def _new_by_timestamp(call: Call, user_id: int, hours: int | None) -> Times:
    started = _clock(call.fields, "started_time", BAD_START)
    ended = _clock(call.fields, "ended_time", BAD_END)
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
    return Times(0, started, None, moment_today(call, user_id, started))


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
    return Times(hours, kept.started, kept.ended, kept.timer_started_at)


def _changed_by_timestamp(call: Call, row: "Row", kept: Times, hours: int | None) -> Times:
    started = _clock(call.fields, "started_time", BAD_START)
    ended = _clock(call.fields, "ended_time", BAD_END)
    start = kept.started if started is None else started
    if ended is not None:
        # Unverified: an end stops a running entry.
        start = ended if start is None else start
        return Times(_between(start, ended), start, ended)
    if kept.timer_started_at is not None:
        since = kept.timer_started_at
        if started is not None:
            since = moment_today(call, row["user_id"], started)
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


def _clock(fields: Mapping[str, Any], name: str, problem: str) -> int | None:
    value = fields.get(name)
    if is_blank(value):
        return None
    minute = minute_of_day(value)
    if minute is None:
        raise invalid(problem)
    return minute


def _between(started: int, ended: int) -> int:
    """Hundredths from start to end. Unverified: an end before the start is on the next day."""
    return ((ended - started) % DAY_MINUTES * 100 + 30) // 60


def _minutes(hours: int) -> int:
    return (hours * 60 + 50) // 100
