"""A database that stays open for runs of one process that follow one another.

To open one anew for each of them costs more waits for the disk than what is written: the first
write begins a new write-ahead log, and the last to close it folds it into the file.
"""

from collections.abc import Callable
from pathlib import Path

from harvest_cli.domain.records import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from sqlite3 import Connection


class Opened(Protocol):
    """Whatever is open on a database."""

    db: "Connection"

    @property
    def close(self) -> Callable[[], object]:
        """Lets go of the file."""


Thing = TypeVar("Thing", bound=Opened | None)


class Held(Generic[Thing]):
    """What is open on one file, for one thread; opened anew where the file is another by now."""

    def __init__(self) -> None:
        self._thing: Thing | None = None
        self._of: tuple[object, ...] = ()
        self._size = 0
        """Bytes of the file when it was opened: a database does not grow shorter by itself."""

    def lent(self, path: Path, opens: Callable[[], Thing]) -> Thing:
        """What is open on this file, for one run; what could not be opened is tried again.

        Raises what `opens` raises.
        """
        if self._thing is not None:
            marks, size = _marks(path)
            if marks == self._of and size >= self._size and not self._thing.db.in_transaction:
                return self._thing
            self.close()
        found = self._thing = opens()
        self._of, self._size = _marks(path)
        return found

    def distrust(self) -> None:
        """Something went wrong with the file: the next run opens it anew, and so checks it."""
        self._of = ()

    def close(self) -> None:
        """Let go of the file."""
        thing, self._thing = self._thing, None
        if thing is not None:
            thing.close()


def _marks(path: Path) -> tuple[tuple[object, ...], int]:
    """What tells a file and its write-ahead log from others in their place; the file's bytes."""
    file, log = _stat(path), _stat(path.with_name(f"{path.name}-wal"))
    return (path, file[:2], log[:2]), file[2]


def _stat(path: Path) -> tuple[int, int, int]:
    try:
        found = path.lstat()
    except OSError:
        return (0, 0, 0)
    return found.st_dev, found.st_ino, found.st_size
