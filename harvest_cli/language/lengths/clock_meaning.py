"""The run that two times of day mean: `9` to `5`, `10` to `4pm`, `22:00` to `6:00`.

A written am or pm is shared leftwards if that keeps the order; otherwise the end moves forward
to the next possible time. More than twelve hours are never inferred.
"""

from fractions import Fraction

from harvest_cli.language.lengths.clock import DAY_MINUTES, Clock
from harvest_cli.language.text.item import Problem, ReadingContext

HALF_DAY = 12 * 60
_SAME = Problem("invalid_duration", "Start and end are the same time", "Give two different times")


class Span:
    """A run of clock time: start and end in minutes after midnight, and minutes to take off.

    `took` are its minutes where they were said; `follows` is what was worked out from the rest:
    hours, start, end or nothing.
    """

    __slots__ = ("end", "follows", "now", "off", "start", "took")

    def __init__(
        self,
        start: int,
        end: int,
        *,
        now: bool = False,
        took: Fraction | None = None,
        follows: str = "hours",
    ) -> None:
        self.start = start % DAY_MINUTES
        self.end = end % DAY_MINUTES
        self.off = Fraction(0)
        self.now = now
        self.took = took
        self.follows = follows

    @property
    def length(self) -> Fraction:
        """Minutes worked."""
        whole = (self.end - self.start) % DAY_MINUTES if self.took is None else self.took
        return whole - self.off

    @property
    def over_midnight(self) -> bool:
        """Whether it ends on the next day."""
        return self.end < self.start


def settle(start: Clock, end: Clock, now: bool = False) -> tuple[Span | Problem, str]:
    """The run two times mean, and what was inferred: "" or meridiem."""
    if now:
        return _until_now(start, end.minutes), ""
    if start.fixed and end.fixed:
        return _exact(start.minutes, end.minutes), ""
    if end.half and not start.fixed:
        return _shared(start.minutes, end)
    if end.by_24 or (start.by_24 and not end.bare):
        return _as_written(start, end), ""
    if start.certain:
        found = _forward(start.minutes, end.minutes, bool(start.half))
        moved = isinstance(found, Span) and found.end != end.minutes % DAY_MINUTES
        return found, "meridiem" if moved else ""
    return _before(start.minutes, end.minutes) if end.fixed else _open(start.minutes, end.minutes)


def _open(start: int, end: int) -> tuple[Span | Problem, str]:
    """Two times without am or pm."""
    if start == end:
        return _SAME, ""
    if start < end:
        # Nobody means 1 to 3 in the night without saying so.
        later = HALF_DAY if start < 6 * 60 and end <= 7 * 60 else 0
        return Span(start + later, end + later), "meridiem" if later else ""
    return _forward(start, end, False), "meridiem"


def _exact(start: int, end: int) -> Span | Problem:
    return _SAME if (end - start) % DAY_MINUTES == 0 else Span(start, end)


def _as_written(start: Clock, end: Clock) -> Span | Problem:
    """By the clock of 24 hours; more than twelve of them over midnight are hardly meant."""
    ahead = (end.minutes - start.minutes) % DAY_MINUTES
    over = 0 < end.minutes < start.minutes
    if over and ahead > HALF_DAY and not start.half:
        later = (end.minutes + HALF_DAY) % DAY_MINUTES
        message = f"{hhmm(end.minutes)} could be the next day or {hhmm(later)}"
        meant = f"`{hhmm(start.minutes)}-{hhmm(later)}`"
        return Problem("invalid_time", message, f"Write {meant}, or the end with two digits")
    return _exact(start.minutes, end.minutes)


def _shared(start: int, end: Clock) -> tuple[Span | Problem, str]:
    hour = start % HALF_DAY
    same = hour + (HALF_DAY if end.half == "p" else 0)
    if same < end.minutes:
        return Span(same, end.minutes), ""
    other = (same + HALF_DAY) % DAY_MINUTES
    if 0 < (end.minutes - other) % DAY_MINUTES <= HALF_DAY:
        return Span(other, end.minutes), "meridiem"
    return _SAME, ""


def _forward(start: int, end: int, said: bool) -> Span | Problem:
    """The next time that `end` can mean after `start`."""
    ahead = min((end - start) % DAY_MINUTES, (end + HALF_DAY - start) % DAY_MINUTES)
    if ahead == 0:
        ahead = HALF_DAY if said else 0
    return Span(start, start + ahead) if ahead else _SAME


def _before(start: int, end: int) -> tuple[Span | Problem, str]:
    """A start without am or pm before an end that is certain: `10 until 12:30`, `9 to 17:00`."""
    ahead = (end - start) % DAY_MINUTES
    if start < end or (end == 0 and start):
        later = (end - start - HALF_DAY) % DAY_MINUTES
        if ahead > HALF_DAY and later:
            return Span(start + HALF_DAY, end), "meridiem"
        return Span(start, end), ""
    if ahead == 0:
        return _SAME, ""
    return Span(start + HALF_DAY, end), "meridiem"


def _until_now(start: Clock, now: int) -> Span | Problem:
    ahead = min((now - option) % DAY_MINUTES for option in start.options)
    if not 0 < ahead <= HALF_DAY:
        return Problem(
            "invalid_time", "That is not within the last twelve hours", "Give a start and an end"
        )
    return Span(now - ahead, now, now=True)


def since(start: Clock, scene: ReadingContext) -> tuple[Span | Problem, str]:
    """From a time until now."""
    found = _until_now(start, scene.minute)
    moved = isinstance(found, Span) and found.start != start.minutes % DAY_MINUTES
    return found, "meridiem" if moved else ""


def hhmm(minutes: int) -> str:
    """Minutes after midnight as `HH:MM`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
