"""Cells: numbers, lengths, times of day, days, as programs and spreadsheets write them."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.hours import HUNDREDTH
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.wording import quoted
from harvest_cli.language.lengths.durations import read_hours
from harvest_cli.language.text.readings import Conventions
from harvest_cli.language.text.vocabulary import MONTH_NAMES

SEEN = 2048
"""Cells that are read once: days and times come again and again."""
NOTHING = {"", "-", "(no project)", "(no client)", "(no task)", "(time without task assigned)"}
"""What a cell holds that says nothing."""
_GAPS = {each[:1] for each in NOTHING}
_BLANKS = str.maketrans("", "", " \u00a0\u202f'’")
_NUMBER = re.compile(r"-?\d{1,7}(?:[.,]\d+)?")
_GROUPED = re.compile(r"-?\d{1,3}([.,])\d{3}(?:\1\d{3})*(?:(?!\1)[.,]\d+)?")
_UNCLEAR = re.compile(r"-?[1-9]\d{0,2},\d{3}")
_CLOCKED = re.compile(r"(-?)(\d{1,5}):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?")
_UNITS = re.compile(
    r"(?:(\d+(?:[.,]\d+)?) ?h(?:ours?|rs?)?)? ?"
    r"(?:(\d+) ?m(?:in(?:utes?|s)?)?)? ?(?:(\d+) ?s(?:ec(?:onds?|s)?)?)?",
    re.IGNORECASE,
)
_ISO = re.compile(r"PT(?:(\d+(?:\.\d+)?)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?", re.IGNORECASE)
_CLOCK = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2})(?::(\d{2})(?:[.,]\d+)?)?|(?=\s*[ap]))\s*([ap])?\.?m?\.?",
    re.IGNORECASE,
)


def said(text: str) -> str:
    """What a cell says, without blanks around it; nothing where it only marks a gap."""
    plain = text.strip()
    return "" if plain[:1] in _GAPS and plain.lower() in NOTHING else plain


_YES = "yes true 1 ja jah ano áno da да так tak evet igen kyllä oui sim sì sí ναι はい 是"
_NO = "no false 0 nein nee nei nej ei hayır ne nem nie non nu não όχι не нет ні いいえ 否"
_TRUTHS = dict.fromkeys(_YES.split(), True) | dict.fromkeys(_NO.split(), False)


def truth(value: object) -> bool | None:
    """Whether a cell says yes or no; None for neither."""
    return _TRUTHS.get(str(value).strip().casefold())


def number(text: str, mark: str = "") -> Decimal | None:
    """A number in any country's figures; None for none. `mark` is what the column has for a point.

    Raises UsageError where a comma can part thousands as well.
    """
    plain = text.translate(_BLANKS)
    if not mark and _UNCLEAR.fullmatch(plain):
        whole = plain.replace(",", "")
        message = f"{text.strip()} is {plain.replace(',', '.')} or {whole}"
        raise UsageError(message, code="invalid_duration", hint="Write it with a point, or as 1:30")
    strange = bool(mark) and {",": ".", ".": ","}[mark] in plain
    grouped = _GROUPED.fullmatch(plain)
    if _NUMBER.fullmatch(plain) and not (strange and grouped):
        return Decimal(plain.replace(",", "."))
    return Decimal(plain.replace(grouped[1], "").replace(",", ".")) if grouped else None


def point_of(cells: Iterable[str]) -> str:
    """What stands for a point in the numbers of a column: `.`, `,`, or nothing that proves it."""
    for text in cells:
        plain = text.translate(_BLANKS)
        found = re.fullmatch(r"-?(?:\d+|\d{1,3}(?:[.,]\d{3})+)([.,])(?:\d{1,2}|\d{4,})", plain)
        if found:
            return found[1]
        if re.fullmatch(r"-?0([.,])\d+", plain):
            return plain.lstrip("-")[1]
    return ""


class Length(NamedTuple):
    """A length in exact seconds; `decimal` is whether it was written as a number of hours.

    `two_parts` is whether it may be minutes and seconds as well as hours and minutes.
    """

    seconds: Decimal
    decimal: bool = False
    two_parts: bool = False


def length(text: str, mark: str = "", conventions: Conventions | None = None) -> Length:
    """A length of time; raises UsageError for none. `conventions` let words stand for it."""
    plain = text.strip()
    found = _length(plain, mark)
    if found is not None:
        return found
    if conventions is not None:
        return Length(read_hours(plain, conventions) * 3600, decimal=True)
    message = f"Expected a length such as 1:30, 1.5 or 1h 30m, got {quoted(plain)}"
    raise UsageError(message, code="invalid_duration")


@lru_cache(SEEN)
def _length(plain: str, mark: str) -> Length | None:
    if found := _CLOCKED.fullmatch(plain):
        sign, first, second, third = found.groups()
        seconds = int(first) * 3600 + int(second) * 60 + int(third or 0)
        return Length(Decimal(-seconds if sign else seconds), two_parts=third is None)
    value = number(plain, mark)
    if value is not None:
        return Length(value * 3600, decimal=True)
    seconds_ = _in_units(plain)
    return None if seconds_ is None else Length(seconds_)


def _in_units(plain: str) -> Decimal | None:
    """`1h 30m`, `8s`, `45:00 min`, `40 sec`, `PT1H30M`; None for anything else."""
    if found := re.fullmatch(r"(\d{1,4}):([0-5]\d) ?min", plain, re.IGNORECASE):
        return Decimal(int(found[1]) * 60 + int(found[2]))
    found = _ISO.fullmatch(plain) or _UNITS.fullmatch(plain)
    if found is None or not any(found.groups()):
        return None
    hours, minutes, seconds = found.groups()
    whole = Decimal((hours or "0").replace(",", ".")) * 3600
    return whole + int(minutes or 0) * 60 + int(seconds or 0)


@lru_cache(SEEN)
def whole_minutes(seconds: Decimal) -> int:
    """Minutes, half a minute up."""
    return int((seconds / 60).quantize(Decimal(1), ROUND_HALF_UP))


def minutes_and_seconds(found: Length) -> Length:
    """A length of two parts read as minutes and seconds."""
    return Length(found.seconds / 60)


def at_clock(day: date, text: str, written: str = "") -> datetime:
    """The moment of a time of day; raises UsageError for none, which tells what is `written`."""
    found = clock(text)
    if found is None:
        message = f"Expected a time of day such as 9:30, got {quoted(written or text)}"
        raise UsageError(message, code="invalid_time")
    return datetime.combine(day, found)


@lru_cache(SEEN)
def clock(text: str) -> time | None:
    """A time of day with its seconds: `9:00`, `09:00:00 AM`, `11:30 pm`; None for none."""
    found = _CLOCK.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute, second, half = int(found[1]), int(found[2] or 0), int(found[3] or 0), found[4]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    if hour == 24 and minute == second == 0:
        hour = 0
    return time(hour, minute, second) if hour < 24 and minute < 60 and second < 60 else None


def hundredths(seconds: Decimal) -> Decimal:
    """Hours of exact seconds."""
    return (seconds / 3600).quantize(HUNDREDTH)


# -- days --------------------------------------------------------------------------------------

# Days of a column have one order of day and month, proven by the column itself.

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
