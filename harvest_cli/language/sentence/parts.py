"""Several entries in one sentence: cut so that every part has its own quantity.

A part without a project shares the only one named; without a day, the only day named.
"""

from collections.abc import Sequence

from harvest_cli.language.sentence.draft import ReadingState
from harvest_cli.language.sentence.project_and_task import named_projects
from harvest_cli.language.sentence.scan import Segment

_MAIN = ("duration", "span", "last")


def measures(atoms: Sequence[Segment]) -> list[Segment]:
    """The atoms that say how long."""
    return [atom for atom in atoms if atom.is_item(*_MAIN)]


def names_something(atoms: Sequence[Segment]) -> bool:
    """Whether a project, client or kind of leave is named."""
    return any(atom.kind == "at" or atom.claim is not None for atom in atoms)


def dates(atoms: Sequence[Segment]) -> list[Segment]:
    """The atoms that say on which days."""
    return [atom for atom in atoms if atom.is_item("days")]


def divide(draft: ReadingState, atoms: Sequence[Segment]) -> list[list[Segment]]:
    """The parts, each for one entry (or one entry a day)."""
    if len(measures(atoms)) < 2:
        return _shared_out(atoms)
    strong = [a for a in atoms if a.kind == "sep" and draft.tokens[a.start].text == ";"]
    if strong:
        return [part for piece in _grouped(_cut(atoms, strong)) for part in _dated(piece)]
    return _grouped(_cut(atoms, _weak(atoms)))


def _weak(atoms: Sequence[Segment]) -> list[Segment]:
    return [a for a in atoms if a.kind in ("sep", "join")]


def _dated(piece: list[Segment]) -> list[list[Segment]]:
    """The parts between two semicolons; they share the one day that is named there."""
    if len(measures(piece)) < 2:
        return [piece]
    parts = _grouped(_cut(piece, _weak(piece)))
    dated = [part for part in parts if dates(part)]
    shared = dates(dated[0]) if len(dated) == 1 else []
    return [part if dates(part) else [*part, *shared] for part in parts]


def _plain(atoms: Sequence[Segment]) -> list[Segment]:
    return [atom for atom in atoms if atom.kind not in ("sep", "join")]


def _cut(atoms: Sequence[Segment], at: Sequence[Segment]) -> list[list[Segment]]:
    pieces: list[list[Segment]] = [[]]
    for atom in atoms:
        if atom in at:
            pieces.append([])
        pieces[-1].append(atom)
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


def _shared_out(atoms: Sequence[Segment]) -> list[list[Segment]]:
    """`2h each on A and B`: the one quantity for every project."""
    projects = named_projects(atoms)
    each = [a for a in atoms if a.item is not None and a.item.kind == "each"]
    if len(projects) < 2 or not any(a.item and a.item.value == "each" for a in each):
        return [list(atoms)]
    rest = [atom for atom in atoms if atom not in projects]
    return [[project, *rest] for project in projects]
