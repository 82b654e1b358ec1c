"""A home with repositories, in an account that is empty but for the example's names."""

from pathlib import Path

import pytest

from tests.running import Hv
from tests.suggest.repositories import Home


@pytest.fixture
def at_home(tmp_path: Path, hv: Hv) -> Home:
    """A person at home, with nothing logged this week."""
    found = Home(tmp_path / "kim", hv)
    _forget_week(found)
    return found


@pytest.fixture
def by_clock(tmp_path: Path, hv: Hv) -> Home:
    """The same in an account that tracks start and end."""
    found = Home(tmp_path / "kim", hv)
    assert found.hv("sandbox", "reset", "--timestamp").code == 0
    _forget_week(found)
    return found


def _forget_week(found: Home) -> None:
    ran = found.hv("delete", "this week", "--yes")
    assert ran.code == 0, ran.err
