"""`hv stop at …` when nothing runs: the timer that hv stopped last gets the end that was meant."""

from datetime import UTC, datetime, timedelta

from harvest_cli.actions.day.clock import elapsed, moment_text
from harvest_cli.actions.entries.change import Changed, Prepared, carry, differences, previewed
from harvest_cli.actions.outbox.history import Written, changed_since, history
from harvest_cli.actions.outbox.row_facts import outbox_of
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.timers.end_change import true_begin
from harvest_cli.actions.timers.ending import SLACK, Ending, StopFlags, Stopping, as_meant
from harvest_cli.actions.timers.stop_which import moments
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import NeedsDecision, NotFound, UsageError
from harvest_cli.harvest.wire.write import EntryChange
from harvest_cli.language.sentence.stop import StopReading
from harvest_cli.local.outbox.journal import Deed
from harvest_cli.local.outbox.progress import typed_at

RIGHT_AFTER = timedelta(hours=24)
"""So long after a stop its end may be corrected in these words."""


class Correction:
    """A stop of hv's that is to have ended earlier, and the entry as Harvest holds it now."""

    def __init__(self, wanted: Stopping, now: TimeEntry, change: EntryChange) -> None:
        self.wanted = wanted
        self.prepared = Prepared(now, change, differences(now, change))

    def carried(self, context: Context, *, dry_run: bool) -> Changed:
        """Send it, or tell what would be sent."""
        return previewed(context, self.prepared) if dry_run else carry(context, self.prepared)


def correction(context: Context, reading: StopReading, flags: StopFlags) -> Correction | None:
    """What corrects the last stop; None where there is none. Raises for a moment that cannot be."""
    stop = None if reading.is_now or reading.reference else _last_stop(context)
    if stop is None or stop.before is None:
        return None
    begun = true_begin(context, stop.before)
    found = _meant(context, reading, begun, stop)
    now = _as_left(context, stop.entry)
    wanted = Stopping(stop.before, found, True, begun)
    ending = Ending(wanted, False, None, reading.notes, flags.note, flags.day)
    change = as_meant(context, ending._replace(stopped=now), live=False).change
    return Correction(wanted, now, change or EntryChange())


def _last_stop(context: Context) -> Written | None:
    """The stop that was the last command, but for changes of it; with the entry as it was left."""
    if context.existing_outbox is None:
        return None
    found = [each for each in history(context, 9) if each.deed.undone_at is None]
    last = found[0] if found else None
    while found and last and _is_change_of(found[0], last):
        found.pop(0)
    if last is None or not found or found[0].deed.deed != Deed.STOPPED:
        return None
    stop = found[0]
    late = elapsed(stop.at, context.now) > RIGHT_AFTER
    is_same = stop.deed.entry_id == last.deed.entry_id
    return None if late or not is_same else stop._replace(after=last.entry)


def _is_change_of(each: Written, last: Written) -> bool:
    return each.deed.deed == Deed.EDITED and each.deed.entry_id == last.deed.entry_id


def _meant(
    context: Context, reading: StopReading, begun: datetime | None, stop: Written
) -> datetime:
    """The latest moment that the words mean, between the start of the timer and its stop."""
    now = context.now
    if reading.after is not None:
        found = [] if begun is None else [begun + timedelta(minutes=reading.after - reading.off)]
    else:
        found = moments(reading, now.astimezone(context.zone), context.zone)
    stopped = _typed(context, stop)
    ended = stopped + SLACK
    fits = [each for each in found if each <= ended and (begun is None or begun <= each)]
    if fits:
        return fits[0].astimezone(UTC)
    span = f"{moment_text(context, begun)} to " if begun else "until "
    message = f"The timer that was stopped last ran {span}{moment_text(context, stopped)}"
    raise UsageError(message, code="invalid_time", hint="Give a time in between")


def _typed(context: Context, stop: Written) -> datetime:
    """When a stop was typed: one that waited here was so before it was done."""
    typed = typed_at(outbox_of(context)).get(stop.deed.run, stop.deed.at)
    return min(stop.at, datetime.fromtimestamp(typed, UTC))


def _as_left(context: Context, left: TimeEntry) -> TimeEntry:
    """The entry as Harvest holds it; raises where it is gone, runs again or was changed since."""
    try:
        now = context.client.time_entry(left.id)
    except NotFound:
        message = f"Entry {left.id} is gone: it was deleted elsewhere"
        raise NeedsDecision(message, code="changed_since", hint="Nothing was changed") from None
    changed = changed_since(left, now)
    if changed:
        message = f"Entry {left.id} was changed since: {'; '.join(changed.values())}"
        hint = f"`hv edit {left.id} until 17:00` changes it all the same"
        raise NeedsDecision(message, code="changed_since", hint=hint)
    return now
