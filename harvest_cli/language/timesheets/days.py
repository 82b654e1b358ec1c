"""Days in a column: one order of day and month for all of them, proven by the column itself."""

import re
from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from functools import lru_cache

from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.wording import quoted
from harvest_cli.language.text.vocabulary import MONTH_NAMES
from harvest_cli.language.timesheets.cells import SEEN

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
