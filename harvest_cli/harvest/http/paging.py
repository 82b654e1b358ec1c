"""Lists of Harvest, page by page, until `links.next` is null (Harvest docs, Pagination).

That is the only sign of the last page in both styles: with cursors `page`, `next_page` and
`total_pages` may be null on any page.

While a large page is worked on the next one is on its way. Where the way is long, what is left
after the first page is asked for in windows of equally many days at once. Pages of time entries
are read the fast way where they are long and as documented.
"""

import re
from _thread import allocate_lock
from array import array
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from datetime import date, timedelta
from functools import cache, partial
from itertools import pairwise
from queue import Empty, Queue
from threading import Event, Thread

from harvest_cli.domain.entries import Named, TimeEntry
from harvest_cli.domain.errors import Unreachable
from harvest_cli.domain.records import TYPE_CHECKING, Any, NamedTuple
from harvest_cli.harvest.http.answers import Answer, unusable
from harvest_cli.harvest.http.request import Aside, Request
from harvest_cli.harvest.http.tls import next_address
from harvest_cli.harvest.wire.read import NAMELESS, NotJson, Unreadable, time_entry

if TYPE_CHECKING:
    from harvest_cli.domain.totals import Line

Rows = list[object]
WINDOWS = 4
FEW = 4
"""Pages that are read one after the other: windows end with pages that are not full."""
_DAY = rb'"spent_date":\s*"(\d{4}-\d\d-\d\d)"'
Read = Callable[[Answer], list[Any]]
Pages = Callable[[Request], Iterator[Answer]]


def pages(send: Callable[[Request], Answer], first: Request, key: str, most: int) -> Iterator[Rows]:
    """The rows under `key`, one page at a time, of at most `most` pages.

    Raises Unreachable for a page without that list, a link to another server or in a circle, or
    too many pages, besides what `send` raises.
    """
    for answer in answers(send, first, key, most):
        yield rows_and_next(answer, key)[0]


def rows_and_next(answer: Answer, key: str) -> tuple[Rows, str | None]:
    """The rows of one page and the link to the next; raises Unreachable if it is not a page."""
    try:
        page = answer.json()
    except NotJson as error:
        raise unusable(answer, str(error)) from error
    rows = page.get(key)
    if not isinstance(rows, list):
        raise unusable(answer, f"it has no list of `{key}`")
    links = page.get("links")
    link = links.get("next") if isinstance(links, dict) else None
    return rows, link if isinstance(link, str) and link else None


def told_count(answer: Answer) -> int | None:
    """How many rows the whole list has, by its first page; None where it is not told."""
    # Inside of a text the quotes would be escaped.
    found = re.search(_COUNT, answer.body)
    return int(found[1]) if found else None


_COUNT = rb'"total_entries":\s*(\d{1,12})\b'
LARGE = 256 * 1024
_TAIL = 4096
_LINKS = b'"links":'
Send = Callable[[Request], Answer]


def answers(
    send: Send, first: Request, key: str, most: int, *, ahead: bool = True
) -> Iterator[Answer]:
    """The pages of a list that has its rows under `key`, at most `most`, each as it came.

    While a large page is worked on the next one is on its way, where `ahead` allows it.
    Raises Unreachable as `pages` does, besides what `send` raises.
    """
    # A page is large: whoever gets it holds it alone.
    held, seen = [send(first)], {first.url}
    url = first.url
    for left in reversed(range(most)):
        link = next_link(held[0], key)
        if link is None:
            yield held.pop()
            return
        url = next_address(link, url)
        if url in seen:
            message = "Harvest's list of pages repeats itself"
            raise Unreachable(message)
        seen.add(url)
        fetch = Aside(partial(send, Request("GET", url)))
        if ahead and left and len(held[0].body) >= LARGE:
            fetch.start()
        yield held.pop()
        if left:
            held.append(fetch.result())
            del fetch
    message = f"Harvest's list has more than {most} pages"
    raise Unreachable(message, hint="Ask for a shorter period")


def next_link(answer: Answer, key: str) -> str | None:
    """The link to the page after this one; raises Unreachable if this is not a page."""
    found = _link_at_end(answer.body)
    return rows_and_next(answer, key)[1] if found is None else found or None


def _link_at_end(body: bytes) -> str | None:
    """The next link when `links` is the last member of the page, "" for none, else None.

    Decoding megabytes for it would keep the network idle. An object that is followed by one
    closing brace alone is a member of the page itself.
    """
    import json

    tail = body[-_TAIL:]
    place = tail.rfind(_LINKS)
    if place < 0:
        return None
    try:
        text = tail[place + len(_LINKS) :].decode("ascii").strip()
        links, end = json.JSONDecoder().raw_decode(text)
    except ValueError:
        return None
    if not isinstance(links, dict) or text[end:].strip() != "}":
        return None
    link = links.get("next")
    return link if isinstance(link, str) else ""


# -- windows of days: a page waits for the link on the one before it, days do not ----------------


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


KEY = "time_entries"
_BIGGEST = 2**63
"""What eight bytes hold."""


class LongList(NamedTuple):
    """A list of entries before it is asked for; `skipped` is told of each row without sense."""

    send: Send
    first: Request
    most: int
    skipped: Callable[[], None]
    is_wide: Callable[[], bool] = lambda: False
    """Whether several windows of days may be asked for at once; asked after the first page."""

    def rows(self, read: Callable[[Answer], list[Any]]) -> Iterator[list[Any]]:
        """The rows of its pages, without those that an earlier page had as well."""
        before, head = _Ids(), [self.send(self.first)]
        # Looking for the count reads the whole page: only where it decides something.
        count = told_count(head[0]) if self.is_wide() else None
        windows = [] if count is None else windows_after(self.first, head[0], count)
        if windows:
            each = partial(answers, self.send, key=KEY, most=self.most, ahead=False)
            yield from map(before.left, at_once(head, windows, each, read))
            if before.count >= (count or 0):
                return
            # Something is missing: the list is read as it is linked, what is known is left out.

        def send(request: Request) -> Answer:
            return head.pop() if head else self.send(request)

        yield from map(before.left, map(read, answers(send, self.first, KEY, self.most)))


def entry_pages(wanted: LongList) -> Iterator[list[TimeEntry]]:
    """The entries of each page, without those that an earlier page had as well."""
    return wanted.rows(lambda page: _typed(page, _fast(page), wanted))


def row_pages(wanted: LongList, needs: frozenset[str]) -> Iterator[list[TimeEntry]]:
    """The same with what is needed of each, as Harvest tells it; see `fast_read.rows`."""

    def read(page: Answer) -> list[Any]:
        fast = _fast(page)
        return (fast and fast.rows(page.body, needs)) or _typed(page, fast, wanted)

    return wanted.rows(read)


def line_pages(wanted: LongList, needs: frozenset[str]) -> "Iterator[Sequence[Line]]":
    """The rows of each page for summing, without those that an earlier page had as well."""

    def read(page: Answer) -> list[Any]:
        fast = _fast(page)
        rows: list[Any] | None = fast and fast.lines(page.body, needs)
        if rows is not None:
            return rows
        nobody = Named(None, NAMELESS)
        found = _tolerant(page, wanted.skipped)
        return [entry._replace(user=entry.user or nobody) for entry in found]

    return wanted.rows(read)


class _Ids:
    """The ids of earlier pages in eight bytes each: one set of them would take ten times that.

    A list that grows while it is read shifts over its pages, so a row can come twice.
    """

    def __init__(self) -> None:
        self._pages: list[tuple[int, int, Collection[int]]] = []
        self.count = 0

    def left(self, rows: list[Any]) -> list[Any]:
        """The rows of a page that neither an earlier page had nor come twice in it."""
        ids = {row.id for row in rows}
        again = self._repeated(ids)
        if again or len(ids) < len(rows):
            rows = list({row.id: row for row in rows if row.id not in again}.values())
        self.count += len(rows)
        return rows

    def _repeated(self, ids: set[int]) -> set[int]:
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


@cache
def decodes_fast() -> bool:
    """Whether msgspec is there; hv in one file is for every system, and has nothing compiled."""
    from importlib.util import find_spec

    return find_spec("msgspec") is not None


def _fast(page: Answer) -> Any:
    """The module that reads long pages, for one of them."""
    if len(page.body) < LARGE or not decodes_fast():
        return None
    # msgspec loads in 9 ms, which only a long page makes up for.
    from harvest_cli.harvest.wire import fast_read

    return fast_read


def _typed(page: Answer, fast: Any, wanted: LongList) -> list[TimeEntry]:
    return (fast and fast.entries(page.body)) or list(_tolerant(page, wanted.skipped))


def _tolerant(answer: Answer, skipped: Callable[[], None]) -> Iterator[TimeEntry]:
    for row in rows_and_next(answer, KEY)[0]:
        try:
            if not isinstance(row, dict):
                raise Unreadable
            yield time_entry(row)
        except Unreadable:
            skipped()
