"""The fields of a sentence, between commas, bars and spaced dashes."""

from collections.abc import Sequence
from itertools import takewhile

from harvest_cli.domain.projects import ProjectAssignment
from harvest_cli.language.names import matching
from harvest_cli.language.names.matching import NameMatch
from harvest_cli.language.sentence.project_and_task import (
    LONGEST,
    SHORTEST,
    as_mention,
    find,
    named_clients,
    named_projects,
    possible,
)
from harvest_cli.language.sentence.reading_state import ReadingState
from harvest_cli.language.sentence.scan import QUANTITIES, Segment, append
from harvest_cli.language.text.tokens import OPAQUE, WORD


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


def has_role(state: ReadingState, run: Segment, known: Sequence[ProjectAssignment]) -> bool:
    """Whether the words are a task, or the client, of a project that is named."""
    words = state.words(run)
    if not words or len(words) > LONGEST:
        return False
    if any(matching.task_matches(assignment, words) for assignment in known):
        return True
    scope = state.names.client_places(words, SHORTEST)
    ids = {state.names.assignments[place].project.id for place in scope}
    return any(assignment.project.id in ids for assignment in known)


def promote(state: ReadingState, segments: list[Segment]) -> list[Segment]:
    """The segments with left-over words that name a project turned into mentions.

    The first such words count if no project is named; further ones beside a quantity of their own.
    """
    segments = _with_company(state, _with_plain_daily(state, segments))
    if state.given.assignment is not None:
        return _with_task_done(state, segments, [state.given.assignment])
    if not named_projects(segments):
        segments = _first_project(state, segments)
    known = possible(state, segments)
    segments = _with_task_done(state, segments, known)
    kept: list[Segment] = []
    for piece in split_fields(segments, ("sep", "join")):
        measured = any(segment.is_match(*QUANTITIES) for segment in piece)
        open_ = measured and known and not named_projects(piece)
        strange = [a for a in piece if a.kind == "run" and not has_role(state, a, known)]
        kept += _promoted(state, piece, _scope(piece)) if open_ and strange else piece
    return kept


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


def _with_task_done(
    state: ReadingState, segments: list[Segment], known: Sequence[ProjectAssignment]
) -> list[Segment]:
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


def _task_done(
    state: ReadingState, run: Segment, known: Sequence[ProjectAssignment]
) -> Segment | None:
    """The task that a run names behind "doing"; with more words behind it only a whole name."""
    if state.tokens[run.start].text != "doing":
        return None
    for end in range(run.end, run.start + 1, -1):
        words = state.words(task := Segment("task", run.start + 1, end))
        if any(len(matching.task_matches(a, words, exact=end < run.end)) == 1 for a in known):
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
    if opaque or segment.end - segment.start > LONGEST:
        return []
    match = _find(state, segment, scope)
    if match:
        return [as_mention(state, segment, match)]
    for cut in range(segment.end - 1, segment.start, -1):
        head, tail = Segment("run", segment.start, cut), Segment("run", cut, segment.end)
        for project, task in ((head, tail), (tail, head)):
            match = _find(state, project, scope)
            live = matching.live(state.names, match.places) if match else []
            if match and live and any(matching.task_matches(a, state.words(task)) for a in live):
                named = as_mention(state, project, match)
                return [named, task] if project is head else [task, named]
    return []
