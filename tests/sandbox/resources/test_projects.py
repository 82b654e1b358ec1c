"""Clients, projects, tasks and assignments, by role (Harvest docs)."""

from typing import Any

import pytest

from tests.account import administrator, call, manager
from tests.rows import for_each


def names(answer: Any, kind: str) -> list[str]:
    return [item["name"] for item in answer.body[kind]]


def test_clients_come_newest_first_with_their_currency() -> None:
    answer = call(administrator(), "GET", "/clients")
    assert names(answer, "clients") == ["Internal", "123 Industries", "ABC Corp"]
    assert [client["currency"] for client in answer.body["clients"]] == ["USD", "EUR", "USD"]
    assert set(answer.body["clients"][0]) == {
        *("id", "name", "is_active", "address", "statement_key"),
        *("created_at", "updated_at", "currency"),
    }


def test_projects_come_newest_first_archived_ones_too() -> None:
    answer = call(administrator(), "GET", "/projects")
    assert names(answer, "projects") == [
        "[LV] Leave",
        "Task Force",
        "Online Store - Phase 1",
        "Marketing Website",
        "Winter Campaign",
    ]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ({"is_active": False}, ["WC"]),
        ({"client_id": 5735774}, ["MW", "WC"]),
        ({"client_id": 5735774, "is_active": True}, ["MW"]),
        ({"updated_since": "2017-06-26T21:52:18Z"}, ["", "TF"]),
    ],
    ids=str,
)
def test_projects_are_filtered(query: dict[str, Any], codes: list[str]) -> None:
    projects = call(administrator(), "GET", "/projects", query=query).body["projects"]
    assert [project["code"] for project in projects] == codes


def test_a_project_has_the_documented_fields() -> None:
    body = call(administrator(), "GET", "/projects/14308069").body
    expected = {
        "name": "Online Store - Phase 1",
        "code": "OS1",
        "bill_by": "Project",
        "hourly_rate": 100.0,
        "budget": 200.0,
        "budget_by": "project",
        "is_billable": True,
        "is_fixed_fee": False,
        "client": {"id": 5735776, "name": "123 Industries", "currency": "EUR"},
        "currency": "EUR",
        "fee": None,
        "created_at": "2017-06-26T21:52:18Z",
    }
    assert {name: body[name] for name in expected} == expected


def test_a_manager_sees_the_projects_they_manage() -> None:
    account = manager()
    projects = call(account, "GET", "/projects").body["projects"]
    assert [project["code"] for project in projects] == ["OS1", "MW"]
    assert call(account, "GET", "/projects/14307913").status == 200
    assert call(account, "GET", "/projects/14808188").status == 404
    assert call(account, "GET", "/projects/14808188/task_assignments").status == 404
    account.db.execute("UPDATE user_assignments SET is_project_manager = 0")
    assert call(account, "GET", "/projects").status == 403


@pytest.mark.parametrize("path", ["/clients", "/clients/5735774", "/tasks", "/tasks/8083365"])
def test_clients_and_tasks_need_a_managers_extra_permission(path: str) -> None:
    assert call(manager(), "GET", path).status == 403
    assert call(manager(None, "client_and_task_manager"), "GET", path).status == 200


@for_each(
    "path",
    [
        "/clients/1",
        "/projects/1",
        "/tasks/1",
        "/projects/1/task_assignments",
        "/projects/1/user_assignments",
        "/projects/14307913/task_assignments/1",
        "/projects/14307913/task_assignments/155505013",
        "/projects/14307913/user_assignments/130403297",
    ],
)
def test_what_does_not_exist_is_no_record(path: str) -> None:
    assert call(administrator(), "GET", path).status == 404


def test_tasks_have_the_documented_fields() -> None:
    body = call(administrator(), "GET", "/tasks/8083365").body
    assert body == {
        "id": 8083365,
        "name": "Graphic Design",
        "billable_by_default": True,
        "default_hourly_rate": 100.0,
        "is_default": True,
        "is_active": True,
        "created_at": "2017-06-26T21:36:23Z",
        "updated_at": "2017-06-26T21:36:23Z",
    }


def test_task_assignments_of_a_project() -> None:
    account = administrator()
    path = "/projects/14308069/task_assignments"
    items = call(account, "GET", path).body["task_assignments"]
    assert [item["id"] for item in items] == [155505016, 155505015, 155505014, 155505013]
    assert call(account, "GET", f"{path}/155505016").body == items[0]
    assert items[0]["project"] == {
        "id": 14308069,
        "name": "Online Store - Phase 1",
        "code": "OS1",
    }
    assert items[0]["task"] == {"id": 8083369, "name": "Research"}
    assert items[0]["billable"] is False


def test_all_task_assignments_and_those_of_managed_projects() -> None:
    assert call(administrator(), "GET", "/task_assignments").body["total_entries"] == 18
    assert call(manager(), "GET", "/task_assignments").body["total_entries"] == 8


def test_user_assignments_include_archived_ones() -> None:
    account = administrator()
    assert call(account, "GET", "/user_assignments").body["total_entries"] == 10
    query = {"is_active": False}
    archived = call(account, "GET", "/user_assignments", query=query).body["user_assignments"]
    assert [item["project"]["name"] for item in archived] == ["Winter Campaign"]


def test_user_assignments_are_filtered_by_user_and_project() -> None:
    account = administrator()
    query = {"user_id": 1782884}
    path = "/projects/14308069/user_assignments"
    items = call(account, "GET", path, query=query).body["user_assignments"]
    assert [(item["id"], item["user"]["name"]) for item in items] == [(125066109, "Bob Powell")]
    assert call(account, "GET", f"{path}/125066109").body == items[0]
    assert call(account, "GET", "/user_assignments", query=query).body["total_entries"] == 3


def test_a_manager_sees_user_assignments_of_managed_projects() -> None:
    items = call(manager(), "GET", "/user_assignments").body["user_assignments"]
    assert {item["project"]["code"] for item in items} == {"MW", "OS1"}
