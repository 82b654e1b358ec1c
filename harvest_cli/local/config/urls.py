"""The addresses that a token may be sent to: https, or http on this machine alone."""

from urllib.parse import urlsplit

from harvest_cli.domain.errors import ConfigurationError

API_URL = "https://api.harvestapp.com/v2"
ID_URL = "https://id.getharvest.com"
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def checked_url(raw: str, origin: str) -> str:
    """A server's address without a trailing slash; raises ConfigurationError naming `origin`."""
    try:
        parts = urlsplit(raw)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        parts, host, port = urlsplit(""), "", None
    if port == 0 or not host or parts.scheme not in {"http", "https"}:
        raise _wrong_url(origin, "is not a web address")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise _wrong_url(origin, "may have only a host and a path")
    if parts.scheme == "http" and host not in LOOPBACK:
        raise _wrong_url(origin, "would send the token unencrypted")
    return raw.rstrip("/")


def same_host(one: str, other: str) -> bool:
    """Whether two addresses are the same server: scheme, host and port."""
    ports = {"http": 80, "https": 443}
    ends = [urlsplit(url) for url in (one, other)]
    first, second = (
        (p.scheme, (p.hostname or "").lower(), p.port or ports.get(p.scheme)) for p in ends
    )
    return first == second


def without_user(text: str) -> str:
    """Text that may hold an address, with `***` for the user and password in it."""
    head, slashes, rest = text.partition("//")
    host, slash, path = rest.partition("/")
    _, at, server = host.rpartition("@")
    return f"{head}{slashes}***@{server}{slash}{path}" if slashes and at else text


def _wrong_url(origin: str, what: str) -> ConfigurationError:
    return ConfigurationError(f"{origin} {what}", hint=f"Use https, as in {API_URL}")
