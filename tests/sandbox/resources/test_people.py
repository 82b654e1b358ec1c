"""Users, assignments, teammates and roles, by access role (Harvest docs, Users)."""

from typing import Any

import pytest

from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.example import BOB, JANE, KIM
from tests.account import (
    BOB_TOKEN,
    JANE_TOKEN,
    administrator,
    an_account,
    call,
    manager,
    member,
)
from tests.rows import for_each

RATES = {"default_hourly_rate", "cost_rate"}


def me(account: EmbeddedAccount) -> dict[str, Any]:
    body = call(account, "GET", "/users/me").body
    assert isinstance(body, dict)
    return body


def test_me_is_the_user_of_the_token() -> None:
    account = an_account()
    assert me(account)["id"] == KIM
    assert call(account, "GET", "/users/me", BOB_TOKEN).body["roles"] == ["Founder", "CEO"]
    assert call(account, "GET", "/users/me", JANE_TOKEN).body["access_roles"] == ["member"]


def test_me_has_the_documented_fields() -> None:
    body = me(administrator())
    assert body["timezone"] == "Eastern Time (US & Canada)"
    assert body["weekly_capacity"] == 126000
    assert (body["telephone"], body["is_contractor"], body["is_active"]) == ("", False, True)
    assert body["avatar_url"].startswith("https://")
    assert body["has_access_to_all_future_projects"] is True


def test_rates_of_a_user_are_absent_for_a_member_not_null() -> None:
    assert not RATES & set(me(member()))
    assert not RATES & set(me(manager()))
    assert set(me(manager(None, "billable_rates_manager"))) & RATES == {"default_hourly_rate"}
    assert set(me(administrator())) >= RATES


@pytest.mark.parametrize(
    ("make", "roles"),
    [
        (member, ["member"]),
        (administrator, ["administrator"]),
        (manager, ["manager"]),
    ],
)
def test_access_roles_say_what_one_is(make: Any, roles: list[str]) -> None:
    assert me(make())["access_roles"] == roles


def test_a_managers_permissions_are_among_the_access_roles() -> None:
    account = manager(None, "billable_rates_manager", "project_creator")
    assert me(account)["access_roles"] == ["manager", "billable_rates_manager", "project_creator"]


@for_each(
    "path",
    [
        "/users",
        f"/users/{BOB}",
        f"/users/{BOB}/project_assignments",
        f"/users/{KIM}/teammates",
        "/roles",
        "/clients",
        "/clients/5735774",
        "/projects",
        "/projects/14307913",
        "/projects/14307913/task_assignments",
        "/projects/14307913/user_assignments",
        "/tasks",
        "/tasks/8083365",
        "/task_assignments",
        "/user_assignments",
        "/reports/uninvoiced?x",
    ],
)
def test_a_member_is_refused_what_is_not_theirs(path: str) -> None:
    answer = call(member(), "GET", path.removesuffix("?x"))
    assert (answer.status, answer.body) == (403, {"message": "Not authorized!"})
    assert answer.headers["Hint"] == "Not authorized!"


def test_one_may_always_read_oneself() -> None:
    account = member()
    assert call(account, "GET", f"/users/{KIM}").body["first_name"] == "Kim"
    assert call(account, "GET", f"/users/{KIM}/project_assignments").status == 200


def test_an_administrator_lists_everybody_newest_first() -> None:
    users = call(administrator(), "GET", "/users").body["users"]
    assert [user["id"] for user in users] == [JANE, KIM, BOB]


def test_a_manager_lists_teammates_and_nobody_else() -> None:
    account = manager()
    assert {u["id"] for u in call(account, "GET", "/users").body["users"]} == {KIM, JANE}
    assert call(account, "GET", f"/users/{JANE}").status == 200
    assert call(account, "GET", f"/users/{BOB}").status == 403
    account.db.execute("DELETE FROM teammates")
    assert call(account, "GET", "/users").status == 403


def test_an_unknown_user_is_no_record_to_an_administrator() -> None:
    assert call(administrator(), "GET", "/users/5").status == 404
    assert call(administrator(), "GET", "/users/5/project_assignments").status == 404


def test_users_are_filtered_by_activity_and_change() -> None:
    account = administrator()
    account.db.execute("UPDATE users SET is_active = 0 WHERE id = ?", (JANE,))

    def ids(**query: Any) -> set[int]:
        return {u["id"] for u in call(account, "GET", "/users", query=query).body["users"]}

    assert ids(is_active=False) == {JANE}
    assert ids(is_active=True) == {KIM, BOB}
    assert ids(updated_since="2017-06-26T22:32:52Z") == {JANE}


def test_my_assignments_are_active_ones_of_active_projects() -> None:
    account = an_account()
    names = [
        a["project"]["name"]
        for a in call(account, "GET", "/users/me/project_assignments").body["project_assignments"]
    ]
    assert "Winter Campaign" not in names
    account.db.execute("UPDATE projects SET is_active = 0 WHERE code = 'TF'")
    account.db.execute("UPDATE user_assignments SET is_active = 0 WHERE id = 125068554")
    again = call(account, "GET", "/users/me/project_assignments").body["project_assignments"]
    assert [a["project"]["code"] for a in again] == ["", "MW"]


def test_an_assignment_has_its_project_client_and_tasks() -> None:
    body = call(administrator(), "GET", "/users/me/project_assignments").body
    website = body["project_assignments"][-1]
    assert website["id"] == 125068553
    assert website["project"] == {
        "id": 14307913,
        "name": "Marketing Website",
        "code": "MW",
        "is_billable": True,
    }
    assert website["client"] == {"id": 5735774, "name": "ABC Corp", "currency": "USD"}
    assert website["task_assignments"][3] == {
        "id": 155505153,
        "billable": False,
        "is_active": True,
        "created_at": "2017-06-26T21:36:23Z",
        "updated_at": "2017-06-26T21:36:23Z",
        "hourly_rate": 100.0,
        "budget": None,
        "task": {"id": 8083369, "name": "Research"},
    }


def test_archived_tasks_stay_in_an_assignment_and_say_so() -> None:
    account = an_account()
    account.db.execute("UPDATE task_assignments SET is_active = 0 WHERE id = 155505153")
    account.db.execute("UPDATE tasks SET is_active = 0 WHERE id = 8083368")
    body = call(account, "GET", "/users/me/project_assignments").body
    tasks = body["project_assignments"][-1]["task_assignments"]
    assert [task["is_active"] for task in tasks] == [True, True, False, False]


def test_a_project_may_have_no_tasks_at_all() -> None:
    account = an_account()
    account.db.execute("DELETE FROM task_assignments WHERE project_id = 14307913")
    body = call(account, "GET", "/users/me/project_assignments").body
    assert body["project_assignments"][-1]["task_assignments"] == []


def test_my_assignments_know_no_updated_since_but_those_of_a_user_do() -> None:
    account = an_account()
    query = {"updated_since": "2017-08-01T00:00:00Z"}
    mine = call(account, "GET", "/users/me/project_assignments", query=query).body
    byid = call(account, "GET", f"/users/{KIM}/project_assignments", query=query).body
    assert (mine["total_entries"], byid["total_entries"]) == (4, 2)


def test_teammates_are_listed_for_managers_only() -> None:
    account = manager()
    answer = call(account, "GET", f"/users/{KIM}/teammates", BOB_TOKEN)
    assert answer.body["teammates"] == [
        {"id": JANE, "first_name": "Jane", "last_name": "Smith", "email": "janesmith@example.com"}
    ]
    assert call(account, "GET", f"/users/{JANE}/teammates", BOB_TOKEN).status == 422


def test_roles_are_job_titles_with_their_holders() -> None:
    roles = call(administrator(), "GET", "/roles").body["roles"]
    assert {r["name"]: r["user_ids"] for r in roles} == {
        "Founder": [BOB],
        "CEO": [BOB],
        "Designer": [KIM],
        "Developer": [JANE],
    }
