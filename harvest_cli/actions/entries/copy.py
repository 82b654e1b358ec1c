"""`hv copy`: entries of one day or week once more on another."""

from datetime import date, timedelta
from typing import NamedTuple

from harvest_cli.actions.entries.bulk import BulkItem, Plan, planned, without_those_there
from harvest_cli.actions.entries.read import entries_in
from harvest_cli.actions.resolve.query import QueryFlags, scope_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import DAY, Period, week_of
from harvest_cli.domain.entries import ExternalReference, TimeEntry
from harvest_cli.domain.errors import NotFound, SentenceError, UsageError
from harvest_cli.domain.projects import ProjectAssignment, Task
from harvest_cli.language.days.relative import read_date
from harvest_cli.language.text.readings import EntryReading

EXAMPLE = "Write `hv copy yesterday`, or `hv copy last week to this week`"


class Copying(NamedTuple):
    """Which days are copied to which."""

    source: Period
    target: Period
    plan: Plan


def plan_copy(context: Context, asked: QueryFlags) -> Copying:
    """What a copy would make; sends nothing.

    Raises UsageError when source or target is unclear, NotFound when there is nothing to copy.
    """
    source, to = _split(asked.words)
    if not source.strip():
        message = "The day or week to copy is missing"
        raise UsageError(message, code="no_range", hint=EXAMPLE)
    today = Period(context.today, context.today)
    scope = scope_of(context, asked._replace(words=source, to=None), today)
    target = _target(context, scope.period, to or asked.to)
    if target == scope.period:
        message = "That copies a period onto itself"
        raise UsageError(message, hint="Name another day after `to`")
    entries = entries_in(context, scope)
    if not entries:
        message = "There is nothing to copy on those days"
        raise NotFound(message, hint="`hv entries` shows what there is")
    shift = target.start - scope.period.start
    rows = [_planned(context, entry, shift) for entry in entries]
    plan = Plan(without_those_there(context, rows), context.today)
    return Copying(scope.period, target, plan)


def _split(words: str) -> tuple[str, str | None]:
    """Before and after the last ` to `."""
    padded = f" {words} "
    source, found, to = padded.rpartition(" to ")
    return (source, to.strip()) if found else (words, None)


def _target(context: Context, source: Period, to: str | None) -> Period:
    length = source.end - source.start
    first = context.conventions.week_start
    whole_week = source == week_of(source.start, first)
    if to is None:
        if whole_week:
            return week_of(context.today, first)
        if length:
            message = "Where to copy several days is not clear"
            raise UsageError(message, code="no_range", hint=EXAMPLE)
        return Period(context.today, context.today)
    start = _target_start(context, to)
    if whole_week:
        start = week_of(start, first).start
    return Period(start, start + length)


def _target_start(context: Context, to: str) -> date:
    if to.casefold() == "next week":
        return week_of(context.today + 7 * DAY, context.conventions.week_start).start
    try:
        return read_date(to, context.now, context.conventions)
    except SentenceError:
        words = QueryFlags(words=to)
        return scope_of(context, words, Period(context.today, context.today)).period.start


def _planned(context: Context, entry: TimeEntry, shift: timedelta) -> BulkItem:
    place = f"#{entry.id}"
    if entry.spent_date is None or entry.hours is None or entry.is_running:
        why = "its timer still runs" if entry.is_running else "its hours make no sense"
        return BulkItem(place, entry, skip=why)
    day = entry.spent_date + shift
    found = usable(context, entry.project.id, entry.task.id)
    if found is None:
        why = "its project or task can no longer be tracked"
        return BulkItem(place, entry._replace(spent_date=day), skip=why)
    assignment, task = found
    reading = EntryReading(
        assignment=assignment,
        spent_date=day,
        hours=entry.hours,
        task=task,
        started_time=entry.started_time if entry.ended_time else None,
        ended_time=entry.ended_time if entry.started_time else None,
        notes=entry.notes,
    )
    return planned(context, place, reading, reference=_link(entry.external_reference))


def _link(reference: ExternalReference | None) -> ExternalReference | None:
    """The link to an issue; the marks that hv itself puts on entries belong to one entry alone."""
    return reference if reference is not None and reference.permalink else None


def usable(
    context: Context, project_id: int, task_id: int
) -> tuple[ProjectAssignment, Task] | None:
    """The project and task, if time may be tracked to them now."""
    for assignment in context.account.names.assignments:
        if assignment.project.id == project_id and assignment.is_active:
            for task in assignment.tasks:
                if task.id == task_id:
                    return assignment, task
    return None
