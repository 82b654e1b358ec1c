"""Pictures of numbers in one line of text: bars and sparklines, readable without colour."""

from collections.abc import Sequence
from decimal import Decimal

from harvest_cli.show.channel import Channel

_EIGHTHS = " ▏▎▍▌▋▊▉█"


_SPARKS = " ▁▂▃▄▅▆▇█"


_ASCII_SPARKS = " .:-=+*#@"


SHADES = " ░▒▓█"


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
