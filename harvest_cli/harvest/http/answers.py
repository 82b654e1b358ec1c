"""What an exchange came to: an answer or a failure, and what each means to a person.

What a failure proves is read from the chain of causes and never from the outer class. UNKNOWN is
the default. NOT_SENT must be proven by one of five causes: no name, no connection, no connection in
time, a proxy that refused, a certificate that does not fit.
"""

import errno
from collections.abc import Iterator, Mapping

from harvest_cli.domain.errors import (
    ConfigurationError,
    HvError,
    NotFound,
    NotLoggedIn,
    Outcome,
    RateLimited,
    Refused,
    Unreachable,
)
from harvest_cli.domain.records import NamedTuple, StrEnum
from harvest_cli.harvest.wire.read import NotJson, decode_object

LONGEST_WORDS = 500
REDIRECT = "Harvest answered with a redirect: sign in to the Wi-Fi?"


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
        return _wrong_here("the address of the proxy is not valid")
    # urllib3's InvalidHeader is about the answer, and so is a text that cannot be decoded.
    if _first(causes, inner.InvalidHeader, UnicodeDecodeError):
        return None
    if _first(causes, outer.InvalidHeader, UnicodeError):
        return _wrong_here("a header or address has invalid characters")
    schemas = (outer.MissingSchema, outer.InvalidSchema, outer.InvalidURL, inner.LocationValueError)
    if found := _first(causes, *schemas):
        if "SOCKS" in str(found):
            return _wrong_here("no support for SOCKS proxies is installed")
        return _wrong_here("the address is not valid")
    if any("suitable TLS CA certificate" in str(cause) for cause in causes if _plain_os(cause)):
        return _wrong_here("the file of trusted certificates is missing")
    return None


def _wrong_here(reason: str) -> Failure:
    return Failure(Outcome.NOT_SENT, FailureKind.SETUP, reason)


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


# -- answers ------------------------------------------------------------------------------------


class Answer(NamedTuple):
    """One HTTP answer, read whole. `headers` are looked up in any case; `path` was asked for."""

    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes
    path: str

    @property
    def request_id(self) -> str | None:
        """Harvest's own number of the exchange, for its support."""
        return self.headers.get("X-Request-Id")

    @property
    def is_html(self) -> bool:
        """Whether a page came instead of data."""
        kind = self.headers.get("Content-Type", "").lower()
        return "html" in kind or self.body.lstrip()[:1] == b"<"

    def json(self) -> dict[str, object]:
        """The JSON object in the body; raises NotJson for anything else."""
        return decode_object(self.body)


def words_of(answer: Answer) -> str:
    """Harvest's own words about a refusal; never a raw page, never empty."""
    try:
        found = answer.json()
    except NotJson:
        found = {}
    header = answer.headers.get("Hint")
    told = (found.get("message"), found.get("error_description"), found.get("error"), header)
    for text in (*told, answer.reason):
        if isinstance(text, str) and text.strip():
            return " ".join(text.split())[:LONGEST_WORDS]
    return f"status {answer.status}"


def error_of(answer: Answer, wait: float | None = None) -> HvError:
    """The error that an answer stands for; `wait` is what a 429 asks for, in seconds."""
    message, hint, kind = _meaning(answer, wait)
    error = kind(
        message,
        hint=hint,
        outcome=outcome_of(answer.status),
        status=answer.status,
        retry_after=wait,
        request_id=answer.request_id,
    )
    if isinstance(error, Refused):
        error.said = words_of(answer)
    return error


def _meaning(answer: Answer, wait: float | None) -> tuple[str, str | None, type[HvError]]:
    status = answer.status
    if 300 <= status < 400:
        return REDIRECT, None, Unreachable
    if status == 401 or (status == 404 and answer.path.endswith("/users/me") and _is_json(answer)):
        # Unverified: a wrong account id gives 404 on /users/me.
        hint = "Check the token and the account id, or run `hv login`"
        return f"Harvest refused the token or the account: {words_of(answer)}", hint, NotLoggedIn
    if status == 404:
        return _not_found(answer)
    if status == 429:
        return f"Harvest asks hv to wait (rate limit); try again {_when(wait)}", None, RateLimited
    proven = outcome_of(status) != Outcome.UNKNOWN
    if 400 <= status < 500 and status not in (407, 408, 425) and (proven or _is_json(answer)):
        return f"Harvest refused: {words_of(answer)}", None, Refused
    if status >= 400:
        words = f"{status} {words_of(answer)}" if not answer.is_html else f"{status}"
        return f"Harvest could not answer ({words})", "Try again later", Unreachable
    return f"Harvest gave an unexpected answer ({status})", None, Unreachable


def _not_found(answer: Answer) -> tuple[str, str | None, type[HvError]]:
    if _is_json(answer):
        return "Harvest has no such record, or you may not see it", None, NotFound
    return "There is no Harvest at this address (404)", "Check `HARVEST_API_URL`", Unreachable


def _is_json(answer: Answer) -> bool:
    if "json" in answer.headers.get("Content-Type", "").lower():
        return True
    try:
        answer.json()
    except NotJson:
        return False
    return True


def _when(wait: float | None) -> str:
    if wait is None:
        return "later"
    if wait < 90:
        return f"in {wait:.0f} s"
    return f"in about {wait / 60:.0f} min" if wait < 7200 else f"in about {wait / 3600:.0f} h"


def error_of_failure(failure: Failure) -> HvError:
    """The error that an exchange without an answer stands for."""
    if failure.kind is FailureKind.SETUP:
        message = f"The request cannot be sent: {failure.reason}"
        return ConfigurationError(
            message, hint="Check `HARVEST_API_URL` and the proxy variables", outcome=failure.outcome
        )
    hint = None
    if failure.kind is FailureKind.SECURITY:
        hint = (
            "If a proxy inspects your traffic, name its CA file: "
            "`hv config set ca_bundle FILE`, or `REQUESTS_CA_BUNDLE`"
        )
    error = NoAnswer(
        f"Harvest cannot be reached: {failure.reason}", hint=hint, outcome=failure.outcome
    )
    error.reason = failure.reason
    return error


def paced_out(wait: float) -> RateLimited:
    """The error of a read that would have to wait so long for its turn."""
    message = f"hv has reached Harvest's rate limit for this account; try again {_when(wait)}"
    return RateLimited(message, outcome=Outcome.NOT_SENT, retry_after=wait)


def unusable(answer: Answer, why: str) -> Unreachable:
    """A successful status whose content cannot be what was asked for; proves nothing."""
    return Unreachable(
        f"Harvest gave an answer that cannot be read: {why}",
        outcome=outcome_of(answer.status),
        status=answer.status,
        request_id=answer.request_id,
    )
