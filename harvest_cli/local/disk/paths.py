"""Where hv keeps things: configuration, state that must survive, and cache that may vanish."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from harvest_cli.domain.errors import ConfigurationError


class Places(NamedTuple):
    """Three folders; with `HV_HOME` all of them lie inside that one."""

    config: Path
    state: Path
    cache: Path

    @property
    def config_file(self) -> Path:
        """The settings that the person wrote."""
        return self.config / "config.toml"

    @property
    def credentials_file(self) -> Path:
        """The logins; only its owner may read it."""
        return self.config / "credentials.toml"


def places(environ: Mapping[str, str]) -> Places:
    """The folders of this run; raises ConfigurationError when no home folder can be told."""
    home = environ.get("HV_HOME", "").strip()
    if home:
        root = Path(home).expanduser() if home.startswith("~") else Path(home)
        root = root if root.is_absolute() else Path.cwd() / root
        return Places(root, root / "state", root / "cache")
    return _platform_places(environ)


def _platform_places(environ: Mapping[str, str]) -> Places:
    try:
        Path.home()
    except RuntimeError:
        message = "No home folder: HOME is not set and this user has no entry in the system"
        raise ConfigurationError(message, hint="Set `HV_HOME` to a folder for hv") from None
    if os.name == "posix" and not environ.get("HOME"):
        # platformdirs would build a path below "~" that nobody expands.
        return _below(Path.home())
    import platformdirs

    folders = platformdirs.PlatformDirs("hv", appauthor=False)
    return Places(
        Path(folders.user_config_dir), Path(folders.user_state_dir), Path(folders.user_cache_dir)
    )


def _below(home: Path) -> Places:
    return Places(home / ".config" / "hv", home / ".local" / "state" / "hv", home / ".cache" / "hv")
