"""What those who manage an account see and change (Harvest docs, Users and Task Assignments)."""

from datetime import datetime
from decimal import Decimal
from typing import TypedDict

from harvest_cli.domain.company import Project, Task
from harvest_cli.domain.records import NamedTuple


class Person(NamedTuple):
    """Somebody of the account. Capacity is seconds a week; rates are None where they are hidden."""

    id: int
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    telephone: str = ""
    timezone: str | None = None
    has_access_to_all_future_projects: bool = False
    is_contractor: bool = False
    is_active: bool = True
    weekly_capacity: int | None = None
    default_hourly_rate: Decimal | None = None
    cost_rate: Decimal | None = None
    roles: tuple[str, ...] = ()
    access_roles: tuple[str, ...] = ()
    avatar_url: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None

    @property
    def name(self) -> str:
        """First and last name, as entries show them."""
        return f"{self.first_name} {self.last_name}".strip()


class PersonFields(TypedDict, total=False):
    """Fields of a person to set; `roles` are job titles, `access_roles` say what they may do."""

    first_name: str
    last_name: str
    email: str
    timezone: str
    has_access_to_all_future_projects: bool
    is_contractor: bool
    is_active: bool
    weekly_capacity: int
    default_hourly_rate: Decimal
    cost_rate: Decimal
    roles: list[str]
    access_roles: list[str]


class TaskOfProject(NamedTuple):
    """A task that may be tracked on a project: `id` is the assignment's, never the task's.

    The rate counts where a project is billed by task, the budget (hours or money) where it is
    budgeted by task.
    """

    id: int
    project: Project
    task: Task
    is_active: bool = True
    billable: bool = False
    hourly_rate: Decimal | None = None
    budget: Decimal | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None


class TaskFields(TypedDict, total=False):
    """Fields of a task assignment to set; `task_id` only where one is created."""

    task_id: int
    is_active: bool
    billable: bool
    hourly_rate: Decimal | None
    budget: Decimal | None


ACCESS_ROLES = ("administrator", "manager", "member")
"""A person has exactly one of them (Harvest docs, Access roles)."""
MANAGER_ROLES = (
    *("project_creator", "billable_rates_manager", "managed_projects_invoice_drafter"),
    *("managed_projects_invoice_manager", "client_and_task_manager"),
    *("time_and_expenses_manager", "estimates_manager"),
)
"""What a manager may be granted besides."""
