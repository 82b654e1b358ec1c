"""Listing and reading time entries: scope, order and every filter (Harvest docs, Time Entries)."""

from datetime import timedelta
from typing import Any

import pytest

from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.example import (
    BOB,
    JANE,
    KIM,
    ONLINE_STORE,
    PROGRAMMING,
    TASK_FORCE,
)
from tests.account import (
    BOB_TOKEN,
    JANE_TOKEN,
    KIM_TOKEN,
    NOW,
    TODAY,
    Clock,
    administrator,
    an_account,
    call,
    log,
    manager,
    many_entries,
    member,
)
from tests.rows import for_each


def listed(account: EmbeddedAccount, token: str = KIM_TOKEN, **query: Any) -> list[dict[str, Any]]:
    named = {name.rstrip("_"): value for name, value in query.items()}
    answer = call(account, "GET", "/time_entries", token, query=named)
    assert answer.status == 200, answer.body
    found: list[dict[str, Any]] = answer.body["time_entries"]
    return found


def users(entries: list[dict[str, Any]]) -> set[int]:
    return {entry["user"]["id"] for entry in entries}


def test_an_administrator_gets_everybodys_entries_by_default() -> None:
    assert users(listed(administrator())) == {KIM, BOB, JANE}


def test_an_administrator_gets_one_persons_with_user_id() -> None:
    assert users(listed(administrator(), user_id=BOB)) == {BOB}


def test_a_member_gets_their_own_alone() -> None:
    assert users(listed(member())) == {KIM}


def test_a_member_who_asks_for_another_gets_nothing() -> None:
    assert listed(member(), user_id=BOB) == []


def test_a_manager_gets_their_own_their_teammates_and_their_projects() -> None:
    account = manager()
    entries = listed(account)
    assert users(entries) == {KIM, BOB, JANE}
    account.db.execute("DELETE FROM teammates")
    assert users(listed(account)) == {KIM, BOB}
    account.db.execute("UPDATE user_assignments SET is_project_manager = 0")
    assert users(listed(account)) == {KIM}


def test_running_timers_of_others_are_in_the_list_too() -> None:
    account = administrator()
    log(account, BOB_TOKEN)
    assert users(listed(account, is_running=True)) == {BOB}
    assert listed(account, is_running=True, user_id=KIM) == []


def test_the_newest_day_comes_first_and_then_the_newest_entry() -> None:
    account = an_account()
    many_entries(account, 50)
    first, second = log(account, hours=1), log(account, hours=2)
    old = log(account, hours=3, spent_date="2026-11-17")
    keys = [(entry["spent_date"], entry["id"]) for entry in listed(account)]
    assert keys == sorted(keys, reverse=True)
    assert [key[1] for key in keys[:2]] == [second["id"], first["id"]]
    assert ("2026-11-17", old["id"]) in keys


def test_from_and_to_include_both_days() -> None:
    days = {e["spent_date"] for e in listed(an_account(), from_="2026-11-18", to="2026-11-20")}
    assert days == {"2026-11-18", "2026-11-19", "2026-11-20"}


@pytest.mark.parametrize("text", ["2026-11-20T00:00:00Z", "2026-11-20T10:00:00+02:00"])
def test_from_takes_date_times_as_well(text: str) -> None:
    days = [entry["spent_date"] for entry in listed(an_account(), from_=text)]
    assert min(days) == "2026-11-20"


def test_from_after_to_is_an_empty_list() -> None:
    assert listed(an_account(), from_="2026-11-20", to="2026-11-18") == []


@pytest.mark.parametrize(
    ("query", "field", "value"),
    [
        ({"client_id": 5735776}, "client", 5735776),
        ({"project_id": TASK_FORCE}, "project", TASK_FORCE),
        ({"task_id": PROGRAMMING}, "task", PROGRAMMING),
    ],
)
def test_filters_by_what_was_worked_on(query: dict[str, Any], field: str, value: int) -> None:
    entries = listed(an_account(), **query)
    assert entries
    assert {entry[field]["id"] for entry in entries} == {value}


def test_filters_are_joined() -> None:
    entries = listed(an_account(), project_id=ONLINE_STORE, task_id=PROGRAMMING, user_id=KIM)
    assert {(e["project"]["id"], e["task"]["id"]) for e in entries} == {(ONLINE_STORE, PROGRAMMING)}


@pytest.mark.parametrize("value", [True, False])
def test_is_billed_takes_both_sides(value: bool) -> None:
    entries = listed(an_account(), is_billed=value)
    assert {entry["is_billed"] for entry in entries} == {value}


def test_is_running_takes_both_sides() -> None:
    account = an_account()
    running = log(account)
    assert [entry["id"] for entry in listed(account, is_running=True)] == [running["id"]]
    assert running["id"] not in [entry["id"] for entry in listed(account, is_running=False)]


@pytest.mark.parametrize("status", ["unsubmitted", "approved"])
def test_approval_status_is_a_filter(status: str) -> None:
    entries = listed(an_account(), approval_status=status)
    assert {entry["approval_status"] for entry in entries} == {status}


def test_submitted_time_is_found_and_stays_open() -> None:
    account = an_account()
    entry = log(account, hours=1)
    account.db.execute(
        "UPDATE entries SET approval_status = 'submitted' WHERE id = ?", (entry["id"],)
    )
    found = listed(account, approval_status="submitted")
    assert [(e["id"], e["is_locked"], e["is_closed"]) for e in found] == [
        (entry["id"], False, False)
    ]


def test_updated_since_is_strict() -> None:
    account = an_account()
    entry = log(account, hours=1)
    assert listed(account, updated_since=entry["updated_at"]) == []
    assert len(listed(account, updated_since="2026-11-24T15:29:59Z")) == 1


@pytest.mark.parametrize(
    "text", ["2026-11-24T10:29:59-05:00", "2026-11-24T16:29:59+01:00", "2026-11-24T16:29:59 01:00"]
)
def test_updated_since_takes_any_offset(text: str) -> None:
    account = an_account()
    log(account, hours=1)
    assert len(listed(account, updated_since=text)) == 1


def test_deleted_entries_are_never_reported() -> None:
    account = an_account()
    entry = log(account, hours=1)
    call(account, "DELETE", f"/time_entries/{entry['id']}")
    assert listed(account, updated_since="2026-11-24T15:29:59Z") == []


def test_external_reference_id_looks_at_the_id_alone() -> None:
    account = an_account()
    for group in ("hv", "github"):
        log(account, hours=1, external_reference={"id": "key-1", "group_id": group})
    log(account, hours=1, external_reference={"id": "key-12", "group_id": "hv"})
    found = listed(account, external_reference_id="key-1")
    assert {e["external_reference"]["group_id"] for e in found} == {"hv", "github"}


@for_each(
    "query",
    [
        {"user_id": "me"},
        {"project_id": "x"},
        {"is_running": "True"},
        {"is_billed": "1"},
        {"from": "24/11/2026"},
        {"to": "2026-02-30"},
        {"updated_since": "yesterday"},
        {"approval_status": "done"},
    ],
    ids=str,
)
def test_a_filter_that_cannot_be_read_is_a_422(query: dict[str, str]) -> None:
    answer = call(an_account(), "GET", "/time_entries", query=query)
    assert answer.status == 422
    assert answer.headers["Hint"] == answer.body["message"]


def test_an_entry_is_read_by_its_id() -> None:
    account = an_account()
    entry = log(account, hours=1)
    assert call(account, "GET", f"/time_entries/{entry['id']}").body == entry


def test_an_entry_one_may_not_see_is_no_record() -> None:
    account = member()
    theirs = log(account, BOB_TOKEN, hours=1)
    assert call(account, "GET", f"/time_entries/{theirs['id']}").status == 404
    assert call(account, "GET", f"/time_entries/{theirs['id']}", BOB_TOKEN).status == 200
    assert call(account, "GET", f"/time_entries/{theirs['id']}", JANE_TOKEN).status == 404


def test_hours_of_a_running_entry_grow_between_reads_and_updated_at_does_not_move() -> None:
    clock = Clock()
    account = an_account(now=clock)
    entry = log(account)
    assert (entry["hours"], entry["hours_without_timer"]) == (0.0, 0.0)
    clock.pass_(minutes=15, seconds=30)
    later = call(account, "GET", f"/time_entries/{entry['id']}").body
    assert (later["hours"], later["hours_without_timer"]) == (0.26, 0.0)
    assert later["updated_at"] == entry["updated_at"]
    assert later["timer_started_at"] == "2026-11-24T15:30:00Z"


def test_a_large_account_lists_2000_at_a_time() -> None:
    account = an_account()
    many_entries(account, 4100)
    query = {"user_id": KIM, "to": TODAY - timedelta(days=60)}
    answer = call(account, "GET", "/time_entries", query=query)
    assert len(answer.body["time_entries"]) == 2000
    assert (answer.body["total_entries"], answer.body["total_pages"]) == (4100, 3)


def test_many_entries_are_the_same_for_the_same_seed() -> None:
    texts = []
    for seed in (5, 5, 6):
        account = an_account(now=NOW)
        many_entries(account, 30, seed)
        texts.append(str(listed(account, to="2026-09-01")))
    assert texts[0] == texts[1] != texts[2]
