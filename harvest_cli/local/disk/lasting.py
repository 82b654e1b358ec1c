"""What must survive a loss of power, and what must take the place of an old file."""

import os
import time
from contextlib import suppress
from pathlib import Path

TRIES, PAUSE = 40, 0.05
"""Two seconds: a virus scanner or an indexer lets go of a new file by then."""


def sync(handle: int) -> None:
    """Wait until a file is on the disk; raises OSError.

    On macOS `fsync` ends when the drive has the bytes, which may hold them in its own memory.
    """
    try:
        import fcntl
    except ImportError:
        os.fsync(handle)
        return
    full = getattr(fcntl, "F_FULLFSYNC", None)
    if full is not None:
        # A drive on the network does not know it.
        with suppress(OSError):
            fcntl.fcntl(handle, full)
            return
    os.fsync(handle)


def take_place(new: Path, old: Path) -> None:
    """Put a file in the place of another, whole; raises OSError.

    Windows refuses that while any program has the old file open, so there it is tried again.
    """
    for left in range(TRIES, -1, -1):
        try:
            new.replace(old)
        except PermissionError:
            if os.name != "nt" or not left:
                raise
            time.sleep(PAUSE)
        else:
            return
