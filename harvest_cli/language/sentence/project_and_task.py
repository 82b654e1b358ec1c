"""Which project and task the names of one part of a sentence mean."""

from collections.abc import Sequence

from harvest_cli.domain.errors import SentenceError
from harvest_cli.domain.projects import ProjectAssignment, Task
from harvest_cli.language.names import matching
from harvest_cli.language.names.claims import Claim
from harvest_cli.language.names.matching import NameMatch
from harvest_cli.language.sentence.draft import ReadingState
from harvest_cli.language.sentence.scan import Segment
from harvest_cli.language.text.readings import Kind
from harvest_cli.language.text.tokens import key_of, words_of

SHORTEST = 3
"""So many letters make the beginning of a word in a sentence."""
LONGEST = 12
"""So many left-over words can be one name."""


def find(draft: ReadingState, words: Sequence[str], inside: Sequence[int] = ()) -> NameMatch | None:
    """What some left-over words fit, as a whole; never a project for the name of a task."""
    match = draft.names.match(words, SHORTEST) if len(words) <= LONGEST else None
    if match is None:
        return None
    if match.how != "exact" and " ".join(words) in draft.names.task_keys:
        return None
    if inside:
        places = [place for place in match.places if place in set(inside)]
        return NameMatch(places, match.how) if places else None
    return match


def named_projects(atoms: Sequence[Segment]) -> list[Segment]:
    """The atoms that name a project (or a kind of leave)."""
    return [
        atom
        for atom in atoms
        if atom.kind == "at" or (atom.claim is not None and bool(atom.claim.projects))
    ]


def named_clients(atoms: Sequence[Segment]) -> list[Segment]:
    """The atoms that name a client and no project."""
    return [
        atom
        for atom in atoms
        if atom.claim is not None and atom.claim.clients and not atom.claim.projects
    ]


def possible(draft: ReadingState, atoms: Sequence[Segment]) -> list[ProjectAssignment]:
    """Every project that the atoms could mean."""
    if draft.given.assignment is not None:
        return [draft.given.assignment]
    places = [place for atom in named_projects(atoms) for place in places_of(draft, atom)]
    for atom in named_clients(atoms):
        owned = places_of(draft, atom)
        places += owned if set(owned).isdisjoint(places) else ()
    return [draft.names.assignments[place] for place in dict.fromkeys(places)]


def places_of(draft: ReadingState, atom: Segment) -> Sequence[int]:
    """The places a claim or an `@word` can mean."""
    if atom.claim is not None:
        return atom.claim.projects or atom.claim.clients
    if atom.kind == "at":
        match = draft.names.project_match(draft.typed(atom)[1:].replace("_", " "))
        return match.places if match else ()
    return ()


def project_of(
    draft: ReadingState, atoms: Sequence[Segment]
) -> tuple[ProjectAssignment | None, list[Segment]]:
    """The one project a part names (None when it names none), and the runs used up as clients."""
    projects, clients = named_projects(atoms), named_clients(atoms)
    given = draft.given.assignment
    if given is not None:
        return given, []
    if not projects and not clients:
        return None, []
    for atom in projects:
        if atom.kind == "at" and not places_of(draft, atom):
            raise draft.unknown_project(atom)
    match, shown = _common(draft, projects or clients)
    match, used = _narrowed(draft, match, clients if projects else [], atoms)
    words, span = draft.typed(shown), draft.place(shown)
    assignment = matching.one_project(draft.names, words, match, draft.text, span)
    _say(draft, match.how, words, assignment)
    return assignment, used


def _say(draft: ReadingState, how: str, words: str, assignment: ProjectAssignment) -> None:
    if how not in ("exact", "client"):
        kind = "initials" if how == "initials" else "prefix"
        draft.infer(kind, f'"{words}" read as {assignment.project.name}')
    elif how == "client":
        draft.infer("prefix", f'"{words}" read as {matching.full_name(assignment)}')


def _common(draft: ReadingState, named: Sequence[Segment]) -> tuple[NameMatch, Segment]:
    """What all named projects can mean together; a name that is a task of another is its task."""
    first = named[0]
    places, how = list(places_of(draft, first)), _how(first)
    for atom in named[1:]:
        other = places_of(draft, atom)
        both = [place for place in places if place in set(other)]
        if both:
            places, how = both, "exact" if "exact" in (how, _how(atom)) else how
        elif _is_task_of(draft, atom, places):
            continue
        elif _is_task_of(draft, first, other):
            first, places, how = atom, list(other), _how(atom)
        else:
            found = [draft.names.assignments[p] for p in (*places, *other)]
            raise matching.ambiguous_project(
                draft.names,
                found,
                f"{draft.typed(first)} … {draft.typed(atom)}",
                draft.text,
                (draft.place(first)[0], draft.place(atom)[1]),
            )
    return NameMatch(places, how), first


def _how(atom: Segment) -> str:
    claim = atom.claim
    if claim is None:
        return "exact"
    if not claim.projects:
        return "client"
    return claim.how


def _is_task_of(draft: ReadingState, atom: Segment, places: Sequence[int]) -> bool:
    words = draft.names.assignments
    key = _claimed_words(draft, atom)
    return any(matching.task_matches(words[place], key, exact=True) for place in places)


def _claimed_words(draft: ReadingState, atom: Segment) -> list[str]:
    return words_of(draft.typed(atom))


def _narrowed(
    draft: ReadingState, match: NameMatch, clients: Sequence[Segment], atoms: Sequence[Segment]
) -> tuple[NameMatch, list[Segment]]:
    """Only the projects of the clients said, by full name or by the beginning of one."""
    places = list(match.places)
    for atom in clients:
        claim = atom.claim
        inside = [p for p in places if claim is not None and p in set(claim.clients)]
        if not inside:
            what = f"{draft.typed(atom)} / {draft.names.assignments[places[0]].project.name}"
            raise matching.unknown_project(draft.names, what, draft.text, draft.place(atom))
        places = inside
    used: list[Segment] = []
    for atom in atoms:
        inside = _of_client(draft, atom, places) if atom.kind == "run" else []
        if inside:
            places, used = inside, [*used, atom]
    return NameMatch(places, match.how), used


def _of_client(draft: ReadingState, atom: Segment, places: Sequence[int]) -> list[int]:
    """The places that left-over words narrow down to, read as a client and not as a task."""
    words = draft.words(atom)
    found = [draft.names.assignments[place] for place in places]
    if not words or any(matching.task_matches(a, words) for a in found):
        return []
    scope = set(draft.names.client_places(words, SHORTEST))
    return [place for place in places if place in scope]


def clients_mark(draft: ReadingState, atoms: Sequence[Segment], used: Sequence[Segment]) -> None:
    """Record the roles of the names of a part."""
    for atom in atoms:
        if atom in used or (atom.claim is not None and not atom.claim.projects):
            kind = Kind.CLIENT if not (atom.claim and atom.claim.leave) else Kind.PROJECT
            draft.roles.mark(atom.start, atom.end, kind)
        elif atom.kind in ("claim", "at"):
            draft.roles.mark(atom.start, atom.end, Kind.PROJECT)


def task_of(
    draft: ReadingState,
    assignment: ProjectAssignment,
    atoms: Sequence[Segment],
    used: Sequence[Segment],
) -> tuple[Task | None, list[Segment]]:
    """The task a part names, and the atoms that named it; two different tasks are refused."""
    if draft.given.task is not None:
        return draft.given.task, [a for a in atoms if a.kind == "tag"]
    found = [(task, atom) for atom in atoms for task in _tasks_by(draft, assignment, atom, used)]
    different = {task.id: task for task, _ in found}
    for task, atom in found:
        typed = draft.typed(atom)
        if key_of(task.name) != key_of(typed):
            draft.infer("prefix", f'"{typed}" read as {task.name}')
    if len(different) > 1:
        words = " … ".join(draft.typed(atom) for _, atom in found)
        span = (draft.place(found[0][1])[0], draft.place(found[-1][1])[1])
        raise matching.task_refusal(assignment, words, list(different.values()), draft.text, span)
    return (found[0][0] if found else None), [atom for _, atom in found]


def _tasks_by(
    draft: ReadingState, assignment: ProjectAssignment, atom: Segment, used: Sequence[Segment]
) -> list[Task]:
    """The task that one atom names, if it names one."""
    if atom.kind == "tag":
        word = draft.typed(atom)[1:].replace("-", " ").replace("_", " ")
        return [_tagged(draft, assignment, word, atom)]
    if atom.kind == "task":
        return matching.task_matches(assignment, draft.words(atom), exact=True)
    if atom.kind == "run" and atom not in used:
        tasks = matching.task_matches(assignment, draft.words(atom))
        if len(tasks) > 1:
            raise matching.task_refusal(
                assignment, draft.typed(atom), tasks, draft.text, draft.place(atom)
            )
        return tasks
    if atom.claim is not None and atom.claim.projects:
        return _task_by_claim(draft, assignment, atom)
    return []


def _task_by_claim(draft: ReadingState, assignment: ProjectAssignment, atom: Segment) -> list[Task]:
    """A claimed name of another project that is a task of this one."""
    own = [draft.names.assignments[place].project.id for place in places_of(draft, atom)]
    if assignment.project.id in own:
        return []
    return matching.task_matches(assignment, _claimed_words(draft, atom), exact=True)


def _tagged(draft: ReadingState, assignment: ProjectAssignment, word: str, atom: Segment) -> Task:
    try:
        return draft.names.task(assignment, word)
    except SentenceError as error:
        error.text, error.span = draft.text, draft.place(atom)
        raise


def claimed(draft: ReadingState, atom: Segment, match: NameMatch) -> Segment:
    """Left-over words that turned out to name projects, as a claim."""
    value = Claim(draft.typed(atom), match.places, how=match.how)
    return Segment("claim", atom.start, atom.end, value)
