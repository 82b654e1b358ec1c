"""Timers: one per person, stop, restart by mode (Harvest docs; live captures)."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.example import MARKETING_WEBSITE, PROGRAMMING, TASK_FORCE
from tests.account import (
    BOB_TOKEN,
    TODAY,
    Clock,
    administrator,
    an_account,
    approve,
    call,
    log,
    member,
    timestamp_account,
)

Make = Callable[..., EmbeddedAccount]


def test_a_timer_stops_the_other_one_of_the_same_person_at_the_same_second() -> None:
    clock = Clock()
    account = an_account(now=clock)
    first = log(account)
    clock.pass_(minutes=30)
    second = log(account)
    stopped = call(account, "GET", f"/time_entries/{first['id']}").body
    assert (stopped["is_running"], stopped["hours"]) == (False, 0.5)
    assert stopped["updated_at"] == second["created_at"]


def test_a_stopped_entry_leaves_the_timer_alone() -> None:
    account = an_account()
    running = log(account)
    log(account, hours=1)
    assert call(account, "GET", f"/time_entries/{running['id']}").body["is_running"] is True


def test_timers_of_colleagues_run_on() -> None:
    account = an_account()
    theirs = log(account, BOB_TOKEN)
    log(account)
    assert call(account, "GET", f"/time_entries/{theirs['id']}").body["is_running"] is True


def test_stop_banks_the_time_and_a_duration_account_forgets_the_clock() -> None:
    clock = Clock()
    account = an_account(now=clock)
    entry = log(account)
    clock.pass_(minutes=90)
    answer = call(account, "PATCH", f"/time_entries/{entry['id']}/stop")
    body = answer.body
    assert (answer.status, body["hours"], body["hours_without_timer"]) == (200, 1.5, 1.5)
    assert (body["is_running"], body["timer_started_at"]) == (False, None)
    assert (body["started_time"], body["ended_time"]) == (None, None)
    assert body["updated_at"] == "2026-11-24T17:00:00Z"


def test_stop_in_a_timestamp_account_keeps_the_start_and_sets_the_end() -> None:
    clock = Clock()
    account = timestamp_account(now=clock)
    entry = log(account)
    clock.pass_(seconds=78)
    body = call(account, "PATCH", f"/time_entries/{entry['id']}/stop").body
    assert (body["hours"], body["started_time"], body["ended_time"]) == (0.02, "10:30am", "10:31am")


def test_stop_of_a_stopped_entry_is_a_422() -> None:
    account = an_account()
    entry = log(account, hours=1)
    answer = call(account, "PATCH", f"/time_entries/{entry['id']}/stop")
    assert answer.status == 422
    assert answer.headers["Hint"] == answer.body["message"]


@pytest.mark.parametrize("make", [an_account, timestamp_account])
def test_restart_of_a_running_entry_is_a_422(make: Make) -> None:
    account = make()
    entry = log(account)
    answer = call(account, "PATCH", f"/time_entries/{entry['id']}/restart")
    assert answer.status == 422


@pytest.mark.parametrize("verb", ["stop", "restart"])
def test_stop_and_restart_of_an_unknown_entry_are_a_404(verb: str) -> None:
    assert call(an_account(), "PATCH", f"/time_entries/5/{verb}").status == 404


def test_restart_by_duration_resumes_the_same_entry() -> None:
    clock = Clock()
    account = an_account(now=clock)
    entry = log(account, hours=1.5)
    clock.pass_(minutes=10)
    body = call(account, "PATCH", f"/time_entries/{entry['id']}/restart").body
    assert (body["id"], body["is_running"], body["started_time"]) == (entry["id"], True, None)
    assert body["timer_started_at"] == body["updated_at"] == "2026-11-24T15:40:00Z"
    clock.pass_(minutes=30)
    later = call(account, "GET", f"/time_entries/{entry['id']}").body
    assert (later["hours"], later["hours_without_timer"]) == (2.0, 1.5)


def test_restart_by_timestamp_returns_a_new_entry() -> None:
    clock = Clock()
    account = timestamp_account(now=clock)
    entry = log(
        account, hours=1, notes="Hero", spent_date="2026-11-23", external_reference={"id": "7"}
    )
    clock.pass_(minutes=10)
    body = call(account, "PATCH", f"/time_entries/{entry['id']}/restart").body
    assert body["id"] != entry["id"]
    assert (body["hours"], body["started_time"], body["ended_time"]) == (0.0, "10:40am", None)
    for field in ("project", "task", "notes", "spent_date", "user"):
        assert body[field] == entry[field]
    assert body["external_reference"] is None
    assert call(account, "GET", f"/time_entries/{entry['id']}").body == entry


@pytest.mark.parametrize("make", [an_account, timestamp_account])
def test_restart_stops_the_other_timer(make: Make) -> None:
    account = make()
    entry, running = log(account, hours=1), log(account)
    assert call(account, "PATCH", f"/time_entries/{entry['id']}/restart").status == 200
    assert call(account, "GET", f"/time_entries/{running['id']}").body["is_running"] is False
    query = {"is_running": True}
    assert call(account, "GET", "/time_entries", query=query).body["total_entries"] == 1


def test_a_locked_entry_does_not_restart() -> None:
    for account in (member(), administrator()):
        entry = log(account, hours=1)
        approve(account, TODAY, TODAY)
        assert call(account, "PATCH", f"/time_entries/{entry['id']}/restart").status == 422


def test_an_entry_whose_task_was_archived_does_not_restart() -> None:
    account = an_account()
    entry = log(account, hours=1)
    account.db.execute("UPDATE task_assignments SET is_active = 0")
    assert call(account, "PATCH", f"/time_entries/{entry['id']}/restart").status == 422


def test_timers_do_not_roll_over_at_midnight() -> None:
    clock = Clock(datetime(2026, 11, 25, 4, 50, tzinfo=UTC))
    account = an_account(now=clock)
    entry = log(account)
    clock.pass_(minutes=30)
    body = call(account, "PATCH", f"/time_entries/{entry['id']}/stop").body
    assert (body["spent_date"], body["hours"]) == ("2026-11-24", 0.5)


@pytest.mark.parametrize("changed", [False, True])
def test_a_timer_that_is_sent_after_midnight_counts_from_its_own_day(changed: bool) -> None:
    clock = Clock(datetime(2026, 11, 25, 5, 30, tzinfo=UTC))  # 00:30 in New York
    account = timestamp_account(now=clock)
    fields = {"spent_date": "2026-11-24", "started_time": "22:00"}
    if changed:
        entry = log(account, spent_date="2026-11-24")
        path = f"/time_entries/{entry['id']}"
        entry = call(account, "PATCH", path, json={"started_time": "22:00"}).body
    else:
        entry = log(account, **fields)
    assert (entry["hours"], entry["timer_started_at"]) == (2.5, "2026-11-25T03:00:00Z")
    clock.pass_(minutes=30)
    body = call(account, "PATCH", f"/time_entries/{entry['id']}/stop").body
    assert (body["hours"], body["started_time"], body["ended_time"]) == (3.0, "10:00pm", "1:00am")


def test_an_hour_that_daylight_saving_skips_is_not_counted() -> None:
    clock = Clock(datetime(2026, 3, 8, 6, 30, tzinfo=UTC))
    account = timestamp_account(now=clock)
    entry = log(account, spent_date="2026-03-08")
    clock.pass_(hours=1)
    body = call(account, "PATCH", f"/time_entries/{entry['id']}/stop").body
    assert (body["started_time"], body["ended_time"], body["hours"]) == ("1:30am", "3:30am", 1.0)


def test_an_administrator_stops_a_colleagues_timer() -> None:
    account = administrator()
    theirs = log(account, BOB_TOKEN)
    assert call(account, "PATCH", f"/time_entries/{theirs['id']}/stop").status == 200


def test_a_member_cannot_reach_a_colleagues_timer() -> None:
    account = member()
    theirs = log(account, BOB_TOKEN)
    assert call(account, "PATCH", f"/time_entries/{theirs['id']}/stop").status == 404


def test_the_timer_of_the_person_an_administrator_starts_for_is_stopped() -> None:
    account = administrator()
    mine, theirs = log(account), log(account, BOB_TOKEN)
    log(account, user_id=theirs["user"]["id"], project_id=MARKETING_WEBSITE, task_id=PROGRAMMING)
    assert call(account, "GET", f"/time_entries/{mine['id']}").body["is_running"] is True
    assert call(account, "GET", f"/time_entries/{theirs['id']}").body["is_running"] is False
    assert TASK_FORCE not in (mine["project"]["id"], theirs["project"]["id"])
