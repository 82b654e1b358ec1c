"""A plan of many entries compared with what is there: on Harvest, in the outbox, imported before.

What was sent or kept before a break is found again this way, so that nothing is doubled.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from harvest_cli.actions.entries.bulk import (
    BulkItem,
    BulkPlan,
    LeftOut,
    Likeness,
    Meanwhile,
    Presence,
    There,
    likeness_of,
    likeness_of_new,
)
from harvest_cli.actions.outbox.row_facts import key_of
from harvest_cli.actions.session.account import entries_of
from harvest_cli.actions.session.context import Context
from harvest_cli.actions.session.conventions import week_start_of
from harvest_cli.domain.days import Period, WeekStart, week_of
from harvest_cli.domain.entries import NewEntry, TimeEntry
from harvest_cli.local.outbox.row import WAITING, Op, new_of


class _Pool:
    """What is there, by its likeness and by its key; each is taken once."""

    def __init__(self) -> None:
        self._alike: dict[Likeness, list[There]] = {}
        self._keyed: dict[str, tuple[Likeness, There]] = {}
        self._numbered: dict[int, tuple[Likeness, There]] = {}

    def add(self, likeness: Likeness, there: There, key: str | None) -> None:
        self._alike.setdefault(likeness, []).append(there)
        if key is not None:
            self._keyed.setdefault(key, (likeness, there))
        if there.entry_id is not None:
            self._numbered[there.entry_id] = (likeness, there)

    def keyed(self, key: str | None) -> There | None:
        """What has this key."""
        return self._taken(self._keyed.get(key) if key else None)

    def numbered(self, entry_id: int | None) -> None:
        """Take the entry of this number."""
        self._taken(self._numbered.get(entry_id) if entry_id else None)

    def _taken(self, found: tuple[Likeness, There] | None) -> There | None:
        if found is None:
            return None
        likeness, there = found
        if there in self._alike[likeness]:
            self._alike[likeness].remove(there)
        return there

    def alike(self, each: BulkItem) -> There | None:
        """What is like an entry, one that begins with it before all others."""
        alike = self._alike.get(likeness_of(each.entry), [])
        begins = each.new.started_time if each.new else None
        same = [e for e in alike if begins is not None and e.started_time == begins] or alike
        if not same:
            return None
        found = same[0]
        alike.remove(found)
        return found


def compared(
    context: Context,
    entries: Sequence[BulkItem],
    left_out: Iterable[LeftOut] = (),
    listed: Sequence[TimeEntry] | None = None,
    meanwhile: Meanwhile | None = None,
    before: Callable[[frozenset[int]], Mapping[str, There]] = lambda _: {},
    *,
    tries_all: bool = False,
) -> BulkPlan:
    """A plan of these entries; what my timesheets or the outbox hold is skipped, one for one.

    `before` tells what became of keys that were imported before, given the numbers of the entries
    that are listed. `listed` are my entries of those days where they were asked for already. With
    `tries_all`, Harvest itself is asked whether an approved week takes an entry.
    """
    days = [each.new.spent_date for each in entries if each.new and each.skip is None]
    if not days:
        return BulkPlan(tuple(entries), context.today, tuple(left_out))
    meanwhile = meanwhile or Meanwhile(context)
    pool, ids, marks = _Pool(), set[int](), set[str]()
    if listed is None:
        me = context.account.data.user.id
        first, last = _week(context, min(days)).start, _week(context, max(days)).end
        listed = entries_of(context.client, me, first, last)
    for entry in listed:
        mark = entry.external_reference.id if entry.external_reference else None
        marks |= {mark} if mark else set()
        ids.add(entry.id)
        name = f"already there as #{entry.id}"
        pool.add(
            likeness_of(entry), There(name, Presence.THERE, entry.started_time, entry.id), mark
        )
    kept = dict(kept_here(context))
    meanwhile.compared(kept, ids)
    for key, new in kept.items():
        # One whose answer was lost may be among the entries above.
        if key_of(new) not in marks:
            found = There("is pending in the outbox already", Presence.PENDING, new.started_time)
            pool.add(likeness_of_new(new), found, key)
    known = before(frozenset(ids))
    by_key = [_unless_known(each, pool, known) for each in entries]
    closed = set[Period]() if tries_all else approved_weeks(context, listed)
    checked = tuple(_unless_closed(context, _unless_alike(each, pool), closed) for each in by_key)
    return BulkPlan(checked, context.today, tuple(left_out), meanwhile)


def kept_here(context: Context) -> Iterator[tuple[str, NewEntry]]:
    """Entries that wait on this machine to be sent, or to be found on Harvest, by their keys."""
    if context.outbox is None:
        return
    for row in context.outbox.open_rows():
        if row.op == Op.CREATE and row.state in WAITING and (new := new_of(row)) is not None:
            yield row.key, new


def _unless_known(each: BulkItem, pool: _Pool, known: Mapping[str, There]) -> BulkItem:
    """The item, skipped where its key is on an entry, in the outbox, or was imported before."""
    if each.skip is not None or each.key is None:
        return each
    found = pool.keyed(each.key)
    if found is None and (found := known.get(each.key)) is not None:
        pool.numbered(found.entry_id)
    return each if found is None else each._replace(skip=found.name, there=found)


def _unless_alike(each: BulkItem, pool: _Pool) -> BulkItem:
    if each.skip is not None or each.new is None:
        return each
    found = pool.alike(each)
    return each if found is None else each._replace(skip=found.name, there=found)


# -- approved weeks ----------------------------------------------------------------------------


def approved_weeks(context: Context, listed: Iterable[TimeEntry]) -> set[Period]:
    """The weeks that take no entries any more: all that is listed of them is approved.

    An approved week refuses new time on each of its days (Harvest support, Approving time).
    """
    found: dict[Period, bool] = {}
    for entry in listed:
        if entry.spent_date is not None:
            week = _week(context, entry.spent_date)
            found[week] = found.get(week, True) and entry.approval_status == "approved"
    return {week for week, approved in found.items() if approved}


def _week(context: Context, day: date) -> Period:
    # Timesheets are approved by the company's weeks, whichever mine are.
    return week_of(day, week_start_of(context.account.data.company) or WeekStart.MONDAY)


def _unless_closed(context: Context, each: BulkItem, closed: Collection[Period]) -> BulkItem:
    if each.skip is not None or each.new is None or not closed:
        return each
    if _week(context, each.new.spent_date) not in closed:
        return each
    found = There("its week is approved", Presence.APPROVED)
    return each._replace(skip=found.name, there=found)
