"""`hv suggest`: drafts of entries for what is missing of each day; nothing is sent by itself.

What is proposed never overlaps what is there, nor each other, and never comes to more than a day
lacks. What was booked once is not proposed again, be it edited or deleted since.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time

from harvest_cli.actions.entries.bulk import (
    BulkItem,
    BulkPlan,
    LeftOut,
    Likeness,
    UntimedItem,
    planned,
)
from harvest_cli.actions.entries.comparing import compared
from harvest_cli.actions.fill import days_off, days_to_fill
from harvest_cli.actions.imports.imported_rows import ImportMeanwhile
from harvest_cli.actions.imports.places import Place, ask_project, ask_task
from harvest_cli.actions.imports.results import FileFacts
from harvest_cli.actions.resolve.defaults import rounded_minutes
from harvest_cli.actions.session.account import entries_of
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.suggest.drafts import (
    Busy,
    Draft,
    DraftOrigin,
    NoPlace,
    Sheet,
    Suggesting,
    Suggestion,
)
from harvest_cli.actions.suggest.sources import Commits, Meetings, undone_timers
from harvest_cli.domain.days import day_text
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.hours import DAY_MINUTES, as_clock, hours_from_minutes, minute_of
from harvest_cli.language.text.readings import EntryReading
from harvest_cli.local.config.proposal_tables import suggest_of
from harvest_cli.local.outbox.imports import booked_as, note_parts
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.local.outbox.row import Row

LAST = DAY_MINUTES - 1
"""The minute at which an entry can end."""


def suggesting(context: Context, words: str) -> Suggesting:
    """What could be logged on the days that words name, of this week so far by default.

    Raises UsageError, ConfigurationError, and what asking Harvest raises.
    """
    table = suggest_of(context.tables)
    context.targets.checked()
    scope = days_to_fill(context, words, "suggest")
    period = scope.period
    me = context.account.data.user.id
    meanwhile = _Meanwhile(context)
    listed = entries_of(context.client, me, period.start, period.end)
    sheet = Sheet(context, period, listed)
    off = days_off(context, scope.days, listed)
    meetings, commits = (kind(context, table, period, sheet) for kind in (Meetings, Commits))
    drafts = [*meetings.drafts(), *undone_timers(context, period, sheet), *commits.drafts()]
    wanted = [each for each in drafts if each.day not in off]
    days = _Days(context, sheet, wanted)
    rows = [row for day in scope.days for row in days.fitted(day)]
    plan = _plan(context, rows, listed, meanwhile)
    skipped = {item.key for item in plan.entries if item.skip is not None}
    rows = [row for row in rows if row.item is None or row.item.key not in skipped]
    out = [*days.left_out, *(LeftOut(e.place, e.skip or "") for e in plan.entries if e.skip)]
    named = {each.day for each in drafts if each.day in off}
    ticked = tuple(row.item for row in rows if row.item and row.on)
    return Suggesting(
        period,
        tuple(rows),
        plan._replace(entries=ticked, left_out=tuple(out)),
        tuple((day, why) for day, why in off.items() if day in named),
        (*meetings.said, *commits.said),
        scope.inferences,
        looked=bool(table.folders or table.calendars),
    )


def chosen(found: Suggesting, rows: Sequence[Suggestion]) -> Suggesting:
    """The same with just these rows to be sent, those of them that have a place."""
    items = tuple(row.item for row in rows if row.item is not None)
    return found._replace(plan=found.plan._replace(entries=items))


def chosen_place(context: Context, row: Suggestion) -> Suggestion:
    """A row without a place at the one that the person chooses, which is remembered."""
    draft, choices = row.draft, context.account.choices
    known = draft.place.known if isinstance(draft.place, NoPlace) else None
    before = choices.imported(draft.names)
    found = context.account.data.usable(*before) if before else None
    if found is None or known not in (None, found[0]):
        project = known or ask_project(context, draft.source)
        if project is None or isinstance(project, str):
            return row
        task = ask_task(context, project, draft.source)
        if task is None:
            return row
        choices.choose_imported(draft.names, project.project.id, task.id)
        found = project, task
    draft = draft._replace(place=Place(*found))
    return Suggestion(draft, _item(context, draft), row.rounded)


# -- days --------------------------------------------------------------------------------------


class _Days:
    """Drafts as they fit the days: what is missing of each, and the minutes that are free."""

    def __init__(self, context: Context, sheet: Sheet, drafts: Iterable[Draft]) -> None:
        self._context, self._sheet = context, sheet
        self._drafts: defaultdict[date, list[Draft]] = defaultdict(list)
        for each in drafts:
            self._drafts[each.day].append(each)
        self.left_out: list[LeftOut] = []

    def fitted(self, day: date) -> list[Suggestion]:
        """Those of a day that have room, in their order; those that are ticked come first to it."""
        drafts = self._drafts[day]
        due = self._context.targets.schedule.target(day).minutes
        left = due - self._sheet.there[day]
        why = "nothing is missing that day" if due else "nothing is due that day"
        found: list[tuple[int, Suggestion]] = []
        order = sorted(range(len(drafts)), key=lambda at: _rank(drafts[at]))
        for at in order:
            row = self._fit(drafts[at], left, why)
            if row is not None:
                left -= row.draft.minutes
                found.append((at, row))
        return [
            row for _, row in sorted(found, key=lambda each: (_begins(drafts[each[0]]), each[0]))
        ]

    def _fit(self, draft: Draft, left: int, why: str) -> Suggestion | None:
        minutes = draft.minutes - self._typed(draft)
        if minutes <= 0:
            self._out(draft, "logged by hand already")
            return None
        minutes, said = rounded_minutes(minutes, draft.rounding)
        if left <= 0:
            self._out(draft, why)
            return None
        if minutes > left:
            said = f"{as_clock(hours_from_minutes(minutes))} cut to what is missing"
            minutes = left
        if draft.start is None or not self._context.account.data.company.wants_timestamp_timers:
            draft = draft._replace(minutes=minutes, start=None, end=None)
        else:
            times = self._free(draft, minutes)
            if times is None:
                self._out(draft, "there is an entry at that time")
                return None
            draft = draft._replace(
                minutes=times.end - times.start, start=times.start, end=times.end
            )
            self._sheet.busy[draft.day].append(times)
        if draft.minutes != minutes:
            said = None
        return Suggestion(draft, _item(self._context, draft), said or "")

    def _out(self, draft: Draft, why: str) -> None:
        self.left_out.append(
            LeftOut(f"{draft.where}, {day_text(draft.day, self._context.today)}", why)
        )

    def _typed(self, draft: Draft) -> int:
        """Minutes that the person logged by hand for the same, which this may be about."""
        if not isinstance(draft.place, Place):
            return 0
        place = (draft.day, draft.place.assignment.project.id, draft.place.task.id)
        taken = min(self._sheet.typed[place], draft.minutes)
        self._sheet.typed[place] -= taken
        return taken

    def _free(self, draft: Draft, minutes: int) -> Busy | None:
        """From when to when so many minutes are free, as near to the draft as can be; else all
        that is free of its own.
        """
        start, end = draft.start or 0, draft.end or 0
        taken = self._sheet.busy[draft.day]
        if any(each.start < end and start < each.end for each in taken):
            return None
        others = (each for each in self._drafts[draft.day] if each is not draft and each.on)
        taken = [*taken, *(Busy(each.start or 0, each.end or 0) for each in others)]
        now = minute_of(self._context.now.time()) if draft.day == self._context.today else LAST
        low = max((each.end for each in taken if each.end <= start), default=0)
        high = min((each.start for each in taken if each.start >= end), default=LAST)
        high = max(min(high, now), min(end, LAST))
        minutes = min(minutes, high - low)
        last = min(max(end, low + minutes), high)
        return Busy(last - minutes, last) if minutes > 0 else None


def _rank(draft: Draft) -> tuple[bool, bool, bool, int]:
    """Those that would be ticked before others, meetings first; then by the clock."""
    unknown = isinstance(draft.place, NoPlace)
    return not draft.on, unknown, draft.origin is not DraftOrigin.MEETING, _begins(draft)


def _begins(draft: Draft) -> int:
    return draft.start or 0


# -- entries -----------------------------------------------------------------------------------


def _item(context: Context, draft: Draft) -> BulkItem | None:
    """The entry that a draft would be; none without a place."""
    if not isinstance(draft.place, Place):
        return None
    start, end = (None if at is None else time(*divmod(at, 60)) for at in (draft.start, draft.end))
    reading = EntryReading(
        assignment=draft.place.assignment,
        spent_date=draft.day,
        hours=hours_from_minutes(draft.minutes),
        task=draft.place.task,
        started_time=start,
        ended_time=end,
        notes=draft.notes or None,
    )
    where = f"{draft.where}, {day_text(draft.day, context.today)}"
    wanted = UntimedItem(where, reading, draft.reference, draft.place.assumed, draft.marks[0])
    (item,) = planned(context, [wanted])
    return item


def _plan(
    context: Context,
    rows: Sequence[Suggestion],
    listed: Sequence[TimeEntry],
    meanwhile: "_Meanwhile",
) -> BulkPlan:
    """The entries compared with what is there."""
    items = [row.item for row in rows if row.item is not None]
    meanwhile.suggests([row.draft for row in rows])
    plan = compared(context, items, listed=listed, meanwhile=meanwhile)
    return plan._replace(meanwhile=meanwhile)


class _Meanwhile(ImportMeanwhile):
    """Notes, with each entry that is kept, all that it stands for."""

    _marks: Mapping[str, Sequence[str]]

    def suggests(self, drafts: Sequence[Draft]) -> None:
        """Which drafts may be kept."""
        self._marks = {each.marks[0]: each.marks for each in drafts}
        self.imports(
            {each.marks[0]: (FileFacts(each.source, each.kind, *[""] * 5), 0) for each in drafts}
        )

    def twin(self, outbox: Outbox, likeness: Likeness, key: str | None = None) -> Row | None:
        """A row that another run has kept for the same, or for a part of it."""
        marks = self._marks[key or ""]
        other = booked_as(outbox.db, marks)
        found = outbox.get(other) if other is not None else super().twin(outbox, likeness, key)
        if found is None:
            note_parts(outbox.db, marks[0], marks)
        return found
