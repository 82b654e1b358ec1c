"""Homes and people that know their account already: copies of what a first look leaves behind.

Thousands of tests begin with a command that would ask for names first. What that leaves follows
from the account, the moment and the settings alone. Some folders begin with nothing.
"""

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from harvest_cli.harvest.http.exchange import Exchange
from harvest_cli.sandbox.account import EmbeddedAccount
from tests.child import NOW
from tests.running import Hv, Ran

USUAL = {"HV_PROFILE": "sandbox", "HV_NOW": NOW, "HV_TIMEZONE": "America/New_York"}
LOOK = "entries this week"
"""A command that asks for names, and changes nothing."""
VERBS = (
    *("log", "start", "stop", "restart", "edit", "delete", "copy", "fill", "undo", "import"),
    *("entries", "week", "gaps", "balance", "report", "history", "export", "parse"),
)
KNOWING = {**dict.fromkeys(VERBS, LOOK), "projects": "projects"}
"""Verbs before which somebody has looked at the account, and how."""
LOOKS = {"COLUMNS", "TERM"}
"""Variables that say how an answer looks, and not what is asked for."""
AS_IT_IS = (Exchange.perform, EmbeddedAccount.handle)
"""Where a test replaces one of these, the answers to a first look are part of it."""
Files = Mapping[str, bytes]


class KnowingHv(Hv):
    """`hv` at the usual moment, in a home from which somebody has looked at the account."""

    def __call__(self, *argv: str, stdin: str = "", terminal: bool = False, **environ: str) -> Ran:
        own = {**self.environ, **environ}
        home = Path(own.get("HV_HOME", ""))
        asked = {name: own[name] for name in own.keys() - LOOKS}
        look = KNOWING.get(argv[0]) if argv else None
        is_usual = asked == {**USUAL, "HV_HOME": str(home)} and look is not None
        is_usual = is_usual and (Exchange.perform, EmbeddedAccount.handle) == AS_IT_IS
        if is_usual and not any((home / name).exists() for name in ("state", "cache")):
            put(usual_home(look), home)
        return super().__call__(*argv, stdin=stdin, terminal=terminal, **environ)

    def with_(self, **environ: str) -> Hv:
        return KnowingHv({**self.environ, **environ})


@cache
def usual_home(look: str = LOOK) -> Files:
    """The files of a home after a first look."""
    with TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        ran = Hv({**USUAL, "HV_HOME": str(home)})(*look.split())
        assert ran.code == 0, ran.err
        return taken(home)


def taken(folder: Path) -> Files:
    """The files below a folder."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def put(files: Files, folder: Path) -> None:
    """Write files, as hv writes them: of this user alone."""
    for name, content in files.items():
        path = folder / name
        _private(path.parent)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)


def _private(folder: Path) -> None:
    if not folder.is_dir():
        _private(folder.parent)
        folder.mkdir(mode=0o700)
