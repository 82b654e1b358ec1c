"""Records of Harvest as the domain's values, whole and damaged."""

import json
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest_cli.domain.company import (
    Account,
    Client,
    Company,
    Project,
    ProjectAssignment,
    Task,
    TaskAssignment,
    User,
)
from harvest_cli.domain.entries import ExternalReference, Named, TimeEntry
from harvest_cli.domain.totals import BudgetRow, ReportRow, UninvoicedRow
from harvest_cli.harvest.wire import read as reports
from harvest_cli.harvest.wire import read as wire_read
from harvest_cli.harvest.wire.read import Object, Unreadable, decode_object
from tests.harvest.samples import ASSIGNMENT, COMPANY, ENTRY, USER
from tests.rows import for_each, share, sweep, try_all


def sent(record: object) -> Object:
    """A record as it comes out of an answer: numbers as Decimal."""
    return decode_object(json.dumps(record).encode())


def test_an_entry_of_the_documentation() -> None:
    assert wire_read.time_entry(sent(ENTRY)) == TimeEntry(
        id=636709355,
        spent_date=date(2017, 3, 2),
        hours=Decimal("2.11"),
        client=Client(5735774, "ABC Corp", "USD"),
        project=Project(14307913, "Marketing Website", "MW"),
        task=Task(8083365, "Graphic Design"),
        user=Named(1782959, "Kim Allen"),
        notes="Adding CSS styling",
        started_time=time(15),
        ended_time=time(17),
        hours_without_timer=Decimal("2.11"),
        rounded_hours=Decimal("2.25"),
        is_locked=True,
        locked_reason="Item Approved and Locked for this Time Period",
        is_closed=True,
        approval_status="approved",
        billable=True,
        budgeted=True,
        billable_rate=Decimal(100),
        cost_rate=Decimal(50),
        created_at=datetime(2017, 6, 27, 15, 50, 15, tzinfo=UTC),
        updated_at=datetime(2017, 6, 27, 16, 47, 14, tzinfo=UTC),
        external_reference=ExternalReference(
            "42", "hv", None, "https://github.com/a/b/issues/42", "github.com"
        ),
    )


def test_hours_do_not_drift() -> None:
    hours = wire_read.time_entry(sent({**ENTRY, "hours": 0.1 + 0.2})).hours
    assert hours == Decimal("0.30000000000000004")
    assert wire_read.time_entry(decode_object(b'{"id":1,"hours":2.10}')).hours == Decimal("2.10")


def test_an_entry_with_nothing_but_an_id_can_be_shown() -> None:
    entry = wire_read.time_entry({"id": "7"})
    assert entry == TimeEntry(7, None, None, Client(None, "?"), Project(0, "?"), Task(0, "?"))


@for_each("value", [None, [], {}, "", "?", -1, 1e9, True, "2026-13-45"])
def test_one_damaged_field_leaves_the_others(value: object) -> None:
    def leaves_the_others(field: str) -> None:
        entry = wire_read.time_entry(sent({**ENTRY, field: value}))
        assert entry.id == 636709355
        assert field == "hours" or entry.hours == Decimal("2.11")
        assert field == "notes" or entry.notes == "Adding CSS styling"

    try_all([name for name in ENTRY if name != "id"], leaves_the_others)


def test_a_project_that_is_null_has_id_zero_and_no_name() -> None:
    entry = wire_read.time_entry({**ENTRY, "project": None, "task": None, "client": None})
    assert (entry.project, entry.task, entry.client) == (
        Project(0, "?"),
        Task(0, "?"),
        Client(None, "?"),
    )


@pytest.mark.parametrize("code", [None, ""])
def test_an_empty_code_is_none(code: str | None) -> None:
    assert wire_read.project({"id": 1, "name": "A", "code": code}).code is None


def test_a_running_timer_is_known_by_either_sign() -> None:
    started = "2026-11-21T09:00:00Z"
    assert wire_read.time_entry({"id": 1, "timer_started_at": started}).is_running
    assert wire_read.time_entry({"id": 1, "is_running": True, "ended_time": "5:00pm"}).is_running
    assert not wire_read.time_entry(
        {"id": 1, "is_running": False, "timer_started_at": started}
    ).is_running


@pytest.mark.parametrize("reference", [None, {}, "x", 5])
def test_no_reference_is_none(reference: object) -> None:
    assert wire_read.external_reference(reference) is None


def test_a_user_of_the_documentation() -> None:
    user = wire_read.user(sent(USER))
    assert user == User(
        id=1782884,
        first_name="Kim",
        last_name="Allen",
        email="kim@example.com",
        timezone="Eastern Time (US & Canada)",
        weekly_capacity=126000,
        access_roles=("manager", "project_creator"),
    )
    assert wire_read.user({"id": 1, "first_name": None, "access_roles": [None, 3]}) == User(1)


def test_the_company_of_the_documentation() -> None:
    company = wire_read.company(sent(COMPANY))
    assert company == Company(
        name="ABC Corp",
        base_uri="https://abc.harvestapp.com",
        full_domain="abc.harvestapp.com",
        wants_timestamp_timers=True,
        clock="12h",
        time_format="hours_minutes",
        week_start_day="Monday",
        date_format="%Y-%m-%d",
        decimal_symbol=".",
        thousands_separator=",",
        weekly_capacity=126000,
        day_entry_notes_required=False,
        currency="USD",
    )
    assert wire_read.company({}) == Company()
    assert wire_read.company({"clock": "36h", "wants_timestamp_timers": "?"}).clock == "36h"


def test_an_account_needs_an_id() -> None:
    assert wire_read.account({"id": 5, "name": "ABC", "product": "harvest"}) == Account(
        5, "ABC", "harvest"
    )
    with pytest.raises(Unreadable):
        wire_read.account({"name": "ABC"})


def test_an_assignment_of_the_documentation() -> None:
    assert wire_read.project_assignment(sent(ASSIGNMENT)) == ProjectAssignment(
        id=125068554,
        project=Project(14308069, "Online Store - Phase 1", "OS1"),
        client=Client(5735776, "123 Industries", "EUR"),
        task_assignments=(
            TaskAssignment(155505013, Task(8083365, "Graphic Design")),
            TaskAssignment(155505014, Task(8083366, "Programming"), False, False),
        ),
    )


@for_each("tasks", [None, {}, [], [None], [{"task": None}], [{"task": {}}]])
def test_an_assignment_may_have_no_usable_tasks(tasks: object) -> None:
    found = wire_read.project_assignment({**ASSIGNMENT, "task_assignments": tasks})
    assert found.tasks == ()


@pytest.mark.parametrize("project", [None, {}, {"name": "A"}, []])
def test_an_assignment_without_a_project_is_no_use(project: object) -> None:
    with pytest.raises(Unreadable):
        wire_read.project_assignment({**ASSIGNMENT, "project": project})


HOURS = {"total_hours": 5.53, "billable_hours": 0}
MONEY = {"currency": "USD", "billable_amount": 553.5}


@pytest.mark.parametrize(
    ("record", "row"),
    [
        (
            {"client_id": 1, "client_name": "ABC", **HOURS, **MONEY},
            ReportRow(
                Decimal("5.53"), Decimal(0), "USD", Decimal("553.5"), Client(1, "ABC", "USD")
            ),
        ),
        (
            {
                "project_id": 2,
                "project_name": "[MW] W",
                "client_id": 1,
                "client_name": "A",
                **HOURS,
            },
            ReportRow(
                Decimal("5.53"), Decimal(0), client=Client(1, "A"), project=Named(2, "[MW] W")
            ),
        ),
        (
            {"task_id": 3, "task_name": None, **HOURS},
            ReportRow(Decimal("5.53"), Decimal(0), task=Named(3, "?")),
        ),
        (
            {
                "user_id": 4,
                "user_name": "Kim",
                "weekly_capacity": 126000,
                "is_contractor": False,
                **HOURS,
            },
            ReportRow(
                Decimal("5.53"),
                Decimal(0),
                user=Named(4, "Kim"),
                weekly_capacity=126000,
                is_contractor=False,
            ),
        ),
    ],
)
def test_rows_of_each_time_report(record: dict[str, object], row: ReportRow) -> None:
    assert reports.report_row(sent(record)) == row


@pytest.mark.parametrize("missing", ["total_hours", "billable_hours"])
def test_a_row_without_hours_would_falsify_the_sum(missing: str) -> None:
    with pytest.raises(Unreadable):
        reports.report_row({**HOURS, missing: None})


PROJECT = {"client_id": 1, "client_name": "ABC", "project_id": 2, "project_name": "Web"}


def test_a_budget_may_be_hidden_or_overdrawn() -> None:
    row = {**PROJECT, "budget_by": "project_cost", "is_active": False, "budget_remaining": -3.5}
    assert reports.budget_row(sent(row)) == BudgetRow(
        Client(1, "ABC"),
        Named(2, "Web"),
        "project_cost",
        is_active=False,
        budget_remaining=Decimal("-3.5"),
    )


def test_what_is_not_invoiced_may_be_negative() -> None:
    row = {**PROJECT, "currency": "EUR", "uninvoiced_amount": -12, "uninvoiced_hours": "1.5"}
    assert reports.uninvoiced_row(sent(row)) == UninvoicedRow(
        Client(1, "ABC", "EUR"),
        Named(2, "Web"),
        "EUR",
        uninvoiced_hours=Decimal("1.5"),
        uninvoiced_amount=Decimal(-12),
    )


@pytest.mark.parametrize("read", [reports.budget_row, reports.uninvoiced_row])
def test_a_row_without_a_project_is_no_use(read: object) -> None:
    with pytest.raises(Unreadable):
        read({"client_id": 1})  # type: ignore[operator]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


@sweep
@settings(max_examples=share(40, 4), deadline=None)
@given(st.fixed_dictionaries({name: JSON for name in ENTRY if name != "id"}))
def test_no_value_of_any_kind_breaks_an_entry(record: dict[str, object]) -> None:
    entry = wire_read.time_entry(decode_object(json.dumps({**record, "id": 1}).encode()))
    assert entry.id == 1
    for hours in (entry.hours, entry.rounded_hours, entry.billable_rate):
        assert hours is None or hours.is_finite()
    assert (entry.notes or "").encode() is not None
