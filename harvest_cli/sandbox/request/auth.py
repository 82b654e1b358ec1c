"""The checks that come before any endpoint: User-Agent, token and account (Harvest docs).

Harvest's limits: 100 requests in 15 seconds, for reports 100 in 15 minutes (Harvest docs).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from harvest_cli.sandbox.example.company import ACCOUNT_ID
from harvest_cli.sandbox.request.params import Pairs, param
from harvest_cli.sandbox.request.replies import Reply, answer, bad_request, throttled, unauthorized

if TYPE_CHECKING:
    from sqlite3 import Connection, Row


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
