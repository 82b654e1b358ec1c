"""What `hv entries --csv` writes, `hv log --csv` reads back: checked whole, sent once."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.domain.errors import Outcome, Unreachable
from harvest_cli.harvest.client import Harvest
from tests.rows import few
from tests.running import Hv

SAME = ("spent_date", "hours", "started_time", "ended_time", "client", "project", "task", "notes")
HEAD = "spent_date,hours,project,task,notes\n"


@pytest.fixture
def other(hv: Hv, tmp_path: Path) -> Hv:
    """Another embedded account of the same company, emptied of this month."""
    fresh = hv.with_(HV_HOME=str(tmp_path / "other"))
    for entry in fresh("entries", "from 2026-11-09 to 2026-11-17", "--json").json["entries"]:
        assert fresh("delete", str(entry["id"]), "--yes").code == 0
    return fresh


def content(hv: Hv, words: str) -> list[tuple[Any, ...]]:
    found = hv("entries", words, "--json").json["entries"]
    return sorted(tuple(str(entry[name]) for name in SAME) for entry in found)


def csv_file(tmp_path: Path, text: str) -> str:
    path = tmp_path / "time.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return str(path)


@few(2)
@pytest.mark.ux(45)
@pytest.mark.parametrize(
    "extra", [[], ["--bom"], ["--fields", "spent_date,hours,client,project,task,notes"]]
)
def test_a_round_trip_gives_equal_entries(
    hv: Hv, other: Hv, tmp_path: Path, extra: list[str]
) -> None:
    hv("log", "--project", "TF", "--task", "Research", "--hours", "0:20", "--date", "nov 14",
       "--note", '=cmd|"x"!A1, "quoted"\nand a second line')  # fmt: skip
    exported = hv("entries", "from 2026-11-09 to 2026-11-17", "--csv", *extra).out
    assert "'=cmd" in exported
    ran = other("log", "--csv", csv_file(tmp_path, exported))
    assert ran.code == 0, ran.err
    period = "from 2026-11-09 to 2026-11-17"
    assert content(other, period) == content(hv, period) != []


def test_start_and_end_come_back(hv: Hv, tmp_path: Path) -> None:
    for home in ("a", "b"):
        hv.with_(HV_HOME=str(tmp_path / home))("sandbox", "reset", "--timestamp")
    one, two = (hv.with_(HV_HOME=str(tmp_path / home)) for home in ("a", "b"))
    one("log", "9-11:30am TF Research nov 14: early")
    exported = one("entries", "nov 14", "--csv").out
    assert two("log", "--csv", csv_file(tmp_path, exported)).code == 0
    assert content(two, "nov 14") == content(one, "nov 14")


def test_running_it_again_sends_nothing(hv: Hv, other: Hv, tmp_path: Path) -> None:
    file = csv_file(tmp_path, hv("entries", "yesterday", "--csv").out)
    first, second = other("log", "--csv", file, "--json"), other("log", "--csv", file, "--json")
    assert (len(first.json["entries"]), len(first.json["skipped"])) == (3, 0)
    assert (len(second.json["entries"]), len(second.json["skipped"])) == (0, 3)
    assert second.code == 0


def test_it_goes_on_where_it_stopped(
    hv: Hv, other: Hv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = csv_file(tmp_path, hv("entries", "yesterday", "--csv").out)
    create, calls = Harvest.create_time_entry, []

    def breaks(self: Harvest, entry: Any, clock: str | None) -> Any:
        calls.append(entry)
        if len(calls) == 2:
            message = "Harvest cannot be reached"
            raise Unreachable(message, outcome=Outcome.NOT_SENT)
        return create(self, entry, clock)

    with monkeypatch.context() as patch:
        patch.setattr(Harvest, "create_time_entry", breaks)
        broken = other("log", "--csv", file, "--json")
    assert broken.code in (7, 75)
    assert other("log", "--csv", file, "--json").code == other("sync").code == 0
    there, wanted = Counter(content(other, "yesterday")), Counter(content(hv, "yesterday"))
    # The entry that was kept here when the connection broke is sent, and nobody sends it twice.
    assert there == wanted


def test_every_wrong_line_is_named_and_nothing_is_sent(hv: Hv, tmp_path: Path) -> None:
    lines = [
        "2026-11-14,1.5,Task Force,Research,fine",
        "2026-11-31,1.5,Task Force,Research,no such day",
        "2026-11-14,99,Task Force,Research,too long",
        "2026-11-14,0.001,Task Force,Research,nothing",
        "2026-11-14,-1,Task Force,Research,less",
        "2026-11-14,lots,Task Force,Research,words",
        "2026-11-14,1,Nonesuch,Research,no project",
        "2026-11-14,1,Task Force,Juggling,no task",
    ]
    file = csv_file(tmp_path, HEAD + "\n".join(lines))
    ran = hv("log", "--csv", file, "--json", HV_DEBUG="1")
    assert ran.code == 2
    assert "POST" not in ran.err
    told = ran.json["error"]["candidates"]
    columns = {3: ", column 1", **dict.fromkeys(range(4, 8), ", column 2"), 8: "", 9: ""}
    assert [line.split(":")[0] for line in told] == [f"line {n}{c}" for n, c in columns.items()]


def test_lengths_and_days_may_be_written_as_people_do(hv: Hv, tmp_path: Path) -> None:
    file = csv_file(
        tmp_path, "date;hours;project;task\nyesterday;1h30;TF;Research\nnov 14;1:15;TF;Research\n"
    )
    ran = hv("log", "--csv", file, "--json")
    assert ran.code == 0, ran.err
    assert [e["hours"] for e in ran.json["entries"]] == [1.5, 1.25]


def test_standard_input_and_a_dry_run(hv: Hv) -> None:
    text = HEAD + "2026-11-14,1.5,Task Force,Research,fine\n"
    ran = hv("log", "--csv", "-", "--dry-run", stdin=text)
    assert ran.code == 0
    assert ran.out.startswith("Would log 1:30  123 Industries › Task Force › Research")
    assert hv("entries", "nov 14").out == ""


def test_a_missing_task_is_the_one_used_last(hv: Hv, tmp_path: Path) -> None:
    file = csv_file(tmp_path, "spent_date,hours,project\n2026-11-14,1,MW\n")
    assert "(last used here)" in hv("log", "--csv", file).out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "The file is empty"),
        ("a,b,c\n1,2,3\n", "does not name spent_date, hours, project"),
        (HEAD, "holds no entries"),
        ("spent_date,hours,project,user\n2026-11-14,1,TF,Bob Powell\n", "Bob Powell"),
        ("spent_date,hours,project,is_running\n2026-11-14,1,TF,true\n", "still runs"),
        ("spent_date,hours,project,started_time,ended_time\n2026-11-14,1,TF,nine,ten\n", "nine"),
        (HEAD + "\0", "not text"),
    ],
)
def test_other_files_are_refused(hv: Hv, tmp_path: Path, text: str, said: str) -> None:
    ran = hv("log", "--csv", csv_file(tmp_path, text))
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_files_that_cannot_be_read(hv: Hv, tmp_path: Path) -> None:
    assert 'none.csv" cannot be read' in hv("log", "--csv", str(tmp_path / "none.csv")).err
    bad = tmp_path / "latin.csv"
    bad.write_bytes(HEAD.encode() + b"2026-11-14,1,TF,Research,caf\x81\n")
    assert "not Windows-1252 (line 2, column 29)" in hv("log", "--csv", str(bad)).err
    assert "takes the place of a sentence" in hv("log", "2h", "TF", "--csv", str(bad)).err


def test_a_refused_line_is_reported_by_its_number(hv: Hv, tmp_path: Path) -> None:
    # The oldest week is approved: Harvest refuses new time there.
    text = HEAD + "2026-11-04,1,Task Force,Research,a\n2026-11-14,1,Task Force,Research,b\n"
    ran = hv("log", "--csv", csv_file(tmp_path, text))
    assert ran.code == 5
    assert "Skipped line 2: its week is approved" in ran.err
    assert "Logged 1 entry, 1:00; 1 skipped (1 approved)" in ran.err
    assert len(ran.out.splitlines()) == 1
