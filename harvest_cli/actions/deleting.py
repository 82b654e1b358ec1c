"""`hv delete`: one entry of mine, after asking."""

from harvest_cli.actions import sending, would_send
from harvest_cli.actions.changed import Deleted
from harvest_cli.actions.changes import confirm, refuse_locked, renew_glance
from harvest_cli.actions.context import Context
from harvest_cli.actions.late_writes import keep_write
from harvest_cli.actions.references import entry_for, short
from harvest_cli.domain.entries import EntryState
from harvest_cli.domain.errors import HvError, Outcome
from harvest_cli.domain.hours import ZERO


def delete_entry(
    context: Context, reference: str, *, sure: bool = False, dry_run: bool = False
) -> Deleted:
    """Delete one entry; raises UsageError where nobody can be asked and `--yes` is missing."""
    entry = entry_for(context, reference)
    refuse_locked(entry, "deleted")
    if dry_run:
        requests = (would_send.deletion(entry.id),)
        return Deleted(entry, EntryState.PREVIEW, context.today, requests=requests)
    if not sure:
        confirm(context, f"Delete {short(entry)}?", "Delete it", "Deleting needs to be confirmed")
    try:
        done = sending.delete(context, entry.id, entry)
    except HvError as failure:
        if failure.outcome not in (Outcome.NOT_SENT, Outcome.NOT_DONE):
            raise
        if keep_write(context, "delete", entry, {}, failure.message) is None:
            raise
        return Deleted(entry, EntryState.QUEUED, context.today, context.take_warnings())
    if not done.confirmed:
        keep_write(context, "delete", entry, {}, "Harvest did not answer")
        return Deleted(entry, EntryState.UNCONFIRMED, context.today)
    # The day's total, known without asking, must not count it any more.
    context.book.remember(entry._replace(hours=ZERO))
    renew_glance(context, entry, None)
    return Deleted(entry, EntryState.CREATED, context.today, context.take_warnings())
