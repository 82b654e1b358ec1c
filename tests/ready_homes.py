"""Homes and people that know their account already: copies of what a first look leaves behind.

Thousands of tests begin with a command that would ask for names first. What that leaves follows
from the account, the moment and the settings alone. Some folders begin with nothing.
"""

import os
import shlex
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from harvest_cli.harvest.http.exchange import Exchange
from harvest_cli.sandbox.account import EmbeddedAccount
from tests.child import NOW
from tests.ready_accounts import let_go
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
OWN = {"HV_HOME", "HV_NOW"}
"""Variables that a home is made for."""
AS_IT_IS = (Exchange.perform, EmbeddedAccount.handle)
"""Where a test replaces one of these, the answers to a first look are part of it."""
Files = Mapping[str, bytes]


class Begun(NamedTuple):
    """The files of a home after some command lines, and what came of the first of these.

    `refused` says why, where one of them was.
    """

    files: Files
    first: Ran
    refused: str


MADE: dict[tuple[str, ...], Begun] = {}
"""By the moment and the lines."""


class Patched:
    """Whether the running test may have replaced parts of hv: what is done then is its own."""

    now = False


class KnowingHv(Hv):
    """`hv` in a home from which somebody has looked at the account, and reset it before if told.

    Whatever the moment: the look was at the same.
    """

    def __call__(self, *argv: str, stdin: str = "", terminal: bool = False, **environ: str) -> Ran:
        own = {**self.environ, **environ}
        home = Path(own.get("HV_HOME", ""))
        resets = argv[:2] == ("sandbox", "reset") and not (terminal or stdin)
        look = LOOK if resets else KNOWING.get(argv[0]) if argv else None
        asked = {name: own[name] for name in own.keys() - LOOKS - OWN}
        is_usual = asked == {name: USUAL[name] for name in USUAL.keys() - OWN}
        is_usual = is_usual and "HV_NOW" in own and _lets_through()
        if look and is_usual and not any((home / name).exists() for name in ("state", "cache")):
            lines = (own["HV_NOW"], *([shlex.join(argv)] * resets), look)
            begun = MADE.get(lines) if Patched.now else home_after(*lines)
            if begun and not begun.refused:
                put(begun.files, home)
                if resets:
                    return begun.first
        return super().__call__(*argv, stdin=stdin, terminal=terminal, **environ)

    def with_(self, **environ: str) -> Hv:
        return KnowingHv({**self.environ, **environ})


def _lets_through() -> bool:
    """Whether Harvest is asked as it is, or through a network that is not taken away."""
    through = getattr(Exchange.perform, "lets_through", None)
    asked = Exchange.perform is AS_IT_IS[0] or (through is not None and through())
    return asked and EmbeddedAccount.handle is AS_IT_IS[1]


def home_after(moment: str, *lines: str) -> Begun:
    """A home in which these lines were typed first, at that moment; made once."""
    if (moment, *lines) not in MADE:
        with TemporaryDirectory() as folder:
            hv = Hv({**USUAL, "HV_NOW": moment, "HV_HOME": f"{folder}/home"})
            came = [hv(*shlex.split(line)) for line in lines]
            let_go()
            refused = "".join(ran.err for ran in came if ran.code)
            MADE[moment, *lines] = Begun(taken(Path(folder, "home")), came[0], refused)
    return MADE[moment, *lines]


def usual_home(*lines: str) -> Files:
    """The files of a home after a first look, or after these lines, at the usual moment."""
    begun = home_after(NOW, *(lines or (LOOK,)))
    assert not begun.refused, begun.refused
    return begun.files


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
