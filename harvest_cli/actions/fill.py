"""`hv fill`: what is due and not there, of recurring entries and of last week.

Nothing is proposed for a holiday or a day of leave, nor what is there in some form already. What
comes again is told by `[[recurring]]`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from harvest_cli.actions.entries.bulk import BulkItem, BulkPlan, Meanwhile
from harvest_cli.actions.entries.comparing import approved_weeks, compared, kept_here
from harvest_cli.actions.entries.copying import moved
from harvest_cli.actions.entries.read_log import as_entry
from harvest_cli.actions.resolve.flags import Flags
from harvest_cli.actions.resolve.query import Query, QueryFlags, scope_of
from harvest_cli.actions.resolve.resolver import resolve
from harvest_cli.actions.session.account import entries_of
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.session.conventions import leave_of
from harvest_cli.domain.days import Period, day_text, months_of, week_of
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import ConfigurationError, NotFound, SentenceError, UsageError
from harvest_cli.domain.hours import as_clock, hours_from_minutes
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.language.days.recurring import Rule, read_rule
from harvest_cli.language.text.readings import Inference, Kind
from harvest_cli.language.text.tokens import fold
from harvest_cli.local.config.proposal_tables import RECURRING, RecurringRow, recurring_rows

YEARS = timedelta(days=5 * 366)
"""A rule that falls on no day of so many is none."""


class Recurring(NamedTuple):
    """A table of the configuration and the rule that it says."""

    row: RecurringRow
    rule: Rule

    def falls_on(self, day: date) -> bool:
        """Whether it is due on a day."""
        row = self.row
        inside = (row.start or date.min) <= day <= (row.end or date.max)
        return inside and self.rule.falls_on(day, row.start)


def recurring(context: Context) -> list[Recurring]:
    """What comes again, in the order of the file; raises FileMistake."""
    return [_checked(context, row) for row in recurring_rows(context.tables)]


def _checked(context: Context, row: RecurringRow) -> Recurring:
    source = context.tables
    try:
        found = Recurring(row, read_rule(row.when))
    except ValueError as error:
        raise source.mistake(RECURRING, "when", row.when, str(error), row.at) from None
    if found.rule.weeks > 1 and row.start is None:
        wanted = f"`from` beside it, a day on which `{row.when}` falls"
        raise source.mistake(RECURRING, "when", row.when, wanted, row.at)
    start = row.start or (row.end or context.today) - YEARS
    days = Period(start, row.end or start + YEARS).days()
    if not any(found.falls_on(day) for day in days):
        key = "when" if row.end is None else "until"
        wanted = f"a day on which `{row.when}` falls by then" if row.end else "days that there are"
        raise source.mistake(RECURRING, key, row.end or row.when, wanted, row.at)
    return found


def due_on(context: Context, each: Recurring, day: date) -> Iterator[BulkItem]:
    """The entries of one rule on one day; raises FileMistake where its text says none,
    or a day."""
    try:
        understood = resolve(context, each.row.text, Flags(date=day.isoformat()))
    except SentenceError as refused:
        mistake = context.tables.mistake(RECURRING, "text", each.row.text, "", each.row.at)
        mistake.message = f"{refused.message} ({mistake.where})"
        mistake.hint = refused.hint
        raise mistake from None
    read = understood.reading
    days = [span for span in read.spans if span.kind in (Kind.DATE, Kind.PERIOD)]
    if words := " ".join(read.text[span.start : span.end].strip() for span in days):
        wanted = f"a sentence without a day: `when` says it, and not `{words}`"
        raise context.tables.mistake(RECURRING, "text", each.row.text, wanted, each.row.at)
    rows = zip(understood.entries, understood.requests, understood.assumed, strict=True)
    for reading, new, assumed in rows:
        yield BulkItem(each.row.when, as_entry(reading, new), new, assumed)


def check_recurring(context: Context) -> int:
    """How many rules there are; raises ConfigurationError for the first that cannot be used."""
    rules = recurring(context)
    for each in rules:
        if not list(due_on(context, each, context.today)):
            message = f"`{each.row.text}` says no entry ([[{RECURRING}]] in {context.tables.path})"
            raise ConfigurationError(message, hint="Give it a length, a project and a task")
    return len(rules)


WEEK = timedelta(days=7)
MOST_DAYS = 62
PLACE = "holiday"
"""The kind of leave that says where public holidays go."""
_HOLIDAYS = re.compile(r"(?:(?:public|bank)\s+)?holidays\b(?:\s+(?:in|of|for))?\s*", re.IGNORECASE)
SET = "Set `[holidays] region` in config.toml, as in `hv help targets`"


class Filling(NamedTuple):
    """What could be logged; `off` are the days for which nothing is proposed, and why."""

    period: Period
    plan: BulkPlan
    off: tuple[tuple[date, str], ...] = ()
    rules: int = 0
    inferences: tuple[Inference, ...] = ()


class _There:
    """What my timesheets and the outbox hold, and what is proposed already."""

    def __init__(self, context: Context, entries: Iterable[TimeEntry]) -> None:
        self._found: dict[tuple[Any, ...], set[str]] = {}
        for entry in entries:
            self.add(entry.spent_date, entry.project.id, entry.task.id, entry.notes)
        for _, new in kept_here(context):
            self.add(new.spent_date, new.project_id, new.task_id, new.notes)

    def add(self, day: date | None, project: Any, task: Any, notes: str | None) -> None:
        """Note an entry."""
        self._found.setdefault((day, project, task), set()).add(_plain(notes))

    def has(self, item: BulkItem) -> bool:
        """Whether there is one with the same notes; any of the same task will do without notes."""
        entry = item.entry
        notes = self._found.get((entry.spent_date, entry.project.id, entry.task.id))
        return notes is not None and (not _plain(entry.notes) or _plain(entry.notes) in notes)


def _plain(notes: str | None) -> str:
    return " ".join(fold(notes or "").split())


def filling(context: Context, words: str, *, last_week: bool = False) -> Filling:
    """What could be logged on the days that words name, of this week so far when they name none.

    `last_week` proposes the entries of the same weekdays too. Raises UsageError,
    ConfigurationError, and what asking Harvest raises.
    """
    rules = recurring(context)
    context.targets.checked()
    scope = days_to_fill(context, words, "fill")
    period = scope.period
    first = period.start - WEEK if last_week else period.start
    me = context.account.data.user.id
    meanwhile = Meanwhile(context)
    listed = entries_of(context.client, me, first, period.end)
    kinds = _leave_kinds(context)
    worked = [entry for entry in listed if _place(entry) not in kinds]
    off = days_off(context, scope.days, listed)
    closed = approved_weeks(context, listed)
    there, items = _There(context, listed), list[BulkItem]()
    for day in scope.days:
        if day in off:
            continue
        found = [
            item for each in rules if each.falls_on(day) for item in due_on(context, each, day)
        ]
        if last_week:
            found += [moved(context, e, WEEK) for e in worked if e.spent_date == day - WEEK]
        if found and any(day in week for week in closed):
            off[day], found = "approved", []
        for item in found:
            if item.skip is None and not there.has(item):
                items.append(item)
                entry = item.entry
                there.add(day, entry.project.id, entry.task.id, entry.notes)
    plan = compared(
        context,
        items,
        listed=[entry for entry in listed if entry.spent_date in period],
        meanwhile=meanwhile,
    )
    return Filling(period, plan, tuple(off.items()), len(rules), scope.inferences)


def days_to_fill(context: Context, words: str, verb: str) -> Query:
    """The days up to today that are meant, this week so far by default; raises UsageError."""
    this = week_of(context.today, context.conventions.week_start)
    scope = scope_of(context, QueryFlags(words), this, verb)
    period, today = scope.period, context.today
    if period.start > today:
        message = f"{day_text(period.start, today)} is in the future; `hv {verb}` goes up to today"
        raise UsageError(message, hint=f"`hv {verb} week`")
    if today < period.end and period not in (this, months_of(today, 1)):
        context.infer("up to today")
    period = Period(period.start, min(period.end, today))
    if (period.end - period.start).days >= MOST_DAYS:
        message = f"`hv {verb}` takes at most {MOST_DAYS} days"
        raise UsageError(message, hint=f"`hv {verb} last month`")
    return scope._replace(period=period)


def days_off(
    context: Context, days: Sequence[date], listed: Sequence[TimeEntry]
) -> dict[date, str]:
    """Days for which nothing is proposed, and why: holidays, and leave that was logged."""
    kinds, schedule = _leave_kinds(context), context.targets.schedule
    leave = {entry.spent_date for entry in listed if _place(entry) in kinds}
    why = {day: schedule.holiday(day) or ("leave" if day in leave else "") for day in days}
    return {day: reason for day, reason in why.items() if reason}


def _leave_kinds(context: Context) -> set[tuple[str, str]]:
    """The projects and tasks of leave, as `_place` gives them."""
    return {(each.project.casefold(), each.task.casefold()) for each in leave_of(context.settings)}


def _place(entry: TimeEntry) -> tuple[str, str]:
    return entry.project.name.casefold(), entry.task.name.casefold()


# -- public holidays -----------------------------------------------------------------------------


def holidays_to_book(context: Context, text: str) -> Filling:
    """`hv log holidays november`: booked where `[leave.holiday]` says, each once.

    They are those of the days that are named, of this year when none are.

    Raises NotFound when there are none, besides what cannot be understood.
    """
    schedule = context.targets.checked()
    year = months_of(context.today, 12)
    scope = scope_of(context, QueryFlags(_HOLIDAYS.sub("", text, count=1)), year, "holidays")
    (place,) = (each for each in leave_of(context.settings) if each.kind == PLACE)
    found = [(day, schedule.target(day)) for day in scope.days]
    days = [(day, due) for day, due in found if due.holiday and due.usual > due.minutes]
    if not days:
        message = f"No holiday on a workday from {scope.period.start} to {scope.period.end}"
        raise NotFound(message, hint=None if schedule.region else SET)
    items = []
    for day, due in days:
        flags = Flags(
            project=place.project,
            task=place.task,
            date=day.isoformat(),
            hours=as_clock(hours_from_minutes(due.usual - due.minutes)),
            note=due.holiday,
        )
        read = resolve(context, "", flags)
        (reading,), (new,) = read.entries, read.requests
        items.append(BulkItem(due.holiday or PLACE, as_entry(reading, new), new))
    return Filling(scope.period, compared(context, items))
