"""Who is calling, and what they may see (Harvest docs, required permissions of each page).

The checks of User-Agent, token and account come before any endpoint. Harvest's limits: 100
requests in 15 seconds, for reports 100 in 15 minutes (Harvest docs).
"""

import json
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from harvest_cli.domain.records import TYPE_CHECKING, Any, NamedTuple
from harvest_cli.domain.zones import zone_named
from harvest_cli.sandbox.example import ACCOUNT_ID
from harvest_cli.sandbox.request.params import Pairs, param
from harvest_cli.sandbox.request.replies import (
    Reply,
    answer,
    bad_request,
    forbidden,
    throttled,
    unauthorized,
)

if TYPE_CHECKING:
    from sqlite3 import Connection, Row


UTC_ZONE = "Etc/UTC"
MANAGED = (
    "project_id IN (SELECT m.project_id FROM user_assignments m "
    "WHERE m.user_id = ? AND m.is_project_manager AND m.is_active)"
)
TEAM = "user_id IN (SELECT t.user_id FROM teammates t WHERE t.manager_id = ?)"


class Caller(NamedTuple):
    """The person whose token it is, with their access roles."""

    id: int
    access: tuple[str, ...]

    @property
    def is_admin(self) -> bool:
        """Sees and may do everything."""
        return "administrator" in self.access

    @property
    def is_manager(self) -> bool:
        """Sees their teammates and the projects they manage."""
        return "manager" in self.access

    def may(self, permission: str) -> bool:
        """Whether a manager's extra permission is granted; administrators have them all."""
        return self.is_admin or (self.is_manager and permission in self.access)

    @property
    def sees_rates(self) -> bool:
        """Billable rates and amounts; cost rates are for administrators alone."""
        return self.may("billable_rates_manager")


class Call(NamedTuple):
    """One request on its way through the account, after the door."""

    db: "Connection"
    now: datetime
    company: Mapping[str, Any]
    caller: Caller
    query: Pairs
    fields: Mapping[str, Any]
    base: str
    path: str

    @property
    def seconds(self) -> int:
        """Now, as the tables keep moments."""
        return int(self.now.timestamp())

    @property
    def by_timestamp(self) -> bool:
        """Whether the account tracks start and end times rather than durations."""
        return bool(self.company["wants_timestamp_timers"])


def caller_of(user: "Row") -> Caller:
    """The caller behind a row of the users table."""
    return Caller(user["id"], tuple(json.loads(user["access_roles"])))


def zone_of(db: "Connection", user_id: int) -> ZoneInfo:
    """The zone a person's clock times are meant in."""
    name = db.execute("SELECT timezone FROM users WHERE id = ?", (user_id,)).fetchone()[0]
    return zone_named(name) or ZoneInfo(UTC_ZONE)


def entries_seen(caller: Caller) -> tuple[str, tuple[int, ...]]:
    """The condition on entries that `caller` may see, with its parameters.

    An administrator sees everybody's by default, a manager their own, their teammates' and those
    of managed projects, a member only their own.
    """
    if caller.is_admin:
        return "1", ()
    if caller.is_manager:
        return f"(user_id = ? OR {TEAM} OR {MANAGED})", (caller.id,) * 3
    return "user_id = ?", (caller.id,)


def has_teammates(call: Call) -> bool:
    """Whether the caller is a manager to whom people are assigned."""
    found = "SELECT 1 FROM teammates WHERE manager_id = ?"
    return call.caller.is_manager and bool(call.db.execute(found, (call.caller.id,)).fetchone())


def is_teammate(call: Call, user_id: int) -> bool:
    """Whether `user_id` is assigned to the calling manager."""
    found = "SELECT 1 FROM teammates WHERE manager_id = ? AND user_id = ?"
    pair = (call.caller.id, user_id)
    return call.caller.is_manager and bool(call.db.execute(found, pair).fetchone())


def managed_projects(call: Call) -> frozenset[int]:
    """The projects the calling manager manages."""
    if not call.caller.is_manager:
        return frozenset()
    rows = call.db.execute(
        "SELECT project_id FROM user_assignments WHERE user_id = ? AND is_project_manager "
        "AND is_active",
        (call.caller.id,),
    )
    return frozenset(row[0] for row in rows)


def require(allowed: bool) -> None:
    """403 unless allowed."""
    if not allowed:
        raise forbidden()


def require_write_for(call: Call, user_id: int) -> None:
    """403 unless the caller may write time of `user_id`: their own, or by role."""
    if user_id == call.caller.id or call.caller.is_admin:
        return
    # Unverified: 403 rather than 422 or 404 when a manager lacks the permission.
    require(call.caller.may("time_and_expenses_manager") and is_teammate(call, user_id))


def require_user_agent(headers: Mapping[str, str]) -> None:
    """400 without a User-Agent."""
    if not headers.get("user-agent", "").strip():
        raise bad_request()


def token_of(headers: Mapping[str, str], query: Pairs) -> str:
    """The bearer token, or `access_token` in the query; empty when there is none."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    return param(query, "access_token") or ""


def require_user(db: "Connection", headers: Mapping[str, str], query: Pairs) -> "Row":
    """The user of the token; 401 when nobody has it."""
    token = token_of(headers, query)
    found = db.execute("SELECT * FROM users WHERE token = ? AND is_active", (token,))
    user: Row | None = found.fetchone()
    if user is None:
        raise unauthorized()
    return user


def require_account(headers: Mapping[str, str], query: Pairs) -> None:
    """401 when the account header (or `account_id` in the query) is missing or wrong."""
    given = headers.get("harvest-account-id") or param(query, "account_id") or ""
    # Unverified: a wrong account may be a 404 instead.
    if given.strip() != str(ACCOUNT_ID):
        raise unauthorized()


def accounts(user: "Row", company_name: str) -> Reply:
    """`GET /api/v2/accounts` of the identity host: who it is, and what the token opens.

    The id there is the identity's, not the one of `/users/me`; a Forecast account is listed too.
    """
    return answer(
        {
            "user": {
                # Unverified: that the two ids differ.
                "id": user["id"] - 1_000_000,
                "first_name": user["first_name"],
                "last_name": user["last_name"],
                "email": user["email"],
            },
            "accounts": [
                {"id": ACCOUNT_ID, "name": company_name, "product": "harvest"},
                {"id": ACCOUNT_ID + 1, "name": company_name, "product": "forecast"},
            ],
        }
    )


MOST = 100
WINDOW, REPORT_WINDOW = 15, 900


def count_hit(db: "Connection", now: datetime, token: str, is_report: bool) -> None:
    """Count one request of `token`; 429 with the wait when its bucket is full.

    Unverified: that the limits hold per token, and that refused requests do not count.
    """
    at = now.timestamp()
    _count(db, token, at, WINDOW)
    if is_report:
        _count(db, f"reports {token}", at, REPORT_WINDOW)


def _count(db: "Connection", bucket: str, at: float, window: int) -> None:
    db.execute("DELETE FROM hits WHERE bucket = ? AND at <= ?", (bucket, at - window))
    used, oldest = db.execute(
        "SELECT count(*), min(at) FROM hits WHERE bucket = ?", (bucket,)
    ).fetchone()
    if used >= MOST:
        raise throttled(max(1, int(oldest + window - at + 0.999)))
    db.execute("INSERT INTO hits (bucket, at) VALUES (?, ?)", (bucket, at))
