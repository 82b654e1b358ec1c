"""The one `requests` session, and connections that keep to the time allowed.

A socket's own timeout starts anew with each byte, so a server that drips would hold us for ever;
the libraries below give every address of a host the whole time anew, and looking up a name has
no limit at all. Loaded when the first request is made, never before.
"""

import io
import socket
import time
from collections.abc import Callable
from typing import Any

from requests import PreparedRequest, Response, Session  # noqa: TID253 - this file loads lazily
from requests.adapters import HTTPAdapter  # noqa: TID253
from requests.auth import AuthBase  # noqa: TID253
from urllib3.connection import HTTPConnection, HTTPSConnection  # noqa: TID253
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool  # noqa: TID253
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError  # noqa: TID253

from harvest_cli import __version__
from harvest_cli.domain.secrets import Secret

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


class TimedAdapter(HTTPAdapter):
    """An adapter whose connections read through TimedSocket; it never repeats a request."""

    def __init__(self, patience: Patience) -> None:
        self._pools = _timed_pools(patience)
        super().__init__(pool_connections=2, pool_maxsize=1, max_retries=0)

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


def _timed_pools(patience: Patience) -> dict[str, type[HTTPConnectionPool]]:
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
            super().connect()
            self.sock = TimedSocket(self.sock, patience)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _dialled(connection: HTTPConnection) -> socket.socket:
    """A new socket, with failures told in urllib3's own classes as its other layers expect."""
    limit = float(connection.timeout or 0)
    try:
        return dial(
            connection.host, connection.port, limit, connection.socket_options, time.monotonic
        )
    except socket.gaierror as error:
        raise NameResolutionError(connection.host, connection, error) from error
    except TimeoutError as error:
        message = f"no connection within {limit:g} s"
        raise ConnectTimeoutError(connection, message) from error
    except OSError as error:
        raise NewConnectionError(connection, "no connection") from error


SHORTEST = 1.0
"""Seconds that each of many addresses gets at least; a lost first packet is repeated after one."""
AddressInfo = tuple[Any, ...]


def dial(
    host: str, port: int, limit: float, options: Any, monotonic: Callable[[], float]
) -> socket.socket:
    """A connected socket with timeout `limit`; the addresses of the host share the time.

    Raises `socket.gaierror` for an unknown name, TimeoutError when the time is up, and otherwise
    the OSError of the last address.
    """
    started = monotonic()
    addresses = look_up(host.strip("[]"), port, limit)
    failure: OSError = OSError("no address")
    for number, address in enumerate(addresses):
        left = limit - (monotonic() - started)
        if number and left <= 0:
            break
        share = max(min(SHORTEST, limit), left / (len(addresses) - number))
        try:
            return _connect(address, share, limit, options)
        except OSError as error:
            failure = error
    raise failure


def look_up(host: str, port: int, limit: float) -> list[AddressInfo]:
    """The addresses of a host, asked for aside, so that a dead name server cannot hold us."""
    from queue import Empty, SimpleQueue
    from threading import Thread

    found: SimpleQueue[list[AddressInfo] | OSError | UnicodeError] = SimpleQueue()

    def ask() -> None:
        try:
            found.put(list(socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)))
        except (OSError, UnicodeError) as error:
            found.put(error)

    Thread(target=ask, daemon=True).start()
    try:
        answer = found.get(timeout=limit)
    except Empty:
        message = "the name server did not answer"
        raise TimeoutError(message) from None
    if isinstance(answer, list):
        return answer
    raise answer


def _connect(address: AddressInfo, share: float, limit: float, options: Any) -> socket.socket:
    family, kind, protocol, _name, target = address
    sock = socket.socket(family, kind, protocol)
    try:
        for option in options or ():
            sock.setsockopt(*option)
        sock.settimeout(share)
        sock.connect(target)
        sock.settimeout(limit)
    except BaseException:
        sock.close()
        raise
    return sock


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


def new_session(token: Secret, patience: Patience) -> Session:
    """A session for one command: bearer token, no redirects, no retries, no cookies kept."""
    from http.cookiejar import DefaultCookiePolicy

    session = StraightSession()
    session.auth = Bearer(token)
    # Proxies and certificates are passed with each request; ~/.netrc is nobody's business here.
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
    session.headers["User-Agent"] = USER_AGENT
    session.headers["Accept"] = "application/json"
    adapter = TimedAdapter(patience)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session
