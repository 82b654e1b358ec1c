"""What a recogniser found: a run of tokens and its meaning, or what is wrong with it."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from types import MappingProxyType

from harvest_cli.domain.errors import SentenceError
from harvest_cli.domain.records import Protocol, Self, TypeVar
from harvest_cli.language.text.readings import Conventions, Inference, Span
from harvest_cli.language.text.tokens import MENTION, NUMBER, SIGN, WORD, Token
from harvest_cli.language.text.vocabulary import (
    AHEAD,
    ARTICLES,
    HOURS,
    LEADING,
    LISTING,
    MINUTES,
    PREPOSITIONS,
)

Tokens = list[Token]


class ReadingContext:
    """The moment and the conventions that a sentence is read with; `now` is naive local time.

    `zone` is that of the aware `moment`, for the days on which its clocks changed; `leave` when
    the sentence is about leave, `planned` when that is of a kind that people plan; `breaks` when
    a word of it may take a break off. `measured` is the latest run of clock times that was read, or
    a length where there is none.
    """

    __slots__ = (
        *("breaks", "conventions", "leave", "measured", "minute", "moment"),
        *("nothing", "now", "planned", "today", "zone"),
    )

    def __init__(self, now: datetime, conventions: Conventions) -> None:
        self.moment = now
        self.zone = now.tzinfo
        self.leave = self.planned = self.breaks = False
        self.now = now.replace(tzinfo=None)
        self.today: date = self.now.date()
        self.minute = self.now.hour * 60 + self.now.minute
        self.conventions = conventions
        self.measured: Match | None = None
        self.nothing: set[object] | None = None
        """While tokens are walked through: what was found not to stand at a place."""


class Problem:
    """A piece that is clearly meant as something, and is impossible or has two meanings."""

    __slots__ = ("code", "hint", "message")

    def __init__(self, code: str, message: str, hint: str | None = None) -> None:
        self.code = code
        self.message = message
        self.hint = hint


class Match:
    """A recognised run of tokens `start` to `end` (excluded).

    `kind` is one of duration, span, last, begin, finish, break, ago, already, days, each, group
    and billable; it is problem where the value is a Problem.
    """

    __slots__ = ("end", "inferences", "kind", "start", "value")

    def __init__(
        self,
        kind: str,
        start: int,
        end: int,
        value: object,
        inferences: tuple[Inference, ...] = (),
    ) -> None:
        self.kind = "problem" if isinstance(value, Problem) else kind
        self.start = start
        self.end = end
        self.value = value
        self.inferences = inferences

    def __repr__(self) -> str:
        return f"<{self.kind} {self.start}-{self.end} {self.value}>"


def is_word(token: Token, *texts: str) -> bool:
    """Whether the token is one of these words."""
    return token.kind == WORD and token.text in texts


def is_sign(token: Token, *texts: str) -> bool:
    """Whether the token is one of these signs."""
    return token.kind == SIGN and token.text in texts


def glued(token: Token, *texts: str) -> bool:
    """Whether the token is one of these signs, without a blank before it."""
    return token.kind == SIGN and not token.gap and token.text in texts


def digits(token: Token, least: int = 1, most: int = 4) -> int | None:
    """The value of a number of `least` to `most` digits."""
    if token.kind == NUMBER and least <= len(token.text) <= most:
        return int(token.text)
    return None


def skip(tokens: Tokens, i: int, *texts: str) -> int:
    """Past one of these words, if it is there."""
    token = tokens[i]
    return i + 1 if token.kind == WORD and token.text in texts else i


def figures_follow(tokens: Tokens, i: int, *signs: str) -> bool:
    """Whether the number before `i` goes on behind one of these signs: `:30`, `.5`."""
    after = tokens[i + 1]
    return glued(tokens[i], *signs) and after.kind == NUMBER and not after.gap


def minutes_follow(tokens: Tokens, i: int) -> bool:
    """Whether the number before `i` is the hour of a time like `11:30`."""
    return figures_follow(tokens, i, ":")


def starts_clean(tokens: Tokens, i: int) -> bool:
    """Whether a number or word at `i` is not the inside of something longer."""
    if i == 0 or tokens[i].gap:
        return True
    before = tokens[i - 1]
    amid = i > 5 and tokens[i].kind == NUMBER and before.text in "-/:."
    if amid and _is_amid_figures(tokens[i - 6 : i + 7]):
        return False
    if before.text == "." and i > 1 and tokens[i - 2].text == ".":
        return True
    return before.kind == SIGN and before.text in "([,;|:+&~=>/-@\"'"


def _is_amid_figures(around: Tokens) -> bool:
    """Whether three figures stand on either side without a blank: `1-2-3-4-5-6-7`."""
    for at, token in enumerate(around):
        if (at and token.gap) or (at % 2 == 0 and token.kind != NUMBER):
            return False
    return True


def ends_clean(tokens: Tokens, i: int) -> bool:
    """Whether the token at `i` does not continue what ended before it."""
    token = tokens[i]
    return token.gap or token.kind not in (WORD, NUMBER)


def in_full(tokens: Tokens) -> Tokens:
    """`w/ Bob` and `w/30m` as `with`, `w/o` as `without`; names were found before."""
    kept: Tokens = []
    for i, token in enumerate(tokens):
        short = is_word(token, "w") and glued(tokens[i + 1], "/")
        if kept and kept[-1].text == "without" and kept[-1].end > token.start:
            continue
        if short and is_word(tokens[i + 2], "o") and not tokens[i + 2].gap:
            kept.append(Token(WORD, token.start, tokens[i + 2].end, "without", token.gap))
        elif short and (tokens[i + 2].gap or tokens[i + 2].kind != WORD):
            kept.append(Token(WORD, token.start, tokens[i + 1].end, "with", token.gap))
        elif not (is_sign(token, "/") and kept and kept[-1].end == token.end):
            kept.append(token)
    return kept


def eased(tokens: Tokens) -> Tokens:
    """The tokens with what is short written out, and without what says nothing."""
    texts = [token.text for token in tokens]
    if "'" in texts:
        tokens = _without_possessives(tokens)
    if "down" in texts[1:]:
        _put_down(tokens)
    return in_full(tokens) if "w" in texts else tokens


def _put_down(tokens: Tokens) -> None:
    """`jot down 2h` as `put put 2h`, which says nothing."""
    for verb, down in pairwise(tokens):
        if is_word(down, "down") and is_word(verb, "put", "jot", "note", "write"):
            verb.text = verb.stem = down.text = down.stem = "put"


def _without_possessives(tokens: Tokens) -> Tokens:
    """`API v2's`: behind the number that ends a name."""
    behind = [
        i
        for i in range(1, len(tokens) - 1)
        if is_sign(tokens[i], "'") and tokens[i - 1].kind == MENTION and not tokens[i].gap
    ]
    gone = {i for i in behind if is_word(tokens[i + 1], "s") and not tokens[i + 1].gap}
    return [token for i, token in enumerate(tokens) if not gone & {i, i - 1}]


def refusal(problem: Problem, text: str, span: tuple[int, int] | None) -> SentenceError:
    """The error for a problem at `text[span]`."""
    return SentenceError(
        problem.message, code=problem.code, text=text, span=span, hint=problem.hint
    )


A_LENGTH = "hour"
"""A word that lengths begin with, and nothing else."""


def opening(tokens: Tokens, i: int) -> str:
    """The word that what stands at `i` begins with, past words that lead to it.

    Empty where that is a figure; for what can only be a length it is a word of lengths.
    """
    token, at = tokens[i], i
    while token.kind == WORD and token.text in AHEAD:
        at += 1
        token = tokens[at]
    if token.kind == WORD:
        return token.text
    if at > i:
        return "" if token.kind in (NUMBER, SIGN) else "."
    after = tokens[i + 1]
    counted = (after.kind == WORD and (after.text in HOURS or after.text in MINUTES)) or (
        after.kind == NUMBER and after.gap
    )
    # No day begins with a sign, but lengths do: `.5h`, `+15m`.
    return A_LENGTH if token.kind == SIGN or (counted and len(token.text) < 4) else ""


JOINING = ARTICLES | LISTING | PREPOSITIONS
LED = "since"
"""The piece for what begins with a word of LEADING, and is whole."""
NOUNS = ("client", "project", "task")
_PAIRS = frozenset((("as", "of"), ("as", "at"), ("on", "to"), ("in", "to"), ("and", "or")))
_STRANGE = frozenset((("by", "days"), ("per", "days")))


def loose_end(pieces: Sequence[str]) -> tuple[int, int] | None:
    """The first joining words that join nothing, as places of their pieces: `for the`, `and`.

    A piece is such a word, LED, one of NOUNS, `;`, the kind of a match, or empty for a name.
    """
    for i, word in enumerate(pieces):
        if word in JOINING and (end := _end_of_loose(pieces, i, word)):
            return i, end
    return None


def _end_of_loose(pieces: Sequence[str], i: int, word: str) -> int:
    """The place behind a joining word, and its article, where nothing is joined; 0 elsewhere."""
    j = i + 1
    while word != "," and j < len(pieces) and pieces[j] in ARTICLES:
        j += 1
    after = pieces[j] if j < len(pieces) else ";"
    pair = word, after
    if word == ",":
        return j if not i or after == "," else 0
    wrong = after == ";" or (after in LISTING and pair not in _PAIRS) or pair in _STRANGE
    if word in LISTING:
        # `A and, 1h on B` goes on; `+2h` is a length.
        wrong = wrong and not (after == ";" and j + 1 < len(pieces))
        return j if wrong or (not i and pair != ("+", "duration")) else 0
    wrong = wrong or (after in LEADING and pair not in _PAIRS)
    noun = word in PREPOSITIONS and j == i + 1 and after in NOUNS
    bare = noun and (j + 1 == len(pieces) or pieces[j + 1] != "")
    return j + bare if wrong or bare else 0


def joins_nothing(tokens: Tokens, i: int) -> bool:
    """Whether the word at `i` joins nothing: another such word follows, or no word."""
    return tokens[i].text in JOINING and tokens[i + 1].text in (*LISTING, *PREPOSITIONS, "")


def nothing_follows(
    text: str, places: Sequence[tuple[int, int]], notes: int | None = None
) -> SentenceError:
    """The refusal of the first joining words that join nothing; `places` are all of them.

    From `notes` on they may be notes.
    """
    first, last = places[0]
    ends = [0, *(end for _, end in places)]
    rest = " ".join(text[a:b] for a, (b, _) in zip(ends, (*places, (len(text), 0)), strict=True))
    rest = re.sub(r"\(\s*\)|\[\s*\]", "", rest)
    rest = re.sub(r" (?=[,;:)])", "", " ".join(rest.split())).lstrip(",").rstrip(" ,;:|–—-")
    where = (
        "follows" if text[:first].strip() or text[first:last] not in LISTING else "stands before"
    )
    hint = f"Name what it joins, or omit it: `{rest}`" if rest.strip(".&+ ") else _JOINED
    if notes is not None:
        hint = f"For notes: `{text[:notes].rstrip()}: {text[notes:].strip()}`"
    message = f'Nothing {where} "{text[first:last]}"'
    return SentenceError(message, code="usage", text=text, span=places[0], hint=hint)


_JOINED = "Name what it joins, like `on monday`"


def nearly(word: str, other: str) -> bool:
    """Whether two words differ by one letter: left out, added, changed, or swapped."""
    if word == other or abs(len(word) - len(other)) > 1:
        return False
    at = 0
    while at < min(len(word), len(other)) and word[at] == other[at]:
        at += 1
    rest, aim = word[at:], other[at:]
    swapped = rest[1::-1] + rest[2:] if len(rest) > 1 else rest
    return rest[1:] == aim or rest == aim[1:] or rest[1:] == aim[1:] or swapped == aim


# -- slips --------------------------------------------------------------------------------------

Mended = Mapping[int, str]
"""Where a word with a slip begins, and the word that is meant."""
NOTHING: Mended = MappingProxyType({})


class Reading(Protocol):
    """What any sentence is read as."""

    @property
    def spans(self) -> tuple[Span, ...]:
        """The roles of its pieces."""

    @property
    def inferences(self) -> tuple[Inference, ...]:
        """What was assumed."""

    def _replace(self, *, inferences: tuple[Inference, ...]) -> Self: ...


R = TypeVar("R", bound=Reading)
