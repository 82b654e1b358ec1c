"""From an understood entry to what Harvest is asked for, by the way the account tracks time."""

from datetime import date, datetime, time, timedelta

from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import ExternalReference, NewEntry
from harvest_cli.domain.hours import minutes_from_hours
from harvest_cli.language.lengths.clock import change, end_after
from harvest_cli.language.text.readings import EntryReading

DAY_BEGINS = time(9, 0)
FULL_DAY = 24 * 60


def new_entry(
    context: Context, entry: EntryReading, reference: ExternalReference | None = None
) -> tuple[NewEntry, str | None]:
    """The entry to create, and what had to be assumed for it.

    Hours and clock times go together where both are known: an account uses the pair that it
    understands, and hours alone are right in either (Harvest docs, Time Entries).
    """
    if entry.task is None:
        raise AssertionError(entry)
    begin, end, assumed = clock_times(context, entry)
    return (
        NewEntry(
            project_id=entry.assignment.project.id,
            task_id=entry.task.id,
            spent_date=entry.spent_date,
            hours=entry.hours,
            started_time=begin,
            ended_time=end,
            notes=entry.notes,
            external_reference=reference,
        ),
        assumed,
    )


def clock_times(
    context: Context, entry: EntryReading
) -> tuple[time | None, time | None, str | None]:
    """When the entry began and ended, as the account needs it; the last says what was assumed."""
    mode = context.account.data.company.wants_timestamp_timers
    length = timedelta(minutes=minutes_from_hours(entry.hours))
    if entry.started_time is None or entry.ended_time is None:
        return _assumed_times(context, entry.spent_date, length) if mode else (None, None, None)
    begin = datetime.combine(entry.spent_date, entry.started_time)
    worked_to = (begin + length).time()
    if mode is False or worked_to == entry.ended_time:
        return entry.started_time, entry.ended_time, None
    if _clocks_changed(context, entry.spent_date, entry.started_time, entry.ended_time):
        # Harvest would count from start to end by the clock, and that is not what passed.
        return None, None, "the clocks changed in between: the hours are sent without times"
    # A break inside the range: the account counts from start to end, so the end moves.
    why = f"the break is taken off the end: {entry.started_time:%H:%M} to {worked_to:%H:%M}"
    return entry.started_time, worked_to, why


def _clocks_changed(context: Context, day: date, begin: time, end: time) -> bool:
    by_clock = (_minute(end) - _minute(begin)) % FULL_DAY
    return bool(change(day, context.zone)) and end_after(day, begin, by_clock, context.zone) != end


def _minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def _assumed_times(
    context: Context, day: date, length: timedelta
) -> tuple[time | None, time | None, str | None]:
    now = context.now.replace(second=0, microsecond=0, tzinfo=None)
    begin = now - length if day == now.date() else datetime.combine(day, DAY_BEGINS)
    if begin.date() != day or (begin + length).date() != day:
        begin = datetime.combine(day, time.min)
    if (begin + length).date() != day:
        return None, None, None
    begun, ended = begin.time(), (begin + length).time()
    why = f"this account tracks start and end: {begun:%H:%M} to {ended:%H:%M} was assumed"
    return begun, ended, why
