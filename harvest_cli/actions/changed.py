"""What `hv edit` and `hv delete` answer: an entry before and after, and what differs."""

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.errors import ExitCode

if TYPE_CHECKING:
    from harvest_cli.actions.would_send import WouldSend
    from harvest_cli.harvest.wire.write import EntryChange


class Difference(NamedTuple):
    """One field: its name in Harvest's terms, and its value before and after."""

    name: str
    before: object
    after: object


class Changed(NamedTuple):
    """One entry before and after; equal when there was nothing to do.

    `requests` are those of a dry run.
    """

    before: TimeEntry
    after: TimeEntry
    differences: tuple[Difference, ...]
    state: EntryState = EntryState.CREATED
    warnings: tuple[str, ...] = ()
    requests: "tuple[WouldSend, ...]" = ()

    @property
    def exit_code(self) -> ExitCode:
        """75 while it is not certain."""
        return _exit_code(self.state)


class Deleted(NamedTuple):
    """An entry that is gone, or not certainly gone."""

    entry: TimeEntry
    state: EntryState = EntryState.CREATED
    today: date | None = None
    warnings: tuple[str, ...] = ()
    requests: "tuple[WouldSend, ...]" = ()

    @property
    def exit_code(self) -> ExitCode:
        """75 while it is not certain."""
        return _exit_code(self.state)


def _exit_code(state: EntryState) -> ExitCode:
    waits = state in (EntryState.UNCONFIRMED, EntryState.QUEUED)
    return ExitCode.SAVED_HERE if waits else ExitCode.DONE


def differences(entry: TimeEntry, change: "EntryChange") -> tuple[Difference, ...]:
    """What a change would make otherwise; fields that it sets to what they are do not count."""
    from harvest_cli.harvest.wire.write import UNSET

    held = {
        "spent_date": entry.spent_date,
        "hours": entry.hours,
        "started_time": entry.started_time,
        "ended_time": entry.ended_time,
        "project_id": entry.project.id,
        "task_id": entry.task.id,
        "notes": entry.notes or "",
    }
    return tuple(
        Difference(name, before, getattr(change, name))
        for name, before in held.items()
        if getattr(change, name) is not UNSET and getattr(change, name) != before
    )


def planned(entry: TimeEntry, change: "EntryChange") -> TimeEntry:
    """The entry with the change's own values; its project and task are only numbers there."""
    from harvest_cli.harvest.wire.write import UNSET

    names = ("spent_date", "hours", "started_time", "ended_time", "notes")
    values = {name: getattr(change, name) for name in names}
    return entry._replace(**{name: value for name, value in values.items() if value is not UNSET})
