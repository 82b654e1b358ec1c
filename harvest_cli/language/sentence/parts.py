"""Several entries in one sentence: cut so that every part has its own quantity.

A part without a project shares the only one named; without a day, the only day named.
"""

from collections.abc import Sequence

from harvest_cli.language.sentence.project_and_task import named_projects
from harvest_cli.language.sentence.reading_state import ReadingState
from harvest_cli.language.sentence.scan import Segment

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
    return _grouped(_cut(segments, _weak(segments)))


def _weak(segments: Sequence[Segment]) -> list[Segment]:
    return [a for a in segments if a.kind in ("sep", "join")]


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
