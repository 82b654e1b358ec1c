"""A calendar of the entries (iCalendar, RFC 5545), which takes nobody's time."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from harvest_cli.actions.exports.export import Export, Loss, span_of
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.hours import as_clock
from harvest_cli.show.machine.text import Dialect

LONGEST = 73
"""Octets of a line before it is folded, without the blank in front of what follows."""
_STEP = timedelta(days=7)


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
