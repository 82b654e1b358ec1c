"""When a read is tried again, and how long to pause before; pure, the dice are passed in."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from harvest_cli.domain.wall_clock import wall_clock
from harvest_cli.harvest.http.answers import Answer
from harvest_cli.harvest.http.failures import Failure, Kind
from harvest_cli.harvest.wire.values import NotJson

UNTOLD = 15.0
"""Pause after a 429 that names none: the length of Harvest's window (Harvest docs, Overview)."""
REPORTS_WINDOW = 15 * 60.0
LONGEST_BACKOFF = 8.0
JITTER = 0.2
Uniform = Callable[[float, float], float]


def backoff(attempt: int, uniform: Uniform) -> float:
    """Seconds before try `attempt` + 2, with full jitter."""
    return uniform(0.0, min(0.5 * 2**attempt, LONGEST_BACKOFF))


def with_jitter(wait: float, longest: float, uniform: Uniform) -> float:
    """The asked-for pause and up to a fifth more, so that many clients do not return at once."""
    return min(wait + uniform(0.0, JITTER * wait), max(longest, wait))


def worth_retrying(result: Answer | Failure) -> bool:
    """Whether the same read may well succeed a moment later (a 429 is another matter)."""
    if isinstance(result, Failure):
        return result.kind in (Kind.CONNECT, Kind.BROKEN)
    return result.status >= 500 or result.status in (408, 425)


def asked_wait(answer: Answer) -> float:
    """Seconds that a 429 asks for, from its header or its body; a default when it says nothing."""
    untold = REPORTS_WINDOW if is_report(answer.path) else UNTOLD
    for value in (answer.headers.get("Retry-After"), _body_wait(answer)):
        wait = None if value is None else _seconds(str(value), answer.headers.get("Date"))
        if wait is not None:
            return wait
    return untold


def is_report(path: str) -> bool:
    """Whether a path draws on the small allowance of the reports."""
    return "/reports/" in path


def moment(text: str | None) -> datetime | None:
    """An HTTP date as an aware moment; None when there is none or it makes no sense."""
    if not text:
        return None
    from email.utils import parsedate_to_datetime

    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _body_wait(answer: Answer) -> object:
    try:
        return answer.json().get("retry_after")
    except NotJson:
        return None


def _seconds(value: str, server_date: str | None) -> float | None:
    """A Retry-After as seconds; dates count from the server's own clock. None for nonsense."""
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{0,9})?", value.strip()):
        return float(value)
    until = moment(value)
    if until is None:
        return None
    now = moment(server_date) or wall_clock()
    wait = (until - now).total_seconds()
    return wait if wait >= 0 else None
