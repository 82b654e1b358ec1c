"""The names that completion offers, in a file that the Tab key can afford to read.

Written beside the catalogue, one file per profile. It holds words that no shell touches (slugs,
numbers) with a description, and no notes. Stale is good enough; whatever is damaged is left out.
"""

# Importing pathlib alone would double the time this takes:
# ruff: noqa: PTH118

import os

# Importing `typing` for its constant of this name would cost a third of the whole answer.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_FIRST = "hv-names 1"
_LIMIT = 16 * 1024 * 1024
CELLS = {"p": 6, "t": 3, "c": 3, "e": 3}
"""Kinds of rows (projects, tasks, clients, entries) and how many cells each has."""
LONGEST = 200
"""Characters of a word; longer ones are not offered."""
LONGEST_DESCRIPTION = 70


def file_name(profile: str) -> str:
    """The file of a profile."""
    return f"{''.join(c if c.isalnum() else '-' for c in profile) or 'default'}.names"


def is_safe(word: str) -> bool:
    """Whether a word means itself in every shell: letters, digits and dashes, no dash first."""
    bare = word.removeprefix("@").replace("-", "")
    return bare.isascii() and bare.isalnum() and word[0] != "-" and len(word) <= LONGEST


def described(text: str) -> str:
    """A description on one short line, without anything that steers a terminal."""
    kept = "".join(c if c.isprintable() else " " for c in text[:1000])
    short = " ".join(kept.split())
    return short if len(short) <= LONGEST_DESCRIPTION else f"{short[: LONGEST_DESCRIPTION - 1]}…"


class NamesFile:
    """The file of one profile; `source` marks the account and login whose names it holds."""

    def __init__(self, folder: "Path", profile: str, source: str) -> None:
        self.path = folder / file_name(profile)
        self._head = f"{_FIRST}\t{source}\n".encode()

    def serves(self) -> bool:
        """Whether the file is there and holds the names of this login."""
        try:
            with self.path.open("rb") as file:
                return file.read(len(self._head)) == self._head
        except OSError:
            return False

    def save(self, rows: "Iterable[tuple[str, ...]]") -> None:
        """Replace it; raises OSError. A row is its kind, a word, and what belongs to the word."""
        from harvest_cli.local.files import write_private

        lines = ("\t".join(row) for row in rows)
        body = "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")
        write_private(self.path, self._head + body, durable=False)

    def add(self, row: tuple[str, ...]) -> None:
        """Add one row at the end, where the file is there; raises OSError."""
        if self.serves():
            from harvest_cli.local.files import append_private

            append_private(self.path, "\t".join(row))


def rows(folder: str, profile: str, kind: str) -> "list[list[str]]":
    """The whole rows of one kind, as they stand; nothing where there is no file."""
    begins, cells = f"{kind}\t", CELLS[kind]
    found = [
        line.split("\t")
        for line in _content(os.path.join(folder, file_name(profile))).split("\n")
        if line.startswith(begins)
    ]
    return [row for row in found if len(row) == cells and is_safe(row[1] or "-")]


def _content(path: str) -> str:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        handle = os.open(path, flags)
    except OSError:
        return ""
    try:
        if os.name == "posix" and os.fstat(handle).st_uid != os.geteuid():
            return ""
        pieces, left = [], _LIMIT
        while left > 0 and (piece := os.read(handle, min(left, 1 << 20))):
            pieces.append(piece)
            left -= len(piece)
    except OSError:
        return ""
    finally:
        os.close(handle)
    content = b"".join(pieces)
    return content.decode("utf-8", "replace") if content.startswith(_FIRST.encode()) else ""
