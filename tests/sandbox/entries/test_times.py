"""What hours and clock times do in both timer modes (Harvest docs; two live accounts)."""

from typing import Any

import pytest

from tests.account import Clock, an_account, an_entry, call, log, timestamp_account
from tests.rows import for_each


def times(entry: dict[str, Any]) -> tuple[Any, ...]:
    return (entry["hours"], entry["started_time"], entry["ended_time"], entry["is_running"])


def patched(account: Any, entry: dict[str, Any], **fields: Any) -> dict[str, Any]:
    answer = call(account, "PATCH", f"/time_entries/{entry['id']}", json=fields)
    assert answer.status == 200, answer.body
    body: dict[str, Any] = answer.body
    return body


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param({"hours": 1.5}, (1.5, None, None, False), id="hours"),
        pytest.param({"hours": 0}, (0.0, None, None, False), id="zero hours are stopped"),
        pytest.param({}, (0.0, "10:30am", None, True), id="neither starts a timer"),
        pytest.param({"hours": None}, (0.0, "10:30am", None, True), id="null is absent"),
        pytest.param(
            {"started_time": "8:00am", "ended_time": "9:00am"},
            (0.0, "10:30am", None, True),
            id="ends are ignored",
        ),
        pytest.param(
            {"hours": 2, "started_time": "8:00am", "ended_time": "9:00am"},
            (2.0, None, None, False),
            id="hours win",
        ),
    ],
)
def test_an_account_of_durations(fields: dict[str, Any], expected: tuple[Any, ...]) -> None:
    assert times(log(an_account(), **fields)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        pytest.param(
            {"started_time": "8:00am", "ended_time": "9:20am"},
            (1.33, "8:00am", "9:20am", False),
            id="start and end",
        ),
        pytest.param({}, (0.0, "10:30am", None, True), id="neither starts a timer now"),
        pytest.param(
            {"started_time": "9:15am"}, (1.25, "9:15am", None, True), id="a start alone runs since"
        ),
        pytest.param(
            {"ended_time": "11:00am"}, (0.5, "10:30am", "11:00am", False), id="an end alone"
        ),
        pytest.param(
            {"hours": 1.5}, (1.5, "9:00am", "10:30am", False), id="hours alone get clock times"
        ),
        pytest.param(
            {"hours": 5, "started_time": "8:00am", "ended_time": "9:00am"},
            (1.0, "8:00am", "9:00am", False),
            id="the times win",
        ),
        pytest.param(
            {"hours": 2, "started_time": "8:00am"},
            (2.0, "8:00am", "10:00am", False),
            id="hours and a start",
        ),
        pytest.param(
            {"started_time": "10:00pm", "ended_time": "2:00am"},
            (4.0, "10:00pm", "2:00am", False),
            id="over midnight",
        ),
        pytest.param(
            {"started_time": "8:00am", "ended_time": "8:00am"},
            (0.0, "8:00am", "8:00am", False),
            id="no time at all",
        ),
        pytest.param(
            {"started_time": "1:00pm"}, (0.0, "1:00pm", None, True), id="a start in the future"
        ),
    ],
)
def test_an_account_of_start_and_end(fields: dict[str, Any], expected: tuple[Any, ...]) -> None:
    assert times(log(timestamp_account(), **fields)) == expected


@for_each("text", ["1:13PM", "1:13pm", "13:13", "1:13 p.m.", "13:13:59"])
@for_each(("clock", "shown"), [("12h", "1:13pm"), ("24h", "13:13")])
def test_both_styles_are_read_and_the_accounts_own_is_written(
    text: str, clock: str, shown: str
) -> None:
    account = timestamp_account(clock=clock)
    entry = log(account, started_time=text, ended_time="14:00")
    assert entry["started_time"] == shown


@for_each("field", ["started_time", "ended_time"])
@for_each("text", ["25:61", "13:00pm", "noon", 9])
def test_a_time_that_is_none_is_a_422(field: str, text: object) -> None:
    answer = call(timestamp_account(), "POST", "/time_entries", json=an_entry(**{field: text}))
    assert answer.status == 422


@pytest.mark.parametrize(
    ("zone", "shown"),
    [("Eastern Time (US & Canada)", "10:30am"), ("Kathmandu", "9:15pm"), ("Asia/Tokyo", "12:30am")],
)
def test_clock_times_are_those_of_the_users_zone(zone: str, shown: str) -> None:
    entry = log(timestamp_account(zone=zone))
    assert entry["started_time"] == shown
    assert entry["timer_started_at"] == "2026-11-24T15:30:00Z"


def test_a_given_start_matches_timer_started_at_in_the_users_zone() -> None:
    entry = log(timestamp_account(), started_time="9:15am")
    assert entry["timer_started_at"] == "2026-11-24T14:15:00Z"


def test_a_running_timer_may_be_on_any_day() -> None:
    for day in ("2026-11-20", "2026-12-24"):
        assert log(an_account(), spent_date=day)["is_running"] is True


def test_hours_echoed_to_a_running_entry_inflate_it() -> None:
    clock = Clock()
    account = an_account(now=clock)
    entry = log(account)
    clock.pass_(hours=1)
    assert patched(account, entry, notes="only notes")["hours"] == 1.0
    assert patched(account, entry, hours=1.0)["hours"] == 2.0


@for_each(
    ("fields", "expected"),
    [
        ({"hours": 3}, (3.0, "8:00am", "11:00am", False)),
        ({"started_time": "7:00am"}, (2.0, "7:00am", "9:00am", False)),
        ({"ended_time": "10:00am"}, (2.0, "8:00am", "10:00am", False)),
        ({"started_time": "1:00pm", "ended_time": "1:30pm"}, (0.5, "1:00pm", "1:30pm", False)),
        ({"hours": 9, "ended_time": "10:00am"}, (2.0, "8:00am", "10:00am", False)),
        ({"started_time": None, "hours": ""}, (1.0, "8:00am", "9:00am", False)),
    ],
    ids=str,
)
def test_updates_by_start_and_end_keep_hours_and_times_together(
    fields: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    account = timestamp_account()
    entry = log(account, started_time="8:00am", ended_time="9:00am")
    assert times(patched(account, entry, **fields)) == expected


def test_an_end_stops_a_running_entry() -> None:
    account = timestamp_account()
    entry = log(account, started_time="9:00am")
    stopped = patched(account, entry, ended_time="10:00am")
    assert times(stopped) == (1.0, "9:00am", "10:00am", False)
    assert stopped["timer_started_at"] is None


def test_another_start_of_a_running_entry_moves_its_timer() -> None:
    account = timestamp_account()
    entry = log(account)
    assert times(patched(account, entry, started_time="8:30am")) == (2.0, "8:30am", None, True)


def test_updates_by_duration_ignore_clock_times() -> None:
    account = an_account()
    entry = log(account, hours=1)
    changed = patched(account, entry, started_time="8:00am", ended_time="12:00pm", hours=2)
    assert times(changed) == (2.0, None, None, False)


def test_switching_the_mode_concerns_later_entries() -> None:
    account = an_account()
    before = log(account, hours=1)
    account.configure(wants_timestamp_timers=True)
    assert times(call(account, "GET", f"/time_entries/{before['id']}").body) == times(before)
    assert log(account, hours=1)["started_time"] is not None
