"""Which timer runs for all that hv knows, while Harvest cannot be asked."""

from datetime import datetime

from harvest_cli.actions.day.status_cache import StatusCache
from harvest_cli.actions.outbox.history import STARTS, history, left_by
from harvest_cli.actions.outbox.pending import stopped_here
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.timers.timeline import waiting_starts
from harvest_cli.domain.entries import TimeEntry

MOST = 20
"""Deeds that are looked through."""


def last_known_timer(context: Context) -> TimeEntry | None:
    """The timer of Harvest's last answer, or what hv itself did about timers since that.

    A run that was killed behind its last request has not told the status cache. What ran before a
    start of hv's own runs no more.
    """
    heard = StatusCache(context).last_heard()
    entries = heard.entries if heard is not None else ()
    deeds = [each for each in history(context, MOST) if heard is None or each.at > heard.at]
    since: dict[int, TimeEntry | None] = {}
    for each in deeds:
        since.setdefault(each.deed.entry_id, left_by(each))
    runs = {number for number, entry in since.items() if entry is not None and entry.is_running}
    last = next((it for it in deeds if it.deed.deed in STARTS and not it.deed.undone_at), None)
    if last is None:
        return next((each for each in entries if each.id not in since or each.id in runs), None)
    if last.deed.entry_id not in runs:
        return None
    # The status cache knows of a beginning before the timer's.
    return next((each for each in entries if each.id == last.deed.entry_id), last.entry)


def ended_here(context: Context, timer: TimeEntry) -> datetime | None:
    """When a timer of Harvest ended by a stop or a start that waits here; None where it runs."""
    since, starts = timer.timer_started_at, waiting_starts(context.existing_outbox, timer)
    ended = min((each for each in starts if since is None or each >= since), default=None)
    return stopped_here(context, timer.id) or ended
