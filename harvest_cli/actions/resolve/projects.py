"""`hv entries`, `hv projects`, `hv whoami`: what Harvest holds of me. Always mine."""

from datetime import date, datetime

from harvest_cli.actions.resolve.defaults import known_default
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.people import Company, User
from harvest_cli.domain.projects import ProjectAssignment
from harvest_cli.domain.records import NamedTuple


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
