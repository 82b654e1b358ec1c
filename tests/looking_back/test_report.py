"""`hv report` by its command line: whose time, which groups, which faces, wrong input."""

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest

from tests.running import Hv

JSON_ROW = {
    "name", "id", "client", "hours", "rounded_hours", "billable_hours", "rounded_billable_hours",
    "share", "amounts", "entries", "running", "uncounted",
}  # fmt: skip


def names(document: dict[str, Any]) -> list[str]:
    return [row["name"] for row in document["rows"]]


@pytest.mark.parametrize(
    ("question", "first", "last", "by"),
    [
        ("last month by client", "2026-10-01", "2026-10-31", "client"),
        ("time report for last month", "2026-10-01", "2026-10-31", "project"),
        ("last week by day", "2026-11-09", "2026-11-15", "day"),
        ("november by person", "2026-11-01", "2026-11-30", "team"),
        ("team hours this month", "2026-11-01", "2026-11-30", "team"),
        ("task breakdown this month", "2026-11-01", "2026-11-30", "task"),
        ("Q1", "2026-01-01", "2026-03-31", "project"),
        ("from 2026-11-02 to 2026-11-06 by task", "2026-11-02", "2026-11-06", "task"),
        ("since nov 1 weekly", "2026-11-01", "2026-11-18", "week"),
        ("this year by month", "2026-01-01", "2026-12-31", "month"),
    ],
)
def test_what_people_ask_is_understood(
    hv: Hv, question: str, first: str, last: str, by: str
) -> None:
    ran = hv("report", question, "--json")
    assert ran.code == 0, ran.err
    assert (ran.json["from"], ran.json["to"], ran.json["group_by"]) == (first, last, by)


def test_a_name_in_the_sentence_filters(hv: Hv) -> None:
    whole = hv("report", "this month", "--json").json
    client = hv("report", "this month for ABC Corp by task", "--json").json
    project = hv("report", "this month for project Task Force by task", "--json").json
    assert client["filters"] == ["ABC Corp"]
    by_client = {
        r["name"]: r["hours"] for r in hv("report", "this month by client", "--json").json["rows"]
    }
    assert client["total"]["hours"] == by_client["ABC Corp"] < whole["total"]["hours"]
    assert project["total"]["hours"] == {r["name"]: r["hours"] for r in whole["rows"]}["Task Force"]


def test_flags_win_over_words(hv: Hv) -> None:
    ran = hv(
        *("report", "last month by client", "--by", "task", "--project", "MW"),
        *("--from", "2026-11-09", "--to", "2026-11-10", "--billable", "--json"),
    )
    assert (ran.json["from"], ran.json["to"]) == ("2026-11-09", "2026-11-10")
    assert ran.json["group_by"] == "task"
    assert ran.json["filters"] == ["Marketing Website", "billable"]
    billable = sum(row["billable_hours"] for row in ran.json["rows"])
    assert ran.json["total"]["hours"] == billable


def test_the_document_has_the_same_keys_when_it_is_empty(hv: Hv) -> None:
    full = hv("report", "this month", "--json").json
    empty = hv("report", "2026-01-03", "--json")
    assert (empty.code, empty.err) == (0, "")
    assert empty.json.keys() == full.keys()
    assert empty.json["rows"] == []
    assert empty.json["total"].keys() == full["total"].keys()
    assert all(set(row) == JSON_ROW for row in full["rows"])


def test_there_is_always_a_total_and_it_is_the_sum(hv: Hv) -> None:
    for by in ("client", "project", "task", "team", "day", "week", "month", "client,week"):
        found = hv("report", "this month", "--by", by, "--json").json
        total = sum(Decimal(str(row["hours"])) for row in found["rows"])
        assert total == Decimal(str(found["total"]["hours"]))
        plain = hv("report", "this month", "--by", by).out.splitlines()
        assert plain[-1].startswith("total\t")


def test_two_groups_nest(hv: Hv) -> None:
    found = hv("report", "this month by client and task", "--json").json
    assert (found["group_by"], found["then_by"]) == ("client", "task")
    for row in found["rows"]:
        below = sum(Decimal(str(part["hours"])) for part in row["rows"])
        assert below == Decimal(str(row["hours"]))
    plain = hv("report", "this month by client and task", "--header").out.splitlines()
    assert plain[0].startswith("name\tthen\thours\t")


def test_money_is_never_added_up_across_currencies(hv: Hv) -> None:
    found = hv("report", "this month by person", "--json").json
    assert set(found["total"]["amounts"]) == {"EUR", "USD"}
    assert hv("report", "this month by person").out.splitlines()[-1].count("EUR") == 1


def test_days_weeks_and_months_are_in_order_and_iso(hv: Hv) -> None:
    assert names(hv("report", "this month by day", "--json").json)[0] == "2026-11-02"
    assert names(hv("report", "this month by week", "--json").json) == [
        "2026-11-02", "2026-11-09", "2026-11-16",
    ]  # fmt: skip
    assert names(hv("report", "this year by month", "--json").json) == ["2026-10", "2026-11"]


def test_weeks_begin_when_the_setting_says(hv: Hv) -> None:
    found = hv("report", "this month by week", "--json", HV_WEEK_START="sunday").json
    assert names(found)[0] == "2026-11-01"


def test_mine_is_the_default_also_for_an_administrator(hv: Hv) -> None:
    mine = hv("report", "this month by person", "--json").json
    all_ = hv("report", "this month by person", "--everyone", "--json").json
    bob = hv("report", "this month by person", "--user", "Bob", "--json").json
    assert names(mine) == ["Kim Allen"]
    assert set(names(all_)) == {"Kim Allen", "Bob Powell", "Jane Smith"}
    assert names(bob) == ["Bob Powell"]


def test_everyone_asks_the_reports_and_mine_does_not(hv: Hv) -> None:
    mine = hv("report", "this month", HV_DEBUG="1").err
    everyone = hv("report", "this month", "--everyone", HV_DEBUG="1").err
    assert "/reports/" not in mine
    assert "user_id=1782959" in mine
    assert "/v2/reports/time/projects" in everyone


def test_a_long_period_is_asked_for_in_slices(hv: Hv) -> None:
    err = hv("report", "from 2025-10-15 to 2026-11-18 by client", "--everyone", HV_DEBUG="1").err
    asked = [line for line in err.splitlines() if "/reports/time/clients" in line]
    assert [line.split("from=")[1][:20] for line in asked] == [
        "20251015&to=20261014", "20261015&to=20261118",
    ]  # fmt: skip


def test_400_days_of_my_own_are_one_report(hv: Hv) -> None:
    ran = hv("report", "from 2025-10-15 to 2026-11-18 by client", "--json")
    assert ran.code == 0
    assert ran.json["total"]["hours"] > 0


@pytest.mark.parametrize("role", ["member", "manager", "administrator"])
def test_every_role_has_its_own_report(hv: Hv, role: str) -> None:
    hv("sandbox", "reset", "--role", role)
    ran = hv("report", "this month by client", "--json")
    assert ran.code == 0
    assert (ran.json["total"]["amounts"] == {}) == (role != "administrator")
    assert ran.err == ""


def test_a_member_who_asks_for_everyone_is_told_what_they_see(hv: Hv) -> None:
    hv("sandbox", "reset", "--role", "member")
    ran = hv("report", "this month by person", "--everyone", "--json")
    assert ran.code == 0
    assert names(ran.json) == ["Kim Allen"]
    assert "Member" in ran.err


def test_a_member_may_not_name_others(hv: Hv) -> None:
    hv("sandbox", "reset", "--role", "member")
    ran = hv("report", "--user", "Bob", "--json")
    assert (ran.code, ran.json["error"]["code"]) == (5, "refused")
    assert "administrators and managers" in ran.err


def test_a_report_that_cannot_answer_falls_back_and_says_so(
    hv: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    from harvest_cli.domain.errors import RateLimited
    from harvest_cli.harvest.client import Harvest

    def throttled(*_: object, **__: object) -> None:
        message = "Harvest is receiving too many requests"
        raise RateLimited(message)

    monkeypatch.setattr(Harvest, "time_report", throttled)
    ran = hv("report", "this month by person", "--everyone", "--json")
    assert (ran.code, ran.json["source"]) == (0, "entries")
    assert len(ran.json["rows"]) == 3
    assert "summed from the time entries" in ran.err


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


def test_csv_has_the_names_of_the_document(hv: Hv) -> None:
    ran = hv("report", "this month", "--csv")
    rows = list(csv.DictReader(io.StringIO(ran.out, newline="")))
    document = hv("report", "this month", "--json").json
    assert [row["name"] for row in rows] == names(document)
    assert set(rows[0]) <= JSON_ROW
    assert [Decimal(row["hours"]) for row in rows] == [
        Decimal(str(row["hours"])) for row in document["rows"]
    ]
    assert hv("report", "this month", "--csv", "--bom").out.startswith("\ufeffname,")


def test_markdown_is_a_table_with_a_total(hv: Hv) -> None:
    lines = hv("report", "this month by client", "--markdown").out.splitlines()
    assert lines[0].startswith("**Hours of Kim Allen by client")
    assert lines[2] == "| Client | Hours | Billable | Share | Amount |"
    assert lines[3] == "| --- | ---: | ---: | ---: | ---: |"
    assert lines[-1].startswith("| **Total** |")


@pytest.mark.parametrize("columns", ["40", "60", "80", "200"])
@pytest.mark.parametrize(
    "extra", [["--chart"], ["--trend"], ["--calendar"], ["--chart", "--ascii"]]
)
def test_no_picture_is_wider_than_the_terminal(hv: Hv, columns: str, extra: list[str]) -> None:
    from harvest_cli.show.columns import display_width

    ran = hv(
        *("report", "this month by project and week", *extra, "--no-color"),
        terminal=True,
        COLUMNS=columns,
    )
    assert ran.code == 0
    body = ran.out.splitlines()[1:]
    assert all(display_width(line.rstrip()) <= int(columns) for line in body), ran.out
    if "--ascii" in extra:
        assert not set(ran.out) & set("█▏▁")


def test_a_picture_in_a_pipe_has_no_colour(hv: Hv) -> None:
    ran = hv("report", "this month by client", "--chart")
    assert "█" in ran.out
    assert "\x1b" not in ran.out


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["--by", "moon"], 2, "Give one or two of client, project"),
        (["--by", "client,task,day"], 2, "Give one or two"),
        (["--by", "client,client"], 2, "Give one or two"),
        (["--compare", "never"], 2, "Give before or year"),
        (["--from", "2026-11-10", "--to", "2026-11-02"], 2, "is before"),
        (["--project", "Nonesuch"], 2, "Nonesuch"),
        (["--client", "Nobody"], 2, "Nobody"),
        (["--task", "Nothing"], 2, "no task"),
        (["--user", "Zoe"], 4, "Nobody"),
        (["--user", "Bob", "--everyone"], 2, "do not go together"),
        (["feb", "30"], 2, "feb"),
        (["--csv", "--json"], 2, "do not go together"),
        (["--bom"], 2, "is for `--csv`"),
        (["--html", "-", "--json"], 2, "does not go with another format"),
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
