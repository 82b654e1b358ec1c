"""Values of settings to TOML and back."""

from typing import Any

import pytest

from harvest_cli.local.config.config_file import plain_value, typed_value
from harvest_cli.local.config.setting_types import is_profile_name
from harvest_cli.local.config.settings import BY_NAME, SETTINGS
from tests.rows import for_each
from tests.settings_docs import variables


@for_each(
    ("name", "typed"),
    [
        ("timezone", "Europe/Berlin"),
        ("week_start", "sunday"),
        ("workday_hours", "7.6"),
        ("date_order", "mdy"),
        ("round", "15m up"),
        ("timeout", "2.5"),
        ("account_id", "1234567"),
        ("token_command", "op read 'op://My Vault/x'"),
        ("oauth_port", "9000"),
        ("api_url", "http://127.0.0.1:8765/v2"),
        ("project", "Marketing Website"),
    ],
)
def test_what_is_stored_means_what_was_typed(name: str, typed: str) -> None:
    setting = BY_NAME[name]
    stored = typed_value(setting, typed)
    assert setting.read(stored) == setting.text(typed)
    assert plain_value(setting, setting.read(stored)) == stored


@for_each("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_default_can_be_written_down(setting: Any) -> None:
    plain = plain_value(setting, setting.default)
    assert plain is None or isinstance(plain, str | int | float | list)


@for_each(
    ("name", "raw"),
    [
        ("oauth_port", "80"),
        ("oauth_port", True),
        ("oauth_port", "99999"),
        ("account_id", "12a"),
        ("account_id", False),
        ("account_id", "１２"),
        ("project", "a\nb"),
        ("project", 3),
        ("note", "x" * 501),
        ("ca_bundle", ""),
        ("ca_bundle", 7),
        ("api_url", "http://evil.example"),
        ("api_url", 5),
        ("round", 15.5),
        ("token_store", "cloud"),
        ("default_profile", "a/b"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused_with_what_would(name: str, raw: Any) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        BY_NAME[name].read(raw)


@pytest.mark.parametrize("name", ["default", "work-2", "a_b", "A" * 40])
def test_profile_names(name: str) -> None:
    assert is_profile_name(name)


@for_each("name", ["", "a b", "a/b", "..", "ä", "a\n", "A" * 41, "-", 3, None])
def test_names_that_no_profile_may_have(name: object) -> None:
    assert not is_profile_name(name)


def test_the_documentation_has_each_variable_once() -> None:
    names = [name for name, _ in variables()]
    assert len(names) == len(set(names))
    assert {setting.variable for setting in SETTINGS} < set(names)
