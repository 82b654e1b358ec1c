"""Leave in words: which kinds there are, the words of a sentence that mean one, where it goes.

The words are those of the older Harvest MCP server and their nearest relatives; they count only
as whole words, and only when no project is named.
"""

from collections.abc import Sequence

from harvest_cli.domain.company import ProjectAssignment, Task
from harvest_cli.domain.errors import SentenceError
from harvest_cli.language.names.mentions import Hit, Mention, sequence
from harvest_cli.language.sentence.reading_state import ReadingState
from harvest_cli.language.sentence.scan import Segment
from harvest_cli.language.text.match import Problem, Tokens
from harvest_cli.language.text.readings import Leave
from harvest_cli.language.text.tokens import END, MENTION, words_of
from harvest_cli.language.text.vocabulary import listed

WORDS = {
    kind: tuple(words.split(", "))
    for kind, words in {
        "sick": "sick, ill, unwell, sick leave, sick day, sickness, carers leave, personal leave",
        "annual": "annual leave, vacation, holiday, holidays, time off, day off, on leave, pto",
        "public_holiday": "public holiday, bank holiday",
    }.items()
}
"""Kind of leave to the words that mean it."""
GENERAL = frozenset(("time off", "day off", "on leave"))
"""Words of leave that another kind of leave makes more exact ("day off sick")."""
_FILLER = frozenset(
    listed(
        "im ive ill id be being feel took take taking taken off called calling in day days "
        "leave out home from work was were am is feeling felt been i had have having went "
        "stayed whole entire all the a at on for my again still today this booked"
    )
)
_PAST = frozenset(listed("took taken was were had been went stayed"))
"""Words that tell of leave that is over."""


class LeaveWithoutPlace(SentenceError):
    """The project or task that a kind of leave goes to cannot be used; `kind` is which."""

    kind = ""

    @classmethod
    def of(cls, refused: SentenceError, kind: str) -> "LeaveWithoutPlace":
        """What was refused about a name, told of a kind of leave."""
        told = refused.candidates
        found = cls(refused.message, code=refused.code, hint=refused.hint, candidates=told)
        found.kind, found.choices, found.words = kind, refused.choices, refused.words
        return found


def leave_hits(tokens: Tokens, stop: int, kinds: Sequence[Leave], text: str) -> list[Hit]:
    """The longest leave phrases among the first `stop` tokens."""
    phrases = {" ".join(words_of(w)): leave for leave in kinds for w in leave.words}
    longest = max((phrase.count(" ") + 1 for phrase in phrases), default=0)
    words = [(word, place) for word, place in sequence(tokens) if place < stop]
    found: list[Hit] = []
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            run = words[at : at + length]
            leave = phrases.get(" ".join(word for word, _ in run))
            if leave is not None and run[-1][1] - run[0][1] == length - 1:
                start, end = run[0][1], run[-1][1] + 1
                typed = text[tokens[start].start : tokens[end - 1].end]
                found.append((start, end, Mention(typed, how="leave", leave=leave)))
                at += length - 1
                break
        at += 1
    return found


_NO_PROJECT = Problem(
    "no_project", "The project is missing", "Name the project, or give only the leave and the day"
)
_TWO_LEAVES = Problem("ambiguous_task", "Two kinds of leave named", "Give only one of them")


def find_leave(state: ReadingState) -> bool:
    """Mention leave words in front of the first colon, if no project is named there."""
    tokens = state.tokens
    stop = next(
        place
        for place, token in enumerate(tokens)
        if token.kind == END or (token.text == ":" and tokens[place + 1].gap)
    )
    for token in tokens[:stop]:
        if token.kind == MENTION and isinstance(token.value, Mention) and token.value.projects:
            return False
    hits = leave_hits(tokens, stop, state.conventions.leave, state.text)
    state.put_mentions(hits)
    kinds = [hit[2].leave for hit in hits if isinstance(hit[2].leave, Leave)]
    past = any(token.text in _PAST for token in tokens[:stop])
    state.context.leave = bool(hits)
    state.context.planned = not past and any(each.kind == "annual" for each in kinds)
    return bool(hits)


def leave_of(state: ReadingState, part: Sequence[Segment]) -> Leave | None:
    """The kind of leave a part names; an exact word beats a general one ("day off sick")."""
    found = [
        (a.mention.leave, a.mention.words.casefold() in GENERAL)
        for a in part
        if a.mention is not None and isinstance(a.mention.leave, Leave)
    ]
    exact = [leave for leave, general in found if not general] or [leave for leave, _ in found]
    different = {leave.kind: leave for leave in exact}
    if len(different) > 1:
        raise state.refuse(_TWO_LEAVES, *[a for a in part if a.mention is not None])
    return exact[0] if exact else None


def leave_target(
    state: ReadingState, leave: Leave, part: Sequence[Segment]
) -> tuple[ProjectAssignment, Task]:
    """The project and task of a kind of leave.

    Words that say more than leave make it doubtful ("sick note form") and are refused; so is a
    place that is not in this account, as LeaveWithoutPlace.
    """
    for segment in part:
        if segment.kind == "run" and not _FILLER.issuperset(state.words(segment)):
            raise state.refuse(_NO_PROJECT, segment)
    try:
        assignment = state.names.project(leave.project)
        task = state.given.task or state.names.task(assignment, leave.task)
    except SentenceError as refused:
        raise LeaveWithoutPlace.of(refused, leave.kind) from None
    state.infer("leave", f"{leave.kind.replace('_', ' ')} leave goes to {leave.project}")
    return assignment, task
