"""`token_command`: a list, no shell, one line, ten seconds."""

import os
from pathlib import Path

import pytest

from harvest_cli.domain.errors import ConfigurationError, NotLoggedIn
from harvest_cli.local.config.settings import Settings
from harvest_cli.local.login.credentials import credentials, token_from
from tests.child import PYTHON
from tests.rows import for_each

TOKEN = "1234567.pt.token-of-a-password-manager"
PATH = {"PATH": os.environ["PATH"]}


def python(code: str) -> list[str]:
    return [PYTHON, "-c", code]


def test_the_first_line_counts() -> None:
    assert token_from(python(f"print('{TOKEN}'); print('note: x')"), PATH) == TOKEN


def test_no_shell_sees_the_arguments(tmp_path: Path) -> None:
    made = tmp_path / "made"
    hostile = f"$(touch {made}); `touch {made}` && touch {made}"
    printed = token_from([*python("import sys; print(sys.argv[1])"), hostile], PATH)
    assert printed == hostile
    assert not made.exists()


def test_a_program_that_hangs_is_ended() -> None:
    with pytest.raises(NotLoggedIn, match=r"within 0\.2 s"):
        token_from(python("import time; time.sleep(30)"), PATH, seconds=0.2)


def test_a_program_that_fails_is_quoted() -> None:
    with pytest.raises(NotLoggedIn, match="status 3") as refused:
        token_from(python("import sys; print('vault locked', file=sys.stderr); sys.exit(3)"), PATH)
    assert "vault locked" in (refused.value.hint or "")


def test_a_program_that_prints_nothing_is_no_login() -> None:
    with pytest.raises(NotLoggedIn, match="printed nothing"):
        token_from(python("print('  ')"), PATH)


@pytest.mark.parametrize("command", [["/nonexistent/op"], ["bad\x00name"]])
def test_a_program_that_is_not_there_is_a_wrong_setting(command: list[str]) -> None:
    with pytest.raises(ConfigurationError, match="cannot be run"):
        token_from(command, PATH)


def test_it_stands_before_what_is_stored_and_after_the_environment() -> None:
    file = {"token_command": python(f"print('{TOKEN}')"), "account_id": 7}
    settings = Settings(PATH, file, "config.toml")
    found = credentials(PATH, settings)
    assert (found.token.reveal(), found.account_id) == (TOKEN, 7)
    assert found.source.startswith("token_command")
    environ = {**PATH, "HARVEST_ACCESS_TOKEN": "token-of-the-environment"}
    first = credentials(environ, Settings(environ, file, "config.toml"))
    assert first.source == "HARVEST_ACCESS_TOKEN"


@for_each("raw", ["op read x", [], [""], [1], {"a": 1}])
def test_anything_but_a_list_of_texts_is_refused(raw: object) -> None:
    with pytest.raises(ConfigurationError, match="token_command"):
        Settings({}, {"token_command": raw}, "config.toml").get("token_command")


def test_a_variable_is_split_into_words_but_never_run_by_a_shell() -> None:
    settings = Settings({"HV_TOKEN_COMMAND": "op read 'op://My Vault/x' $(id)"})
    assert settings.get("token_command") == ("op", "read", "op://My Vault/x", "$(id)")
