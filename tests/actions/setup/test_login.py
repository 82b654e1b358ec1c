"""From a pasted token to a proven account; nothing that is no token of Harvest is sent there."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from harvest_cli.actions.setup.login import (
    FOREIGN,
    accounts_of,
    checked_token,
    chosen,
    forget,
    keep,
    proven,
)
from harvest_cli.domain.company import Account
from harvest_cli.domain.errors import NotLoggedIn, UsageError
from harvest_cli.domain.safe_text import Secret
from harvest_cli.local.login.token_store import KEYRING, StoredLogin, TokenStore
from tests.actions.contexts import ME, NoHarvest
from tests.rows import for_each

TOKEN = "4711.pt.a-token-that-is-long-enough"
ABC, GLOBEX = Account(7, "ABC", "harvest"), Account(8, "Globex", "harvest")
FORECAST = Account(9, "ABC", "forecast")


class Answering(NoHarvest):
    """A Harvest with these accounts, or one that refuses the token."""

    def __init__(self, *accounts: Account, refuses: bool = False) -> None:
        self.found, self.refuses = accounts, refuses

    def accounts(self) -> Sequence[Account]:
        self._check()
        return self.found

    def me(self) -> Any:
        self._check()
        return ME

    def _check(self) -> None:
        if self.refuses:
            message = "401"
            raise NotLoggedIn(message)


def asking(client: Answering) -> Any:
    return lambda _token, _account: client


@for_each("raw", [TOKEN, f"  {TOKEN}\n", f"Bearer {TOKEN}", f"“{TOKEN}”", f"'{TOKEN}'"])
def test_what_copying_adds_is_taken_off(raw: str) -> None:
    assert checked_token(raw).reveal() == TOKEN


@for_each("start", FOREIGN)
def test_a_token_of_another_service_is_never_sent_or_shown(start: str) -> None:
    with pytest.raises(UsageError, match="not for Harvest; nothing was sent") as refused:
        checked_token(f"{start}canary-canary-canary-canary")
    assert "canary" not in str(refused.value)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("", "No token was given"),
        (" \n", "No token was given"),
        ("4711.pt.short", "too short"),
        ("4711.pt.with a blank in it canary", "characters that no Harvest token has"),
    ],
)
def test_what_cannot_be_a_token_is_refused_without_showing_it(raw: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as refused:
        checked_token(raw)
    assert refused.value.hint
    assert "canary" not in str(refused.value)


def test_only_accounts_of_harvest_count() -> None:
    found = accounts_of(asking(Answering(ABC, FORECAST, GLOBEX)), Secret(TOKEN))
    assert found == (ABC, GLOBEX)


@pytest.mark.parametrize(
    ("accounts", "said"), [((), "none at all"), ((FORECAST,), "only: forecast")]
)
def test_a_token_that_opens_no_harvest_account_is_told(
    accounts: tuple[Account, ...], said: str
) -> None:
    with pytest.raises(NotLoggedIn, match=said):
        accounts_of(asking(Answering(*accounts)), Secret(TOKEN))


def test_a_refused_token_is_told_with_the_way_to_a_new_one() -> None:
    refusing = asking(Answering(refuses=True))
    for ask in (
        lambda: accounts_of(refusing, Secret(TOKEN)),
        lambda: proven(refusing, Secret(TOKEN), 7),
    ):
        with pytest.raises(NotLoggedIn, match="refused this token") as refused:
            ask()
        assert "developers" in (refused.value.hint or "")
    assert proven(asking(Answering(ABC)), Secret(TOKEN), 7) == ME


def test_the_wanted_account_the_only_one_or_the_picked_one_is_used() -> None:
    assert chosen((ABC, GLOBEX), 8, None) == GLOBEX
    assert chosen((ABC,), None, None) == ABC
    assert chosen((ABC, GLOBEX), None, lambda _question, _options: 1) == GLOBEX


@pytest.mark.parametrize(
    ("accounts", "wanted", "choose"),
    [
        ((ABC, GLOBEX), 9, None),
        ((ABC,), 8, None),
        ((ABC, GLOBEX), None, None),
        ((ABC, GLOBEX), None, lambda _question, _options: None),
    ],
)
def test_otherwise_the_accounts_are_listed(accounts: Any, wanted: Any, choose: Any) -> None:
    with pytest.raises(UsageError) as refused:
        chosen(accounts, wanted, choose)
    assert refused.value.candidates[0] == "7  ABC"
    assert "--account" in (refused.value.hint or "")


class Keys:
    """A keyring in memory."""

    def __init__(self) -> None:
        self.held: dict[str, str] = {}

    def set(self, profile: str, token: str) -> None:
        self.held[profile] = token

    def delete(self, profile: str) -> None:
        self.held.pop(profile, None)


def test_a_token_is_in_one_place_only_and_forgotten_there(tmp_path: Path) -> None:
    store, keys = TokenStore(tmp_path / "hv" / "credentials.toml"), Keys()
    keyring: Any = keys
    keep(store, keyring, "work", StoredLogin(7, 5, Secret(TOKEN), KEYRING))
    keep(store, keyring, "home", StoredLogin(8, 5, Secret(TOKEN)))
    assert keys.held == {"work": TOKEN}
    work, home = store.get("work"), store.get("home")
    assert work is not None
    assert home is not None
    assert (work.token, work.store, work.account_id) == (None, KEYRING, 7)
    assert home.token is not None
    assert (tmp_path / "hv" / "credentials.toml").read_text().count(TOKEN) == 1
    assert forget(store, keyring, ["work", "none"]) == ("work",)
    assert keys.held == {}
    assert store.profiles() == ("home",)
