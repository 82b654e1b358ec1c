"""The days of one part of a sentence: one, several, or every working day of a run."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from harvest_cli.domain.days import WEEKDAYS, Period, day_text
from harvest_cli.domain.hours import DAY_MINUTES
from harvest_cli.domain.records import TYPE_CHECKING
from harvest_cli.language.days.calendar_math import HINT, When, within_reach
from harvest_cli.language.lengths.clock_ranges import HALF_DAY, Span, from_to
from harvest_cli.language.sentence.reading_state import ReadingState
from harvest_cli.language.sentence.scan import Segment
from harvest_cli.language.text.match import Problem, is_word
from harvest_cli.language.text.readings import Inference
from harvest_cli.language.text.vocabulary import EVENINGS

if TYPE_CHECKING:
    from harvest_cli.language.days.recurring import Rule

MOST_DAYS = 31
_TWO_DAYS = Problem("invalid_date", "Two days for one entry", "Write one day, or `a and b`")
_WHICH_DAY = Problem(
    "invalid_date",
    "An entry needs a day, not a period",
    "Name the day, or write `every weekday last week`",
)
_WEEKEND = Problem(
    "invalid_date",
    "Those days include a weekend",
    "Write `every weekday` to leave it out, or `every day` to keep it",
)
_AHEAD = "Some of those days are in the future"
_FAR = Problem("future_date", "That is more than a year ahead", HINT)
_MANY = Problem("invalid_date", f"That is more than {MOST_DAYS} entries", "Name fewer days")
_NO_SUCH = Problem("invalid_date", "There is no such day in that time", HINT)
_NONE = Problem("invalid_date", "Those days include no workday", HINT)


def days_of(
    state: ReadingState, segments: Sequence[Segment], found: Sequence[Segment], leave: bool
) -> list[date]:
    """The days that `found` (day segments) say, in order; empty when they say none."""
    if not found:
        return []
    if len(found) > 1 and not _listed(state, segments, found):
        raise state.refuse(_TWO_DAYS, found[0], found[-1])
    _share_week(found)
    each = [a.meaning for a in segments if a.is_match("each")]
    days: list[date] = []
    for segment in found:
        days += _expand(state, segment, each, leave)
    unique = sorted(set(days)) if len(found) > 1 else days
    if len(unique) > MOST_DAYS:
        raise state.refuse(_MANY, *found)
    return unique


def _share_week(found: Sequence[Segment]) -> None:
    """`monday and tuesday last week`: both days lie in the week that was said."""
    whens = [when for segment in found if (when := when_of(segment)) is not None]
    anchors = {when.anchor for when in whens if when.anchor is not None}
    if len(anchors) != 1:
        return
    week = anchors.pop()
    for when in whens:
        if when.floats == "weekday":
            placed = when.since(week)
            when.start, when.end, when.written = placed.start, placed.end, True


def when_of(segment: Segment) -> When | None:
    """The days that an segment says."""
    value = segment.meaning
    found = value[0] if isinstance(value, tuple) else None
    return found if isinstance(found, When) else None


def _listed(state: ReadingState, segments: Sequence[Segment], found: Sequence[Segment]) -> bool:
    """Whether the days are a list: with a comma, `and`, `+` or `/` between them."""
    places = [place for place, segment in enumerate(segments) if segment in found]
    return all(
        any(a.kind in ("sep", "join") or state.typed(a) in ("+", "/") for a in segments[left:right])
        for left, right in pairwise(places)
    )


def _expand(
    state: ReadingState, segment: Segment, each: Sequence[object], leave: bool
) -> list[date]:
    value = segment.meaning
    if not isinstance(value, tuple) or not isinstance(value[0], When):
        return []
    when, every = value
    for said in when.inferences:
        state.infer(*said)
    if each and when.start == when.end and is_word(state.tokens[segment.start - 1], "from"):
        when = When(when.start, max(when.start, state.context.today), "range", written=when.written)
    named = when.unit in ("day", "range") or (leave and when.unit in ("week", "period"))
    if not (named or every or each):
        raise state.refuse(_WHICH_DAY, segment)
    if _rule(every) is not None:
        problem = None if within_reach(when.end, state.context.today) else _FAR
    else:
        problem = _ahead(state, when, leave, every == "weekday")
    if problem is not None:
        raise state.refuse(problem, segment)
    days = _meant(state, segment, when, each, every, leave)
    if ahead := ahead_text(days, state.context.today):
        state.warnings.append(ahead)
    return days


def ahead_text(days: Iterable[date], today: date) -> str:
    """The warning for those days that are yet to come; empty where none is."""
    ahead = sorted(day for day in days if day > today)
    if not ahead:
        return ""
    if ahead[0] == ahead[-1]:
        return f"{ahead[0].isoformat()} is in the future"
    return f"{ahead[0].isoformat()} to {ahead[-1].isoformat()} are in the future"


def _meant(
    state: ReadingState,
    segment: Segment,
    when: When,
    each: Sequence[object],
    every: object,
    leave: bool,
) -> list[date]:
    rule = _rule(every)
    if rule is not None:
        return _coming(state, segment, when, rule)
    if when.start == when.end and when.unit in ("day", "range") and not every:
        if leave and not state.conventions.is_workday(when.start):
            state.warnings.append(f"{when.start.isoformat()} is not a workday of yours")
        return [when.start]
    if (when.end - when.start).days > 2 * MOST_DAYS:
        raise state.refuse(_MANY, segment)
    all_days = every == "day" or "every" in each
    return _chosen(state, segment, when, all_days, leave or bool(every), leave)


def _rule(every: object) -> "Rule | None":
    if isinstance(every, str):
        return None
    # Loaded for days that come again.
    from harvest_cli.language.days.recurring import Rule

    return every if isinstance(every, Rule) else None


def _coming(state: ReadingState, segment: Segment, when: When, rule: "Rule") -> list[date]:
    """The days of `every other tuesday in november`, those on which work is due."""
    days = rule.days_in(Period(when.start, when.end))
    if rule.weeks > 1 and days:
        told = f"every {rule.weeks} weeks from {day_text(days[0], state.context.today)} on"
        state.infer(*Inference.read_as("days", told))
    due = _without_holidays(state, days)
    if not due:
        raise state.refuse(_NO_SUCH, segment)
    if len(due) > MOST_DAYS:
        raise state.refuse(_MANY, segment)
    return due


def _chosen(
    state: ReadingState,
    segment: Segment,
    when: When,
    all_days: bool,
    skip: bool,
    leave: bool,
) -> list[date]:
    days = list(Period(when.start, when.end).days())
    working = [day for day in days if _is_workday(state, day, leave)]
    if all_days or (len(working) == len(days) and not skip):
        return days
    if leave and any(day.weekday() < 5 and day not in working for day in days):
        week = (days[0] + timedelta(days=at) for at in range(7))
        working_week = sorted(filter(state.conventions.is_workday, week), key=date.weekday)
        names = " ".join(WEEKDAYS[day.weekday()].lower() for day in working_week)
        state.infer("leave", f"leave counts your workdays ({names})")
    if skip or when.unit != "range":
        due = _without_holidays(state, working)
        if not due:
            raise state.refuse(_NONE, segment)
        return due
    at_edge = days[0].weekday() >= 5 or days[-1].weekday() >= 5
    if not at_edge or len(days) > 7:
        raise state.refuse(_WEEKEND, segment)
    return days


def _without_holidays(state: ReadingState, days: list[date]) -> list[date]:
    """The days on which work is due, saying which ones are left out."""
    names = {day: name for day in days if (name := state.conventions.holiday(day)) is not None}
    if names:
        told = ", ".join(
            f"{name} ({day_text(day, state.context.today)})" for day, name in names.items()
        )
        state.infer("holiday", f"left out: {told}")
    return [day for day in days if day not in names]


def _is_workday(state: ReadingState, day: date, leave: bool) -> bool:
    """Monday to Friday; for leave the days on which this person works."""
    if not leave:
        return day.weekday() < 5
    return state.conventions.is_workday(day)


def _ahead(state: ReadingState, when: When, leave: bool, weekdays: bool) -> Problem | None:
    today = state.context.today
    weekend = weekdays and today.weekday() >= 4 and (when.end - today).days < 7 - today.weekday()
    if when.end <= today or weekend:
        return None
    if not within_reach(when.end, today):
        return _FAR
    whole_unit = when.unit not in ("day", "range") or (leave and when.unit == "range")
    if (whole_unit and (leave or when.start > today)) or (when.written and not whole_unit):
        return None
    until = f"{WEEKDAYS[when.start.weekday()]}-{WEEKDAYS[today.weekday()]}".lower()
    hint = f"Write `{until}` for the days until today, or the first and last day as dates"
    return Problem("future_date", _AHEAD, hint if 0 < (today - when.start).days < 7 else HINT)


def to_evening(state: ReadingState, run: Span, said: Sequence[Segment]) -> None:
    """Move the times of `8-10 last night` on by twelve hours, unless they tell their half."""
    days = [a for a in said if a.is_match("days") or a.kind == "filler"]
    late = any(is_word(b, *EVENINGS) for a in days for b in state.tokens[a.start : a.end])
    clocks = [state.typed(a).lower() for a in said if a.is_match("span", "begin", "finish")]
    told = any(a[0] == "0" or "am" in a or any(f"{n}a" in a for n in range(10)) for a in clocks)
    if told or not late or not 5 * 60 <= run.start < HALF_DAY:
        return
    written = Inference.read_as("meridiem", from_to(run.start, run.end, state.context))
    if written in state.inferences:
        state.inferences.remove(written)
    elif run.end >= HALF_DAY + 60:
        return
    run.start, run.end = run.start + HALF_DAY, (run.end + HALF_DAY) % DAY_MINUTES
    state.infer(*Inference.read_as("meridiem", from_to(run.start, run.end, state.context)))
