"""Everything that is configured, put together: the profile, its settings, and what to warn of.

`.hv.toml` holds defaults of a folder, such as its project. Anybody can put such a file into a
folder that is cloned or unpacked. So it sets only what a person sees in the next answer, never a
server, a program or a certificate; and a file of another user is not read at all.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from harvest_cli.domain.errors import ConfigurationError
from harvest_cli.domain.records import Any, NamedTuple
from harvest_cli.domain.wording import quoted
from harvest_cli.local.config.settings import BY_NAME, SETTINGS, UNSET, Layer, Settings
from harvest_cli.local.disk.files import Places, places, read_trusted
from harvest_cli.local.disk.paths_fast import folder_file_here

DEFAULT = "default"
SANDBOX = "sandbox"
SIZE_LIMIT = 64 * 1024
ALLOWED = frozenset(setting.name for setting in SETTINGS if setting.folder)
SHORT = {"format": "time_format", "rounding": "round"}
"""Other names of the same settings."""


class FolderDefaults(NamedTuple):
    """What the folder sets: its layer, the profile it asks for, and what was ignored."""

    layer: Layer | None = None
    profile: str | None = None
    warnings: tuple[str, ...] = ()


def folder_defaults(file: str) -> FolderDefaults:
    """The defaults in a file, if there is one; whatever is wrong is told, and harms nothing."""
    if not file:
        return FolderDefaults()
    path = Path(file)
    # Loaded only for a folder that has such a file.
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
    layer = Layer(values, str(path), str(path), of_folder=True) if values else None
    return FolderDefaults(layer, profile, tuple(told))


# -- all of it ------------------------------------------------------------------------------------


class RunSettings(NamedTuple):
    """The settings of a run and the profile that it uses, `default` when none was named."""

    settings: Settings
    profile: str
    profile_origin: str = UNSET
    profiles: tuple[str, ...] = ()


def configured(environ: Mapping[str, str], named: str | None) -> RunSettings:
    """What counts in this run; `named` is the profile of the flag or variable.

    Raises ConfigurationError for a file that cannot be read. Without any home folder only the
    environment counts.
    """
    try:
        where: Places | None = places(environ)
    except ConfigurationError:
        where = None
    configuration = _configuration(where)
    folder = folder_defaults(folder_file_here(environ))
    profile, origin, warnings = _profile(environ, named, configuration, where, folder.profile)
    told = [*folder.warnings, *warnings]
    layers = [folder.layer] if folder.layer else []
    if configuration and where:
        # Loaded only where there is a file, here and below.
        from harvest_cli.local.config.config_file import layers_of, strange_keys

        layers += layers_of(configuration, profile, where.config_file)
        told += strange_keys(configuration, where.config_file)
    tables = _tables(configuration, profile) if configuration else {}
    settings = Settings(environ, layers=layers, warnings=told, tables=tables)
    return RunSettings(settings, profile, origin, _known(configuration, where))


def _tables(configuration: Mapping[str, Any], profile: str) -> dict[str, Any]:
    """Aliases, and the tables that a profile may have of its own, whose keys come first."""
    # As above.
    from harvest_cli.local.config.config_file import OWN_TABLES, profile_table

    tables = {"alias": configuration.get("alias")}
    for name in OWN_TABLES:
        own, its = configuration.get(name), profile_table(configuration, profile).get(name)
        if isinstance(own, dict) and isinstance(its, dict):
            tables[name] = {**own, **its}
        else:
            tables[name] = own if its is None else its
    return {name: table for name, table in tables.items() if table is not None}


def _configuration(where: Places | None) -> Mapping[str, Any]:
    if where is None or not os.path.lexists(where.config_file):
        return {}
    # As above.
    from harvest_cli.local.config.config_file import read_configuration

    return read_configuration(where.config_file)


def _profile(
    environ: Mapping[str, str],
    named: str | None,
    configuration: Mapping[str, Any],
    where: Places | None,
    of_folder: str | None,
) -> tuple[str, str, list[str]]:
    """The profile, what named it, and warnings."""
    if named:
        return named, "--profile or HV_PROFILE", []
    warnings = []
    if of_folder is not None:
        if of_folder in _known(configuration, where):
            return of_folder, ".hv.toml", []
        warnings.append(f"The .hv.toml here names an unknown profile: {quoted(of_folder)}")
    path = str(where.config_file) if where else ""
    own = Layer(configuration, path, path)
    chosen = Settings(environ, layers=[own]).value("default_profile")
    return chosen.value or DEFAULT, chosen.origin, warnings


def _known(configuration: Mapping[str, Any], where: Places | None) -> tuple[str, ...]:
    """Profiles of the configuration file and of the file of logins."""
    found = configuration.get("profile")
    names = dict.fromkeys(found if isinstance(found, dict) else ())
    if where is not None and where.credentials_file.exists():
        # As above.
        from harvest_cli.local.login.token_store import TokenStore

        try:
            names |= dict.fromkeys(TokenStore(where.credentials_file).profiles())
        except ConfigurationError:
            # Told when a login is needed from it; a token of the environment needs none.
            return tuple(names)
    return tuple(names)
