"""The things of a Harvest account, named as Harvest names them (Harvest docs, v2 objects).

Times of day are wall clock in the user's zone; moments are aware; hours are hundredths.
A field that Harvest left out, or sent as something unreadable, is None.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Named:
    """An id and a name; what an entry says of its user."""

    id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class Client:
    """Who is billed; `currency` is an ISO code, undocumented but present in live answers."""

    id: int | None
    name: str
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """What is worked on; `code` is None where the account uses none."""

    id: int
    name: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """What kind of work it is."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class TaskAssignment:
    """A task that may be tracked on one project. Entries take `task.id`, never this `id`."""

    id: int | None
    task: Task
    billable: bool = True
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class ProjectAssignment:
    """A project that I may track time to, with its tasks."""

    id: int | None
    project: Project
    client: Client
    is_active: bool = True
    task_assignments: tuple[TaskAssignment, ...] = ()

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The tasks that may be tracked now."""
        return tuple(a.task for a in self.task_assignments if a.is_active)


@dataclass(frozen=True, slots=True)
class ExternalReference:
    """The one link of an entry to something elsewhere; Harvest keeps all members as strings."""

    id: str | None = None
    group_id: str | None = None
    account_id: str | None = None
    permalink: str | None = None
    service: str | None = None


@dataclass(frozen=True, slots=True)
class TimeEntry:
    """One row of a timesheet.

    `hours` includes the running part at the moment of the answer; `hours_without_timer` is what
    was banked before the current run. `started_time` and `ended_time` are set in accounts that
    track by start and end (and, while running, elsewhere too: never infer the mode from them).
    """

    id: int
    spent_date: date | None
    hours: Decimal | None
    client: Client
    project: Project
    task: Task
    user: Named | None = None
    notes: str | None = None
    is_running: bool = False
    started_time: time | None = None
    ended_time: time | None = None
    timer_started_at: datetime | None = None
    hours_without_timer: Decimal | None = None
    rounded_hours: Decimal | None = None
    is_locked: bool = False
    locked_reason: str | None = None
    is_closed: bool = False
    approval_status: str | None = None
    is_billed: bool = False
    billable: bool = False
    budgeted: bool = False
    billable_rate: Decimal | None = None
    cost_rate: Decimal | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    external_reference: ExternalReference | None = None


@dataclass(frozen=True, slots=True)
class User:
    """Who is logged in. `timezone` is Harvest's (Rails) zone name; capacity is seconds a week."""

    id: int
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    timezone: str | None = None
    weekly_capacity: int | None = None
    access_roles: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """First and last name, as entries show them."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class Company:
    """The settings of the account that change what a client may send and shows.

    All are None when `/company` was refused, as it may be for a Member.
    """

    name: str | None = None
    base_uri: str | None = None
    full_domain: str | None = None
    wants_timestamp_timers: bool | None = None
    clock: str | None = None
    time_format: str | None = None
    week_start_day: str | None = None
    date_format: str | None = None
    decimal_symbol: str | None = None
    thousands_separator: str | None = None
    weekly_capacity: int | None = None
    day_entry_notes_required: bool | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """One account that a token opens, as the identity host lists it; hv uses product `harvest`."""

    id: int
    name: str
    product: str


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row of `/reports/time/*`: hours after rounding; one row per currency.

    `billable_amount` and `currency` are None for people who may not see rates. Only the ids and
    names of the report's own grouping are set.
    """

    total_hours: Decimal
    billable_hours: Decimal
    currency: str | None = None
    billable_amount: Decimal | None = None
    client: Client | None = None
    project: Named | None = None
    task: Named | None = None
    user: Named | None = None
    weekly_capacity: int | None = None
    is_contractor: bool | None = None


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """One row of `/reports/project_budget`: hours or money by `budget_by`; values may be hidden."""

    client: Client
    project: Named
    budget_by: str | None = None
    budget_is_monthly: bool = False
    is_active: bool = True
    budget: Decimal | None = None
    budget_spent: Decimal | None = None
    budget_remaining: Decimal | None = None


@dataclass(frozen=True, slots=True)
class UninvoicedRow:
    """One row of `/reports/uninvoiced`; the amount can be negative."""

    client: Client
    project: Named
    currency: str | None = None
    total_hours: Decimal | None = None
    uninvoiced_hours: Decimal | None = None
    uninvoiced_expenses: Decimal | None = None
    uninvoiced_amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NewEntry:
    """A time entry to be created, in Harvest's own terms (Harvest docs, Create a time entry).

    With neither `hours` nor `ended_time` Harvest starts a timer. `spent_date` is never optional.
    """

    project_id: int
    task_id: int
    spent_date: date
    hours: Decimal | None = None
    started_time: time | None = None
    ended_time: time | None = None
    notes: str | None = None
    external_reference: ExternalReference | None = field(default=None)
    user_id: int | None = None
