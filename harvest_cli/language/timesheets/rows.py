"""What readers of files are told, and the rows that they give: one for each line that says much.

A row holds what the file says. Whose it is and where it goes on Harvest is for others to find out.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, tzinfo
from decimal import Decimal

from harvest_cli.domain.errors import HvError, SentenceError
from harvest_cli.domain.records import Any, NamedTuple, StrEnum
from harvest_cli.language.text.readings import Conventions

Texts = dict[str, Any]
"""Fields of a row by their names."""
MOST_ROWS = 100_000
LONGEST_CELL = 100_000
"""Characters; Harvest takes far fewer, and nobody typed more."""


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


class Asked(NamedTuple):
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
