"""Lists of time entries, page by page, read the fast way where a page is long and as documented."""

from array import array
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, NamedTuple

from harvest_cli.domain.entries import Named, TimeEntry
from harvest_cli.domain.totals import Line
from harvest_cli.harvest.ahead import LARGE, Send, answers
from harvest_cli.harvest.answers import Answer
from harvest_cli.harvest.paging import rows_and_next
from harvest_cli.harvest.requesting import Request
from harvest_cli.harvest.wire_read import time_entry
from harvest_cli.harvest.wire_values import NAMELESS, Unreadable

KEY = "time_entries"


_BIGGEST = 2**63
"""What eight bytes hold."""


class LongList(NamedTuple):
    """A list of entries before it is asked for; `skipped` is told of each row without sense."""

    send: Send
    first: Request
    most: int
    skipped: Callable[[], None]

    def pages(self) -> Iterator[Answer]:
        """Its pages as they come."""
        return answers(self.send, self.first, KEY, self.most)


def entry_pages(wanted: LongList) -> Iterator[list[TimeEntry]]:
    """The entries of each page."""
    for answer in wanted.pages():
        yield _typed(answer) or list(_tolerant(answer, wanted.skipped))


def line_pages(wanted: LongList, needs: frozenset[str]) -> Iterator[Sequence[Line]]:
    """The rows of each page for summing, without those that an earlier page had as well.

    A list that grows while it is read shifts over its pages, so a row can come twice.
    """
    before = _Ids()
    for answer in wanted.pages():
        rows: list[Any] | None = None
        if len(answer.body) >= LARGE:
            from harvest_cli.harvest.typed_pages import lines

            rows = lines(answer.body, needs)
        if rows is None:
            rows = [_complete(entry) for entry in _tolerant(answer, wanted.skipped)]
        ids = {row.id for row in rows}
        again = before.repeated(ids)
        if again or len(ids) < len(rows):
            rows = list({row.id: row for row in rows if row.id not in again}.values())
        yield rows


class _Ids:
    """The ids of earlier pages in eight bytes each: one set of them would take ten times that."""

    def __init__(self) -> None:
        self._pages: list[tuple[int, int, Collection[int]]] = []

    def repeated(self, ids: set[int]) -> set[int]:
        """Those of a page's ids that an earlier page had; they are remembered for the next."""
        found: set[int] = set()
        if not ids:
            return found
        low, high = min(ids), max(ids)
        for first, last, page in self._pages:
            if first <= high and low <= last and not ids.isdisjoint(page):
                found |= ids.intersection(page)
        fits = low >= -_BIGGEST and high < _BIGGEST
        self._pages.append((low, high, array("q", ids) if fits else ids))
        return found


def _typed(answer: Answer) -> list[TimeEntry] | None:
    if len(answer.body) < LARGE:
        return None
    from harvest_cli.harvest.typed_pages import entries

    return entries(answer.body)


def _tolerant(answer: Answer, skipped: Callable[[], None]) -> Iterator[TimeEntry]:
    for row in rows_and_next(answer, KEY)[0]:
        try:
            if not isinstance(row, dict):
                raise Unreadable
            yield time_entry(row)
        except Unreadable:
            skipped()


def _complete(entry: TimeEntry) -> TimeEntry:
    return entry if entry.user else entry._replace(user=Named(None, NAMELESS))
