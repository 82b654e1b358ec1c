"""When an account's next request may leave: one small file that all of its profiles share.

It holds the moments of the last requests that count, those to come included, so that many
processes queue in order. It is a help and no promise: where it cannot be used, or makes no sense,
nobody waits, and Harvest's own limit is met and waited out.
"""

import os
from pathlib import Path
from zlib import crc32

from harvest_cli.local.disk.files import open_private, private_folder
from harvest_cli.local.disk.locks import lock

BUCKET, WINDOW = 80, 15.0
"""Requests of one account that leave within so many seconds; Harvest takes 100."""
AHEAD = 3600.0
"""Seconds; a turn later than that was written by another clock."""
PATIENCE = 0.1
"""Seconds that a process which was stopped can hold others up."""
_EACH = 8


class RateLimiter:
    """The turns of one account on one server; times are epoch seconds."""

    def __init__(self, folder: Path, server: str, account_id: int, most: int = BUCKET) -> None:
        self.path = folder / f"turns-{account_id}-{crc32(server.encode()):08x}"
        self._most = most

    def acquire(self, now: float, count: int = 1) -> float:
        """Take so many turns; the seconds until the last of them, 0 for now."""
        try:
            private_folder(self.path.parent)
            handle = open_private(self.path, os.O_RDWR | os.O_CREAT)
            try:
                lock(handle, PATIENCE)
                return self._taken(handle, now, count) - now
            finally:
                os.close(handle)
        except OSError:
            return 0.0

    def wait(self, now: float) -> float:
        """Seconds until the next turn, which is not taken."""
        try:
            handle = open_private(self.path, os.O_RDWR)
            try:
                return max(0.0, min(self._moments(handle, now)) + WINDOW - now)
            finally:
                os.close(handle)
        except OSError:
            return 0.0

    def _moments(self, handle: int, now: float) -> list[float]:
        from struct import unpack

        os.lseek(handle, 0, os.SEEK_SET)
        content = os.read(handle, self._most * _EACH).ljust(self._most * _EACH, b"\0")
        found = unpack(f"<{self._most}d", content)
        return [each if 0.0 <= each <= now + AHEAD else 0.0 for each in found]

    def _taken(self, handle: int, now: float, count: int) -> float:
        from struct import pack

        moments, turn = self._moments(handle, now), now
        for _ in range(count):
            oldest = min(range(self._most), key=moments.__getitem__)
            turn = max(now, moments[oldest] + WINDOW)
            moments[oldest] = turn
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, pack(f"<{self._most}d", *moments))
        os.ftruncate(handle, self._most * _EACH)
        return turn
