"""hv's folders and private files without a library, for the answers that must come at once.

`files.py` has the rules. Here is only what can be told from variables, the file of defaults that
counts in a folder, and a twin of `read_private` that loads neither pathlib nor stat.
"""

# Importing pathlib alone would double the time these answers take:
# ruff: noqa: PTH100, PTH109, PTH110, PTH111, PTH117, PTH118, PTH120

import os
import sys

# Importing `typing` for its constant of this name would cost a third of the whole answer.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def folders(environ: "Mapping[str, str]", platform: str = sys.platform) -> "tuple[str, str] | None":
    """Configuration and cache folder; None where they cannot be told from variables alone."""
    home = environ.get("HV_HOME", "").strip()
    if home:
        root = os.path.abspath(os.path.expanduser(home))
        return root, os.path.join(root, "cache")
    if platform == "win32":
        local, config = (environ.get(name, "") for name in ("LOCALAPPDATA", "APPDATA"))
        if not local or not config:
            return None
        local, config = os.path.join(local, "hv"), os.path.join(config, "hv")
        if not os.path.exists(config) and os.path.exists(os.path.join(local, "config.toml")):
            config = local
        return config, os.path.join(local, "Cache")
    home = environ.get("HOME", "")
    usual = {"linux": (".config", ".cache"), "darwin": _MAC}.get(platform)
    if not home or usual is None:
        return None
    names = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME")
    chosen = [environ.get(name, "").strip() for name in names]
    config, cache = (
        given if os.path.isabs(given) else os.path.join(home, folder)
        for given, folder in zip(chosen, usual, strict=True)
    )
    return os.path.join(config, "hv"), os.path.join(cache, "hv")


def logins(config: str, cache: str) -> str:
    """The folder of the logins: the settings' own, but on Windows, where those may roam."""
    return os.path.dirname(cache) if sys.platform == "win32" else config


FOLDER_FILE = ".hv.toml"
"""Defaults of a folder."""
ROOT_MARKS = (".git", ".hg", ".jj", ".svn")


def folder_file(folder: str, home: "str | None") -> str:
    """The nearest file upwards, as far as the home folder or the root of a repository, or empty."""
    end = os.path.normpath(home) if home else ""
    while True:
        path = os.path.join(folder, FOLDER_FILE)
        if os.path.exists(path):
            return path
        above = os.path.dirname(folder)
        is_root = any(os.path.exists(os.path.join(folder, mark)) for mark in ROOT_MARKS)
        if above == folder or folder == end or is_root:
            return ""
        folder = above


def folder_file_here(environ: "Mapping[str, str]") -> str:
    """The one that counts in the current folder; empty for none."""
    try:
        return folder_file(os.getcwd(), environ.get("HOME"))
    except OSError:  # the folder was removed
        return ""


def file_part(text: str) -> str:
    """A text as a part of a file's name."""
    return "".join(c if c.isalnum() else "-" for c in text)


def read_at_once(path: str, limit: int) -> "bytes | None":
    """Up to `limit` bytes of a file of this user; None where there is none, or it is not ours."""
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):
        flags |= getattr(os, name, 0)
    try:
        handle = os.open(path, flags)
    except OSError:
        return None
    try:
        if os.name == "posix" and os.fstat(handle).st_uid != os.geteuid():
            return None
        pieces = []
        while limit > 0 and (piece := os.read(handle, min(limit, 1 << 20))):
            pieces.append(piece)
            limit -= len(piece)
    except OSError:
        return None
    finally:
        os.close(handle)
    return b"".join(pieces)


_MAC = ("Library/Application Support", "Library/Caches")
