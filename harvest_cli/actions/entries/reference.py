"""Naming one entry: a row of the last list, `last`, `running`, `^2`, an id, or words.

Only mine are ever found: an administrator's id of somebody else's entry is refused.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from harvest_cli.actions.outbox.writes import running_entries
from harvest_cli.actions.session.account import entries_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import DAY, day_text
from harvest_cli.domain.entries import TimeEntry
from harvest_cli.domain.errors import NotFound, UsageError
from harvest_cli.domain.hours import ZERO, as_clock
from harvest_cli.local.cache.row_numbers import Listing, terminal_name

REACH = timedelta(days=90)
LONGEST_ROW = 4
"""Digits; longer numbers are ids."""
WAYS = "Name a row of the last list, `last`, `running`, `^2` or an id"


def listing_of(context: Context) -> Listing:
    """The numbered rows that this terminal showed last."""
    login = context.credentials
    account = f"{login.api_url} {login.account_id}"
    return Listing(context.places().cache, account, terminal_name())


def entry_for(context: Context, words: str) -> TimeEntry:
    """The one entry that is meant, asked of Harvest now.

    Raises NotFound, or UsageError where several could be meant and nobody can be asked.
    """
    reference = words.strip().removeprefix("#")
    if reference.isdecimal():
        return by_id(context, numbered(context, reference))
    if reference == "running":
        return _running(context)
    entries = lately(context)
    if place := place_of(reference):
        return nth(entries, place, reference or "last")
    return one_of(context, fitting(entries, reference), reference)


def place_of(reference: str) -> int | None:
    """`last` and `^1` are 1, `^2` is 2; None for anything else. Nothing means the last."""
    if reference in {"", "last", "^"}:
        return 1
    digits = reference[1:]
    if reference[0] == "^" and digits.isdecimal() and len(digits) < 4:
        return int(digits)
    return None


def numbered(context: Context, digits: str) -> int:
    """The id that a number stands for; raises NotFound for a row that was not shown here."""
    if len(digits) > LONGEST_ROW:
        return int(digits)
    listing = listing_of(context)
    found = listing.row(int(digits))
    if found is None:
        rows = listing.rows
        known = f"the last list here has {rows} rows" if rows else "no list was shown here lately"
        message = f"There is no row {digits}: {known}"
        raise NotFound(message, hint="`hv entries` shows rows with their numbers")
    return found


def by_id(context: Context, entry_id: int) -> TimeEntry:
    """An entry of mine by its id; raises NotFound."""
    try:
        found = context.client.time_entry(entry_id)
    except NotFound as missing:
        message = f"Entry {entry_id} is not on Harvest: it was deleted, or was never yours"
        raise NotFound(message, hint="`hv entries` lists yours", status=missing.status) from None
    me = context.account.data.user.id
    if found.user is not None and found.user.id not in (None, me):
        message = f"Entry {entry_id} is not yours"
        raise NotFound(message, hint="`hv entries` lists yours")
    return found


def lately(context: Context) -> list[TimeEntry]:
    """My entries up to today; the one that was touched last comes first."""
    me, today = context.account.data.user.id, context.today
    found = entries_of(context.client, me, today - REACH, today)
    return sorted(found, key=lambda entry: (touched(context, entry), entry.id), reverse=True)


def touched(context: Context, entry: TimeEntry) -> datetime:
    """When the person last did something with an entry: made it, stopped or changed it.

    What changes an entry of other days may be an approval or an invoice, so there it counts when
    it was made.
    """
    made = entry.created_at or context.now
    is_new = entry.spent_date is not None and context.today - entry.spent_date <= DAY
    return entry.updated_at or made if is_new else made


def nth(entries: Sequence[TimeEntry], place: int, named: str) -> TimeEntry:
    """The entry at a place counted from the newest; raises NotFound."""
    if not 1 <= place <= len(entries):
        message = f"`{named}` names no entry: {len(entries)} of yours were found"
        raise NotFound(message, hint="`hv entries` lists yours")
    return entries[place - 1]


def fitting(entries: Sequence[TimeEntry], words: str) -> list[TimeEntry]:
    """The entries that hold every word in client, project, code, task or notes."""
    wanted = words.casefold().split()
    return [entry for entry in entries if all(word in _said_of(entry) for word in wanted)]


def newest_of_each(entries: Sequence[TimeEntry]) -> list[TimeEntry]:
    """The first of each project: within one the newest is meant, as with the task used last."""
    newest: dict[int, TimeEntry] = {}
    for entry in entries:
        newest.setdefault(entry.project.id, entry)
    return list(newest.values())


def _said_of(entry: TimeEntry) -> str:
    parts = (entry.client.name, entry.project.name, entry.project.code, entry.task.name)
    return " ".join([*(part or "" for part in parts), entry.notes or ""]).casefold()


def one_of(context: Context, entries: Sequence[TimeEntry], words: str) -> TimeEntry:
    """The only one, or the one that is chosen; never the first of several."""
    if not entries:
        message = f'No entry of yours in the last {REACH.days} days matches "{words}"'
        raise NotFound(message, hint=WAYS)
    if len(entries) == 1:
        return entries[0]
    shown = [short(entry) for entry in entries[:9]]
    if context.choose is not None:
        chosen = context.choose(f'Which entry is "{words}"?', shown)
        if chosen is not None:
            return entries[chosen]
    message = f'"{words}" matches {len(entries)} entries'
    raise UsageError(message, code="ambiguous_reference", hint=WAYS, candidates=shown)


def short(entry: TimeEntry) -> str:
    """One entry for a list of candidates: id, day, hours and names."""
    day = day_text(entry.spent_date, entry.spent_date) if entry.spent_date else "no day"
    notes = f"  {entry.notes}" if entry.notes else ""
    hours = as_clock(entry.hours or ZERO)
    return f"{entry.id}  {day}  {hours}  {entry.project.name} › {entry.task.name}{notes}"


def _running(context: Context) -> TimeEntry:
    entries = running_entries(context)
    if not entries:
        message = "No timer is running"
        raise NotFound(message, code="no_timer", hint=WAYS)
    return one_of(context, entries, "running")
