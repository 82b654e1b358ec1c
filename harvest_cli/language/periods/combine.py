"""The days of a sentence put together: one run or several, weekdays of them, two compared."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from harvest_cli.domain.days import DAY, Period, period_before
from harvest_cli.domain.errors import SentenceError
from harvest_cli.domain.records import NamedTuple
from harvest_cli.language.days.calendar_math import (
    When,
    half_period,
    make,
    month_period,
    quarter_period,
    shift,
)
from harvest_cli.language.days.named_periods import SHOW, iso_week
from harvest_cli.language.periods.alike import year_earlier
from harvest_cli.language.periods.days_back import up_to
from harvest_cli.language.periods.marks import is_join
from harvest_cli.language.sentence.reading_state import ReadingState
from harvest_cli.language.sentence.scan import Segment
from harvest_cli.language.text.match import Problem, digits, is_sign, is_word
from harvest_cli.language.text.readings import Inference, Kind
from harvest_cli.language.text.tokens import END, WORD, Token
from harvest_cli.language.text.vocabulary import GIVEN, STRUCTURE, UNTIL

_OPEN = Problem("no_range", "A period needs a start and an end", "Give both, like `nov 2 to nov 6`")
_JOINED = "Give one, or join them: `nov 2 and nov 9`"
_TWO = Problem("invalid_date", "Two periods in one sentence", _JOINED)
_THREE = Problem("no_range", "Only two periods can be compared", "`october vs september`")
_ONE = Problem("no_range", "The period to compare with is missing", "`october vs september`")
_SAME = Problem("no_range", "Both periods are the same", "`october vs september`")
_NONE = Problem("no_range", "No such day is in that period", SHOW)
_NOT_COMPARED = Problem(
    "no_range",
    "Only whole periods can be compared",
    "Omit the weekdays: `october vs september`",
)
_LONGEST = 366 * 20
COMPARES = ("compare", "comparing", "difference")
"""Words that two periods follow, to be set beside each other."""


class DaysMeant(NamedTuple):
    """The days that are meant; `runs` where not all from the first to the last are."""

    period: Period | None
    runs: tuple[Period, ...] = ()
    weekdays: tuple[int, ...] = ()
    compared: Period | None = None
    named: bool = False


def days_meant(
    state: ReadingState, segments: Sequence[Segment], default: Period | None
) -> DaysMeant:
    """What the segments say of days; `default` where they say nothing. Raises SentenceError."""
    _give_years(state, segments)
    out = left_out(state, segments)
    told = [segment for segment in segments if segment not in out]
    found = [segment for segment in told if segment.is_match("days", "problem", "relative")]
    only = [segment for segment in told if segment.is_match("only")]
    _refuse_problems(state, segments, [*found, *out])
    runs: list[list[Period]] = []
    for side in _sides(state, segments, found):
        beside = side[0].is_match("relative")
        runs.append(_relative(state, side[0], found, runs[0]) if beside else _joined(state, side))
    for segment in (*found, *only, *out):
        state.roles.mark(segment.start, segment.end, Kind.PERIOD)
        for said in segment.match.inferences if segment.match else ():
            state.infer(*said)
    compared = _whole(runs[1]) if len(runs) > 1 else None
    main = runs[0] if runs else [default] if default else []
    if (only or out) and main:
        if compared is not None:
            raise state.refuse(_NOT_COMPARED, *only, *out)
        return _of_some(state, main, only, out)._replace(named=bool(found or only))
    whole = _whole(main) if main else None
    if compared is not None and compared == whole:
        raise state.refuse(_SAME, *found)
    if compared is not None and whole is not None and compared.start > whole.start:
        whole, compared = compared, whole
    return DaysMeant(whole, tuple(main) if len(main) > 1 else (), (), compared, bool(found))


def _give_years(state: ReadingState, segments: Sequence[Segment]) -> None:
    """The `q1` of `q1 vs q2 2025`, and the `october` of `october and november 2025`, is of 2025."""
    found = [segment for segment in segments if segment.is_match("days")]
    typed = [_year_typed(state, segment) for segment in found]
    # "october vs october 2025" are two.
    taken = [when.start for a in found if isinstance(when := a.meaning, When)]
    year = None
    for segment, own in zip(reversed(found), reversed(typed), strict=True):
        year = own or year
        _place_in(state, segment, None if own else year, taken)
    for before, one, own in zip(found, found[1:], typed, strict=False):
        joined = all(_joins(token) for token in state.tokens[before.end : one.start])
        if joined and not any(typed[found.index(one) :]):
            _place_in(state, one, own, taken)


def _year_typed(state: ReadingState, segment: Segment) -> int | None:
    """The year of a month, quarter, half or week that is told with it."""
    when = segment.meaning
    plain = isinstance(when, When) and when.unit in _WITH_YEARS and not when.floating
    tokens = state.tokens[segment.start : segment.end] if plain else []
    return next((year for token in tokens if (year := digits(token, 4, 4))), None)


_WITH_YEARS = ("day", "month", "quarter", "half", "week")


def _place_in(
    state: ReadingState, segment: Segment, year: int | None, taken: Sequence[date]
) -> None:
    """Move a month, quarter, half or week without its year into one."""
    when, match = segment.meaning, segment.match
    if year is None or match is None or not isinstance(when, When):
        return
    name, *numbers = when.floating or ("half" if when.unit == "half" else "",)
    number = int(numbers[-1]) if numbers else (when.start.month + 5) // 6
    moved: When | Problem | None = None
    if name == "month":
        moved = month_period(year, number)
    elif name == "quarter":
        moved = quarter_period(year, number)
    elif name == "half":
        moved = half_period(year, number)
    elif name == "week":
        moved = iso_week(year, number)
    elif name == "monthday" and (day := make(year, int(numbers[0]), number)):
        moved = When(day)
    if isinstance(moved, When) and moved.start not in taken:
        match.value = moved
        state.infer(*Inference.read_as("year", f"{moved.start} to {moved.end}"))


def _refuse_problems(
    state: ReadingState, segments: Sequence[Segment], found: Sequence[Segment]
) -> None:
    compared = {segment.end for segment in segments if segment.kind == "vs"}
    lead = any(is_word(token, *COMPARES) for token in state.tokens)
    for segment in found:
        value, follows = segment.meaning, segment.start in compared
        follows = follows or (lead and segment is not found[0])
        problem = value if isinstance(value, Problem) else _open_end(state, segment, follows)
        if problem is not None:
            raise state.refuse(problem, segment)


def _whole(runs: Sequence[Period]) -> Period:
    return Period(min(run.start for run in runs), max(run.end for run in runs))


# -- two beside each other ----------------------------------------------------------------------


def _sides(
    state: ReadingState, segments: Sequence[Segment], found: Sequence[Segment]
) -> list[list[Segment]]:
    """The segments of days, those after `vs` apart from those before it."""
    marks = [segment for segment in segments if segment.kind == "vs"]
    lead = any(is_word(token, *COMPARES) for token in state.tokens)
    if not marks and not lead:
        return [list(found)] if found else []
    if len(marks) > 1 or (lead and len(found) > 2):
        raise state.refuse(_THREE, *marks, *found)
    place = marks[0].start if marks else found[-1].start if found else 0
    before = [segment for segment in found if segment.start < place]
    after = [segment for segment in found if segment.start >= place]
    if not before or not after:
        raise state.refuse(_ONE, *marks, *found)
    return [before, after]


def _relative(
    state: ReadingState, segment: Segment, found: Sequence[Segment], beside: Sequence[Period]
) -> list[Period]:
    """`the week before`, `the same month last year`, of what it is set beside."""
    whole, first = _whole(beside), found[0].meaning
    if segment.meaning == "before":
        run = period_before(whole)
    else:
        unit = first.unit if isinstance(first, When) and len(beside) == 1 else "range"
        earlier = year_earlier(When(whole.start, whole.end, unit))
        run = Period(earlier.start, earlier.end)
    state.infer("compared", f"compared with {run.start} to {run.end}")
    return [run]


# -- one run or several ---------------------------------------------------------------------------


def _joined(state: ReadingState, side: Sequence[Segment]) -> list[Period]:
    """The runs of days of one side, in order."""
    whens = _placed([when for a in side if isinstance(when := a.meaning, When)])
    runs = [run for when in whens for run in _runs_of(when)]
    for left, right in pairwise(side):
        between = state.tokens[left.end : right.start]
        joined = any(_joins(token) for token in between)
        joined = joined and all(_joins(token) or is_word(token, "on") for token in between)
        if not joined or (is_sign(between[0], ",") and _differ(left, right)):
            raise _somebody(state, left) or _two(state, side)
    runs.sort()
    merged: list[Period] = []
    for run in runs:
        if merged and run.start <= merged[-1].end:
            raise _two(state, side)
        if merged and run.start == shift(merged[-1].end, 1):
            merged[-1] = Period(merged[-1].start, run.end)
        else:
            merged.append(run)
    return merged


def _differ(left: Segment, right: Segment) -> bool:
    """Whether they are of two kinds, which no comma joins: `last week, monday`, `q2, october`."""
    whens = [a.meaning for a in (left, right) if isinstance(a.meaning, When)]
    # "jan-mar, may" are months, "weeks 44-45, 47" weeks.
    whole = [
        w.unit == "range"
        and ((w.start.day, (w.end + DAY).day) == (1, 1) or (w.end - w.start).days % 7 == 6)
        for w in whens
    ]
    units = {"day" if w.unit in ("range", "weekend") else w.unit for w in whens}
    return len(units) > 1 and not any(whole)


def _two(state: ReadingState, side: Sequence[Segment]) -> SentenceError:
    """The refusal of two periods; without a month that may be a name, one is left to paste."""
    return _nobody(state, side, _TWO) or state.refuse(_TWO, side[0], side[-1])


def _nobody(
    state: ReadingState, segments: Sequence[Segment], wrong: Problem, hint: str = ""
) -> SentenceError | None:
    """The refusal of `June and Bob this week` where nobody that is known is called June."""
    named = [each for each in segments if state.tokens[each.start].text in GIVEN]
    named = [each for each in named if each.end == each.start + 1]
    if not named:
        return None
    name, rest = named[0], state.text
    after = state.tokens[name.end]
    if after.kind == WORD and not is_join(after) and all(name.end != a.start for a in segments):
        # The family name of somebody who is not known either.
        hint = wrong.hint or ""
    rows: list[tuple[int, int]] = []
    for each in named:
        # Months in a row go as one, with what joins them.
        follows = rows and all(map(is_join, state.tokens[rows[-1][1] : each.start]))
        rows.append((rows.pop()[0] if follows else each.start, each.end))
    for first, end in reversed(rows):
        if is_join(state.tokens[end]):
            end += 1
        elif first and is_join(state.tokens[first - 1]):
            first -= 1
        rest = rest[: state.tokens[first].start] + rest[state.tokens[end].start :]
    message = f'{wrong.message}: "{state.typed(name)}" is a month, not a known person'
    without = Problem(wrong.code, message, hint or f"Omit it: `{rest.strip()}`")
    return state.refuse(without, name)


def _somebody(state: ReadingState, month: Segment) -> SentenceError | None:
    """The refusal of `April Jones`, who is nobody that may be named, and no month."""
    after = state.tokens[month.end]
    name = Segment("run", month.start, month.end + 1)
    called = state.tokens[month.start].text in GIVEN and after.kind == WORD
    written = state.typed(name).istitle() and after.text not in STRUCTURE
    return state.unknown_project(name) if called and written else None


def _runs_of(when: When) -> Iterator[Period]:
    """The days of it that count; all but where only some weekdays do: `last three fridays`."""
    whole = Period(when.start, when.end)
    days = (day for day in whole.days() if _covers(when, day))
    return _stretches(days) if when.only else iter([whole])


def _joins(token: Token) -> bool:
    return is_join(token) or is_word(token, "then") or is_sign(token, "/")


def _placed(whens: list[When]) -> list[When]:
    """`monday and wednesday last week`: the Monday is of that week too."""
    whens = _in_order(whens)
    week = next((when.anchor for when in whens if when.anchor is not None), None)
    if week is None:
        return whens
    return [when.since(week) if _is_weekday(when) else when for when in whens]


def _in_order(whens: list[When]) -> list[When]:
    """`november and december`: one that comes later in the year, and has not begun, follows."""
    placed = whens[:1]
    for when in whens[1:]:
        before, floats = placed[-1], when.floats in ("month", "quarter", "monthday")
        later = (when.start.month, when.start.day) > (before.start.month, before.start.day)
        if floats and before.floating and later and when.start < before.start:
            when = when.since(before.start).told("year")
        placed.append(when)
    return placed


def left_out(state: ReadingState, segments: Sequence[Segment]) -> list[Segment]:
    """The days that `except` stands before, and those that are joined to them."""
    out: list[Segment] = []
    if "without" not in [segment.kind for segment in segments]:
        return out
    behind = "nothing"
    for segment in segments:
        if segment.kind == "without":
            behind = "except"
        elif segment.is_match("days", "problem", "only"):
            out += [segment] if behind == "except" else []
            behind = "day" if behind == "except" else "nothing"
        elif segment.kind == "join" and behind == "day":
            behind = "nothing" if is_sign(state.tokens[segment.start], ",") else "except"
        elif not is_word(state.tokens[segment.start], *_BEFORE_A_DAY):
            behind = "nothing"
    return out


_BEFORE_A_DAY = ("on", "in", "for", "the", "of", "from")


def _of_some(
    state: ReadingState, runs: Sequence[Period], only: Sequence[Segment], out: Sequence[Segment]
) -> DaysMeant:
    """The days of the runs that fall on certain weekdays, without those that are left out."""
    if sum((run.end - run.start).days for run in runs) > _LONGEST:
        raise state.refuse(Problem("no_range", "That period is too long", SHOW), *only, *out)
    wanted = set().union(*map(_weekdays, only)) if only else set(range(7))
    gone = set().union(*(_weekdays(segment) for segment in out if not _is_partly(segment)))
    days = [day for run in runs for day in run.days()]
    whens = [when.since(runs[0].start) for a in out if isinstance(when := a.meaning, When)]
    found = [
        day
        for day in days
        if day.weekday() in wanted - gone
        and not any(_covers(when, day) for when in whens if not _is_weekday(when))
    ]
    if not found or (out and len(found) == len(days)):
        raise _nobody(state, out, _NONE, SHOW) or state.refuse(_NONE, *only, *out)
    kept = list(_stretches(found))
    by_weekday = all(map(_weekdays, (*only, *out))) and not any(map(_is_partly, out))
    weekdays = tuple(sorted(wanted - gone)) if by_weekday else ()
    whole = _whole(kept) if only or len(kept) == 1 else _whole(runs)
    return DaysMeant(whole, tuple(kept) if [whole] != kept else (), weekdays)


def _covers(when: When, day: date) -> bool:
    return when.start <= day <= when.end and (not when.only or day.weekday() in when.only)


def _weekdays(segment: Segment) -> frozenset[int]:
    """The weekdays that are named: `mondays`, or a plain `friday`."""
    meaning = segment.meaning
    if isinstance(meaning, When):
        return frozenset((meaning.start.weekday(),)) if _is_weekday(meaning) else meaning.only
    return meaning if isinstance(meaning, frozenset) else frozenset()


def _is_partly(segment: Segment) -> bool:
    """Whether only some weekdays of it count: `last three fridays`."""
    return isinstance(segment.meaning, When) and bool(segment.meaning.only)


def _is_weekday(when: When) -> bool:
    return when.floats == "weekday" and when.anchor is None


def _stretches(days: Iterable[date]) -> Iterator[Period]:
    run: Period | None = None
    for day in days:
        if run is not None and day == run.end + DAY:
            run = Period(run.start, day)
        else:
            if run is not None:
                yield run
            run = Period(day, day)
    if run is not None:
        yield run


def _open_end(state: ReadingState, segment: Segment, follows: bool) -> Problem | None:
    """`until friday`, `nov 2 to`, `as of friday`: one end of a run is missing."""
    tokens, before = state.tokens, state.tokens[max(segment.start - 1, 0)]
    begun = segment.start > 0 and is_word(before, *UNTIL) and not follows
    begun = begun or (segment.start > 1 and up_to(tokens, segment.start - 2) == segment.start)
    after = tokens[segment.end]
    dash = is_sign(after, "-") and after.gap and tokens[segment.end + 1].kind == END
    ended = is_word(after, *UNTIL) and tokens[segment.end + 1].kind == END
    return _OPEN if begun or dash or ended else None
