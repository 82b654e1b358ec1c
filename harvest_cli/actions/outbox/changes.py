"""A change or a deletion of an entry: one step, compared with the entry that the person saw."""

from harvest_cli.actions.outbox.history import changed_since
from harvest_cli.actions.outbox.intent import Carried, Intent, change_of
from harvest_cli.actions.outbox.policy import Do, Next, Seen
from harvest_cli.actions.outbox.row_facts import EventKind
from harvest_cli.actions.outbox.writes import Step, Taken, look_at, take
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.harvest.wire.write import EntryChange
from harvest_cli.local.outbox.journal import Deed
from harvest_cli.local.outbox.progress import left_last, restored
from harvest_cli.local.outbox.row import State, unpack_entry


def carry_edit(intent: Intent) -> Carried:
    """Set the fields of an entry; what somebody else changed meanwhile is left to the person."""
    context, before = intent.context, unpack_entry(intent.row.base_json or "{}")
    change = change_of(intent.told) or EntryChange()

    def judge(now: TimeEntry) -> Seen:
        missing = change.against(now)
        if not missing:
            return Seen.HOLDS
        # Between its requests a change is there in part.
        moved = change.reverse(before).against(now)
        return Seen.OTHER if moved.keys() & missing.keys() else Seen.UNTOUCHED

    step = Step(Do.SET, before.id, change, sent=_was_sent(intent))
    step = step._replace(known=intent.fresh, kept=intent.fresh)
    taken = take(intent, step, look_at(context, before.id, judge), lambda: _mark(intent))
    if taken.next == Next.GO_ON and taken.entry is not None:
        intent.did(Deed.EDITED, before.id, before, taken.entry)
        context.account.remember(taken.entry)
        return intent.finish(taken.entry)
    return _open(intent, taken, before)


def carry_delete(intent: Intent) -> Carried:
    """Delete an entry, unless somebody changed it since the person saw it; gone is gone."""
    context, before = intent.context, unpack_entry(intent.row.base_json or "{}")

    def judge(now: TimeEntry) -> Seen:
        same = now.updated_at == before.updated_at or _is_as_hv_left_it(intent, now)
        return Seen.UNTOUCHED if same else Seen.OTHER

    step = Step(Do.DELETE, before.id, sent=_was_sent(intent))
    step = step._replace(known=intent.fresh, kept=intent.fresh)
    taken = take(intent, step, look_at(context, before.id, judge), lambda: _mark(intent))
    if taken.next == Next.GO_ON:
        intent.did(Deed.DELETED, before.id, before, None)
        return intent.finish(before)
    return _open(intent, taken, before)


def _is_as_hv_left_it(intent: Intent, now: TimeEntry) -> bool:
    """Whether it was hv that changed an entry last: what was typed before has arrived after it.

    What an undo does is no deed of its own: the entry is then as it was before the one undone.
    """
    if intent.outbox is None:
        return False
    packed = left_last(intent.outbox, now.id)
    left = unpack_entry(packed) if packed else None
    if left is not None and (left.updated_at, left.hours) == (now.updated_at, now.hours):
        return True
    undone = restored(intent.outbox, now.id, intent.row.created_at)
    return any(not changed_since(unpack_entry(each), now) for each in undone)


def _was_sent(intent: Intent) -> bool:
    return not intent.fresh and intent.row.state != State.QUEUED


def _mark(intent: Intent) -> None:
    intent.record(state=State.SENDING)


def _open(intent: Intent, taken: Taken, before: TimeEntry) -> Carried:
    if taken.next == Next.LEAVE and taken.entry is None and not intent.fresh:
        return intent.finish(before, "the entry is gone")
    if taken.next in (Next.LEAVE, Next.REFUSE) and intent.fresh:
        # The person is told at once, and nothing has changed.
        intent.forget()
        return Carried(EventKind.REFUSED, State.REJECTED, None, "", taken.failure)
    if taken.next == Next.LEAVE:
        return intent.refuse(None, taken.entry, "it was changed elsewhere")
    if taken.next == Next.REFUSE:
        return intent.refuse(taken.failure, None)
    return intent.wait(taken.failure, maybe=taken.maybe, after=taken.after)
