"""Days as they are told looking back, with all that a day, a period and a run do not cover.

Runs that have to lie back, `so far` and `as of`, `since`, `trailing`.
"""

from datetime import date, timedelta

from harvest_cli.domain.days import DAY
from harvest_cli.language.days.calendar_math import (
    HINT,
    Reading,
    When,
    add_months,
    month_period,
    quarter_period,
    shift,
    week_period,
)
from harvest_cli.language.days.month_days import (
    month_word,
)
from harvest_cli.language.days.periods import period, unit_at
from harvest_cli.language.days.ranges import BACKWARDS, join, point, stretch
from harvest_cli.language.days.relative import day, weekday_word
from harvest_cli.language.lengths.numbers import whole_number
from harvest_cli.language.periods.alike import alike, without_its_unit
from harvest_cli.language.periods.numbered import (
    day_of_a_list,
    days_of_a_month,
    fiscal,
    in_a_year,
    interval,
    weeks,
    years,
)
from harvest_cli.language.periods.weekdays import (
    last_weekdays,
    weekday_of,
    weekdays_only,
    working_days,
)
from harvest_cli.language.text.match import (
    Match,
    Problem,
    ReadingContext,
    Tokens,
    digits,
    glued,
    is_sign,
    is_word,
    opening,
    skip,
    starts_clean,
)
from harvest_cli.language.text.readings import Inference
from harvest_cli.language.text.tokens import NUMBER, SIGN, WORD
from harvest_cli.language.text.vocabulary import (
    DAYS_BEGIN,
    LAST,
    NEXT,
    PERIODS_BEGIN,
    TIME_NOUNS,
    UNTIL,
    WEEKDAYS,
    WEEKDAYS_MANY,
)


def days_said(tokens: Tokens, i: int, context: ReadingContext, apart: bool = False) -> Match | None:
    """Days at `i`, a weekday that narrows them, or what is wrong with them.

    `apart`: two periods stand beside each other, and `to` between them makes no run.
    """
    if tokens[i].kind == SIGN or not starts_clean(tokens, i):
        return None
    only = weekdays_only(tokens, i, context) if tokens[i].kind == WORD else None
    if only is not None:
        return only
    found = _told(tokens, i, context, apart=apart)
    if found is None:
        return None
    when, j = _until(tokens, found, context)
    if isinstance(when, Problem):
        return Match("problem", i, j, when)
    if (
        when.unit == "day"
        and when.anchor is None
        and any(is_word(token, *_VAGUE) for token in tokens[i:j])
    ):
        when.inferences = when.inferences or (Inference.read_as("days", str(when.start)),)
    return Match("days", i, j, when, when.inferences)


_VAGUE = ("weeks", "months", "end", "start", "beginning")
"""Words of a day that could as well be told of more: `3 weeks ago`, `end of october`."""


def _told(tokens: Tokens, i: int, context: ReadingContext, *, apart: bool) -> Reading | None:
    word = opening(tokens, i)
    plain = not word or word in DAYS_BEGIN or word in PERIODS_BEGIN or word == "now"
    if tokens[i].kind == NUMBER:
        return (
            weekday_of(tokens, i, context)
            or interval(tokens, i, context)
            or years(tokens, i)
            or days_of_a_month(tokens, i, context)
            or day_of_a_list(tokens, i, context)
            or _by_its_end(tokens, i, context)
            or (None if apart else _run(tokens, i, context))
            or day(tokens, i, context)
            or period(tokens, i, context)
        )
    return (
        weekday_of(tokens, i, context)
        or working_days(tokens, i, context)
        or last_weekdays(tokens, i, context)
        or alike(tokens, i, context)
        or fiscal(tokens, i, context)
        or weeks(tokens, i, context)
        or days_of_a_month(tokens, i, context)
        or (day_of_a_list(tokens, i, context) if is_word(tokens[i], "the") else None)
        or in_a_year(tokens, i, context)
        or _by_its_end(tokens, i, context)
        or without_its_unit(tokens, i, context)
        or (_run(tokens, i, context) if plain and not apart else None)
        or since(tokens, i, context)
        or _rest(tokens, i, context)
        or (day(tokens, i, context) if plain else None)
        or _trailing(tokens, i, context)
        or _recent(tokens, i, context)
        or (period(tokens, i, context) if plain else None)
    )


def _by_its_end(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """What an end is told of first, or alone."""
    text = tokens[i].text
    if text in UNTIL or text in ("up", "as"):
        return _turned_round(tokens, i, context)
    counted = any(token.text in TIME_NOUNS for token in tokens[i : i + 3])
    return _ending(tokens, i, context) if counted else None


def _turned_round(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`until yesterday from the 1st`, `as of friday, this month`."""
    j = up_to(tokens, i) or skip(tokens, i, *UNTIL)
    last = point(tokens, j, context) if j > i else None
    if last is None:
        return None
    if not is_word(tokens[last[1]], "from", "since", "starting"):
        return _cut_ahead(tokens, last, context)
    first = point(tokens, skip(tokens, last[1] + 1, "on"), context)
    if first is None or isinstance(first[0], Problem) or isinstance(last[0], Problem):
        return first
    start, end = first[0].start, last[0].end
    return (When(start, end, "range") if end >= start else join(first[0], last[0])), first[1]


def _cut_ahead(tokens: Tokens, last: Reading, context: ReadingContext) -> Reading | None:
    """The period behind the day that it goes up to: `as of friday, this month`."""
    whole = period(tokens, last[1] + 1, context) if is_sign(tokens[last[1]], ",") else None
    if whole is None or isinstance(whole[0], Problem) or isinstance(last[0], Problem):
        return None
    return _cut_by(whole[0], last[0]), whole[1]


def _ending(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`the 90 days ending 31 october`, `2 weeks to friday`, `the fortnight ending friday`."""
    j = skip(tokens, i, "the", "a")
    found = whole_number(tokens, j)
    if is_word(tokens[j + 1], "ending", "ended") and tokens[j].text != "week":
        found = found or (2 if is_word(tokens[j], "fortnight") else 1, j)
    if found is None:
        return None
    amount, unit, j = found[0], unit_at(tokens, found[1]), found[1] + 1
    unit = "week" if unit == "fortnight" else unit
    k = up_to(tokens, j) or skip(tokens, j, "ending", "ended", *UNTIL)
    last = point(tokens, k, context) if k > j and 0 < amount < 1000 else None
    if last is None or isinstance(last[0], Problem):
        return last
    end = last[0].end
    if unit in ("day", "week"):
        start = shift(end, 1 - amount * (7 if unit == "week" else 1))
    elif unit in ("month", "quarter", "year"):
        months = amount * {"month": 1, "quarter": 3}.get(unit, 12)
        start = add_months(end + timedelta(days=1), -months)
    else:
        return None
    return (When(start, end, "range"), last[1]) if start is not None else None


def _run(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """A run; one of weekdays over a week's end that would lead past today is the one before."""
    found = stretch(tokens, i, context) or _months_joined(tokens, i, context)
    if found is None or any(_takes_away(tokens, k) for k in range(i + 1, found[1])):
        return None
    when, j = found
    if isinstance(when, Problem):
        return found
    if any(month_word(tokens, k) or is_word(tokens[k], "q") for k in range(i, j)):
        typed = any(digits(token, 4, 4) or is_word(token, *NEXT) for token in tokens[i:j])
        return (when if typed else in_the_past(when, context.today)), j
    at = skip(tokens, i, "from", "between")
    last = is_word(tokens[at], *LAST)
    ends = weekday_word(tokens, j - 1) is not None
    bare = ends and weekday_word(tokens, at + last) is not None
    over = when.end > context.today and (last or week_period(when.start, context).end < when.end)
    if bare and over and when.start <= context.today and j - at == 3 + last:
        week = timedelta(days=7)
        when = When(when.start - week, when.end - week, "range")
    elif not (ends and over):
        return when, j
    return when.told("week"), j


def _takes_away(tokens: Tokens, k: int) -> bool:
    """Whether the minus of `last month -fridays` is at `k`, and no run to a day."""
    after, before = tokens[k + 1], tokens[k - 1]
    minus = is_sign(tokens[k], "-") and tokens[k].gap and not after.gap
    return minus and after.text in _DAYS and before.text not in _DAYS and before.text.isalpha()


_DAYS = {*WEEKDAYS, *WEEKDAYS_MANY, "weekend", "weekends", "yesterday", "today"}


def in_the_past(when: When, today: date) -> When:
    """A run over a year's end without its years, of which most would lie ahead: the one before."""
    ahead, behind = when.end - today, today - when.start
    if when.end.year == when.start.year or ahead < max(behind, timedelta(days=31)):
        return when
    day_after = add_months(when.end + timedelta(days=1), -12)
    return When(add_months(when.start, -12), day_after - DAY, "range").told("year")


def _months_joined(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`nov 2026-jan 2027`, `q4 2025-q1 2026`: a year that a hyphen follows at once."""
    month = month_word(tokens, i)
    at = month[1] if month else i + 2
    quarter = digits(tokens[i + 1], most=1) if is_word(tokens[i], "q") else None
    year = digits(tokens[at], 4, 4)
    apart = not glued(tokens[at + 1], "-") or tokens[at + 2].kind == NUMBER
    if year is None or apart or (month is None and quarter not in range(1, 5)):
        return None
    end = period(tokens, at + 2, context)
    if end is None or isinstance(end[0], Problem):
        return end
    begin = month_period(year, month[0]) if month else quarter_period(year, quarter or 1)
    return join(begin, end[0]), end[1]


def _recent(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`my recent entries`, `what I did recently`: seven days up to today."""
    if not is_word(tokens[i], "recent", "recently"):
        return None
    when = When(context.today - timedelta(days=6), context.today, "range")
    when.inferences = (Inference("week", f'"{tokens[i].text}" read as the last 7 days'),)
    return when, i + 1


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
        return _up_to_today(when, context), after + 1
    k = up_to(tokens, j)
    end = day(tokens, skip(tokens, skip(tokens, k, "and"), "including"), context) if k else None
    if end is None:
        return found
    if isinstance(end[0], Problem):
        return end
    return _cut_by(when, end[0]), end[1]


def _cut_by(when: When, day_: When) -> When | Problem:
    """A period up to a day; of `october up to the 10th` that day is in October."""
    if day_.start > when.end and day_.floats != "weekday":
        day_ = day_.since(when.start)
    if day_.start > when.end:
        return OUTSIDE
    return BACKWARDS if day_.start < when.start else When(when.start, day_.start, "range")


OUTSIDE = Problem(
    "invalid_date", "That day is after the period", "Give one in it, like `october up to the 10th`"
)


def up_to(tokens: Tokens, j: int) -> int:
    """The place after `up to`, `as of`, `as at`; 0 where they do not stand."""
    if is_word(tokens[j], "up") and is_word(tokens[j + 1], *UNTIL):
        return j + 2
    return j + 2 if is_word(tokens[j], "as") and is_word(tokens[j + 1], "of", "at") else 0


def _up_to_today(when: When, context: ReadingContext) -> When:
    """`january to date`: what is over goes on until today."""
    if when.end >= context.today:
        return _cut(when, context.today)
    said = Inference.read_as("days", f"{when.start} to {context.today}")
    return When(when.start, context.today, "range", inferences=(*when.inferences, said))


def _cut(when: When, last: date) -> When:
    if last < when.start or last >= when.end:
        return when
    told = tuple(
        Inference.read_as(each.kind, f"{when.start} to {last}") if "read as" in each.text else each
        for each in when.inferences
    )
    return When(when.start, last, "range", inferences=told)


def since(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`since monday`, `from october`, `starting 9 november`: until today."""
    if not is_word(tokens[i], "since", "from", "starting", "beginning", "after"):
        return None
    at = skip(tokens, i + 1, "from", "on")
    found = point(tokens, at, context) or working_days(tokens, at, context)
    if found is None or isinstance(found[0], Problem):
        return found
    when, j = found[0], found[1]
    whole = when.unit in _WHOLE and not when.floating
    whole = whole or (is_word(tokens[j - 1], "yesterday") and not is_word(tokens[j], *_ON))
    if is_word(tokens[i], "from") and whole:
        # "everything from last week" is that week, and nothing after it.
        return None
    start = shift(when.end, 1) if tokens[i].text == "after" else when.start
    if start is None or start > context.today:
        return FUTURE, j
    if is_word(tokens[j], *_ON):
        j += 1
    return When(start, context.today, "range", inferences=when.inferences), j


_ON = ("onwards", "onward", "on")
_WHOLE = frozenset(("week", "month", "quarter", "year"))
FUTURE = Problem("no_range", "That period begins in the future", "Give a period that has begun")


def _rest(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`the rest of the week`: from today on."""
    j = skip(tokens, i, "the")
    if not (is_word(tokens[j], "rest", "remainder") and is_word(tokens[j + 1], "of")):
        return None
    found = period(tokens, j + 2, context)
    if found is None or isinstance(found[0], Problem):
        return found
    if found[0].end < context.today:
        return Problem("no_range", "Nothing is left of that period", HINT), found[1]
    return When(max(context.today, found[0].start), found[0].end, "range"), found[1]


def _trailing(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`trailing 12 months`, `rolling 30 days`: like `last 30 days`."""
    j = skip(tokens, i, "the")
    if not is_word(tokens[j], "trailing", "rolling"):
        return None
    typed, token = tokens[j].text, tokens[j]
    token.text, known, context.nothing = "last", context.nothing, None
    try:
        found = period(tokens, j, context)
    finally:
        token.text, context.nothing = typed, known
    if found is None or isinstance(found[0], Problem):
        return found
    when = found[0]
    if when.unit == "year":
        return None
    return when, found[1]
