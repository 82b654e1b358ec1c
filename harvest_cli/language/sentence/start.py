"""A sentence of `hv start`: a project, perhaps since when, and notes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from harvest_cli.domain.hours import DAY_MINUTES, Ratio, as_time
from harvest_cli.language.lengths.clock import Clock, clock
from harvest_cli.language.lengths.durations import checked
from harvest_cli.language.names.index import Names
from harvest_cli.language.sentence.entries import quotes_of, target
from harvest_cli.language.sentence.entry_days import when_of
from harvest_cli.language.sentence.fields import apart, promote
from harvest_cli.language.sentence.log import joined, mark, notes_of, raise_problems
from harvest_cli.language.sentence.notes import lay_out
from harvest_cli.language.sentence.project_and_task import dates
from harvest_cli.language.sentence.reading_state import (
    ReadingState,
    read_through_slips,
    refuse_loose_ends,
)
from harvest_cli.language.sentence.scan import Segment, Settled, scan
from harvest_cli.language.text.match import (
    Match,
    Mended,
    Problem,
    is_word,
    minutes_follow,
)
from harvest_cli.language.text.readings import Conventions, Inference, Overrides, StartReading

_NIGHT = 6 * 60
_EARLIEST = 5 * 60
"""Before that `1:30` may as well be a length."""
_STARTS = ("begin", "ago", "finish", "last", "span")
_FUTURE = Problem(
    "invalid_time",
    "A timer cannot start in the future",
    "Give an earlier time, or name the day, like `at 22:00 yesterday`",
)
_LONG = Problem(
    "invalid_time",
    "A timer cannot begin with more than 24 hours",
    'Use `hv log`, a day at a time: `hv log "8h on Website yesterday"`',
)
_TWO_STARTS = Problem("invalid_time", "Two start times", "Give one, like `at 9:15`")
_LENGTH = Problem(
    "invalid_time",
    "A timer needs a start time, not a duration",
    "Write `at 9:15` or `20m ago`, or use `hv log` for finished time",
)
_OTHER_DAY = Problem(
    "invalid_date", "A timer can only start today", "Use `hv log` for time on another day"
)


def parse_start(
    text: str,
    now: datetime,
    names: Names,
    conventions: Conventions = Conventions(),  # noqa: B008 - frozen
    given: Overrides = Overrides(),  # noqa: B008 - frozen
) -> StartReading:
    """Read a sentence as a timer to start; `now` is aware. Raises SentenceError."""

    def read(mended: Mended) -> StartReading:
        return _read(ReadingState(text, now, names, conventions, given, mended))

    return read_through_slips(text, names.may_begin, read)


def _read(state: ReadingState) -> StartReading:
    given = state.given
    settled = Settled(state.names, project=given.assignment is not None, needs_quantity=False)
    segments, stop = scan(state.tokens, state.context, settled)
    segments = apart(state, promote(state, _with_clock_time(state, segments)))
    layout = lay_out(state, segments, measured=True, closing=("begin", "ago"))
    loose, segments = segments, layout.segments
    raise_problems(state, segments)
    for run, when in pairwise(loose):
        if when.is_match("days") and is_word(state.tokens[run.end - 1], "since"):
            raise state.refuse(_OTHER_DAY, Segment("run", run.end - 1, when.end))
    assignment, task = target(state, segments, segments, layout)
    minute = _minute(state, segments)
    day = _day(state, segments, minute)
    notes = joined(quotes_of(state, segments), notes_of(state, layout, stop))
    already = _already(state, segments)
    refuse_loose_ends(state, loose, layout.notes)
    mark(state, segments)
    return StartReading(
        state.text,
        assignment,
        day,
        task,
        given.started_time or (None if minute is None else as_time(minute % DAY_MINUTES)),
        already,
        notes if given.notes is None else given.notes,
        state.roles.spans(),
        tuple(state.inferences),
        tuple(state.warnings),
    )


def _with_clock_time(state: ReadingState, segments: list[Segment]) -> list[Segment]:
    """`9:45 on TF`: what is written like a time of day in front is one, without another start."""
    if any(segment.is_match(*_STARTS) for segment in segments):
        return segments
    lengths = [place for place, each in enumerate(segments) if each.is_match("duration")]
    if len(lengths) != 1 or any(each.kind != "filler" for each in segments[: lengths[0]]):
        return segments
    place, said = lengths[0], segments[lengths[0]]
    if place and state.typed(segments[place - 1]) == "+":
        return segments
    found = clock(state.tokens, said.start, state.context)
    if found is None or found[1] != said.end or not minutes_follow(state.tokens, said.start + 1):
        return segments
    if not isinstance(found[0], Clock) or found[0].minutes < _EARLIEST:
        return segments
    match = Match("begin", said.start, said.end, (found[0], "at"))
    segments[place] = Segment("match", said.start, said.end, match)
    return segments


def _minute(state: ReadingState, segments: Sequence[Segment]) -> int | None:
    """The minute of today the timer started at; negative for yesterday; None for now."""
    said = [segment for segment in segments if segment.is_match(*_STARTS)]
    if len(said) > 1:
        raise state.refuse(_TWO_STARTS, said[0], said[-1])
    if not said:
        return None
    value = said[0].meaning
    if isinstance(value, Ratio):
        found = _back(state, value, said[0])
    elif said[0].is_match("begin") and isinstance(value, tuple) and isinstance(value[0], Clock):
        placed = _latest(state, value[0], yesterday=_is_yesterday(state, segments))
        if placed is None:
            raise state.refuse(_FUTURE, said[0])
        if placed < state.context.minute - DAY_MINUTES:
            raise state.refuse(_LONG, said[0])
        found = placed
    else:
        raise state.refuse(_LENGTH, said[0])
    if found < 0:
        told = state.conventions.time_text(as_time(found))
        state.infer("midnight", f"started yesterday at {told}")
    return found


def _back(state: ReadingState, minutes: Ratio, said: Segment) -> int:
    """The minute of today so many minutes ago."""
    found = state.context.minute - round(minutes)
    if minutes <= 0:
        raise state.refuse(_FUTURE, said)
    if minutes > DAY_MINUTES or found <= -DAY_MINUTES:
        raise state.refuse(_LONG, said)
    return found


def _is_yesterday(state: ReadingState, segments: Sequence[Segment]) -> bool:
    whens = [when_of(segment) for segment in dates(segments)]
    days = {when.start for when in whens if when is not None}
    return days == {state.context.today - timedelta(days=1)}


def _latest(state: ReadingState, moment: Clock, *, yesterday: bool) -> int | None:
    """The latest past minute a time can mean: today, or late yesterday in the small hours.

    Only on that day where `yesterday` was said; negative then.
    """
    now = state.context.minute
    if yesterday:
        late = [m - DAY_MINUTES for m in moment.options]
        near = [m for m in late if m >= now - DAY_MINUTES]
        by_24 = state.conventions.clock == "24h" and not moment.half
        return _said(state, moment, late[0] if by_24 or not near else max(near))
    night = moment.options[0] < min(_NIGHT, now - DAY_MINUTES // 2)
    past = [each for each in (moment.all_options if night else moment.options) if each <= now]
    late = [m - DAY_MINUTES for m in moment.options if now + DAY_MINUTES - m <= _NIGHT]
    found = max(past or late, default=None)
    if found is None or (not moment.certain and found < _EARLIEST < _NIGHT < now - found):
        # Nobody means 1am by `at 1` shortly before noon.
        return None
    return _said(state, moment, found)


def _said(state: ReadingState, moment: Clock, found: int) -> int:
    at_night = moment.by_24 and not moment.fixed and found < _NIGHT
    if found % DAY_MINUTES != moment.options[0] or at_night:
        told = state.conventions.time_text(as_time(found))
        state.infer(*Inference.read_as("meridiem", told))
    return found


def _day(state: ReadingState, segments: Sequence[Segment], minute: int | None) -> date:
    today = state.context.today
    if state.given.spent_date is not None:
        return state.given.spent_date
    day = today - timedelta(days=1) if minute is not None and minute < 0 else today
    for segment in dates(segments):
        when = when_of(segment)
        if when is None or when.start != day or when.end != day:
            raise state.refuse(_OTHER_DAY, segment)
    return day


def _already(state: ReadingState, segments: Sequence[Segment]) -> Decimal | None:
    """`with 30m already`, `+0:15`: hours the timer starts with."""
    found: Decimal | None = None
    for place, segment in enumerate(segments):
        if not segment.is_match("already", "duration", "each"):
            continue
        plus = place > 0 and state.typed(segments[place - 1]) == "+"
        value, meant = segment.meaning, plus or segment.is_match("already")
        if found is not None or not isinstance(value, Ratio) or not meant:
            raise state.refuse(_LENGTH, segment)
        hours = checked(value)
        if isinstance(hours, Problem):
            raise state.refuse(hours, segment)
        found = hours
    return found
