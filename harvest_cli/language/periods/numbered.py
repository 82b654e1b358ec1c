"""Periods by their numbers: weeks, ISO intervals, days of a month, years, financial years."""

from datetime import date, timedelta

from harvest_cli.language.days.calendar_math import (
    HINT,
    Reading,
    When,
    add_months,
    make,
    month_period,
    quarter_period,
    shift,
    year_period,
)
from harvest_cli.language.days.date_formats import written_date
from harvest_cli.language.days.month_days import (
    counts_something,
    day_number,
    month_reference,
    month_word,
    step_of,
    year_number,
)
from harvest_cli.language.days.named_periods import iso_week, latest_week, quarter_name
from harvest_cli.language.days.periods import period
from harvest_cli.language.days.ranges import BACKWARDS, connector, join, stretch
from harvest_cli.language.days.relative import day
from harvest_cli.language.periods.marks import is_join
from harvest_cli.language.text.match import (
    Problem,
    ReadingContext,
    Tokens,
    digits,
    glued,
    is_sign,
    is_word,
    skip,
)
from harvest_cli.language.text.tokens import NUMBER
from harvest_cli.language.text.vocabulary import TIME_NOUNS, UNTIL


def weeks(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`calendar week 45`, `weeks 44-46`, `w/c 26/10`, `the week starting 2 november`."""
    j = skip(tokens, skip(tokens, i, "the"), "calendar", "iso")
    if is_word(tokens[j], "w") and is_sign(tokens[j + 1], "/") and is_word(tokens[j + 2], *"ceb"):
        return _commencing(tokens, j + 3, tokens[j + 2].text == "e", context)
    if is_word(tokens[j], "wc", "wb"):
        return _commencing(tokens, j + 1, False, context)
    if is_word(tokens[j], "weeks", "wks") or (
        is_word(tokens[j], "week", "wk", "w", "kw", "cw") and tokens[j + 1].kind == NUMBER
    ):
        found = _numbered(tokens, j, context)
        return found or (period(tokens, j, context) if j > i else None)
    return period(tokens, j, context) if j > i and is_word(tokens[j], "week", "wk") else None


def _commencing(tokens: Tokens, j: int, ends: bool, context: ReadingContext) -> Reading | None:
    """The day of `w/c 26/10`, `wb 9 nov`, `w/e 15 nov`."""
    found = day(tokens, skip(tokens, j, "on"), context)
    if found is None or isinstance(found[0], Problem):
        return found
    back = -6 if ends else 0
    start = shift(found[0].start, back)
    end = shift(found[0].start, back + 6)
    return (When(start, end, "week"), found[1]) if start and end else None


def _numbered(tokens: Tokens, j: int, context: ReadingContext) -> Reading | None:
    first = digits(tokens[j + 1], most=2)
    k = j + 2
    if first is None:
        return None
    between = ("and",) if j and is_word(tokens[j - 1], "between") else ()
    if is_sign(tokens[k], "-", "/") or is_word(tokens[k], *UNTIL, *between):
        k = skip(tokens, k + 1, "week", "weeks", "wk", "w", "kw", "cw")
        last = digits(tokens[k], most=2)
        beyond = tokens[k + 1]
        if last is None or (glued(beyond, "/", "-", ".") and tokens[k + 2].kind == NUMBER):
            return None
        k += 1
    elif is_word(tokens[j], "weeks", "wks"):
        last = first
    else:
        return None
    year = year_number(tokens, k)
    if year is None:
        start = end = latest_week(first, context)
        if isinstance(start, When):
            end = iso_week(start.start.isocalendar().year + (first > last), last)
    else:
        k, end = year[1], iso_week(year[0], last)
        start = iso_week(year[0] - (first > last), first)
    if isinstance(start, Problem) or isinstance(end, Problem):
        return (start if isinstance(start, Problem) else end), k
    floating = None if year else ("week", first)
    return When(start.start, end.end, "range", floating=floating), k


def interval(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """An ISO interval: `2026-10-26/2026-11-01`, `2026-08/2026-10`, `2026-W44/2026-W46`."""
    year = digits(tokens[i], 4, 4)
    if year is None or not 1900 <= year <= 2999:
        return None
    first = written_date(tokens, i, context) or period(tokens, i, context)
    month = digits(tokens[i + 2], 2, 2) if glued(tokens[i + 1], "-") else None
    if month in range(1, 13) and glued(tokens[i + 3], "/") and not tokens[i + 4].gap:
        first = month_period(year, month or 1), i + 3
    if first is None or isinstance(first[0], Problem):
        return None
    j = first[1]
    if j - i < 3 or not glued(tokens[j], "/"):
        return None
    if is_word(tokens[j + 1], "p"):
        return _lasting(tokens, first[0].start, j + 2)
    if digits(tokens[j + 1], 4, 4) is None:
        return _to_month_and_day(tokens, first[0], j + 1)
    second = written_date(tokens, j + 1, context) or period(tokens, j + 1, context)
    if second is None or isinstance(second[0], Problem):
        return second
    return join(first[0], second[0]), second[1]


def _to_month_and_day(tokens: Tokens, first: When, j: int) -> Reading | None:
    """The end of `2026-10-26/11-01`."""
    month, number = digits(tokens[j], 2, 2), digits(tokens[j + 2], 2, 2)
    end = make(first.start.year, month or 0, number or 0) if glued(tokens[j + 1], "-") else None
    return (join(first, When(end)), j + 3) if end else None


def years(tokens: Tokens, i: int) -> Reading | None:
    """`2024-2026`."""
    first, last = digits(tokens[i], 4, 4), digits(tokens[i + 2], 4, 4)
    if not glued(tokens[i + 1], "-") or tokens[i + 3].text == "-" or not first or not last:
        return None
    known = 1900 <= first <= 2999 and 1900 <= last <= 2999
    return (join(year_period(first), year_period(last)), i + 3) if known else None


def _lasting(tokens: Tokens, start: date, j: int) -> Reading | None:
    """The days of `2026-11-01/P2W`, from the number on."""
    amount, unit = digits(tokens[j], most=3), tokens[j + 1]
    if not amount or unit.gap or not is_word(unit, "d", "w", "m", "y"):
        return None
    if unit.text in "dw":
        end = shift(start, amount * (7 if unit.text == "w" else 1) - 1)
    else:
        end = add_months(start, amount * (12 if unit.text == "y" else 1)) - timedelta(days=1)
    return (When(start, end, "range"), j + 2) if end is not None else None


def days_of_a_month(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`1st to 15th of last month`, `1-15 of this month`."""
    j = skip(tokens, skip(tokens, i, "from", "between"), "the")
    first = day_number(tokens, j)
    if first is None:
        return None
    k = first[1]
    between = j > i and is_word(tokens[i], "between") and is_word(tokens[k], "and")
    if not (between or is_word(tokens[k], *UNTIL) or is_sign(tokens[k], "-")):
        return None
    last = day_number(tokens, skip(tokens, k + 1, "the"))
    month = last and month_reference(tokens, skip(tokens, last[1], "of", "in"), context)
    if last is None or not month:
        return None
    whole = month[0]
    if not first[0] <= last[0] <= whole.end.day or first[0] < 1:
        return Problem("invalid_date", "That month has no such days", HINT), month[1]
    start, end = whole.start.replace(day=first[0]), whole.start.replace(day=last[0])
    return When(start, end, "range"), month[1]


def more_days(tokens: Tokens, i: int, before: When) -> Reading | None:
    """The `10` and the `17-19` of `oct 3, 10 and 17-19`, the `46` of `week 44 and 46`."""
    if before.floats == "week":
        return _another_week(tokens, i, before)
    if before.floats not in ("monthday", "nth"):
        return None
    first = day_number(tokens, i)
    if first is None or month_word(tokens, skip(tokens, first[1], "of")):
        return None
    j, last = first[1], first[0]
    if is_sign(tokens[j], "-") and (end := day_number(tokens, j + 1)) is not None:
        last, j = end[0], end[1]
    if counts_something(tokens, j) or is_word(tokens[j], *TIME_NOUNS) or glued(tokens[j], *"/-:"):
        return None
    return _days_beside(tokens, j, (first[0], last), before)


def _days_beside(tokens: Tokens, j: int, ends: tuple[int, int], before: When) -> Reading:
    """Days of the month that was told before, or in a year that is told behind them."""
    typed = year_number(tokens, j)
    year, month = before.start.year, before.start.month
    if typed is not None:
        year, j = typed
    start, end = (make(year, month, day) for day in ends)
    if start is None or end is None:
        return Problem("invalid_date", "That month has no such days", HINT), j
    if end < start:
        return BACKWARDS, j
    floating = ("nth", ends[0]) if before.floats == "nth" else ("monthday", month, ends[0])
    unit = "day" if start == end else "range"
    return When(start, end, unit, floating=None if typed else floating), j


def _another_week(tokens: Tokens, i: int, before: When) -> Reading | None:
    week = digits(tokens[i], most=2)
    if week is None or glued(tokens[i + 1], *"/-:"):
        return None
    year = year_number(tokens, i + 1)
    found = iso_week(year[0] if year else (before.start + timedelta(days=3)).year, week)
    if isinstance(found, When) and not year:
        found.floating = ("week", week)
    return found, year[1] if year else i + 1


def day_of_a_list(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """The `3` and the `10-12` of `3, 10-12 and 17 oct`: the last one names their month."""
    first = _days_numbered(tokens, skip(tokens, i, "the"))
    j, beyond = (first[2], first[2]) if first else (0, 0)
    passed, nothing = list[int](), context.nothing
    while first is not None and is_join(tokens[beyond]):
        if nothing is not None and (beyond, "list") in nothing:
            break
        passed.append(beyond)
        while is_join(tokens[beyond]):
            beyond += 1
        beyond = skip(tokens, skip(tokens, beyond, "on"), "the")
        more = _days_numbered(tokens, beyond)
        if more is None:
            break
        read = day if more[0] == more[1] else stretch
        last = None if is_join(tokens[more[2]]) else read(tokens, beyond, context)
        if last is not None and last[1] > more[2]:
            if isinstance(last[0], Problem):
                return last[0], j
            month = last[0].start.year, last[0].start.month
            start, end = (make(*month, number) for number in first[:2])
            wrong = Problem("invalid_date", "That month has no such days", HINT)
            return (When(start, end) if start and end and start <= end else wrong), j
        beyond = more[2]
    if nothing is not None:
        nothing.update((place, "list") for place in passed)
    return None


def _days_numbered(tokens: Tokens, i: int) -> tuple[int, int, int] | None:
    """`3rd`, `10-12`: the first and the last of them, and the place after them."""
    first = day_number(tokens, i)
    if first is None:
        return None
    last = day_number(tokens, first[1] + 1) if is_sign(tokens[first[1]], "-") else None
    return (first[0], last[0], last[1]) if last else (first[0], first[0], first[1])


def in_a_year(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`last year november`, `this year q3`, `last year's october`."""
    step = step_of(tokens[i])
    if step is None or not is_word(tokens[i + 1], "year"):
        return None
    j = skip(tokens, skip(tokens, i + 2, "in"), "the")
    year = context.today.year + step
    month = month_word(tokens, j)
    if month is not None and tokens[month[1]].kind != NUMBER:
        return month_period(year, month[0]), month[1]
    quarter = quarter_name(tokens, j, context)
    if quarter is None or isinstance(quarter[0], Problem) or not quarter[0].floating:
        return quarter
    return quarter_period(year, (quarter[0].start.month + 2) // 3), quarter[1]


# -- financial years ------------------------------------------------------------------------------


UNKNOWN_START = Problem(
    "no_range",
    "When the financial year starts is not set",
    "`hv config set fiscal_year_start april`",
)


def fiscal(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`FY2026`, `Q1 FY26`, `this financial year`, `last tax year`, `fy to date`."""
    j = skip(tokens, i, "the")
    found = _fiscal_part(tokens, j, context)
    if found is None:
        return _fiscal_quarter(tokens, j, context)
    k = connector(tokens, found[2], "")
    last = fiscal(tokens, k, context) if k and _fiscal_part(tokens, k, context) else None
    when = _fiscal_when(tokens, j, found, context)
    if last is None or isinstance(when, Problem) or isinstance(last[0], Problem):
        return when, found[2]
    return join(when, last[0]), last[1]


def _fiscal_when(
    tokens: Tokens, j: int, found: tuple[int, tuple[int, int], int], context: ReadingContext
) -> When | Problem:
    """The days of such a year, or of a part of it, that is told from `j` on."""
    year, part, k = found
    start = context.conventions.fiscal_year_start
    if start is None:
        return UNKNOWN_START
    first, (number, months) = _fiscal_start(year, start), part
    if not 0 < number * months <= 12:
        return Problem("invalid_date", "A year has four quarters", HINT)
    first, end = (add_months(first, (number + n) * months) for n in (-1, 0))
    if is_word(tokens[j], *_FISCAL) and months < 12 and first > context.today:
        first, end = add_months(first, -12), add_months(end, -12)
    when = When(first, end - timedelta(days=1), "year" if months == 12 else "range")
    when.end = context.today if is_word(tokens[k - 1], "ytd", "fytd") else when.end
    return when.told("year")


def _fiscal_part(
    tokens: Tokens, j: int, context: ReadingContext
) -> tuple[int, tuple[int, int], int] | None:
    """The financial year, what part of it as its number and its months, and the place after it."""
    at = j + is_word(tokens[j], *_FISCAL)
    number = None if tokens[at + 1].gap else digits(tokens[at + 1], most=1)
    nth = day_number(tokens, at)
    if nth is not None and nth[2] and is_word(tokens[nth[1]], "quarter", "half"):
        number, at = nth[0], nth[1] - 1
    elif number is None or not is_word(tokens[at], "q", "h"):
        year = _fiscal_year(tokens, j, context)
        at = year[1] if year else at
        number = digits(tokens[at + 1], most=1)
        if year is None or not number or not is_word(tokens[at], "q", "h") or tokens[at + 1].gap:
            return year and (year[0], (1, 12), year[1])
        return year[0], (number, 3 if tokens[at].text == "q" else 6), at + 2
    part = number or 0, 6 if "h" in (tokens[at].text, tokens[at + 1].text[0]) else 3
    year = _fiscal_year(tokens, skip(tokens, skip(tokens, at + 2, "of"), "the"), context)
    if year is None and at > j:
        year = _fiscal_now(context), at + 2
    return year and (year[0], part, year[1])


def _fiscal_quarter(tokens: Tokens, j: int, context: ReadingContext) -> Reading | None:
    """`last fiscal quarter`, `this financial quarter`."""
    step = step_of(tokens[j])
    told = is_word(tokens[j + 1], *_FISCAL) and is_word(tokens[j + 2], "quarter")
    if step is None or not told:
        return None
    start, today = context.conventions.fiscal_year_start, context.today
    if start is None:
        return UNKNOWN_START, j + 3
    first = _fiscal_start(_fiscal_now(context), start)
    begun = next(n for n in (3, 2, 1, 0) if add_months(first, 3 * n) <= today)
    first, last = (add_months(first, 3 * (begun + step + n)) for n in (0, 1))
    return When(first, last - timedelta(days=1), "range"), j + 3


def _fiscal_start(year: int, start: tuple[int, int]) -> date:
    """The first day of the financial year that is called after the year in which it ends."""
    return date(year - (start != (1, 1)), *start)


def _fiscal_year(tokens: Tokens, j: int, context: ReadingContext) -> tuple[int, int] | None:
    """The financial year told at `j`, by the year it ends in."""
    if is_word(tokens[j], "fy") and len(tokens[j + 1].text) != 3:
        typed = _year_typed(tokens, j + 1)
        return typed or (_fiscal_now(context), j + 1)
    step = step_of(tokens[j])
    k = j if step is None else j + 1
    this = _fiscal_now(context) + (step or 0)
    if is_word(tokens[k], "fy", "fytd"):
        return this, k + 1
    if not is_word(tokens[k], *_FISCAL):
        return None
    after = skip(tokens, k + 1, "year", "ytd")
    typed = _year_typed(tokens, after, 4) if step is None else None
    return typed or ((this, after) if after > k + 1 else None)


def _year_typed(tokens: Tokens, j: int, least: int = 2) -> tuple[int, int] | None:
    """The year at `j` that a financial year ends in: `2026`, `26`, `2025/26`."""
    year = digits(tokens[j], least, 4)
    if year is None:
        return year_number(tokens, j)
    after = digits(tokens[j + 2], 2, 4) if glued(tokens[j + 1], "/", "-") else None
    return (2000 + (after or year) % 100, j + 1 if after is None else j + 3)


_FISCAL = ("financial", "fiscal", "tax", "accounting")


def _fiscal_now(context: ReadingContext) -> int:
    start, today = context.conventions.fiscal_year_start or (1, 1), context.today
    return today.year + (start != (1, 1) and (today.month, today.day) >= start)
