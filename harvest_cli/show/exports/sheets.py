"""Tables: hv's own CSV and JSON lines, Harvest's import, Toggl, Clockify, Tempo.

Services read their own layouts only: a decimal point, commas, and no guard against formulas.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from harvest_cli.actions.exports.export import Export, Loss, minutes_of, span_of
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.records import Protocol
from harvest_cli.show.machine.csv_pages import CsvPages, JsonPages
from harvest_cli.show.machine.entries import CSV_COLUMNS, ENTRY, OWN_MARK
from harvest_cli.show.machine.fields import Cell
from harvest_cli.show.machine.text import Dialect, csv_rows

KEY = re.compile(r"[A-Z][A-Z0-9_]+-[1-9][0-9]*")
MOST_KEYLESS = 20
"""Entries without an issue that are named."""


class Pages(Protocol):
    """Writes entries page by page, each with its line ends; `head` comes first.

    `needs` are the attributes that it reads: an empty text is the same to it as none.
    """

    head: str
    needs: frozenset[str]

    def lines(self, things: Sequence[TimeEntry]) -> list[str]:
        """The lines of a page, one for each entry."""


def csv(dialect: Dialect) -> Pages:
    """The columns of `hv entries --csv`, which `hv import` reads back."""
    return CsvPages(ENTRY, CSV_COLUMNS, dialect=dialect)


def json_lines(_dialect: Dialect) -> Pages:
    """One JSON object per entry, as `hv entries --jsonl` prints it; JSON has no dialects."""
    return JsonPages(ENTRY)


def _table(heads: str, rows: Iterator[Sequence[Cell]]) -> Iterator[str]:
    return (f"{line}\r\n" for line in csv_rows(heads.split(","), rows, raw=True))


# -- services ----------------------------------------------------------------------------------


def harvest(export: Export, _dialect: Dialect) -> Iterator[str]:
    """The eight columns of Harvest's own import (Harvest support, Importing time)."""
    return _table(
        "Date,Client,Project,Task,Notes,Hours,First name,Last name",
        (
            (*_day_and_place(entry), entry.notes or "", entry.hours, *_first_and_last(entry))
            for entry in export.rows()
        ),
    )


def _day_and_place(entry: TimeEntry) -> tuple[Cell, str, str, str]:
    return entry.spent_date, entry.client.name, entry.project.name, entry.task.name


def _first_and_last(entry: TimeEntry) -> tuple[str, str]:
    """The name of a person in two: its last word is the last name."""
    first, _, last = (entry.user.name if entry.user else "").rpartition(" ")
    return (first, last) if first else (last, "")


def toggl(export: Export, _dialect: Dialect) -> Iterator[str]:
    """The layout that Toggl Track has exported for years, and imports."""
    return _table(
        "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,"
        "End date,End time,Duration,Tags",
        (
            (
                entry.user.name if entry.user else "",
                export.email_of(entry),
                *_place(entry),
                entry.notes or "",
                _yes(entry),
                *_times(entry),
                "",
            )
            for entry in export.rows()
        ),
    )


def clockify(export: Export, _dialect: Dialect) -> Iterator[str]:
    """The layout that Clockify imports."""
    return _table(
        "Email,Project,Task,Client,Description,Tags,Billable,Start date,Start time,"
        "End date,End time,Duration",
        (
            (
                export.email_of(entry),
                entry.project.name,
                entry.task.name,
                entry.client.name,
                entry.notes or "",
                "",
                _yes(entry),
                *_times(entry),
            )
            for entry in export.rows()
        ),
    )


def _place(entry: TimeEntry) -> tuple[str, str, str]:
    return entry.client.name, entry.project.name, entry.task.name


def _yes(entry: TimeEntry) -> str:
    return "Yes" if entry.billable else "No"


def _times(entry: TimeEntry) -> tuple[Cell, str, Cell, str, str]:
    """Start, end and length, in seconds; entries without times never come here."""
    begin, end = span_of(entry) or (datetime.min, datetime.min)
    hours, minutes = divmod(minutes_of(entry), 60)
    length = f"{hours:02d}:{minutes:02d}:00"
    return begin.date(), f"{begin:%H:%M:%S}", end.date(), f"{end:%H:%M:%S}", length


def tempo(export: Export, _dialect: Dialect) -> Iterator[str]:
    """Tempo's worklogs; what has no link to an issue of Jira is left out, and named."""

    def rows() -> Iterator[Sequence[Cell]]:
        for entry in export.rows():
            key = issue_of(entry)
            if key is not None:
                if not export.is_mine(entry):
                    export.lose(Loss.PEOPLE)
                yield key, entry.hours, entry.spent_date, entry.notes or ""
                continue
            export.lose(Loss.NO_KEY)
            if len(export.keyless) < MOST_KEYLESS:
                export.keyless.append(entry)

    return _table("Issue Key,Hours,Work date,Work Description", rows())


def issue_of(entry: TimeEntry) -> str | None:
    """The key of the issue that the entry is linked to: SITE-17."""
    reference = entry.external_reference
    if reference is None or reference.group_id == OWN_MARK:
        return None
    link = (reference.permalink or "").partition("?")[0].rstrip("/")
    for text in (reference.id or "", link.rpartition("/")[2]):
        if KEY.fullmatch(text):
            return text
    return None


Writer = Callable[[Export, Dialect], Iterator[str]]
"""Makes the pieces of a file, line ends included."""
