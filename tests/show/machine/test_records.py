"""The keys of machine output are frozen: a change here breaks somebody's script."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

from harvest_cli.domain.company import Client, Project, Task
from harvest_cli.domain.entries import EntryState, ExternalReference, TimeEntry
from harvest_cli.domain.errors import Refused
from harvest_cli.show.machine.days import STATUS
from harvest_cli.show.machine.entries import ENTRY, LIST, LOG
from harvest_cli.show.machine.names import PROJECTS
from harvest_cli.show.machine.setup import WHOAMI
from harvest_cli.show.machine.text import json_text
from tests.show.samples import (
    FOOTER,
    IDENTITY,
    LOCKED,
    MOCKUPS,
    RUNNING,
    a_project,
    a_status,
    listed,
    logged,
    projects,
)

ENTRY_KEYS = [
    "id", "state", "spent_date", "hours", "hours_without_timer", "rounded_hours", "started_time",
    "ended_time", "is_running", "timer_started_at", "client", "project", "task", "user", "notes",
    "billable", "is_locked", "locked_reason", "is_billed", "approval_status",
    "external_reference", "created_at", "updated_at",
]  # fmt: skip


def test_an_entry_has_these_keys_in_this_order() -> None:
    assert list(ENTRY.record(MOCKUPS)) == ENTRY_KEYS


def test_a_full_entry_as_text() -> None:
    entry = MOCKUPS._replace(
        started_time=time(9),
        ended_time=time(11, 0),
        hours_without_timer=Decimal("2.00"),
        rounded_hours=Decimal("2.25"),
        external_reference=ExternalReference(
            "7", "g", None, "https://example.com/7", "example.com"
        ),
        created_at=datetime(2026, 11, 21, 16, 0, 1, tzinfo=UTC),
        approval_status="unsubmitted",
    )
    assert json_text(ENTRY.record(entry)) == (
        '{"id": 636718192, "state": "created", "spent_date": "2026-11-21", "hours": 2.0, '
        '"hours_without_timer": 2.0, "rounded_hours": 2.25, "started_time": "09:00", '
        '"ended_time": "11:00", "is_running": false, "timer_started_at": null, '
        '"client": {"id": 5735776, "name": "ABC Corp"}, '
        '"project": {"id": 14307913, "name": "Marketing Website", "code": "MW"}, '
        '"task": {"id": 8083365, "name": "Graphic Design"}, '
        '"user": {"id": 1782959, "name": "Kim Allen"}, "notes": "hero mockups", '
        '"billable": true, "is_locked": false, "locked_reason": null, "is_billed": false, '
        '"approval_status": "unsubmitted", "external_reference": {"id": "7", "group_id": "g", '
        '"account_id": null, "permalink": "https://example.com/7", "service": "example.com"}, '
        '"created_at": "2026-11-21T16:00:01Z", "updated_at": null}'
    )


def test_an_entry_without_anything_has_the_same_keys_and_nulls() -> None:
    bare = TimeEntry(0, None, None, Client(None, "?"), Project(0, "?"), Task(0, "?"))
    record = ENTRY.record((bare, EntryState.PREVIEW))
    assert list(record) == ENTRY_KEYS
    assert record["id"] is None
    assert record["state"] == "preview"
    assert record["project"] == {"id": None, "name": "?", "code": None}
    assert record["user"] is None


def test_a_log_has_text_entries_and_warnings() -> None:
    document = LOG.record(logged(MOCKUPS, FOOTER, warnings=("careful",)))
    assert list(document) == ["text", "entries", "warnings", "inferences"]
    assert [entry["id"] for entry in document["entries"]] == [636718192, 636718193]
    assert document["warnings"] == ["careful"]


def test_a_log_that_failed_half_way_holds_the_error_too() -> None:
    document = LOG.record(logged(MOCKUPS, failure=Refused("Locked")))
    assert list(document) == ["text", "entries", "warnings", "inferences", "error"]
    assert document["error"] == {"code": "refused", "message": "Locked", "hint": None}


def test_entries_have_the_same_keys_whether_empty_or_not() -> None:
    full, empty = LIST.record(listed(LOCKED, RUNNING)), LIST.record(listed())
    assert list(full) == list(empty) == ["from", "to", "entries", "totals", "inferences"]
    assert (full["from"], full["to"]) == (date(2026, 11, 16), date(2026, 11, 22))
    assert full["totals"] == {"hours": Decimal("7.72"), "billable_hours": Decimal("7.72")}
    assert json_text(empty) == (
        '{"from": "2026-11-16", "to": "2026-11-22", "entries": [], '
        '"totals": {"hours": 0.0, "billable_hours": 0.0}, "inferences": []}'
    )


def test_a_project_names_what_can_be_typed() -> None:
    assert PROJECTS.record(projects(a_project(last_task="Graphic Design"))) == {
        "projects": [
            {
                "client": "ABC Corp",
                "project": "Marketing Website",
                "code": "MW",
                "slug": "marketing-website",
                "tasks": ["Graphic Design", "Programming"],
                "last_used": date(2026, 11, 21),
                "last_task": "Graphic Design",
                "default_task": None,
                "default_task_why": None,
                "client_id": 5735776,
                "project_id": 14307913,
                "is_active": True,
                "task_ids": [1, 2],
            }
        ]
    }


def test_the_status_names_what_runs_and_todays_entries() -> None:
    document = STATUS.record(a_status(FOOTER, RUNNING))
    assert list(document) == [
        *("now", "running", "entries", "totals", "week", "done_at", "unsent", "forgotten"),
        *("stale", "as_of", "waiting", "rejected"),
    ]
    assert [entry["id"] for entry in document["running"]] == [636718194]
    assert [entry["id"] for entry in document["entries"]] == [636718193, 636718194]
    assert document["totals"] == {
        "hours": Decimal("2.22"),
        "target": Decimal("7.00"),
        "waiting": Decimal("0.00"),
    }


def test_who_i_am_holds_no_token() -> None:
    document = WHOAMI.record(IDENTITY)
    assert list(document) == [
        "user", "company", "account_id", "api_url", "token_source", "timezone",
        "profile", "expires_at",
    ]  # fmt: skip
    assert list(document["user"]) == [
        "id", "name", "email", "timezone", "weekly_capacity", "access_roles",
    ]  # fmt: skip
    assert list(document["company"]) == [
        "name", "full_domain", "wants_timestamp_timers", "clock", "time_format", "week_start_day",
    ]  # fmt: skip
    assert document["token_source"] == "HARVEST_ACCESS_TOKEN"
