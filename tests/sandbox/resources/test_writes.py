"""People, clients, tasks, projects and assignments are created, changed and deleted, by role."""

from typing import Any

import pytest

from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.example import JANE, KIM
from tests.account import JANE_TOKEN, administrator, call, log, manager, member

NEW = {"first_name": "Ada", "last_name": "Byron", "email": "ada@example.com"}
ONLINE, WEBSITE = 14308069, 14307913
TASKS = f"/projects/{ONLINE}/task_assignments"


def made(account: EmbeddedAccount, path: str, **fields: Any) -> dict[str, Any]:
    reply = call(account, "POST", path, json=fields)
    assert reply.status == 201, reply.body
    assert reply.headers["Location"].endswith(f"{path}/{reply.body['id']}")
    found: dict[str, Any] = call(account, "GET", f"{path}/{reply.body['id']}").body
    assert found == reply.body
    return found


def refused(account: EmbeddedAccount, method: str, path: str, **fields: Any) -> str:
    reply = call(account, method, path, json=fields)
    assert reply.status == 422, reply.body
    return str(reply.body["message"])


def test_a_user_is_created_with_the_documented_defaults_and_listed_first() -> None:
    account = administrator()
    user = made(account, "/users", **NEW)
    assert user["weekly_capacity"] == 126000
    assert user["access_roles"] == ["member"]
    assert user["roles"] == []
    assert (user["default_hourly_rate"], user["cost_rate"]) == (0.0, 0.0)
    assert (user["is_active"], user["is_contractor"]) == (True, False)
    assert user["has_access_to_all_future_projects"] is False
    assert call(account, "GET", "/users").body["users"][0] == user


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "First name can't be blank, Last name can't be blank, Email can't be blank"),
        ({**NEW, "email": "ada"}, "Email is not valid"),
        ({**NEW, "email": "KimAllen@example.com"}, "Email has already been taken"),
        ({**NEW, "access_roles": ["owner"]}, "Access roles is not valid"),
        ({**NEW, "access_roles": ["member", "project_creator"]}, "Access roles is not valid"),
        ({**NEW, "access_roles": []}, "Access roles is not valid"),
        ({**NEW, "timezone": "Mars"}, "Timezone is not valid"),
        ({**NEW, "weekly_capacity": "35h"}, "Weekly capacity is not valid"),
    ],
)
def test_a_user_who_cannot_be_is_refused(fields: dict[str, Any], said: str) -> None:
    account = administrator()
    before = call(account, "GET", "/users").body
    assert refused(account, "POST", "/users", **fields) == said
    assert call(account, "GET", "/users").body == before


def test_an_archived_user_cannot_be_renamed_until_restored() -> None:
    account = administrator()
    path = f"/users/{made(account, '/users', **NEW)['id']}"
    assert call(account, "PATCH", path, json={"is_active": False}).body["is_active"] is False
    assert "Archived" in refused(account, "PATCH", path, last_name="Lovelace")
    assert call(account, "PATCH", path, json={"weekly_capacity": 3600}).status == 200
    call(account, "PATCH", path, json={"is_active": True})
    assert call(account, "PATCH", path, json={"last_name": "Lovelace"}).status == 200


def test_nobody_with_time_and_nobody_themselves_is_deleted() -> None:
    account = administrator()
    log(account, JANE_TOKEN, project_id=14808188, task_id=8083369, hours=1)
    assert "in use" in refused(account, "DELETE", f"/users/{JANE}")
    assert "yourself" in refused(account, "DELETE", f"/users/{KIM}")
    assert "yourself" in refused(account, "PATCH", f"/users/{KIM}", is_active=False)
    user = made(account, "/users", **NEW)
    assert call(account, "DELETE", f"/users/{user['id']}").body == user
    assert call(account, "GET", f"/users/{user['id']}").status == 404


def test_a_manager_changes_some_of_a_teammate_and_a_member_nothing() -> None:
    account = manager()
    path = f"/users/{JANE}"
    assert call(account, "PATCH", path, json={"weekly_capacity": 72000}).status == 200
    kept: list[dict[str, Any]] = [
        {"email": "x@example.com"},
        {"roles": []},
        {"access_roles": ["manager"]},
    ]
    for field in kept:
        assert call(account, "PATCH", path, json=field).status == 403
    assert call(account, "PATCH", path, json={"is_active": False}).status == 403
    assert call(account, "DELETE", path).status == 403
    assert call(account, "POST", "/users", json=NEW).status == 403
    assert call(member(), "PATCH", path, json={"weekly_capacity": 3600}).status == 403


def test_a_task_assigned_to_a_project_is_seen_at_once_by_who_may_track_to_it() -> None:
    account = administrator()
    task = made(account, "/tasks", name="Business Development")
    assigned = made(account, TASKS, task_id=task["id"], billable=True, hourly_rate=75.5)
    assert (assigned["billable"], assigned["hourly_rate"], assigned["budget"]) == (True, 75.5, None)
    assert assigned["task"]["name"] == "Business Development"
    mine = call(account, "GET", "/users/me/project_assignments").body["project_assignments"]
    found = next(each for each in mine if each["project"]["id"] == ONLINE)
    assert task["id"] in [each["task"]["id"] for each in found["task_assignments"]]
    path = f"{TASKS}/{assigned['id']}"
    assert call(account, "PATCH", path, json={"budget": 120}).body["budget"] == 120.0
    assert call(account, "PATCH", path, json={"is_active": False}).body["is_active"] is False
    assert call(account, "DELETE", path).status == 200
    assert call(account, "GET", path).status == 404


def test_a_task_assignment_in_use_twice_or_of_nothing_is_refused() -> None:
    account = administrator()
    log(account, project_id=ONLINE, task_id=8083366, hours=1)
    rows = call(account, "GET", TASKS).body["task_assignments"]
    used = next(each for each in rows if each["task"]["id"] == 8083366)
    assert "in use" in refused(account, "DELETE", f"{TASKS}/{used['id']}")
    assert "taken" in refused(account, "POST", TASKS, task_id=8083366)
    assert refused(account, "POST", TASKS) == "Task id can't be blank"
    assert refused(account, "POST", TASKS, task_id=7) == "Task can't be blank"
    assert (
        call(account, "PATCH", f"/projects/{WEBSITE}/task_assignments/{used['id']}").status == 404
    )


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/users"), ("DELETE", f"/users/{JANE}"), ("POST", "/clients"), ("POST", "/tasks"),
        ("PATCH", "/tasks/8083366"), ("POST", "/projects"), ("DELETE", f"/projects/{WEBSITE}"),
        ("POST", TASKS), ("PATCH", f"{TASKS}/1"), ("GET", f"/users/{KIM}/cost_rates"),
        ("PATCH", f"/users/{KIM}/teammates"), ("POST", f"/projects/{ONLINE}/user_assignments"),
    ],
)  # fmt: skip
def test_a_member_manages_nothing(method: str, path: str) -> None:
    assert call(member(), method, path, json={"name": "x"}).status == 403


def test_a_project_has_the_default_tasks_and_its_maker_and_goes_with_its_time() -> None:
    account = administrator()
    client = made(account, "/clients", name="Globex", currency="EUR")
    needed = {"is_billable": True, "bill_by": "Tasks", "budget_by": "none"}
    project = made(account, "/projects", client_id=client["id"], name="Apollo", **needed)
    assert "in use" in refused(account, "DELETE", f"/clients/{client['id']}")
    path = f"/projects/{project['id']}"
    people = call(account, "GET", f"{path}/user_assignments").body["user_assignments"]
    assert [each["is_project_manager"] for each in people if each["user"]["id"] == KIM] == [True]
    other = made(account, "/tasks", name="Testing")["id"]
    task = made(account, f"{path}/task_assignments", task_id=other)
    assert task["hourly_rate"] is None
    entry = log(account, project_id=project["id"], task_id=other, hours=1)
    assert call(account, "PATCH", path, json={"name": "Zeus"}).body["name"] == "Zeus"
    assert call(account, "DELETE", path).status == 200
    assert call(account, "GET", f"/time_entries/{entry['id']}").status == 404
    assert call(account, "DELETE", f"/clients/{client['id']}").status == 200


def test_a_rate_counts_from_its_day_on_and_takes_the_place_of_later_ones() -> None:
    account = administrator()
    path = f"/users/{JANE}/billable_rates"
    first = call(account, "GET", path).body["billable_rates"]
    assert [(each["amount"], each["start_date"]) for each in first] == [(100.0, None)]
    made(account, path, amount=80, start_date="2017-01-01")
    made(account, path, amount=90, start_date="2018-01-01")
    found = call(account, "GET", path).body["billable_rates"]
    assert [(each["amount"], each["start_date"], each["end_date"]) for each in found] == [
        (100.0, None, "2016-12-31"),
        (80.0, "2017-01-01", "2017-12-31"),
        (90.0, "2018-01-01", None),
    ]
    assert call(account, "GET", f"/users/{JANE}").body["default_hourly_rate"] == 90.0
    made(account, path, amount=70, start_date="2017-01-01")
    assert len(call(account, "GET", path).body["billable_rates"]) == 2
    assert refused(account, "POST", path, amount=1, start_date="2999-01-01")
    assert refused(account, "POST", path) == "Amount can't be blank"
    only = made(account, path, amount=60)
    assert call(account, "GET", path).body["billable_rates"] == [only]
    assert call(account, "GET", f"/users/{KIM}/cost_rates").body["cost_rates"][0]["amount"] == 50.0
    assert call(account, "GET", f"{path}/1000").status == 404


def test_a_role_is_carried_by_those_who_are_named_renamed_and_deleted() -> None:
    account = administrator()
    before = call(account, "GET", "/roles").body["roles"]
    role = made(account, "/roles", name="Tester", user_ids=[JANE, str(KIM)])
    assert role["user_ids"] == [KIM, JANE]
    assert call(account, "GET", "/roles").body["roles"] == [role, *before]
    assert call(account, "GET", f"/users/{JANE}").body["roles"] == ["Developer", "Tester"]
    path = f"/roles/{role['id']}"
    renamed = call(account, "PATCH", path, json={"name": "QA", "user_ids": [KIM]}).body
    assert (renamed["id"], renamed["name"], renamed["user_ids"]) == (role["id"], "QA", [KIM])
    assert "taken" in refused(account, "POST", "/roles", name="QA")
    assert "User ids" in refused(account, "PATCH", path, user_ids=["x"])
    assert call(account, "DELETE", path).status == 200
    assert call(account, "GET", path).status == 404
    assert call(account, "GET", f"/users/{KIM}").body["roles"] == ["Designer"]
    assert [each["name"] for each in call(account, "GET", "/roles").body["roles"]] == [
        each["name"] for each in before
    ]


def test_teammates_are_told_and_changed() -> None:
    account = administrator()
    made_manager = made(account, "/users", **NEW, access_roles=["manager", "project_creator"])
    path = f"/users/{made_manager['id']}/teammates"
    team = call(account, "PATCH", path, json={"teammate_ids": [JANE]}).body["teammates"]
    assert [each["id"] for each in team] == [JANE]
    team = call(account, "PATCH", path, json={"teammate_ids[]": str(KIM)}).body["teammates"]
    assert [each["id"] for each in team] == [KIM]


def test_contacts_belong_to_a_client_and_go_with_it() -> None:
    account = administrator()
    client = made(account, "/clients", name="Globex")
    contact = made(account, "/contacts", client_id=client["id"], first_name="Eve", title="CEO")
    assert (contact["client"]["name"], contact["last_name"]) == ("Globex", None)
    for client_id, found in ((client["id"], [contact]), (1, [])):
        query = {"client_id": client_id, "is_active": True}
        assert call(account, "GET", "/contacts", query=query).body["contacts"] == found
    path = f"/contacts/{contact['id']}"
    assert call(account, "PATCH", path, json={"fax": "1"}).body["fax"] == "1"
    assert refused(account, "PATCH", path, client_id=1) == "Client can't be blank"
    assert "First name" in refused(account, "POST", "/contacts", client_id=client["id"])
    assert call(account, "DELETE", f"/clients/{client['id']}").status == 200
    assert call(account, "GET", path).status == 404
    assert call(member(), "GET", "/contacts").status == 403
