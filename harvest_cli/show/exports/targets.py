"""The formats of `hv export`: what each needs of entries, and what writes it."""

from collections.abc import Callable
from pathlib import Path

from harvest_cli.actions.exports.export import Export, Loss, Needs
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.hours import as_decimal
from harvest_cli.domain.records import IO, NamedTuple
from harvest_cli.domain.wording import counted
from harvest_cli.show.exports import plain_text, sheets
from harvest_cli.show.exports.month_files import write_parquet
from harvest_cli.show.machine.text import Dialect
from harvest_cli.show.terminal.output import Format, Output


class Target(NamedTuple):
    """A format: what it needs, and what writes it: entries in their order, or page by page.

    Neither is for Parquet.
    """

    needs: Needs
    writer: sheets.Writer | None = None
    pages: Callable[[Dialect], sheets.Pages] | None = None


_ENDS = Needs(ends=True)
_SERVICE = Needs(ends=True, times=True, emails=True)
TARGETS = {
    "csv": Target(Needs(), pages=sheets.csv),
    "jsonl": Target(Needs(), pages=sheets.json_lines),
    "parquet": Target(Needs()),
    "klog": Target(_ENDS, plain_text.klog),
    "timeclock": Target(Needs(ends=True, times=True, instead="timedot"), plain_text.timeclock),
    "timedot": Target(_ENDS, plain_text.timedot),
    "ics": Target(_ENDS, plain_text.ics),
    "harvest": Target(_ENDS, sheets.harvest),
    "toggl": Target(_SERVICE, sheets.toggl),
    "clockify": Target(_SERVICE, sheets.clockify),
    "tempo": Target(_ENDS, sheets.tempo),
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
