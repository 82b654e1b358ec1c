"""`hv undo` and `hv history`: the last writes of this profile, and taking them back.

Nothing is taken back that somebody changed since: the difference is shown instead.
"""

from datetime import UTC, datetime
from typing import NamedTuple

from harvest_cli.actions import sending
from harvest_cli.actions.changes import refuse_locked, renew_glance
from harvest_cli.actions.context import Context
from harvest_cli.actions.delivery import send_once
from harvest_cli.actions.lookups import GROUP, plain
from harvest_cli.actions.syncing import outbox_of
from harvest_cli.domain.entries import EntryState, NewEntry, TimeEntry
from harvest_cli.domain.errors import ExitCode, NeedsDecision, NotFound, UsageError
from harvest_cli.domain.hours import ZERO
from harvest_cli.local.journal import Deed, deeds, mark_undone
from harvest_cli.local.packed_entries import unpack_entry

MOST = 100


class Written(NamedTuple):
    """One deed with the entries in it."""

    deed: Deed
    before: TimeEntry | None
    after: TimeEntry | None

    @property
    def entry(self) -> TimeEntry:
        """The entry as it was left, or as it was before it went."""
        found = self.after or self.before
        if found is None:
            raise AssertionError(self.deed)
        return found

    @property
    def at(self) -> datetime:
        """When it was done."""
        return datetime.fromtimestamp(self.deed.at, UTC)


class Undone(NamedTuple):
    """What was taken back and how: `entry` as it is now, None when it is gone."""

    written: Written
    how: str
    entry: TimeEntry | None = None
    state: EntryState = EntryState.CREATED
    note: str = ""


class Undoing(NamedTuple):
    """The answer of `hv undo`."""

    undone: tuple[Undone, ...]
    warnings: tuple[str, ...] = ()
    dry_run: bool = False

    @property
    def exit_code(self) -> ExitCode:
        """75 while something is not certain."""
        unsure = any(each.state is not EntryState.CREATED for each in self.undone)
        return ExitCode.SAVED_HERE if unsure and not self.dry_run else ExitCode.DONE


def history(context: Context, most: int = 20) -> tuple[Written, ...]:
    """The last writes of this profile in this account, newest first."""
    outbox = outbox_of(context)
    found = deeds(outbox.db, outbox.login.account_id, most)
    return tuple(written for deed in found if (written := _read(deed)) is not None)


def _read(deed: Deed) -> Written | None:
    try:
        before = unpack_entry(deed.before_json) if deed.before_json else None
        after = unpack_entry(deed.after_json) if deed.after_json else None
    except (ValueError, TypeError, KeyError):
        return None
    return Written(deed, before, after) if before or after else None


def undo(context: Context, count: int = 1, *, dry_run: bool = False) -> Undoing:
    """Take back the last `count` writes, newest first.

    Raises NotFound when there are none, NeedsDecision when one was changed since.
    """
    wanted = _last(context, count)
    if dry_run:
        return Undoing(tuple(map(_preview, wanted)), dry_run=True)
    context.journals = False
    undone: list[Undone] = []
    for written in wanted:
        try:
            found = _taken_back(context, written)
        except NeedsDecision as changed:
            if undone:
                context.warn(f"Stopped there: {changed.message}")
                break
            raise
        undone.append(found)
        if found.state is not EntryState.UNCONFIRMED:
            outbox = outbox_of(context)
            mark_undone(outbox.db, written.deed.id, context.clock().timestamp())
    return Undoing(tuple(undone), context.take_warnings())


def _last(context: Context, count: int) -> list[Written]:
    """The last writes that were not taken back; raises UsageError, NotFound for too few."""
    if not 1 <= count <= MOST:
        message = f"`hv undo` takes back 1 to {MOST} writes"
        raise UsageError(message, hint="`hv history` lists them")
    open_deeds = [each for each in history(context, MOST) if each.deed.undone_at is None]
    if not open_deeds:
        message = "There is nothing to take back"
        raise NotFound(message, hint="`hv history` lists what hv wrote")
    if count > len(open_deeds):
        message = f"Only {len(open_deeds)} writes can be taken back"
        raise NotFound(message, hint="`hv history` lists them")
    return open_deeds[:count]


def _preview(written: Written) -> Undone:
    return Undone(written, _HOW[written.deed.deed], None, EntryState.PREVIEW)


_HOW = {
    "created": "deleted",
    "started": "deleted",
    "edited": "restored",
    "stopped": "restarted",
    "restarted": "stopped",
    "deleted": "created again",
}


def _taken_back(context: Context, written: Written) -> Undone:
    if written.deed.deed == "deleted":
        return _created_again(context, written)
    now = _as_left(context, written)
    if written.deed.deed in ("created", "started"):
        refuse_locked(now, "deleted")
        done = sending.delete(context, now.id, now)
        if done.confirmed:
            context.book.remember(now._replace(hours=ZERO))
            renew_glance(context, now, None)
        return Undone(written, "deleted", None, _state(done))
    return {"edited": _restored, "stopped": _restarted, "restarted": _stopped}[written.deed.deed](
        context, written, now
    )


def _as_left(context: Context, written: Written) -> TimeEntry:
    """The entry now; raises NeedsDecision when it is not as hv left it."""
    try:
        now = context.client.time_entry(written.deed.entry_id)
    except NotFound:
        message = f"Entry {written.deed.entry_id} is gone: it was deleted elsewhere"
        raise NeedsDecision(message, hint="Nothing was changed") from None
    changed = changed_since(written.entry, now)
    if changed:
        message = f"Entry {now.id} was changed since: {'; '.join(changed)}"
        raise NeedsDecision(message, code="changed_since", hint="Nothing was taken back")
    return now


def changed_since(left: TimeEntry, now: TimeEntry) -> list[str]:
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
    return [f"{name} {was} → {has}" for name, (was, has) in values.items() if was != has]


def _runs(entry: TimeEntry) -> str:
    return "running" if entry.is_running else "stopped"


def _state(done: sending.Done) -> EntryState:
    return EntryState.CREATED if done.confirmed else EntryState.UNCONFIRMED


def _restored(context: Context, written: Written, now: TimeEntry) -> Undone:
    from harvest_cli.harvest.changes import EntryChange

    before = written.before
    if before is None:
        message = f"hv does not know what entry {now.id} was before"
        raise NeedsDecision(message, hint="Nothing was changed")
    change = EntryChange(notes=before.notes or "")
    if (before.project.id, before.task.id) != (now.project.id, now.task.id):
        change = change._replace(project_id=before.project.id, task_id=before.task.id)
    if before.spent_date is not None and before.spent_date != now.spent_date:
        change = change._replace(spent_date=before.spent_date)
    if before.ended_time is not None and before.started_time is not None:
        change = change._replace(started_time=before.started_time, ended_time=before.ended_time)
    if before.hours is not None and not now.is_running and before.hours != now.hours:
        change = change._replace(hours=before.hours)
    done = sending.update(context, now.id, change, now)
    if done.entry is not None:
        context.book.remember(done.entry)
        renew_glance(context, now, done.entry)
    return Undone(written, "restored", done.entry, _state(done))


def _restarted(context: Context, written: Written, now: TimeEntry) -> Undone:
    done = sending.restart(context, now)
    note = ""
    if done.entry is not None:
        renew_glance(context, now, done.entry)
        if done.entry.id != now.id:
            note = f"it goes on as a new entry, #{done.entry.id}"
    return Undone(written, "restarted", done.entry, _state(done), note)


def _stopped(context: Context, written: Written, now: TimeEntry) -> Undone:
    before = written.before
    if before is not None and before.id != now.id:
        done = sending.delete(context, now.id, now)
        return Undone(written, "deleted", None, _state(done))
    done = sending.stop(context, now.id, now)
    if done.entry is not None and before is not None and before.hours is not None:
        from harvest_cli.harvest.changes import EntryChange

        done = sending.update(context, now.id, EntryChange(hours=before.hours), done.entry)
    if done.entry is not None:
        context.book.remember(done.entry)
        renew_glance(context, now, None)
    return Undone(written, "stopped", done.entry, _state(done))


def _created_again(context: Context, written: Written) -> Undone:
    gone = written.entry
    if gone.spent_date is None:
        raise AssertionError(gone)
    reference = gone.external_reference
    new = NewEntry(
        project_id=gone.project.id,
        task_id=gone.task.id,
        spent_date=gone.spent_date,
        hours=gone.hours,
        started_time=gone.started_time if gone.ended_time else None,
        ended_time=gone.ended_time,
        notes=gone.notes,
        external_reference=None if reference and reference.group_id == GROUP else reference,
    )
    sent = send_once(context, new, "hv undo")
    if sent.entry is not None:
        context.book.remember(sent.entry)
    note = f"its number is new: #{sent.entry.id}" if sent.entry else "it waits in the outbox"
    return Undone(written, "created again", sent.entry, sent.state, note)
