"""Lists of what was done and of what waits tell times as the person's account does."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from tests.network import Network
from tests.running import Hv

MOMENT = datetime(2026, 11, 18, 15, 40, tzinfo=UTC)
"""What the machine's clock shows: twenty to eleven in New York, past midnight in Tokyo."""
HOUR = "10"


@pytest.fixture
def abroad(hv: Hv) -> Iterator[Hv]:
    """A person of New York at a machine that is set to another zone."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            "harvest_cli.domain.wall_clock.time", SimpleNamespace(time=MOMENT.timestamp)
        )
        patched.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        assert hv("log", "1h MW: x").code == 0
        yield hv.with_(COLUMNS="150")
    time.tzset()


def test_history_is_in_the_persons_zone_and_clock(abroad: Hv) -> None:
    (line,) = abroad("history", terminal=True).out.splitlines()
    told = re.match(r"\d\d \w{3} (\d+):\d\d[ap]m  Created", line)
    assert told is not None, line
    assert told[1] == HOUR


def test_so_is_what_waits_and_what_is_sent_of_it(
    abroad: Hv, monkeypatch: pytest.MonkeyPatch
) -> None:
    network = Network(monkeypatch)
    with network.away():
        assert abroad("log", "2h TF, Research: y").code == 75
        line = abroad("outbox", terminal=True).out.splitlines()[0]
    told = re.search(r"pending +\d\d \w{3} (\d+):\d\d[ap]m", line)
    assert told is not None, line
    assert told[1] == HOUR
    sent = re.search(r"saved at (\d+):\d\d[ap]m", abroad("sync").out)
    assert sent is not None
    assert sent[1] == told[1]
