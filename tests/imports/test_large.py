"""Ten thousand rows are recognised and shown within two seconds and a hundred megabytes."""

import os
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests import child
from tests.imports.test_import import TOGGL
from tests.running import Hv

LONGEST, MOST = 4.0, 100 * 1024
"""Seconds of a processor, twice what is wanted: others may keep it busy; and kilobytes."""
PLACES = ("ABC Corp,Marketing Website,Programming", "123 Industries,Task Force,Research")


def large(folder: Path, rows: int) -> str:
    lines = [TOGGL]
    for number in range(rows):
        day, hour = date(2026, 11, 10) - timedelta(days=number // 8), 8 + number % 8
        lines.append(
            f"Kim Allen,kim@example.test,{PLACES[number % 2]},Work {number},No,"
            f"{day},{hour:02}:00:00,{day},{hour:02}:45:00,00:45:00,web"
        )
    path = folder / "large.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def test_a_terminal_shows_the_first_rows_and_says_how_many_more(hv: Hv, tmp_path: Path) -> None:
    ran = hv("import", large(tmp_path, 200), terminal=True, stdin="n\n")
    assert "140 more: `--dry-run` shows all" in ran.err
    assert "200 rows, 150:00 = 144 (108:00) new + 56 (42:00) approved" in ran.err
    assert len(hv("import", large(tmp_path, 200), "-n").out.splitlines()) == 200


@pytest.mark.slow
def test_ten_thousand_rows_are_shown_at_once(hv: Hv, tmp_path: Path) -> None:
    file = large(tmp_path, 10_000)
    assert hv("projects").code == 0
    argv = [*child.HV, "import", file, "--dry-run"]
    environ = {**os.environ, **hv.environ}
    with child.start(argv, environ, stdout=subprocess.DEVNULL, stderr=None) as process:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    assert used.ru_maxrss <= MOST
    assert used.ru_utime + used.ru_stime <= LONGEST
