"""Hostile networks: V4, V5, V6 and V15, with real sockets, real TLS and a real `.netrc`."""

import gzip
from pathlib import Path

import pytest

from tests.faulty_server import FaultyServer, closed_port, reply
from tests.running import Hv, Ran
from tests.served import CANARY
from tests.throwaway_ca import NAME, Authority, an_authority

ME = {"id": 1782959, "first_name": "Kim", "last_name": "Allen", "access_roles": ["member"]}
VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
CERTIFICATES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (*VARIABLES, *(v.lower() for v in VARIABLES), *CERTIFICATES, "NETRC"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return an_authority(tmp_path_factory.mktemp("ca"))


def asked(home: Path, url: str, *argv: str, **environ: str) -> Ran:
    """`hv doctor` (or another command) with the token, at that address."""
    hv = Hv(
        {
            "HV_HOME": str(home),
            "HARVEST_ACCESS_TOKEN": CANARY,
            "HARVEST_ACCOUNT_ID": "7",
            "HARVEST_API_URL": url,
            **environ,
        }
    )
    ran = hv(*(argv or ("doctor", "--json")))
    assert CANARY not in ran.out + ran.err
    return ran


@pytest.mark.threat("V4")
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_and_the_other_server_sees_nothing(
    home: Path, status: int
) -> None:
    with FaultyServer([]) as other:
        where = {"Location": f"{other.url}/users/me?access_token={CANARY}"}
        with FaultyServer([[reply(status, b"", where)]]) as server:
            ran = asked(home, server.url)
        assert ran.code == 7
        assert (other.connections, other.unexpected) == (0, 0)
    assert "redirect" in ran.out


@pytest.mark.threat("V4")
def test_a_proxy_that_is_down_is_said_and_an_entry_waits(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://kim:secret@127.0.0.1:{closed_port()}")
    where = "https://harvest.invalid/v2"
    for argv, code in ((("log", "1h on MW"), 75), (("projects",), 7), (("doctor",), 7)):
        ran = asked(home, where, *argv)
        said = ran.out + ran.err
        assert (ran.code, "secret" in said) == (code, False), said
        # The breaker of a moment ago knows the reason as well.
        assert "proxy cannot be reached: connection refused" in said, said


@pytest.mark.fault("F49")
@pytest.mark.threat("V4")
def test_a_following_page_elsewhere_is_refused_and_never_fetched(home: Path) -> None:
    with FaultyServer([]) as other:
        page = {
            "project_assignments": [],
            "links": {"next": f"{other.url}/users/me/project_assignments?page=2"},
        }
        with FaultyServer([[reply(200, ME), reply(200, page)]]) as server:
            ran = asked(home, server.url, "projects")
        assert ran.code == 7
        assert "does not follow" in ran.err
        assert (other.connections, other.unexpected) == (0, 0)


@pytest.mark.threat("V4")
def test_a_token_that_a_server_repeats_is_not_shown(home: Path) -> None:
    words = {"message": f"Bearer {CANARY} may not do this"}
    with FaultyServer([[reply(403, words)] * 2]) as server:
        for argv in (("projects",), ("projects", "--json")):
            ran = asked(home, server.url, *argv, HV_DEBUG="2")
            assert "may not do this" in ran.err or ran.code == 7


@pytest.mark.fault("F42")
@pytest.mark.threat("V5")
@pytest.mark.parametrize("machine", ["machine 127.0.0.1", "default"])
def test_a_netrc_does_not_replace_the_token(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, machine: str
) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text(f"{machine}\nlogin kim\npassword hunter2\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with FaultyServer([[reply(200, ME), reply(403, {"message": "no"})]]) as server:
        assert asked(home, server.url).code == 0
        sent = {request.headers["authorization"] for request in server.requests}
    assert sent == {f"Bearer {CANARY}"}


def tls_server(
    authority: Authority, *, names: str = "IP:127.0.0.1", expired: bool = False
) -> "FaultyServer":
    # Names are asked for over two connections, and each looks who issued what is not trusted.
    script = [[reply(200, ME), reply(403, {"message": "no"})]] * 4
    return FaultyServer(script, tls=authority.issue(names, expired=expired))


@pytest.mark.threat("V6")
@pytest.mark.parametrize("way", ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "HV_CA_BUNDLE", "setting"])
def test_an_authority_that_the_person_names_is_trusted(
    home: Path, authority: Authority, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    environ = {}
    if way == "setting":
        home.mkdir(mode=0o700)
        (home / "config.toml").write_text(f'ca_bundle = "{authority.certificate}"\n')
    elif way.startswith("HV_"):
        environ[way] = str(authority.certificate)
    else:
        monkeypatch.setenv(way, str(authority.certificate))
    with tls_server(authority) as server:
        ran = asked(home, server.url, **environ)
        assert ran.code == 0, ran.out
        assert server.requests[0].headers["authorization"] == f"Bearer {CANARY}"


@pytest.mark.threat("V6")
def test_an_authority_that_nobody_named_is_refused_with_its_name(
    home: Path, authority: Authority
) -> None:
    with tls_server(authority) as server:
        ran = asked(home, server.url, "whoami")
        assert server.requests == []
    assert ran.code == 7
    assert f'issued by "{NAME}"' in ran.err
    assert "hv config set ca_bundle" in ran.err


@pytest.mark.threat("V6")
@pytest.mark.parametrize(
    ("names", "expired", "said"),
    [("IP:127.0.0.1", True, "expired"), ("DNS:other.example", False, "127.0.0.1")],
    ids=["expired", "of another host"],
)
def test_a_certificate_that_does_not_fit_is_refused_even_from_that_authority(
    home: Path, authority: Authority, names: str, expired: bool, said: str
) -> None:
    with tls_server(authority, names=names, expired=expired) as server:
        ran = asked(home, server.url, "whoami", HV_CA_BUNDLE=str(authority.certificate))
        assert server.requests == []
    assert ran.code == 7
    assert "TLS" in ran.err
    assert said in ran.err


@pytest.mark.threat("V6")
@pytest.mark.parametrize("way", ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE", "HV_CA_BUNDLE"])
def test_a_file_of_certificates_that_is_gone_is_78(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setenv(way, str(tmp_path / "gone.pem"))
    environ = {way: str(tmp_path / "gone.pem")}
    ran = asked(home, f"https://127.0.0.1:{closed_port()}/v2", "whoami", **environ)
    assert ran.code == 78
    assert "does not exist" in ran.err


@pytest.mark.threat("V6")
def test_there_is_no_way_to_switch_verification_off() -> None:
    package = Path(__file__).parents[2] / "harvest_cli"
    for path in package.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "verify=False" not in text, path
        assert "--insecure" not in text, path
        # Only who reads the issuer of a refused certificate looks without trusting.
        assert "CERT_NONE" not in text or path.name == "tls.py", path


@pytest.mark.fault("F51", "F52")
@pytest.mark.threat("V15")
@pytest.mark.parametrize(
    "answer",
    [
        reply(200, b"[" * 200_000, {"Content-Type": "application/json"}),
        reply(
            200,
            gzip.compress(b"0" * 40 * 1024 * 1024),
            {"Content-Type": "application/json", "Content-Encoding": "gzip"},
        ),
        reply(200, b"<html>sign in</html>", {"Content-Type": "text/html"}),
    ],
    ids=["deep", "bomb", "page"],
)
def test_an_answer_that_would_choke_ends_with_7_and_no_trace(home: Path, answer: object) -> None:
    with FaultyServer([[answer]] * 3) as server:  # type: ignore[list-item]
        ran = asked(home, server.url, "whoami")
    assert ran.code == 7
    assert "Traceback" not in ran.err
