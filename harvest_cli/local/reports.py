"""Files that a person asked for: replaced whole or left as they were."""

import os
import stat
from pathlib import Path

from harvest_cli.domain.errors import HvError, UsageError


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


def replace_file(path: Path, content: str | bytes) -> None:
    """Write `content`, text as UTF-8: readers see the old file or the new one, never a part.

    Links are followed, an existing file keeps its mode. Raises HvError; then the old file is
    untouched.
    """
    target = path.resolve()
    written = content.encode("utf-8") if isinstance(content, str) else content
    try:
        if _is_special(target):
            target.write_bytes(written)
        else:
            _replace(target, written)
    except OSError as error:
        message = f"{path} could not be written: {error.strerror or error}"
        raise HvError(message, hint="What stood there before is unchanged") from None


def _is_special(path: Path) -> bool:
    """Whether it is a pipe or a device, which cannot be replaced."""
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def _replace(target: Path, content: bytes) -> None:
    temporary = target.with_name(f".{target.name[:100]}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
