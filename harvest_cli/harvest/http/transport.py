"""The policy of requests: retries of reads, pauses, fast failure, one typed error for the rest.

When a read is tried again and how long to pause is pure; the dice are passed in. The line of
`HV_DEBUG` for each request.
"""

import re
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlencode, urlsplit

from harvest_cli.domain.errors import LONGEST_WAIT, HvError, Outcome
from harvest_cli.domain.records import TYPE_CHECKING
from harvest_cli.domain.wall_clock import wall_clock
from harvest_cli.harvest.http.answers import (
    Answer,
    Failure,
    FailureKind,
    error_of,
    error_of_failure,
    paced_out,
)
from harvest_cli.harvest.http.exchange import Exchange, KeptSession
from harvest_cli.harvest.http.request import Access, Budget, Limits, Request, Trace
from harvest_cli.harvest.wire.read import NotJson

if TYPE_CHECKING:
    from requests.adapters import BaseAdapter

    from harvest_cli.harvest.http.connections import EarlyConnection


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
        return result.kind in (FailureKind.CONNECT, FailureKind.BROKEN)
    return result.status >= 500 or result.status in (408, 425)


def asked_wait(answer: Answer) -> float:
    """Seconds that a 429 asks for, from its header or its body; a default when it says nothing.

    No more than a quarter of an hour: nobody waits for years because of one answer.
    """
    untold = REPORTS_WINDOW if is_report(answer.path) else UNTOLD
    for value in (answer.headers.get("Retry-After"), _body_wait(answer)):
        wait = None if value is None else _seconds(str(value), answer.headers.get("Date"))
        if wait is not None:
            return min(wait, LONGEST_WAIT)
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


class Transport:
    """Sends requests within the limits of one command; writes are sent once, whatever comes."""

    def __init__(
        self,
        access: Access,
        limits: Limits,
        *,
        adapter: "BaseAdapter | None",
        trace: Trace | None,
        monotonic: Callable[[], float],
        sleep: Callable[[float], None],
        uniform: Uniform,
        around: Callable[[], AbstractContextManager[None]] = nullcontext,
        early: "Sequence[EarlyConnection]" = (),
        kept: KeptSession | None = None,
    ) -> None:
        self._token = access.token
        self._limits = limits
        self._trace = trace
        self._monotonic = monotonic
        self._sleep = sleep
        self._uniform = uniform
        self._around = around
        self._budget = Budget(limits.total, monotonic)
        self._exchange = Exchange(access, limits, self._budget, monotonic, adapter, early, kept)
        self._connect_failures = 0
        self._no_connection = ""
        self.requests_made = 0
        self.date_header: str | None = None

    def close(self) -> None:
        """Let go of connections that are kept alive."""
        self._exchange.close()

    def send(self, request: Request) -> Answer:
        """The answer with a 2xx status; raises the HvError that any other end stands for."""
        result = self.attempt(request)
        if isinstance(result, Failure):
            raise error_of_failure(result)
        if not 200 <= result.status < 300:
            wait = asked_wait(result) if result.status == 429 else None
            raise self._unspoken(error_of(result, wait))
        return result

    def pace(self, wait: float) -> None:
        """Wait for the turn of a read; raises RateLimited where that is too long for a command."""
        if wait <= 0:
            return
        with self._budget, self._around():
            pause = with_jitter(wait, self._limits.wait, self._uniform)
            if wait > self._limits.wait or pause >= self._budget.remaining():
                raise paced_out(wait)
            self._sleep(pause)

    def _unspoken(self, error: HvError) -> HvError:
        """The same error without the token, should a server have quoted it."""
        error.message = error.message.replace(self._token.reveal(), "***")
        error.args = (error.message,)
        return error

    def attempt(self, request: Request) -> Answer | Failure:
        """How the request ended, whatever the status, after the tries that a read may have."""
        tries = self._limits.attempts if request.is_read else 1
        with self._budget, self._around():
            result = self._once(request)
            for number in range(tries - 1):
                pause = self._pause(result, number)
                if pause is None:
                    break
                self._sleep(pause)
                if self._is_offline:
                    # Another question found that out meanwhile; what this one met is told.
                    break
                result = self._once(request)
        return result

    def _pause(self, result: Answer | Failure, number: int) -> float | None:
        """Seconds before the next try; None when there is to be none."""
        limits, uniform = self._limits, self._uniform
        if isinstance(result, Answer) and result.status == 429:
            wait = asked_wait(result)
            if is_report(result.path) or wait > limits.wait:
                return None
            pause = with_jitter(wait, limits.wait, uniform)
        elif worth_retrying(result) and not self._is_offline:
            pause = backoff(number, uniform)
        else:
            return None
        return pause if pause < self._budget.remaining() else None

    @property
    def _is_offline(self) -> bool:
        return self._connect_failures >= self._limits.connect_failures

    def _once(self, request: Request) -> Answer | Failure:
        if self._is_offline:
            reason = f"no connection a moment ago ({self._no_connection})"
            return Failure(Outcome.NOT_SENT, FailureKind.STOPPED, reason)
        if self._budget.remaining() <= 0:
            reason = f"the time limit of {self._limits.total:g} s is reached"
            return Failure(Outcome.NOT_SENT, FailureKind.STOPPED, reason)
        started = self._monotonic()
        result = self._exchange.perform(request)
        took = self._monotonic() - started
        self.requests_made += 1
        if isinstance(result, Answer):
            self._connect_failures = 0
            self.date_header = result.headers.get("Date")
        elif result.kind is FailureKind.CONNECT:
            # Nobody waits twice for a server that was silent: what it lacks is a network.
            silent = took > self._limits.connect / 2
            self._connect_failures += self._limits.connect_failures if silent else 1
            self._no_connection = result.reason
        if self._trace is not None:
            self._trace(line_of(request, result, took))
        return result


_SECRETS = ("token", "secret", "password", "key", "code")


def line_of(request: Request, result: Answer | Failure, seconds: float) -> str:
    """`GET /v2/users/me 200 84 ms id=…`, or why there was no answer."""
    parts = urlsplit(request.url)
    query = [*parse_qsl(parts.query, keep_blank_values=True), *request.params.items()]
    hidden = {name for name, _ in query if any(word in name.lower() for word in _SECRETS)}
    told = [(name, "***" if name in hidden else value) for name, value in query]
    shown = urlencode(told, safe="*:,")
    path = f"{parts.path}?{shown}" if shown else parts.path
    took = f"{seconds * 1000:.0f} ms"
    if isinstance(result, Failure):
        return f"{request.method} {path} failed ({result.reason}) {took}"
    number = f" id={result.request_id}" if result.request_id else ""
    return f"{request.method} {path} {result.status} {took}{number}"
