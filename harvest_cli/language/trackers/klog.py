"""klog: its files and its JSON. A record is a day, with lines of ranges and lengths under it."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.wording import quoted
from harvest_cli.language.trackers.cells import Length, clock, day_of
from harvest_cli.language.trackers.json_services import Record, text_in
from harvest_cli.language.trackers.rows import FileRow, ReaderOptions, Skip, Texts, entry, skipped

DAY = re.compile(r"(\d{4}[-/]\d{2}[-/]\d{2})(?: \((-?\d.*)!\))?\s*")
_AT = r"<?\d{1,2}:\d{2}(?:am|pm)?>?"
ENTRY = re.compile(
    rf"(?: {{2,4}}|\t)(?:({_AT}) ?- ?({_AT}|\?+)|([+-]?(?:\d+h(?:\d+m)?|\d+m)))(?:\s+(.*))?"
)
_TAG = re.compile(r"#([\w-]+)(?:=(?:\"([^\"]*)\"|'([^']*)'|([\w-]+)))?")
_OWN = re.compile(r"\s*#(client|project|task|person)=(?:\"([^\"]*)\"|'([^']*)'|([\w-]+))")
"""The tags of hv's own export, in front of the text; by hand one needs no quotes."""
_LENGTH = re.compile(r"([+-]?)(?:(\d+)h)?(?:(\d+)m)?")


class _Place(NamedTuple):
    """Where a line of a record counts: the project and task that its tags name.

    One with a client is of hv's own export, where tags of the text are text.
    """

    project: str = ""
    task: str = ""
    client: str = ""
    user: str = ""


def klog(text: str, _asked: ReaderOptions) -> Iterator[FileRow]:
    """The entries of the records of a file."""
    found: FileRow | None = None
    day, place = None, _Place()
    for line, written in enumerate(text.splitlines(), 1):
        if heads := DAY.fullmatch(written):
            yield from _done(found)
            day, place, found = day_of(heads[1], ""), _Place(), None
        elif item := ENTRY.fullmatch(written):
            yield from _done(found)
            found = _entry(line, day, item, place)
        elif found is not None and re.match(r" {4,8}\S|\t\t\S", written):
            notes, inner = _summary(
                written.strip(), _Place(found.project, found.task, found.client)
            )
            notes = "\n".join(filter(None, (found.notes, notes)))
            found = found._replace(notes=notes, project=inner.project, task=inner.task)
        elif day is not None and written[:1].strip() and found is None:
            place = _summary(written, place)[1]
        elif written.strip():
            yield from _done(found)
            found = FileRow(line, wrong=_strange(written))
    yield from _done(found)


def _done(found: FileRow | None) -> Sequence[FileRow]:
    return () if found is None else (found,)


def _strange(written: str) -> UsageError:
    message = (
        f"Expected an entry such as `9:00 - 10:30 text` or `1h30m text`, got {quoted(written)}"
    )
    return UsageError(message)


def _summary(text: str, fallback: _Place) -> tuple[str, _Place]:
    """The text without the tag that names the project, and the place that it names."""
    if fallback.client:
        return text.strip(), fallback
    rest, own = _own(text)
    if "project" in own:
        names = (own.get(name, "") for name in ("project", "task", "client", "person"))
        return rest, _Place(*names)
    found = _TAG.search(text)
    if found is None:
        return text.strip(), fallback
    task = next((each for each in found.groups()[1:] if each), "")
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return " ".join(rest.split()), _Place(found[1], task)


def _own(text: str) -> tuple[str, dict[str, str]]:
    """The text without hv's own tags, and what they name: those in front of it, as hv writes them,
    else those within, as people do.
    """
    own, at = dict[str, str](), 0
    while (tag := _OWN.match(text, at)) and tag[1] not in own:
        own[tag[1]], at = next(filter(None, tag.groups()[1:]), ""), tag.end()
    if "project" in own:
        return text[at:].strip(), own
    found = [*_OWN.finditer(text)]
    named = {tag[1]: next(filter(None, tag.groups()[1:]), "") for tag in reversed(found)}
    return " ".join(_OWN.sub(" ", text).split()), named


def _entry(line: int, day: date | None, item: re.Match[str], place: _Place) -> FileRow:
    begin, end, length, text = item.groups()
    notes, place = _summary(text or "", place)
    texts: Texts = {
        "project": place.project,
        "task": place.task,
        "client": place.client,
        "user": place.user,
        "notes": notes,
        "raw": tuple(each or "" for each in (str(day), begin, end, length)),
    }
    if end and end.startswith("?"):
        return skipped(line, Skip.RUNNING, **texts)
    if day is None:
        return FileRow(
            line, wrong=UsageError("it stands under no day", code="invalid_date"), **texts
        )
    if length is not None:
        return _by_length(line, day, length, texts, item[0])
    first, last = (_shifted(day, each) for each in (begin, end))
    if first is None or last is None:
        return FileRow(line, wrong=_strange(item[0].strip()), **texts)
    moved = any(sign in f"{begin}{end}" for sign in "<>")
    took = Length(Decimal(int((last - first).total_seconds())))
    if moved:
        return entry(line, day=day, length=took, **texts)
    return entry(line, begin=first, end=last, length=took, **texts)


def _by_length(line: int, day: date, text: str, texts: Texts, whole: str) -> FileRow:
    found = _LENGTH.fullmatch(text)
    if found is None or not (found[2] or found[3]):
        return FileRow(line, wrong=_strange(whole.strip()), **texts)
    seconds = int(found[2] or 0) * 3600 + int(found[3] or 0) * 60
    took = Length(Decimal(-seconds if found[1] == "-" else seconds))
    return entry(line, day=day, length=took, **texts)


def _shifted(day: date, text: str) -> datetime | None:
    """A time of a record: `<23:30` is of the day before, `0:30>` of the day after."""
    found: time | None = clock(text.strip("<>"))
    if found is None:
        return None
    shift = timedelta(days=text.endswith(">") - text.startswith("<"))
    return datetime.combine(day, found) + shift


def subtracted(rows: Sequence[FileRow]) -> list[FileRow]:
    """Breaks that stand by themselves, taken off the entry before them on their day."""
    kept: list[FileRow] = []
    for row in rows:
        before = kept[-1] if kept else None
        fits = before is not None and before.day == row.day and before.skip is None
        if row.skip is Skip.NEGATIVE and before is not None and fits:
            length = Length(before.seconds + row.seconds)
            less = entry(before.line, day=before.day, length=length)
            kept[-1] = before._replace(hours=less.hours, seconds=less.seconds, skip=less.skip)
            row = row._replace(skip=Skip.BREAK)
        kept.append(row)
    return kept


def klog_json(line: int, record: Record, _asked: ReaderOptions) -> Iterator[FileRow]:
    """The entries of one record of `klog json`; its minutes may be below nothing."""
    day = day_of(text_in(record, "date"), "")
    outer = _summary(text_in(record, "summary"), _Place())[1]
    for each in record.get("entries") or ():
        notes, place = _summary(text_in(each, "summary"), outer)
        texts: Texts = {
            "project": place.project,
            "task": place.task,
            "notes": notes,
            "raw": tuple(text_in(each, n) for n in ("type", "start", "end", "total_mins")),
        }
        if text_in(each, "type") == "open_range":
            yield skipped(line, Skip.RUNNING, **texts)
            continue
        begin, end = (clock(text_in(each, name)) for name in ("start", "end"))
        took = Length(Decimal(text_in(each, "total_mins") or 0) * 60)
        if day is not None and begin is not None and end is not None:
            first, last = (datetime.combine(day, at) for at in (begin, end))
            yield entry(line, begin=first, end=last, length=took, **texts)
        else:
            yield entry(line, day=day, length=took, **texts)
