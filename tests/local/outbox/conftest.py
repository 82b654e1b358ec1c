"""An outbox of its own for each test."""

from pathlib import Path

import pytest

from harvest_cli.local.outbox.queue import Outbox
from tests.local.outbox.sample_rows import KIM


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "state" / "default.sqlite", KIM)
