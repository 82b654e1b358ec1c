"""From an understood entry to what Harvest is asked for, by the way the account tracks time."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from harvest_cli.actions.resolve.taken import TakenTimes
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import ExternalReference, NewEntry
from harvest_cli.domain.hours import DAY_MINUTES, as_time, minute_of, minutes_from_hours
from harvest_cli.domain.records import NamedTuple
from harvest_cli.language.lengths.clock import change, end_after
from harvest_cli.language.text.readings import EntryReading


class ClockTimes(NamedTuple):
    """When an entry began and ended, as the account needs it; `why` says what was assumed."""

    begin: time | None = None
    end: time | None = None
    why: str | None = None


def new_entry(
    context: Context, entry: EntryReading, reference: ExternalReference | None = None
) -> tuple[NewEntry, str | None]:
    """The entry to create, and what had to be assumed for it."""
    (times,) = clock_times(context, [entry])
    return request_for(entry, times, reference), times.why


def request_for(
    entry: EntryReading, times: ClockTimes, reference: ExternalReference | None
) -> NewEntry:
    """The entry to create.

    Hours and clock times go together where both are known: an account uses the pair that it
    understands, and hours alone are right in either (Harvest docs, Time Entries).
    """
    if entry.task is None:
        raise AssertionError(entry)
    return NewEntry(
        project_id=entry.assignment.project.id,
        task_id=entry.task.id,
        spent_date=entry.spent_date,
        hours=entry.hours,
        started_time=times.begin,
        ended_time=times.end,
        notes=entry.notes,
        external_reference=reference,
    )


def clock_times(context: Context, entries: Sequence[EntryReading]) -> list[ClockTimes]:
    """The clock times of entries of one command.

    Where the account needs them and nobody gave them, an entry gets time that is free as far as
    is known here: one after the other, around those whose times were given.
    """
    found = [_given_times(context, entry) for entry in entries]
    if not context.account.data.company.wants_timestamp_timers or None not in found:
        return [times or ClockTimes() for times in found]
    taken = TakenTimes(context)
    for entry, times in zip(entries, found, strict=True):
        if times is not None and times.begin is not None:
            taken.take(entry.spent_date, minute_of(times.begin), minutes_from_hours(entry.hours))
    # Today is filled from now backwards: the last one ended last.
    today = context.today
    order = sorted(range(len(found)), key=lambda n: -n if entries[n].spent_date == today else n)
    for number in order:
        if found[number] is None:
            found[number] = _placed(context, taken, entries[number])
    return [times or ClockTimes() for times in found]


def _given_times(context: Context, entry: EntryReading) -> ClockTimes | None:
    """The times as they were given; None where they were not."""
    if entry.started_time is None or entry.ended_time is None:
        return None
    mode = context.account.data.company.wants_timestamp_timers
    length = timedelta(minutes=minutes_from_hours(entry.hours))
    begin = datetime.combine(entry.spent_date, entry.started_time)
    worked_to = (begin + length).time()
    if mode is False or worked_to == entry.ended_time:
        return ClockTimes(entry.started_time, entry.ended_time)
    if _clocks_changed(context, entry.spent_date, entry.started_time, entry.ended_time):
        # Harvest would count from start to end by the clock, and that is not what passed.
        why = "the clocks changed in between: the hours are sent without times"
        return ClockTimes(why=why)
    told = context.conventions.time_text
    # A break inside the range: the account counts from start to end, so the end moves.
    why = f"the break is taken off the end: {told(entry.started_time)} to {told(worked_to)}"
    return ClockTimes(entry.started_time, worked_to, why)


def _placed(context: Context, taken: TakenTimes, entry: EntryReading) -> ClockTimes:
    """Times for a length alone; none where the day has no room for it."""
    minutes = minutes_from_hours(entry.hours)
    at = taken.room_for(entry.spent_date, minutes)
    if at is None:
        return ClockTimes()
    taken.take(entry.spent_date, at, minutes)
    begun, ended = as_time(at), as_time(at + minutes)
    told = context.conventions.time_text
    why = f"this account tracks start and end: {told(begun)} to {told(ended)} was assumed"
    ahead = entry.spent_date == context.today and at + minutes > minute_of(context.now.time())
    return ClockTimes(begun, ended, f"{why}, and is still ahead" if ahead else why)


def _clocks_changed(context: Context, day: date, begin: time, end: time) -> bool:
    by_clock = (minute_of(end) - minute_of(begin)) % DAY_MINUTES
    return bool(change(day, context.zone)) and end_after(day, begin, by_clock, context.zone) != end
