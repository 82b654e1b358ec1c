"""What kind of file it is, from what it holds, and its rows.

Signatures go from the narrowest to the widest. A file that fits two kinds is refused until
somebody says which it is; the ending of its name decides only where the contents cannot.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.domain.wording import quoted
from harvest_cli.language.trackers import (
    calendar,
    day_files,
    json_services,
    klog,
    services,
    sheets,
    watson,
)
from harvest_cli.language.trackers.cells import truth
from harvest_cli.language.trackers.columns import fits, read_table
from harvest_cli.language.trackers.json_services import parsed
from harvest_cli.language.trackers.rows import FileRow, ReaderOptions, Sheet
from harvest_cli.language.trackers.tables import MOST_ROWS, Table, folded, heads_of, table_of

Records = Callable[[int, Any, ReaderOptions], Iterator[FileRow]]
Lines = Callable[[str, ReaderOptions], Iterator[FileRow]]
SAMPLE = 20_000
"""Characters that tell the kind of a text."""


class ListKind(NamedTuple):
    """JSON: a list of objects that have these keys; `within` names the list in an object."""

    kind: str
    keys: tuple[str, ...]
    read: Records
    instants: bool = True


class TextKind(NamedTuple):
    """Text: lines that a pattern finds, or one of its endings where nothing else can tell."""

    kind: str
    read: Lines
    pattern: re.Pattern[str] | None = None
    ending: str = ""
    instants: bool = False
    unit: str = "line"


OBJECTS = (
    ListKind("clockify", ("timeInterval",), json_services.clockify),
    ListKind("toggl", ("workspace_id", "duration"), json_services.toggl),
    ListKind("toggl", ("wid", "duration"), json_services.toggl),
    ListKind("toggl", ("time_entries", "user_id"), json_services.toggl_report),
    ListKind("toggl", ("dur", "start", "end"), json_services.toggl_old),
    ListKind("kimai", ("begin", "activity"), json_services.kimai),
    ListKind("watson", ("id", "start", "stop", "project", "tags"), watson.watson),
    ListKind("timetrap", ("sheet", "start"), watson.timetrap, instants=False),
    ListKind("timewarrior", ("id", "start"), watson.timew),
)
WITHIN = (
    ("worklogs", ListKind("jira", ("started",), json_services.jira)),
    ("records", ListKind("klog", (), klog.klog_json, instants=False)),
    ("entries", ListKind("jrnl", ("title",), watson.jrnl, instants=False)),
    ("data", ListKind("toggl", ("dur",), json_services.toggl_old)),
)
"""Lists within an object, by the name of the list."""
TEXTS = (
    TextKind("timewarrior", watson.timew_data, re.compile(r"(?m)^inc \d{8}T\d{6}Z"), instants=True),
    TextKind("bartib", day_files.bartib, re.compile(rf"(?m)\A{day_files.BARTIB.pattern}$")),
    TextKind("org", watson.org, re.compile(r"(?m)^\s*CLOCK: \[\d{4}-")),
    TextKind(
        "timeclock", day_files.timeclock, re.compile(r"(?m)^[i] \d{4}[-/.]\d{1,2}[-/.]\d{1,2} \d")
    ),
    TextKind("gtimelog", day_files.gtimelog, re.compile(r"(?m)^\d{4}-\d\d-\d\d \d\d:\d\d: ")),
    TextKind(
        "hamster",
        watson.hamster,
        re.compile(r"\A\s*(?:<\?xml[^>]*>\s*)?<activities\b"),
        unit="entry",
    ),
    TextKind(
        "ics",
        calendar.calendar,
        re.compile(r"(?i)\A\s*BEGIN:VCALENDAR"),
        instants=True,
        unit="event",
    ),
    TextKind("taxi", day_files.taxi, ending=".tks"),
    TextKind("timedot", day_files.timedot, ending=".timedot"),
)
_UNTIMED = (
    (
        re.compile(r"[0-9a-f]{7,40}\t\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:[+-]\d{2}:?\d{2}|Z)\t"),
        "The file is a git log, which tells when something was committed and not how long it took",
    ),
)
"""Files that hold no lengths of time, and what to say of them."""
KINDS = tuple(
    dict.fromkeys(
        [
            *("harvest", "hv", "sheet", "klog"),
            *(each.kind for each in services.TABLES),
            *(each.kind for each in OBJECTS),
            *(each.kind for _, each in WITHIN),
            *(each.kind for each in TEXTS),
        ]
    )
)
"""Everything that `--as` takes."""


UNSEEN = frozenset({"everhour", "tempo", "jira"})
"""Kinds of which no file from the wild was seen: parts of them rest on descriptions."""


class _Fit(NamedTuple):
    """A kind that a file can be, and its rows once they are asked for."""

    kind: str
    read: Callable[[], Sheet]


def read_text(text: str, name: str, asked: ReaderOptions, wanted: str | None = None) -> Sheet:
    """The rows of a text; `name` is that of the file, `wanted` a kind that somebody named.

    Raises UsageError for a file of no kind, or of two; Unclear for days of which none tells the
    order.
    """
    found = list(_kinds_of(text, name, asked))
    fitting = [each for each in found if wanted in (None, each.kind)]
    kinds = list(dict.fromkeys(each.kind for each in fitting))
    if len(kinds) > 1:
        both = " and as ".join(kinds)
        message = f"The file can be read as {both}"
        hint = f"Say which it is: `--as {kinds[0]}`"
        raise UsageError(message, code="ambiguous_kind", hint=hint, candidates=kinds)
    if not fitting:
        raise _unknown(text, asked, wanted, [each.kind for each in found])
    return fitting[0].read()


def read_rows(table: Table, asked: ReaderOptions) -> Sheet | None:
    """The rows of a sheet of a workbook; None where its heads are not known."""
    return next((each.read() for each in _tables(table, asked)), None)


def is_known(asked: ReaderOptions) -> Callable[[frozenset[str]], bool]:
    """Whether heads are those of a table that can be read."""

    def known(found: frozenset[str]) -> bool:
        services.refuse_sums(found)
        return any(fits(each, found) for each in services.TABLES) or not sheets.missing(
            found, asked.columns
        )

    return known


def _kinds_of(text: str, name: str, asked: ReaderOptions) -> Iterator[_Fit]:
    head = text[:SAMPLE].lstrip()
    for pattern, what in _UNTIMED:
        if pattern.match(head):
            raise UsageError(
                what, code="not_bookable", hint="`hv suggest` proposes entries from commits"
            )
    ending = next((each for each in TEXTS if each.ending and name.endswith(each.ending)), None)
    if head.startswith(("[", "{")):
        yield from _json(text, asked)
    elif ending is not None:
        yield _text(ending, text, asked)
    else:
        yield from _text_kinds(text, asked)


def _text_kinds(text: str, asked: ReaderOptions) -> Iterator[_Fit]:
    for each in TEXTS:
        if each.pattern is not None and each.pattern.search(text[:SAMPLE]):
            yield _text(each, text, asked)
    if _is_klog(text[:SAMPLE]):
        yield _text(TextKind("klog", klog.klog), text, asked)
    table = table_of(text, is_known(asked))
    if table is not None:
        yield from _tables(table, asked)


def _is_klog(sample: str) -> bool:
    lines = sample.splitlines()
    dated = any(klog.DAY.fullmatch(each) for each in lines)
    timed = any(each.strip() and klog.ENTRY.fullmatch(each) for each in lines)
    return dated and timed


def _text(found: TextKind, text: str, asked: ReaderOptions) -> _Fit:
    def read() -> Sheet:
        rows = list(_few(found.read(text, asked)))
        if found.kind == "klog" and asked.subtract:
            rows = klog.subtracted(rows)
        return Sheet(found.kind, tuple(rows), instants=found.instants, unit=found.unit)

    return _Fit(found.kind, read)


def _tables(table: Table, asked: ReaderOptions) -> Iterator[_Fit]:
    """The layouts that a table has: of services, else a sheet by the names of its columns."""
    found = frozenset(map(folded, table.heads))
    fitting = [each for each in services.TABLES if fits(each, found)]
    if asked.columns and not sheets.missing(found, asked.columns):
        fitting = []
    for layout in fitting:
        yield _Fit(layout.kind, lambda layout=layout: read_table(layout, table, asked))  # type: ignore[misc]
    if not fitting:
        yield _Fit(sheets.kind_of(found), lambda: sheets.read_sheet(table, asked))


def _json(text: str, asked: ReaderOptions) -> Iterator[_Fit]:
    if (records := json_services.lines_of(text)) is not None:
        yield _entries(records, asked)
        return
    document = parsed(text)
    if (several := _of_hv(document)) is not None:
        yield _entries(list(enumerate(several, 1)), asked, "entry")
    else:
        yield from _of_others(document, asked)


def _of_others(document: Any, asked: ReaderOptions) -> Iterator[_Fit]:
    if isinstance(document, list) and document and watson.is_frame(document[0]):
        yield _listed(ListKind("watson", (), watson.frame), document, asked)
    elif isinstance(document, list):
        first = next((each for each in document if isinstance(each, Mapping)), {})
        fitting = [each for each in OBJECTS if all(key in first for key in each.keys)]
        for found in fitting[:1]:
            yield _listed(found, document, asked)
    elif isinstance(document, Mapping):
        for name, found in WITHIN:
            records = document.get(name)
            if isinstance(records, list) and _has(records, found.keys):
                yield _listed(found, records, asked)
                return


def _of_hv(document: object) -> Sequence[Any] | None:
    """The entries of a document of hv, or of Harvest's interface."""
    found = document
    if isinstance(document, Mapping):
        found = document.get("entries") or document.get("time_entries")
    is_list = isinstance(found, list) and bool(found) and json_services.is_entry(found[0])
    return found if is_list and isinstance(found, list) else None


def _entries(records: Sequence[tuple[int, Any]], asked: ReaderOptions, unit: str = "line") -> _Fit:
    def read() -> Sheet:
        table = json_services.table_of_entries(records)
        return sheets.read_sheet(table, asked)._replace(unit=unit)

    return _Fit("hv", read)


def _has(records: Sequence[object], keys: Iterable[str]) -> bool:
    first = records[0] if records else None
    return isinstance(first, Mapping) and all(key in first for key in keys)


def _listed(found: ListKind, records: Sequence[Any], asked: ReaderOptions) -> _Fit:
    def read() -> Sheet:
        rows = tuple(_few(_each(found.read, records, asked)))
        return Sheet(found.kind, rows, instants=found.instants, unit="entry")

    return _Fit(found.kind, read)


def _each(read: Records, records: Sequence[Any], asked: ReaderOptions) -> Iterator[FileRow]:
    """The rows of each record; one that is of another shape is wrong, and says so."""
    for number, record in enumerate(records, 1):
        try:
            says = truth(record.get("billable")) if isinstance(record, Mapping) else None
            for row in read(number, record, asked):
                yield row._replace(billable=says)
        except UsageError as error:
            yield FileRow(number, wrong=error)
        except (TypeError, KeyError, IndexError, AttributeError, ValueError, ArithmeticError):
            yield FileRow(number, wrong=UsageError("its values are not of the kind that it has"))


def _few(rows: Iterator[FileRow]) -> Iterator[FileRow]:
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            message = f"The file has more than {MOST_ROWS} entries (line {row.line})"
            raise UsageError(message, hint="Split it")
        yield row


_LIKE = {"spent_date": "dat|day|tag$", "hours": "tim|du|dau|zeit|st|qua", "project": "pro|act|job"}
"""What names of columns may hold that are meant by what is missing."""


def _unknown(
    text: str, asked: ReaderOptions, wanted: str | None, kinds: Sequence[str]
) -> UsageError:
    if wanted is not None and wanted not in KINDS:
        message = f"Unknown kind {quoted(wanted)}"
        return UsageError(message, hint="`hv help imports` lists them", candidates=KINDS)
    if wanted is not None and kinds:
        message = f"The file is not {wanted}; it can be read as {kinds[0]}"
        return UsageError(message, hint=f"Write `--as {kinds[0]}`, or omit it")
    if text.lstrip().startswith(("[", "{")):
        message = f"The file is JSON of no kind that hv knows: {quoted(text.strip()[:60])}"
        hint = "`hv help imports` lists the kinds; a sheet may go by CSV"
        return UsageError(message, code="unknown_kind", hint=hint)
    found = [each.strip() for each in heads_of(text)]
    if not any(found):
        message = f"The file is of no kind that hv knows: {quoted(text.strip()[:60])}"
        hint = "`hv help imports` lists the kinds; a sheet may go by CSV"
        return UsageError(message, code="unknown_kind", hint=hint)
    missing = sheets.missing(map(folded, found), asked.columns)
    shown = ", ".join(each[:40] for each in found[:30])
    message = f"The file does not name {', '.join(missing)}: it has {shown[:400]}"
    free = [each for each in found if each and not sheets.is_read(each, asked.columns)]
    like = [each for each in free if re.search(_LIKE[missing[0]], folded(each))]
    named = quoted((like or free or found)[0])
    meant = missing[0].removeprefix("spent_")
    hint = f'Name its columns in import.toml: `[columns]`, `{named} = "{meant}"` and so on'
    hint += " (`hv help import-rules`)"
    return UsageError(message, code="unknown_kind", hint=hint)
