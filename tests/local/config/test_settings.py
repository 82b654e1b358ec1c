"""Settings: which value counts, where it came from, and what is said of one that cannot be read."""

from pathlib import Path
from typing import Any

import pytest

from harvest_cli.domain.days import WeekStart
from harvest_cli.domain.errors import ConfigurationError
from harvest_cli.local.config.config_file import read_configuration
from harvest_cli.local.config.settings import SETTINGS, Settings
from tests.rows import for_each


def test_the_default_counts_when_nothing_is_set() -> None:
    found = Settings({}).value("workday_hours")
    assert (found.value, found.origin) == (480, "default")


def test_the_environment_beats_the_file() -> None:
    settings = Settings({"HV_WORKDAY_HOURS": "7.5"}, {"workday_hours": 6}, "config.toml")
    found = settings.value("workday_hours")
    assert (found.value, found.origin) == (450, "HV_WORKDAY_HOURS")
    assert Settings({}, {"workday_hours": 6}, "config.toml").value("workday_hours").value == 360


def test_the_variables_of_the_older_server_are_honoured() -> None:
    older = {"STANDARD_WORK_DAY_HOURS": "7.5", "TIMEZONE": "Australia/Perth"}
    assert Settings(older).get("workday_hours") == 450
    assert Settings(older).get("timezone") == "Australia/Perth"
    assert Settings({**older, "HV_TIMEZONE": "Europe/Berlin"}).get("timezone") == "Europe/Berlin"


def test_an_empty_variable_is_unset() -> None:
    assert Settings({"HV_DATE_ORDER": " "}).get("date_order") is None


@for_each(
    ("name", "raw", "value"),
    [
        ("timezone", "Eastern Time (US & Canada)", "Eastern Time (US & Canada)"),
        ("week_start", "Sunday", WeekStart.SUNDAY),
        ("date_order", "MDY", "mdy"),
        ("time_format", "decimal", "decimal"),
        ("timeout", "2.5", 2.5),
        ("workday_hours", "24", 1440),
    ],
)
def test_values_are_read(name: str, raw: str, value: object) -> None:
    assert Settings({f"HV_{name.upper()}": raw}).get(name) == value


@for_each(
    ("name", "raw"),
    [
        ("timezone", "Mars (Base)"),
        ("week_start", "friday"),
        ("date_order", "ymd"),
        ("time_format", "h:mm"),
        ("timeout", "0"),
        ("timeout", "-1"),
        ("timeout", "nan"),
        ("timeout", "fast"),
        ("workday_hours", "0"),
        ("workday_hours", "NaN"),
        ("workday_hours", "1e400"),
        ("workday_hours", "25"),
    ],
)
def test_a_value_that_cannot_be_read_is_named_with_its_origin(name: str, raw: str) -> None:
    variable = f"HV_{name.upper()}"
    with pytest.raises(ConfigurationError) as refused:
        Settings({variable: raw}).get(name)
    assert variable in refused.value.message
    assert refused.value.hint is not None
    assert refused.value.exit_code == 78


@pytest.mark.parametrize("raw", [True, [], {"hours": 8}])
def test_a_value_of_another_type_in_the_file_is_refused(raw: Any) -> None:
    with pytest.raises(ConfigurationError, match="workday_hours"):
        Settings({}, {"workday_hours": raw}, "config.toml").get("workday_hours")


def test_every_setting_has_a_variable_and_a_help_line() -> None:
    for setting in SETTINGS:
        assert setting.variable == f"HV_{setting.name.upper()}"
        assert setting.help


def test_no_file_is_an_empty_one(tmp_path: Path) -> None:
    assert read_configuration(tmp_path / "config.toml") == {}


def test_a_byte_order_mark_and_crlf_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbftimeout = 5\r\n")
    assert read_configuration(path) == {"timeout": 5}


@pytest.mark.parametrize(
    "content",
    [b"timeout = ", b"a = 1\na = 2", b"\x00", b"a = \xff", b"[x]\n[x]", b"a = " + b"[" * 3000],
    ids=["cut", "twice", "nul", "latin-1", "table twice", "deep"],
)
def test_a_broken_file_is_named_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError, match=r"config\.toml"):
        read_configuration(path)
    assert path.read_bytes() == content


def test_a_folder_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "huge").write_bytes(b"#" * 2_000_000)
    for name in ("folder", "huge"):
        with pytest.raises(ConfigurationError, match=name):
            read_configuration(tmp_path / name)
