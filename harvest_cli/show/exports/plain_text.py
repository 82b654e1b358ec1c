"""Text files: klog, hledger's timeclock and timedot, and calendars."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from harvest_cli.actions.exports.export import Export, Loss, minutes_of, span_of
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.hours import ZERO, as_clock, as_decimal, hours_from_minutes
from harvest_cli.show.machine.text import Dialect

DAY = timedelta(days=1)
LONGEST = 73
"""Octets of a line before it is folded, without the blank in front of what follows."""
_STEP = timedelta(days=7)


def _by_day(export: Export) -> Iterator[tuple[str, Iterator[TimeEntry]]]:
    """The line of each day, behind an empty one but for the first, and its entries."""
    before = ""
    for day, entries in groupby(export.rows(), key=lambda entry: entry.spent_date):
        if day is not None:
            yield f"{before}{day.isoformat()}\n", entries
            before = "\n"


# -- klog --------------------------------------------------------------------------------------


def klog(export: Export, _dialect: Dialect) -> Iterator[str]:
    """A record a day; client, project and task are tags, and notes of several lines stay so."""
    for head, entries in _by_day(export):
        yield head
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
    for head, entries in _by_day(export):
        yield head
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


# -- calendars (iCalendar, RFC 5545), which take nobody's time -----------------------------------


def ics(export: Export, _dialect: Dialect) -> Iterator[str]:
    """An event for each entry; one without times is of the whole day."""
    zone = export.now.tzinfo
    named = zone if isinstance(zone, ZoneInfo) and zone.key != "UTC" else None
    for line in _heads(export, named):
        yield _folded(line)
    stamp = f"{export.now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for entry in export.rows():
        for line in _event(export, entry, named, stamp):
            yield _folded(line)
    yield "END:VCALENDAR\r\n"


def _heads(export: Export, zone: ZoneInfo | None) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//hv//hv export//EN")
    if zone is not None:
        yield f"BEGIN:VTIMEZONE\r\nTZID:{zone.key}"
        yield from _offsets(zone, export.period.start, export.period.end)
        yield "END:VTIMEZONE"


def _offsets(zone: ZoneInfo, first: date, last: date) -> Iterator[str]:
    """What the clocks of a zone show over these days: an observance for each change of them."""
    at = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(days=1)
    end = datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=3)
    yield from _observance(zone, at, at)
    while at < end:
        following = min(at + _STEP, end)
        if at.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            yield from _observance(zone, at, _change(zone, at, following))
        at = following


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The second at which the clocks change between two moments."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) // 2
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def _observance(zone: ZoneInfo, before: datetime, at: datetime) -> Iterator[str]:
    old, new = (moment.astimezone(zone) for moment in (before, at))
    kind = "DAYLIGHT" if new.dst() else "STANDARD"
    offset = old.utcoffset() or timedelta()
    yield f"BEGIN:{kind}\r\nDTSTART:{at + offset:%Y%m%dT%H%M%S}"
    yield f"TZOFFSETFROM:{old:%z}\r\nTZOFFSETTO:{new:%z}\r\nTZNAME:{new.tzname()}\r\nEND:{kind}"


def _event(export: Export, entry: TimeEntry, zone: ZoneInfo | None, stamp: str) -> Iterator[str]:
    notes = entry.notes or ""
    yield f"BEGIN:VEVENT\r\nUID:{entry.id}@harvest\r\nDTSTAMP:{stamp}\r\nTRANSP:TRANSPARENT"
    yield from _when(export, entry, zone)
    first = notes.partition("\n")[0].strip()
    yield f"SUMMARY:{_escaped(': '.join(filter(None, (entry.project.name, first))))}"
    length = "" if entry.hours is None else as_clock(entry.hours)
    person = "" if entry.user is None or export.is_mine(entry) else entry.user.name
    place = " › ".join(filter(None, (entry.client.name, entry.project.name, entry.task.name)))
    lines = (" ".join(filter(None, (length, place))), person, notes)
    yield f"DESCRIPTION:{_escaped(chr(10).join(filter(None, lines)))}"
    names = {"CLIENT": entry.client.name, "PROJECT": entry.project.name, "TASK": entry.task.name}
    for name, value in names.items():
        yield f"X-HARVEST-{name}:{_escaped(value)}"
    if entry.hours is not None:
        yield f"X-HARVEST-HOURS:{entry.hours}"
    if notes:
        yield f"X-HARVEST-NOTES:{_escaped(notes)}"
    yield "END:VEVENT"


def _when(export: Export, entry: TimeEntry, zone: ZoneInfo | None) -> Iterator[str]:
    span = span_of(entry)
    if span is None:
        export.lose(Loss.ALL_DAY)
        day = entry.spent_date or export.period.start
        after = day + timedelta(days=1)
        yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}\r\nDTEND;VALUE=DATE:{after:%Y%m%d}"
        return
    for name, at in zip(("DTSTART", "DTEND"), span, strict=True):
        if zone is not None:
            yield f"{name};TZID={zone.key}:{at:%Y%m%dT%H%M%S}"
        else:
            moment = at.replace(tzinfo=export.now.tzinfo).astimezone(UTC)
            yield f"{name}:{moment:%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\")
    escaped = lines.replace(";", r"\;").replace(",", r"\,").replace("\n", r"\n")
    return "".join(each for each in escaped if each == "\t" or each >= " ")


def _folded(line: str) -> str:
    """A line, or several, with its end; what is longer than 75 octets is folded at letters."""
    if len(line) < LONGEST // 4 or (line.isascii() and "\r" in line):
        return f"{line}\r\n"
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode(errors="replace"))
        if size + octets > LONGEST:
            pieces.append(piece)
            piece, size = "", 0
        piece += letter
        size += octets
    return "\r\n ".join([*pieces, piece]) + "\r\n"
