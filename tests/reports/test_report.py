"""`hv report` by its command line: whose time, which groups, which faces, wrong input."""

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
    title = hv("report", "this month by person", "--everyone", terminal=True).out.splitlines()[0]
    assert "Kim Allen's hours" in title


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
        message = "Harvest asks hv to wait (rate limit)"
        raise RateLimited(message)

    monkeypatch.setattr(Harvest, "time_report", throttled)
    ran = hv("report", "this month by person", "--everyone", "--json")
    assert (ran.code, ran.json["source"]) == (0, "entries")
    assert len(ran.json["rows"]) == 3
    assert "summed from the time entries" in ran.err


def test_a_manager_is_told_that_everyone_is_those_they_manage(hv: Hv) -> None:
    report = ("report", "last week by person", "--everyone")
    hv = hv.with_(COLUMNS="200", NO_COLOR="1")
    assert hv(*report, terminal=True).out.splitlines()[0].endswith("15 Nov")
    hv("sandbox", "reset", "--role", "manager")
    assert hv(*report, terminal=True).out.splitlines()[0].endswith(": managed by Kim Allen")
    document = hv(*report, "--json").json
    assert (document["whose"], document["filters"]) == ("everyone", ["managed by Kim Allen"])
    for line in ("report last week --timesheet", "entries last week"):
        ran = hv(*line.split(), "--everyone", terminal=True)
        assert "managed by Kim Allen" in ran.out + ran.err
    assert "managed" not in hv("report", "last week", "--user", "jane", terminal=True).out
