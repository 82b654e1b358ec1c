"""`.hv.toml`: defaults of a folder, such as its project.

Anybody can put such a file into a folder that is cloned or unpacked. So it sets only what a
person sees in the next answer, never a server, a program or a certificate; and a file of another
user is not read at all.
"""

from collections.abc import Mapping
from pathlib import Path

from harvest_cli.domain.errors import ConfigurationError
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.local.config.settings import BY_NAME, SETTINGS, Layer
from harvest_cli.local.disk.files import read_trusted

NAME = ".hv.toml"
SIZE_LIMIT = 64 * 1024
ROOT_MARKS = (".git", ".hg", ".jj", ".svn")
ALLOWED = frozenset(setting.name for setting in SETTINGS if setting.folder)
SHORT = {"format": "time_format", "rounding": "round"}
"""Other names of the same settings."""


class FolderDefaults(NamedTuple):
    """What the folder sets: its layer, the profile it asks for, and what was ignored."""

    layer: Layer | None = None
    profile: str | None = None
    warnings: tuple[str, ...] = ()


def folder_file(start: Path, home: Path | None) -> Path | None:
    """The nearest file upwards, up to the home folder or the root of a repository."""
    for folder in (start, *start.parents):
        candidate = folder / NAME
        if candidate.exists():
            return candidate
        if folder == home or any((folder / mark).exists() for mark in ROOT_MARKS):
            return None
    return None


def folder_defaults(path: Path | None) -> FolderDefaults:
    """The defaults in the file; whatever is wrong with it is told, and harms nothing."""
    if path is None:
        return FolderDefaults()
    # tomllib loads in 5 ms: only for a folder that has such a file.
    from harvest_cli.local.config.toml_file import parsed

    try:
        content = read_trusted(path, SIZE_LIMIT)
        if len(content) > SIZE_LIMIT:
            why = f"it is larger than {SIZE_LIMIT // 1024} KiB"
            return FolderDefaults(warnings=(f"{path} is ignored: {why}",))
        found = parsed(path, content)
    except OSError as error:
        return FolderDefaults(warnings=(f"{path} is ignored: {error.strerror or error}",))
    except ConfigurationError as error:
        return FolderDefaults(warnings=(f"{error.message}; the file is ignored",))
    return _sorted_out(path, found)


def _sorted_out(path: Path, found: Mapping[str, Any]) -> FolderDefaults:
    values: dict[str, Any] = {}
    refused: list[str] = []
    told: list[str] = []
    profile = None
    for key, value in found.items():
        name = SHORT.get(key, key)
        if name in ALLOWED:
            try:
                BY_NAME[name].read(value)
            except ValueError as wanted:
                # Whoever cloned the folder did not write it, and is to log all the same.
                told.append(f"{path} is wrong about `{key}`, which is ignored: expected {wanted}")
            else:
                values[name] = value
        elif name == "profile" and isinstance(value, str):
            profile = value
        else:
            refused.append(key[:40])
    if refused:
        names = ", ".join(f"`{key}`" for key in refused[:5])
        told.append(f"{path} cannot set {names}; ignored")
    layer = Layer(values, str(path), str(path)) if values else None
    return FolderDefaults(layer, profile, tuple(told))
