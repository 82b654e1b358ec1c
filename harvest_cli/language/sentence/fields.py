"""The fields of a sentence, between commas, bars and spaced dashes."""

from collections.abc import Sequence

from harvest_cli.domain.projects import ProjectAssignment
from harvest_cli.language.names import matching
from harvest_cli.language.sentence.draft import ReadingState
from harvest_cli.language.sentence.project_and_task import (
    LONGEST,
    SHORTEST,
    claimed,
    find,
    named_clients,
    named_projects,
    possible,
)
from harvest_cli.language.sentence.scan import QUANTITIES, Segment, append
from harvest_cli.language.text.tokens import OPAQUE, WORD


def segments(atoms: Sequence[Segment], between: tuple[str, ...] = ("sep",)) -> list[list[Segment]]:
    """The fields between separators; each begins with its separator, if there is one."""
    found: list[list[Segment]] = [[]]
    for atom in atoms:
        if atom.kind in between:
            found.append([])
        found[-1].append(atom)
    return found


def has_role(draft: ReadingState, run: Segment, known: Sequence[ProjectAssignment]) -> bool:
    """Whether the words are a task, or the client, of a project that is named."""
    words = draft.words(run)
    if not words or len(words) > LONGEST:
        return False
    if any(matching.task_matches(assignment, words) for assignment in known):
        return True
    scope = draft.names.client_places(words, SHORTEST)
    ids = {draft.names.assignments[place].project.id for place in scope}
    return any(assignment.project.id in ids for assignment in known)


def promote(draft: ReadingState, atoms: list[Segment]) -> list[Segment]:
    """The atoms with left-over words that name a project turned into claims.

    The first such words count if no project is named; further ones beside a quantity of their own.
    """
    atoms = _with_company(draft, _with_plain_daily(draft, atoms))
    if draft.given.assignment is not None:
        return atoms
    if not named_projects(atoms):
        atoms = _first_project(draft, atoms)
    known = possible(draft, atoms)
    kept: list[Segment] = []
    for piece in segments(atoms, ("sep", "join")):
        measured = any(atom.is_item(*QUANTITIES) for atom in piece)
        open_ = measured and known and not named_projects(piece)
        strange = [a for a in piece if a.kind == "run" and not has_role(draft, a, known)]
        kept += _promoted(draft, piece, _scope(piece)) if open_ and strange else piece
    return kept


def _with_plain_daily(draft: ReadingState, atoms: list[Segment]) -> list[Segment]:
    """`15m daily` on one day repeats nothing: there "daily" is a word as any other."""
    if not any(a.is_item("each") and draft.tokens[a.start].text == "daily" for a in atoms):
        return atoms
    whens = [a.item.value for a in atoms if a.item is not None and a.item.kind == "days"]
    runs = [value for value in whens if isinstance(value, tuple)]
    if len(runs) > 1 or any(every or when.start != when.end for when, every in runs):
        return atoms
    kept: list[Segment] = []
    for atom in atoms:
        plain = atom.is_item("each") and draft.tokens[atom.start].text == "daily"
        append(kept, Segment("run", atom.start, atom.end) if plain else atom)
    return kept


def _with_company(draft: ReadingState, atoms: list[Segment]) -> list[Segment]:
    """`… with the client` at the end says with whom, though each of its words says nothing."""
    at = len(atoms)
    while at and atoms[at - 1].kind == "filler" and draft.tokens[atoms[at - 1].start].kind == WORD:
        at -= 1
        if draft.tokens[atoms[at].start].text == "with":
            if at + 1 == len(atoms):
                return atoms
            return [*atoms[: at + 1], Segment("run", atoms[at + 1].start, atoms[-1].end)]
    return atoms


def _first_project(draft: ReadingState, atoms: list[Segment]) -> list[Segment]:
    kept: list[Segment] = []
    done = False
    for segment in segments(atoms):
        new = segment if done else _promoted(draft, segment, _scope(segment))
        done = done or new is not segment
        kept += new
    return kept


def _scope(atoms: Sequence[Segment]) -> list[int]:
    """The projects of the clients that are named."""
    return [p for a in named_clients(atoms) if a.claim for p in a.claim.clients]


def _promoted(draft: ReadingState, segment: list[Segment], scope: list[int]) -> list[Segment]:
    runs = [place for place, atom in enumerate(segment) if atom.kind == "run"]
    if not runs:
        return segment
    first, last = runs[0], runs[-1]
    if all(a.kind in ("run", "filler", "join") for a in segment[first : last + 1]):
        whole = Segment("run", segment[first].start, segment[last].end)
        match = find(draft, draft.words(whole), scope) if first < last else None
        if match:
            return [*segment[:first], claimed(draft, whole, match), *segment[last + 1 :]]
    for place in runs:
        new = _named_run(draft, segment[place], scope)
        if new:
            return [*segment[:place], *new, *segment[place + 1 :]]
    return segment


def _named_run(draft: ReadingState, atom: Segment, scope: list[int]) -> list[Segment]:
    """A run as a project, or as a project and one of its tasks in either order."""
    opaque = any(draft.tokens[i].kind == OPAQUE for i in range(atom.start, atom.end))
    if opaque or atom.end - atom.start > LONGEST:
        return []
    match = find(draft, draft.words(atom), scope)
    if match:
        return [claimed(draft, atom, match)]
    for cut in range(atom.end - 1, atom.start, -1):
        head, tail = Segment("run", atom.start, cut), Segment("run", cut, atom.end)
        for project, task in ((head, tail), (tail, head)):
            match = find(draft, draft.words(project), scope)
            live = matching.live(draft.names, match.places) if match else []
            if match and live and any(matching.task_matches(a, draft.words(task)) for a in live):
                named = claimed(draft, project, match)
                return [named, task] if project is head else [task, named]
    return []
