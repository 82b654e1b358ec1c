"""`hv login --web`: the whole way, with a browser that is a thread."""

import re
import threading
import time
import urllib.error
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harvest_cli.harvest.oauth import new_state
from tests.faulty_server import closed_port
from tests.running import Hv
from tests.served import CANARY, Served


class Browser(threading.Thread):
    """Follows the way back to the port with what Harvest would add to it."""

    def __init__(self, port: int, answer: str, seen: "list[str]") -> None:
        super().__init__(daemon=True)
        self._port, self._answer, self._seen = port, answer, seen

    def run(self) -> None:
        end = time.monotonic() + 20
        while not self._seen and time.monotonic() < end:
            time.sleep(0.01)
        url = f"http://127.0.0.1:{self._port}/?{self._answer}&state={self._seen[0]}"
        while time.monotonic() < end:
            try:
                with urllib.request.urlopen(url, timeout=10):
                    return
            except urllib.error.URLError as error:
                # The state is known a moment before somebody listens on the port.
                if not isinstance(error.reason, ConnectionRefusedError):
                    raise
                time.sleep(0.01)


def signed_in(
    monkeypatch: pytest.MonkeyPatch, hv: Hv, answer: str, *flags: str
) -> "tuple[int, str, str]":
    states: list[str] = []

    def known_state() -> str:
        states.append(new_state())
        return states[0]

    monkeypatch.setattr("harvest_cli.commands.verbs.login.new_state", known_state)
    port = closed_port()
    browser = Browser(port, answer, states)
    browser.start()
    ran = hv("login", "--web", *flags, HV_OAUTH_PORT=str(port))
    browser.join(timeout=20)
    return ran.code, ran.out, ran.err


def test_a_browser_login_is_stored_with_its_end(
    there: Served, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hv = Hv({"HV_HOME": str(home), **there.environ})
    answer = f"access_token={CANARY}&token_type=bearer&expires_in=1209599&scope=harvest:1000000"
    code, out, err = signed_in(monkeypatch, hv, answer, "--client-id", "my-app")
    assert code == 0, err
    address = re.search(r"Sign in at (\S+)", err)
    assert address is not None
    assert address[1].startswith(f"{there.url}/oauth2/authorize?client_id=my-app&")
    assert CANARY not in out + err
    stored = (home / "credentials.toml").read_text()
    ends = re.search(r"expires_at = (\S+)", stored)
    assert ends is not None
    left = datetime.fromisoformat(ends[1]) - datetime.now(UTC)
    assert 13 <= left.days <= 14
    assert hv("whoami", "--json").json["expires_at"] is not None


def test_a_login_that_ends_soon_is_told_and_one_that_ended_is_stopped(
    there: Served, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hv = Hv({"HV_HOME": str(home), **there.environ})
    answer = f"access_token={CANARY}&expires_in=86400&scope=harvest:1000000"
    assert signed_in(monkeypatch, hv, answer, "--client-id", "x")[0] == 0
    ran = hv("projects")
    assert ran.code == 0
    assert "The browser login ends on" in ran.err
    assert "hv login --web" in ran.err
    path = home / "credentials.toml"
    text = re.sub(r"expires_at = \S+", "expires_at = 2026-01-01T00:00:00Z", path.read_text())
    path.write_text(text)
    ended = hv("projects", HV_DEBUG="1")
    assert ended.code == 3
    assert "ended on Thu 1 Jan" in ended.err
    assert "GET" not in ended.err


def test_a_refusal_stores_nothing(
    there: Served, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hv = Hv({"HV_HOME": str(home), **there.environ})
    code, _, err = signed_in(monkeypatch, hv, "error=access_denied", "--client-id", "x")
    assert code == 3
    assert "access_denied" in err
    assert not (home / "credentials.toml").exists()


def test_without_an_app_of_ones_own_the_way_to_one_is_told(home: Path) -> None:
    ran = Hv({"HV_HOME": str(home)})("login", "--web")
    assert ran.code == 2
    assert "http://localhost:8374" in ran.err
    assert "--client-id" in ran.err
