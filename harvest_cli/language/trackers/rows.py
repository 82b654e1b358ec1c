"""What readers of files are told, and the rows that they give: one for each line that says much.

A row holds what the file says. Whose it is and where it goes on Harvest is for others to find out.

Minutes are rounded half up. What ends before its start by the clock ends on the next day, and
counts for the day on which it began; what ends before it by its dates is wrong.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, tzinfo
from decimal import ROUND_HALF_UP, Decimal

from harvest_cli.domain.errors import HvError, SentenceError, UsageError
from harvest_cli.domain.hours import HUNDREDTH, hours_from_minutes
from harvest_cli.domain.records import Any, NamedTuple, StrEnum
from harvest_cli.domain.wording import quoted
from harvest_cli.language.text.readings import Conventions
from harvest_cli.language.trackers.cells import Length, minutes_and_seconds, whole_minutes

Texts = dict[str, Any]
"""Fields of a row by their names."""
FULL_DAY = 24 * 3600


class Skip(StrEnum):
    """Why a row is to be no entry, though nothing is wrong with it."""

    RUNNING = "its timer still runs"
    BREAK = "a break"
    TOTAL = "a total"
    NO_TIME = "no time"
    DELETED = "deleted"
    NOT_MINE = "not mine"
    IGNORED = "ignored"
    ELSEWHERE = "sent elsewhere"
    NEGATIVE = "negative"
    RULE = "by a rule"
    ARRIVAL = "arrival"
    SUMS = "not bookable"
    ALL_DAY = "all day"
    CANCELLED = "cancelled"
    DECLINED = "declined"
    UNANSWERED = "not answered"
    FREE = "free"
    PRIVATE = "private"
    FUTURE = "not over yet"
    OLD = "longer ago than a year"


class FileRow(NamedTuple):
    """One row. `day` is wall clock, as are `start` and `end`; `seconds` is what the file says that
    it took, `hours` what is sent for it. `raw` is how date, start, end and length are written.

    `parts` are first and last name, where they stand apart. `reference` is a link with its id and
    group, `ids` are Harvest's of project and task. `part` tells the pieces of one row apart. `said`
    is a remark. A row is an entry unless it has a `skip`, with `why`, or is `wrong`; the
    `column` of the cell that is, counted from 1 and 0 where none is, goes with that.

    `activity` begins the notes, and may be a task. `billable` is as the file has it, if it does.
    `marked` are client, project, task and notes as written, where names that an account knows
    changed what became of them.
    """

    line: int
    day: date | None = None
    start: time | None = None
    end: time | None = None
    seconds: Decimal = Decimal(0)
    hours: Decimal = Decimal(0)
    client: str = ""
    project: str = ""
    task: str = ""
    notes: str = ""
    user: str = ""
    email: str = ""
    parts: tuple[str, str] = ("", "")
    tags: tuple[str, ...] = ()
    code: str = ""
    reference: tuple[str, str, str] = ("", "", "")
    ids: tuple[str, str] = ("", "")
    source_id: str = ""
    raw: tuple[str, ...] = ()
    part: str = ""
    skip: Skip | None = None
    why: str = ""
    wrong: HvError | None = None
    said: str = ""
    column: int = 0
    activity: str = ""
    billable: bool | None = None
    marked: tuple[str, ...] = ()


def _no_sentence(_text: str, _day: date) -> FileRow:
    message = "Sentences are not read here"
    raise SentenceError(message, code="no_duration")


class ReaderOptions(NamedTuple):
    """What a reader is told: now and the zone of the person, how they write, the order of day and
    month where nothing in the file proves one, and what each column of their own sheet means.

    `is_project` and `is_task` say whether an account knows a name. `sentence` reads words of a day
    as `hv log` does; it raises SentenceError. `subtract` takes breaks that stand by themselves off
    the entry before. Of a calendar, `me` are the addresses of the person; `private` takes private
    events too, `unanswered` those without an answer, which have a remark.
    """

    now: datetime
    zone: tzinfo
    conventions: Conventions = Conventions()
    order: str | None = None
    columns: Mapping[str, str] = {}
    is_project: Callable[[str], bool] = lambda _: False
    is_task: Callable[[str], bool] = lambda _: False
    sentence: Callable[[str, date], FileRow] = _no_sentence
    subtract: bool = False
    me: tuple[str, ...] = ()
    private: bool = False
    unanswered: bool = False


class Sheet(NamedTuple):
    """A file as it was read. `order` is that of day and month in its dates; `delimiter` is that of
    a table. `unused` are heads of columns that hold what is not read, `said` are remarks.

    `instants` is whether the times are moments, which the zone of the person turns into days.
    `unit` is what `line` counts: lines, or the entries of a list.
    """

    kind: str
    rows: tuple[FileRow, ...]
    delimiter: str = ""
    order: str = ""
    unused: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    instants: bool = False
    unit: str = "line"


# -- making them -------------------------------------------------------------------------------


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
        return FileRow(line, wrong=UsageError("it does not say how long it took"), **known)
    if length is None and took.seconds < 0:
        wrong = UsageError("it ends before it begins", code="invalid_time")
        return FileRow(line, wrong=wrong, **known)
    if length is None:
        took = Length(took.seconds - pause)
    return _counted(line, took, known, exact=exact)


def _between(begin: datetime | None, end: datetime | None) -> Decimal | None:
    if begin is None or end is None:
        return None
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


def unread(line: int, wanted: str, written: str, **more: Any) -> FileRow:
    """The row of a line of another shape than was wanted."""
    message = f"Expected {wanted}, got {quoted(written.strip())}"
    return FileRow(line, wrong=UsageError(message), **more)
