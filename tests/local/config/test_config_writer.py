"""Changes to TOML files: comments stay, a broken file is not touched, all or nothing."""

import os
import stat
import tomllib
from pathlib import Path

import pytest

from harvest_cli.domain.errors import ConfigurationError
from harvest_cli.local.config.config_file import set_value, set_values, unset_value

WRITTEN = """# how I work
timeout = 5  # slow network

[profile.work]  # the office
account_id = 7

[alias]
standup = "log 15m TF: stand-up"
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    file.write_text(WRITTEN)
    return file


@pytest.mark.ux(70)
def test_comments_order_and_other_tables_stay(path: Path) -> None:
    set_value(path, "timeout", 9)
    set_value(path, "profile.work.timeout", 3)
    text = path.read_text()
    assert "# how I work" in text
    assert "timeout = 9  # slow network" in text
    assert "[profile.work]  # the office" in text
    assert tomllib.loads(text)["profile"]["work"] == {"account_id": 7, "timeout": 3}
    assert text.index("[profile.work]") < text.index("[alias]")


def test_a_key_of_the_file_goes_above_its_tables(path: Path) -> None:
    set_value(path, "week_start", "sunday")
    assert tomllib.loads(path.read_text())["week_start"] == "sunday"


def test_the_file_and_its_tables_are_made_when_missing(tmp_path: Path) -> None:
    path = tmp_path / "new" / "config.toml"
    set_value(path, "profile.home.round", "15m up")
    assert tomllib.loads(path.read_text()) == {"profile": {"home": {"round": "15m up"}}}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_several_values_are_one_change_and_none_takes_out(path: Path) -> None:
    set_values(path, {"timeout": None, "week_start": "monday", "profile.work.round": None})
    found = tomllib.loads(path.read_text())
    assert "timeout" not in found
    assert found["week_start"] == "monday"


def test_a_key_is_taken_out_with_the_table_that_is_empty_then(path: Path) -> None:
    assert unset_value(path, "profile.work.account_id")
    assert "profile" not in tomllib.loads(path.read_text())
    assert not unset_value(path, "profile.work.account_id")
    assert not unset_value(path, "nothing.here")
    assert not unset_value(path.with_name("absent.toml"), "timeout")


@pytest.mark.parametrize("value", ["a = b\n[x]", '"quoted" \\ back', "é – ünïcode", "\x7f"])
def test_any_text_comes_back_as_it_was(path: Path, value: str) -> None:
    set_value(path, "note", value)
    assert tomllib.loads(path.read_text())["note"] == value


@pytest.mark.parametrize("broken", [b"timeout = \n", b"\x00", b"[a]\n[a]\n", b"\xff\xfe"])
def test_a_broken_file_is_refused_and_left_as_it_is(path: Path, broken: bytes) -> None:
    path.write_bytes(broken)
    with pytest.raises(ConfigurationError):
        set_value(path, "timeout", 1)
    with pytest.raises(ConfigurationError):
        unset_value(path, "timeout")
    assert path.read_bytes() == broken


def test_a_value_is_not_turned_into_a_table(path: Path) -> None:
    with pytest.raises(ConfigurationError, match="not a table"):
        set_value(path, "timeout.inner", 1)


def test_a_byte_order_mark_and_line_ends_stay(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf# mine\r\ntimeout = 5\r\n")
    set_value(path, "timeout", 6)
    assert path.read_bytes() == b"\xef\xbb\xbf# mine\r\ntimeout = 6\r\n"


def test_a_linked_file_is_changed_where_it_really_lies(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to(path)
    set_value(link, "timeout", 8)
    assert link.is_symlink()
    assert "timeout = 8" in path.read_text()


def test_a_disk_that_is_full_leaves_the_old_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ConfigurationError, match="No space left"):
        set_value(path, "timeout", 1)
    assert path.read_text() == WRITTEN
    assert [each.name for each in path.parent.iterdir()] == ["config.toml"]


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_a_crash_at_any_step_leaves_the_old_file_or_the_new_one(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def crash(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    if step == "replace":
        monkeypatch.setattr(Path, "replace", crash)
    elif step == "fsync":
        monkeypatch.setattr(os, "fsync", crash)
    else:
        monkeypatch.setattr(os, "fdopen", crash)
    with pytest.raises(KeyboardInterrupt):
        set_value(path, "timeout", 1)
    assert path.read_text() == WRITTEN


@pytest.mark.skipif(os.name != "posix", reason="folders are locked on POSIX alone")
def test_changes_made_at_once_are_all_kept(path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    keys = [f"profile.p{number}.timeout" for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda key: set_value(path, key, 5), keys))
    found = tomllib.loads(path.read_text())["profile"]
    assert len(found) == 25
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda key: unset_value(path, key), keys))
    assert list(tomllib.loads(path.read_text())["profile"]) == ["work"]
