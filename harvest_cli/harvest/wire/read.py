"""JSON records of Harvest to the domain's values (Harvest docs, the v2 objects and Reports)."""

from harvest_cli.domain.entries import ExternalReference, Named, TimeEntry
from harvest_cli.domain.people import Account, Company, User
from harvest_cli.domain.projects import Client, Project, ProjectAssignment, Task, TaskAssignment
from harvest_cli.domain.reports import BudgetRow, ReportRow, UninvoicedRow
from harvest_cli.harvest.wire.values import (
    Object,
    Unreadable,
    a_list,
    an_object,
    clock_time,
    day,
    flag,
    maybe_flag,
    moment,
    name,
    number,
    required_id,
    text,
    whole,
)


def user(record: Object) -> User:
    """Who is logged in; raises Unreadable without an id."""
    return User(
        id=required_id(record),
        first_name=text(record.get("first_name")) or "",
        last_name=text(record.get("last_name")) or "",
        email=text(record.get("email")) or "",
        timezone=text(record.get("timezone")),
        weekly_capacity=whole(record.get("weekly_capacity")),
        access_roles=tuple(
            role for role in a_list(record.get("access_roles")) if isinstance(role, str)
        ),
    )


def company(record: Object) -> Company:
    """The settings of the account; each is None where it was not told."""
    return Company(
        name=text(record.get("name")),
        base_uri=text(record.get("base_uri")),
        full_domain=text(record.get("full_domain")),
        wants_timestamp_timers=maybe_flag(record.get("wants_timestamp_timers")),
        clock=text(record.get("clock")),
        time_format=text(record.get("time_format")),
        week_start_day=text(record.get("week_start_day")),
        date_format=text(record.get("date_format")),
        decimal_symbol=text(record.get("decimal_symbol")),
        thousands_separator=text(record.get("thousands_separator")),
        weekly_capacity=whole(record.get("weekly_capacity")),
        day_entry_notes_required=maybe_flag(record.get("day_entry_notes_required")),
        currency=text(record.get("currency")),
    )


def account(record: Object) -> Account:
    """One account of a token; raises Unreadable without an id."""
    return Account(required_id(record), name(record.get("name")), text(record.get("product")) or "")


def client(value: object) -> Client:
    """The client inside another record."""
    record = an_object(value)
    found = whole(record.get("id"))
    return Client(found, name(record.get("name")), text(record.get("currency")))


def project(value: object) -> Project:
    """The project inside another record; id 0 stands for one that was not told."""
    record = an_object(value)
    found = whole(record.get("id")) or 0
    return Project(found, name(record.get("name")), text(record.get("code")))


def task(value: object) -> Task:
    """The task inside another record; id 0 stands for one that was not told."""
    record = an_object(value)
    return Task(whole(record.get("id")) or 0, name(record.get("name")))


def named(value: object) -> Named | None:
    """A person inside another record, or None."""
    if not isinstance(value, dict):
        return None
    return Named(whole(value.get("id")), name(value.get("name")))


def task_assignment(value: object) -> TaskAssignment:
    """A task that may be tracked on a project."""
    record = an_object(value)
    return TaskAssignment(
        id=whole(record.get("id")),
        task=task(record.get("task")),
        billable=flag(record.get("billable"), otherwise=True),
        is_active=flag(record.get("is_active"), otherwise=True),
    )


def project_assignment(record: Object) -> ProjectAssignment:
    """A project of mine with its tasks; raises Unreadable when it does not say which project.

    Tasks without an id are left out: no time could be tracked to them.
    """
    found = project(record.get("project"))
    if not found.id:
        message = "an assignment without a project"
        raise Unreadable(message)
    tasks = (task_assignment(row) for row in a_list(record.get("task_assignments")))
    return ProjectAssignment(
        id=whole(record.get("id")),
        project=found,
        client=client(record.get("client")),
        is_active=flag(record.get("is_active"), otherwise=True),
        task_assignments=tuple(row for row in tasks if row.task.id),
    )


def external_reference(value: object) -> ExternalReference | None:
    """The link of an entry; its members are text, also where a number was sent."""
    if not isinstance(value, dict) or not value:
        return None
    return ExternalReference(
        id=text(value.get("id")),
        group_id=text(value.get("group_id")),
        account_id=text(value.get("account_id")),
        permalink=text(value.get("permalink")),
        service=text(value.get("service")),
    )


def time_entry(record: Object) -> TimeEntry:
    """One entry; raises Unreadable without an id."""
    started_at = moment(record.get("timer_started_at"))
    return TimeEntry(
        id=required_id(record),
        spent_date=day(record.get("spent_date")),
        hours=number(record.get("hours")),
        client=client(record.get("client")),
        project=project(record.get("project")),
        task=task(record.get("task")),
        user=named(record.get("user")),
        notes=text(record.get("notes")),
        is_running=flag(record.get("is_running"), otherwise=started_at is not None),
        started_time=clock_time(record.get("started_time")),
        ended_time=clock_time(record.get("ended_time")),
        timer_started_at=started_at,
        hours_without_timer=number(record.get("hours_without_timer")),
        rounded_hours=number(record.get("rounded_hours")),
        is_locked=flag(record.get("is_locked")),
        locked_reason=text(record.get("locked_reason")),
        is_closed=flag(record.get("is_closed")),
        approval_status=text(record.get("approval_status")),
        is_billed=flag(record.get("is_billed")),
        billable=flag(record.get("billable")),
        budgeted=flag(record.get("budgeted")),
        billable_rate=number(record.get("billable_rate")),
        cost_rate=number(record.get("cost_rate")),
        created_at=moment(record.get("created_at")),
        updated_at=moment(record.get("updated_at")),
        external_reference=external_reference(record.get("external_reference")),
    )


def report_row(record: Object) -> ReportRow:
    """One row of a time report; raises Unreadable without its hours, which would falsify sums."""
    total, billable = number(record.get("total_hours")), number(record.get("billable_hours"))
    if total is None or billable is None:
        message = "a row without hours"
        raise Unreadable(message)
    return ReportRow(
        total_hours=total,
        billable_hours=billable,
        currency=text(record.get("currency")),
        billable_amount=number(record.get("billable_amount")),
        client=_client(record) if _has(record, "client") else None,
        project=_named(record, "project") if _has(record, "project") else None,
        task=_named(record, "task") if _has(record, "task") else None,
        user=_named(record, "user") if _has(record, "user") else None,
        weekly_capacity=whole(record.get("weekly_capacity")),
        is_contractor=maybe_flag(record.get("is_contractor")),
    )


def budget_row(record: Object) -> BudgetRow:
    """One project's budget; raises Unreadable when it does not say which project."""
    _require_project(record)
    return BudgetRow(
        client=_client(record),
        project=_named(record, "project"),
        budget_by=text(record.get("budget_by")),
        budget_is_monthly=flag(record.get("budget_is_monthly")),
        is_active=flag(record.get("is_active"), otherwise=True),
        budget=number(record.get("budget")),
        budget_spent=number(record.get("budget_spent")),
        budget_remaining=number(record.get("budget_remaining")),
    )


def uninvoiced_row(record: Object) -> UninvoicedRow:
    """What of one project is not invoiced; raises Unreadable when it does not say which."""
    _require_project(record)
    return UninvoicedRow(
        client=_client(record),
        project=_named(record, "project"),
        currency=text(record.get("currency")),
        total_hours=number(record.get("total_hours")),
        uninvoiced_hours=number(record.get("uninvoiced_hours")),
        uninvoiced_expenses=number(record.get("uninvoiced_expenses")),
        uninvoiced_amount=number(record.get("uninvoiced_amount")),
    )


def _has(record: Object, what: str) -> bool:
    return f"{what}_id" in record or f"{what}_name" in record


def _require_project(record: Object) -> None:
    if not _has(record, "project"):
        message = "a row without a project"
        raise Unreadable(message)


def _client(record: Object) -> Client:
    found = whole(record.get("client_id"))
    return Client(found, name(record.get("client_name")), text(record.get("currency")))


def _named(record: Object, what: str) -> Named:
    return Named(whole(record.get(f"{what}_id")), name(record.get(f"{what}_name")))
