"""Changing and deleting entries of the embedded account, as Harvest's documentation says."""

from typing import Any

import pytest

from harvest_cli.sandbox.example import (
    ANNUAL_LEAVE,
    BOB,
    KIM,
    LEAVE,
    ONLINE_STORE,
    PROGRAMMING,
    RESEARCH,
    WINTER_CAMPAIGN,
)
from tests.account import (
    BOB_TOKEN,
    JANE_TOKEN,
    TODAY,
    Clock,
    administrator,
    an_account,
    an_entry,
    approve,
    call,
    log,
    manager,
    member,
    timestamp_account,
)
from tests.rows import for_each


def test_an_update_sets_what_is_sent_and_leaves_the_rest() -> None:
    clock = Clock()
    account = an_account(now=clock)
    entry = log(account, hours=1, notes="old", external_reference={"id": "7"})
    clock.pass_(minutes=5)
    answer = call(account, "PATCH", f"/time_entries/{entry['id']}", json={"notes": "new"})
    assert answer.status == 200
    assert answer.body == {**entry, "notes": "new", "updated_at": "2026-11-24T15:35:00Z"}


def test_an_update_moves_project_task_and_day() -> None:
    account = an_account()
    entry = log(account, hours=1)
    fields = {"project_id": ONLINE_STORE, "task_id": RESEARCH, "spent_date": "2026-11-20"}
    moved = call(account, "PATCH", f"/time_entries/{entry['id']}", json=fields).body
    assert (moved["project"]["id"], moved["task"]["id"]) == (ONLINE_STORE, RESEARCH)
    assert (moved["client"]["name"], moved["spent_date"]) == ("123 Industries", "2026-11-20")
    assert moved["billable"] is False


@for_each(
    "fields",
    [
        {"project_id": LEAVE},
        {"task_id": ANNUAL_LEAVE},
        {"project_id": WINTER_CAMPAIGN},
        {"spent_date": "2026-11-12"},
        {"spent_date": "nonsense"},
        {"spent_date": None},
        {"project_id": None},
        {"hours": 25},
    ],
    ids=str,
)
def test_an_update_to_a_place_that_takes_no_time_is_a_422(fields: dict[str, Any]) -> None:
    account = an_account()
    entry = log(account, hours=1)
    path = f"/time_entries/{entry['id']}"
    assert call(account, "PATCH", path, json=fields).status == 422
    assert call(account, "GET", path).body == entry


def test_an_update_that_changes_nothing_leaves_updated_at() -> None:
    clock = Clock()
    account = an_account(now=clock)
    entry = log(account, hours=1, notes="same")
    clock.pass_(hours=1)
    answer = call(account, "PATCH", f"/time_entries/{entry['id']}", json={"notes": "same"})
    assert answer.body == entry


def test_the_user_of_an_entry_cannot_be_changed() -> None:
    account = an_account()
    entry = log(account, hours=1)
    answer = call(account, "PATCH", f"/time_entries/{entry['id']}", json={"user_id": BOB})
    assert (answer.status, answer.body["user"]["id"]) == (200, KIM)


def test_a_whole_entry_echoed_back_is_accepted() -> None:
    account = an_account()
    entry = log(account, hours=1, external_reference={"id": "7", "permalink": "https://x.com/7"})
    answer = call(account, "PATCH", f"/time_entries/{entry['id']}", json=entry | {"notes": "n"})
    assert answer.body == {**entry, "notes": "n"}


def test_null_does_not_remove_a_reference_but_its_own_path_does() -> None:
    account = an_account()
    entry = log(account, hours=1, external_reference={"id": "7"})
    path = f"/time_entries/{entry['id']}"
    kept = call(account, "PATCH", path, json={"external_reference": None}).body
    assert kept["external_reference"]["id"] == "7"
    assert call(account, "DELETE", f"{path}/external_reference").status == 200
    assert call(account, "GET", path).body["external_reference"] is None


def test_a_reference_can_be_replaced() -> None:
    account = an_account()
    entry = log(account, hours=1, external_reference={"id": "7", "group_id": "a"})
    fields = {"external_reference": {"id": "8"}}
    changed = call(account, "PATCH", f"/time_entries/{entry['id']}", json=fields).body
    assert (changed["external_reference"]["id"], changed["external_reference"]["group_id"]) == (
        "8",
        None,
    )


def test_a_delete_answers_200_with_the_entry_and_then_404() -> None:
    account = an_account()
    entry = log(account, hours=1)
    path = f"/time_entries/{entry['id']}"
    answer = call(account, "DELETE", path)
    assert (answer.status, answer.body) == (200, entry)
    assert call(account, "DELETE", path).status == 404


def test_ids_are_never_used_twice() -> None:
    account = an_account()
    first = log(account, hours=1)
    call(account, "DELETE", f"/time_entries/{first['id']}")
    assert log(account, hours=1)["id"] > first["id"]


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_others_entries_are_no_records_to_a_member(method: str) -> None:
    account = member()
    theirs = log(account, BOB_TOKEN, hours=1)
    path = f"/time_entries/{theirs['id']}"
    assert call(account, method, path, JANE_TOKEN, json={"notes": "x"}).status == 404


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_a_manager_sees_entries_of_managed_projects_but_may_not_write_them(method: str) -> None:
    account = manager()
    theirs = log(account, BOB_TOKEN, hours=1)
    path = f"/time_entries/{theirs['id']}"
    assert call(account, "GET", path).status == 200
    assert call(account, method, path, json={"notes": "x"}).status == 403


def test_entries_of_an_archived_project_cannot_be_deleted_by_anybody() -> None:
    account = administrator()
    query = {"project_id": WINTER_CAMPAIGN}
    old = call(account, "GET", "/time_entries", query=query).body["time_entries"][0]
    assert call(account, "DELETE", f"/time_entries/{old['id']}").status == 422


def test_closed_entries_are_deleted_by_administrators_alone() -> None:
    for account, status in ((member(), 422), (administrator(), 200)):
        entry = log(account, hours=1)
        approve(account, TODAY, TODAY)
        assert call(account, "DELETE", f"/time_entries/{entry['id']}").status == status


def test_a_locked_entry_can_be_changed_by_administrators_but_not_moved() -> None:
    account = administrator()
    path = f"/time_entries/{log(account, hours=1)['id']}"
    approve(account, TODAY, TODAY)
    assert call(account, "PATCH", path, json={"notes": "x", "hours": 2}).status == 200
    assert call(account, "PATCH", path, json={"spent_date": "2026-11-20"}).status == 422
    assert call(account, "PATCH", path, json={"task_id": PROGRAMMING}).status == 422


@pytest.mark.parametrize("fields", [{"notes": "x"}, {"hours": 2}, {"spent_date": "2026-11-20"}])
def test_a_locked_entry_cannot_be_changed_by_a_member(fields: dict[str, Any]) -> None:
    account = member()
    path = f"/time_entries/{log(account, hours=1)['id']}"
    approve(account, TODAY, TODAY)
    assert call(account, "PATCH", path, json=fields).status == 422
    assert call(account, "DELETE", f"{path}/external_reference").status == 422


def test_a_refused_write_leaves_no_trace() -> None:
    account = timestamp_account()
    running = log(account)
    answer = call(account, "POST", "/time_entries", json=an_entry(started_time="25:61"))
    assert answer.status == 422
    assert call(account, "GET", f"/time_entries/{running['id']}").body["is_running"] is True
