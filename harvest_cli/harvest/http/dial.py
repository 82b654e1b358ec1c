"""A connected socket in the time allowed, with the names looked up, and TLS on top of it.

The libraries above give every address of a host the whole time anew, and looking up a name has no
limit at all.
"""

import os
import socket
from _thread import allocate_lock
from collections.abc import Callable
from selectors import EVENT_WRITE, DefaultSelector

from harvest_cli.domain.records import TYPE_CHECKING, Any
from harvest_cli.harvest.http.aside import Aside

if TYPE_CHECKING:
    import ssl

NEXT = 0.25
"""Seconds after which the next address of a host is tried as well (RFC 8305, section 5)."""
AddressInfo = tuple[Any, ...]


def dial(
    host: str, port: int, limit: float, options: Any, monotonic: Callable[[], float]
) -> socket.socket:
    """A connected socket with timeout `limit`: of the address that answers first.

    Raises `socket.gaierror` for an unknown name, TimeoutError when the time is up, and otherwise
    the OSError of the last address.
    """
    until = monotonic() + limit
    addresses = look_up(host.strip("[]"), port, limit)
    with _Race(options, monotonic) as race:
        for address in addresses:
            race.begin(address)
            turn = until if address is addresses[-1] else min(until, monotonic() + NEXT)
            sock = race.winner(turn)
            if sock is not None:
                sock.settimeout(limit)
                return sock
            if turn == until and monotonic() >= until:
                break
        raise race.failure


class _Race:
    """Connections to the addresses of one host; whoever comes late is closed at the end."""

    def __init__(self, options: Any, monotonic: Callable[[], float]) -> None:
        self._options, self._monotonic = options or (), monotonic
        self._connecting = DefaultSelector()
        self.failure: OSError = OSError("no address")

    def __enter__(self) -> "_Race":
        return self

    def __exit__(self, *_failure: object) -> None:
        for key in [*self._connecting.get_map().values()]:
            key.fileobj.close()  # type: ignore[union-attr]
        self._connecting.close()

    def begin(self, address: AddressInfo) -> None:
        """Begin to connect to an address; what fails at once is a failure like others."""
        family, kind, protocol, _name, target = address
        try:
            sock = socket.socket(family, kind, protocol)
        except OSError as error:
            self.failure = error
            return
        self._connecting.register(sock, EVENT_WRITE)
        try:
            for option in self._options:
                sock.setsockopt(*option)
            sock.setblocking(False)
            sock.connect(target)
        except BlockingIOError:
            return
        except OSError as error:
            self._lost(sock, error)

    def winner(self, until: float) -> socket.socket | None:
        """Who is connected first; None where nobody is by then, or all have failed."""
        while self._connecting.get_map():
            ready = self._connecting.select(max(until - self._monotonic(), 0))
            for key, _ in ready:
                sock: Any = key.fileobj
                code = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                if not code:
                    self._connecting.unregister(sock)
                    return sock  # type: ignore[no-any-return]
                self._lost(sock, OSError(code, os.strerror(code)))
            if not ready:
                self.failure = TimeoutError("timed out")
                break
        return None

    def _lost(self, sock: socket.socket, failure: OSError) -> None:
        self._connecting.unregister(sock)
        sock.close()
        self.failure = failure


def look_up(host: str, port: int, limit: float) -> list[AddressInfo]:
    """The addresses of a host, asked for aside, so that a dead name server cannot hold us."""
    # Python encodes text as IDNA, for which it loads 4 ms of tables, plain names too.
    name = host.encode() if host.isascii() and host else host

    asking = Aside(lambda: list(socket.getaddrinfo(name, port, 0, socket.SOCK_STREAM)))
    asking.start()
    asking.join(limit)
    if asking.is_alive():
        message = "the name server did not answer"
        raise TimeoutError(message)
    return asking.result()


contexts: dict[str, "ssl.SSLContext"] = {}
"""By the file of certificates that each trusts, which is read once."""
_reading = allocate_lock()


def encrypted(sock: socket.socket, host: str, trusted: str) -> "ssl.SSLSocket":
    """The socket within TLS, its certificate checked for the host; closed where that fails.

    `trusted` is a file or folder of certificates. Raises what `ssl` raises.
    """
    try:
        return context_for(trusted).wrap_socket(sock, server_hostname=host.strip("[]").rstrip("."))
    except BaseException:
        sock.close()
        raise


def context_for(trusted: str) -> "ssl.SSLContext":
    """How certificates are checked, by those of a file or folder read once; raises OSError."""
    import ssl

    with _reading:
        if trusted in contexts:
            return contexts[trusted]
        is_folder = os.path.isdir(trusted)  # noqa: PTH112 - pathlib is slow
        context = (
            ssl.create_default_context(capath=trusted)
            if is_folder
            else ssl.create_default_context(cafile=trusted)
        )
        context.set_alpn_protocols(["http/1.1"])
        contexts[trusted] = context
        return context
