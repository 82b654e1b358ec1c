"""What a dry run of a timer foresees: each request that would be sent, and the entries after it."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

from harvest_cli.actions.day.clock import by_times, elapsed, hours_of, running_now, wall_time
from harvest_cli.actions.entries.change import planned
from harvest_cli.actions.session import dry_run
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.timers.ending import (
    Ending,
    Stopping,
    as_meant,
    later_parts,
    own_end,
    settled,
    true_begin,
)
from harvest_cli.actions.timers.switch import Beginning, first_of
from harvest_cli.domain.entries import NewEntry, TimeEntry
from harvest_cli.domain.errors import UsageError
from harvest_cli.domain.hours import FULL_DAY, as_clock
from harvest_cli.domain.records import NamedTuple
from harvest_cli.harvest.wire.write import UNSET, EntryChange

NEW = "{id}"
"""Stands for the number that Harvest will give."""


class Foreseen(NamedTuple):
    """Entries as they will be, the requests in their order, and what is to be said of the end."""

    entries: tuple[TimeEntry, ...] = ()
    requests: tuple[dry_run.WouldSend, ...] = ()
    said: str | None = None


def foreseen_stop(context: Context, ending: Ending, *, live: bool = True) -> Foreseen:
    """A stop: the entry with the end that is meant, and its parts on later days.

    A timer that a start ends is not `live`; Harvest stops that one itself. Raises UsageError for
    more than Harvest lets an entry have.
    """
    running = ending.wanted.entry
    stopped = stopped_now(context, running)
    ending = as_meant(context, ending._replace(stopped=stopped), live=live)
    entry, requests = stopped, [dry_run.stop(running.id)] if live else []
    if ending.change is not None:
        _refuse_beyond_a_day(ending, ending.change)
        entry = _changed(context, ending, stopped, ending.change)
        requests.append(dry_run.change(context, running.id, ending.change))
    news: list[NewEntry] = []
    if ending.split:
        wanted = ending.wanted
        end = own_end(context, wanted.entry, wanted.moment, wanted.begun)
        news = list(later_parts(context, entry, end, wanted.moment))
    parts = (_part(context, entry, new) for new in news)
    creates = dry_run.creates(context, news)
    return Foreseen((entry, *parts), (*requests, *creates), ending.said)


def _refuse_beyond_a_day(ending: Ending, change: EntryChange) -> None:
    """Raise UsageError where the end that was meant takes more than a day, before a request."""
    hours, entry = change.hours, ending.wanted.entry
    if not isinstance(hours, Decimal) or hours <= FULL_DAY:
        return
    name = f"{entry.project.name} › {entry.task.name}"
    message = f"{name} would have {as_clock(hours)}, and an entry can have at most 24 hours"
    parts = "`hv stop --split` gives each day its own part"
    hint = "Stop it earlier, like `hv stop at 18:00 yesterday`" if ending.split else parts
    raise UsageError(message, code="invalid_duration", hint=hint)


def stopped_now(context: Context, running: TimeEntry) -> TimeEntry:
    """A running entry as Harvest leaves it when it is stopped now."""
    timed = by_times(context, running)
    return running_now(running, context.now)._replace(
        is_running=False,
        timer_started_at=None,
        started_time=running.started_time if timed else None,
        ended_time=wall_time(context, context.now) if timed else None,
    )


def _changed(
    context: Context, ending: Ending, stopped: TimeEntry, change: EntryChange
) -> TimeEntry:
    entry, begun = planned(stopped, change), ending.wanted.begun
    if change.ended_time is UNSET or change.hours is not UNSET or begun is None:
        return entry
    wanted = ending.wanted
    end = own_end(context, wanted.entry, wanted.moment, begun) if ending.split else wanted.moment
    return entry._replace(hours=hours_of(elapsed(begun, end)))


def _part(context: Context, entry: TimeEntry, new: NewEntry) -> TimeEntry:
    timed = by_times(context, entry)
    return entry._replace(
        id=0,
        spent_date=new.spent_date,
        hours=new.hours,
        started_time=new.started_time if timed else None,
        ended_time=new.ended_time if timed else None,
    )


def foreseen_start(context: Context, wanted: Beginning, running: Sequence[TimeEntry]) -> Foreseen:
    """A start: its requests, and how what runs ends: at the start's own beginning."""
    lead = hours_of(wanted.lead)
    requests = dry_run.creates(context, [first_of(context, wanted)])
    if lead and context.account.data.company.wants_timestamp_timers is False:
        requests = (*requests, dry_run.restart(NEW))
    if not lead:
        return Foreseen(tuple(stopped_now(context, each) for each in running), requests)
    began = context.now.astimezone(UTC) - wanted.lead
    ends = [_ended(context, each, began) for each in running]
    entries = tuple(end.entries[0] for end in ends)
    return Foreseen(entries, (*requests, *(each for end in ends for each in end.requests)))


def _ended(context: Context, running: TimeEntry, began: datetime) -> Foreseen:
    stop = Stopping(settled(running, context.now), began, True, true_begin(context, running))
    return foreseen_stop(context, Ending(stop, ended=True), live=False)


def began_on_clock(context: Context, entry: TimeEntry, wanted: Beginning) -> TimeEntry:
    """A timer to come, with the clock time at which an account of times lets it begin."""
    if not context.account.data.company.wants_timestamp_timers:
        return entry
    return entry._replace(started_time=wall_time(context, context.now - wanted.lead))
