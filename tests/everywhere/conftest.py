"""Whatever holds everywhere holds in a home that is new."""

import pytest

from tests.running import Hv


@pytest.fixture
def hv(new_hv: Hv) -> Hv:
    """`hv` in a home that is empty: each command asks for what it needs."""
    return new_hv
