"""Rounding of what was worked to whole steps, for people whose agreements ask for it."""

from typing import NamedTuple

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
