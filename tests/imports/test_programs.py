"""What other programs write, read as they write it today; skipped where one is not installed."""

import os
import shutil
import subprocess
from datetime import date, time
from pathlib import Path

import pytest

from harvest_cli.language.trackers.rows import FileRow
from tests.imports.reading import read

TIMES = [
    ("2026-11-12T09:00:00", "2026-11-12T10:30:00"),
    ("2026-11-12T11:00:00", "2026-11-12T11:20:00"),
]


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def written(argv: list[str], **environ: str) -> str:
    own = {**os.environ, "TZ": "Europe/Berlin", **environ}
    return subprocess.run(
        argv, env=own, check=True, capture_output=True, text=True, input="yes\n"
    ).stdout


def told(rows: tuple[FileRow, ...]) -> list[tuple[object, ...]]:
    return sorted((row.day, row.start, row.end, str(row.hours), row.project) for row in rows)


EXPECTED = [
    (date(2026, 11, 12), time(9), time(10, 30), "1.50", "Task Force"),
    (date(2026, 11, 12), time(11), time(11, 20), "0.33", "Task Force"),
]


def test_timewarrior(tmp_path: Path) -> None:
    timew = program("timew")
    own = {"TIMEWARRIORDB": str(tmp_path / "db"), "HOME": str(tmp_path)}
    for begin, end in TIMES:
        written([timew, ":yes", "track", begin, "-", end, "Task Force", "x"], **own)
    assert told(read(written([timew, "export"], **own)).rows) == EXPECTED
    (data,) = (tmp_path / "db" / "data").glob("2026-*.data")
    assert told(read(data.read_text(), data.name).rows) == EXPECTED


@pytest.mark.parametrize("how", ["--json", "--csv", "frames"])
def test_watson(tmp_path: Path, how: str) -> None:
    watson = program("watson")
    own = {"WATSON_DIR": str(tmp_path), "HOME": str(tmp_path)}
    for begin, end in TIMES:
        written([watson, "add", "-f", begin, "-t", end, "Task Force", "+x"], **own)
    if how == "frames":
        text = (tmp_path / "frames").read_text()
    else:
        text = written([watson, "log", "--from", "2026-11-01", "--to", "2026-11-30", how], **own)
    assert told(read(text).rows) == EXPECTED
