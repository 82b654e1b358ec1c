"""Harvest's limits: 100 requests in 15 seconds, for reports 100 in 15 minutes (Harvest docs)."""

from datetime import datetime
from typing import TYPE_CHECKING

from harvest_cli.sandbox.answers import throttled

if TYPE_CHECKING:
    from sqlite3 import Connection

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
