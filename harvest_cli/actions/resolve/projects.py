"""`hv projects` and `hv whoami`: what I can track, by use, and what I did last. Always mine."""

from collections import Counter
from datetime import date, datetime, timedelta

from harvest_cli.actions.resolve.defaults import known_default
from harvest_cli.actions.session.account import entries_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.company import Company, ProjectAssignment, Task, User
from harvest_cli.domain.errors import RateLimited, Unreachable
from harvest_cli.domain.records import NamedTuple
from harvest_cli.local.cache.account_cache import AccountData


class ProjectRow(NamedTuple):
    """A project that I may track to; `last_used` and `last_task` come from my recent entries.

    `default_task` is what a sentence without a task gets, and `why`; None where hv would ask.
    """

    assignment: ProjectAssignment
    slug: str
    last_used: date | None = None
    last_task: str | None = None
    default_task: str | None = None
    why: str | None = None


class ProjectList(NamedTuple):
    """Projects that fit the words, recently used ones first; `near` are words that were meant."""

    words: str
    rows: tuple[ProjectRow, ...]
    near: str | None = None


def projects(context: Context, words: str, *, refresh: bool = False) -> ProjectList:
    """Projects that I may track to and that fit the words; recently used ones first."""
    if refresh:
        context.account.refresh()
    found = _search(context, words)
    if not found and words and not refresh and context.account.refresh_projects():
        found = _search(context, words)
    rows = [_project_row(context, assignment) for assignment in found]
    rows.sort(key=lambda row: row.last_used.toordinal() if row.last_used else 0, reverse=True)
    return ProjectList(words, tuple(rows), None if rows else _meant(context, words))


def _meant(context: Context, words: str) -> str | None:
    """What was meant by words that fit nothing; None where it does not fit either."""
    near = context.account.names.respelled(words)
    return near if near and _search(context, near) else None


def _search(context: Context, words: str) -> list[ProjectAssignment]:
    names = context.account.names
    found = names.search(words) if words.strip() else list(names.assignments)
    return [assignment for assignment in found if assignment.is_active]


def _project_row(context: Context, assignment: ProjectAssignment) -> ProjectRow:
    recent = [e for e in context.account.data.recent if e.project_id == assignment.project.id]
    used = (assignment.usable_task(entry.task_id) for entry in recent)
    task, why = known_default(context, assignment) or (None, None)
    return ProjectRow(
        assignment=assignment,
        slug=context.account.names.slug(assignment),
        last_used=recent[0].spent_date if recent else None,
        last_task=next((task.name for task in used if task), None),
        default_task=task.name if task else None,
        why=why,
    )


class Identity(NamedTuple):
    """Who is logged in, where, and from where the token came (never the token).

    `expires_at` is set for browser logins, which end.
    """

    user: User
    company: Company
    account_id: int | None
    api_url: str
    token_source: str
    zone: str
    profile: str | None = None
    expires_at: datetime | None = None


def whoami(context: Context) -> Identity:
    """Who Harvest says I am, asked anew."""
    catalogue = context.account.refresh()
    login = context.credentials
    return Identity(
        user=catalogue.user,
        company=catalogue.company,
        account_id=login.account_id,
        api_url=login.api_url,
        token_source=login.source,
        zone=str(context.zone),
        profile=context.profile,
        expires_at=login.expires_at,
    )


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
