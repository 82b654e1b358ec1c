"""How long a day should be: weeks of hours that change over time, and the days that are special."""

from collections.abc import Callable, Mapping
from datetime import date

from harvest_cli.domain.days import WEEKDAYS
from harvest_cli.domain.records import NamedTuple

WORK, HALF = "work", "half"
"""What a special day can be besides the name of a day off."""
HALF_DAY = "half day"


class WorkWeek(NamedTuple):
    """The minutes due on each weekday, Monday first, from a day to another; `origin` in words."""

    start: date
    end: date
    minutes: tuple[int, ...]
    origin: str

    @property
    def total(self) -> int:
        """Minutes a week."""
        return sum(self.minutes)


class DayTarget(NamedTuple):
    """The minutes due on a day, those of its weekday in any week, and what decided.

    `holiday` is the name of a day off or of half of one.
    """

    minutes: int
    usual: int
    origin: str
    holiday: str | None = None


def shared_out(total: int, workdays: tuple[str, ...]) -> tuple[int, ...]:
    """Minutes of a week spread over its workdays; the first ones take what is left over."""
    share, rest = divmod(total, len(workdays))
    longer = workdays[:rest]
    return tuple(
        share + (day in longer) if day in workdays else 0 for day in map(str.lower, WEEKDAYS)
    )


class Schedule:
    """What is due on any day. `weeks` follow each other and leave no day out.

    `special` holds days as `2026-12-24`, or as `12-24` for every year. `public` gives the public
    holidays of a year by name; it is called only for a year that is asked for.
    """

    def __init__(
        self,
        weeks: tuple[WorkWeek, ...],
        special: Mapping[str, str] | None = None,
        public: Callable[[int], Mapping[date, str]] = lambda _year: {},
        region: str = "",
    ) -> None:
        self.weeks = weeks
        self.region = region
        self._special = special or {}
        self._public = public
        self._found: dict[date, DayTarget] = {}
        self._years: dict[int, Mapping[date, str]] = {}

    def target(self, day: date) -> DayTarget:
        """What is due on a day."""
        found = self._found.get(day)
        if found is None:
            found = self._found[day] = self._target(day)
        return found

    def holiday(self, day: date) -> str | None:
        """The name of a day off; None where work is due, all of the day or half."""
        found = self.target(day)
        return found.holiday if not found.minutes else None

    def week(self, day: date) -> WorkWeek:
        """The hours of the weeks around a day."""
        return next(week for week in self.weeks if week.start <= day <= week.end)

    def _target(self, day: date) -> DayTarget:
        week = self.week(day)
        usual = week.minutes[day.weekday()]
        key = next((k for k in (f"{day}", f"{day:%m-%d}") if k in self._special), None)
        said = self._special[key] if key else None
        if said == WORK:
            return DayTarget(usual or max(week.minutes), usual, f"[holidays] {key}")
        public = self._public_on(day)
        if said == HALF:
            return DayTarget(usual // 2, usual, f"[holidays] {key}", public or HALF_DAY)
        if said:
            return DayTarget(0, usual, f"[holidays] {key}", said)
        if public:
            return DayTarget(0, usual, f"holiday in {self.region}", public)
        return DayTarget(usual, usual, week.origin)

    def _public_on(self, day: date) -> str | None:
        if day.year not in self._years:
            self._years[day.year] = self._public(day.year)
        return self._years[day.year].get(day)
