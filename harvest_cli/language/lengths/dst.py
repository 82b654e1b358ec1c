"""Clock times as moments on days when clocks go forward or back: the time that passed counts.

Two aware times of one zone subtract by the wall in Python; here every difference is taken in UTC.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

EXISTING = "Give a time that exists on that day"
"""The hint for a time that clocks skip."""
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


def on_clock(day: date, minute: int, zone: tzinfo) -> Iterator[datetime]:
    """The moments when clocks in `zone` showed that minute of that day: one, two or none.

    Given in UTC, where differences are real time across a change of the clocks.
    """
    wall = datetime.combine(day, time(minute // 60, minute % 60))
    seen = set()
    for fold in (0, 1):
        moment = wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)
        if moment not in seen and moment.astimezone(zone).replace(tzinfo=None, fold=0) == wall:
            seen.add(moment)
            yield moment


def skipped(clock: str, day: date) -> str:
    """The message for a time of day that clocks skip."""
    return f"{clock} does not exist on {day.isoformat()}: the clocks go forward"


def change(day: date, zone: tzinfo | None) -> int:
    """The minutes that clocks go forward on that day or the next; 0 almost always."""
    if zone is None or not date.min + _DAY < day < date.max - 2 * _DAY:
        return 0
    before = datetime.combine(day, time.min, zone).utcoffset()
    after = datetime.combine(day + 2 * _DAY, time.min, zone).utcoffset()
    return 0 if before == after or None in (before, after) else _minutes(after, before)


def _minutes(after: timedelta | None, before: timedelta | None) -> int:
    return ((after or timedelta(0)) - (before or timedelta(0))) // _MINUTE


def minutes_between(
    day: date, start: int, end: int, zone: tzinfo, now: datetime | None = None
) -> list[int]:
    """Every number of minutes that can have passed between two clock times, shortest first.

    Several when one of them occurs twice, none when one is skipped. An end that is not after the
    start is that of the next day. `now` is the moment of an end that is said by that word.
    """
    begins = on_clock(day, start, zone)
    if now is not None:
        ends = [now.astimezone(UTC).replace(second=0, microsecond=0)]
    else:
        ends = list(on_clock(day if end > start else day + _DAY, end, zone))
    found = {(end - begin) // _MINUTE for begin in begins for end in ends if end > begin}
    return sorted(found)


def end_after(day: date, begin: time, minutes: int, zone: tzinfo | None) -> time:
    """What the clock shows so many minutes after a time of a day; before it, when negative."""
    wall = datetime.combine(day, begin)
    if zone is None:
        return (wall + minutes * _MINUTE).time()
    moment = wall.replace(tzinfo=zone).astimezone(UTC) + minutes * _MINUTE
    return moment.astimezone(zone).time()


def back_from(moment: datetime, minutes: int) -> time:
    """What the clock showed so many minutes before a moment, in the moment's own zone."""
    if moment.tzinfo is None:
        return (moment - minutes * _MINUTE).time()
    return (moment.astimezone(UTC) - minutes * _MINUTE).astimezone(moment.tzinfo).time()
