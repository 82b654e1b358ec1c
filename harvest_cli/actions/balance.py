"""`hv balance`: worked hours against targets since a day, with the running total.

Leave counts as worked; unpaid leave and time off in lieu, by the names of their tasks, do not. Of
today no more is due than was done so far, so that a morning is no debt.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from harvest_cli.actions.day.glance import SINCE, START, balance_cache, first_day, settings_mark
from harvest_cli.actions.outbox.pending import pending_hours, pending_writes
from harvest_cli.actions.resolve.query import QueryFlags, groups_of, scope_of
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.session.conventions import leave_of
from harvest_cli.domain.balance import BalancePart, Line, TimeKind, hours_of, lines_of, parts_of
from harvest_cli.domain.days import DAY, Period
from harvest_cli.domain.errors import Progress, UsageError, nobody
from harvest_cli.domain.hours import ZERO, hours_from_minutes
from harvest_cli.domain.records import TYPE_CHECKING, NamedTuple
from harvest_cli.domain.schedule import DayTarget, Schedule
from harvest_cli.domain.totals import GROUPINGS, Exact, steps_of
from harvest_cli.domain.wording import close_words
from harvest_cli.harvest.wire.write import EntryFilter
from harvest_cli.language.text.readings import Inference
from harvest_cli.local.cache.balance_cache import BalanceCache, CachedEntries, Reached, Row
from harvest_cli.local.config.schedule_tables import BALANCE, Uncounted, uncounted_of
from harvest_cli.local.config.setting_types import seconds_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any


PUBLIC = ("public_holiday", "holiday")
"""Kinds of leave that are public holidays."""
SHORT, MIDDLING = 15, 70
"""Days: up to the first a balance goes by day, up to the second by week, else by month."""


class Origin(NamedTuple):
    """Something that the balance follows from, and where it is set."""

    what: str
    value: str
    origin: str


class Balance(NamedTuple):
    """The lines of a period, and the balance before it (`start`) and at its end.

    `since` is the first day of all; `today` what is done and due today, when that is in the period;
    `pending` are hours that Harvest does not have yet, in none of the sums.
    """

    period: Period
    since: date
    group_by: str
    lines: tuple[Line, ...]
    start: int
    today: date
    done_today: Decimal = ZERO
    due_today: Decimal = ZERO
    pending: Decimal = ZERO
    uncounted: int = 0
    holidays: tuple[tuple[date, DayTarget], ...] = ()
    origins: tuple[Origin, ...] = ()
    inferences: tuple[Inference, ...] = ()

    @property
    def total(self) -> Line:
        """All lines together."""
        part = BalancePart()
        for line in self.lines:
            part = part.plus(line.part)
        return Line(self.period, part, self.lines[-1].balance if self.lines else self.start)


def balance_of(context: Context, asked: QueryFlags, progress: Progress = nobody) -> Balance:
    """The balance that words and flags ask for, since its first day when they name no period.

    Raises UsageError, ConfigurationError, and what asking Harvest raises.
    """
    schedule, today = context.targets.checked(), context.today
    uncounted = uncounted_of(context.tables)
    since = first_day(context)
    if asked.by is not None:
        try:
            groups_of(asked.by)
        except UsageError:
            raise _no_step() from None
    for lead in ("until ", "till ", "through ", "up to ", "as of "):
        if asked.words.lower().startswith(lead):
            asked = asked._replace(words="", to=asked.words[len(lead) :])
    scope = scope_of(context, asked, Period(since, today), "balance")
    entries = Entries(context, since, balance_cache(context))
    kept = entries.read(progress)
    since = begun(context, since, kept)
    period = _inside(scope.period, since, today)
    by = _grouping(scope.group_by, period)
    _warn_of_unknown(context, kept, uncounted)
    kinds = kinds_of(context, kept, uncounted)
    hours = hours_by_day(kept, kinds)
    start = seconds_of(context.settings.get(START))
    before = Period(since, period.start - DAY) if period.start > since else None
    if before is not None:
        start += sum(part.difference for _, part in parts_of(hours, before, schedule, today))
    steps = steps_of(by)
    assert steps is not None
    parts = list(parts_of(hours, period, schedule, today))
    lines = lines_of(parts, period, steps, context.conventions.week_start, start)
    found = Balance(
        period=period,
        since=since,
        group_by=by,
        lines=lines,
        start=start,
        today=today,
        done_today=_done(parts, today),
        due_today=hours_from_minutes(schedule.target(today).minutes),
        pending=pending_hours(pending_writes(context), since, today),
        uncounted=entries.uncounted,
        holidays=tuple(_days_off(schedule, period)),
        origins=tuple(_origins(context, since, schedule, uncounted)),
        inferences=scope.inferences,
    )
    if period.end == today:
        _keep(context, kept, kinds, found.total.balance - parts[-1][1].difference)
    return found


def begun(context: Context, since: date, kept: CachedEntries) -> date:
    """The first day that counts: without a setting that of this year's first entry."""
    if context.settings.get(SINCE):
        return since
    first = min((row[0] for row in kept.rows.values()), default=context.today.toordinal())
    context.infer(f"counted since your first entry of this year (set `{SINCE}`)")
    return date.fromordinal(first)


def _inside(period: Period, since: date, today: date) -> Period:
    if period.end < since:
        message = f"The balance begins on {since} ({SINCE}), after {period.end}"
        hint = f"Set an earlier day: `hv config set {SINCE} {period.start}`"
        raise UsageError(message, hint=hint)
    if period.start > today:
        message = f"{period.start} is in the future; a balance goes up to today"
        raise UsageError(message, hint="`hv balance`")
    return Period(max(period.start, since), min(period.end, today))


def _no_step() -> UsageError:
    message = "`hv balance` is by day, week, month, quarter or half"
    return UsageError(message, hint="`hv balance --by week`")


def _grouping(groups: tuple[str, ...], period: Period) -> str:
    if groups:
        if len(groups) > 1 or GROUPINGS[groups[0]].steps is None:
            raise _no_step()
        return groups[0]
    days = (period.end - period.start).days + 1
    return "day" if days < SHORT else "week" if days < MIDDLING else "month"


def _done(parts: list[tuple[date, BalancePart]], today: date) -> Decimal:
    last, part = parts[-1]
    return hours_of(part.worked + part.leave) if last == today else ZERO


def _days_off(schedule: Schedule, period: Period) -> list[tuple[date, DayTarget]]:
    days = ((day, schedule.target(day)) for day in period.days())
    return [(day, due) for day, due in days if due.holiday and due.usual]


def kinds_of(context: Context, kept: CachedEntries, uncounted: Uncounted) -> list[TimeKind]:
    """What the time of each project and task is, in the order of the kept names."""
    leave = {
        (each.project.casefold(), each.task.casefold()): TimeKind.HOLIDAY
        if each.kind in PUBLIC
        else TimeKind.LEAVE
        for each in leave_of(context.settings)
    }
    unpaid = {name.casefold() for name in uncounted.unpaid}
    compensation = {name.casefold() for name in uncounted.compensation}

    def kind(project: str, task: str) -> TimeKind:
        if task in unpaid:
            return TimeKind.UNPAID
        if task in compensation:
            return TimeKind.COMPENSATION
        return leave.get((project, task), TimeKind.WORK)

    return [kind(project.casefold(), task.casefold()) for _, _, project, task in kept.names]


def _warn_of_unknown(context: Context, kept: CachedEntries, uncounted: Uncounted) -> None:
    """Say which tasks of `[balance]` are none: their time would count in silence."""
    named = {task for _, _, _, task in kept.names}
    named |= {row.task.name for a in context.account.data.assignments for row in a.task_assignments}
    known = {name.casefold() for name in named}
    for name in (*uncounted.unpaid, *uncounted.compensation):
        if name.casefold() not in known:
            near = close_words(name, named)
            meant = f"; did you mean `{near[0]}`?" if near else ""
            context.warn(f'You have no task "{name[:60]}" ([{BALANCE}]){meant}')


def hours_by_day(kept: CachedEntries, kinds: list[TimeKind]) -> Mapping[date, Mapping[str, int]]:
    """Hundredths of each day by kind."""
    found: dict[int, dict[str, int]] = {}
    for ordinal, hundredths, name in kept.rows.values():
        day = found.setdefault(ordinal, {})
        day[kinds[name]] = day.get(kinds[name], 0) + hundredths
    return {date.fromordinal(ordinal): day for ordinal, day in found.items()}


def _origins(
    context: Context, since: date, schedule: Schedule, uncounted: Uncounted
) -> list[Origin]:
    """What the balance follows from: its first day, its start, the weeks, days off, tasks."""
    path, settings = str(context.tables.path), context.settings
    set_, origin = settings.value(SINCE)
    found = [Origin("since", str(since), origin if set_ else "the first entry of this year")]
    found.append(Origin("start", *map(str, settings.value(START))))
    for week in schedule.weeks:
        days = " ".join(f"{minutes / 60:g}" for minutes in week.minutes)
        found.append(Origin("week", f"{week.total / 60:g} h (Mon–Sun: {days})", week.origin))
    if schedule.region:
        found.append(Origin("holidays", schedule.region, path))
    for name, tasks in uncounted._asdict().items():
        if tasks:
            found.append(Origin(name, ", ".join(tasks), f"[{BALANCE}] in {path}"))
    return found


def _keep(context: Context, kept: CachedEntries, kinds: list[TimeKind], seconds: int) -> None:
    """Keep what the balance was at the end of yesterday, for status and prompts."""
    pairs = zip(kept.names, kinds, strict=True)
    special = {names[1]: str(kind) for names, kind in pairs if kind is not TimeKind.WORK}
    reached = Reached(context.today - DAY, seconds, settings_mark(context), special)
    try:
        balance_cache(context).reach(reached)
    except OSError as error:
        context.cannot_keep("cache", error)


NEEDS = frozenset(("day", "task", "project"))
OVERLAP = timedelta(minutes=5)
"""What was changed while hv looked the last time is asked for again."""


class Entries:
    """The entries of one login, read and kept."""

    def __init__(self, context: Context, since: date, cache: BalanceCache) -> None:
        self._context, self._cache = context, cache
        self._since = since
        self._names: dict[tuple[int, int], int] = {}
        self._listed: list[tuple[int, int, str, str]] = []
        self._exact = Exact()
        self.uncounted = 0
        """Entries whose hours make no sense."""

    def read(self, progress: Progress) -> CachedEntries:
        """All entries up to today; raises what asking Harvest raises."""
        known = self._cache.load()
        if known is not None and known.since == self._since:
            self._listed = list(known.names)
            self._names = {(p, t): at for at, (p, t, _, _) in enumerate(known.names)}
        else:
            known = None
        lines, told, more = self._context.client.first_lines(self._wanted(), NEEDS)
        # Harvest's own clock tells what was changed since.
        read_at = self._context.client.server_date or self._context.clock()
        rows = self._rows(lines)
        progress(len(rows))
        if not more:
            odd = 0
        elif known is None or not rows:
            odd = self._whole(rows, told, progress)
        else:
            odd = self._with_older(rows, known, told, progress)
        self.uncounted += self._context.client.unreadable
        kept = CachedEntries(self._since, read_at.timestamp(), rows, self._listed, odd)
        try:
            self._cache.save(kept)
        except OSError as error:
            self._context.cannot_keep("cache", error)
        return kept

    def _wanted(self, last: date | None = None, changed: datetime | None = None) -> EntryFilter:
        return EntryFilter(
            user_id=self._context.account.data.user.id,
            updated_since=changed,
            from_=self._since,
            to=last or self._context.today,
        )

    def _with_older(
        self, rows: dict[int, Row], known: CachedEntries, told: int | None, progress: Progress
    ) -> int:
        """Add what is known from before the page; the count that Harvest tells too much."""
        edge = min(day for day, _, _ in rows.values())
        older = {i: row for i, row in known.rows.items() if row[0] <= edge and i not in rows}
        changed = datetime.fromtimestamp(known.read_at, UTC) - OVERLAP
        for lines in self._pages(date.fromordinal(edge), changed):
            for entry, row in self._rows(lines).items():
                if entry not in rows:
                    older[entry] = row
        if told is not None and told - len(rows) - len(older) != known.odd:
            return self._whole(rows, told, progress)
        rows |= older
        return known.odd

    def _whole(self, rows: dict[int, Row], told: int | None, progress: Progress) -> int:
        """Add everything from before the page, asked for anew."""
        edge = min((day for day, _, _ in rows.values()), default=self._context.today.toordinal())
        for lines in self._pages(date.fromordinal(edge)):
            rows |= self._rows(lines)
            progress(len(rows))
        return 0 if told is None else told - len(rows)

    def _pages(self, last: date, changed: datetime | None = None) -> "Sequence[Sequence[Any]]":
        return list(self._context.client.time_lines(self._wanted(last, changed), NEEDS))

    def _rows(self, lines: "Sequence[Any]") -> dict[int, Row]:
        found: dict[int, Row] = {}
        for line in lines:
            hours = self._exact[line.hours]
            if hours is None or line.spent_date is None:
                self.uncounted += 1
                continue
            name = self._name(line.project, line.task)
            found[line.id] = (line.spent_date.toordinal(), round(hours * 100), name)
        return found

    def _name(self, project: "Any", task: "Any") -> int:
        key = (project.id or 0, task.id or 0)
        place = self._names.get(key)
        if place is None:
            place = self._names[key] = len(self._listed)
            self._listed.append((*key, project.name, task.name))
        return place
