"""Paths: both bases, the two kinds of 404 (recorded answers)."""

import pytest

from harvest_cli.sandbox.account import all_routes, resource_path, route
from harvest_cli.sandbox.entries import read, timers, write
from harvest_cli.sandbox.resources import (
    people,
    people_writes,
    project_writes,
    projects,
    reports,
    titles,
)
from tests.account import an_account, call
from tests.rows import for_each


def test_no_path_is_answered_by_two_files() -> None:
    managed = (people_writes, projects, project_writes, titles, reports)
    files = (people, *managed, read, write, timers)
    assert sum(len(file.ROUTES) for file in files) == len(all_routes())


@pytest.mark.parametrize(
    "path", ["/v2/users/me", "/api/v2/users/me", "/api/v2/users/me.json", "/v2/users/me/"]
)
def test_both_bases_and_a_json_ending_reach_the_same(path: str) -> None:
    assert call(an_account(), "GET", path).body["first_name"] == "Kim"


@for_each(
    ("method", "path"),
    [
        ("GET", "/v2/nothing"),
        ("GET", "/v2/users//project_assignments"),
        ("GET", "/v2"),
        ("POST", "/v2/users/me"),
        ("PUT", "/v2/time_entries/1"),
        ("DELETE", "/v2/company"),
        ("PATCH", "/v2/time_entries/1/approve"),
    ],
)
def test_a_path_that_is_none_gets_an_html_page(method: str, path: str) -> None:
    answer = call(an_account(), method, path if path != "/v2" else "/v2/")
    assert answer.status == 404
    assert answer.headers["Content-Type"].startswith("text/html")
    assert "<html>" in answer.body


@pytest.mark.parametrize("path", ["/v3/users/me", "/users/me", "/"])
def test_nothing_lies_outside_the_two_bases(path: str) -> None:
    assert resource_path(path) is None


@pytest.mark.parametrize("path", ["/time_entries/1", "/time_entries/abc", "/users/99999999999999"])
def test_a_record_that_is_none_gets_json_without_a_message(path: str) -> None:
    answer = call(an_account(), "GET", path)
    assert (answer.status, answer.body) == (404, {"status": 404, "error": "Not Found"})


def test_every_route_leads_to_its_own_function() -> None:
    for known, handler in all_routes().items():
        method, path = known.split(" ")
        assert route(method, path.replace("#", "7"))[0] is handler


def test_ids_are_64_bit() -> None:
    account = an_account()
    account.db.execute("UPDATE entries SET id = 9007199254740993 WHERE id = 636718189")
    entry = call(account, "GET", "/time_entries/9007199254740993")
    assert entry.body["id"] == 9007199254740993


def test_an_id_beyond_64_bits_is_no_record() -> None:
    assert call(an_account(), "GET", f"/time_entries/{2**63}").status == 404
