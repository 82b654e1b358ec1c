"""New embedded accounts are copies of one that was made before: most of what a cold start costs.

The opening story follows from the day, the zone and the settings alone, so that a copy is the same.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

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
