"""Reports beside an earlier period, of money, as CSV, Markdown and pictures."""

import csv
import io
import json
import re
from decimal import Decimal
from typing import Any

import pytest

from tests.reports.test_report import JSON_ROW, names
from tests.rows import few
from tests.running import Hv


def test_comparing_with_the_period_before(hv: Hv) -> None:
    found = hv("report", "last week by project", "--compare", "before", "--json").json
    assert found["compared"] == {"from": "2026-11-02", "to": "2026-11-08"}
    for row in (*found["rows"], found["total"]):
        assert round(row["hours"] - row["before_hours"], 2) == row["difference"]


def test_a_running_period_is_compared_as_far_as_it_has_come(hv: Hv) -> None:
    found = hv("report", "this month", "--compare", "before", "--json").json
    assert found["compared"] == {"from": "2026-10-01", "to": "2026-10-18"}
    year = hv("report", "this month", "--compare", "year", "--json").json
    assert year["compared"] == {"from": "2025-11-01", "to": "2025-11-18"}


def test_what_was_only_before_is_listed_too(hv: Hv) -> None:
    found = hv("report", "this month", "--compare", "before", "--json").json
    gone = [row for row in found["rows"] if row["name"] == "Winter Campaign"]
    assert gone[0]["hours"] == 0
    assert gone[0]["before_hours"] == 7


def test_a_running_timer_counts_and_is_said(hv: Hv) -> None:
    before = hv("report", "today", "--json").json["total"]["hours"]
    hv("start", "Marketing Website", "at", "9:30")
    found = hv("report", "today", "--json").json
    assert found["total"]["running"] == 1
    assert found["total"]["hours"] > before
    assert "still running" in hv("report", "today", terminal=True).out


def test_budgets_and_uninvoiced_time(hv: Hv) -> None:
    budgets = hv("report", "budget", "--json").json["budgets"]
    assert {"Marketing Website", "Task Force"} <= {row["project"] for row in budgets}
    uninvoiced = hv("report", "uninvoiced", "this month", "--json").json
    assert set(uninvoiced["total"]["amounts"]) == {"EUR", "USD"}
    assert "Total" in hv("report", "uninvoiced", "this month", terminal=True).out
    hv("sandbox", "reset", "--role", "member")
    mine = hv("report", "budget", "--json").json["budgets"]
    assert {row["project"] for row in mine} == {"Marketing Website"}
    refused = hv("report", "uninvoiced")
    assert refused.code == 5
    assert "who may create invoices" in refused.err


def test_a_budget_is_of_hours_as_the_account_writes_them_and_none_is_empty(hv: Hv) -> None:
    lines = hv("report", "budget", terminal=True, COLUMNS="120").out.splitlines()
    assert "?" not in "".join(lines)
    (found,) = (line for line in lines if line.startswith("Marketing Website"))
    assert re.findall(r"\b\d+:\d\d\b", found)[1] == "50:00"
    page = hv("report", "budget", "--html", "-").out
    assert ">50:00<" in page
    assert ">?<" not in page


@pytest.mark.parametrize("words", ["by day", "--markdown"])
def test_a_trend_that_cannot_be_drawn_is_said(hv: Hv, words: str) -> None:
    ran = hv("report", "this month", *words.split(), "--trend")
    assert "No trend is drawn" in ran.err
    assert "No trend" not in hv("report", "this month", "--trend").err


def test_csv_has_the_names_of_the_document(hv: Hv) -> None:
    ran = hv("report", "this month", "--csv")
    rows = list(csv.DictReader(io.StringIO(ran.out, newline="")))
    document = hv("report", "this month", "--json").json
    assert [row["name"] for row in rows] == names(document)
    assert set(rows[0]) <= {*JSON_ROW, "amount", "currency"}
    assert [Decimal(row["hours"]) for row in rows] == [
        Decimal(str(row["hours"])) for row in document["rows"]
    ]
    assert hv("report", "this month", "--csv", "--bom").out.startswith("\ufeffname,")


def test_csv_has_money_as_a_number_and_its_currency(hv: Hv) -> None:
    """Of one currency; `amounts` tells all of several."""
    by_project = list(csv.DictReader(io.StringIO(hv("report", "this month", "--csv").out)))
    (website,) = (row for row in by_project if row["name"] == "Marketing Website")
    assert website["amounts"] == f"{website['currency']} {Decimal(website['amount'])}"
    plain = list(csv.reader(io.StringIO(hv("report", "this month", "--header").out), "excel-tab"))
    total = dict(zip(plain[0], plain[-1], strict=True))
    assert (total["amount"], total["currency"]) == ("", "")
    assert ";" in total["amounts"]
    compared = hv("report", "this month", "--compare", "before", "--csv").out.splitlines()[0]
    assert compared.endswith("id,before_hours,difference,amount,currency")


def test_a_trend_says_what_its_bars_are(hv: Hv) -> None:
    wide = hv("report", "last 3 months", "--trend", terminal=True, COLUMNS="120").out
    assert re.search(r"A bar is a week; the tallest is \d+:\d\d", wide)
    narrow = hv("report", "last 14 days", "--trend", terminal=True, COLUMNS="40").out
    said = " ".join(narrow.split())
    assert re.search(r"A bar is a day, the last \d+ are shown; the tallest is \d", said)


def test_markdown_is_a_table_with_a_total(hv: Hv) -> None:
    lines = hv("report", "this month by client", "--markdown").out.splitlines()
    assert lines[0] == "**Kim Allen's hours by client, Sun 1 – Mon 30 Nov 2026**"
    assert lines[2] == "| Client | Hours | Billable | Share | Amount |"
    assert lines[3] == "| --- | ---: | ---: | ---: | ---: |"
    assert [line for line in lines if line[:1] == "|"][-1].startswith("| **Total** |")


@few(6)
@pytest.mark.parametrize("columns", ["40", "60", "80", "200"])
@pytest.mark.parametrize(
    "extra", [["--chart"], ["--trend"], ["--calendar"], ["--chart", "--ascii"]]
)
def test_no_picture_is_wider_than_the_terminal(hv: Hv, columns: str, extra: list[str]) -> None:
    from harvest_cli.show.terminal.columns import display_width

    ran = hv(
        *("report", "this month by project and week", *extra, "--no-color"),
        terminal=True,
        COLUMNS=columns,
    )
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert all(display_width(line.rstrip()) <= int(columns) for line in lines), ran.out
    if "--ascii" in extra:
        assert not set(ran.out) & set("█▏▁")


def test_a_picture_in_a_pipe_has_no_colour(hv: Hv) -> None:
    ran = hv("report", "this month by client", "--chart")
    assert "█" in ran.out
    assert "\x1b" not in ran.out


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["--by", "moon"], 2, "Group by one to three of client, project"),
        (["--by", "client,task,day,week"], 2, "Group by one to three"),
        (["--by", "client,client"], 2, "Group by one to three"),
        (["--compare", "never"], 2, 'Expected before or year, got "never" (--compare)'),
        (["--from", "2026-11-10", "--to", "2026-11-02"], 2, "is before"),
        (["--project", "Nonesuch"], 2, "Nonesuch"),
        (["--client", "Nobody"], 2, "Nobody"),
        (["--task", "Nothing"], 2, "no task"),
        (["--user", "Zoe"], 4, "Nobody"),
        (["--user", "Bob", "--everyone"], 2, "cannot be combined"),
        (["feb", "30"], 2, "feb"),
        (["--csv", "--json"], 2, "cannot be combined"),
        (["--bom"], 2, "is for `--csv`"),
        (["--html", "-", "--json"], 2, "cannot be combined with another format"),
        (["--html", "/nonexistent/folder/x.html"], 2, "does not exist"),
    ],
)
def test_wrong_input_is_said_plainly(hv: Hv, argv: list[str], code: int, said: str) -> None:
    ran = hv("report", *argv)
    assert ran.code == code, ran.err
    assert said.lower() in ran.err.lower()
    assert "--json" in argv or ran.out == ""


def test_an_empty_period_is_a_remark(hv: Hv) -> None:
    ran = hv("report", "2026-01-03")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "No time for Sat 3 Jan\n"
    assert hv("report", "2026-01-03", "--csv").out.count("\r\n") == 1


def test_jsons_numbers_are_exact(hv: Hv) -> None:
    text = hv("report", "this month", "--json").out
    assert all(len(str(n).split(".")[-1]) <= 2 for n in numbers(json.loads(text, parse_float=str)))


def numbers(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [n for part in value.values() for n in numbers(part)]
    if isinstance(value, list):
        return [n for part in value for n in numbers(part)]
    return [value] if isinstance(value, str) and value.replace(".", "").isdigit() else []
