"""A connected socket in the time allowed, with the names looked up, and TLS on top of it.

The libraries above give every address of a host the whole time anew, and looking up a name has no
limit at all.
"""

import socket
from _thread import allocate_lock
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from harvest_cli.harvest.http.aside import Aside

if TYPE_CHECKING:
    import ssl

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
    # Python encodes text as IDNA, for which it loads 4 ms of tables, plain names too.
    name = host.encode() if host.isascii() and host else host

    asking = Aside(lambda: list(socket.getaddrinfo(name, port, 0, socket.SOCK_STREAM)))
    asking.start()
    asking.join(limit)
    if asking.is_alive():
        message = "the name server did not answer"
        raise TimeoutError(message)
    return asking.result()


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


_contexts: dict[str, "ssl.SSLContext"] = {}
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
    import os
    import ssl

    with _reading:
        if trusted in _contexts:
            return _contexts[trusted]
        is_folder = os.path.isdir(trusted)  # noqa: PTH112 - pathlib is slow
        context = (
            ssl.create_default_context(capath=trusted)
            if is_folder
            else ssl.create_default_context(cafile=trusted)
        )
        context.set_alpn_protocols(["http/1.1"])
        _contexts[trusted] = context
        return context
