"""What a report is narrowed to: a client, a project, a task."""

from collections.abc import Sequence

from harvest_cli.domain.errors import SentenceError
from harvest_cli.domain.projects import ProjectAssignment
from harvest_cli.language import matching
from harvest_cli.language.choosing import SHORTEST, find, named_clients, named_projects, project_of
from harvest_cli.language.claims import Claim
from harvest_cli.language.draft import Draft
from harvest_cli.language.item import Problem
from harvest_cli.language.readings import Kind
from harvest_cli.language.scan import Atom
from harvest_cli.language.spelling import did_you_mean, respelled
from harvest_cli.language.vocabulary import TIME_NOUNS

_HINT = "Write a period like `last week`, `october` or `since monday`"


Filters = tuple[str | None, ProjectAssignment | None, str | None]


def filters(draft: Draft, atoms: list[Atom], *, found: bool) -> Filters:
    """The client, project and task that are named; `found` tells whether a period was."""
    task, taken = _task(draft, atoms)
    named = [_resolved(draft, atom) if atom.kind == "run" else atom for atom in atoms]
    named = [atom for atom in named if atom not in taken]
    loose = [atom for atom in named if atom.kind == "run"]
    projects, clients = named_projects(named), named_clients(named)
    assignment, used = project_of(draft, named) if projects else (None, [])
    if assignment is not None and task is None:
        task = _task_inside(draft, assignment, loose, taken)
    left = [atom for atom in loose if atom not in used and atom not in taken]
    if left:
        raise _unknown(draft, left[0], found=found)
    _mark(draft, projects, [*clients, *used], taken)
    said = [*clients, *used]
    client = _client(draft, said, assignment)
    return client, assignment, task


def _resolved(draft: Draft, atom: Atom) -> Atom:
    """Left-over words that name a project, or a client, as a claim."""
    words = draft.words(atom)
    if not words:
        return atom
    client = draft.names.client_places(words, SHORTEST)
    match = find(draft, words)
    if client and (match is None or match.how != "exact"):
        name = draft.names.assignments[client[0]].client.name
        draft.infer("prefix", f'"{draft.typed(atom)}" read as {name}')
        return Atom("claim", atom.start, atom.end, Claim(draft.typed(atom), (), client, "client"))
    if match is None:
        return atom
    return Atom(
        "claim", atom.start, atom.end, Claim(draft.typed(atom), match.places, (), match.how)
    )


def _task(draft: Draft, atoms: Sequence[Atom]) -> tuple[str | None, list[Atom]]:
    """A task named in full, or with `#`."""
    found: list[tuple[str, Atom]] = []
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
    draft: Draft, assignment: ProjectAssignment, loose: Sequence[Atom], taken: list[Atom]
) -> str | None:
    for atom in loose:
        tasks = matching.task_matches(assignment, draft.words(atom))
        if len(tasks) == 1:
            taken.append(atom)
            return tasks[0].name
    return None


def _client(draft: Draft, said: Sequence[Atom], assignment: ProjectAssignment | None) -> str | None:
    if assignment is not None:
        return assignment.client.name if said else None
    names = {
        draft.names.assignments[place].client.name
        for atom in said
        if atom.claim is not None
        for place in atom.claim.clients
    }
    if len(names) > 1:
        problem = Problem("ambiguous_project", "Two clients at once", "Write one of them")
        raise draft.refuse(problem, *said)
    return names.pop() if names else None


def _unknown(draft: Draft, atom: Atom, *, found: bool) -> SentenceError:
    if not found or not TIME_NOUNS.isdisjoint(draft.words(atom)):
        typed = draft.typed(atom)
        hint = did_you_mean(respelled(draft.names, typed), _HINT)
        return draft.refuse(Problem("no_range", f'"{typed}" is no period', hint), atom)
    return matching.unknown_project(draft.names, draft.typed(atom), draft.text, draft.place(atom))


def _mark(
    draft: Draft, projects: Sequence[Atom], clients: Sequence[Atom], tasks: Sequence[Atom]
) -> None:
    for atoms, kind in ((projects, Kind.PROJECT), (clients, Kind.CLIENT), (tasks, Kind.TASK)):
        for atom in atoms:
            draft.roles.mark(atom.start, atom.end, kind)
