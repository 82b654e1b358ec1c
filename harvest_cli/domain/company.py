"""The company as Harvest has it: who is logged in, its settings, its clients, projects and tasks.

From the Harvest docs, Users, Company, and the objects of the API v2.
"""

from harvest_cli.domain.records import NamedTuple


class User(NamedTuple):
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


class Company(NamedTuple):
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


class Account(NamedTuple):
    """One account that a token opens, as the identity host lists it; hv uses product `harvest`."""

    id: int
    name: str
    product: str


class Client(NamedTuple):
    """Who is billed; `currency` is an ISO code, undocumented but present in live answers."""

    id: int | None
    name: str
    currency: str | None = None


class Project(NamedTuple):
    """What is worked on; `code` is None where the account uses none."""

    id: int
    name: str
    code: str | None = None


class Task(NamedTuple):
    """What kind of work it is."""

    id: int
    name: str


class TaskAssignment(NamedTuple):
    """A task that may be tracked on one project. Entries take `task.id`, never this `id`."""

    id: int | None
    task: Task
    billable: bool = True
    is_active: bool = True


class ProjectAssignment(NamedTuple):
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

    def assigned(self, task_id: int) -> TaskAssignment | None:
        """The assignment of a task, be it active or not; None where the project never had it."""
        return next((a for a in self.task_assignments if a.task.id == task_id), None)

    def usable_task(self, task_id: int) -> Task | None:
        """The task if it may be tracked now."""
        found = self.assigned(task_id)
        return found.task if found is not None and found.is_active else None
