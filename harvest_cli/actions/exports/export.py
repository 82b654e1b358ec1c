"""The entries of an export as a format can take them: what runs is left out, times are found.

Nothing is lost in silence: whatever a format cannot hold is counted while entries go by.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from enum import Enum
from pathlib import Path
from types import ModuleType

from harvest_cli.actions.entries.read import entries_of
from harvest_cli.actions.resolve.query import QueryFlags
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import Period, month_of
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import (
    ConfigurationError,
    NeedsDecision,
    NotFound,
    Progress,
    Refused,
    nobody,
)
from harvest_cli.domain.hours import minutes_from_hours, read_clock
from harvest_cli.domain.records import NamedTuple, Protocol
from harvest_cli.domain.wording import counted, install
from harvest_cli.language.trackers.workbook import parquet_library

HALF_A_DAY = 12 * 60


class Loss(Enum):
    """What an entry lost on its way into a format."""

    RUNNING = "running"
    NO_DAY = "no_day"
    MINUTES = "minutes"
    LINES = "lines"
    SIGNS = "signs"
    ALL_DAY = "all_day"
    PEOPLE = "people"
    NO_KEY = "no_key"
    NO_EMAIL = "no_email"
    STACKED = "stacked"


class Needs(NamedTuple):
    """What a format cannot do without: an end, a start and an end, an address of each person.

    `instead` is the format for entries without times; empty where `--start-at` is all that helps.
    """

    ends: bool = False
    times: bool = False
    emails: bool = False
    instead: str = ""


class Export:
    """Entries for a format, in their order; may be read again. `losses` counts what got lost.

    `me` and `emails` are by user id, `zone` is the name of the person's zone where it has one.
    """

    def __init__(
        self,
        period: Period,
        found: Collection[TimeEntry],
        needs: Needs,
        now: datetime,
        start_at: time | None = None,
        me: int = 0,
        emails: Mapping[int | None, str] | None = None,
    ) -> None:
        self.period, self.now, self.me = period, now, me
        self.losses: Counter[Loss] = Counter()
        self.keyless: list[TimeEntry] = []
        """The first entries that were left out because they have no link to an issue."""
        self._found, self._needs, self._start_at = found, needs, start_at
        self._emails = emails or {}

    def __len__(self) -> int:
        return len(self._found)

    def lose(self, loss: Loss) -> None:
        """Count one entry that lost something."""
        self.losses[loss] += 1

    def email_of(self, entry: TimeEntry) -> str:
        """The address of the person; nothing, counted, where it is not known."""
        found = self._emails.get(entry.user.id if entry.user else self.me, "")
        if not found:
            self.lose(Loss.NO_EMAIL)
        return found

    def is_mine(self, entry: TimeEntry) -> bool:
        """Whether it is an entry of the person who asks."""
        return entry.user is None or entry.user.id in (None, self.me)

    def rows(self) -> Iterator[TimeEntry]:
        """The entries that the format can take."""
        if not self._needs.ends:
            yield from self._found
            return
        free: dict[tuple[date, int | None], datetime] = {}
        for entry in self._found:
            if entry.is_running:
                self.lose(Loss.RUNNING)
            elif entry.spent_date is None or entry.hours is None:
                self.lose(Loss.NO_DAY)
            elif self._start_at is not None and span_of(entry) is None:
                yield self._stacked(entry, entry.spent_date, self._start_at, free)
            else:
                yield entry

    def _stacked(
        self,
        entry: TimeEntry,
        day: date,
        first: time,
        free: dict[tuple[date, int | None], datetime],
    ) -> TimeEntry:
        """The entry with times: it begins where the one before it of its day and person ends."""
        self.lose(Loss.STACKED)
        whose = (day, entry.user.id if entry.user else None)
        begin = free.get(whose) or datetime.combine(day, first)
        end = free[whose] = begin + timedelta(minutes=minutes_of(entry))
        return entry._replace(started_time=begin.time(), ended_time=end.time())


class Damaged(Exception):
    """A file of a month is not what was written there."""


class MonthFile(Protocol):
    """A format whose files can be kept up. `how` says how they are written."""

    name: str
    how: str

    def write(
        self, target: Path, old: Path | None, without: frozenset[int], new: Iterable[TimeEntry]
    ) -> int:
        """Write the entries of `old` that are not to go, and the new ones, by day and id.

        The number of entries; raises Damaged where `old` cannot be read.
        """


class Written(NamedTuple):
    """A file and how many entries it has; without one it is gone."""

    path: Path
    entries: int


class FolderExport(NamedTuple):
    """What became of a folder. `changed` and `gone` count entries; the first export is `whole`."""

    folder: Path
    files: tuple[Written, ...]
    changed: int
    gone: int
    whole: bool


def minutes_of(entry: TimeEntry) -> int:
    """Whole minutes; nothing for hours that make no sense."""
    return minutes_from_hours(entry.hours) if entry.hours is not None else 0


def span_of(entry: TimeEntry) -> tuple[datetime, datetime] | None:
    """When it began and ended, by the person's clock; past midnight it ends the day after.

    None without both times.
    """
    day, start, end = entry.spent_date, entry.started_time, entry.ended_time
    if day is None or start is None or end is None:
        return None
    begin = datetime.combine(day, start)
    over = end < start or (end == start and minutes_of(entry) > HALF_A_DAY)
    return begin, datetime.combine(day, end) + timedelta(days=over)


def duckdb() -> ModuleType:
    """The library of Parquet; raises ConfigurationError where it is not installed."""
    found = parquet_library()
    if found is None:
        message = "Parquet needs DuckDB, which is not installed"
        hint = f"Install it: `{install('parquet')}`, or write `--to csv`"
        raise ConfigurationError(message, hint=hint, code="missing_extra")
    return found


def export_of(
    context: Context,
    asked: QueryFlags,
    needs: Needs,
    start_at: str | None = None,
    progress: Progress = nobody,
) -> Export:
    """What words and flags ask for, by default this month; raises NeedsDecision for lack of times.

    `start_at` is when the first entry without times begins each day.
    """
    first = read_clock(start_at) if start_at is not None else None
    listed = entries_of(context, asked, progress, default=month_of(context.today), verb="export")
    me = context.account.data.user
    emails: dict[int | None, str] = {me.id: me.email}
    if needs.emails:
        emails |= _others(context, listed.entries, me.id)
    export = Export(listed.period, listed.entries, needs, context.now, first, me.id, emails)
    if needs.times and first is None:
        _refuse_timeless(export, needs)
    return export


def _refuse_timeless(export: Export, needs: Needs) -> None:
    timeless = sum(span_of(entry) is None for entry in export.rows())
    export.losses.clear()
    if not timeless:
        return
    message = f"{counted(timeless, 'entry has', 'entries have')} no start and end"
    stacked = "`--start-at 9:00` puts the entries of a day one after another"
    hint = f"`--to {needs.instead}` needs none; {stacked}" if needs.instead else stacked
    raise NeedsDecision(message, code="no_times", hint=hint)


def _others(context: Context, entries: Collection[TimeEntry], me: int) -> dict[int | None, str]:
    """The addresses of others, asked for only where others' entries are there."""
    if all(entry.user is None or entry.user.id == me for entry in entries):
        return {}
    try:
        return {person.id: person.email for person in context.client.users()}
    except (Refused, NotFound):
        return {}
