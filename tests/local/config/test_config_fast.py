"""What completion sees of the configuration: plain lines; everything else is only not offered."""

import os
from pathlib import Path

import pytest

from harvest_cli.local.config.config_fast import aliases, profiles, usual_profile


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, apart from the configuration."""
    folder = tmp_path / "work" / "site"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def config(tmp_path: Path, text: str, name: str = "config.toml") -> str:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return str(tmp_path)


def test_without_anything_the_default_profile_is_used(tmp_path: Path, here: Path) -> None:
    assert usual_profile({}, str(tmp_path)) == "default"


@pytest.mark.parametrize(
    ("environ", "folder", "file", "profile"),
    [
        ({"HV_DEFAULT_PROFILE": "v"}, 'profile = "f"', 'default_profile = "c"', "f"),
        ({"HV_DEFAULT_PROFILE": "v"}, "", 'default_profile = "c"', "v"),
        ({}, "", 'default_profile = "c"', "c"),
        ({}, "", "default_profile='c' ", "c"),
        ({}, "[x]\nprofile = 'f'", "[y]\ndefault_profile = 'c'", "default"),
        ({}, "# profile = 'f'", "# default_profile = 'c'", "default"),
    ],
)
def test_the_nearest_place_names_the_profile(
    tmp_path: Path, here: Path, environ: dict[str, str], folder: str, file: str, profile: str
) -> None:
    if folder:
        (here / ".hv.toml").write_text(folder)
    assert usual_profile(environ, config(tmp_path, file)) == profile


def test_a_folder_above_counts_up_to_the_root_of_a_repository(tmp_path: Path, here: Path) -> None:
    (here.parent / ".hv.toml").write_text('profile = "above"')
    assert usual_profile({}, str(tmp_path)) == "above"
    (here / ".git").mkdir()
    assert usual_profile({}, str(tmp_path)) == "default"


def test_the_home_folder_ends_the_search(tmp_path: Path, here: Path) -> None:
    (here.parent / ".hv.toml").write_text('profile = "above"')
    assert usual_profile({"HOME": str(here)}, str(tmp_path)) == "default"


def test_a_removed_folder_does_no_harm(tmp_path: Path, here: Path) -> None:
    here.rmdir()
    assert usual_profile({}, str(tmp_path)) == "default"


def test_profiles_come_from_settings_and_from_logins(tmp_path: Path) -> None:
    config(tmp_path, '[profile.work]\nx = 1\n[profile."home"]\n[alias]\n')
    config(tmp_path, "[profile.client]\ntoken = 'x'\n", "credentials.toml")
    assert list(profiles(str(tmp_path), "")) == ["work", "home", "client"]


def test_aliases_are_the_lines_of_their_table_alone(tmp_path: Path) -> None:
    folder = config(
        tmp_path,
        'editor = "vi"\n[alias]\n# old = "1h"\nstandup = "15m Meetings: stand-up"\n'
        "\"lunch\" = '1h TF'\nbroken line\n[leave]\nvacation = 'x'\n",
    )
    assert list(aliases(folder)) == [("standup", "15m Meetings: stand-up"), ("lunch", "1h TF")]


def test_a_sentence_is_shown_short_and_steers_no_terminal(tmp_path: Path) -> None:
    folder = config(tmp_path, f'[alias]\na = "\x1b[31m{"x" * 500}"\n')
    ((_, sentence),) = aliases(folder)
    assert "\x1b" not in sentence
    assert len(sentence) == 70


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00[alias]", b"\x00" * 100, b"[[[["])
def test_nothing_that_stands_there_makes_it_fail(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "config.toml").write_bytes(content)
    assert list(aliases(str(tmp_path))) == []
    assert list(profiles(str(tmp_path), "")) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_a_pipe_in_its_place_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "config.toml")
    assert list(aliases(str(tmp_path))) == []


def test_a_folder_in_its_place_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()
    assert list(profiles(str(tmp_path), "")) == []


def test_on_windows_logins_are_beside_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.toml").write_text("[profile.work]\n")
    (local := tmp_path / "local").mkdir()
    (local / "credentials.toml").write_text("[profile.home]\n")
    monkeypatch.setattr("sys.platform", "win32")
    assert list(profiles(str(tmp_path), str(local / "Cache"))) == ["work", "home"]
