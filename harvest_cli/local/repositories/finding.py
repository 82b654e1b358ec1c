"""Repositories below the folders that a person named, and all of their histories.

A folder may lie on a disk that does not answer: nothing here is waited for longer than a while.
"""

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from glob import iglob
from itertools import islice
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeVar

from harvest_cli.domain.records import NamedTuple
from harvest_cli.local.repositories.git import History, history_of

MOST_FOLDERS = 5000
"""Folders that are looked into for each pattern."""
MOST_REPOSITORIES = 200
SECONDS = 20.0
AT_ONCE = 4
T = TypeVar("T")
R = TypeVar("R")


class Found(NamedTuple):
    """Repositories by their path; `missing` patterns name no folder, `silent` ones did not answer.

    `left` is how many more there are: those used last are looked at.
    """

    folders: tuple[Path, ...]
    missing: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    left: int = 0


class Read(NamedTuple):
    """Histories by the path of their folder, and the folders that did not answer."""

    histories: tuple[History, ...]
    silent: tuple[Path, ...] = ()


def repositories(patterns: Sequence[str], home: str) -> Found:
    """The repositories in the folders that the patterns name, or right below them."""
    told = dict(_all_of(patterns, lambda pattern: _below(pattern, home), SECONDS / 2))
    found: dict[Path, float] = {}
    for each in told.values():
        found.update(each or {})
    newest = sorted(found, key=lambda folder: -found[folder])[:MOST_REPOSITORIES]
    return Found(
        tuple(sorted(newest)),
        tuple(each for each in patterns if told.get(each, {}) is None),
        tuple(each for each in patterns if each not in told),
        len(found) - len(newest),
    )


def histories(git: str, folders: Sequence[Path], since: int, environ: Mapping[str, str]) -> Read:
    """The histories of repositories since a moment."""
    told = dict(_all_of(folders, lambda each: history_of(git, each, since, environ), SECONDS))
    found = tuple(told[each] for each in folders if each in told)
    return Read(found, tuple(each for each in folders if each not in told))


def _all_of(things: Sequence[T], ask: Callable[[T], R], seconds: float) -> Iterator[tuple[T, R]]:
    """The answer to each, by a few threads; those that do not come in time are left behind."""
    todo: SimpleQueue[T] = SimpleQueue()
    done: SimpleQueue[tuple[T, R]] = SimpleQueue()
    for each in things:
        todo.put(each)

    def work() -> None:
        while True:
            try:
                each = todo.get_nowait()
            except Empty:
                return
            done.put((each, ask(each)))

    for _ in range(min(AT_ONCE, len(things))):
        Thread(target=work, daemon=True).start()
    end = time.monotonic() + seconds
    for _ in things:
        try:
            yield done.get(timeout=max(end - time.monotonic(), 0))
        except Empty:
            return


def _below(pattern: str, home: str) -> dict[Path, float] | None:
    """The repositories of one pattern, and when each was used last; None: it names no folder."""
    whole = home + pattern[1:] if pattern == "~" or pattern.startswith(("~/", "~\\")) else pattern
    named = [Path(each) for each in islice(iglob(whole), MOST_FOLDERS)]  # noqa: PTH207 - a whole pattern
    folders = [each for each in named if _is_folder(each)]
    if not folders:
        return None
    found: dict[Path, float] = {}
    room = MOST_FOLDERS
    for folder in folders:
        if (used := _used(folder)) is not None:
            found[folder.resolve()] = used
            continue
        inside = list(islice(_folders_in(folder), room))
        room -= len(inside)
        for each in inside:
            if (used := _used(each)) is not None:
                found[each.resolve()] = used
    return found


def _folders_in(folder: Path) -> Iterator[Path]:
    try:
        with os.scandir(folder) as inside:
            yield from (Path(each.path) for each in inside if each.is_dir())
    except OSError:
        return


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _used(folder: Path) -> float | None:
    """When a repository was last written to, nearly; None where a folder is none."""
    mark = folder / ".git"
    found = None
    for each in (mark, mark / "HEAD", mark / "logs" / "HEAD", mark / "index"):
        try:
            found = max(found or 0.0, each.stat().st_mtime)
        except OSError:
            if each == mark:
                return None
    return found
