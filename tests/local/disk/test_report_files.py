"""Files that a person asked for: whole or untouched."""

import os
import stat
from pathlib import Path

import pytest

from harvest_cli.domain.errors import HvError, UsageError
from harvest_cli.local.disk.output_files import check_writable, replace_file


def test_a_new_file_and_an_old_one_are_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.html"
    for content in ("first", "naïve – 東京\r\n"):
        check_writable(path)
        replace_file(path, content)
        assert path.read_bytes() == content.encode()
    assert [each.name for each in tmp_path.iterdir()] == ["out.html"]


@pytest.mark.parametrize(
    ("name", "why"),
    [("", "it is a folder"), ("none/out.html", "its folder does not exist")],
)
def test_what_cannot_be_written_is_told_before_anything_is_asked(
    tmp_path: Path, name: str, why: str
) -> None:
    with pytest.raises(UsageError, match=why) as refused:
        check_writable(tmp_path / name)
    assert "`-` for standard output" in (refused.value.hint or "")


def test_a_folder_that_may_not_be_written_to_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_args: False)
    with pytest.raises(UsageError, match="may not be written to"):
        check_writable(tmp_path / "out.html")


@pytest.mark.skipif(os.name != "posix", reason="modes and links are of POSIX")
def test_links_are_followed_and_modes_kept(tmp_path: Path) -> None:
    real, link = tmp_path / "real.html", tmp_path / "link.html"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    replace_file(link, "new")
    assert link.is_symlink()
    assert real.read_text() == "new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.html"
    path.write_text("old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(HvError, match="No space left on device") as failed:
        replace_file(path, "new")
    assert failed.value.hint == "The old file is unchanged"
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["out.html"]


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="no devices here")
def test_a_device_is_written_to_not_replaced() -> None:
    check_writable(Path("/dev/null"))
    replace_file(Path("/dev/null"), "x")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


def test_a_very_long_name_still_has_room_for_a_temporary_one(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 240 + ".html")
    replace_file(path, "new")
    assert path.read_text() == "new"
