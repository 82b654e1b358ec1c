"""Connected sockets in the time allowed, names looked up and TLS on top of them.

The libraries above give every address of a host the whole time anew, and looking up a name has no
limit at all. The first connection of a command is opened while hv still reads what was typed: all
of this takes several round trips and no thinking. Nothing of the person's is sent: the request
follows once it is on disk. Only for TLS: a server on this machine is met in no time.
"""

import os
import socket
import sys
import time
from _thread import allocate_lock
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from functools import partial
from importlib import import_module
from selectors import EVENT_WRITE, DefaultSelector
from threading import Event, Thread

from harvest_cli.domain.records import TYPE_CHECKING, Any, NamedTuple
from harvest_cli.domain.wall_clock import epoch_seconds
from harvest_cli.harvest.http.request import Aside, Limits
from harvest_cli.harvest.http.tls import certificates, is_loopback, origin_of

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


# -- opened early ------------------------------------------------------------------------------

NO_DELAY = ((socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),)
"""What urllib3 sets on its sockets too."""
USUAL, SWIFT = sys.getswitchinterval(), 0.0002
"""Seconds that one thread computes while another could. Each step to a connection would wait for
the usual 5 ms while the rest of hv loads."""
FRESH = 3.0
"""Seconds for which an unused connection counts as open; a server may close it later."""


class ServerAddress(NamedTuple):
    """A host, its port, and the file or folder of certificates that are trusted for it."""

    host: str
    port: int
    trusted: str


class EarlyConnection:
    """Opens one connection in the background. `limit` is seconds, `trusted` gives a path.

    `loads` names modules to load while the first answer is on its way. What fails here fails the
    request that would have used it, so that no host is waited for twice.
    """

    def __init__(
        self,
        host: str,
        port: int,
        trusted: Callable[[], str],
        limit: float,
        loads: Sequence[str] = (),
    ) -> None:
        self._host, self._port, self._trusted, self._limit = host, port, trusted, limit
        self.loads = list(loads)
        self._target: ServerAddress | None = None
        self._sock: ssl.SSLSocket | None = None
        self._failure: BaseException | None = None
        self._opened = 0.0
        self.is_dialled = False
        """Whether the host was reached: what failed then was TLS."""
        self._done = Event()
        self._claim = allocate_lock()
        self._is_closed = False
        self._started = time.monotonic()
        sys.setswitchinterval(SWIFT)
        Thread(target=self._open, daemon=True).start()

    def _open(self) -> None:
        # Certificates are read while the host is on its way to answer; what fails is told below.
        reading = Aside(self._read_certificates)
        reading.start()
        try:
            with ExitStack() as left:
                sock = dial(self._host, self._port, self._limit, NO_DELAY, time.monotonic)
                left.callback(sock.close)
                self.is_dialled = True
                target = ServerAddress(self._host, self._port, reading.result())
                self._sock = encrypted(sock, target.host, target.trusted)
                left.pop_all()
            self._target, self._opened = target, epoch_seconds()
        except BaseException as failure:
            self._failure = failure
        sys.setswitchinterval(USUAL)
        self._done.set()
        if self._is_closed:
            self.close()

    def _read_certificates(self) -> str:
        trusted = self._trusted()
        context_for(trusted)
        return trusted

    def take(self, wanted: ServerAddress, limit: float) -> "ssl.SSLSocket | None":
        """The connection, once; None where there is none for this target that is fresh.

        Waits at most `limit` seconds since it began. Raises what opening it raised.
        """
        same = (wanted.host, wanted.port) == (self._host, self._port)
        if not same or not self._claim.acquire(blocking=False):
            return None
        left = limit - (time.monotonic() - self._started)
        in_time = self._done.wait(max(left, 0.001))
        if not in_time:
            self.close()
            message = "timed out"
            raise TimeoutError(message)
        if self._failure is not None:
            raise self._failure
        # By the clock on the wall: the other one stands still while a laptop sleeps.
        is_fresh = 0 <= epoch_seconds() - self._opened <= FRESH
        if self._target != wanted or not is_fresh or not _is_open(self._sock):
            self.close()
            return None
        sock, self._sock = self._sock, None
        if sock is not None:
            sock.settimeout(limit)
        return sock

    def close(self) -> None:
        """Close the connection, if nobody took it; one that is on its way closes itself."""
        self._is_closed = True
        if self._done.is_set() and self._sock is not None:
            self._sock.close()
            self._sock = None


def _is_open(sock: "ssl.SSLSocket | None") -> bool:
    """Whether the server waits for a request: it has said nothing, and has not hung up."""
    import ssl

    with suppress(OSError):
        if sock is not None:
            sock.setblocking(False)
            try:
                sock.recv(1)
            except ssl.SSLWantReadError:
                return True
    return False


def load(connections: "Sequence[EarlyConnection]") -> None:
    """Load what the answer needs, once; what fails is told where it is needed."""
    for opened in connections:
        with suppress(Exception):
            while opened.loads:
                import_module(opened.loads.pop())


def early_connections(
    count: int, url: str, ca_bundle: str | None, seconds: float, loads: Sequence[str] = ()
) -> tuple[EarlyConnection, ...]:
    """Begin to connect to the host of an https address, within `seconds` at most.

    None where a proxy may stand between, or the address makes no sense: the request tells that.
    """
    try:
        _scheme, host, port = origin_of(url)
    except ValueError:
        return ()
    if not host or port is None or not goes_straight(host):
        return ()
    limit = min(Limits().connect, seconds)
    return tuple(
        EarlyConnection(host, port, partial(_trusted, ca_bundle), limit, loads)
        for _ in range(count)
    )


def _trusted(ca_bundle: str | None) -> str:
    named = certificates(ca_bundle)
    if isinstance(named, str):
        return named
    # It loads in 5 ms, and a file of one's own takes its place.
    from certifi import where

    return where()


def goes_straight(host: str) -> bool:
    """Whether no proxy may stand between hv and the host."""
    """Whether no proxy may stand between hv and the host."""
    if is_loopback(host):
        return True
    named = {name.lower() for name, value in os.environ.items() if value}
    if any(name.endswith("_proxy") and name != "no_proxy" for name in named):
        return False
    if os.name == "posix" and os.uname().sysname != "Darwin":
        return True
    # Their settings name proxies too; it loads in 10 ms.
    from urllib.request import getproxies

    return not getproxies()
