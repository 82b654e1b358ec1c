"""What time is tracked on: clients, projects, tasks, my assignments (Harvest docs, v2 objects)."""

from harvest_cli.domain.records import NamedTuple


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
