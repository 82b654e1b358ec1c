"""Repositories of git below the folders that a person named, and the person's commits in them.

Anybody's repository may lie on this machine, and its settings can name programs: for changes,
signatures, hooks, missing objects. Each is switched off here, and no way out to a network is left.
A folder may lie on a disk that does not answer: nothing here is waited for longer than a while.
"""

import os
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from glob import iglob
from itertools import islice
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread, Timer

from harvest_cli.domain.records import NamedTuple, TypeVar

T = TypeVar("T")
R = TypeVar("R")
MOST_FOLDERS = 5000
"""Folders that are looked into for each pattern."""
MOST_REPOSITORIES = 200
SECONDS = 20.0
AT_ONCE = 4
GIT_SECONDS = 8.0
"""A log of some days takes a few hundredths."""
MOST_COMMITS = 2000
MOST_BYTES = 4 * 1024 * 1024
HARMLESS = (
    *("core.fsmonitor=false", "core.hooksPath=/dev/null", "core.pager=cat"),
    *("log.showSignature=false", "gpg.program=false", "gpg.ssh.program=false"),
    *("protocol.allow=never", "diff.external=", "core.sshCommand=false"),
)
KEPT = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")
"""Variables of git that say whose settings count; others would lead it elsewhere."""
_LOG = (
    *("log", "--ignore-missing", "--branches", "--remotes", "HEAD", "--no-merges"),
    *("-z", "--format=%at%x00%ae%x00%S%x00%s", "--encoding=UTF-8", "--no-color", "--no-decorate"),
    *("--no-notes", "--no-show-signature", "--no-ext-diff", "--no-textconv", "--no-patch"),
    *("--no-mailmap", "--fixed-strings", "--regexp-ignore-case"),
)
_ASKED = r"^(user\.email|remote\.origin\.url)$"
_FIELDS = 4


class Commit(NamedTuple):
    """When it was made, in seconds since 1970; a branch that holds it; its subject, as it is."""

    at: int
    branch: str
    subject: str


class _Answer(NamedTuple):
    """The status of git, what it printed as far as that was read, and why it failed."""

    code: int
    told: str
    why: str = ""
    cut: bool = False


class History(NamedTuple):
    """The commits of the person who works in a folder, and where it came from.

    `cut` says that there are more; `wrong` says why there are none.
    """

    folder: Path
    email: str = ""
    remote: str = ""
    commits: tuple[Commit, ...] = ()
    cut: bool = False
    wrong: str = ""


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
    folders = [each for each in named if os.path.isdir(each)]  # noqa: PTH112 - raises nothing
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


# -- git ---------------------------------------------------------------------------------------


def history_of(git: str, folder: Path, since: int, environ: Mapping[str, str]) -> History:
    """The commits since a moment that the person of this repository made, merges left out."""
    try:
        found = _asked(git, folder, environ, "config", "-z", "--includes", "--get-regexp", _ASKED)
        pairs = (each.partition("\n") for each in found.told.split("\0"))
        known = {key.lower(): value.strip() for key, _, value in pairs}
        email, remote = known.get("user.email", ""), known.get("remote.origin.url", "")
        if found.code not in (0, 1):
            return History(folder, wrong=found.why)
        if not email:
            return History(folder, wrong="git knows no user.email there")
        words = (*_LOG, f"--since=@{since}", f"--max-count={MOST_COMMITS}", f"--author={email}")
        found = _asked(git, folder, environ, *words, "--")
    except OSError as error:
        return History(folder, wrong=error.strerror or "git cannot be run")
    if found.code != 0 and not found.cut:
        return History(folder, email, remote, wrong=found.why)
    cut = found.cut or found.told.count("\0") >= MOST_COMMITS * _FIELDS
    return History(folder, email, remote, tuple(_commits(found.told, email)), cut)


def _commits(told: str, email: str) -> Iterator[Commit]:
    fields = told.split("\0")
    for at in range(0, len(fields) - _FIELDS + 1, _FIELDS):
        moment, author, branch, subject = fields[at : at + _FIELDS]
        if author.casefold() == email.casefold() and moment.isdecimal() and len(moment) < 12:
            yield Commit(int(moment), branch, subject)


def _asked(git: str, folder: Path, environ: Mapping[str, str], *words: str) -> _Answer:
    """What git answers; raises OSError where it cannot be run."""
    settings = [part for each in HARMLESS for part in ("-c", each)]
    line = [git, "--no-pager", "-C", str(folder), *settings, *words]
    with subprocess.Popen(
        line,
        env=_environment(environ, folder),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        late = Timer(GIT_SECONDS, child.kill)
        late.daemon = True
        late.start()
        try:
            content, errors = _heads(child)
        finally:
            child.kill()
            late.cancel()
            code = child.wait()
    told, why = (each.decode("utf-8", "replace") for each in (content, errors))
    return _Answer(code, told, _why(why, code), len(content) >= MOST_BYTES)


def _heads(child: "subprocess.Popen[bytes]") -> tuple[bytes, bytes]:
    """The beginning of what it prints, and of what it complains of."""
    if child.stdout is None or child.stderr is None:
        raise AssertionError(child)
    content = child.stdout.read(MOST_BYTES)
    if len(content) >= MOST_BYTES:
        return content, b""
    errors = child.stderr.read(MOST_BYTES)
    child.wait()
    return content, errors


def _environment(environ: Mapping[str, str], folder: Path) -> dict[str, str]:
    kept = {k: v for k, v in environ.items() if not k.startswith("GIT_") or k in KEPT}
    return {
        **kept,
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_CEILING_DIRECTORIES": str(folder.parent),
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }


def _why(told: str, code: int) -> str:
    if "dubious ownership" in told:
        return "it belongs to somebody else, and git does not read it"
    if code < 0:
        return f"git did not answer in {GIT_SECONDS:.0f} s"
    lines: Sequence[str] = [each for each in told.splitlines() if each.strip()]
    return lines[0].removeprefix("fatal: ")[:200] if lines else f"git ended with {code}"
