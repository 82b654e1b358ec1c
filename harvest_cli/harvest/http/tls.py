"""Which host a request may go to, how it is reached, and which certificates are trusted.

Who issued the certificate that a server shows, for the words about one that is not trusted.

Python tells that only of certificates it trusts. So the server is met once more, without a
request, and the name is read from the certificate's own bytes (X.690, RFC 5280).
"""

import contextlib
import os
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from harvest_cli.domain.errors import ConfigurationError, Outcome, Unreachable

_PORTS = {"http": 80, "https": 443}
CA_VARIABLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
Origin = tuple[str, str, int | None]


def origin_of(url: str) -> Origin:
    """Scheme, host and port of an address; raises ValueError when it has no sense."""
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").lower(), parts.port or _PORTS.get(scheme)


def root_of(url: str) -> str:
    """The address up to the path, ending in `/`: what an adapter is mounted on."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    from ipaddress import ip_address

    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def guard(url: str) -> None:
    """Raise ConfigurationError for an address that the token must not be sent to."""
    try:
        scheme, host, _port = origin_of(url)
    except ValueError:
        scheme, host = "", ""
    if not host or scheme not in _PORTS:
        message, hint = "The address of Harvest is not valid", "Check `HARVEST_API_URL`"
        raise ConfigurationError(message, hint=hint, outcome=Outcome.NOT_SENT)
    if scheme == "http" and not is_loopback(host):
        message = "hv sends the token over plain http only to this machine"
        raise ConfigurationError(message, hint="Use an https address", outcome=Outcome.NOT_SENT)


def next_address(link: str, current: str) -> str:
    """The address of the following page, rebuilt on our own origin.

    Raises Unreachable when the link points anywhere else. Only path and query are taken from it,
    so that no two readings of a strange address can disagree about the host.
    """
    parts = urlsplit(current)
    try:
        target = urljoin(current, link)
        same = origin_of(target) == origin_of(current) and "@" not in urlsplit(target).netloc
    except ValueError:
        same = False
    if not same:
        message = "Harvest's next page is on another server; hv does not follow it"
        raise Unreachable(message)
    found = urlsplit(target)
    query = f"?{found.query}" if found.query else ""
    return f"{parts.scheme}://{parts.netloc}{found.path}{query}"


def certificates(ca_bundle: str | None = None) -> str | bool:
    """The CA file that the setting or the environment names, or True.

    Raises ConfigurationError if the file is gone.
    """
    for name in ("ca_bundle", *CA_VARIABLES):
        if path := ca_bundle if name == "ca_bundle" else os.environ.get(name):
            if not os.path.exists(path):  # noqa: PTH110 - pathlib would be loaded for this alone
                message = f"`{name}` names a file that does not exist: {path}"
                hint = f"Correct or unset `{name}`"
                raise ConfigurationError(message, hint=hint, outcome=Outcome.NOT_SENT)
            return path
    return True


def proxies_for(url: str) -> dict[str, str]:
    """The proxies that the environment names for an address; none for this machine itself."""
    from requests.utils import get_environ_proxies

    return {} if is_loopback(origin_of(url)[1]) else get_environ_proxies(url)


def check_bundle(verify: str | bool, error: BaseException) -> None:
    """After a failure, raise ConfigurationError if the CA file that was used holds no certificate.

    Only looked at afterwards, for loading it is slow.
    """
    if not isinstance(verify, str):
        return
    import ssl

    try:
        ssl.create_default_context().load_verify_locations(
            **{"capath" if os.path.isdir(verify) else "cafile": verify}  # noqa: PTH112
        )
    except OSError:
        message = f"The file of trusted certificates cannot be read: {verify}"
        hint = "Correct or unset " + ", ".join(f"`{name}`" for name in CA_VARIABLES)
        raise ConfigurationError(message, hint=hint, outcome=Outcome.NOT_SENT) from error


SECONDS = 3.0
COMMON_NAME, ORGANISATION = b"\x55\x04\x03", b"\x55\x04\x0a"
SET, VERSION = 0x31, 0xA0
LONGEST = 80


def issuer_seen(url: str, seconds: float = SECONDS) -> str | None:
    """The issuer's name as the server at `url` shows it, or None; nothing is asked of it."""
    parts = urlsplit(url)
    with contextlib.suppress(OSError, ValueError, IndexError, StopIteration):
        return issuer_of(_shown(parts.hostname or "", parts.port or 443, seconds))
    return None


def _shown(host: str, port: int, seconds: float) -> bytes:
    import socket
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
