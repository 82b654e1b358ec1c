"""New embedded accounts are copies of one that was made before: most of what a cold start costs.

The opening story follows from the day, the zone and the settings alone, so that a copy is the same.
And the account and the outbox of a home stay open for the next command of a test, as they do for
the calls of an assistant: to open them anew is a quarter of what a command takes.
"""

import os
import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest

from harvest_cli.commands.cli.run import Run
from harvest_cli.local.disk.open_database import Held as Open
from harvest_cli.local.outbox.queue import Outbox
from harvest_cli.sandbox.account import EmbeddedAccount

MAKE = EmbeddedAccount.create
QUARTER = 900
"""Seconds; all moments of a quarter of an hour are of one day, whatever the zone."""


@contextmanager
def ready_accounts() -> Iterator[None]:
    """While the block runs, an account that is like an earlier one is copied, not made."""
    made: dict[tuple[object, ...], sqlite3.Connection] = {}

    def copy_or_make(account: EmbeddedAccount, settings: Mapping[str, Any]) -> None:
        settled = repr(sorted(settings.items()))
        moment = account.now().timestamp() // QUARTER
        like = (account.path is None, moment, account.zone, settled)
        if like in made:
            made[like].backup(account.db)
            return
        MAKE(account, settings)
        made[like] = sqlite3.connect(":memory:", check_same_thread=False)
        account.db.backup(made[like])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EmbeddedAccount, "create", copy_or_make)
        try:
            yield
        finally:
            for copy in made.values():
                copy.close()


class Held(NamedTuple):
    """What is open in a home."""

    account: Open[EmbeddedAccount]
    outbox: Open[Outbox | None]


HELD: dict[str, Held] = {}
"""By home; none while `Holds.now` is false."""
MOST = 4
"""So many homes of a test are kept open."""


class Holds:
    """Whether the files of a home stay open from command to command."""

    now = False


def open_in(home: str) -> Held | None:
    """What is open in a home, for commands of the main thread."""
    if not Holds.now or threading.current_thread() is not threading.main_thread():
        return None
    if home not in HELD and len(HELD) == MOST:
        _close(HELD.pop(next(iter(HELD))))
    return HELD.setdefault(home, Held(Open(), Open()))


@contextmanager
def held_homes() -> Iterator[None]:
    """While the block runs, commands of the main thread find open what another has left so."""
    begin = Run.__init__

    def begun(run: Run, environ: Mapping[str, str], *streams: Any) -> None:
        begin(run, environ, *streams)
        if (home := environ.get("HV_HOME")) and (opened := open_in(home)):
            run.held_account, run.held_outbox = opened

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Run, "__init__", begun)
        yield


def let_go() -> None:
    """Close what is open: a test ends, or this process is doubled."""
    while HELD:
        _close(HELD.popitem()[1])


def _close(opened: Held) -> None:
    for each in opened:
        each.close()


if hasattr(os, "register_at_fork"):
    # A connection of SQLite does not outlive a fork.
    os.register_at_fork(before=let_go)
