"""Text files of command-line trackers: klog, and hledger's timeclock and timedot."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from harvest_cli.actions.exports.export import Export, Loss, minutes_of, span_of
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.hours import ZERO, as_decimal, hours_from_minutes
from harvest_cli.show.machine.text import Dialect

DAY = timedelta(days=1)


def _by_day(export: Export) -> Iterator[tuple[date, Iterator[TimeEntry]]]:
    for day, entries in groupby(export.rows(), key=lambda entry: entry.spent_date):
        if day is not None:
            yield day, entries


# -- klog --------------------------------------------------------------------------------------


def klog(export: Export, _dialect: Dialect) -> Iterator[str]:
    """A record a day; client, project and task are tags, and notes of several lines stay so."""
    before = ""
    for day, entries in _by_day(export):
        yield f"{before}{day.isoformat()}\n"
        before = "\n"
        for entry in entries:
            if hours_from_minutes(minutes_of(entry)) != entry.hours:
                export.lose(Loss.MINUTES)
            first, *others = _lines(entry.notes) or [""]
            head = f"{_klog_length(entry)} {_klog_tags(export, entry)} {first}"
            yield f"    {head.rstrip()}\n"
            for line in others:
                yield f"        {line}\n"


def _lines(notes: str | None) -> list[str]:
    """The lines of notes that say something: an empty one would end a record."""
    return [line.strip() for line in (notes or "").splitlines() if line.strip()]


def _klog_length(entry: TimeEntry) -> str:
    span = span_of(entry)
    if span is not None:
        begin, end = span
        after = ">" if end.date() > begin.date() else ""
        if not after or end - begin < DAY:
            return f"{begin.hour}:{begin:%M} - {end.hour}:{end:%M}{after}"
    hours, minutes = divmod(minutes_of(entry), 60)
    return f"{hours}h{minutes}m" if hours and minutes else f"{hours}h" if hours else f"{minutes}m"


def _klog_tags(export: Export, entry: TimeEntry) -> str:
    named = {
        "client": entry.client.name,
        "project": entry.project.name,
        "task": entry.task.name,
    }
    if entry.user is not None and not export.is_mine(entry):
        named["person"] = entry.user.name
    quoted = {name: _quoted(text) for name, text in named.items() if text}
    if any(text[1:-1] != named[name] for name, text in quoted.items()):
        export.lose(Loss.SIGNS)
    return " ".join(f"#{name}={text}" for name, text in quoted.items())


def _quoted(name: str) -> str:
    """In the quotes that a name does not hold; one that holds both loses its double ones."""
    line = " ".join(name.split())
    if '"' in line and "'" not in line:
        return f"'{line}'"
    return '"{}"'.format(line.replace('"', "'"))


# -- hledger -----------------------------------------------------------------------------------


def timeclock(export: Export, _dialect: Dialect) -> Iterator[str]:
    """When each entry begins and ends, with the account `Client:Project:Task`."""
    for entry in export.rows():
        span = span_of(entry)
        if span is None:
            continue
        begin, end = span
        notes = _on_one_line(export, entry).replace(";", ",")
        if ";" in (entry.notes or ""):
            export.lose(Loss.SIGNS)
        text = f"{_account(export, entry)}  {notes}".rstrip()
        yield f"i {begin:%Y-%m-%d %H:%M:%S} {text}\no {end:%Y-%m-%d %H:%M:%S}\n"


def timedot(export: Export, _dialect: Dialect) -> Iterator[str]:
    """Hours of each account, under their day."""
    before = ""
    for day, entries in _by_day(export):
        yield f"{before}{day.isoformat()}\n"
        before = "\n"
        for entry in entries:
            notes = _on_one_line(export, entry)
            behind = f"  ; {notes}" if notes else ""
            hours = as_decimal(entry.hours if entry.hours is not None else ZERO)
            yield f"{_account(export, entry)}  {hours}h{behind}\n"


_PARTING = re.compile(r"[:;]|^[*#;]+|\s{2,}|\t")


def _account(export: Export, entry: TimeEntry) -> str:
    """`Client:Project:Task`; a colon or two blanks in a name would end it there."""
    names = [entry.client.name, entry.project.name, entry.task.name]
    plain = [_PARTING.sub(lambda found: "-" if found[0].strip() else " ", each) for each in names]
    plain = [each.strip() for each in plain]
    if plain != names:
        export.lose(Loss.SIGNS)
    if not export.is_mine(entry):
        export.lose(Loss.PEOPLE)
    return ":".join(each or "-" for each in plain)


def _on_one_line(export: Export, entry: TimeEntry) -> str:
    lines = _lines(entry.notes)
    if len(lines) > 1:
        export.lose(Loss.LINES)
    return " ".join(" ".join(lines).split())
