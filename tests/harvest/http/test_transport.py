"""Which requests are repeated, after which pause, and when the network is given up."""

import socket
from contextlib import ExitStack, suppress
from datetime import UTC, datetime

import pytest

from harvest_cli.domain.errors import HvError, Outcome, RateLimited, Unreachable
from harvest_cli.domain.safe_text import Secret
from harvest_cli.harvest.client import Harvest
from harvest_cli.harvest.http.answers import NoAnswer
from harvest_cli.harvest.http.request import Access, Limits
from tests.faulty_server import FaultyServer, Step, close, closed_port, head, reply, reset, send
from tests.harvest.conftest import TOKEN, Setting

ME = {"id": 1, "first_name": "Kim"}
OK = reply(200, ME)
PATIENT = Limits(connect=1, read=1, total=60)
SLOW_DOWN = {"Content-Type": "application/json", "Retry-After": "2"}


@pytest.mark.parametrize(
    "fault",
    [
        reset(),
        close(),
        send(b"garbage\r\n"),
        send(head(200, Content_Length="90") + b"{"),
        reply(500, b"something went wrong", {"Connection": "close"}),
        reply(502, b"<html>", {"Connection": "close", "Content-Type": "text/html"}),
        reply(503, b"", {"Connection": "close", "Retry-After": "7200"}),
    ],
)
def test_a_read_is_tried_three_times(setting: Setting, fault: Step) -> None:
    setting.dice = 1.0
    with FaultyServer([[fault], [fault], [OK]]) as server:
        assert setting.client(server.url, PATIENT).me().id == 1
    assert setting.pauses == [0.5, 1.0]


def test_a_read_that_fails_three_times_is_told(setting: Setting) -> None:
    with FaultyServer([[reset()]] * 4) as server:
        client = setting.client(server.url)
        with pytest.raises(NoAnswer, match="the connection was cut"):
            client.me()
        assert server.connections == client.requests_made == 3


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE", "PUT"])
@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (reset(), Outcome.UNKNOWN),
        (close(), Outcome.UNKNOWN),
        (reply(500), Outcome.UNKNOWN),
        (reply(503, b"", {"Retry-After": "1"}), Outcome.UNKNOWN),
        (reply(429, b"", {"Retry-After": "1"}), Outcome.NOT_DONE),
        (reply(302, b"", {"Location": "/"}), Outcome.UNKNOWN),
        (send(b"garbage\r\n"), Outcome.UNKNOWN),
        (reply(422, {"message": "No"}), Outcome.REJECTED),
    ],
)
def test_a_write_is_sent_once(setting: Setting, method: str, fault: Step, outcome: Outcome) -> None:
    with FaultyServer([[fault], [fault], [fault]]) as server:
        client = setting.client(server.url, PATIENT)
        with pytest.raises(HvError) as caught:
            client.call(method, "/time_entries", body={"a": 1})
        assert len(server.requests) == server.connections == client.requests_made == 1
    assert caught.value.outcome is outcome
    assert setting.pauses == []


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_a_write_whose_answer_breaks_off_is_sent_once(setting: Setting, method: str) -> None:
    fault = send(head(201, Content_Length="90") + b"{")
    with FaultyServer([[fault], [fault]]) as server:
        with pytest.raises(NoAnswer, match="was cut off") as caught:
            setting.client(server.url, PATIENT).call(method, "/time_entries", body={})
        assert len(server.requests) == 1
    assert caught.value.outcome is Outcome.UNKNOWN


def test_a_throttled_read_waits_as_told_and_a_little_more(setting: Setting) -> None:
    setting.dice = 0.5
    with FaultyServer([[reply(429, b"", SLOW_DOWN), OK]]) as server:
        assert setting.client(server.url, PATIENT).me().id == 1
    assert setting.pauses == [pytest.approx(2.2)]


def test_a_throttled_read_is_told_when_the_wait_is_too_long(setting: Setting) -> None:
    with FaultyServer([[reply(429, {"retry_after": 840})]]) as server:
        with pytest.raises(RateLimited, match="in about 14 min") as caught:
            setting.client(server.url, PATIENT).me()
        assert len(server.requests) == 1
    assert (caught.value.retry_after, setting.pauses) == (840, [])


def test_a_read_that_stays_throttled_is_told_after_three_tries(setting: Setting) -> None:
    with FaultyServer([[reply(429, b"", SLOW_DOWN)] * 4]) as server:
        with pytest.raises(RateLimited, match="in 2 s"):
            setting.client(server.url, PATIENT).me()
        assert len(server.requests) == 3
    assert setting.pauses == [2, 2]


def test_a_pause_that_would_outlast_the_command_is_not_begun(setting: Setting) -> None:
    with (
        FaultyServer([[reply(429, b"", SLOW_DOWN)]]) as server,
        pytest.raises(RateLimited),
    ):
        setting.client(server.url, Limits(connect=1, read=1, total=1.5)).me()
    assert setting.pauses == []


def test_throttled_reports_never_wait(setting: Setting) -> None:
    with (
        FaultyServer([[reply(429, b"", SLOW_DOWN)]]) as server,
        pytest.raises(RateLimited, match="in 2 s"),
    ):
        setting.client(server.url, PATIENT).call("GET", "/reports/time/team")
    assert setting.pauses == []


def test_throttled_reports_name_the_minutes_when_harvest_does_not(setting: Setting) -> None:
    with (
        FaultyServer([[reply(429)]]) as server,
        pytest.raises(RateLimited, match="in about 15 min"),
    ):
        setting.client(server.url, PATIENT).call("GET", "/reports/time/team")


def test_two_failed_connections_end_the_network_for_this_run(setting: Setting) -> None:
    client = setting.client(f"http://127.0.0.1:{closed_port()}/v2", PATIENT)
    with pytest.raises(NoAnswer, match="connection refused"):
        client.me()
    assert client.requests_made == 2
    with pytest.raises(NoAnswer, match="no connection a moment ago") as caught:
        client.call("POST", "/time_entries", body={})
    assert caught.value.outcome is Outcome.NOT_SENT
    assert client.requests_made == 2


@pytest.mark.parametrize("backlog", [0, 5])
def test_nobody_waits_twice_for_a_server_that_is_silent(setting: Setting, backlog: int) -> None:
    """One that drops what comes, or takes the connection and never agrees on TLS."""
    with ExitStack() as opened:
        server = opened.enter_context(socket.create_server(("127.0.0.1", 0), backlog=backlog))
        for _ in range(4 - backlog):
            sock = opened.enter_context(socket.socket())
            sock.setblocking(False)
            sock.connect_ex(server.getsockname())
        url = f"https://127.0.0.1:{server.getsockname()[1]}/v2"
        client = setting.client(url, PATIENT._replace(connect=0.1))
        with pytest.raises(NoAnswer, match="no connection within") as caught:
            client.me()
    assert caught.value.outcome is Outcome.NOT_SENT
    assert (client.requests_made, setting.pauses) == (1, [])


def test_what_a_question_met_is_told_where_another_found_the_network_dead() -> None:
    def meanwhile(_seconds: float) -> None:
        with suppress(NoAnswer):
            client.call("POST", "/time_entries", body={})

    access = Access(Secret(TOKEN), 1, f"http://127.0.0.1:{closed_port()}/v2")
    client = Harvest(access, sleep=meanwhile)
    with pytest.raises(NoAnswer, match=r": connection refused$"):
        client.me()
    assert client.requests_made == 2


def test_an_answer_in_between_forgets_a_failed_connection() -> None:
    with FaultyServer([[reply(200, {"accounts": []})]]) as server:
        identity = server.url.removesuffix("/v2")
        access = Access(Secret(TOKEN), 1, f"http://127.0.0.1:{closed_port()}/v2", identity)
        client = Harvest(access, limits=Limits(attempts=1))
        with pytest.raises(NoAnswer, match="connection refused"):
            client.me()
        client.accounts()
        for _ in range(2):
            with pytest.raises(NoAnswer, match="connection refused"):
                client.me()
    assert client.requests_made == 4


@pytest.mark.parametrize("status", [401, 403, 404, 422, 302])
def test_a_refused_read_is_not_tried_again(setting: Setting, status: int) -> None:
    with FaultyServer([[reply(status, {"message": "No"})] * 2]) as server:
        with pytest.raises(HvError):
            setting.client(server.url).me()
        assert len(server.requests) == 1


def test_the_trace_has_a_line_for_each_request_and_no_token(setting: Setting) -> None:
    answers = [reply(500), reply(200, ME, {"X-Request-Id": "req-7"})]
    with FaultyServer([answers]) as server:
        client = setting.client(server.url)
        client.call("GET", "/users/me", {"access_token": TOKEN, "page": "2"})
    assert len(setting.traced) == 2
    assert setting.traced[0].startswith("GET /v2/users/me?access_token=***&page=2 500 ")
    assert setting.traced[1].endswith(" ms id=req-7")
    assert TOKEN not in "".join(setting.traced)


def test_the_trace_tells_why_there_was_no_answer(setting: Setting) -> None:
    client = setting.client(f"http://127.0.0.1:{closed_port()}/v2")
    with pytest.raises(Unreachable):
        client.call("POST", "/time_entries", body={})
    assert "POST /v2/time_entries failed (connection refused) " in setting.traced[0]


def test_a_token_that_the_server_quotes_is_not_repeated(setting: Setting) -> None:
    quoting = reply(422, {"message": f"Bad Bearer {TOKEN}!"})
    with FaultyServer([[quoting]]) as server, pytest.raises(HvError) as caught:
        setting.client(server.url).me()
    assert caught.value.message == str(caught.value) == "Harvest refused: Bad Bearer ***!"


def test_the_servers_clock_is_the_one_of_its_last_answer(setting: Setting) -> None:
    dated = reply(200, ME, {"Date": "Sat, 21 Nov 2026 10:00:00 GMT"})
    with FaultyServer([[dated, reply(200, ME, {"Date": "noon"})]]) as server:
        client = setting.client(server.url)
        told = [client.server_date]
        for _ in range(2):
            client.me()
            told.append(client.server_date)
    assert told == [None, datetime(2026, 11, 21, 10, tzinfo=UTC), None]
