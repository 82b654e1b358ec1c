"""A file to its rows: bytes, kind, the order of day and month, the zone; and how it was read."""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, tzinfo
from pathlib import Path

from harvest_cli.actions.imports.map_file import MapFile, map_for, read_map
from harvest_cli.actions.imports.results import FileFacts, ImportOptions, Source
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.errors import ConfigurationError, HvError, UsageError
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.domain.wording import quoted
from harvest_cli.domain.zones import zone_named
from harvest_cli.language.sentence.log import parse_log
from harvest_cli.language.text.tokens import key_of
from harvest_cli.language.trackers.cells import ORDERS, Length, Unclear
from harvest_cli.language.trackers.recognise import UNSEEN, is_known, read_rows, read_text
from harvest_cli.language.trackers.rows import FileRow, ReaderOptions, Sheet, entry
from harvest_cli.language.trackers.tables import decode
from harvest_cli.language.trackers.workbook import PARQUET, is_workbook, tables_of
from harvest_cli.local.disk.files import read_private, write_private

MAP_FILE = "import.toml"
SCHEMES = (b"https://", b"http://", b"webcal://", b"webcals://")
LONGEST_LINK = 4096
_DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


class ReadFile(NamedTuple):
    """The rows of a file, how they were read, and what `import.toml` says for its kind."""

    sheet: Sheet
    facts: FileFacts
    mapped: MapFile
    said: tuple[str, ...] = ()


def read_file(context: Context, content: bytes, name: str, options: ImportOptions) -> ReadFile:
    """Read a file; asks for the order of day and month where nothing tells it.

    Raises UsageError for a file that cannot be read, ConfigurationError for a map that cannot.
    """
    from hashlib import sha256

    named = options.map_file is not None
    path = Path(options.map_file or context.places().config / MAP_FILE)
    tables = read_map(path, needed=named)
    zone = _zone(options.zone, "--zone") if options.zone else None
    asked = _asked(context, zone or context.zone, tables.get("columns", {}), options)
    text, encoding, said = "", "", []
    if not is_workbook(content):
        text, encoding, assumed = decode(content, options.encoding)
        said += [f"Read as {encoding}: `--encoding` names another"] if assumed else []

    def read(asked: ReaderOptions) -> Sheet:
        return read_text(text, name, asked, options.kind) if text else _book(content, asked)

    sheet = _in_order(context, read, asked, tables)
    mapped = map_for(path, tables, sheet.kind)
    if sheet.instants and zone is None and mapped.zone is not None:
        zone = _zone(mapped.zone, f"{sheet.kind}.zone in {path}")
        sheet = read(asked._replace(zone=zone, order=sheet.order or asked.order))
    if sheet.kind in UNSEEN:
        said.append(f"{sheet.kind} files were not seen in the wild: compare the sums with yours")
    facts = FileFacts(
        name,
        sheet.kind,
        encoding or ("Parquet" if content.startswith(PARQUET) else "workbook"),
        _DELIMITERS.get(sheet.delimiter, ""),
        sheet.order,
        str(zone or context.zone) if sheet.instants else "",
        sha256(content).hexdigest(),
        sheet.unit,
    )
    return ReadFile(sheet, facts, mapped, tuple(said))


def _in_order(
    context: Context,
    read: Callable[[ReaderOptions], Sheet],
    asked: ReaderOptions,
    tables: Mapping[str, Any],
) -> Sheet:
    """The rows, in the one order that the file proves, else as set, else as the person says."""
    try:
        return read(asked)
    except Unclear as unclear:
        order = _told(context, unclear, tables)
        if order is None:
            raise
        return read(asked._replace(order=order))


def _told(context: Context, unclear: Unclear, tables: Mapping[str, Any]) -> str | None:
    """What the account shows is no proof of a file: only what somebody set, or says."""
    orders = {
        table["dates"]
        for table in tables.values()
        if isinstance(table, dict) and table.get("dates") in ORDERS
    }
    order, origin = context.settings.value("date_order")
    if len(orders) == 1:
        order, origin = orders.pop(), MAP_FILE
    if order in ORDERS:
        context.infer(f"{unclear.cell} read as {unclear.days[order]} ({origin})")
        return str(order)
    if context.choose is None:
        return None
    days = [unclear.days[each] for each in ORDERS]
    chosen = context.choose(f"Line {unclear.line}: {unclear.cell} is", days)
    return None if chosen is None else ORDERS[chosen]


def _book(content: bytes, asked: ReaderOptions) -> Sheet:
    """The first sheet of a workbook whose heads are known, or the entries of an archive."""
    for table in tables_of(content, is_known(asked)):
        found = read_rows(table, asked)
        if found is not None:
            return found
    message = "No sheet of the workbook has columns that hv knows"
    hint = "Name them under [columns] in import.toml: `hv help import-rules`"
    raise UsageError(message, code="unknown_kind", hint=hint)


def _zone(name: str, where: str) -> tzinfo:
    found = zone_named(name)
    if found is None:
        message = f"Expected a time zone such as Europe/Berlin, got {quoted(name)} ({where})"
        if where == "--zone":
            raise UsageError(message, hint="Write it as `--zone Europe/Berlin`")
        raise ConfigurationError(message, hint='Write it as `zone = "Europe/Berlin"`')
    return found


def _asked(
    context: Context, zone: tzinfo, columns: Mapping[str, str], options: ImportOptions
) -> ReaderOptions:
    names = context.account.names
    tasks = names.task_keys

    def sentence(text: str, day: date) -> FileRow:
        readings = parse_log(text, context.now, names, context.sentence_conventions).entries
        if len(readings) > 1:
            message = f"{quoted(text)} names {len(readings)} entries"
            raise UsageError(message, hint="Write one a title, or log it by hand")
        reading = readings[0]
        return entry(
            0,
            day=day,
            length=Length(reading.hours * 3600, decimal=True),
            project=reading.assignment.project.code or reading.assignment.project.name,
            task=reading.task.name if reading.task else "",
            notes=reading.notes or "",
        )

    return ReaderOptions(
        context.now,
        zone,
        context.conventions,
        None,
        columns,
        is_project=lambda name: key_of(name) in names.exact,
        is_task=lambda name: key_of(name) in tasks,
        sentence=sentence,
        subtract=options.subtract,
        me=tuple(filter(None, (context.account.data.user.email, *options.me))),
        private=options.private,
        unanswered=options.unanswered,
    )


# -- links -------------------------------------------------------------------------------------


def fetched(context: Context, source: Source) -> Source:
    """The file, or what is published at the one address that it holds.

    Raises Unreachable, and UsageError for an address without https.
    """
    content = source.content.removeprefix(b"\xef\xbb\xbf").strip()
    if len(content) > LONGEST_LINK or not content.lower().startswith(SCHEMES):
        return source
    lines = content.decode("utf-8", "replace").split()
    if len(lines) != 1:
        return source
    if os.name == "posix" and _others_read(source.name):
        context.warn(f"Others can read {source.name}, and so this calendar: `chmod 600` it")
    return source._replace(content=_published(context, lines[0]))


def _published(context: Context, address: str) -> bytes:
    """What stands at an address; what stood there last is kept, and used while it is the same."""
    import json
    from hashlib import sha256

    # Few files are an address, and requests loads for them alone.
    from harvest_cli.harvest.http.published import LARGEST, Published, published

    path = context.places().cache / f"published-{sha256(address.encode()).hexdigest()[:16]}"
    before = None
    # A cache that cannot be read, or written, costs time alone.
    with suppress(OSError, ValueError, HvError):
        head, _, content = (read_private(path, 2 * LARGEST) or b"").partition(b"\n")
        etag, modified = map(str, json.loads(head))
        before = Published(content, etag, modified)
    found = published(address, context.settings.get("ca_bundle"), before)
    if found is not before and (found.etag or found.modified):
        with suppress(OSError, HvError):
            head = json.dumps([found.etag, found.modified]).encode()
            write_private(path, head + b"\n" + found.content, durable=False)
    return found.content


def _others_read(name: str) -> bool:
    try:
        return bool(Path(name).stat().st_mode & 0o044)
    except (OSError, ValueError):
        return False
