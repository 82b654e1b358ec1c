"""The one `requests` session, and connections that keep to the time allowed.

A socket's own timeout starts anew with each byte, so a server that drips would hold us for ever.
Loaded when the first request is made, never before.
"""

import io
import socket
import time
from collections.abc import Callable, Sequence

from requests import PreparedRequest, Response, Session  # noqa: TID253 - this file loads lazily
from requests.adapters import HTTPAdapter  # noqa: TID253
from requests.auth import AuthBase  # noqa: TID253
from urllib3.connection import HTTPConnection, HTTPSConnection  # noqa: TID253
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool  # noqa: TID253
from urllib3.exceptions import (  # noqa: TID253
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
)

from harvest_cli import __version__
from harvest_cli.domain.records import TYPE_CHECKING, Any
from harvest_cli.domain.safe_text import Secret
from harvest_cli.harvest.http.connections import (
    EarlyConnection,
    ServerAddress,
    dial,
    encrypted,
    load,
)

if TYPE_CHECKING:
    import ssl

Patience = Callable[[], float]
"""Seconds that the next read may take."""


class TimedSocket:
    """A connected socket whose every read is bounded by the patience that is left."""

    def __init__(self, sock: socket.socket, patience: Patience) -> None:
        self._sock = sock
        self._patience = patience

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sock, name)

    def fileno(self) -> int:
        """The descriptor, for polling."""
        return self._sock.fileno()

    def makefile(self, *_mode: object, **_options: object) -> io.BufferedReader:
        """The reading end, as `http.client` asks for it."""
        return io.BufferedReader(_TimedReader(self._sock, self._patience))


class _TimedReader(io.RawIOBase):
    def __init__(self, sock: socket.socket, patience: Patience) -> None:
        super().__init__()
        self._sock = sock
        self._raw = sock.makefile("rb", buffering=0)
        self._patience = patience

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._patience()
        if left <= 0:
            message = "timed out"
            raise TimeoutError(message)
        self._sock.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


CONNECTIONS = 5
"""What is asked at once at most: windows of a long list, beside its first page."""


class TimedAdapter(HTTPAdapter):
    """An adapter whose connections read through TimedSocket; it never repeats a request."""

    def __init__(self, patience: Patience, early: Sequence[EarlyConnection] = ()) -> None:
        self._pools = _timed_pools(patience, early)
        super().__init__(pool_connections=2, pool_maxsize=CONNECTIONS, max_retries=0)

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """As the base class does it, with our kind of connection."""
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        """The same behind a proxy."""
        manager = super().proxy_manager_for(proxy, **options)
        if not proxy.lower().startswith("socks"):
            manager.pool_classes_by_scheme = self._pools
        return manager


def _timed_pools(
    patience: Patience, early: Sequence[EarlyConnection]
) -> dict[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _dialled(self)

        def connect(self) -> None:
            super().connect()
            self.sock = TimedSocket(self.sock, patience)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _dialled(self)

        def _tunnel(self) -> None:
            # Encryption needs the bare socket, the proxy's answer before it the timed one.
            bare = self.sock
            self.sock = TimedSocket(bare, patience)
            super()._tunnel()
            self.sock = bare

        def connect(self) -> None:
            if self.proxy is None:
                self.sock = _secured(self, early)
                # The certificate was checked, or there would be no socket.
                self.is_verified = True
            else:
                super().connect()
            self.sock = TimedSocket(self.sock, patience)

        def getresponse(self) -> Any:
            # The request is on its way.
            load(early)
            return super().getresponse()

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _secured(connection: HTTPSConnection, early: Sequence[EarlyConnection]) -> "ssl.SSLSocket":
    """A socket within TLS: the one that was opened early, where there is one for this host."""
    trusted = str(connection.ca_certs or connection.ca_cert_dir)
    target = ServerAddress(connection.host, connection.port, trusted)
    for opened in early:
        try:
            sock = opened.take(target, float(connection.timeout or 0))
        except OSError as error:
            if opened.is_dialled and not isinstance(error, TimeoutError):
                raise
            raise _as_of_urllib3(error, connection) from error
        if sock is not None:
            return sock
    dialled = _dialled(connection)
    try:
        return encrypted(dialled, target.host, trusted)
    except TimeoutError as error:
        # No request leaves before both sides have agreed on TLS.
        raise _as_of_urllib3(error, connection) from error


def _dialled(connection: HTTPConnection) -> socket.socket:
    """A new socket, with failures told in urllib3's own classes as its other layers expect."""
    limit = float(connection.timeout or 0)
    try:
        return dial(
            connection.host, connection.port, limit, connection.socket_options, time.monotonic
        )
    except OSError as error:
        raise _as_of_urllib3(error, connection) from error


def _as_of_urllib3(error: OSError, connection: HTTPConnection) -> HTTPError:
    if isinstance(error, socket.gaierror):
        return NameResolutionError(connection.host, connection, error)
    if isinstance(error, TimeoutError):
        message = f"no connection within {float(connection.timeout or 0):g} s"
        return ConnectTimeoutError(connection, message)
    return NewConnectionError(connection, "no connection")


USER_AGENT = f"hv/{__version__} (https://github.com/harvest-cli/harvest-cli)"


class Bearer(AuthBase):
    """Sets the token as late as possible; as a plain header `~/.netrc` would replace it."""

    def __init__(self, token: Secret) -> None:
        self._token = token

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token.reveal()}"
        return request


class StraightSession(Session):
    """A session that follows no redirect, not even to look where it would lead."""

    def get_redirect_target(self, _response: Response) -> None:
        """None: the base class would read the whole page first, without limits."""


def new_session(
    token: Secret, patience: Patience, early: Sequence[EarlyConnection] = ()
) -> Session:
    """A session for one command: bearer token, no redirects, no retries, no cookies kept.

    Its first connections may be open already: `early`.
    """
    from http.cookiejar import DefaultCookiePolicy

    session = StraightSession()
    session.auth = Bearer(token)
    # Proxies and certificates are passed with each request; ~/.netrc is nobody's business here.
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
    session.headers["User-Agent"] = USER_AGENT
    session.headers["Accept"] = "application/json"
    adapter = TimedAdapter(patience, early)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session
