"""Every command that looks back, in every face, at several widths and in two encodings."""

import csv
import io
import json
import os
from pathlib import Path

import pytest

from harvest_cli.show.terminal.columns import display_width
from harvest_cli.show.terminal.formats import UNEVEN
from tests import child
from tests.rows import few, some, sweep
from tests.running import Hv

COMMANDS = [
    ["entries", "this month"],
    ["entries", "this month", "--everyone"],
    ["week", "last"],
    ["gaps", "this month"],
    ["report", "this month"],
    ["report", "this month by client and task"],
    ["report", "this month by day", "--compare", "before"],
    ["report", "this month by person", "--everyone"],
    ["report", "budget"],
    ["report", "uninvoiced", "this month"],
]


@few(4)
@pytest.mark.parametrize("argv", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("columns", [40, 80, 200])
def test_no_line_is_wider_than_a_terminal(hv: Hv, argv: list[str], columns: int) -> None:
    ran = hv(*argv, "--no-color", terminal=True, COLUMNS=str(columns))
    assert ran.code in (0, 8), ran.err
    titles = 1 if argv[0] == "report" else 0
    for line in ran.out.splitlines()[titles:]:
        assert display_width(line.rstrip()) <= columns or line.startswith("Compared"), line


@few(4)
@pytest.mark.parametrize("argv", COMMANDS, ids=" ".join)
def test_a_pipe_is_rows_of_equal_length_without_colour(hv: Hv, argv: list[str]) -> None:
    ran = hv(*argv, "--header")
    assert "\x1b" not in ran.out
    lines = ran.out.splitlines()
    assert len({line.count("\t") for line in lines}) == 1
    assert hv(*argv).out.splitlines() == lines[1:]


@few(4)
@pytest.mark.parametrize("argv", COMMANDS, ids=" ".join)
def test_json_is_one_document(hv: Hv, argv: list[str]) -> None:
    ran = hv(*argv, "--json", terminal=True)
    assert ran.out.count("\n") == 1
    assert isinstance(json.loads(ran.out), dict)


@pytest.mark.parametrize("argv", [c for c in COMMANDS if c[0] != "gaps"], ids=" ".join)
def test_csv_is_a_table_with_a_heading(hv: Hv, argv: list[str]) -> None:
    out = hv(*argv, "--csv", terminal=True).out
    assert out.endswith("\r\n")
    rows = list(csv.reader(io.StringIO(out, newline="")))
    assert len({len(row) for row in rows}) == 1
    assert all(name.replace("_", "").replace("-", "").isalnum() for name in rows[0])


@sweep
@pytest.mark.parametrize("argv", some(COMMANDS, 6), ids=" ".join)
def test_a_stream_of_ascii_alone_is_enough(argv: list[str], home: Path) -> None:
    environ = {
        "HV_HOME": str(home), "HV_NOW": "2026-11-18T10:30", "PYTHONIOENCODING": "ascii",
        "PATH": os.environ["PATH"],
    }  # fmt: skip
    command = [*child.HV, "--sandbox", *argv]
    of_hours = argv[0] == "report" and argv[1] not in ("budget", "uninvoiced")
    extra = ["--chart"] if of_hours else []
    done = child.run([*command, *extra], environ, text=False)
    assert done.returncode in (0, 8), done.stderr
    done.stdout.decode("ascii")


@pytest.mark.parametrize("verb", ["entries", "week", "gaps", "copy", "report"])
def test_help_opens_with_examples_and_fits_80_columns(hv: Hv, verb: str) -> None:
    out = hv(verb, "--help").out
    assert max(map(len, out.splitlines())) <= 80
    assert f"  hv {verb}" in out


@pytest.mark.parametrize(
    "argv",
    [
        *(["entries", *words] for words in (["yesterday"], ["last week for ABC Corp"])),
        ["week"], ["week", "nov 2"], ["copy", "monday to yesterday", "--dry-run"],
        ["report", "q3 for ABC Corp by task"], ["report", "last week by day", "--chart"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_the_examples_of_the_help_run(hv: Hv, argv: list[str]) -> None:
    ran = hv(*argv)
    assert ran.code == 0, ran.err


SUMMED = [
    "entries today",
    "report today by task",
    "report today by client, task",
    "report today by task --markdown",
    "report today by task --html -",
    "report today --timesheet",
    "report today --timesheet --markdown",
    "report today --timesheet --html -",
    "week",
    "balance november --by day",
    "copy today to friday",
]


@sweep
def test_minutes_that_do_not_add_up_to_a_total_are_explained(hv: Hv) -> None:
    def shown(line: str, **environ: str) -> str:
        ran = hv(*line.split(), "--no-color", terminal=True, COLUMNS="120", **environ)
        return ran.out + ran.err

    assert hv("log", "20m MW and 20m OS1 and 20m TF").code == 0
    assert hv("report", "today", "--json").json["total"]["hours"] == 0.99
    for line in some(SUMMED, 2):
        text = shown(line)
        assert "0:59" in text, line
        assert UNEVEN in text, line
    assert UNEVEN not in shown("report yesterday by task")
    assert UNEVEN not in shown("report today by task", HV_TIME_FORMAT="decimal")
