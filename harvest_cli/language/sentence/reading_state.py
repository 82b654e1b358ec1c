"""What is known while a sentence is being read: its tokens, conventions, and inferences so far.

`Roles` are the parts that its pieces play, as spans that cover every character once; a blank
between two pieces is filler, unless both sides are one piece.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cached_property
from itertools import takewhile

from harvest_cli.domain.company import ProjectAssignment, Task
from harvest_cli.domain.errors import SentenceError
from harvest_cli.language.names.index import Names
from harvest_cli.language.names.matching import NameMatch, unknown_project
from harvest_cli.language.names.mentions import (
    Mention,
    find_mentions,
    find_task_mentions,
    replaced,
)
from harvest_cli.language.names.spelling import KNOWN
from harvest_cli.language.sentence.scan import Segment
from harvest_cli.language.text.match import (
    JOINING,
    LED,
    NOTHING,
    NOUNS,
    Mended,
    Problem,
    R,
    ReadingContext,
    Tokens,
    eased,
    is_sign,
    is_word,
    loose_end,
    nothing_follows,
    refusal,
)
from harvest_cli.language.text.readings import Conventions, Inference, Kind, Overrides, Span
from harvest_cli.language.text.tokens import (
    END,
    NUMBER,
    SIGN,
    TASK,
    WORD,
    protect,
    tokenise,
)
from harvest_cli.language.text.vocabulary import BREAKS, EXCEPT, LEAD, LEADING, STARTERS, listed

_EMPTY = Problem("empty", "The sentence is empty", 'Write one like "2h on Website yesterday"')


class ReadingState:
    """One sentence and everything its reading needs; `tokens` hold the mentions of names."""

    __slots__ = (
        *("context", "conventions", "given", "inferences", "matches", "names"),
        *("possible", "roles", "text", "tokens", "unnamed", "warnings"),
    )

    def __init__(
        self,
        text: str,
        now: datetime,
        names: Names,
        conventions: Conventions,
        given: Overrides,
        mended: Mended = NOTHING,
    ) -> None:
        self.text = text
        self.names = names
        self.conventions = conventions
        self.given = given
        self.context = ReadingContext(now, conventions)
        self.tokens: Tokens = tokenise(text)
        if self.tokens[0].kind == END and given == Overrides():
            raise refusal(_EMPTY, text, None)
        for token in self.tokens if mended else ():
            if token.start in mended:
                token.text = token.stem = mended[token.start]
        found = eased(find_mentions(self.tokens, names, text))
        self.tokens = protect(find_task_mentions(found, names, given.assignment, text), text)
        self.inferences: list[Inference] = []
        self.warnings: list[str] = []
        self.matches: dict[str, NameMatch | None] = {}
        self.possible: dict[tuple[int, ...], Possible] = {}
        """What words fit, and the projects at places of the index, as they were asked for."""
        self.unnamed: set[tuple[str, ...]] = set()
        """Words that were found to name no project, with or without a task."""
        self.roles = Roles(text, self.tokens)

    def infer(self, kind: str, text: str, meaning: str = "") -> None:
        """Remember an assumption, once."""
        said = Inference(kind, text, meaning)
        if said not in self.inferences:
            self.inferences.append(said)

    def words(self, segment: Segment) -> list[str]:
        """The folded words of a run."""
        found: list[str] = []
        for token in self.tokens[segment.start : segment.end]:
            if token.kind in (WORD, NUMBER):
                found.append(token.text)
            elif token.kind == TASK:
                found += token.text.split()
            elif token.kind == SIGN and token.text == "&":
                found.append("and")
        return found

    def spellings(self, segment: Segment) -> list[list[str]]:
        """The folded words of a run, and without possessives where there are any."""
        tokens = self.tokens[segment.start : segment.end]
        words = self.words(segment)
        if all(token.stem == token.text or token.kind != WORD for token in tokens):
            return [words]
        return [words, [token.stem for token in tokens if token.kind in (WORD, NUMBER)]]

    def typed(self, segment: Segment) -> str:
        """The original text of an segment."""
        start, end = self.place(segment)
        return self.text[start:end]

    def place(self, segment: Segment) -> tuple[int, int]:
        """The characters of an segment."""
        return self.tokens[segment.start].start, self.tokens[segment.end - 1].end

    def refuse(self, problem: Problem, *segments: Segment) -> SentenceError:
        """The error for a problem, pointing at all of these segments."""
        places = [self.place(segment) for segment in segments]
        span = (min(p[0] for p in places), max(p[1] for p in places)) if places else None
        return refusal(problem, self.text, span)

    def unknown_project(self, segment: Segment, what: str = "project") -> SentenceError:
        """The error for a segment that should name a project, without `@`, and up to "doing"."""
        behind = range(segment.start + 1, segment.end)
        end = next((i for i in behind if is_word(self.tokens[i], *STARTERS)), segment.end)
        while _goes_on(self.tokens, end):
            # The code `nws-q4`.
            end += 1
        segment = Segment(segment.kind, segment.start, end)
        typed = self.typed(segment)[1 if segment.kind == "at" else 0 :]
        refused = unknown_project(self.names, typed, self.text, self.place(segment), what)
        if BREAKS.issuperset(self.words(segment)):
            refused.hint, refused.candidates = KNOWN, ()
        return refused

    def put_mentions(self, hits: list[tuple[int, int, Mention]]) -> None:
        """Replace runs of tokens by mentions (before anything was marked)."""
        self.tokens = replaced(self.tokens, hits)
        self.roles = Roles(self.text, self.tokens)


def _goes_on(tokens: Tokens, i: int) -> bool:
    """Whether what a dash joins goes on there."""
    token = tokens[i]
    if token.gap or token.kind == END:
        return False
    return token.kind in (WORD, NUMBER) or (is_sign(token, "-") and _goes_on(tokens, i + 1))


def refuse_loose_ends(
    state: ReadingState, segments: Sequence[Segment], notes: Sequence[tuple[int, int]] = ()
) -> None:
    """Refuse a joining word that joins nothing, but in `notes`: `last week for`, `2h on`."""
    words = [(first, last, state.text[first:last].strip().lower()) for first, last in notes]
    wrong = [(a, b) for a, b, word in words if word in JOINING or word in EXCEPT]
    pieces, places = _pieces(state, segments, notes)
    while (loose := loose_end(pieces)) is not None:
        first, end = loose
        if not _is_stranded(state, places[first].start):
            wrong.append((state.place(places[first])[0], state.place(places[end - 1])[1]))
            del pieces[first:end], places[first:end]
        else:
            pieces[first] = ""
    if wrong:
        raise nothing_follows(state.text, sorted(wrong), _as_notes(state, segments, wrong[0]))


def _as_notes(
    state: ReadingState, segments: Sequence[Segment], wrong: tuple[int, int]
) -> int | None:
    """Where words that end in a joining word begin, which may be notes: `2h MW log in`."""
    closing = [*takewhile(lambda segment: segment.kind == "filler", reversed(segments))]
    while closing and state.tokens[closing[0].start].kind != WORD:
        del closing[0]
    if len(closing) < 2 or len(closing) == len(segments) or state.place(closing[0]) != wrong:
        return None
    leads = state.tokens[closing[1].start].text in LEAD
    return state.place(closing[-1])[0] if leads else None


def _pieces(
    state: ReadingState, segments: Sequence[Segment], notes: Sequence[tuple[int, int]]
) -> tuple[list[str], list[Segment]]:
    """What `loose_end` is told, and the segments of it; signs that say nothing are none."""
    pieces: list[str] = []
    places: list[Segment] = []
    for segment in segments:
        kind, token, piece = segment.kind, state.tokens[segment.start], ""
        if notes and any(first <= token.start < last for first, last in notes):
            pass
        elif kind == "filler":
            if token.kind != WORD:
                continue
            piece = token.text if token.text in JOINING or token.text in NOUNS else ""
        elif (match := segment.match) is not None:
            # In a sentence of an entry days have more to them.
            piece = "" if isinstance(segment.meaning, tuple) else match.kind
            piece = LED if token.text in LEADING else piece
        elif kind in _PIECES:
            piece = _PIECES[kind] or token.text
        pieces.append(piece)
        places.append(segment)
    # What stands before the colon joins the notes.
    while pieces and pieces[-1] in JOINING and state.tokens[segments[-1].end].text == ":":
        pieces.pop()
        places.pop()
    return pieces, places


_PIECES = {"join": "", "sep": ";", "without": "except"}


def _is_stranded(state: ReadingState, i: int) -> bool:
    """`which projects did I work on`, `time that I put in`: nothing has to follow the word."""
    tokens, before = state.tokens, state.tokens[i - 1] if i else state.tokens[-1]
    if is_word(before, *_PHRASAL.get(tokens[i].text, ())):
        return True
    return is_word(before, *_OBJECTLESS) and any(is_word(token, *_ASKED) for token in tokens[:i])


_PHRASAL = {"in": ("put", "clocked", "punched")}
_ASKED = frozenset(
    listed(
        "what which who whom whats everything anything all things projects clients tasks customers"
    )
)
_OBJECTLESS = frozenset(
    listed("work worked working spend spent time hours busy been billed focus focused")
)


class Roles:
    """Collects the role of token runs, and of the notes, which run to the end of the text."""

    __slots__ = ("_runs", "_text", "_tokens")

    def __init__(self, text: str, tokens: Tokens) -> None:
        self._text = text
        self._tokens = tokens
        self._runs: list[tuple[int, int, Kind]] = []

    def mark(self, start: int, end: int, kind: Kind) -> None:
        """Tokens `start` to `end` (excluded) are a `kind`."""
        if end > start:
            first, last = self._tokens[start], self._tokens[end - 1]
            self._runs.append((first.start, last.end, kind))

    def mark_text(self, start: int, end: int, kind: Kind) -> None:
        """Characters `start` to `end` (excluded) are a `kind`."""
        if end > start:
            self._runs.append((start, end, kind))

    def spans(self) -> tuple[Span, ...]:
        """The whole text, in order; what was not marked is filler."""
        found: list[Span] = []
        at = 0
        for start, end, kind in sorted(self._runs, key=lambda run: (run[0], -run[1])):
            start = max(start, at)
            if start >= end:
                continue
            if start > at:
                found.append(Span(at, start, Kind.FILLER))
            found.append(Span(start, end, kind))
            at = end
        if at < len(self._text):
            found.append(Span(at, len(self._text), Kind.FILLER))
        return tuple(found)


def read_through_slips(text: str, is_name: Callable[[str], bool], read: Callable[[Mended], R]) -> R:
    """What `read` makes of the sentence as it is typed, or else of what was meant.

    Slips in names are never mended; `is_name` tells what could begin one. Raises SentenceError as
    `read` does.
    """
    try:
        return read(NOTHING)
    except SentenceError as refused:
        # Loaded for what is refused.
        from harvest_cli.language.text.slips import read_again

        return read_again(text, refused, is_name, read)


# -- what words can mean ---------------------------------------------------------------------------

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
    places = among(match.places, inside) if inside else match.places
    return NameMatch(places, match.how) if places else None


def among(places: Iterable[int], others: Iterable[int]) -> list[int]:
    """Those of the places of the index that are among the others too."""
    known = set(others)
    return [place for place in places if place in known] if known else []


def named_projects(segments: Sequence[Segment]) -> list[Segment]:
    """The segments that name a project (or a kind of leave)."""
    return [a for a in segments if a.kind == "at" or (a.mention and a.mention.projects)]


def named_clients(segments: Sequence[Segment]) -> list[Segment]:
    """The segments that name a client and no project."""
    return [a for a in segments if a.mention and a.mention.clients and not a.mention.projects]


def possible_at(state: ReadingState, places: Iterable[int]) -> "Possible":
    """The projects at these places of the index, the same object for the same places."""
    key = tuple(places)
    if key not in state.possible:
        state.possible[key] = Possible(state.names.assignments[at] for at in key)
    return state.possible[key]


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
