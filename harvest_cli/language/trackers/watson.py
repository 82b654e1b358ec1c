"""Watson, Timewarrior, timetrap, Org files with their clocks, Hamster's XML, journals of jrnl."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from harvest_cli.domain.errors import HvError, SentenceError, UsageError
from harvest_cli.domain.records import TYPE_CHECKING, Any
from harvest_cli.domain.wording import quoted
from harvest_cli.language.trackers.cells import day_of, moment
from harvest_cli.language.trackers.json_services import (
    Record,
    epoch,
    moment_in,
    text_in,
    texts_in,
)
from harvest_cli.language.trackers.rows import (
    FileRow,
    ReaderOptions,
    Skip,
    Texts,
    entry,
    skipped,
    unread,
)

_ID = re.compile(r"[0-9a-f]{32}")


def is_frame(found: object) -> bool:
    """Whether a list is a frame of Watson: start, stop, project, id, tags, change."""
    return (
        isinstance(found, list)
        and len(found) == 6
        and all(isinstance(found[at], int | float) for at in (0, 1, 5))
        and all(isinstance(found[at], str) for at in (2, 3))
        and bool(_ID.fullmatch(found[3]))
        and isinstance(found[4], list)
    )


def with_tags(asked: ReaderOptions, tags: Sequence[str]) -> Texts:
    """The task that one of the tags names, and the others as notes."""
    task = next((tag for tag in tags if asked.is_task(tag)), "")
    return {"task": task, "notes": ", ".join(tag for tag in tags if tag != task)}


def frame(line: int, found: Sequence[Any], asked: ReaderOptions) -> Iterator[FileRow]:
    """One frame of the file `frames`."""
    tags = [str(tag) for tag in found[4]]
    begin, end = (epoch(found[at], asked.zone) for at in (0, 1))
    named = with_tags(asked, tags)
    yield entry(
        line, begin=begin, end=end, project=found[2], tags=tuple(tags), source_id=found[3], **named
    )


def watson(line: int, record: Record, asked: ReaderOptions) -> Iterator[FileRow]:
    """One entry of `watson log --json`; the running one has the id `current`."""
    tags = texts_in(record, "tags")
    texts: Texts = {"project": text_in(record, "project"), "tags": tags, **with_tags(asked, tags)}
    if text_in(record, "id") == "current":
        yield skipped(line, Skip.RUNNING, **texts)
        return
    begin, end = (moment_in(record, name, asked.zone) for name in ("start", "stop"))
    yield entry(line, begin=begin, end=end, source_id=text_in(record, "id"), **texts)


def timetrap(line: int, record: Record, asked: ReaderOptions) -> Iterator[FileRow]:
    """One entry of timetrap's JSON."""
    begin, end = (moment_in(record, name, asked.zone) for name in ("start", "end"))
    texts: Texts = {"project": text_in(record, "sheet"), "notes": text_in(record, "note")}
    if end is None:
        yield skipped(line, Skip.RUNNING, **texts)
    else:
        yield entry(line, begin=begin, end=end, source_id=text_in(record, "id"), **texts)


# -- Timewarrior -------------------------------------------------------------------------------

_TIMEW = re.compile(r"inc (\d{8}T\d{6}Z)(?: - (\d{8}T\d{6}Z))?(?: # (.*))?")
_TAG = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')


def timew(line: int, record: Record, asked: ReaderOptions) -> Iterator[FileRow]:
    """One interval of `timew export`; its number is a place in a list, and no identity."""
    tags = texts_in(record, "tags")
    yield _interval(
        line,
        asked,
        text_in(record, "start"),
        text_in(record, "end"),
        tags,
        text_in(record, "annotation"),
    )


def timew_data(text: str, asked: ReaderOptions) -> Iterator[FileRow]:
    """The lines of Timewarrior's own files."""
    for line, written in enumerate(text.splitlines(), 1):
        if not written.strip():
            continue
        found = _TIMEW.fullmatch(written.strip())
        if found is None:
            yield unread(line, "an interval such as `inc 20261112T080000Z`", written)
            continue
        named, _, annotation = (found[3] or "").partition(" # ")
        tags = tuple(_unquoted(each) for each in _TAG.finditer(named.strip()))
        notes = annotation.strip()
        if between := re.fullmatch(r'"((?:[^"\\]|\\.)*)"', notes):
            notes = between[1]
        notes = notes.replace('\\"', '"')
        yield _interval(line, asked, found[1], found[2] or "", tags, notes)


def _unquoted(found: re.Match[str]) -> str:
    return found[1].replace('\\"', '"') if found[1] is not None else found[2]


def _interval(
    line: int, asked: ReaderOptions, start: str, stop: str, tags: Sequence[str], notes: str
) -> FileRow:
    project = next((tag for tag in tags if asked.is_project(tag)), "")
    rest = [tag for tag in tags if tag != project]
    task = next((tag for tag in rest if asked.is_task(tag)), "") if project else ""
    more = [tag for tag in rest if tag != task]
    texts: Texts = {
        "project": project or ", ".join(tags),
        "task": task,
        "notes": notes or (", ".join(more) if project else ""),
        "tags": tuple(tags),
        "raw": (start, stop),
        "marked": ("", ", ".join(tags), "", notes),
    }
    if not stop:
        return skipped(line, Skip.RUNNING, **texts)
    try:
        begin, end = _utc(start, asked), _utc(stop, asked)
    except HvError as error:
        return FileRow(line, wrong=error, **texts)
    return entry(line, begin=begin, end=end, **texts)


def _utc(text: str, asked: ReaderOptions) -> datetime:
    found = moment(text, UTC)
    if found is None:
        message = f"Expected a moment such as 20261112T080000Z, got {quoted(text)}"
        raise UsageError(message, code="invalid_date")
    return found.astimezone(asked.zone)


if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# -- org ---------------------------------------------------------------------------------------

_HEADING = re.compile(r"(\*+)\s+(.*)")
_STAMP = r"\[(\d{4}-\d{2}-\d{2})(?: [^\]\d]+)? (\d{1,2}:\d{2})\]"
CLOCK = re.compile(rf"\s*CLOCK: {_STAMP}(?:--{_STAMP}(?:\s*=>.*)?)?\s*")
_WORD = re.compile(r"(?:TODO|DONE|NEXT|WAITING|HOLD|CANCELL?ED|STARTED|SOMEDAY|PROJ|WAIT|KILL)\s+")
_COOKIES = re.compile(r"\[#\w\]\s*|\[\d*(?:/\d*|%)\]")
_TAGS = re.compile(r"\s+:([\w@#%:]+):\s*$")


def org(text: str, _asked: ReaderOptions) -> Iterator[FileRow]:
    """The clocks under headings: the outermost heading is the project, the others are notes.

    The total that is printed behind a clock is worked out anew.
    """
    above: list[tuple[int, str]] = []
    for line, written in enumerate(text.splitlines(), 1):
        if heading := _HEADING.fullmatch(written):
            depth = len(heading[1])
            above = [each for each in above if each[0] < depth]
            above.append((depth, _title(heading[2])))
        elif "CLOCK: [" in written:
            names = [name for _, name in above]
            texts: Texts = {"project": names[0] if names else "", "notes": " / ".join(names[1:])}
            yield _clock(line, written, texts)


def _clock(line: int, written: str, texts: Texts) -> FileRow:
    found = CLOCK.fullmatch(written)
    if found is None:
        return unread(line, "`CLOCK: [2026-11-12 09:00]--[…]`", written, **texts)
    texts["raw"] = tuple(each or "" for each in found.groups())
    if found[3] is None:
        return skipped(line, Skip.RUNNING, **texts)
    try:
        begin, end = (datetime.fromisoformat(f"{found[at]} {found[at + 1]:0>5}") for at in (1, 3))
    except ValueError:
        message = f"Expected two moments, got {quoted(written.strip())}"
        return FileRow(line, wrong=UsageError(message, code="invalid_date"), **texts)
    return entry(line, begin=begin, end=end, **texts)


def _title(text: str) -> str:
    plain = _TAGS.sub("", text)
    plain = _COOKIES.sub("", _WORD.sub("", plain, count=1))
    return " ".join(plain.split())


# -- Hamster -----------------------------------------------------------------------------------


def hamster(text: str, _asked: ReaderOptions) -> Iterator[FileRow]:
    """The activities of Hamster's XML; its category is the project."""
    from xml.etree import ElementTree

    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        message = "The file declares entities, which hv does not read"
        raise UsageError(message, hint="Export it again from Hamster")
    try:
        found = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        line, column = error.position
        message = f"The file is not XML (line {line}, column {column + 1})"
        raise UsageError(message, hint="Export it again: it may have been cut short") from None
    for number, each in enumerate(found.iter("activity"), 1):
        yield _activity(number, each)


def _activity(number: int, found: "Element") -> FileRow:
    def says(name: str) -> str:
        return found.get(name, "").strip()

    notes = ": ".join(filter(None, (says("name"), says("description"))))
    tags = tuple(filter(None, (tag.strip() for tag in says("tags").split(","))))
    raw = (says("start_time"), says("end_time"), says("duration_minutes"))
    texts: Texts = {"project": says("category"), "notes": notes, "tags": tags, "raw": raw}
    texts["activity"] = says("name")
    if not says("end_time"):
        return skipped(number, Skip.RUNNING, **texts)
    try:
        begin, end = (datetime.fromisoformat(says(name)) for name in ("start_time", "end_time"))
    except ValueError:
        message = f"Expected two moments, got {quoted(' '.join(raw[:2]))}"
        return FileRow(number, wrong=UsageError(message, code="invalid_date"), **texts)
    return entry(number, begin=begin, end=end, **texts)


# -- jrnl --------------------------------------------------------------------------------------


_NO_ENTRY = {
    "no_duration": "",
    "empty": "",
    "no_project": "names no project",
    "unknown_project": "names no project or task of yours",
}
"""Why a title is no entry, by the code of what is wrong with it as a sentence."""


def jrnl(line: int, record: Record, asked: ReaderOptions) -> Iterator[FileRow]:
    """An entry of a journal: a moment, and a title that may be a sentence of `hv log`."""
    title, day = text_in(record, "title"), day_of(text_in(record, "date"), "")
    notes = "\n".join(filter(None, (title, text_in(record, "body"))))
    if day is None:
        yield FileRow(line, wrong=UsageError("it has no day", code="invalid_date"), notes=notes)
        return
    try:
        found = asked.sentence(title, day)
    except SentenceError as error:
        why = _NO_ENTRY.get(error.code)
        yield (
            FileRow(line, wrong=error, notes=notes)
            if why is None
            else skipped(line, Skip.NO_TIME, why=why, notes=notes)
        )
        return
    yield found._replace(line=line, day=day, raw=(str(day), title))
