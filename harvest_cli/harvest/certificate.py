"""Who issued the certificate that a server shows, for the words about one that is not trusted.

Python tells that only of certificates it trusts. So the server is met once more, without a
request, and the name is read from the certificate's own bytes (X.690, RFC 5280).
"""

import contextlib
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

SECONDS = 3.0


COMMON_NAME, ORGANISATION = b"\x55\x04\x03", b"\x55\x04\x0a"


SEQUENCE, SET, VERSION = 0x30, 0x31, 0xA0


LONGEST = 80


def issuer_seen(url: str, seconds: float = SECONDS) -> str | None:
    """The issuer's name as the server at `url` shows it, or None; nothing is asked of it."""
    parts = urlsplit(url)
    with contextlib.suppress(OSError, ValueError, IndexError, StopIteration):
        return issuer_of(_shown(parts.hostname or "", parts.port or 443, seconds))
    return None


def _shown(host: str, port: int, seconds: float) -> bytes:
    import ssl

    looking = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    looking.check_hostname = False
    looking.verify_mode = ssl.CERT_NONE
    with (
        socket.create_connection((host, port), timeout=seconds) as plain,
        looking.wrap_socket(plain, server_hostname=host) as secure,
    ):
        return secure.getpeercert(binary_form=True) or b""


def issuer_of(certificate: bytes) -> str | None:
    """The common name of the issuer, else its organisation; raises IndexError or ValueError."""
    inner = next(_parts(next(_parts(certificate))[1]))[1]
    fields = [part for part in _parts(inner) if part[0] != VERSION]
    # Serial number, algorithm, issuer: in this order (RFC 5280, 4.1).
    names = dict(_names(fields[2][1]))
    found = names.get(COMMON_NAME) or names.get(ORGANISATION)
    return found[:LONGEST] if found else None


def _names(name: bytes) -> Iterator[tuple[bytes, str]]:
    for kind, group in _parts(name):
        if kind != SET:
            continue
        for _sequence, pair in _parts(group):
            (_, what), (_, text) = tuple(_parts(pair))[:2]
            yield what, text.decode("utf-8", "replace")


def _parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The elements that stand one after the other: tag and content."""
    at = 0
    while at < len(data):
        tag, size, at = data[at], data[at + 1], at + 2
        if size & 0x80:
            count = size & 0x7F
            if not 0 < count <= 4:
                raise ValueError(count)
            size, at = int.from_bytes(data[at : at + count], "big"), at + count
        yield tag, data[at : at + size]
        at += size
