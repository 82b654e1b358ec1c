"""Where requests may go and how: addresses, tokens, certificates, proxies, names."""

import socket
import ssl
import threading
from pathlib import Path

import pytest

from harvest_cli.domain.errors import ConfigurationError, Outcome
from harvest_cli.domain.safe_text import Secret
from harvest_cli.harvest.client import Harvest
from harvest_cli.harvest.http.answers import NoAnswer
from harvest_cli.harvest.http.request import Access
from tests.faulty_server import FaultyServer, drip, reply, tunnel
from tests.harvest.conftest import TOKEN, Setting
from tests.harvest.http.test_exchange import FAST, ME, SLOW_BODY
from tests.rows import for_each


@pytest.mark.parametrize(
    "url",
    [
        "http://api.harvestapp.com/v2",
        "http://127.0.0.1.evil.example/v2",
        "http://127.evil/v2",
        "http://10.0.0.1/v2",
        "ftp://api.harvestapp.com/v2",
        "api.harvestapp.com/v2",
        "https:///v2",
        "https://[broken/v2",
        "",
    ],
)
def test_the_token_does_not_leave_for_an_unsafe_address(setting: Setting, url: str) -> None:
    client = setting.client(url)
    with pytest.raises(ConfigurationError) as caught:
        client.me()
    assert caught.value.outcome is Outcome.NOT_SENT
    with pytest.raises(ConfigurationError):
        client.accounts()


@for_each("token", ["", "abc\n", "tok en", "“quoted”", "tok\x00en"])
def test_a_token_that_cannot_be_one_is_not_sent_and_not_shown(token: str) -> None:
    client = Harvest(Access(Secret(token), 1))
    with pytest.raises(ConfigurationError) as caught:
        client.me()
    assert caught.value.outcome is Outcome.NOT_SENT
    assert not token or token not in str(caught.value) + repr(caught.value.__cause__)


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
def test_a_missing_ca_file_is_named_by_its_variable(
    setting: Setting, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "/no/such/file.pem")
    with pytest.raises(ConfigurationError, match=f"`{name}`.*/no/such/file.pem"):
        setting.client("https://127.0.0.1:9/v2").me()


def test_a_ca_file_without_certificates_is_a_matter_of_configuration(
    setting: Setting, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, certificate: Path
) -> None:
    bundle = tmp_path / "bundle.pem"
    bundle.write_text("nothing of use")
    monkeypatch.setenv("SSL_CERT_FILE", str(bundle))
    with (
        FaultyServer([[reply(200, ME)]], tls=server_side(certificate)) as server,
        pytest.raises(ConfigurationError, match=r"bundle\.pem"),
    ):
        setting.client(server.url).me()


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"])
def test_the_ca_file_of_the_environment_is_trusted(
    setting: Setting, monkeypatch: pytest.MonkeyPatch, certificate: Path, name: str
) -> None:
    monkeypatch.setenv(name, str(certificate))
    with FaultyServer([[reply(200, ME)]], tls=server_side(certificate)) as server:
        assert setting.client(server.url).me().name == "Kim Allen"


def test_an_untrusted_certificate_stops_at_once_with_advice(
    setting: Setting, certificate: Path
) -> None:
    with FaultyServer([[]] * 3, tls=server_side(certificate)) as server:
        with pytest.raises(NoAnswer, match="TLS: self-signed certificate") as caught:
            setting.client(server.url).me()
        # Once for the request that never left, once to read who issued the certificate.
        assert server.connections == 2
        assert server.requests == []
    assert 'issued by "127.0.0.1"' in str(caught.value)
    assert "REQUESTS_CA_BUNDLE" in (caught.value.hint or "")


def server_side(certificate: Path) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(certificate)
    return made


def test_a_drip_under_tls_ends_with_the_total_time_too(
    setting: Setting, monkeypatch: pytest.MonkeyPatch, certificate: Path
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    script = [[SLOW_BODY]]
    with (
        FaultyServer(script, tls=server_side(certificate)) as server,
        pytest.raises(NoAnswer, match=r"no answer within 0\.[5-9] s"),
    ):
        setting.client(server.url, FAST).me()


def test_a_proxy_of_the_environment_is_used_but_not_for_this_machine(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FaultyServer([[reply(407, b"", reason="Log in")]]) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        with FaultyServer([[reply(200, ME)]]) as server:
            setting.client(server.url).me()
        assert proxy.connections == 0
        with pytest.raises(NoAnswer, match="the proxy answered: 407 Log in"):
            setting.client("https://harvest.invalid/v2", FAST).me()
    assert proxy.requests[0].path == "harvest.invalid:443"
    assert "authorization" not in proxy.requests[0].headers


def test_requests_go_through_the_tunnel_of_a_proxy(
    setting: Setting, monkeypatch: pytest.MonkeyPatch, certificate: Path
) -> None:
    steps = [tunnel(server_side(certificate)), reply(200, ME), reply(200, ME)]
    with FaultyServer([steps]) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        client = setting.client("https://harvest.test/v2")
        assert client.me().id == client.me().id == 1782884
    connect, first, second = proxy.requests
    assert (connect.method, connect.path) == ("CONNECT", "harvest.test:443")
    assert "authorization" not in connect.headers
    assert first.headers["authorization"] == second.headers["authorization"] == f"Bearer {TOKEN}"


def test_a_proxy_whose_answer_drips_ends_with_the_total_time(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FaultyServer([[drip(b"HTTP/1.1 200 " + b"O" * 200, 0.02)]]) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        with pytest.raises(NoAnswer, match=r"within 0\.[5-9] s") as caught:
            setting.client("https://harvest.test/v2", FAST).me()
    assert caught.value.outcome is Outcome.UNKNOWN


def test_a_name_server_that_is_silent_does_not_hold_us(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args: [released.wait(timeout=5)])
    with pytest.raises(NoAnswer, match=r"no connection within 0\.[3-9] s") as caught:
        setting.client("https://harvest.test/v2", FAST).me()
    released.set()
    assert caught.value.outcome is Outcome.NOT_SENT


def test_a_proxy_that_makes_no_sense_is_a_matter_of_configuration(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "junk://proxy")
    with pytest.raises(ConfigurationError, match="proxy"):
        setting.client("https://harvest.invalid/v2").me()
