"""What I track most and did last: projects and tasks by use, and recent work with its notes."""

from collections import Counter
from datetime import date, timedelta

from harvest_cli.actions.session.account import entries_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.errors import RateLimited, Unreachable
from harvest_cli.domain.projects import ProjectAssignment, Task
from harvest_cli.domain.records import NamedTuple
from harvest_cli.local.cache.account_cache import AccountData

MOST = 9
LOOK_BACK = timedelta(days=14)


class Favourite(NamedTuple):
    """A project and task that can be tracked; `entries` is how many of the last 90 days."""

    assignment: ProjectAssignment
    task: Task
    entries: int = 0
    last_used: date | None = None


class RecentWork(NamedTuple):
    """Something that was done lately, with its notes."""

    assignment: ProjectAssignment
    task: Task
    notes: str | None = None

    @property
    def shown(self) -> str:
        """The names, and the notes on one line."""
        names = (self.assignment.client.name, self.assignment.project.name, self.task.name)
        notes = " ".join((self.notes or "").split())
        return " › ".join(names) + (f': "{notes[:60]}"' if notes else "")


def favourites(known: AccountData) -> tuple[Favourite, ...]:
    """Projects and tasks by how often they were used, then the latest first."""
    pairs = [(row.project_id, row.task_id) for row in known.recent if row.hours]
    last = {(r.project_id, r.task_id): r.spent_date for r in reversed(known.recent)}
    counts = Counter(pairs)
    found = []
    for pair in sorted(counts, key=lambda each: (counts[each], last[each]), reverse=True):
        usable = _usable(known, *pair)
        if usable is not None:
            found.append(Favourite(*usable, counts[pair], last[pair]))
    return tuple(found[:MOST])


def recent_work(context: Context) -> list[RecentWork]:
    """What I did lately, the latest first, each thing once; without notes where Harvest is away."""
    known = context.account.data
    since = context.today - LOOK_BACK
    try:
        entries = entries_of(context.client, known.user.id, since, context.today)
    except (Unreachable, RateLimited):
        entries = ()
    latest = sorted(entries, key=lambda e: (e.spent_date or date.min, e.id), reverse=True)
    found = [(e.project.id, e.task.id, e.notes) for e in latest]
    seen = {each[:2] for each in found}
    pairs = dict.fromkeys((row.project_id, row.task_id) for row in known.recent)
    found += [(*pair, None) for pair in pairs if pair not in seen]
    work = []
    for project_id, task_id, notes in dict.fromkeys(found):
        usable = _usable(known, project_id, task_id)
        if usable is not None:
            work.append(RecentWork(*usable, notes))
    return work[:MOST]


def _usable(
    known: AccountData, project_id: int | None, task_id: int | None
) -> tuple[ProjectAssignment, Task] | None:
    """The project and task, where they can still be tracked."""
    assignment = known.assignment_of(project_id) if project_id else None
    task = assignment.usable_task(task_id) if assignment and task_id else None
    return (assignment, task) if assignment and assignment.is_active and task else None
