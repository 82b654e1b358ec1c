"""The days of a CSV file: one order of day and month for all of it, proven by its rows."""

import re
from collections.abc import Iterable
from datetime import date, datetime

from harvest_cli.actions.entries.csv_file import CsvRow
from harvest_cli.actions.resolve.resolver import doubtful_day
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.errors import UsageError
from harvest_cli.language.days.relative import read_date
from harvest_cli.language.days.written import within_reach
from harvest_cli.language.text.vocabulary import MONTH_NAMES

DMY, MDY = ORDERS = ("dmy", "mdy")
HINT = "Write the days as 2026-11-16"
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})(?:\2(?:\d{2}|\d{4})?)?")
_TIME = re.compile(r"[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AaPp][Mm]|Z|[+-]\d{2}:?\d{2})?")


class Days:
    """Reads the days of some rows; raises UsageError where their order of numbers is unclear.

    With `sure` a day counts that a sentence would ask about.
    """

    def __init__(self, context: Context, rows: Iterable[CsvRow], *, sure: bool) -> None:
        self._context, self._sure = context, sure
        order = _order(context, [(row.line, _without_time(row.get("spent_date"))) for row in rows])
        self._conventions = context.conventions._replace(date_order=order)

    def read(self, text: str) -> date:
        """The day of a row; raises UsageError for none, or for one that is more often a slip."""
        day = self._day(text.strip())
        doubt = None if self._sure else doubtful_day(self._context.today, day)
        if not within_reach(day, self._context.today):
            message = f"{day} is more than a year ahead"
            raise UsageError(message, code="future_date", hint=HINT)
        if doubt is not None:
            raise UsageError(doubt, code="invalid_date", hint="Add `--yes` to confirm")
        return day

    def _day(self, text: str) -> date:
        plain = _without_time(text)
        try:
            day = date.fromisoformat(plain)
        except ValueError:
            context = self._context
            return read_date(plain, context.now, self._conventions, lambda _: None)
        if plain != text:
            self._refuse_other_zone(text, day)
        return day

    def _refuse_other_zone(self, text: str, written: date) -> None:
        """Refuse an instant whose day depends on where one is; midnight stands for its day."""
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return
        here = moment.astimezone(self._context.zone).date() if moment.tzinfo else written
        if here != written and moment.time() != datetime.min.time():
            message = f"{text} is {here} where you are, and {written} where it was written"
            raise UsageError(message, code="invalid_date", hint=HINT)


def _without_time(text: str) -> str:
    found = _TIME.search(text)
    return text[: found.start()] if found and found.end() == len(text) else text


def _order(context: Context, days: Iterable[tuple[int, str]]) -> str | None:
    """The one order in which the numbers of all days stand; None where it does not matter."""
    proofs: dict[str, tuple[int, str]] = {}
    unclear: list[tuple[int, str]] = []
    for line, text in days:
        shown = _shown_by(text)
        if shown in ORDERS:
            proofs.setdefault(shown, (line, text))
        elif shown:
            unclear.append((line, text))
    if len(proofs) > 1:
        (one, day_first), (other, month_first) = proofs[DMY], proofs[MDY]
        message = (
            f"Line {one} writes the day first ({day_first}), line {other} the month ({month_first})"
        )
        raise UsageError(message, code="invalid_date", hint=HINT)
    if proofs or not unclear:
        return next(iter(proofs), None)
    return _told(context, *unclear[0])


def _shown_by(text: str) -> str:
    """The order that a day proves, `unclear` for two possible days, else nothing.

    With points the day comes first, wherever it is written.
    """
    found = _NUMBERS.fullmatch(text)
    if found is None:
        return ""
    first, second = int(found[1]), int(found[3])
    if second > 12 >= first:
        return MDY
    if first > 12 >= second or (found[2] == "." and first != second):
        return DMY
    return "unclear" if first != second and first <= 12 else ""


def _told(context: Context, line: int, text: str) -> str:
    """The order as the person set it or says it; what the account shows is no proof of a file."""
    order, origin = context.settings.value("date_order")
    first, second = (int(part) for part in re.split(r"[./-]", text)[:2])
    days = {DMY: _spoken(first, second), MDY: _spoken(second, first)}
    if order in days:
        context.infer(f"{text} read as {days[order]} ({origin})")
        return str(order)
    if context.choose is not None:
        chosen = context.choose(f"Line {line}: {text} is", [days[DMY], days[MDY]])
        if chosen is not None:
            return ORDERS[chosen]
    message = f"Line {line}: {text} is {days[DMY]} or {days[MDY]}, and no line of the file tells"
    hint = "Put `HV_DATE_ORDER=dmy` (or mdy) in front of the command"
    raise UsageError(message, code="invalid_date", hint=hint)


def _spoken(day: int, month: int) -> str:
    return f"{day} {MONTH_NAMES[month - 1]}"
