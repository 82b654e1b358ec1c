"""`[holidays]`, `[[target]]` and `[balance]` of `config.toml`: days off, the hours of a week over
time, and tasks whose time is no work that counts.

[holidays]
region = "DE-BY"             # or "US", "GB-ENG"
2026-12-31 = "Company day"   # a day off
12-24 = "half"               # of every year
2026-06-04 = "work"

[[target]]
from = 2026-07-01
hours = 30
workdays = "mon-thu"

[balance]
unpaid = ["Unpaid Leave"]
compensation = ["Time off in lieu"]
"""

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from harvest_cli.domain.days import DAY
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.domain.schedule import WorkWeek, shared_out
from harvest_cli.local.config.setting_types import weekdays
from harvest_cli.local.config.toml_file import TableSource

HOLIDAYS, TARGET = "holidays", "target"
KEYS = ("from", "until", "hours", "workdays")
_DAY = r"(?:\d{4}-)?\d{2}-\d{2}"


class Holidays(NamedTuple):
    """The region of public holidays, the language of their names, and the days that are special."""

    region: str = ""
    language: str = ""
    special: Mapping[str, str] = {}


def holidays_of(source: TableSource) -> Holidays:
    """The table of days off; raises FileMistake."""
    table = source.table(HOLIDAYS)
    special: dict[str, str] = {}
    for key, value in table.items():
        if key not in ("region", "language"):
            special[key] = _special(source, key, value)
        elif not isinstance(value, str):
            raise source.mistake(HOLIDAYS, key, value, "a text, such as DE-BY")
    region, language = (str(table.get(key, "")).strip() for key in ("region", "language"))
    return Holidays(region, language, special)


def _special(source: TableSource, key: str, value: Any) -> str:
    """What a day is; raises FileMistake."""
    try:
        date.fromisoformat(key if len(key) > 5 else f"2000-{key}")
        right = bool(re.fullmatch(_DAY, key))
    except ValueError:
        right = False
    if not right:
        wanted = "region, language, or a day such as 2026-12-24 or 12-24"
        raise source.mistake(HOLIDAYS, key, key, wanted)
    if not isinstance(value, str) or not value.strip() or len(value) > 60:
        raise source.mistake(
            HOLIDAYS, key, value, "half, work, or the name of a day off, in quotes"
        )
    return value.strip()


class _Row(NamedTuple):
    start: date
    end: date | None
    minutes: tuple[int, ...]
    at: int


def targets_of(source: TableSource, usual: WorkWeek, workdays: tuple[str, ...]) -> list[WorkWeek]:
    """The weeks of all time: those that are set, and `usual` where none is; raises FileMistake."""
    rows = [_row(source, at, row, workdays) for at, row in enumerate(source.rows(TARGET))]
    rows.sort(key=lambda row: row.start)
    for before, after in pairwise(rows):
        if before.start == after.start or (before.end or date.min) >= after.start:
            wanted = f"a period that does not overlap with the one from {before.start}"
            raise source.mistake(TARGET, "from", after.start, wanted, after.at)
    weeks: list[WorkWeek] = []
    at = date.min
    for number, row in enumerate(rows):
        begins = rows[number + 1].start if number + 1 < len(rows) else None
        end = row.end or (begins - DAY if begins else date.max)
        if at < row.start:
            weeks.append(usual._replace(start=at, end=row.start - DAY))
        weeks.append(WorkWeek(row.start, end, row.minutes, f"[[target]] from {row.start}"))
        at = end + DAY if end < date.max else date.max
    if at < date.max:
        weeks.append(usual._replace(start=at, end=date.max))
    return weeks


def _row(source: TableSource, at: int, row: Mapping[str, Any], workdays: tuple[str, ...]) -> _Row:
    source.only(TARGET, row, KEYS, at)
    start, end = source.span(TARGET, row, at)
    hours = row.get("hours")
    if isinstance(hours, bool) or not isinstance(hours, int | float) or not 0 <= hours <= 7 * 24:
        raise source.mistake(TARGET, "hours", hours, "the hours of a week, such as 30 or 38.5", at)
    days = workdays
    if "workdays" in row:
        try:
            days = weekdays(row["workdays"])
        except ValueError as wanted:
            raise source.mistake(TARGET, "workdays", row["workdays"], f"{wanted}", at) from None
    return _Row(start or date.min, end, shared_out(round(hours * 60), days), at)


# -- what counts -------------------------------------------------------------------------------

BALANCE = "balance"
BALANCE_KEYS = ("unpaid", "compensation")


class Uncounted(NamedTuple):
    """Names of tasks by what their time is."""

    unpaid: tuple[str, ...] = ()
    compensation: tuple[str, ...] = ()


def uncounted_of(source: TableSource) -> Uncounted:
    """The table; raises FileMistake."""
    table = source.table(BALANCE)
    for key in table:
        if key not in BALANCE_KEYS:
            raise source.mistake(BALANCE, key, key, " or ".join(BALANCE_KEYS))
    wanted = 'names of tasks, such as ["Unpaid Leave"]'
    names = (source.texts(BALANCE, key, table.get(key, ()), wanted) for key in BALANCE_KEYS)
    return Uncounted(*(tuple(filter(None, each)) for each in names))
