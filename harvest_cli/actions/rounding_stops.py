"""Rounding of a timer that was stopped: its hours, or its end where the account tracks times."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from harvest_cli.actions.correcting import by_times
from harvest_cli.actions.defaults import rounded_minutes, rounding_of
from harvest_cli.domain.hours import hours_from_minutes, minutes_from_hours

if TYPE_CHECKING:
    from harvest_cli.actions.context import Context
    from harvest_cli.domain.entries import TimeEntry
    from harvest_cli.domain.hours import Rounding
    from harvest_cli.harvest.wire.write import EntryChange

DAY = date(1, 1, 1)


def rounded_stop(
    context: "Context", stopped: "TimeEntry", change: "EntryChange | None"
) -> "tuple[EntryChange | None, str | None]":
    """The change to send with the rounding of the settings in it, and what to say of it."""
    rounding = rounding_of(context, None)
    if rounding is None:
        return change, None
    from harvest_cli.harvest.wire.write import UNSET, EntryChange

    planned = change or EntryChange()
    if by_times(context, stopped):
        return _moved_end(stopped, change, planned, rounding)
    hours = stopped.hours if planned.hours is UNSET else planned.hours
    if hours is None:
        return change, None
    after, said = rounded_minutes(minutes_from_hours(hours), rounding)
    return (planned._replace(hours=hours_from_minutes(after)), said) if said else (change, None)


def _moved_end(
    stopped: "TimeEntry",
    change: "EntryChange | None",
    planned: "EntryChange",
    rounding: "Rounding",
) -> "tuple[EntryChange | None, str | None]":
    from harvest_cli.harvest.wire.write import UNSET

    start = stopped.started_time if planned.started_time is UNSET else planned.started_time
    end = stopped.ended_time if planned.ended_time is UNSET else planned.ended_time
    if start is None or end is None or end < start:
        return change, None
    begin = datetime.combine(DAY, start)
    worked = int((datetime.combine(DAY, end) - begin).total_seconds()) // 60
    after, said = rounded_minutes(worked, rounding)
    moved = begin + timedelta(minutes=after)
    if said is None or moved.date() != DAY:
        return change, None
    return planned._replace(ended_time=moved.time()), said
