"""Hours as Harvest keeps them (hundredths, Decimal) and as people say them (minutes, h:mm).

The one place where the two meet. Harvest rounds to 0.01 h (Harvest docs, Time Entries), so
20 minutes are 0.33 h; every whole minute survives the way there and back.
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

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
