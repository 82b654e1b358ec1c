"""Hours against targets over any time, exact: days in seconds, summed into periods that follow.

A hundredth of an hour is 36 seconds and a minute 60, so neither is ever rounded on the way.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from harvest_cli.domain.days import Period
from harvest_cli.domain.hours import Ratio, hours_from_minutes
from harvest_cli.domain.records import NamedTuple, StrEnum
from harvest_cli.domain.schedule import Schedule
from harvest_cli.domain.totals import Steps

HUNDREDTH_SECONDS = 36


class TimeKind(StrEnum):
    """What time is in a balance: work and leave count, the others do not."""

    WORK = "work"
    LEAVE = "leave"
    HOLIDAY = "holiday"
    UNPAID = "unpaid"
    COMPENSATION = "compensation"


class BalancePart(NamedTuple):
    """Seconds of a day or of several. `holiday` is what days off spared of the target."""

    worked: int = 0
    leave: int = 0
    holiday: int = 0
    unpaid: int = 0
    compensation: int = 0
    target: int = 0

    @property
    def difference(self) -> int:
        """More than was due, or less."""
        return self.worked + self.leave - self.target

    def plus(self, other: "BalancePart") -> "BalancePart":
        """The sum of both."""
        return BalancePart(*map(sum, zip(self, other, strict=True)))


class Line(NamedTuple):
    """One period of a balance; `balance` is the running total at its end."""

    period: Period
    part: BalancePart
    balance: int


def hours_of(seconds: int) -> Decimal:
    """Seconds as hours, rounded half up to the hundredth, away from zero."""
    hours = hours_from_minutes(Ratio(abs(seconds), 60))
    return -hours if seconds < 0 else hours


def day_part(hours: Mapping[str, int], day: date, schedule: Schedule, today: date) -> BalancePart:
    """One day from its hundredths by kind. Of today no more is due than was done so far."""
    due = schedule.target(day)
    seconds = {kind: hundredths * HUNDREDTH_SECONDS for kind, hundredths in hours.items()}
    booked, off = seconds.get(TimeKind.HOLIDAY, 0), due.holiday is not None and due.usual > 0
    spared = max(due.usual - due.minutes, 0) * 60 if off else 0
    worked, leave = seconds.get(TimeKind.WORK, 0), seconds.get(TimeKind.LEAVE, 0)
    # A public holiday that is booked is leave, but on a day that is off already.
    leave += max(booked - spared, 0)
    target = due.minutes * 60
    if day == today:
        target = min(target, worked + leave)
    return BalancePart(
        worked,
        leave,
        spared,
        seconds.get(TimeKind.UNPAID, 0),
        seconds.get(TimeKind.COMPENSATION, 0),
        target,
    )


def parts_of(
    hours: Mapping[date, Mapping[str, int]], period: Period, schedule: Schedule, today: date
) -> Iterator[tuple[date, BalancePart]]:
    """Each day of a period."""
    nothing: Mapping[str, int] = {}
    for day in period.days():
        yield day, day_part(hours.get(day, nothing), day, schedule, today)


def lines_of(
    parts: Iterable[tuple[date, BalancePart]], period: Period, steps: Steps, first: int, start: int
) -> tuple[Line, ...]:
    """The days gathered into periods; `start` is the balance before the first of them."""
    found: list[Line] = []
    balance, inside, total = start, Period(period.start, period.start), BalancePart()
    for day, part in parts:
        if day > inside.end or not found:
            step = steps.holding(day, first)
            inside = Period(max(step.start, period.start), min(step.end, period.end))
            found.append(Line(inside, BalancePart(), balance))
            total = BalancePart()
        total = total.plus(part)
        balance += part.difference
        found[-1] = Line(inside, total, balance)
    return tuple(found)
