"""Long lists that are read in order without being held in memory: pages go to a file of ours.

The file has no name, so that nobody else opens it, and it is gone with the process.
"""

import os
import pickle
import sys
import tempfile
import weakref
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from harvest_cli.domain.records import IO, Any, TypeVar
from harvest_cli.local.disk.files import private_folder

T = TypeVar("T")
MOST = 8000
"""Rows that are held in memory before pages go to the file."""


class Spool(Collection[T]):
    """Rows in the order of a key, however long. `folder` is where the file is made.

    `codec` writes and reads pages: `marshal` is many times faster for texts and numbers.
    Pages may come in any order. While rows are read, those pages are in memory that overlap: a
    list that Harvest gives by day has one or two of them.
    """

    def __init__(self, key: Callable[[T], Any], folder: Path, codec: Any = pickle) -> None:
        self._key, self._folder, self._codec = key, folder, codec
        self._held: list[list[T]] = []
        self._places: list[tuple[Any, int, int]] = []
        """The least key of each page in the file, where it begins, and how many bytes it has."""
        self._file: IO[bytes] | None = None
        self._count, self._weight, self._most = 0, 0, MOST

    def add(self, rows: list[T], weight: int = 0) -> None:
        """One page more; where no file can be written, pages stay in memory.

        `weight` is as how many rows it counts there, where one holds several.
        """
        if not rows:
            return
        self._count += len(rows)
        self._weight += weight or len(rows)
        self._held.append(rows)
        if self._weight > self._most:
            try:
                self._write_down()
            except OSError:
                self._most = sys.maxsize

    def _write_down(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(dir=private_folder(self._folder))  # noqa: SIM115
            weakref.finalize(self, self._file.close)
        while self._held:
            place = self._file.seek(0, os.SEEK_END)
            written = self._file.write(self._codec.dumps(self._held[-1]))
            self._file.flush()
            self._places.append((min(map(self._key, self._held.pop())), place, written))

    def __contains__(self, row: object) -> bool:
        return any(each == row for each in self)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[T]:
        ahead = sorted((row for rows in self._held for row in rows), key=self._key)
        places = sorted(self._places)
        for number, (_, place, size) in enumerate(places, 1):
            ahead += self._page(place, size)
            ahead.sort(key=self._key)
            ready = len(ahead)
            if number < len(places):
                ready = bisect_left(ahead, places[number][0], key=self._key)
            yield from ahead[:ready]
            del ahead[:ready]
        yield from ahead

    def _page(self, place: int, size: int) -> list[T]:
        if self._file is None:
            return []
        self._file.seek(place)
        found: list[T] = self._codec.loads(self._file.read(size))
        return found
