"""An assistant on the embedded account, on a Wednesday morning in New York."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.account import an_account
from tests.assistant.asking import Asking, Far
from tests.faulty_harvest import faulty_harvest
from tests.served import Served, served

AT_NINE = "2026-11-18T09:00"


@pytest.fixture
def ask(home: Path) -> Asking:
    """An assistant that needs no login."""
    environ = {"HV_HOME": str(home), "HV_PROFILE": "sandbox", "HV_NOW": AT_NINE}
    return Asking({**environ, "HV_TIMEZONE": "America/New_York"})


@pytest.fixture
def reached(home: Path, tmp_path: Path) -> Iterator[tuple[Asking, Served]]:
    """An assistant that reaches its account over HTTP, and the account."""
    with served(tmp_path / "served") as there:
        yield Asking({"HV_HOME": str(home), **there.token_environ}), there


@pytest.fixture
def far(home: Path, tmp_path: Path) -> Iterator[Far]:
    """An assistant on a server that can be told to fail."""
    with faulty_harvest(an_account(tmp_path), {}) as harvest:
        yield Far(home, harvest)
