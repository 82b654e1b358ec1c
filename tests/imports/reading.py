"""Files read as a person in Berlin would have them read, against the embedded account's names."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from harvest_cli.language.trackers.cells import whole_minutes
from harvest_cli.language.trackers.recognise import read_text
from harvest_cli.language.trackers.rows import FileRow, ReaderOptions, Sheet
from harvest_cli.language.trackers.tables import decode

BERLIN = ZoneInfo("Europe/Berlin")
EXAMPLES = Path(__file__).with_name("examples")
PROJECTS = {"tf", "mw", "marketing website", "task force"}
TASKS = {"programming", "research", "graphic design"}
OWN = {
    "Tag": "date",
    "Von": "start",
    "Bis": "end",
    "Pause": "break",
    "Projekt": "project",
    "Was": "notes",
}
"""What the columns of the own sheet mean."""


def asked(order: str | None = "dmy", **more: Any) -> ReaderOptions:
    """What a reader is told."""
    return ReaderOptions(
        datetime(2026, 11, 18, 10, 30, tzinfo=BERLIN),
        BERLIN,
        order=order,
        is_project=lambda name: name.casefold() in PROJECTS,
        is_task=lambda name: name.casefold() in TASKS,
        **more,
    )


def read(text: str, name: str = "file.txt", **more: Any) -> Sheet:
    """The rows of a text."""
    return read_text(text, name, asked(**more))


def example(name: str) -> Sheet:
    """The rows of an example."""
    columns = OWN if name == "own-sheet.csv" else {}
    text = decode((EXAMPLES / name).read_bytes()).text
    return read(text, name, columns=columns)


def expected(name: str) -> list[dict[str, Any]]:
    """What an example holds."""
    lines = (EXAMPLES / f"{name}.expected.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def told(row: FileRow) -> Mapping[str, Any]:
    """A row in the words of the expectations."""
    if row.wrong is not None:
        return {"line": row.line, "wrong": row.wrong.message}
    if row.skip is not None:
        return {"line": row.line, "skip": SKIPS.get(row.skip.name, row.skip.value)}
    return {
        "date": str(row.day),
        "minutes": whole_minutes(row.seconds),
        "start": f"{row.start:%H:%M}" if row.start else None,
        "end": f"{row.end:%H:%M}" if row.end else None,
        **{name: getattr(row, name) or None for name in TEXTS},
    }


TEXTS = ("client", "project", "task", "notes", "user")
SKIPS = {"RUNNING": "running", "BREAK": "break", "TOTAL": "total"}


def only(sheet: Sheet) -> FileRow:
    (row,) = sheet.rows
    assert row.wrong is None, row.wrong
    return row


def table(head: str, *rows: str) -> str:
    return "\n".join([head, *rows]) + "\n"
