"""Row numbers of the last list: of this terminal, this account, and of today."""

import os
from pathlib import Path

import pytest

from harvest_cli.local.cache.row_numbers import KEPT_FOR, Listing, terminal_name


def listing(tmp_path: Path, account: str = "server 7", terminal: str = "tty-1") -> Listing:
    return Listing(tmp_path / "state", account, terminal)


def test_a_row_is_counted_from_one(tmp_path: Path) -> None:
    rows = listing(tmp_path)
    rows.remember([636718192, 636708723, 2**40])
    assert [rows.row(n) for n in (1, 2, 3)] == [636718192, 636708723, 2**40]
    assert [rows.row(n) for n in (-1, 0, 4, 10**30)] == [None] * 4
    assert rows.rows == 3


def test_nothing_shown_is_no_row(tmp_path: Path) -> None:
    assert listing(tmp_path).row(1) is None
    assert listing(tmp_path).rows == 0


def test_an_empty_list_forgets_the_one_before(tmp_path: Path) -> None:
    rows = listing(tmp_path)
    rows.remember([1])
    rows.remember([])
    assert rows.rows == 0


def test_another_account_or_terminal_sees_nothing_of_it(tmp_path: Path) -> None:
    listing(tmp_path).remember([5])
    assert listing(tmp_path, account="server 8").row(1) is None
    assert listing(tmp_path, terminal="tty-2").row(1) is None
    assert listing(tmp_path).row(1) == 5


@pytest.mark.parametrize(("age", "row"), [(0, 5), (KEPT_FOR - 60, 5), (KEPT_FOR + 60, None)])
def test_numbers_of_yesterday_mean_nothing(tmp_path: Path, age: float, row: int | None) -> None:
    rows = listing(tmp_path)
    rows.remember([5])
    then = rows.path.stat().st_mtime - age
    os.utime(rows.path, (then, then))
    assert rows.row(1) == row


def test_a_file_of_the_future_is_not_believed(tmp_path: Path) -> None:
    rows = listing(tmp_path)
    rows.remember([5])
    then = rows.path.stat().st_mtime + 7200
    os.utime(rows.path, (then, then))
    assert rows.row(1) is None


@pytest.mark.parametrize("content", [b"", b"server 7\nx", b"server 7\n1\n\n", b"\xff\xfe", b"\x00"])
def test_a_damaged_file_counts_as_no_list(tmp_path: Path, content: bytes) -> None:
    rows = listing(tmp_path)
    rows.remember([5])
    rows.path.write_bytes(content)
    assert rows.rows == 0


@pytest.mark.skipif(os.name != "posix", reason="links and modes are of POSIX")
def test_a_link_in_its_place_is_neither_read_nor_followed(tmp_path: Path) -> None:
    rows = listing(tmp_path)
    rows.remember([5])
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("server 7\n99")
    rows.path.unlink()
    rows.path.symlink_to(elsewhere)
    assert rows.row(1) is None
    rows.remember([6])
    assert elsewhere.read_text() == "server 7\n99"
    assert rows.row(1) == 6


def test_the_name_of_a_terminal_is_a_file_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "ttyname", lambda _stream: "/dev/pts/3")
    assert terminal_name() == "tty--dev-pts-3"


def test_without_a_terminal_the_session_has_the_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(stream: int) -> str:
        raise OSError(25, "Inappropriate ioctl for device")

    monkeypatch.setattr(os, "ttyname", none)
    assert terminal_name() == f"session-{os.getsid(0)}"
