"""Long lists in order, with most of them on the disk."""

import os
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvest_cli.local.disk import spool
from harvest_cli.local.disk.spool import Spool

PAGES = st.lists(st.lists(st.integers(0, 50), max_size=6), max_size=9)


@settings(deadline=None)
@given(pages=PAGES, most=st.integers(0, 20))
def test_rows_come_in_order_whatever_the_pages_hold(pages: list[list[int]], most: int) -> None:
    with pytest.MonkeyPatch.context() as patched, tempfile.TemporaryDirectory() as folder:
        patched.setattr(spool, "MOST", most)
        found = Spool[int](lambda row: row, Path(folder) / "cache")
        for page in pages:
            found.add(page)
        rows = sorted(row for page in pages for row in page)
        assert list(found) == rows
        assert list(found) == rows, "read again"
        assert len(found) == len(rows)


def test_the_file_has_no_name_and_its_folder_is_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool, "MOST", 2)
    found = Spool[int](lambda row: row, tmp_path / "cache")
    found.add([3, 2, 1])
    assert list(found) == [1, 2, 3]
    assert os.listdir(tmp_path / "cache") == []  # noqa: PTH208 - names alone
    assert (tmp_path / "cache").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("fails", ["file", "page"])
def test_a_full_disk_costs_memory_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    monkeypatch.setattr(spool, "MOST", 2)
    found = Spool[int](lambda row: row, tmp_path / "cache")
    if fails == "page":
        found.add([9, 1, 5])

    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    monkeypatch.setattr("harvest_cli.local.disk.spool.pickle.dumps", full)
    found.add([4, 2, 7])
    found.add([3, 8])
    expected = [2, 3, 4, 7, 8]
    assert list(found) == sorted(expected + ([9, 1, 5] if fails == "page" else []))
