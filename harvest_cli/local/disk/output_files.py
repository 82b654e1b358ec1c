"""Files that a person asked for: replaced whole, or left as they were."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harvest_cli.domain.errors import HvError, UsageError
from harvest_cli.domain.records import IO

_OF_OTHERS = (errno.EPIPE, errno.ECONNRESET)
"""Failures of what is read while a file is written, or of who reads it."""


def check_writable(path: Path) -> None:
    """Raise UsageError, before anything is asked of Harvest, where nothing can be written."""
    folder = path.resolve().parent
    if path.is_dir():
        why = "it is a folder"
    elif not folder.is_dir():
        why = "its folder does not exist"
    elif not os.access(folder, os.W_OK) and not _is_special(path):
        why = "its folder may not be written to"
    else:
        return
    message = f"{path} cannot be written: {why}"
    raise UsageError(message, hint="Name another file, or `-` for standard output")


def told(path: Path) -> str:
    """`Wrote FILE`, to be said of it once it is written: asked before, it knows of an old file."""
    try:
        old = stat.S_ISREG(path.stat().st_mode) and path.stat().st_size > 0
    except OSError:
        old = False
    return f"Wrote {path}, replacing the old file" if old else f"Wrote {path}"


def replace_file(path: Path, content: str | bytes) -> None:
    """Write `content`, text as UTF-8: readers see the old file or the new one, never a part.

    Raises HvError; then the old file is untouched.
    """
    with replacing(path) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that takes the place of `path` once this ends, whole or not at all.

    Links are followed, an existing file keeps its mode; a pipe or device is written to as it is.
    Raises HvError where the disk refuses; then, as after any failure, the old file is untouched.
    """
    target = path.resolve()
    own = f".{target.name[:100]}.{os.getpid()}.{os.urandom(4).hex()}"
    written = target if _is_special(target) else target.with_name(own)
    try:
        with written.open("wb" if written is target else "xb") as file:
            yield file
            if written is not target:
                file.flush()
                os.fsync(file.fileno())
        if written is not target:
            if target.exists():
                written.chmod(stat.S_IMODE(target.stat().st_mode))
            written.replace(target)
    except OSError as error:
        if error.errno in _OF_OTHERS:
            raise
        message = f"{path} could not be written: {error.strerror or error}"
        raise HvError(message, hint="The old file is unchanged") from None
    finally:
        if written is not target:
            written.unlink(missing_ok=True)


def _is_special(path: Path) -> bool:
    """Whether it is a pipe or a device, which cannot be replaced."""
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False
