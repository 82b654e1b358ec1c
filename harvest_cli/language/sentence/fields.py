"""The fields of a sentence, between commas, bars and spaced dashes, and what is told apart in them.

Only who knows the tasks can tell: `1h 30 design`, `design 1h + 30m meetings`, `design first thing`.
"""

from collections.abc import Sequence
from itertools import takewhile

from harvest_cli.domain.company import Task
from harvest_cli.domain.hours import Ratio
from harvest_cli.language.days.calendar_math import When
from harvest_cli.language.lengths.clock import part_of_day
from harvest_cli.language.lengths.durations import duration
from harvest_cli.language.names import matching
from harvest_cli.language.names.matching import NameMatch
from harvest_cli.language.sentence.project_and_task import as_mention, measures
from harvest_cli.language.sentence.reading_state import (
    LONGEST,
    SHORTEST,
    Possible,
    ReadingState,
    find,
    named_clients,
    named_projects,
    possible,
    possible_at,
)
from harvest_cli.language.sentence.scan import QUANTITIES, Segment, append
from harvest_cli.language.text.match import Match, digits, is_sign, is_word
from harvest_cli.language.text.tokens import NUMBER, OPAQUE, WORD, end_of_text, words_of
from harvest_cli.language.text.vocabulary import HOURS, ORDINAL_ENDS


def split_fields(
    segments: Sequence[Segment], between: tuple[str, ...] = ("sep",)
) -> list[list[Segment]]:
    """The fields between separators; each begins with its separator, if there is one."""
    found: list[list[Segment]] = [[]]
    for segment in segments:
        if segment.kind in between:
            found.append([])
        found[-1].append(segment)
    return found


def has_role(state: ReadingState, run: Segment, known: Possible) -> bool:
    """Whether the words are a task, or the client, of a project that is named."""
    words = state.words(run)
    if not words or len(words) > LONGEST:
        return False
    key = " ".join(words)
    if key not in known.roles:
        scope = state.names.places_of_client(words, SHORTEST)
        known.roles[key] = bool(matching.fitting_tasks(known.tasks, words)) or any(
            state.names.assignments[place].project.id in known.ids for place in scope
        )
    return known.roles[key]


def promote(state: ReadingState, segments: list[Segment]) -> list[Segment]:
    """The segments with left-over words that name a project turned into mentions.

    The first such words count if no project is named; further ones beside a quantity of their own.
    """
    segments = _with_company(state, _with_plain_daily(state, _with_figures(state, segments)))
    if state.given.assignment is not None:
        return _with_task_done(state, segments, possible(state, segments))
    if not named_projects(segments):
        segments = _first_project(state, segments)
    if not named_projects(segments):
        segments = _like_a_period(state, segments)
    known = possible(state, segments)
    segments = _with_task_done(state, segments, known)
    kept: list[Segment] = []
    for piece in split_fields(segments, ("sep", "join")):
        measured = any(segment.is_match(*QUANTITIES) for segment in piece)
        open_ = measured and known and not named_projects(piece)
        strange = [a for a in piece if a.kind == "run" and not has_role(state, a, known)]
        kept += _promoted(state, piece, _scope(piece)) if open_ and strange else piece
    return kept


def _with_figures(state: ReadingState, segments: list[Segment]) -> list[Segment]:
    """`arc 1.5 1h`: beside a length the number without a unit is of the name that holds it."""
    if len(measures(segments)) < 2:
        return segments
    for place, segment in enumerate(segments[1:], 1):
        before, tokens = segments[place - 1], state.tokens[segment.start : segment.end]
        if before.kind != "run" or not segment.is_match("duration"):
            continue
        whole = Segment("run", before.start, segment.end)
        plain = all(each.kind == NUMBER or is_sign(each, ".") for each in tokens)
        match = _find(state, whole, []) if plain else None
        if match is not None:
            mention = as_mention(state, whole, match)
            return [*segments[: place - 1], mention, *segments[place + 1 :]]
    return segments


def _with_plain_daily(state: ReadingState, segments: list[Segment]) -> list[Segment]:
    """`15m daily` on one day repeats nothing: there "daily" is a word as any other."""
    if not any(a.is_match("each") and state.tokens[a.start].text == "daily" for a in segments):
        return segments
    whens = [a.match.value for a in segments if a.match is not None and a.match.kind == "days"]
    runs = [value for value in whens if isinstance(value, tuple)]
    if len(runs) > 1 or any(every or when.start != when.end for when, every in runs):
        return segments
    kept: list[Segment] = []
    for segment in segments:
        plain = segment.is_match("each") and state.tokens[segment.start].text == "daily"
        append(kept, Segment("run", segment.start, segment.end) if plain else segment)
    return kept


def _with_task_done(state: ReadingState, segments: list[Segment], known: Possible) -> list[Segment]:
    """`doing Research` names the task; what more is told of it stays in the notes as well."""
    kept: list[Segment] = []
    for place, segment in enumerate(segments):
        task = _task_done(state, segment, known) if segment.kind == "run" else None
        if task is None:
            kept.append(segment)
            continue
        behind = takewhile(lambda a: a.kind != "sep", segments[place + 1 :])
        if task.end < segment.end or any(a.kind == "run" for a in behind):
            kept += [task, segment]
        else:
            task.kind = "run"
            kept += [Segment("filler", segment.start, task.start), task]
    return kept


def _task_done(state: ReadingState, run: Segment, known: Possible) -> Segment | None:
    """The task that a run names behind "doing"; with more words behind it only a whole name."""
    if state.tokens[run.start].text != "doing":
        return None
    for end in range(run.end, run.start + 1, -1):
        words = state.words(task := Segment("task", run.start + 1, end))
        fits = (matching.task_matches(a, words, exact=end < run.end) for a in known.unlike)
        if any(len(tasks) == 1 for tasks in fits):
            return task
    return None


def _with_company(state: ReadingState, segments: list[Segment]) -> list[Segment]:
    """`… with the client` at the end says with whom, though each of its words says nothing."""
    at = len(segments)
    while (
        at
        and segments[at - 1].kind == "filler"
        and state.tokens[segments[at - 1].start].kind == WORD
    ):
        at -= 1
        if state.tokens[segments[at].start].text == "with":
            if at + 1 == len(segments):
                return segments
            return [*segments[: at + 1], Segment("run", segments[at + 1].start, segments[-1].end)]
    return segments


def _first_project(state: ReadingState, segments: list[Segment]) -> list[Segment]:
    kept: list[Segment] = []
    done = False
    for field in split_fields(segments):
        new = field if done else _promoted(state, field, _scope(field))
        done = done or new is not field
        kept += new
    return kept


def _like_a_period(state: ReadingState, segments: list[Segment]) -> list[Segment]:
    """The project of `1h Q3 design` is Q3 Launch: no entry is of a quarter, or of a year."""
    for place, segment in enumerate(segments):
        value = segment.meaning
        when = value[0] if isinstance(value, tuple) and segment.is_match("days") else None
        if isinstance(when, When) and when.unit in ("quarter", "half", "year"):
            match = _find(state, segment, _scope(segments))
            if match is not None:
                mention = as_mention(state, segment, match)
                return [*segments[:place], mention, *segments[place + 1 :]]
    return segments


def _scope(segments: Sequence[Segment]) -> list[int]:
    """The projects of the clients that are named."""
    return [p for a in named_clients(segments) if a.mention for p in a.mention.clients]


def _promoted(state: ReadingState, field: list[Segment], scope: list[int]) -> list[Segment]:
    runs = [place for place, segment in enumerate(field) if segment.kind == "run"]
    if not runs:
        return field
    first, last = runs[0], runs[-1]
    if all(a.kind in ("run", "filler", "join") for a in field[first : last + 1]):
        whole = Segment("run", field[first].start, field[last].end)
        match = _find(state, whole, scope) if first < last else None
        if match:
            return [*field[:first], as_mention(state, whole, match), *field[last + 1 :]]
    for place in runs:
        new = _named_run(state, field[place], scope)
        if new:
            return [*field[:place], *new, *field[place + 1 :]]
    return field


def _find(state: ReadingState, run: Segment, scope: list[int]) -> NameMatch | None:
    """What a run fits as it is written, or without possessives."""
    found = (find(state, words, scope) for words in state.spellings(run))
    return next((match for match in found if match is not None), None)


def _named_run(state: ReadingState, segment: Segment, scope: list[int]) -> list[Segment]:
    """A run as a project, or as a project and one of its tasks in either order."""
    opaque = any(state.tokens[i].kind == OPAQUE for i in range(segment.start, segment.end))
    words = tuple(state.words(segment))
    if opaque or segment.end - segment.start > LONGEST or words in state.unnamed:
        return []
    match = _find(state, segment, scope)
    if match:
        return [as_mention(state, segment, match)]
    for cut in range(segment.end - 1, segment.start, -1):
        head, tail = Segment("run", segment.start, cut), Segment("run", cut, segment.end)
        for project, task in ((head, tail), (tail, head)):
            match = _find(state, project, scope)
            if match and matching.fitting_tasks(_live_tasks(state, match), state.words(task)):
                named = as_mention(state, project, match)
                return [named, task] if project is head else [task, named]
    if not scope:
        state.unnamed.add(words)
    return []


def _live_tasks(state: ReadingState, match: NameMatch) -> tuple[Task, ...]:
    """The tasks of the active projects that fit, or of all where none is active."""
    known = state.names.assignments
    live = [place for place in match.places if known[place].is_active]
    return possible_at(state, live or match.places).tasks


# -- what stands apart from the words beside it ---------------------------------------------------


def apart(state: ReadingState, segments: Sequence[Segment]) -> list[Segment]:
    """The segments, each in one role."""
    known = possible(state, segments)
    kept: list[Segment] = []
    for place, segment in enumerate(segments):
        if segment.kind == "run":
            run = _behind_name(state, kept, segment, known)
            run = _behind_minutes(state, kept, run, known)
            run = _behind_nth(state, kept, run, known)
            for piece in _client_and_task(state, run, known):
                kept += _without_part_of_day(state, piece, known)
        elif segment.is_match("duration") and _stands_between(state, segments, place, known):
            kept += _halves(state, segment)
        else:
            kept.append(segment)
    return kept


def _behind_name(
    state: ReadingState, before: list[Segment], run: Segment, known: Possible
) -> Segment:
    """The task of `nws q3 launch design`, where the code NWS-Q3 is that of Q3 Launch."""
    if not before or before[-1].mention is None or len(known) != 1:
        return run
    name = words_of(known[0].project.name)
    end = run.start
    while end < run.end and state.tokens[end].text in name:
        end += 1
    rest = Segment("run", end, run.end)
    if end == run.start or has_role(state, run, known):
        return run
    if end == run.end:
        return Segment("filler", run.start, end)
    if not has_role(state, rest, known):
        return run
    before.append(Segment("filler", run.start, end))
    return rest


def _behind_minutes(
    state: ReadingState, before: list[Segment], run: Segment, known: Possible
) -> Segment:
    """The task of `1h 30 design`, with the minutes added to the length before it."""
    minutes, rest = digits(state.tokens[run.start], 2, 2), Segment("run", run.start + 1, run.end)
    length = before[-1] if before else None
    if minutes is None or minutes > 59 or length is None or not length.is_match("duration"):
        return run
    hours = length.meaning
    whole = isinstance(hours, Ratio) and is_word(state.tokens[length.end - 1], *HOURS)
    if not whole or not isinstance(hours, Ratio) or not has_role(state, rest, known):
        return run
    match = Match("duration", length.start, rest.start, hours + minutes)
    before[-1] = Segment("match", length.start, rest.start, match)
    return rest


def _behind_nth(
    state: ReadingState, before: list[Segment], run: Segment, known: Possible
) -> Segment:
    """The task of `on the 9th design`, with the day in front of it; `the 9th floor` is none."""
    tokens, rest = state.tokens, Segment("run", run.start + 2, run.end)
    if tokens[run.start].kind != NUMBER or tokens[run.start + 1].text not in ORDINAL_ENDS:
        return run
    if not run.start or rest.start >= rest.end or not has_role(state, rest, known):
        return run
    # Loaded for such a day.
    from harvest_cli.language.days.ranges import days

    found = days([*tokens[: rest.start], *end_of_text(0)], run.start - 1, state.context)
    if found is None or found.end != rest.start:
        return run
    match = Match("days", run.start, rest.start, found.value, found.inferences)
    before.append(Segment("match", run.start, rest.start, match))
    return rest


def _client_and_task(state: ReadingState, run: Segment, known: Possible) -> list[Segment]:
    """`acme design` behind `website`: the client of it, and a task, in either order."""
    for cut in range(run.start + 1, run.end if known and not has_role(state, run, known) else 0):
        parts = [Segment("run", run.start, cut), Segment("run", cut, run.end)]
        if has_role(state, parts[0], known) and has_role(state, parts[1], known):
            tasks = [matching.fitting_tasks(known.tasks, state.words(part)) for part in parts]
            if bool(tasks[0]) != bool(tasks[1]):
                return parts
    return [run]


def _without_part_of_day(state: ReadingState, run: Segment, known: Possible) -> list[Segment]:
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
    known: Possible,
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
