"""What a report is narrowed to: a client, a project, a task.

How a report is grouped (`by client`, `per person`, `task breakdown`) and billable or not.
"""

from collections.abc import Sequence

from harvest_cli.domain.errors import SentenceError
from harvest_cli.domain.projects import ProjectAssignment
from harvest_cli.domain.totals import CHOICE, GROUPINGS
from harvest_cli.language.days.named_periods import SHOW
from harvest_cli.language.names import matching
from harvest_cli.language.names.mentions import Mention
from harvest_cli.language.names.spelling import did_you_mean, respelled
from harvest_cli.language.sentence.project_and_task import (
    SHORTEST,
    as_mention,
    find,
    named_clients,
    named_projects,
    project_of,
)
from harvest_cli.language.sentence.reading_state import ReadingState
from harvest_cli.language.sentence.scan import Segment
from harvest_cli.language.text.match import Match, Problem, Tokens, is_sign, is_word, skip
from harvest_cli.language.text.readings import Kind
from harvest_cli.language.text.tokens import MENTION, WORD
from harvest_cli.language.text.vocabulary import STRUCTURE, TIME_NOUNS

Filters = tuple[str | None, ProjectAssignment | None, str | None]


def filters(state: ReadingState, segments: list[Segment], *, found: bool) -> Filters:
    """The client, project and task that are named; `found` tells whether a period was."""
    task, taken = _task(state, segments)
    named = [
        _resolved(state, segment) if segment.kind == "run" else segment for segment in segments
    ]
    named = [segment for segment in named if segment not in taken]
    loose = [segment for segment in named if segment.kind == "run"]
    projects = named_projects(named)
    assignment, used = project_of(state, named) if projects else (None, [])
    if assignment is not None and task is None:
        task = _task_inside(state, assignment, loose, taken)
    left = [segment for segment in loose if segment not in used and segment not in taken]
    if left:
        raise _unknown(state, left[0], found=found)
    said = [*named_clients(named), *used]
    _mark(state, projects, said, taken)
    return _client(state, said, assignment), assignment, task


def _resolved(state: ReadingState, segment: Segment) -> Segment:
    """Left-over words that name a project, or a client, as a mention."""
    words = state.words(segment)
    if not words:
        return segment
    client = state.names.client_places(words, SHORTEST)
    match = find(state, words)
    if client and (match is None or match.how != "exact"):
        name = state.names.assignments[client[0]].client.name
        state.infer("prefix", f'"{state.typed(segment)}" read as {name}')
        return Segment(
            "mention",
            segment.start,
            segment.end,
            Mention(state.typed(segment), (), client, "client"),
        )
    return segment if match is None else as_mention(state, segment, match)


def _task(state: ReadingState, segments: Sequence[Segment]) -> tuple[str | None, list[Segment]]:
    """A task named in full, or with `#`."""
    found: list[tuple[str, Segment]] = []
    for segment in segments:
        if segment.kind == "tag":
            typed = state.typed(segment)[1:].replace("-", " ").replace("_", " ")
        elif segment.kind == "run":
            typed = " ".join(state.words(segment))
        else:
            continue
        name = matching.task_called(state.names, typed)
        if name is not None:
            found.append((name, segment))
        elif segment.kind == "tag":
            raise matching.unknown_task(typed, state.text, state.place(segment))
    if len({name for name, _ in found}) > 1:
        raise matching.unknown_task(
            state.typed(found[1][1]), state.text, state.place(found[1][1]), several=True
        )
    return (found[0][0] if found else None), [segment for _, segment in found]


def _task_inside(
    state: ReadingState,
    assignment: ProjectAssignment,
    loose: Sequence[Segment],
    taken: list[Segment],
) -> str | None:
    for segment in loose:
        tasks = matching.task_matches(assignment, state.words(segment))
        if len(tasks) == 1:
            taken.append(segment)
            return tasks[0].name
    return None


def _client(
    state: ReadingState, said: Sequence[Segment], assignment: ProjectAssignment | None
) -> str | None:
    if assignment is not None:
        return assignment.client.name if said else None
    names = {
        state.names.assignments[place].client.name
        for segment in said
        if segment.mention is not None
        for place in segment.mention.clients
    }
    if len(names) > 1:
        problem = Problem("ambiguous_project", "Two clients named", "Give only one of them")
        raise state.refuse(problem, *said)
    return names.pop() if names else None


def _unknown(state: ReadingState, segment: Segment, *, found: bool) -> SentenceError:
    if not found or not TIME_NOUNS.isdisjoint(state.words(segment)):
        typed = state.typed(segment)
        hint = did_you_mean(respelled(state.names.assignments, typed), SHOW)
        return state.refuse(Problem("no_range", f'Unknown period "{typed}"', hint), segment)
    return state.unknown_project(segment)


def _mark(
    state: ReadingState,
    projects: Sequence[Segment],
    clients: Sequence[Segment],
    tasks: Sequence[Segment],
) -> None:
    for segments, kind in ((projects, Kind.PROJECT), (clients, Kind.CLIENT), (tasks, Kind.TASK)):
        for segment in segments:
            state.roles.mark(segment.start, segment.end, kind)


DIMENSIONS = {word: key for key, each in GROUPINGS.items() for word in each.nouns.split()}
_ALONE = {word: key for key, each in GROUPINGS.items() for word in each.alone.split()}


def group(tokens: Tokens, i: int) -> Match | None:
    """A grouping at `i`: up to two dimensions."""
    token = tokens[i]
    if token.kind != WORD:
        return None
    if token.text in _ALONE and token.text not in DIMENSIONS:
        return Match("group", i, i + 1, (_ALONE[token.text],))
    if token.text in ("by", "per"):
        return _listed(tokens, i) or _unknown_grouping(tokens, i)
    return _standing(tokens, i)


def _standing(tokens: Tokens, i: int) -> Match | None:
    """`task breakdown`, `team member`, or a dimension by itself: `clients`, `team`."""
    token = tokens[i]
    name = DIMENSIONS.get(token.text)
    if name is None:
        return None
    if is_word(tokens[i + 1], "breakdown", "split", "totals"):
        return Match("group", i, i + 2, (name,))
    if name == "team" and token.text == "team" and is_word(tokens[i + 1], "member", "members"):
        return Match("group", i, i + 2, (name,))
    plain = i > 0 and is_word(tokens[i - 1], "all", "any", "every", "both", "the", "these")
    if token.text in _ALONE and not plain:
        return Match("group", i, i + 1, (name,))
    return None


def _unknown_grouping(tokens: Tokens, i: int) -> Match | None:
    """`by colour`: nothing that a report can be grouped by."""
    token = tokens[i + 1]
    known = token.kind != WORD or token.text in STRUCTURE or token.text in ("me", "us", "myself")
    if token.kind != MENTION and known:
        return None
    message = f'Cannot group by "{token.text}"'
    return Match("problem", i, i + 2, Problem("no_range", message, f"Group by {CHOICE}"))


def _listed(tokens: Tokens, i: int) -> Match | None:
    names: list[str] = []
    j = i
    while True:
        at = skip(tokens, skip(tokens, j, "by", "per"), "the", "each")
        name = DIMENSIONS.get(tokens[at].text) if tokens[at].kind == WORD else None
        if name is None:
            break
        names.append(name)
        j = at + 1
        if name == "team" and is_word(tokens[j], "member", "members"):
            j += 1
        if not (is_word(tokens[j], "and", "then") or is_sign(tokens[j], ",", "/", "&", "+")):
            return Match("group", i, j, tuple(names))
        after = skip(tokens, skip(tokens, j + 1, "then"), "by", "per")
        if tokens[after].kind != WORD or tokens[after].text not in DIMENSIONS:
            return Match("group", i, j, tuple(names))
        j = after
    return Match("group", i, j, tuple(names)) if names else None


def billable(tokens: Tokens, i: int) -> Match | None:
    """`billable`, `non-billable`, `not billable`, `unbillable`."""
    if is_word(tokens[i], "billable", "nonbillable", "unbillable"):
        return Match("billable", i, i + 1, tokens[i].text == "billable")
    if is_word(tokens[i], "non", "not", "un"):
        j = i + 2 if is_sign(tokens[i + 1], "-") else i + 1
        if is_word(tokens[j], "billable"):
            return Match("billable", i, j + 1, False)
    return None
