"""Numbers as people write them: `2`, `1.5`, `1,5`, `.5`, `½`, `1/2`, `two`, `two and a half`."""

from harvest_cli.domain.hours import Ratio
from harvest_cli.language.text.match import (
    Problem,
    Tokens,
    digits,
    ends_clean,
    figures_follow,
    glued,
    is_sign,
    is_word,
    skip,
)
from harvest_cli.language.text.tokens import NUMBER, SIGN, WORD
from harvest_cli.language.text.vocabulary import FILLER, ONES, TENS

Amount = tuple[Ratio | Problem, int, str]
"""The value, the place after it, and its form: int, decimal, part or word."""
_GLYPHS = {"½": Ratio(1, 2), "¼": Ratio(1, 4), "¾": Ratio(3, 4)}
_UNCLEAR = Problem(
    "invalid_duration", "A duration must be one number", "Give one duration, like `1h30`"
)
_THOUSANDS = Problem(
    "invalid_duration",
    "A comma followed by three digits could mean thousands",
    "Write hours like `1.5h`",
)
_TWO_SIGNS = Problem(
    "invalid_duration",
    "A number with both a point and a comma could be thousands",
    "Write hours like `1.5h`",
)


def number(tokens: Tokens, i: int) -> Amount | None:
    """A number of any form at `i`."""
    token = tokens[i]
    if token.kind == NUMBER:
        return _digits(tokens, i)
    if token.kind == WORD:
        return _words(tokens, i)
    if token.text in _GLYPHS:
        return _GLYPHS[token.text], i + 1, "part"
    if token.text == "." and tokens[i + 1].kind == NUMBER and not tokens[i + 1].gap:
        if i and not token.gap and tokens[i - 1].kind != SIGN:
            return None
        return _decimal("0", tokens[i + 1].text), i + 2, "decimal"
    return None


def whole_number(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """A number without a part at `i`, and the place after it."""
    found = number(tokens, i)
    if found is None or isinstance(found[0], Problem) or found[0].denominator != 1:
        return None
    return int(found[0]), found[1]


def _digits(tokens: Tokens, i: int) -> Amount | None:
    whole, sign, after = tokens[i], tokens[i + 1], tokens[i + 2]
    if len(whole.text) > 30:
        return Ratio(10**30), i + 1, "int"
    value = Ratio(int(whole.text))
    if figures_follow(tokens, i + 1, ".", ","):
        return _separated(tokens, i)
    if sign.kind == SIGN and sign.text in _GLYPHS:
        return value + _GLYPHS[sign.text], i + 2, "part"
    simple = _fraction(tokens, i)
    if simple:
        return simple[0], simple[1], "part"
    if after.kind == SIGN or after.kind == NUMBER:
        mixed = _fraction(tokens, i + 2 if glued(sign, "-") and not after.gap else i + 1)
        if mixed and mixed[0] < 1:
            return value + mixed[0], mixed[1], "part"
    return _and_part(tokens, value, i + 1, "int")


def _separated(tokens: Tokens, i: int) -> Amount:
    """`1.5`, `1,5`; not what could be thousands."""
    whole, sign, after = tokens[i], tokens[i + 1], tokens[i + 2]
    if figures_follow(tokens, i + 3, ".", ",") and tokens[i + 3].text != sign.text:
        return _TWO_SIGNS, i + 5, "decimal"
    if sign.text == "," and len(after.text) == 3:
        return _THOUSANDS, i + 3, "decimal"
    return _decimal(whole.text, after.text), i + 3, "decimal"


def _decimal(whole: str, part: str) -> Ratio:
    part = part[:30]
    return Ratio(int(whole + part), 10 ** len(part))


def _fraction(tokens: Tokens, i: int) -> tuple[Ratio, int] | None:
    """`1/2`, `3/4`, with a unit behind it (the caller looks for one)."""
    if tokens[i].kind != NUMBER or len(tokens[i].text) > 2 or not glued(tokens[i + 1], "/"):
        return None
    below = tokens[i + 2]
    if below.kind != NUMBER or below.gap or below.text not in ("2", "3", "4"):
        return None
    if is_sign(tokens[i + 3], "/") and not tokens[i + 3].gap:
        return None
    j = skip(tokens, skip(tokens, i + 3, "of"), "a", "an")
    if not is_word(tokens[j], "h", "hr", "hrs", "hour", "hours", "day", "d"):
        return None
    return Ratio(int(tokens[i].text), int(below.text)), j


def _words(tokens: Tokens, i: int) -> Amount | None:
    text = tokens[i].text
    if text in TENS:
        value, j = TENS[text], i + 1
        at = j + 1 if is_sign(tokens[j], "-") and not tokens[j].gap else j
        unit = ONES.get(tokens[at].text, 0) if tokens[at].kind == WORD else 0
        if 0 < unit < 10:
            value, j = value + unit, at + 1
        return Ratio(value), j, "word"
    if text in ONES:
        return _and_part(tokens, Ratio(ONES[text]), i + 1, "word")
    return None


def _and_part(tokens: Tokens, value: Ratio, j: int, form: str) -> Amount:
    """`two and a half` before a unit."""
    if is_word(tokens[j], "and"):
        part = part_of(tokens, skip(tokens, j + 1, "a"))
        if part and is_word(tokens[part[1]], "hour", "hours", "hrs", "hr", "h"):
            return value + part[0], part[1], "part"
    return value, j, form


def part_of(tokens: Tokens, i: int) -> tuple[Ratio, int] | None:
    """`half`, `quarter`, `three quarters`, `½`."""
    token = tokens[i]
    if token.kind == SIGN:
        return (_GLYPHS[token.text], i + 1) if token.text in _GLYPHS else None
    if token.kind != WORD:
        return None
    if token.text == "half":
        return Ratio(1, 2), i + 1
    if token.text == "quarter":
        return Ratio(1, 4), i + 1
    if token.text in ("three", "one"):
        j = i + 2 if is_sign(tokens[i + 1], "-") else i + 1
        if is_word(tokens[j], "quarter", "quarters"):
            return Ratio(ONES[token.text], 4), j + 1
    return None


def spoken_minutes(tokens: Tokens, i: int) -> tuple[Ratio, int] | None:
    """The `thirty` of `one hour thirty`, unless something else is counted by it."""
    if tokens[i].kind != WORD or tokens[i - 1].text not in ("hour", "hours"):
        return None
    found = number(tokens, i)
    if found is None or isinstance(found[0], Problem) or not 10 <= found[0] < 60:
        return None
    follows = tokens[found[1]]
    closed = follows.kind != NUMBER and (follows.kind != WORD or follows.text in FILLER)
    return (found[0], found[1]) if closed else None


def times(tokens: Tokens, i: int) -> tuple[int, int]:
    """`3 x` in front of a length: how often, and the place after it."""
    count = digits(tokens[i], most=2)
    if count is not None and (is_word(tokens[i + 1], "x") or is_sign(tokens[i + 1], "×", "*")):
        return count, i + 2
    return 1, i


def times_behind(tokens: Tokens, j: int) -> tuple[int | Problem, int]:
    """`x3` behind a length; whether "30m x 2 people" is half an hour or a whole one is not said."""
    if not (is_word(tokens[j], "x") or is_sign(tokens[j], "×", "*")):
        return 1, j
    count = digits(tokens[j + 1], most=2)
    if count is None or not ends_clean(tokens, j + 2):
        return 1, j
    after = tokens[j + 2]
    if after.kind == NUMBER or (after.kind == WORD and after.text not in FILLER):
        return _UNCLEAR, j + 2
    return count, j + 2
