"""A sentence of `hv report`, `entries` or `week`: a period, how to group it, and filters."""

from collections.abc import Sequence
from datetime import datetime

from harvest_cli.domain.days import Period
from harvest_cli.language.days.calendar_math import When, shift
from harvest_cli.language.days.named_periods import SHOW
from harvest_cli.language.days.periods import period
from harvest_cli.language.days.ranges import point, stretch
from harvest_cli.language.days.relative import day
from harvest_cli.language.names.index import Names
from harvest_cli.language.periods.filters import billable, filters, group
from harvest_cli.language.sentence.reading_state import ReadingState
from harvest_cli.language.sentence.scan import Segment, append
from harvest_cli.language.text.match import (
    Match,
    Problem,
    ReadingContext,
    Tokens,
    is_sign,
    is_word,
    refusal,
    skip,
)
from harvest_cli.language.text.readings import Conventions, Kind, Overrides, PeriodReading
from harvest_cli.language.text.tokens import AT, END, MENTION, SIGN, TAG, TASK, WORD
from harvest_cli.language.text.vocabulary import FILLER, PUNCTUATION, STRUCTURE, UNTIL, listed

_NO_RANGE = Problem("no_range", "The days are missing", SHOW)
_FUTURE = Problem("no_range", "That period begins in the future", "Give a period that has begun")
_OPEN = Problem("no_range", "A period needs a start and an end", "Give both, like `nov 2 to nov 6`")
_TWO = Problem("invalid_date", "Two periods in one sentence", "Give one, or `a to b`")
_ASKING = FILLER | frozenset(
    listed(
        "doing hours hour time times show me what how look looks looked looking like give get "
        "breakdown report reports entries entry everything list summary summarise summarize "
        "total totals much many where went go going see tell print display need want i'd id "
        "let whats that these those during only just per over across overview timesheet "
        "timesheets stats statistics there our would between should could does and or us "
        "period range dates days sum out up far so go clients projects tasks customers until "
        "till spend grouped group split broken down sorted please thanks thank"
    )
)


def parse_period(
    text: str,
    now: datetime,
    names: Names,
    conventions: Conventions = Conventions(),  # noqa: B008 - frozen
    default: Period | None = None,
) -> PeriodReading:
    """Read a sentence as days, grouping and filters; `now` is aware.

    Without a period in it, `default` counts. Raises SentenceError.
    """
    if not text.strip():
        if default is not None:
            return PeriodReading(text, default)
        raise refusal(_NO_RANGE, text, None)
    state = ReadingState(text, now, names, conventions, Overrides())
    _without_possessives(state.tokens)
    segments = _scan(state)
    whole = _period(state, segments)
    client, assignment, task = filters(state, segments, found=whole is not None)
    groups, billable = _grouping(state, segments)
    if whole is None and default is None:
        raise state.refuse(_NO_RANGE)
    days = Period(whole.start, whole.end) if whole else default
    if days is None:
        raise state.refuse(_NO_RANGE)
    return PeriodReading(
        text,
        days,
        groups,
        client,
        assignment,
        task,
        billable,
        state.roles.spans(),
        tuple(state.inferences),
    )


def _without_possessives(tokens: Tokens) -> None:
    """`last month's hours` reads like `last month hours`."""
    for token in tokens:
        if token.stem != token.text and token.stem in STRUCTURE | _UNITS:
            token.text = token.stem


_UNITS = frozenset(listed("week month quarter year weekend"))


# -- the walk --------------------------------------------------------------------------------


def _scan(state: ReadingState) -> list[Segment]:
    segments: list[Segment] = []
    i = 0
    while state.tokens[i].kind != END:
        i = append(segments, _atom(state.tokens, i, state.context))
    return segments


def _atom(tokens: Tokens, i: int, context: ReadingContext) -> Segment:
    token = tokens[i]
    if token.kind in _DIRECT:
        kind = _DIRECT[token.kind]
        return Segment(kind, i, i + 1, token.value)
    match = group(tokens, i) or billable(tokens, i) or _days(tokens, i, context)
    if match is not None:
        return Segment("match", i, match.end, match)
    if token.kind == SIGN and token.text in PUNCTUATION:
        return Segment("filler", i, i + 1)
    if token.kind == WORD and token.text in _ASKING:
        return Segment("filler", i, i + 1)
    return Segment("run", i, i + 1)


_DIRECT = {MENTION: "mention", AT: "at", TAG: "tag", TASK: "run"}


def _days(tokens: Tokens, i: int, context: ReadingContext) -> Match | None:
    found = (
        stretch(tokens, i, context)
        or _since(tokens, i, context)
        or day(tokens, i, context)
        or period(tokens, i, context)
    )
    if found is None:
        return None
    when, j = found
    if isinstance(when, Problem):
        return Match("problem", i, j, when)
    return Match("days", i, j, when, when.inferences)


_WHOLE = frozenset(("week", "month", "quarter", "year"))


def _since(tokens: Tokens, i: int, context: ReadingContext) -> tuple[When | Problem, int] | None:
    """`since monday`, `from october`, `starting 9 november`: until today."""
    if not is_word(tokens[i], "since", "from", "starting", "beginning", "after"):
        return None
    found = point(tokens, skip(tokens, i + 1, "from", "on"), context)
    if found is None or isinstance(found[0], Problem):
        return found
    when, j = found[0], found[1]
    if is_word(tokens[i], "from") and when.unit in _WHOLE and not when.floating:
        # "everything from last week" is that week, and nothing after it.
        return None
    start = shift(when.end, 1) if tokens[i].text == "after" else when.start
    if start is None or start > context.today:
        return _FUTURE, j
    if is_word(tokens[j], "onwards", "onward", "on"):
        j += 1
    return When(start, context.today, "range", inferences=when.inferences), j


# -- days ------------------------------------------------------------------------------------


def _period(state: ReadingState, segments: Sequence[Segment]) -> When | None:
    found = [segment for segment in segments if segment.is_match("days", "problem")]
    for segment in found:
        value = segment.meaning
        problem = value if isinstance(value, Problem) else _open_end(state, segment)
        if problem is not None:
            raise state.refuse(problem, segment)
    whens = [when for a in found if isinstance(when := a.meaning, When)]
    if not whens:
        return None
    whole = whens[0]
    for left, right, when in zip(found, found[1:], whens[1:], strict=False):
        joined = _contiguous(state, left, right, whole, when)
        if joined is None:
            raise state.refuse(_TWO, found[0], found[-1])
        whole = joined
    for segment in found:
        state.roles.mark(segment.start, segment.end, Kind.PERIOD)
        for said in segment.match.inferences if segment.match else ():
            state.infer(*said)
    return whole


def _open_end(state: ReadingState, segment: Segment) -> Problem | None:
    """`until friday`, `nov 2 to`: one end of a run is missing."""
    tokens, before = state.tokens, state.tokens[max(segment.start - 1, 0)]
    begun = segment.start > 0 and is_word(before, *UNTIL)
    after = tokens[segment.end]
    dash = is_sign(after, "-") and after.gap and tokens[segment.end + 1].kind == END
    ended = is_word(after, *UNTIL) and tokens[segment.end + 1].kind == END
    return _OPEN if begun or dash or ended else None


def _contiguous(
    state: ReadingState, left: Segment, right: Segment, first: When, second: When
) -> When | None:
    """`yesterday and today`: one run when one follows the other."""
    between = state.tokens[left.end : right.start]
    if not between or not all(is_word(t, "and") or is_sign(t, ",", "&", "+") for t in between):
        return None
    early, late = sorted((first, second), key=lambda when: when.start)
    if late.start != shift(early.end, 1):
        return None
    return When(early.start, late.end, "range")


# -- grouping --------------------------------------------------------------------------------


def _grouping(
    state: ReadingState, segments: Sequence[Segment]
) -> tuple[tuple[str, ...], bool | None]:
    groups: list[str] = []
    billable: bool | None = None
    for segment in segments:
        match = segment.match
        if match is None:
            continue
        if match.kind == "group" and isinstance(match.value, tuple):
            groups += [str(name) for name in match.value if name not in groups]
            state.roles.mark(segment.start, segment.end, Kind.GROUP)
        elif match.kind == "billable":
            said = bool(match.value)
            if billable is not None and billable != said:
                message = "Billable and non-billable exclude each other"
                raise state.refuse(Problem("no_range", message, "Give only one of them"), segment)
            billable = said
            state.roles.mark(segment.start, segment.end, Kind.FILTER)
    if len(groups) > 2:
        problem = Problem("no_range", "More than two groups", "Group by at most two")
        raise state.refuse(problem, *[a for a in segments if a.is_match("group")])
    return tuple(groups), billable
