"""Leave in words: which kinds there are, and the words of a sentence that mean one.

The words are those of the older Harvest MCP server and their nearest relatives; they count only
as whole words, and only when no project is named.
"""

from collections.abc import Mapping, Sequence

from harvest_cli.domain.errors import SentenceError
from harvest_cli.language.claims import Claim, Hit, sequence
from harvest_cli.language.item import Tokens
from harvest_cli.language.readings import Leave
from harvest_cli.language.tokens import words_of
from harvest_cli.language.vocabulary import listed

WORDS = {
    "sick": (
        "sick",
        "ill",
        "unwell",
        "sick leave",
        "sick day",
        "sickness",
        "carers leave",
        "personal leave",
    ),
    "annual": (
        "annual leave",
        "vacation",
        "holiday",
        "holidays",
        "time off",
        "day off",
        "on leave",
        "pto",
    ),
    "public_holiday": ("public holiday", "bank holiday"),
}
"""Kind of leave to the words that mean it."""


GENERAL = frozenset(("time off", "day off", "on leave"))
"""Words of leave that another kind of leave makes more exact ("day off sick")."""


_FILLER = frozenset(
    listed(
        "took take taking taken off called calling in day days leave out home from work was "
        "were am is feeling felt been i had have having went stayed whole entire all the a at "
        "on for my again still today this booked"
    )
)


class LeaveWithoutPlace(SentenceError):
    """The project or task that a kind of leave goes to cannot be used; `kind` is which."""

    kind = ""

    @classmethod
    def of(cls, refused: SentenceError, kind: str) -> "LeaveWithoutPlace":
        """What was refused about a name, told of a kind of leave."""
        found = cls(
            refused.message,
            code=refused.code,
            hint=refused.hint,
            candidates=refused.candidates,
        )
        found.kind, found.choices = kind, refused.choices
        return found


def default_leave(mapping: Mapping[str, tuple[str, str]]) -> tuple[Leave, ...]:
    """Leave by kind from (project, task) pairs: `{"sick": ("[LV] Leave", "Sick Leave")}`.

    A kind without words of its own is meant by its name.
    """
    return tuple(
        Leave(kind, WORDS.get(kind, (kind.replace("_", " "),)), project, task)
        for kind, (project, task) in mapping.items()
    )


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
                found.append((start, end, Claim(typed, how="leave", leave=leave)))
                at += length - 1
                break
        at += 1
    return found


def is_filler(words: Sequence[str]) -> bool:
    """Whether left-over words of a leave sentence say nothing more."""
    return all(word in _FILLER for word in words)
