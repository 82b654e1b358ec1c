"""A length by clock times on a day when clocks changed: what passed counts, and that is said."""

from collections.abc import Sequence
from datetime import date, time, tzinfo

from harvest_cli.domain.days import DAY
from harvest_cli.domain.hours import as_clock, hours_from_minutes, minutes_from_hours
from harvest_cli.language.changing_clocks import change, end_after, minutes_between, on_clock
from harvest_cli.language.draft import Draft
from harvest_cli.language.durations import checked
from harvest_cli.language.item import Problem
from harvest_cli.language.lengths import Length, minute_of
from harvest_cli.language.scan import Atom
from harvest_cli.language.settling import hhmm


def on_day(draft: Draft, length: Length, day: date, atoms: Sequence[Atom]) -> Length:
    """The length as it was on that day; raises invalid_time for times it had not, or had twice.

    `atoms` are those that said the times.
    """
    zone = draft.scene.zone
    if zone is None or not length.follows or not change(day, zone):
        return length
    by_times = length.follows == "hours"
    found = _by_times(draft, length, day, zone) if by_times else _by_one(length, day, zone)
    if isinstance(found, Problem):
        raise draft.refuse(found, *atoms)
    if (found.hours, found.start, found.end) != (length.hours, length.start, length.end):
        way = "forward" if change(day, zone) > 0 else "back"
        took = as_clock(found.hours + hours_from_minutes(found.off))
        run = f"{hhmm(minute_of(found.start))} to {hhmm(minute_of(found.end))}"
        draft.infer("clocks", f"{run} is {took}: the clocks were put {way}")
    return found


def _by_times(draft: Draft, length: Length, day: date, zone: tzinfo) -> Length | Problem:
    """Both times were said, and the hours follow."""
    start, end = minute_of(length.start), minute_of(length.end)
    said = [(day, start)]
    if not length.now:
        said.append((day if end > start else day + DAY, end))
    gone = _skipped(said, zone)
    if gone is not None:
        return gone
    now = draft.scene.moment if length.now else None
    found = minutes_between(day, start, end, zone, now)
    if len(found) != 1:
        twice = next((minute for d, minute in said if len(list(on_clock(d, minute, zone))) > 1), 0)
        hint = " or ".join(f"`{_written(minutes)}`" for minutes in found)
        message = f"{hhmm(twice)} came twice on {day.isoformat()}"
        return Problem("invalid_time", message, f"Write how long it was: {hint}")
    hours = checked(found[0] - length.off)
    return hours if isinstance(hours, Problem) else length.with_(hours=hours)


def _by_one(length: Length, day: date, zone: tzinfo) -> Length | Problem:
    """The length was said with one of its ends, and the other follows."""
    minutes, forward = minutes_from_hours(length.hours), length.follows == "end"
    said: time | None = length.start if forward else length.end
    gone = _skipped([(day, minute_of(said))], zone)
    if gone is not None or said is None:
        return gone or length
    other = end_after(day, said, minutes if forward else -minutes, zone)
    return length.with_(end=other) if forward else length.with_(start=other)


def _skipped(said: Sequence[tuple[date, int]], zone: tzinfo) -> Problem | None:
    for day, minute in said:
        if not any(on_clock(day, minute, zone)):
            message = f"The clocks skipped {hhmm(minute)} on {day.isoformat()}"
            return Problem("invalid_time", message, "Name a time that there was")
    return None


def _written(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{rest}m" if not hours else f"{hours}h{rest:02d}" if rest else f"{hours}h"
