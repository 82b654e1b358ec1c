"""Builders of embedded accounts for tests: a member, an administrator, timestamp mode, a locked
week, a very large account; and the shortest way to ask one something."""

import json as json_text
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.example import (
    ACCOUNT_ID,
    BOB_TOKEN,
    GRAPHIC_DESIGN,
    JANE_TOKEN,
    KIM,
    KIM_TOKEN,
    MARKETING_WEBSITE,
    ONLINE_STORE,
    PROGRAMMING,
    PROJECT_MANAGEMENT,
    TASK_FORCE,
)
from harvest_cli.sandbox.request.replies import Request

__all__ = ["ACCOUNT_ID", "BOB_TOKEN", "JANE_TOKEN", "KIM_TOKEN"]

# Tuesday 24 November 2026, 10:30 in Kim Allen's New York.
NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
TODAY = date(2026, 11, 24)
USER_AGENT = "hv tests (hv@example.com)"


class Answer(NamedTuple):
    """What came back: the body parsed when it is JSON, text otherwise."""

    status: int
    headers: dict[str, str]
    body: Any


class Clock:
    """A present that tests move by hand."""

    def __init__(self, moment: datetime = NOW) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def pass_(self, **span: float) -> None:
        """Move on, in the words of `timedelta`: `clock.pass_(minutes=15)`."""
        self.moment += timedelta(**span)


def an_account(
    tmp_path: Path | None = None,
    now: Callable[[], datetime] | datetime = NOW,
    zone: str | None = None,
    **settings: Any,
) -> EmbeddedAccount:
    """A new account, in memory or in `tmp_path`; `settings` as `configure` knows them."""
    fixed = now
    present = (lambda: fixed) if isinstance(fixed, datetime) else fixed
    path = None if tmp_path is None else tmp_path / "account.sqlite"
    return EmbeddedAccount(path, present, zone, **settings)


def present_account(
    now: Callable[[], datetime] = lambda: datetime.now(UTC), **settings: Any
) -> EmbeddedAccount:
    """A new account on the machine's clock, with nothing approved: its story moves with that clock.

    So days that a test names are open, whatever the day on which it runs.
    """
    account = an_account(now=now, **settings)
    account.db.execute("DELETE FROM approvals")
    account.db.execute("UPDATE entries SET approval_status = 'unsubmitted'")
    return account


def member(tmp_path: Path | None = None, **more: Any) -> EmbeddedAccount:
    """An account in which Kim Allen is a plain Member."""
    return an_account(tmp_path, role="member", **more)


def administrator(tmp_path: Path | None = None, **more: Any) -> EmbeddedAccount:
    """An account in which Kim Allen is an Administrator."""
    return an_account(tmp_path, role="administrator", **more)


def manager(tmp_path: Path | None = None, *permissions: str, **more: Any) -> EmbeddedAccount:
    """An account in which Kim manages Jane, Marketing Website and Online Store."""
    return an_account(tmp_path, role="manager", permissions=permissions, **more)


def timestamp_account(tmp_path: Path | None = None, **more: Any) -> EmbeddedAccount:
    """An account that tracks start and end times."""
    return an_account(tmp_path, wants_timestamp_timers=True, **more)


def locked_week(
    tmp_path: Path | None = None, monday: date = date(2026, 11, 23), **more: Any
) -> EmbeddedAccount:
    """An account in which Kim's week from `monday` is approved, entries and all."""
    account = an_account(tmp_path, **more)
    approve(account, monday, monday + timedelta(days=6))
    return account


def approve(account: EmbeddedAccount, first: date, last: date, user_id: int = KIM) -> None:
    """Approve a person's time from `first` to `last`; the API has no way to do it."""
    days = (first.isoformat(), last.isoformat())
    account.db.execute(
        "INSERT INTO approvals (user_id, first, last) VALUES (?, ?, ?)", (user_id, *days)
    )
    account.db.execute(
        "UPDATE entries SET approval_status = 'approved' "
        "WHERE user_id = ? AND spent_date BETWEEN ? AND ?",
        (user_id, *days),
    )


def headers_for(token: str = KIM_TOKEN) -> dict[str, str]:
    """What Harvest wants on every request."""
    return {
        "Authorization": f"Bearer {token}",
        "Harvest-Account-Id": str(ACCOUNT_ID),
        "User-Agent": USER_AGENT,
    }


def call(
    account: EmbeddedAccount,
    method: str,
    path: str,
    token: str = KIM_TOKEN,
    query: Mapping[str, Any] | None = None,
    json: Any = None,
) -> Answer:
    """Ask `account` for `path` (with or without `/v2`); `json` is the body."""
    headers = headers_for(token)
    body = b""
    if json is not None:
        headers["Content-Type"] = "application/json"
        body = json_text.dumps(json).encode()
    full = path if path.startswith(("/v2", "/api/")) else f"/v2{path}"
    pairs = tuple((name, _spelt(value)) for name, value in (query or {}).items())
    reply = account.handle(Request(method, full, pairs, headers, body))
    is_json = reply.headers["Content-Type"].startswith("application/json")
    parsed = json_text.loads(reply.body) if is_json else reply.body.decode()
    return Answer(reply.status, reply.headers, parsed)


def _spelt(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def log(account: EmbeddedAccount, token: str = KIM_TOKEN, **fields: Any) -> dict[str, Any]:
    """Create an entry today on Marketing Website › Graphic Design; `fields` replace or add."""
    made = call(account, "POST", "/time_entries", token, json=an_entry(**fields))
    assert made.status == 201, made.body
    entry: dict[str, Any] = made.body
    return entry


def an_entry(**fields: Any) -> dict[str, Any]:
    """The body that creates it; neither hours nor end, so it starts a timer as it stands."""
    usual = {
        "project_id": MARKETING_WEBSITE,
        "task_id": GRAPHIC_DESIGN,
        "spent_date": TODAY.isoformat(),
    }
    return {**usual, **fields}


def many_entries(
    account: EmbeddedAccount, n: int, seed: int = 1, user_id: int = KIM, days: int = 365
) -> None:
    """Add `n` old entries of `user_id` at once, over `days` days before two months ago.

    The same `seed` gives the same entries. Their ids are larger than 32 bits.
    """
    from random import Random

    chance = Random(seed)
    places = [(MARKETING_WEBSITE, GRAPHIC_DESIGN), (ONLINE_STORE, PROGRAMMING)]
    places.append((TASK_FORCE, PROJECT_MANAGEMENT))
    start = TODAY - timedelta(days=60 + days)
    rows = []
    for place in range(n):
        spent = start + timedelta(days=place * days // n)
        made = int(datetime(spent.year, spent.month, spent.day, 17, tzinfo=UTC).timestamp())
        project, task = chance.choice(places)
        work = (project, task, spent.isoformat(), chance.randrange(5, 400), f"Work {place}")
        rows.append((2**32 + place, user_id, *work, made, made))
    with account.transaction():
        account.db.executemany(
            "INSERT INTO entries (id, user_id, project_id, task_id, spent_date, hours, notes, "
            "created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )
