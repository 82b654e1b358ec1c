"""`hv doctor`: every problem is found, has its status, and nothing in it is secret."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.faulty_server import closed_port
from tests.running import Hv
from tests.served import CANARY, Served, served


@pytest.fixture
def own(there: Served, home: Path) -> Hv:
    hv = Hv({"HV_HOME": str(home), **there.environ})
    assert hv("login", "--with-token", stdin=CANARY).code == 0
    return hv


def findings(hv: Hv, **environ: str) -> tuple[int, dict[str, dict[str, Any]]]:
    ran = hv.with_(**environ)("doctor", "--json")
    document = ran.json
    assert document["exit_code"] == ran.code
    return ran.code, {f"{f['area']} {f['name']}": f for f in document["findings"]}


@pytest.mark.ux(5, 77)
def test_all_is_well(own: Hv, there: Served, home: Path) -> None:
    code, found = findings(own)
    assert code == 0
    assert not [f for f in found.values() if f["state"] == "problem"]
    assert found["paths logins"]["text"] == f"{home}/credentials.toml (mode 0600)"
    assert f"{len(CANARY)} characters" in found["login token"]["text"]
    assert found["account role"]["text"] == "administrator"
    assert found["account number"]["text"].startswith("1000000,")
    assert f"harvest {there.url}/v2" in found
    assert found["cache names"]["state"] == "ok"
    for name in ("hv", "python", "openssl", "typer", "requests", "sqlite"):
        assert found[f"versions {name}"]["text"]


@pytest.mark.ux(77)
def test_nothing_in_it_is_secret_or_private(own: Hv) -> None:
    own("config", "set", "project", "Marketing Website")
    own("config", "set", "note", "call with ABC")
    for ran in (own("doctor"), own("doctor", "--json"), own("doctor", terminal=True)):
        text = ran.out + ran.err
        for private in (CANARY, CANARY[-5:], CANARY[:12], "Kim", "@example.com", "ABC", "Website"):
            assert private not in text


def test_the_home_folder_is_not_named(own: Hv, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(home.parent))
    text = own("doctor").out
    assert "~/hv-home/credentials.toml" in text
    assert str(home) not in text


@pytest.mark.ux(77)
def test_no_login_is_3(home: Path) -> None:
    code, found = findings(Hv({"HV_HOME": str(home)}))
    assert code == 3
    assert found["login token"]["hint"].startswith("Run `hv login`")


def test_a_refused_token_is_3(own: Hv, there: Served) -> None:
    environ = {**there.token_environ, "HARVEST_ACCESS_TOKEN": "4711.pt.wrong-wrong-wrong"}
    code, found = findings(own, **environ)
    assert code == 3
    assert found[f"harvest {there.url}/v2"]["state"] == "problem"


@pytest.mark.ux(77)
def test_nobody_answering_is_7(home: Path) -> None:
    hv = Hv(
        {
            "HV_HOME": str(home),
            "HARVEST_ACCESS_TOKEN": CANARY,
            "HARVEST_ACCOUNT_ID": "7",
            "HARVEST_API_URL": "http://127.0.0.1:1/v2",
        }
    )
    code, found = findings(hv)
    assert code == 7
    assert "connection refused" in found["harvest http://127.0.0.1:1/v2"]["text"]


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_a_readable_token_is_78_and_names_the_line_that_mends_it(own: Hv, home: Path) -> None:
    (home / "credentials.toml").chmod(0o644)
    code, found = findings(own)
    assert code == 78
    assert found["paths logins"]["hint"] == f"chmod 600 {home}/credentials.toml"


@pytest.mark.ux(77)
@pytest.mark.parametrize("content", ["timeout = \n", "\x00", 'timeout = "fast"\n'])
def test_a_broken_configuration_is_78_and_the_rest_is_still_looked_at(
    own: Hv, home: Path, content: str
) -> None:
    (home / "config.toml").write_text(content)
    code, found = findings(own)
    assert code == 78
    assert any(f["state"] == "problem" and "settings" in name for name, f in found.items())
    assert "versions hv" in found
    assert "login token" in found


def test_settings_are_told_with_their_origin(own: Hv) -> None:
    own("config", "set", "round", "15m", "up")
    _, found = findings(own, HV_TIMEZONE="Europe/Berlin")
    assert found["settings timezone"]["text"] == "Europe/Berlin, by HV_TIMEZONE"
    assert found["settings round"]["text"].startswith("15m up, by ")


def test_a_proxy_is_told_without_its_password(own: Hv, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://kim:hunter2@proxy.example:3128")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    _, found = findings(own)
    assert found["network HTTPS_PROXY"]["text"] == "http://***@proxy.example:3128"


def test_certificates_that_are_not_there_are_78(
    own: Hv, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "gone.pem"))
    code, found = findings(own)
    assert code == 78
    assert "does not exist" in found["network REQUESTS_CA_BUNDLE"]["text"]


def test_a_clock_that_is_off_is_warned_of(own: Hv) -> None:
    _, found = findings(own)
    # The served account lives on 24 November 2026; this machine hardly does.
    assert "s against Harvest" in found["clock skew"]["text"]


def test_a_member_is_told_what_they_may_not_do(home: Path, tmp_path: Path) -> None:
    with served(tmp_path / "member", role="member") as account:
        hv = Hv({"HV_HOME": str(home), **account.token_environ})
        _, found = findings(hv)
    assert found["account role"]["text"] == "member"
    assert "only their own time" in found["account limits"]["text"]


def test_the_paths_alone(own: Hv, home: Path) -> None:
    ran = own("doctor", "--paths")
    assert ran.out.splitlines() == [
        f"configuration\t{home}/config.toml",
        f"logins\t{home}/credentials.toml",
        f"state\t{home}/state",
        f"cache\t{home}/cache",
    ]
    assert own("doctor", "--paths", "--json").json["paths"]["cache"] == f"{home}/cache"


def test_on_a_terminal_problems_come_last_and_are_counted(home: Path) -> None:
    ran = Hv({"HV_HOME": str(home)})("doctor", terminal=True)
    assert ran.out.splitlines()[-1] == "1 problem found: login token"
    assert "Run `hv login`" in ran.out


def test_without_any_home_it_still_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", homeless)
    code, found = findings(Hv({}))
    assert code == 78
    assert "HV_HOME" in str(found["paths home"]["hint"])


def test_what_waits_in_the_outbox_is_counted_by_state(home: Path) -> None:
    login = {
        "HARVEST_ACCESS_TOKEN": "1234.pt.of-the-tests-alone",
        "HARVEST_ACCOUNT_ID": "7",
        "HARVEST_API_URL": f"http://127.0.0.1:{closed_port()}/v2",
    }
    offline = Hv({"HV_HOME": str(home), **login})
    assert "nothing pending" in offline("doctor").out
    assert offline("log", "1h on something: a secret matter").code == 75
    told = offline("doctor").out
    assert "1 pending" in told
    assert "secret" not in told
