"""What is more often a slip than meant: an entry over another one, a day of more than 24 hours."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from harvest_cli.actions.resolve.taken import TakenTimes
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import NewEntry, TimeEntry
from harvest_cli.domain.errors import NeedsDecision
from harvest_cli.domain.hours import FULL_DAY, as_clock


def say_doubts(context: Context, news: Iterable[NewEntry], *, ask: bool) -> None:
    """Warn of what is doubtful about entries to be, as far as it is known without asking Harvest.

    With `ask` a day of more than 24 hours is a question where somebody can be asked; raises
    NeedsDecision when it is not meant.
    """
    taken = TakenTimes(context)
    days = {}
    for new in news:
        _say_overlap(context, taken, new)
        taken.add(new)
        days[new.spent_date] = taken.hours_on(new.spent_date)
    for day, hours in days.items():
        if (said := _full(day, hours)) is None:
            continue
        if not ask or context.agrees is None:
            context.warn(said)
        elif not context.agrees(f"{said}. Log it?"):
            message = "Nothing was logged"
            raise NeedsDecision(message, hint="`hv entries` shows what the day holds")


def say_doubts_of(context: Context, entry: TimeEntry, before: TimeEntry | None = None) -> None:
    """The same of an entry that is there, as it is to be; of what it was `before` nothing."""
    if entry.spent_date is None or entry.hours is None:
        return
    if before is not None and _when(before) == _when(entry):
        return
    ended = entry.ended_time
    if entry.is_running and entry.started_time is not None and entry.spent_date == context.today:
        ended = context.now.time().replace(second=0, microsecond=0)
    new = NewEntry(
        project_id=entry.project.id,
        task_id=entry.task.id,
        spent_date=entry.spent_date,
        hours=entry.hours,
        started_time=entry.started_time,
        ended_time=ended,
    )
    taken = TakenTimes(context, entry.id)
    if entry.started_time != ended:
        _say_overlap(context, taken, new)
    said = _full(entry.spent_date, taken.hours_on(entry.spent_date) + entry.hours)
    if said is not None:
        context.warn(said)


def _when(entry: TimeEntry) -> tuple[object, ...]:
    return entry.spent_date, entry.hours, entry.started_time, entry.ended_time


def _say_overlap(context: Context, taken: TakenTimes, new: NewEntry) -> None:
    met = taken.met_by(new)
    if met is not None and (span := taken.span_of(new)) is not None:
        what, manner = f", {met.what}" if met.what else "", context.conventions
        context.warn(f"{span.text(manner)} overlaps {met.text(manner)}{what}")


def _full(day: date, hours: Decimal) -> str | None:
    if hours <= FULL_DAY:
        return None
    return f"{day} has {as_clock(hours)} with this, more than 24 hours"
