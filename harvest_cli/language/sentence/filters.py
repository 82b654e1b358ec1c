"""What a report is narrowed to: a client, a project, a task.

How a report is grouped (`by client`, `per person`, `task breakdown`) and billable or not.
"""

from collections.abc import Sequence

from harvest_cli.domain.errors import SentenceError
from harvest_cli.domain.groupings import CHOICE, GROUPINGS
from harvest_cli.domain.projects import ProjectAssignment
from harvest_cli.language.days.named_periods import SHOW
from harvest_cli.language.names import matching
from harvest_cli.language.names.claims import Claim
from harvest_cli.language.names.spelling import did_you_mean, respelled
from harvest_cli.language.sentence.draft import ReadingState
from harvest_cli.language.sentence.project_and_task import (
    SHORTEST,
    claimed,
    find,
    named_clients,
    named_projects,
    project_of,
)
from harvest_cli.language.sentence.scan import Segment
from harvest_cli.language.text.item import Match, Problem, Tokens, is_sign, is_word, skip
from harvest_cli.language.text.readings import Kind
from harvest_cli.language.text.tokens import CLAIM, WORD
from harvest_cli.language.text.vocabulary import STRUCTURE, TIME_NOUNS

Filters = tuple[str | None, ProjectAssignment | None, str | None]


def filters(draft: ReadingState, atoms: list[Segment], *, found: bool) -> Filters:
    """The client, project and task that are named; `found` tells whether a period was."""
    task, taken = _task(draft, atoms)
    named = [_resolved(draft, atom) if atom.kind == "run" else atom for atom in atoms]
    named = [atom for atom in named if atom not in taken]
    loose = [atom for atom in named if atom.kind == "run"]
    projects = named_projects(named)
    assignment, used = project_of(draft, named) if projects else (None, [])
    if assignment is not None and task is None:
        task = _task_inside(draft, assignment, loose, taken)
    left = [atom for atom in loose if atom not in used and atom not in taken]
    if left:
        raise _unknown(draft, left[0], found=found)
    said = [*named_clients(named), *used]
    _mark(draft, projects, said, taken)
    return _client(draft, said, assignment), assignment, task


def _resolved(draft: ReadingState, atom: Segment) -> Segment:
    """Left-over words that name a project, or a client, as a claim."""
    words = draft.words(atom)
    if not words:
        return atom
    client = draft.names.client_places(words, SHORTEST)
    match = find(draft, words)
    if client and (match is None or match.how != "exact"):
        name = draft.names.assignments[client[0]].client.name
        draft.infer("prefix", f'"{draft.typed(atom)}" read as {name}')
        return Segment(
            "claim", atom.start, atom.end, Claim(draft.typed(atom), (), client, "client")
        )
    return atom if match is None else claimed(draft, atom, match)


def _task(draft: ReadingState, atoms: Sequence[Segment]) -> tuple[str | None, list[Segment]]:
    """A task named in full, or with `#`."""
    found: list[tuple[str, Segment]] = []
    for atom in atoms:
        if atom.kind == "tag":
            typed = draft.typed(atom)[1:].replace("-", " ").replace("_", " ")
        elif atom.kind == "run":
            typed = " ".join(draft.words(atom))
        else:
            continue
        name = matching.task_called(draft.names, typed)
        if name is not None:
            found.append((name, atom))
        elif atom.kind == "tag":
            raise matching.unknown_task(typed, draft.text, draft.place(atom))
    if len({name for name, _ in found}) > 1:
        raise matching.unknown_task(
            draft.typed(found[1][1]), draft.text, draft.place(found[1][1]), several=True
        )
    return (found[0][0] if found else None), [atom for _, atom in found]


def _task_inside(
    draft: ReadingState,
    assignment: ProjectAssignment,
    loose: Sequence[Segment],
    taken: list[Segment],
) -> str | None:
    for atom in loose:
        tasks = matching.task_matches(assignment, draft.words(atom))
        if len(tasks) == 1:
            taken.append(atom)
            return tasks[0].name
    return None


def _client(
    draft: ReadingState, said: Sequence[Segment], assignment: ProjectAssignment | None
) -> str | None:
    if assignment is not None:
        return assignment.client.name if said else None
    names = {
        draft.names.assignments[place].client.name
        for atom in said
        if atom.claim is not None
        for place in atom.claim.clients
    }
    if len(names) > 1:
        problem = Problem("ambiguous_project", "Two clients named", "Give only one of them")
        raise draft.refuse(problem, *said)
    return names.pop() if names else None


def _unknown(draft: ReadingState, atom: Segment, *, found: bool) -> SentenceError:
    if not found or not TIME_NOUNS.isdisjoint(draft.words(atom)):
        typed = draft.typed(atom)
        hint = did_you_mean(respelled(draft.names.assignments, typed), SHOW)
        return draft.refuse(Problem("no_range", f'Unknown period "{typed}"', hint), atom)
    return draft.unknown_project(atom)


def _mark(
    draft: ReadingState,
    projects: Sequence[Segment],
    clients: Sequence[Segment],
    tasks: Sequence[Segment],
) -> None:
    for atoms, kind in ((projects, Kind.PROJECT), (clients, Kind.CLIENT), (tasks, Kind.TASK)):
        for atom in atoms:
            draft.roles.mark(atom.start, atom.end, kind)


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
    if token.kind != CLAIM and known:
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
