"""Hours as Harvest keeps them (hundredths, Decimal) and as people say them (minutes, h:mm).

The one place where the two meet. Harvest rounds to 0.01 h (Harvest docs, Time Entries), so
20 minutes are 0.33 h; every whole minute survives the way there and back.

Times of day as text, in the two styles of accounts (`company.clock`): `8:00am` with 12 hours,
`14:30` with 24 (Harvest docs, Time Entries; captures of both). hv sends the account's own style
and reads either.
"""

import re
from datetime import time
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from math import gcd

from harvest_cli.domain.records import NamedTuple

HUNDREDTH = Decimal("0.01")
ZERO = Decimal("0.00")
FULL_DAY = Decimal(24)
"""Hours; no entry has more."""
DAY_MINUTES = 24 * 60


class Ratio:
    """An exact number, as `fractions` has them, which loads in a tenth of a Python.

    It is in its lowest terms; what it is divided by is above zero.
    """

    __slots__ = ("denominator", "numerator")

    def __init__(self, above: int, below: int = 1) -> None:
        shared = 1 if below == 1 else gcd(above, below)
        self.numerator, self.denominator = above // shared, below // shared

    def __add__(self, other: "int | Ratio") -> "Ratio":
        above, below = other.numerator, other.denominator
        return Ratio(self.numerator * below + above * self.denominator, self.denominator * below)

    def __sub__(self, other: "int | Ratio") -> "Ratio":
        return self + other * -1

    def __mul__(self, other: "int | Ratio") -> "Ratio":
        above, below = other.numerator, other.denominator
        return Ratio(self.numerator * above, self.denominator * below)

    def __eq__(self, other: object) -> bool:
        same = isinstance(other, (int, Ratio)) and self.numerator == other.numerator
        return same and self.denominator == other.denominator  # type: ignore[attr-defined]

    def __hash__(self) -> int:
        """That of an equal int, where there is one."""
        return hash(self.numerator if self.denominator == 1 else (self.numerator, self.denominator))

    def __lt__(self, other: "int | Ratio") -> bool:
        return self.numerator * other.denominator < other.numerator * self.denominator

    def __gt__(self, other: "int | Ratio") -> bool:
        return self.numerator * other.denominator > other.numerator * self.denominator

    def __le__(self, other: "int | Ratio") -> bool:
        return not self > other

    def __ge__(self, other: "int | Ratio") -> bool:
        return not self < other

    def __bool__(self) -> bool:
        return self.numerator != 0

    def __int__(self) -> int:
        """The whole number that it is."""
        return self.numerator // self.denominator

    def __round__(self) -> int:
        return round(self.numerator / self.denominator)


@lru_cache(2048)
def hours_from_minutes(minutes: int | Ratio) -> Decimal:
    """Minutes to hours, rounded half up to hundredths: 20 gives Decimal('0.33')."""
    exact = Decimal(minutes.numerator) / Decimal(minutes.denominator * 60)
    return exact.quantize(HUNDREDTH, ROUND_HALF_UP)


def minutes_from_hours(hours: Decimal) -> int:
    """Hours to the nearest whole minute: Decimal('0.33') gives 20."""
    return int((hours * 60).quantize(Decimal(1), ROUND_HALF_UP))


def as_clock(hours: Decimal) -> str:
    """Hours as `h:mm`, the way Harvest shows a timesheet: Decimal('1.5') gives '1:30'."""
    minutes = minutes_from_hours(abs(hours))
    sign = "-" if hours < 0 and minutes else ""
    return f"{sign}{minutes // 60}:{minutes % 60:02d}"


def as_decimal(hours: Decimal) -> str:
    """Hours with two decimals: Decimal('1.5') gives '1.50'."""
    return f"{hours.quantize(HUNDREDTH, ROUND_HALF_UP):f}"


MODES = ("up", "nearest")
LONGEST_STEP = 240
WANTED = "minutes and a direction, such as 15m up or 6m nearest, or none"


class Rounding(NamedTuple):
    """A step in minutes, and `up` or `nearest` (halves go up)."""

    step: int
    mode: str = "nearest"

    def __str__(self) -> str:
        return f"{self.step}m {self.mode}"

    def apply(self, minutes: int) -> int:
        """The rounded length; what was worked never becomes nothing."""
        steps, rest = divmod(minutes, self.step)
        if rest and (self.mode == "up" or rest * 2 >= self.step):
            steps += 1
        return max(steps, 1) * self.step if minutes > 0 else minutes


def read_rounding(text: str) -> Rounding | None:
    """`15m up`, `nearest 6`, `quarter hour up`, `none`; raises ValueError with what is wanted."""
    typed = text.strip().lower()
    if typed in ("none", "off"):
        return None
    pieces = re.findall(r"[a-z]+|[0-9]+|\S", typed)
    joining = ("to", "the", "a", "an", "of")
    words = [piece for piece in pieces if piece not in joining or piece == pieces[-1]]
    modes = [word for word in words if word in MODES]
    step = _step([word for word in words if word not in MODES])
    if not 1 < step <= LONGEST_STEP or len(modes) > len(set(modes)):
        raise ValueError(WANTED)
    return Rounding(step, modes[0] if len(modes) == 1 else "up" if modes else "nearest")


_STEPS = {"quarter": 15, "quarter hour": 15, "half hour": 30, "hour": 60}


def _step(words: list[str]) -> int:
    """`15`, `6 min`, `1h`, `quarter hour` in minutes; 0 for anything else."""
    number, unit = words[0] if words else "", " ".join(words[1:])
    if not number.isdigit() or len(number) > 3:
        return _STEPS.get(" ".join(words), 0)
    if unit in ("", "m", "min", "mins", "minute", "minutes"):
        return int(number)
    return 60 * int(number) if unit in ("h", "hour", "hours") else 0


def minute_of(moment: time) -> int:
    """Minutes after midnight."""
    return moment.hour * 60 + moment.minute


def as_time(minutes: int) -> time:
    """Minutes after midnight as a time of day; those of a whole day are midnight again."""
    return time(minutes // 60 % 24, minutes % 60)


_TEXT = r"(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap])?\.?(?:m\.?)?"


def clock_text(moment: time, clock: str | None) -> str:
    """A time of day as an account with `clock` "12h" or "24h" writes it; unknown means 24 h."""
    if clock != "12h":
        return f"{moment.hour}:{moment.minute:02d}"
    half = "am" if moment.hour < 12 else "pm"
    return f"{moment.hour % 12 or 12}:{moment.minute:02d}{half}"


def read_clock(text: str) -> time | None:
    """`3:00pm`, `15:00` or `8:00am` as a time; None for anything else."""
    found = re.fullmatch(_TEXT, text.strip(), re.IGNORECASE)
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
