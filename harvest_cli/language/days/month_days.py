"""Days of a month: `nov 3`, `3rd of november`, `the 12th`, `last month on the 20th`.

Months by name, and the year behind a month or quarter: `oct 2025`, `october last year`.
"""

from harvest_cli.language.days.calendar_math import (
    HINT,
    Reading,
    When,
    coming_monthday,
    dated,
    latest_month,
    latest_monthday,
    latest_nth,
    make,
    month_period,
    possible,
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
    minutes_follow,
    skip,
)
from harvest_cli.language.text.readings import Inference
from harvest_cli.language.text.tokens import NUMBER, WORD, Token
from harvest_cli.language.text.vocabulary import (
    LAST,
    MONTH_NAMES,
    MONTHS,
    NEXT,
    ORDINAL_ENDS,
    ORDINALS,
    STARTERS,
    STRUCTURE,
    THIS,
    UNITS,
    VERBS,
    WEEKDAYS,
    listed,
)

MOST_DAYS = 12
"""So many days of a list are passed for its month where nothing is remembered of a walk."""


def impossible(text: str) -> Problem:
    """That day does not exist."""
    return Problem("invalid_date", f"There is no {text}", HINT)


def monthday(month: int, day: int, year: int | None, context: ReadingContext) -> When | Problem:
    """A day of a month; without a year the latest that is not after today, or leave to come."""
    typed = f"{day} {MONTH_NAMES[month - 1]}"
    if year is not None:
        found = dated(month, day, year, context.today)
        if isinstance(found, Problem):
            return found
        return When(found, written=True) if found else impossible(f"{typed} {year}")
    ahead = coming_monthday(context.today, month, day) if context.leave else None
    if ahead is not None:
        read = (Inference("year", f"{typed} read as {ahead.isoformat()}"),)
        return When(ahead, floating=("monthday", month, day), written=True, inferences=read)
    found = latest_monthday(month, day, context.today)
    if isinstance(found, Problem):
        return found
    if found is None:
        return impossible(typed if not possible(month, day) else f"{typed} in the last year")
    said: tuple[Inference, ...] = ()
    if found.year != context.today.year:
        said = (Inference("year", f"{typed} read as {found.isoformat()}"),)
    return When(found, floating=("monthday", month, day), inferences=said)


def month_word(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """A month's name at `i`, with its full stop, and the place after it."""
    token = tokens[i]
    if token.kind != WORD or token.text not in MONTHS:
        return None
    j = i + 1
    dotted = glued(tokens[j], ".") and not glued(tokens[j + 1], ".")
    if dotted and len(token.text) <= 4 and token.text != "may":
        j += 1
    return MONTHS[token.text], j


def year_number(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """A year of four digits at `i`, after an optional comma or `of`."""
    j = i + 1 if is_sign(tokens[i], ",") else skip(tokens, i, "of", "in")
    year = digits(tokens[j], 4, 4)
    if year is None or not 1900 <= year <= 2999 or not ends_clean(tokens, j + 1):
        return None
    after = tokens[j + 2]
    goes_on = glued(tokens[j + 1], "-", "/") and after.kind in (NUMBER, WORD) and not after.gap
    return None if goes_on else (year, j + 1)


def day_number(tokens: Tokens, i: int) -> tuple[int, int, bool] | None:
    """`12`, `12th` or `twelfth`: the number, the place after it, and whether it is an ordinal."""
    token = tokens[i]
    if token.kind == WORD and token.text in ORDINALS:
        return ORDINALS[token.text], i + 1, True
    value = digits(token, most=2)
    if value is None:
        return None
    if tokens[i + 1].kind == WORD and tokens[i + 1].text in ORDINAL_ENDS and not tokens[i + 1].gap:
        return value, i + 2, True
    return value, i + 1, False


def day_month(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`3 nov`, `3rd of november`, `3-nov-2026`."""
    number = day_number(tokens, i)
    if number is None:
        return None
    day, j, _ = number
    tight = glued(tokens[j], "-", "/") and not tokens[j + 1].gap
    j = skip(tokens, j + 1 if tight or glued(tokens[j], ".") else j, "of")
    month = month_word(tokens, j)
    if month is None:
        after = number[1]
        ahead = _month_ahead(tokens, after, i > 0 and tokens[i - 1].text in WEEKDAYS, context)
        return (monthday(ahead[0], day, ahead[1], context), after) if ahead else None
    j = month[1]
    again = glued(tokens[j], "-", "/") and not tokens[j + 1].gap
    short = digits(tokens[j + 1], 2, 2) if tight and again and ends_clean(tokens, j + 2) else None
    if short is not None:
        return monthday(month[0], day, 2000 + short, context), j + 2
    return _finish(tokens, j, j + 1 if again else j, month[0], day, context)


def _month_ahead(
    tokens: Tokens, j: int, listed: bool, context: ReadingContext
) -> tuple[int, int | None] | None:
    """The month, and its year, that `& sun 8 nov` gives to the number before it.

    `listed` where a comma does: behind the day of a weekday.
    """
    passed, nothing = list[int](), context.nothing
    while is_sign(tokens[j], ",", "&", "+") or is_word(tokens[j], "and"):
        known = (j, "month") in nothing if nothing is not None else len(passed) > MOST_DAYS
        if known:
            break
        passed.append(j)
        number = day_number(tokens, skip(tokens, j + 1, *WEEKDAYS))
        if number is None:
            break
        month = month_word(tokens, skip(tokens, number[1], "of"))
        if month is not None:
            year = year_number(tokens, month[1])
            told = listed or not is_sign(tokens[j], ",")
            return (month[0], year[0] if year else None) if told else None
        j = number[1]
    if nothing is not None:
        nothing.update((place, "month") for place in passed)
    return None


def month_day(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`nov 3`, `Nov. 12th`, `november the 3rd`, `nov 3, 2026`."""
    month = month_word(tokens, i)
    if month is None:
        return None
    at = skip(tokens, month[1], "the")
    at = at + 1 if glued(tokens[at], "-", "/") and not tokens[at + 1].gap else at
    number = day_number(tokens, at)
    if number is None:
        return None
    day, j, ordinal = number
    if not ends_clean(tokens, j) or minutes_follow(tokens, j):
        return None
    if not ordinal and (tokens[at].kind != NUMBER or counts_something(tokens, j)):
        return None
    return _finish(tokens, j, j, month[0], day, context)


def counts_something(tokens: Tokens, j: int) -> bool:
    """Whether the number before `j` belongs to a unit or a decimal: `nov 2 hours`, `may 1.5`."""
    if is_word(tokens[j], *UNITS, "x") or glued(tokens[j], "%"):
        return True
    if is_word(tokens[j], "am", "pm") and not tokens[j].gap:
        return True
    return figures_follow(tokens, j, ".", ",")


def _finish(
    tokens: Tokens, j: int, at: int, month: int, day: int, context: ReadingContext
) -> Reading:
    year, j = year_number(tokens, at) or (None, j)
    return monthday(month, day, year, context), j


# -- the Nth ---------------------------------------------------------------------------------


def nth(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`the 12th`, `the 5th of last month`, `12th of the month`."""
    number = day_number(tokens, i)
    if number is None or not number[2] or is_word(tokens[number[1]], "half", "quarter", "week"):
        return None
    nth, j, _ = number
    month = month_reference(tokens, skip(tokens, j, "of", "in"), context)
    if month is not None:
        return _in_month(nth, month[0]), month[1]
    if not _stands_alone(tokens, i, j):
        return None
    if not 1 <= nth <= 31:
        return impossible(f"day {nth} in a month"), j
    found = latest_nth(context.today, nth)
    if found is None:
        return impossible(f"day {nth} in a month"), j
    return When(found, floating=("nth", nth)), j


def _stands_alone(tokens: Tokens, i: int, j: int) -> bool:
    """Whether `the first` or `1st` is a day by itself, and not the first of something."""
    follows = tokens[j]
    closed = follows.kind != WORD or follows.text in _AFTER_A_DAY
    return closed and (tokens[i].kind == NUMBER or (i > 0 and is_word(tokens[i - 1], "the")))


_AFTER_A_DAY = (
    STRUCTURE
    | VERBS
    | STARTERS
    | frozenset(
        listed(
            "by per grouped split only please billable non hours "
            "without except excluding but not about"
        )
    )
)


def _in_month(nth: int, month: When) -> When | Problem:
    found = make(month.start.year, month.start.month, nth)
    if found is None:
        return impossible(f"day {nth} in {MONTH_NAMES[month.start.month - 1]}")
    return When(found, written=True)


def month_then_nth(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`last month on the 20th`."""
    month = month_reference(tokens, i, context)
    if month is None:
        return None
    at = skip(tokens, month[1], "on")
    number = day_number(tokens, skip(tokens, at, "the"))
    if number is None or not number[2]:
        return None
    return _in_month(number[0], month[0]), number[1]


def month_reference(tokens: Tokens, i: int, context: ReadingContext) -> tuple[When, int] | None:
    """`last month`, `this month`, `the month`, `the month before last`."""
    j = skip(tokens, i, "the")
    found = units_away(tokens, j, "month")
    if found is None and j > i and is_word(tokens[j], "month"):
        found = 0, j + 1
    if found is None or found[0] > 0:
        return None
    return month_period(context.today.year, context.today.month + found[0]), found[1]


def units_away(tokens: Tokens, j: int, unit: str) -> tuple[int, int] | None:
    """`last week`, `this week`, `next week`, `week before last`: -1, 0, 1, -2, and the place."""
    if is_word(tokens[j], unit):
        far = is_word(tokens[j + 1], "before") and is_word(tokens[j + 2], "last")
        return (-2, j + 3) if far else None
    step = step_of(tokens[j]) if is_word(tokens[j + 1], unit) else None
    return None if step is None else (step, j + 2)


def step_of(token: Token) -> int | None:
    """How many periods away `this`, `last` or `next` is; None of any other word."""
    return _STEPS.get(token.text) if token.kind == WORD else None


_STEPS = dict.fromkeys(LAST, -1) | dict.fromkeys(THIS, 0) | dict.fromkeys(NEXT, 1)
NamedMonth = tuple[When, int]


def named_month(month: int, context: ReadingContext, before: bool = False) -> When:
    """The latest such month that has begun (and is over, with `before`)."""
    today = context.today
    found = latest_month(today, month)
    if before and month == today.month:
        found = month_period(today.year - 1, month)
    found.floating = ("month", month)
    return found


def month_name(tokens: Tokens, i: int, context: ReadingContext) -> NamedMonth | None:
    """`october`, `oct 2025`, `october last year`."""
    month = month_word(tokens, i)
    if month is None:
        if is_word(tokens[i], "month") and is_word(tokens[i + 1], "of"):
            return month_name(tokens, i + 2, context)
        return None
    name, j = month
    year = year_number(tokens, j) or _short_year(tokens, j)
    if year is not None:
        return month_period(year[0], name), year[1]
    other = _other_year(tokens, j, context)
    if other is not None:
        return month_period(other[0], name), other[1]
    return named_month(name, context), j


def _other_year(tokens: Tokens, j: int, context: ReadingContext) -> tuple[int, int] | None:
    """`last year`, `of this year` behind a month or quarter."""
    at = skip(tokens, skip(tokens, j, "of", "in"), "the")
    moved = units_away(tokens, at, "year")
    if moved is not None and moved[0] >= -1:
        return context.today.year + moved[0], moved[1]
    if at > j and is_word(tokens[at], "year") and is_word(tokens[at - 1], "the"):
        return context.today.year, at + 1
    return None


def which_year(tokens: Tokens, j: int, context: ReadingContext) -> tuple[int, int] | None:
    at = j + 1 if is_sign(tokens[j], "-", "/") and not tokens[j].gap else j
    return year_number(tokens, at) or _short_year(tokens, j) or _other_year(tokens, j, context)


def _short_year(tokens: Tokens, j: int) -> tuple[int, int] | None:
    """`'25` behind a month or quarter, and the year of `oct-2026`."""
    if is_sign(tokens[j], "-", "/") and (year := digits(tokens[j + 1], 4, 4)):
        whole = 1900 <= year <= 2999 and not glued(tokens[j + 2], "-", "/", ".")
        return (year, j + 2) if whole else None
    short = digits(tokens[j + 1], 2, 2) if is_sign(tokens[j], "'") else None
    return None if short is None else (2000 + short, j + 2)
