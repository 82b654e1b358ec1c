"""Every command that reads, on a terminal, in a pipe, as JSON and as CSV, at any width and in any
encoding: no exception, no colour and no cut off a terminal, the same rows everywhere."""

import csv
import io
import os
from itertools import product
from pathlib import Path

import pytest

from harvest_cli.commands.help.pages import commands
from harvest_cli.show.terminal.columns import display_width
from tests import child
from tests.rows import few, some, sweep
from tests.running import Hv

ROOT = Path(__file__).parent.parent.parent
LONG = "Besprechung über alles, was noch offen ist und bis morgen fertig sein soll; " * 3
ODD = [
    "emoji 👩‍👩‍👧‍👦 and 🇩🇪 and 👍🏽",
    "عربي ثم עברית ثم latin",
    "e\u0301 combining a\u0308 and \u0915\u094d\u0937",
    "全角文字 と ｶﾅ",
    "\x1b[31mred\x1b[0m \x07 \u202eleft",
    "tab\there\nand a line",
    LONG,
]
"""Notes that an aligned table must survive."""
READS = {
    "status": ["status"],
    "entries": ["entries", "this week"],
    "week": ["week"],
    "gaps": ["gaps", "this week"],
    "balance": ["balance", "this month", "--by", "week"],
    "report": ["report", "this month", "by", "task"],
    "projects": ["projects"],
    "parse": ["parse", "2h MW yesterday: x"],
    "open": ["open", "MW", "--print"],
    "whoami": ["whoami"],
    "doctor": ["doctor"],
    "help": ["help"],
    "completion": ["completion", "bash"],
    "history": ["history"],
    "outbox": ["outbox"],
    "alias": ["alias"],
    "config": ["config"],
    "sandbox": ["sandbox", "path"],
    "people": ["people"],
    "tasks": ["tasks", "TF"],
    "api": ["api", "get", "users/me"],
}
WRITES = {
    *(
        "log",
        "start",
        "stop",
        "restart",
        "edit",
        "delete",
        "copy",
        "fill",
        "suggest",
        "login",
        "logout",
    ),
    *("sync", "undo", "mcp", "import", "export"),
}
AS_CSV = ["entries", "week", "report", "balance"]
ROWS = {
    "entries": "entries",
    "projects": "projects",
    "gaps": "gaps",
    "balance": "rows",
    "config": "settings",
    "history": "history",
    "alias": "aliases",
    "people": "people",
    "tasks": "tasks",
}
"""Commands whose pipe has one row for each element of a list in their document."""
FINE = {0, 8}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Hv:
    """An account with a timer, an alias, and notes that are hard to align."""
    home = tmp_path_factory.mktemp("full")
    hv = Hv(
        {
            "HV_HOME": str(home),
            "HV_PROFILE": "sandbox",
            "HV_NOW": "2026-11-18T10:30:00",
            "HV_TIMEZONE": "America/New_York",
        }
    )
    for note in ODD:
        assert hv("log", "15m", "MW", "--note", note).code == 0
    assert hv("start", "TF at 10:00: interviews").code == 0
    assert hv("alias", "set", "standup", "15m TF: stand-up").code == 0
    return hv


def test_every_command_is_looked_at_here() -> None:
    assert {each.path for each in commands()} <= {*READS, *WRITES}


@few(7)
@pytest.mark.parametrize("columns", ["40", "80", "200"])
@pytest.mark.parametrize("verb", READS)
def test_on_a_terminal(verb: str, columns: str, full: Hv) -> None:
    ran = full(*READS[verb], terminal=True, COLUMNS=columns, TERM="xterm")
    assert ran.code in FINE, ran.err
    assert "\x1b[31mred" not in ran.out
    assert "\u202e" not in ran.out
    assert "\x07" not in ran.out


@few(6)
@pytest.mark.ux(40)
@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("verb", ["entries", "week", "status", "report", "projects", "gaps"])
def test_a_table_is_no_wider_than_its_terminal(verb: str, columns: int, full: Hv) -> None:
    ran = full(*READS[verb], "--no-color", terminal=True, COLUMNS=str(columns))
    # A title says its period in whole.
    wide = [line for line in ran.out.splitlines()[1:] if display_width(line.rstrip()) > columns]
    assert wide == []


@pytest.mark.parametrize("columns", [80, 200])
def test_odd_text_stays_aligned(columns: int, full: Hv) -> None:
    lines = full("entries", "today", "--no-color", terminal=True, COLUMNS=str(columns)).out
    quoted = [line for line in lines.splitlines() if "Marketing Website" in line]
    assert len(quoted) == len(ODD)
    starts = {display_width(line.partition("Graphic Design")[0]) for line in quoted}
    assert len(starts) == 1


@few(7)
@sweep
@pytest.mark.parametrize("columns", some(["40", "80", "", "200"], 2))
@pytest.mark.parametrize("verb", READS)
def test_in_a_pipe(verb: str, columns: str, full: Hv) -> None:
    ran = full(*READS[verb], COLUMNS=columns)
    assert ran.code in FINE, ran.err
    assert "\x1b" not in ran.out + ran.err
    assert "…" not in ran.out
    # What doctor looks at is the terminal itself.
    if verb != "doctor":
        assert ran == full(*READS[verb], COLUMNS="80"), "width means nothing in a pipe"
        assert ran.out == full(*READS[verb], "--plain", terminal=True, COLUMNS="40").out


@pytest.mark.ux(39)
def test_nothing_is_cut_in_a_pipe(full: Hv) -> None:
    assert LONG.strip() in full("entries", "today").out


@pytest.mark.ux(41)
@pytest.mark.parametrize("terminal", [True, False])
@pytest.mark.parametrize("verb", READS)
def test_as_json(verb: str, terminal: bool, full: Hv) -> None:
    ran = full(*READS[verb], "--json", terminal=terminal, COLUMNS="40", FORCE_COLOR="1")
    assert ran.code in FINE
    assert ran.out.count("\n") == 1
    assert isinstance(ran.json, dict)
    assert "\x1b" not in ran.out


@pytest.mark.ux(39)
@pytest.mark.parametrize("verb", ROWS)
def test_a_pipe_has_a_row_for_each_element(verb: str, full: Hv) -> None:
    rows = full(*READS[verb]).out.splitlines()
    assert len(rows) == len(full(*READS[verb], "--json").json[ROWS[verb]])
    assert len({row.count("\t") for row in rows}) == 1


@pytest.mark.ux(45)
@pytest.mark.parametrize("verb", AS_CSV)
def test_as_csv(verb: str, full: Hv) -> None:
    ran = full(*READS[verb], "--csv", terminal=True, COLUMNS="40", FORCE_COLOR="1")
    assert "\x1b" not in ran.out
    rows = list(csv.reader(io.StringIO(ran.out, newline="")))
    assert len({len(row) for row in rows}) == 1
    # Spreadsheets add up by themselves: the total of a pipe is not a row there.
    plain = [line for line in full(*READS[verb]).out.splitlines() if line[:6] != "total\t"]
    assert len(rows) == len(plain) + 1


ENCODINGS = ["utf-8", "ascii", "cp1252"]


@few(3)
@pytest.mark.ux(61)
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("format", ["terminal", "pipe", "--json", "--csv"])
def test_in_any_encoding(encoding: str, format: str, full: Hv) -> None:
    for verb, argv in READS.items():
        if format == "--csv" and verb not in AS_CSV:
            continue
        out, code = written(
            full,
            [*argv, *([format] if format.startswith("-") else [])],
            encoding,
            terminal=format == "terminal",
        )
        assert code in FINE, verb
        # CSV is UTF-8 whatever the terminal speaks.
        assert verb == "outbox" or out.decode("utf-8" if format == "--csv" else encoding)


class Encoded(io.TextIOWrapper):
    """A stream of some encoding, as strict about it as Python's own."""

    def __init__(self, encoding: str, terminal: bool) -> None:
        self.raw_bytes = io.BytesIO()
        self.terminal = terminal
        super().__init__(self.raw_bytes, encoding=encoding, errors="strict", newline="")

    def isatty(self) -> bool:
        return self.terminal


def written(hv: Hv, argv: list[str], encoding: str, *, terminal: bool) -> tuple[bytes, int]:
    """The very bytes on stdout."""
    from harvest_cli.__main__ import run

    out, err = Encoded(encoding, terminal), Encoded(encoding, terminal)
    code = run(argv, hv.environ, io.StringIO(), out, err)
    out.flush()
    err.flush()
    return out.raw_bytes.getvalue(), code


ARGVS = (["--help"], ["log", "--help"], ["help"], ["lgo"], ["entries"])
ENVIRONS = (
    {"PYTHONUTF8": "0", "LC_ALL": "POSIX"},
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "cp1252"},
)


@few(3)
@sweep
@pytest.mark.ux(61)
@pytest.mark.parametrize(("argv", "environ"), some(product(ARGVS, ENVIRONS), 4), ids=str)
def test_real_processes_in_other_encodings(
    argv: list[str], environ: dict[str, str], full: Hv
) -> None:
    own = {**full.environ, **environ, "PATH": os.environ["PATH"]}
    done = child.run([*child.HV, *argv], own, text=False)
    assert done.returncode == (2 if argv == ["lgo"] else 0)
    assert b"Traceback" not in done.stderr
