"""Org files with their clocks, Hamster's XML, journals of jrnl."""

import re
from collections.abc import Iterator
from datetime import datetime

from harvest_cli.domain.errors import SentenceError, UsageError
from harvest_cli.domain.records import TYPE_CHECKING
from harvest_cli.domain.wording import quoted
from harvest_cli.language.timesheets.rows import Asked, FileRow, Skip, Texts
from harvest_cli.language.timesheets.times import day_of, entry, skipped
from harvest_cli.language.trackers.json_values import Record, text_in

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# -- org ---------------------------------------------------------------------------------------

_HEADING = re.compile(r"(\*+)\s+(.*)")
_STAMP = r"\[(\d{4}-\d{2}-\d{2})(?: [^\]\d]+)? (\d{1,2}:\d{2})\]"
CLOCK = re.compile(rf"\s*CLOCK: {_STAMP}(?:--{_STAMP}(?:\s*=>.*)?)?\s*")
_WORD = re.compile(r"(?:TODO|DONE|NEXT|WAITING|HOLD|CANCELL?ED|STARTED|SOMEDAY|PROJ|WAIT|KILL)\s+")
_COOKIES = re.compile(r"\[#\w\]\s*|\[\d*(?:/\d*|%)\]")
_TAGS = re.compile(r"\s+:([\w@#%:]+):\s*$")


def org(text: str, _asked: Asked) -> Iterator[FileRow]:
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
            texts: Texts = {
                "project": names[0] if names else "",
                "notes": " / ".join(names[1:]),
            }
            yield _clock(line, written, texts)


def _clock(line: int, written: str, texts: Texts) -> FileRow:
    found = CLOCK.fullmatch(written)
    if found is None:
        message = f"Expected `CLOCK: [2026-11-12 09:00]--[…]`, got {quoted(written.strip())}"
        return FileRow(line, wrong=UsageError(message), **texts)
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


def hamster(text: str, _asked: Asked) -> Iterator[FileRow]:
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


def jrnl(line: int, record: Record, asked: Asked) -> Iterator[FileRow]:
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
