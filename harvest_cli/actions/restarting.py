"""`hv restart`: go on with an entry; one of an earlier day is copied to today."""

from enum import StrEnum

from harvest_cli.actions import sending, would_send
from harvest_cli.actions.beginning import Beginning, Begun, begin, requests_of
from harvest_cli.actions.context import Context
from harvest_cli.actions.logged import LoggedEntry
from harvest_cli.actions.references import (
    by_id,
    fitting,
    lately,
    newest_of_each,
    nth,
    numbered,
    one_of,
    place_of,
)
from harvest_cli.actions.running import keep, known_running
from harvest_cli.actions.starting import warn_of_day
from harvest_cli.actions.switching import Others, days_of, switched
from harvest_cli.actions.turns import Deed, Turn
from harvest_cli.domain.entries import EntryState, TimeEntry
from harvest_cli.domain.errors import NotFound, Unreachable


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
) -> Turn:
    """Let an entry run again; raises NotFound when there is none, or it runs already.

    With `queue` and without a network a copy of what hv wrote itself is kept to be started.
    """
    try:
        entry, others = _found(context, reference.strip())
    except Unreachable as away:
        if not queue or way is Way.SAME:
            away.hint = "`hv restart --queue` goes on with what hv wrote itself, as a new entry"
            raise
        from harvest_cli.actions.restarting_here import written_entry

        way, others = Way.NEW, Others()
        entry = written_entry(context, reference.strip())
    if entry.is_running:
        message = f"{entry.project.name} › {entry.task.name} is running already"
        raise NotFound(message, code="already_running", hint="`hv restart ^2` names the one before")
    same = way is Way.SAME or (way is Way.BY_DAY and entry.spent_date == context.today)
    if dry_run:
        shown = entry._replace(spent_date=entry.spent_date if same else context.today)
        row = LoggedEntry(EntryState.PREVIEW, shown)
        turn = _turn(context, reference, row, Others(), same)
        again = (would_send.restart(entry.id),)
        return turn._replace(
            requests=again if same else requests_of(context, _copy(context, entry))
        )
    begun = _resumed(context, entry) if same else begin(context, _copy(context, entry))
    row = LoggedEntry(begun.state, begun.entry or entry)
    others = switched(context, others, begun, None)
    return _turn(context, reference, row, others, same and begun.entry is not None)


def _found(context: Context, reference: str) -> tuple[TimeEntry, Others]:
    """The entry, and what runs: one list answers both, an id needs its own question."""
    digits = reference.removeprefix("#")
    if digits.isdecimal():
        known = known_running(context)
        others = Others(known.entries if known is not None and known.fresh else ())
        return by_id(context, numbered(context, digits)), others
    entries = lately(context)
    others = Others(tuple(entry for entry in entries if entry.is_running))
    if not others.running:
        keep(context, [])
    if place := place_of(reference):
        return nth(entries, place, reference or "last"), others
    return one_of(context, newest_of_each(fitting(entries, reference)), reference), others


def _resumed(context: Context, entry: TimeEntry) -> Begun:
    done = sending.restart(context, entry)
    if done.entry is None:
        return Begun(EntryState.UNCONFIRMED)
    return Begun(EntryState.CREATED, done.entry)


def _copy(context: Context, entry: TimeEntry) -> Beginning:
    reference = entry.external_reference
    if reference is not None and reference.group_id == "hv":
        # hv's own mark belongs to one entry alone.
        reference = None
    return Beginning(entry.project.id, entry.task.id, context.today, entry.notes, reference)


def _turn(
    context: Context, reference: str, row: LoggedEntry, others: Others, resumed: bool
) -> Turn:
    warn_of_day(context, row.entry)
    return Turn(
        Deed.RESUMED if resumed else Deed.STARTED,
        reference,
        (row,),
        others.stopped,
        days=days_of(context, [row.entry, *others.stopped]),
        warnings=context.take_warnings(),
        unfinished=others.unfinished,
        today=context.today,
        zone=context.zone,
        profile=context.shown_profile,
    )
