"""A home with repositories, in an account that is empty but for the example's names."""

from pathlib import Path

import pytest

from tests.ready_homes import put, usual_home
from tests.running import Hv
from tests.suggest.repositories import Home

FORGET = "delete 'this week' --yes"


@pytest.fixture
def at_home(tmp_path: Path, hv: Hv) -> Home:
    """A person at home, with nothing logged this week."""
    return _home(tmp_path, hv, FORGET)


@pytest.fixture
def by_clock(tmp_path: Path, hv: Hv) -> Home:
    """The same in an account that tracks start and end."""
    return _home(tmp_path, hv, "sandbox reset --timestamp", FORGET)


def _home(tmp_path: Path, hv: Hv, *lines: str) -> Home:
    found = Home(tmp_path / "kim", hv)
    put(usual_home(*lines), Path(hv.environ["HV_HOME"]))
    return found
