"""Ten thousand rows are recognised and shown within two seconds and a hundred megabytes."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests import child
from tests.imports.test_import import TOGGL
from tests.running import Hv

LONGEST, MOST = 4.0, 100 * 1024
"""Seconds of a processor, twice what is wanted: others may keep it busy; and kilobytes."""
PROBE = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=-3, check=True); "
    "used = resource.getrusage(resource.RUSAGE_CHILDREN); "
    "print(used.ru_maxrss, used.ru_utime + used.ru_stime)"
)
"""A small process between: a child counts the memory of the process that it was forked from."""
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
    argv = [child.PYTHON, "-c", PROBE, *child.HV, "import", file, "--dry-run"]
    done = child.run(argv, {**os.environ, **hv.environ})
    assert done.returncode == 0, done.stderr
    memory, seconds = done.stdout.split()
    assert int(memory) <= MOST
    assert float(seconds) <= LONGEST
