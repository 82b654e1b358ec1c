"""The one door to parsedatetime, which computes a day of a month, and so many months ago.

The library gets one short span of the subset that it is exact on, never a sentence, and only
after the grammar has recognised the words and checked that there is such a day. Its answer must
give back what was typed, or move as today moves: neither its own clock nor a guess can leak in.
It is loaded at the first such date.
"""

from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache

from harvest_cli.domain.records import Any
from harvest_cli.language.days.calendar_math import make, possible
from harvest_cli.language.text.match import Problem
from harvest_cli.language.text.vocabulary import MONTH_NAMES

_UNSURE = Problem("invalid_date", "The date is ambiguous", "Write it like `2026-11-12`")


def dated(month: int, day: int, year: int | None, today: date) -> date | Problem | None:
    """`3 november 2025`; without a year that of this year. None when there is no such day."""
    typed = (year or today.year, month, day)
    if not possible(month, day, typed[0]):
        return None
    found = computed(f"{day} {MONTH_NAMES[month - 1]} {year or ''}".strip(), today)
    return found if found and (found.year, found.month, found.day) == typed else _UNSURE


def latest_monthday(month: int, day: int, today: date) -> date | Problem | None:
    """The latest `3 november` that is not after today, at most a good year back."""
    found = dated(month, day, None, today)
    if isinstance(found, Problem) or (found and found <= today):
        return found
    return make(today.year - 1, month, day)


def months_ago(months: int, today: date) -> date | Problem:
    """The same day so many months back, or the last of a month that is too short."""
    span = f"{months} months ago"
    found, moved = computed(span, today), computed(span, today - timedelta(days=7))
    if found is None or moved is None or not 1 <= (found - moved).days <= 10 or found >= today:
        return _UNSURE
    return found


@lru_cache(maxsize=64)
def computed(span: str, today: date) -> date | None:
    """What the library reads, as it stands; None where it reads no date."""
    moment, context = _calendar().parseDT(span, sourceTime=datetime.combine(today, time(12)))
    day: date = moment.date()
    return day if context.hasDate else None


@cache
def _calendar() -> Any:
    from parsedatetime import VERSION_CONTEXT_STYLE, Calendar, Constants

    constants = Constants("en_US", usePyICU=False)
    constants.DOWParseStyle = -1
    constants.CurrentDOWParseStyle = True
    constants.YearParseStyle = 0
    return Calendar(constants, version=VERSION_CONTEXT_STYLE)
