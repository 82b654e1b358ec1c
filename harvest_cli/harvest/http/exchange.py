"""One request and its answer, or what its failure proves; nothing here is ever repeated."""

from _thread import allocate_lock
from collections.abc import Callable, Sequence
from threading import Semaphore
from urllib.parse import urlsplit

from harvest_cli.domain.errors import ConfigurationError, Outcome
from harvest_cli.domain.records import TYPE_CHECKING
from harvest_cli.domain.wall_clock import epoch_seconds
from harvest_cli.harvest.http.answers import Answer, Failure, FailureKind, failure_of
from harvest_cli.harvest.http.request import MIB, Access, Budget, Limits, Request, load_requests
from harvest_cli.harvest.http.tls import (
    certificates,
    check_bundle,
    guard,
    issuer_seen,
    proxies_for,
    root_of,
)

if TYPE_CHECKING:
    import requests
    from requests.adapters import BaseAdapter

    from harvest_cli.harvest.http.connections import EarlyConnection

CHUNK = 64 * 1024


BODIES = 1
"""Answers that are read at the same time: the wait for each is shared, and memory stays flat."""


class TooLarge(Exception):
    """An answer went past the cap."""


RESTED = 30.0
"""Seconds after which a connection is not trusted: a router may have forgotten it in silence.

One that the server closed is seen at once. The machine's clock counts them, since a laptop sleeps.
"""


def _no_patience() -> float:
    return 0.0


class KeptSession:
    """One session for clients that follow one another, each lent to with its own time limit."""

    def __init__(self, clock: Callable[[], float] = epoch_seconds) -> None:
        self._clock = clock
        self._session: requests.Session | None = None
        self._of: Access | None = None
        self._used = 0.0
        self._patience: Callable[[], float] = _no_patience

    def lent(self, access: Access, patience: Callable[[], float]) -> "requests.Session":
        """The session of this access; another login, server or bundle gets a new one."""
        is_fresh = 0 <= self._clock() - self._used < RESTED
        if not (is_fresh and self._is_of(access)):
            self.close()
        if self._session is None:
            # It brings in requests and TLS, for the first request alone.
            from harvest_cli.harvest.http.session import new_session

            self._session = new_session(access.token, lambda: self._patience())
        self._of, self._patience = access, patience
        return self._session

    def _is_of(self, access: Access) -> bool:
        was = self._of
        return was is not None and (was.token.reveal(), *was[1:]) == (
            access.token.reveal(),
            *access[1:],
        )

    def returned(self) -> None:
        """The client is done: from now on the connection rests."""
        self._used, self._patience = self._clock(), _no_patience

    def close(self) -> None:
        """Let go of the connection."""
        if self._session is not None:
            self._session.close()
            self._session = None


class Exchange:
    """Performs requests over one session, made on first use, within the limits of one command.

    The session is `kept`'s where there is one: it goes on when the command ends.
    """

    def __init__(
        self,
        access: Access,
        limits: Limits,
        budget: Budget,
        monotonic: Callable[[], float],
        adapter: "BaseAdapter | None" = None,
        early: "Sequence[EarlyConnection]" = (),
        kept: KeptSession | None = None,
    ) -> None:
        self._early, self._kept = early, kept
        self._opening = allocate_lock()
        self._bodies = Semaphore(BODIES)
        self._access = access
        self._limits = limits
        self._budget = budget
        self._monotonic = monotonic
        self._adapter = adapter
        self._session: requests.Session | None = None

    def perform(self, request: Request) -> Answer | Failure:
        """Send the request once. Raises ConfigurationError when it must not or cannot leave."""
        if self._adapter is None:
            guard(request.url)
        load_requests()
        verify, proxies = self._route(request.url)
        session = self._open()
        from http.client import HTTPException

        from requests import RequestException
        from urllib3.exceptions import HTTPError

        started = self._monotonic()
        try:
            with session.send(
                session.prepare_request(self._prepared(request)),
                stream=True,
                timeout=(self._within(self._limits.connect), self._within(self._limits.read)),
                allow_redirects=False,
                verify=verify,
                proxies=proxies,
            ) as response:
                return self.answer(response)
        except (RequestException, HTTPError, HTTPException, OSError, ValueError) as error:
            # A ValueError: a chunk of less than no length, and what else http.client believes.
            check_bundle(verify, error)
            failure = failure_of(error, self._monotonic() - started)
            return failure if proxies else with_issuer(failure, request.url)
        except TooLarge:
            reason = f"the answer is larger than {self._limits.body / MIB:g} MiB"
            return Failure(Outcome.UNKNOWN, FailureKind.STOPPED, reason)

    def _within(self, limit: float) -> float:
        # Never zero: sockets take that for "do not block".
        return max(0.001, min(limit, self._budget.remaining()))

    def _patience(self) -> float:
        return min(self._limits.read, self._budget.remaining())

    def close(self) -> None:
        """Let go of connections that are kept alive."""
        if self._session is None:
            return
        if self._kept is None:
            self._session.close()
        else:
            self._kept.returned()
            self._session = None

    def _open(self) -> "requests.Session":
        # Two questions may be asked at once, and one session serves both.
        with self._opening:
            if self._session is None:
                check_token(self._access.token.reveal())
                self._session = self._new_session()
            return self._session

    def _new_session(self) -> "requests.Session":
        if self._kept is not None and self._adapter is None:
            return self._kept.lent(self._access, self._patience)
        # The session brings in requests and TLS, for the first request of a run alone.
        from harvest_cli.harvest.http.session import new_session

        session = new_session(self._access.token, self._patience, self._early)
        if self._adapter is not None:
            for url in (self._access.api_url, self._access.id_url):
                session.mount(root_of(url), self._adapter)
        return session

    def _route(self, url: str) -> tuple[str | bool, dict[str, str]]:
        if self._adapter is not None:
            return True, {}
        verify = certificates(self._access.ca_bundle) if url.lower().startswith("https:") else True
        return verify, proxies_for(url)

    def _prepared(self, request: Request) -> "requests.Request":
        import requests

        headers = {} if request.body is None else {"Content-Type": "application/json"}
        if request.account and self._access.account_id is not None:
            headers["Harvest-Account-Id"] = str(self._access.account_id)
        return requests.Request(
            request.method,
            request.url,
            params=dict(request.params),
            data=request.body,
            headers=headers,
        )

    def answer(self, response: "requests.Response") -> Answer:
        """The answer in hv's own form, its body read whole."""
        with self._bodies:
            body = self._body(response)
        path = urlsplit(response.url).path
        return Answer(response.status_code, response.reason or "", response.headers, body, path)

    def _body(self, response: "requests.Response") -> bytes:
        """The body, as far as it is needed: a redirect's is not.

        A refusal and a deletion stand by their status, even if the body breaks off.
        """
        if 300 <= response.status_code < 400:
            return b""
        if response.status_code < 300 and response.request.method != "DELETE":
            return self._read(response)
        from requests import RequestException
        from urllib3.exceptions import HTTPError

        try:
            return self._read(response)
        except (RequestException, HTTPError, OSError, ValueError, TooLarge):
            return b""

    def _read(self, response: "requests.Response") -> bytes:
        pieces, size = [], 0
        # Compressed pieces stay small: each may grow a thousandfold. What tells its length is read
        # in one piece, so that nothing is copied.
        told = response.headers.get("Content-Length", "")
        whole = int(told) if told.isdecimal() else 16 * CHUNK
        packed = response.headers.get("Content-Encoding")
        chunk = CHUNK if packed else max(CHUNK, min(whole, self._limits.body))
        for piece in response.iter_content(chunk):
            pieces.append(piece)
            size += len(piece)
            if size > self._limits.body:
                raise TooLarge
            if self._budget.remaining() <= 0:
                message = "timed out"
                raise TimeoutError(message)
        return b"".join(pieces)


def with_issuer(failure: Failure, url: str) -> Failure:
    """The failure; where a certificate was not trusted, with the name of who issued it."""
    if failure.kind is not FailureKind.SECURITY:
        return failure
    issuer = issuer_seen(url)
    told = f'{failure.reason} (issued by "{issuer}")' if issuer else failure.reason
    return failure._replace(reason=told)


def check_token(token: str) -> None:
    """Raise ConfigurationError for a token that cannot be a header; its text is never told."""
    if not token or not all("!" <= sign <= "~" for sign in token):
        message = "The access token is empty or has invalid characters"
        raise ConfigurationError(
            message, hint="Copy it again, without quotes or line breaks", outcome=Outcome.NOT_SENT
        )
