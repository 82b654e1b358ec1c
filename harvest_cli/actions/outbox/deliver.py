"""Sending one new entry: kept here first, sent once, looked for when its answer is lost.

Harvest has no idempotency key. So an entry is on this machine's disk before its first byte
leaves, carries a key of its own, and is never sent again before a look has not found it.
"""

import random
from collections.abc import Mapping
from contextlib import suppress

from harvest_cli import __version__
from harvest_cli.actions.outbox.lookup import GROUP, MARKS, REFERENCE_DROPPED
from harvest_cli.actions.outbox.policy import LONGEST_PAUSE
from harvest_cli.actions.outbox.row_facts import CreateResult, lease_of, stamp_of
from harvest_cli.actions.outbox.send_row import defer, send_kept, send_unkept
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.entries import EntryState, ExternalReference, NewEntry
from harvest_cli.local.outbox import monotonic
from harvest_cli.local.outbox.entry_json import pack
from harvest_cli.local.outbox.queue import Outbox, fresh
from harvest_cli.local.outbox.rate_limit import RateLimiter
from harvest_cli.local.outbox.row import DONE, QUEUED, Row, new_key, sha_of

LONGEST_PACE = 120.0
"""Seconds that a write waits for its turn at most."""


def create_entry(
    context: Context,
    new: NewEntry,
    text: str = "",
    base: Mapping[str, object] | None = None,
    *,
    once: bool = False,
    key: str | None = None,
) -> CreateResult:
    """Create the entry, or keep it to be sent later; `text` is the sentence it came from.

    `key` is for its row, where somebody has to know it beforehand.
    With `once` an equal entry that this machine knows of is left to be the one.
    Raises what Harvest said when it refused, and NotSaved when it is neither here nor there.
    """
    import sqlite3

    outbox = context.outbox
    now = stamp_of(context)
    try:
        wait = turn_in(context, outbox, now.wall)
        row, wanted = new_row(context, outbox, new, now, text, base, key, wait=wait)
    except sqlite3.Error as failure:
        context.cannot_keep("state folder", failure)
        outbox = None
        row, wanted = new_row(context, None, new, now, text, base, key)
    if outbox is None:
        return send_unkept(context, row, wanted)
    context.written.append(row.key)
    try:
        earlier = _kept(outbox, row, once=once)
    except (sqlite3.Error, OSError) as error:
        context.cannot_keep("state folder", error)
        return send_unkept(context, row, wanted, error)
    if earlier is not None:
        return _as_before(earlier)
    paused = outbox.paused_until()
    if paused - now.wall > LONGEST_PAUSE:
        return defer(outbox, row, paused)
    context.sleep(max(0.0, (row.sent_at or now.wall) - now.wall))
    return send_kept(context, outbox, row, wanted)


def _kept(outbox: Outbox, row: Row, *, once: bool) -> Row | None:
    """Put the row on the disk, in the file and in the paper trail; raises what prevented it.

    With `once` the row of an equal entry is given instead, where there is one.
    """
    earlier = outbox.insert(row, once=once)
    if earlier is None:
        # The file itself holds the row; the trail is its second copy.
        with suppress(OSError):
            outbox.trail.intend(row)
    return earlier


def _as_before(earlier: Row) -> CreateResult:
    states = {DONE: EntryState.CREATED, QUEUED: EntryState.QUEUED}
    state = states.get(earlier.state, EntryState.UNCONFIRMED)
    return CreateResult(state, None, earlier.key, already=earlier)


def new_row(
    context: Context,
    outbox: Outbox | None,
    new: NewEntry,
    now: monotonic.Stamp,
    text: str = "",
    base: Mapping[str, object] | None = None,
    key: str | None = None,
    *,
    wait: float = 0.0,
) -> tuple[Row, NewEntry]:
    """A row that is being sent in `wait` seconds, and the entry with its key where that may be."""
    key = key or new_key()
    sha = sha_of(pack(new))
    if new.external_reference is None and references_work(context, outbox):
        # Unverified: a reference without a permalink is accepted.
        new = new._replace(external_reference=ExternalReference(id=key, group_id=GROUP))
    login = context.credentials
    row = Row(
        key=key,
        server=login.api_url,
        account_id=login.account_id,
        user_id=context.account.data.user.id,
        op="create" if base is None else "start",
        body_json=pack(new),
        body_sha256=sha,
        spent_date=new.spent_date.isoformat(),
        base_json=_json(base),
        text=text,
        shown=names_of(context, new),
        hv_version=__version__,
    )
    at_turn = now._replace(wall=now.wall + wait, ticks=now.ticks + wait)
    return fresh(row, at_turn, lease_of(context))._replace(created_at=now.wall), new


def turn_in(context: Context, outbox: Outbox | None, now: float, *, look: bool = False) -> float:
    """Seconds until this write may leave: a loop of hundreds is paced, never refused.

    The turn is taken, unless this is but a `look`.
    """
    if outbox is None or context.profile == "sandbox":
        return 0.0
    login = context.credentials
    turns = RateLimiter(context.places().state, login.api_url, login.account_id)
    wait = max(turns.wait(now) if look else turns.acquire(now), outbox.paused_until() - now)
    return min(wait * random.uniform(1.0, 1.2), LONGEST_PACE) if wait > 0 else 0.0


def references_work(context: Context, outbox: Outbox | None) -> bool:
    """Whether entries get hv's key: not when it was switched off, or Harvest did not keep one."""
    if context.settings.get("reference") == "off":
        return False
    return outbox is None or outbox.fact(MARKS) != REFERENCE_DROPPED


def names_of(context: Context, new: NewEntry) -> str:
    """Client, project and task for people, as far as they are known here."""
    for each in context.account.data.assignments:
        if each.project.id == new.project_id:
            tasks = [t.task.name for t in each.task_assignments if t.task.id == new.task_id]
            return " › ".join([each.client.name, each.project.name, *tasks])
    return f"project {new.project_id}"


def _json(base: Mapping[str, object] | None) -> str | None:
    import json

    return None if base is None else json.dumps(base)
