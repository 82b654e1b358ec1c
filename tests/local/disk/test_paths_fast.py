"""The folders told without a library are those that hv itself uses."""

import os
from pathlib import Path
from types import SimpleNamespace

import platformdirs
import pytest
from platformdirs import windows

from harvest_cli.local.disk.files import places
from harvest_cli.local.disk.paths_fast import folders


def test_hv_home_beats_everything(tmp_path: Path) -> None:
    environ = {"HV_HOME": str(tmp_path / "x"), "HOME": "/home/kim", "XDG_CACHE_HOME": "/c"}
    assert folders(environ) == (str(tmp_path / "x"), str(tmp_path / "x" / "cache"))


def test_a_relative_hv_home_counts_from_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    environ = {"HV_HOME": "hv"}
    where = places(environ)
    assert (
        folders(environ)
        == (str(where.config), str(where.cache))
        == (
            str(tmp_path / "hv"),
            str(tmp_path / "hv" / "cache"),
        )
    )


@pytest.mark.parametrize(
    ("platform", "config", "cache"),
    [
        ("linux", "/home/kim/.config/hv", "/home/kim/.cache/hv"),
        ("darwin", "/home/kim/Library/Application Support/hv", "/home/kim/Library/Caches/hv"),
    ],
)
def test_the_system_decides_where(platform: str, config: str, cache: str) -> None:
    assert folders({"HOME": "/home/kim", "HV_HOME": "  "}, platform) == (config, cache)


@pytest.mark.ux(69)
@pytest.mark.bad("B83")
@pytest.mark.parametrize("given", ["relative/path", "", "  "])
def test_a_relative_or_empty_xdg_folder_is_ignored(given: str) -> None:
    environ = {"HOME": "/home/kim", "XDG_CONFIG_HOME": given, "XDG_CACHE_HOME": given}
    assert folders(environ, "linux") == ("/home/kim/.config/hv", "/home/kim/.cache/hv")


def test_absolute_xdg_folders_count() -> None:
    environ = {"HOME": "/home/kim", "XDG_CONFIG_HOME": "/c", "XDG_CACHE_HOME": "/k"}
    assert folders(environ, "linux") == ("/c/hv", "/k/hv")


@pytest.mark.parametrize("before", ["nothing", "old", "both"])
def test_on_windows_settings_roam_and_tokens_and_state_do_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: str
) -> None:
    local, roaming = tmp_path / "Local" / "hv", tmp_path / "Roaming" / "hv"
    if before != "nothing":
        # What an older version left is still read.
        local.mkdir(parents=True)
        (local / "config.toml").write_text("")
    if before == "both":
        roaming.mkdir(parents=True)
    environ = {"LOCALAPPDATA": str(local.parent), "APPDATA": str(roaming.parent), "HOME": "/x"}
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(windows, "get_win_folder", windows.get_win_folder_from_env_vars)
    monkeypatch.setattr(platformdirs, "PlatformDirs", windows.Windows)
    monkeypatch.setattr("harvest_cli.local.disk.files.os", as_windows())
    where = places(environ)
    config = local if before == "old" else roaming
    assert where[:3] == (config, local, local / "Cache")
    assert where.credentials_file == local / "credentials.toml"
    assert folders(environ, "win32") == (str(config), str(local / "Cache"))
    assert folders({"HOME": "/home/kim", "APPDATA": "C:/Roaming"}, "win32") is None


def as_windows() -> SimpleNamespace:
    """`os` by its Windows name."""
    return SimpleNamespace(**{**vars(os), "name": "nt"})


@pytest.mark.parametrize("environ", [{}, {"HOME": ""}])
def test_what_variables_do_not_tell_is_left_to_hv(environ: dict[str, str]) -> None:
    assert folders(environ, "linux") is None


def test_an_unknown_system_is_left_to_hv() -> None:
    assert folders({"HOME": "/home/kim"}, "plan9") is None
