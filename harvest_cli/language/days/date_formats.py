"""Written dates: `2026-11-12`, `20261112`, `nov 3`, `3rd of november`, `13/11`, `the 12th`."""

from harvest_cli.language.days.calendar_math import HINT, Reading, When, make, possible
from harvest_cli.language.days.month_days import (
    day_month,
    impossible,
    month_day,
    month_then_nth,
    monthday,
    nth,
)
from harvest_cli.language.text.match import (
    Problem,
    ReadingContext,
    Tokens,
    digits,
    ends_clean,
    figures_follow,
    glued,
    is_sign,
    is_word,
    starts_clean,
)
from harvest_cli.language.text.readings import Inference
from harvest_cli.language.text.tokens import NUMBER, WORD
from harvest_cli.language.text.vocabulary import DAYS, HOURS, MONTH_NAMES, MONTHS, ORDINALS


def written_date(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """A written date at `i`, and the place after it."""
    token = tokens[i]
    if token.kind == NUMBER:
        if not starts_clean(tokens, i):
            return None
        return (
            _iso(tokens, i)
            or _numeric(tokens, i, context)
            or day_month(tokens, i, context)
            or nth(tokens, i, context)
        )
    if token.kind != WORD:
        return None
    if token.text in MONTHS:
        return month_day(tokens, i, context)
    if token.text == "the" and (tokens[i + 1].kind == NUMBER or is_word(tokens[i + 1], *ORDINALS)):
        return day_month(tokens, i + 1, context) or nth(tokens, i + 1, context)
    if token.text in ORDINALS:
        return day_month(tokens, i, context) or nth(tokens, i, context)
    return month_then_nth(tokens, i, context)


# -- numbers only ----------------------------------------------------------------------------


def _iso(tokens: Tokens, i: int) -> Reading | None:
    text = tokens[i].text
    if len(text) == 8 and text[:2] in ("19", "20"):
        if not ends_clean(tokens, i + 1):
            return None
        return _exact(int(text[:4]), int(text[4:6]), int(text[6:]), text), i + 1
    if len(text) != 4 or not glued(tokens[i + 1], "-", "/"):
        return None
    month, day = digits(tokens[i + 2], most=2), digits(tokens[i + 4], most=2)
    same = tokens[i + 3].text == tokens[i + 1].text and not tokens[i + 3].gap
    if month is None or day is None or not same or not ends_clean(tokens, i + 5):
        return None
    typed = f"{text}-{tokens[i + 2].text}-{tokens[i + 4].text}"
    return _exact(int(text), month, day, typed), i + 5


def _exact(year: int, month: int, day: int, typed: str) -> When | Problem:
    found = make(year, month, day)
    return When(found, written=True) if found else impossible(typed)


def _numeric(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`13/11`, `11/13/2026`, `12.11.`, `12.11.2026`, `12-11-2026`."""
    first, second = digits(tokens[i], most=2), digits(tokens[i + 2], most=2)
    sign = tokens[i + 1]
    if first is None or second is None or not glued(sign, "/", ".", "-") or tokens[i + 2].gap:
        return None
    j = i + 3
    if is_word(tokens[j], *HOURS, *DAYS, "of"):
        return None
    year: int | None = None
    again = glued(tokens[j], sign.text)
    if figures_follow(tokens, j, sign.text):
        year = digits(tokens[j + 1], 2, 4)
        if year is None or len(tokens[j + 1].text) == 3:
            return None
        j += 2
    elif sign.text == "." and again and (tokens[j + 1].gap or is_sign(tokens[j + 1], *",;:|)-")):
        j += 1
    elif sign.text != "/" or again:
        return None
    if not ends_clean(tokens, j):
        return None
    return _with_year(first, second, year, sign.text, context), j


def _with_year(
    first: int, second: int, year: int | None, sign: str, context: ReadingContext
) -> When | Problem:
    """The day, unless two digits at either end could be the year: `26-11-12`."""
    if year is None or year >= 100:
        return _ordered(first, second, year, sign, context)
    if _is_year(2000 + first, context) and not _is_year(2000 + year, context):
        return Problem("invalid_date", f"{first}/{second}/{year} could be two days", HINT)
    return _ordered(first, second, 2000 + year, sign, context)


def _is_year(year: int, context: ReadingContext) -> bool:
    """Whether a year is this one or next to it."""
    return abs(year - context.today.year) <= 1


def _ordered(
    first: int, second: int, year: int | None, sign: str, context: ReadingContext
) -> When | Problem:
    # With points the day comes first, wherever it is written.
    points = sign == "."
    usual = "dmy" if points else context.conventions.date_order
    typed = f"{first}{sign}{second}"
    options = [("dmy", second, first), ("mdy", first, second)]
    fits = [(order, m, d) for order, m, d in options if 1 <= m <= 12 and possible(m, d)]
    if year is not None:
        fits = [(order, m, d) for order, m, d in fits if make(year, m, d)]
        typed += f"{sign}{year}"
    if not fits:
        return impossible(typed)
    chosen = [fit for fit in fits if fit[0] == usual] or fits
    if len({fit[1:] for fit in chosen}) > 1:
        message = f"{typed} could be two days"
        return Problem("invalid_date", message, f"Write the month's name, {_example(fits)}")
    order, month, day = chosen[0]
    found = monthday(month, day, year, context)
    settled = order == usual and (points or first == second)
    if isinstance(found, When) and not settled:
        said = Inference("day_order", f"{typed} read as {day} {MONTH_NAMES[month - 1]}")
        certain = (max(first, second) > 12 and usual in (None, order)) or first == second
        found.inferences += () if certain else (said,)
    return found


def _example(fits: list[tuple[str, int, int]]) -> str:
    return " or ".join(f"`{day} {MONTH_NAMES[month - 1][:3].lower()}`" for _, month, day in fits)
