"""Breaks apart from the clock times they belong to: `9-5 MW, 30m lunch`, `lunch 12-1`.

What stands right behind the times is read with them. And how a length is rounded: `nearest 15`.
"""

from harvest_cli.domain.hours import DAY_MINUTES, Ratio, Rounding
from harvest_cli.language.lengths.clock_ranges import (
    OFF,
    Span,
    break_length,
    is_break,
    is_closed,
    past_break,
    pause,
    span,
)
from harvest_cli.language.lengths.durations import duration
from harvest_cli.language.text.match import (
    Match,
    Problem,
    ReadingContext,
    Tokens,
    digits,
    is_word,
    skip,
)
from harvest_cli.language.text.tokens import NUMBER
from harvest_cli.language.text.vocabulary import MONTHS, TAKES_OFF, UNTIL

_LONGEST = 10
"""So many words of a break hold the one that says so."""


def break_at(
    tokens: Tokens, i: int, context: ReadingContext, around: object
) -> tuple[Ratio | Problem, int] | None:
    """The minutes to take off, and the place after them, behind the run `around`, or a length."""
    if OFF.isdisjoint([token.text for token in tokens[i : i + _LONGEST]]):
        return None
    if not isinstance(around, Span):
        return pause(tokens, i, context) if is_word(tokens[i], "minus", "less") else None
    found = pause(tokens, i, context)
    if found is not None and not isinstance(found[0], Problem):
        return found
    return named_break(tokens, i, context) or _hour(tokens, i, context, around) or found


def named_break(
    tokens: Tokens, i: int, context: ReadingContext
) -> tuple[Ratio | Problem, int] | None:
    """`1h lunch`, `lunch 1h`, `30m for a break` as a field of its own: the minutes to take off."""
    i = skip(tokens, i, *TAKES_OFF)
    at = past_break(tokens, i)
    found = break_length(tokens, skip(tokens, at, "for", "of"), context)
    if found is None:
        return None
    length, k = found
    if at == i:
        k = skip(tokens, skip(tokens, k, "for", "of"), "a", "my")
        if not is_break(tokens, k):
            return None
        k = past_break(tokens, k)
    day = tokens[k].kind == NUMBER or is_word(tokens[k], *MONTHS, "this", "the", "last", "first")
    return (length, k) if day or is_closed(tokens[k]) or is_word(tokens[k], *UNTIL) else None


def _hour(
    tokens: Tokens, i: int, context: ReadingContext, around: Span
) -> tuple[Ratio | Problem, int] | None:
    """`lunch 12-1`, `with lunch from 12 to 1`: the minutes that it takes off of the run around it.

    That is nothing where it lies outside; None where it does in part.
    """
    at = skip(tokens, skip(tokens, i, "with", *TAKES_OFF), "a", "my")
    k = past_break(tokens, at)
    found = span(tokens, k, context) if k > at else None
    if found is None:
        return None
    hour, whole = found.value, (around.end - around.start) % DAY_MINUTES
    if not isinstance(hour, Span):
        return (hour, found.end) if isinstance(hour, Problem) else None
    first = (hour.start - around.start) % DAY_MINUTES
    last = first + (hour.end - hour.start) % DAY_MINUTES
    outside = first >= whole and last <= DAY_MINUTES
    if not outside and last > whole:
        return None
    return (Ratio(0) if outside else hour.length), found.end


_STEP = 60
"""Minutes; `rounded to 15 users` rounds nothing, and nor does `rounded up to 5h`."""


def rounding_at(tokens: Tokens, i: int, workday: int) -> Match | None:
    """`nearest 15`, `rounded up to 15m`, `round to the nearest quarter of an hour`."""
    j = i
    while is_word(tokens[j], "nearest", "rounded", "round", "up", "to", "the", "next"):
        j += 1
    said = {token.text for token in tokens[i:j]}
    if said.isdisjoint(("nearest", "to")) or said.isdisjoint(("nearest", "rounded", "round")):
        return None
    found = duration(tokens, j, workday)
    if is_word(tokens[j], "hour"):
        found = Ratio(_STEP), j + 1
    elif (bare := digits(tokens[j], 1, 2)) and (found is None or found[1] == j + 1):
        found = (Ratio(bare), j + 1) if is_closed(tokens[j + 1]) else None
    step = found[0] if found is not None else None
    if found is None or not isinstance(step, Ratio) or not 1 < step <= _STEP:
        return None
    way = "nearest" if said.isdisjoint(("up", "next")) else "up"
    return Match("round", i, found[1], Rounding(round(step), way))
