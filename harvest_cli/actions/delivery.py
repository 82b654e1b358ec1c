"""Sending one new entry, once.

Harvest has no idempotency key: a create whose answer is lost may have been carried out. Then hv
looks once among my entries of that day. It never sends again and never says "failed" of an unknown.
"""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from harvest_cli.actions.context import Context
from harvest_cli.domain.entries import EntryState, NewEntry, TimeEntry
from harvest_cli.domain.errors import HvError
from harvest_cli.domain.outcome import Outcome

CLOCK_GRAIN = timedelta(seconds=2)
"""Harvest writes whole seconds, and its Date header is one too."""
ROUNDING = Decimal("0.005")


class Sent(NamedTuple):
    """What became of a create: `entry` is Harvest's own, or None while unconfirmed."""

    state: EntryState
    entry: TimeEntry | None


def send_once(context: Context, new: NewEntry) -> Sent:
    """Create the entry; raises HvError when it is certain that nothing was created."""
    began = context.clock()
    known = {entry.id for entry in context.book.catalogue.recent}
    try:
        company = context.book.catalogue.company
        made = context.client.create_time_entry(new, company.clock)
        # An answer that names no project is not the entry, whatever its status says.
        if made.project.id:
            return Sent(EntryState.CREATED, made)
    except HvError as failure:
        if failure.outcome is not Outcome.UNKNOWN:
            raise
    found = _look_up(context, new, began, known)
    return Sent(EntryState.CREATED if found else EntryState.UNCONFIRMED, found)


def _look_up(context: Context, new: NewEntry, began: datetime, known: set[int]) -> TimeEntry | None:
    from harvest_cli.harvest.filters import EntryFilter

    me = context.book.catalogue.user.id
    wanted = EntryFilter(user_id=me, from_=new.spent_date, to=new.spent_date)
    try:
        listed = list(context.client.time_entries(wanted))
    except HvError:
        return None
    # Ages are told by Harvest's clock: this machine's may be hours off.
    since_send = context.clock() - began
    sent_at = (context.client.server_date or datetime.now(UTC)) - since_send - CLOCK_GRAIN
    fitting = [e for e in listed if e.id not in known and is_same(e, new, sent_at)]
    # Two that fit: one may be a colleague program's. Only the person can tell.
    return fitting[0] if len(fitting) == 1 else None


def is_same(entry: TimeEntry, new: NewEntry, sent_at: datetime) -> bool:
    """Whether an entry can be the one that was sent: same in all that was typed, and as young."""
    if (entry.project.id, entry.task.id) != (new.project_id, new.task_id):
        return False
    if entry.spent_date != new.spent_date or _plain(entry.notes) != _plain(new.notes):
        return False
    if new.hours is not None and abs((entry.hours or Decimal(-1)) - new.hours) > ROUNDING:
        return False
    return entry.created_at is not None and entry.created_at >= sent_at


def _plain(notes: str | None) -> str:
    return (notes or "").replace("\r\n", "\n").strip()
