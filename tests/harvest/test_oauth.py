"""Sign-in by browser: what is accepted from the way back, and what a stranger gets."""

import threading
import urllib.request
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit

import pytest

from harvest_cli.domain.errors import NotLoggedIn, UsageError
from harvest_cli.harvest.oauth import (
    TWO_WEEKS,
    Granted,
    authorize_address,
    new_state,
    read_redirect,
    wait_for_grant,
)
from tests.faulty_server import closed_port
from tests.rows import for_each

STATE = "state-of-this-sign-in"
TOKEN = "4711.at.token-from-the-browser"


def test_the_page_asks_for_a_token_and_names_the_way_back() -> None:
    address = authorize_address("https://id.getharvest.com", "client/1", 8374, STATE)
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc, parts.path) == (
        "https",
        "id.getharvest.com",
        "/oauth2/authorize",
    )
    assert parse_qs(parts.query) == {
        "client_id": ["client/1"],
        "response_type": ["token"],
        "redirect_uri": ["http://localhost:8374"],
        "state": [STATE],
    }


def test_every_sign_in_has_a_state_of_its_own() -> None:
    assert len({new_state() for _ in range(50)}) == 50


@for_each(
    ("scope", "account"),
    [
        ("harvest:1234567", 1234567),
        ("forecast:9 harvest:5", 5),
        ("harvest:all", None),
        ("all", None),
        ("", None),
        ("harvest:１２", None),
    ],
)
def test_the_scope_names_the_account(scope: str, account: int | None) -> None:
    found = read_redirect(f"/?access_token={TOKEN}&state={STATE}&scope={scope}", STATE)
    assert found is not None
    assert found.account_id == account


@pytest.mark.parametrize(
    ("expires", "seconds"),
    [("1209599", 1209599), ("", TWO_WEEKS), ("soon", TWO_WEEKS), ("-1", TWO_WEEKS)],
)
def test_how_long_it_lasts_is_kept(expires: str, seconds: int) -> None:
    found = read_redirect(f"/?access_token={TOKEN}&state={STATE}&expires_in={expires}", STATE)
    assert found is not None
    assert (found.token.reveal(), found.expires_in) == (TOKEN, seconds)


@for_each(
    "path",
    [
        "/",
        f"/?access_token={TOKEN}",
        f"/?access_token={TOKEN}&state=",
        f"/?access_token={TOKEN}&state=another",
        f"/?access_token={TOKEN}&state={STATE}x",
        f"/?state={STATE}",
        f"/?access_token=a%0Ab&state={STATE}",
        "/?error=access_denied&state=another",
        "/favicon.ico",
    ],
)
def test_what_does_not_belong_to_this_sign_in_grants_nothing(path: str) -> None:
    assert read_redirect(path, STATE) is None


def test_a_refusal_is_told() -> None:
    with pytest.raises(NotLoggedIn, match="access_denied"):
        read_redirect(f"/?error=access_denied&state={STATE}", STATE)


def visited(port: int, *paths: str) -> tuple[threading.Thread, list[tuple[int, str, str]]]:
    """A browser to start when the port is open, and what it then got for each path."""
    seen: list[tuple[int, str, str]] = []

    def browse() -> None:
        for path in paths:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as page:
                    seen.append((page.status, page.url, page.read().decode()))
            except HTTPError as error:
                seen.append((error.code, error.url or "", error.read().decode()))
                error.close()

    return threading.Thread(target=browse, daemon=True), seen


def test_the_way_back_is_accepted_after_strangers_were_turned_away() -> None:
    port = closed_port()
    good = f"/?access_token={TOKEN}&state={STATE}&expires_in=60&scope=harvest:7"
    browser, seen = visited(port, "/favicon.ico", f"/?access_token={TOKEN}&state=no", good)
    found = wait_for_grant(port, STATE, browser.start, seconds=20)
    browser.join(timeout=20)
    assert isinstance(found, Granted)
    assert (found.token.reveal(), found.expires_in, found.account_id) == (TOKEN, 60, 7)
    assert [status for status, _, _ in seen] == [400, 400, 200]
    assert all(TOKEN not in url + text for _, url, text in seen[2:])
    assert seen[2][1].endswith("/done")


def test_nobody_coming_back_is_told() -> None:
    with pytest.raises(NotLoggedIn, match="Nobody signed in"):
        wait_for_grant(closed_port(), STATE, lambda: None, seconds=0.01)


def test_a_refusal_ends_the_waiting() -> None:
    port = closed_port()
    browser, _ = visited(port, f"/?error=access_denied&state={STATE}")
    with pytest.raises(NotLoggedIn, match="access_denied"):
        wait_for_grant(port, STATE, browser.start, seconds=20)
    browser.join(timeout=20)


def test_a_port_that_is_taken_is_told() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match="cannot be used"):
            wait_for_grant(port, STATE, lambda: None, seconds=1)
