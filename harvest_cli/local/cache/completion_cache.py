"""The names that completion offers, in a file that the Tab key can afford to read.

Written beside the catalogue, one file per profile. It holds words that no shell touches (slugs,
numbers) with a description, and no notes. Stale is good enough; whatever is damaged is left out.
"""

# Importing pathlib alone would double the time this takes:
# ruff: noqa: PTH118

import os

from harvest_cli.local.disk.paths_fast import file_part, read_at_once

# Importing `typing` for its constant of this name would cost a third of the whole answer.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


_FIRST = "hv-names 1"
_LIMIT = 16 * 1024 * 1024
CELLS = {"p": 6, "t": 3, "c": 3, "e": 3, "u": 3}
"""Kinds of rows (projects, tasks, clients, entries, people) and how many cells each has."""
PEOPLE = b"u\t"
_SAFE = b"-\n0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
LONGEST = 200
"""Characters of a word; longer ones are not offered."""
LONGEST_DESCRIPTION = 70


def file_name(profile: str) -> str:
    """The file of a profile."""
    return f"{file_part(profile) or 'default'}.names"


def is_safe(word: str) -> bool:
    """Whether a word means itself in every shell: letters, digits and dashes, no dash first."""
    bare = word.removeprefix("@").replace("-", "")
    return bare.isascii() and bare.isalnum() and word[0] != "-" and len(word) <= LONGEST


def described(text: str) -> str:
    """A description on one short line, without anything that steers a terminal."""
    kept = text[:1000]
    if not kept.isprintable():
        kept = "".join(c if c.isprintable() else " " for c in kept)
    short = " ".join(kept.split())
    return short if len(short) <= LONGEST_DESCRIPTION else f"{short[: LONGEST_DESCRIPTION - 1]}…"


class NamesFile:
    """The file of one profile; `source` marks the account and login whose names it holds."""

    def __init__(self, folder: "Path", profile: str, source: str) -> None:
        self.path = folder / file_name(profile)
        self._head = f"{_FIRST}\t{source}\n".encode()

    def serves(self) -> bool:
        """Whether the file is there and holds the names of this login."""
        return read_at_once(str(self.path), len(self._head)) == self._head

    def save(self, rows: "Iterable[tuple[str, ...]]") -> None:
        """Replace it; raises OSError. A row is its kind, a word, and what belongs to the word.

        People stay: they are no part of the catalogue.
        """
        self._write([*_lines(rows), *(line for line in self._known() if line.startswith(PEOPLE))])

    def save_people(self, rows: "Iterable[tuple[str, ...]]") -> None:
        """Replace the people, where the file is there; raises OSError."""
        known, people = self._known(), _lines(rows)
        if known and people != [line for line in known if line.startswith(PEOPLE)]:
            self._write([*(line for line in known if not line.startswith(PEOPLE)), *people])

    def _known(self) -> list[bytes]:
        """The rows that are there, of this login."""
        found = read_at_once(str(self.path), _LIMIT) if self.serves() else None
        return found.removeprefix(self._head).splitlines() if found else []

    def _write(self, lines: list[bytes]) -> None:
        # Completion only reads, and pathlib would double the time that it takes.
        from harvest_cli.local.disk.files import write_private

        body = b"".join(line + b"\n" for line in lines)
        write_private(self.path, self._head + body, durable=False)

    def add(self, row: tuple[str, ...]) -> None:
        """Add one row at the end, where the file is there; raises OSError."""
        if self.serves():
            # As above.
            from harvest_cli.local.disk.files import append_private

            append_private(self.path, "\t".join(row))


def _lines(rows: "Iterable[tuple[str, ...]]") -> list[bytes]:
    return ["\t".join(row).encode("utf-8", "replace") for row in rows]


def rows(
    content: bytes, kind: str, begun: str = "", places: "Sequence[int]" = ()
) -> "list[tuple[str, ...]]":
    """The rows of one kind whose word begins so, cut into cells; the first one is the kind.

    Only the cells at `places`, where some are named. Torn rows and words that are not safe in every
    shell are left out.
    """
    begins, size = f"{kind}\t{begun}", CELLS[kind]
    content, first = b"\n" + content, f"\n{begins}".encode("utf-8", "replace")
    end = content.find(b"\n", content.rfind(first) + 1)
    text = content[content.find(first) + 1 : end if end >= 0 else None].decode("utf-8", "replace")
    # Names come in thousands and stand together: they are cut, and looked at, all at once. A row
    # that is torn, or of another kind, moves those behind it out of their places.
    cells = text.replace("\n", "\t").split("\t")
    count, left = divmod(len(cells), size)
    places = places or range(size)
    whole = not left and cells[::size] == [kind] * count
    if whole and (not begun or content.count(first) == count) and _all_safe(cells[1::size]):
        return [*zip(*(cells[place::size] for place in places), strict=True)]
    found = [line.split("\t") for line in text.split("\n") if line.startswith(begins)]
    sound = (row for row in found if len(row) == size and row[1] and is_safe(row[1]))
    return [tuple(row[place] for place in places) for row in sound]


def _all_safe(words: "list[str]") -> bool:
    """Whether every word is safe for certain."""
    lines = "\n".join(["", *words, ""])
    if lines.encode().translate(None, _SAFE) or "" in words or "\n-" in lines:
        return False
    return max(map(len, words)) <= LONGEST


def content(folder: str, profile: str) -> bytes:
    """What the file of a profile holds; nothing where there is none, or it is not ours."""
    found = read_at_once(os.path.join(folder, file_name(profile)), _LIMIT) or b""
    return found if found.startswith(_FIRST.encode()) else b""
