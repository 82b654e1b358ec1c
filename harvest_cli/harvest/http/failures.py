"""What a failed exchange proves, read from the chain of causes and never from the outer class.

UNKNOWN is the default. NOT_SENT must be proven by one of five causes: no name, no connection, no
connection in time, a proxy that refused, a certificate that does not fit.
"""

import errno
from collections.abc import Iterator

from harvest_cli.domain.errors import Outcome, Unreachable
from harvest_cli.domain.records import NamedTuple, StrEnum


class FailureKind(StrEnum):
    """Where an exchange broke; decides whether a read is worth another attempt."""

    CONNECT = "connect"
    """No connection came about; two of these mean that there is no network."""
    SECURITY = "security"
    """The other side is not who it should be: never try again."""
    SETUP = "setup"
    """An address, a proxy, a header or a certificate file is wrong on this side."""
    BROKEN = "broken"
    """The connection failed, stalled or was cut after something may have been sent."""
    STOPPED = "stopped"
    """We gave up: the time was up, the answer too large, or the network was found dead."""


class Failure(NamedTuple):
    """An exchange without an answer: what it proves, where it broke, and why in plain words."""

    outcome: Outcome
    kind: FailureKind
    reason: str


class NoAnswer(Unreachable):
    """No usable answer came; `reason` is the bare cause, such as "connection refused"."""

    reason = ""


def failure_of(error: BaseException, waited: float | None = None) -> Failure:
    """Classify an exception of the network layers; `waited` seconds only serve the wording."""
    causes = tuple(_causes(error))
    for rule in (_certificate, _setup, _proxy, _connection, _tls, _timeout, _broken):
        if found := rule(causes, waited):
            return found
    return Failure(Outcome.UNKNOWN, FailureKind.BROKEN, "no usable answer")


def outcome_of(status: int) -> Outcome:
    """What a status other than the hoped-for one proves about a write."""
    if status == 401:
        return Outcome.UNAUTHORIZED
    if status == 429:
        return Outcome.NOT_DONE
    return Outcome.REJECTED if status in _REFUSALS else Outcome.UNKNOWN


_REFUSALS = frozenset({400, 403, 404, 413, 415, 422})
Causes = tuple[BaseException, ...]


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and what it explicitly names as its causes, outermost first.

    `__context__` is left out: it would lead into whatever the caller was handling before.
    """
    waiting, seen = [error], set()
    while waiting:
        current = waiting.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        inner = (
            current.__cause__,
            getattr(current, "reason", None),
            getattr(current, "original_error", None),
            *current.args,
        )
        waiting += [cause for cause in inner if isinstance(cause, BaseException)]


def _first(causes: Causes, *kinds: type[BaseException]) -> BaseException | None:
    return next((cause for cause in causes if isinstance(cause, kinds)), None)


def _certificate(causes: Causes, _waited: float | None) -> Failure | None:
    import ssl

    from urllib3.util.ssl_match_hostname import CertificateError

    found = _first(causes, ssl.SSLCertVerificationError, CertificateError)
    if found is None:
        return None
    words = getattr(found, "verify_message", "") or "the certificate does not match"
    return Failure(Outcome.NOT_SENT, FailureKind.SECURITY, f"TLS: {words}")


def _setup(causes: Causes, _waited: float | None) -> Failure | None:
    from requests import exceptions as outer
    from urllib3 import exceptions as inner

    if _first(causes, outer.InvalidProxyURL, inner.ProxySchemeUnknown):
        return Failure(Outcome.NOT_SENT, FailureKind.SETUP, "the address of the proxy is not valid")
    # urllib3's InvalidHeader is about the answer, and so is a text that cannot be decoded.
    if _first(causes, inner.InvalidHeader, UnicodeDecodeError):
        return None
    if _first(causes, outer.InvalidHeader, UnicodeError):
        return Failure(
            Outcome.NOT_SENT, FailureKind.SETUP, "a header or address has invalid characters"
        )
    schemas = (outer.MissingSchema, outer.InvalidSchema, outer.InvalidURL, inner.LocationValueError)
    if found := _first(causes, *schemas):
        proxy = "SOCKS" in str(found)
        reason = (
            "no support for SOCKS proxies is installed" if proxy else "the address is not valid"
        )
        return Failure(Outcome.NOT_SENT, FailureKind.SETUP, reason)
    if any("suitable TLS CA certificate" in str(cause) for cause in causes if _plain_os(cause)):
        return Failure(
            Outcome.NOT_SENT, FailureKind.SETUP, "the file of trusted certificates is missing"
        )
    return None


def _plain_os(cause: BaseException) -> bool:
    return type(cause) is OSError


def _proxy(causes: Causes, _waited: float | None) -> Failure | None:
    from urllib3 import exceptions as inner

    if not _first(causes, inner.ProxyError):
        return None
    for cause in causes:
        if _plain_os(cause) and str(cause).startswith("Tunnel connection failed"):
            words = " ".join(str(cause).removeprefix("Tunnel connection failed:").split())[:80]
            return Failure(Outcome.NOT_SENT, FailureKind.CONNECT, f"the proxy answered: {words}")
    if found := _first(causes, inner.NewConnectionError):
        why = _connection_reason((found, *causes))
        return Failure(Outcome.NOT_SENT, FailureKind.CONNECT, f"the proxy cannot be reached: {why}")
    return None


def _connection(causes: Causes, waited: float | None) -> Failure | None:
    from urllib3 import exceptions as inner

    if _first(causes, inner.NewConnectionError):
        return Failure(Outcome.NOT_SENT, FailureKind.CONNECT, _connection_reason(causes))
    if _first(causes, inner.ConnectTimeoutError):
        return Failure(Outcome.NOT_SENT, FailureKind.CONNECT, f"no connection{_within(waited)}")
    return None


def _connection_reason(causes: Causes) -> str:
    from urllib3 import exceptions as inner

    if _first(causes, inner.NameResolutionError):
        return "name not found"
    numbers = {cause.errno for cause in causes if isinstance(cause, OSError)}
    if errno.ECONNREFUSED in numbers:
        return "connection refused"
    if numbers & {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN}:
        return "network unreachable"
    return "no connection"


def _tls(causes: Causes, _waited: float | None) -> Failure | None:
    import ssl

    found = _first(causes, ssl.SSLError)
    if not isinstance(found, ssl.SSLError):
        return None
    words = (found.reason or "the secure connection failed").replace("_", " ").lower()
    return Failure(Outcome.UNKNOWN, FailureKind.BROKEN, f"TLS: {words}")


def _timeout(causes: Causes, waited: float | None) -> Failure | None:
    from urllib3 import exceptions as inner

    if not _first(causes, inner.TimeoutError, TimeoutError):
        return None
    return Failure(Outcome.UNKNOWN, FailureKind.BROKEN, f"no answer{_within(waited)}")


def _broken(causes: Causes, _waited: float | None) -> Failure | None:
    from http.client import HTTPException, IncompleteRead

    from urllib3 import exceptions as inner

    rules: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
        ((inner.DecodeError,), "the answer could not be decompressed"),
        ((IncompleteRead,), "the answer was cut off"),
        ((ConnectionError,), "the connection was cut"),
        ((HTTPException, inner.InvalidHeader), "the answer is not HTTP"),
        ((inner.ProtocolError,), "the connection was cut"),
    )
    for kinds, reason in rules:
        if _first(causes, *kinds):
            return Failure(Outcome.UNKNOWN, FailureKind.BROKEN, reason)
    return None


def _within(waited: float | None) -> str:
    if waited is None:
        return " in time"
    return f" within {waited:.0f} s" if waited >= 1 else f" within {waited:.1f} s"
