"""Calendars (iCalendar, RFC 5545): events as rows, each instance of a series by itself.

What is no work of the person is skipped and counted: events of the whole day, cancelled, declined,
unanswered, free, private ones, and what is not over yet.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from math import prod

from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.domain.wording import install
from harvest_cli.domain.zones import zone_named
from harvest_cli.language.trackers.cells import Length
from harvest_cli.language.trackers.rows import (
    FULL_DAY,
    FileRow,
    ReaderOptions,
    Skip,
    Texts,
    entry,
    skipped,
)

BACK = timedelta(days=366)
"""How far back events are read."""
MOST_OF_SERIES = 2000
"""Instances of one series in that time; more is no meeting."""
MOST_OF_DAY = 24
EARLIEST = 1900
"""The first year of a series: each of its instances is counted up to now."""
_TIMES = ("BYHOUR", "BYMINUTE", "BYSECOND")
_FREE = ("FREE", "OOF", "WORKINGELSEWHERE")
_OWN = "X-HARVEST-"


class _Told(NamedTuple):
    """What holds for all events of a calendar: its name, the zone of times that have none."""

    name: str
    zone: tzinfo
    asked: ReaderOptions


def calendar(text: str, asked: ReaderOptions) -> Iterator[FileRow]:
    """The events of the calendars of a file, up to now; raises UsageError for a broken file."""
    try:
        # They load in 66 ms, and are an extra.
        import recurring_ical_events
        from icalendar import Calendar
        from icalendar.timezone import tzp
    except ImportError:
        message = "The file is a calendar, which hv alone cannot read"
        hint = f"Install what reads it: `{install('calendar')}`"
        raise UsageError(message, code="extra_needed", hint=hint) from None
    # Zones that a file defines are kept for the whole process, and those of another file may have
    # the same names.
    tzp.use_zoneinfo()
    try:
        found = Calendar.from_ical(text, multiple=True)
    except (ValueError, IndexError, KeyError) as error:
        message = f"The calendar cannot be read: {str(error)[:200]}"
        raise UsageError(message, hint="Export it again") from None
    begun = len(re.findall(r"(?im)^BEGIN:VCALENDAR\s*$", text))
    if len(found) < begun:
        message = f"The calendar is cut short: it has {begun} beginnings, and {len(found)} ends"
        raise UsageError(message, hint="Export it again")
    number = 0
    for each in found:
        zone = zone_named(_text(each, "X-WR-TIMEZONE")) or asked.zone
        told = _Told(_text(each, "X-WR-CALNAME"), zone, asked)
        # What expands series would read all zones of the file as this one.
        each.pop("X-WR-TIMEZONE", None)
        for series in _series(each):
            number += 1
            yield from _rows(number, series, told, recurring_ical_events)


def _series(found: Any) -> Iterator[Any]:
    """Each event with its moved instances, as a calendar of its own: one that is broken harms no
    other.
    """
    zones = found.walk("VTIMEZONE")
    events: dict[object, list[Any]] = {}
    for at, event in enumerate(found.walk("VEVENT")):
        events.setdefault(str(event.get("UID") or at), []).append(event)
    for each in events.values():
        alone = type(found)()
        alone.subcomponents = [*zones, *each]
        yield alone


def _rows(number: int, series: Any, told: _Told, expanding: Any) -> Iterator[FileRow]:
    events = series.walk("VEVENT")
    if problem := _problem(events):
        yield FileRow(number, wrong=UsageError(problem), notes=_text(events[0], "SUMMARY"))
        return
    now = told.asked.now
    try:
        # A day more: until when is told of moments, and not of days.
        within = expanding.of(series).between(now - BACK, now + timedelta(days=1))
        if len(within) > MOST_OF_SERIES:
            message = f"{_named(events[0])} repeats more than {MOST_OF_SERIES} times in a year"
            yield FileRow(number, wrong=UsageError(message))
            return
        for event in sorted(within, key=lambda each: str(each["DTSTART"].dt)):
            yield _row(number, event, told)
        if not within and len(events) == 1 and not any(map(events[0].get, ("RRULE", "RDATE"))):
            yield _out_of_reach(number, events[0], told)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        message = f"{_named(events[0])} cannot be read: {str(error)[:100]}"
        yield FileRow(number, wrong=UsageError(message))


def _problem(events: Sequence[Any]) -> str:
    """What is wrong with a series before it is expanded; nothing where nothing is."""
    for event in events:
        if event.errors:
            name, why = event.errors[0]
            return f"{_named(event)} has a {name} that cannot be read: {why[:100]}"
        if event.get("DTSTART") is None:
            return f"{_named(event)} does not say when it begins"
        if problem := _odd_series(event):
            return problem
        for name in ("DTSTART", "DTEND"):
            if problem := _unknown_zone(event, name):
                return problem
        if _ends_first(event):
            return f"{_named(event)} ends before it begins"
    return ""


def _ends_first(event: Any) -> bool:
    try:
        return bool(_end(event) < event["DTSTART"].dt)
    except (AttributeError, TypeError):
        # Two lengths, a day beside a time, or a time without a zone beside one that has it.
        return False


def _odd_series(event: Any) -> str:
    """How an event repeats that is no meeting; nothing where it may be one."""
    rule = event.get("RRULE")
    if not isinstance(rule, Mapping):
        return ""
    often = [str(each) for each in rule.get("FREQ", ())]
    if set(often) & {"SECONDLY", "MINUTELY", "HOURLY"}:
        return f"{_named(event)} repeats {often[0].lower()}: no meeting does"
    if (since := event["DTSTART"].dt.year) < EARLIEST:
        return f"{_named(event)} repeats since {since}: no meeting does"
    times = prod(len(rule.get(each, ())) or 1 for each in _TIMES)
    if times > MOST_OF_DAY:
        return f"{_named(event)} repeats {times} times a day: no meeting does"
    return ""


def _unknown_zone(event: Any, name: str) -> str:
    """A time that names a zone, and has none: it would pass for one of the person's own zone."""
    at = event.get(name)
    zone = at.params.get("TZID") if at is not None else None
    if zone is None or not isinstance(at.dt, datetime) or at.dt.tzinfo is not None:
        return ""
    return f"{_named(event)} is in an unknown time zone: {str(zone)[:60]}"


def _named(event: Any) -> str:
    return f'"{_text(event, "SUMMARY")[:60] or _text(event, "UID")[:60]}"'


# -- one event ---------------------------------------------------------------------------------


def _row(number: int, event: Any, told: _Told) -> FileRow:
    begin, end = event["DTSTART"].dt, _end(event)
    at = event.get("RECURRENCE-ID") or event["DTSTART"]
    texts: Texts = {
        **_place(event),
        "tags": tuple(
            filter(None, (*_categories(event), told.name, _address(event.get("ORGANIZER", ""))))
        ),
        "source_id": f"{_text(event, 'UID')} {at.dt.isoformat()}",
        "raw": (begin.isoformat(), end.isoformat()),
    }
    why = _why_not(event, told)
    if why is Skip.PRIVATE:
        texts["notes"] = texts["project"] = ""
    if not isinstance(begin, datetime) or not isinstance(end, datetime):
        return _of_day(number, event, begin, texts, why)
    begin, end = (_local(each, told) for each in (begin, end))
    if why is None and end > told.asked.now:
        why = Skip.FUTURE
    if why is None and (end - begin).total_seconds() > FULL_DAY:
        return skipped(number, Skip.ALL_DAY, why="longer than a day", day=begin.date(), **texts)
    row = entry(number, begin=begin, end=end, **texts) if end > begin else None
    if row is None:
        why, row = why or Skip.NO_TIME, FileRow(number, day=begin.date(), **texts)
    if why is Skip.UNANSWERED and told.asked.unanswered and end <= told.asked.now:
        return row._replace(said=str(why))
    return row if why is None else row._replace(skip=why, wrong=None)


def _out_of_reach(number: int, event: Any, told: _Told) -> FileRow:
    """One event that is too long ago, or far ahead: left out, and counted."""
    row = _row(number, event, told)
    if row.skip is None and row.wrong is None:
        return row._replace(skip=Skip.OLD)
    return row


def _of_day(number: int, event: Any, day: date, texts: Texts, why: Skip | None) -> FileRow:
    """An event of a whole day; what hv exported says how long it took."""
    hours = _text(event, f"{_OWN}HOURS")
    if hours and why is None:
        return entry(number, day=day, length=Length(Decimal(hours) * 3600, decimal=True), **texts)
    return skipped(number, why or Skip.ALL_DAY, day=day, **texts)


def _why_not(event: Any, told: _Told) -> Skip | None:
    """Why an event is no work of the person."""
    if _text(event, "STATUS").upper() == "CANCELLED":
        return Skip.CANCELLED
    answer = _answer(event, told)
    if answer == "DECLINED":
        return Skip.DECLINED
    if not isinstance(event["DTSTART"].dt, datetime) and not event.get(f"{_OWN}HOURS"):
        return Skip.ALL_DAY
    if _text(event, "CLASS").upper() in ("PRIVATE", "CONFIDENTIAL") and not told.asked.private:
        return Skip.PRIVATE
    free = _text(event, "TRANSP").upper() == "TRANSPARENT"
    free = free or _text(event, "X-MICROSOFT-CDO-BUSYSTATUS").upper() in _FREE
    if free and not event.get(f"{_OWN}PROJECT"):
        return Skip.FREE
    tentative = _text(event, "STATUS").upper() == "TENTATIVE"
    return Skip.UNANSWERED if tentative or answer in ("NEEDS-ACTION", "TENTATIVE") else None


def _answer(event: Any, told: _Told) -> str:
    """What I answered: among several who were asked, I am known by my addresses."""
    asked = [_address(each) for each in _several(event.get("ATTENDEE"))]
    mine = {each.casefold() for each in (*told.asked.me, told.name) if "@" in each}
    answers = {
        address: str(each.params.get("PARTSTAT", "")).upper()
        for address, each in zip(asked, _several(event.get("ATTENDEE")), strict=True)
    }
    found = [answer for address, answer in answers.items() if address in mine]
    return found[0] if found else next(iter(answers.values())) if len(answers) == 1 else ""


def _address(value: object) -> str:
    return str(value).casefold().removeprefix("mailto:").strip()


def _several(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _categories(event: Any) -> Iterable[str]:
    for each in _several(event.get("CATEGORIES")):
        yield from (str(name).strip() for name in getattr(each, "cats", [each]))


def _place(event: Any) -> Texts:
    """Client, project, task and notes: those of hv's own export, else the title alone."""
    if event.get(f"{_OWN}PROJECT"):
        names = ("client", "project", "task", "notes")
        return {name: _unescaped(_text(event, f"{_OWN}{name.upper()}")) for name in names}
    return {"notes": _text(event, "SUMMARY")}


def _unescaped(text: str) -> str:
    r"""Text of a property that the library does not know: `\,`, `\;`, `\n`."""
    pieces, letters = [], iter(text)
    for letter in letters:
        if letter == "\\":
            letter = next(letters, "")
            letter = "\n" if letter in "nN" else letter
        pieces.append(letter)
    return "".join(pieces)


def _text(event: Any, name: str) -> str:
    return str(event.get(name, "")).strip()


def _end(event: Any) -> Any:
    begin = event["DTSTART"].dt
    if event.get("DTEND") is not None:
        return event["DTEND"].dt
    length = event.get("DURATION")
    return begin if length is None else begin + length.dt


def _local(at: datetime, told: _Told) -> datetime:
    """The moment by the clock of the person; times without a zone are of the calendar's."""
    moment = at if at.tzinfo is not None else at.replace(tzinfo=told.zone)
    return moment.astimezone(told.asked.zone)
