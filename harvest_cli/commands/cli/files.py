"""Files that commands read: by name, or standard input for `-`."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from harvest_cli.actions.imports.results import Source
from harvest_cli.commands.cli.run import Run
from harvest_cli.domain.errors import UsageError
from harvest_cli.language.timesheets.decoding import LARGEST


def sources_of(run: Run, names: Sequence[str]) -> list[Source]:
    """Files with their bytes; raises UsageError, with every one that cannot be read."""
    found = [_source(run, name) for name in names]
    wrong = [each for each in found if isinstance(each, str)]
    if wrong:
        raise UsageError("; ".join(wrong), hint="Name a file, or `-` for standard input")
    return [each for each in found if isinstance(each, Source)]


def _source(run: Run, name: str) -> Source | str:
    """The file, or why it cannot be read."""
    if name == "-":
        if run.stdin.isatty():
            message = "`-` reads standard input, which is this terminal"
            raise UsageError(message, hint="Pipe the file in, or name it")
        return Source("standard input", _bytes_of(run.stdin))
    try:
        with Path(name).open("rb") as file:
            return Source(name, file.read(LARGEST + 1))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        return f'"{name}" is no file that can be read ({reason})'


def _bytes_of(stdin: TextIO) -> bytes:
    binary = getattr(stdin, "buffer", None)
    if isinstance(binary, io.BufferedIOBase | io.RawIOBase):
        return binary.read(LARGEST + 1) or b""
    return stdin.read(LARGEST + 1).encode("utf-8", "surrogateescape")
