"""Words of the language with a slip of one letter in them: `yesteday`, `huors`, `fro`.

A sentence that is refused is read again with them mended.
"""

from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from types import MappingProxyType

from harvest_cli.domain.errors import SentenceError
from harvest_cli.language.text.match import NOTHING, Mended, R, Reading, Tokens, is_sign, nearly
from harvest_cli.language.text.readings import Inference, Kind
from harvest_cli.language.text.tokens import END, WORD, tokenise
from harvest_cli.language.text.vocabulary import (
    AGO,
    BREAKS,
    DAYPARTS,
    DAYS,
    EXCEPT,
    HOURS,
    LAST,
    LINKS,
    MINUTES,
    MONTHS,
    NEXT,
    ONES,
    ORDINALS,
    TENS,
    THIS,
    TIME_NOUNS,
    UNTIL,
    WEEKDAYS,
    WEEKDAYS_MANY,
    listed,
)

_OTHERS = listed(
    "today yesterday tomorrow tonight noon midnight half since between before after minus less "
    "without versus every each weekday weekdays working trailing team person billable unbilled "
    "earlier uninvoiced approved locked customer customers clients projects tasks everyone "
    "everybody compare compared "
    "comparing thing"
)
_THEMSELVES = frozenset(
    listed(
        "sundry match marsh toddy mouth mouths minuet house houses horse horses honour cash dates "
        "form file filed files launch list lasts least latest post posts text nest tests wit net "
        "pat tie tea teams steam them then thin think things thee though through thus three tree "
        "trial trail bread brake brakes paused pauses lunches "
        "wedding wording coding firm worth forth width write earl note notes bask ask asks mask "
        "mind mine none non set info ever event events even seen there server severs season reason "
        "night nights height weight fright persons prevent protect preset present alter halt "
        "totals talks approve toward your our days secs sect sector tend teen"
    )
)
"""Words of one letter less or more than one of the language that mean themselves."""
_SHORT = {"om": "on", "ni": "in", "fo": "of", "ti": "to", "ta": "at", "yb": "by"}
"""Joining words of two letters with a slip: those that are no word or abbreviation themselves."""
_VOWELS = frozenset("aeiou")
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


@cache
def _words() -> Mapping[str, list[tuple[str, object]]]:
    """The words of the language of three letters and more, and what each stands for."""
    meanings: dict[str, object] = dict.fromkeys(LINKS, "link")
    meanings |= {
        word: word
        for word in (*_OTHERS, *TIME_NOUNS, *DAYPARTS, *BREAKS, *EXCEPT, *ONES, *TENS, *ORDINALS)
    }
    for name, words in (("h", HOURS), ("m", MINUTES), ("d", DAYS), ("last", LAST), ("this", THIS)):
        meanings |= dict.fromkeys(words, name)
    for name, words in (("next", NEXT), ("until", UNTIL), ("ago", AGO)):
        meanings |= dict.fromkeys(words, name)
    meanings |= WEEKDAYS | {word: 10 + day for word, day in WEEKDAYS_MANY.items()}
    meanings |= {word: 20 + month for word, month in MONTHS.items()}
    found: dict[str, list[tuple[str, object]]] = {}
    for word, meaning in meanings.items():
        if len(word) > 2 and "'" not in word:
            found.setdefault(word[0], []).append((word, meaning))
    found[""] = [(word, None) for word in meanings]
    return MappingProxyType(found)


@lru_cache(1000)
def meant(typed: str) -> str | None:
    """The word of the language that a folded word is, but for one letter; None where it is not.

    Nor where it could be two of them, or means something itself.
    """
    if typed in _SHORT:
        return _SHORT[typed]
    if len(typed) < 3 or not typed.isalpha() or typed in _THEMSELVES:
        return None
    known = _words()
    if (typed, None) in known[""]:
        return None
    initials = typed[0] + typed[1] if typed[0] != typed[1] else typed[0]
    near = [
        (how, word, meaning)
        for initial in initials
        for word, meaning in known.get(initial, ())
        if (how := _slip(typed, word)) and (meaning != "link" or _joins(typed, how))
    ]
    if len({meaning for _, _, meaning in near if isinstance(meaning, int)}) > 1:
        # `tursday` is Tuesday or Thursday, however easy the one slip is.
        return None
    easiest = min((how for how, _, _ in near), default=0)
    best = [(word, meaning) for how, word, meaning in near if how == easiest]
    return best[0][0] if len({meaning for _, meaning in best}) == 1 else None


def _joins(typed: str, how: int) -> bool:
    """Whether a slip in a joining word is no word of three letters: `frm`, and not `tim`."""
    return how == 1 or (how == 2 and (len(typed) > 3 or _VOWELS.isdisjoint(typed)))


def mend(tokens: Tokens) -> list[Inference]:
    """What is told of the words with slips, which become what is meant."""
    told: list[Inference] = []
    for token in tokens:
        word = meant(token.text) if token.kind == WORD else None
        if word is not None:
            told.append(slip_said(token.text, word))
            token.text = token.stem = word
    return told


def slip_said(typed: str, word: str) -> Inference:
    """What is told of a slip."""
    return Inference("spelling", f'"{typed}" read as {word}')


def _slip(typed: str, word: str) -> int:
    """How far a slip goes: two letters swapped (1), one left out (2), another or one more (3).

    0 where it is none: in a short word a letter is only doubled, taken from the next key, or, in
    a unit of time, another vowel.
    """
    if is_swap(typed, word):
        return 1
    if len(word) > 5 and _undoubled(typed) == _undoubled(word):
        # "tommorow"
        return 2
    if typed[0] != word[0] or not nearly(typed, word):
        return 0
    if len(typed) < len(word):
        return 2 if len(word) > 3 else 0
    letters = zip(typed, word, strict=False)
    at = next((i for i, (one, other) in enumerate(letters) if one != other), len(word))
    if len(typed) > len(word):
        return 2 if typed[at] == typed[at - 1] else 3 if len(word) > 4 else 0
    vowels = word in TIME_NOUNS and typed[at] in _VOWELS and word[at] in _VOWELS
    near = len(word) > 4 or (len(word) > 3 and (vowels or _are_neighbours(typed[at], word[at])))
    return 3 if near else 0


def _undoubled(word: str) -> str:
    pairs = zip(word, f" {word}", strict=False)
    return "".join(letter for letter, before in pairs if letter != before)


def is_swap(typed: str, word: str) -> bool:
    """Whether two letters side by side are swapped."""
    if len(typed) != len(word):
        return False
    other = [i for i, pair in enumerate(zip(typed, word, strict=True)) if pair[0] != pair[1]]
    if len(other) != 2 or other[1] != other[0] + 1:
        return False
    first, second = other
    return typed[first] == word[second] and typed[second] == word[first]


def _are_neighbours(one: str, other: str) -> bool:
    places = [(row.find(letter), at) for letter in (one, other) for at, row in enumerate(_ROWS)]
    (x, y), (u, v) = [place for place in places if place[0] >= 0][:2]
    return abs(x - u) < 2 and abs(y - v) < 2


# -- sentences ------------------------------------------------------------------------------------

_MOST = 4
_LONGEST = 200
"""Pieces; more than so many are signs and figures, and no words with a slip."""
_MAY_BE_A_SLIP = frozenset(
    listed(
        "unknown_project no_project unknown_task no_duration no_range invalid_date invalid_time "
        "invalid_duration"
    )
)
_OF_NAMES = ("unknown_project", "no_project", "unknown_task")
_NAMED = (Kind.CLIENT, Kind.PROJECT, Kind.TASK, Kind.PERSON)


def read_again(
    text: str, refused: SentenceError, is_name: Callable[[str], bool], read: Callable[[Mended], R]
) -> R:
    """What `read` makes of what was meant by a sentence that was refused; raises that otherwise."""
    mended = _slips(text, is_name) if refused.code in _MAY_BE_A_SLIP else NOTHING
    if not mended:
        raise refused
    try:
        reading = read(mended)
    except SentenceError as again:
        # Words that are read further tell the true reason.
        told = again if refused.code in _OF_NAMES and again.code not in _OF_NAMES else refused
        raise told from None
    said = _said(text, mended, reading)
    if not said:
        raise refused
    return reading._replace(inferences=(*said, *reading.inferences))


def _slips(text: str, is_name: Callable[[str], bool]) -> Mended:
    """The words in front of the notes that are words of the language but for one letter."""
    found: dict[int, str] = {}
    tokens = tokenise(text)
    for i, token in enumerate(tokens if len(tokens) < _LONGEST else ()):
        if token.kind == END or (is_sign(token, ":") and tokens[i + 1].gap) or len(found) == _MOST:
            break
        word = meant(token.stem) if token.kind == WORD else None
        if word is not None and not is_name(token.text):
            found[token.start] = word
    return found


def as_meant(text: str, is_name: Callable[[str], bool]) -> tuple[str, tuple[Inference, ...]]:
    """A sentence with such words mended, and what is told of them."""
    told: list[Inference] = []
    for start, word in sorted(_slips(text, is_name).items(), reverse=True):
        end = next((i for i in range(start, len(text)) if not text[i].isalpha()), len(text))
        told.insert(0, slip_said(text[start:end], word))
        text = text[:start] + word + text[end:]
    return text, tuple(told)


def _said(text: str, mended: Mended, reading: Reading) -> list[Inference]:
    """What is told of the words that were mended; nothing where one became part of a name."""
    told: list[Inference] = []
    for start, word in mended.items():
        span = next(span for span in reading.spans if span.start <= start < span.end)
        if span.kind in _NAMED and word not in ("everyone", "everybody"):
            return []
        if span.kind is not Kind.NOTES:
            end = next((i for i in range(start, len(text)) if text[i].isspace()), len(text))
            typed = text[start:end].rstrip(".,:;!?)")
            told.append(slip_said(typed, word))
    return told
