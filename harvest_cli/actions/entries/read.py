"""The entries of a scope, whole or only what sums need, filtered where Harvest cannot do it."""

import marshal
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import accumulate, chain, groupby, islice
from operator import itemgetter

from harvest_cli.actions.resolve.query import Query, QueryFlags, scope_of, whose_else
from harvest_cli.actions.session.context import Context
from harvest_cli.domain.days import Period
from harvest_cli.domain.entries import Places, TimeEntry, listed_from, places_of
from harvest_cli.domain.errors import Progress, nobody
from harvest_cli.domain.hours import ZERO
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.domain.totals import Ledger, steps_of
from harvest_cli.harvest.wire.write import EntryFilter
from harvest_cli.language.text.readings import Inference, Named
from harvest_cli.language.text.tokens import fold
from harvest_cli.local.disk.spool import Spool


class EntryList(NamedTuple):
    """My entries of a period, oldest day first; `total` includes the running part.

    `entries` may be read again and again; those of a long list are on the disk. `unreadable` counts
    rows of Harvest that could not be read: then the total is incomplete. `whose` they are, unless
    mine or of several people.
    """

    period: Period
    entries: Collection[TimeEntry]
    total: Decimal
    billable: Decimal
    today: date
    unreadable: int = 0
    inferences: tuple[Inference, ...] = ()
    whose: str | None = None


Write = Callable[[Sequence[TimeEntry]], Iterable[str]]
"""Makes a text of each entry of a page."""
DayTexts = tuple[int, bytes, str]
"""The texts of a day in one page, by its ordinal; the bytes tell the place and length of each."""


class EntryTexts(NamedTuple):
    """The same as texts that were made page by page, which may be read once and again.

    `entries` says how many they are, `unreadable` counts rows of Harvest that could not be read.
    """

    period: Period
    days: Collection[DayTexts]
    entries: int
    unreadable: int = 0

    def lines(self) -> Iterator[str]:
        """The texts in the order of their entries, those of a day together."""
        for _, group in groupby(self.days, itemgetter(0)):
            several = list(group)
            if len(several) == 1:
                yield several[0][2]
            else:
                rows = sorted(chain.from_iterable(map(_apart, several)))
                yield "".join(str(text) for *_, text in rows)


def _by_day(places: Places, texts: Iterable[str]) -> Iterator[DayTexts]:
    """The texts of a page, those of a day together: Harvest lists entries by day."""
    for day, group in groupby(zip(*places, texts, strict=True), itemgetter(0)):
        _, *rest, several = zip(*sorted(group), strict=True)
        # Version 2 does not look for objects that come again, which takes most of the time.
        yield day, marshal.dumps((*rest, [*map(len, several)]), 2), "".join(several)


def _apart(texts: DayTexts) -> Iterator[tuple[object, ...]]:
    """The texts of a day one by one, each behind the place of its entry there."""
    *places, lengths = marshal.loads(texts[1])
    ends = [*accumulate(lengths)]
    parts = map(texts[2].__getitem__, map(slice, [0, *ends], ends))
    return zip(*places, parts, strict=True)


def entries_in(context: Context, scope: Query, progress: Progress = nobody) -> list[TimeEntry]:
    """The entries of a scope: by day, then by start, else as they were made, then by id."""
    return list(_spooled(context, scope, progress)[0])


class _Sums:
    """Hours of entries, all of them and the billable ones, added as pages come."""

    def __init__(self) -> None:
        self.total = self.billable = ZERO

    def add(self, entries: Sequence[TimeEntry]) -> None:
        self.total += sum((e.hours for e in entries if e.hours is not None), ZERO)
        billable = (e.hours for e in entries if e.billable and e.hours is not None)
        self.billable += sum(billable, ZERO)


def _spooled(
    context: Context, scope: Query, progress: Progress = nobody
) -> tuple[Spool[TimeEntry], _Sums]:
    """The entries of a scope in their order, and their hours."""
    found = Spool(listed_from(scope.period.start, context.now), context.places().cache)
    sums = _Sums()
    for entries in _entry_pages(context.client.time_entry_pages, scope, progress):
        found.add(entries)
        sums.add(entries)
    return found, sums


def _entry_pages(
    pages: Callable[[EntryFilter], Iterator[list[TimeEntry]]], scope: Query, progress: Progress
) -> Iterator[list[TimeEntry]]:
    fits, count = _test(scope), 0
    for wanted in filters_of(scope):
        for page in pages(wanted):
            yield page if fits is None else list(filter(fits, page))
            count += len(page)
            progress(count)


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
    if _needs_whole(scope):
        # Lines for summing hold neither notes nor states.
        for wanted in filters_of(scope):
            yield from _in_hundreds(filter(fits, context.client.time_entries(wanted)))
        return
    needs |= {name for name, wanted in _tested(scope).items() if wanted}
    for wanted in filters_of(scope):
        for lines in context.client.time_lines(wanted, needs):
            yield lines if fits is None else [line for line in lines if fits(line)]


def _in_hundreds(entries: Iterator[TimeEntry]) -> Iterator[Sequence[TimeEntry]]:
    while page := list(islice(entries, 500)):
        yield page


def filters_of(scope: Query) -> list[EntryFilter]:
    """What Harvest itself can filter by; it takes one project and person at a time (Harvest docs).

    Projects beside clients are left to be checked.
    """
    ids: list[int | None] = [project.id for project in scope.projects]
    ids = [None] if scope.clients else ids or [None]
    people: list[int | None] = [person.id for person in scope.users]
    return [
        EntryFilter(
            user_id=user_id,
            client_id=None if scope.projects else scope.client_id,
            project_id=project_id,
            is_billed=scope.marks.billed,
            from_=scope.period.start,
            to=scope.period.end,
        )
        for user_id in people or [None]
        for project_id in ids
    ]


def _tested(scope: Query) -> dict[str, bool]:
    """Which attributes of an entry have to be checked here."""
    left = scope.without
    return {
        "client": bool(scope.clients or left.clients),
        "project": bool((scope.projects and scope.clients) or left.places),
        "task": bool(scope.tasks or left.tasks),
        "team": bool(left.people),
        "day": bool(scope.runs),
    }


def _needs_whole(scope: Query) -> bool:
    marks = scope.marks
    return (marks.locked, marks.approval, marks.notes) != (None, None, None)


def _test(scope: Query) -> Callable[[Any], bool] | None:
    """What is left to check of an entry; None when Harvest checks it all."""
    left, marks, tests = scope.without, scope.marks, list[Callable[[Any], bool]]()
    clients, places = set(scope.clients), {project.id for project in scope.projects}
    if clients:
        tests.append(lambda line: line.client.name in clients or _id(line, places))
    if scope.tasks:
        tasks = {task.casefold() for task in scope.tasks}
        tests.append(lambda line: line.task.name.casefold() in tasks)
    if left != Named():
        tests.append(_outside(left))
    if scope.runs:
        days = {day for run in scope.runs for day in run.days()}
        tests.append(lambda line: line.spent_date in days)
    if marks.billable is not None:
        tests.append(lambda line: line.billable == marks.billable)
    if _needs_whole(scope):
        tests.append(_marked(scope))
    return (lambda line: all(test(line) for test in tests)) if tests else None


def fits_of(scope: Query) -> Callable[[Any], bool] | None:
    """Whether an entry is of the scope in all but days and people; None where all are."""
    tests, ids, billed = [_test(scope)], {each.id for each in scope.projects}, scope.marks.billed
    if ids and not scope.clients:
        tests.append(lambda entry: entry.project.id in ids)
    if billed is not None:
        tests.append(lambda entry: entry.is_billed == billed)
    kept = [test for test in tests if test is not None]
    return (lambda entry: all(test(entry) for test in kept)) if kept else None


def _id(line: Any, places: Collection[int]) -> bool:
    return bool(places) and line.project.id in places


def _outside(left: Named) -> Callable[[Any], bool]:
    """Whether an entry is of nothing that is left out."""
    clients, tasks = set(left.clients), {task.casefold() for task in left.tasks}
    places = {place.project.id for place in left.places}
    people = {person.id for person in left.people}

    def outside(line: Any) -> bool:
        if clients and line.client.name in clients:
            return False
        if tasks and line.task.name.casefold() in tasks:
            return False
        return not _id(line, places) and not (people and line.user and line.user.id in people)

    return outside


def _marked(scope: Query) -> Callable[[TimeEntry], bool]:
    """Whether an entry has the state, and the notes, that are wanted."""
    marks = scope.marks
    text = None if marks.notes is None else fold(marks.notes)

    def marked(entry: TimeEntry) -> bool:
        if marks.locked is not None and entry.is_locked != marks.locked:
            return False
        if marks.approval is not None and entry.approval_status not in marks.approval:
            return False
        notes = fold(entry.notes or "").strip()
        return text is None or (text in notes if text else not notes)

    return marked


_PLACED = frozenset({"spent_date", "created_at"})
_TESTED = frozenset({"client", "project", "task", "user", "notes"})
_TESTED |= {"billable", "is_locked", "approval_status"}


def texts_of(
    context: Context,
    asked: QueryFlags,
    write: Write,
    needs: frozenset[str],
    progress: Progress = nobody,
    default: Period | None = None,
    verb: str = "entries",
) -> EntryTexts:
    """The same as texts, each made while the next page is on its way.

    `write` reads what `needs` names of an entry. An empty text is the same to it as None.
    """
    scope = scope_of(context, asked, default, verb)
    found = Spool[DayTexts](itemgetter(0), context.places().cache, marshal)
    needs |= _PLACED if _test(scope) is None else _PLACED | _TESTED
    pages = partial(context.client.time_entry_rows, needs=needs)
    number = 0
    for entries in _entry_pages(pages, scope, progress):
        places = places_of(entries, scope.period.start, context.now)
        found.add([*_by_day(places, write(entries))], len(entries))
        number += len(entries)
    return EntryTexts(scope.period, found, number, context.client.unreadable)


def entries_of(
    context: Context,
    asked: QueryFlags,
    progress: Progress = nobody,
    default: Period | None = None,
    verb: str = "entries",
) -> EntryList:
    """The entries that words and flags ask for, oldest first; `default` is the period of neither.

    It is today where there is none.
    """
    scope = scope_of(context, asked, default, verb)
    found, sums = _spooled(context, scope, progress)
    return EntryList(
        period=scope.period,
        entries=found,
        total=sums.total,
        billable=sums.billable,
        today=context.today,
        unreadable=context.client.unreadable,
        inferences=scope.inferences,
        whose=whose_else(context, scope),
    )
