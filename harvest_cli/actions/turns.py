"""What the timer commands answer: what was started or stopped, what that stopped, and the day."""

from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from harvest_cli.actions.logged import DayTotal, LoggedEntry
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.errors import ExitCode

if TYPE_CHECKING:
    from harvest_cli.actions.would_send import WouldSend
    from harvest_cli.language.text.readings import Inference


class Deed(StrEnum):
    """What a command did; part of the public JSON."""

    STARTED = "started"
    RESUMED = "resumed"
    STOPPED = "stopped"


class Turn(NamedTuple):
    """The answer of `hv start`, `stop` and `restart`.

    `stopped` are timers that ended because another started. `since` is when the timer began or
    `until` when it ended, where that was not just now. `inferences` say what was assumed or
    worked out. `unfinished` says what could not be completed and how to mend it. `requests` are
    those of a dry run.
    """

    deed: Deed
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

    @property
    def exit_code(self) -> ExitCode:
        """75 while a write is unconfirmed, 8 when the person must mend something, else 0."""
        if any(row.state in {EntryState.UNCONFIRMED, EntryState.QUEUED} for row in self.entries):
            return ExitCode.SAVED_HERE
        return ExitCode.NEEDS_DECISION if self.unfinished else ExitCode.DONE
