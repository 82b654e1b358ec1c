"""What narrows a look back: several projects at once, and no flag that is taken and not heard."""

import json

import pytest

from tests.running import Hv

ALL = {"Marketing Website", "Online Store - Phase 1", "Task Force"}


def projects_of(hv: Hv, *argv: str) -> set[str]:
    ran = hv("entries", "this month", *argv, "--json")
    assert ran.code == 0, ran.err
    return {entry["project"]["name"] for entry in ran.json["entries"]}


def test_entries_of_several_projects_are_listed_together(hv: Hv) -> None:
    assert projects_of(hv) >= ALL
    found = projects_of(hv, "--project", "MW", "--project=TF")
    assert found == {"Marketing Website", "Task Force"}


def test_they_stand_in_the_order_of_their_days(hv: Hv) -> None:
    both = ("--project", "TF", "--project", "MW")
    entries = hv("entries", "this month", *both, "--json").json["entries"]
    days = [entry["spent_date"] for entry in entries]
    assert days == sorted(days)


def test_a_project_that_is_named_twice_counts_once(hv: Hv) -> None:
    once = hv("report", "this month", "--project", "MW", "--json").json
    twice = hv("report", "this month", "--project", "MW", "--project", "14307913", "--json").json
    assert twice == once
    assert once["filters"] == ["Marketing Website"]


@pytest.mark.ux(20)
@pytest.mark.parametrize("whose", [(), ("--everyone",)])
def test_a_report_sums_the_projects_that_are_named(hv: Hv, whose: tuple[str, ...]) -> None:
    def total(*names: str) -> float:
        flags = [flag for name in names for flag in ("--project", name)]
        found = hv("report", "this month", "--by", "project", *flags, *whose, "--json").json
        assert len(found["rows"]) == len(names)
        return float(found["total"]["hours"])

    assert total("MW", "OS1") == pytest.approx(total("MW") + total("OS1"))


def test_the_heading_names_them_all(hv: Hv) -> None:
    ran = hv("report", "this month", "--project", "MW", "--project", "TF", terminal=True)
    assert "Marketing Website, Task Force" in ran.out


def test_a_week_and_a_copy_take_several_too(hv: Hv) -> None:
    both = ("--project", "MW", "--project", "TF")
    rows = hv("week", *both, "--json").json["rows"]
    assert {row["project"] for row in rows} == {"Marketing Website", "Task Force"}
    assert hv("copy", "last week to this week", *both, "--dry-run").code == 0


def test_the_task_is_looked_for_on_each_of_them(hv: Hv) -> None:
    both = ("--project", "MW", "--project", "TF")
    found = hv("report", "this month", *both, "--task", "research", "--json").json
    assert found["filters"] == ["Marketing Website", "Task Force", "Research"]
    missed = hv("report", "this month", *both, "--task", "Annual Leave", "--json")
    assert (missed.code, missed.json["error"]["code"]) == (2, "unknown_task")


def test_one_that_is_unknown_is_refused_whatever_the_others_are(hv: Hv) -> None:
    ran = hv("report", "--project", "MW", "--project", "Webste", "--json")
    assert (ran.code, ran.json["error"]["code"]) == (2, "unknown_project")


@pytest.mark.parametrize("verb", ["log 1h", "start", "edit last"])
def test_a_write_takes_one(hv: Hv, verb: str) -> None:
    ran = hv(*verb.split(), "--project", "MW", "--project", "TF")
    assert ran.code == 2
    assert "`--project` is given twice" in ran.err


def test_money_is_narrowed_by_project_and_client(hv: Hv) -> None:
    def rows(subject: str, *argv: str) -> set[str]:
        document = hv("report", subject, *argv, "--json").json
        key = "budgets" if subject == "budget" else "rows"
        return {row["project"] for row in document[key]}

    for subject in ("budget", "uninvoiced"):
        assert rows(subject, "--project", "MW") == {"Marketing Website"}
        assert rows(subject, "for", "ABC", "Corp") == {"Marketing Website"}
        assert "Marketing Website" not in rows(subject, "--client", "123 Industries")


def test_a_total_of_money_is_that_of_its_rows(hv: Hv) -> None:
    found = hv("report", "uninvoiced", "this month", "--client", "ABC Corp", "--json").json
    assert set(found["total"]["amounts"]) == {"USD"}


@pytest.mark.parametrize(
    ("argv", "named"),
    [
        ("budget --task Research", "--task"),
        ("budget --by task", "--by"),
        ("budget --billable", "--billable"),
        ("budget --everyone", "--everyone"),
        ("budget --user 1", "--user"),
        ("budget --html x.html", "--html"),
        ("budget --compare before", "--compare"),
        ("budget --from monday", "period"),
        ("budget last month", "period"),
        ("uninvoiced --task Research", "--task"),
        ("uninvoiced --no-billable", "--billable"),
        ("uninvoiced q3 by task", "by"),
        ("uninvoiced q3 --trend", "--trend"),
    ],
)
def test_what_a_report_of_money_cannot_do_is_refused(hv: Hv, argv: str, named: str) -> None:
    ran = hv("report", *argv.split(), "--json")
    assert ran.code == 2, ran.out
    assert named in json.dumps(ran.json["error"])
