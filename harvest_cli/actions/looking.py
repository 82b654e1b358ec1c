"""`hv entries`, `hv projects`, `hv whoami`: what Harvest holds of me. Always mine."""

from collections.abc import Sequence
from decimal import Decimal

from harvest_cli.actions.context import Context
from harvest_cli.actions.default_task import known_default
from harvest_cli.actions.listed import EntryList, Identity, ProjectList, ProjectRow
from harvest_cli.actions.reading_time import Progress, entries_in, nobody
from harvest_cli.actions.scope import Asked, scope_of
from harvest_cli.domain.days import Period
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.projects import ProjectAssignment


def entries_of(context: Context, asked: Asked, progress: Progress = nobody) -> EntryList:
    """The entries that words and flags ask for, today's when they name no period; oldest first."""
    scope = scope_of(context, asked, Period(context.today, context.today))
    found = entries_in(context, scope, progress)
    return EntryList(
        period=scope.period,
        entries=tuple(found),
        total=_sum(found),
        billable=_sum([entry for entry in found if entry.billable]),
        today=context.today,
        unreadable=context.client.unreadable,
    )


def _sum(entries: Sequence[TimeEntry]) -> Decimal:
    return sum((entry.hours for entry in entries if entry.hours is not None), ZERO)


def projects(context: Context, words: str, *, refresh: bool = False) -> ProjectList:
    """Projects that I may track to and that fit the words; recently used ones first."""
    if refresh:
        context.book.refresh()
    found = _search(context, words)
    if not found and words and not refresh and context.book.heal():
        found = _search(context, words)
    rows = [_project_row(context, assignment) for assignment in found]
    rows.sort(key=lambda row: row.last_used.toordinal() if row.last_used else 0, reverse=True)
    return ProjectList(words, tuple(rows), None if rows else _meant(context, words))


def _meant(context: Context, words: str) -> str | None:
    """What was meant by words that fit nothing; None where it does not fit either."""
    from harvest_cli.language.names.spelling import respelled

    near = respelled(context.book.names, words)
    return near if near and _search(context, near) else None


def _search(context: Context, words: str) -> list[ProjectAssignment]:
    names = context.book.names
    found = names.search(words) if words.strip() else list(names.assignments)
    return [assignment for assignment in found if assignment.is_active]


def _project_row(context: Context, assignment: ProjectAssignment) -> ProjectRow:
    tasks = {task.id: task.name for task in assignment.tasks}
    recent = [e for e in context.book.catalogue.recent if e.project_id == assignment.project.id]
    task, why = known_default(context, assignment) or (None, None)
    return ProjectRow(
        assignment=assignment,
        slug=context.book.names.slug(assignment),
        last_used=recent[0].spent_date if recent else None,
        last_task=next((tasks[e.task_id] for e in recent if e.task_id in tasks), None),
        default_task=task.name if task else None,
        why=why,
    )


def whoami(context: Context) -> Identity:
    """Who Harvest says I am, asked anew."""
    catalogue = context.book.refresh()
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
