"""Named periods: `october`, `oct 2025`, `q3`, `h1 2026`, `2026-10`, `week 46`, `2026-W47`."""

from datetime import date, timedelta

from harvest_cli.language.days.calendar_math import (
    HINT,
    Reading,
    When,
    half_period,
    latest_quarter,
    month_period,
    quarter_period,
    shift,
    week_period,
    year_period,
)
from harvest_cli.language.days.month_days import (
    NamedMonth,
    day_number,
    month_name,
    month_reference,
    month_word,
    which_year,
    year_number,
)
from harvest_cli.language.days.relative import day
from harvest_cli.language.text.match import (
    Problem,
    ReadingContext,
    Tokens,
    digits,
    ends_clean,
    glued,
    is_word,
    skip,
)
from harvest_cli.language.text.tokens import NUMBER
from harvest_cli.language.text.vocabulary import TIME_NOUNS

SHOW = "Write a period like `last week`, `october` or `since monday`"
_FOUR_QUARTERS = Problem("invalid_date", "A year has four quarters", SHOW)


def quarter_name(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`q3`, `Q1 2026`, `3q`, `4Q25`, `third quarter of 2026`."""
    j = skip(tokens, i, "the")
    turned = is_word(tokens[i + 1], "q") and not tokens[i + 1].gap
    if is_word(tokens[i], "q") or turned:
        number = tokens[i + (not turned)]
        quarter, j = digits(number, most=2), i + 2
        if quarter is None or (number.gap and not turned):
            return None
    else:
        quarter, j = _ordinal(tokens, j, "quarter")
    if quarter is None:
        return None
    if not 1 <= quarter <= 4:
        return _FOUR_QUARTERS, j
    year = which_year(tokens, j, context) or _bare_year(tokens, j, glued=turned)
    if year is not None:
        return quarter_period(year[0], quarter), year[1]
    found = latest_quarter(context.today, quarter)
    found.floating = ("quarter", quarter)
    return found, j


def _bare_year(tokens: Tokens, j: int, *, glued: bool = False) -> tuple[int, int] | None:
    """The year of `q4 25` and `h1 26`, and that of `4Q25`."""
    short = digits(tokens[j], 2, 2) if tokens[j].gap or glued else None
    after = tokens[j + 1]
    ends = after.gap and after.kind != NUMBER and after.text not in TIME_NOUNS
    return (2000 + short, j + 1) if short is not None and 19 < short < 40 and ends else None


def _ordinal(tokens: Tokens, i: int, noun: str) -> tuple[int | None, int]:
    """The number of `third quarter`, `2nd half`, and the place after it."""
    found = day_number(tokens, i)
    if found is None or not found[2] or not is_word(tokens[found[1]], noun):
        return None, i
    return found[0], found[1] + 1


def half_year(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`h1 2026`, `first half of 2026`, `second half of october`."""
    if is_word(tokens[i], "h") and not tokens[i + 1].gap:
        half, j = digits(tokens[i + 1], most=1), i + 2
        whole = which_year(tokens, j, context) or _bare_year(tokens, j)
    else:
        half, j = _ordinal(tokens, skip(tokens, i, "the"), "half")
        if half not in (1, 2):
            return None
        at = skip(tokens, j, "of")
        month = month_name(tokens, at, context) or month_reference(tokens, at, context)
        if month:
            return _half_month(month[0], half), month[1]
        month = _month_beside(tokens, i, j, context)
        if month:
            return _half_month(month[0], half), j
        whole = which_year(tokens, j, context)
    if half not in (1, 2):
        return None
    year, j = whole or (context.today.year, j)
    found = half_period(year, half)
    later = whole is None and found.start > context.today
    return half_period(year - 1, half) if later else found, j


def _month_beside(tokens: Tokens, i: int, j: int, context: ReadingContext) -> NamedMonth | None:
    """The month of the other of `first half vs second half of october`."""
    other = _ordinal(tokens, skip(tokens, j + 1, "the"), "half")
    if other[0]:
        return month_name(tokens, skip(tokens, other[1], "of"), context)
    told = i > 3 and is_word(tokens[i - 3], "of") and is_word(tokens[i - 4], "half")
    return month_name(tokens, i - 2, context) if told else None


def _half_month(month: When, half: int) -> When:
    middle = month.start.replace(day=15)
    if half == 1:
        return When(month.start, middle, "range")
    return When(middle + timedelta(days=1), month.end, "range")


def year_name(tokens: Tokens, i: int) -> Reading | None:
    """`year 2025`."""
    if not is_word(tokens[i], "year"):
        return None
    year = year_number(tokens, i + 1)
    return (year_period(year[0]), year[1]) if year else None


def numbered_period(tokens: Tokens, i: int) -> Reading | None:
    """`2026`, `2026-10`, `10/2026`, `2026 Q2`, `2026-W47`, `2025 october`."""
    year = digits(tokens[i], 4, 4)
    if year is None:
        month, later = digits(tokens[i], most=2), digits(tokens[i + 2], 4, 4)
        joined = glued(tokens[i + 1], "/", "-", ".") and not tokens[i + 2].gap
        if month is None or later is None or not joined or not ends_clean(tokens, i + 3):
            return None
        return _month_of(later, month), i + 3
    if not 1900 <= year <= 2999:
        return None
    sign = glued(tokens[i + 1], "-", "/")
    j = i + 2 if sign else i + 1
    close = sign and not tokens[j].gap
    if close and tokens[j].kind == NUMBER:
        month = digits(tokens[j], most=2)
        plain = month is not None and not glued(tokens[j + 1], "-", "/")
        return (_month_of(year, month or 0), j + 1) if plain else None
    return _year_and(tokens, i, j if close or not sign else i + 1, year)


def _month_of(year: int, month: int) -> When | Problem:
    if not 1 <= month <= 12:
        return Problem("invalid_date", f"There is no month {month}", HINT)
    return month_period(year, month)


def _year_and(tokens: Tokens, i: int, j: int, year: int) -> Reading | None:
    token = tokens[j]
    following = digits(tokens[j + 1], most=2)
    if is_word(token, "q") and following is not None and not tokens[j + 1].gap:
        if 1 <= following <= 4:
            return quarter_period(year, following), j + 2
        return _FOUR_QUARTERS, j + 2
    if is_word(token, "w", "week", "wk") and following is not None:
        return iso_week(year, following), j + 2
    if is_word(token, "h") and following in (1, 2) and not tokens[j + 1].gap:
        return half_period(year, following), j + 2
    month = month_word(tokens, j)
    if month and digits(tokens[month[1]], most=2) is None:
        return month_period(year, month[0]), month[1]
    if not ends_clean(tokens, i + 1) or glued(tokens[i + 1], "-", "/", ":"):
        return None
    return year_period(year), i + 1


# -- weeks -----------------------------------------------------------------------------------


def iso_week(year: int, week: int) -> When | Problem:
    """An ISO week of a year."""
    try:
        start = date.fromisocalendar(year, week, 1)
    except ValueError:
        return Problem("invalid_date", f"{year} has no week {week}", "`week 46`, or `2026-W53`")
    return When(start, start + timedelta(days=6), "week")


def week_name(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`week 46`, `w46`, `week of nov 2`, `week starting monday`."""
    j = skip(tokens, i, "the")
    if not is_word(tokens[j], "week", "wk", "w", "kw", "cw"):
        return None
    week = digits(tokens[j + 1], most=2)
    if week is not None and (len(tokens[j].text) > 1 or not tokens[j + 1].gap):
        return _numbered_week(tokens, j + 2, week, context)
    if tokens[j].text != "week":
        return None
    if not is_word(tokens[j + 1], "of", "beginning", "starting", "commencing", "ending"):
        return None
    ending = tokens[j + 1].text == "ending"
    found = day(tokens, skip(tokens, j + 2, "on"), context)
    if found is None or isinstance(found[0], Problem):
        return found
    if ending:
        start = shift(found[0].start, -6)
        return (When(start, found[0].start, "week"), found[1]) if start else None
    if tokens[j + 1].text == "of":
        return week_period(found[0].start, context), found[1]
    end = shift(found[0].start, 6)
    return (When(found[0].start, end, "week"), found[1]) if end else None


def _numbered_week(tokens: Tokens, j: int, week: int, context: ReadingContext) -> Reading:
    year = which_year(tokens, j, context)
    if year is not None:
        return iso_week(year[0], week), year[1]
    found = latest_week(week, context)
    if isinstance(found, When):
        found.floating = ("week", week)
    return found, j


def latest_week(week: int, context: ReadingContext) -> When | Problem:
    """The latest such ISO week that has begun, of this year or the one before."""
    year = context.today.isocalendar().year
    this, before = iso_week(year, week), iso_week(year - 1, week)
    ahead = isinstance(this, When) and this.start > context.today
    if isinstance(before, When) and (ahead or isinstance(this, Problem)):
        return before
    if ahead:
        message = f"Week {week} of {year} has not begun, and {year - 1} has none"
        return Problem("invalid_date", message, f"`{year}-W{week}`")
    return this
