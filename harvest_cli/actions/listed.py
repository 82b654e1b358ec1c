"""What the looking commands answer: lists of entries, the day so far, projects, who I am."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from harvest_cli.domain.days import Period
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.errors import HvError
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.people import Company, User
from harvest_cli.domain.projects import ProjectAssignment

if TYPE_CHECKING:
    from harvest_cli.actions.forgotten import Forgotten


class EntryList(NamedTuple):
    """My entries of a period, oldest day first; `total` includes the running part.

    `unreadable` counts rows of Harvest that could not be read: then the total is incomplete.
    """

    period: Period
    entries: tuple[TimeEntry, ...]
    total: Decimal
    billable: Decimal
    today: date
    unreadable: int = 0


class Unsent(NamedTuple):
    """A write that waits here: `op` is create, start, sentence, stop, edit or delete.

    `entry` is what it will be on Harvest as far as that is known now, a timer with its hours so
    far; None for a sentence that was not looked up yet, a change or a deletion. `until` is when a
    timer was stopped; `what` names the thing and `why` tells why it waits.
    """

    key: str
    op: str
    state: EntryState
    text: str
    what: str
    entry: TimeEntry | None = None
    until: datetime | None = None
    why: str | None = None

    @property
    def runs(self) -> bool:
        """Whether it is a timer that goes on."""
        return self.entry is not None and self.entry.is_running


class Status(NamedTuple):
    """Where the day stands. `running` holds every running timer of mine (usually one or none).

    `week` are the hours since `week_from`, `capacity` those of a whole week; `done_at` is when the
    target will be reached if the timer goes on; `counts_today` tells whether it is on today's
    sheet. `waiting` is what Harvest does not have yet, and is in none of the sums.

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
    waiting: tuple[Unsent, ...] = ()
    forgotten: "tuple[Forgotten, ...]" = ()
    as_of: datetime | None = None
    failure: HvError | None = None
    running_known: bool = True

    @property
    def unsent(self) -> int:
        """How many writes wait here."""
        return len(self.waiting)

    @property
    def waiting_today(self) -> Decimal:
        """Hours of today that Harvest does not have yet."""
        today = self.now.date()
        return waiting_hours(self.waiting, today, today)

    @property
    def waiting_this_week(self) -> Decimal:
        """The same of this week up to today."""
        today = self.now.date()
        return waiting_hours(self.waiting, self.week_from or today, today)


def waiting_hours(waiting: Iterable[Unsent], first: date, last: date) -> Decimal:
    """The hours of what waits for the days from `first` to `last`."""
    entries = [each.entry for each in waiting if each.entry is not None]
    days = [e for e in entries if e.spent_date is not None and first <= e.spent_date <= last]
    return sum((entry.hours or ZERO for entry in days), ZERO)


class ProjectRow(NamedTuple):
    """A project that I may track to; `last_used` and `last_task` come from my recent entries.

    `default_task` is what a sentence without a task gets, and `why`; None where hv would ask.
    """

    assignment: ProjectAssignment
    slug: str
    last_used: date | None = None
    last_task: str | None = None
    default_task: str | None = None
    why: str | None = None


class ProjectList(NamedTuple):
    """Projects that fit the words, recently used ones first; `near` are words that were meant."""

    words: str
    rows: tuple[ProjectRow, ...]
    near: str | None = None


class Identity(NamedTuple):
    """Who is logged in, where, and from where the token came (never the token).

    `expires_at` is set for browser logins, which end.
    """

    user: User
    company: Company
    account_id: int | None
    api_url: str
    token_source: str
    zone: str
    profile: str | None = None
    expires_at: datetime | None = None
