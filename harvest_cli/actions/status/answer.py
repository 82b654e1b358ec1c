"""What `hv status` answers: where the day stands, and timers that somebody may have forgotten."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from harvest_cli.actions.day.clock import elapsed, moment_text
from harvest_cli.actions.outbox.pending import PendingWrite, pending_hours
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import DAY
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import HvError
from harvest_cli.domain.hours import read_clock
from harvest_cli.domain.records import NamedTuple


class Status(NamedTuple):
    """Where the day stands. `running` holds every running timer of mine (usually one or none).

    `week` are the hours since `week_from`, `capacity` those of a whole week; `done_at` is when the
    target will be reached if the timer goes on; `counts_today` tells whether it is on today's
    sheet. `waiting` is what Harvest does not have yet, and is in none of the sums; `rejected`
    counts what was refused, and is neither mended nor discarded.

    Where Harvest could not be asked `failure` says why, and everything is as it was at `as_of`,
    timers counted on; without `running_known` nobody knows whether one runs.
    """

    now: datetime
    running: tuple[TimeEntry, ...]
    entries: tuple[TimeEntry, ...]
    total: Decimal
    target: Decimal | None = None
    week: Decimal | None = None
    week_from: date | None = None
    capacity: Decimal | None = None
    done_at: datetime | None = None
    counts_today: bool = False
    waiting: tuple[PendingWrite, ...] = ()
    forgotten: "tuple[Forgotten, ...]" = ()
    as_of: datetime | None = None
    failure: HvError | None = None
    running_known: bool = True
    rejected: int = 0

    @property
    def unsent(self) -> int:
        """How many writes wait here."""
        return len(self.waiting)

    @property
    def waiting_today(self) -> Decimal:
        """Hours of today that Harvest does not have yet."""
        today = self.now.date()
        return pending_hours(self.waiting, today, today)

    @property
    def waiting_this_week(self) -> Decimal:
        """The same of this week up to today."""
        today = self.now.date()
        return pending_hours(self.waiting, self.week_from or today, today)


LONG = timedelta(hours=12)
STEP = 5
"""Minutes; a proposed time looks like one that people would say."""


class Forgotten(NamedTuple):
    """A timer that ran suspiciously long: why, and what to type."""

    entry: TimeEntry
    why: str
    mend: str


def forgotten(context: Context, entry: TimeEntry) -> Forgotten | None:
    """Whether a running timer looks forgotten: long, over midnight, outside of working hours."""
    since = entry.timer_started_at
    if since is None:
        return None
    begun, now = since.astimezone(context.zone), context.now
    ran = elapsed(begun, now)
    if ran > LONG:
        why = f"has run for {ran // timedelta(hours=1)} hours, since {moment_text(context, begun)}"
    elif begun.date() < now.date():
        why = f"runs since before midnight, {moment_text(context, begun)}"
    elif _after_hours(context, begun, now):
        why = f"still runs, since {moment_text(context, begun)}"
    else:
        return None
    return Forgotten(entry, why, _mend(context, begun, now))


def _hours(context: Context) -> tuple[time, time] | None:
    span = context.settings.get("working_hours")
    begin, _, end = (read_clock(piece) for piece in (span or "").partition("-"))
    return (begin, end) if begin is not None and end is not None else None


def _after_hours(context: Context, begun: datetime, now: datetime) -> bool:
    """Started within working hours, and now it is outside: who starts late means it."""
    hours = _hours(context)
    if hours is None:
        return False
    begin, end = hours
    return begin <= begun.time() <= end and not begin <= now.time() <= end


def _mend(context: Context, begun: datetime, now: datetime) -> str:
    """`hv stop at 17:30 yesterday`: when that day's target was reached, a guess to be edited."""
    length = timedelta(minutes=context.conventions.workday_minutes)
    last = datetime.combine(begun.date(), time(23, 55))
    if hours := _hours(context):
        end = datetime.combine(begun.date(), hours[1])
        last = end if end > begun.replace(tzinfo=None) else last
    wall = min(begun.replace(tzinfo=None) + length, last)
    if wall.date() == now.date():
        wall = min(wall, now.replace(tzinfo=None))
    wall = max(wall - timedelta(minutes=wall.minute % STEP), begun.replace(tzinfo=None))
    wall += timedelta(minutes=1) if wall == begun.replace(tzinfo=None) else timedelta(0)
    day = ""
    if wall.date() != now.date():
        day = " yesterday" if wall.date() == now.date() - DAY else f" {wall.date().isoformat()}"
    return f"hv stop at {wall:%H:%M}{day}"
