"""What takes a write back: the change, the entry anew, and for a dry run the requests."""

from typing import TYPE_CHECKING

from harvest_cli.actions import would_send
from harvest_cli.actions.context import Context
from harvest_cli.actions.lookups import GROUP
from harvest_cli.actions.undoing_deeds import Written
from harvest_cli.domain.entries import NewEntry, TimeEntry
from harvest_cli.domain.errors import NeedsDecision

if TYPE_CHECKING:
    from harvest_cli.harvest.wire.write import EntryChange


def change_back(written: Written, now: TimeEntry) -> "EntryChange":
    """What makes an entry be as it was before an edit; raises NeedsDecision if that is unknown."""
    from harvest_cli.harvest.wire.write import EntryChange

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
    return change


def anew(gone: TimeEntry) -> NewEntry:
    """An entry that was deleted, to be created again; hv's own mark belongs to the old one."""
    if gone.spent_date is None:
        raise AssertionError(gone)
    reference = gone.external_reference
    return NewEntry(
        project_id=gone.project.id,
        task_id=gone.task.id,
        spent_date=gone.spent_date,
        hours=gone.hours,
        started_time=gone.started_time if gone.ended_time else None,
        ended_time=gone.ended_time,
        notes=gone.notes,
        external_reference=None if reference and reference.group_id == GROUP else reference,
    )


def request_of(context: Context, written: Written) -> would_send.WouldSend:
    """The request that takes a write back, as far as it can be told without asking Harvest."""
    entry, deed = written.entry, written.deed.deed
    if deed == "edited":
        return would_send.change(context, entry.id, change_back(written, entry))
    if deed == "stopped":
        return would_send.restart(entry.id)
    if deed == "deleted":
        return would_send.creates(context, [anew(entry)])[0]
    resumed = deed == "restarted" and not (written.before and written.before.id != entry.id)
    return would_send.stop(entry.id) if resumed else would_send.deletion(entry.id)
