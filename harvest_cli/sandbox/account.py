"""The embedded account: one object that answers requests as Harvest would.

It knows no HTTP library: `adapter` puts it behind a requests session, `serve` behind a port.
`all_routes` joins the tables of the files that answer.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from threading import RLock
from weakref import finalize
from zlib import crc32

from harvest_cli.domain.days import MONTHS, WEEKDAYS
from harvest_cli.domain.records import TYPE_CHECKING, Any
from harvest_cli.sandbox.entries import read, timers, write
from harvest_cli.sandbox.example import KIM, fill_history, tell_story
from harvest_cli.sandbox.request.params import Pairs, body_fields, pairs_of, whole
from harvest_cli.sandbox.request.permissions import (
    Call,
    accounts,
    caller_of,
    count_hit,
    require_account,
    require_user,
    require_user_agent,
    token_of,
    zone_of,
)
from harvest_cli.sandbox.request.replies import (
    Handler,
    Refusal,
    Reply,
    Request,
    broken,
    no_record,
    no_route,
)
from harvest_cli.sandbox.resources import people
from harvest_cli.sandbox.resources.people import apply_settings, read_settings
from harvest_cli.sandbox.store import (
    clear_tables,
    create_tables,
    is_empty,
    open_store,
    transaction,
    unreadable,
)

if TYPE_CHECKING:
    from sqlite3 import Connection


OF_A_DAY: dict[str, Handler] = {**people.ROUTES, **read.ROUTES, **write.ROUTES, **timers.ROUTES}
"""By method and path, what a day of tracking asks; `#` stands for an id, handed in order."""


@cache
def all_routes() -> dict[str, Handler]:
    """The same with what managing and reports ask."""
    # 1,000 lines that a day of tracking never runs.
    from harvest_cli.sandbox.resources import (
        people_writes,
        project_writes,
        projects,
        reports,
        titles,
    )

    more = (projects, people_writes, project_writes, titles, reports)
    return OF_A_DAY | {name: made for file in more for name, made in file.ROUTES.items()}


def route(method: str, path: str) -> tuple[Handler, tuple[int, ...]]:
    """The function for a resource path and the ids it takes.

    Raises a 404 page for a path that is none, a 404 record for an id that is no number.
    """
    asked = f"{method} {path}"
    found = _found(asked, OF_A_DAY) or _found(asked, all_routes())
    if found is None:
        raise no_route()
    handler, texts = found
    ids = [whole(text) for text in texts]
    known = tuple(id_ for id_ in ids if id_ is not None)
    if len(known) < len(ids):
        raise no_record()
    return handler, known


def _found(asked: str, routes: Mapping[str, Handler]) -> tuple[Handler, list[str]] | None:
    """What answers a method and path, and the texts that stand for ids."""
    if asked in routes:
        return routes[asked], []
    parts = asked.split("/")
    for shape, handler in routes.items():
        marks = shape.split("/")
        if len(marks) == len(parts) and all(
            mark == part or (mark == "#" and part) for mark, part in zip(marks, parts, strict=True)
        ):
            texts = [part for mark, part in zip(marks, parts, strict=True) if mark == "#"]
            return handler, texts
    return None


def resource_path(path: str) -> str | None:
    """The part of a path after `/v2` or its other form `/api/v2`, without a `.json` ending."""
    for base in ("/api/v2", "/v2"):
        if path.startswith(f"{base}/"):
            return path.removeprefix(base).rstrip("/").removesuffix(".json")
    return None


class EmbeddedAccount:
    """A private Harvest account in one SQLite file, or in memory when `path` is None.

    `now` gives the present as an aware datetime. `zone` (a Harvest or IANA name) and `settings`
    count when the story is made, that is for a new file; see `configure` for their names.
    Several threads may share one object, several processes one file.
    """

    def __init__(
        self,
        path: Path | None,
        now: Callable[[], datetime],
        zone: str | None = None,
        **settings: Any,
    ) -> None:
        self.path = path
        self.now = now
        self.zone = zone
        self._lock = RLock()
        self.db: Connection = open_store(path)
        # An account that nobody closed lets go of its file all the same, without a warning.
        finalize(self, self.db.close)
        if is_empty(self.db):
            self.create(settings)

    def create(self, settings: Mapping[str, Any]) -> None:
        """Make the tables and tell the opening story, for a store that is empty."""
        import sqlite3

        try:
            with transaction(self.db, writing=True):
                # Another process may have been faster.
                if is_empty(self.db):
                    create_tables(self.db)
                    self._fill(settings)
        except sqlite3.Error as error:
            self.close()
            raise unreadable(self.path, str(error)) from error

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self.db.close()

    def __enter__(self) -> "EmbeddedAccount":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def reset(self, **settings: Any) -> None:
        """Forget everything and tell the opening story again, with these settings."""
        with self._lock, transaction(self.db, writing=True):
            clear_tables(self.db)
            self._fill(settings)

    def _fill(self, settings: Mapping[str, Any]) -> None:
        tell_story(self.db, self.zone)
        apply_settings(self.db, settings)
        zone = zone_of(self.db, KIM)
        timestamps = bool(read_settings(self.db)["wants_timestamp_timers"])
        fill_history(self.db, self.now().astimezone(zone).date(), zone, timestamps=timestamps)

    def configure(self, **settings: Any) -> None:
        """Change settings and keep the entries.

        `role`, `permissions` (a manager's extra ones) and `zone` are Kim Allen's; the fields of
        `/company` have Harvest's names; `company_for_members`, `rate_limit` and `time_rounding`
        (minutes) say how the account behaves. Raises ConfigurationError for anything else.
        """
        with self._lock, transaction(self.db, writing=True):
            apply_settings(self.db, settings)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Several statements on `db` as one, for whoever prepares an account by hand."""
        with self._lock, transaction(self.db, writing=True):
            yield

    def handle(self, request: Request) -> Reply:
        """Answer one request; never raises for anything a client sends."""
        import sqlite3

        now = self.now()
        with self._lock:
            try:
                reply = self._answer(request, now)
            except Refusal as refusal:
                reply = refusal.reply
            except sqlite3.DatabaseError as error:
                reply = broken(str(error))
        headers = {"Date": http_date(now), "X-Request-Id": os.urandom(16).hex(), **reply.headers}
        if reply.status == 200:
            # Unverified: what If-None-Match would do; here it does nothing.
            headers["ETag"] = f'W/"{crc32(reply.body):08x}"'
        return Reply(reply.status, headers, reply.body)

    def _answer(self, request: Request, now: datetime) -> Reply:
        headers = {name.lower(): value for name, value in request.headers.items()}
        query = pairs_of(request.query)
        require_user_agent(headers)
        path = resource_path(request.path)
        if path is None:
            raise no_route()
        is_identity = request.path == "/api/v2/accounts"
        self._throttle(headers, query, path, now)
        with transaction(self.db, writing=request.method != "GET"):
            user = require_user(self.db, headers, query)
            settings = read_settings(self.db)
            if is_identity and request.method == "GET":
                return accounts(user, settings["name"])
            require_account(headers, query)
            handler, ids = route(request.method, path)
            fields = {}
            if request.method != "GET":
                fields = body_fields(headers.get("content-type", ""), request.body)
            caller = caller_of(user)
            base = request.base.rstrip("/")
            call = Call(self.db, now, settings, caller, query, fields, base, path)
            return handler(call, *ids)

    def _throttle(self, headers: Mapping[str, str], query: Pairs, path: str, now: datetime) -> None:
        if read_settings(self.db)["rate_limit"]:
            with transaction(self.db, writing=True):
                token = token_of(headers, query)
                count_hit(self.db, now, token, path.startswith("/reports/"))


def http_date(now: datetime) -> str:
    """A moment as the `Date` header writes it, whatever the locale."""
    at = now.astimezone(UTC)
    day = f"{WEEKDAYS[at.weekday()]}, {at.day:02d} {MONTHS[at.month - 1]} {at.year}"
    return f"{day} {at:%H:%M:%S} GMT"
