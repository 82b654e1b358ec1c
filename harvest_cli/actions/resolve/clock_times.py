"""The clock times of entries: what of a day is taken, and what Harvest is asked for.

All as far as this machine knows without asking. And what is more often a slip than meant: an entry
over another one, a day of more than 24 hours.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain

from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import ExternalReference, NewEntry, TimeEntry
from harvest_cli.domain.errors import NeedsDecision
from harvest_cli.domain.hours import (
    DAY_MINUTES,
    FULL_DAY,
    ZERO,
    as_clock,
    as_time,
    minute_of,
    minutes_from_hours,
)
from harvest_cli.domain.records import NamedTuple
from harvest_cli.language.lengths.clock import change, end_after
from harvest_cli.language.text.readings import Conventions, EntryReading
from harvest_cli.local.outbox.row import WAITING, new_of

DAY_BEGINS = 9 * 60
LAST = DAY_MINUTES - 1
"""The minute at which an entry can end: an end at midnight is of the next day."""


class TakenSpan(NamedTuple):
    """Minutes of a day from `begin` to before `end`, and the entry that takes them in words."""

    begin: int
    end: int
    what: str = ""

    def text(self, manner: Conventions) -> str:
        """The clock times, as the account writes them."""
        return " to ".join(manner.time_text(as_time(at)) for at in (self.begin, self.end))


class TakenTimes:
    """What is known of my days: recent entries, those that are pending, and those added here.

    But for the entry with the number `but`, which is to be another.
    """

    def __init__(self, context: Context, but: int | None = None) -> None:
        self._context, self._but = context, but
        self._days: dict[date, list[TakenSpan]] = {}
        self._hours: dict[date, Decimal] = {}
        self._kept: dict[date, list[NewEntry]] = {}
        self._told: dict[tuple[int, int], str] = {}

    def add(self, new: NewEntry) -> None:
        """Count an entry to be among what is there."""
        self._hours[new.spent_date] = self.hours_on(new.spent_date) + (new.hours or ZERO)
        if (span := self.span_of(new)) is not None:
            self.on(new.spent_date).append(span)

    def take(self, day: date, begin: int, minutes: int) -> None:
        """Count some minutes of a day as taken."""
        self.on(day).append(TakenSpan(begin, begin + minutes))

    def hours_on(self, day: date) -> Decimal:
        """All hours of that day."""
        if day not in self._hours:
            waiting = (new.hours or ZERO for new in self._pending(day))
            known = self._context.account.hours_on(day) + sum(waiting, ZERO)
            recent = self._context.account.data.recent
            own = (e.hours for e in recent if e.id == self._but and e.spent_date == day)
            self._hours[day] = known - sum(own, ZERO)
        return self._hours[day]

    def on(self, day: date) -> list[TakenSpan]:
        """What is taken of that day."""
        if day not in self._days:
            waiting = map(self.span_of, self._pending(day))
            self._days[day] = [*self._recent(day), *filter(None, waiting)]
        return self._days[day]

    def met_by(self, new: NewEntry) -> TakenSpan | None:
        """The first of those there that an entry overlaps."""
        span = self.span_of(new)
        if span is None:
            return None
        met = (t for t in self.on(new.spent_date) if t.begin < span.end and span.begin < t.end)
        return min(met, default=None)

    def room_for(self, day: date, minutes: int) -> int | None:
        """The minute at which so much free time begins; None where no day is so long.

        Today it is what ended last, up to now; on other days the first from nine o'clock. Where
        nothing is free it is what would be on an empty day.
        """
        found = self._room(day, minutes, list(self._gaps(day)))
        return self._room(day, minutes, [(0, LAST)]) if found is None else found

    def _room(self, day: date, minutes: int, gaps: list[tuple[int, int]]) -> int | None:
        now = self._context.now
        if day == now.date():
            until = minute_of(now.time())
            past = (min(end, until) - minutes for begin, end in reversed(gaps))
            fits = [at for at, (begin, _) in zip(past, reversed(gaps), strict=True) if at >= begin]
        else:
            starts = ((max(begin, DAY_BEGINS), end) for begin, end in gaps)
            fits = [begin for begin, end in starts if end - begin >= minutes]
        room = (begin for begin, end in gaps if end - begin >= minutes)
        return next(chain(fits, room), None)

    def span_of(self, new: NewEntry) -> TakenSpan | None:
        """The minutes that an entry takes of its day; None where it has no clock times."""
        if new.started_time is None or new.ended_time is None:
            return None
        return _span(new.started_time, new.ended_time, new.hours, self._named(new))

    def _gaps(self, day: date) -> Iterator[tuple[int, int]]:
        free = 0
        for span in sorted(self.on(day)):
            if span.begin > free:
                yield free, span.begin
            free = max(free, span.end)
        if free < LAST:
            yield free, LAST

    def _recent(self, day: date) -> Iterator[TakenSpan]:
        now = self._context.now
        for entry in self._context.account.data.recent:
            if entry.spent_date != day or entry.begins is None or entry.id == self._but:
                continue
            what = f"{self._names(entry.project_id, entry.task_id)} (#{entry.id})"
            span = _span(entry.begins, entry.ends, entry.hours, what)
            if entry.ends is None and day == now.date():
                # It still runs.
                span = span._replace(end=max(span.end, minute_of(now.time())))
            if span.begin < span.end:
                yield span

    def _pending(self, day: date) -> list[NewEntry]:
        """What this machine was to create on that day and the recent entries do not tell of."""
        if day not in self._kept:
            outbox, known = self._context.existing_outbox, self._context.account.data
            rows = outbox.creates_of(day.isoformat(), standing=True) if outbox is not None else []
            told, since = {entry.id for entry in known.recent}, known.fetched_at.timestamp()
            self._kept[day] = [
                new
                for row in rows
                if row.state in WAITING or (row.entry_id not in told and row.created_at > since)
                if (new := new_of(row)) is not None
            ]
            self._kept[day] += [new for new in self._context.foreseen if new.spent_date == day]
        return self._kept[day]

    def _named(self, new: NewEntry) -> str:
        place = new.project_id, new.task_id
        return self._told.get(place) or self._told.setdefault(place, self._names(*place))

    def _names(self, project_id: int, task_id: int) -> str:
        found = self._context.account.data.assignment_of(project_id)
        if found is None:
            return "an entry"
        assigned = found.assigned(task_id)
        task = f" › {assigned.task.name}" if assigned else ""
        return f"{found.project.name}{task}"


def _span(begin: time, end: time | None, hours: Decimal | None, what: str) -> TakenSpan:
    first = minute_of(begin)
    last = minute_of(end) if end else first + minutes_from_hours(hours or ZERO)
    # An end before the start is past midnight.
    over = last > DAY_MINUTES or (end is not None and last <= first)
    return TakenSpan(first, DAY_MINUTES if over else last, what)


# -- doubts --------------------------------------------------------------------------------------


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


# -- what an entry is asked for with ---------------------------------------------------------------


class ClockTimes(NamedTuple):
    """When an entry began and ended, as the account needs it; `why` says what was assumed."""

    begin: time | None = None
    end: time | None = None
    why: str | None = None


def request_for(
    entry: EntryReading, times: ClockTimes, reference: ExternalReference | None
) -> NewEntry:
    """The entry to create.

    Hours and clock times go together where both are known: an account uses the pair that it
    understands, and hours alone are right in either (Harvest docs, Time Entries).
    """
    assert entry.task is not None
    return NewEntry(
        project_id=entry.assignment.project.id,
        task_id=entry.task.id,
        spent_date=entry.spent_date,
        hours=entry.hours,
        started_time=times.begin,
        ended_time=times.end,
        notes=entry.notes,
        external_reference=reference,
    )


def clock_times(context: Context, entries: Sequence[EntryReading]) -> list[ClockTimes]:
    """The clock times of entries of one command.

    Where the account needs them and nobody gave them, an entry gets time that is free as far as
    is known here: one after the other, around those whose times were given.
    """
    found = [_given_times(context, entry) for entry in entries]
    if not context.account.data.company.wants_timestamp_timers or None not in found:
        return [times or ClockTimes() for times in found]
    taken = TakenTimes(context)
    for entry, times in zip(entries, found, strict=True):
        if times is not None and times.begin is not None:
            taken.take(entry.spent_date, minute_of(times.begin), minutes_from_hours(entry.hours))
    # Today is filled from now backwards: the last one ended last.
    today = context.today
    order = sorted(range(len(found)), key=lambda n: -n if entries[n].spent_date == today else n)
    for number in order:
        if found[number] is None:
            found[number] = _placed(context, taken, entries[number])
    return [times or ClockTimes() for times in found]


def _given_times(context: Context, entry: EntryReading) -> ClockTimes | None:
    """The times as they were given; None where they were not."""
    if entry.started_time is None or entry.ended_time is None:
        return None
    mode = context.account.data.company.wants_timestamp_timers
    length = timedelta(minutes=minutes_from_hours(entry.hours))
    begin = datetime.combine(entry.spent_date, entry.started_time)
    worked_to = (begin + length).time()
    if mode is False or worked_to == entry.ended_time:
        return ClockTimes(entry.started_time, entry.ended_time)
    if _clocks_changed(context, entry.spent_date, entry.started_time, entry.ended_time):
        # Harvest would count from start to end by the clock, and that is not what passed.
        why = "the clocks changed in between: the hours are sent without times"
        return ClockTimes(why=why)
    told = context.conventions.time_text
    # A break inside the range: the account counts from start to end, so the end moves.
    why = f"the break is taken off the end: {told(entry.started_time)} to {told(worked_to)}"
    return ClockTimes(entry.started_time, worked_to, why)


def _placed(context: Context, taken: TakenTimes, entry: EntryReading) -> ClockTimes:
    """Times for a length alone; none where the day has no room for it."""
    minutes = minutes_from_hours(entry.hours)
    at = taken.room_for(entry.spent_date, minutes)
    if at is None:
        return ClockTimes()
    taken.take(entry.spent_date, at, minutes)
    begun, ended = as_time(at), as_time(at + minutes)
    told = context.conventions.time_text
    why = f"this account tracks start and end: {told(begun)} to {told(ended)} was assumed"
    ahead = entry.spent_date == context.today and at + minutes > minute_of(context.now.time())
    return ClockTimes(begun, ended, f"{why}, and is still ahead" if ahead else why)


def _clocks_changed(context: Context, day: date, begin: time, end: time) -> bool:
    by_clock = (minute_of(end) - minute_of(begin)) % DAY_MINUTES
    return bool(change(day, context.zone)) and end_after(day, begin, by_clock, context.zone) != end
