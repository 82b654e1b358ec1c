"""`hv log --csv`: entries from a spreadsheet, all checked before the first one is sent.

It reads what `hv entries --csv` writes, and any CSV with columns of the same names: spent_date,
hours, project, and as far as they are there client, task, notes, started_time, ended_time.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from decimal import Decimal
from typing import TextIO

from harvest_cli.actions.entries.bulk import BulkItem, Plan, planned, usable, without_those_there
from harvest_cli.actions.resolve.defaults import default_task
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import ExternalReference
from harvest_cli.domain.errors import HvError, UsageError
from harvest_cli.domain.hours import HUNDREDTH, read_clock
from harvest_cli.domain.projects import ProjectAssignment, Task
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.references import reference_of
from harvest_cli.domain.wording import counted, unguarded
from harvest_cli.language.days.relative import read_date
from harvest_cli.language.lengths.durations import read_hours
from harvest_cli.language.text.readings import EntryReading

NEEDED = ("spent_date", "hours", "project")
OTHER_NAMES = {
    "date": "spent_date",
    "day": "spent_date",
    "note": "notes",
    "project_name": "project",
}
MOST_ROWS, MOST_CHARACTERS = 10_000, 20_000_000
LONGEST = Decimal(24)
_PLAIN = re.compile(r"\d{1,4}(?:\.\d{1,6})?")
Row = Mapping[str, str]


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


def plan_import(context: Context, file: TextIO) -> Plan:
    """What the file would make; sends nothing. Raises Mistakes with every line that is wrong."""
    entries: list[BulkItem] = []
    mistakes: list[Mistake] = []
    healed = False
    for line, row in _rows(file):
        try:
            entries.append(_entry(context, line, row))
        except UsageError as error:
            if error.code == "unknown_project" and not healed:
                healed = True
                context.account.refresh_projects()
                try:
                    entries.append(_entry(context, line, row))
                    continue
                except UsageError as again:
                    mistakes.append(Mistake(line, again))
                    continue
            mistakes.append(Mistake(line, error))
    if mistakes:
        raise Mistakes(mistakes)
    if not entries:
        message = "The file holds no entries"
        raise UsageError(message, code="empty", hint=f"Its columns are {', '.join(NEEDED)}, …")
    return Plan(without_those_there(context, entries), context.today)


def _rows(file: TextIO) -> Iterator[tuple[int, Row]]:
    """Each row by the names of its columns, with the line it ends on."""
    import csv
    import io

    text = file.read(MOST_CHARACTERS + 1)
    if len(text) > MOST_CHARACTERS or "\0" in text:
        message = "The file is too large, or is not text"
        raise UsageError(message, hint="Give CSV as `hv entries --csv` writes it")
    head = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    try:
        names = _columns(next(reader, []))
        for count, cells in enumerate(reader, 1):
            if count > MOST_ROWS:
                message = f"The file has more than {MOST_ROWS} rows"
                raise UsageError(message, hint="Split it")
            if any(cell.strip() for cell in cells):
                row = dict.fromkeys(names, "")
                row.update(zip(names, map(unguarded, cells), strict=False))
                yield reader.line_num, row
    except csv.Error as error:
        message = f"line {reader.line_num} is not CSV: {error}"
        raise UsageError(message, hint="Give CSV as `hv entries --csv` writes it") from None


def _columns(head: list[str]) -> list[str]:
    names = [name.strip().casefold().replace(" ", "_") for name in head]
    names = [OTHER_NAMES.get(name, name) for name in names]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        message = f"The first line of the file does not name {', '.join(missing)}"
        raise UsageError(message, hint=f"It needs at least: {','.join(NEEDED)}")
    return names


def _entry(context: Context, line: int, row: Row) -> BulkItem:
    """The entry of a row; raises UsageError for what it cannot be."""
    _refuse_others(context, row)
    assignment, task, assumed = _work(context, row)
    begin, end = _clock(row.get("started_time")), _clock(row.get("ended_time"))
    reading = EntryReading(
        assignment=assignment,
        spent_date=_day(context, row["spent_date"]),
        hours=_hours(context, row["hours"]),
        task=task,
        started_time=begin if end else None,
        ended_time=end if begin else None,
        notes=row.get("notes") or None,
    )
    return planned(context, f"line {line}", reading, reference=_reference(row), assumed=assumed)


def _refuse_others(context: Context, row: Row) -> None:
    me = context.account.data.user
    owner = row.get("user", "").strip()
    if owner and owner.casefold() not in {me.name.casefold(), str(me.id)}:
        message = f"this is {owner}'s time, not yours"
        raise UsageError(message)
    if row.get("is_running", "").strip().casefold() == "true":
        message = "its timer still runs"
        raise UsageError(message)


def _work(context: Context, row: Row) -> tuple[ProjectAssignment, Task, str | None]:
    """Project and task, by their ids where this account knows them, else by name."""
    ids = [row.get(name, "").strip() for name in ("project_id", "task_id")]
    if all(text.isdecimal() and len(text) < 19 for text in ids):
        found = usable(context, int(ids[0]), int(ids[1]))
        if found is not None:
            return *found, None
    names = context.account.names
    assignment = names.project(row["project"].strip(), row.get("client", "").strip() or None)
    wanted = row.get("task", "").strip()
    if wanted:
        return assignment, names.task(assignment, wanted), None
    return assignment, *default_task(context, assignment)


def _day(context: Context, text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return read_date(text, context.now, context.conventions)


def _hours(context: Context, text: str) -> Decimal:
    plain = text.strip()
    hours = (
        Decimal(plain).quantize(HUNDREDTH)
        if _PLAIN.fullmatch(plain)
        else read_hours(plain, context.conventions)
    )
    if not 0 < hours <= LONGEST:
        message = f"Expected hours from 0:01 to 24:00, got {plain!r}"
        raise UsageError(message, code="invalid_duration")
    return hours


def _clock(text: str | None) -> time | None:
    if not text or not text.strip():
        return None
    found = read_clock(text)
    if found is None:
        message = f"{text!r} is not a time of day"
        raise UsageError(message, code="invalid_time")
    return found


def _reference(row: Row) -> ExternalReference | None:
    link = row.get("permalink", "").strip()
    if not link:
        return None
    id_, group = row.get("reference_id") or None, row.get("reference_group") or None
    if id_ is None:
        return reference_of(link)
    return ExternalReference(id=id_, group_id=group, permalink=link)
