"""The person's `config.toml`: read, checked and changed.

Values of settings in the form that TOML and JSON have for them, and back from typed words. Changes
keep comments and order: one key set or taken out, all or nothing. Only this file knows tomlkit.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from harvest_cli.domain.days import WeekStart
from harvest_cli.domain.errors import ConfigurationError
from harvest_cli.domain.hours import Rounding
from harvest_cli.domain.records import TYPE_CHECKING, Any
from harvest_cli.domain.wording import close_words
from harvest_cli.local.config.settings import BY_NAME, Layer, Setting
from harvest_cli.local.config.toml_file import IN_EDITOR, file_content, parsed
from harvest_cli.local.disk.files import write_private
from harvest_cli.local.disk.locks import alone_in

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

OWN_TABLES = ("leave", "holidays", "target", "balance", "recurring", "suggest")
"""Tables of the file that a profile may have of its own."""
TABLES = ("profile", "alias", *OWN_TABLES)
"""Tables that the file may hold besides settings."""
MOST_WARNINGS = 3


def read_configuration(path: Path) -> Mapping[str, Any]:
    """The tables of the file, empty when there is none; raises ConfigurationError."""
    content = file_content(path)
    return {} if content is None else parsed(path, content)


def profile_table(configuration: Mapping[str, Any], profile: str) -> Mapping[str, Any]:
    """The settings under `[profile.NAME]`."""
    profiles = configuration.get("profile")
    chosen = profiles.get(profile) if isinstance(profiles, dict) else None
    return chosen if isinstance(chosen, dict) else {}


def layers_of(configuration: Mapping[str, Any], profile: str, path: Path) -> tuple[Layer, ...]:
    """The file as layers of settings: the profile's part before the file's own."""
    table = f"profile.{profile}"
    own = {k: v for k, v in configuration.items() if k in BY_NAME}
    its = {k: v for k, v in profile_table(configuration, profile).items() if k in BY_NAME}
    layers = (
        Layer(its, f"[{table}] in {path}", str(path), table),
        Layer(own, str(path), str(path)),
    )
    return tuple(layer for layer in layers if layer.values)


def strange_keys(configuration: Mapping[str, Any], path: Path) -> list[str]:
    """A warning for each key that means nothing, with the one that was probably meant."""
    told = [_strange(path, name, name, TABLES) for name in _unknown(configuration, TABLES)]
    profiles = configuration.get("profile", {})
    for profile, table in profiles.items() if isinstance(profiles, dict) else ():
        inside = table if isinstance(table, dict) else {}
        told += [
            _strange(path, f"profile.{profile}.{name}", name, OWN_TABLES)
            for name in _unknown(inside, OWN_TABLES)
        ]
    more = len(told) - MOST_WARNINGS
    return told[:MOST_WARNINGS] + ([f"{path}: {more} more unknown settings"] if more > 0 else [])


def _unknown(table: Mapping[str, Any], tables: tuple[str, ...] = ()) -> Iterator[str]:
    return (name for name in table if name not in BY_NAME and name not in tables)


def _strange(path: Path, shown: str, name: str, tables: tuple[str, ...]) -> str:
    meant = meant_by(name, tables)
    ask = f"; did you mean `{meant}`?" if meant else ""
    return f"{path}: unknown setting `{shown[:60]}`{ask}"


def meant_by(name: str, tables: tuple[str, ...] = ()) -> str | None:
    """The setting or the table whose name is closest to a name that is none."""
    close = close_words(name.lower().replace("-", "_"), (*BY_NAME, *tables), like=0.7)
    return close[0] if close else None


def plain_value(setting: Setting, value: Any) -> Any:
    """The value as text, number, list or None; what it gives can be set again."""
    if setting.name == "workday_hours":
        value = round(value / 60, 4)
    if isinstance(value, WeekStart):
        return value.name.lower()
    if isinstance(value, Rounding):
        return str(value)
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def typed_value(setting: Setting, raw: str) -> Any:
    """What to write into a file for words that were typed; raises ValueError."""
    plain = plain_value(setting, setting.text(raw))
    # `none` is kept: it takes back what an outer place sets.
    return "none" if plain is None else plain


# -- changed -----------------------------------------------------------------------------------

BOM = b"\xef\xbb\xbf"
PATIENCE = 2.0
"""Seconds; a change takes a few milliseconds."""


def set_value(path: Path, dotted_key: str, value: Any) -> None:
    """Set one key, such as `profile.work.timeout`; raises ConfigurationError."""
    set_values(path, {dotted_key: value})


def set_values(path: Path, values: Mapping[str, Any]) -> None:
    """Set several keys in one step, take out those that are None; tables are made as needed."""
    with _one_at_a_time(path):
        document, bom = _opened(path)
        for dotted, value in values.items():
            *tables, name = dotted.split(".")
            table = _table_for(document, tables, path)
            if value is None:
                table.pop(name, None)
            else:
                table[name] = value
        _save(path, document, bom)


def unset_value(path: Path, dotted_key: str) -> bool:
    """Take one key or table out, and tables that are empty then; False when it is not there."""
    with _one_at_a_time(path):
        return _unset(path, dotted_key)


def _unset(path: Path, dotted_key: str) -> bool:
    document, bom = _opened(path)
    *tables, name = dotted_key.split(".")
    chain: list[Any] = [document]
    for table in tables:
        inner = chain[-1].get(table)
        if not isinstance(inner, dict):
            return False
        chain.append(inner)
    if name not in chain[-1]:
        return False
    del chain[-1][name]
    for outer, table in zip(reversed(chain[:-1]), reversed(tables), strict=True):
        if not outer[table]:
            del outer[table]
    _save(path, document, bom)
    return True


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    """Two hv at once must not undo each other's change; where nothing can be locked, go on."""
    with ExitStack() as held:
        # The folder may not be there yet.
        with suppress(OSError):
            held.enter_context(alone_in(Path(os.path.realpath(path.parent)), PATIENCE))
        yield


def _opened(path: Path) -> "tuple[TOMLDocument, bytes]":
    import tomlkit

    content = file_content(path) or b""
    parsed(path, content)  # a broken file is the person's to mend, and is not touched
    bom = BOM if content.startswith(BOM) else b""
    return tomlkit.parse(content.removeprefix(BOM)), bom


def _table_for(document: Any, tables: list[str], path: Path) -> Any:
    import tomlkit

    place = document
    for depth, name in enumerate(tables):
        if name not in place:
            # A table that only holds tables needs no heading of its own.
            place[name] = tomlkit.table(is_super_table=depth < len(tables) - 1)
        place = place[name]
        if not isinstance(place, dict):
            message = f"`{name}` in {path} is a value, not a table"
            raise ConfigurationError(message, hint=IN_EDITOR)
    return place


def _save(path: Path, document: Any, bom: bytes) -> None:
    import tomlkit

    content = bom + tomlkit.dumps(document).encode()
    parsed(path, content)
    replace_file(path, content)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file of the person's, mode 0600, all or nothing; raises ConfigurationError.

    Links are followed: people keep their configuration in a folder of their own choice. Its
    owner and mode are still checked where it really lies.
    """
    try:
        write_private(Path(os.path.realpath(path)), content, durable=True)
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"{path} cannot be written: {reason}"
        raise ConfigurationError(message, hint=f"Check `ls -ld {path.parent}`") from None
