"""`hv restart`: go on with an entry; one of an earlier day is copied to today.

An entry to go on with where Harvest cannot be asked: one of those that hv itself wrote.
"""

from harvest_cli.actions.day.clock import by_times
from harvest_cli.actions.day.status_cache import StatusCache
from harvest_cli.actions.entries.reference import (
    by_id,
    fitting,
    lately,
    newest_of_each,
    nth,
    numbered,
    one_of,
    place_of,
)
from harvest_cli.actions.entries.results import LoggedEntry, TimerEvent, TimerResult
from harvest_cli.actions.outbox.history import history, left_by, renumbered, returned
from harvest_cli.actions.outbox.pending import local_entries, refuse_unsettled
from harvest_cli.actions.outbox.row_facts import without_mark
from harvest_cli.actions.session import dry_run as would_send
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.timers.going import keep_restart, resume
from harvest_cli.actions.timers.start import warn_of_day
from harvest_cli.actions.timers.switch import (
    Beginning,
    Begun,
    Others,
    began_on_clock,
    begin,
    foreseen_start,
    switched,
    timer_result,
)
from harvest_cli.domain.entries import EntryState, NewEntry, TimeEntry
from harvest_cli.domain.errors import NotFound, NotLoggedIn, Unreachable
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.records import StrEnum
from harvest_cli.local.outbox.journal import Deed
from harvest_cli.local.outbox.row import State


class Way(StrEnum):
    """What to do with the entry: as its day says, the same one, or a new one."""

    BY_DAY = "by day"
    SAME = "same"
    NEW = "new"


def restart_timer(
    context: Context,
    reference: str,
    way: Way = Way.BY_DAY,
    *,
    dry_run: bool = False,
    queue: bool = False,
) -> TimerResult:
    """Let an entry run again; raises NotFound when there is none, or it runs already.

    With `queue` and without a network a copy of what hv wrote itself is kept to be started.
    """
    try:
        entry, others = _found(context, reference.strip())
    except Unreachable as away:
        if not queue or way is Way.SAME:
            queued = "`hv restart --queue` resumes the last entry that hv wrote, as a new one"
            away.hint = away.hint or queued
            raise

        way, others = Way.NEW, Others()
        entry = written_entry(context, reference.strip())
    if entry.is_running:
        message = f"{entry.project.name} › {entry.task.name} is already running"
        place = place_of(reference.strip())
        before = f"`hv restart ^{place + 1}` names the one before" if place else None
        hint = before or "`hv entries` shows the others with their rows"
        raise NotFound(message, code="already_running", hint=hint)
    same = way is Way.SAME or (way is Way.BY_DAY and entry.spent_date == context.today)
    if dry_run:
        return _foreseen(context, reference, entry, others, same=same)
    if same:
        begun = _resumed(context, entry, others)
    else:
        begun = begin(context, _copy(context, entry), others.running)
    row = LoggedEntry(begun.state, begun.entry or entry)
    others = switched(context, others, begun, None)
    return _turn(context, reference, row, others, same and begun.entry is not None)


def _foreseen(
    context: Context, reference: str, entry: TimeEntry, others: Others, *, same: bool
) -> TimerResult:
    """What a dry run shows."""
    copies = not same or by_times(context, entry)
    anew = _copy(context, entry)
    seen = foreseen_start(context, anew, others.running)
    timer = entry._replace(is_running=True, started_time=None, ended_time=None)
    if copies:
        timer = began_on_clock(context, timer._replace(hours=ZERO), anew)
    timer = timer if same else timer._replace(spent_date=context.today)
    row = LoggedEntry(EntryState.PREVIEW, timer)
    turn = _turn(context, reference, row, others._replace(stopped=seen.entries), same)
    return turn._replace(requests=(would_send.restart(entry.id),) if same else seen.requests)


def _found(context: Context, reference: str) -> tuple[TimeEntry, Others]:
    """The entry, and what runs: one list answers both, an id needs its own question."""
    digits = reference.removeprefix("#")
    if digits.isdecimal():
        known = StatusCache(context).fresh()
        others = Others(known.entries if known is not None and known.fresh else ())
        return by_id(context, numbered(context, digits)), others
    entries = lately(context)
    others = Others(tuple(entry for entry in entries if entry.is_running))
    if not others.running:
        StatusCache(context).save([])
    if place := place_of(reference):
        return nth(entries, place, reference or "last"), others
    return one_of(context, newest_of_each(fitting(entries, reference)), reference), others


def _resumed(context: Context, entry: TimeEntry, others: Others) -> Begun:
    refuse_unsettled(context, entry)
    intent = keep_restart(context, entry, others.running)
    carried = intent.carried(resume)
    told = isinstance(carried.failure, NotLoggedIn) or carried.state == State.REJECTED
    if carried.failure and (told or intent.outbox is None):
        raise carried.failure
    return Begun(carried.shown_state, carried.entry, rows=carried.rows)


def _copy(context: Context, entry: TimeEntry) -> Beginning:
    link, place = without_mark(entry.external_reference), (entry.project.id, entry.task.id)
    new = NewEntry(*place, context.today, notes=entry.notes, external_reference=link)
    return Beginning(new)


def _turn(
    context: Context, reference: str, row: LoggedEntry, others: Others, resumed: bool
) -> TimerResult:
    warn_of_day(context, row.entry)
    event = TimerEvent.RESUMED if resumed else TimerEvent.STARTED
    return timer_result(context, event, reference, [row], others)


MOST = 200
"""Deeds that are looked through."""


def written_entry(context: Context, reference: str) -> TimeEntry:
    """The one that is meant of those that hv wrote; it runs where that is what hv knows.

    Raises NotFound, UsageError for several.
    """
    entries = written_lately(context)
    digits = reference.removeprefix("#")
    try:
        if digits.isdecimal():
            wanted = numbered(context, digits)
            return nth([entry for entry in entries if entry.id == wanted], 1, reference)
        if place := place_of(reference):
            return nth(entries, place, reference or "last")
        return one_of(context, newest_of_each(fitting(entries, reference)), reference)
    except NotFound:
        message = "Harvest is out of reach, and hv itself has not written such an entry"
        raise NotFound(message, hint="`hv history` lists the changes that hv made") from None


def written_lately(context: Context) -> list[TimeEntry]:
    """The entries that hv wrote and did not take away again, newest first, as it left them.

    What waits here to reach Harvest is among them, without an id where it has none yet.
    """
    kept, gone = local_entries(context)
    deeds = renumbered(history(context, MOST), returned(context))
    at = {each.deed.run: each.deed.at for each in deeds if each.deed.deed != Deed.ENDED}
    found: list[tuple[float, bool, int, TimeEntry | None]] = [
        *((moment, True, entry.id, entry) for moment, entry in kept),
        # What a start ended was there before it.
        *(
            (at.get(deed.run, deed.at), deed.deed != Deed.ENDED, deed.entry_id, left_by(it))
            for it in deeds
            for deed in [it.deed]
        ),
    ]
    found.sort(key=lambda each: each[:2], reverse=True)
    seen, entries = set(gone), []
    for _moment, _own, number, entry in found:
        if entry is not None and (not number or number not in seen):
            entries.append(_as_known(context, entry))
        seen.add(number)
    return entries


def _as_known(context: Context, entry: TimeEntry) -> TimeEntry:
    """A timer that Harvest told of later, as stopped, does not run."""
    heard = StatusCache(context).last_heard()
    if not entry.is_running or not entry.id or heard is None:
        return entry
    return entry._replace(is_running=any(entry.id == each.id for each in heard.entries))
