"""Months by name, and the year behind a month or quarter: `oct 2025`, `october last year`."""

from harvest_cli.language.item import Scene, Tokens, digits, is_sign, is_word, skip
from harvest_cli.language.monthdays import month_word, year_number
from harvest_cli.language.reckoning import When, month_period
from harvest_cli.language.vocabulary import LAST, NEXT, THIS

NamedMonth = tuple[When, int]


def named_month(month: int, scene: Scene, before: bool = False) -> When:
    """The latest such month that has begun (and is over, with `before`)."""
    today = scene.today
    found = month_period(today.year, month)
    if found.start > today or (before and month == today.month):
        found = month_period(today.year - 1, month)
    found.floating = ("month", month)
    return found


def month_name(tokens: Tokens, i: int, scene: Scene) -> NamedMonth | None:
    """`october`, `oct 2025`, `october last year`."""
    month = month_word(tokens, i)
    if month is None:
        if is_word(tokens[i], "month") and is_word(tokens[i + 1], "of"):
            return month_name(tokens, i + 2, scene)
        return None
    name, j = month
    year = year_number(tokens, j) or _short_year(tokens, j)
    if year is not None:
        return month_period(year[0], name), year[1]
    other = _other_year(tokens, j, scene)
    if other is not None:
        return month_period(other[0], name), other[1]
    return named_month(name, scene), j


def _other_year(tokens: Tokens, j: int, scene: Scene) -> tuple[int, int] | None:
    """`last year`, `of this year` behind a month or quarter."""
    at = skip(tokens, skip(tokens, j, "of", "in"), "the")
    for step, words in ((-1, LAST), (0, THIS), (1, NEXT)):
        if is_word(tokens[at], *words) and is_word(tokens[at + 1], "year"):
            return scene.today.year + step, at + 2
    if at > j and is_word(tokens[at], "year") and is_word(tokens[at - 1], "the"):
        return scene.today.year, at + 1
    return None


def which_year(tokens: Tokens, j: int, scene: Scene) -> tuple[int, int] | None:
    at = j + 1 if is_sign(tokens[j], "-", "/") and not tokens[j].gap else j
    return year_number(tokens, at) or _short_year(tokens, j) or _other_year(tokens, j, scene)


def _short_year(tokens: Tokens, j: int) -> tuple[int, int] | None:
    """`'25` behind a month or quarter."""
    short = digits(tokens[j + 1], 2, 2) if is_sign(tokens[j], "'") else None
    return None if short is None else (2000 + short, j + 2)
