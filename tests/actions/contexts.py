"""Contexts for tests of actions: a fixed clock, names at hand, a Harvest that answers as told."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from harvest_cli.actions.session.context import Chooser, Context
from harvest_cli.domain.company import Company, ProjectAssignment, User
from harvest_cli.domain.safe_text import Secret
from harvest_cli.local.cache.account_cache import AccountData, RecentEntry
from harvest_cli.local.config.settings import Settings
from harvest_cli.local.disk.files import Places
from harvest_cli.local.login.credentials import Credentials

NOW = datetime(2026, 11, 18, 15, 30, tzinfo=UTC)
"""A Wednesday; half past ten in New York."""
ME = User(1782959, "Kim", "Allen", timezone="Eastern Time (US & Canada)", weekly_capacity=126000)
LOGIN = Credentials(
    Secret("1234.pt.token-of-the-tests"), 7, "https://harvest.invalid/v2", "https://id.invalid", "x"
)


class NoHarvest:
    """A client that no test may use."""

    unreadable = 0

    def __getattr__(self, name: str) -> Any:
        message = f"a request was made: {name}"
        raise AssertionError(message)


def a_context(
    *assignments: ProjectAssignment,
    recent: tuple[RecentEntry, ...] = (),
    company: Company | None = None,
    user: User = ME,
    client: Any = None,
    choose: Chooser | None = None,
    environ: Mapping[str, str] | None = None,
    now: datetime = NOW,
    folder: Path | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Context:
    """A context whose catalogue is known already; any request fails unless `client` is given."""
    nowhere = folder or Path("/nonexistent/hv")
    used: Any = client or NoHarvest()
    context = Context(
        environ=environ or {},
        settings=Settings(environ or {}),
        places=lambda: Places(nowhere, nowhere, nowhere),
        log_in=lambda: LOGIN,
        connect=lambda _login: used,
        clock=lambda: now,
        choose=choose,
        sleep=sleep,
    )
    context.account.held = AccountData(now, user, company or Company(), assignments, recent)
    return context
