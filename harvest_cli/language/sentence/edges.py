"""What stands apart from the words beside it: minutes, lengths of two tasks, parts of a day.

Only who knows the tasks can tell: `1h 30 design`, `design 1h + 30m meetings`, `design first thing`.
"""

from collections.abc import Sequence
from fractions import Fraction

from harvest_cli.domain.projects import ProjectAssignment
from harvest_cli.language.days.relative import part_of_day
from harvest_cli.language.lengths.durations import duration
from harvest_cli.language.sentence.fields import has_role
from harvest_cli.language.sentence.project_and_task import possible
from harvest_cli.language.sentence.reading_state import ReadingState
from harvest_cli.language.sentence.scan import Segment
from harvest_cli.language.text.match import Match, digits, is_sign, is_word
from harvest_cli.language.text.tokens import end_of_text
from harvest_cli.language.text.vocabulary import HOURS


def apart(state: ReadingState, segments: Sequence[Segment]) -> list[Segment]:
    """The segments, each in one role."""
    known = possible(state, segments)
    kept: list[Segment] = []
    for place, segment in enumerate(segments):
        if segment.kind == "run":
            run = _behind_minutes(state, kept, segment, known)
            kept += _without_part_of_day(state, run, known)
        elif segment.is_match("duration") and _stands_between(state, segments, place, known):
            kept += _halves(state, segment)
        else:
            kept.append(segment)
    return kept


def _behind_minutes(
    state: ReadingState, before: list[Segment], run: Segment, known: Sequence[ProjectAssignment]
) -> Segment:
    """The task of `1h 30 design`, with the minutes added to the length before it."""
    minutes, rest = digits(state.tokens[run.start], 2, 2), Segment("run", run.start + 1, run.end)
    length = before[-1] if before else None
    if minutes is None or minutes > 59 or length is None or not length.is_match("duration"):
        return run
    hours = length.meaning
    whole = isinstance(hours, Fraction) and is_word(state.tokens[length.end - 1], *HOURS)
    if not whole or not isinstance(hours, Fraction) or not has_role(state, rest, known):
        return run
    match = Match("duration", length.start, rest.start, hours + minutes)
    before[-1] = Segment("match", length.start, rest.start, match)
    return rest


def _without_part_of_day(
    state: ReadingState, run: Segment, known: Sequence[ProjectAssignment]
) -> list[Segment]:
    """A run with the part of a day at its edge as filler, where the rest is a task or nothing."""
    tokens, start, end = state.tokens, run.start, run.end
    behind = part_of_day(tokens, start)
    if behind == end:
        return [Segment("filler", start, end)]
    if start < behind < end and has_role(state, task := Segment("run", behind, end), known):
        return [Segment("filler", start, behind), task]
    for cut in range(start + 1, end):
        if part_of_day(tokens, cut) == end and has_role(state, Segment("run", start, cut), known):
            return [Segment("run", start, cut), Segment("filler", cut, end)]
    return [run]


def _stands_between(
    state: ReadingState,
    segments: Sequence[Segment],
    place: int,
    known: Sequence[ProjectAssignment],
) -> bool:
    """Whether a length stands between two tasks, or two projects."""
    plain = [a for a in segments[:place] if a.kind != "filler"][-1:]
    plain += [a for a in segments[place + 1 :] if a.kind != "filler"][:1]
    if len(plain) < 2:
        return False
    first, second = plain
    if first.mention is not None and second.mention is not None:
        return set(first.mention.projects).isdisjoint(second.mention.projects)
    tasks = [
        a for a in plain if a.kind == "task" or (a.kind == "run" and has_role(state, a, known))
    ]
    return len(tasks) == 2 and state.words(first) != state.words(second)


def _halves(state: ReadingState, segment: Segment) -> list[Segment]:
    """A length of two that are joined, as two; as it is where nothing joins it."""
    tokens, workday = state.tokens, state.conventions.workday_minutes
    for joint in range(segment.start + 1, segment.end - 1):
        if not (is_sign(tokens[joint], "+", "&") or is_word(tokens[joint], "and")):
            continue
        first = duration([*tokens[:joint], *end_of_text(0)], segment.start, workday)
        second = duration(tokens, joint + 1, workday)
        if first and second and (first[1], second[1]) == (joint, segment.end):
            return [
                _length(segment.start, joint, first[0]),
                Segment("join", joint, joint + 1),
                _length(joint + 1, segment.end, second[0]),
            ]
    return [segment]


def _length(start: int, end: int, value: object) -> Segment:
    return Segment("match", start, end, Match("duration", start, end, value))
