"""One process at a time: the locks of the system, and what stands for them on Windows.

A lock goes with its process. Where there are none, two processes may meet; SQLite has its own.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harvest_cli.local.disk.files import open_private

PAUSE = 0.002
NAME = ".lock"
FAR = 1 << 30
"""The byte that is locked on Windows, where what is locked cannot be read: behind any content."""


def lock(handle: int, patience: float | None = None) -> bool:
    """Lock an open file until it is closed; False after `patience` seconds (None waits for ever).

    A process that was stopped holds its lock; nobody else should stand still for it.
    """
    waited = 0.0
    while not _taken(handle, wait=patience is None):
        if patience is not None and waited >= patience:
            return False
        time.sleep(PAUSE)
        waited += PAUSE
    return True


def _taken(handle: int, *, wait: bool) -> bool:
    try:
        import fcntl
    except ImportError:
        return _taken_on_windows(handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _taken_on_windows(handle: int) -> bool:
    try:
        import msvcrt
    except ImportError:
        return True
    place = os.lseek(handle, 0, os.SEEK_CUR)
    os.lseek(handle, FAR, os.SEEK_SET)
    try:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except PermissionError:
        return False
    finally:
        os.lseek(handle, place, os.SEEK_SET)
    return True


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the lock of a file that is there for nothing else; raises OSError."""
    handle = open_private(path, os.O_RDWR | os.O_CREAT)
    try:
        lock(handle)
        yield
    finally:
        os.close(handle)


@contextmanager
def alone_in(folder: Path, patience: float | None = None) -> Iterator[None]:
    """Hold the lock of a folder; after `patience` seconds go on without. Raises OSError.

    It leaves no file, but on Windows, where folders cannot be opened.
    """
    if os.name == "nt":
        handle = open_private(folder / NAME, os.O_RDWR | os.O_CREAT)
    else:
        handle = os.open(folder, os.O_RDONLY)
    try:
        lock(handle, patience)
        yield
    finally:
        os.close(handle)
