"""A person at work, on a Tuesday morning in New York."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.timers.workday import Person

MORNING = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
"""Ten o'clock, a Tuesday."""


@pytest.fixture
def person(tmp_path: Path) -> Person:
    """In an account that tracks hours."""
    return Person(tmp_path / "cache", MORNING).warm()


@pytest.fixture
def by_times(tmp_path: Path) -> Person:
    """In an account that tracks start and end."""
    return Person(tmp_path / "times", MORNING, wants_timestamp_timers=True).warm()


@pytest.fixture
def anybody(tmp_path: Path) -> Callable[..., Person]:
    """A person in an account as `settings` say."""
    return lambda **settings: Person(tmp_path / "other", MORNING, **settings).warm()


@pytest.fixture(params=["hours", "times"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> Person:
    """In one account of each kind."""
    by: Any = request.param == "times"
    return Person(tmp_path / "either", MORNING, wants_timestamp_timers=by).warm()
