"""`.hv.toml`: what a folder may set, and what it may not."""

import os
from pathlib import Path

import pytest

from harvest_cli.local.config.settings import SETTINGS
from harvest_cli.local.disk.paths_fast import FOLDER_FILE, folder_file
from harvest_cli.local.login.profiles import ALLOWED, folder_defaults


def written(folder: Path, text: str) -> Path:
    path = folder / FOLDER_FILE
    path.write_text(text)
    return path


@pytest.mark.ux(73)
def test_the_nearest_file_upwards_counts(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    outer = written(tmp_path, 'project = "outer"')
    assert folder_file(str(inner), None) == str(outer)
    nearer = written(tmp_path / "a", 'project = "nearer"')
    assert folder_file(str(inner), None) == str(nearer)


@pytest.mark.parametrize("mark", [".git", ".hg", ".jj"])
def test_the_root_of_a_repository_ends_the_search(tmp_path: Path, mark: str) -> None:
    written(tmp_path, 'project = "outside"')
    inside = tmp_path / "repository" / "src"
    inside.mkdir(parents=True)
    (tmp_path / "repository" / mark).mkdir()
    assert folder_file(str(inside), None) == ""
    own = written(tmp_path / "repository", "")
    assert folder_file(str(inside), None) == str(own)


def test_the_home_folder_ends_the_search(tmp_path: Path) -> None:
    written(tmp_path, "")
    home = tmp_path / "home"
    (home / "work").mkdir(parents=True)
    assert folder_file(str(home / "work"), str(home)) == ""
    assert folder_file(str(home / "work"), f"{home}/") == ""


def test_harmless_settings_are_taken_by_either_name(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        'project = "MW"\ntask = "Design"\nnote = "x"\nrounding = "15m up"\nformat = "decimal"\n'
        'profile = "work"\n',
    )
    found = folder_defaults(str(path))
    assert found.layer is not None
    assert found.layer.values == {
        "project": "MW",
        "task": "Design",
        "note": "x",
        "round": "15m up",
        "time_format": "decimal",
    }
    assert found.profile == "work"
    assert found.warnings == ()


NEVER = sorted({setting.name for setting in SETTINGS} - ALLOWED)


@pytest.mark.ux(73)
@pytest.mark.parametrize("name", [*NEVER, "alias", "token", "proxy", "hooks"])
def test_everything_else_is_ignored_and_said(tmp_path: Path, name: str) -> None:
    found = folder_defaults(str(written(tmp_path, f'{name} = "https://evil.example"\n')))
    assert found.layer is None
    assert name in found.warnings[0]


def test_nothing_that_reaches_a_server_a_program_or_a_certificate_is_allowed() -> None:
    assert {"project", "task", "note", "round", "time_format"} == ALLOWED


@pytest.mark.parametrize("content", [b"project = ", b"\xff", b"\x00", b"#" * 70_000])
def test_a_broken_file_stops_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / FOLDER_FILE
    path.write_bytes(content)
    found = folder_defaults(str(path))
    assert found.layer is None
    assert "ignored" in found.warnings[0]


def test_a_folder_or_a_dead_link_of_that_name_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / FOLDER_FILE).mkdir()
    assert "not a file" in folder_defaults(str(tmp_path / FOLDER_FILE)).warnings[0]
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "gone")
    assert "ignored" in folder_defaults(str(link)).warnings[0]


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_a_file_that_everybody_can_write_is_not_read(tmp_path: Path) -> None:
    path = written(tmp_path, 'project = "MW"')
    path.chmod(0o666)
    assert folder_defaults(str(path)).layer is None


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="needs another user's file")
def test_a_file_of_another_user_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, 'project = "MW"')
    os.chown(path, 12345, 12345)
    found = folder_defaults(str(path))
    assert found.layer is None
    assert "another user" in found.warnings[0]


def test_no_file_is_no_default() -> None:
    assert folder_defaults("").layer is None
