"""Every write but a create, sent once: stop, restart, change, delete; and the journal of all.

When the answer is lost, hv looks at the entry before it says anything, and never sends again.
`before` is the entry as it was, where that is known.
"""

from collections.abc import Callable

from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import HvError, NotFound, Outcome
from harvest_cli.domain.records import NamedTuple
from harvest_cli.harvest.wire.write import EntryChange, EntryFilter
from harvest_cli.local.outbox.database import transaction
from harvest_cli.local.outbox.journal import Deed, JournalEntry, write_down
from harvest_cli.local.outbox.row import pack


class Done(NamedTuple):
    """What became of a write: `entry` as Harvest holds it now, None while that is not known."""

    confirmed: bool
    entry: TimeEntry | None = None


def stop(context: Context, entry_id: int, before: TimeEntry | None = None) -> Done:
    """Stop a timer; raises Refused when it does not run, NotFound when it is gone."""
    client = context.client
    done = _once(
        context,
        lambda: client.stop_time_entry(entry_id),
        lambda: _entry_if(context, entry_id, lambda found: not found.is_running),
    )
    return _journalled(context, Deed.STOPPED, entry_id, before, done)


def restart(context: Context, entry: TimeEntry) -> Done:
    """Let an entry run again; the one that is returned may be another."""

    def look() -> TimeEntry | None:
        running = [found for found in running_entries(context) if _continues(found, entry)]
        return running[0] if len(running) == 1 else None

    done = _once(context, lambda: context.client.restart_time_entry(entry.id), look)
    return _journalled(context, Deed.RESTARTED, entry.id, entry, done)


def update(
    context: Context, entry_id: int, change: EntryChange, before: TimeEntry | None = None
) -> Done:
    """Set fields of an entry."""
    clock = context.account.data.company.clock
    done = _once(
        context,
        lambda: context.client.update_time_entry(entry_id, change, clock),
        lambda: _entry_if(context, entry_id, lambda found: not change.against(found)),
    )
    return _journalled(context, Deed.EDITED, entry_id, before, done)


def delete(
    context: Context, entry_id: int, before: TimeEntry | None = None, deed: Deed = Deed.DELETED
) -> Done:
    """Delete an entry; one that is gone already counts as deleted. `deed` is for the journal."""
    context.changes = True
    try:
        context.client.delete_time_entry(entry_id)
    except NotFound:
        return Done(True)
    except HvError as failure:
        if failure.outcome is not Outcome.UNKNOWN:
            raise
        if not _is_gone(context, entry_id):
            return Done(False)
    return _journalled(context, deed, entry_id, before, Done(True))


def _journalled(
    context: Context, deed: Deed, entry_id: int, before: TimeEntry | None, done: Done
) -> Done:
    if done.confirmed:
        write(context, deed, done.entry.id if done.entry else entry_id, before, done.entry)
    return done


def running_entries(context: Context) -> tuple[TimeEntry, ...]:
    """My running timers, asked now; nobody else's come along."""
    me = context.account.data.user.id
    return tuple(context.client.time_entries(EntryFilter(user_id=me, is_running=True)))


def _once(
    context: Context, send: Callable[[], TimeEntry], look: Callable[[], TimeEntry | None]
) -> Done:
    context.changes = True
    try:
        return Done(True, send())
    except HvError as failure:
        if failure.outcome is not Outcome.UNKNOWN:
            raise
    try:
        found = look()
    except HvError:
        found = None
    return Done(found is not None, found)


def _entry_if(
    context: Context, entry_id: int, holds: Callable[[TimeEntry], bool]
) -> TimeEntry | None:
    found = context.client.time_entry(entry_id)
    return found if holds(found) else None


def _continues(found: TimeEntry, entry: TimeEntry) -> bool:
    """Whether a running entry is the one that was restarted, or its copy."""
    if found.id == entry.id:
        return True
    same = (found.project.id, found.task.id, found.notes or "")
    return same == (entry.project.id, entry.task.id, entry.notes or "")


def _is_gone(context: Context, entry_id: int) -> bool:
    try:
        context.client.time_entry(entry_id)
    except NotFound:
        return True
    except HvError:
        return False
    return False


def write(
    context: Context, deed: Deed, entry_id: int, before: TimeEntry | None, after: TimeEntry | None
) -> None:
    """Add a deed to the journal of this profile; where nothing can be kept, go on."""
    import sqlite3

    outbox = context.outbox
    if outbox is None or not context.journals:
        return
    login = context.credentials
    row = JournalEntry(
        at=context.clock().timestamp(),
        server=login.api_url,
        account_id=login.account_id,
        user_id=context.account.data.user.id,
        deed=deed,
        entry_id=entry_id,
        before_json=pack(before) if before else None,
        after_json=pack(after) if after else None,
        run=context.run,
    )
    try:
        with transaction(outbox.db):
            write_down(outbox.db, row)
    except sqlite3.Error as error:
        context.cannot_keep("state folder", error)
