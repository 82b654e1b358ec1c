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
from fractions import Fraction

from harvest_cli.domain.records import NamedTuple

HUNDREDTH = Decimal("0.01")
ZERO = Decimal("0.00")


def hours_from_minutes(minutes: int | Fraction) -> Decimal:
    """Minutes to hours, rounded half up to hundredths: 20 gives Decimal('0.33')."""
    exact = Fraction(minutes) / 60
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(
        HUNDREDTH, ROUND_HALF_UP
    )


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
    """`15m up`, `6m`, `none`; raises ValueError with what would have been right."""
    words = text.strip().lower().split()
    if words in (["none"], ["off"]):
        return None
    step, mode = (words[0], words[1] if len(words) == 2 else "nearest") if words else ("", "")
    number = step.removesuffix("min").removesuffix("m")
    fits = number.isascii() and number.isdigit() and len(number) < 4
    if len(words) > 2 or not fits or not 1 < int(number) <= LONGEST_STEP or mode not in MODES:
        raise ValueError(WANTED)
    return Rounding(int(number), mode)


_TEXT = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap])?\.?(?:m\.?)?", re.IGNORECASE)


def clock_text(moment: time, clock: str | None) -> str:
    """A time of day as an account with `clock` "12h" or "24h" writes it; unknown means 24 h."""
    if clock != "12h":
        return f"{moment.hour}:{moment.minute:02d}"
    half = "am" if moment.hour < 12 else "pm"
    return f"{moment.hour % 12 or 12}:{moment.minute:02d}{half}"


def read_clock(text: str) -> time | None:
    """`3:00pm`, `15:00` or `8:00am` as a time; None for anything else."""
    found = _TEXT.fullmatch(text.strip())
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").lower()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
