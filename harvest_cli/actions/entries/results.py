"""The answers of `hv log` and of timers, and what they share with those of bulk entries."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal

from harvest_cli.domain.entries import EntryState, Part, TimeEntry
from harvest_cli.domain.errors import ExitCode, HvError
from harvest_cli.domain.records import TYPE_CHECKING, NamedTuple, StrEnum

if TYPE_CHECKING:
    from harvest_cli.actions.session.dry_run import WouldSend
    from harvest_cli.language.text.readings import Inference


NoteEditor = Callable[[str], str | None]
"""Lets the person edit a text; None when they gave up."""


class LoggedEntry(NamedTuple):
    """One entry; `assumed` says why a task that nobody named was taken ("last used here").

    For one that is not sure to be on Harvest: `why` in a few words, `until` when hv looks again,
    `key` of its row in the outbox, and `sentence` where no more than that could be understood.
    `already` is one that was there before and is not written again.
    """

    state: EntryState
    entry: TimeEntry
    assumed: str | None = None
    why: str | None = None
    until: datetime | None = None
    key: str = ""
    sentence: str | None = None
    already: bool = False


class DayTotal(NamedTuple):
    """Hours of one day known without asking; `target` is None on days without one."""

    day: date
    hours: Decimal
    target: Decimal | None = None


class Logged(NamedTuple):
    """The answer to one sentence; `days` are the totals of the days it touched.

    `read` is the sentence that was read for it, where an alias stood for one; `parts` are its
    pieces, for a sentence that is to be explained, and `requests` what a dry run would send.
    `failure` is what stopped the entries that are missing, when earlier ones were logged;
    `profile` is set where the answer should name it.
    """

    text: str
    entries: tuple[LoggedEntry, ...]
    warnings: tuple[str, ...] = ()
    inferences: "tuple[Inference, ...]" = ()
    days: tuple[DayTotal, ...] = ()
    today: date | None = None
    failure: HvError | None = None
    profile: str | None = None
    read: str = ""
    parts: "tuple[Part, ...]" = ()
    requests: "Sequence[WouldSend]" = ()

    @property
    def exit_code(self) -> ExitCode:
        """Of the command: the failure's, 75 while an entry is not confirmed, else 0."""
        if self.failure is not None:
            return self.failure.exit_code
        waits = any(row.state.is_open for row in self.entries)
        return ExitCode.SAVED_HERE if waits else ExitCode.DONE


class TimerEvent(StrEnum):
    """What a command did; part of the public JSON."""

    STARTED = "started"
    RESUMED = "resumed"
    STOPPED = "stopped"


class TimerResult(NamedTuple):
    """The answer of `hv start`, `stop` and `restart`.

    `stopped` are timers that ended because another started. `since` is when the timer began or
    `until` when it ended, where that was not just now. `inferences` say what was assumed or
    worked out. `unfinished` says what could not be completed and how to mend it. `requests` are
    those of a dry run. It `waits` where a part of it is not on Harvest yet.
    """

    deed: TimerEvent
    text: str
    entries: tuple[LoggedEntry, ...]
    stopped: tuple[TimeEntry, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    days: tuple[DayTotal, ...] = ()
    inferences: "tuple[Inference, ...]" = ()
    warnings: tuple[str, ...] = ()
    unfinished: str | None = None
    today: date | None = None
    zone: tzinfo | None = None
    profile: str | None = None
    requests: "tuple[WouldSend, ...]" = ()
    waits: bool = False

    @property
    def exit_code(self) -> ExitCode:
        """75 while a write is unconfirmed, 8 when the person must mend something, else 0."""
        if self.waits or any(row.state.is_open for row in self.entries):
            return ExitCode.SAVED_HERE
        return ExitCode.NEEDS_DECISION if self.unfinished else ExitCode.DONE
