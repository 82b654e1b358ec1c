"""Whatever bytes come back, a write ends in a typed error that claims nothing it cannot know."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from harvest_cli.domain.entries import NewEntry
from harvest_cli.domain.errors import HvError, Outcome
from harvest_cli.harvest.http.request import Limits
from tests.faulty_server import FaultyServer, send
from tests.harvest.conftest import TOKEN, Setting
from tests.rows import share, sweep

NEW = NewEntry(1, 2, date(2026, 11, 21), Decimal("1.00"))
SURE = {429: Outcome.NOT_DONE, 401: Outcome.UNAUTHORIZED} | dict.fromkeys(
    (400, 403, 404, 413, 415, 422), Outcome.REJECTED
)
STATUSES = st.sampled_from([200, 201, 204, 301, 307, 400, 401, 403, 404, 422, 429, 500, 503])
HEADERS = st.sampled_from(
    [
        b"Content-Type: application/json",
        b"Content-Type: text/html",
        b"Content-Length: 3",
        b"Content-Length: -1",
        b"Content-Length: many",
        b"Content-Length: 3, 4",
        b"Content-Encoding: gzip",
        b"Content-Encoding: br, deflate, x",
        b"Transfer-Encoding: chunked",
        b"Location: //elsewhere\xff",
        b"Retry-After: Never",
        b"Set-Cookie: \xff=\x80",
        b"no colon here",
        b"Hint: \xe9\x1b[2J",
        b"Date: \xff",
    ]
)
WHOLE = Limits(connect=5, read=5, total=10)
"""The server closes behind what it sent: nothing waits for these."""


def outcome_after(data: bytes) -> HvError:
    with FaultyServer([[send(data)], [send(data)]]) as server:
        with pytest.raises(HvError) as caught:
            Setting().client(server.url, WHOLE).create_time_entry(NEW, None)
        assert server.connections == len(server.requests) == 1
    assert TOKEN not in caught.value.message
    return caught.value


@sweep
@settings(max_examples=share(40, 4), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=60))
@example(b"HTTP/1.1 201\r\n\r\n")
@example(b"HTTP/1.1 201 Created\r\n\r\n{}")
@example(b"HTTP/1.1 999999 ?\r\n\r\n")
@example(b"HTTP/1.1 100 Continue\r\n\r\n" * 300)
@example(b"HTTP/1.1 201 Created\r\n" + b"X: y\r\n" * 200)
@example(b"HTTP/1.1 201 Created\r\nX: " + b"y" * 70_000)
@example(b"HTTP/9.9 201 Created\r\n\r\n")
def test_bytes_that_are_hardly_http_prove_nothing(data: bytes) -> None:
    assert outcome_after(data).outcome is Outcome.UNKNOWN


@sweep
@settings(max_examples=share(60, 4), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STATUSES, st.lists(HEADERS, max_size=4), st.binary(max_size=30))
@example(422, [b"Content-Encoding: gzip"], b'{"message": "not packed"}')
@example(201, [b"Content-Type: application/json"], b'{"id": null}')
@example(201, [b"Content-Length: 3", b"Content-Length: -1"], b"{}")
@example(404, [b"Content-Type: application/json"], b"")
def test_only_a_status_that_proves_something_claims_something(
    status: int, headers: list[bytes], body: bytes
) -> None:
    lines = [b"HTTP/1.1 %d Reason" % status, *headers, b"", body]
    error = outcome_after(b"\r\n".join(lines))
    assert error.outcome in {SURE.get(status, Outcome.UNKNOWN), Outcome.UNKNOWN}
    assert "\n" not in error.message
