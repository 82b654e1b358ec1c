"""What `hv undo` works on: the writes of this profile, and which of them belong together."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from types import MappingProxyType

from harvest_cli.actions.outbox.row_facts import outbox_of, plain
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.errors import ExitCode, HvError
from harvest_cli.domain.records import TYPE_CHECKING, Any, NamedTuple, StrEnum
from harvest_cli.local.outbox.journal import Deed, JournalEntry, created_again, deeds, resumed
from harvest_cli.local.outbox.row import unpack_entry

if TYPE_CHECKING:
    from harvest_cli.actions.session.dry_run import WouldSend

STARTS = (Deed.STARTED, Deed.RESTARTED)


class Written(NamedTuple):
    """One deed with the entries in it."""

    deed: JournalEntry
    before: TimeEntry | None
    after: TimeEntry | None

    @property
    def entry(self) -> TimeEntry:
        """The entry as it was left, or as it was before it went."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def at(self) -> datetime:
        """When it was done, by `HV_NOW` where that stood for now."""
        return _shown_moment(self.deed)


def _shown_moment(deed: JournalEntry) -> datetime:
    return datetime.fromtimestamp(deed.at if deed.said_at is None else deed.said_at, UTC)


def left_by(each: Written) -> TimeEntry | None:
    """The entry after a deed, or after that was taken back; None where it is gone then."""
    deed, before = each.deed, each.before
    undone = deed.undone_at is not None
    if deed.deed in (Deed.DELETED, Deed.REMOVED):
        return before._replace(is_running=False) if undone and before is not None else None
    if not undone:
        return each.entry
    return before if before is not None and before.id == deed.entry_id else None


class UndoStep(NamedTuple):
    """What is taken back at once: a write, and the timers that Harvest ended because of it.

    `ended_by` is the deed that ended this very timer and was not taken back itself. `more` are
    entries that go on with the one that it made, because a stop of that was taken back.
    """

    written: Written
    ended: tuple[Written, ...] = ()
    ended_by: Written | None = None
    more: tuple[Written, ...] = ()


class CommandWrites(NamedTuple):
    """What one command line wrote, newest first; `name` is its own for good.

    In journals of hv 0.1.0, which do not tell commands apart, it is one step.
    """

    name: str
    steps: tuple[UndoStep, ...]

    @property
    def at(self) -> float:
        """When the last of it was done; epoch seconds."""
        return self.steps[0].written.deed.at


def commands(found: Sequence[UndoStep]) -> list[CommandWrites]:
    """The command lines that steps belong to, the newest first."""
    named: dict[str, list[UndoStep]] = {}
    for step in found:
        named.setdefault(step.written.deed.command, []).append(step)
    return [CommandWrites(name, tuple(of_it)) for name, of_it in named.items()]


class Reversal(StrEnum):
    """What an undo did; JSON has these words."""

    DELETED = "deleted"
    RESTORED = "restored"
    RESTARTED = "restarted"
    STOPPED = "stopped"
    CREATED_AGAIN = "created again"
    LEFT_STOPPED = "left stopped"


class Undone(NamedTuple):
    """What was taken back and how: `entry` as it is now, None when it is gone.

    `unfinished` where a part of it could not be done, which `note` tells with what mends it.
    `requests` are what a dry run would send.
    """

    written: Written
    how: Reversal
    entry: TimeEntry | None = None
    state: EntryState = EntryState.CREATED
    note: str = ""
    unfinished: bool = False
    requests: "tuple[WouldSend, ...]" = ()

    @property
    def goes_on(self) -> bool:
        """Whether another entry goes on with this one."""
        return self.entry is not None and self.entry.id != self.written.entry.id

    @property
    def is_own(self) -> bool:
        """Whether it is a change by itself; a timer that a start ended comes along."""
        return self.written.deed.deed not in (Deed.ENDED, Deed.RESUMED)


class ManagedDeed(StrEnum):
    """What is done to somebody, or to a task of a project."""

    INVITED = "invited"
    ADDED = "added"
    CHANGED = "changed"
    ARCHIVED = "archived"
    RESTORED = "restored"
    DELETED = "deleted"
    REMOVED = "removed"


class Managed(NamedTuple):
    """Something that was done to somebody, or to a task of a project.

    `path` is the record's, `left` how its fields were left, `back` the requests that take it back:
    method, path and body of each, none where Harvest has none.
    """

    deed: ManagedDeed
    what: str
    path: str
    left: Mapping[str, Any]
    back: Sequence[tuple[str, str, Mapping[str, Any] | None]]
    of: JournalEntry | None = None
    how: str = ""

    @property
    def name(self) -> str:
        """The command that did it, as `hv history` shows it."""
        return self.of.command if self.of else ""

    @property
    def id(self) -> int:
        """The number of the record."""
        return self.of.entry_id if self.of else 0

    @property
    def at(self) -> float:
        """When it was done; epoch seconds."""
        return self.of.at if self.of else 0.0

    @property
    def moment(self) -> datetime:
        """The same by `HV_NOW` where that stood for now."""
        return _shown_moment(self.of) if self.of else datetime.fromtimestamp(0, UTC)


class Undoing(NamedTuple):
    """The answer of `hv undo`; `failure` is the first thing that kept a part from being undone.

    `managed` were done to people and tasks of projects, `more_requests` would take them back.
    """

    undone: tuple[Undone, ...]
    warnings: tuple[str, ...] = ()
    dry_run: bool = False
    failure: HvError | None = None
    managed: tuple[Managed, ...] = ()
    more_requests: "tuple[WouldSend, ...]" = ()

    @property
    def requests(self) -> "tuple[WouldSend, ...]":
        """What a dry run would send."""
        of_entries = (request for each in self.undone for request in each.requests)
        return (*of_entries, *self.more_requests)

    @property
    def exit_code(self) -> ExitCode:
        """Of the failure; 75 while something is not certain, 8 when something is to be mended."""
        if self.dry_run:
            return ExitCode.DONE
        if self.failure is not None:
            return self.failure.exit_code
        if any(each.state is not EntryState.CREATED for each in self.undone):
            return ExitCode.SAVED_HERE
        unfinished = any(each.unfinished for each in self.undone)
        return ExitCode.NEEDS_DECISION if unfinished else ExitCode.DONE


def history(context: Context, most: int = 20, user_id: int | None = None) -> tuple[Written, ...]:
    """The last writes of this login, newest first; all of the last weeks for -1."""
    outbox = outbox_of(context)
    login = outbox.login
    me = login.user_id if user_id is None else user_id
    found = deeds(outbox.db, login.account_id, most, login.server, me)
    return tuple(written for deed in found if (written := _read(deed)) is not None)


def _read(deed: JournalEntry) -> Written | None:
    try:
        before = unpack_entry(deed.before_json) if deed.before_json else None
        after = unpack_entry(deed.after_json) if deed.after_json else None
    except (ValueError, TypeError, KeyError):
        return None
    return Written(deed, before, after) if before or after else None


def is_coming_back(context: Context, entry_id: int) -> bool:
    """Whether a deleted entry is to be created again, and has no number yet."""
    found = created_again(outbox_of(context).db)
    return any(each.entry_id == entry_id and each.alive and each.number is None for each in found)


def returned(context: Context) -> dict[int, int]:
    """The number that an entry has by now, for each that was deleted and created again."""
    found = {
        each.entry_id: each.number
        for each in created_again(outbox_of(context).db)
        if each.alive and each.number is not None
    }
    for entry_id in found:
        seen = {entry_id}
        while (number := found[entry_id]) in found and number not in seen:
            seen.add(number)
            found[entry_id] = found[number]
    return found


def renumbered(found: Sequence[Written], numbers: Mapping[int, int]) -> list[Written]:
    """The deeds, newest first, with the numbers that their entries have by now.

    A timer that was deleted while it ran came back stopped, with the hours that it had.
    """
    came_back: dict[int, Decimal | None] = {}
    renumbered = []
    for each in found:
        number = numbers.get(each.deed.entry_id, each.deed.entry_id)
        deed = each.deed._replace(entry_id=number)
        shown = [_as_now(entry, numbers, came_back) for entry in (each.before, each.after)]
        if each.before is None or not each.before.is_running:
            came_back.pop(number, None)
        elif deed.deed == Deed.DELETED:
            came_back[number] = each.before.hours
        renumbered.append(Written(deed, *shown))
    return renumbered


def _as_now(
    entry: TimeEntry | None, numbers: Mapping[int, int], came_back: Mapping[int, Decimal | None]
) -> TimeEntry | None:
    if entry is None:
        return None
    entry = entry._replace(id=numbers.get(entry.id, entry.id))
    if not entry.is_running or entry.id not in came_back:
        return entry
    return entry._replace(is_running=False, timer_started_at=None, hours=came_back[entry.id])


def going_on(context: Context) -> dict[str, Written]:
    """Entries that go on with others whose stop was taken back, by number and run of the stop."""
    notes = resumed(outbox_of(context).db)
    return {name: found for name, each in notes.items() if (found := _read(each)) is not None}


def steps(
    found: Sequence[Written],
    numbers: Mapping[int, int],
    going: Mapping[str, Written] = MappingProxyType({}),
) -> list[UndoStep]:
    """What can be taken back, newest first; a timer that a start ended goes with the start.

    `numbers` are those of `returned`, `going` is what `going_on` tells.
    """
    steps: list[UndoStep] = []
    ended: list[Written] = []
    resumed: dict[int, Written] = {}
    for each in renumbered(found, numbers):
        note = going.get(f"{each.deed.id} {each.deed.run}")
        if note is not None and each.deed.undone_at is not None:
            resumed.setdefault(each.deed.entry_id, note)
        # A duplicate that hv removed was nobody's wish; bringing it back would double the entry.
        if each.deed.undone_at is not None or each.deed.deed == Deed.REMOVED:
            continue
        if each.deed.deed == Deed.ENDED:
            ended.append(each)
            continue
        of_it = [it for it in ended if it.deed.run == each.deed.run and each.deed.deed in STARTS]
        ended = [it for it in ended if it not in of_it]
        by = next((it for it in ended if it.deed.entry_id == each.deed.entry_id), None)
        if by is not None:
            ended.remove(by)
            each = each._replace(after=by.after)
        each, more = _gone_on(each, resumed)
        steps.append(UndoStep(each, tuple(of_it), by, more))
    return steps


def _gone_on(each: Written, resumed: dict[int, Written]) -> tuple[Written, tuple[Written, ...]]:
    """The start of a timer and what went on with it, each as the undo of its stop left it."""
    chain = [each]
    while each.deed.deed in STARTS and chain[-1].deed.entry_id in resumed:
        note = resumed.pop(chain[-1].deed.entry_id)
        chain[-1] = chain[-1]._replace(after=note.before)
        chain.append(note._replace(before=None))
    return chain[0], tuple(chain[1:])


def changed_since(left: TimeEntry, now: TimeEntry) -> dict[str, str]:
    """What differs from how an entry was left, in words; a running timer's hours do not count."""
    values = {
        "project": (left.project.name, now.project.name),
        "task": (left.task.name, now.task.name),
        "date": (left.spent_date, now.spent_date),
        "notes": (plain(left.notes), plain(now.notes)),
        "timer": (_runs(left), _runs(now)),
        "hours": (left.hours, now.hours),
    }
    if left.is_running or now.is_running:
        del values["hours"]
    return {name: f"{name} {was} → {has}" for name, (was, has) in values.items() if was != has}


def _runs(entry: TimeEntry) -> str:
    return "running" if entry.is_running else "stopped"
