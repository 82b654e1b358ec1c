"""Days as they are told looking back: what a period, a day and a run of days do not cover.

Weekdays of a period, working days, ISO intervals, runs of weeks, the same month a year before,
`so far` and `as of`, financial years.
"""

from datetime import date, timedelta
from fractions import Fraction

from harvest_cli.domain.days import WEEKDAYS as SHORT
from harvest_cli.language.days.calendar_math import (
    Reading,
    When,
    add_months,
    latest_weekday,
    month_period,
    quarter_period,
    shift,
    week_period,
)
from harvest_cli.language.days.month_days import (
    HINT,
    day_number,
    month_reference,
    month_word,
    year_number,
)
from harvest_cli.language.days.named_periods import iso_week, quarter_name
from harvest_cli.language.days.periods import period, unit_at, whole_unit
from harvest_cli.language.days.ranges import BACKWARDS, join, point, stretch
from harvest_cli.language.days.relative import day, weekday_word
from harvest_cli.language.days.written import written_date
from harvest_cli.language.lengths.numbers import number
from harvest_cli.language.text.match import (
    Match,
    Problem,
    ReadingContext,
    Tokens,
    digits,
    glued,
    is_sign,
    is_word,
    skip,
    starts_clean,
)
from harvest_cli.language.text.readings import Inference
from harvest_cli.language.text.tokens import NUMBER, WORD
from harvest_cli.language.text.vocabulary import LAST, NEXT, THIS, UNTIL, WEEKDAYS, WEEKDAYS_MANY

_EVERY = ("every", "each", "all", "only")


def days_said(tokens: Tokens, i: int, context: ReadingContext, apart: bool = False) -> Match | None:
    """Days at `i`, a weekday that narrows them, or what is wrong with them.

    `apart`: two periods stand beside each other, and `to` between them makes no run.
    """
    if not starts_clean(tokens, i):
        return None
    only = _weekdays_only(tokens, i, context)
    if only is not None:
        return only
    found = _told(tokens, i, context, apart=apart)
    if found is None:
        return None
    when, j = _until(tokens, found, context)
    if isinstance(when, Problem):
        return Match("problem", i, j, when)
    return Match("days", i, j, when, when.inferences)


def _told(tokens: Tokens, i: int, context: ReadingContext, *, apart: bool) -> Reading | None:
    return (
        _weekday_of(tokens, i, context)
        or _working_days(tokens, i, context)
        or _alike(tokens, i, context)
        or _fiscal(tokens, i, context)
        or _weeks(tokens, i, context)
        or _interval(tokens, i, context)
        or _days_of_a_month(tokens, i, context)
        or _in_a_year(tokens, i, context)
        or (None if apart else _run(tokens, i, context))
        or since(tokens, i, context)
        or day(tokens, i, context)
        or _trailing(tokens, i, context)
        or period(tokens, i, context)
    )


def _run(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """A run; one of weekdays over a week's end that would lead past today is the one before."""
    found = stretch(tokens, i, context) or _months_joined(tokens, i, context)
    if found is None:
        return found
    when, j = found
    if isinstance(when, Problem):
        return found
    at = skip(tokens, i, "from", "between")
    bare = weekday_word(tokens, at) is not None and weekday_word(tokens, j - 1) is not None
    over = when.end > context.today and week_period(when.start, context).end < when.end
    if bare and over and when.start <= context.today and j - at == 3:
        week = timedelta(days=7)
        when = When(when.start - week, when.end - week, "range")
        when.inferences = (Inference.read_as("week", f"{when.start} to {when.end}"),)
    return when, j


def _months_joined(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`nov 2026-jan 2027`: a year that a hyphen follows at once."""
    first = month_word(tokens, i)
    if first is None:
        return None
    year, sign = digits(tokens[first[1]], 4, 4), first[1] + 1
    if year is None or not glued(tokens[sign], "-") or month_word(tokens, sign + 1) is None:
        return None
    end = period(tokens, sign + 1, context)
    if end is None or isinstance(end[0], Problem):
        return end
    return join(month_period(year, first[0]), end[0]), end[1]


# -- weekdays ---------------------------------------------------------------------------------


def _weekdays_only(tokens: Tokens, i: int, context: ReadingContext) -> Match | None:
    """`mondays`, `every friday`, `mondays and fridays`, `weekdays`, `weekends`."""
    j = skip(tokens, skip(tokens, i, "on", "in"), *_EVERY)
    told = is_word(tokens[j - 1], *_EVERY) and j > i
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


def _weekday_of(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
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


def _working_days(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`last 5 working days`, `past ten business days`: up to yesterday."""
    j = skip(tokens, i, "the")
    if not is_word(tokens[j], *LAST, "trailing"):
        return None
    found = number(tokens, j + 1)
    amount, j = 1, j + 1
    if found is not None and isinstance(found[0], Fraction) and found[0].denominator == 1:
        amount, j = int(found[0]), found[1]
    if is_word(tokens[j], "working", "business", "work") and is_word(tokens[j + 1], "day", "days"):
        j += 2
    elif is_word(tokens[j], "workday", "workdays", "weekday"):
        j += 1
    else:
        return None
    workdays = _workdays(context)
    if not 0 < amount <= 1000 or not workdays:
        return Problem("no_range", "Unknown period", HINT), j
    last = day_ = context.today - timedelta(days=1)
    while last.weekday() not in workdays:
        last -= timedelta(days=1)
    day_, left = last, amount - 1
    while left:
        day_ -= timedelta(days=1)
        left -= day_.weekday() in workdays
    said = (Inference.read_as("days", f"{day_} to {last}"),)
    return When(day_, last, "range", inferences=said), j


# -- the same a year before -------------------------------------------------------------------


def _alike(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`same month last year`, `this time last year`, `the same week a year ago`."""
    j = skip(tokens, i, "the")
    if is_word(tokens[j], "this") and is_word(tokens[j + 1], "time"):
        return _this_time(tokens, j + 2, context)
    if not is_word(tokens[j], "same"):
        return None
    unit = unit_at(tokens, j + 1)
    end = skip(tokens, skip(tokens, j + 2, "of", "in"), "the")
    after = past_year(tokens, end)
    if unit not in ("day", "week", "month", "quarter") or not after:
        return None
    return year_earlier(_now(unit, context)), after


def _now(unit: str, context: ReadingContext) -> When:
    return When(context.today) if unit == "day" else whole_unit(unit, 0, context)


def past_year(tokens: Tokens, j: int) -> int:
    """The place after `last year`, `a year ago`, `the year before`; 0 where it is none."""
    if is_word(tokens[j], *LAST, "the", "a", "one") and is_word(tokens[j + 1], "year"):
        if is_word(tokens[j], *LAST):
            return j + 2
        return j + 3 if is_word(tokens[j + 2], "before", "ago", "earlier", "back") else 0
    return 0


def year_earlier(when: When) -> When:
    """The same week, month or quarter of the year before; of a week the same weekdays."""
    if when.unit == "week":
        back = timedelta(days=364)
        found = When(when.start - back, when.end - back, "week")
    elif when.unit == "month":
        found = month_period(when.start.year - 1, when.start.month)
    elif when.unit == "quarter":
        found = quarter_period(when.start.year - 1, (when.start.month + 2) // 3)
    else:
        found = When(add_months(when.start, -12), add_months(when.end, -12), when.unit)
    found.inferences = (Inference.read_as("year", f"{found.start} to {found.end}"),)
    return found


def _this_time(tokens: Tokens, j: int, context: ReadingContext) -> Reading | None:
    """`this time last year`: this month as far as it has come, a year before; week and month so."""
    unit = unit_at(tokens, j + 1) if is_word(tokens[j], *LAST) else ""
    if unit not in ("week", "month", "year"):
        return None
    if unit == "week":
        start, end = week_period(context.today, context).start, context.today
        moved = (start - timedelta(days=7), end - timedelta(days=7))
    else:
        months = -12 if unit == "year" else -1
        end = add_months(context.today, months)
        moved = (end.replace(day=1), end)
    said = (Inference.read_as(unit, f"{moved[0]} to {moved[1]}"),)
    return When(*moved, "range", inferences=said), j + 2


# -- ends ---------------------------------------------------------------------------------------


def _until(tokens: Tokens, found: Reading, context: ReadingContext) -> Reading:
    """A period cut off: `so far`, `to date`, `as of friday`, `up to last sunday`."""
    when, j = found
    if isinstance(when, Problem):
        return found
    if is_word(tokens[j], "so") and is_word(tokens[j + 1], "far"):
        return _cut(when, context.today), j + 2
    k = j + 1 if is_sign(tokens[j], "-") else j
    after = k + 2 if is_sign(tokens[k + 1], "-") else k + 1
    if is_word(tokens[k], "to") and is_word(tokens[after], "date"):
        return _cut(when, context.today), after + 1
    k = up_to(tokens, j)
    end = day(tokens, skip(tokens, k, "and", "including"), context) if k else None
    if end is None:
        return found
    if isinstance(end[0], Problem):
        return end
    last = end[0].start
    if last < when.start:
        return BACKWARDS, end[1]
    return When(when.start, last, "range"), end[1]


def up_to(tokens: Tokens, j: int) -> int:
    """The place after `up to`, `as of`, `as at`; 0 where they do not stand."""
    if is_word(tokens[j], "up") and is_word(tokens[j + 1], *UNTIL):
        return j + 2
    return j + 2 if is_word(tokens[j], "as") and is_word(tokens[j + 1], "of", "at") else 0


def _cut(when: When, last: date) -> When:
    if last < when.start or last >= when.end:
        return when
    return When(when.start, last, "range", inferences=when.inferences)


def since(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`since monday`, `from october`, `starting 9 november`: until today."""
    if not is_word(tokens[i], "since", "from", "starting", "beginning", "after"):
        return None
    found = point(tokens, skip(tokens, i + 1, "from", "on"), context)
    if found is None or isinstance(found[0], Problem):
        return found
    when, j = found[0], found[1]
    if is_word(tokens[i], "from") and when.unit in _WHOLE and not when.floating:
        # "everything from last week" is that week, and nothing after it.
        return None
    start = shift(when.end, 1) if tokens[i].text == "after" else when.start
    if start is None or start > context.today:
        return FUTURE, j
    if is_word(tokens[j], "onwards", "onward", "on"):
        j += 1
    return When(start, context.today, "range", inferences=when.inferences), j


_WHOLE = frozenset(("week", "month", "quarter", "year"))
FUTURE = Problem("no_range", "That period begins in the future", "Give a period that has begun")


def _trailing(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`trailing 12 months`, `rolling 30 days`: like `last 30 days`."""
    j = skip(tokens, i, "the")
    if not is_word(tokens[j], "trailing", "rolling"):
        return None
    typed, token = tokens[j].text, tokens[j]
    token.text = "last"
    try:
        found = period(tokens, j, context)
    finally:
        token.text = typed
    if found is None or isinstance(found[0], Problem):
        return found
    when = found[0]
    if when.unit == "year":
        return None
    return when, found[1]


# -- weeks, intervals, years --------------------------------------------------------------------


def _weeks(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`calendar week 45`, `weeks 44-46`, `w/c 26/10`, `the week starting 2 november`."""
    j = skip(tokens, skip(tokens, i, "the"), "calendar", "iso")
    if is_word(tokens[j], "w") and is_sign(tokens[j + 1], "/"):
        return _commencing(tokens, j, context)
    if is_word(tokens[j], "weeks", "wks") or (
        is_word(tokens[j], "week", "wk", "w", "kw", "cw") and tokens[j + 1].kind == NUMBER
    ):
        found = _numbered(tokens, j, context)
        return found or (period(tokens, j, context) if j > i else None)
    return period(tokens, j, context) if j > i and is_word(tokens[j], "week", "wk") else None


def _commencing(tokens: Tokens, j: int, context: ReadingContext) -> Reading | None:
    """`w/c 26/10`, `w/e 15 nov`."""
    if not is_word(tokens[j + 2], "c", "e", "b"):
        return None
    found = day(tokens, skip(tokens, j + 3, "on"), context)
    if found is None or isinstance(found[0], Problem):
        return found
    back = -6 if tokens[j + 2].text == "e" else 0
    start = shift(found[0].start, back)
    end = shift(found[0].start, back + 6)
    return (When(start, end, "week"), found[1]) if start and end else None


def _numbered(tokens: Tokens, j: int, context: ReadingContext) -> Reading | None:
    first = digits(tokens[j + 1], most=2)
    k = j + 2
    if first is None:
        return None
    if is_sign(tokens[k], "-", "/") or is_word(tokens[k], *UNTIL, "and"):
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
        end = _latest_week(last, context)
        start = end if isinstance(end, Problem) else _iso_before(first, last, end)
    else:
        k, end = year[1], iso_week(year[0], last)
        start = iso_week(year[0] - (first > last), first)
    if isinstance(start, Problem) or isinstance(end, Problem):
        return (start if isinstance(start, Problem) else end), k
    return When(start.start, end.end, "range"), k


def _latest_week(week: int, context: ReadingContext) -> When | Problem:
    year = context.today.isocalendar().year
    found = iso_week(year, week)
    if isinstance(found, Problem) or found.start > context.today:
        found = iso_week(year - 1, week)
    return found


def _iso_before(first: int, last: int, end: When) -> When | Problem:
    return iso_week(end.start.isocalendar().year - (first > last), first)


def _interval(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
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
    if j - i < 3 or not glued(tokens[j], "/") or digits(tokens[j + 1], 4, 4) is None:
        return None
    second = written_date(tokens, j + 1, context) or period(tokens, j + 1, context)
    if second is None or isinstance(second[0], Problem):
        return second
    return join(first[0], second[0]), second[1]


def _days_of_a_month(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`1st to 15th of last month`, `1-15 of this month`."""
    j = skip(tokens, skip(tokens, i, "from", "between"), "the")
    first = day_number(tokens, j)
    if first is None:
        return None
    k = first[1]
    if not (is_word(tokens[k], *UNTIL, "and") or is_sign(tokens[k], "-")):
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


def _in_a_year(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`last year november`, `this year q3`, `last year's october`."""
    steps = ((-1, LAST), (0, THIS), (1, NEXT))
    step = next((step for step, words in steps if is_word(tokens[i], *words)), None)
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


def _fiscal(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`FY2026`, `Q1 FY26`, `this financial year`, `last tax year`, `fy to date`."""
    j = skip(tokens, i, "the")
    quarter = None
    if is_word(tokens[j], "q") and digits(tokens[j + 1], most=1) and not tokens[j + 1].gap:
        quarter = digits(tokens[j + 1], most=1)
        j = skip(tokens, skip(tokens, j + 2, "of"), "the")
    year = _fiscal_year(tokens, j, context)
    if year is None:
        return None
    start, k = context.conventions.fiscal_year_start, year[1]
    if start is None:
        return UNKNOWN_START, k
    first = _fiscal_start(year[0], start)
    when = When(first, _fiscal_start(year[0] + 1, start) - timedelta(days=1), "year")
    if quarter is not None:
        if not 1 <= quarter <= 4:
            return Problem("invalid_date", "A year has four quarters", HINT), k
        begin = add_months(first, 3 * quarter - 3)
        when = When(begin, add_months(first, 3 * quarter) - timedelta(days=1), "range")
    when.inferences = (Inference.read_as("year", f"{when.start} to {when.end}"),)
    return when, k


def _fiscal_start(year: int, start: tuple[int, int]) -> date:
    """The first day of the financial year that is called after the year in which it ends."""
    return date(year - (start != (1, 1)), *start)


def _fiscal_year(tokens: Tokens, j: int, context: ReadingContext) -> tuple[int, int] | None:
    """The financial year told at `j`, by the year it ends in."""
    if is_word(tokens[j], "fy"):
        year = digits(tokens[j + 1], 2, 4)
        if year is not None and len(tokens[j + 1].text) != 3:
            after = digits(tokens[j + 3], 2, 4) if glued(tokens[j + 2], "/", "-") else None
            if after is not None:
                return 2000 + after % 100, j + 4
            return (year if year > 99 else 2000 + year), j + 2
        return _fiscal_now(context), j + 1
    steps = ((-1, LAST), (0, THIS), (1, NEXT))
    step = next((step for step, words in steps if is_word(tokens[j], *words)), None)
    k = j if step is None else j + 1
    if is_word(tokens[k], "fy"):
        return _fiscal_now(context) + (step or 0), k + 1
    if not is_word(tokens[k], "financial", "fiscal", "tax", "accounting"):
        return None
    if not is_word(tokens[k + 1], "year"):
        return None
    typed = year_number(tokens, k + 2) if step is None else None
    if typed is not None:
        return typed
    return _fiscal_now(context) + (step or 0), k + 2


def _fiscal_now(context: ReadingContext) -> int:
    start, today = context.conventions.fiscal_year_start or (1, 1), context.today
    return today.year + (start != (1, 1) and (today.month, today.day) >= start)
