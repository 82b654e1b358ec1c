"""Which project and task the names of one part of a sentence mean.

Several entries in one sentence are cut so that every part has its own quantity. A part without a
project shares the only one named; without a day, the only day named.
"""

from collections.abc import Sequence

from harvest_cli.domain.company import ProjectAssignment, Task
from harvest_cli.domain.errors import SentenceError
from harvest_cli.language.names import matching
from harvest_cli.language.names.matching import NameMatch
from harvest_cli.language.names.mentions import Mention
from harvest_cli.language.sentence.reading_state import (
    SHORTEST,
    ReadingState,
    among,
    named_clients,
    named_projects,
    places_of,
    possible_at,
)
from harvest_cli.language.sentence.scan import Segment
from harvest_cli.language.text.match import glued, is_word
from harvest_cli.language.text.readings import Kind
from harvest_cli.language.text.tokens import key_of, words_of
from harvest_cli.language.text.vocabulary import ACTIVITIES


def project_of(
    state: ReadingState, segments: Sequence[Segment], *, past: bool = False
) -> tuple[ProjectAssignment | None, list[Segment]]:
    """The one project a part names (None when it names none), and the runs used up as clients.

    With `past` it may be archived.
    """
    if state.given.assignment is not None:
        return state.given.assignment, []
    projects, clients = named_projects(segments), named_clients(segments)
    if not projects and not clients:
        return None, []
    for segment in projects:
        if segment.kind == "at" and not places_of(state, segment):
            raise state.unknown_project(segment)
    match, shown = _common(state, projects or clients)
    match, used = _narrowed(state, match, clients if projects else [], segments)
    _refuse_other_code(state, shown, segments)
    words, span = state.typed(shown), state.place(shown)
    words = words[1:] if shown.kind == "at" else words
    _refuse_surplus(state, match, shown, [a for a in segments if a not in used])
    assignment = matching.one_project(state.names, words, match, state.text, span, past=past)
    _say(state, match.how, words, assignment)
    return assignment, used


def _refuse_other_code(state: ReadingState, named: Segment, segments: Sequence[Segment]) -> None:
    """`hvb-23` is not HVB-22, nor is `acme-rte` Acme: what a dash joins is one word."""
    at = segments.index(named) + 1 if named in segments else len(segments)
    sign, run = (*segments[at : at + 2], named, named)[:2]
    first = state.tokens[run.start]
    joined = glued(state.tokens[sign.start], "-") and not first.gap and run.kind == "run"
    if not joined or (named.mention and named.mention.how == "exact" and named.mention.projects):
        return
    behind = range(run.start + 1, run.end)
    end = next((i for i in behind if state.tokens[i].gap), run.end)
    rest = state.words(Segment("run", run.start, end))
    known = possible_at(state, places_of(state, named))
    if not matching.fitting_tasks(known.tasks, state.words(run)) and not state.names.match(rest):
        raise state.unknown_project(Segment("run", named.start, run.start + 1))


def _refuse_surplus(
    state: ReadingState, match: NameMatch, shown: Segment, segments: Sequence[Segment]
) -> None:
    """Where several projects fit, words beside the name that fit none of them are told instead."""
    found = matching.live(state.names, match.places)
    if len(found) < 2 or shown not in segments:
        return
    at = segments.index(shown)
    for other in segments[max(0, at - 1) : at + 2]:
        if _is_surplus(state, other, found):
            first, last = sorted((shown, other), key=lambda segment: segment.start)
            span = state.place(first)[0], state.place(last)[1]
            words = state.text[slice(*span)]
            raise matching.none_of(state.names, found, words, state.text, state.place(other))


def _is_surplus(state: ReadingState, other: Segment, found: Sequence[ProjectAssignment]) -> bool:
    words = state.words(other)
    if other.kind != "run":
        return other.is_match("days") and all(word.isdigit() for word in words)
    if not words or " ".join(words) in state.names.task_keys or ACTIVITIES.issuperset(words):
        return False
    return not any(matching.task_matches(a, words) for a in found)


def _say(state: ReadingState, how: str, words: str, assignment: ProjectAssignment) -> None:
    if how != "exact":
        name = matching.full_name(assignment) if how == "client" else assignment.project.name
        state.infer("initials" if how == "initials" else "prefix", f'"{words}" read as {name}')


def _common(state: ReadingState, named: Sequence[Segment]) -> tuple[NameMatch, Segment]:
    """What all named projects can mean together; a name that is a task of another is its task."""
    first = named[0]
    places, how = list(places_of(state, first)), _how(first)
    for segment in named[1:]:
        other = places_of(state, segment)
        if both := among(places, other):
            places, how = both, "exact" if "exact" in (how, _how(segment)) else how
        elif _is_task_of(state, segment, places):
            continue
        elif _is_task_of(state, first, other):
            first, places, how = segment, list(other), _how(segment)
        else:
            found = [state.names.assignments[p] for p in (*places, *other)]
            raise matching.ambiguous_project(
                state.names,
                found,
                f"{state.typed(first)} … {state.typed(segment)}",
                state.text,
                (state.place(first)[0], state.place(segment)[1]),
            )
    return NameMatch(places, how), first


def _how(segment: Segment) -> str:
    mention = segment.mention
    if mention is None:
        return "exact"
    if not mention.projects:
        return "client"
    return mention.how


def _is_task_of(state: ReadingState, segment: Segment, places: Sequence[int]) -> bool:
    key = words_of(state.typed(segment))
    return bool(matching.fitting_tasks(possible_at(state, places).tasks, key, exact=True))


def _narrowed(
    state: ReadingState, match: NameMatch, clients: Sequence[Segment], segments: Sequence[Segment]
) -> tuple[NameMatch, list[Segment]]:
    """Only the projects of the clients said, by full name or by the beginning of one."""
    places = list(match.places)
    for segment in clients:
        mention = segment.mention
        inside = among(places, mention.clients) if mention is not None else []
        if not inside:
            what = f"{state.typed(segment)} / {state.names.assignments[places[0]].project.name}"
            raise matching.unknown_project(state.names, what, state.text, state.place(segment))
        places = inside
        if mention is not None and mention.how == "possessive":
            client = state.names.assignments[inside[0]].client.name
            state.infer("prefix", f'"{state.typed(segment)}" read as {client}')
    used: list[Segment] = []
    for segment in segments:
        inside = _of_client(state, segment, places) if segment.kind == "run" else []
        if inside:
            places, used = inside, [*used, segment]
    return NameMatch(places, match.how), used


def _of_client(state: ReadingState, segment: Segment, places: Sequence[int]) -> list[int]:
    """The places that left-over words narrow down to, read as a client and not as a task."""
    tasks = possible_at(state, places).tasks
    for words in state.spellings(segment):
        if not words or matching.fitting_tasks(tasks, words):
            return []
        if inside := among(places, state.names.places_of_client(words, SHORTEST)):
            return inside
    return []


def clients_mark(state: ReadingState, segments: Sequence[Segment], used: Sequence[Segment]) -> None:
    """Record the roles of the names of a part."""
    for segment in segments:
        if segment in used or (segment.mention is not None and not segment.mention.projects):
            kind = Kind.CLIENT if not (segment.mention and segment.mention.leave) else Kind.PROJECT
            state.roles.mark(segment.start, segment.end, kind)
        elif segment.kind in ("mention", "at"):
            state.roles.mark(segment.start, segment.end, Kind.PROJECT)


def task_of(
    state: ReadingState,
    assignment: ProjectAssignment,
    segments: Sequence[Segment],
    used: Sequence[Segment],
) -> tuple[Task | None, list[Segment]]:
    """The task a part names, and the segments that named it; two different tasks are refused."""
    if state.given.task is not None:
        return state.given.task, [a for a in segments if a.kind == "tag"]
    named = named_projects(segments)
    # Of two names of one project the last may be that of its task: `INT-TRN training`.
    twice = named if len(named) > 1 and all(a.mention is not None for a in named) else []
    own = [a for a in twice if _task_called(state, assignment, a)][-1:]
    found = [
        (task, segment)
        for segment in segments
        for task in _tasks_by(state, assignment, segment, used, own)
    ]
    different = {task.id: task for task, _ in found}
    for task, segment in found:
        typed = state.typed(segment)
        if key_of(task.name) != key_of(typed):
            state.infer("prefix", f'"{typed}" read as {task.name}')
    if len(different) > 1:
        words = " … ".join(state.typed(segment) for _, segment in found)
        span = (state.place(found[0][1])[0], state.place(found[-1][1])[1])
        raise matching.task_refusal(assignment, words, list(different.values()), state.text, span)
    return (found[0][0] if found else None), [segment for _, segment in found]


def _tasks_by(
    state: ReadingState,
    assignment: ProjectAssignment,
    segment: Segment,
    used: Sequence[Segment],
    own: Sequence[Segment],
) -> list[Task]:
    """The task that one segment names, if it names one; those of `own` name no project."""
    if segment.kind == "tag":
        word = state.typed(segment)[1:].replace("-", " ").replace("_", " ")
        return [_tagged(state, assignment, word, segment)]
    if segment.kind == "task":
        words, typed = state.words(segment), state.typed(segment)
        return matching.task_matches(assignment, words, exact=True, typed=typed)
    if segment.kind == "run" and segment not in used:
        tasks = matching.task_matches(assignment, state.words(segment))
        if len(tasks) > 1:
            raise matching.task_refusal(
                assignment, state.typed(segment), tasks, state.text, state.place(segment)
            )
        return tasks
    if segment.mention is not None and segment.mention.projects:
        places = places_of(state, segment)
        here = any(state.names.assignments[p].project.id == assignment.project.id for p in places)
        return _task_called(state, assignment, segment) if segment in own or not here else []
    return []


def _task_called(
    state: ReadingState, assignment: ProjectAssignment, segment: Segment
) -> list[Task]:
    """The tasks of this project that are called as a project is, here or elsewhere."""
    return matching.task_matches(assignment, words_of(state.typed(segment)), exact=True)


def _tagged(
    state: ReadingState, assignment: ProjectAssignment, word: str, segment: Segment
) -> Task:
    try:
        return state.names.task(assignment, word)
    except SentenceError as error:
        error.text, error.span = state.text, state.place(segment)
        raise


def as_mention(state: ReadingState, segment: Segment, match: NameMatch) -> Segment:
    """Left-over words that turned out to name projects, as a mention."""
    value = Mention(state.typed(segment), match.places, how=match.how)
    return Segment("mention", segment.start, segment.end, value)


_MAIN = ("duration", "span", "last")


def measures(segments: Sequence[Segment]) -> list[Segment]:
    """The segments that say how long."""
    return [segment for segment in segments if segment.is_match(*_MAIN)]


def names_something(segments: Sequence[Segment]) -> bool:
    """Whether a project, client or kind of leave is named."""
    return any(segment.kind == "at" or segment.mention is not None for segment in segments)


def dates(segments: Sequence[Segment]) -> list[Segment]:
    """The segments that say on which days."""
    return [segment for segment in segments if segment.is_match("days")]


def divide(state: ReadingState, segments: Sequence[Segment]) -> list[list[Segment]]:
    """The parts, each for one entry (or one entry a day)."""
    if len(measures(segments)) < 2:
        return _shared_out(segments)
    strong = [a for a in segments if a.kind == "sep" and state.tokens[a.start].text == ";"]
    if strong:
        return [part for piece in _grouped(_cut(segments, strong)) for part in _dated(piece)]
    weak = _weak(segments)
    if not weak:
        return _in_turn(segments)
    pieces = _cut(segments, weak)
    alone = [piece for piece in pieces if _does(piece) and not (measures(piece) or _told(piece))]
    # `2h api, 2h web, both design`; `2h api and 1h web, qa` is the last one's.
    said = [a for piece in alone for a in piece if is_word(state.tokens[a.start], *_OF_EACH)]
    shared = bool(said) or len({a.kind for a in weak}) == 1
    if shared and len(alone) == 1 and sum(map(_does, pieces)) == 1:
        pieces.remove(alone[0])
        return [[*part, *alone[0]] for part in _grouped(pieces)]
    return [each for part in _grouped(pieces) for each in _each_placed(part)]


_OF_EACH = ("both", "each", "all")


def _each_placed(part: list[Segment]) -> list[list[Segment]]:
    """`hi, api 2h website 1h`: in turn, where each tells a project or a day of its own."""
    parts = _in_turn(part) if len(measures(part)) > 1 else [part]
    return parts if all(names_something(each) or dates(each) for each in parts) else [part]


def _in_turn(segments: Sequence[Segment]) -> list[list[Segment]]:
    """`design 1h meetings 30m`: each with what stands before it, or else behind it."""
    parts: list[list[Segment]] = [[]]
    for segment in segments:
        kind = segment.match.kind if segment.match is not None else segment.kind
        said = segment.is_match(*_MAIN, "days") or kind in ("run", "task") or segment.mention
        again = [a for a in parts[-1] if kind == (a.match.kind if a.match else a.kind)]
        if said and again and measures(parts[-1]):
            parts.append([])
        parts[-1].append(segment)
    alike = all(len(measures(part)) == 1 for part in parts)
    told = any(all(map(tells, parts)) for tells in (names_something, dates, _does))
    return parts if alike and told else [list(segments)]


def _weak(segments: Sequence[Segment]) -> list[Segment]:
    return [a for a in segments if a.kind in ("sep", "join")]


def _told(part: Sequence[Segment]) -> bool:
    """Whether a project or a day is told."""
    return names_something(part) or bool(dates(part))


def _does(part: Sequence[Segment]) -> bool:
    """Whether a task is told."""
    return any(segment.kind in ("run", "task") for segment in part)


def _dated(piece: list[Segment]) -> list[list[Segment]]:
    """The parts between two semicolons; they share the one day that is named there."""
    if len(measures(piece)) < 2:
        return [piece]
    parts = _grouped(_cut(piece, _weak(piece)))
    dated = [part for part in parts if dates(part)]
    shared = dates(dated[0]) if len(dated) == 1 else []
    return [part if dates(part) else [*part, *shared] for part in parts]


def _plain(segments: Sequence[Segment]) -> list[Segment]:
    return [segment for segment in segments if segment.kind not in ("sep", "join")]


def _cut(segments: Sequence[Segment], at: Sequence[Segment]) -> list[list[Segment]]:
    pieces: list[list[Segment]] = [[]]
    for segment in segments:
        if segment in at:
            pieces.append([])
        pieces[-1].append(segment)
    return pieces


def _grouped(pieces: Sequence[Sequence[Segment]]) -> list[list[Segment]]:
    """Pieces put together: a second quantity or a second project begins a new part."""
    parts: list[list[Segment]] = [[]]
    for piece in pieces:
        current = parts[-1]
        again = measures(piece) and measures(current)
        other = named_projects(piece) and named_projects(current) and not measures(piece)
        if again or other:
            parts.append([])
        parts[-1] += piece
    return [part for part in parts if _plain(part)]


def _shared_out(segments: Sequence[Segment]) -> list[list[Segment]]:
    """`2h each on A and B`: the one quantity for every project."""
    projects = named_projects(segments)
    each = [a for a in segments if a.match is not None and a.match.kind == "each"]
    if len(projects) < 2 or not any(a.match and a.match.value == "each" for a in each):
        return [list(segments)]
    rest = [segment for segment in segments if segment not in projects]
    return [[project, *rest] for project in projects]
