"""Periods: weeks, months, quarters, halves, years, and `last N days`, `month to date`."""

from datetime import date, timedelta

from harvest_cli.language.days.calendar_math import (
    Reading,
    When,
    add_months,
    half_period,
    latest_weekday,
    month_period,
    quarter_period,
    shift,
    week_period,
    year_period,
)
from harvest_cli.language.days.month_days import (
    day_number,
    month_name,
    month_word,
    named_month,
    step_of,
    year_number,
)
from harvest_cli.language.days.named_periods import (
    SHOW,
    half_year,
    numbered_period,
    quarter_name,
    week_name,
    year_name,
)
from harvest_cli.language.lengths.numbers import whole_number
from harvest_cli.language.text.match import (
    Problem,
    ReadingContext,
    Tokens,
    is_sign,
    is_word,
    skip,
    starts_clean,
)
from harvest_cli.language.text.tokens import END, NUMBER, WORD
from harvest_cli.language.text.vocabulary import THIS

_NAMES = ("day", "week", "month", "quarter", "year", "weekend")
_UNITS = {"fortnight": "fortnight", "wk": "week", "qtr": "quarter", "mth": "month"}
_UNITS |= {n + end: n for n in _NAMES for end in ("", "s")}
_TO_DATE = {"ytd": "year", "mtd": "month", "wtd": "week", "qtd": "quarter", "htd": "half"}
_PARTS = ("day", "week", "month", "quarter")


def period(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """A period of more than a day at `i`, and the place after it."""
    nothing, place = context.nothing, (i, "period")
    if nothing is not None and place in nothing:
        return None
    found = _period(tokens, i, context)
    if nothing is not None and found is None:
        nothing.add(place)
    return found


def _period(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    if not starts_clean(tokens, i):
        return None
    token = tokens[i]
    if token.kind == NUMBER:
        return (
            quarter_name(tokens, i, context)
            or half_year(tokens, i, context)
            or numbered_period(tokens, i)
        )
    if token.kind != WORD:
        return None
    return (
        _portion(tokens, i, context)
        or _to_date(tokens, i, context)
        or _told(tokens, i, context)
        or month_name(tokens, i, context)
        or quarter_name(tokens, i, context)
        or half_year(tokens, i, context)
        or week_name(tokens, i, context)
        or year_name(tokens, i)
    )


# -- this, last, next ------------------------------------------------------------------------


def _told(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    j = skip(tokens, skip(tokens, i, "the"), "whole", "full", "entire")
    unit = unit_at(tokens, j)
    if unit == tokens[0].text and tokens[1].kind == END:
        # A unit alone is the one that is running.
        return whole_unit(unit, 0, context) if unit != "day" else When(context.today), 1
    if unit:
        if is_word(tokens[j + 1], "before") and is_word(tokens[j + 2], "last"):
            return whole_unit(unit, -2, context), j + 3
        plain = (
            (j > i or unit in ("weekend", "fortnight"))
            and unit != "day"
            and not is_word(tokens[j + 1], "of", "ago", "ending", "to", "before", "from")
        )
        plain = plain and tokens[j + 1].kind != NUMBER
        return (whole_unit(unit, 0, context), j + 1) if plain else None
    step = step_of(tokens[j])
    return None if step is None else _stepped(tokens, j + 1, step, context)


def _stepped(tokens: Tokens, j: int, step: int, context: ReadingContext) -> Reading | None:
    j = skip(tokens, j, "full", "whole", "calendar")
    unit = unit_at(tokens, j)
    if unit == "day" or (unit and tokens[j].text.endswith("s")):
        return None
    if unit:
        return whole_unit(unit, step, context), j + 1
    if _is_half(tokens, j):
        return whole_unit("half", step, context), _past_half(tokens, j)
    if step < 0 and tokens[j].text in _TO_DATE:
        return _to_date_before(tokens, j, context)
    month = month_word(tokens, j)
    if month and step <= 0 and year_number(tokens, month[1]) is None:
        return named_month(month[0], context, before=step < 0), month[1]
    quarter = quarter_name(tokens, j, context) if is_word(tokens[j], "q") else None
    if quarter and step <= 0:
        return _quarter_over(quarter, context) if step else quarter
    return _counted(tokens, j, context) if step < 0 else None


def _to_date_before(tokens: Tokens, j: int, context: ReadingContext) -> Reading:
    """`last ytd`: the one before, as far as this one has come."""
    unit = _TO_DATE[tokens[j].text]
    before = whole_unit(unit, -1, context)
    if unit == "week":
        end = context.today - timedelta(days=7)
    else:
        months = {"month": 1, "quarter": 3, "half": 6}.get(unit, 12)
        end = min(add_months(context.today, -months), before.end)
    return When(before.start, end, "range"), j + 1


def _quarter_over(found: Reading, context: ReadingContext) -> Reading:
    """`last q4`: the latest that is over."""
    when, j = found
    if isinstance(when, Problem) or not when.floating or when.end < context.today:
        return found
    return quarter_period(when.start.year - 1, (when.start.month + 2) // 3), j


def _is_half(tokens: Tokens, j: int) -> bool:
    """Whether `half` at `j` is that of a year: `last half`, `this half-year`."""
    counted = unit_at(tokens, j + 1) not in ("", "year") or is_word(tokens[j + 1], *_OF_HOURS)
    return is_word(tokens[j], "half") and not counted and tokens[j + 1].kind != NUMBER


_OF_HOURS = ("hour", "hours", "an", "a", "past", "of", "the", "day")


def _past_half(tokens: Tokens, j: int) -> int:
    return skip(tokens, j + 1 + is_sign(tokens[j + 1], "-"), "year")


def unit_at(tokens: Tokens, j: int) -> str:
    """The unit of time named at `j`, in the singular; empty where there is none."""
    return _UNITS.get(tokens[j].text, "") if tokens[j].kind == WORD else ""


def whole_unit(unit: str, step: int, context: ReadingContext) -> When:
    """This unit, or one so many steps away."""
    today = context.today
    if unit == "week":
        return week_period(today + timedelta(days=7 * step), context)
    if unit == "month":
        return month_period(today.year, today.month + step)
    if unit == "quarter":
        return quarter_period(today.year, (today.month + 2) // 3 + step)
    if unit == "year":
        return year_period(today.year + step)
    if unit == "half":
        half = today.year * 2 + (today.month > 6) + step
        return half_period(half // 2, half % 2 + 1)
    if unit == "weekend":
        return _weekend(today, step)
    first = today - timedelta(days=13) + timedelta(days=14 * max(step, 0))
    return When(first, first + timedelta(days=13), "range")


def _weekend(today: date, step: int) -> When:
    """The latest weekend that has begun, the one before the current one, or the next."""
    if today.weekday() < 5 and step < 0:
        step += 1
    saturday = latest_weekday(today, 5) + timedelta(days=7 * step)
    return When(saturday, saturday + timedelta(days=1), "weekend")


def _counted(tokens: Tokens, j: int, context: ReadingContext) -> Reading | None:
    """`last 30 days`, `past two weeks`, `last 3 months`: so many, up to and with today."""
    found = whole_number(tokens, j)
    if is_word(tokens[j], "couple"):
        found = 2, skip(tokens, j + 1, "of")
    if found is None:
        return None
    amount, j = min(found[0], 10**6), found[1]
    full = skip(tokens, j, "full", "whole", "complete")
    unit = unit_at(tokens, full if full > j else skip(tokens, j, "calendar"))
    if not unit or unit == "weekend" or (full > j and unit not in _OVER):
        return None
    whole = _whole_ones(unit, amount, context, full=full > j) if amount else None
    if whole is not None:
        return whole, (full if full > j else skip(tokens, j, "calendar")) + 1
    start = _start_of_last(unit, amount, context.today) if amount else None
    if start is None:
        return Problem("no_range", "Unknown period", SHOW), j + 1
    return When(start, context.today, "range"), skip(tokens, j, "calendar") + 1


_OVER = ("week", "month", "quarter", "year")


def _whole_ones(unit: str, amount: int, context: ReadingContext, *, full: bool) -> When | None:
    """`last 2 quarters`, `last 3 full months`: whole ones that are over."""
    if not (full or unit in ("quarter", "year")) or amount > 400:
        return None
    first, last = (whole_unit(unit, step, context) for step in (-amount, -1))
    return When(first.start, last.end, "range")


def _start_of_last(unit: str, amount: int, today: date) -> date | None:
    days = {"day": 1, "week": 7, "fortnight": 14}.get(unit)
    if days:
        return shift(today, 1 - days * amount)
    if unit != "month" or amount >= (today.year - 1) * 12:
        return None
    return add_months(today, -amount) + timedelta(days=1)


def _to_date(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`month to date`, `week-to-date`, `ytd`, `so far this month`."""
    unit, j = _TO_DATE.get(tokens[i].text, ""), i + 1
    if not unit:
        at = skip(tokens, i, "the", "this")
        unit, j = unit_at(tokens, at), at + 1
        if _is_half(tokens, at):
            unit, j = "half", _past_half(tokens, at)
        if is_word(tokens[j], "so") and is_word(tokens[j + 1], "far"):
            return _begun(unit, j + 2, context)
        for word in ("to", "date"):
            hyphens = 1 if is_sign(tokens[j], "-") else 0
            if not is_word(tokens[j + hyphens], word):
                return _so_far(tokens, i, context)
            j += hyphens + 1
    return _begun(unit, j, context)


def _so_far(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    if not (is_word(tokens[i], "so") and is_word(tokens[i + 1], "far")):
        return None
    return _begun(unit_at(tokens, i + 3), i + 4, context) if is_word(tokens[i + 2], *THIS) else None


def _begun(unit: str, j: int, context: ReadingContext) -> Reading | None:
    """What has passed of this week, month, quarter or year."""
    if unit not in ("week", "month", "quarter", "half", "year"):
        return None
    return When(whole_unit(unit, 0, context).start, context.today, "range"), j


# -- parts of periods ------------------------------------------------------------------------


def _portion(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`last 3 days of october`, `first week of may`, `start of the month`, `end of 2025`."""
    at = skip(tokens, i, "the")
    if is_word(tokens[at], "start", "beginning", "end") and is_word(tokens[at + 1], "of"):
        whole = _any_whole(tokens, at + 2, context)
        if whole is None:
            return None
        edge = whole[0].end if tokens[at].text == "end" else whole[0].start
        return When(edge), whole[1]
    if not is_word(tokens[at], "first", "last"):
        return _nth_week(tokens, at, context)
    return _counted_part(tokens, at + 1, tokens[at].text == "first", context)


def _nth_week(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`second week of october`: its eighth to its fourteenth day."""
    nth = day_number(tokens, i)
    if nth is None or not nth[2] or not is_word(tokens[nth[1]], "week"):
        return None
    whole = _any_whole(tokens, nth[1] + 2, context) if is_word(tokens[nth[1] + 1], "of") else None
    start = shift(whole[0].start, 7 * (nth[0] - 1)) if whole else None
    if whole is None or start is None or start > whole[0].end:
        return None
    end = min(start + timedelta(days=6), whole[0].end)
    return When(start, end, "range").told("week"), whole[1]


def _counted_part(tokens: Tokens, i: int, first: bool, context: ReadingContext) -> Reading | None:
    """`3 days of october`; the first or last week of a month is its first or last seven days."""
    amount, j = whole_number(tokens, i) or (1, i)
    unit = unit_at(tokens, j)
    if unit not in _PARTS or not is_word(tokens[j + 1], "of", "in"):
        return None
    whole = _any_whole(tokens, j + 2, context)
    if whole is None or not 0 < amount <= 366:
        return None
    if unit in ("month", "quarter"):
        many = amount * (3 if unit == "quarter" else 1)
        return _cut_months(whole[0], first, many), whole[1]
    part = _cut(whole[0], first, amount * (7 if unit == "week" else 1))
    return part.told("week") if unit == "week" else part, whole[1]


def _cut_months(whole: When, first: bool, many: int) -> When:
    inside = (whole.end.year - whole.start.year) * 12 + whole.end.month - whole.start.month + 1
    if many > inside:
        return whole
    if first:
        return When(whole.start, add_months(whole.start, many) - timedelta(days=1), "range")
    return When(add_months(whole.start, inside - many), whole.end, "range")


def _cut(whole: When, first: bool, days: int) -> When:
    days = min(days, (whole.end - whole.start).days + 1) - 1
    if first:
        return When(whole.start, whole.start + timedelta(days=days), "range")
    return When(whole.end - timedelta(days=days), whole.end, "range")


def _any_whole(tokens: Tokens, j: int, context: ReadingContext) -> tuple[When, int] | None:
    if tokens[j].kind == NUMBER:
        found = numbered_period(tokens, j)
    else:
        found = (
            _told(tokens, j, context)
            or month_name(tokens, j, context)
            or quarter_name(tokens, j, context)
        )
    if found is None or isinstance(found[0], Problem):
        return None
    return found[0], found[1]
