"""What the looking commands answer: lists of entries, the day so far, projects, who I am."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from harvest_cli.domain.days import Period
from harvest_cli.domain.entries import TimeEntry
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


class Status(NamedTuple):
    """Where the day stands. `running` holds every running timer of mine (usually one or none).

    `week` are the hours since `week_from`, `capacity` those of a whole week; `done_at` is when the
    target will be reached if the timer goes on; `counts_today` tells whether it is on today's
    sheet; `unsent` entries wait here.
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
    unsent: int = 0
    forgotten: "tuple[Forgotten, ...]" = ()


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
    """Projects that fit the words, recently used ones first."""

    words: str
    rows: tuple[ProjectRow, ...]


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
