"""A sentence cut into words, numbers and signs, in one pass and linear time.

Text is folded first (case, accents, dashes, quotes), one character for one, so that offsets into
folded text are offsets into what was typed. Quoted text, links, issue numbers, sums of money and
versions come out as single pieces: no later step can find a duration or a date inside them.
"""

import re
from functools import cache

from harvest_cli.domain.records import TYPE_CHECKING
from harvest_cli.language.text.vocabulary import listed

if TYPE_CHECKING:
    from collections.abc import Callable


_PLAIN = {
    strange: plain
    for plain, several in zip(
        listed("- ' \" / : , ; # @ i o l"),
        listed("‐‑‒–—―− ‘’ʼ′ “”„«» ／ ： ，、 ； ＃ ＠ ı øØ łŁ"),
        strict=True,
    )
    for strange in several
} | dict.fromkeys("\u200b\ufeff", " ")


def fold(text: str) -> str:
    """Case-folded text without accents, of exactly the length of `text`.

    Combining marks keep their place (drop them with `bare`); a character whose folded form is
    longer than one, such as `ß`, stays itself.
    """
    if text.isascii():
        return text.lower()
    return "".join(_fold_one(character) for character in text)


def bare(word: str) -> str:
    """A folded word as it is compared: no apostrophes, no combining marks, `ß` as `ss`."""
    if word.isascii():
        return word.replace("'", "") if "'" in word else word
    from unicodedata import combining

    kept = "".join(c for c in word if c != "'" and not combining(c))
    return kept.replace("ß", "ss")


def _fold_one(character: str) -> str:
    if character < "\x80":
        return character.lower()
    plain = _PLAIN.get(character)
    if plain is not None:
        return plain
    from unicodedata import combining, normalize

    apart = normalize("NFD", character)
    base, marks = apart[0], apart[1:]
    if marks and not all(combining(mark) for mark in marks):
        # Hangul falls apart into letters, not into a letter and marks.
        return character
    small = base.lower()
    return small if len(small) == 1 else character


STRUCTURE_LIMIT = 500
"""Only this many characters can hold anything but notes."""
WORD, NUMBER, SIGN, QUOTE, OPAQUE = "w", "n", "s", "q", "o"
AT, TAG, MENTION, TASK, END = "@", "#", "c", "t", ""
_LETTER = r"[^\W\d_½¼¾]"
_MARKS = r"[\u0300-\u036f\u3099\u309a]"


@cache
def _piece(*, plain: bool) -> re.Pattern[str]:
    """The pieces of a folded text; of one in ASCII, as most are, it compiles in half the time."""
    letter, marks = ("[a-z]", "") if plain else (_LETTER, f"|{_MARKS}")
    pattern = rf"({letter}(?:{letter}|'(?={letter}){marks})*)|([0-9]+)|(\s+)|(.)"
    return re.compile(pattern, re.DOTALL)


_LINKS = frozenset({"http", "https", "ftp", "file", "mailto", "www"})
_MONEY = frozenset("$€£¥")
_STAY = frozenset(
    listed(
        "jan feb mar apr may jun jul aug sep sept oct nov dec january february march april "
        "june july august september october november december q w h wk week kw cw am pm from "
        "to at on mon tue tues wed weds thu thur thurs fri sat sun and until till"
    )
)


class Token:
    """One piece: its kind, its place in the text, its folded form, and whether a blank precedes.

    `value` holds what a mention stands for; `stem` is the word without a possessive `'s`.
    """

    __slots__ = ("end", "gap", "kind", "start", "stem", "text", "value")

    def __init__(
        self, kind: str, start: int, end: int, text: str, gap: bool, value: object = None
    ) -> None:
        self.kind = kind
        self.start = start
        self.end = end
        self.text = text
        self.gap = gap
        self.value = value
        self.stem = text

    def __repr__(self) -> str:
        return f"{self.kind}:{self.text}"


def end_of_text(place: int) -> list[Token]:
    """Enough closing tokens that looking ahead never runs off the list."""
    return [Token(END, place, place, "", True) for _ in range(8)]


def tokenise(text: str) -> list[Token]:
    """The pieces of `text` up to the limit, then one opaque piece for the rest, then END."""
    limit = _limit(text)
    pieces = _pieces(fold(text[:limit]))
    for piece in pieces:
        if piece.text == "-" and text[piece.start] == "—":
            piece.stem = "—"
    pieces = _merge(pieces, text, _quoted)
    if limit < len(text) and text[limit:].strip():
        pieces.append(Token(OPAQUE, limit, len(text), "", True))
    return pieces + end_of_text(len(text))


def protect(tokens: list[Token], text: str) -> list[Token]:
    """The tokens with sums of money, issue numbers, tickets and versions made opaque."""
    return _merge(tokens, text, _protected)


def key_of(name: str) -> str:
    """A name as names are compared: folded words and numbers, `&` as `and`, no signs."""
    return " ".join(words_of(name))


def words_of(name: str) -> list[str]:
    """The words and numbers of a name, folded."""
    folded = fold(name)
    if "'" not in folded and folded.isascii():
        return ["and" if w == "&" else w for w in _NAME.findall(folded)]
    return [
        "and" if piece.text == "&" else piece.text
        for piece in _pieces(folded)
        if piece.kind != SIGN or piece.text == "&"
    ]


_NAME = re.compile(r"[a-z]+|[0-9]+|&")


def _limit(text: str) -> int:
    if len(text) <= STRUCTURE_LIMIT:
        return len(text)
    cut = STRUCTURE_LIMIT
    while cut > STRUCTURE_LIMIT - 80 and not text[cut].isspace():
        cut -= 1
    return cut


def _pieces(folded: str) -> list[Token]:
    found: list[Token] = []
    gap = True
    for match in _piece(plain=folded.isascii()).finditer(folded):
        group = match.lastindex
        if group == 3:
            gap = True
            continue
        start, end = match.span()
        text = match.group()
        if group == 1:
            token = Token(WORD, start, end, bare(text), gap)
            if text.endswith("'s"):
                token.stem = bare(text[:-2])
        else:
            token = Token(NUMBER if group == 2 else SIGN, start, end, text, gap)
        found.append(token)
        gap = False
    return found


def _merge(
    pieces: list[Token], text: str, rule: "Callable[[list[Token], int, str], tuple[str, int]]"
) -> list[Token]:
    kept: list[Token] = []
    i = 0
    while i < len(pieces):
        kind, j = rule(pieces, i, text) if pieces[i].kind != END else ("", i)
        if j > i:
            first, last = pieces[i], pieces[j - 1]
            kept.append(
                Token(kind, first.start, last.end, fold(text[first.start : last.end]), first.gap)
            )
            i = j
        else:
            kept.append(pieces[i])
            i += 1
    return kept


def _quoted(pieces: list[Token], i: int, _text: str) -> tuple[str, int]:
    """Quoted text, links, addresses, `@project` and `#task`."""
    piece, following = pieces[i], pieces[i + 1 : i + 3]
    if piece.text == '"':
        for j in range(i + 1, len(pieces)):
            if pieces[j].text == '"':
                return QUOTE, j + 1
        return "", i
    if not following or following[0].gap:
        return "", i
    if piece.text in ("#", "@") and following[0].kind == WORD:
        fresh = piece.gap or (i > 0 and pieces[i - 1].kind == SIGN)
        return (AT if piece.text == "@" else TAG, _glued(pieces, i)) if fresh else ("", i)
    sign = following[0].text
    link = piece.text in _LINKS and sign in ":."
    address = sign == "@" and len(following) > 1 and following[1].kind == WORD
    if piece.kind == WORD and (link or (address and not following[1].gap)):
        return OPAQUE, _to_blank(pieces, i)
    return "", i


def _protected(pieces: list[Token], i: int, text: str) -> tuple[str, int]:
    """`$300`, `#123`, `v2.5.1`, `T-12`."""
    piece, following = pieces[i], pieces[i + 1]
    if following.gap or following.kind == END:
        return "", i
    if piece.kind == SIGN and following.kind == NUMBER:
        if piece.text in _MONEY:
            return OPAQUE, _glued(pieces, i)
        return (OPAQUE, i + 2) if piece.text == "#" else ("", i)
    fresh = piece.gap or (i > 0 and pieces[i - 1].kind == SIGN)
    if piece.kind != WORD or not fresh:
        return "", i
    if piece.text == "v" and following.kind == NUMBER:
        return (OPAQUE, _glued(pieces, i)) if pieces[i + 2].text == "." else ("", i)
    return OPAQUE, _ticket(pieces, i, text)


def _ticket(pieces: list[Token], i: int, text: str) -> int:
    word, sign, figures, after = pieces[i : i + 4]
    if sign.text != "-" or figures.kind != NUMBER or figures.gap or word.text in _STAY:
        return i
    if not after.gap and after.kind not in (SIGN, END):
        return i
    return i + 3 if text[word.start : word.end].isupper() else i


def _glued(pieces: list[Token], i: int) -> int:
    """The end of the run without blanks, leaving off closing signs."""
    j = i + 1
    while j < len(pieces) and not pieces[j].gap and pieces[j].text not in ',;:|)"':
        j += 1
    while j > i + 1 and pieces[j - 1].kind == SIGN and pieces[j - 1].text not in "+#":
        j -= 1
    return j


def _to_blank(pieces: list[Token], i: int) -> int:
    j = i + 1
    while j < len(pieces) and not pieces[j].gap:
        j += 1
    while j > i + 1 and pieces[j - 1].text in ".,;:!?)":
        j -= 1
    return j
