"""A long list of entries in several windows of days at once, where the way to Harvest is long.

A page waits for the link on the one before it. Days do not: once the first page has told how far
back it reaches, what is left is asked for in windows of equally many days.
"""

import re
from _thread import allocate_lock
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from itertools import pairwise
from queue import Empty, Queue
from threading import Event, Thread

from harvest_cli.domain.records import Any
from harvest_cli.harvest.http.answers import Answer
from harvest_cli.harvest.http.request import Request

WINDOWS = 4
FEW = 4
"""Pages that are read one after the other: windows end with pages that are not full."""
_DAY = rb'"spent_date":\s*"(\d{4}-\d\d-\d\d)"'
Read = Callable[[Answer], list[Any]]
Pages = Callable[[Request], Iterator[Answer]]


def windows_after(first: Request, answer: Answer, count: int) -> list[Request]:
    """What to ask instead of the pages after the first; nothing where there are few of them.

    `count` is how many entries the list has. The last day of the first page is asked for again.
    """
    days = [each.decode() for each in re.findall(_DAY, answer.body)]
    start = first.params.get("from")
    if not days or start is None or count < FEW * len(days):
        return []
    try:
        begin, end = date.fromisoformat(start), min(map(date.fromisoformat, days))
    except ValueError:
        return []
    total = (end - begin).days + 1
    edges = [begin + timedelta(days=total * n // WINDOWS) for n in range(WINDOWS + 1)]
    return [
        first._replace(
            params={
                **first.params,
                "from": low.isoformat(),
                "to": (high - timedelta(days=1)).isoformat(),
            }
        )
        for low, high in pairwise(edges)
        if low < high
    ]


def at_once(
    head: list[Answer], windows: Sequence[Request], pages: Pages, read: Read
) -> Iterator[list[Any]]:
    """The rows of the page in `head`, which is taken out, then those of all windows as they come.

    The windows are on their way while that page is read. Raises what asking for one raises.
    """
    reader = _Reader(pages, read)
    threads = [Thread(target=reader.ask, args=(each,), daemon=True) for each in windows]
    for thread in threads:
        thread.start()
    left = len(threads)
    try:
        yield read(head.pop())
        while left:
            if rows := reader.found.get():
                yield rows.pop()
            else:
                left -= 1
        if reader.failure is not None:
            raise reader.failure
    finally:
        reader.ended.set()
        # Whoever waits to hand something over is let go, and sees that nobody wants it.
        while left and any(thread.is_alive() for thread in threads):
            with suppress(Empty):
                reader.found.get(timeout=0.05)


class _Reader:
    """Reads windows, each in a thread; pages wait in `found`, nothing is the end of a window."""

    def __init__(self, pages: Pages, read: Read) -> None:
        self._pages, self._read = pages, read
        # One page at a time: rows take more room than what they are read from.
        self._reading = allocate_lock()
        self.found: Queue[list[list[Any]]] = Queue(maxsize=1)
        self.failure: BaseException | None = None
        self.ended = Event()

    def ask(self, window: Request) -> None:
        try:
            for page in map(_alone, self._pages(window)):
                with self._reading:
                    self.found.put([self._read(page.pop())])
                if self.ended.is_set():
                    break
        except BaseException as failure:
            self.failure = self.failure or failure
            self.ended.set()
        self.found.put([])


def _alone(page: Answer) -> list[Answer]:
    """A page in a list: it is large, and whoever takes it out holds it alone."""
    return [page]
