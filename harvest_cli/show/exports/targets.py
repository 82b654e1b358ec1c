"""The formats of `hv export`: what each needs of entries, and what writes it.

Services read their own layouts only: a decimal point, commas, and no guard against formulas.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from harvest_cli.actions.exports.export import Export, Loss, Needs, minutes_of, span_of
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.hours import as_decimal
from harvest_cli.domain.records import IO, NamedTuple, Protocol
from harvest_cli.domain.wording import counted
from harvest_cli.show.exports import plain_text
from harvest_cli.show.exports.month_files import write_parquet
from harvest_cli.show.machine.csv_pages import CsvPages, JsonPages
from harvest_cli.show.machine.entries import CSV_COLUMNS, ENTRY, OWN_MARK
from harvest_cli.show.machine.fields import Cell
from harvest_cli.show.machine.text import Dialect, csv_rows
from harvest_cli.show.terminal.output import Format, Output

KEY = re.compile(r"[A-Z][A-Z0-9_]+-[1-9][0-9]*")
MOST_KEYLESS = 20
"""Entries without an issue that are named."""
Writer = Callable[[Export, Dialect], Iterator[str]]
"""Makes the pieces of a file, line ends included."""


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


def _layout(heads: str) -> Writer:
    """Writes a row of these columns for each entry."""
    cells = [_CELLS[name] for name in heads.split(",")]
    return lambda export, _dialect: _table(
        heads, ([cell(export, entry) for cell in cells] for entry in export.rows())
    )


def _span(entry: TimeEntry) -> tuple[datetime, datetime]:
    """Start and end; entries without times never come here."""
    return span_of(entry) or (datetime.min, datetime.min)


def _length(entry: TimeEntry) -> str:
    hours, minutes = divmod(minutes_of(entry), 60)
    return f"{hours:02d}:{minutes:02d}:00"


def _names(entry: TimeEntry) -> tuple[str, str]:
    """The name of a person in two: its last word is the last name."""
    first, _, last = (entry.user.name if entry.user else "").rpartition(" ")
    return (first, last) if first else (last, "")


_CELLS: dict[str, Callable[[Export, TimeEntry], Cell]] = {
    "Date": lambda _, entry: entry.spent_date,
    "Client": lambda _, entry: entry.client.name,
    "Project": lambda _, entry: entry.project.name,
    "Task": lambda _, entry: entry.task.name,
    **dict.fromkeys(("Notes", "Description"), lambda _, entry: entry.notes or ""),
    "Hours": lambda _, entry: entry.hours,
    "First name": lambda _, entry: _names(entry)[0],
    "Last name": lambda _, entry: _names(entry)[1],
    "User": lambda _, entry: entry.user.name if entry.user else "",
    "Email": lambda export, entry: export.email_of(entry),
    "Billable": lambda _, entry: "Yes" if entry.billable else "No",
    "Start date": lambda _, entry: _span(entry)[0].date(),
    "Start time": lambda _, entry: f"{_span(entry)[0]:%H:%M:%S}",
    "End date": lambda _, entry: _span(entry)[1].date(),
    "End time": lambda _, entry: f"{_span(entry)[1]:%H:%M:%S}",
    "Duration": lambda _, entry: _length(entry),
    "Tags": lambda _, _entry: "",
}
"""What stands in a column of the layouts of services, by its head."""
harvest = _layout("Date,Client,Project,Task,Notes,Hours,First name,Last name")
"""The eight columns of Harvest's own import (Harvest support, Importing time)."""
toggl = _layout(
    "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,"
    "End date,End time,Duration,Tags"
)
"""The layout that Toggl Track has exported for years, and imports."""
clockify = _layout(
    "Email,Project,Task,Client,Description,Tags,Billable,Start date,Start time,"
    "End date,End time,Duration"
)
"""The layout that Clockify imports."""


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


class Target(NamedTuple):
    """A format: what it needs, and what writes it: entries in their order, or page by page.

    Neither is for Parquet.
    """

    needs: Needs
    writer: Writer | None = None
    pages: Callable[[Dialect], Pages] | None = None


_ENDS = Needs(ends=True)
_SERVICE = Needs(ends=True, times=True, emails=True)
TARGETS = {
    "csv": Target(Needs(), pages=csv),
    "jsonl": Target(Needs(), pages=json_lines),
    "parquet": Target(Needs()),
    "klog": Target(_ENDS, plain_text.klog),
    "timeclock": Target(Needs(ends=True, times=True, instead="timedot"), plain_text.timeclock),
    "timedot": Target(_ENDS, plain_text.timedot),
    "ics": Target(_ENDS, plain_text.ics),
    "harvest": Target(_ENDS, harvest),
    "toggl": Target(_SERVICE, toggl),
    "clockify": Target(_SERVICE, clockify),
    "tempo": Target(_ENDS, tempo),
}


def target_of(name: str) -> Target:
    """The format of that name; raises UsageError."""
    if found := TARGETS.get(name.strip().lower()):
        return found
    message = f'Unknown format "{name[:40]}" (--to)'
    raise UsageError(message, hint=f"Formats: {', '.join(TARGETS)}. The last day is `--until`")


def write(export: Export, target: Target, dialect: Dialect, output: Output) -> None:
    """Write the entries on standard output; raises UsageError where it takes no bytes."""
    if target.writer is not None:
        output.write_exactly(target.writer(export, dialect))
        return
    # Only Parquet needs it.
    from tempfile import TemporaryDirectory

    binary: IO[bytes] | None = getattr(output.stdout, "buffer", None)
    if binary is None or output.format is Format.HUMAN:
        message = "Parquet is a binary format"
        raise UsageError(message, hint="Name a file: `-o hours.parquet`")
    with TemporaryDirectory() as folder:
        made = Path(folder, "entries.parquet")
        write_parquet(export, made)
        with made.open("rb") as file:
            while piece := file.read(1 << 20):
                binary.write(piece)


# -- what was lost -----------------------------------------------------------------------------

_ENTRY_HAS = ("entry has", "entries have")
_WORDS = {
    Loss.RUNNING: ("timer that runs is", "timers that run are", "left out"),
    Loss.NO_DAY: (*_ENTRY_HAS, "no day or no hours: left out"),
    Loss.MINUTES: ("entry is", "entries are", "rounded to a minute"),
    Loss.LINES: (*_ENTRY_HAS, "notes of several lines, which became one"),
    Loss.SIGNS: (*_ENTRY_HAS, "signs that the format cannot hold, which were replaced"),
    Loss.ALL_DAY: (*_ENTRY_HAS, "no start and end: events of the whole day"),
    Loss.PEOPLE: ("entry of somebody else is", "entries of others are", "there without the name"),
    Loss.NO_KEY: (*_ENTRY_HAS, "no link to an issue of Jira: left out"),
    Loss.NO_EMAIL: (*_ENTRY_HAS, "no e-mail address, which the service may need"),
    Loss.STACKED: (*_ENTRY_HAS, "no start and end: put one after another from `--start-at` on"),
}


def remarks(export: Export, name: str) -> list[str]:
    """What got lost and what to mind, a sentence each."""
    said = [
        f"{counted(number, one, several)} {what}"
        for loss, (one, several, what) in _WORDS.items()
        if (number := export.losses[loss])
    ]
    said += [f"  {_shown(entry)}" for entry in export.keyless]
    if name == "harvest":
        said.append("Harvest's import cannot update: importing the file twice doubles its entries")
    return said


def _shown(entry: TimeEntry) -> str:
    hours = "" if entry.hours is None else as_decimal(entry.hours)
    notes = " ".join((entry.notes or "").split())[:60]
    return f"{entry.spent_date}  {hours}  {entry.project.name}  {notes}".rstrip()
