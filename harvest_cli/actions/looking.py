"""`hv`, `hv entries`, `hv projects`, `hv whoami`: what Harvest holds of me. Always mine."""

from collections.abc import Sequence
from decimal import Decimal

from harvest_cli.actions.book import my_entries
from harvest_cli.actions.context import Context
from harvest_cli.actions.listed import EntryList, Identity, ProjectList, ProjectRow, Status
from harvest_cli.actions.targets import target_of
from harvest_cli.actions.understanding import healing
from harvest_cli.domain.days import Period
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.projects import ProjectAssignment
from harvest_cli.language.readings import PeriodReading


def entries_of(context: Context, words: str) -> EntryList:
    """My entries of a period in words, today when there are none; oldest first."""
    from harvest_cli.language.asking import parse_period

    today = Period(context.today, context.today)
    asked = healing(
        context,
        lambda: parse_period(words, context.now, context.book.names, context.manner, today),
    )
    me = context.book.catalogue.user.id
    found = my_entries(context, me, asked.period.start, asked.period.end)
    kept = [entry for entry in found if _fits(entry, asked)]
    kept.sort(key=lambda e: (e.spent_date or asked.period.start, e.created_at or context.now, e.id))
    return EntryList(
        period=asked.period,
        entries=tuple(kept),
        total=_sum(kept),
        billable=_sum([entry for entry in kept if entry.billable]),
        today=context.today,
        unreadable=context.client.unreadable,
    )


def _fits(entry: TimeEntry, asked: PeriodReading) -> bool:
    if asked.assignment is not None and entry.project.id != asked.assignment.project.id:
        return False
    if asked.client is not None and entry.client.name != asked.client:
        return False
    if asked.task is not None and entry.task.name.casefold() != asked.task.casefold():
        return False
    return asked.billable is None or entry.billable == asked.billable


def _sum(entries: Sequence[TimeEntry]) -> Decimal:
    return sum((entry.hours for entry in entries if entry.hours is not None), ZERO)


def status(context: Context) -> Status:
    """The running timer, today's entries and their total: two requests."""
    from harvest_cli.harvest.filters import EntryFilter

    me, today = context.book.catalogue.user.id, context.today
    todays = list(my_entries(context, me, today, today))
    running = list(context.client.time_entries(EntryFilter(user_id=me, is_running=True)))
    todays.sort(key=lambda entry: (entry.created_at or context.now, entry.id))
    return Status(
        now=context.now,
        running=tuple(running),
        entries=tuple(todays),
        total=_sum(todays),
        target=target_of(context, today),
    )


def projects(context: Context, words: str, *, refresh: bool = False) -> ProjectList:
    """Projects that I may track to and that fit the words; recently used ones first."""
    if refresh:
        context.book.refresh()
    found = _search(context, words)
    if not found and words and not refresh and context.book.heal():
        found = _search(context, words)
    rows = [_project_row(context, assignment) for assignment in found]
    rows.sort(key=lambda row: row.last_used.toordinal() if row.last_used else 0, reverse=True)
    return ProjectList(words, tuple(rows))


def _search(context: Context, words: str) -> list[ProjectAssignment]:
    names = context.book.names
    found = names.search(words) if words.strip() else list(names.assignments)
    return [assignment for assignment in found if assignment.is_active]


def _project_row(context: Context, assignment: ProjectAssignment) -> ProjectRow:
    tasks = {task.id: task.name for task in assignment.tasks}
    recent = [e for e in context.book.catalogue.recent if e.project_id == assignment.project.id]
    return ProjectRow(
        assignment=assignment,
        slug=context.book.names.slug(assignment),
        last_used=recent[0].spent_date if recent else None,
        last_task=next((tasks[e.task_id] for e in recent if e.task_id in tasks), None),
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
    )
