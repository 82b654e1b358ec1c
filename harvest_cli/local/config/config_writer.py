"""Changes to TOML files that keep comments and order: one key set or taken out, all or nothing.

The only place that knows tomlkit.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from harvest_cli.domain.errors import ConfigurationError
from harvest_cli.domain.records import TYPE_CHECKING, Any
from harvest_cli.local.config.toml_file import IN_EDITOR, file_content, parsed
from harvest_cli.local.disk.files import write_private
from harvest_cli.local.disk.locks import alone_in

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

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
