"""Cells: numbers, lengths, times of day, as programs and spreadsheets write them."""

import re
from collections.abc import Iterable
from datetime import time
from decimal import Decimal
from functools import lru_cache

from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.hours import HUNDREDTH
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.wording import quoted
from harvest_cli.language.lengths.durations import read_hours
from harvest_cli.language.text.readings import Conventions

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
    if mark != "," and _NUMBER.fullmatch(plain) and (mark != "." or "," not in plain):
        return Decimal(plain.replace(",", "."))
    if mark == "," and _NUMBER.fullmatch(plain) and "." not in plain:
        return Decimal(plain.replace(",", "."))
    grouped = _GROUPED.fullmatch(plain)
    if grouped is None:
        return Decimal(plain.replace(",", ".")) if _NUMBER.fullmatch(plain) else None
    return Decimal(plain.replace(grouped[1], "").replace(",", "."))


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


def minutes_and_seconds(found: Length) -> Length:
    """A length of two parts read as minutes and seconds."""
    return Length(found.seconds / 60)


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
