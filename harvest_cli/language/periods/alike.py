"""Periods told by another: the same a year before, the `this` of `this and last week`."""

from datetime import timedelta

from harvest_cli.language.days.calendar_math import (
    Reading,
    When,
    add_months,
    month_period,
    quarter_period,
    week_period,
)
from harvest_cli.language.days.month_days import step_of
from harvest_cli.language.days.periods import unit_at, whole_unit
from harvest_cli.language.periods.marks import beside, is_join
from harvest_cli.language.text.match import Problem, ReadingContext, Tokens, is_word, skip
from harvest_cli.language.text.tokens import NUMBER, WORD
from harvest_cli.language.text.vocabulary import LAST, listed


def alike(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """`same month last year`, `this day last year`, `this time last year`, `ytd last year`."""
    j = skip(tokens, i, "the")
    if is_word(tokens[j], "this") and is_word(tokens[j + 1], "time"):
        return _this_time(tokens, j + 2, context)
    if is_word(tokens[j], "ytd") and past_year(tokens, j + 1):
        return year_to_day(context), past_year(tokens, j + 1)
    if not is_word(tokens[j], "same", "this"):
        return None
    unit = unit_at(tokens, j + 1)
    end = skip(tokens, skip(tokens, j + 2, "of", "in"), "the")
    after = past_year(tokens, end)
    if after and is_word(tokens[j], "same") and is_word(tokens[j + 1], "period"):
        return _WHICH, after
    if unit not in ("day", "week", "month", "quarter") or not after:
        return None
    now = When(context.today) if unit == "day" else whole_unit(unit, 0, context)
    return year_earlier(now), after


_WHICH = Problem(
    "no_range", "Which period that is was not said", "Name it, like `same month last year`"
)


def year_to_day(context: ReadingContext) -> When:
    """The year before as far as this one has come."""
    end = add_months(context.today, -12)
    return When(end.replace(month=1, day=1), end, "range").told("year")


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
    return found.told("year")


def _this_time(tokens: Tokens, j: int, context: ReadingContext) -> Reading | None:
    """`this time last year`: this month as far as it has come, a year before; week and month so."""
    unit = unit_at(tokens, j + 1) if is_word(tokens[j], *LAST) else ""
    if unit not in ("week", "month", "year"):
        return None
    if unit == "week":
        end = context.today - timedelta(days=7)
        start = week_period(end, context).start
    else:
        end = add_months(context.today, -12 if unit == "year" else -1)
        start = end.replace(day=1)
    return When(start, end, "range").told(unit), j + 2


# -- a unit that is said once ----------------------------------------------------------------------


def without_its_unit(tokens: Tokens, i: int, context: ReadingContext) -> Reading | None:
    """The `this` of `this and last week`, and of `last week vs this`: what it is joined to."""
    step, j = _step(tokens, i)
    closed = tokens[j].kind not in (WORD, NUMBER) or tokens[j].text in _CLOSING
    if step is None or not closed:
        return None
    unit = _unit_after(tokens, j) or _unit_before(tokens, i)
    return (whole_unit(unit, step, context), skip(tokens, j, "one")) if unit else None


_CLOSING = frozenset(listed("one and or vs v versus against compared by per for in without except"))


def _unit_after(tokens: Tokens, j: int) -> str:
    """The unit of what is joined at `j`."""
    k = j + 1 if is_join(tokens[j]) else beside(tokens, j)
    step, k = _step(tokens, k) if k else (None, k)
    return unit_at(tokens, k) if step is not None else ""


def _unit_before(tokens: Tokens, i: int) -> str:
    """The unit of what `i` is joined to."""
    joined = i > 2 and (is_join(tokens[i - 1]) or beside(tokens, i - 1) == i)
    return unit_at(tokens, i - 2) if joined and _step(tokens, i - 3)[0] is not None else ""


def _step(tokens: Tokens, i: int) -> tuple[int | None, int]:
    """How far `this`, `last` or `next` goes, and the place after it."""
    i = skip(tokens, i, "the")
    return step_of(tokens[i]), i + 1
