"""Arithmetic with days, months, quarters and years; everything looks back from today.

The one door to parsedatetime, which computes a day of a month, and so many months ago; it is
loaded at the first such date.
"""

from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache

from harvest_cli.domain.days import Period, month_of, week_of
from harvest_cli.domain.records import Any
from harvest_cli.language.text.match import Problem, ReadingContext
from harvest_cli.language.text.readings import Inference
from harvest_cli.language.text.vocabulary import MONTH_NAMES

_WEEK = timedelta(days=7)
_FUTURE_LIMIT = timedelta(days=366)
HINT = "Write dates like `2026-11-12`, `nov 12` or `yesterday`"


class When:
    """A run of days as understood.

    `anchor` is the first day of the week that was said with a weekday.
    `unit` is day, week, month, quarter, half, year, weekend or range. `floating` tells what was
    typed without its year or week, so that a range can place its ends: ("weekday", 0), ("nth", 12),
    ("monthday", 11, 12), ("month", 11), ("week", 46) or ("quarter", 4). `written` marks a future
    that was meant, `only` the weekdays that count, where not all do.
    """

    __slots__ = ("anchor", "end", "floating", "inferences", "only", "start", "unit", "written")

    def __init__(
        self,
        start: date,
        end: date | None = None,
        unit: str = "day",
        *,
        floating: tuple[str, ...] | tuple[str, int] | tuple[str, int, int] | None = None,
        written: bool = False,
        inferences: tuple[Inference, ...] = (),
        anchor: date | None = None,
        only: frozenset[int] = frozenset(),
    ) -> None:
        self.start = start
        self.end = start if end is None else end
        self.unit = unit
        self.floating = floating
        self.written = written
        self.inferences = inferences
        self.anchor = anchor
        self.only = only

    def __repr__(self) -> str:
        return f"When({self.start}..{self.end} {self.unit})"

    @property
    def floats(self) -> str:
        """What it was typed as without its year or week: `weekday`; empty where nothing is open."""
        return self.floating[0] if self.floating else ""

    def since(self, start: date) -> "When":
        """Where it falls on or after a day; as it is where nothing of it is open."""
        return (placed_after(self.floating, start) if self.floating else None) or self

    def told(self, kind: str) -> "When":
        """The same, of which is said as what it was read."""
        self.inferences = (Inference.read_as(kind, f"{self.start} to {self.end}"),)
        return self


Reading = tuple[When | Problem, int]
"""Days as understood, or what is wrong with them; and the token after the last."""


def shift(day: date, days: int) -> date | None:
    """A day so many days away; None beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def within_reach(day: date, today: date) -> bool:
    """Whether a day is at most a year ahead."""
    return day - today <= _FUTURE_LIMIT


def make(year: int, month: int, day: int) -> date | None:
    """The date, or None when there is none."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def month_period(year: int, month: int) -> When:
    """A whole month; months before 1 and after 12 count on, to the ends of the calendar."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    year = max(date.min.year, min(year, date.max.year))
    whole = month_of(date(year, month, 1))
    return When(whole.start, whole.end, "month")


def quarter_period(year: int, quarter: int) -> When:
    """A whole quarter; quarters before 1 and after 4 count on."""
    first = month_period(year, quarter * 3 - 2)
    last = month_period(year, quarter * 3)
    return When(first.start, last.end, "quarter")


def half_period(year: int, half: int) -> When:
    """The first or second half of a year."""
    return When(date(year, half * 6 - 5, 1), month_period(year, half * 6).end, "half")


def year_period(year: int) -> When:
    """A whole year."""
    return When(date(year, 1, 1), date(year, 12, 31), "year")


def week_period(day: date, context: ReadingContext) -> When:
    """The week that holds a day, by the account's first day of the week."""
    inside = max(date.min + _WEEK, min(day, date.max - _WEEK))
    week: Period = week_of(inside, context.conventions.week_start)
    return When(week.start, week.end, "week")


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day."""
    other = month_period(day.year, day.month + months)
    return other.start.replace(day=min(day.day, other.end.day))


def latest_weekday(today: date, weekday: int, before: bool = False) -> date:
    """The latest such weekday, today included unless `before`."""
    back = (today.weekday() - weekday) % 7
    return today - timedelta(days=back or (7 if before else 0))


def next_weekday(day: date, weekday: int) -> date:
    """The first such weekday on or after a day."""
    return min(day, date.max - _WEEK) + timedelta(days=(weekday - day.weekday()) % 7)


def latest_nth(today: date, nth: int) -> date | None:
    """The latest Nth of a month that is not after today."""
    year, month = today.year, today.month
    for back in range(4):
        first = month_period(year, month - back).start
        found = make(first.year, first.month, nth)
        if found and found <= today:
            return found
    return None


def coming_monthday(today: date, month: int, day: int) -> date | None:
    """Such a day of the coming quarter of a year: the one before it lies nine months back."""
    for year in (today.year, today.year + 1):
        found = make(year, month, day)
        if found and timedelta(0) < found - today <= 13 * _WEEK:
            return found
    return None


def possible(month: int, day: int, year: int = 2024) -> bool:
    """Whether a year has such a day; without one, whether any has."""
    return make(year, month, day) is not None


def latest_month(today: date, month: int) -> When:
    """The latest such month that has begun."""
    return month_period(today.year - (month > today.month), month)


def latest_quarter(today: date, quarter: int) -> When:
    """The latest such quarter that has begun."""
    return quarter_period(today.year - (quarter * 3 - 2 > today.month), quarter)


def _week_after(week: int, day: date) -> When | None:
    """The first such ISO week that does not end before a day."""
    for year in range(day.isocalendar().year, day.isocalendar().year + 7):
        try:
            start = date.fromisocalendar(year, week, 1)
        except ValueError:
            continue
        if start + timedelta(days=6) >= day:
            return When(start, start + timedelta(days=6), "week")
    return None


def placed_after(floating: tuple[object, ...], start: date) -> When | None:
    """Where the end of a range falls, given its start."""
    name, *parts = floating
    numbers = [part for part in parts if isinstance(part, int)]
    if name == "weekday":
        return When(next_weekday(start, numbers[0]))
    if name == "month":
        later = numbers[0] < start.month
        return month_period(start.year + later, numbers[0])
    if name == "week":
        return _week_after(numbers[0], start)
    if name == "quarter":
        return quarter_period(start.year + (numbers[0] * 3 < start.month), numbers[0])
    for ahead in range(14):
        first = month_period(start.year, start.month + ahead).start
        if name == "monthday" and first.month != numbers[0]:
            continue
        found = make(first.year, first.month, numbers[-1])
        if found and found >= start:
            return When(found)
    return None


# -- by parsedatetime ------------------------------------------------------------------------------

# The library gets one short span of the subset that it is exact on, never a sentence, and only
# after the grammar has recognised the words and checked that there is such a day. Its answer must
# give back what was typed, or move as today moves: neither its own clock nor a guess can leak in.

_UNSURE = Problem("invalid_date", "The date is ambiguous", "Write it like `2026-11-12`")


def dated(month: int, day: int, year: int | None, today: date) -> date | Problem | None:
    """`3 november 2025`; without a year that of this year. None when there is no such day."""
    typed = (year or today.year, month, day)
    if not possible(month, day, typed[0]):
        return None
    found = computed(f"{day} {MONTH_NAMES[month - 1]} {year or ''}".strip(), today)
    return found if found and (found.year, found.month, found.day) == typed else _UNSURE


def latest_monthday(month: int, day: int, today: date) -> date | Problem | None:
    """The latest `3 november` that is not after today, at most a good year back."""
    found = dated(month, day, None, today)
    if isinstance(found, Problem) or (found and found <= today):
        return found
    return make(today.year - 1, month, day)


def months_ago(months: int, today: date) -> date | Problem:
    """The same day so many months back, or the last of a month that is too short."""
    span = f"{months} months ago"
    found, moved = computed(span, today), computed(span, today - timedelta(days=7))
    if found is None or moved is None or not 1 <= (found - moved).days <= 10 or found >= today:
        return _UNSURE
    return found


@lru_cache(maxsize=64)
def computed(span: str, today: date) -> date | None:
    """What the library reads, as it stands; None where it reads no date."""
    moment, context = _calendar().parseDT(span, sourceTime=datetime.combine(today, time(12)))
    day: date = moment.date()
    return day if context.hasDate else None


@cache
def _calendar() -> Any:
    from parsedatetime import VERSION_CONTEXT_STYLE, Calendar, Constants

    constants = Constants("en_US", usePyICU=False)
    constants.DOWParseStyle = -1
    constants.CurrentDOWParseStyle = True
    constants.YearParseStyle = 0
    return Calendar(constants, version=VERSION_CONTEXT_STYLE)
