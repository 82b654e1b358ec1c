"""What `hv status` answers: where the day stands."""

from datetime import date, datetime
from decimal import Decimal

from harvest_cli.actions.day.forgotten import ForgottenTimer
from harvest_cli.actions.outbox.pending import PendingWrite, pending_hours
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import HvError
from harvest_cli.domain.records import NamedTuple


class Status(NamedTuple):
    """Where the day stands. `running` holds every running timer of mine (usually one or none).

    `week` are the hours since `week_from`, `capacity` those of a whole week; `done_at` is when the
    target will be reached if the timer goes on; `counts_today` tells whether it is on today's
    sheet. `waiting` is what Harvest does not have yet, and is in none of the sums; `rejected`
    counts what was refused, and is neither mended nor discarded. `holiday` is the name of today's
    day off, whole or half;
    `balance` the hours ahead or behind as far as `hv balance` keeps them.

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
    forgotten: tuple[ForgottenTimer, ...] = ()
    as_of: datetime | None = None
    failure: HvError | None = None
    running_known: bool = True
    rejected: int = 0
    holiday: str | None = None
    balance: Decimal | None = None

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
