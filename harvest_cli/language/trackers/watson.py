"""Watson, Timewarrior and timetrap: what they keep and export, entries with tags.

A tag that an account knows for a task, or a project, is one; places in a list mean nothing.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from harvest_cli.domain.errors import HvError, UsageError
from harvest_cli.domain.records import Any
from harvest_cli.domain.wording import quoted
from harvest_cli.language.timesheets.rows import Asked, FileRow, Skip, Texts
from harvest_cli.language.timesheets.times import entry, moment, skipped
from harvest_cli.language.trackers.json_values import Record, epoch, moment_in, text_in, texts_in

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


def with_tags(asked: Asked, tags: Sequence[str]) -> Texts:
    """The task that one of the tags names, and the others as notes."""
    task = next((tag for tag in tags if asked.is_task(tag)), "")
    return {"task": task, "notes": ", ".join(tag for tag in tags if tag != task)}


def frame(line: int, found: Sequence[Any], asked: Asked) -> Iterator[FileRow]:
    """One frame of the file `frames`."""
    tags = [str(tag) for tag in found[4]]
    begin, end = (epoch(found[at], asked.zone) for at in (0, 1))
    named = with_tags(asked, tags)
    yield entry(
        line, begin=begin, end=end, project=found[2], tags=tuple(tags), source_id=found[3], **named
    )


def watson(line: int, record: Record, asked: Asked) -> Iterator[FileRow]:
    """One entry of `watson log --json`; the running one has the id `current`."""
    tags = texts_in(record, "tags")
    texts: Texts = {"project": text_in(record, "project"), "tags": tags, **with_tags(asked, tags)}
    if text_in(record, "id") == "current":
        yield skipped(line, Skip.RUNNING, **texts)
        return
    begin, end = (moment_in(record, name, asked.zone) for name in ("start", "stop"))
    yield entry(line, begin=begin, end=end, source_id=text_in(record, "id"), **texts)


def timetrap(line: int, record: Record, asked: Asked) -> Iterator[FileRow]:
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


def timew(line: int, record: Record, asked: Asked) -> Iterator[FileRow]:
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


def timew_data(text: str, asked: Asked) -> Iterator[FileRow]:
    """The lines of Timewarrior's own files."""
    for line, written in enumerate(text.splitlines(), 1):
        if not written.strip():
            continue
        found = _TIMEW.fullmatch(written.strip())
        if found is None:
            message = f"Expected an interval such as `inc 20261112T080000Z`, got {quoted(written)}"
            yield FileRow(line, wrong=UsageError(message))
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
    line: int, asked: Asked, start: str, stop: str, tags: Sequence[str], notes: str
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


def _utc(text: str, asked: Asked) -> datetime:
    found = moment(text, UTC)
    if found is None:
        message = f"Expected a moment such as 20261112T080000Z, got {quoted(text)}"
        raise UsageError(message, code="invalid_date")
    return found.astimezone(asked.zone)
