"""hv on a copy of the home that version 0.1.0 left, the next morning."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.stored_formats.stored_home import (
    PORTS,
    TOMORROW,
    Present,
    Stage,
    account_again,
    put,
    stage_at,
)


@pytest.fixture
def stage(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """The morning after; nobody was asked anything yet."""
    put(home)
    monkeypatch.chdir(tmp_path)
    clock = Present(TOMORROW)
    accounts = {profile: account_again(profile, clock) for profile in PORTS}
    with stage_at(home, monkeypatch, clock, accounts) as ready:
        yield ready
