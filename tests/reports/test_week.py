"""`hv week` and `hv gaps`: the grid, its sums, targets, narrow terminals, and exit codes."""

import csv
import io
from decimal import Decimal

import pytest

from tests.running import Hv


def test_rows_and_days_add_up_to_the_same_total(hv: Hv) -> None:
    found = hv("week", "last", "--json").json
    rows = sum(Decimal(str(row["total"])) for row in found["rows"])
    days = sum(Decimal(str(day["hours"])) for day in found["days"])
    assert rows == days == Decimal(str(found["total"]["hours"]))
    for row in found["rows"]:
        assert sum(Decimal(str(h)) for h in row["hours"].values()) == Decimal(str(row["total"]))


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("", "2026-11-16"),
        ("this week", "2026-11-16"),
        ("last", "2026-11-09"),
        ("last week", "2026-11-09"),
        ("nov 4", "2026-11-02"),
        ("yesterday", "2026-11-16"),
        ("this month", "2026-10-26"),
        ("october", "2026-09-28"),
    ],
)
def test_the_week_that_is_meant(hv: Hv, words: str, first: str) -> None:
    assert hv("week", *words.split(), "--json").json["from"] == first


def test_it_is_the_accounts_own_week(hv: Hv) -> None:
    assert hv("week", "--json", HV_WEEK_START="sunday").json["from"] == "2026-11-15"
    assert hv("week", "--json", HV_WEEK_START="saturday").json["from"] == "2026-11-14"


def test_targets_and_differences(hv: Hv) -> None:
    total = hv("week", "--json").json["total"]
    assert (total["target"], total["due"]) == (35.0, 21.0)
    assert round(total["hours"] - total["due"], 2) == total["difference"]


def test_empty_workdays_are_marked(hv: Hv) -> None:
    found = hv("week", "oct 14", "--json").json
    assert [day["is_empty"] for day in found["days"]] == [True] * 5 + [False] * 2
    shown = hv("week", "oct 14", terminal=True, COLUMNS="120").out
    assert "Nothing on Mon 12 Oct, Tue 13 Oct" in shown


def test_the_running_timer_is_in_it(hv: Hv) -> None:
    before = hv("week", "--json").json["total"]["hours"]
    hv("start", "Marketing Website", "at", "9:00")
    found = hv("week", "--json").json
    assert found["total"]["hours"] == before + 1.5
    assert [row["is_running"] for row in found["rows"]].count(True) == 1
    assert "▶1:30" in hv("week", terminal=True, COLUMNS="120", HV_TIME_FORMAT="hours_minutes").out


def test_a_wide_terminal_shows_the_grid(hv: Hv) -> None:
    lines = hv("week", "last", "--no-color", terminal=True, COLUMNS="120").out.splitlines()
    assert lines[0] == "Mon 9 – Sun 15 Nov"
    assert lines[1].split() == [
        "Project", "Task", "Mon", "9", "Tue", "10", "Wed", "11", "Thu", "12", "Fri", "13",
        "Sat", "14", "Sun", "15", "Total",
    ]  # fmt: skip
    assert [line.split()[0] for line in lines[-3:]] == ["Total", "Target", "Difference"]


@pytest.mark.parametrize("columns", ["24", "40", "60", "79"])
def test_a_narrow_terminal_folds_it_by_day(hv: Hv, columns: str) -> None:
    out = hv("week", "last", "--no-color", terminal=True, COLUMNS=columns).out
    assert all(len(line) <= int(columns) for line in out.splitlines()[:-1]), out
    assert out.count(" of 7:00") == 5
    assert "6:30 of 7:00" in out


def test_a_pipe_has_the_days_as_columns(hv: Hv) -> None:
    head, *rows = hv("week", "last", "--header").out.splitlines()
    assert head.split("\t")[3:] == [f"2026-11-{day:02}" for day in range(9, 16)] + ["total"]
    assert all(len(row.split("\t")) == 11 for row in rows)
    table = list(csv.reader(io.StringIO(hv("week", "last", "--csv").out, newline="")))
    assert len(table) == len(rows) + 1


def test_an_empty_week_is_a_remark_and_valid_everywhere(hv: Hv) -> None:
    plain = hv("week", "jan 7")
    assert (plain.code, plain.out) == (0, "")
    assert plain.err == "No entries for Mon 5 – Sun 11 Jan\n"
    document = hv("week", "jan 7", "--json").json
    assert (document["rows"], len(document["days"])) == ([], 7)
    assert "35:00" in hv("week", "jan 7", terminal=True).out


def test_only_one_project(hv: Hv) -> None:
    found = hv("week", "last", "--project", "TF", "--json").json
    assert {row["project"] for row in found["rows"]} == {"Task Force"}


def test_gaps_lists_workdays_under_target_and_exits_with_8(hv: Hv) -> None:
    ran = hv("gaps", "last week", "--json")
    assert ran.code == 8
    days = {gap["spent_date"]: gap["missing"] for gap in ran.json["gaps"]}
    assert "2026-11-14" not in days
    assert sum(days.values()) == pytest.approx(ran.json["total"]["missing"])
    assert all(missing > 0 for missing in days.values())


def test_leave_counts(hv: Hv) -> None:
    days = [gap["spent_date"] for gap in hv("gaps", "nov 2 to nov 6", "--json").json["gaps"]]
    leave = hv("entries", "nov 2 to nov 6", "--project", "[LV] Leave", "--json").json["entries"]
    whole = [entry["spent_date"] for entry in leave if entry["hours"] == 7]
    assert whole
    assert not set(whole) & set(days)


def test_without_gaps_it_is_0(hv: Hv) -> None:
    ran = hv("gaps", "last week", HV_WORKDAY_HOURS="1")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "No gaps for Mon 9 – Sun 15 Nov\n"


@pytest.mark.parametrize("words", ["this week", "next week"])
def test_days_to_come_have_no_gaps_that_could_be_told(hv: Hv, words: str) -> None:
    ran = hv("gaps", words, HV_NOW="2026-11-16T09:00:00")
    assert (ran.code, ran.err.endswith(" is over yet\n")) == (0, True)
    quiet = hv("gaps", "last week", "--quiet", HV_WORKDAY_HOURS="1")
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")


def test_quiet_is_one_line_and_4_when_hours_are_missing(hv: Hv) -> None:
    ran = hv("gaps", "last week", "-q")
    days = "Mon 9 Nov, Tue 10 Nov, Wed 11 Nov, Thu 12 Nov, Fri 13 Nov"
    assert (ran.code, ran.err) == (4, "")
    assert ran.out == f"1:55 missing on 5 days: {days}\n"
    assert hv("gaps", "oct 1 to nov 15", "-q").out.endswith(" before\n")
    assert hv("gaps", "last week", "-q", "--json").code == 8


def test_today_and_days_to_come_are_no_gaps_yet(hv: Hv) -> None:
    found = hv("gaps", "this week", "--json").json
    assert found["to"] == "2026-11-17"
    assert hv("gaps", "--json").json["to"] == "2026-11-17"
    assert hv("gaps", "today", "--json").json["gaps"][0]["spent_date"] == "2026-11-18"


def test_gaps_for_people_names_the_sum(hv: Hv) -> None:
    out = hv("gaps", "oct 14 to oct 15", "--no-color", terminal=True).out
    assert out.splitlines()[-1] == "14:00 missing on 2 days of Wed 14 – Thu 15 Oct"
    plain = hv("gaps", "oct 14 to oct 15").out.splitlines()
    assert plain == ["2026-10-14\t0.00\t7.00\t7.00\t0", "2026-10-15\t0.00\t7.00\t7.00\t0"]


@pytest.mark.parametrize(
    ("words", "width"),
    [("everyone last week", "80"), ("everyone last month", "60"), ("last 3 weeks", "120")],
)
def test_all_weeks_of_an_answer_have_one_shape(hv: Hv, words: str, width: str) -> None:
    hv("log", "1h on Online Store - Phase 1, Project Management last monday")
    parts = hv("week", words, terminal=True, COLUMNS=width, NO_COLOR="1").out.split("\n\n")
    assert len(parts) > 2
    assert len({each.splitlines()[1].startswith("Project ") for each in parts}) == 1
