"""What hv asks of Harvest, one method a request (Harvest API v2).

Every method raises the HvError that fits how the exchange ended; `outcome` on it tells what that
proves. Reads are tried again within the limits, writes are sent once.
"""

import random
import time
from _thread import allocate_lock
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from itertools import chain

from harvest_cli.domain.company import Account, Company, ProjectAssignment, User
from harvest_cli.domain.days import Period
from harvest_cli.domain.entries import NewEntry, TimeEntry
from harvest_cli.domain.errors import Progress, nobody
from harvest_cli.domain.records import TYPE_CHECKING, Literal, TypeVar
from harvest_cli.harvest.http.answers import Answer, unusable
from harvest_cli.harvest.http.exchange import KeptSession
from harvest_cli.harvest.http.paging import (
    KEY,
    LongList,
    entry_pages,
    line_pages,
    next_link,
    pages,
    row_pages,
    told_count,
)
from harvest_cli.harvest.http.request import Access, Aside, Limits, Request, Trace, Turn
from harvest_cli.harvest.http.transport import Transport, Uniform, moment
from harvest_cli.harvest.wire import read as wire_read
from harvest_cli.harvest.wire import write
from harvest_cli.harvest.wire.read import NotJson, Object, Unreadable, a_list

if TYPE_CHECKING:
    from requests.adapters import BaseAdapter

    from harvest_cli.domain.totals import BudgetRow, Line, ReportRow, UninvoicedRow
    from harvest_cli.harvest.http.connections import EarlyConnection
    from harvest_cli.harvest.wire.write import EntryChange, EntryFilter

FREE_PAGES = 5
"""Pages of lists that one command reads without taking turns."""
T = TypeVar("T")
U = TypeVar("U")
Grouping = Literal["clients", "projects", "tasks", "team"]


class Harvest:
    """A client for one command: one session, one time limit, one count of requests.

    `adapter` answers in place of the network; `trace` gets a line for each request. `turn` spreads
    what a command reads in more than a few pages over time; `around` is entered for as long as a
    request and its tries last. `early` are connections that may be open already. With `kept` the
    session is one that outlives the client.
    """

    def __init__(
        self,
        access: Access,
        *,
        adapter: "BaseAdapter | None" = None,
        limits: Limits = Limits(),  # noqa: B008 - frozen
        trace: Trace | None = None,
        turn: Turn | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        uniform: Uniform = random.uniform,
        around: Callable[[], AbstractContextManager[None]] = nullcontext,
        early: "Sequence[EarlyConnection]" = (),
        kept: KeptSession | None = None,
    ) -> None:
        self._access = access
        self._limits = limits
        self._turn, self._pages, self._has_waited = turn, 0, False
        self._counting = allocate_lock()
        # Plain http goes to this machine alone.
        self._is_far = adapter is None and access.api_url.lower().startswith("https:")
        self._transport = Transport(
            access,
            limits,
            adapter=adapter,
            trace=trace,
            monotonic=monotonic,
            sleep=sleep,
            uniform=uniform,
            around=around,
            early=early,
            kept=kept,
        )
        self.unreadable = 0
        """Rows that were skipped because they made no sense; sums over them are incomplete."""
        self.progress: Progress = nobody
        """Hears how many rows of a list that holds no entries were read, page by page."""

    @property
    def requests_made(self) -> int:
        """How many requests were sent, repeated ones included."""
        return self._transport.requests_made

    @property
    def server_date(self) -> datetime | None:
        """The server's clock in its last answer, if it told."""
        return moment(self._transport.date_header)

    def close(self) -> None:
        """Let go of connections that are kept alive; the next request opens new ones."""
        self._transport.close()

    def both(self, first: Callable[[], T], second: Callable[[], U]) -> tuple[T, U]:
        """The answers to two reads that do not need each other, asked at the same time.

        One after the other where the server is this machine, and a second connection costs more
        than it wins. Raises what they raise, the first before the second.
        """
        aside = Aside(second)
        if self._is_far:
            aside.start()
        try:
            answer = first()
        finally:
            if self._is_far:
                aside.join()
        return answer, aside.result()

    def me(self) -> User:
        """Who the token belongs to."""
        return self.record("/users/me", wire_read.user)

    def company(self) -> Company:
        """The settings of the account; raises Refused where a Member may not see them."""
        return self.record("/company", wire_read.company)

    def project_assignments(self) -> Iterator[ProjectAssignment]:
        """The projects I may track time to, newest first."""
        path, key = "/users/me/project_assignments", "project_assignments"
        rows = self.rows(path, key, {}, wire_read.project_assignment)
        return _distinct(rows, lambda assignment: assignment.project.id)

    def time_entries(self, wanted: "EntryFilter") -> Iterator[TimeEntry]:
        """The entries that fit, newest day first; each page is fetched when it is needed."""
        in_order = self._list_of_entries(wanted)._replace(is_wide=lambda: False)
        return chain.from_iterable(entry_pages(in_order))

    def time_entry_pages(self, wanted: "EntryFilter") -> Iterator[list[TimeEntry]]:
        """The same page by page, the pages of a long list in any order."""
        return entry_pages(self._list_of_entries(wanted))

    def time_entry_rows(
        self, wanted: "EntryFilter", needs: frozenset[str]
    ) -> Iterator[list[TimeEntry]]:
        """The same for who reads no more of an entry than `needs` names, and its id.

        An empty text may stand where None would, and a float for a decimal.
        """
        return row_pages(self._list_of_entries(wanted), needs)

    def time_lines(
        self, wanted: "EntryFilter", needs: frozenset[str]
    ) -> "Iterator[Sequence[Line]]":
        """The same for summing, page by page: only what sums and `needs` name is read.

        `needs` may hold client, project, task, team and day.
        """
        return line_pages(self._list_of_entries(wanted), needs)

    def first_lines(
        self, wanted: "EntryFilter", needs: frozenset[str]
    ) -> "tuple[Sequence[Line], int | None, bool]":
        """The first page of the same, how many entries there are in all, and if more pages follow.

        The newest days come first. The count is None where Harvest tells none.
        """
        read: list[Answer] = []

        def once(request: Request) -> Answer:
            read.append(self._page(request))
            return read[-1]

        # Of a list of one page the next is not sent for while this one is read.
        listed = self._list_of_entries(wanted)._replace(send=once, most=1)
        rows = next(iter(line_pages(listed, needs)))
        return rows, told_count(read[0]), next_link(read[0], KEY) is not None

    def _list_of_entries(self, wanted: "EntryFilter") -> LongList:
        first = Request("GET", self._url("/time_entries"), write.filter_params(wanted))
        return LongList(self._page, first, self._limits.pages, self._skipped, self._is_wide)

    def _is_wide(self) -> bool:
        """Whether several pages may be asked for at once: not where Harvest has hv wait."""
        return self._is_far and not self._has_waited

    def _page(self, request: Request) -> Answer:
        """One page of a list; from the sixth on a command takes turns, for those before too."""
        with self._counting:
            self._pages += 1
            wait = 0.0
            if self._turn is not None and self._pages > FREE_PAGES:
                wait = self._turn(self._pages if self._pages == FREE_PAGES + 1 else 1)
        self._has_waited |= wait > 0
        self._transport.pace(wait)
        return self._transport.send(request)

    def _skipped(self) -> None:
        self.unreadable += 1

    def time_entry(self, entry_id: int) -> TimeEntry:
        """One entry; raises NotFound if there is none or I may not see it."""
        return self._entry("GET", entry_id)

    def create_time_entry(self, entry: NewEntry, clock: str | None) -> TimeEntry:
        """Create an entry, or start a timer when it has neither hours nor an end.

        `clock` is `company.clock`. Sent once: on an error look at its `outcome` first.
        """
        body = write.body_of(write.new_entry(entry, clock))
        request = Request("POST", self._url("/time_entries"), body=body)
        return self._record(request, wire_read.time_entry, proof=(201,))

    def update_time_entry(
        self, entry_id: int, changes: "EntryChange", clock: str | None
    ) -> TimeEntry:
        """Change the set fields of an entry; raises ValueError when none is set."""
        body = write.body_of(write.entry_change(changes, clock))
        return self._entry("PATCH", entry_id, body=body)

    def delete_time_entry(self, entry_id: int) -> None:
        """Delete an entry; what the answer holds is not documented, so it is not read."""
        self.delete_record(_path_of(entry_id))

    def delete_external_reference(self, entry_id: int) -> None:
        """Take the link off an entry."""
        self.delete_record(_path_of(entry_id, "/external_reference"))

    def restart_time_entry(self, entry_id: int) -> TimeEntry:
        """Let a stopped entry run again; in accounts with start and end times a new one runs."""
        return self._entry("PATCH", entry_id, "/restart")

    def stop_time_entry(self, entry_id: int) -> TimeEntry:
        """Stop a running entry."""
        return self._entry("PATCH", entry_id, "/stop")

    def users(self, *, active: bool = False) -> Iterator[User]:
        """The people that I may see; raises Refused where I may see none but myself."""
        params = {"is_active": "true"} if active else {}
        rows = self.rows("/users", "users", params, wire_read.user)
        return _distinct(rows, lambda user: user.id)

    def time_report(
        self, by: Grouping, period: Period, *, include_fixed_fee: bool | None = None
    ) -> "Iterator[ReportRow]":
        """Harvest's own sums of at most 365 days; counts against a small allowance."""
        params = write.report_params(period, include_fixed_fee)
        return self.rows(f"/reports/time/{by}", "results", params, wire_read.report_row)

    def project_budget(self, is_active: bool | None = None) -> "Iterator[BudgetRow]":
        """The budgets of the projects that I may see."""
        params = {} if is_active is None else {"is_active": write.param(is_active)}
        return self.rows("/reports/project_budget", "results", params, wire_read.budget_row)

    def uninvoiced(
        self, period: Period, include_fixed_fee: bool | None = None
    ) -> "Iterator[UninvoicedRow]":
        """What is not invoiced yet, for those who may create invoices."""
        params = write.report_params(period, include_fixed_fee)
        return self.rows("/reports/uninvoiced", "results", params, wire_read.uninvoiced_row)

    def accounts(self) -> tuple[Account, ...]:
        """The accounts that the token opens, those of other products included."""
        url = self._access.id_url.rstrip("/") + "/api/v2/accounts"
        answer = self._transport.send(Request("GET", url, account=False))
        found = _object(answer).get("accounts")
        if not isinstance(found, list):
            raise unusable(answer, "it has no list of `accounts`")
        return tuple(self._readable(found, wire_read.account))

    def call(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None = None,
        body: Mapping[str, object] | None = None,
    ) -> Answer:
        """Any request of the API; `path` starts after the version: `/time_entries`."""
        data = None if body is None else write.body_of(body)
        url = self._url("/" + path.lstrip("/"))
        return self._transport.send(Request(method.upper(), url, params or {}, data))

    def list_of(self, path: str, params: Mapping[str, str]) -> tuple[str | None, Iterator[object]]:
        """The key of a list and its rows, page by page; None where the answer is no list."""
        first = Request("GET", self._url("/" + path.lstrip("/")), params)
        answer = self._page(first)
        document, heads = _object(answer), [answer]
        lists = [key for key, value in document.items() if isinstance(value, list)]
        if len(lists) != 1 or "links" not in document:
            return None, iter(())

        def send(request: Request) -> Answer:
            return heads.pop() if heads else self._page(request)

        found = pages(send, first, lists[0], self._limits.pages)
        return lists[0], chain.from_iterable(found)

    def record(self, path: str, read: Callable[[Object], T]) -> T:
        """The record at a path, as `read` makes it."""
        return self._record(Request("GET", self._url(path)), read)

    def rows(
        self, path: str, key: str, params: Mapping[str, str], read: Callable[[Object], T]
    ) -> Iterator[T]:
        """The rows of any list, page by page."""
        first, count = Request("GET", self._url(path), params), 0
        for page in pages(self._page, first, key, self._limits.pages):
            rows = a_list(page)
            count += len(rows)
            self.progress(count)
            yield from self._readable(rows, read)

    def write_record(
        self, method: str, path: str, fields: Mapping[str, object], read: Callable[[Object], T]
    ) -> T:
        """Create (POST) or change (PATCH) a record: its fields as they are then. Sent once."""
        body = write.body_of({name: write.wire_value(v, None) for name, v in fields.items()})
        request = Request(method, self._url(path), body=body)
        return self._record(request, read, (201,) if method == "POST" else (200,))

    def delete_record(self, path: str) -> None:
        """Delete the record at a path; what the answer holds is not read."""
        answer = self._transport.send(Request("DELETE", self._url(path)))
        # Unverified: only 200 has been seen; 204 would say the same.
        if answer.status not in (200, 204):
            raise unusable(answer, f"status {answer.status}")

    def _url(self, path: str) -> str:
        return self._access.api_url.rstrip("/") + path

    def _entry(
        self, method: str, entry_id: int, rest: str = "", body: bytes | None = None
    ) -> TimeEntry:
        request = Request(method, self._url(_path_of(entry_id, rest)), body=body)
        return self._record(request, wire_read.time_entry)

    def _record(
        self, request: Request, read: Callable[[Object], T], proof: tuple[int, ...] = (200, 201)
    ) -> T:
        answer = self._transport.send(request)
        if answer.status not in proof:
            raise unusable(answer, f"status {answer.status}")
        try:
            return read(_object(answer))
        except Unreadable as error:
            raise unusable(answer, str(error)) from error

    def _readable(self, rows: list[object], read: Callable[[Object], T]) -> Iterator[T]:
        for row in rows:
            try:
                if not isinstance(row, dict):
                    raise Unreadable
                yield read(row)
            except Unreadable:
                self.unreadable += 1


def _path_of(entry_id: int, rest: str = "") -> str:
    return f"/time_entries/{int(entry_id)}{rest}"


def _distinct(rows: Iterator[T], key: Callable[[T], int]) -> Iterator[T]:
    """The rows without repetitions: a list that grows while it is read shifts over its pages."""
    seen: set[int] = set()
    for row in rows:
        if key(row) not in seen:
            seen.add(key(row))
            yield row


def _object(answer: Answer) -> dict[str, object]:
    try:
        return answer.json()
    except NotJson as error:
        raise unusable(answer, str(error)) from error
