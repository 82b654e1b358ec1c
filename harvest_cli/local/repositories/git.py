"""The commits of a person in one repository, as git tells them; nothing of it is ever run.

Anybody's repository may lie on this machine, and its settings can name programs: for changes,
signatures, hooks, missing objects. Each is switched off here, and no way out to a network is left.
"""

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Timer

from harvest_cli.domain.records import NamedTuple

SECONDS = 8.0
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
        late = Timer(SECONDS, child.kill)
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
        return f"git did not answer in {SECONDS:.0f} s"
    lines: Sequence[str] = [each for each in told.splitlines() if each.strip()]
    return lines[0].removeprefix("fatal: ")[:200] if lines else f"git ended with {code}"
