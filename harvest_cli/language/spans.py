"""Runs of clock time: `9-11:30am`, `from 9 to 11`, `10pm-1am`, `9-5 minus 30m`, and single ends.

A written am or pm is shared leftwards if that keeps the order; otherwise the end moves forward
to the next possible time. More than twelve hours are never inferred.
"""

from fractions import Fraction

from harvest_cli.language.clock import DAY_MINUTES, Clock, clock
from harvest_cli.language.durations import duration
from harvest_cli.language.item import (
    Item,
    Problem,
    Scene,
    Tokens,
    glued,
    is_sign,
    is_word,
    skip,
    starts_clean,
)
from harvest_cli.language.readings import Inference
from harvest_cli.language.tokens import NUMBER, WORD
from harvest_cli.language.vocabulary import AGO, MONTHS, TIME_NOUNS, UNTIL

HALF_DAY = 12 * 60
_SAME = Problem("invalid_duration", "The time ends when it starts", "Write two different times")
_VAGUE = Problem("invalid_duration", "A length has to be one number", "Write one length, like `2h`")
_NO_BREAK = Problem(
    "invalid_duration", "The length of the break is missing", "Write it, like `minus 30m`"
)


class Span:
    """A run of clock time: start and end in minutes after midnight, and minutes to take off."""

    __slots__ = ("end", "now", "off", "start")

    def __init__(self, start: int, end: int, *, now: bool = False) -> None:
        self.start = start % DAY_MINUTES
        self.end = end % DAY_MINUTES
        self.off = Fraction(0)
        self.now = now

    @property
    def length(self) -> Fraction:
        """Minutes worked."""
        return (self.end - self.start) % DAY_MINUTES - self.off

    @property
    def over_midnight(self) -> bool:
        """Whether it ends on the next day."""
        return self.end < self.start


def span(tokens: Tokens, i: int, scene: Scene) -> Item | None:
    """A whole run of clock time at `i`."""
    if not starts_clean(tokens, i):
        return None
    j = skip(tokens, i, "from", "between", "at")
    lead = tokens[i].text if j > i else ""
    first = clock(tokens, j, scene)
    if first is None:
        return None
    k = _connector(tokens, first[1], lead)
    second = clock(tokens, k, scene) if k else None
    if second is None:
        return None
    start, (end, after) = first[0], second
    if _is_calendar(tokens, j, k) or (after == k + 1 and _is_day(tokens, after)):
        return None
    if _is_no_clock(tokens, after) or not _plausible(tokens, j, start, end, lead):
        return _vague(tokens, i, after)
    if isinstance(start, Problem) or isinstance(end, Problem):
        return Item("problem", i, after, start if isinstance(start, Problem) else end)
    settled = settle(start, end, is_word(tokens[k], "now"))
    if settled[1] and is_word(tokens[after - 1], "h"):
        # "1-2h" is rather a guess at a length than the afternoon.
        return Item("problem", i, after, _VAGUE)
    return _minus(tokens, i, after, settled, scene)


def _connector(tokens: Tokens, i: int, lead: str) -> int:
    if is_sign(tokens[i], "-", "→"):
        return i + 1
    if is_word(tokens[i], *UNTIL) or (lead == "between" and is_word(tokens[i], "and")):
        return i + 1
    return 0


def _is_calendar(tokens: Tokens, j: int, k: int) -> bool:
    """`2026-11`, `2025-2026`, and what ends with `2026-11-12`: not 20:26 to 11:00."""
    if glued(tokens[k + 1], "-", ".") and glued(tokens[k + 3], "-", "."):
        return True
    first, second = tokens[j].text, tokens[k].text
    if len(first) != 4 or first[:2] not in ("19", "20") or not second.isdecimal() or tokens[k].gap:
        return False
    return len(second) <= 2 or (len(second) == 4 and int(second) == int(first) + 1)


def _is_day(tokens: Tokens, after: int) -> bool:
    """`8h - 11 nov` and `8:00 - 7 days ago` are a length and a day, not two times."""
    token = tokens[after]
    counted = token.kind == WORD and token.text in TIME_NOUNS and is_word(tokens[after + 1], *AGO)
    return counted or is_word(token, *MONTHS)


def _is_no_clock(tokens: Tokens, after: int) -> bool:
    token = tokens[after]
    return (token.kind == WORD and token.text in TIME_NOUNS) or is_sign(token, "%", "/", "x")


def _vague(tokens: Tokens, i: int, after: int) -> Item | None:
    if tokens[after].kind == WORD and tokens[after].text in TIME_NOUNS:
        return Item("problem", i, after + 1, _VAGUE)
    return None


def _plausible(
    tokens: Tokens, j: int, start: Clock | Problem, end: Clock | Problem, lead: str
) -> bool:
    """Two bare numbers that are no times, like `25-30`, are not meant as times."""
    if isinstance(start, Problem) or isinstance(end, Problem):
        bare = tokens[j + 1].gap or tokens[j + 1].text in "-"
        return bool(lead) or not (bare and tokens[j].kind == NUMBER)
    return True


def settle(start: Clock, end: Clock, now: bool = False) -> tuple[Span | Problem, str]:
    """The run two times mean, and what was inferred: "" or meridiem."""
    if now:
        return _until_now(start, end.minutes), ""
    if start.fixed and end.fixed:
        return _exact(start.minutes, end.minutes), ""
    if end.half and not start.fixed:
        return _shared(start.minutes, end)
    if start.fixed:
        found = _forward(start.minutes, end.minutes, bool(start.half))
        moved = isinstance(found, Span) and found.end != end.minutes % DAY_MINUTES
        return found, "meridiem" if moved else ""
    if end.fixed:
        return _before(start.minutes, end.minutes)
    if start.minutes == end.minutes:
        return _SAME, ""
    if start.minutes < end.minutes:
        # Nobody means 1 to 3 in the night without saying so.
        later = HALF_DAY if start.minutes < 6 * 60 and end.minutes <= 7 * 60 else 0
        return Span(start.minutes + later, end.minutes + later), "meridiem" if later else ""
    return _forward(start.minutes, end.minutes, False), "meridiem"


def _exact(start: int, end: int) -> Span | Problem:
    return _SAME if (end - start) % DAY_MINUTES == 0 else Span(start, end)


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
    options = [start.minutes]
    if not start.fixed:
        options.append((start.minutes + HALF_DAY) % DAY_MINUTES)
    ahead = min((now - option) % DAY_MINUTES for option in options)
    if not 0 < ahead <= HALF_DAY:
        return Problem(
            "invalid_time", "That is not within the last twelve hours", "Write both ends"
        )
    return Span(now - ahead, now, now=True)


def since(start: Clock, scene: Scene) -> tuple[Span | Problem, str]:
    """From a time until now."""
    found = _until_now(start, scene.minute)
    moved = isinstance(found, Span) and found.start != start.minutes % DAY_MINUTES
    return found, "meridiem" if moved else ""


def _minus(
    tokens: Tokens, i: int, j: int, settled: tuple[Span | Problem, str], scene: Scene
) -> Item:
    found, inferred = settled
    if isinstance(found, Problem):
        return Item("problem", i, j, found)
    off = pause(tokens, j, scene)
    if off is not None:
        length, j = off
        if isinstance(length, Problem):
            return Item("problem", i, j, length)
        found.off = length
    return Item("span", i, j, found, _inferences(found, inferred))


def _inferences(found: Span, inferred: str) -> tuple[Inference, ...]:
    text = f"{hhmm(found.start)} to {hhmm(found.end)}"
    said = [Inference("meridiem", f"read as {text}")] if inferred else []
    if found.over_midnight and found.end:
        said.append(Inference("midnight", f"{text} ends on the next day"))
    return tuple(said)


def hhmm(minutes: int) -> str:
    """Minutes after midnight as `HH:MM`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def pause(tokens: Tokens, j: int, scene: Scene) -> tuple[Fraction | Problem, int] | None:
    """`minus 30m lunch`, `with a break of 1h`: the minutes to take off."""
    at = skip(tokens, j, "and")
    at = at + 1 if is_sign(tokens[at], ",", "(") else at
    if not is_word(tokens[at], "minus", "less", "excluding", "excl", "without", "with"):
        return None
    weak = tokens[at].text in ("with", "without", "less")
    k = at + 1
    if not is_word(tokens[k + 1], *TIME_NOUNS):
        k = skip(tokens, k, "a", "an", "the")
    found = duration(tokens, k, scene.manner.workday_minutes)
    if found is None:
        if is_word(tokens[k], "lunch", "break", "breaks") and not weak:
            return _NO_BREAK, k + 1
        return None
    length, k = found
    k = skip(tokens, skip(tokens, k, "for", "of"), "a", "my")
    named = is_word(tokens[k], "lunch", "break", "breaks", "pause")
    if not named and weak and tokens[at].text == "with":
        return None
    while is_word(tokens[k], "lunch", "break", "breaks", "pause"):
        k += 1
    return length, k
