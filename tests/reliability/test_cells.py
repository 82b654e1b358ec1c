"""Terminal or not, home or none, UTF-8 or not, a cache or none: 24 cells, five commands each (P10).

All of them in this process; `python -m pytest -m slow tests/reliability/test_cells.py` runs each as
a process of its own, on a real terminal or a pipe, with the locale that makes the encoding.
"""

import io
import os
from collections.abc import Mapping
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest

from harvest_cli.__main__ import run
from tests import child
from tests.rows import few, sweep, together
from tests.terminal import Terminal

if os.name != "posix":
    pytest.skip("homes and locales are of POSIX", allow_module_level=True)

COMMANDS = (
    ("log", "1h on TF: naïve – 東京"),
    ("start", "MW: ünter"),
    ("status",),
    ("entries", "today"),
    ("projects",),
)


class Cell(NamedTuple):
    """One place to run in."""

    terminal: bool
    homeless: bool
    encoding: str
    cached: bool

    def environ(self, folder: Path) -> dict[str, str]:
        """The variables there. Without a home hv's own folder must be named."""
        cache = folder / "hv" / "cache"
        if not self.cached:
            # Nothing can be made below a file, whoever runs this.
            cache.parent.mkdir(mode=0o700, parents=True)
            cache.write_text("")
        home = {} if self.homeless else {"HOME": str(folder)}
        return {**home, "HV_HOME": str(folder / "hv"), "HV_PROFILE": "sandbox"}


KINDS = ([True, False], [True, False], ["utf-8", "ascii", "cp1252"], [True, False])
CELLS = [Cell(*each) for each in together(*KINDS)]


class Stream(io.TextIOWrapper):
    """A stream with an encoding that refuses what it cannot hold, perhaps a terminal."""

    def __init__(self, cell: Cell) -> None:
        super().__init__(io.BytesIO(), encoding=cell.encoding, errors="strict")
        self.tty = cell.terminal

    def isatty(self) -> bool:
        return self.tty

    def written(self) -> str:
        self.flush()
        raw = self.buffer
        assert isinstance(raw, io.BytesIO)
        return raw.getvalue().decode(self.encoding)


def check(code: int, out: str, err: str, argv: tuple[str, ...], cell: Cell) -> None:
    told = (cell, argv, code, out, err)
    assert code == 0, told
    assert "Traceback" not in err, told
    assert "went wrong" not in err, told
    assert out.strip(), told
    assert err.count("Nothing can be saved in the cache") <= 1, told
    if argv[0] == "entries":
        assert ("naïve" in out) == (cell.encoding != "ascii"), told
        assert "na" in out, told


def test_there_are_four_and_twenty_cells() -> None:
    assert (len({*product(*KINDS)}), len(COMMANDS)) == (24, 5)


@few(3)
@sweep
@pytest.mark.promise("P10")
@pytest.mark.parametrize("cell", CELLS, ids=str)
def test_every_command_works_in_every_cell(
    cell: Cell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environ = cell.environ(tmp_path)
    if cell.homeless:
        monkeypatch.delenv("HOME", raising=False)
    for argv in COMMANDS:
        out, err = Stream(cell), Stream(cell)
        code = run(list(argv), environ, Stream(cell), out, err)
        check(code, out.written(), err.written(), argv, cell)


LOCALES: Mapping[str, dict[str, str]] = {
    "utf-8": {"PYTHONUTF8": "1"},
    "ascii": {"PYTHONUTF8": "0", "LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0"},
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
}


def as_process(
    cell: Cell, argv: tuple[str, ...], environ: Mapping[str, str]
) -> tuple[int, str, str]:
    if cell.terminal:
        with Terminal([*child.HV, *argv], environ) as there:
            return there.end(), there.seen, there.seen
    done = child.run([*child.HV, *argv], environ, text=False)
    encoding = "cp1252" if cell.encoding == "cp1252" else "utf-8"
    return done.returncode, done.stdout.decode(encoding), done.stderr.decode(encoding)


@pytest.mark.promise("P10")
@pytest.mark.slow
@pytest.mark.parametrize("cell", CELLS, ids=str)
def test_every_command_works_in_every_cell_as_a_process(cell: Cell, tmp_path: Path) -> None:
    environ = {**cell.environ(tmp_path), **LOCALES[cell.encoding], "TERM": "xterm"}
    for argv in COMMANDS:
        code, out, err = as_process(cell, argv, environ)
        assert code == 0, (cell, argv, out)
        assert "Traceback" not in err, (cell, argv, err)
        assert "went wrong" not in err, (cell, argv, err)
