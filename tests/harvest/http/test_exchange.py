"""What leaves, where it goes, and what an answer may cost."""

import gzip
import re
from pathlib import Path

import pytest

from harvest_cli import __version__
from harvest_cli.domain.errors import HvError, Outcome, Unreachable
from harvest_cli.harvest.http.answers import NoAnswer
from harvest_cli.harvest.http.request import Limits
from tests.faulty_server import FaultyServer, closed_port, drip, head, reply, reset, stall
from tests.harvest.conftest import TOKEN, Setting

ME = {"id": 1782884, "first_name": "Kim", "last_name": "Allen"}
FAST = Limits(connect=0.5, read=0.3, total=0.5, attempts=1)


def test_a_request_says_who_asks_and_for_which_account(setting: Setting) -> None:
    with FaultyServer([[reply(200, ME)]]) as server:
        setting.client(server.url).me()
    headers = server.requests[0].headers
    assert headers["authorization"] == f"Bearer {TOKEN}"
    assert headers["harvest-account-id"] == "42"
    assert headers["user-agent"] == (
        f"hv/{__version__} (https://github.com/harvest-cli/harvest-cli)"
    )
    assert headers["accept"] == "application/json"
    assert "content-type" not in headers


def test_a_netrc_file_does_not_replace_the_token(
    setting: Setting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login someone password else\ndefault login a password b\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with FaultyServer([[reply(200, ME)]]) as server:
        setting.client(server.url).me()
    assert server.requests[0].headers["authorization"] == f"Bearer {TOKEN}"


def test_the_connection_is_kept_for_the_next_request(setting: Setting) -> None:
    with FaultyServer([[reply(200, ME), reply(200, ME)]]) as server:
        client = setting.client(server.url)
        client.me()
        client.me()
    assert (server.connections, client.requests_made) == (1, 2)


def test_cookies_are_not_kept(setting: Setting) -> None:
    set_cookie = {"Set-Cookie": "track=me; Path=/"}
    with FaultyServer([[reply(200, ME, set_cookie), reply(200, ME)]]) as server:
        client = setting.client(server.url)
        client.me()
        client.me()
    assert "cookie" not in server.requests[1].headers


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_never_followed(setting: Setting, status: int) -> None:
    with FaultyServer([[reply(200, ME)]]) as elsewhere:
        moved = reply(status, b"<html>", {"Location": elsewhere.url + "/users/me"})
        with FaultyServer([[moved]]) as server:
            with pytest.raises(Unreachable, match="sign in to the Wi-Fi") as caught:
                setting.client(server.url).call("POST", "/time_entries", body={})
            assert caught.value.outcome is Outcome.UNKNOWN
            assert len(server.requests) == 1
        assert elsewhere.connections == 0


def test_the_page_behind_a_redirect_is_not_read(setting: Setting) -> None:
    endless = head(302, Location="/login", Content_Length="99999999")
    with (
        FaultyServer([[stall(endless)]]) as server,
        pytest.raises(Unreachable, match="redirect"),
    ):
        setting.client(server.url).me()


def test_an_answer_that_drips_ends_with_the_total_time(setting: Setting) -> None:
    body = head(200, Content_Length="200") + b" " * 200
    with FaultyServer([[drip(body, 0.02)]]) as server, pytest.raises(NoAnswer) as caught:
        setting.client(server.url, FAST).me()
    assert re.fullmatch(r"no answer within 0\.[5-9] s", caught.value.reason)


SLOW_BODY = drip(b" " * 200, 0.02, after=head(200, Content_Length="200"))


def test_a_body_that_drips_ends_with_the_total_time(setting: Setting) -> None:
    with FaultyServer([[SLOW_BODY]]) as server, pytest.raises(NoAnswer) as caught:
        setting.client(server.url, FAST).me()
    assert re.fullmatch(r"no answer within 0\.[5-9] s", caught.value.reason)


def test_a_stall_after_a_late_byte_is_not_given_the_whole_time_anew(setting: Setting) -> None:
    late = drip(b"  ", 0.3, after=head(200, Content_Length="200"))
    limits = Limits(connect=0.5, read=5, total=0.4, attempts=1)
    with FaultyServer([[late]]) as server, pytest.raises(NoAnswer) as caught:
        setting.client(server.url, limits).me()
    assert caught.value.reason in ("no answer within 0.4 s", "no answer within 0.5 s")


def test_time_that_is_used_up_stops_the_next_request(setting: Setting) -> None:
    with FaultyServer([[SLOW_BODY]]) as server:
        client = setting.client(server.url, FAST)
        with pytest.raises(NoAnswer):
            client.me()
        with pytest.raises(NoAnswer, match=r"time limit of 0\.5 s is reached") as caught:
            client.call("POST", "/time_entries", body={})
    assert caught.value.outcome is Outcome.NOT_SENT
    assert (client.requests_made, server.unexpected) == (1, 0)


def test_an_answer_past_the_cap_is_given_up(setting: Setting) -> None:
    limits = Limits(body=100_000, read=1, total=2)
    big = reply(200, b" " * 200_000)
    with (
        FaultyServer([[big]]) as server,
        pytest.raises(NoAnswer, match=r"the answer is larger than 0\.09") as caught,
    ):
        setting.client(server.url, limits).me()
    assert caught.value.outcome is Outcome.UNKNOWN


@pytest.mark.fault("F53")
def test_the_cap_holds_for_what_a_small_answer_unpacks_to(setting: Setting) -> None:
    bomb = gzip.compress(b" " * 40_000_000)
    limits = Limits(body=1_000_000, read=1, total=2)
    answer = reply(200, bomb, {"Content-Encoding": "gzip", "Content-Type": "application/json"})
    with (
        FaultyServer([[answer]]) as server,
        pytest.raises(NoAnswer, match="the answer is larger than"),
    ):
        setting.client(server.url, limits).me()


def test_a_packed_answer_is_read(setting: Setting) -> None:
    packed = gzip.compress(b'{"id": 7}')
    answer = reply(200, packed, {"Content-Encoding": "gzip"})
    with FaultyServer([[answer]]) as server:
        assert setting.client(server.url).me().id == 7


def test_a_refusal_stands_even_if_its_body_breaks_off(setting: Setting) -> None:
    with (
        FaultyServer([[reset(head(422, Content_Length="100") + b'{"mess')]]) as server,
        pytest.raises(HvError) as caught,
    ):
        setting.client(server.url).call("POST", "/time_entries", body={})
    assert (caught.value.status, caught.value.outcome) == (422, Outcome.REJECTED)


def test_a_deletion_stands_even_if_its_body_breaks_off(setting: Setting) -> None:
    with FaultyServer([[reset(head(200, Content_Length="100") + b'{"id"')]]) as server:
        setting.client(server.url).delete_time_entry(5)
    assert server.requests[0].method == "DELETE"


def test_a_failure_tells_its_bare_reason(setting: Setting) -> None:
    with pytest.raises(NoAnswer) as caught:
        setting.client(f"http://127.0.0.1:{closed_port()}/v2").me()
    assert caught.value.reason == "connection refused"
    assert str(caught.value) == "Harvest cannot be reached: connection refused"
