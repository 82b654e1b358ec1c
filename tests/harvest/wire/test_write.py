"""What is sent: only what was given, in the account's own style."""

import json
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest

from harvest_cli.domain.days import Period
from harvest_cli.domain.entries import ExternalReference, NewEntry
from harvest_cli.domain.hours import hours_from_minutes
from harvest_cli.harvest.wire.write import (
    UNSET,
    EntryChange,
    EntryFilter,
    body_of,
    entry_change,
    filter_params,
    new_entry,
    report_params,
)
from tests.rows import for_each

DAY = date(2026, 11, 21)
LEAST = {"project_id": 1, "task_id": 2, "spent_date": "2026-11-21"}
NEW = NewEntry(1, 2, DAY)


def test_a_timer_is_started_by_saying_nothing_about_time() -> None:
    assert new_entry(NEW, "12h") == LEAST


def test_a_duration_is_sent_as_a_number() -> None:
    sent = new_entry(NewEntry(1, 2, DAY, hours=Decimal("0.33")), None)
    assert body_of(sent) == (
        b'{"project_id": 1, "task_id": 2, "spent_date": "2026-11-21", "hours": 0.33}'
    )


def test_every_minute_of_a_day_is_sent_without_drift() -> None:
    for minutes in range(1, 24 * 60 + 1):
        hours = hours_from_minutes(minutes)
        body = body_of(new_entry(NewEntry(1, 2, DAY, hours=hours), None))
        assert json.loads(body, parse_float=Decimal)["hours"] == hours


@pytest.mark.found("A7")
@pytest.mark.parametrize(
    ("clock", "start", "end"),
    [("12h", "9:05am", "12:30pm"), ("24h", "9:05", "12:30"), (None, "9:05am", "12:30pm")],
)
def test_times_are_written_in_the_style_of_the_account(
    clock: str | None, start: str, end: str
) -> None:
    entry = NewEntry(1, 2, DAY, started_time=time(9, 5), ended_time=time(12, 30))
    assert new_entry(entry, clock) == {**LEAST, "started_time": start, "ended_time": end}


def test_hours_and_times_go_together() -> None:
    entry = NewEntry(
        1, 2, DAY, hours=Decimal("2.00"), started_time=time(9), ended_time=time(11), notes="n"
    )
    assert new_entry(entry, "24h") == {
        **LEAST,
        "hours": 2.0,
        "started_time": "9:00",
        "ended_time": "11:00",
        "notes": "n",
    }


def test_midnight_is_a_time_and_zero_is_a_duration() -> None:
    entry = NewEntry(1, 2, DAY, hours=Decimal(0), started_time=time(0), notes="", user_id=0)
    assert new_entry(entry, "12h") == {
        **LEAST,
        "hours": 0.0,
        "started_time": "12:00am",
        "notes": "",
        "user_id": 0,
    }


def test_a_reference_sends_what_it_has_and_never_its_service() -> None:
    link = ExternalReference("key", "hv", service="github.com")
    sent = new_entry(NewEntry(1, 2, DAY, external_reference=link), None)
    assert sent["external_reference"] == {"id": "key", "group_id": "hv"}


def test_notes_in_any_script_survive() -> None:
    notes = 'ünï ☕ 🧑‍💻 "quoted" \\ \n line'
    assert json.loads(body_of(new_entry(NewEntry(1, 2, DAY, notes=notes), None)))["notes"] == notes


@for_each(
    ("change", "sent"),
    [
        (EntryChange(notes="new"), {"notes": "new"}),
        (EntryChange(notes=""), {"notes": ""}),
        (EntryChange(notes=None), {"notes": None}),
        (EntryChange(hours=Decimal("1.25")), {"hours": 1.25}),
        (EntryChange(spent_date=DAY), {"spent_date": "2026-11-21"}),
        (EntryChange(project_id=3, task_id=4), {"project_id": 3, "task_id": 4}),
        (
            EntryChange(started_time=time(13), ended_time=None),
            {"started_time": "1:00pm", "ended_time": None},
        ),
        (
            EntryChange(external_reference=ExternalReference("1")),
            {"external_reference": {"id": "1"}},
        ),
        (EntryChange(notes="x", hours=UNSET), {"notes": "x"}),
    ],
)
def test_a_change_sends_only_what_was_set(change: EntryChange, sent: dict[str, object]) -> None:
    assert entry_change(change, "12h") == sent


def test_a_change_of_nothing_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="nothing to change"):
        entry_change(EntryChange(), None)


def test_every_filter_has_the_name_and_form_that_harvest_knows() -> None:
    since = datetime(2026, 11, 21, 9, 30, 5, 999, tzinfo=timezone(timedelta(hours=-5)))
    wanted = EntryFilter(
        user_id=1,
        client_id=2,
        project_id=3,
        task_id=4,
        external_reference_id="key/1",
        is_billed=False,
        is_running=True,
        approval_status="submitted",
        updated_since=since,
        from_=DAY,
        to=date(2026, 11, 30),
        per_page=50,
    )
    assert filter_params(wanted) == {
        "user_id": "1",
        "client_id": "2",
        "project_id": "3",
        "task_id": "4",
        "external_reference_id": "key/1",
        "is_billed": "false",
        "is_running": "true",
        "approval_status": "submitted",
        "updated_since": "2026-11-21T14:30:05Z",
        "from": "2026-11-21",
        "to": "2026-11-30",
        "per_page": "50",
    }


def test_no_filter_sends_nothing() -> None:
    assert filter_params(EntryFilter()) == {}
    assert filter_params(EntryFilter(updated_since=datetime(2026, 1, 1, tzinfo=UTC))) == {
        "updated_since": "2026-01-01T00:00:00Z"
    }


@pytest.mark.parametrize(
    ("fixed_fee", "more"),
    [
        (None, {}),
        (True, {"include_fixed_fee": "true"}),
        (False, {"include_fixed_fee": "false"}),
    ],
)
def test_reports_take_compact_days(fixed_fee: bool | None, more: dict[str, str]) -> None:
    period = Period(date(2026, 1, 1), date(2026, 11, 30))
    assert report_params(period, fixed_fee) == {"from": "20260101", "to": "20261130", **more}
