"""What the configuration says at first sight, for completion: read line by line, without a parser.

TOML allows more than is seen here (keys over several lines, escapes); what is not seen is only
not offered. Nothing here fails.
"""

# Importing pathlib alone would double the time this takes:
# ruff: noqa: PTH113, PTH118, PTH123

import os

from harvest_cli.local.disk.paths_fast import folder_file_here, logins

# Importing `typing` for its constant of this name would cost a third of the whole answer.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


LONGEST_FILE = 256 * 1024
LONGEST_TEXT = 70


def usual_profile(environ: "Mapping[str, str]", config: str) -> str:
    """The profile where no flag and not `HV_PROFILE` name one.

    `config` is the folder of the configuration.
    """
    named = _at_top("profile", folder_file_here(environ))
    stated = named or environ.get("HV_DEFAULT_PROFILE", "").strip()
    return stated or _at_top("default_profile", os.path.join(config, "config.toml")) or "default"


def profiles(config: str, cache: str) -> "Iterator[str]":
    """The names of profiles in the configuration and among the logins."""
    for path in ((config, "config.toml"), (logins(config, cache), "credentials.toml")):
        for line in _lines(os.path.join(*path)):
            if line.startswith("[profile."):
                yield line[len("[profile.") :].partition("]")[0].strip("\"' ")


def aliases(config: str) -> "Iterator[tuple[str, str]]":
    """Aliases and their sentences."""
    inside = False
    for line in _lines(os.path.join(config, "config.toml")):
        if line.startswith("["):
            inside = line.startswith("[alias]")
        name, equals, sentence = line.partition("=")
        if inside and equals and not line.startswith("#"):
            shown = "".join(c for c in sentence.strip(" \"'") if c.isprintable())
            yield name.strip(" \"'"), shown[:LONGEST_TEXT]


def _at_top(name: str, path: str) -> str:
    """The text of a key in front of all tables; empty where it is not plain to see."""
    for line in _lines(path):
        if line.startswith("["):
            return ""
        key, equals, value = line.partition("=")
        if equals and key.strip() == name:
            return value.strip(" \"'")
    return ""


def _lines(path: str) -> "list[str]":
    try:
        # A pipe in its place would wait for somebody to write.
        if not os.path.isfile(path):
            return []
        with open(path, "rb") as file:
            content = file.read(LONGEST_FILE)
    except OSError:
        return []
    return [line.strip() for line in content.decode("utf-8", "replace").splitlines()]
