"""Pictures of hours in text, readable without colour: calendars, bars and sparklines."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from harvest_cli.domain.days import MONTHS, WEEKDAYS, Period, WeekStart, week_of
from harvest_cli.domain.hours import ZERO
from harvest_cli.show.machine.renderer import USUAL, Layout
from harvest_cli.show.terminal.formats import hours_text
from harvest_cli.show.terminal.output import Channel, Output

SHADES = " ░▒▓█"
LEVELS = len(SHADES) - 1


def calendar_lines(
    by_day: Mapping[date, Decimal], period: Period, output: Output, layout: Layout = USUAL
) -> Iterator[str]:
    """Each week of the period with a shade for each day and its sum, then what the shades mean."""
    first = layout.first
    shades = SHADES if in_blocks(output, ascii_only=layout.ascii_only) else ASCII_SHADES
    most = max(by_day.values(), default=ZERO)
    names = (WEEKDAYS[(first + place) % 7][:2] for place in range(7))
    yield output.style("     " + "".join(f"{name:>3} " for name in names).rstrip(), "dim")
    for week in weeks(period, first):
        yield _week(week, period, by_day, most, shades, output)
    for line in legend(most, shades, output):
        yield output.style(line, "dim")


def weeks(period: Period, first: WeekStart) -> Iterator[Period]:
    """The whole weeks that the period touches."""
    week = week_of(period.start, first)
    while week.start <= period.end:
        yield week
        week = week_of(week.end + timedelta(days=1), first)


def _week(
    week: Period,
    period: Period,
    by_day: Mapping[date, Decimal],
    most: Decimal,
    shades: str,
    output: Output,
) -> str:
    inside = [day for day in week.days() if day in period]
    begins = next((day for day in inside if day.day == 1 or day == period.start), None)
    name = MONTHS[begins.month - 1] if begins else ""
    cells = []
    for day in week.days():
        shade = shades[level(by_day.get(day, ZERO), most, LEVELS)]
        cells.append(f"{day.day:>2}{shade} " if day in period else "    ")
    total = sum((by_day.get(day, ZERO) for day in inside), ZERO)
    return f"{name:<4} {''.join(cells)} {hours_text(total, output.time_format):>6}"


def legend(most: Decimal, shades: str, output: Output) -> list[str]:
    """What each shade stands for; nothing when there is nothing to see."""
    if most <= 0:
        return []
    style, steps = output.time_format, [most * step / LEVELS for step in range(1, LEVELS + 1)]
    parts = [f"{shades[n]} {hours_text(step, style)}" for n, step in enumerate(steps, 1)]
    return [f"up to {' '.join(parts)}"]


_EIGHTHS = " ▏▎▍▌▋▊▉█"
_SPARKS = " ▁▂▃▄▅▆▇█"
_ASCII_SPARKS = " .:-=+*#@"
ASCII_SHADES = " .+*#"


def in_blocks(channel: Channel, *, ascii_only: bool = False) -> bool:
    """Whether the stream can carry block characters, and may."""
    try:
        (_EIGHTHS + _SPARKS + SHADES).encode(channel.encoding)
    except UnicodeEncodeError:
        return False
    return not ascii_only


def bar(value: Decimal, most: Decimal, width: int, *, blocks: bool = True) -> str:
    """A bar of at most `width` columns, which stand for `most`; something is never nothing."""
    if most <= 0 or value <= 0 or width <= 0:
        return ""
    if not blocks:
        return "#" * max(1, min(width, int(value * width / most + Decimal("0.5"))))
    eighths = max(1, min(width * 8, int(value * width * 8 / most + Decimal("0.5"))))
    whole, rest = divmod(eighths, 8)
    return _EIGHTHS[8] * whole + (_EIGHTHS[rest] if rest else "")


def sparkline(
    values: Sequence[Decimal], *, blocks: bool = True, most: Decimal | None = None
) -> str:
    """One character for each value, the tallest for `most` (default: the largest of them)."""
    marks = _SPARKS if blocks else _ASCII_SPARKS
    top = max(values, default=Decimal(0)) if most is None else most
    return "".join(marks[level(value, top, len(marks) - 1)] for value in values)


def level(value: Decimal, most: Decimal, levels: int) -> int:
    """0 for nothing, else 1 to `levels`, of which the last stands for `most`."""
    if value <= 0 or most <= 0:
        return 0
    steps, rest = divmod(value * levels, most)
    return min(levels, int(steps) + (rest > 0))
