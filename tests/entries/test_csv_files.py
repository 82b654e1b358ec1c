"""Files as spreadsheets, colleagues and Harvest itself write them: booked as meant, or refused."""

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from tests.more_projects import with_projects
from tests.rows import few
from tests.running import Hv, Ran

HEAD = "Date,Project,Task,Hours"


def logged(hv: Hv, head: str, *lines: str, argv: tuple[str, ...] = (), **more: Any) -> Ran:
    text = "\n".join([head, *lines]) + "\n"
    return hv("log", "--csv", "-", "--json", *argv, stdin=text, **more)


def days(ran: Ran) -> list[str]:
    assert ran.code == 0, ran.err
    return [entry["spent_date"] for entry in ran.json["entries"]]


def left_out(ran: Ran) -> list[str]:
    return [f"{each['place']}: {each['why']}" for each in ran.json["left_out"]]


def refused(ran: Ran, *said: str) -> None:
    assert ran.code == 2
    told = ran.json["error"]
    text = " ".join([told["message"], *told.get("candidates", ())])
    assert all(each in text for each in said), text


# -- whose time --------------------------------------------------------------------------------


@pytest.mark.found("H2")
@pytest.mark.parametrize(
    ("head", "mine", "other"),
    [
        ("First Name,Last Name", "Kim,Allen", "Bob,Powell"),
        ("First Name,Last Name", "kim,ALLEN", "Kim,Powell"),
        ("Last Name", "Allen", "Powell"),
        ("Person", "Kim Allen", "Bob Powell"),
        ("User", '"Allen, Kim"', '"Powell, Bob"'),
    ],
)
def test_rows_of_others_are_left_out_and_counted(hv: Hv, head: str, mine: str, other: str) -> None:
    rows = [f"2026-11-14,TF,Research,{n},{who}" for n, who in ((1, mine), (2, other), (3, mine))]
    ran = logged(hv, f"{HEAD},{head}", *rows)
    assert [entry["hours"] for entry in ran.json["entries"]] == [1.0, 3.0]
    assert len(left_out(ran)) == 1
    assert "Powell" in left_out(ran)[0]
    said = logged(hv, f"{HEAD},{head}", *rows, argv=("--dry-run",))
    assert left_out(said) == left_out(ran)


@pytest.mark.found("H2")
def test_a_file_of_others_is_refused_and_the_count_is_said(hv: Hv) -> None:
    head, row = f"{HEAD},First Name,Last Name", "2026-11-14,TF,Research,1"
    refused(logged(hv, head, f"{row},Bob,Powell"), "no time of yours", "Bob Powell")
    text = "\n".join([head, f"{row},Bob,Powell", f"{row},Kim,Allen"])
    ran = hv("log", "--csv", "-", stdin=text)
    assert "Left out line 2: Bob Powell's time" in ran.err
    assert "Logged 1 entry, 1:00; 1 left out" in ran.err


# -- two columns of one meaning ----------------------------------------------------------------


@pytest.mark.found("H3")
@pytest.mark.parametrize(
    ("extra", "cell"),
    [
        ("Day", "2026-11-13"),
        ("Project Name", "Marketing Website"),
        ("Duration", "2"),
        ("Task name", "Programming"),
        ("Project", "MW"),
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_two_columns_that_differ_are_refused(hv: Hv, extra: str, cell: str, *, first: bool) -> None:
    row = "2026-11-14,TF,Research,1"
    pair = (f"{extra},{HEAD}", f"{cell},{row}") if first else (f"{HEAD},{extra}", f"{row},{cell}")
    refused(logged(hv, *pair), "line 2", extra, cell)


@pytest.mark.found("H3")
def test_notes_that_differ_are_refused_and_the_same_twice_is_once(hv: Hv) -> None:
    head, row = f"{HEAD},Note,Notes,Description", "2026-11-14,TF,Research,1"
    refused(logged(hv, head, f"{row},a,b,"), '`Note` is "a", `Notes` is "b"')
    refused(logged(hv, head, f"{row},,a,b"), '`Description` is "b"')
    assert logged(hv, head, f"{row},,b,B ").json["entries"][0]["notes"] == "b"
    head = f"{HEAD},Day,Duration"
    assert days(logged(hv, head, "14.11.2026,TF,Research,1.5,2026-11-14,1:30")) == ["2026-11-14"]


# -- one date order a file ---------------------------------------------------------------------

ORDERS = {
    "16/11/2026 09/11/2026": ["2026-11-16", "2026-11-09"],
    "11/16/2026 11/09/2026": ["2026-11-16", "2026-11-09"],
    "16.11.2026 09.11.2026": ["2026-11-16", "2026-11-09"],
    "16-11-2026 09-11-2026": ["2026-11-16", "2026-11-09"],
    "16/11 09/11": ["2026-11-16", "2026-11-09"],
    "2026-11-16 2026-11-09": ["2026-11-16", "2026-11-09"],
    "2026/11/16 20261109": ["2026-11-16", "2026-11-09"],
    "09.11.2026 10.11.2026": ["2026-11-09", "2026-11-10"],
    "11/11/2026 10/10/2026": ["2026-11-11", "2026-10-10"],
    "16/11/26 09/11/26": ["2026-11-16", "2026-11-09"],
}


@few(4)
@pytest.mark.found("H4", "C11")
@pytest.mark.parametrize("written", ORDERS)
@pytest.mark.parametrize("setting", ["", "dmy", "mdy"])
def test_one_row_proves_the_order_of_all(hv: Hv, written: str, setting: str) -> None:
    env = {"HV_DATE_ORDER": setting} if setting else {}
    for texts, wanted in zip(
        permutations(written.split()), permutations(ORDERS[written]), strict=True
    ):
        rows = [f"{text},TF,Research,1" for text in texts]
        assert days(logged(hv, HEAD, *rows, argv=("-n",), **env)) == list(wanted)


@pytest.mark.found("H4")
@pytest.mark.parametrize("texts", ["16/11/2026 11/16/2026", "11/16/2026 09.11.2026"])
def test_two_orders_in_a_file_are_refused(hv: Hv, texts: str) -> None:
    rows = [f"{text},TF,Research,1" for text in texts.split()]
    refused(logged(hv, HEAD, *rows), *texts.split())


@pytest.mark.found("H4")
def test_an_order_that_no_row_proves_is_asked_for_or_refused(hv: Hv) -> None:
    row = "09/11/2026,TF,Research,1"
    refused(logged(hv, HEAD, row), "09/11/2026 is 9 November or 11 September")
    ran = logged(hv, HEAD, row, argv=("-n",), HV_DATE_ORDER="dmy")
    assert days(ran) == ["2026-11-09"]
    assert "09/11/2026 read as 9 November (HV_DATE_ORDER)" in ran.err


@pytest.mark.found("H4")
def test_on_a_terminal_the_order_is_asked_for(hv: Hv, tmp_path: Path) -> None:
    path = tmp_path / "time.csv"
    path.write_text(f"{HEAD}\n09/11/2026,TF,Research,1\n10/11/2026,TF,Research,1\n")
    ran = hv("log", "--csv", str(path), "-n", stdin="1\n", terminal=True)
    assert ran.code == 0, ran.err
    assert "1  9 November" in ran.err
    assert "9 Nov" in ran.out.replace("Nov 9", "9 Nov")


@pytest.mark.found("H4")
def test_what_german_excel_saves_is_understood(hv: Hv) -> None:
    rows = ["16.11.2026;TF;Research;1,5;a", "9.11.2026;TF;Research;0,25;b"]
    ran = logged(hv, "Date;Project;Task;Hours;Notes", *rows, argv=("-n",))
    assert days(ran) == ["2026-11-16", "2026-11-09"]
    assert [entry["hours"] for entry in ran.json["entries"]] == [1.5, 0.25]


# -- columns that are read, or named -----------------------------------------------------------


@pytest.mark.found("H5")
def test_descriptions_and_references_are_read(hv: Hv) -> None:
    link = "https://github.com/example/site/issues/7"
    head = f"{HEAD},Description,External Reference URL"
    ran = logged(hv, head, f"2026-11-14,TF,Research,1,hero,{link}")
    (entry,) = ran.json["entries"]
    assert (entry["notes"], entry["external_reference"]["permalink"]) == ("hero", link)
    assert "not used" not in ran.err


@pytest.mark.found("H5")
def test_what_is_not_used_is_named(hv: Hv) -> None:
    ran = logged(hv, f"{HEAD},Mood,Empty,Tags", "2026-11-14,TF,Research,1,good,,x;y")
    assert "Columns that are not used: Mood, Tags" in ran.err


@pytest.mark.found("H5")
def test_nothing_is_said_of_columns_that_harvest_works_out(hv: Hv) -> None:
    exported = hv("entries", "yesterday", "--csv").out
    assert "not used" not in hv("log", "--csv", "-", stdin=exported).err


# -- rows that are none, and other ways to write -----------------------------------------------


@pytest.mark.found("H6")
def test_rows_without_time_totals_and_blanks_are_left_out(hv: Hv) -> None:
    rows = [
        "2026-11-13,TF,Research,1.5",
        "2026-11-13,TF,Research,0:00",
        "2026-11-13,TF,Research,0.00",
        ",,,",
        "Total,,,1.5",
        ",Total,,1.5",
        ",,Grand total:,1.5",
        ",,,1.5",
        "2026-11-14,TF,Research,2.5",
    ]
    ran = logged(hv, HEAD, *rows)
    assert days(ran) == ["2026-11-13", "2026-11-14"]
    wanted = ["3: no time", "4: no time", "6: a total", "7: a total", "8: a total", "9: a total"]
    assert left_out(ran) == [f"line {each}" for each in wanted]


@pytest.mark.found("H6")
@pytest.mark.parametrize(
    "row", [",Total Care,Research,1.5", ",TF,Research,1.5", "2026-11-13,Total,Research,1"]
)
def test_an_entry_that_lacks_something_is_no_total(hv: Hv, row: str) -> None:
    refused(logged(hv, HEAD, row), "line 2")


@pytest.mark.found("H6")
@pytest.mark.parametrize(
    ("typed", "hours"), [("02:30:00", 2.5), ("0:15:00", 0.25), ("1:00:36", 1.01), ("2,5", 2.5)]
)
def test_lengths_with_seconds_and_commas_are_understood(hv: Hv, typed: str, hours: float) -> None:
    ran = logged(hv, HEAD, f'2026-11-13,TF,Research,"{typed}"')
    assert ran.json["entries"][0]["hours"] == hours


@pytest.mark.found("H6")
@pytest.mark.parametrize(
    "typed",
    [
        "2026-11-13T00:00:00",
        "2026-11-13 09:30",
        "2026-11-13T00:00:00Z",
        "2026-11-13T15:00:00+00:00",
        "13/11/2026 00:00",
        "11/13/2026 9:30:00 AM",
    ],
)
def test_days_with_a_time_are_understood(hv: Hv, typed: str) -> None:
    assert days(logged(hv, HEAD, f"{typed},TF,Research,1")) == ["2026-11-13"]


@pytest.mark.found("H6")
def test_an_instant_that_is_another_day_here_is_refused(hv: Hv) -> None:
    refused(logged(hv, HEAD, "2026-11-13T02:30:00Z,TF,Research,1"), "2026-11-12", "2026-11-13")


@pytest.mark.found("H6")
@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;"])
def test_a_line_that_names_the_separator_is_heeded(hv: Hv, line: str) -> None:
    head, row = "Date;Project;Task;Hours;Notes", "2026-11-13;TF;Research;1;a, b, c, d, e"
    assert days(logged(hv, line, head, row)) == ["2026-11-13"]
    refused(logged(hv, line, head, "2026-11-31;TF;Research;1;a"), "line 3")


@pytest.mark.found("H6", "C12")
@pytest.mark.parametrize("day", ["2016-11-16", "2025-11-18", "16/11/2016", "2025-11-17"])
def test_days_far_back_or_of_another_year_want_a_yes(hv: Hv, day: str) -> None:
    row = f"{day},TF,Research,1"
    ran = logged(hv, HEAD, row)
    refused(ran, "line 2")
    assert days(logged(hv, HEAD, row, argv=("-n", "--yes")))[0][:4] in day


@pytest.mark.found("H6")
@pytest.mark.parametrize("day", ["2027-11-20", "20/11/2027", "2062-01-01"])
def test_days_far_ahead_are_refused_as_in_sentences(hv: Hv, day: str) -> None:
    refused(logged(hv, HEAD, f"{day},TF,Research,1", argv=("--yes",)), "more than a year ahead")


# -- projects of one name ----------------------------------------------------------------------


@pytest.mark.found("D4")
def test_the_code_tells_projects_of_one_name_apart(hv: Hv) -> None:
    for code in ("R25", "R26"):
        with_projects(hv, "Redesign", code=code)
    head, row = f"{HEAD},Client,Project Code", "2026-11-13,Redesign,Programming,1"
    found = [
        logged(hv, head, f"{row},{client},{code}").json["entries"][0]["project"]["code"]
        for client, code in (("Zed", "R25"), ("", "r26"))
    ]
    assert found == ["R25", "R26"]
    refused(logged(hv, head, f"{row},Zed,"), "line 2", "Redesign")
    refused(logged(hv, head, "2026-11-13,Task Force,Research,1,,R26"), "R26", "TF")
    assert logged(hv, head, "2026-11-13,,Programming,2,,R26").code == 0


# -- what a file cannot heed -------------------------------------------------------------------


@pytest.mark.found("G1")
@pytest.mark.parametrize(
    "argv",
    [("--project", "MW"), ("--date", "friday"), ("--note", "x"), ("--from", "9"), ("--strict",)],
)
def test_flags_of_a_sentence_are_refused_beside_a_file(hv: Hv, argv: tuple[str, ...]) -> None:
    ran = logged(hv, HEAD, "2026-11-13,TF,Research,1", argv=argv)
    refused(ran, f"`{argv[0]}` cannot be combined with `--csv`")
