"""`hv log --csv`: entries from a spreadsheet, all checked before the first one is sent.

It reads what `hv entries --csv` and Harvest's time report write, and any CSV with columns of such
names: spent_date, hours, project, and as far as they are there client, task, notes, times.
"""

import re
from collections.abc import Callable, Iterable
from datetime import time
from decimal import Decimal
from typing import TextIO

from harvest_cli.actions.entries.bulk import (
    BulkItem,
    LeftOut,
    Plan,
    Wanted,
    compared,
    planned,
    usable,
)
from harvest_cli.actions.entries.csv_days import Days
from harvest_cli.actions.entries.csv_file import MEANINGS, NEEDED, CsvRow, read_csv
from harvest_cli.actions.resolve.defaults import default_task
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import ExternalReference
from harvest_cli.domain.errors import HvError, UsageError
from harvest_cli.domain.hours import HUNDREDTH, read_clock
from harvest_cli.domain.projects import ProjectAssignment, Task
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.references import reference_of
from harvest_cli.domain.wording import counted
from harvest_cli.language.lengths.durations import read_hours
from harvest_cli.language.text.readings import EntryReading

LONGEST = Decimal(24)
_PLAIN = re.compile(r"\d{1,4}(?:[.,]\d{1,6})?")
_SECONDS = re.compile(r"(\d{1,2}):([0-5]\d):([0-5]\d)")
_NOTHING = re.compile(r"(?=.*0)[0:.,]+ ?h?")
_TOTAL = re.compile(r"(?:grand |sub[- ]?)?(?:totals?|sum)\b", re.IGNORECASE)
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}[T ](?=\d)")
_ZEROS = re.compile(r"(\d:\d{2}):\d{2}(?:\.\d+)?(?=\D*$)")


class Mistake(NamedTuple):
    """A line that cannot be an entry."""

    line: int
    error: HvError


class Mistakes(UsageError):
    """Some lines cannot be entries; nothing was sent."""

    def __init__(self, found: list[Mistake]) -> None:
        lines = counted(len(found), "line")
        told = [f"line {each.line}: {each.error.message}" for each in found]
        super().__init__(
            f"{lines} of the file cannot be read; nothing was sent",
            code=found[0].error.code,
            hint="Fix the file and run it again",
            candidates=told,
        )
        self.found = found


def plan_import(context: Context, file: TextIO, *, sure: bool = False) -> Plan:
    """What the file would make; sends nothing. Raises Mistakes with every line that is wrong.

    `sure` takes days as they are that a sentence would ask about.
    """
    found = read_csv(file)
    if found.unused:
        context.warn(f"Columns that are not used: {', '.join(found.unused)}")
    whys = [(row, _left_out(context, row)) for row in found.rows]
    left_out = [LeftOut(f"line {row.line}", why) for row, why in whys if why]
    rows = [row for row, why in whys if not why]
    days = Days(context, rows, sure=sure)
    entries = _entries(context, rows, days)
    if not entries:
        message = "The file holds no entries"
        if left_out:
            message += f": {', '.join(dict.fromkeys(each.why for each in left_out))}"
        raise UsageError(message, code="empty", hint=f"Its columns are {', '.join(NEEDED)}, …")
    return compared(context, entries, left_out)


def _entries(context: Context, rows: Iterable[CsvRow], days: Days) -> list[BulkItem]:
    """An entry for each row; raises Mistakes. A project that is missed is looked up once."""
    entries: list[Wanted] = []
    mistakes: list[Mistake] = []
    healed = False
    for row in rows:
        try:
            try:
                entries.append(_entry(context, row, days))
            except UsageError as error:
                if error.code != "unknown_project" or healed:
                    raise
                healed = True
                context.account.refresh_projects()
                entries.append(_entry(context, row, days))
        except UsageError as error:
            mistakes.append(Mistake(row.line, error))
    if mistakes:
        raise Mistakes(mistakes)
    return planned(context, entries)


# -- rows that are no entries of mine ----------------------------------------------------------


def _left_out(context: Context, row: CsvRow) -> str:
    """Why a row is not to be an entry, though nothing is wrong with it; else nothing."""
    if row.wrong:
        return ""
    if _is_total(row):
        return "a total"
    if _NOTHING.fullmatch(row.get("hours")):
        return "no time"
    return _others(context, row)


def _is_total(row: CsvRow) -> bool:
    """Whether a row sums up others: it says so in place of a day, or says nothing but hours."""
    day = row.get("spent_date")
    said = [text for name in MEANINGS if name != "hours" and (text := row.get(name))]
    if day or (row.get("project") and row.get("task")):
        return bool(_TOTAL.match(day))
    return not said or any(map(_TOTAL.match, said))


def _others(context: Context, row: CsvRow) -> str:
    me = context.account.data.user
    first, last = row.get("first_name"), row.get("last_name")
    mine = {me.name, str(me.id), me.email, f"{me.last_name}, {me.first_name}"}
    owner = row.get("user")
    if owner and not _among(owner, mine):
        return f"{owner}'s time"
    if (first and not _among(first, [me.first_name])) or (
        last and not _among(last, [me.last_name])
    ):
        return f"{first} {last}".strip() + "'s time"
    return ""


def _among(text: str, names: Iterable[str]) -> bool:
    """Whether a text is one of some names, but for case and blanks."""
    plain = " ".join(text.casefold().split())
    return any(plain == " ".join(name.casefold().split()) for name in names if name)


# -- one row -----------------------------------------------------------------------------------


def _entry(context: Context, row: CsvRow, days: Days) -> Wanted:
    """The entry of a row; raises UsageError for what it cannot be."""
    if row.wrong:
        raise UsageError(row.wrong)
    if row.get("is_running").casefold() == "true":
        message = "its timer still runs"
        raise UsageError(message)

    def hours(text: str) -> Decimal:
        return _hours(context, text)

    _refuse_doubled(row, {"spent_date": days.read, "hours": hours})
    assignment, task, assumed = _work(context, row)
    begin, end = _clock(row.get("started_time")), _clock(row.get("ended_time"))
    reading = EntryReading(
        assignment=assignment,
        spent_date=days.read(row.get("spent_date")),
        hours=hours(row.get("hours")),
        task=task,
        started_time=begin if end else None,
        ended_time=end if begin else None,
        notes=row.cells.get("notes") or None,
    )
    return Wanted(f"line {row.line}", reading, _reference(row), assumed)


def _refuse_doubled(row: CsvRow, readers: dict[str, Callable[[str], object]]) -> None:
    """Refuse columns of one meaning that differ, unless both are read as the same."""
    for name, heads, cells in row.doubled:
        read = readers.get(name)
        if read is not None and read(cells[0]) == read(cells[1]):
            continue
        message = f"`{heads[0]}` is {cells[0]!r}, `{heads[1]}` is {cells[1]!r}"
        raise UsageError(message, hint="Keep the column that counts")


def _work(context: Context, row: CsvRow) -> tuple[ProjectAssignment, Task, str | None]:
    """Project and task, by their ids where this account knows them, else by name."""
    ids = [row.get(name) for name in ("project_id", "task_id")]
    if all(text.isdecimal() and len(text) < 19 for text in ids):
        found = usable(context, int(ids[0]), int(ids[1]))
        if found is not None:
            _say_other_names(context, row, *found)
            return *found, None
    assignment = _assignment(context, row)
    wanted = row.get("task")
    if wanted:
        return assignment, context.account.names.task(assignment, wanted), None
    return assignment, *default_task(context, assignment)


def _say_other_names(
    context: Context, row: CsvRow, assignment: ProjectAssignment, task: Task
) -> None:
    """Say where ids and names differ: one was renamed, or the names were changed in the file."""
    project = assignment.project
    names = {"project": (project.name, project.code or ""), "task": (task.name,)}
    for name, known in names.items():
        typed = row.get(name)
        if typed and not _among(typed, known):
            told = f"`{name}` is {typed!r}, `{name}_id` that of {known[0]}, which counts"
            context.warn(f"line {row.line}: {told}")


def _assignment(context: Context, row: CsvRow) -> ProjectAssignment:
    """The project of a row: its code tells those of one name apart."""
    name, client, code = row.get("project"), row.get("client") or None, row.get("project_code")
    coded = [
        each
        for each in context.account.data.assignments
        if code and each.is_active and _among(code, [each.project.code or ""])
    ]
    same = [each for each in coded if not name or _among(name, [each.project.name])]
    same = [each for each in same if client is None or _among(client, [each.client.name])]
    if len(same) == 1:
        return same[0]
    found = context.account.names.project(name or code, client)
    known = found.project.code
    if code and known and not _among(code, [known]):
        message = f"`project_code` is {code!r}, {found.project.name} has {known}"
        raise UsageError(message, hint="Correct one of them")
    return found


def _hours(context: Context, text: str) -> Decimal:
    """Hours: 1.5, 1,5, 1:30, 1:30:00, 1h30. Raises UsageError."""
    plain = text.strip()
    if _PLAIN.fullmatch(plain):
        hours = Decimal(plain.replace(",", ".")).quantize(HUNDREDTH)
    elif parts := _SECONDS.fullmatch(plain):
        hour, minute, second = map(Decimal, parts.groups())
        hours = ((hour * 60 + minute) / 60 + second / 3600).quantize(HUNDREDTH)
    else:
        hours = read_hours(plain, context.conventions)
    if not 0 < hours <= LONGEST:
        message = f"Expected hours from 0:01 to 24:00, got {plain!r}"
        raise UsageError(message, code="invalid_duration")
    return hours


def _clock(text: str) -> time | None:
    """A time of day, its day and seconds left aside; None for none. Raises UsageError."""
    if not text:
        return None
    found = read_clock(_ZEROS.sub(r"\1", _DATED.sub("", text)))
    if found is None:
        message = f"{text!r} is not a time of day"
        raise UsageError(message, code="invalid_time")
    return found


def _reference(row: CsvRow) -> ExternalReference | None:
    link = row.get("permalink")
    if not link:
        return None
    id_, group = row.get("reference_id") or None, row.get("reference_group") or None
    if id_ is None:
        return reference_of(link)
    return ExternalReference(id=id_, group_id=group, permalink=link)
