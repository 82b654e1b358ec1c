"""The same entry twice: people retype what they think was lost, and scripts run again.

On a terminal hv asks first, in a pipe it says so. With `--once` the first is left as it is.
"""

from contextlib import suppress

from harvest_cli.actions.context import Context
from harvest_cli.actions.delivery import stamp_of
from harvest_cli.domain.entries import NewEntry
from harvest_cli.domain.errors import NeedsDecision
from harvest_cli.local.outbox.entry_json import pack
from harvest_cli.local.outbox.row import DONE, Row, sha_of

MOMENT = 60.0
"""Seconds within which an equal entry is more often a retry than meant."""


def mind_retyped(context: Context, new: NewEntry, deed: str, again: str) -> None:
    """Ask, or say where nobody can be asked, when an equal entry was just written or waits.

    `deed` and `again` are words: logged, "Log it once more". Raises NeedsDecision when it is not
    meant.
    """
    earlier = _earlier(context, new)
    if earlier is None:
        return
    waits = earlier.state != DONE
    if waits:
        said = "The same entry waits here already"
    else:
        said = f"The same was {deed} less than a minute ago (#{earlier.entry_id})"
    if context.choose is None:
        look = "`hv outbox` shows both" if waits else "`hv undo` takes this one back"
        context.warn(f"{said}: {look}")
    elif context.choose(said, [again, "Leave it"]) != 0:
        message = f"Nothing was {deed} this time"
        raise NeedsDecision(message, hint="`hv outbox` shows it" if waits else None)


def _earlier(context: Context, new: NewEntry) -> Row | None:
    import sqlite3

    outbox = context.outbox
    if outbox is None:
        return None
    with suppress(sqlite3.Error):
        return outbox.same(sha_of(pack(new)), stamp_of(context).wall - MOMENT)
    return None
