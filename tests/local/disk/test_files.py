"""Private files: whole or not at all, ours alone, never through a link."""

import os
import stat
from pathlib import Path

import pytest

from harvest_cli.local.disk.files import (
    NotOurs,
    append_private,
    open_private,
    private_folder,
    read_private,
    write_private,
)

posix = pytest.mark.skipif(os.name != "posix", reason="owners and modes are of POSIX")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@posix
def test_files_and_folders_are_private_from_the_start(tmp_path: Path) -> None:
    target = tmp_path / "state" / "names"
    write_private(target, b"x", durable=False)
    append_private(tmp_path / "state" / "trail", "line")
    assert mode(target) == 0o600
    assert mode(tmp_path / "state" / "trail") == 0o600
    assert mode(target.parent) == 0o700


@pytest.mark.parametrize("durable", [True, False])
def test_what_is_written_can_be_read_and_nothing_else_is_left(
    tmp_path: Path, durable: bool
) -> None:
    target = tmp_path / "names"
    write_private(target, b"old", durable=durable)
    write_private(target, b"new", durable=durable)
    assert read_private(target, 10) == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["names"]


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "names"
    write_private(target, b"old", durable=False)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_private(target, b"new", durable=True)
    assert target.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_lines_are_appended(tmp_path: Path) -> None:
    target = tmp_path / "trail"
    append_private(target, "one")
    append_private(target, "zwei ü")
    assert target.read_text(encoding="utf-8") == "one\nzwei ü\n"


@posix
def test_a_link_is_never_followed_for_writing(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("mine")
    link = tmp_path / "link"
    link.symlink_to(precious)
    with pytest.raises(OSError, match="link"):
        append_private(link, "x")
    write_private(link, b"x", durable=False)
    assert precious.read_text() == "mine"
    assert not link.is_symlink()


@posix
def test_a_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(NotOurs, match="link"):
        private_folder(tmp_path / "link")


@posix
def test_a_folder_that_everybody_may_write_is_refused(tmp_path: Path) -> None:
    open_folder = tmp_path / "open"
    open_folder.mkdir()
    open_folder.chmod(0o777)
    with pytest.raises(NotOurs, match="everybody"):
        private_folder(open_folder)


@posix
def test_a_folder_of_another_user_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "theirs"
    folder.mkdir()
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)
    with pytest.raises(NotOurs, match="another user"):
        private_folder(folder)


@posix
def test_root_leaves_nothing_in_the_home_of_a_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.geteuid() == 0:
        os.chown(tmp_path, 12345, 12345)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(NotOurs, match="another user"):
        private_folder(tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_what_is_no_readable_file_reads_as_none(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "large").write_bytes(b"12345")
    assert read_private(tmp_path / "absent", 10) is None
    assert read_private(tmp_path / "folder", 10) is None
    assert read_private(tmp_path / "large", 4) is None
    assert read_private(tmp_path / "large", 5) == b"12345"


@posix
def test_a_pipe_in_place_of_a_file_takes_no_line(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "trail")
    with pytest.raises(OSError, match="trail"):
        append_private(tmp_path / "trail", "line")


@posix
def test_a_file_of_another_user_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "names").write_bytes(b"x")
    ours = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: ours + 1)
    with pytest.raises(NotOurs, match="belongs to another user"):
        open_private(tmp_path / "names", os.O_RDONLY)
    assert read_private(tmp_path / "names", 10) is None


@posix
def test_a_pipe_in_place_of_a_file_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert read_private(tmp_path / "pipe", 10) is None
