"""From what a file says of when and how long to a row: the day, clock times, minutes.

Days of a column have one order of day and month, proven by the column itself. Minutes are rounded
half up. What ends before its start by the clock ends on the next day, and counts for the day on
which it began; what ends before it by its dates is wrong.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from harvest_cli.domain.errors import HvError, UsageError
from harvest_cli.domain.hours import HUNDREDTH, hours_from_minutes
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.domain.wording import quoted
from harvest_cli.language.text.vocabulary import MONTH_NAMES
from harvest_cli.language.timesheets.cells import SEEN, Length, minutes_and_seconds
from harvest_cli.language.timesheets.rows import FileRow, Skip, Texts

FULL_DAY = 24 * 3600
_ONE = Decimal(1)


@lru_cache(2048)
def whole_minutes(seconds: Decimal) -> int:
    """Minutes, half a minute up."""
    return int((seconds / 60).quantize(_ONE, ROUND_HALF_UP))


def entry(
    line: int,
    *,
    day: date | None = None,
    begin: datetime | None = None,
    end: datetime | None = None,
    length: Length | None = None,
    pause: Decimal = Decimal(0),
    exact: bool = False,
    **more: Any,
) -> FileRow:
    """The row of something that was done; `begin` and `end` are both naive, or both aware.

    The length is that of the file, else what lies between begin and end, less a `pause` of
    seconds. `exact` sends the hundredths of it instead of whole minutes.
    """
    if begin is not None:
        day = begin.date()
    known: Texts = {
        "day": day,
        "start": begin.time() if begin else None,
        "end": end.time() if end else None,
        **more,
    }
    if day is None:
        return FileRow(line, wrong=UsageError("it has no day", code="invalid_date"), **known)
    took = _settled(length, _between(begin, end))
    if took is None:
        return FileRow(line, wrong=UsageError("it does not say how long it took"), **known)
    if length is None and took.seconds < 0:
        wrong = UsageError("it ends before it begins", code="invalid_time")
        return FileRow(line, wrong=wrong, **known)
    if length is None:
        took = Length(took.seconds - pause)
    return _counted(line, took, known, exact=exact)


def _between(begin: datetime | None, end: datetime | None) -> Decimal | None:
    if begin is None or end is None:
        return None
    if begin.tzinfo is not None:
        # Two wall clocks of one zone are subtracted without its changes.
        return Decimal(int(end.timestamp() - begin.timestamp()))
    return Decimal(int((end - begin).total_seconds()))


def _settled(length: Length | None, between: Decimal | None) -> Length | None:
    """The length that the file means: `45:00` is minutes where start and end say so."""
    if length is None:
        return None if between is None else Length(between)
    if length.two_parts and between is not None and abs(length.seconds - between) > 60:
        other = minutes_and_seconds(length)
        if abs(other.seconds - between) <= 60:
            return other
    return length


def _counted(line: int, took: Length, known: Texts, *, exact: bool) -> FileRow:
    seconds = took.seconds
    if seconds < 0:
        return FileRow(line, seconds=seconds, skip=Skip.NEGATIVE, **known)
    if seconds > FULL_DAY:
        return FileRow(line, seconds=seconds, wrong=too_long(seconds), **known)
    if took.decimal or exact:
        hours = (seconds / 3600).quantize(HUNDREDTH, ROUND_HALF_UP)
    else:
        hours = hours_from_minutes(whole_minutes(seconds))
    skip = None if hours else Skip.NO_TIME
    return FileRow(line, seconds=seconds, hours=hours, skip=skip, **known)


def too_long(seconds: Decimal) -> HvError:
    """The error for more than a day has."""
    minutes = abs(whole_minutes(seconds))
    got = f"{'-' if seconds < 0 else ''}{minutes // 60}:{minutes % 60:02}"
    message = f"Expected hours from 0:01 to 24:00, got {got}"
    return UsageError(message, code="invalid_duration")


def skipped(line: int, skip: Skip, **more: Any) -> FileRow:
    """A row that is to be no entry, and why."""
    return FileRow(line, skip=skip, **more)


DMY, MDY = ORDERS = ("dmy", "mdy")
HINT = "Write the days as 2026-11-16"
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})(?:\2(\d{2}|\d{4}))?\.?")
_YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})|(\d{4})(\d{2})(\d{2})")
_TIME = re.compile(r"[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm]|Z|[+-]\d{2}:?\d{2})?")


class Unclear(UsageError):
    """No day of a column tells which number is the month; `days` are both readings of one."""

    def __init__(self, line: int, text: str) -> None:
        first, second = (int(part) for part in re.split(r"[./-]", text)[:2])
        self.days = {DMY: _spoken(first, second), MDY: _spoken(second, first)}
        self.line, self.cell = line, text
        super().__init__(
            f"Line {line}: {text} is {self.days[DMY]} or {self.days[MDY]}, "
            "and no line of the file tells",
            code="invalid_date",
            hint="Put `HV_DATE_ORDER=dmy` (or mdy) in front of the command",
        )


class Order(NamedTuple):
    """The order of the numbers; empty where it does not matter. `proven` by a day of the column."""

    name: str
    proven: bool = True


def order_of(days: Iterable[tuple[int, str]], told: str | None = None) -> Order:
    """The one order of all days, proven or `told`; raises Unclear, or UsageError for two."""
    proofs: dict[str, tuple[int, str]] = {}
    unclear: list[tuple[int, str]] = []
    for line, text in days:
        plain, shown = _shown_by(text)
        if shown in ORDERS:
            proofs.setdefault(shown, (line, plain))
        elif shown:
            unclear.append((line, plain))
    if len(proofs) > 1:
        (one, day_first), (other, month_first) = proofs[DMY], proofs[MDY]
        message = (
            f"Line {one} writes the day first ({day_first}), line {other} the month ({month_first})"
        )
        raise UsageError(message, code="invalid_date", hint=HINT)
    if proofs:
        return Order(next(iter(proofs)))
    if not unclear:
        return Order("")
    if told in ORDERS:
        return Order(told, proven=False)
    raise Unclear(*unclear[0])


@lru_cache(SEEN)
def _shown_by(text: str) -> tuple[str, str]:
    """The day without its time, and the order that it proves: `unclear` for two possible days, else
    nothing. With points the day comes first, wherever it is written.
    """
    plain = without_time(text.strip())
    found = _NUMBERS.fullmatch(plain)
    if found is None:
        return plain, ""
    first, second = int(found[1]), int(found[3])
    if second > 12 >= first:
        return plain, MDY
    if first > 12 >= second or (found[2] == "." and first != second):
        return plain, DMY
    return plain, "unclear" if first != second and first <= 12 else ""


def without_time(text: str) -> str:
    """A day without the time of day behind it."""
    found = _TIME.search(text)
    return text[: found.start()] if found and found.end() == len(text) else text


@lru_cache(SEEN)
def day_of(text: str, order: str) -> date | None:
    """A day written in figures, its year with it; None for anything else."""
    plain = without_time(text.strip())
    try:
        if found := _YEAR_FIRST.fullmatch(plain):
            year, month, day = (found[1], found[3], found[4]) if found[1] else found.groups()[4:]
            return date(int(year), int(month), int(day))
        if (found := _NUMBERS.fullmatch(plain)) and found[4]:
            first, second, year = int(found[1]), int(found[3]), int(found[4])
            year += 2000 if year < 100 else 0
            return date(year, first, second) if order == MDY else date(year, second, first)
    except ValueError:
        return None
    return None


def moment(text: str, zone: tzinfo) -> datetime | None:
    """A date with a time of day; with an offset as the person's wall clock. None for neither."""
    plain = text.strip()
    if re.fullmatch(r".*[+-]\d{4}", plain):
        plain = f"{plain[:-2]}:{plain[-2:]}"
    try:
        found = datetime.fromisoformat(plain)
    except ValueError:
        return None
    return found.astimezone(zone) if found.tzinfo else found


def wrong_day(text: str) -> UsageError:
    """The error for a cell that is no day."""
    message = f"Expected a day such as 2026-11-16, got {quoted(text)}"
    return UsageError(message, code="invalid_date", hint=HINT)


def _spoken(first: int, second: int) -> str:
    return f"{first} {MONTH_NAMES[second - 1]}"
