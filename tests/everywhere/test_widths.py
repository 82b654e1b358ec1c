"""What a narrow terminal takes away: columns that can be missed, never what was asked for."""

import re
import sqlite3
from contextlib import closing
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from harvest_cli.show.terminal.columns import display_width
from tests.network import Network
from tests.ready_homes import USUAL, Files, put, taken
from tests.rows import few, sweep, together
from tests.running import Hv

LONGEST_NOTE = "sent to review, and then once more with all that was said about it in the call"
WIDTHS = [40, 60, 80, 100, 200]
BARS, SPARKS = "▏▎▍▌▋▊▉█", "▁▂▃▄▅▆▇█"
REPORTS = ["this month by project", "this month by task", "this month by client and task"]

NAMED = {
    "report last week by project": "Client Hours Billable Share Amount",
    "report budget": "Client Spent Budget Left Used By",
    "report uninvoiced last month": "Client Hours Uninvoiced Expenses Amount",
    "report last week --timesheet --amounts": "Project Task Notes Hours Amount",
    "projects": "Code Client Slug Tasks",
    "people": "E-mail Role Title",
}
"""What a list names the columns of."""


@pytest.fixture
def wide(hv: Hv) -> Hv:
    """An account with amounts in two currencies, and a day of many entries."""
    put(wide_home(), Path(hv.environ["HV_HOME"]))
    return hv


@cache
def wide_home() -> Files:
    """The files of that account's home."""
    with TemporaryDirectory() as folder:
        hv = Hv({**USUAL, "HV_HOME": folder})
        for words in ("1h MW", "2h OS1", "7:15 TF Project Management"):
            assert hv("log", words, "--note", LONGEST_NOTE).code == 0
        return taken(Path(folder))


def lines(hv: Hv, argv: str, columns: int) -> list[str]:
    ran = hv(*argv.split(), "--no-color", terminal=True, COLUMNS=str(columns), TERM="xterm")
    assert ran.code == 0, ran.err
    found = ran.out.splitlines()
    # A title says its period in whole.
    assert max(display_width(line.rstrip()) for line in found[1:]) <= columns
    return found


@few(5)
@pytest.mark.ux(40)
@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("report", REPORTS)
def test_no_name_in_a_report_is_cut_while_a_column_can_go(
    report: str, columns: int, wide: Hv
) -> None:
    assert "…" not in "\n".join(lines(wide, f"report {report}", columns))


@few(5)
@pytest.mark.ux(40)
@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("argv", ["projects", "people", "tasks MW"])
def test_no_name_address_or_task_is_cut(argv: str, columns: int, hv: Hv) -> None:
    found = lines(hv, argv, columns)
    assert "…" not in "\n".join(found)
    if argv == "projects" and columns >= 60:
        assert "Project Management" in "\n".join(found)


PICTURES = {"--chart": BARS, "--trend": SPARKS}


@few(5)
@sweep
@pytest.mark.ux(40)
@pytest.mark.parametrize(("flag", "report", "columns"), together([*PICTURES], REPORTS, WIDTHS))
def test_a_picture_that_was_asked_for_is_drawn_at_any_width(
    flag: str, report: str, columns: int, wide: Hv
) -> None:
    found = lines(wide, f"report {report} {flag}", columns)
    drawn = [line for line in found if any(mark in line for mark in PICTURES[flag])]
    # The narrowest has room for the last weeks alone.
    assert len(drawn) >= (3 if columns > 40 else 2), found


@pytest.mark.parametrize("columns", WIDTHS)
def test_a_report_keeps_its_hours_and_its_total(columns: int, wide: Hv) -> None:
    found = lines(wide, "report this month by project", columns)
    # At 40 columns the title takes two lines.
    assert "Hours" in " ".join(found[1:3]).split()
    assert any(line.startswith("Total  ") for line in found)


@pytest.mark.ux(40)
@pytest.mark.parametrize("columns", [40, 60, 200])
def test_a_column_for_which_there_is_no_room_is_named(columns: int, wide: Hv) -> None:
    for argv, names in NAMED.items():
        found = lines(wide, argv, columns)
        seen = " ".join(found).split()
        assert [name for name in names.split() if not {name, f"{name},"} & {*seen}] == []
        assert columns < 200 or "No room for" not in " ".join(found)


def test_no_amount_of_a_timesheet_is_cut(wide: Hv) -> None:
    for columns in (40, 60, 80):
        found = lines(wide, "report this month --timesheet --amounts", columns)
        cut = [line for line in found if line.rstrip().endswith("…")]
        assert not cut, cut


@pytest.mark.ux(40)
@pytest.mark.parametrize("columns", [80, 100, 120, 200])
def test_no_name_in_a_week_is_cut_while_an_idle_day_can_go(columns: int, wide: Hv) -> None:
    found = lines(wide, "week last", columns)
    assert "…" not in "\n".join(found)
    assert any("Project Management" in line for line in found)


def test_days_off_that_hold_hours_are_never_left_out(wide: Hv) -> None:
    wide("log", "2h MW 2026-11-14: saturday")
    head = lines(wide, "week last", 100)[1]
    assert "Sat 14" in head
    assert "Sun 15" not in head


def test_the_columns_that_stay_in_a_week_add_up(wide: Hv) -> None:
    wide("log", "2h MW 2026-11-14: saturday")
    for columns in (100, 200):
        total = next(line for line in lines(wide, "week last", columns) if "Total  " in line[:9])
        *days, whole = total.split()[1:]
        in_minutes = [int(each[:-3]) * 60 + int(each[-2:]) for each in [*days, whole]]
        assert sum(in_minutes[:-1]) == in_minutes[-1]


@pytest.mark.ux(40)
@pytest.mark.parametrize("columns", [40, 60, 80, 100])
def test_lists_of_what_hv_did_are_cut_in_the_notes_alone(columns: int, wide: Hv) -> None:
    assert wide("undo").code == 0
    found = lines(wide, "history", columns)
    text = "\n".join(found)
    # The moment is first in each row, whatever the row has besides.
    assert sum(line.startswith("18 Nov") for line in found) == text.count("10:30am") == 3
    ids = re.findall(r"#636\d{6}", text)
    assert len(ids) == text.count("#") == (3 if columns == 100 else 0), "whole, or notes instead"


@pytest.mark.ux(40)
@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("argv", ["config list", "config list --origin"])
def test_what_a_setting_is_for_is_read_whole(argv: str, columns: int, hv: Hv) -> None:
    narrow, long = lines(hv, argv, columns), lines(hv, argv, 400)
    assert "…" not in "".join(narrow)
    assert sorted(" ".join(narrow).split()) == sorted(" ".join(long).split())


@pytest.mark.ux(40)
@pytest.mark.parametrize("columns", [60, 80])
def test_what_was_refused_is_told_apart_and_why(
    columns: int, hv: Hv, network: Network, home: Path
) -> None:
    assert hv("projects").code == 0
    note = "sent to review, and then once more"
    with network.away():
        for hours, day in (("1:15", "2026-11-17"), ("2:00", "2026-11-16")):
            flags = ("--project", "TF", "--task", "Research", "--hours", hours, "--date", day)
            assert hv("log", *flags, "--note", note).code == 75
        assert hv("log", f"3h TF, Research yesterday: {note}").code == 75
        why = "Harvest refused: Spent date is in a closed week; ask a manager"
        with closing(sqlite3.connect(next(home.rglob("outbox-*.sqlite")))) as db, db:
            db.execute("UPDATE outbox SET state = 'rejected', last_error = ?", (why,))
        found = lines(hv, "outbox", columns)
    assert "…" not in "".join(found)
    rows = [i for i, line in enumerate(found) if line[0] != " "]
    told = ["\n".join(found[a:b]).split() for a, b in pairwise([*rows, len(found)])]
    days = ("1:15 Tue 17 Nov", "2:00 Mon 16 Nov", "3:00 Tue 17 Nov")
    for words, of_row in zip(told, days, strict=True):
        said = {word.strip('"()') for word in words}
        assert {*of_row.split(), *note.split(), *why.split()} <= said


ANSWERS = [
    "log 2h MW",
    "log 2h MW --dry-run",
    "log 2h MW --explain",
    "start MW",
    "status",
    "entries last week",
    "entries nothing-like-this",
    "report last month by project",
    "report last month by client and task",
    "report budget",
    "report uninvoiced",
    "week last",
    "gaps last week",
    "projects",
    "projects --remembered",
    "parse 2h MW yesterday: hero",
    "parse --kind period last month by client",
    "undo --dry-run",
    "history",
    "outbox",
    "sync",
    "doctor",
    "whoami",
    "config",
    "alias",
    "help",
    "copy yesterday --dry-run",
]
"""Every kind of answer, in a few words."""


def words_of(text: str) -> list[str]:
    return text.replace("`", "").split()


@few(8)
@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("argv", ANSWERS)
def test_no_line_breaks_inside_a_word(argv: str, columns: int, wide: Hv) -> None:
    long = wide(*argv.split(), "--no-color", terminal=True, COLUMNS="400", TERM="xterm")
    if argv.startswith(("log", "start")) and "--dry-run" not in argv:
        assert wide("undo").code == 0
    narrow = wide(*argv.split(), "--no-color", terminal=True, COLUMNS=str(columns), TERM="xterm")
    assert narrow.code == long.code
    known = {*words_of(long.out), *words_of(long.err)}
    lines = [line for line in (narrow.out + narrow.err).splitlines() if line.strip()]
    for line in lines:
        assert display_width(line.rstrip()) <= columns or len(line.split()) == 1
    for above, below in pairwise(map(words_of, lines)):
        assert above[-1] + below[0] not in known
