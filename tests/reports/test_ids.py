"""Clients and tasks by their numbers where one looks back, and slips in their names."""

import pytest

from tests.rows import few
from tests.running import Hv


def number_of(hv: Hv, kind: str, name: str) -> str:
    entries = hv("entries", "this month", "--json").json["entries"]
    return str(next(entry[kind]["id"] for entry in entries if entry[kind]["name"] == name))


@few(3)
@pytest.mark.ux(23)
@pytest.mark.parametrize("line", ["entries this month", "report this month", "week"])
@pytest.mark.parametrize(("kind", "name"), [("client", "ABC Corp"), ("task", "Programming")])
def test_a_number_means_what_the_name_means(hv: Hv, line: str, kind: str, name: str) -> None:
    number = number_of(hv, kind, name)
    by_name = hv(*line.split(), f"--{kind}", name, "--json")
    assert by_name.code == 0
    assert hv(*line.split(), f"--{kind}", number, "--json") == by_name
    assert hv(*line.split(), f"--{kind}", number) == hv(*line.split(), f"--{kind}", name)


def test_the_number_of_a_task_is_read_beside_a_project_too(hv: Hv) -> None:
    number = number_of(hv, "task", "Programming")
    narrowed = hv("entries", "this month", "--project", "MW", "--task", number, "--json").json
    assert {entry["task"]["name"] for entry in narrowed["entries"]} == {"Programming"}


def test_the_number_of_a_client_tells_projects_apart_where_one_logs(hv: Hv) -> None:
    number = number_of(hv, "client", "ABC Corp")
    ran = hv("log", "1h", "--project", "MW", "--client", number, "-n", "--json")
    assert ran.json["entries"][0]["client"]["name"] == "ABC Corp"


@pytest.mark.parametrize("flag", ["--client", "--task"])
def test_a_number_that_is_none_is_refused_with_its_caret(hv: Hv, flag: str) -> None:
    ran = hv("report", flag, "99")
    assert ran.code == 2
    assert "99\n  ^^\n" in ran.err


@pytest.mark.parametrize(
    ("argv", "meant"),
    [
        (["--client", "ABC Crop"], "ABC Corp"),
        (["--client", "123 Industires"], "123 Industries"),
        (["--task", "Programing"], "Programming"),
        (["this", "month", "for", "ABC", "Crop"], "ABC Corp"),
        (["for", "ABC", "Crop"], "ABC Corp"),
        (["for", "Marketing", "Webiste"], "ABC Corp / Marketing Website"),
        (["for", "webiste"], "Website"),
    ],
)
@pytest.mark.parametrize("verb", ["entries", "report"])
def test_a_slip_in_a_name_is_met_with_the_name(
    hv: Hv, verb: str, argv: list[str], meant: str
) -> None:
    ran = hv(verb, *argv, "--json")
    assert ran.code == 2
    assert f'Did you mean "{meant}"?' == ran.json["error"]["hint"]


def test_what_resembles_nothing_gets_no_proposal(hv: Hv) -> None:
    assert "Did you mean" not in hv("entries", "for", "zork").err
    assert "Did you mean" not in hv("entries", "--client", "zork").err
    assert "Did you mean" not in hv("entries", "--task", "zork").err
