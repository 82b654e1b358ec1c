"""What a stored login gives: the account it was proven in, and only the server it was proven at."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from harvest_cli.domain.errors import ConfigurationError, HvError, NotLoggedIn
from harvest_cli.domain.safe_text import Secret
from harvest_cli.local.config.settings import Settings
from harvest_cli.local.login.credentials import Credentials, credentials
from harvest_cli.local.login.token_store import KEYRING, StoredLogin, TokenStore

TOKEN = "1234567.pt.token-that-was-stored"
LOCAL = "http://127.0.0.1:8765/v2"


def found(
    tmp_path: Path, login: StoredLogin | None, profile: str = "default", **environ: str
) -> Credentials:
    tmp_path.chmod(0o700)
    store = TokenStore(tmp_path / "credentials.toml")
    if login:
        store.put("default", login)
    return credentials(environ, Settings(environ), lambda: store, profile)


def test_token_account_and_server_come_from_the_login(tmp_path: Path) -> None:
    ends = datetime(2026, 12, 1, tzinfo=UTC)
    login = StoredLogin(7, 9, Secret(TOKEN), api_url=LOCAL, id_url=LOCAL[:-3], expires_at=ends)
    got = found(tmp_path, login)
    assert (got.token.reveal(), got.account_id, got.user_id) == (TOKEN, 7, 9)
    assert (got.api_url, got.id_url, got.expires_at) == (LOCAL, LOCAL[:-3], ends)
    assert got.source == str(tmp_path / "credentials.toml")


@pytest.mark.parametrize(
    "other",
    ["https://evil.example/v2", "http://127.0.0.1:8766/v2", "https://127.0.0.1:8765/v2"],
)
def test_a_stored_token_is_not_for_another_server(tmp_path: Path, other: str) -> None:
    login = StoredLogin(7, 9, Secret(TOKEN), api_url=LOCAL)
    with pytest.raises(NotLoggedIn, match="not for"):
        found(tmp_path, login, HARVEST_API_URL=other)


def test_another_path_of_the_same_server_is_the_same(tmp_path: Path) -> None:
    login = StoredLogin(7, 9, Secret(TOKEN), api_url=LOCAL)
    same = LOCAL.replace("/v2", "/api/v2")
    assert found(tmp_path, login, HARVEST_API_URL=same).api_url == same


def test_the_environment_wins_and_the_file_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "credentials.toml").write_text("broken = ")
    (tmp_path / "credentials.toml").chmod(0o644)
    got = found(tmp_path, None, HARVEST_ACCESS_TOKEN="x" * 30, HARVEST_ACCOUNT_ID="3")
    assert (got.source, got.account_id) == ("HARVEST_ACCESS_TOKEN", 3)


def test_another_account_of_the_same_token_is_another_user(tmp_path: Path) -> None:
    got = found(tmp_path, StoredLogin(7, 9, Secret(TOKEN)), HARVEST_ACCOUNT_ID="8")
    assert (got.account_id, got.user_id) == (8, None)


def test_a_profile_that_is_not_logged_in_names_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(NotLoggedIn) as refused:
        found(tmp_path, StoredLogin(7, 9, Secret(TOKEN)), profile="work")
    assert refused.value.candidates == ("default",)
    assert "hv login --profile work" in (refused.value.hint or "")


@pytest.mark.parametrize("login", [StoredLogin(7, 9), StoredLogin(7, 9, store=KEYRING)])
def test_a_login_without_its_token_is_no_login(tmp_path: Path, login: StoredLogin) -> None:
    with pytest.raises(HvError) as refused:
        found(tmp_path, login)
    assert isinstance(refused.value, NotLoggedIn | ConfigurationError)
