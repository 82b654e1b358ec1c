"""Connections that keep to the time allowed, whatever the other side does.

A socket's own timeout starts anew with each byte: a server that drips would hold us for ever.
Loaded when the first request is made, never before.
"""

import io
import socket
import time
from collections.abc import Callable
from typing import Any

from requests.adapters import HTTPAdapter  # noqa: TID253
from urllib3.connection import HTTPConnection, HTTPSConnection  # noqa: TID253
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool  # noqa: TID253
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError  # noqa: TID253

from harvest_cli.harvest.dialing import dial

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
            message = "the time is up"
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
