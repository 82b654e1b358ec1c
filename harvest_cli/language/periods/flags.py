"""The values of `--from` and `--to`: a day or a period each."""

from contextlib import suppress
from datetime import date, datetime, timedelta

from harvest_cli.domain.errors import SentenceError
from harvest_cli.domain.records import NamedTuple
from harvest_cli.language.days.calendar_math import HINT, When, within_reach
from harvest_cli.language.days.ranges import join
from harvest_cli.language.periods.days_back import days_said, in_the_past
from harvest_cli.language.text.match import (
    Match,
    Problem,
    ReadingContext,
    Tokens,
    is_sign,
    refusal,
    skip,
)
from harvest_cli.language.text.readings import Conventions, Inference
from harvest_cli.language.text.tokens import END, tokenise


class Ends(NamedTuple):
    """The ends that the flags give; `start_end` is the last day of what `--from` names."""

    start: date | None
    end: date | None
    start_end: date | None
    inferences: tuple[Inference, ...] = ()


def flagged(from_: str | None, to: str | None, now: datetime, conventions: Conventions) -> Ends:
    """The days from the first of `--from` to the last of `--to`; raises SentenceError."""
    context = ReadingContext(now, conventions)
    first = None if from_ is None else _said(from_, context)
    last = None if to is None else _said(to, context)
    if first is not None and last is not None:
        both = join(first, last) if _needs_other(first, last) else When(first.start, last.end)
        if first.floating and last.floating and isinstance(both, When):
            both = in_the_past(both, context.today)
        ahead = isinstance(both, When) and both.end > context.today and last.floats == "weekday"
        if isinstance(both, When) and (ahead or both.end < both.start):
            # "last monday" to "last friday" is the week that both are in, as in words.
            with suppress(SentenceError):
                both = _said(f"{from_} to {to}", context)
        if isinstance(both, Problem):
            raise refusal(both, f"{from_} to {to}", None)
        # What was inferred of the last day holds unless it was placed after the first.
        said = (*first.inferences, *(last.inferences if both.end == last.end else ()))
        kept = both.start == first.start and not ahead
        return Ends(both.start, both.end, None, said if kept else both.inferences)
    start = None if first is None else first.start
    said = tuple(each for when in (first, last) if when is not None for each in when.inferences)
    end = None if first is None else first.end
    return Ends(start, None if last is None else last.end, end, said)


def _needs_other(first: When, last: When) -> bool:
    """Whether an end without its year or week has to follow the other."""
    floats = first.floats, last.floats
    return all(floats) or (any(floats) and last.end < first.start)


def _said(text: str, context: ReadingContext) -> When:
    tokens = tokenise(text.strip()[:200])
    match, slips = _days_at(tokens, context)
    when = match.value if match is not None else None
    if isinstance(when, When) and slips:
        when.inferences = (*slips, *when.inferences)
    if match is None or match.kind == "only" or tokens[match.end].kind != END:
        message = f'Expected a day or a period, got "{text.strip()[:60]}"'
        when = Problem("invalid_date", message, HINT)
    if isinstance(when, When) and not within_reach(when.start, context.today):
        when = Problem("future_date", f"{when.start} is more than a year ahead", HINT)
    if not isinstance(when, When):
        assert isinstance(when, Problem)
        raise refusal(when, text, (0, len(text)))
    return when


def _days_at(
    tokens: Tokens, context: ReadingContext, *, apart: bool = False
) -> tuple[Match | None, list[Inference]]:
    """The days that the tokens begin with, and the slips in them that had to be mended."""
    at = skip(tokens, 0, "on")
    match = days_said(tokens, at, context, apart)
    if match is not None and apart and is_sign(tokens[match.end], "-"):
        # "thu-fri" is a run, of which the first day tells where it is.
        whole = days_said(tokens, at, context)
        match.end = whole.end if whole is not None else match.end
    if match is not None and (apart or tokens[match.end].kind == END):
        return match, []
    # Loaded for what is not read.
    from harvest_cli.language.text.slips import mend

    slips = mend(tokens)
    return (days_said(tokens, at, context, apart), slips) if slips else (match, [])


def landing(
    text: str, source: date, now: datetime, conventions: Conventions
) -> tuple[When | None, str, tuple[Inference, ...]]:
    """The days that a copy of `source` lands on, the words behind them, and what is told of slips.

    They are None where none are told.

    What is told without its year or week comes after the source. Raises SentenceError.
    """
    context = ReadingContext(now, conventions)
    # Like leave, a copy is for days to come.
    context.leave = True
    tokens = tokenise(text[:200])
    match, slips = _days_at(tokens, context, apart=True)
    when = match.value if match is not None else None
    if isinstance(when, Problem):
        raise refusal(when, text, (0, len(text)))
    if match is None or not isinstance(when, When):
        return None, text, ()
    if when.floating and when.start <= source:
        weekday = when.floats == "weekday"
        after_it = when.since(source + timedelta(days=weekday))
        # A weekday is the next one; a day of a month, or a week, the nearer one.
        if weekday or after_it.start - source < source - when.start:
            when = after_it
    after = tokens[match.end]
    return when, "" if after.kind == END else text[after.start :], tuple(slips)
