"""Workbooks (.xlsx, .xls, .ods), Parquet and solidtime's archive: their sheets as tables of text.

Days and lengths of a workbook are told apart from its numbers.
"""

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from types import ModuleType

from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import TYPE_CHECKING, Any
from harvest_cli.domain.wording import guarded, install, quoted
from harvest_cli.language.trackers.tables import LONGEST_CELL, MOST_ROWS, TITLES, Table, folded

if TYPE_CHECKING:
    from zipfile import ZipFile

PARQUET = b"PAR1"
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST = 200_000_000
"""Bytes that a workbook may hold once it is unpacked."""
WIDEST = 500
_BOOKS = frozenset(("xl/workbook.xml", "content.xml", "xl/workbook.bin"))
ENTRIES = "time_entries.csv"
"""What the archive that solidtime exports holds."""
_HEADS = ("id", "start", "end", "client", "project", "task", "description", "tags",
          "billable", "user_name", "user_email")  # fmt: skip
"""Those of solidtime's own generic import."""
_Records = Mapping[str, Mapping[str, str]]


def is_workbook(content: bytes) -> bool:
    """Whether the bytes are those of a workbook, of Parquet, or at least of an archive."""
    return content.startswith((_ZIP, _OLE, PARQUET))


def tables_of(content: bytes, is_known: Callable[[frozenset[str]], bool]) -> Iterator[Table]:
    """The sheets whose heads are known, in order; raises UsageError for what is no workbook."""
    if content.startswith(PARQUET):
        yield from _of_parquet(content, is_known)
        return
    names = archived(content)
    if ENTRIES in names:
        yield _of_solidtime(content)
        return
    _refuse_others(content, names)
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        message = "The file is a workbook, which hv alone cannot read"
        hint = f"Install what reads it: `{install('excel')}`, or save the sheet as CSV"
        raise UsageError(message, code="extra_needed", hint=hint) from None
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.height > MOST_ROWS or sheet.width > WIDEST:
                raise _too_large(name)
            found = _table(sheet.to_python(skip_empty_area=False), is_known)
            if found is not None:
                yield found
    except (CalamineError, OSError, ValueError) as error:
        message = f"The workbook cannot be read: {str(error)[:200]}"
        raise UsageError(message, hint="Save the sheet as CSV") from None


def parquet_library() -> ModuleType | None:
    """DuckDB, which weighs 69 MB and loads in 50 ms; None where it is not installed."""
    try:
        import duckdb
    except ImportError:
        return None
    found: ModuleType = duckdb
    return found


def _of_parquet(content: bytes, is_known: Callable[[frozenset[str]], bool]) -> Iterator[Table]:
    from tempfile import TemporaryDirectory

    duckdb = parquet_library()
    if duckdb is None:
        message = "The file is Parquet, which hv alone cannot read"
        hint = f"Install what reads it: `{install('parquet')}`, or save it as CSV"
        raise UsageError(message, code="extra_needed", hint=hint) from None
    with TemporaryDirectory() as folder, duckdb.connect() as database:
        path = Path(folder, "file.parquet")
        path.write_bytes(content)
        try:
            database.execute("SET threads = 1; SET memory_limit = '200MB'")
            found = database.execute(
                "SELECT * FROM read_parquet(?) LIMIT ?", [str(path), MOST_ROWS + 2]
            )
            heads = [name for name, *_ in found.description or ()]
            rows = found.fetchall()
        except duckdb.Error as error:
            message = f"The Parquet cannot be read: {str(error).splitlines()[0][:200]}"
            raise UsageError(message, hint="Save it as CSV") from None
    if len(rows) > MOST_ROWS or len(heads) > WIDEST:
        name = "Parquet"
        raise _too_large(name)
    # A text of hv's own table has a guard wherever one is taken off it.
    own = guarded if "spent_date" in heads else str
    told = [
        ["" if cell is None else own(cell) if isinstance(cell, str) else cell for cell in row]
        for row in rows
    ]
    table = _table([heads, *told], is_known)
    if table is not None:
        yield table


def archived(content: bytes) -> frozenset[str]:
    """The names of the files of an archive, none for what is none.

    Raises UsageError for one that holds far more than it seems to, before anything is unpacked.
    """
    if not content.startswith(_ZIP):
        return frozenset()
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(io.BytesIO(content)) as archive:
            size = sum(each.file_size for each in archive.infolist())
            names = frozenset(each.filename for each in archive.infolist())
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        message = "The file is a damaged archive"
        raise UsageError(message, hint="Save the sheet as CSV") from None
    if size > LARGEST:
        message = f"The workbook holds {size // 1_000_000} MB once it is unpacked"
        raise UsageError(message, hint="Save the one sheet as CSV")
    return names


def _refuse_others(content: bytes, names: frozenset[str]) -> None:
    """Refuse an archive that is no workbook."""
    if content.startswith(_ZIP) and not names & _BOOKS:
        message = "The file is an archive, and no workbook"
        raise UsageError(message, hint="Unpack it, and name the sheet")


def _too_large(name: str) -> UsageError:
    message = f"The sheet {quoted(name)} has more than {MOST_ROWS} rows, or {WIDEST} columns"
    return UsageError(message, hint="Split it")


def _table(
    rows: Sequence[Sequence[Any]], is_known: Callable[[frozenset[str]], bool]
) -> Table | None:
    for at, row in enumerate(rows[:TITLES]):
        heads = [text_of(cell) for cell in row]
        if is_known(frozenset(folded(head) for head in heads if head)):
            below = enumerate(rows[at + 1 :], at + 2)
            found = ((line, [text_of(cell) for cell in cells]) for line, cells in below)
            kept = tuple((line, cells) for line, cells in found if any(map(str.strip, cells)))
            return Table(tuple(heads), kept, "workbook")
    return None


def text_of(cell: object) -> str:
    """A cell as a CSV of the same sheet would have it."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, datetime):
        midnight = cell.time() == time()
        return cell.date().isoformat() if midnight else cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("seconds")
    if isinstance(cell, timedelta):
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    text = str(cell)
    if len(text) > LONGEST_CELL:
        message = f"A cell holds {len(text)} characters"
        raise UsageError(message, hint="Check what is in it")
    return text


# -- the archive of solidtime -------------------------------------------------------------------


def _of_solidtime(content: bytes) -> Table:
    """Its entries, which name all by ids, with names in place of them."""
    from zipfile import ZipFile

    archive = ZipFile(io.BytesIO(content))
    try:
        clients, projects, tasks, members, tags = (
            {each.get("id", ""): each for each in _records(archive, f"{name}.csv")}
            for name in ("clients", "projects", "tasks", "members", "tags")
        )
        entries = _records(archive, ENTRIES)
    except (KeyError, csv.Error, UnicodeDecodeError, RuntimeError) as error:
        message = f"The archive of solidtime cannot be read: {str(error)[:100]}"
        raise UsageError(message, hint="Export it again") from None
    rows = []
    for line, each in enumerate(entries, 2):
        member = members.get(each.get("member_id", ""), {})
        rows.append((line, [
            *(each.get(name) or "" for name in ("id", "start", "end")),
            *(_name(of, each.get(f"{what}_id", ""))
              for what, of in (("client", clients), ("project", projects), ("task", tasks))),
            each.get("description") or "",
            ", ".join(_name(tags, tag) for tag in _listed(each.get("tags", ""))),
            each.get("billable") or "",
            member.get("name", ""),
            member.get("email", ""),
        ]))  # fmt: skip
    return Table(_HEADS, tuple(rows), "archive")


def _records(archive: "ZipFile", name: str) -> list[dict[str, str]]:
    found = []
    text = archive.read(name).decode("utf-8-sig")
    for line, record in enumerate(csv.DictReader(io.StringIO(text, newline="")), 2):
        if line > MOST_ROWS or any(len(str(cell)) > LONGEST_CELL for cell in record.values()):
            message = f"{name} is too long, in rows or in a cell (line {line})"
            raise UsageError(message, hint="Export fewer entries")
        found.append(record)
    return found


def _name(of: _Records, number: str) -> str:
    return of.get(number, {}).get("name", "")


def _listed(text: str) -> list[str]:
    try:
        found = json.loads(text or "[]")
    except ValueError:
        return []
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
