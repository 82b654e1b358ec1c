"""What reading a sentence gives: entries, a timer or a period, and what every character was.

Nothing here knows how sentences are read; `show` and `actions` depend on this file alone.
"""

from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal
from types import MappingProxyType

from harvest_cli.domain.company import ProjectAssignment, Task
from harvest_cli.domain.days import WEEKDAYS, Period, WeekStart
from harvest_cli.domain.hours import Rounding, clock_text
from harvest_cli.domain.records import NamedTuple, StrEnum
from harvest_cli.domain.schedule import DayTarget


class Kind(StrEnum):
    """The one role of a piece of a sentence."""

    CLIENT = "client"
    PROJECT = "project"
    TASK = "task"
    QUANTITY = "quantity"
    DATE = "date"
    PERIOD = "period"
    GROUP = "group"
    FILTER = "filter"
    PERSON = "person"
    NOTES = "notes"
    FILLER = "filler"


class Span(NamedTuple):
    """A piece of the original sentence, `text[start:end]`, and its role."""

    start: int
    end: int
    kind: Kind


class Person(NamedTuple):
    """Somebody whose time can be asked for; `capacity` is seconds a week."""

    id: int
    name: str
    capacity: int | None = None


ME = Person(0, "me")
"""Whoever is logged in, as the words say it."""


class Inference(NamedTuple):
    """Something that was assumed and must be said.

    `kind` is stable: year, month, week, meridiem, day_order, midnight, clocks, prefix, initials,
    leave, task, days, compared, spelling, half, break; and from outside of the sentence: project,
    alias, chosen, remembered, round, times, person, flag. `text` is for people: `"mark" read as
    Marketing Website`. `meaning` is what of it is behind `read as`, if nothing is before that.
    """

    kind: str
    text: str
    meaning: str = ""

    @classmethod
    def read_as(cls, kind: str, meaning: str) -> "Inference":
        """What the words of the sentence were taken for, where they are not repeated."""
        return cls(kind, f"read as {meaning}", meaning)

    @property
    def short(self) -> str:
        """The text for a list that itself begins with `read as`."""
        return self.meaning or self.text


class Leave(NamedTuple):
    """One kind of leave: the words that mean it, and where its time goes (setting `leave`)."""

    kind: str
    words: tuple[str, ...]
    project: str
    task: str


class Conventions(NamedTuple):
    """How this person and account count and write time.

    `date_order` is dmy, mdy or None (unknown, then 03/04 is refused); `workday_minutes` is the
    length of "a day" and the target of each of the `workdays` (mon … sun), `weekly_minutes` what
    a week holds. `fiscal_year_start` is the month and day on which financial years begin.
    `clock` is 12h, 24h or None (unknown): where it is 24h, `9:00` is nine in the morning;
    elsewhere it can be the evening. `time_format` is decimal or hours_minutes;
    `timezone` a name of Harvest or IANA, None for this machine's zone. `origins` names, for each
    of these that is a setting, what decided it: a variable, a file, `Harvest` or `default`.
    `day_ends` is when working hours end, in minutes, where they are set.
    `due` tells what is due on a day; None: `workdays` and `workday_minutes` do.
    """

    workday_minutes: int = 8 * 60
    week_start: WeekStart = WeekStart.MONDAY
    date_order: str | None = None
    leave: tuple[Leave, ...] = ()
    clock: str | None = None
    workdays: tuple[str, ...] = ("mon", "tue", "wed", "thu", "fri")
    weekly_minutes: int = 5 * 8 * 60
    fiscal_year_start: tuple[int, int] | None = None
    time_format: str = "hours_minutes"
    timezone: str | None = None
    origins: Mapping[str, str] = MappingProxyType({})
    due: Callable[[date], DayTarget] | None = None
    day_ends: int | None = None

    def time_text(self, at: time) -> str:
        """A time of day as the account writes it."""
        return clock_text(at, self.clock)

    def holiday(self, day: date) -> str | None:
        """The name of a day off, whatever its weekday; None for any other."""
        found = self.due(day) if self.due is not None else None
        return found.holiday if found is not None and not found.minutes else None

    def is_workday(self, day: date) -> bool:
        """Whether its weekday is one on which this person works."""
        if self.due is not None:
            return self.due(day).usual > 0
        return WEEKDAYS[day.weekday()].lower() in self.workdays

    def minutes_due(self, day: date) -> int:
        """Minutes of a whole day: those due on it, else those of any workday."""
        return (self.due(day).minutes if self.due is not None else 0) or self.workday_minutes


class Overrides(NamedTuple):
    """What flags or folder defaults settle already; it wins over words and fills what they lack."""

    assignment: ProjectAssignment | None = None
    task: Task | None = None
    spent_date: date | None = None
    hours: Decimal | None = None
    started_time: time | None = None
    ended_time: time | None = None
    notes: str | None = None

    @property
    def measured(self) -> bool:
        """Whether it says how long: hours, or both times."""
        return self.hours is not None or None not in (self.started_time, self.ended_time)


class EntryReading(NamedTuple):
    """One entry as understood. `hours` are rounded to hundredths; a missing `task` is None.

    Clock times are set when the sentence gave them; an end before the start is past midnight.
    """

    assignment: ProjectAssignment
    spent_date: date
    hours: Decimal
    task: Task | None = None
    started_time: time | None = None
    ended_time: time | None = None
    notes: str | None = None


class LogReading(NamedTuple):
    """A sentence of `hv log`: one or several entries, in the order written.

    `rounding` is how their lengths are to be rounded, where it says so.
    """

    text: str
    entries: tuple[EntryReading, ...]
    spans: tuple[Span, ...] = ()
    inferences: tuple[Inference, ...] = ()
    warnings: tuple[str, ...] = ()
    rounding: Rounding | None = None


class StartReading(NamedTuple):
    """A sentence of `hv start`. `started_time` is set when it was backdated.

    `already` are hours that the timer starts with ("with 30m already").
    """

    text: str
    assignment: ProjectAssignment
    spent_date: date
    task: Task | None = None
    started_time: time | None = None
    already: Decimal | None = None
    notes: str | None = None
    spans: tuple[Span, ...] = ()
    inferences: tuple[Inference, ...] = ()
    warnings: tuple[str, ...] = ()


class Named(NamedTuple):
    """Names that a look back is narrowed to, or leaves out.

    An entry is of them when its client, its project or its task is among those that there are:
    of clients and places any counts, and one of the tasks besides.
    """

    clients: tuple[str, ...] = ()
    places: tuple[ProjectAssignment, ...] = ()
    tasks: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()


class Marks(NamedTuple):
    """What entries are narrowed to besides names; None where it does not matter.

    `approval` holds the states that count; `notes` is text that the notes hold, empty: no notes.
    """

    billable: bool | None = None
    billed: bool | None = None
    locked: bool | None = None
    approval: tuple[str, ...] | None = None
    notes: str | None = None


class PeriodReading(NamedTuple):
    """A sentence of `hv entries`, `week` and `report`: days, grouping and filters.

    `period` runs from the first day to the last; `runs` are its parts where not all days in it
    count, `weekdays` those that alone do. `compared` is an earlier period to set beside it.
    `group_by` holds up to three keys of `GROUPINGS`. `within` are clients that were said with
    a project of theirs. `everyone`: everybody's time was asked for. `named` tells whether the
    sentence names days.
    """

    text: str
    period: Period
    group_by: tuple[str, ...] = ()
    only: Named = Named()
    without: Named = Named()
    within: tuple[str, ...] = ()
    marks: Marks = Marks()
    everyone: bool = False
    runs: tuple[Period, ...] = ()
    weekdays: tuple[int, ...] = ()
    compared: Period | None = None
    named: bool = False
    spans: tuple[Span, ...] = ()
    inferences: tuple[Inference, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Clients, projects and tasks that count, in words."""
        projects = (place.project.name for place in self.only.places)
        return (*self.only.clients, *projects, *self.only.tasks)

    @property
    def client(self) -> str | None:
        """The one client that was said."""
        said = self.only.clients or self.within
        return said[0] if len(said) == 1 else None

    @property
    def assignment(self) -> ProjectAssignment | None:
        """The one project that was said."""
        return self.only.places[0] if len(self.only.places) == 1 else None

    @property
    def task(self) -> str | None:
        """The one task that was said."""
        return self.only.tasks[0] if len(self.only.tasks) == 1 else None

    @property
    def billable(self) -> bool | None:
        """Whether only billable time counts, or only the rest."""
        return self.marks.billable
