"""`hv export`: each format as its program reads it, and what it cannot hold."""

import csv
import io
import shutil
import subprocess
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from harvest_cli.domain.wording import install
from tests.running import Hv
from tests.served import Served

HOURS = [Decimal("0.50"), Decimal("3.25"), Decimal("2.75")]
"""Of the day before the one that stands."""


def rows(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))


def test_csv_is_what_entries_print(hv: Hv) -> None:
    assert hv("export", "yesterday").out == hv("entries", "yesterday", "--csv").out
    assert hv("export", "yesterday", "--to", "jsonl").out == (
        hv("entries", "yesterday", "--jsonl").out
    )


def test_this_month_is_meant_where_no_period_is_named(hv: Hv) -> None:
    assert hv("export").out == hv("export", "this month").out


def test_filters_are_those_of_reports(hv: Hv) -> None:
    found = rows(hv("export", "this month for ABC Corp", "--task", "programming").out)
    assert {(row["client"], row["task"]) for row in found} == {("ABC Corp", "Programming")}
    days = rows(hv("export", "--from", "nov 9", "--until", "nov 10").out)
    assert {row["spent_date"] for row in days} == {"2026-11-09", "2026-11-10"}


def test_a_dialect(hv: Hv) -> None:
    told = ("--decimal", ",", "--dates", "dots", "--bom")
    out = hv("export", "yesterday", *told).out
    found = rows(out.removeprefix("\ufeff"), ";")
    assert out.startswith("\ufeff")
    assert [row["hours"] for row in found] == ["0,50", "3,25", "2,75"]
    assert {row["spent_date"] for row in found} == {"17.11.2026"}
    commas = rows(hv("export", "yesterday", *told[:4], "--delimiter", "comma").out)
    assert [row["hours"] for row in commas] == ["0,50", "3,25", "2,75"]


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["--to", "xml"], "Unknown format"),
        (["--to", "2026-11-30"], "`--until`"),
        (["--to", "klog", "--decimal", ","], "`--decimal` is for `--to csv`"),
        (["--decimal", ";"], "--decimal"),
        (["--delimiter", "x"], "--delimiter"),
        (["--dates", "ymd"], "--dates"),
        (["--start-at", "9:00"], "`--start-at` is for formats that need times"),
        (["--to", "toggl", "--start-at", "nine"], "--start-at"),
        (["--json"], "`--json` is another"),
    ],
)
def test_what_does_not_fit_is_refused_before_anything_is_asked(
    hv: Hv, argv: list[str], said: str
) -> None:
    ran = hv("export", "yesterday", *argv)
    assert ran.code == 2
    assert said in ran.err
    assert "spent_date" not in ran.out


def test_harvests_own_import_warns_of_doubling(hv: Hv) -> None:
    ran = hv("export", "yesterday", "--to", "harvest")
    assert list(rows(ran.out)[1].values()) == [
        *("2026-11-17", "123 Industries", "Online Store - Phase 1", "Programming"),
        *("Checkout: address form", "3.25", "Kim", "Allen"),
    ]
    assert "doubles" in ran.err


@pytest.mark.parametrize("to", ["toggl", "clockify", "timeclock"])
def test_without_times_a_format_of_times_is_refused_unless_they_are_stacked(
    hv: Hv, to: str
) -> None:
    refused = hv("export", "yesterday", "--to", to)
    assert (refused.code, refused.out) == (8, "")
    assert "3 entries have no start and end" in refused.err
    assert "--start-at 9:00" in refused.err
    stacked = hv("export", "yesterday", "--to", to, "--start-at", "9:00")
    assert stacked.code == 0
    assert "3 entries" in stacked.err


def test_toggl_and_clockify_stack_the_entries_of_a_day(hv: Hv) -> None:
    for to in ("toggl", "clockify"):
        found = rows(hv("export", "yesterday", "--to", to, "--start-at", "9:00").out)
        assert [(row["Start time"], row["End time"], row["Duration"]) for row in found] == [
            ("09:00:00", "09:30:00", "00:30:00"),
            ("09:30:00", "12:45:00", "03:15:00"),
            ("12:45:00", "15:30:00", "02:45:00"),
        ]
        assert {row["Email"] for row in found} == {"kimallen@example.com"}


def test_tempo_takes_what_has_an_issue_and_names_the_rest(hv: Hv) -> None:
    link = "https://acme.atlassian.net/browse/SITE-17"
    hv("log", "1h MW today, Programming: fix nav", "--ref", link)
    ran = hv("export", "yesterday to today", "--to", "tempo")
    assert rows(ran.out) == [
        {"Issue Key": "SITE-17", "Hours": "1.00", "Work date": "2026-11-18",
         "Work Description": "fix nav"}
    ]  # fmt: skip
    assert "3 entries have no link to an issue of Jira" in ran.err
    assert "Hero section, second round" in ran.err


def test_a_timer_that_runs_is_left_out_and_said(hv: Hv) -> None:
    hv("start", "MW, Programming")
    ran = hv("export", "today", "--to", "klog")
    assert (ran.code, ran.out) == (0, "")
    assert "1 timer that runs is left out" in ran.err
    assert rows(hv("export", "today").out)[0]["is_running"] == "true"


def test_klog_keeps_lines_and_says_what_it_rounds(hv: Hv) -> None:
    hv("log", "--project", "MW", "--task", "Programming", "--hours", "0.33", "--note", "a\n\n b\nc")
    ran = hv("export", "today", "--to", "klog")
    assert ran.out == (
        "2026-11-18\n"
        '    20m #client="ABC Corp" #project="Marketing Website" #task="Programming" a\n'
        "        b\n        c\n"
    )
    assert ran.err == ""
    hv("log", "--project", "MW", "--task", "Programming", "--hours", "0.01")
    assert "1 entry is rounded to a minute" in hv("export", "today", "--to", "klog").err


@pytest.mark.skipif(not shutil.which("hledger"), reason="hledger is not here")
@pytest.mark.parametrize("to", ["timedot", "timeclock"])
def test_hledger_reads_the_same_hours(hv: Hv, tmp_path: Path, to: str) -> None:
    hv("log", "--project", "MW", "--task", "Programming", "--hours", "1", "--note", "a; b\n\nc: d")
    file = tmp_path / f"hours.{to}"
    stacked = ["--start-at", "9:00"] if to == "timeclock" else []
    ran = hv("export", "yesterday to today", "--to", to, *stacked, "-o", str(file))
    assert ran.code == 0, ran.err
    found = subprocess.run(
        ["hledger", "-f", str(file), "balance", "--flat", "-N", "-O", "csv"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    read = {row["account"]: row["balance"] for row in rows(found.stdout)}
    assert {name: Decimal(text.removesuffix("h")) for name, text in read.items()} == {
        "123 Industries:Online Store - Phase 1:Programming": Decimal("3.25"),
        "ABC Corp:Marketing Website:Graphic Design": Decimal("2.75"),
        "ABC Corp:Marketing Website:Programming": Decimal("1"),
        "ABC Corp:Marketing Website:Project Management": Decimal("0.5"),
    }


def test_a_file_is_whole_or_as_it_was(hv: Hv, tmp_path: Path) -> None:
    file = tmp_path / "hours.csv"
    assert (
        hv("export", "yesterday", "-o", str(file)).err == f"3 entries of Tue 17 Nov\nWrote {file}\n"
    )
    assert file.read_bytes().decode() == hv("export", "yesterday").out
    file.write_text("old")
    assert hv("export", "yesterday", "--to", "toggl", "-o", str(file)).code == 8
    assert file.read_text() == "old"
    assert [*tmp_path.glob(".*")] == []


@pytest.mark.parametrize("kind", ["csv", "jsonl", "klog", "harvest"])
def test_what_went_into_a_file_is_counted_nothing_too(hv: Hv, tmp_path: Path, kind: str) -> None:
    into = ["--to", kind, "-o", str(tmp_path / "hours")]
    number = len(rows(hv("export", "last month").out))
    assert hv("export", "last month", *into).err.startswith(
        f"{number} entries of Thu 1 – Sat 31 Oct"
    )
    assert hv("export", "january 2020", *into).err.startswith(
        "0 entries of Wed 1 – Fri 31 Jan 2020"
    )
    assert hv("export", "last month", "-q", *into).err == ""


def test_a_calendar_takes_nobodys_time_and_reads_back(hv: Hv) -> None:
    icalendar = pytest.importorskip("icalendar")
    hv("log", "--project", "MW", "--task", "Programming", "--hours", "1", "--note", "é, ö;\n" * 60)
    ran = hv("export", "yesterday to today", "--to", "ics")
    assert "4 entries have no start and end" in ran.err
    assert all(len(line.encode()) <= 75 for line in ran.out.split("\r\n"))
    found = icalendar.Calendar.from_ical(ran.out)
    events = list(found.walk("VEVENT"))
    assert [event["TRANSP"] for event in events] == ["TRANSPARENT"] * 4
    assert events[0].decoded("DTSTART") == date(2026, 11, 17)
    assert str(events[3]["DESCRIPTION"]).endswith("\n" + "é, ö;\n" * 60)


def test_parquet_has_types(hv: Hv, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    file = tmp_path / "hours.parquet"
    ran = hv("export", "yesterday", "--to", "parquet", "-o", str(file))
    assert ran.code == 0, ran.err
    found = duckdb.sql(f"SELECT hours, spent_date, id, billable FROM '{file}'")
    assert [str(each) for each in found.types] == ["DECIMAL(7,2)", "DATE", "BIGINT", "BOOLEAN"]
    read = found.fetchall()
    assert [row[0] for row in read] == HOURS
    assert read[0][1] == date(2026, 11, 17)


def test_parquet_without_its_library_names_what_installs_it(
    hv: Hv, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "duckdb", None)
    ran = hv("export", "yesterday", "--to", "parquet", "-o", str(tmp_path / "a.parquet"))
    assert ran.code == 78
    assert install("parquet") in ran.err
    assert not (tmp_path / "a.parquet").exists()


# -- an account of clock times -----------------------------------------------------------------


@pytest.fixture
def timed(hv: Hv) -> Hv:
    """An account of clock times, with an entry of yesterday that ends past midnight."""
    hv("sandbox", "reset", "--timestamp", "--clock", "24h")
    hv("log", "MW, Programming yesterday 23:30-0:15: late; and later")
    return hv


def test_past_midnight_an_entry_ends_on_the_day_after(timed: Hv) -> None:
    def last(to: str) -> str:
        return timed("export", "yesterday", "--to", to).out.splitlines()[-1]

    assert "2026-11-17,23:30:00,2026-11-18,00:15:00,00:45:00" in last("toggl")
    assert last("timeclock") == "o 2026-11-18 00:15:00"
    assert last("klog").startswith("    23:30 - 0:15> ")
    ics = timed("export", "yesterday", "--to", "ics").out
    assert "DTSTART;TZID=America/New_York:20261117T233000" in ics
    assert "DTEND;TZID=America/New_York:20261118T001500" in ics


def test_what_a_format_cannot_hold_is_said(timed: Hv) -> None:
    ran = timed("export", "yesterday", "--to", "timeclock")
    assert "late, and later" in ran.out
    assert "1 entry has signs that the format cannot hold" in ran.err


def test_a_calendar_knows_the_zone_over_the_years(timed: Hv) -> None:
    icalendar = pytest.importorskip("icalendar")
    timed("log", "MW, Programming on 2026-07-01 9:00-10:00")
    icalendar.timezone.tzp.use_zoneinfo()
    out = timed("export", "2026", "--to", "ics").out.replace("America/New_York", "Elsewhere")
    events = icalendar.Calendar.from_ical(out).walk("VEVENT")
    found = {event.decoded("DTSTART").isoformat() for event in events}
    assert "2026-07-01T09:00:00-04:00" in found
    assert "2026-11-17T23:30:00-05:00" in found


@pytest.mark.skipif(not shutil.which("hledger"), reason="hledger is not here")
def test_hledger_reads_clock_times(timed: Hv, tmp_path: Path) -> None:
    file = tmp_path / "a.timeclock"
    timed("export", "yesterday", "--project", "MW", "--task", "Programming", "--to", "timeclock",
          "-o", str(file))  # fmt: skip
    read = subprocess.run(
        ["hledger", "-f", str(file), "balance", "--flat", "-N"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert read.stdout.split()[0] == "0.75h"


def test_the_decimal_sign_is_that_of_the_account(there: Served, home: Path) -> None:
    there.account.configure(decimal_symbol=",")
    hv = Hv({**there.token_environ, "HV_HOME": str(home)})
    out = hv("export", "last week").out
    assert {row["hours"][-3] for row in rows(out, ";")} == {","}
