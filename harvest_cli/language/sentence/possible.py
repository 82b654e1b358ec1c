"""The projects that words of a sentence can mean, as they are named in it."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from harvest_cli.domain.company import ProjectAssignment, Task
from harvest_cli.language.names.matching import NameMatch
from harvest_cli.language.sentence.reading_state import ReadingState
from harvest_cli.language.sentence.scan import Segment
from harvest_cli.language.text.vocabulary import BREAKS

SHORTEST = 3
"""So many letters make the beginning of a word in a sentence."""
LONGEST = 12
"""So many left-over words can be one name."""


def find(state: ReadingState, words: Sequence[str], inside: Sequence[int] = ()) -> NameMatch | None:
    """What some left-over words fit, as a whole; never a project for a task's name, or a break."""
    if len(words) > LONGEST:
        return None
    key = " ".join(words)
    if key not in state.matches:
        state.matches[key] = state.names.match(words, SHORTEST)
    match = state.matches[key]
    if match is None:
        return None
    if match.how != "exact" and (key in state.names.task_keys or BREAKS.issuperset(words)):
        return None
    if inside:
        among = set(inside)
        places = [place for place in match.places if place in among]
        return NameMatch(places, match.how) if places else None
    return match


def named_projects(segments: Sequence[Segment]) -> list[Segment]:
    """The segments that name a project (or a kind of leave)."""
    return [
        segment
        for segment in segments
        if segment.kind == "at" or (segment.mention is not None and bool(segment.mention.projects))
    ]


def named_clients(segments: Sequence[Segment]) -> list[Segment]:
    """The segments that name a client and no project."""
    return [
        segment
        for segment in segments
        if segment.mention is not None and segment.mention.clients and not segment.mention.projects
    ]


def possible_at(state: ReadingState, places: Iterable[int]) -> "Possible":
    """The projects at these places of the index, the same object for the same places."""
    key = tuple(places)
    found = state.possible.get(key)
    if not isinstance(found, Possible):
        found = state.possible[key] = Possible(state.names.assignments[at] for at in key)
    return found


class Possible(tuple[ProjectAssignment, ...]):
    """Projects that words can mean; and of all of them each task once, and the ids."""

    @cached_property
    def roles(self) -> dict[str, bool]:
        """Whether words are a task or the client of any, as it was asked."""
        return {}

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks, one of each name."""
        return tuple({task.name: task for each in self for task in each.tasks}.values())

    @cached_property
    def unlike(self) -> tuple[ProjectAssignment, ...]:
        """The projects, one of all that have the same tasks."""
        return tuple({tuple(t.name for t in each.tasks): each for each in self}.values())

    @cached_property
    def ids(self) -> frozenset[int]:
        """The ids of the projects."""
        return frozenset(each.project.id for each in self)


def possible(state: ReadingState, segments: Sequence[Segment]) -> Possible:
    """Every project that the segments could mean."""
    if state.given.assignment is not None:
        return Possible([state.given.assignment])
    places = [place for segment in named_projects(segments) for place in places_of(state, segment)]
    for segment in named_clients(segments):
        owned = places_of(state, segment)
        places += owned if set(owned).isdisjoint(places) else ()
    return possible_at(state, dict.fromkeys(places))


def places_of(state: ReadingState, segment: Segment) -> Sequence[int]:
    """The places a mention or an `@word` can mean."""
    if segment.mention is not None:
        return segment.mention.projects or segment.mention.clients
    if segment.kind == "at":
        # Signs are in no key of left-over words.
        typed = state.typed(segment)
        if typed not in state.matches:
            state.matches[typed] = state.names.project_match(typed[1:].replace("_", " "))
        match = state.matches[typed]
        return match.places if match else ()
    return ()
