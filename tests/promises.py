"""What hv promises, by number. A test that shows a row carries its marker:

    @pytest.mark.fault("F42")    a fault of the list of faults
    @pytest.mark.bad("B17")      an input that cannot be right
    @pytest.mark.threat("V6")    a way to harm the token, the files or the terminal of a person
    @pytest.mark.promise("P9")   what holds over many runs
    @pytest.mark.ux(39)          a point of what a terminal program owes its users
    @pytest.mark.write("W5")     a write of several requests that a fault or a kill divided
    @pytest.mark.found("C1")     a misreading found by trying: A conventions, B numbers, C days and
                                 times, D names, E timers, F undo, G words dropped, H what waits

`test_promises.py` says which row no test carries.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import pytest


class Point(NamedTuple):
    """A point of the checklist that hv follows (help, arguments, output, colour, files and so on).

    MUST holds now, SHOULD where it fits; NO was decided against. `why` says why no test can show
    it, `lacks` what of it does not hold yet.
    """

    number: int
    what: str
    weight: str = "MUST"
    why: str = ""
    lacks: str = ""


POINTS = (
    Point(1, "-h anywhere"),
    Point(2, "bare command"),
    Point(3, "examples first"),
    Point(4, "grouped"),
    Point(5, "--version"),
    Point(6, "did you mean"),
    Point(7, "no abbreviation"),
    Point(8, "manual page", weight="SHOULD"),
    Point(9, "support in help"),
    Point(10, "80 columns"),
    Point(11, "topics"),
    Point(12, "offline help"),
    Point(13, "long forms"),
    Point(14, "standard names"),
    Point(15, "one positional"),
    Point(16, "order"),
    Point(17, "--"),
    Point(18, "- is stdin"),
    Point(19, "none"),
    Point(20, "given once"),
    Point(21, "pairs"),
    Point(22, "no secrets"),
    Point(23, "ids and names"),
    Point(
        24,
        "checked first",
        lacks="of slips in a sentence, and beside one in a flag, the first is told",
    ),
    Point(25, "no quotes"),
    Point(26, "both terminals"),
    Point(27, "a flag for each"),
    Point(28, "no input"),
    Point(29, "candidates"),
    Point(30, "danger"),
    Point(31, "--yes"),
    Point(32, "dry run"),
    Point(33, "undo"),
    Point(34, "typed twice"),
    Point(35, "hidden token"),
    Point(36, "Ctrl-C"),
    Point(37, "editor"),
    Point(38, "stdout is data"),
    Point(39, "pipe is rows"),
    Point(40, "width"),
    Point(41, "--json"),
    Point(42, "--fields", weight="SHOULD"),
    Point(43, "--jq", weight="NO"),
    Point(44, "--format"),
    Point(45, "--csv"),
    Point(46, "--jsonl", weight="SHOULD"),
    Point(47, "quiet"),
    Point(48, "HV_DEBUG"),
    Point(49, "JSON is an interface"),
    Point(50, "emptiness"),
    Point(51, "what changed"),
    Point(52, "next command"),
    Point(53, "order"),
    Point(54, "hours"),
    Point(55, "ISO dates"),
    Point(56, "colour off"),
    Point(57, "colour on"),
    Point(58, "colour alone"),
    Point(59, "meaning"),
    Point(60, "16 colours"),
    Point(61, "encodings"),
    Point(62, "animation"),
    Point(63, "hyperlinks"),
    Point(64, "pager"),
    Point(65, "cleaned"),
    Point(66, "--plain"),
    Point(67, "places"),
    Point(68, "HV_HOME"),
    Point(69, "relative XDG"),
    Point(70, "your files"),
    Point(71, "unknown keys"),
    Point(72, "profiles"),
    Point(73, "folder"),
    Point(74, "environment"),
    Point(75, "uninstall"),
    Point(76, "first run"),
    Point(77, "doctor"),
    Point(78, "update notice", weight="NO"),
    Point(79, "telemetry"),
    Point(80, "deprecations", why="no flag has been renamed since the first release"),
    Point(81, "responsive"),
    Point(82, "timeouts"),
    Point(83, "crash-only"),
    Point(84, "cron"),
    Point(85, "completions"),
    Point(86, "notes"),
)
PROMISES = {
    "P1": "30 kills, 76 at the first log",
    "P2": "48 intents, 300 in all modes, thousands in a soak",
    "P8": "10,000 strings",
    "P9": "200 damages: to what is kept, to the configuration, to the logins",
    "P10": "24 cells of 5 commands",
    "P11": "20 moments of 4 commands",
    "P12": "8 processes of 50",
    "P13": "a stop counts from when it was typed",
}
"""Each with the number that its test counts; the long forms are `slow`."""
FOUND = {"A": 7, "B": 7, "C": 13, "D": 9, "E": 5, "F": 5, "G": 10, "H": 11}
"""How many misreadings of each kind were found."""
ROWS: dict[str, tuple[str | int, ...]] = {
    "fault": tuple(f"F{number:02d}" for number in range(1, 73)),
    "bad": tuple(f"B{number:02d}" for number in range(1, 113)),
    "threat": tuple(f"V{number}" for number in range(1, 21)),
    "promise": tuple(PROMISES),
    "ux": tuple(point.number for point in POINTS),
    "write": tuple(f"W{number}" for number in range(1, 36)),
    "found": tuple(
        f"{kind}{number}" for kind, most in FOUND.items() for number in range(1, most + 1)
    ),
}
"""The rows of each list, by the marker that names them."""


def numbers_of(table: Iterable[Any]) -> list[str]:
    """The rows that a table of cases names: the first word of a case, where it is a number."""
    firsts = ((row if isinstance(row, str) else row[0]).split()[0] for row in table)
    return sorted({first for first in firsts if re.fullmatch(r"[A-Z]\d+", first)})


class Shown:
    """Which rows the tests of a run carry, and in which files."""

    def __init__(self, items: Iterable[pytest.Item]) -> None:
        self.tests: dict[str, dict[str | int, set[str]]] = {kind: {} for kind in ROWS}
        self.files: set[str] = set()
        for item in items:
            name = item.nodeid.partition("[")[0]
            self.files.add(name.partition("::")[0])
            for mark in item.iter_markers():
                for row in mark.args if mark.name in ROWS else ():
                    self.tests[mark.name].setdefault(row, set()).add(name)

    def lacking(self, kind: str, but: Iterable[str | int] = ()) -> list[str | int]:
        """The rows of a list that no test carries."""
        return [row for row in ROWS[kind] if row not in self.tests[kind] and row not in set(but)]

    def unknown(self, kind: str) -> list[str | int]:
        """What tests carry that is no row."""
        return [row for row in self.tests[kind] if row not in ROWS[kind]]


SHOWN: pytest.StashKey[Shown] = pytest.StashKey()


def shown_of(config: pytest.Config) -> Shown:
    """What was collected; skips where that is not the whole suite."""
    shown = config.stash[SHOWN]
    every: Mapping[str, Any] = {
        path.relative_to(config.rootpath).as_posix(): path
        for path in (config.rootpath / "tests").rglob("test_*.py")
        # What an extra is for is left out where that is not installed; no promise rests on it.
        if "importorskip(" not in path.read_text(encoding="utf-8")
    }
    if missing := set(every) - shown.files:
        pytest.skip(f"{len(missing)} files of tests are not in this run")
    return shown
