"""How long, and from when to when, one part of a sentence says.

A length by clock times on a day when clocks changed: what passed counts, and that is said.
"""

from collections.abc import Sequence
from datetime import date, time, timedelta, tzinfo
from decimal import Decimal

from harvest_cli.domain.days import DAY
from harvest_cli.domain.hours import (
    DAY_MINUTES,
    Ratio,
    as_clock,
    as_time,
    hours_from_minutes,
    minutes_from_hours,
)
from harvest_cli.domain.records import NamedTuple
from harvest_cli.language.lengths.clock import (
    EXISTING,
    Clock,
    back_from,
    change,
    end_after,
    minutes_between,
    on_clock,
    skipped,
)
from harvest_cli.language.lengths.clock_ranges import Span, from_to, settle, since
from harvest_cli.language.lengths.durations import BARE, checked, like_a_time
from harvest_cli.language.sentence.reading_state import ReadingState
from harvest_cli.language.sentence.scan import QUANTITIES, Segment
from harvest_cli.language.text.match import Problem, Tokens, is_word, nearly
from harvest_cli.language.text.readings import Inference, Overrides
from harvest_cli.language.text.tokens import WORD
from harvest_cli.language.text.vocabulary import UNITS

_TWICE = Problem(
    "invalid_duration",
    "Two durations for one entry",
    "Name a project or a day with each, or give only one",
)
_REPEATED = 200
"""Characters of a sentence that a hint repeats."""
_MISSING = Problem("no_duration", "The duration is missing", "Add it, like `1h30` or `9-11am`")
_GARBLED = Problem("invalid_duration", "Not a duration", "Write hours or minutes, like `1h30`")


class Length(NamedTuple):
    """Hours of an entry, its clock times if they were said, and a day that they settle.

    `now` when it ends at this moment; `follows` is what was worked out from the rest (hours,
    start, end or nothing), and `off` the minutes of breaks.
    """

    hours: Decimal
    start: time | None = None
    end: time | None = None
    day: date | None = None
    now: bool = False
    follows: str = ""
    off: Ratio = Ratio(0)


def length_of(
    state: ReadingState,
    segments: Sequence[Segment],
    workday: int | None = None,
    dated: Sequence[Segment] = (),
) -> Length:
    """The length a part says; `workday` minutes stand in when it says none (leave).

    `dated` say its day elsewhere.
    """
    given = _given(state.given)
    if given is not None and not _agrees(segments, given):
        return given
    found = [
        a for a in segments if a.is_match("duration", "span", "last", "begin", "finish", "break")
    ]
    main = [a for a in found if a.is_match("duration", "span", "last")]
    main.sort(key=lambda segment: not segment.is_match("span"))
    if len(main) > 1 and not _agree(main):
        raise state.refuse(_TWICE, main[0], main[-1])
    value = _value(state, found, main[0] if main else None)
    if value is None:
        if workday is None:
            raise missing(state, segments)
        value = Ratio(workday)
    if isinstance(value, Problem):
        raise state.refuse(value, *found)
    if isinstance(value, Span) and not value.now:
        # Loaded for clock times.
        from harvest_cli.language.sentence.entry_days import to_evening

        to_evening(state, value, (*segments, *dated))
    return _length(state, value, found)


def _length(state: ReadingState, value: Ratio | Span, found: Sequence[Segment]) -> Length:
    minutes = value.length if isinstance(value, Span) else value
    hours = checked(minutes)
    if isinstance(hours, Problem):
        raise state.refuse(hours, *found)
    if not isinstance(value, Span):
        return Length(hours)
    day = state.context.today - timedelta(days=1) if value.now and value.over_midnight else None
    start, end = as_time(value.start), as_time(value.end)
    return Length(hours, start, end, day, now=value.now, follows=value.follows, off=value.off)


def _given(given: Overrides) -> Length | None:
    """What flags say: hours, or both times, or a time and hours."""
    start, end, hours = given.started_time, given.ended_time, given.hours
    if start is not None and end is not None:
        ahead = (minute_of(end) - minute_of(start)) % DAY_MINUTES
        found = hours if hours is not None else checked(Ratio(ahead))
        follows = "hours" if hours is None else ""
        return None if isinstance(found, Problem) else Length(found, start, end, follows=follows)
    return None if hours is None else Length(hours, start, end)


def _agrees(segments: Sequence[Segment], given: Length) -> bool:
    """Whether clock times in words say the same as the hours of a flag: they say more."""
    spans = [value for a in segments if isinstance(value := a.meaning, Span)]
    bare = given.start is None and given.end is None
    return bare and len(spans) == 1 and checked(spans[0].length) == given.hours


def minute_of(moment: time | None) -> int:
    """Minutes after midnight of a time of day."""
    return moment.hour * 60 + moment.minute if moment is not None else 0


def _agree(main: Sequence[Segment]) -> bool:
    """`9am-11am, 2h`: the same length said twice."""
    spans = [a.match.value for a in main if a.match and a.match.kind == "span"]
    lengths = [a.match.value for a in main if a.match and a.match.kind != "span"]
    if len(spans) != 1 or len(lengths) != len(main) - 1 or len(main) > 2:
        return False
    return isinstance(spans[0], Span) and spans[0].length == lengths[0]


Value = Ratio | Span | Problem


def _value(state: ReadingState, found: Sequence[Segment], main: Segment | None) -> Value | None:
    begin, finish = _end(found, "begin"), _end(found, "finish")
    match = main.match if main is not None else None
    if match is None:
        return _open(state, begin, finish)
    value = match.value
    if isinstance(value, Span):
        for said in match.inferences:
            state.infer(*said)
        value.off += _breaks(found)
        return value if begin is None and finish is None else _TWICE
    if not isinstance(value, Ratio):
        return None
    _say_like_minutes(state, main)
    if match.kind == "last":
        return _back_from_now(state, value) if value < DAY_MINUTES else _TWICE
    return _placed(state, value - _breaks(found), begin, finish)


def _say_like_minutes(state: ReadingState, said: Segment | None) -> None:
    """Say of `1.30` that it is 1:18, which others write for 1:30; and of `14:30` what it is."""
    typed = state.typed(said) if said is not None else ""
    if meant := like_a_time(typed):
        state.infer(*Inference.read_as("duration", meant))
    hours, sign, rest = typed.replace(",", ".").partition(".")
    if sign and hours.isdecimal() and rest in _LIKE_MINUTES:
        state.infer(*Inference.read_as("duration", f"{int(hours)}:{int(rest) * 3 // 5:02}"))


_LIKE_MINUTES = ("05", "10", "15", "20", "30", "35", "40", "45", "55")


def _breaks(found: Sequence[Segment]) -> Ratio:
    """Minutes to take off."""
    values = [a.match.value for a in found if a.match and a.match.kind == "break"]
    return sum((off for off in values if isinstance(off, Ratio)), Ratio(0))


def _end(found: Sequence[Segment], kind: str) -> tuple[Clock, str] | None:
    values = [a.match.value for a in found if a.match and a.match.kind == kind]
    value = values[0] if len(values) == 1 else None
    if isinstance(value, tuple) and isinstance(value[0], Clock):
        return value[0], str(value[1])
    return None


def _open(
    state: ReadingState, begin: tuple[Clock, str] | None, finish: tuple[Clock, str] | None
) -> Value | None:
    if begin is not None and finish is not None:
        found, inferred = settle(begin[0], finish[0])
    elif begin is not None and begin[1] == "since":
        found, inferred = since(begin[0], state.context)
    else:
        return None
    if inferred and isinstance(found, Span):
        state.infer(*Inference.read_as("meridiem", from_to(found.start, found.end, state.context)))
    return found


def _placed(
    state: ReadingState,
    value: Ratio,
    begin: tuple[Clock, str] | None,
    finish: tuple[Clock, str] | None,
) -> Value:
    if begin is not None and finish is not None:
        return _TWICE
    if value >= DAY_MINUTES or value.denominator != 1 or (begin is None and finish is None):
        return value
    minutes = int(value)
    if begin is not None:
        start = _likely(state, begin[0], minutes)
        return Span(start, start + minutes, took=value, follows="end")
    end = _likely(state, finish[0], 0) if finish else 0
    return Span(end - minutes, end, took=value, follows="start")


def _back_from_now(state: ReadingState, value: Ratio) -> Span:
    """So many minutes up to now; clocks that changed meanwhile show another start."""
    begun = minute_of(back_from(state.context.moment, int(value)))
    return Span(begun, state.context.minute, now=True, took=value, follows="")


def _likely(state: ReadingState, moment: Clock, minutes: int) -> int:
    """A start without am or pm: one to five are in the afternoon."""
    if moment.fixed or not 60 <= moment.minutes < 6 * 60:
        return moment.minutes
    later = moment.minutes + (0 if moment.certain else DAY_MINUTES // 2)
    state.infer(*Inference.read_as("meridiem", from_to(later, later + minutes, state.context)))
    return later


def missing(state: ReadingState, segments: Sequence[Segment]) -> Exception:
    """The refusal for a part without a length."""
    named = _day_in_a_name(state)
    if named is not None:
        return named
    for segment in [each for each in segments if each.kind == "run"]:
        pieces = state.tokens[segment.start : segment.end]
        if len(pieces) == 1 and pieces[0].kind == "n":
            return state.refuse(BARE, segment)
        if _is_garbled(pieces):
            return state.refuse(_GARBLED, segment)
        if pieces[0].kind == "n" and len(pieces) > 1 and pieces[1].kind == "w":
            two = Segment("run", segment.start, segment.start + 2)
            return state.refuse(no_unit(pieces[0].text, pieces[1].text), two)
    text, few = state.text.strip(), _without_number(state, segments)
    if few is not None:
        # "a few hours", "several minutes".
        unit, typed = state.tokens[few.end - 1].text, state.typed(few)
        hint = f"Write how many, like `2 {unit}`"
        problem = Problem(_MISSING.code, f'Expected a duration, got "{typed}"', hint)
        return state.refuse(problem, few)
    loose = any(each.kind == "run" for each in segments)
    if loose or ": " not in text or len(text) > _REPEATED:
        return state.refuse(_MISSING)
    hint = f"Add it before the colon, like `1h30 {text}`"
    return state.refuse(Problem(_MISSING.code, _MISSING.message, hint))


def _is_garbled(pieces: Tokens) -> bool:
    """Whether a number has figures of another writing, or letters behind it: `1x30m`."""
    if any(not a.text.isascii() and any(c.isdigit() for c in a.text) for a in pieces):
        return True
    glued_on = {piece.text for piece in pieces[1:] if not piece.gap}
    return pieces[0].kind == "n" and not glued_on.isdisjoint(("h", "m", "hr", "min"))


_PARTS = ("half", "a", "one", "1", "all", "full", "whole")


def _day_in_a_name(state: ReadingState) -> Exception | None:
    """The refusal of `half day design`, which could be all of a name."""
    tokens, text = state.tokens, state.text
    for i in range(1, len(tokens) - 1):
        part, after = tokens[i - 1], tokens[i + 1]
        if is_word(tokens[i], "day") and part.text in _PARTS and after.kind == WORD:
            words, end = Segment("run", i - 1, i + 2), tokens[i].end
            hint = f"For a length: `{text[:end]} on{text[end:]}`"
            message = f'"{state.typed(words)}" may be a name'
            return state.refuse(Problem(_MISSING.code, message, hint[:_REPEATED]), words)
    return None


def _without_number(state: ReadingState, segments: Sequence[Segment]) -> Segment | None:
    """A unit of time that is left over, with the word in front of it."""
    for run in segments:
        for at in range(run.start + 1, run.end if run.kind == "run" else 0):
            if is_word(state.tokens[at], *UNITS):
                return Segment("run", at - 1, at + 1)
    return None


def no_unit(number: str, word: str) -> Problem:
    """What is wrong with `2 sessions`, and the unit that may be meant."""
    near = next((unit for unit in ("hours", "minutes", "hrs", "mins") if nearly(word, unit)), None)
    hint = f"Did you mean `{number} {near}`?" if near else f"Write `{number}h` or `{number}m`"
    return Problem("no_duration", f'"{word}" is not a unit of time', hint)


def on_day(state: ReadingState, length: Length, day: date, part: Sequence[Segment]) -> Length:
    """The length as it was on that day; raises invalid_time for times it had not, or had twice."""
    zone = state.context.zone
    if zone is None or not length.follows or not change(day, zone):
        return length
    by_times = length.follows == "hours"
    found = _by_times(state, length, day, zone) if by_times else _by_one(state, length, day, zone)
    if isinstance(found, Problem):
        raise state.refuse(found, *[a for a in part if a.is_match(*QUANTITIES)])
    if (found.hours, found.start, found.end) != (length.hours, length.start, length.end):
        way = "forward" if change(day, zone) > 0 else "back"
        took = as_clock(found.hours + hours_from_minutes(found.off))
        run = from_to(minute_of(found.start), minute_of(found.end), state.context)
        state.infer("clocks", f"{run} is {took}: the clocks go {way}")
    return found


def _by_times(state: ReadingState, length: Length, day: date, zone: tzinfo) -> Length | Problem:
    """Both times were said, and the hours follow."""
    start, end = minute_of(length.start), minute_of(length.end)
    said = [(day, start)]
    if not length.now:
        said.append((day if end > start else day + DAY, end))
    gone = _skipped(state, said, zone)
    if gone is not None:
        return gone
    now = state.context.moment if length.now else None
    found = minutes_between(day, start, end, zone, now)
    if len(found) != 1:
        twice = next((minute for d, minute in said if len(list(on_clock(d, minute, zone))) > 1), 0)
        hint = " or ".join(f"`{_written(minutes)}`" for minutes in found)
        message = f"{state.conventions.time_text(as_time(twice))} occurs twice on {day.isoformat()}"
        return Problem("invalid_time", message, f"Give the duration instead: {hint}")
    hours = checked(Ratio(found[0]) - length.off)
    return hours if isinstance(hours, Problem) else length._replace(hours=hours)


def _by_one(state: ReadingState, length: Length, day: date, zone: tzinfo) -> Length | Problem:
    """The length was said with one of its ends, and the other follows."""
    minutes, forward = minutes_from_hours(length.hours), length.follows == "end"
    said: time | None = length.start if forward else length.end
    gone = _skipped(state, [(day, minute_of(said))], zone)
    if gone is not None or said is None:
        return gone or length
    other = end_after(day, said, minutes if forward else -minutes, zone)
    return length._replace(end=other) if forward else length._replace(start=other)


def _skipped(state: ReadingState, said: Sequence[tuple[date, int]], zone: tzinfo) -> Problem | None:
    for day, minute in said:
        if not any(on_clock(day, minute, zone)):
            told = state.conventions.time_text(as_time(minute))
            return Problem("invalid_time", skipped(told, day), EXISTING)
    return None


def _written(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{rest}m" if not hours else f"{hours}h{rest:02d}" if rest else f"{hours}h"
