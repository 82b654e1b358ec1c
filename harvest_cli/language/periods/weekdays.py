"""Weekdays of a period: `mondays`, `working days`, `the first monday of november`."""

from datetime import date, timedelta

from harvest_cli.domain.days import DAY
from harvest_cli.domain.days import WEEKDAYS as SHORT
from harvest_cli.language.days.calendar_math import (
    HINT,
    Reading,
    When,
    latest_weekday,
    shift,
)
from harvest_cli.language.days.month_days import (
    day_number,
)
from harvest_cli.language.days.periods import period
from harvest_cli.language.days.relative import weekday_word
from harvest_cli.language.lengths.numbers import number, whole_number
from harvest_cli.language.text.match import (
    Match,
    Problem,
    ReadingContext,
    Tokens,
    is_sign,
    is_word,
    skip,
)
from harvest_cli.language.text.readings import Inference
from harvest_cli.language.text.tokens import WORD
from harvest_cli.language.text.vocabulary import AGO, LAST, WEEKDAYS, WEEKDAYS_MANY

_EVERY = ("every", "each", "all", "only")


def weekdays_only(tokens: Tokens, i: int, context: ReadingContext) -> Match | None:
    """`mondays`, `every friday`, `mondays and fridays`, `weekdays`, `weekends`."""
    j = skip(tokens, skip(tokens, i, "on", "in"), *_EVERY)
    told = (is_word(tokens[j - 1], *_EVERY) and j > i) or _only_behind(tokens, j, context)
    found: set[int] = set()
    while True:
        some = _several(tokens, j, context, told=told or bool(found))
        if some is None:
            break
        found |= some[0]
        j = k = some[1]
        while is_word(tokens[k], "and", "or", *_EVERY) or is_sign(tokens[k], ",", "&", "+", "/"):
            k += 1
        if _several(tokens, k, context, told=True) is None:
            break
        j = k
    if not found:
        return None
    return Match("only", i, skip(tokens, j, "only"), frozenset(found))


def _only_behind(tokens: Tokens, j: int, context: ReadingContext) -> bool:
    """Whether these are weekdays of something: `monday and tuesday only`, `mon, wed in october`."""
    if weekday_word(tokens, j) is None:
        return False
    several = weekday_word(tokens, j + 2) is not None or weekday_word(tokens, j + 3) is not None
    while (
        weekday_word(tokens, j) is not None or is_word(tokens[j], "and") or is_sign(tokens[j], ",")
    ):
        j += 1
    if is_word(tokens[j], "only") or not several or not is_word(tokens[j], "in", "of", "during"):
        return is_word(tokens[j], "only")
    whole = period(tokens, skip(tokens, j + 1, "the"), context)
    when = whole[0] if whole else None
    return isinstance(when, When) and (when.end - when.start).days > 14


def _several(
    tokens: Tokens, j: int, context: ReadingContext, *, told: bool
) -> tuple[set[int], int] | None:
    token = tokens[j]
    if token.kind != WORD:
        return None
    if token.text in WEEKDAYS_MANY:
        return {WEEKDAYS_MANY[token.text]}, j + 1
    if token.text in ("weekdays", "workdays") or (told and token.text in ("weekday", "workday")):
        return set(_workdays(context)), j + 1
    if token.text in ("working", "business", "work") and is_word(tokens[j + 1], "days"):
        return set(_workdays(context)), j + 2
    if token.text == "weekends" or (told and token.text == "weekend"):
        return {5, 6}, j + 1
    if told and token.text in WEEKDAYS and not is_word(tokens[j + 1], "to"):
        return {WEEKDAYS[token.text]}, j + 1
    return None


def _workdays(context: ReadingContext) -> list[int]:
    short = [name.lower() for name in SHORT]
    return [short.index(name) for name in context.conventions.workdays]


def last_weekdays(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`the last three fridays`, `past 2 weekends`: those that are over, or have begun."""
    j = skip(tokens, i, "the")
    found = number(tokens, j + 1) if is_word(tokens[j], *LAST) else None
    if found is None or isinstance(found[0], Problem) or not 0 < found[0] < 400:
        return None
    noun, amount = tokens[found[1]], int(found[0])
    if is_word(noun, "weekends"):
        first, days = latest_weekday(context.today, 5), frozenset((5, 6))
    elif noun.kind == WORD and noun.text in WEEKDAYS_MANY:
        weekday = WEEKDAYS_MANY[noun.text]
        first, days = latest_weekday(context.today, weekday, before=True), frozenset((weekday,))
    else:
        return None
    start = shift(first, -7 * (amount - 1))
    when = When(start, first + timedelta(days=len(days) - 1), "range", only=days) if start else None
    return (when, found[1] + 1) if when else None


def weekday_of(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`first monday of november`, `last friday of last month`."""
    at = skip(tokens, i, "the")
    last = is_word(tokens[at], "last")
    ordinal = day_number(tokens, at)
    j = at + 1 if last else ordinal[1] if ordinal and ordinal[2] else 0
    weekday = weekday_word(tokens, j) if j else None
    if weekday is None or not is_word(tokens[j + 1], "of", "in"):
        return None
    inside = period(tokens, skip(tokens, j + 2, "the"), context)
    if inside is None or isinstance(inside[0], Problem):
        return inside
    whole, end = inside[0], inside[1]
    if last:
        return When(latest_weekday(whole.end, weekday)), end
    ahead = (weekday - whole.start.weekday()) % 7 + 7 * ((ordinal or (1,))[0] - 1)
    found = shift(whole.start, ahead)
    if found is None or found > whole.end:
        return Problem("invalid_date", "There is no such day", HINT), end
    return When(found), end


def working_days(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`last 5 working days`, up to yesterday; `two working days ago`, `first 5 workdays of may`."""
    j = skip(tokens, i, "the")
    led = is_word(tokens[j], *LAST, "trailing", "first")
    amount, k = whole_number(tokens, j + led) or (1, j + led)
    k = _past_working_days(tokens, k)
    ago = not led and is_word(tokens[k], *AGO)
    if not k or not (led or ago):
        return None
    if not 0 < amount <= 1000 or not _workdays(context):
        return Problem("no_range", "Unknown period", HINT), k
    if is_word(tokens[k], "of", "in"):
        return _of_a_period(tokens, j, k, amount, context)
    if is_word(tokens[j], "first"):
        return None
    last = _workday_beside(context.today, -1, context)
    day_ = last
    for _ in range(amount - 1):
        day_ = _workday_beside(day_, -1, context)
    last = day_ if ago else last
    said = (Inference.read_as("days", f"{day_} to {last}" if day_ < last else f"{last}"),)
    return When(day_, last, "range", inferences=said), k + ago


def _past_working_days(tokens: Tokens, j: int) -> int:
    """The place after `working days` or `weekdays`; 0 where they do not stand."""
    if is_word(tokens[j], "working", "business", "work") and is_word(tokens[j + 1], "day", "days"):
        return j + 2
    return j + 1 if is_word(tokens[j], "workday", "workdays", "weekday", "weekdays") else 0


def _workday_beside(day: date, step: int, context: ReadingContext) -> date:
    """The nearest working day behind it, or before it where `step` is -1."""
    day += step * DAY
    workdays = _workdays(context)
    while day.weekday() not in workdays or context.conventions.holiday(day):
        day += step * DAY
    return day


def _of_a_period(
    tokens: Tokens, j: int, k: int, amount: int, context: ReadingContext
) -> Reading | None:
    """So many working days at the beginning or the end of a period."""
    found = period(tokens, skip(tokens, k + 1, "the"), context)
    if found is None or isinstance(found[0], Problem):
        return found
    whole, end = found[0], found[1]
    step = 1 if is_word(tokens[j], "first") else -1
    day = first = _workday_beside(
        (whole.start if step > 0 else whole.end) - step * DAY, step, context
    )
    for _ in range(amount - 1):
        day = _workday_beside(day, step, context)
    only = frozenset(_workdays(context))
    return When(min(first, day), max(first, day), "range", only=only), end
