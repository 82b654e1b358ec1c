"""What my timesheet holds of some days: hours that are there, and when time is taken."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal

from harvest_cli.actions.entries.comparing import kept_here
from harvest_cli.actions.outbox.lookup import key_of
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.suggest.spans import DAY_MINUTES, Busy
from harvest_cli.domain.days import Period
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.hours import ZERO, minutes_from_hours
from harvest_cli.local.outbox.imports import booked

Place = tuple[date, int, int]
"""A day, project and task."""


class Sheet:
    """The days of a period as they stand on Harvest and in the outbox.

    `busy` is when time is taken by entries, `meetings` when by meetings of a calendar, booked or
    not; `there` are the minutes of each day. `typed` are those of a project
    and task that nobody gave times to and that no suggestion was booked as. `known` are marks of
    what was booked.
    """

    def __init__(self, context: Context, period: Period, listed: Iterable[TimeEntry]) -> None:
        self.busy: defaultdict[date, list[Busy]] = defaultdict(list)
        self.meetings: defaultdict[date, list[Busy]] = defaultdict(list)
        self.there: Counter[date] = Counter()
        self.typed: Counter[Place] = Counter()
        outbox = context.outbox
        before = booked(outbox.db) if outbox is not None else {}
        numbers = {number for number in before.values() if number is not None}
        listed_keys: set[str] = set()
        for entry in listed:
            reference = entry.external_reference
            key = reference.id if reference is not None and reference.id else ""
            listed_keys.add(key)
            if entry.spent_date in period:
                ours = entry.id in numbers or key in before
                self._take(context, entry, ours=ours)
        for key, new in kept_here(context):
            if new.spent_date in period and key_of(new) not in listed_keys:
                place = (new.spent_date, new.project_id, new.task_id)
                span = _span(new.started_time, new.ended_time)
                self._add(place, new.hours, span, ours=key in before)
        self.known = frozenset(listed_keys | set(before))

    def _take(self, context: Context, entry: TimeEntry, *, ours: bool) -> None:
        if entry.spent_date is None:
            return
        span = _span(entry.started_time, entry.ended_time)
        if entry.is_running:
            span = _running(context, entry)
        place = (entry.spent_date, entry.project.id, entry.task.id)
        self._add(place, entry.hours, span, ours=ours)

    def _add(self, place: Place, hours: Decimal | None, span: Busy | None, *, ours: bool) -> None:
        minutes = minutes_from_hours(hours or ZERO)
        if span is not None:
            self.busy[place[0]].append(span)
            minutes = minutes or span.end - span.start
        self.there[place[0]] += minutes
        if span is None and not ours:
            self.typed[place] += minutes


def minute_of(at: time) -> int:
    """Minutes since midnight."""
    return at.hour * 60 + at.minute


def _span(start: time | None, end: time | None) -> Busy | None:
    if start is None or end is None:
        return None
    begin, last = minute_of(start), minute_of(end)
    return Busy(begin, last if last > begin else DAY_MINUTES)


def _running(context: Context, entry: TimeEntry) -> Busy | None:
    """What a timer that runs has taken, until now."""
    begun: datetime | None = entry.timer_started_at
    if begun is None:
        return None
    local = begun.astimezone(context.zone)
    if local.date() != entry.spent_date:
        return None
    same = context.today == entry.spent_date
    begin = minute_of(local.time())
    return Busy(begin, max(minute_of(context.now.time()), begin) if same else DAY_MINUTES)
