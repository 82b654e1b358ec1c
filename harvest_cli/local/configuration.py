"""The person's `config.toml`, read; the file is never rewritten here."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from harvest_cli.domain.errors import ConfigurationError

SIZE_LIMIT = 1024 * 1024


def read_configuration(path: Path) -> Mapping[str, Any]:
    """The tables of the file, empty when there is none; raises ConfigurationError."""
    try:
        if path.is_dir():
            message = f"{path} is a folder, not a file"
            raise ConfigurationError(message, hint="Move it away")
        if path.stat().st_size > SIZE_LIMIT:
            message = f"{path} is larger than {SIZE_LIMIT // 1024} KiB"
            raise ConfigurationError(message, hint="Look at what is in it")
        content = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}"
        raise ConfigurationError(message, hint=f"Look at `ls -l {path}`") from None
    return _parse(path, content)


def _parse(path: Path, content: bytes) -> Mapping[str, Any]:
    try:
        # Editors on Windows put a byte order mark first; it carries nothing.
        return tomllib.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        message = f"{path} is not UTF-8 text"
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        message = f"{path} is not valid TOML: {error}"
    raise ConfigurationError(message, hint=f"Mend it with an editor: `$EDITOR {path}`") from None


def settings_of(configuration: Mapping[str, Any], profile: str) -> dict[str, Any]:
    """The file's own settings with those of the profile laid over them."""
    own = {k: v for k, v in configuration.items() if not isinstance(v, dict)}
    profiles = configuration.get("profile")
    chosen = profiles.get(profile) if isinstance(profiles, dict) else None
    return {**own, **chosen} if isinstance(chosen, dict) else own
