"""The entries of a scope, whole or only what sums need, filtered where Harvest cannot do it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any

from harvest_cli.actions.resolve.query import Query, QueryFlags, scope_of
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import Period
from harvest_cli.domain.entries import TimeEntry, listed_from
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.records import NamedTuple
from harvest_cli.domain.totals import Ledger, steps_of
from harvest_cli.harvest.wire.write import EntryFilter


class EntryList(NamedTuple):
    """My entries of a period, oldest day first; `total` includes the running part.

    `unreadable` counts rows of Harvest that could not be read: then the total is incomplete.
    """

    period: Period
    entries: tuple[TimeEntry, ...]
    total: Decimal
    billable: Decimal
    today: date
    unreadable: int = 0


Progress = Callable[[int], None]
"""Told how many entries have been read so far, after each page."""


def nobody(_count: int) -> None:
    """The progress that nobody watches."""


def entries_in(context: Context, scope: Query, progress: Progress = nobody) -> list[TimeEntry]:
    """The entries of a scope: by day, then by start, else as they were made, then by id."""
    found: list[TimeEntry] = []
    fits = _test(scope)
    read = (context.client.time_entries(each) for each in filters_of(scope))
    for count, entry in enumerate(chain.from_iterable(read), 1):
        if fits is None or fits(entry):
            found.append(entry)
        if count % 500 == 0:
            progress(count)
    return sorted(found, key=listed_from(scope.period.start, context.now))


def ledger_of(
    context: Context, scope: Query, by: tuple[str, ...], progress: Progress = nobody
) -> Ledger:
    """The sums of a scope, folded while its pages arrive; weeks and months count as days."""
    groups = tuple("day" if steps_of(name) else name for name in by)
    groups = tuple(dict.fromkeys(groups))
    ledger, count = Ledger(groups), 0
    for lines in _pages(context, scope, frozenset(groups)):
        ledger.fold(lines)
        count += len(lines)
        progress(count)
    return ledger


def _pages(context: Context, scope: Query, needs: frozenset[str]) -> Iterator[Sequence[Any]]:
    fits = _test(scope)
    needs |= {"client"} if scope.client is not None else set()
    needs |= {"task"} if scope.task is not None else set()
    for wanted in filters_of(scope):
        for lines in context.client.time_lines(wanted, needs):
            yield lines if fits is None else [line for line in lines if fits(line)]


def filters_of(scope: Query) -> list[EntryFilter]:
    """What Harvest itself can filter by; it takes one project at a time (Harvest docs)."""
    ids: list[int | None] = [project.id for project in scope.projects]
    return [
        EntryFilter(
            user_id=scope.user_id,
            client_id=scope.client_id,
            project_id=project_id,
            from_=scope.period.start,
            to=scope.period.end,
        )
        for project_id in ids or [None]
    ]


def _test(scope: Query) -> Callable[[Any], bool] | None:
    """What is left to check of an entry; None when Harvest checks it all."""
    client, billable = scope.client, scope.billable
    task = scope.task.casefold() if scope.task is not None else None
    if (client, task, billable) == (None, None, None):
        return None

    def fits(line: Any) -> bool:
        if client is not None and line.client.name != client:
            return False
        if task is not None and line.task.name.casefold() != task:
            return False
        return billable is None or line.billable == billable

    return fits


def entries_of(context: Context, asked: QueryFlags, progress: Progress = nobody) -> EntryList:
    """The entries that words and flags ask for, today's when they name no period; oldest first."""
    scope = scope_of(context, asked, Period(context.today, context.today))
    found = entries_in(context, scope, progress)
    return EntryList(
        period=scope.period,
        entries=tuple(found),
        total=_sum(found),
        billable=_sum([entry for entry in found if entry.billable]),
        today=context.today,
        unreadable=context.client.unreadable,
    )


def _sum(entries: Sequence[TimeEntry]) -> Decimal:
    return sum((entry.hours for entry in entries if entry.hours is not None), ZERO)
