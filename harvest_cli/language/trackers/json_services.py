"""JSON of Toggl's and Clockify's interfaces, of Kimai, Jira's worklogs, hv and Harvest.

As files hold it: parsed with where it breaks off, and its values one by one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from decimal import Decimal, InvalidOperation

from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.hours import as_decimal
from harvest_cli.domain.records import Any
from harvest_cli.domain.wording import guarded, quoted
from harvest_cli.language.trackers.cells import Length, moment, wrong_day
from harvest_cli.language.trackers.rows import FileRow, ReaderOptions, Skip, Texts, entry, skipped
from harvest_cli.language.trackers.tables import LONGEST_CELL, MOST_ROWS, Table

Record = Mapping[str, Any]


def parsed(text: str, line: int = 1) -> Any:
    """The document, which begins on a line; raises UsageError with line and column."""
    import json

    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {line + error.lineno - 1}, column {error.colno}"
        message = f"The file is not JSON: {error.msg} ({place})"
        raise UsageError(message, hint="Export it again: it may have been cut short") from None
    except (RecursionError, ValueError):
        message = (
            "The file is not JSON that can be read: it is too deep, or a number is too long "
            f"(from line {line} on)"
        )
        raise UsageError(message, hint="Check what is in it") from None


def text_in(record: object, name: str) -> str:
    """The text under a name; a number is one. Nothing where there is none."""
    value = record.get(name) if isinstance(record, Mapping) else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value).strip()
    if len(text) > LONGEST_CELL:
        message = f"`{name}` holds {len(text)} characters"
        raise UsageError(message, hint="Check what is in it")
    return text


def texts_in(record: object, name: str) -> tuple[str, ...]:
    """The texts of a list."""
    value = record.get(name) if isinstance(record, Mapping) else None
    found = value if isinstance(value, list | tuple) else ()
    return tuple(each.strip() for each in found if isinstance(each, str) and each.strip())


def seconds_in(record: object, name: str) -> Decimal | None:
    """A number under a name; None where there is none."""
    try:
        return Decimal(text) if (text := text_in(record, name)) else None
    except InvalidOperation:
        message = f"Expected a number, got {quoted(text_in(record, name))} (`{name}`)"
        raise UsageError(message, code="invalid_duration") from None


def moment_in(record: object, name: str, zone: tzinfo) -> datetime | None:
    """A moment under a name, in a zone; None where there is none. Raises UsageError."""
    text = text_in(record, name)
    if not text:
        return None
    try:
        found = moment(text, zone)
    except (OverflowError, OSError):
        found = None
    if found is None:
        raise wrong_day(text)
    return found


def epoch(value: object, zone: tzinfo) -> datetime:
    """A moment in seconds since 1970; raises UsageError."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise wrong_day(str(value))
    try:
        return datetime.fromtimestamp(value, zone)
    except (OverflowError, OSError, ValueError):
        raise wrong_day(str(value)) from None


def label(what: str, number: object) -> str:
    """A name for what is known by its number alone; nothing without one."""
    return f"{what} {number}" if isinstance(number, int | str) and number else ""


def length_in(record: object, name: str) -> Length | None:
    """A length in seconds under a name; None where there is none."""
    took = seconds_in(record, name)
    return None if took is None else Length(took)


def timed(
    line: int,
    record: object,
    asked: ReaderOptions,
    names: tuple[str, str],
    texts: Texts,
    took: str = "",
) -> FileRow:
    """What lies between two moments under these names; what has no end still runs.

    `took` is the name of its seconds, where the file has them.
    """
    begin, end = (moment_in(record, name, asked.zone) for name in names)
    length = length_in(record, took)
    if end is None:
        return skipped(line, Skip.RUNNING, **texts)
    return entry(line, begin=begin, end=end, length=length, **texts)


def toggl(line: int, record: Record, asked: ReaderOptions) -> Iterator[FileRow]:
    """An entry of version 9; a negative length is that of a running timer."""
    texts = _of_toggl(record, "user_name", "tags", text_in(record, "id"))
    row = timed(line, record, asked, ("start", "stop"), texts, "duration")
    deleted = text_in(record, "server_deleted_at")
    if deleted or (seconds_in(record, "duration") or 0) < 0:
        row = skipped(line, Skip.DELETED if deleted else Skip.RUNNING, **texts)
    yield row


def toggl_report(line: int, record: Record, asked: ReaderOptions) -> Iterator[FileRow]:
    """A group of version 3 of the reports: what is common, and the entries of it."""
    for each in record.get("time_entries") or ():
        texts = _of_toggl(record, "username", "tag_names", text_in(each, "id"))
        yield timed(line, each, asked, ("start", "stop"), texts, "seconds")


def _of_toggl(record: Record, user: str, tags: str, number: str) -> Texts:
    return {
        "client": text_in(record, "client_name"),
        "project": text_in(record, "project_name") or label("project", record.get("project_id")),
        "task": text_in(record, "task_name"),
        "notes": text_in(record, "description"),
        "user": text_in(record, user) or label("user", record.get("user_id")),
        "tags": texts_in(record, tags),
        "source_id": number,
    }


def toggl_old(line: int, record: Record, asked: ReaderOptions) -> Iterator[FileRow]:
    """An entry of version 2 of the reports; `dur` is milliseconds."""
    took = seconds_in(record, "dur")
    begin, end = (moment_in(record, name, asked.zone) for name in ("start", "end"))
    yield entry(
        line,
        begin=begin,
        end=end,
        length=Length(took / 1000) if took is not None else None,
        client=text_in(record, "client"),
        project=text_in(record, "project"),
        task=text_in(record, "task"),
        notes=text_in(record, "description"),
        user=text_in(record, "user"),
        tags=texts_in(record, "tags"),
        source_id=text_in(record, "id"),
    )


def clockify(line: int, record: Record, asked: ReaderOptions) -> Iterator[FileRow]:
    """An entry of Clockify; names are there only where they were asked for."""
    project = record.get("project") if isinstance(record.get("project"), Mapping) else {}
    texts: Texts = {
        "client": text_in(project, "clientName") or text_in(record, "clientName"),
        "project": text_in(project, "name")
        or text_in(record, "projectName")
        or label("project", record.get("projectId")),
        "task": text_in(record.get("task"), "name") or text_in(record, "taskName"),
        "notes": text_in(record, "description"),
        "user": text_in(record.get("user"), "name") or text_in(record, "userName"),
        "email": text_in(record.get("user"), "email") or text_in(record, "userEmail"),
        "tags": tuple(text_in(tag, "name") for tag in record.get("tags") or ()),
        "source_id": text_in(record, "id") or text_in(record, "_id"),
    }
    row = timed(line, record.get("timeInterval"), asked, ("start", "end"), texts)
    off = text_in(record, "type") in ("BREAK", "TIME_OFF", "HOLIDAY")
    yield skipped(line, Skip.BREAK, **texts) if off else row


def kimai(line: int, record: Record, asked: ReaderOptions) -> Iterator[FileRow]:
    """A timesheet of Kimai's interface, names with `?full=true`; its length is without breaks."""
    project, user = record.get("project"), record.get("user")
    customer = project.get("customer") if isinstance(project, Mapping) else None
    texts: Texts = {
        "client": _name(customer, "customer"),
        "project": _name(project, "project"),
        "task": _name(record.get("activity"), "activity"),
        "notes": text_in(record, "description"),
        "user": text_in(user, "alias") or text_in(user, "username") or _name(user, "user"),
        "tags": texts_in(record, "tags"),
        "source_id": text_in(record, "id"),
    }
    yield timed(line, record, asked, ("begin", "end"), texts, "duration")


def _name(thing: object, what: str) -> str:
    return text_in(thing, "name") or label(what, None if isinstance(thing, Mapping) else thing)


def jira(line: int, record: Record, asked: ReaderOptions) -> Iterator[FileRow]:
    """A worklog of Jira; the issue is known by its number alone."""
    issue = record.get("issue")
    yield entry(
        line,
        begin=moment_in(record, "started", asked.zone),
        length=length_in(record, "timeSpentSeconds"),
        project=text_in(issue, "key") or text_in(record, "issueKey") or text_in(record, "issueId"),
        notes=_plain(record.get("comment")),
        user=text_in(record.get("author"), "displayName"),
        email=text_in(record.get("author"), "emailAddress"),
        source_id=text_in(record, "id"),
    )


MOST_PARTS = 2000


def _plain(comment: object) -> str:
    """The text of a comment, which may be a tree of paragraphs."""
    if not isinstance(comment, Mapping):
        return str(comment or "").strip()
    lines: list[str] = [""]
    ahead: list[Any] = [comment]
    for _ in range(MOST_PARTS):
        if not ahead:
            break
        part = ahead.pop()
        if not isinstance(part, Mapping):
            continue
        if part.get("type") in ("paragraph", "heading", "listItem", "hardBreak") and lines[-1]:
            lines.append("")
        lines[-1] += str(part.get("text") or "")
        inside = part.get("content")
        ahead += reversed(inside) if isinstance(inside, Sequence) else ()
    return "\n".join(filter(None, map(str.strip, lines)))


DAY = "spent_date"
_PLACES = {
    DAY: (DAY,),
    "hours": ("hours",),
    "client": ("client", "name"),
    "project": ("project", "name"),
    "task": ("task", "name"),
    "notes": ("notes",),
    "started_time": ("started_time",),
    "ended_time": ("ended_time",),
    "is_running": ("is_running",),
    "billable": ("billable",),
    "user": ("user", "name"),
    "project_code": ("project", "code"),
    "permalink": ("external_reference", "permalink"),
    "reference_id": ("external_reference", "id"),
    "reference_group": ("external_reference", "group_id"),
    "project_id": ("project", "id"),
    "task_id": ("task", "id"),
}
"""The columns of hv's CSV that are read, and where a record has them."""
OWN_MARK = "hv"


def is_entry(record: object) -> bool:
    """Whether a value is an entry of hv or of Harvest."""
    return isinstance(record, Mapping) and DAY in record and "hours" in record


def lines_of(text: str) -> list[tuple[int, Any]] | None:
    """The records of JSON lines that begin with an entry, with their lines; None for others.

    Raises UsageError for a line that is no JSON.
    """
    lines = ((n, each) for n, each in enumerate(text.split("\n"), 1) if each.strip())
    first = next(lines, None)
    if first is None or f'"{DAY}"' not in first[1] or first[1].strip() == "{":
        return None
    try:
        record = parsed(first[1])
    except UsageError:
        return None
    if not is_entry(record):
        return None
    return [(first[0], record), *((n, parsed(each, n)) for n, each in lines)]


def table_of_entries(records: Iterable[tuple[int, Any]]) -> Table:
    """Entries as the table that hv's CSV is; raises UsageError for what is no entry."""
    return Table(tuple(_PLACES), tuple(_rows(records)))


def _rows(records: Iterable[tuple[int, Any]]) -> Iterator[tuple[int, list[str]]]:
    for number, (line, record) in enumerate(records, 1):
        if number > MOST_ROWS:
            message = f"The file has more than {MOST_ROWS} entries (line {line})"
            raise UsageError(message, hint="Split it")
        if not isinstance(record, Mapping):
            message = f"line {line} is not an entry; those before it are"
            raise UsageError(message, hint="Export it again")
        yield line, _cells(record)


def _cells(record: Record) -> list[str]:
    cells = [_cell(record, *places) for places in _PLACES.values()]
    reference = record.get("external_reference")
    if text_in(reference, "group_id") == OWN_MARK:
        # It names an entry of another account, or this very one.
        cells = [
            "" if places[0] == "external_reference" else cell
            for cell, places in zip(cells, _PLACES.values(), strict=True)
        ]
    return cells


def _cell(record: Record, name: str, within: str = "") -> str:
    value = record.get(name)
    if within:
        return guarded(text_in(value, within))
    if isinstance(value, bool):
        return str(value).lower()
    text = text_in(record, name) if name != "notes" else _notes(record)
    if name == "hours" and text:
        try:
            return as_decimal(Decimal(text))
        except InvalidOperation:
            return text
    return guarded(text)


def _notes(record: Record) -> str:
    """Notes as they are, blanks at their ends too: the CSV has them so."""
    text_in(record, "notes")
    notes = record.get("notes")
    return notes if isinstance(notes, str) else ""
