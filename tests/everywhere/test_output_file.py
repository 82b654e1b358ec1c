"""`-o FILE`: what would stand on standard output goes to a file, replaced whole or kept."""

import csv
import io
import json
import os
import stat
from pathlib import Path

import pytest

from tests.rows import few
from tests.running import Hv
from tests.served import served

OLD = "what stood there before\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that was written before."""
    path = tmp_path / "out.txt"
    path.write_text(OLD)
    return path


@few(4)
@pytest.mark.parametrize(
    "line",
    [
        "entries yesterday",
        "entries yesterday --json",
        "entries yesterday --csv --bom",
        "report this month --markdown",
        "week --csv",
        "projects --json",
        "help output --json-schema entries",
        "report this month --html -",
        "parse 1h MW: x",
        "config list",
    ],
)
@pytest.mark.parametrize("flag", ["-o", "--output"])
def test_the_file_holds_what_a_pipe_would_get(flag: str, line: str, hv: Hv, file: Path) -> None:
    hv("projects")
    piped = hv(*line.split())
    ran = hv(*line.split(), flag, str(file))
    assert (ran.code, ran.out) == (0, "")
    assert file.read_bytes().decode() == piped.out


def test_on_a_terminal_too_and_there_it_is_said(hv: Hv, file: Path) -> None:
    piped = hv("entries", "yesterday")
    ran = hv("-o", str(file), "entries", "yesterday", terminal=True)
    assert (ran.out, file.read_text()) == ("", piped.out)
    assert f"Wrote {file}, replacing the old file" in " ".join(ran.err.split())
    fresh = file.with_name("fresh.txt")
    assert hv("entries", "yesterday", "-o", str(fresh)).err == f"Wrote {fresh}\n"
    page = ("report", "yesterday", "--html", str(fresh))
    assert hv(*page).err == f"Wrote {fresh}, replacing the old file\n"
    rows = fresh.with_suffix(".html")
    assert f"is written by `--html {rows}`" in hv("report", "-o", str(rows)).err
    assert "`--html" not in hv("report", "--html", "-", "-o", str(rows)).err
    assert hv("entries", "yesterday", "-q", f"--output={file}", terminal=True).err == ""


def test_a_dash_is_standard_output(hv: Hv) -> None:
    assert hv("entries", "yesterday", "-o", "-").out == hv("entries", "yesterday").out


def test_a_failure_leaves_the_file_and_is_told_where_it_always_is(
    tmp_path: Path, home: Path, file: Path
) -> None:
    with served(tmp_path / "served") as there:
        hv = Hv({"HV_HOME": str(home), **there.token_environ})
        assert hv("entries", "yesterday", "-o", str(file)).code == 0
    file.write_text(OLD)
    ran = hv("entries", "today", "--json", "-o", str(file))
    assert (ran.code, ran.json["error"]["code"]) == (7, "unreachable")
    assert "hv:" in ran.err
    assert file.read_text() == OLD


def test_a_result_with_another_status_is_written(hv: Hv, file: Path) -> None:
    ran = hv("gaps", "2026-11-15 to 2026-11-17", "--json", "-o", str(file))
    assert ran.code in (0, 8)
    assert "gaps" in json.loads(file.read_text())


def test_where_nothing_can_be_written_nothing_is_asked(hv: Hv, tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nowhere" / "x"):
        ran = hv("log", "1h MW: x", "-o", str(place))
        assert ran.code == 2
        assert "cannot be written" in ran.err
    assert not [e for e in hv("entries", "--json").json["entries"] if e["notes"] == "x"]


def test_a_disk_that_fills_up_does_not_undo_what_was_logged(
    hv: Hv, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr("harvest_cli.local.disk.files.os.fsync", full)
    ran = hv("log", "1h MW: x", "-o", str(file))
    assert (ran.code, file.read_text()) == (1, OLD)
    assert "No space left" in ran.err
    assert "Traceback" not in ran.err
    monkeypatch.undo()
    assert [e["notes"] for e in hv("entries", "--json").json["entries"]].count("x") == 1


def test_its_mode_stays_and_csv_keeps_its_line_ends(hv: Hv, file: Path) -> None:
    file.chmod(0o600)
    hv("entries", "yesterday", "--csv", "-o", str(file))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert b"\r\n" in file.read_bytes()
    assert len(list(csv.DictReader(io.StringIO(file.read_text(), newline="")))) > 1


def test_it_needs_a_name_and_is_given_once(hv: Hv) -> None:
    assert hv("entries", "-o").code == 2
    assert hv("entries", "-o", "").code == 2
    assert hv("entries", "-o", "a", "-o", "b").code == 2
    assert hv("entries", "-o", "a", "--output", "b").code == 2


def test_a_page_without_a_name_is_not_called_after_a_flag(hv: Hv, file: Path) -> None:
    ran = hv("report", "this month", "--html", "-o", str(file))
    assert ran.code == 2
    assert "`--html - -o FILE`" in ran.err
