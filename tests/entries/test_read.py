"""`hv`, `hv entries`, `hv projects`, `hv whoami`: three faces, always mine."""

import csv
import io
import re

import pytest

from tests.rows import few
from tests.running import Hv


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter="\t"))


PERIODS = [
    ("today", "2026-11-18", "2026-11-18"),
    ("yesterday", "2026-11-17", "2026-11-17"),
    ("monday", "2026-11-16", "2026-11-16"),
    ("2026-11-12", "2026-11-12", "2026-11-12"),
    ("this week", "2026-11-16", "2026-11-22"),
    ("last week", "2026-11-09", "2026-11-15"),
    ("this month", "2026-11-01", "2026-11-30"),
    ("last month", "2026-10-01", "2026-10-31"),
]


@pytest.mark.parametrize(("words", "first", "last"), PERIODS, ids=[p[0] for p in PERIODS])
def test_entries_of_a_period(hv: Hv, words: str, first: str, last: str) -> None:
    document = hv("entries", *words.split(), "--json").json
    assert (document["from"], document["to"]) == (first, last)
    days = [entry["spent_date"] for entry in document["entries"]]
    assert days == sorted(days)
    assert all(first <= day <= last for day in days)
    total = round(sum(entry["hours"] for entry in document["entries"]), 2)
    assert document["totals"]["hours"] == total


def test_entries_are_mine_alone_for_an_administrator(hv: Hv) -> None:
    document = hv("entries", "last week", "--json").json
    assert {entry["user"]["name"] for entry in document["entries"]} == {"Kim Allen"}


def test_every_list_names_its_user(hv: Hv) -> None:
    asked = hv("entries", "last week", HV_DEBUG="1").err + hv(HV_DEBUG="1").err
    lists = [line for line in asked.splitlines() if line.startswith("GET /v2/time_entries")]
    assert len(lists) >= 3
    assert all("user_id=" in line for line in lists)


def test_the_three_faces_hold_the_same_rows(hv: Hv) -> None:
    as_json = hv("entries", "last week", "--json").json["entries"]
    plain = rows(hv("entries", "last week").out)
    human = hv("entries", "last week", terminal=True, COLUMNS="120", NO_COLOR="1").out
    assert [row[0] for row in plain] == [str(entry["id"]) for entry in as_json]
    numbered = [line for line in human.splitlines() if re.match(r" *\d+  \d+:\d\d", line)]
    assert len(numbered) == len(as_json)
    assert human.splitlines()[-1].startswith("Total")


def test_plain_rows_are_whole_and_without_a_heading(hv: Hv) -> None:
    hv("log", "1h on TF: " + "a long story " * 40)
    (row,) = rows(hv("entries").out)
    assert row[1:6] == ["2026-11-18", "1.00", "123 Industries", "Task Force", "Project Management"]
    assert row[-1].endswith("a long story")
    headed = rows(hv("entries", "--header").out)
    assert headed[0][:3] == ["id", "spent_date", "hours"]
    assert headed[1:] == [row]


def test_an_empty_list_is_no_error_and_valid_json(hv: Hv) -> None:
    ran = hv("entries", "sunday")
    assert (ran.code, ran.out) == (0, "")
    assert "No entries" in ran.err
    document = hv("entries", "sunday", "--json").json
    assert document["entries"] == []
    assert document["totals"]["hours"] == 0


def test_a_period_that_is_none_is_refused(hv: Hv) -> None:
    ran = hv("entries", "last blurb", "--json")
    assert ran.code == 2
    assert ran.json["error"]["code"] == "no_range"


def test_bare_hv_shows_the_day(hv: Hv) -> None:
    hv("log", "1h15 on TF: call")
    ran = hv(terminal=True, COLUMNS="100")
    assert ran.code == 0
    assert "1:15 of 7:00" in ran.out
    assert "Task Force" in ran.out
    assert hv("--json").json["totals"]["hours"] == 1.25


def test_bare_hv_costs_two_requests(hv: Hv) -> None:
    hv("projects")
    asked = [line for line in hv(HV_DEBUG="1").err.splitlines() if line.startswith("GET")]
    assert len(asked) == 2


def test_projects_are_found_by_words_of_client_name_code_and_task(hv: Hv) -> None:
    for words in ("website", "abc", "mw", "marketing web"):
        found = [row[1] for row in rows(hv("projects", words).out)]
        assert "Marketing Website" in found, words


def test_projects_without_words_lists_all_recents_first(hv: Hv) -> None:
    hv("log", "1h on TF")
    assert next(row[1] for row in rows(hv("projects").out)) == "Task Force"


def test_projects_in_json_have_slugs_and_tasks(hv: Hv) -> None:
    projects = hv("projects", "--json").json["projects"]
    website = next(p for p in projects if p["code"] == "MW")
    assert website["slug"] == "marketing-website"
    assert "Graphic Design" in website["tasks"]
    assert hv("projects", "no such thing", "--json").json == {"projects": []}


def test_refresh_asks_anew(hv: Hv) -> None:
    hv("projects")
    assert "GET" not in hv("projects", HV_DEBUG="1").err
    assert "GET" in hv("projects", "--refresh", HV_DEBUG="1").err


@pytest.mark.parametrize("role", ["member", "administrator"])
def test_projects_and_clients_are_never_asked_for(hv: Hv, role: str) -> None:
    hv("sandbox", "reset", "--role", role)
    asked = "".join(
        hv(*argv, HV_DEBUG="1").err
        for argv in (["projects", "--refresh"], ["log", "1h on TF"], ["entries"], [], ["whoami"])
    )
    assert not re.search(r"GET /v2/(projects|clients|tasks)", asked)


def test_whoami_names_the_account_and_never_the_token(hv: Hv) -> None:
    ran = hv("whoami", "--json")
    assert "Kim Allen" in ran.out
    assert "sandbox-token" not in ran.out + ran.err + hv("whoami").out


@few(6)
@pytest.mark.parametrize("argv", [[], ["entries", "last week"], ["projects"], ["whoami"]])
@pytest.mark.parametrize("columns", ["20", "40", "80", "200"])
def test_no_line_is_wider_than_the_terminal(hv: Hv, argv: list[str], columns: str) -> None:
    hv("log", "1h on TF: " + "word " * 60)
    out = hv(*argv, terminal=True, COLUMNS=columns, NO_COLOR="1").out
    # An address that was cut would be another one: whoami leaves wrapping to the terminal.
    if int(columns) >= (80 if argv == ["whoami"] else 40):
        assert max(len(line) for line in out.splitlines()) <= int(columns)


@pytest.mark.parametrize("argv", [[], ["entries", "last week"], ["projects"], ["whoami"]])
def test_no_colour_in_a_pipe_and_with_no_color(hv: Hv, argv: list[str]) -> None:
    assert "\x1b" not in hv(*argv).out
    assert "\x1b" not in hv(*argv, terminal=True, NO_COLOR="1").out
    assert "\x1b" not in hv(*argv, "--no-color", terminal=True).out


@pytest.mark.parametrize(
    "argv", [["entries", "last week for Market"], ["report", "last week for Market"]]
)
def test_what_was_assumed_of_the_words_is_said(hv: Hv, argv: list[str]) -> None:
    ran = hv(*argv)
    assert ran.code == 0
    assert 'read as: "Market" read as Marketing Website' in ran.err
    assert "read as" not in hv(*argv, "-q").err
