"""Streams as they come: colour by its rules, pipes that close, disks that are full, odd widths."""

import itertools
import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from harvest_cli.show.terminal.output import wants_color
from tests import child
from tests.rows import few, some, sweep, together
from tests.running import Hv

ROOT = Path(__file__).parent.parent.parent
COLOURED = ["entries", "nowhere at all"]
"""A sentence that is refused: its caret is red where there is colour."""


def expected(environ: dict[str, str], terminal: bool, flag: str) -> bool:
    """The flag, then NO_COLOR, then what forces, then what calms, then the terminal."""
    if flag:
        return flag == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR", "") not in ("", "0"):
        return True
    if environ.get("CLICOLOR_FORCE", "") not in ("", "0"):
        return True
    return terminal and environ.get("TERM") != "dumb" and environ.get("CLICOLOR") != "0"


VARIABLES = {
    "NO_COLOR": (None, "", "1"),
    "FORCE_COLOR": (None, "0", "1"),
    "CLICOLOR_FORCE": (None, "0", "1"),
    "CLICOLOR": (None, "0"),
    "TERM": ("xterm", "dumb"),
}


def table(rows: Iterable[Sequence[str | None]]) -> list[dict[str, str]]:
    """The environments of rows of values, one of each variable."""
    return [
        {name: value for name, value in zip(VARIABLES, values, strict=True) if value is not None}
        for values in rows
    ]


@few(3)
@sweep
@pytest.mark.ux(56, 57)
@pytest.mark.parametrize("flag", ["", "always", "never"])
@pytest.mark.parametrize("terminal", [True, False])
def test_colour_follows_its_table(terminal: bool, flag: str, hv: Hv) -> None:
    for environ in table(itertools.product(*VARIABLES.values())):
        assert wants_color(flag, environ, terminal) == expected(environ, terminal, flag), environ
    hv("projects")
    for environ in table(together(*VARIABLES.values())):
        flags = ["--color", flag] if flag else []
        ran = hv(*COLOURED, *flags, terminal=terminal, **environ)
        assert ran.code == 2
        assert ("\x1b[31m" in ran.err) == expected(environ, terminal, flag), environ


@pytest.mark.ux(56)
def test_no_color_flag_beats_every_variable(hv: Hv) -> None:
    ran = hv(*COLOURED, "--no-color", terminal=True, FORCE_COLOR="1", CLICOLOR_FORCE="1")
    assert "\x1b" not in ran.err


@pytest.mark.ux(58)
@pytest.mark.parametrize("verb", ["entries", "status", "week", "projects"])
def test_forced_colour_changes_colour_alone(verb: str, hv: Hv) -> None:
    forced = hv(verb, FORCE_COLOR="1")
    assert forced == hv(verb), "a pipe stays a pipe: rows, no table, nothing cut"


@pytest.mark.ux(56)
def test_each_stream_is_asked_for_itself(hv: Hv) -> None:
    ran = hv(*COLOURED, terminal=True, TERM="xterm")
    assert "\x1b" in ran.err
    assert ran.out == ""


# -- widths ------------------------------------------------------------------------------------


@few(3)
@pytest.mark.ux(40)
@pytest.mark.parametrize("columns", ["0", "-5", "abc", "1", "19", "", "99999999999999", "٣"])
def test_a_width_that_makes_no_sense_is_not_heard(columns: str, hv: Hv) -> None:
    ran = hv("entries", "yesterday", terminal=True, COLUMNS=columns)
    assert ran == hv("entries", "yesterday", terminal=True, COLUMNS="80")
    assert hv("entries", "yesterday", COLUMNS=columns) == hv("entries", "yesterday")


# -- real streams ------------------------------------------------------------------------------


@pytest.fixture
def process(hv: Hv) -> dict[str, str]:
    """Variables for hv as a program of its own, with names at hand."""
    hv("projects")
    return {**hv.environ, "PATH": os.environ["PATH"]}


def shell(line: str, environ: dict[str, str]) -> child.Done:
    if not shutil.which("bash"):
        pytest.skip("bash is not installed here")
    python = f"hv() {{ '{child.PYTHON}' -m harvest_cli \"$@\"; }}"
    return child.run(["bash", "-c", f"{python}\n{line}"], environ)


READERS = [
    "entries 'this month'",
    "--version",
    "report",
    "help sentences",
    "--help",
    "completion zsh",
    "week",
]


@sweep
@pytest.mark.parametrize("argv", some(READERS, 4))
def test_a_pipe_that_closes_is_left_in_silence(argv: str, process: dict[str, str]) -> None:
    line = f"hv {argv} | head -1 >/dev/null; echo ${{PIPESTATUS[0]}}"
    done = shell(line, process)
    assert done.stderr == ""
    assert done.stdout.strip() in ("0", "141")


@few(2)
@sweep
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("argv", some(READERS, 6))
def test_a_pipe_that_nobody_reads_ends_with_141(
    argv: str, unbuffered: str, process: dict[str, str]
) -> None:
    import shlex

    reading, writing = os.pipe()
    os.close(reading)
    own = {**process, "PYTHONUNBUFFERED": unbuffered}
    done = child.run([*child.HV, *shlex.split(argv)], own, stdout=writing, text=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")


@few(2)
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@sweep
@pytest.mark.parametrize("argv", [*some(READERS, 5), "log '1h TF'"])
def test_a_full_disk_is_one_line_and_status_1(argv: str, process: dict[str, str]) -> None:
    done = shell(f"hv {argv} >/dev/full", process)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) <= 1
    assert "Traceback" not in done.stderr


@few(2)
@sweep
@pytest.mark.parametrize("argv", [*some(READERS, 6), "log '1h TF'"])
def test_a_closed_stdout_does_no_harm(argv: str, process: dict[str, str]) -> None:
    done = shell(f"hv {argv} >&-", process)
    assert done.returncode in (0, 1)
    assert "Traceback" not in done.stderr
    without_errors = shell(f"hv {argv} 2>&-", process)
    assert without_errors.returncode == 0


@pytest.mark.ux(38)
def test_what_is_no_result_goes_to_stderr(hv: Hv) -> None:
    empty = hv("entries", "1999-01-01")
    assert (empty.code, empty.out) == (0, "")
    assert "No entries" in empty.err
    refused = hv("log", "3h")
    assert refused.out == ""
    assert refused.err


@pytest.mark.parametrize(
    ("argv", "printed"),
    [
        (["log", "1h TF"], r"^\d+\n$"),
        (["start", "TF"], r"^\d+\n$"),
        (["delete", "last", "--yes"], r"^(\d+\n)?$"),
        (["entries", "1999-01-01"], "^$"),
    ],
    ids=str,
)
def test_quiet_prints_ids_or_nothing(argv: list[str], printed: str, hv: Hv) -> None:
    import re

    hv("log", "15m MW")
    ran = hv(*argv, "--quiet")
    assert ran.code == 0
    assert re.search(printed, ran.out)
    assert ran.err == ""
    assert hv("log", "3h", "-q").err, "an error is never silenced"
