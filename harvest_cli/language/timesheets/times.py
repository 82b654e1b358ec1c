"""From what a file says of when and how long to a row: the day, clock times, minutes.

Minutes are rounded half up. What ends at or before its start ends on the next day, and counts for
the day on which it began.
"""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from harvest_cli.domain.errors import HvError, UsageError
from harvest_cli.domain.hours import HUNDREDTH, hours_from_minutes
from harvest_cli.domain.records import Any
from harvest_cli.language.timesheets.cells import Length, minutes_and_seconds
from harvest_cli.language.timesheets.rows import FileRow, Skip, Texts

FULL_DAY = 24 * 3600
_ONE = Decimal(1)


@lru_cache(2048)
def whole_minutes(seconds: Decimal) -> int:
    """Minutes, half a minute up."""
    return int((seconds / 60).quantize(_ONE, ROUND_HALF_UP))


def entry(
    line: int,
    *,
    day: date | None = None,
    begin: datetime | None = None,
    end: datetime | None = None,
    length: Length | None = None,
    pause: Decimal = Decimal(0),
    exact: bool = False,
    **more: Any,
) -> FileRow:
    """The row of something that was done; `begin` and `end` are both naive, or both aware.

    The length is that of the file, else what lies between begin and end, less a `pause` of
    seconds. `exact` sends the hundredths of it instead of whole minutes.
    """
    if begin is not None:
        day = begin.date()
    known: Texts = {
        "day": day,
        "start": begin.time() if begin else None,
        "end": end.time() if end else None,
        **more,
    }
    if day is None:
        return FileRow(line, wrong=UsageError("it has no day", code="invalid_date"), **known)
    took = _settled(length, _between(begin, end))
    if took is None:
        return FileRow(line, wrong=UsageError("it says not how long it took"), **known)
    if length is None:
        took = Length(took.seconds - pause)
    return _counted(line, took, known, exact=exact)


def _between(begin: datetime | None, end: datetime | None) -> Decimal | None:
    if begin is None or end is None:
        return None
    if end <= begin and end.date() == begin.date():
        end += timedelta(days=1)
    if begin.tzinfo is not None:
        # Two wall clocks of one zone are subtracted without its changes.
        return Decimal(int(end.timestamp() - begin.timestamp()))
    return Decimal(int((end - begin).total_seconds()))


def _settled(length: Length | None, between: Decimal | None) -> Length | None:
    """The length that the file means: `45:00` is minutes where start and end say so."""
    if length is None:
        return None if between is None else Length(between)
    if length.two_parts and between is not None and abs(length.seconds - between) > 60:
        other = minutes_and_seconds(length)
        if abs(other.seconds - between) <= 60:
            return other
    return length


def _counted(line: int, took: Length, known: Texts, *, exact: bool) -> FileRow:
    seconds = took.seconds
    if seconds < 0:
        return FileRow(line, seconds=seconds, skip=Skip.NEGATIVE, **known)
    if seconds > FULL_DAY:
        return FileRow(line, seconds=seconds, wrong=too_long(seconds), **known)
    if took.decimal or exact:
        hours = (seconds / 3600).quantize(HUNDREDTH, ROUND_HALF_UP)
    else:
        hours = hours_from_minutes(whole_minutes(seconds))
    skip = None if hours else Skip.NO_TIME
    return FileRow(line, seconds=seconds, hours=hours, skip=skip, **known)


def too_long(seconds: Decimal) -> HvError:
    """The error for more than a day has."""
    minutes = abs(whole_minutes(seconds))
    got = f"{'-' if seconds < 0 else ''}{minutes // 60}:{minutes % 60:02}"
    message = f"Expected hours from 0:01 to 24:00, got {got}"
    return UsageError(message, code="invalid_duration")


def skipped(line: int, skip: Skip, **more: Any) -> FileRow:
    """A row that is to be no entry, and why."""
    return FileRow(line, skip=skip, **more)
