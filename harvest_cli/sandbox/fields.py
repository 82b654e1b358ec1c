"""How table values look in JSON: UTC moments, decimals, clock times in the account's style."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from harvest_cli.domain.clock import clock_text
from harvest_cli.sandbox.params import time_at


@lru_cache(maxsize=4096)
def moment(seconds: int | None) -> str | None:
    """Seconds since 1970 as `2017-06-27T16:01:23Z`."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def decimal(hundredths: int | None) -> float | None:
    """Hundredths as a JSON number."""
    return None if hundredths is None else hundredths / 100


def clock(minute: int | None, style: str) -> str | None:
    """A time of day as an account with `style` 12h or 24h writes it."""
    return None if minute is None else clock_text(time_at(minute), style)


def stamps(row: Any, prefix: str = "") -> dict[str, str | None]:
    """When a record was made and last changed."""
    return {
        "created_at": moment(row[f"{prefix}created_at"]),
        "updated_at": moment(row[f"{prefix}updated_at"]),
    }
