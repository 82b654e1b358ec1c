"""Credentials from the environment: what is accepted, and what is said otherwise."""

import pytest

from harvest_cli.domain.errors import ConfigurationError, NotLoggedIn
from harvest_cli.local.config.setting_types import API_URL
from harvest_cli.local.login.credentials import credentials
from tests.rows import for_each

TOKEN = "1234567.pt.some-long-token_of-harvest"
GOOD = {"HARVEST_ACCESS_TOKEN": TOKEN, "HARVEST_ACCOUNT_ID": "1234567"}


def test_token_and_account_come_from_the_environment() -> None:
    found = credentials(GOOD)
    assert found.token.reveal() == TOKEN
    assert found.account_id == 1234567
    assert found.api_url == API_URL
    assert found.source == "HARVEST_ACCESS_TOKEN"


@for_each(
    "pasted",
    [
        f"  {TOKEN}\n",
        f"Bearer {TOKEN}",
        f'"{TOKEN}"',
        f"\u201c{TOKEN}\u201d",
        f"bearer  {TOKEN}\r\n",
    ],
)
def test_what_copying_adds_is_taken_off(pasted: str) -> None:
    assert credentials({**GOOD, "HARVEST_ACCESS_TOKEN": pasted}).token.reveal() == TOKEN


@pytest.mark.parametrize("empty", ["", "  ", "\n", '""'])
def test_an_empty_token_is_no_token(empty: str) -> None:
    with pytest.raises(NotLoggedIn) as refused:
        credentials({**GOOD, "HARVEST_ACCESS_TOKEN": empty})
    assert refused.value.exit_code == 3
    hint = refused.value.hint or ""
    assert "id.getharvest.com/developers" in hint
    assert "--sandbox" in hint


@pytest.mark.parametrize("bad", [f"{TOKEN}\n{TOKEN}", "tök", f"{TOKEN} x", "a\x00b"])
def test_a_token_that_cannot_be_one_is_refused_without_showing_it(bad: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        credentials({**GOOD, "HARVEST_ACCESS_TOKEN": bad})
    assert bad not in str(refused.value) + str(refused.value.hint)
    assert TOKEN not in str(refused.value)


def test_a_token_without_an_account_is_not_a_login() -> None:
    with pytest.raises(NotLoggedIn, match="HARVEST_ACCOUNT_ID"):
        credentials({"HARVEST_ACCESS_TOKEN": TOKEN})


@for_each("bad", ["abc", "-1", "1.5", "９９", "9" * 30])
def test_an_account_that_is_no_number_is_refused(bad: str) -> None:
    with pytest.raises(ConfigurationError, match="HARVEST_ACCOUNT_ID"):
        credentials({**GOOD, "HARVEST_ACCOUNT_ID": bad})


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8080/v2",
        "http://localhost:9/v2/",
        "https://harvest.example/v2",
        "http://[::1]:8/v2",
    ],
)
def test_another_server_is_accepted_over_tls_or_on_this_machine(url: str) -> None:
    assert credentials({**GOOD, "HARVEST_API_URL": url}).api_url == url.rstrip("/")


@for_each(
    "url",
    [
        "http://api.harvestapp.com/v2",
        "http://127.0.0.1.evil.example/v2",
        "ftp://127.0.0.1/v2",
        "api.harvestapp.com/v2",
        "https://user:pass@api.harvestapp.com/v2",
        "https://api.harvestapp.com/v2?x=1",
        "https://",
        "http://127.0.0.1:99999/v2",
        "http://[::1/v2",
    ],
)
def test_a_server_that_must_not_see_the_token_is_refused(url: str) -> None:
    with pytest.raises(ConfigurationError, match="HARVEST_API_URL") as refused:
        credentials({**GOOD, "HARVEST_API_URL": url})
    assert refused.value.exit_code == 78


def test_nothing_shows_the_token() -> None:
    found = credentials(GOOD)
    assert TOKEN not in f"{found} {found!r} {found.token} {found.token:>40}"
