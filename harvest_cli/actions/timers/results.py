"""The answer of `hv start`, `stop` and `restart`."""

from datetime import date, datetime, tzinfo

from harvest_cli.actions.entries.results import DayTotal, LoggedEntry, TimerEvent
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.errors import ExitCode
from harvest_cli.domain.records import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from harvest_cli.actions.session.dry_run import WouldSend
    from harvest_cli.language.text.readings import Inference


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
        open_ = {EntryState.UNCONFIRMED, EntryState.QUEUED}
        if self.waits or any(row.state in open_ for row in self.entries):
            return ExitCode.SAVED_HERE
        return ExitCode.NEEDS_DECISION if self.unfinished else ExitCode.DONE
