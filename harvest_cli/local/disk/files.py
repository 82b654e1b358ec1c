"""Private files: written whole or not at all, never through a link, never for another user.

The folders that they are in.
"""

import errno
import os
import stat
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from harvest_cli.domain.errors import ConfigurationError
from harvest_cli.domain.records import NamedTuple

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
HV_HOME = "HV_HOME"
LONGEST_SHOWN = 60
TRIES, PAUSE = 40, 0.05
"""Two seconds: a virus scanner or an indexer lets go of a new file by then."""


class NotOurs(OSError):
    """A folder where hv will not write: a link, another user's, or open to everybody."""


def private_folder(path: Path) -> Path:
    """Make sure that `path` is a folder of ours alone; raises NotOurs or OSError."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        _refuse_to_litter(path)
        make_private(path)
        found = path.lstat()
    if stat.S_ISLNK(found.st_mode):
        message = f"{path} is a link"
        raise NotOurs(message)
    if os.name == "posix":
        _check_owner(path, found)
    return path


def make_private(path: Path) -> None:
    """Make a folder and those above it, all of this user alone, whatever the umask says."""
    if not path.parent.exists():
        make_private(path.parent)
    path.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def _check_owner(path: Path, found: os.stat_result) -> None:
    if found.st_uid != os.geteuid():
        message = f"{path} belongs to another user"
        raise NotOurs(message)
    if found.st_mode & stat.S_IWOTH:
        message = f"{path} is writable by everybody"
        raise NotOurs(message)


def _refuse_to_litter(path: Path) -> None:
    # `sudo hv` must not leave files of root in somebody's home.
    if os.name != "posix" or os.geteuid() != 0:
        return
    parent = next((folder for folder in path.parents if folder.exists()), None)
    if parent and parent.stat().st_uid != 0:
        message = f"{parent} belongs to another user"
        raise NotOurs(message)


def open_private(path: Path, flags: int) -> int:
    """A descriptor of a private file, with mode 0600 where `flags` make it.

    No link is followed and no pipe waited for. Raises NotOurs for anything but a regular file of
    this user, and OSError.
    """
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):
        flags |= getattr(os, name, 0)
    handle = os.open(path, flags, PRIVATE_FILE)
    found = os.fstat(handle)
    is_file = stat.S_ISREG(found.st_mode)
    if is_file and (os.name != "posix" or found.st_uid == os.geteuid()):
        return handle
    os.close(handle)
    message = f"{path} {'belongs to another user' if is_file else 'is not a file'}"
    raise NotOurs(message)


def write_private(path: Path, content: bytes, *, durable: bool) -> None:
    """Replace `path` by `content`, mode 0600, all or nothing; `durable` also syncs to the disk."""
    folder = private_folder(path.parent)
    temporary = folder / f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}"
    handle = open_private(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            if durable:
                file.flush()
                sync(file.fileno())
        take_place(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    if durable:
        sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Make sure that a new name in a folder survives a loss of power."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        sync(handle)
    finally:
        os.close(handle)


def append_private(path: Path, line: str, *, durable: bool = False) -> None:
    """Add a line, or several, in a single write, so that lines of two processes never mix.

    A line that was cut off before, by a loss of power or a full disk, is closed first: it shall
    not spoil this one. Raises OSError.
    """
    private_folder(path.parent)
    handle = open_private(path, os.O_RDWR | os.O_CREAT | os.O_APPEND)
    try:
        size = os.lseek(handle, 0, os.SEEK_END)
        if size:
            os.lseek(handle, size - 1, os.SEEK_SET)
        closing = "\n" if size and os.read(handle, 1) != b"\n" else ""
        content = f"{closing}{line}\n".encode()
        if os.write(handle, content) < len(content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        if durable:
            sync(handle)
    finally:
        os.close(handle)


def read_private(path: Path, limit: int) -> bytes | None:
    """The content of a regular file of ours up to `limit` bytes; None for anything else."""
    try:
        handle = open_private(path, os.O_RDONLY)
    except OSError:
        return None
    with os.fdopen(handle, "rb") as file:
        return file.read() if os.fstat(handle).st_size <= limit else None


def read_trusted(path: Path, limit: int) -> bytes:
    """What a person wrote, up to one byte more than `limit`; links are followed, no pipe is read.

    Raises NotOurs for what is no file, or what somebody else may have written, and OSError.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if problem := distrusted(os.fstat(handle)):
        os.close(handle)
        raise NotOurs(problem)
    with os.fdopen(handle, "rb") as file:
        return file.read(limit + 1)


def distrusted(found: os.stat_result) -> str | None:
    """Why nothing in a file of settings may count; None where only its reader can have written."""
    if not stat.S_ISREG(found.st_mode):
        return "it is not a file"
    if os.name != "posix":
        return None
    if found.st_uid not in (os.geteuid(), 0):
        return "it belongs to another user"
    # A group with the number of the user has nobody else in it, where each user has a group.
    group = stat.S_IWGRP if found.st_gid != found.st_uid else 0
    return "others can write to it" if found.st_mode & (group | stat.S_IWOTH) else None


class Places(NamedTuple):
    """The folders; with `HV_HOME` all of them lie inside that one.

    `logins` is where the tokens are, if not beside the settings: on Windows those may follow the
    person to other machines, and a token does not.
    """

    config: Path
    state: Path
    cache: Path
    logins: Path | None = None

    @property
    def config_file(self) -> Path:
        """The settings that the person wrote."""
        return self.config / "config.toml"

    @property
    def credentials_file(self) -> Path:
        """The logins; only its owner may read it."""
        return (self.logins or self.config) / "credentials.toml"


def places(environ: Mapping[str, str]) -> Places:
    """The folders of this run; raises ConfigurationError when no home folder can be told."""
    home = environ.get("HV_HOME", "").strip()
    if home:
        if home.startswith("~") and home[1:2] not in ("", "/", os.sep):
            why = "it is in the home of another user"
            raise _unusable(HV_HOME, home, why)
        root = Path(home).expanduser() if home.startswith("~") else Path(home)
        root = root if root.is_absolute() else Path.cwd() / root
        _check_usable(HV_HOME, root / "state")
        return Places(root, root / "state", root / "cache")
    found = _platform_places(environ)
    for folder in found[:3]:
        _check_usable("HOME", folder)
    return found


def _check_usable(variable: str, folder: Path) -> None:
    """Raise ConfigurationError where no folder can be, whatever is done about it."""
    try:
        str(folder).encode()
        folder.lstat()
    except UnicodeEncodeError:
        raise _unusable(variable, str(folder), "it is not valid UTF-8") from None
    except OSError as error:
        if error.errno in (errno.ENAMETOOLONG, errno.ENOTDIR, errno.ELOOP):
            raise _unusable(variable, str(folder), os.strerror(error.errno).lower()) from None


def _unusable(variable: str, folder: str, why: str) -> ConfigurationError:
    shown = folder.encode(errors="replace").decode()
    shown = shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}…"
    message = f"hv cannot keep anything in {shown}: {why} ({variable})"
    return ConfigurationError(message, hint="Set `HV_HOME` to a folder for hv")


def _platform_places(environ: Mapping[str, str]) -> Places:
    try:
        Path.home()
    except RuntimeError:
        message = "No home folder: HOME is not set and this user has no entry in the system"
        raise ConfigurationError(message, hint="Set `HV_HOME` to a folder for hv") from None
    if os.name == "posix" and not environ.get("HOME"):
        # platformdirs would build a path below "~" that nobody expands.
        home = Path.home()
        return Places(home / ".config/hv", home / ".local/state/hv", home / ".cache/hv")
    import platformdirs

    folders = platformdirs.PlatformDirs("hv", appauthor=False)
    local = Path(folders.user_config_dir)
    config = local
    if os.name == "nt":
        roaming = Path(
            platformdirs.PlatformDirs("hv", appauthor=False, roaming=True).user_config_dir
        )
        # Version 0.1 kept all of it in one folder.
        if roaming.exists() or not (local / "config.toml").exists():
            config = roaming
    return Places(config, Path(folders.user_state_dir), Path(folders.user_cache_dir), local)


# -- what must last ----------------------------------------------------------------------------


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
