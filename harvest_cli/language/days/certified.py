"""The one door to parsedatetime: isolated spans of the subset it is certain about, checked.

The library is only asked to compute; our grammar has recognised and normalised the span before.
Its answer must agree with the day and month that were typed, or move as the moment moves;
anything else is refused, so that neither its own clock nor its guesses can leak in.
"""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from harvest_cli.language.days.calendar_math import When
from harvest_cli.language.text.item import Problem, ReadingContext

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST = 40
_WEEK = timedelta(days=7)
_UNSURE = Problem("invalid_date", "That date is not certain", "Write it like `2026-11-12`")
_loaded: "list[Callable[[str, datetime], date | None]]" = []


def by_library(span: str, expected: When, scene: ReadingContext) -> When | Problem:
    """An absolute date with its year, computed by the library; it must be the `expected` one."""
    found = _resolver()(span[:LONGEST], scene.now)
    return expected if found == expected.start else _UNSURE


def ago(amount: int, unit: str, scene: ReadingContext) -> When | Problem:
    """`N months ago`, clamped to the last day of shorter months."""
    span = f"{amount} {unit} ago"
    resolve = _resolver()
    found, moved = resolve(span, scene.now), resolve(span, scene.now - _WEEK)
    if found is None or moved is None or not 1 <= (found - moved).days <= 10:
        return _UNSURE
    if found >= scene.today:
        return _UNSURE
    return When(found)


def _resolver() -> "Callable[[str, datetime], date | None]":
    if not _loaded:
        _loaded.append(_load())
    return _loaded[0]


def _load() -> "Callable[[str, datetime], date | None]":
    from parsedatetime import VERSION_CONTEXT_STYLE, Calendar, Constants

    constants = Constants("en_US", usePyICU=False)
    constants.DOWParseStyle = -1
    constants.CurrentDOWParseStyle = True
    constants.YearParseStyle = 0
    calendar: Any = Calendar(constants, version=VERSION_CONTEXT_STYLE)

    def resolve(span: str, now: datetime) -> date | None:
        moment, context = calendar.parseDT(span, sourceTime=now)
        if not context.hasDate:
            return None
        day: date = moment.date()
        return day

    return resolve
