"""Every row of the table of failures, most of them over real sockets."""

import socket
import ssl
from collections.abc import Callable
from http.client import BadStatusLine
from pathlib import Path

import pytest
import requests
import urllib3

from harvest_cli.domain.errors import Outcome
from harvest_cli.harvest.http.answers import Failure, FailureKind, failure_of, outcome_of
from tests.faulty_server import (
    FaultyServer,
    Step,
    below_tls,
    close,
    closed_port,
    head,
    reply,
    reset,
    send,
    stall,
)
from tests.rows import for_each

NOT_SENT, UNKNOWN = Outcome.NOT_SENT, Outcome.UNKNOWN
GZIP = {"Content_Encoding": "gzip", "Content_Length": "9"}


def failed_post(url: str, **options: object) -> Failure:
    """How a bare POST with requests fails; fails the test if it does not."""
    with requests.Session() as session:
        session.mount("https://", requests.adapters.HTTPAdapter(max_retries=0))
        session.mount("http://", requests.adapters.HTTPAdapter(max_retries=0))
        settings = {"data": b"{}", "timeout": (0.3, 0.2), **options}
        with pytest.raises(requests.RequestException) as caught:
            session.post(url, **settings)  # type: ignore[arg-type]
    return failure_of(caught.value, 0.2)


@for_each(
    ("step", "reason"),
    [
        (stall(), "no answer within 0.2 s"),
        (stall(head(201, Content_Length="20")), "no answer within 0.2 s"),
        (stall(head(201, Content_Length="20") + b'{"id"'), "no answer within 0.2 s"),
        (close(), "the connection was cut"),
        (reset(), "the connection was cut"),
        (reset(unread=True), "the connection was cut"),
        (reset(head(201, Content_Length="20") + b'{"id"'), "the connection was cut"),
        (send(b"SSH-2.0-OpenSSH_9.2p1\r\n"), "the answer is not HTTP"),
        (send(b"HTTP/1.1 abc\r\n\r\n"), "the answer is not HTTP"),
        (send(head(201, Content_Length="20") + b'{"id"'), "the answer was cut off"),
        (send(head(201, Transfer_Encoding="chunked") + b"zz\r\n"), "the answer was cut off"),
        (send(head(201, Transfer_Encoding="chunked") + b"9\r\n{}"), "the answer was cut off"),
        (send(head(201, **GZIP) + b"not gzip!"), "the answer could not be decompressed"),
    ],
)
def test_whatever_breaks_after_the_connection_proves_nothing(step: Step, reason: str) -> None:
    # Only where no answer comes is the limit waited for.
    limit = 0.2 if reason.startswith("no answer") else 5
    with FaultyServer([[step]]) as server:
        failure = failed_post(server.url, timeout=(5, limit))
    assert failure == Failure(UNKNOWN, FailureKind.BROKEN, reason)


def test_a_refused_port_proves_that_nothing_was_sent() -> None:
    failure = failed_post(f"http://127.0.0.1:{closed_port()}/v2")
    assert failure == Failure(NOT_SENT, FailureKind.CONNECT, "connection refused")


def test_an_unknown_name_proves_that_nothing_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_name(*_args: object, **_options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", no_name)
    failure = failed_post("http://harvest.invalid/v2")
    assert failure == Failure(NOT_SENT, FailureKind.CONNECT, "name not found")


def test_a_full_backlog_proves_that_nothing_was_sent() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port = listener.getsockname()[1]
        waiting = []
        for _ in range(4):
            waiting.append(socket.socket())
            waiting[-1].setblocking(False)
            waiting[-1].connect_ex(("127.0.0.1", port))
        try:
            failure = failed_post(f"http://127.0.0.1:{port}/v2", timeout=(0.3, 0.3))
        finally:
            for sock in waiting:
                sock.close()
    assert failure == Failure(NOT_SENT, FailureKind.CONNECT, "no connection within 0.2 s")


def test_no_route_is_told_as_such() -> None:
    error = urllib3.exceptions.NewConnectionError(None, "x")  # type: ignore[arg-type]
    error.__cause__ = OSError(113, "No route to host")
    failure = failure_of(requests.ConnectionError(error))
    assert failure == Failure(NOT_SENT, FailureKind.CONNECT, "network unreachable")


def test_a_proxy_that_is_silent_proves_that_nothing_was_sent() -> None:
    silent = urllib3.exceptions.ConnectTimeoutError("no connection")
    error = requests.exceptions.ProxyError(urllib3.exceptions.ProxyError("no proxy", silent))
    failure = failure_of(error, 5)
    assert failure == Failure(NOT_SENT, FailureKind.CONNECT, "no connection within 5 s")


def test_a_proxy_that_refuses_proves_that_nothing_was_sent() -> None:
    proxy = {"https": f"http://127.0.0.1:{closed_port()}"}
    failure = failed_post("https://harvest.invalid/v2", proxies=proxy)
    reason = "the proxy cannot be reached: connection refused"
    assert failure == Failure(NOT_SENT, FailureKind.CONNECT, reason)


@pytest.mark.parametrize("status", [403, 407, 502])
def test_a_proxy_that_denies_the_tunnel_proves_that_nothing_was_sent(status: int) -> None:
    with FaultyServer([[reply(status, b"no", reason="Denied")]]) as server:
        proxy = {"https": f"http://127.0.0.1:{server.port}"}
        failure = failed_post("https://harvest.invalid/v2", proxies=proxy, timeout=(5, 5))
    assert failure == Failure(NOT_SENT, FailureKind.CONNECT, f"the proxy answered: {status} Denied")


def test_a_proxy_that_breaks_off_proves_nothing() -> None:
    with FaultyServer([[reset()]]) as server:
        proxy = {"https": f"http://127.0.0.1:{server.port}"}
        failure = failed_post("https://harvest.invalid/v2", proxies=proxy)
    assert failure.outcome is UNKNOWN


def context(certificate: Path) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate)
    return made


def test_a_certificate_nobody_vouches_for_proves_that_nothing_was_sent(certificate: Path) -> None:
    with FaultyServer([[reply(201, {})]], tls=context(certificate)) as server:
        failure = failed_post(server.url)
        assert not server.requests
    assert failure == Failure(NOT_SENT, FailureKind.SECURITY, "TLS: self-signed certificate")


def test_a_certificate_of_another_host_proves_that_nothing_was_sent(certificate: Path) -> None:
    with FaultyServer([[reply(201, {})]], tls=context(certificate)) as server:
        url = server.url.replace("127.0.0.1", "localhost")
        failure = failed_post(url, verify=str(certificate))
        assert not server.requests
    assert failure.outcome is NOT_SENT
    assert failure.kind is FailureKind.SECURITY
    assert "localhost" in failure.reason


def test_a_damaged_record_after_the_commit_proves_nothing(certificate: Path) -> None:
    with FaultyServer([[below_tls(b"garbage, not a record")]], tls=context(certificate)) as server:
        failure = failed_post(server.url, verify=str(certificate))
        assert len(server.requests) == 1
    assert failure.outcome is UNKNOWN
    assert failure.reason.startswith("TLS: ")


def test_https_to_a_plain_port_proves_nothing() -> None:
    with FaultyServer([[lambda talk: talk.sock.sendall(b"HTTP/1.1 400 Bad\r\n\r\n")]]) as server:
        failure = failed_post(server.url.replace("http:", "https:"))
    assert failure.outcome is UNKNOWN
    assert failure.reason.startswith("TLS: ")


@for_each(
    ("ask", "reason"),
    [
        (lambda: requests.get("harvest/v2", timeout=1), "the address is not valid"),
        (lambda: requests.get("https://", timeout=1), "the address is not valid"),
        (lambda: requests.get("gopher://harvest/", timeout=1), "the address is not valid"),
        (
            lambda: requests.get("https://a.invalid", headers={"X": "a\n"}, timeout=1),
            "a header or address has invalid characters",
        ),
        (
            lambda: requests.get("https://a.invalid", proxies={"https": "http:///x"}, timeout=1),
            "the address of the proxy is not valid",
        ),
        (
            lambda: requests.get("https://a.invalid", proxies={"https": "junk://x"}, timeout=1),
            "the address of the proxy is not valid",
        ),
        (
            lambda: requests.get("https://a.invalid", proxies={"https": "socks5://x"}, timeout=1),
            "no support for SOCKS proxies is installed",
        ),
        (
            lambda: requests.get("https://a.invalid", verify="/no/such.pem", timeout=1),
            "the file of trusted certificates is missing",
        ),
    ],
)
def test_what_is_wrong_on_this_side_was_never_sent(ask: Callable[[], object], reason: str) -> None:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - the kinds have no common root
        ask()
    assert failure_of(caught.value) == Failure(NOT_SENT, FailureKind.SETUP, reason)


@for_each(
    "error",
    [
        requests.RequestException(),
        requests.ConnectionError(),
        requests.exceptions.ChunkedEncodingError("text only"),
        requests.exceptions.ProxyError(),
        requests.exceptions.SSLError(),
        requests.Timeout(),
        urllib3.exceptions.HTTPError(),
        OSError(5, "Input/output error"),
        requests.exceptions.InvalidHeader(urllib3.exceptions.InvalidHeader("lengths 3, 4")),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
        BadStatusLine("x"),
        KeyError("anything"),
    ],
)
def test_an_exception_without_a_proof_inside_is_unknown(error: Exception) -> None:
    assert failure_of(error).outcome is UNKNOWN


def test_an_earlier_failure_that_was_being_handled_is_no_proof() -> None:
    earlier = urllib3.exceptions.NewConnectionError(None, "refused")  # type: ignore[arg-type]
    later = requests.ReadTimeout()
    later.__context__ = earlier
    assert failure_of(later).outcome is UNKNOWN


def test_a_circle_of_causes_comes_to_an_end() -> None:
    first, second = OSError("a"), OSError("b")
    first.__cause__, second.__cause__ = second, first
    assert failure_of(first).outcome is UNKNOWN


@for_each(
    ("status", "outcome"),
    [
        *((status, Outcome.REJECTED) for status in (400, 403, 404, 413, 415, 422)),
        (401, Outcome.UNAUTHORIZED),
        (429, Outcome.NOT_DONE),
        *((status, UNKNOWN) for status in (200, 201, 202, 204, 301, 302, 307, 308)),
        *((status, UNKNOWN) for status in (402, 405, 407, 408, 409, 418, 451)),
        *((status, UNKNOWN) for status in (500, 502, 503, 504, 520, 524, 999)),
    ],
)
def test_a_status_proves_only_what_the_table_says(status: int, outcome: Outcome) -> None:
    assert outcome_of(status) is outcome
