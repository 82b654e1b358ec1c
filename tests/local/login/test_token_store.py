"""`credentials.toml`: private from the start, refused when others can read it, gone when told."""

import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harvest_cli.domain.errors import ConfigurationError
from harvest_cli.domain.safe_text import Secret
from harvest_cli.local.login.token_store import KEYRING, StoredLogin, TokenStore

TOKEN = "1234567.pt.token-of-the-store-tests"
LOGIN = StoredLogin(7, 9, Secret(TOKEN), saved_at=datetime(2026, 11, 18, 9, 0, tzinfo=UTC))
posix = pytest.mark.skipif(os.name != "posix", reason="owners and modes are of POSIX")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "hv" / "credentials.toml"


def test_a_login_comes_back_as_it_was(path: Path) -> None:
    TokenStore(path).put("default", LOGIN)
    found = TokenStore(path).get("default")
    assert found is not None
    assert found.token is not None
    assert found.token.reveal() == TOKEN
    assert (found.account_id, found.user_id, found.saved_at) == (7, 9, LOGIN.saved_at)


@posix
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_it_is_private_whatever_the_umask(path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        TokenStore(path).put("default", LOGIN)
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@posix
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660])
def test_a_file_that_others_may_read_is_refused_with_the_line_that_mends_it(
    path: Path, mode: int
) -> None:
    TokenStore(path).put("default", LOGIN)
    path.chmod(mode)
    for use in (
        lambda: TokenStore(path).get("default"),
        lambda: TokenStore(path).put("work", LOGIN),
        lambda: TokenStore(path).remove("default"),
    ):
        with pytest.raises(ConfigurationError) as refused:
            use()
        assert refused.value.hint == f"chmod 600 {path}"
        assert TOKEN not in str(refused.value)


@posix
def test_a_link_is_not_written_through(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    target = tmp_path / "bashrc"
    target.write_text("# mine\n")
    target.chmod(0o600)
    path.symlink_to(target)
    with pytest.raises(ConfigurationError, match="link"):
        TokenStore(path).put("default", LOGIN)
    assert target.read_text() == "# mine\n"


def test_profiles_do_not_mix(path: Path) -> None:
    store = TokenStore(path)
    store.put("default", LOGIN)
    store.put("work", StoredLogin(8, 10, Secret(TOKEN + "-work")))
    assert store.profiles() == ("default", "work")
    assert store.remove("default")
    assert store.get("default") is None
    work = TokenStore(path).get("work")
    assert work is not None
    assert work.account_id == 8
    assert not store.remove("default")


def test_a_new_login_replaces_all_of_the_old_one(path: Path) -> None:
    store = TokenStore(path)
    ends = datetime(2026, 12, 1, tzinfo=UTC)
    store.put("default", StoredLogin(7, 9, Secret(TOKEN), expires_at=ends))
    store.put("default", StoredLogin(7, 9, store=KEYRING))
    found = store.get("default")
    assert found is not None
    assert (found.token, found.expires_at, found.store) == (None, None, KEYRING)
    assert TOKEN not in path.read_text()


@posix
def test_the_bytes_of_a_removed_token_are_overwritten(path: Path) -> None:
    store = TokenStore(path)
    store.put("default", LOGIN)
    with path.open("rb") as still_open:
        store.remove("default")
        still_open.seek(0)
        assert TOKEN.encode() not in still_open.read()
    assert not path.exists()


@pytest.mark.parametrize(
    "content",
    [
        '[profile.default]\ntoken = "x"\n',
        '[profile.default]\naccount_id = "many"\nuser_id = 1\n',
        '[profile.default]\naccount_id = 1\nuser_id = 1\napi_url = "http://evil.example"\n',
    ],
)
def test_a_damaged_login_is_told_and_not_used(path: Path, content: str) -> None:
    path.parent.mkdir(mode=0o700)
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(ConfigurationError, match="cannot be read") as refused:
        TokenStore(path).get("default")
    assert refused.value.hint == "Run `hv login`"


@pytest.mark.parametrize("content", ["profile = 3", "[profile]\nx = 1", ""])
def test_a_file_without_logins_has_none(path: Path, content: str) -> None:
    path.parent.mkdir(mode=0o700)
    path.write_text(content)
    path.chmod(0o600)
    assert TokenStore(path).profiles() == ()
