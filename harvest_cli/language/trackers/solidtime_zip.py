"""The archive that solidtime exports: its entries name all by ids, which other tables resolve."""

import csv
import io
import json
from collections.abc import Mapping

from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.records import TYPE_CHECKING
from harvest_cli.language.timesheets.rows import LONGEST_CELL, MOST_ROWS
from harvest_cli.language.timesheets.tables import Table

if TYPE_CHECKING:
    from zipfile import ZipFile

ENTRIES = "time_entries.csv"
HEADS = ("id", "start", "end", "client", "project", "task", "description", "tags",
         "billable", "user_name", "user_email")  # fmt: skip
"""Those of solidtime's own generic import."""
Records = Mapping[str, Mapping[str, str]]


def table_of_archive(archive: "ZipFile") -> Table:
    """Its entries with names in place of ids; raises UsageError for an archive of another form."""
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
    return Table(HEADS, tuple(rows), "archive")


def _records(archive: "ZipFile", name: str) -> list[dict[str, str]]:
    found = []
    text = archive.read(name).decode("utf-8-sig")
    for line, record in enumerate(csv.DictReader(io.StringIO(text, newline="")), 2):
        if line > MOST_ROWS or any(len(str(cell)) > LONGEST_CELL for cell in record.values()):
            message = f"{name} is too long, in rows or in a cell (line {line})"
            raise UsageError(message, hint="Export fewer entries")
        found.append(record)
    return found


def _name(of: Records, number: str) -> str:
    return of.get(number, {}).get("name", "")


def _listed(text: str) -> list[str]:
    try:
        found = json.loads(text or "[]")
    except ValueError:
        return []
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
