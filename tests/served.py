"""The embedded Harvest on a loopback port, with a token that occurs nowhere else."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from harvest_cli.sandbox.account import EmbeddedAccount
from harvest_cli.sandbox.example import KIM
from harvest_cli.sandbox.serve import running_server
from tests.account import NOW, an_account

CANARY = "4711.pt.canary-zQ8xV2kLm9-canary-Rt5yUw3B"
"""The token of Kim Allen in these tests; whatever shows a piece of it has leaked it."""


class Served(NamedTuple):
    """An account, and where it listens."""

    account: EmbeddedAccount
    url: str

    @property
    def environ(self) -> Mapping[str, str]:
        """The variables that point hv here, at the moment of the account; not the token."""
        where = {"HARVEST_API_URL": f"{self.url}/v2", "HARVEST_ID_URL": self.url}
        return {**where, "HV_NOW": NOW.isoformat()}

    @property
    def token_environ(self) -> Mapping[str, str]:
        """The same with the token and its account."""
        return {
            **self.environ,
            "HARVEST_ACCESS_TOKEN": CANARY,
            "HARVEST_ACCOUNT_ID": "1000000",
        }


@contextmanager
def served(folder: Path, **settings: Any) -> Iterator[Served]:
    """Serve a new account in which Kim Allen's token is CANARY."""
    folder.mkdir(parents=True, exist_ok=True)
    account = an_account(folder, now=NOW, **settings)
    account.db.execute("UPDATE users SET token = ? WHERE id = ?", (CANARY, KIM))
    with running_server(account) as url:
        yield Served(account, url)
