"""What the looking commands answer: lists of entries, the day so far, projects, who I am."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from harvest_cli.domain.days import Period
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.people import Company, User
from harvest_cli.domain.projects import ProjectAssignment


@dataclass(frozen=True, slots=True)
class EntryList:
    """My entries of a period, oldest day first; `total` includes the running part.

    `unreadable` counts rows of Harvest that could not be read: then the total is incomplete.
    """

    period: Period
    entries: tuple[TimeEntry, ...]
    total: Decimal
    billable: Decimal
    today: date
    unreadable: int = 0


@dataclass(frozen=True, slots=True)
class Status:
    """Where the day stands. `running` holds every running timer of mine (usually one or none)."""

    now: datetime
    running: tuple[TimeEntry, ...]
    entries: tuple[TimeEntry, ...]
    total: Decimal
    target: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A project that I may track to; `last_used` and `last_task` come from my recent entries."""

    assignment: ProjectAssignment
    slug: str
    last_used: date | None = None
    last_task: str | None = None


@dataclass(frozen=True, slots=True)
class ProjectList:
    """Projects that fit the words, recently used ones first."""

    words: str
    rows: tuple[ProjectRow, ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is logged in, where, and from where the token came (never the token)."""

    user: User
    company: Company
    account_id: int | None
    api_url: str
    token_source: str
    zone: str
