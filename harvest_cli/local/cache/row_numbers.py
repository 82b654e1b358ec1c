"""The ids of the last list that this terminal showed, so that its row numbers can be named."""

import os
from collections.abc import Sequence
from pathlib import Path

from harvest_cli.domain.records import Any
from harvest_cli.domain.wall_clock import epoch_seconds
from harvest_cli.local.disk.files import read_private, write_private
from harvest_cli.local.disk.paths_fast import file_part

SIZE_LIMIT = 1024 * 1024
KEPT_FOR = 24 * 3600
"""Seconds; older numbers mean nothing to anybody."""


class Listing:
    """The numbered rows of one terminal and one account; `account` keeps accounts apart."""

    def __init__(self, folder: Path, account: str, terminal: str) -> None:
        self.account = account
        self.path = folder / f"{terminal}.rows"

    def remember(self, ids: Sequence[int]) -> None:
        """Keep the ids in the order shown; raises OSError."""
        lines = [self.account, *map(str, ids)]
        write_private(self.path, "\n".join(lines).encode(), durable=False)
        # A folder on another machine stamps files by that machine's clock.
        now = epoch_seconds()
        os.utime(self.path, (now, now))

    def row(self, number: int) -> int | None:
        """The id in a row, counted from 1; None when no such row was shown here lately."""
        ids = self._ids()
        return ids[number - 1] if 1 <= number <= len(ids) else None

    @property
    def rows(self) -> int:
        """How many rows the last list had; 0 when none is known."""
        return len(self._ids())

    def _ids(self) -> list[int]:
        content = read_private(self.path, SIZE_LIMIT)
        if content is None or not 0 <= epoch_seconds() - self.path.stat().st_mtime < KEPT_FOR:
            return []
        account, *ids = content.decode("utf-8", "replace").split("\n")
        if account != self.account:
            return []
        try:
            return [int(text) for text in ids]
        except ValueError:
            return []


def terminal_name() -> str:
    """A name for the terminal that this process belongs to, the same for every command in it."""
    for stream in (0, 2, 1):
        try:
            return f"tty-{file_part(os.ttyname(stream))}"
        except (OSError, AttributeError):
            continue
    if os.name == "nt":
        return f"window-{_window_of_windows()}"
    return f"session-{os.getsid(0)}"


def _window_of_windows() -> int:
    """The console of this process; without one the program that started it."""
    import ctypes

    kernel: Any = getattr(ctypes, "windll").kernel32  # noqa: B009 - there on Windows alone
    return int(kernel.GetConsoleWindow()) or os.getppid()
