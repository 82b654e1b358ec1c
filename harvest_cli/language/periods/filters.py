"""The names that narrow a look back, and those that it leaves out.

Clients, projects, tasks and people; several with commas, `and`, `or`. A project may be archived.
"""

from collections.abc import Sequence
from itertools import pairwise

from harvest_cli.domain.company import ProjectAssignment
from harvest_cli.domain.errors import SentenceError
from harvest_cli.language.days.named_periods import SHOW
from harvest_cli.language.names import matching
from harvest_cli.language.names.mentions import Mention
from harvest_cli.language.names.spelling import did_you_mean
from harvest_cli.language.periods.combine import DaysMeant, left_out
from harvest_cli.language.periods.marks import FEATURES
from harvest_cli.language.periods.tasks_and_people import LONGEST_TASK
from harvest_cli.language.sentence.project_and_task import as_mention, project_of
from harvest_cli.language.sentence.reading_state import (
    LONGEST,
    SHORTEST,
    ReadingState,
    find,
    named_clients,
    named_projects,
)
from harvest_cli.language.sentence.scan import Segment
from harvest_cli.language.text.match import Problem, is_sign, is_word
from harvest_cli.language.text.readings import ME, Kind, Named, Person
from harvest_cli.language.text.tokens import SIGN, key_of
from harvest_cli.language.text.vocabulary import TIME_NOUNS

_NAMING = ("mention", "at", "tag", "run", "person")
_GOES_ON = ("for", "on", "in", "only", "with", "but", "by")


# -- what is named ---------------------------------------------------------------------------


class _Item:
    """Names that stand together, and what they mean together."""

    def __init__(self, segments: list[Segment], *, left: bool) -> None:
        self.segments = segments
        self.left = left
        self.clients: list[str] = []
        self.places: list[ProjectAssignment] = []
        self.tasks: list[str] = []
        self.people: list[Person] = []
        self.within: list[str] = []


def narrowed(
    state: ReadingState, segments: Sequence[Segment], said: DaysMeant
) -> tuple[Named, Named, tuple[str, ...]]:
    """What is named, what is left out, and clients that were said with a project of theirs.

    Raises SentenceError; its `days` are those of the sentence.
    """
    items = _items(state, segments)
    _say_what_follows(state, items)
    try:
        clients: list[str] = []
        # What is left out may be told by what is kept: `Acme without website`.
        for item in sorted(items, key=lambda item: item.left):
            _resolve(state, item, clients, found=said.named)
            clients += item.clients + item.within
        _refuse_pairs(state, items)
    except SentenceError as refused:
        refused.days = said.period
        raise
    kept = [item for item in items if not item.left]
    only = _together(kept)
    within = [name for item in kept for name in item.within]
    owners = {place.client.name for place in only.places}
    within += [name for name in only.clients if name in owners]
    only = only._replace(clients=tuple(c for c in only.clients if c not in owners))
    return only, _together([item for item in items if item.left]), tuple(dict.fromkeys(within))


def _say_what_follows(state: ReadingState, items: Sequence[_Item]) -> None:
    """Say of `except Acme, Globex`, without an `and`, that both are left out."""
    left = [item for item in items if item.left]
    between = [(a.segments[-1].end, b.segments[0]) for a, b in pairwise(left)]
    commas = [name for end, name in between if is_sign(state.tokens[end], ",")]
    if len(commas) == len(between) and all(n.start == end + 1 for end, n in between):
        for name in commas:
            state.infer("name", f'"{state.typed(name)}" read as left out too')


def _together(items: Sequence[_Item]) -> Named:
    places = {place.project.id: place for item in items for place in item.places}
    return Named(
        tuple(dict.fromkeys(name for item in items for name in item.clients)),
        tuple(places.values()),
        tuple(dict.fromkeys(name for item in items for name in item.tasks)),
        tuple(dict.fromkeys(person for item in items for person in item.people)),
    )


def _items(state: ReadingState, segments: Sequence[Segment]) -> list[_Item]:
    """The names by what joins them; those behind `except` up to where something else begins."""
    items: list[_Item] = []
    current: list[Segment] = []
    left = behind_a_day = by_sign = joined = False
    out = left_out(state, segments)

    def flush(then: bool) -> None:
        nonlocal current, left
        if current:
            items.append(_Item(current, left=left))
        current, left = [], then

    for segment in segments:
        named = _naming(state, segment, left=left)
        token = state.tokens[segment.start]
        if named is not None:
            if behind_a_day:
                flush(False)
            current.append(named)
        elif segment.kind in ("without", "join"):
            by_sign = token.kind == SIGN if segment.kind == "without" else by_sign
            # "without weekends, Acme" ends with the days, "-Globex, Acme" with the first name.
            over = is_sign(token, ",") and (by_sign or behind_a_day)
            flush(segment.kind == "without" or (left and not over))
        elif left and _ends_what_is_left(state, segment, out, named=bool(current) or joined):
            flush(False)
        joined = segment.kind == "join"
        goes_on = behind_a_day and segment.kind not in ("join", "without")
        behind_a_day = segment in out or goes_on
    flush(False)
    return items


def _naming(state: ReadingState, segment: Segment, *, left: bool) -> Segment | None:
    """The segment if it names something; behind `except`, `me` is somebody."""
    if left and is_word(state.tokens[segment.start], "me", "myself"):
        return Segment("person", segment.start, segment.end, ME)
    return segment if segment.kind in _NAMING else None


def _ends_what_is_left(
    state: ReadingState, segment: Segment, out: Sequence[Segment], *, named: bool
) -> bool:
    """`except Acme for QA`: what follows is not left out; `out` are days that are."""
    if segment in out:
        return False
    if segment.match is not None or segment.kind == "vs":
        return True
    return named and is_word(state.tokens[segment.start], *_GOES_ON)


def _refuse_pairs(state: ReadingState, items: Sequence[_Item]) -> None:
    """`acme design and globex qa` would be four things, and `without acme design` two."""
    pairs = [i for i in items if i.tasks and (i.clients or i.places)]
    for left in (item for item in pairs if item.left):
        name = next(iter((*left.clients, *(place.project.name for place in left.places))))
        problem = Problem("no_range", "Only whole names can be left out", f"`without {name}`")
        raise state.refuse(problem, *left.segments)
    if len(pairs) > 1:
        typed = " ".join(state.typed(segment) for segment in pairs[0].segments)
        message = "Each of two names has a task of its own"
        problem = Problem("no_range", message, f'Ask for one of them: "{typed}"')
        raise state.refuse(problem, *(s for item in pairs for s in item.segments))


# -- one item --------------------------------------------------------------------------------


def _resolve(state: ReadingState, item: _Item, clients: Sequence[str], *, found: bool) -> None:
    loose: list[Segment] = []
    for segment in item.segments:
        if segment.kind == "person" and isinstance(segment.value, Person):
            item.people.append(segment.value)
            state.roles.mark(segment.start, segment.end, Kind.PERSON)
        elif not _task(state, item, segment) and not _leave(state, item, segment):
            loose.append(segment)
    named = [part for segment in loose for part in _resolved(state, segment, item)]
    within = [] if named_clients(named) else clients
    named = [_of_those(state, segment, within) for segment in named]
    projects = named_projects(named)
    if projects:
        assignment, used = project_of(state, named, past=True)
        if assignment is not None:
            item.places.append(assignment)
            _say_if_a_task(state, projects)
            named = _without_its_task(state, item, assignment, named)
        _mark(state, projects, Kind.PROJECT)
        _mark(state, used, Kind.CLIENT)
        item.within = _clients(state, [*named_clients(named), *used])
        named = [segment for segment in named if segment not in used]
    else:
        item.clients = _clients(state, named_clients(named))
        if len(item.clients) > 1:
            message = "Two clients without a word between them"
            problem = Problem("ambiguous_project", message, f"`{' and '.join(item.clients)}`")
            raise state.refuse(problem, *named_clients(named))
    _mark(state, named_clients(named), Kind.CLIENT)
    unread = [segment for segment in named if segment.kind == "run"]
    if unread:
        raise _unknown(state, unread[0], found=found)


def _say_if_a_task(state: ReadingState, projects: Sequence[Segment]) -> None:
    """Say of a project that is called like a task which of the two was taken."""
    for segment in projects:
        if len(projects) == 1 and state.names.task_called(state.typed(segment)) is not None:
            state.infer("name", f'"{state.typed(segment)}" read as the project, not the task')


def _of_those(state: ReadingState, segment: Segment, clients: Sequence[str]) -> Segment:
    """A project's name that several clients have as that of one which the sentence names."""
    known, mention = state.names.assignments, segment.mention
    if mention is None or len(mention.projects) < 2:
        return segment
    fits = [p for p in mention.projects if known[p].client.name in clients and known[p].is_active]
    if len(fits) != 1:
        return segment
    typed = state.typed(segment)
    state.infer("client", f'"{typed}" read as {matching.full_name(known[fits[0]])}')
    kept = Mention(mention.words, fits, how=mention.how)
    return Segment("mention", segment.start, segment.end, kept)


def _mark(state: ReadingState, segments: Sequence[Segment], kind: Kind) -> None:
    for segment in segments:
        state.roles.mark(segment.start, segment.end, kind)


def _clients(state: ReadingState, segments: Sequence[Segment]) -> list[str]:
    found: dict[str, None] = {}
    for segment in segments:
        places = segment.mention.clients if segment.mention is not None else ()
        places = places or state.names.client_places(state.words(segment), SHORTEST)
        for place in places:
            found[state.names.assignments[place].client.name] = None
    return list(found)


def _resolved(state: ReadingState, segment: Segment, item: _Item) -> list[Segment]:
    """Left-over words that name a project, or a client, as a mention; a task among them apart."""
    if segment.kind != "run":
        return [segment]
    words = state.words(segment)
    if not words or (" ".join(words).isdigit() and len(words[0]) < SHORTEST):
        # The 3 of "3 and 10 october" is no "Q3 Launch".
        return [segment]
    known = (_named_by(state, segment, each) for each in state.spellings(segment))
    whole = next(filter(None, known), None)
    if whole is not None:
        return [segment if _is_named_already(state, whole) else whole]
    cuts = range(segment.start + 1, segment.end)
    for at in cuts if len(words) <= LONGEST + LONGEST_TASK else ():
        parts = (Segment("run", segment.start, at), Segment("run", at, segment.end))
        for part, task in (parts, parts[::-1]):
            typed = state.names.task_called(state.typed(task))
            if typed is not None and _named_by(state, part, state.words(part), quietly=True):
                item.tasks.append(typed)
                _mark(state, [task], Kind.TASK)
                named = _named_by(state, part, state.words(part))
                return [named] if named is not None else []
    return [segment]


def _is_named_already(state: ReadingState, segment: Segment) -> bool:
    """Whether the start of a name that stands in full is none: `Summer Fair in summer`."""
    mine, tokens = segment.mention, state.tokens
    told = [token.value for token in tokens if isinstance(token.value, Mention)]
    again = mine is not None and any(mine.projects == other.projects != () for other in told)
    timely = segment.start > 0 and is_word(tokens[segment.start - 1], "in", "during", "since")
    return again and (timely or is_word(tokens[segment.end], "of"))


def _named_by(
    state: ReadingState, segment: Segment, words: list[str], *, quietly: bool = False
) -> Segment | None:
    # The `day` of a period that is not understood is no "Half Day Workshop".
    if len(words) == 1 and words[0] in TIME_NOUNS and words[0] not in state.names.exact:
        return None
    client = state.names.client_places(words, SHORTEST) if words else ()
    match = find(state, words)
    if not client and (match is None or match.how == "client"):
        client = state.names.client_of_word(words)
    if client and (match is None or match.how != "exact"):
        name = state.names.assignments[client[0]].client.name
        typed = state.typed(segment)
        if not quietly and key_of(typed) != key_of(name):
            state.infer("prefix", f'"{typed}" read as {name}')
        return Segment("mention", segment.start, segment.end, Mention(typed, (), client, "client"))
    return None if match is None else as_mention(state, segment, match)


def _task(state: ReadingState, item: _Item, segment: Segment) -> bool:
    """Whether the segment is a task, named in full or with `#`."""
    if segment.kind == "tag":
        typed = state.typed(segment)[1:].replace("-", " ").replace("_", " ")
    elif segment.kind == "run":
        typed = " ".join(state.words(segment))
    else:
        return False
    name = state.names.task_called(typed)
    if name is not None:
        item.tasks.append(name)
        _mark(state, [segment], Kind.TASK)
    elif segment.kind == "tag":
        raise matching.unknown_task(typed, state.text, state.place(segment))
    return name is not None


def _leave(state: ReadingState, item: _Item, segment: Segment) -> bool:
    """Whether the words are a kind of leave, or leave of any kind."""
    kinds, words = state.conventions.leave, state.words(segment)
    if segment.kind != "run" or not kinds or not words:
        return False
    typed = " ".join(words)
    meant = [kind for kind in kinds if typed in kind.words or key_of(kind.kind) == typed]
    meant = meant or [kind for kind in kinds if typed in ("leave", "all leave", "absence")]
    tasks = [state.names.task_called(kind.task) for kind in meant]
    item.tasks += dict.fromkeys(name for name in tasks if name is not None)
    if any(tasks):
        _mark(state, [segment], Kind.TASK)
    return any(tasks)


def _without_its_task(
    state: ReadingState, item: _Item, assignment: ProjectAssignment, named: list[Segment]
) -> list[Segment]:
    """The segments but the one that is the beginning of a task of the project."""
    for segment in named if not item.tasks else ():
        tasks = matching.task_matches(assignment, state.words(segment))
        if segment.kind == "run" and len(tasks) == 1:
            item.tasks.append(tasks[0].name)
            state.infer("prefix", f'"{state.typed(segment)}" read as {tasks[0].name}')
            _mark(state, [segment], Kind.TASK)
            return [each for each in named if each is not segment]
    return named


def _unknown(state: ReadingState, segment: Segment, *, found: bool) -> SentenceError:
    words, typed = state.words(segment), state.typed(segment)
    before = state.tokens[: segment.start]
    called = any(is_word(each, "project") for each in (*before[-1:], state.tokens[segment.end]))
    feature = next((verb for word, verb in FEATURES.items() if word in words), None)
    if feature is not None:
        message = f'Unknown project or period "{typed}"'
        return state.refuse(Problem("no_range", message, f"`hv {feature}`"), segment)
    timely = not TIME_NOUNS.isdisjoint(words) or any(word.isdigit() for word in words)
    if called or (found and not timely):
        return state.unknown_project(segment)
    said_for = [each for each in before if not is_word(each, "the", "my")][-1:]
    if not timely and said_for and is_word(said_for[0], "for"):
        return state.unknown_project(segment, "project or period")
    meant = None if typed.isdigit() else state.names.respelled(typed)
    hint = did_you_mean(meant, SHOW)
    return state.refuse(Problem("no_range", f'Unknown period "{typed}"', hint), segment)
